//! A team's page: where the room stands, what came, what is seen, what is decided. And the
//! observer's, which decides nothing.

use super::{Answered, debrief, page};
use crate::charts::escape;
use crate::exercise::{Decision, Game};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use crate::team_view::{self, May, View};

/// Whether a tab of a device may write. Without scripts a device has one tab, without a name.
fn may(inner: &SessionState, team: u32, device: &str, tab: &str) -> May {
    match inner.pens.get(team as usize).and_then(Option::as_ref) {
        None => May::Write,
        Some(pen) if pen.device != device => May::Other,
        Some(pen) if pen.tab == tab || tab.is_empty() || pen.tab.is_empty() => May::Write,
        Some(_) => May::OtherTab,
    }
}

/// The whole page. `answered` is what became of a form that was sent without scripts, and what was
/// in it.
pub(crate) fn team(
    inner: &SessionState,
    found: &RunsSoFar,
    team: u32,
    device: &str,
    answered: Option<(&Answered, &Decision)>,
) -> String {
    let said = match answered {
        Some((Answered::Not(why), _)) => format!("<p class=\"fault\" role=\"alert\">{}</p>", escape(why)),
        _ => String::new(),
    };
    let shown = answered.map(|(_, decision)| decision.clone());
    let view = inner.view(Some(&found.teams));
    let body = format!(
        "{}<main id=\"main\">{said}{}</main><footer><p><a href=\"/\">Another team</a> · <a href=\"/screen\">The screen</a></p></footer>",
        team_view::head(&view, team),
        contents(inner, found, &view, team, may(inner, team, device, ""), shown)
    );
    page(
        &format!("Team {}", Game::team_name(team)),
        "team",
        "data-part=\"/team/part\" data-team=\"1\" data-pulse=\"1\"",
        &body,
    )
}

/// What a script puts in place of what is there.
pub(crate) fn team_part(
    inner: &SessionState,
    found: &RunsSoFar,
    team: u32,
    device: &str,
    tab: &str,
) -> String {
    let view = inner.view(Some(&found.teams));
    format!(
        "{}<main>{}</main>",
        team_view::head(&view, team),
        contents(inner, found, &view, team, may(inner, team, device, tab), None)
    )
}

/// The way of one tile's figures: a piece of a page, or a page.
pub(crate) fn way(
    inner: &SessionState,
    found: &RunsSoFar,
    team: u32,
    tile: usize,
    bare: bool,
) -> Option<String> {
    let drawn = team_view::way(&inner.view(Some(&found.teams)), team, tile)?;
    if bare {
        return Some(drawn);
    }
    let title = &inner.game.exercise().tiles.get(tile)?.title;
    let body = format!(
        "<header><h1>{}</h1></header><main id=\"main\">{drawn}<p><a class=\"button\" href=\"/team\">Back to the team</a></p></main>",
        escape(title)
    );
    Some(page(title, "team", "", &body))
}

/// What a team sees of the debrief on its own page besides its own way: reported and real, once the
/// room has seen it.
fn revealed(inner: &SessionState, found: &RunsSoFar, team: u32) -> String {
    if !inner.game.revealed().starts_with("reported") {
        return String::new();
    }
    format!("<h3>Reported and real</h3>{}", debrief::reported(inner, found, team, 380.0))
}

fn contents(
    inner: &SessionState,
    found: &RunsSoFar,
    view: &View<'_>,
    team: u32,
    may: May,
    shown: Option<Decision>,
) -> String {
    super::waits(inner, Some(team))
        + &team_view::contents(view, team, may, shown, &revealed(inner, found, team))
}

/// The observer's page.
pub(crate) fn observe(inner: &SessionState, found: &RunsSoFar, team: u32) -> String {
    let view = inner.view(Some(&found.teams));
    let body = format!(
        "{}<main id=\"main\">{}</main><footer><p><a href=\"/\">Another team</a></p></footer>",
        team_view::head(&view, team),
        observed(inner, found, &view, team)
    );
    page(
        &format!("Observing team {}", Game::team_name(team)),
        "team",
        &format!("data-part=\"/observe/{team}/part\" data-pulse=\"1\""),
        &body,
    )
}

/// What a script puts in place.
pub(crate) fn observe_part(inner: &SessionState, found: &RunsSoFar, team: u32) -> String {
    let view = inner.view(Some(&found.teams));
    format!("{}<main>{}</main>", team_view::head(&view, team), observed(inner, found, &view, team))
}

fn observed(inner: &SessionState, found: &RunsSoFar, view: &View<'_>, team: u32) -> String {
    let mut out = team_view::notices(view, team);
    out.push_str(
        "<section id=\"watch\" data-swap><h2>You observe</h2><p>Write down what is done, not how good it was. Nobody is marked.</p><ul>\
         <li>Where does attention go, and what loses it?</li><li>Who is asked before something is decided? Who is not?</li>\
         <li>Which decision moves up or down, and what was said then?</li><li>What is not said aloud?</li></ul></section>",
    );
    out.push_str(&format!(
        "<section id=\"report\" data-swap><h2>What the team sees</h2>{}{}</section>",
        team_view::tiles(view, team, false),
        team_view::past(view, team)
    ));
    if inner.game.is_over() {
        out.push_str(&format!(
            "<section id=\"over\" data-swap>{}{}</section>",
            team_view::own(view, team),
            revealed(inner, found, team)
        ));
    }
    out
}
