//! Those who lead beside a team: its assistant directors by name, and who came and went.

use super::View;
use crate::exercise::Colleague;
use balcony_engine::world::Background;
use balcony_report::trace::first_name::leader_name;
use maud::{Markup, html};

/// From here on somebody could follow the director; the usual readiness of assistants is .3.
const READY: f64 = 0.45;
/// From here on somebody could one day.
const RISING: f64 = 0.25;
/// From here on a tie is close, and from here on it is one at all; usual ties are about .65.
const CLOSE: f64 = 0.75;
const TIED: f64 = 0.45;
/// From here on strain is told.
const STRAINED: f64 = 0.5;

/// Who leads beside a team now.
pub(super) fn colleagues(view: &View<'_>, team: u32) -> Markup {
    let all = view.game.colleagues(team);
    html! {
        h3 { "Who leads beside you" }
        ul class="colleagues" {
            @for one in &all {
                li {
                    @if one.held {
                        b { (leader_name(one.person)) } ", " (describe(one))
                    } @else {
                        "A post of assistant director is empty."
                    }
                }
            }
        }
        p class="quiet" {
            "Assistant directors of your own place. They carry your way of leading further, or their \
             own; who is ready may follow you. Nobody is real."
        }
    }
}

/// Who left and who came since the last round.
pub(super) fn came_and_went(view: &View<'_>, team: u32) -> Vec<String> {
    let mut news = Vec::new();
    for one in view.game.colleagues(team) {
        if let Some(gone) = one.gone {
            news.push(format!("{}, assistant director, has left.", leader_name(gone)));
        }
        if let Some(risen) = one.new {
            let from = if risen { "rose from head of service" } else { "came from elsewhere" };
            news.push(format!("{} is the new assistant director: {from}.", leader_name(one.person)));
        }
    }
    news
}

/// For example `52, from education, three years in post: could follow you one day; knows you well`.
fn describe(one: &Colleague) -> String {
    let field = match one.background {
        Background::SocialCare => "from social care",
        Background::Education => "from education",
        Background::Health => "from health",
        Background::YouthJustice => "from youth justice",
        Background::Other => "from another field",
    };
    let years = one.weeks / 52;
    let post = match years {
        0 => "less than a year in post".to_owned(),
        1 => "one year in post".to_owned(),
        _ => format!("{years} years in post"),
    };
    let ready = match one.readiness {
        ready if ready >= READY => "could follow you now",
        ready if ready >= RISING => "could follow you one day",
        _ => "is far from following you",
    };
    let tie = match one.tie {
        tie if tie >= CLOSE => "is close to you",
        tie if tie >= TIED => "works with you",
        _ => "hardly knows you",
    };
    let strain = if one.strain >= STRAINED { "; is worn out" } else { "" };
    format!("{:.0}, {field}, {post}: {ready}; {tie}{strain}.", one.age)
}
