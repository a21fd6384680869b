//! Readiness: how people grow into the work of a director.
//!
//! *Question.* Who is ready, and when? *Equations.* Everybody has a ceiling of their own, normal
//! with mean `ceiling` and spread `spread`. Below the second tier readiness stays `green` under it;
//! in the second tier it relaxes to the ceiling in `second` years; in a director's post to `post`
//! above it in `director` years. Where an authority is simulated, its director's time for
//! developing people makes the second tier ready sooner or later. *Sources.* MARKET.md section 1:
//! fitted to appointments from the second tier, and to panels that fail.

use crate::development;
use crate::market::{Market, Setting, TICK};
use crate::person::{DIRECTOR, SECOND};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::parameters;
use balcony_engine::samplers::exp;

parameters! {
    /// Growth of readiness.
    Growth "growth" {
        ceiling: 0.65, 0.55 .. 0.75, "readiness", "the scale: a panel's standard is .795", "Mean of the ceilings of people.";
        spread: 0.12, 0.05 .. 0.2, "readiness", "fitted with the standard and the noise of panels; they trade off", "Spread of ceilings.";
        green: 0.25, 0.1 .. 0.4, "readiness", "assumption", "How far below the ceiling somebody comes to the second tier.";
        second: 2.8, 1.0 .. 6.0, "years", "fitted with the standard of panels; they trade off", "How long an assistant director takes to become ready.";
        post: 0.1, 0.0 .. 0.2, "readiness", "assumption", "What being in a director's post adds to the ceiling.";
        director: 3.0, 1.0 .. 6.0, "years", "assumption", "How long a director takes to grow into the post.";
    }
}

/// Four weeks of growth.
pub(crate) fn ripen(market: &mut Market, setting: &Setting) {
    let p = &setting.parameters.growth;
    let pace = |years: f64| 1.0 - exp(-f64::from(TICK) / (years * WEEKS_A_YEAR));
    let (second, director) = (pace(p.second), pace(p.director));
    let quicker = pace(p.second * setting.parameters.development.quicker);
    let succession = development::places_with_succession(market, setting);
    for person in market.people.iter_mut().flatten() {
        if person.tier == SECOND {
            let place = usize::from(person.place);
            let pace = if succession[place] { quicker } else { second };
            let pace = (pace * market.places[place].develops).min(1.0);
            person.readiness += pace * (person.ceiling - person.readiness);
            person.second_tier_weeks += TICK;
        } else if person.tier == DIRECTOR {
            person.readiness += director * (person.ceiling + p.post - person.readiness);
        }
    }
}
