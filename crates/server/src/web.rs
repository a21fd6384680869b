//! What the network may ask: joining, the team's page, the projector, the stream of changes.
//! Nothing of the desk is here.

use super::connections::Ticket;
use super::edit_lock::Device;
use super::guard::{Names, cookie, harden};
use super::limits::{CodeSource, Limits};
use super::pages::{self, Answered};
use super::session::{Session, Versions, device};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Form, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use balcony_exercise::team_view::{decision, preview};
use balcony_report::report::html::finish;
use futures_util::stream;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What the handlers of a listener share.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) room: Arc<Session>,
    pub(super) names: Names,
    pub(super) limits: Arc<Limits>,
    /// Hashes of the style sheets inside drawings, for the policy.
    pub(super) styles: Arc<str>,
    /// Where teams come in, as shown.
    pub(super) address: Arc<str>,
    /// The key of the desk, in its cookie.
    pub(super) key: Arc<str>,
    /// The name of that cookie: it holds the port, so that two desks on one machine do not share
    /// it.
    pub(super) desk_cookie: Arc<str>,
}

/// The address of ours that a connection came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local(pub(super) SocketAddr);

/// The greatest body: a decision with answers is a few hundred bytes.
pub(super) const MOST_BODY: usize = 16 * 1024;

/// The cookie of a seat in this room.
fn seat_cookie(room: &Session) -> String {
    format!("balcony-seat-{}", room.lock().id)
}

/// The token of whoever asks.
fn own_token<'a>(room: &Session, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, &seat_cookie(room))
}

/// Everything the network may ask.
pub(super) fn router(shared: Shared) -> Router {
    let own = Router::new()
        .route("/", get(door))
        .route("/j/{code}", get(by_link))
        .route("/code", post(by_code))
        .route("/join", post(join))
        .route("/wait", get(wait))
        .route("/wait/part", get(wait_part))
        .route("/admit", post(let_in))
        .route("/team", get(team).post(submit))
        .route("/team/part", get(team_part))
        .route("/team/way/{tile}", get(team_way))
        .route("/draft", post(draft))
        .route("/pen", post(edit_lock))
        .route("/withdraw", post(withdraw))
        .route("/screen", get(screen))
        .route("/screen/part", get(screen_part))
        .route("/observe/{team}", get(observe))
        .route("/observe/{team}/part", get(observe_part))
        .route("/events", get(events))
        .route("/pulse", get(|| async { StatusCode::NO_CONTENT }));
    with_assets(own).layer(from_fn_with_state(shared.clone(), guard)).with_state(shared)
}

/// What every listener has besides its own: styles, script, what is not there, the greatest body.
pub(super) fn with_assets(own: Router<Shared>) -> Router<Shared> {
    own.route("/app.css", get(|| asset("text/css; charset=utf-8", pages::CSS)))
        .route("/app.js", get(|| asset("text/javascript; charset=utf-8", pages::SCRIPT)))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(|| async { (StatusCode::NOT_FOUND, Html(pages::nowhere())) })
        .layer(DefaultBodyLimit::max(MOST_BODY))
}

async fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=60")], text).into_response()
}

/// Looks at every request before anything else does, and hardens every answer.
async fn guard(
    State(shared): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Extension(Local(local)): Extension<Local>,
    Extension(ticket): Extension<Ticket>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = admitted(&shared, from, local, &ticket, request, next).await;
    harden(response.headers_mut(), &shared.styles);
    response
}

async fn admitted(
    shared: &Shared,
    from: SocketAddr,
    local: SocketAddr,
    ticket: &Ticket,
    request: Request,
    next: Next,
) -> Response {
    // What another site's page sends, in whoever's browser, is refused before it is counted.
    if let Err(refusal) = shared.names.admits(&request, Some(local)) {
        return refusal.into_response();
    }
    let seat = own_token(&shared.room, request.headers()).map(device);
    let seated = seat.filter(|seat| shared.room.lock().heard(seat, from.ip()));
    ticket.of(seated.as_ref());
    // Forty phones behind one router have one address: who has a seat is counted by the seat.
    if !shared.limits.may_ask(seated.as_ref(), from.ip()) {
        let mut response = (StatusCode::TOO_MANY_REQUESTS, "too often: wait a moment").into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        return response;
    }
    if shared.room.is_deleted() && request.uri().path() != "/events" {
        return (StatusCode::GONE, Html(pages::over())).into_response();
    }
    next.run(request).await
}

