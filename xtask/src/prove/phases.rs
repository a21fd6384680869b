//! Share of time per step of the week. The engine has no clock, so the steps are called one by one
//! here.

use super::Options;
use crate::model::{go_on, warm};
use crate::report::Report;
use anyhow::Result;
use balcony_engine::advance::STEPS;
use balcony_engine::context::{StepContext, WeeklyFactors};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::row;
use balcony_engine::mechanisms::{invest, lead};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Counts, World};
use std::hint::black_box;
use std::time::Instant;

const CLAIM: &str = "The steps of the week, driven from outside with a clock around each, give the same world as the engine; \
                     their shares of the time are shown as found.";

/// Runs replicates of several years, week by week.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let replicates = options.size(4, 2);
    let weeks: u32 = if options.quick { 104 } else { 520 };
    let place = ForkPoint::new(options.average()?);
    let mut seconds = vec![0.0; STEPS.len() + 1];
    let (mut case_weeks, mut child_weeks, mut engine) = (0, 0.0, 0.0);
    let mut report =
        Report::new("phases", CLAIM, &["phase", "step", "share, %", "µs a week", "ns a case-week"]);
    for replicate in 0..replicates {
        let start = warm(&place, options.luck(replicate))?;
        let mut driven = start.clone();
        for _ in 0..weeks {
            drive(&mut driven, &place, &mut seconds);
        }
        let mut world = start;
        let begin = Instant::now();
        let measured = go_on(&mut world, &Strategy::default(), &place, weeks)?;
        engine += begin.elapsed().as_secs_f64();
        case_weeks += measured.case_weeks;
        child_weeks += measured.tally.mean("unserved") * f64::from(weeks);
        world.case_weeks = driven.case_weeks;
        report.expect(world == driven, || {
            format!("replicate {replicate}: the engine's world differs from the driven one")
        });
    }
    let all: f64 = seconds.iter().sum();
    let names = STEPS.iter().map(|(phase, rank, name, _)| (format!("{phase}.{rank}"), *name));
    for ((phase, name), time) in names.chain([("".to_owned(), "measures of the week")]).zip(&seconds) {
        report.row([
            phase,
            name.to_owned(),
            format!("{:.1}", 100.0 * time / all),
            format!("{:.1}", 1e6 * time / f64::from(weeks * replicates)),
            format!("{:.1}", 1e9 * time / case_weeks as f64),
        ]);
    }
    report.note(format!(
        "{replicates} replicates of {weeks} weeks, one thread: {:.0} ns a case-week in all by hand, {:.0} ns by the engine with a tally; \
         {:.1} unserved children for each open case.",
        1e9 * all / case_weeks as f64,
        1e9 * engine / case_weeks as f64,
        child_weeks / case_weeks as f64
    ));
    Ok(report)
}

/// Runs one week step by step; adds the seconds of each step.
fn drive(world: &mut World, place: &ForkPoint, seconds: &mut [f64]) {
    let setting = place.setting();
    world.service.counts = Counts::default();
    let strategy = Strategy::default();
    world.service.leadership.style = lead::choose(world, &strategy, setting, false);
    let style = lead::effective_style(&world.service.leadership.style, &world.service, setting);
    let mut context = StepContext {
        setting,
        p: &setting.parameters,
        constants: place.constants(),
        style: &style,
        acts: &[],
        rng_key: world.rng_key,
        week: world.week,
        warming: false,
        weekly: WeeklyFactors::default(),
    };
    let mut last = Instant::now();
    let mut lap = |at: usize| {
        let now = Instant::now();
        seconds[at] += (now - last).as_secs_f64();
        last = now;
    };
    for (at, (.., step)) in STEPS.iter().enumerate() {
        step(world, &mut context);
        if at == 0 {
            invest::buy(&mut world.service, &mut context, &strategy);
        }
        lap(at);
    }
    black_box(row(world));
    lap(STEPS.len());
    world.case_weeks += u64::from(world.service.stocks.stage[1..].iter().sum::<u32>());
    world.week += 1;
}
