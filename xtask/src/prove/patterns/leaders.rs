//! Patterns of leaders: change at the top, inspection, reorganisation, directive and shared
//! leadership.

use super::super::Options;
use super::lab::{Arm, Bound, Test, batches, differences, forks, score, test};
use crate::model::{Measured, set, with_event};
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony::presets;
use balcony_engine::calendar::Week;
use balcony_engine::setting::{EventKind, Setting, State, Task, TaskKind};
use balcony_engine::strategy::Style;

/// The setting with a bad and with a good state of the service.
fn states(setting: &Setting) -> [Setting; 2] {
    let (mut bad, mut good) = (setting.clone(), setting.clone());
    let states = [State::Culture, State::Credibility, State::Authorisation, State::Judgement];
    for (at, state) in states.into_iter().enumerate() {
        bad.start.hold(state, [0.2, 0.25, 0.35, 0.0][at]);
        good.start.hold(state, [0.6, 0.75, 0.8, 2.0][at]);
    }
    [bad, good]
}

fn named(name: &str) -> Style {
    presets::preset(name).unwrap_or_else(presets::incumbent)
}

/// Pattern 4: the director leaves in week 0, compared with no enforced change.
pub(super) fn change_of_leader(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let n = options.size(96, 8);
    let pairs = |setting: &Setting| {
        let leaves = with_event(setting, EventKind::DirectorLeaves, 1.0, 0);
        forks(options, n, &[Arm::new(setting), Arm::new(&leaves)], 156)
    };
    let dip = differences(&pairs(&setting)?, |ran| score(ran, 0, 39));
    let late = |ran: &Measured| score(ran, 104, 156);
    let [bad, good] = states(&setting);
    let (bad, good) = (differences(&pairs(&bad)?, late), differences(&pairs(&good)?, late));
    Ok(vec![
        test("performance in the first 39 weeks, a change less none (pairs)", &dip, Bound::Below(0.0)),
        test("performance in year 3, a change less none, bad state (pairs)", &bad, Bound::Above(0.0)),
        test("performance in year 3, a change less none, good state (pairs)", &good, Bound::Below(0.0)),
    ])
}

/// Pattern 12: an inspection in week 13, compared with none.
pub(super) fn inspected(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(96, 8);
    let interventions = |ran: &Measured| {
        let of = |key: &str| ran.mean(key, 13, 65);
        of("enquiries") + of("plans_started") + of("care_started")
    };
    let rises = |setting: &Setting| -> Result<Vec<f64>> {
        let mut sent = with_event(setting, EventKind::Inspection, 1.0, 0);
        sent.events[0].week = Week(setting.start_week.0 + 13);
        let ran = forks(options, n, &[Arm::new(setting), Arm::new(&sent)], 78)?;
        let rise = |arms: &Vec<Measured>| 100.0 * (interventions(&arms[1]) / interventions(&arms[0]) - 1.0);
        Ok(ran.iter().map(rise).collect())
    };
    let [bad, good] = states(&options.average()?);
    let (bad, good) = (rises(&bad)?, rises(&good)?);
    let apart: Vec<f64> = bad.iter().zip(&good).map(|(bad, good)| bad - good).collect();
    Ok(vec![
        test(
            "enquiries, plans and care started in the year after, %, bad state (pairs)",
            &bad,
            Bound::Above(0.0),
        ),
        test("the same, bad state less good state (pairs)", &apart, Bound::Above(0.0)),
    ])
}

/// Pattern 15: a reorganisation announced in week 0 for week 52, compared with none.
pub(super) fn announced(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let mut change = setting.clone();
    let week = |weeks: u32| Week(setting.start_week.0 + weeks);
    let kind = TaskKind::SwitchOver;
    change.tasks.push(Task { kind, from: week(0), due: week(52), effort: 20.0, size: 0.8, after: 0 });
    let ran = forks(options, options.size(64, 8), &[Arm::new(&setting), Arm::new(&change)], 104)?;
    let before = differences(&ran, |ran| score(ran, 4, 52));
    let after = differences(&ran, |ran| score(ran, 52, 104));
    Ok(vec![
        test("performance before go-live, announced less not (pairs)", &before, Bound::Below(0.0)),
        test("performance in the year after it (pairs)", &after, Bound::Reported),
    ])
}

/// Pattern 16: directive leadership (formal impact) compared with empowering leadership (social
/// impact), with formal source in both.
pub(super) fn early_and_late(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let arms =
        [presets::PERSONALISED, presets::DISTRIBUTED].map(|name| Arm::led(&setting, named(name), None));
    let ran = forks(options, options.size(64, 8), &arms, 156)?;
    let early = differences(&ran, |ran| score(ran, 0, 26));
    let late = differences(&ran, |ran| score(ran, 104, 156));
    Ok(vec![
        test("performance in the first half-year, empowered less directive (pairs)", &early, Bound::Reported),
        test("performance in year 3, empowered less directive (pairs)", &late, Bound::Reported),
    ])
}

/// Pattern 17: effects of social impact on team states and on performance, in standard deviations
/// between replicates.
pub(super) fn states_and_performance(options: &Options) -> Result<Vec<Test>> {
    const STATES: [&str; 4] = ["trust", "shared", "strain", "culture"];
    const PERFORMANCE: [&str; 4] = ["harm", "timely-assessments", "re-referrals", "unserved"];
    let n = options.size(64, 8);
    let arms = |complexity: Option<f64>| -> Result<_> {
        let mut setting = options.average()?;
        if let Some(complexity) = complexity {
            set(&mut setting, "needs.complexity", complexity)?;
        }
        let arms =
            [presets::PERSONALISED, presets::DISTRIBUTED].map(|name| Arm::led(&setting, named(name), None));
        forks(options, n, &arms, 156)
    };
    let size = |batch: &[Vec<Measured>], keys: [&str; 4]| {
        let one = |key: &str| {
            let differences = differences(batch, |ran| ran.outcome(key));
            let usual: Vec<f64> = batch.iter().map(|arms| arms[0].outcome(key)).collect();
            mean(&differences).abs() / sd(&usual).max(1e-12)
        };
        keys.map(one).iter().sum::<f64>() / 4.0
    };
    let ran = arms(None)?;
    let apart = batches(&ran, |batch| size(batch, STATES) - size(batch, PERFORMANCE));
    let harm = |ran: &[Vec<Measured>]| differences(ran, |ran| ran.outcome("harm"));
    let (simple, complex) = (arms(Some(0.2))?, arms(Some(0.6))?);
    let moderated: Vec<f64> =
        harm(&complex).iter().zip(harm(&simple)).map(|(complex, simple)| complex - simple).collect();
    Ok(vec![
        test(
            "size of the effect on states less that on performance, in s.d. (batches)",
            &apart,
            Bound::Above(0.0),
        ),
        test("effect on harm at complexity .6 less that at .2 (pairs)", &moderated, Bound::Reported),
    ])
}
