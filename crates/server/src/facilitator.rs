//! The facilitator's desk: a separate listener on this machine only, protected by a key.

use super::connections::Ticket;
use super::guard::{OWN_STYLES, cookie, harden};
use super::pages;
use super::session::{Session, SessionError};
use super::web::{Shared, same, stream_of, with, with_assets};
use super::{export, session::token};
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use balcony_exercise::exercise::Entry;
use std::collections::BTreeMap;

type Fields = BTreeMap<String, String>;

/// All routes of the desk.
pub(super) fn router(shared: Shared) -> Router {
    let own = Router::new()
        .route("/", get(desk))
        .route("/part", get(part))
        .route(
            "/events",
            get(|State(shared): State<Shared>| async move { stream_of(&shared.room, None, None) }),
        )
        .route("/screen", get(screen))
        .route("/screen/part", get(screen_part))
        .route("/close", post(close))
        .route("/begin", post(begin))
        .route("/pause", post(pause))
        .route("/send", post(send))
        .route("/skip", post(skip))
        .route("/rewind", post(rewind))
        .route("/message", post(message))
        .route("/reveal", post(reveal))
        .route("/code", post(code))
        .route("/empty", post(empty))
        .route("/lock", post(lock))
        .route("/admit", post(admit))
        .route("/scroll", post(scroll))
        .route("/which", post(which))
        .route("/counterfactual", post(counterfactual))
        .route("/delete", post(delete))
        .route("/export.json", get(export_json))
        .route("/export.csv", get(export_csv))
        .route("/export.html", get(export_html))
        .route("/export/{team}", get(export_team))
        .route("/scenario.toml", get(export_scenario));
    with_assets(own).layer(from_fn_with_state(shared.clone(), guard)).with_state(shared)
}

/// Checks the server's name, the origin of a form, and the key. The key comes from the printed
/// address at first, later from the cookie.
async fn guard(
    State(shared): State<Shared>,
    Extension(ticket): Extension<Ticket>,
    Query(query): Query<Fields>,
    request: Request,
    next: Next,
) -> Response {
    let given = query.get("key").map_or("", String::as_str);
    let kept = cookie(request.headers(), &shared.desk_cookie).unwrap_or_default();
    let mut response = if let Err(refusal) = shared.names.admits(&request, None) {
        refusal.into_response()
    } else if request.uri().path() == "/" && same(given, &shared.key) {
        let mut response = Redirect::to("/").into_response();
        let text = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", shared.desk_cookie, shared.key);
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    } else if same(kept, &shared.key) {
        // The desk uses the slots that are kept for devices with a seat.
        ticket.of(Some(&shared.desk_cookie.to_string()));
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "open the desk by the address that balcony printed: it holds a key")
            .into_response()
    };
    harden(response.headers_mut(), &shared.styles);
    response
}

/// The answer to a button: empty, or the reason for a refusal. Without scripts the desk's page is
/// shown again.
fn done(
    shared: &Shared,
    headers: &HeaderMap,
    result: Result<Result<(), SessionError>, StatusCode>,
) -> Response {
    let plain = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    match result {
        Ok(Ok(())) if plain => Redirect::to("/").into_response(),
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(no)) if plain => {
            let said = no.to_string();
            let page =
                shared.room.look(|inner, found| pages::desk(inner, found, &shared.address, Some(&said)));
            (StatusCode::CONFLICT, Html(page)).into_response()
        }
        Ok(Err(no)) => (StatusCode::CONFLICT, no.to_string()).into_response(),
        Err(status) => status.into_response(),
    }
}

fn field<'a>(form: &'a Fields, key: &str) -> &'a str {
    form.get(key).map_or("", String::as_str)
}

fn command(form: &Fields) -> String {
    let given = field(form, "command");
    let sound = (8..=64).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_alphanumeric());
    format!("desk:{}", if sound { given.to_owned() } else { token() })
}

async fn act(
    shared: Shared,
    headers: HeaderMap,
    act: impl FnOnce(&Session) -> Result<(), SessionError> + Send + 'static,
) -> Response {
    let result = with(&shared.room, act).await;
    done(&shared, &headers, result)
}

fn unread() -> Response {
    (StatusCode::BAD_REQUEST, "this form cannot be read").into_response()
}

async fn desk(State(shared): State<Shared>) -> Response {
    Html(shared.room.look(|inner, found| pages::desk(inner, found, &shared.address, None))).into_response()
}

async fn part(State(shared): State<Shared>) -> Response {
    Html(shared.room.look(|inner, found| pages::desk_part(inner, found, &shared.address))).into_response()
}

async fn screen(State(shared): State<Shared>) -> Response {
    Html(shared.room.look(|inner, found| pages::screen(inner, found, &shared.address))).into_response()
}

async fn screen_part(State(shared): State<Shared>) -> Response {
    Html(shared.room.look(|inner, found| pages::screen_part(inner, found, &shared.address))).into_response()
}

async fn close(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let Ok(round) = field(&form, "round").parse() else { return unread() };
    let command = command(&form);
    act(shared, headers, move |room| room.close(&command, round)).await
}

