//! Effect of every link in the model: states of a service and its leaders, levers, and the extremes
//! of parameters, one at a time.

use super::Options;
use super::sanity::digits;
use crate::model::{Measured, each, go_on, set, warm, with_event};
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::{EventKind, Setting, State};
use balcony_engine::strategy::{Investment, InvestmentKind, Strategy, Style, Use};

const CLAIM: &str = "Every state and every lever moves something that children, staff or members meet, in the average authority \
                     over three years; sizes are shown beside the level.";
/// Outcomes in the order of children, staff, members, money. The last one is a state of teams that
/// nobody experiences directly; it is only shown.
const OUTCOMES: [&str; 10] = [
    "harm",
    "looked-after",
    "plans",
    "re-referrals",
    "caseload",
    "turnover",
    "trust",
    "authorisation",
    "cost",
    "culture",
];
/// Number of outcomes that children, staff or members experience. Only these count for the claim.
const MET: usize = 9;
const WEEKS: u32 = 156;
/// A difference counts as real beyond this many standard errors.
const THERE: f64 = 3.0;

/// One comparison: two settings or strategies that differ in one respect.
struct Link {
    name: String,
    from: (Setting, Strategy),
    to: (Setting, Strategy),
}

/// Tests every link, one at a time.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let pairs = options.size(48, 4);
    let average = options.average()?;
    let mut heads = vec!["link"];
    heads.extend(OUTCOMES);
    let mut report = Report::new("links", CLAIM, &heads);
    let base = runs(&average, &Strategy::default(), pairs, options)?;
    let levels = OUTCOMES.map(|key| mean(&base.iter().map(|run| run.outcome(key)).collect::<Vec<_>>()));
    report.row(std::iter::once("level".to_owned()).chain(levels.iter().map(|level| digits(*level))));
    for (title, links, must) in [
        ("states, held until week 0 at one value or the other", states(&average), true),
        ("levers, from week 0", levers(&average), true),
        ("parameters, from one value to another: what a link could be worth", ceilings(&average)?, false),
    ] {
        report.table(&format!("{title}; difference in % of the level, s.e. behind it"), &heads);
        for link in links {
            let row = moved(&link, pairs, &levels, options)?;
            if must {
                let there = row[..MET].iter().any(|(value, error)| value.abs() > THERE * error.max(1e-9));
                report.expect(there, || format!("{}: nothing moves by three standard errors", link.name));
            }
            let cells = row.iter().map(|(value, error)| format!("{value:+.1} ({error:.1})"));
            report.row(std::iter::once(link.name.clone()).chain(cells));
        }
    }
    report.note(format!(
        "{pairs} pairs on the same luck, {WEEKS} weeks after the usual warm-up. A state is held until week 0 and lives from then on."
    ));
    Ok(report)
}

fn runs(setting: &Setting, strategy: &Strategy, pairs: u32, options: &Options) -> Result<Vec<Measured>> {
    let place = ForkPoint::new(setting.clone());
    each(pairs, |replicate| {
        let mut world = warm(&place, options.luck(replicate))?;
        go_on(&mut world, strategy, &place, WEEKS)
    })
}

/// Mean paired difference and its standard error, in per cent of the level.
fn moved(link: &Link, pairs: u32, levels: &[f64; 10], options: &Options) -> Result<Vec<(f64, f64)>> {
    let from = runs(&link.from.0, &link.from.1, pairs, options)?;
    let to = runs(&link.to.0, &link.to.1, pairs, options)?;
    let row = OUTCOMES.iter().zip(levels).map(|(key, level)| {
        let apart: Vec<f64> = to.iter().zip(&from).map(|(a, b)| a.outcome(key) - b.outcome(key)).collect();
        let percent = 100.0 / level.abs().max(1e-9);
        (percent * mean(&apart), percent * sd(&apart) / f64::from(pairs).sqrt())
    });
    Ok(row.collect())
}

fn states(average: &Setting) -> Vec<Link> {
    let rows: [(&str, State, f64, f64); 9] = [
        ("culture .15 to .8", State::Culture, 0.15, 0.8),
        ("prescription .3 to .8", State::Prescription, 0.3, 0.8),
        ("trust .25 to .8", State::Trust, 0.25, 0.8),
        ("language .3 to .8", State::Language, 0.3, 0.8),
        ("routine .3 to .8", State::Routine, 0.3, 0.8),
        ("credibility .25 to .75", State::Credibility, 0.25, 0.75),
        ("authorisation .35 to .85", State::Authorisation, 0.35, 0.85),
        ("salience .2 to .6", State::Salience, 0.2, 0.6),
        ("judgement inadequate to good", State::Judgement, 0.0, 2.0),
    ];
    let at = |state: State, value: f64| {
        let mut setting = average.clone();
        setting.start.hold(state, value);
        (setting, Strategy::default())
    };
    let link = |(name, state, from, to): (&str, State, f64, f64)| Link {
        name: name.to_owned(),
        from: at(state, from),
        to: at(state, to),
    };
    rows.into_iter().map(link).collect()
}