/// Work on the room, off the threads that serve.
pub(super) async fn with<T: Send + 'static>(
    room: &Arc<Session>,
    act: impl FnOnce(&Session) -> T + Send + 'static,
) -> Result<T, StatusCode> {
    let room = room.clone();
    tokio::task::spawn_blocking(move || act(&room)).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn set_cookie(response: &mut Response, name: &str, value: &str) {
    let text = format!("{name}={value}; Path=/; Max-Age=172800; HttpOnly; SameSite=Strict");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn see(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The team of whoever asks.
fn seat(room: &Session, headers: &HeaderMap) -> Option<(String, u32)> {
    let who = device(own_token(room, headers)?);
    let team = *room.lock().seats.get(&who)?;
    Some((who, team))
}

fn knows_code(room: &Session, headers: &HeaderMap) -> bool {
    if seat(room, headers).is_some() {
        return true;
    }
    let inner = room.lock();
    cookie(headers, &format!("balcony-pass-{}", inner.id)).is_some_and(|pass| same(pass, &inner.pass))
}

/// Whether two words are the same, in a time that does not tell where they differ.
pub(super) fn same(given: &str, right: &str) -> bool {
    given.len() == right.len()
        && given.bytes().zip(right.bytes()).fold(0, |apart, (a, b)| apart | (a ^ b)) == 0
}

async fn door(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    if knows_code(&shared.room, &headers) {
        let own = seat(&shared.room, &headers).map(|(_, team)| team);
        return Html(pages::choose(&shared.room.lock(), own, None)).into_response();
    }
    Html(pages::door(&shared.room.lock(), None, "")).into_response()
}

async fn by_link(
    State(shared): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    // A browser that tells so much tells that another site's page opened this: then a person
    // presses the button first.
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return Html(pages::door(&shared.room.lock(), None, &code)).into_response();
    }
    admit(&shared, from, CodeSource::Link, &code)
}

async fn by_code(
    State(shared): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    admit(&shared, from, CodeSource::Typed, form.get("code").map_or("", String::as_str))
}

/// Lets in who knows the code; who guesses waits.
fn admit(shared: &Shared, from: SocketAddr, way: CodeSource, code: &str) -> Response {
    let typed: String =
        code.to_uppercase().replace([' ', '-'], "").replace('O', "0").replace(['I', 'L'], "1");
    let (right, home) = {
        let inner = shared.room.lock();
        (same(&typed, &inner.code), inner.seated_at(from.ip()) > 0)
    };
    let door = |status: StatusCode, why: Option<&str>, code: &str| {
        (status, Html(pages::door(&shared.room.lock(), why, code))).into_response()
    };
    match shared.limits.guess(from.ip(), way, home, right) {
        Ok(()) if !right => door(StatusCode::FORBIDDEN, Some("That is not the code on the screen."), ""),
        Ok(()) => {
            let mut response = see("/");
            let (id, pass) = {
                let inner = shared.room.lock();
                (inner.id.clone(), inner.pass.clone())
            };
            set_cookie(&mut response, &format!("balcony-pass-{id}"), &pass);
            response
        }
        // Whether it is right is not said; typed in, it is looked at as any other.
        Err(_) if way == CodeSource::Link => door(StatusCode::OK, None, code),
        Err(seconds) => {
            let why = format!(
                "So many wrong codes came from here: wait {seconds} {} and look at the screen again.",
                if seconds == 1 { "second" } else { "seconds" }
            );
            door(StatusCode::TOO_MANY_REQUESTS, Some(&why), code)
        }
    }
}

async fn join(
    State(shared): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    if !knows_code(&shared.room, &headers) {
        return see("/");
    }
    let team = form.get("team").and_then(|team| team.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let known = own_token(&shared.room, &headers).map(str::to_owned);
    let observes = form.contains_key("observe");
    let from = from.ip();
    match with(&shared.room, move |room| room.join_from(known.as_deref(), team, observes, Some(from))).await {
        Ok(Ok(token)) => {
            let waits = shared.room.lock().waiting.iter().any(|waiting| waiting.device == device(&token));
            let mut response = if waits { see("/wait") } else { see(&seat_of(team, observes)) };
            set_cookie(&mut response, &seat_cookie(&shared.room), &token);
            response
        }
        Ok(Err(no)) => {
            let page = Html(pages::choose(&shared.room.lock(), None, Some(&no.to_string())));
            (StatusCode::CONFLICT, page).into_response()
        }
        Err(status) => status.into_response(),
    }
}

/// Where a device that has a seat belongs.
fn seat_of(team: u32, observes: bool) -> String {
    if observes { format!("/observe/{team}") } else { "/team".to_owned() }
}

/// What a device shows that waits to be let in; one that is let in goes to its team.
async fn wait(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let who = own_token(&shared.room, &headers).map(device).unwrap_or_default();
    let inner = shared.room.lock();
    if let Some(waiting) = inner.waiting.iter().find(|waiting| waiting.device == who) {
        return Html(pages::wait(&inner, waiting)).into_response();
    }
    match inner.seats.get(&who) {
        Some(team) => see(&seat_of(*team, inner.observers.contains(&who))),
        None => see("/"),
    }
}

async fn wait_part(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let who = own_token(&shared.room, &headers).map(device).unwrap_or_default();
    let inner = shared.room.lock();
    match inner.waiting.iter().find(|waiting| waiting.device == who) {
        Some(waiting) => Html(pages::wait_part(&inner, waiting)).into_response(),
        // The page is another then: the script asks for it anew.
        None if inner.seats.contains_key(&who) => Html(pages::let_in()).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// A device of a team lets another in, or turns it away.
async fn let_in(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Some((who, _)) = seat(&shared.room, &headers) else { return see("/") };
    let (waiting, lets_in) = (field(&form, "device").to_owned(), field(&form, "in") == "yes");
    match with(&shared.room, move |room| room.admit(Some(&who), &waiting, lets_in)).await {
        Ok(Ok(())) => see("/team"),
        Ok(Err(no)) => (StatusCode::CONFLICT, no.to_string()).into_response(),
        Err(status) => status.into_response(),
    }
}

async fn team(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else { return see("/") };
    if shared.room.lock().observers.contains(&who) {
        return see(&format!("/observe/{team}"));
    }
    Html(shared.room.look(|inner, found| pages::team(inner, found, team, &who, None))).into_response()
}

async fn team_part(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let tab = query.get("tab").map_or("", String::as_str);
    Html(shared.room.look(|inner, found| pages::team_part(inner, found, team, &who, tab))).into_response()
}

/// The way of a tile's figures so far, asked for when somebody opens it; as a page of its own
/// without scripts.
async fn team_way(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(tile): Path<usize>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let bare = query.contains_key("bare");
    let Some((_, team)) = seat(&shared.room, &headers) else {
        return if bare { StatusCode::UNAUTHORIZED.into_response() } else { see("/") };
    };
    match shared.room.look(|inner, found| pages::way(inner, found, team, tile, bare)) {
        Some(page) => Html(page).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn field<'a>(form: &'a [(String, String)], key: &str) -> &'a str {
    form.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.as_str())
}

/// A client's command, bound to its device so that nobody's can be used up by another.
fn command(who: &str, form: &[(String, String)]) -> Option<String> {
    let command = field(form, "command");
    let sound = (8..=64).contains(&command.len())
        && command.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    sound.then(|| format!("{who}:{command}"))
}

async fn submit(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else { return see("/") };
    let scripted = field(&form, "tab").to_owned();
    let levers = shared.room.lock().game.exercise().levers.len();
    let (Some(command), Some(decision), Ok(round)) =
        (command(&who, &form), decision(&form, levers), field(&form, "round").parse::<u32>())
    else {
        return (StatusCode::BAD_REQUEST, "this form cannot be read").into_response();
    };
    let (device, tab, given) = (who.clone(), scripted.clone(), decision.clone());
    let done = with(&shared.room, move |room| {
        // Without scripts nobody can press a button for the pen first.
        if tab.is_empty() && room.lock().edit_locks.get(team as usize).is_some_and(Option::is_none) {
            room.take_edit_lock((&device, ""), team);
        }
        room.submit(&command, (&device, &tab), team, round, &given)
    })
    .await;
    let answered = match done {
        Ok(Ok(())) => Answered::Taken,
        Ok(Err(no)) => Answered::Not(no.to_string()),
        Err(status) => return status.into_response(),
    };
    if !scripted.is_empty() {
        return match answered {
            Answered::Taken => StatusCode::NO_CONTENT.into_response(),
            Answered::Not(why) => (StatusCode::CONFLICT, why).into_response(),
        };
    }
    if matches!(answered, Answered::Taken) {
        return see("/team");
    }
    let said = Some((&answered, &decision));
    let page = shared.room.look(|inner, found| pages::team(inner, found, team, &who, said));
    (StatusCode::CONFLICT, Html(page)).into_response()
}

async fn draft(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let levers = shared.room.lock().game.exercise().levers.len();
    let (Some(decision), Ok(round), Ok(number)) = (
        decision(&form, levers),
        field(&form, "round").parse::<u32>(),
        field(&form, "number").parse::<u64>(),
    ) else {
        return (StatusCode::BAD_REQUEST, "this form cannot be read").into_response();
    };
    let tab = field(&form, "tab").to_owned();
    let given = decision.clone();
    let done = with(&shared.room, move |room| room.draft((&who, &tab), number, team, round, given)).await;
    match done {
        Ok(Ok(())) => Html(finish(preview(&shared.room.lock().view(None), team, &decision))).into_response(),
        Ok(Err(no)) => (StatusCode::CONFLICT, no.to_string()).into_response(),
        Err(status) => status.into_response(),
    }
}

async fn edit_lock(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else { return see("/") };
    let tab = field(&form, "tab").to_owned();
    // A tab that opens asks; a person takes.
    if field(&form, "opens").is_empty() {
        shared.room.take_edit_lock((&who, &tab), team);
    } else {
        shared.room.newest_tab((&who, &tab), team);
    }
    if tab.is_empty() { see("/team") } else { StatusCode::NO_CONTENT.into_response() }
}

async fn withdraw(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let Some((who, team)) = seat(&shared.room, &headers) else { return see("/") };
    let (Some(command), Ok(round)) = (command(&who, &form), field(&form, "round").parse::<u32>()) else {
        return (StatusCode::BAD_REQUEST, "this form cannot be read").into_response();
    };
    let tab = field(&form, "tab").to_owned();
    match with(&shared.room, move |room| room.withdraw(&command, (&who, &tab), team, round)).await {
        Ok(Ok(())) if field(&form, "tab").is_empty() => see("/team"),
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(no)) => (StatusCode::CONFLICT, no.to_string()).into_response(),
        Err(status) => status.into_response(),
    }
}

async fn screen(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    if !knows_code(&shared.room, &headers) {
        return see("/");
    }
    Html(shared.room.look(|inner, found| pages::screen(inner, found, &shared.address))).into_response()
}

async fn screen_part(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    if !knows_code(&shared.room, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Html(shared.room.look(|inner, found| pages::screen_part(inner, found, &shared.address))).into_response()
}

async fn observe(State(shared): State<Shared>, headers: HeaderMap, Path(team): Path<u32>) -> Response {
    if seat(&shared.room, &headers).is_none_or(|(_, own)| own != team) {
        return see("/");
    }
    Html(shared.room.look(|inner, found| pages::observe(inner, found, team))).into_response()
}

async fn observe_part(State(shared): State<Shared>, headers: HeaderMap, Path(team): Path<u32>) -> Response {
    if seat(&shared.room, &headers).is_none_or(|(_, own)| own != team) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Html(shared.room.look(|inner, found| pages::observe_part(inner, found, team))).into_response()
}

/// The stream of changes: a number when something changed, a heartbeat every second. A number and
/// no contents: who hears it asks again, so that what was missed on the way is never missing. The
/// last is that the room is gone.
async fn events(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let who = seat(&shared.room, &headers);
    if who.is_none() && !knows_code(&shared.room, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // The screen shows every team, whoever opens it.
    let all = query.contains_key("all");
    let (device, team) = who.unzip();
    stream_of(&shared.room, team.filter(|_| !all), device)
}

/// Who listens, and what they last heard.
struct Listener {
    changes: tokio::sync::watch::Receiver<Versions>,
    team: Option<u32>,
    heard: Option<u64>,
    /// Whose page it is, if it has a seat: such a page says every few seconds that it is there. And
    /// which of its streams this is.
    device: Option<(Device, u64)>,
    room: Arc<Session>,
}

pub(super) fn stream_of(room: &Arc<Session>, team: Option<u32>, device: Option<Device>) -> Response {
    let device = device.map(|device| (device.clone(), room.lock().stream(&device)));
    let listener = Listener { changes: room.changes(), team, heard: None, device, room: room.clone() };
    let all = stream::unfold(listener, |mut listener| async move {
        // A link that swallows everything leaves a stream that nobody reads; whoever is there
        // begins another.
        if let Some((device, number)) = &listener.device {
            let inner = listener.room.lock();
            if inner.is_gone(device) || inner.is_left(device, *number) {
                return None;
            }
        }
        let until = tokio::time::Instant::now() + Duration::from_secs(1);
        // What concerns others wakes nobody here.
        let version = loop {
            let versions = *listener.changes.borrow_and_update();
            if versions.deleted {
                if listener.heard == Some(u64::MAX) {
                    return None;
                }
                break u64::MAX;
            }
            let version = versions.of(listener.team);
            if listener.heard != Some(version) {
                break version;
            }
            if tokio::time::timeout_at(until, listener.changes.changed()).await.is_err() {
                break version;
            }
        };
        let name = match version {
            u64::MAX => "gone",
            same if listener.heard == Some(same) => "hb",
            _ => "change",
        };
        listener.heard = Some(version);
        let event = Event::default().event(name).id(version.to_string()).data(version.to_string());
        Some((Ok::<_, Infallible>(event), listener))
    });
    let mut response = Sse::new(all).into_response();
    // A proxy that gathers answers would hold the stream back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
