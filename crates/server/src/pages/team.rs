//! A team's page: where the room stands, what came, what is seen, what is decided. And the
//! observer's, which decides nothing.

use super::{Answered, Live, debrief, fault, page, waits};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use balcony_exercise::exercise::{Decision, Game};
use balcony_exercise::team_view::{self, May, View};
use balcony_report::report::html::finish;
use maud::{Markup, html};

/// Whether a tab of a device may write. Without scripts a device has one tab, without a name.
fn may(inner: &SessionState, team: u32, device: &str, tab: &str) -> May {
    match inner.edit_locks.get(team as usize).and_then(Option::as_ref) {
        None => May::Write,
        Some(edit_lock) if edit_lock.device != device => May::Other,
        Some(edit_lock) if edit_lock.tab == tab || tab.is_empty() || edit_lock.tab.is_empty() => May::Write,
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
    let why = answered.and_then(|(answer, _)| match answer {
        Answered::Not(why) => Some(why.as_str()),
        Answered::Taken => None,
    });
    let shown = answered.map(|(_, decision)| decision.clone());
    let view = inner.view(Some(&found.teams));
    let contents = html! {
        (team_view::head(&view, team))
        main id="main" {
            (fault(why))
            (contents(inner, found, &view, team, may(inner, team, device, ""), shown))
        }
        footer { p { a href="/" { "Another team" } " · " a href="/screen" { "The screen" } } }
    };
    let live = Live { part: Some("/team/part"), team: true, pulse: true };
    page(&format!("Team {}", Game::team_name(team)), "team", live, contents)
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
    finish(html! {
        (team_view::head(&view, team))
        main { (contents(inner, found, &view, team, may(inner, team, device, tab), None)) }
    })
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
        return Some(finish(drawn));
    }
    let title = &inner.game.exercise().tiles.get(tile)?.title;
    let contents = html! {
        header { h1 { (title) } }
        main id="main" { (drawn) p { a class="button" href="/team" { "Back to the team" } } }
    };
    Some(page(title, "team", Live::default(), contents))
}

/// What a team sees of the debrief on its own page besides its own way: reported and real, once the
/// room has seen it.
fn revealed(inner: &SessionState, found: &RunsSoFar, team: u32) -> Markup {
    html! {
        @if inner.game.revealed().starts_with("reported") {
            h3 { "Reported and real" }
            (debrief::reported(inner, found, team, 380.0))
        }
    }
}

fn contents(
    inner: &SessionState,
    found: &RunsSoFar,
    view: &View<'_>,
    team: u32,
    may: May,
    shown: Option<Decision>,
) -> Markup {
    html! {
        (waits(inner, Some(team)))
        (team_view::contents(view, team, may, shown, revealed(inner, found, team)))
    }
}

/// The observer's page.
pub(crate) fn observe(inner: &SessionState, found: &RunsSoFar, team: u32) -> String {
    let view = inner.view(Some(&found.teams));
    let contents = html! {
        (team_view::head(&view, team))
        main id="main" { (observed(inner, found, &view, team)) }
        footer { p { a href="/" { "Another team" } } }
    };
    let part = format!("/observe/{team}/part");
    let live = Live { part: Some(&part), pulse: true, ..Live::default() };
    page(&format!("Observing team {}", Game::team_name(team)), "team", live, contents)
}

/// What a script puts in place.
pub(crate) fn observe_part(inner: &SessionState, found: &RunsSoFar, team: u32) -> String {
    let view = inner.view(Some(&found.teams));
    finish(html! {
        (team_view::head(&view, team))
        main { (observed(inner, found, &view, team)) }
    })
}

fn observed(inner: &SessionState, found: &RunsSoFar, view: &View<'_>, team: u32) -> Markup {
    html! {
        (team_view::notices(view, team))
        section id="watch" data-swap {
            h2 { "You observe" }
            p { "Write down what is done, not how good it was. Nobody is marked." }
            ul {
                li { "Where does attention go, and what loses it?" }
                li { "Who is asked before something is decided? Who is not?" }
                li { "Which decision moves up or down, and what was said then?" }
                li { "What is not said aloud?" }
            }
        }
        section id="report" data-swap {
            h2 { "What the team sees" }
            (team_view::tiles(view, team, false))
            (team_view::past(view, team))
        }
        @if inner.game.is_over() {
            section id="over" data-swap {
                (team_view::own(view, team))
                (revealed(inner, found, team))
            }
        }
    }
}