fn levers(average: &Setting) -> Vec<Link> {
    let quiet = || (average.clone(), Strategy::default());
    let incumbent = average.start.incumbent;
    let style = |change: &dyn Fn(&mut Style)| {
        let mut style = incumbent;
        change(&mut style);
        (average.clone(), Strategy::of(vec![(average.start_week, style)]))
    };
    let bought = |kind: InvestmentKind| {
        let of = Investment { from: average.start_week, weeks: 0, kind, size: 1.0 };
        (average.clone(), Strategy { investments: vec![of], ..Strategy::default() })
    };
    let event = |kind: EventKind, size: f64| (with_event(average, kind, size, 0), Strategy::default());
    let boards = |boards: f64| {
        let mut setting = average.clone();
        setting.structure.boards = boards;
        (setting, Strategy::default())
    };
    let link = |name: &str, from: (Setting, Strategy), to: (Setting, Strategy)| Link {
        name: name.to_owned(),
        from,
        to,
    };
    // Both arms relearn the style; only the time differs.
    let busy = |at: Use, more: f64| {
        style(&|style: &mut Style| {
            style.attention[at as usize] += more;
            style.attention[Use::Programme as usize] -= 1.0;
        })
    };
    let mut links = vec![
        link("eight half-days more with partners", busy(Use::Resilience, 0.1), busy(Use::Partners, 8.0)),
        link(
            "four half-days more on the dance floor",
            busy(Use::Resilience, 0.1),
            busy(Use::DanceFloor, 4.0),
        ),
        link(
            "four half-days more for developing others",
            busy(Use::Resilience, 0.1),
            busy(Use::Developing, 4.0),
        ),
        link("four half-days more for politics", busy(Use::Resilience, 0.1), busy(Use::Politics, 4.0)),
        link("source 0 to 1", style(&|s| s.source = 0.0), style(&|s| s.source = 1.0)),
        link("boards 0 to 4", boards(0.0), boards(4.0)),
        link("the director leaves", quiet(), event(EventKind::DirectorLeaves, 1.0)),
        link("budget -20 %", quiet(), event(EventKind::BudgetCut, 0.2)),
        link("partners' budgets -20 %, nothing pooled", quiet(), event(EventKind::PartnerCut, 0.2)),
    ];
    for kind in InvestmentKind::ALL {
        links.push(link(&format!("£1m a year of {}", kind.key()), quiet(), bought(kind)));
    }
    links
}

/// A link at its extremes: its name, and parameters with their two values.
type Moved = (&'static str, &'static [(&'static str, f64, f64)]);

fn ceilings(average: &Setting) -> Result<Vec<Link>> {
    const ROWS: [Moved; 10] = [
        (
            "every piece is shared at once",
            &[
                ("belief.floor_visit", 0.1, 1.0),
                ("belief.floor_plan", 0.3, 1.0),
                ("belief.floor_enquiry", 0.6, 1.0),
                ("belief.stale", 0.02, 0.0),
                ("belief.lost", 0.35, 0.0),
            ],
        ),
        ("a decider's noise .1 to 0", &[("decisions.sigma", 0.1, 0.0), ("decisions.least_noise", 0.02, 0.0)]),
        ("no case needs joint help", &[("help.together", 1.0, 0.0), ("help.wicked", 0.5, 0.0)]),
        ("no worker is ever a stranger", &[("help.stranger", 0.4, 1.0)]),
        ("help.gain .01 to .15", &[("help.gain", 0.01, 0.15)]),
        ("help.wicked 0 to 1", &[("help.wicked", 0.0, 1.0)]),
        ("help.misfit 0 to .8", &[("help.misfit", 0.0, 0.8)]),
        ("needs.blind 0 to 1", &[("needs.blind", 0.0, 1.0)]),
        ("belief.unseen 0 to .25", &[("belief.unseen", 0.0, 0.25)]),
        ("decisions.caution 0 to 1.5", &[("decisions.caution", 0.0, 1.5)]),
    ];
    let mut links = Vec::new();
    for (name, values) in ROWS {
        let (mut from, mut to) = (average.clone(), average.clone());
        for (key, low, high) in values {
            set(&mut from, key, *low)?;
            set(&mut to, key, *high)?;
        }
        links.push(Link {
            name: name.to_owned(),
            from: (from, Strategy::default()),
            to: (to, Strategy::default()),
        });
    }
    Ok(links)
}
