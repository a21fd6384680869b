//! Trials: without a treatment the runs do not change, arms are comparable, treatments do what they
//! state, and studies are reported.

use crate::cli::readme::{commands, runs};
use crate::cli::{asked, folder, narrow, text as words};
use crate::contract::kit::{arm, same, setting, strategy, warm};
use balcony::experiment::{Cancel, Progress};
use balcony::trial::place::TrialOptions;
use balcony::trial::verdict::Published;
use balcony::trial::{STUDIES, SimulatedStudy, json, live, study};
use balcony_engine::parameters::Parameters;
use balcony_engine::rng::EntityId;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{ALL_AGENCIES, Changes, Treatment, Unit};
use balcony_engine::world::World;

const WEEKS: u32 = 60;

fn treatment(setting: &Setting, changes: Changes, unit: Unit, share: f64) -> Treatment {
    Treatment {
        changes,
        unit,
        share,
        from: setting.start_week,
        enrols: 20,
        lasts: 30,
        follows: 40,
        eligible: |child, _, _| child.is_open(),
    }
}

fn with(treatments: Vec<Treatment>) -> Strategy {
    Strategy { treatments, ..strategy(&[]) }
}

/// All possible changes.
fn everything() -> Changes {
    Changes {
        tells: ALL_AGENCIES,
        same_worker: true,
        fits: true,
        hours: 2.0,
        supervision: 1.0,
        framework: 1.0,
        away: 0.2,
    }
}

fn lived(
    setting: &Setting,
    world: &World,
    treatments: Vec<Treatment>,
) -> (crate::contract::kit::Past, World) {
    arm(world, setting, &with(treatments), WEEKS)
}

// Seen to fail with `as_of_now` that leaves its counts behind ("harm_open").
#[test]
fn a_treatment_that_changes_nothing_or_treats_nobody_changes_no_bit() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let (without, mut end) = lived(&setting, &world, Vec::new());
    for unit in [Unit::Family, Unit::Child, Unit::School(7), Unit::Team, Unit::Authority] {
        for (changes, share) in [(Changes::default(), 1.0), (everything(), 0.0)] {
            let (other, mut other_end) =
                lived(&setting, &world, vec![treatment(&setting, changes, unit, share)]);
            same(&without, &other, WEEKS as usize, &format!("{unit:?} {share}"));
            // Only the record of the trial differs in the world.
            other_end.service.trial = Default::default();
            end.service.trial = Default::default();
            assert!(end == other_end, "{unit:?} {share}");
        }
    }
}

#[test]
fn arms_are_drawn_by_lineage_and_families_stay_together() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let of = |changes| {
        let (_, end) = lived(&setting, &world, vec![treatment(&setting, changes, Unit::Family, 0.5)]);
        end.service.trial.enrolled
    };
    let (nothing, much) = (of(Changes::default()), of(everything()));
    let treated = nothing.iter().filter(|one| one.treated).count() as f64;
    // Families are randomised, some with three or four children: four standard errors of 200
    // families are .14.
    assert!(nothing.len() > 150 && (treated / nothing.len() as f64 - 0.5).abs() < 0.14, "{treated}");
    let mut arms = std::collections::BTreeMap::<EntityId, bool>::new();
    for one in nothing.iter().chain(&much) {
        let arm = *arms.entry(one.who.of_family()).or_insert(one.treated);
        assert_eq!(arm, one.treated, "{:?}", one.who);
    }
}

#[test]
fn each_change_does_what_it_says() {
    let setting = setting();
    let world = warm(&setting, 1, 0);
    let of = |changes, unit| lived(&setting, &world, vec![treatment(&setting, changes, unit, 1.0)]).1;
    let open = |world: &World| {
        let now: Vec<_> = world
            .service
            .trial
            .enrolled
            .iter()
            .filter(|one| !one.gone && one.now.is_open())
            .copied()
            .collect();
        assert!(now.len() > 50, "{}", now.len());
        now
    };
    let usual = of(Changes::default(), Unit::Family);
    let mean = |world: &World, value: fn(&balcony_engine::treatment::Enrolled) -> f64| {
        let all = &world.service.trial.enrolled;
        all.iter().map(value).sum::<f64>() / all.len() as f64
    };
    let tells = of(Changes { tells: ALL_AGENCIES, ..Changes::default() }, Unit::Family);
    let known = |world: &World| {
        let of = open(world);
        of.iter().map(|one| f64::from((one.now.holders & one.now.shared).count_ones())).sum::<f64>()
            / of.iter().map(|one| f64::from(one.now.pieces())).sum::<f64>()
    };
    assert!(known(&tells) > known(&usual) + 0.1, "{} {}", known(&tells), known(&usual));
    let hours = of(Changes { hours: 4.0, ..Changes::default() }, Unit::Family);
    let base = |one: &balcony_engine::treatment::Enrolled| f64::from(one.now.base);
    assert!(mean(&hours, base) < 0.97 * mean(&usual, base));
    let same_worker = of(Changes { same_worker: true, ..Changes::default() }, Unit::Child);
    let since = |one: &balcony_engine::treatment::Enrolled| f64::from(one.now.worker_since);
    let open_since = |world: &World| {
        let of = open(world);
        of.iter().map(since).sum::<f64>() / of.len() as f64
    };
    assert!(
        open_since(&same_worker) < open_since(&usual),
        "{} {}",
        open_since(&same_worker),
        open_since(&usual)
    );
    let supervised = of(Changes { supervision: 1.0, ..Changes::default() }, Unit::Team);
    let support = |world: &World| {
        world.service.workforce.teams.iter().map(|team| team.support).sum::<f64>()
            / world.service.workforce.teams.len() as f64
    };
    assert!(support(&supervised) > support(&usual) + 0.1);
    let framework = of(Changes { framework: 1.0, ..Changes::default() }, Unit::Authority);
    assert_eq!((framework.service.programme.framework, usual.service.programme.framework), (1.0, 0.0));
    let away = of(Changes { away: 0.2, ..Changes::default() }, Unit::Authority);
    assert!(away.service.workforce.utilisation > 1.1 * usual.service.workforce.utilisation);
}

