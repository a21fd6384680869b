//! The honesty report: contexts are registered beforehand, verdicts claim no more than they may,
//! and the bytes do not depend on threads or interruptions.

use crate::cli::{asked, balcony as program, folder, narrow, text};
use balcony::audit::{ARMS, AuditOptions, Case, FinishedCases, arms, contexts, measure, on, report, work};
use balcony::experiment::stats::{Call, ErrorUnit, Ranking, Relation, paired, standing};
use balcony::experiment::{Cancel, Progress};
use balcony::presets::{INCUMBENT, PRESETS};
use balcony_engine::measure::outcome_index;
use balcony_engine::registry::{Better, Margin};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

#[test]
fn the_registered_contexts_are_what_the_generator_gives() {
    let generated = contexts::generate();
    assert_eq!(generated.len() as u32, contexts::COUNT);
    assert!(
        contexts::text(&generated) == contexts::FILE,
        "data/contexts.csv is not what the generator gives"
    );
    assert_eq!(contexts::registered().expect("readable"), generated);
}

#[test]
fn the_registered_contexts_cover_what_they_say() {
    let registered = contexts::registered().expect("readable");
    for (at, (key, low, high)) in contexts::STATES.into_iter().enumerate() {
        let values = || registered.iter().map(|context| context.states[at]);
        assert!(values().all(|value| (low..=high).contains(&value)), "{key}");
        let mean = values().sum::<f64>() / f64::from(contexts::COUNT);
        // The mean of a Latin hypercube is within half a stratum of the middle of the range.
        assert!(
            (mean - (low + high) / 2.0).abs() < (high - low) / f64::from(contexts::COUNT),
            "{key}: {mean}"
        );
    }
    for weeks in contexts::HORIZONS {
        let many = registered.iter().filter(|context| context.weeks == weeks).count();
        assert!((60..=73).contains(&many), "{weeks} weeks: {many}");
    }
    for context in &registered {
        assert!(context.events.iter().all(|event| (4..context.weeks * 3 / 4 + 1).contains(&event.week)));
    }
    // 200 strata over 153 authorities: each authority occurs once or twice, or, if it lies between
    // two strata, not at all.
    let mut codes: Vec<&str> = registered.iter().map(|context| &*context.code).collect();
    codes.sort_unstable();
    assert!(codes.windows(3).all(|three| three[0] != three[2]));
    codes.dedup();
    assert!(codes.len() > 140, "{} authorities", codes.len());
}

/// Normal numbers as sums of twelve uniform ones, which is accurate enough for tests at 5 %.
struct Luck(ChaCha8Rng);

impl Luck {
    fn new(seed: u8) -> Self {
        Self(ChaCha8Rng::from_seed([seed; 32]))
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| f64::from(self.0.next_u32()) / 4_294_967_296.0).sum::<f64>() - 6.0
    }

    /// Five arms around their centres, with common noise and own noise.
    fn family(&mut self, centres: [f64; ARMS], pairs: usize, own: f64) -> [Vec<f64>; ARMS] {
        let mut arms: [Vec<f64>; ARMS] = Default::default();
        for _ in 0..pairs {
            let common = 10.0 * self.normal();
            for (arm, centre) in arms.iter_mut().zip(centres) {
                arm.push(centre + common + own * self.normal());
            }
        }
        arms
    }
}

fn judged(arms: &[Vec<f64>; ARMS], matters: f64) -> Ranking {
    standing(&arms.each_ref().map(Vec::as_slice), Better::Lower, matters).expect("five arms")
}

#[test]
fn a_known_winner_wins_and_between_equals_nothing_matters() {
    let mut luck = Luck::new(1);
    for _ in 0..20 {
        let won = luck.family([3.0, 2.0, 0.0, 2.0, 2.5], 20, 0.5);
        assert_eq!(judged(&won, 0.5).call(), Call::Best(2));
        let equal = luck.family([0.0; ARMS], 20, 0.1);
        assert_eq!(judged(&equal, 0.5).call(), Call::NoDifference);
        let tiny = luck.family([0.0, 0.1, -0.1, 0.05, 0.0], 20, 0.1);
        assert_eq!(judged(&tiny, 0.5).call(), Call::NoDifference);
        let two = luck.family([3.0, 0.0, 0.05, 3.0, 3.0], 20, 0.1);
        assert_eq!(judged(&two, 0.5).call(), Call::Several(vec![1, 2]));
    }
}

