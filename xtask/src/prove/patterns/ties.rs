//! Patterns of cooperation and culture: cases that need many agencies, teams that learn and fall
//! back.

use super::super::Options;
use super::lab::{Arm, Bound, Test, batches, differences, forks, test};
use super::staff::times;
use crate::model::{Measured, each, warm, with_event};
use anyhow::{Result, anyhow};
use balcony::experiment::stats::mean;
use balcony_engine::calendar::Week;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::setting::{EventKind, Setting, State};
use balcony_engine::strategy::{Strategy, Style};
use balcony_engine::world::World;

/// Sums the risk of children with needs, separately for those with one agency that holds
/// information and those with four or more, in every quarter of the last year.
#[derive(Default)]
struct Risks {
    weeks: u32,
    sums: [(f64, f64); 2],
}

impl Sink for Risks {
    fn week(&mut self, _: Week, _: &[f64; ROW], world: &World) {
        self.weeks += 1;
        if self.weeks <= 104 || !self.weeks.is_multiple_of(13) {
            return;
        }
        for child in world.population.children.iter().filter(|child| child.entity_id.0 != 0) {
            let kind = match child.pieces() {
                1 => 0,
                4.. => 1,
                _ => continue,
            };
            self.sums[kind].0 += f64::from(child.risk());
            self.sums[kind].1 += 1.0;
        }
    }
}

/// Pattern 18: trust between agencies held at .8, compared with .3, for three years.
pub(super) fn many_and_one(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let place = ForkPoint::new(setting.clone());
    let held = [0.3, 0.8].map(|size| with_event(&setting, EventKind::TrustHeld, size, 156));
    let found = each(options.size(64, 8), |replicate| {
        let world = warm(&place, options.luck(replicate))?;
        let run = |setting: &Setting| -> Result<[f64; 2]> {
            let (mut world, mut risks) = (world.clone(), Risks::default());
            place
                .with_events(&setting.events)
                .advance(&mut world, &Strategy::default(), 156, &mut risks)
                .map_err(|failure| anyhow!("the model failed: {failure:?}"))?;
            Ok(risks.sums.map(|(sum, n)| sum / n))
        };
        let (low, high) = (run(&held[0])?, run(&held[1])?);
        Ok([0, 1].map(|kind| 100.0 * (high[kind] / low[kind] - 1.0)))
    })?;
    let of = |kind: usize| found.iter().map(|effects| effects[kind]).collect::<Vec<f64>>();
    let what = |who: &str| format!("risk in year 3 of children known to {who}, trust .8 less .3, % (pairs)");
    Ok(vec![
        test(what("four or more agencies"), &of(1), Bound::Below(0.0)),
        test(what("one agency"), &of(0), Bound::Above(-0.5)),
    ])
}

/// The incumbent's style with more time on the dance floor and for developing others, and less for
/// politics and the programme.
fn visible(setting: &Setting) -> Style {
    let mut style = setting.start.incumbent;
    style.attention = [1.0, 3.0, 2.0, 0.5, 0.5, 2.5, 0.5];
    style
}

/// Pattern 19: culture with and without a visible leader, under load, and with high turnover.
pub(super) fn culture(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(48, 8);
    let at = |culture: f64| -> Result<Setting> {
        let mut setting = options.average()?;
        setting.start.hold(State::Culture, culture);
        Ok(setting)
    };
    let late = |ran: &Measured| ran.outcome("culture");
    // Threshold: the same leader with culture below and above it.
    let below = forks(options, n, &[Arm::led(&at(0.25)?, visible(&at(0.25)?), None)], 260)?;
    let above = forks(options, n, &[Arm::led(&at(0.45)?, visible(&at(0.45)?), None)], 260)?;
    let gap: Vec<f64> =
        above.iter().zip(&below).map(|(above, below)| late(&above[0]) - late(&below[0])).collect();
    // S-shaped growth, and what remains when the visible leader stops.
    let start = at(0.3)?;
    let arms = [
        Arm::new(&start),
        Arm::led(&start, visible(&start), None),
        Arm::led(&start, visible(&start), Some(208)),
    ];
    let ran = forks(options, n, &arms, 416)?;
    let year = |ran: &Measured, year: usize| ran.mean("culture", 52 * year, 52 * year + 52);
    let rises = |half: &[&Vec<Measured>], at: usize| {
        mean(&half.iter().map(|arms| year(&arms[1], at + 1) - year(&arms[1], at)).collect::<Vec<_>>())
    };
    // Even replicates determine the year of the steepest rise; odd ones measure its size, so that
    // the choice does not bias it.
    let even: Vec<&Vec<Measured>> = ran.iter().step_by(2).collect();
    let steepest = (0..7).max_by(|a, b| rises(&even, *a).total_cmp(&rises(&even, *b))).unwrap_or(0);
    let odd = || ran.iter().skip(1).step_by(2);
    let than = |other: usize| -> Vec<f64> {
        let rise = |arms: &Vec<Measured>, at: usize| year(&arms[1], at + 1) - year(&arms[1], at);
        odd().map(|arms| rise(arms, steepest) - rise(arms, other)).collect()
    };
    let kept = batches(&ran, |batch| {
        let gain = |arm: usize, at: usize| {
            mean(&batch.iter().map(|arms| year(&arms[arm], at) - year(&arms[0], at)).collect::<Vec<_>>())
        };
        gain(2, 7) / gain(2, 3)
    });
    // Decline from a learning culture.
    let high = at(0.6)?;
    let busy = with_event(&high, EventKind::WorkSurge, 0.3, 104);
    let slipping = forks(options, n, &[Arm::new(&high), Arm::new(&busy)], 156)?;
    // From week 0 on more people leave than the teams are used to.
    let mut leaving = at(0.6)?;
    times(&mut leaving, "workforce.quits", 1.6)?;
    let exits = differences(&forks(options, n, &[Arm::new(&high), Arm::new(&leaving)], 156)?, late);
    let calendar: Vec<f64> = slipping.iter().map(|arms| late(&arms[0]) - 0.6).collect();
    Ok(vec![
        test(
            "threshold: culture after 5 years, start .45 less .25, beyond the .2 at the start (pairs)",
            &gap,
            Bound::Above(0.2),
        )
        .made_of("equation"),
        test(
            format!("S-curve: rise after year {} less that after year 1 (replicates)", steepest + 1),
            &than(0),
            Bound::Above(0.0),
        )
        .made_of("equation"),
        test(
            format!("S-curve: rise after year {} less that after year 7 (replicates)", steepest + 1),
            &than(6),
            Bound::Above(0.0),
        )
        .made_of("equation"),
        test(
            "hysteresis: of what 4 years brought, share left 4 years after (batches)",
            &kept,
            Bound::Above(0.5),
        )
        .made_of("equation"),
        test(
            "slippage: culture after 2 years of 30 % more work, less none (pairs)",
            &differences(&slipping, late),
            Bound::Below(0.0),
        )
        .made_of("equation"),
        test("slippage: culture with 1.6 times the quits, less the usual (pairs)", &exits, Bound::Below(0.0)),
        test(
            "no slippage by the calendar: culture after 3 quiet years less .6 (replicates)",
            &calendar,
            Bound::Between(-0.05, 0.05),
        )
        .made_of("equation"),
    ])
}
