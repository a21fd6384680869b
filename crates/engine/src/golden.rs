//! A few small runs and their digests: the guard of "the same values everywhere and after every
//! change that should change nothing".
//!
//! The settings are built in, so that a digest depends on the engine alone; ways of leading are
//! given as numbers. Natively the digests are held against stored ones
//! (`tests/golden/digests.txt`), and `.ci/page.sh` holds WebAssembly against native. A change of
//! the model or of a default moves them, on purpose: `BALCONY_UPDATE=1 cargo test --test it golden`
//! writes them anew.

use crate::authority::AVERAGE;
use crate::calendar::Week;
use crate::digest::Digest;
use crate::error::ModelFailure;
use crate::fork_point::ForkPoint;
use crate::measure::{OutcomeAccumulator, ROW, Sink};
use crate::rng::RngKey;
use crate::setting::{
    Authority, Event, EventKind, HeldStates, Setting, Start, State, Structure, Task, TaskKind,
};
use crate::strategy::{Adaptive, Investment, Response, Rule, Strategy};
use crate::style::{InvestmentKind, Signal, Style, Trigger};
use crate::world::World;

/// How many digests there are: numbers `0..COUNT`.
pub const COUNT: u32 = 5;

/// The week of 1 April 2019, week 0 of every run here.
pub const START: Week = Week(1526);
/// Weeks of warm-up.
const WARM_UP: u32 = 60;
/// Weeks of a run.
const WEEKS: u32 = 78;

/// The digest of a numbered run: FNV-1a over the bits of every weekly row, of the outcomes and of
/// the children at the end. A run that fails has the digest 0.
///
/// ```
/// use balcony_engine::golden;
/// assert_ne!(golden::digest(0), golden::digest(1));
/// ```
pub fn digest(number: u32) -> u64 {
    run(number).unwrap_or(0)
}

/// Every weekly row of a numbered run, for people who want to see what moved: a row a week, its
/// measures in the order of [`crate::measure::MEASURES`].
///
/// ```
/// use balcony_engine::golden;
/// assert_eq!(golden::rows(0)?.len(), 78);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
///
/// # Errors
/// As [`crate::advance::advance`].
pub fn rows(number: u32) -> Result<Vec<[f64; ROW]>, ModelFailure> {
    struct Rows(Vec<[f64; ROW]>);
    impl Sink for Rows {
        fn week(&mut self, _: Week, row: &[f64; ROW], _: &World) {
            self.0.push(*row);
        }
    }
    let place = ForkPoint::new(setting(number));
    let mut world = place.warmed_up(RngKey { seed: 1 + number, replicate: 7 * number })?;
    let mut rows = Rows(Vec::new());
    place.advance(&mut world, &strategy(number), WEEKS, &mut rows)?;
    Ok(rows.0)
}

fn run(number: u32) -> Result<u64, ModelFailure> {
    let place = ForkPoint::new(setting(number));
    let mut world = place.warmed_up(RngKey { seed: 1 + number, replicate: 7 * number })?;
    let mut both = GoldenSink { hash: Digest::default(), tally: OutcomeAccumulator::default() };
    place.advance(&mut world, &strategy(number), WEEKS, &mut both)?;
    let GoldenSink { mut hash, tally } = both;
    for outcome in tally.outcomes(&place.unaccrued(&world)) {
        hash.add(outcome.to_bits());
    }
    // By entity id: where a child stands in the column is no result.
    let living = world.population.children.iter().filter(|child| child.entity_id.0 != 0);
    let mut children: Vec<_> = living
        .map(|child| {
            (child.entity_id.0, u64::from(child.base.to_bits()) << 32 | u64::from(child.excess.to_bits()))
        })
        .collect();
    children.sort_unstable();
    for (entity_id, risk) in children {
        hash.add(entity_id);
        hash.add(risk);
    }
    Ok(hash.value())
}

/// Two ways of leading far apart, and one between; the incumbent's way is a fourth.
fn style(number: u32) -> Style {
    let top = [[0.5, 0.2, 0.3, 0.0]; 5];
    let shared = [[0.0, 0.1, 0.2, 0.7]; 5];
    let attention = [1.5, 1.5, 2.0, 1.5, 2.0, 1.0, 0.5];
    match number % 4 {
        1 => Style { source: 0.0, rights: top, attention },
        2 => Style { source: 1.0, rights: shared, attention },
        3 => Style { source: 0.6, rights: shared, attention: [0.5, 3.0, 3.0, 0.5, 1.0, 2.0, 1.5] },
        _ => Style { source: 0.3, rights: [[0.2, 0.2, 0.4, 0.2]; 5], attention },
    }
}

