//! Reputation: what panels think of somebody's record.
//!
//! *Question.* Whom does an inspection help or harm, and for how long? *Equations.* Each month the
//! reputation of whoever holds a post of tiers 1 to 3 moves towards the last judgement of the
//! authority, in grades above the mean, at `director`, `second` or `third` times the pace of
//! `years`: who is responsible for more is credited, and blamed, for more. It stays with the person
//! who moves or stands aside, and nobody's falls for a judgement made before they came: a month
//! counts only with a judgement made since. *Sources.* None was found; assumptions.

use crate::market::{Market, Setting, TICK};
use crate::person::{DIRECTOR, THIRD};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::parameters;
use balcony_engine::samplers::exp;

parameters! {
    /// Reputation of people.
    Reputation "reputation" {
        years: 3.0, 1.0 .. 10.0, "years", "assumption: about the time between inspections", "How long a judgement takes to become a director's reputation.";
        second: 0.5, 0.0 .. 1.0, "share", "assumption", "Pace at which it becomes an assistant director's, of a director's.";
        third: 0.25, 0.0 .. 1.0, "share", "assumption", "Pace at which it becomes a head of service's, of a director's.";
    }
}

/// Four weeks of everybody's reputation.
pub(crate) fn spread(market: &mut Market, setting: &Setting) {
    let p = &setting.parameters.reputation;
    let pace = |share: f64| 1.0 - exp(-share * f64::from(TICK) / (p.years * WEEKS_A_YEAR));
    let paces = [pace(1.0), pace(p.second), pace(p.third)];
    for person in market.people.iter_mut().flatten() {
        if !(DIRECTOR..=THIRD).contains(&person.tier) {
            continue;
        }
        let level = &market.places[usize::from(person.place)].level;
        if level.judged >= person.since {
            let grades = f64::from(level.judgement) - crate::level::MEAN_JUDGEMENT;
            person.reputation += paces[usize::from(person.tier - DIRECTOR)] * (grades - person.reputation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Place, level, person};
    use balcony_engine::rng::RngKey;

    fn market() -> (Setting, Market) {
        let place = |id| Place { id, region: 0, twin: false, posts: [1, 1, 1] };
        let setting = Setting::closed((1..=2).map(place).collect());
        let market = Market::new(&setting, RngKey { seed: 1, replicate: 0 });
        (setting, market)
    }

    fn of(market: &Market, place: u16, tier: u8) -> f64 {
        let found = market.everybody().find(|(_, person)| (person.place, person.tier) == (place, tier));
        found.map_or(f64::NAN, |(_, person)| person.reputation)
    }

    // Seen to fail when the judgement of one place is everybody's.
    #[test]
    fn a_bad_judgement_is_the_directors_most_and_nobodys_elsewhere() {
        let (setting, mut market) = market();
        market.week += 104;
        market.places[0].level.judgement = level::INADEQUATE;
        market.places[0].level.judged = market.week;
        market.places[1].level.judged = 0;
        market.people.iter_mut().flatten().for_each(|person| person.since = 1);
        (0..39).for_each(|_| spread(&mut market, &setting));
        let of = |tier| of(&market, 0, tier);
        assert!(of(DIRECTOR) < of(person::SECOND) && of(person::SECOND) < of(THIRD) && of(THIRD) < 0.0);
        assert_eq!(of(person::FOURTH), 0.0);
        assert!(market.everybody().all(|(_, person)| person.place == 0 || person.reputation == 0.0));
    }

    // Seen to fail without the comparison of weeks.
    #[test]
    fn nobody_is_blamed_for_a_judgement_made_before_they_came() {
        let (setting, mut market) = market();
        market.places[0].level.judgement = level::INADEQUATE;
        market.places[0].level.judged = 10;
        market.people.iter_mut().flatten().for_each(|person| person.since = 11);
        (0..39).for_each(|_| spread(&mut market, &setting));
        assert_eq!(of(&market, 0, DIRECTOR), 0.0);
    }
}
