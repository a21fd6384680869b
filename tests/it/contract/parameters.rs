//! Every registered parameter changes something. One that changes nothing would break a promise of
//! the documentation.

use super::kit::{Past, START, arm, event, go, preset, setting, strategy, warm};
use balcony_engine::calendar::Week;
use balcony_engine::parameters::Parameters;
use balcony_engine::setting::{EventKind, Setting, Structure, Task, TaskKind};
use balcony_engine::strategy::{Adaptive, Investment, InvestmentKind, Strategy, Style};
use balcony_engine::world::World;
use std::cell::OnceCell;

const WEEKS: u32 = 104;
/// Weeks between two comparisons of the runs.
const LOOK: u32 = 4;

/// Parameters known to change nothing, with the reason.
const SILENT: &[(&str, &str)] = &[];

/// A setting with many events: overload, an incident, a scandal, cuts, a director who leaves, rules
/// that are removed; leaders stay long and are rarely seen.
fn eventful() -> Setting {
    let mut setting = setting();
    setting.start.tenure = 500.0;
    setting.start.judgement = 0.6;
    setting.parameters.sites.director_capacity = 4.0;
    setting.parameters.sites.escalated = 0.3;
    setting.parameters.needs.harm = 3e-4;
    setting.parameters.decisions.sigma = 0.04;
    setting.events = vec![
        event(2, EventKind::SeriousIncident, 0.5),
        event(4, EventKind::WorkSurge, 0.6),
        event(5, EventKind::RulesRemoved, 0.5),
        event(6, EventKind::BudgetCut, 0.2),
        event(7, EventKind::PartnerCut, 0.3),
        event(8, EventKind::ScandalElsewhere, 0.5),
        event(60, EventKind::DirectorLeaves, 1.0),
        event(20, EventKind::Inspection, 1.0),
        event(30, EventKind::NeedsSurge, 1.0),
    ];
    let task = |kind, from: u32, due: u32, after| Task {
        kind,
        from: Week(START + from),
        due: Week(START + due),
        effort: 1.0,
        size: 0.8,
        after,
    };
    setting.tasks = vec![
        task(TaskKind::PracticeFramework, 0, 12, 0),
        task(TaskKind::JointProposal, 0, 12, 0),
        task(TaskKind::SwitchOver, 0, 10, 0),
        task(TaskKind::SwitchOver, 20, 40, 0),
    ];
    setting.structure = Structure {
        together: 0.3,
        schools_led_together: 0.3,
        residents: 0.3,
        pooled: 0.2,
        boards: 2.0,
        ..Structure::default()
    };
    setting
}

/// A strategy that buys some of everything, and tries and changes styles.
fn busy() -> Strategy {
    let bought = |kind| Investment { from: Week(START), weeks: 0, kind, size: 0.1 };
    let adaptive = Adaptive { styles: vec![style(), preset("personalised"), preset("connected")], every: 8 };
    Strategy {
        investments: InvestmentKind::ALL.map(bought).to_vec(),
        adaptive: Some(adaptive),
        ..strategy(&[(0, style())])
    }
}

/// A week of more than ten half-days, with decisions at every site.
fn style() -> Style {
    let mut style = preset("connected");
    style.source = 0.5;
    style.rights = [[0.25; 4]; 5];
    style.attention = [1.5, 0.4, 2.0, 1.5, 2.0, 1.0, 6.0];
    style
}

/// One replicate of the base: its world at week 0, and what happens in it.
struct Usual {
    world: World,
    past: Past,
}

impl Usual {
    fn of(base: &Setting, replicate: u32) -> Self {
        let world = warm(base, 1, replicate);
        Self { past: arm(&world, base, &busy(), WEEKS).0, world }
    }
}

/// Whether a world that goes on with other parameters differs from the usual in anything
/// observable.
fn tells(mut world: World, other: &Setting, usual: &Past) -> bool {
    let (mut past, strategy) = (Past::default(), busy());
    // Most parameters show a difference within a few weeks. The rest of the run is not needed then.
    (LOOK..=WEEKS).step_by(LOOK as usize).any(|until| {
        go(&mut world, other, &strategy, until, &mut past);
        usual.first_difference(&past, until as usize).is_some()
    })
}

// Seen to fail with a warm-up of 26 weeks, after which no director leaves because of strain.
#[test]
fn every_parameter_makes_a_difference() {
    let base = eventful();
    let usual: [OnceCell<Usual>; 32] = Default::default();
    let silent: Vec<&str> = Parameters::registry()
        .filter(|row| {
            let ends = [row.low, row.high].map(|end| {
                let mut other = base.clone();
                *other.parameters.value(row.key).expect("a registered parameter") = end;
                other
            });
            let seen = |(replicate, usual): (u32, &OnceCell<Usual>)| {
                let usual = usual.get_or_init(|| Usual::of(&base, replicate));
                // Most parameters need no warm-up of their own.
                ends.iter().any(|other| tells(usual.world.clone(), other, &usual.past))
                    || ends.iter().any(|other| tells(warm(other, 1, replicate), other, &usual.past))
            };
            !(0..).zip(&usual).any(seen)
        })
        .map(|row| row.key)
        .collect();
    let known: Vec<&str> = SILENT.iter().map(|(key, _)| *key).collect();
    assert_eq!(silent, known, "parameters that make no difference (left), and those known to (right)");
}
