//! Compares the contrast between a bad and a good state of the same service with published
//! contrasts between inspection grades.

use super::Options;
use super::sanity::digits;
use crate::model::{Measured, each, go_on, warm};
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::{Setting, State};
use balcony_engine::strategy::Strategy;

const CLAIM: &str = "Between a bad state of a service and a good one, three grades apart, figures of the same children move as \
                     published figures of authorities do from grade to grade: every sign is right where the published interval \
                     excludes nought, and 8 of 13 lie inside the published interval.";
const WEEKS: u32 = 156;
/// Number of grades between the two states.
const GRADES: f64 = 3.0;
/// Of 13 figures, the number that must lie inside the published interval.
const INSIDE: usize = 8;

/// A figure: its name, its value in the model, and the published change per grade in % with its 95
/// % interval. The latter was computed from `judgement_at_march_2021.csv` and the panel of 2018-19,
/// adjusted for deprivation (evidence: contrasts.md). Judgements partly depend on these figures, so
/// a contrast is only an association.
type Contrast = (&'static str, fn(&Measured) -> f64, f64, f64, f64);

const FIGURES: [Contrast; 13] = [
    ("referrals", |run| run.outcome("referrals"), 0.0, -6.0, 7.0),
    ("re-referrals, %", |run| run.outcome("re-referrals"), -7.0, -12.0, -1.0),
    ("no further action, %", |run| run.outcome("no-further-action"), -10.0, -30.0, 17.0),
    ("timely assessments, %", |run| run.outcome("timely-assessments"), 3.0, 0.0, 6.0),
    ("in need", |run| run.outcome("in-need"), 0.0, -6.0, 6.0),
    ("plans", |run| run.outcome("plans"), -8.0, -14.0, -2.0),
    ("looked after", |run| run.outcome("looked-after"), -6.0, -13.0, 2.0),
    ("plans started", |run| run.tally.mean("plans_started"), -8.0, -15.0, -1.0),
    ("care started", |run| run.tally.mean("care_started"), 2.0, -7.0, 12.0),
    ("turnover, %", |run| run.outcome("turnover"), -2.0, -11.0, 8.0),
    ("agency, %", |run| run.outcome("agency"), -28.0, -42.0, -11.0),
    ("vacancy, %", |run| run.outcome("vacancy"), -25.0, -38.0, -10.0),
    ("caseload", |run| run.outcome("caseload"), -4.0, -6.0, -2.0),
];
/// Outcomes without a published contrast, shown for information.
const BESIDE: [&str; 4] = ["harm", "cost", "utilisation", "strain"];

/// Simulates both states of the average authority.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(96, 6);
    let average = options.average()?;
    let heads = ["figure", "bad", "good", "one grade better, %", "95 %", "published, %", "95 %", "inside"];
    let mut report = Report::new("contrasts", CLAIM, &heads);
    let (bad, good) = (runs(&bad(&average), pairs, options)?, runs(&good(&average), pairs, options)?);
    let mut inside = 0;
    for (name, of, published, low, high) in FIGURES {
        let (value, error) = grade(&bad, &good, of);
        let within = low <= value && value <= high;
        inside += usize::from(within);
        report.row([
            name.to_owned(),
            digits(mean(&bad.iter().map(of).collect::<Vec<_>>())),
            digits(mean(&good.iter().map(of).collect::<Vec<_>>())),
            format!("{value:+.1}"),
            format!("{:+.1} to {:+.1}", value - 1.96 * error, value + 1.96 * error),
            format!("{published:+.0}"),
            format!("{low:+.0} to {high:+.0}"),
            if within { "yes" } else { "no" }.to_owned(),
        ]);
        if low > 0.0 || high < 0.0 {
            report.expect(value * published > 0.0, || format!("{name} has the wrong sign: {value:+.1} %"));
        }
    }
    report.expect(inside >= INSIDE, || format!("{inside} of {} lie inside", FIGURES.len()));
    for key in BESIDE {
        let (value, error) = grade(&bad, &good, |run| run.outcome(key));
        let level =
            |runs: &[Measured]| digits(mean(&runs.iter().map(|run| run.outcome(key)).collect::<Vec<_>>()));
        report.row([
            key.to_owned(),
            level(&bad),
            level(&good),
            format!("{value:+.1}"),
            format!("{:+.1} to {:+.1}", value - 1.96 * error, value + 1.96 * error),
            "not published".to_owned(),
            String::new(),
            String::new(),
        ]);
    }
    report.note(format!(
        "{inside} of {} inside. {pairs} pairs on the same luck, {WEEKS} weeks. Bad: culture .15, prescription .8, trust .25, language .3, \
         routine .3, credibility .25, authorisation .35, inadequate; good: .8, .3, .8, .8, .8, .75, .85, outstanding; held until \
         week 0, alive from then on.",
        FIGURES.len()
    ));
    Ok(report)
}

/// Change per grade in per cent, with its standard error by the delta method on paired logarithms.
fn grade(bad: &[Measured], good: &[Measured], of: impl Fn(&Measured) -> f64) -> (f64, f64) {
    let (b, g): (Vec<f64>, Vec<f64>) = (bad.iter().map(&of).collect(), good.iter().map(&of).collect());
    let (mb, mg) = (mean(&b), mean(&g));
    let step = libm::pow(mg / mb, 1.0 / GRADES);
    let apart: Vec<f64> = b.iter().zip(&g).map(|(b, g)| g / mg - b / mb).collect();
    let error = sd(&apart) / (b.len() as f64).sqrt() / GRADES;
    (100.0 * (step - 1.0), 100.0 * step * error)
}

fn runs(setting: &Setting, pairs: u32, options: &Options) -> Result<Vec<Measured>> {
    let place = ForkPoint::new(setting.clone());
    each(pairs, |replicate| {
        let mut world = warm(&place, options.luck(replicate))?;
        go_on(&mut world, &Strategy::default(), &place, WEEKS)
    })
}

/// Sets and holds every state of the service and its leaders.
fn held(average: &Setting, values: [f64; 8]) -> Setting {
    let mut setting = average.clone();
    use State::{Authorisation, Credibility, Culture, Judgement, Language, Prescription, Routine, Trust};
    let states = [Culture, Prescription, Trust, Language, Routine, Credibility, Authorisation, Judgement];
    for (state, value) in states.into_iter().zip(values) {
        setting.start.hold(state, value);
    }
    setting
}

fn bad(average: &Setting) -> Setting {
    held(average, [0.15, 0.8, 0.25, 0.3, 0.3, 0.25, 0.35, 0.0])
}

fn good(average: &Setting) -> Setting {
    held(average, [0.8, 0.3, 0.8, 0.8, 0.8, 0.75, 0.85, 3.0])
}
