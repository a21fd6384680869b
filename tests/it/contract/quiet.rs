//! Nothing special happens at week 0 of a quiet scenario, and states that are held or free behave
//! as they should.

use super::kit::{authority, setting};
use balcony_engine::advance::{advance, watched_up};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::measure::{MEASURES, ROW, Sink, measure_index};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{HeldStates, Setting, State};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

#[derive(Default)]
struct Rows(Vec<[f64; ROW]>);

impl Sink for Rows {
    fn week(&mut self, _: Week, row: &[f64; ROW], _: &World) {
        self.0.push(*row);
    }
}

/// An authority of 15,000 children without settings of the scenario: no state is held during the
/// warm-up.
fn quiet() -> Setting {
    let mut setting = Setting { authority: authority(9000, 15_000.0), warm_up: 104, ..setting() };
    setting.start.held = HeldStates::default();
    // No inspection in the observed weeks, because inspections may come from week 0 on but not
    // before.
    setting.parameters.inspection.interval = 1e6;
    setting
}

/// Measures of every week, from the beginning of the warm-up to `weeks` weeks after week 0.
fn lived(setting: &Setting, rng_key: RngKey, weeks: u32) -> Vec<[f64; ROW]> {
    let constants = Constants::of(setting);
    let mut rows = Rows::default();
    let mut world = watched_up(setting, &constants, rng_key, &mut rows).unwrap();
    let until = Week(world.week + weeks);
    advance(&mut world, &Strategy::default(), setting, &constants, until, &mut rows).unwrap();
    rows.0
}

// The same weeks are simulated twice: as the last thirteen of a warm-up, and as the first thirteen
// after it. Week 0 must be a week like any other. At week 0 all children are brought up to date,
// which rounds their state once more, so a few decisions may differ. Harm and school missed are
// counted when a child is processed, for all children at week 0, so they are left out.
#[test]
fn no_measure_steps_at_week_0_of_a_quiet_scenario() {
    const WEEKS: usize = 13;
    let first = quiet();
    let later = Setting {
        start_week: Week(first.start_week.0 + WEEKS as u32),
        warm_up: first.warm_up + WEEKS as u32,
        ..first.clone()
    };
    let booked = ["harm_open", "harm_unserved"];
    for replicate in 0..4 {
        let rng_key = RngKey { seed: 11, replicate };
        let (behind, within) = (lived(&first, rng_key, WEEKS as u32), lived(&later, rng_key, 0));
        assert_eq!(behind.len(), within.len());
        let begun = first.warm_up as usize;
        assert_eq!(behind[..begun], within[..begun], "the warm-up itself is the same");
        for (at, measure) in MEASURES.iter().enumerate().filter(|(_, of)| !booked.contains(&of.key)) {
            let sum =
                |rows: &[[f64; ROW]]| rows[begun..].iter().map(|row| row[at]).sum::<f64>() / WEEKS as f64;
            let (after, before) = (sum(&behind), sum(&within));
            // The tolerance is 2 %, plus five decisions per quarter where events are counted.
            let counted = !["0 to 1", "ratio", "share", "£m"].contains(&measure.unit);
            let several = if counted { 5.0 / WEEKS as f64 } else { 0.0 };
            let near = 0.02 * before.abs().max(1.0) + several;
            assert!((after - before).abs() <= near, "{}: {before} and {after}", measure.key);
        }
    }
}

#[test]
fn a_state_that_is_given_is_held_until_week_0_and_lives_from_then_on() {
    for (state, key) in [
        (State::Culture, "culture"),
        (State::Prescription, "prescription"),
        (State::Trust, "trust"),
        (State::Language, "language"),
        (State::Routine, "routine"),
        (State::Credibility, "credibility"),
        (State::Authorisation, "authorisation"),
        (State::Salience, "salience"),
    ] {
        let mut setting = quiet();
        setting.start.held = HeldStates::default().with(state);
        let rows = lived(&setting, RngKey { seed: 12, replicate: 0 }, 52);
        let at = measure_index(key).unwrap();
        let begun = setting.warm_up as usize;
        let moved = |rows: &[[f64; ROW]]| rows.iter().any(|row| (row[at] - rows[0][at]).abs() > 1e-12);
        assert!(!moved(&rows[..begun]), "{key} moves while it is held");
        assert!(moved(&rows[begun..]), "{key} does not live after week 0");
        let free = lived(&quiet(), RngKey { seed: 12, replicate: 0 }, 0);
        assert!(moved(&free), "{key} does not live through the warm-up");
    }
}

// A state that changes nothing would be superfluous. So each state must change something that
// children or staff experience.
#[test]
fn every_state_moves_something_that_children_or_staff_meet() {
    let met = ["open", "plan_stock", "care_stock", "leavers", "re_referrals", "utilisation"];
    for state in [
        State::Culture,
        State::Prescription,
        State::Trust,
        State::Language,
        State::Routine,
        State::Credibility,
        State::Authorisation,
        State::Salience,
        State::Judgement,
    ] {
        let at = |value: f64| {
            let mut setting = quiet();
            setting.start.held = HeldStates::default();
            setting.start.hold(state, value);
            lived(&setting, RngKey { seed: 13, replicate: 0 }, 104)
        };
        let high = if state == State::Judgement { 3.0 } else { 0.9 };
        let (low, high) = (at(0.1), at(high));
        let moves = met.iter().any(|key| {
            let of = measure_index(key).unwrap();
            low.iter().zip(&high).any(|(a, b)| (a[of] - b[of]).abs() > 1e-9)
        });
        assert!(moves, "{state:?} moves nothing that is met");
    }
}