fn strategy(number: u32) -> Strategy {
    match number {
        0 => Strategy::default(),
        3 => Strategy::of(vec![(START, style(3)), (Week(START.0 + 40), style(1))]),
        4 => Strategy {
            investments: InvestmentKind::ALL
                .map(|kind| Investment { from: START, weeks: 0, kind, size: 0.1 })
                .to_vec(),
            responses: vec![Response { to: Trigger::SeriousIncident, weeks: 10, style: style(2) }],
            rules: vec![Rule { signal: Signal::Vacancy, above: true, level: 0.1, weeks: 8, style: style(1) }],
            adaptive: Some(Adaptive { styles: vec![style(3), style(1), style(2)], every: 13 }),
            changes: vec![(START, style(3))],
            acts: Vec::new(),
            treatments: Vec::new(),
        },
        _ => Strategy::of(vec![(START, style(number))]),
    }
}

/// The setting of a numbered run: the average authority with 12,000 children, 60 weeks of warm-up,
/// and what happens there. A small world for examples and tests.
///
/// ```
/// use balcony_engine::golden;
/// assert_eq!(golden::setting(0).authority.children, 12_000.0);
/// ```
pub fn setting(number: u32) -> Setting {
    let event = |week: u32, weeks, kind, size| Event { week: Week(START.0 + week), weeks, kind, size };
    let events = match number {
        1 => vec![
            event(10, 0, EventKind::SeriousIncident, 0.5),
            event(12, 0, EventKind::RulesAdded, 0.3),
            event(20, 30, EventKind::BudgetCut, 0.1),
            event(39, 0, EventKind::DirectorLeaves, 1.0),
        ],
        2 => vec![
            event(5, 0, EventKind::RulesRemoved, 0.4),
            event(15, 26, EventKind::NeedsSurge, 0.3),
            event(15, 26, EventKind::ContactsSurge, 0.3),
        ],
        3 => vec![
            event(8, 0, EventKind::ScandalElsewhere, 0.4),
            event(30, 20, EventKind::WorkSurge, 0.2),
            event(30, 40, EventKind::RecruitmentDrive, 1.0),
        ],
        4 => vec![
            event(6, 0, EventKind::Inspection, 1.0),
            event(9, 0, EventKind::SeriousIncident, 0.4),
            event(20, 0, EventKind::PartnerCut, 0.2),
        ],
        _ => Vec::new(),
    };
    let task = |kind, from: u32, due: u32, after| Task {
        kind,
        from: Week(START.0 + from),
        due: Week(START.0 + due),
        effort: 4.0,
        size: 0.8,
        after,
    };
    let (tasks, structure) = match number {
        4 => (
            vec![
                task(TaskKind::RulesRemoved, 0, 26, 0),
                task(TaskKind::PracticeFramework, 0, 20, 0),
                task(TaskKind::JointProposal, 2, 20, 2),
                task(TaskKind::SwitchOver, 2, 30, 0),
            ],
            Structure {
                together: 0.3,
                schools_led_together: 0.5,
                residents: 0.3,
                pooled: 0.2,
                boards: 1.0,
                ..Structure::default()
            },
        ),
        _ => (Vec::new(), Structure::default()),
    };
    let start = Start { held: HeldStates::default().with(State::Culture), ..Start::middling(style(0)) };
    let quiet = Setting::quiet(authority(1 + number as u16), START, WARM_UP, start);
    Setting { events, tasks, structure, ..quiet }
}

/// The average authority with 12,000 children.
fn authority(id: u16) -> Authority {
    Authority { id, ..AVERAGE }.with_children(12_000.0)
}

/// Digests every row, and keeps the sums that outcomes are worked out from.
struct GoldenSink {
    hash: Digest,
    tally: OutcomeAccumulator,
}

impl Sink for GoldenSink {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        for value in row {
            self.hash.add(value.to_bits());
        }
        self.tally.week(week, row, world);
    }
}