fn small(name: &str, worlds: u32, threads: usize) -> SimulatedStudy {
    let (progress, cancel) = (Progress::new(true), Cancel::default());
    let ground = TrialOptions {
        authority: None,
        worlds,
        seed: 1,
        threads,
        sets: Vec::new(),
        progress: &progress,
        cancel: &cancel,
    };
    live(study(name).expect("a study"), &ground).expect("it is lived")
}

#[test]
fn children_are_alike_before_anything_is_done_and_treated_ones_fare_as_studies_found() {
    for name in ["family-group-conference", "troubled-families", "change-of-worker"] {
        let told = small(name, 6, 2);
        // Some hundreds of children in each arm, with random numbers of their own per family: four
        // standard errors are about .3.
        for row in &told.lived.balance {
            assert!(row.apart.abs() < 0.3, "{name} {}: {}", row.what, row.apart);
        }
    }
    let care = &small("troubled-families", 6, 2).lived.findings[0];
    assert!(care.simulated.high < 0.0, "{:?}", care.simulated);
}

#[test]
fn threads_change_nothing() {
    let of = |threads| json(&small("signs-of-safety", 4, threads)).to_string();
    assert_eq!(of(1), of(3));
}

#[test]
fn every_study_is_declared_whole() {
    let manual = include_str!("../../docs/TRIALS.md");
    let mut names = std::collections::BTreeSet::new();
    for study in STUDIES {
        assert!(names.insert(study.name), "{} twice", study.name);
        assert!(
            manual.contains(&format!("`{}`", study.name)),
            "docs/TRIALS.md says nothing of {}",
            study.name
        );
        assert!(study.worlds >= 2 && !study.source.is_empty() && !study.design.is_empty());
        assert!(!study.parameters.is_empty(), "{}: which parameter would have to move?", study.name);
        for key in study.parameters {
            assert!(Parameters::registry().any(|row| row.key == *key), "{}: {key}", study.name);
        }
    }
}

#[test]
fn every_study_is_lived_and_told_in_eighty_columns() {
    let folder = folder();
    let listed = asked(folder.path(), &["trial"], 0);
    for study in STUDIES {
        assert!(words(&listed.stdout).contains(study.name));
    }
    let told = asked(folder.path(), &["trial", "all", "--replicates", "2", "--authority", "Rutland"], 0);
    narrow(&told.stdout);
    for study in STUDIES {
        assert!(words(&told.stdout).contains(&format!("{}: ", study.name)), "{}", study.name);
    }
    for wrong in [
        &["trial", "nothing"][..],
        &["trial", "supervision", "--authority", "Nowhere"],
        &["trial", "supervision", "--set", "help.nothing=1"],
    ] {
        asked(folder.path(), wrong, 2);
    }
}

#[test]
fn every_command_of_the_manual_works() {
    let folder = folder();
    let commands = commands(include_str!("../../docs/TRIALS.md"));
    assert!(commands.len() >= 4, "{commands:?}");
    for command in commands {
        runs(folder.path(), &command);
    }
}

// A published interval must contain its own figure, and a miss must have an explanation.
#[test]
fn what_is_published_is_sound_and_every_miss_says_something() {
    for name in ["family-group-conference", "social-workers-in-schools", "supervision"] {
        for finding in small(name, 2, 2).lived.findings {
            let (sound, two_ways) = match finding.published {
                Published::Effect { value, low, high, .. } => (low <= value && value <= high, true),
                Published::None { low, high, .. } => (low < high, false),
                Published::Bound { value, .. } => (value.is_finite(), false),
                Published::Way { .. } => (true, true),
            };
            assert!(sound, "{name}: {}", finding.outcome);
            assert!(
                !finding.says[1].is_empty() && (!two_ways || !finding.says[0].is_empty()),
                "{}",
                finding.outcome
            );
        }
    }
}