/// Passes an entry to the session.
async fn entry(shared: Shared, headers: HeaderMap, form: &Fields, entry: Entry) -> Response {
    let command = command(form);
    act(shared, headers, move |room| room.take(&command, &entry)).await
}

async fn begin(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    act(shared, headers, Session::begin).await
}

async fn pause(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let on = field(&form, "on") == "yes";
    entry(shared, headers, &form, Entry::Pause { on }).await
}

async fn send(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let Ok(round) = field(&form, "round").parse() else { return unread() };
    let inject = field(&form, "inject").to_owned();
    entry(shared, headers, &form, Entry::Send { round, inject }).await
}

async fn skip(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let inject = field(&form, "inject").to_owned();
    entry(shared, headers, &form, Entry::Skip { inject }).await
}

async fn rewind(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let Ok(to) = field(&form, "to").parse() else { return unread() };
    entry(shared, headers, &form, Entry::Rewind { to }).await
}

async fn message(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let team = field(&form, "team").parse().ok();
    let text = field(&form, "text").trim().to_owned();
    entry(shared, headers, &form, Entry::Message { team, text }).await
}

async fn reveal(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let part = field(&form, "part").to_owned();
    if !part.is_empty() && !pages::is_part(&part, &shared.room.lock().game) {
        return unread();
    }
    entry(shared, headers, &form, Entry::Reveal { part }).await
}

async fn code(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let Ok(team) = field(&form, "team").parse() else { return unread() };
    let (command, text) = (command(&form), field(&form, "code").to_owned());
    act(shared, headers, move |room| room.submit_code(&command, team, &text)).await
}

async fn empty(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let Ok(team) = field(&form, "team").parse() else { return unread() };
    act(shared, headers, move |room| room.empty(team)).await
}

/// Lets in one waiting device or all of them, or turns one away.
async fn admit(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let (device, lets_in) = (field(&form, "device").to_owned(), field(&form, "in") == "yes");
    act(
        shared,
        headers,
        move |room| {
            if device == "all" { room.admit_all() } else { room.admit(None, &device, lets_in) }
        },
    )
    .await
}

async fn lock(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let locked = field(&form, "locked") == "yes";
    act(shared, headers, move |room| room.set_locked(locked)).await
}

async fn scroll(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let down = field(&form, "to") == "down";
    act(shared, headers, move |room| {
        room.scroll(down);
        Ok(())
    })
    .await
}

async fn counterfactual(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<Fields>,
) -> Response {
    let (Ok(team), Ok(round)) = (field(&form, "team").parse(), field(&form, "round").parse()) else {
        return unread();
    };
    let (instead, command) = (field(&form, "instead").to_owned(), command(&form));
    // What came of it goes straight to the wall.
    let reveal = Entry::Reveal { part: "counterfactual".to_owned() };
    act(shared, headers, move |room| {
        room.change_one(team, round, &instead)?;
        room.take(&command, &reveal)
    })
    .await
}

/// Which decision the desk looks at, to list what else it could have been.
async fn which(State(shared): State<Shared>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let (Ok(team), Ok(round)) = (field(&form, "team").parse(), field(&form, "round").parse()) else {
        return unread();
    };
    act(shared, headers, move |room| room.pick(team, round)).await
}

/// Deletes the session and ends the program, because nothing is left to serve.
async fn delete(State(shared): State<Shared>, Form(form): Form<Fields>) -> Response {
    if field(&form, "sure") != "yes" {
        return unread();
    }
    match with(&shared.room, Session::delete).await {
        Ok(Ok(())) => {
            // Devices need time to learn that the session is gone and to clear their screens. A
            // device whose connection is silent notices after four seconds.
            tokio::spawn(async {
                tokio::time::sleep(std::time::Duration::from_secs(7)).await;
                std::process::exit(0);
            });
            Html(pages::gone()).into_response()
        }
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        Err(status) => status.into_response(),
    }
}

fn file(kind: &'static str, name: &str, text: String) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

async fn export_json(State(shared): State<Shared>) -> Response {
    match with(&shared.room, export::json).await {
        Ok(text) => file("application/json", "exercise.json", text),
        Err(status) => status.into_response(),
    }
}

async fn export_csv(State(shared): State<Shared>) -> Response {
    file("text/csv; charset=utf-8", "exercise.csv", export::csv(&shared.room.lock().game, 0))
}

async fn export_html(State(shared): State<Shared>) -> Response {
    let text = shared.room.look(|inner, found| pages::report(inner, found, pages::CSS));
    let mut response = Html(text).into_response();
    // The page carries its own styles so that it can be saved. It is served under a policy that
    // allows only those.
    response.headers_mut().insert(OWN_STYLES, HeaderValue::from_static("1"));
    response
}

async fn export_team(State(shared): State<Shared>, Path(name): Path<String>) -> Response {
    let Some(team) = name.strip_suffix(".toml").and_then(|team| team.parse::<u32>().ok()) else {
        return unread();
    };
    let inner = shared.room.lock();
    match export::play(&inner.game, team) {
        Some((name, text)) => file("application/toml", &name, text),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn export_scenario(State(shared): State<Shared>) -> Response {
    file("application/toml", "place.toml", export::scenario(&shared.room.lock().game))
}