/// At most 5 % of `FAMILIES` may make the claim. With n = 400 the standard error is sqrt(.05 x .95
/// / 400) = .0109. The critical value is 5 % plus 3.09 standard errors (a probability of one in a
/// thousand): .0837, or 33 families.
const FAMILIES: u32 = 400;
const CRITICAL: u32 = 33;

fn claims(seed: u8, centres: [f64; ARMS], matters: f64, claim: impl Fn(&Ranking) -> bool) -> u32 {
    let mut luck = Luck::new(seed);
    (0..FAMILIES).map(|_| u32::from(claim(&judged(&luck.family(centres, 15, 1.0), matters)))).sum()
}

#[test]
fn luck_alone_rarely_makes_a_winner_or_one_of_a_pair_better() {
    let best = |found: &Ranking| matches!(found.call(), Call::Best(_));
    let better = |found: &Ranking| found.relations.iter().flatten().any(|one| *one == Relation::Better);
    // Without a margin, where false claims are most likely; and with a true difference that equals
    // the margin.
    for (seed, centres, matters) in [(2, [0.0; ARMS], 0.0), (3, [0.0, 0.5, 0.5, 0.5, 0.5], 0.5)] {
        let (winners, pairs) = (claims(seed, centres, matters, best), claims(seed, centres, matters, better));
        assert!(winners <= CRITICAL && pairs <= CRITICAL, "{winners} winners, {pairs} with a pair");
    }
    // The test can fail: ten pairs judged one by one make far more claims.
    let mut luck = Luck::new(2);
    let each = (0..FAMILIES).filter(|_| {
        let figures = luck.family([0.0; ARMS], 15, 1.0);
        const NOTHING: Margin = Margin { share: 0.0, floor: 0.0 };
        let clear = |a: &Vec<f64>, b: &Vec<f64>| {
            paired(a, b, Better::Lower, NOTHING, ErrorUnit::Replicate).verdict.is_clear()
        };
        (0..ARMS).any(|a| (a + 1..ARMS).any(|b| clear(&figures[a], &figures[b])))
    });
    let each = each.count() as u32;
    assert!(each > 2 * CRITICAL, "{each} of {FAMILIES}");
}

#[test]
fn luck_alone_rarely_calls_no_difference_what_differs_by_as_much_as_matters() {
    let mut found = 0;
    let mut luck = Luck::new(4);
    for _ in 0..FAMILIES {
        let standing = judged(&luck.family([0.0, 2.0, 2.0, 2.0, 2.0], 15, 1.0), 2.0);
        found += u32::from((1..ARMS).any(|arm| standing.relations[0][arm] == Relation::NoDifference));
    }
    assert!(found <= CRITICAL, "{found} of {FAMILIES}");
}

#[test]
fn permuted_arms_permute_verdicts() {
    let mut luck = Luck::new(5);
    for own in [0.1, 0.5, 2.0] {
        let figures = luck.family([2.0, 0.0, 0.3, 1.0, 0.1], 20, own);
        let usual = judged(&figures, 0.3);
        for turn in 1..ARMS {
            let turned: [Vec<f64>; ARMS] = std::array::from_fn(|arm| figures[(arm + turn) % ARMS].clone());
            let found = judged(&turned, 0.3);
            for a in 0..ARMS {
                assert_eq!(found.places()[a], usual.places()[(a + turn) % ARMS]);
                for b in 0..ARMS {
                    let meant = usual.relations[(a + turn) % ARMS][(b + turn) % ARMS];
                    assert_eq!(found.relations[a][b], meant);
                }
            }
        }
    }
}

#[test]
fn the_effects_of_a_case_are_contrasts_of_the_presets_alone() {
    // The presets are in the order 00, 10, 01, 11, with y = noise + 2 source - 3 impact + source x
    // impact. The incumbent is far away.
    assert_eq!(arms()[0], INCUMBENT);
    assert_eq!(
        PRESETS.map(|(_, source, impact, _)| (source, impact)),
        [(0., 0.), (1., 0.), (0., 1.), (1., 1.)]
    );
    let figures = Luck::new(6).family([90.0, 0.0, 2.0, -3.0, 0.0], 30, 0.0);
    let at = outcome_index("harm").expect("an outcome");
    let found = on(figures.each_ref().map(Vec::as_slice), at);
    for (effect, expected) in found.effects.iter().zip([2.5, -2.5, 0.5]) {
        assert!((effect.mean - expected).abs() < 1e-9, "{effect:?}");
    }
    assert!((found.means[0] - found.means[1] - 90.0).abs() < 1e-9);
}

/// A case that runs quickly.
fn small(seed: u32) -> Case {
    let text = "[scenario]\ntitle = \"t\"\nprimary = \"harm\"\nstart = 2019-04-01\nweeks = 26\nwarm-up = 26\n\
                [authority]\nname = \"Rutland\"\n[events.case]\nkind = \"serious-incident\"\nweek = 4\nsize = 0.4\n\
                [events.leaves]\nkind = \"director-leaves\"\nweek = 9\nsize = 1\n";
    Case::read(&seed.to_string(), text, seed, &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn how<'a>(threads: usize, progress: &'a Progress, cancel: &'a Cancel) -> AuditOptions<'a> {
    AuditOptions { pairs: 3, null: true, threads, progress, cancel }
}

#[test]
fn threads_and_interruptions_change_no_byte() {
    let (progress, cancel) = (Progress::silent(), Cancel::default());
    let cases: Vec<Case> = (1..4).map(small).collect();
    let folder = folder();
    let identity = vec![("seed", "1".to_owned())];
    let keep = |name: &str, mode| {
        FinishedCases::open(&folder.path().join(name), &identity, mode)
            .unwrap_or_else(|error| panic!("{error}"))
    };
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).expect("kept");
    let one =
        work(&cases, "contexts", &how(1, &progress, &cancel), &mut keep("one", balcony::audit::Mode::New));
    let one = one.expect("one thread");
    let first = work(
        &cases[..1],
        "contexts",
        &how(2, &progress, &cancel),
        &mut keep("two", balcony::audit::Mode::New),
    );
    assert_eq!(first.expect("two threads"), one[..1]);
    // The work is stopped before the second case and then resumed.
    let stopped = Cancel::default();
    stopped.raise();
    let halted = work(
        &cases,
        "contexts",
        &how(2, &progress, &stopped),
        &mut keep("two", balcony::audit::Mode::Resume),
    );
    assert_eq!(halted.expect_err("stopped").to_string(), "interrupted: 1 of 3 contexts are finished");
    let two =
        work(&cases, "contexts", &how(2, &progress, &cancel), &mut keep("two", balcony::audit::Mode::Resume));
    assert_eq!(two.expect("all"), one);
    assert_eq!(bytes("one"), bytes("two"));
    // Stored rows of other cases are not used for these cases.
    assert!(
        work(
            &cases[1..],
            "contexts",
            &how(2, &progress, &cancel),
            &mut keep("two", balcony::audit::Mode::Resume)
        )
        .is_err()
    );
    let report = report::Report {
        version: "0",
        seed: 1,
        pairs: 3,
        of: 200,
        years: Some(5),
        sets: &["needs.rate=30".to_owned()],
        shipped: &one[..1],
        contexts: &one[1..],
        coefficients: Some(report::Coefficients { pairs: 3, rows: &one[..1] }),
    };
    narrow(report.terminal(&balcony::summary::Look::PLAIN).as_bytes());
    for said in ["bit by bit", "each lived for 5 years", "with needs.rate=30"] {
        assert!(report.markdown().contains(said), "{said}: {}", report.markdown());
    }
}

#[test]
fn the_null_run_is_one_and_the_real_run_is_not() {
    let (progress, cancel) = (Progress::silent(), Cancel::default());
    let row = measure(&small(7), &how(2, &progress, &cancel)).expect("a row");
    assert_eq!(row.differing, Some(0));
    assert!(
        row.judged.iter().any(|judged| judged.means[1] != judged.means[4]),
        "the presets differ elsewhere"
    );
    let without = AuditOptions { null: false, ..how(2, &progress, &cancel) };
    let bare = measure(&small(7), &without).expect("a row");
    assert_eq!((bare.differing, &bare.judged), (None, &row.judged), "the null run changes nothing");
}

#[test]
fn years_and_values_are_laid_on_every_case() {
    let sets = ["scenario.weeks=260".to_owned(), "needs.blind=0.25".to_owned()];
    for case in Case::shipped(1, &sets).expect("sound") {
        assert_eq!((case.about.weeks, case.parameter("needs.blind")), (260, Some(0.25)));
    }
    let context = &contexts::registered().expect("readable")[0];
    let (own, changed) = (Case::registered(context, 1, &[]), Case::registered(context, 1, &sets));
    let (own, changed) = (own.expect("sound"), changed.expect("sound"));
    assert_eq!((own.about.weeks, changed.about.weeks), (context.weeks, 260));
    assert_eq!((own.seed, &own.strategies), (changed.seed, &changed.strategies));
    assert!(Case::registered(context, 1, &["needs.nothing=1".to_owned()]).is_err());
}

#[test]
fn the_command_refuses_what_it_cannot_do() {
    let folder = folder();
    for (args, said) in [
        (&["--contexts", "201"][..], "200 contexts are registered"),
        (&["--contexts", "some"], "give a number, or all"),
        (&["--replicates", "1"], "2..="),
        (&["--years", "21"], "1..=20"),
        (&["--set", "needs.nothing=1"], "needs.nothing"),
        (&["--set", "scenario.weeks=104"], "--years"),
        (&["--out", "audit.txt"], "ends in .md"),
        (&["--resume"], "--out"),
    ] {
        let output = asked(folder.path(), &[&["audit"], args].concat(), 2);
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    std::fs::write(folder.path().join("audit.md"), "mine").expect("written");
    let output = asked(folder.path(), &["audit", "--contexts", "0", "--out", "audit.md"], 4);
    assert!(text(&output.stderr).contains("--resume"));
    assert_eq!(std::fs::read_to_string(folder.path().join("audit.md")).expect("there"), "mine");
}

/// The whole command on the shipped scenarios in a small authority and on one context, interrupted
/// by a signal and then resumed.
#[cfg(unix)]
#[test]
fn the_command_goes_on_after_an_interruption_to_the_same_bytes() {
    let folder = folder();
    let args = |out| {
        let least = ["--contexts", "1", "--replicates", "2", "--years", "2"];
        [&["audit"][..], &least, &["--set", r#"authority.name="Rutland""#, "--json", "--out", out]].concat()
    };
    let whole = asked(folder.path(), &args("whole.md"), 0);
    narrow(
        text(&whole.stdout)
            .lines()
            .take_while(|line| !line.starts_with('{'))
            .collect::<Vec<_>>()
            .join("\n")
            .as_bytes(),
    );
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("balcony"));
    let mut child = child.current_dir(folder.path()).args(args("cut.md")).spawn().expect("it starts");
    while !folder.path().join("cut.contexts.csv").exists() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let pid = child.id().to_string();
    crate::interrupt(&pid);
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    program(folder.path(), &[&args("cut.md")[..], &["--resume"]].concat()).assert().success();
    for ending in ["md", "contexts.csv"] {
        let bytes = |name: &str| std::fs::read(folder.path().join(format!("{name}.{ending}"))).expect("kept");
        assert!(bytes("whole") == bytes("cut"), "{ending}");
    }
}
