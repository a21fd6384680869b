//! Every key that can be set changes something, or the program says why not. This test also makes
//! the table of all keys in docs/SETTINGS.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use balcony::jobs::idle::{bits, laid_on, without_effect};
use balcony::scenario::files::Texts;
use balcony::scenario::schema::{Key, Kind};
use balcony::scenario::{England, Library, SHIPPED, Scenario, read_text};
use balcony::simulate::{Scratch, Simulation};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::strategy::{INVESTMENTS, SIGNALS, TRIGGERS};
use rayon::prelude::*;

/// Describes keys that are text or that judge results.
fn of_judging(name: &str) -> &'static str {
    match name {
        "compare.strategies" => "chooses the strategies that are run",
        "authority.name" | "authority.code" => "chooses the authority",
        "authority.currency" => "the symbol of money where it is shown",
        name if name.starts_with("margins.") => "what matters of an outcome: judges differences, moves none",
        _ => "words",
    }
}

/// Settings that may show the effect of a key: several variants to compare.
struct Try {
    key: String,
    sides: Vec<Vec<String>>,
    /// Number of different runs that are required.
    different: usize,
}

/// An authority of medium size in which referrals are taken up to different degrees.
const EVENTFUL: &str = "Bracknell Forest";

/// Several runs of ten years, for effects that are rare.
const RARE: &str = "culture-shift in Rutland, several runs of ten years of events";
/// Number of these runs; they are compared in turn until something changes.
const RUNS: u32 = 16;

/// The word for a key without an effect and without a message. There must be none.
const NOTHING: &str = "nothing";
/// The start of the words for a key without an effect that the program has a message for.
const MOVES_NOTHING: &str = "moves nothing, and says: ";

/// Keys that describe a run and are not meant to change it, with what they do.
const OF_THE_RUN: [(&str, &str); 11] = [
    ("base", "chooses the values of all keys that the file does not give"),
    ("scenario.title", "words"),
    ("scenario.question", "words"),
    ("scenario.story", "words"),
    ("scenario.sources", "words"),
    ("scenario.run-time", "words"),
    ("scenario.primary", "chooses the outcome that decides"),
    ("scenario.replicates", "how many runs there are"),
    ("scenario.draws", "how many worlds are drawn; a warning where none is drawn"),
    ("scenario.parameters", "whether worlds are drawn; the first draw is of the first world"),
    ("compare.baseline", "chooses the strategy that the others are compared with"),
];

fn shipped(name: &str, place: &str, sets: &[&str], library: &Library<'_>) -> Scenario {
    let (_, text) = SHIPPED.iter().find(|(shipped, _)| *shipped == name).expect("it ships");
    let sets: Vec<String> =
        ["strategies.ours.preset=\"connected\""].iter().chain(sets).map(|set| (*set).to_owned()).collect();
    let scenario = read_text(name, text, library).expect("no fault");
    let scenario = scenario.with_authority(place, library).expect("no fault");
    scenario.apply_sets(&sets, library).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The contexts in which keys are tried, in turn, until something changes.
fn contexts(library: &Library<'_>) -> Vec<Context> {
    let usual = "culture-shift in Rutland";
    // Most keys show their effect in a short run.
    let short = ["scenario.weeks=52", "scenario.warm-up=26"];
    let mut contexts = vec![
        Context::new(usual, shipped("culture-shift", "Rutland", &short, library), 1),
        Context::new(usual, shipped("culture-shift", "Rutland", &[], library), 1),
    ];
    let buys: Vec<String> = INVESTMENTS
        .iter()
        .enumerate()
        .flat_map(|(at, kind)| {
            let table = format!("strategies.ours.investments.x{at}");
            [format!("{table}.kind=\"{kind}\""), format!("{table}.size=0.1")]
        })
        .collect();
    let buys: Vec<&str> = buys.iter().map(String::as_str).collect();
    contexts.push(Context::new(
        "culture-shift in Rutland, all investments",
        shipped("culture-shift", "Rutland", &buys, library),
        1,
    ));
    for name in ["fixed-changes", "culture-slippage", "first-three-years"] {
        let scenario = shipped(name, "Rutland", &[], library);
        contexts.push(Context::new(&format!("{name} in Rutland"), scenario, 1));
    }
    let happens = [
        "scenario.weeks=364",
        "structure.together=0.5",
        "structure.residents=0.5",
        "structure.pooled=0.3",
        "structure.schools-led-together=0.5",
        "start.judgement=0",
        "events.c.kind=\"partner-cut\"",
        "events.c.week=10",
        "events.c.weeks=200",
        "events.c.size=0.3",
        "events.s.kind=\"scandal-elsewhere\"",
        "events.s.week=20",
        "events.s.size=0.8",
        "events.i.kind=\"serious-incident\"",
        "events.i.week=30",
        "events.i.size=0.8",
        "events.j.kind=\"inspection\"",
        "events.j.week=60",
        "events.j.size=1",
        "events.d.kind=\"director-leaves\"",
        "events.d.week=80",
        "events.d.size=1",
        "events.e.kind=\"director-leaves\"",
        "events.e.week=200",
        "events.e.size=1",
        "events.f.kind=\"inspection\"",
        "events.f.week=210",
        "events.f.size=1",
    ];
    contexts.push(Context::new(
        &format!("culture-shift in {EVENTFUL}, seven years of events"),
        shipped("culture-shift", EVENTFUL, &happens, library),
        1,
    ));
    // Conditions that make directors leave, strategies for an adaptive director to follow, and
    // little noise.
    let rare = [
        "scenario.weeks=520",
        "start.judgement=0",
        "decisions.sigma=0.03",
        "strategies.ours.adaptive=\"presets\"",
        "strategies.ours.attention.developing=4",
        "strategies.ours.attention.politics=6",
        "events.s.kind=\"scandal-elsewhere\"",
        "events.s.week=20",
        "events.s.size=0.8",
        "events.i.kind=\"serious-incident\"",
        "events.i.week=300",
        "events.i.size=0.8",
    ];
    contexts.push(Context::new(RARE, shipped("culture-shift", "Rutland", &rare, library), RUNS));
    contexts
}

fn ends(key: &Key) -> Vec<String> {
    match &key.kind {
        Kind::Whole(low, high) => vec![low.to_string(), high.to_string()],
        Kind::Number(low, high) | Kind::Ranged(low, high) => {
            vec![high.to_string(), ((low + high) / 2.0).to_string(), low.to_string()]
        }
        Kind::Choice(names) => names.iter().map(|name| format!("\"{name}\"")).collect(),
        Kind::Date => vec!["2022-04-04".to_owned()],
        _ => Vec::new(),
    }
}

/// The variants of one key, with the other settings that it needs.
fn tries(key: &Key) -> Vec<Try> {
    let name = key.name();
    if name.starts_with("margins.") {
        return Vec::new();
    }
    let with = |given: &[&str], key: String, values: &[String]| Try {
        sides: values
            .iter()
            .map(|value| {
                given.iter().map(|set| (*set).to_owned()).chain([format!("{key}={value}")]).collect()
            })
            .collect(),
        key,
        different: 2,
    };
    let values = ends(key);
    if let Some(rest) = name.strip_prefix("events.*.") {
        let needs =
            ["events.x.kind=\"needs-surge\"", "events.x.week=10", "events.x.weeks=26", "events.x.size=0.3"];
        let own = format!("events.x.{rest}=");
        let needs: Vec<&str> = needs
            .into_iter()
            .filter(|set| !(set.starts_with(&own) || rest == "date" && set.contains(".week=")))
            .collect();
        let values = match rest {
            "week" => vec!["10".to_owned(), "50".to_owned()],
            "weeks" => vec!["5".to_owned(), "26".to_owned()],
            "size" => vec!["0.1".to_owned(), "0.3".to_owned()],
            "date" => vec!["2019-09-02".to_owned(), "2020-04-06".to_owned()],
            _ => values,
        };
        return vec![with(&needs, format!("events.x.{rest}"), &values)];
    }
    if let Some(rest) = name.strip_prefix("programme.*.") {
        let needs = [
            "programme.x.kind=\"practice-framework\"",
            "programme.x.from=2",
            "programme.x.due=40",
            "programme.x.effort=20",
            "programme.x.size=0.5",
            "programme.y.kind=\"rules-removed\"",
            "programme.y.from=2",
            "programme.y.due=60",
            "programme.y.effort=30",
            "programme.y.size=0.3",
        ];
        let own = format!("programme.x.{rest}=");
        let needs: Vec<&str> = needs.into_iter().filter(|set| !set.starts_with(&own)).collect();
        let values = match rest {
            "from" => vec!["2".to_owned(), "30".to_owned()],
            "due" => vec!["20".to_owned(), "80".to_owned()],
            "effort" => vec!["10".to_owned(), "200".to_owned()],
            "after" => vec!["[]".to_owned(), "[\"y\"]".to_owned()],
            _ => values,
        };
        return vec![with(&needs, format!("programme.x.{rest}"), &values)];
    }
    let Some(rest) = name.strip_prefix("strategies.*.") else {
        return if values.is_empty() { Vec::new() } else { vec![with(&[], name, &values)] };
    };
    let strategy = "strategies.ours";
    let (table, inner) = match rest.split_once(".*.") {
        Some((table, inner)) => (format!("{strategy}.{table}.x"), inner),
        None => (strategy.to_owned(), rest),
    };
    let part = rest.split_once(".*.").map_or("", |(table, _)| table);
    let mut needs: Vec<String> = match part {
        "changes" => vec![format!("{table}.date=26")],
        "investments" => vec![format!("{table}.kind=\"early-help\""), format!("{table}.size=1")],
        "acts" => vec![
            format!("{table}.kind=\"budget-cut\""),
            format!("{table}.date=10"),
            format!("{table}.weeks=60"),
            format!("{table}.size=0.3"),
        ],
        "responses" => vec![
            "events.x.kind=\"serious-incident\"".to_owned(),
            "events.x.week=10".to_owned(),
            "events.x.size=0.8".to_owned(),
            format!("{table}.to=\"serious-incident\""),
        ],
        "rules" => vec![format!("{table}.when=\"caseload\""), format!("{table}.above=1")],
        _ => Vec::new(),
    };
    let leads = inner.contains("rights")
        || inner.contains("attention")
        || ["preset", "source", "impact"].contains(&inner);
    if ["responses", "rules", "changes"].contains(&part) && !leads {
        needs.push(format!("{table}.preset=\"personalised\""));
    }
    let own = format!("{table}.{inner}=");
    needs.retain(|set| !set.starts_with(&own));
    if inner == "below" {
        needs.retain(|set| !set.contains(".above="));
    }
    let values: Vec<String> = match inner {
        "title" => return Vec::new(),
        "from" | "date" => vec!["5".to_owned(), "60".to_owned()],
        "weeks" => vec!["8".to_owned(), "104".to_owned()],
        "above" | "below" => vec!["-10".to_owned(), "100".to_owned()],
        "adaptive" => vec!["\"presets\"".to_owned()],
        "adapts-every" => {
            needs.push(format!("{strategy}.adaptive=\"presets\""));
            vec!["13".to_owned(), "52".to_owned()]
        }
        "size" if part == "investments" => vec!["0.5".to_owned(), "2".to_owned()],
        "size" => vec!["0.1".to_owned(), "0.3".to_owned()],
        "to" => TRIGGERS.iter().map(|name| format!("\"{name}\"")).collect(),
        "when" => SIGNALS.iter().map(|name| format!("\"{name}\"")).collect(),
        _ if inner.contains("attention") => vec!["0".to_owned(), "2".to_owned()],
        _ if inner.contains("rights") => Vec::new(),
        _ => values,
    };
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    if inner.contains("rights") {
        // The shares of one decision right must be given together.
        let (row, holder) = inner.rsplit_once('.').expect("a holder");
        let side = |mine: f64| {
            let others = ["director", "panel", "manager", "practitioners"].into_iter().map(|other| {
                let share = if other == holder { mine } else { (1.0 - mine) / 3.0 };
                format!("{table}.{row}.{other}={share}")
            });
            needs.iter().map(|set| (*set).to_owned()).chain(others).collect()
        };
        return vec![Try {
            key: format!("{table}.{inner}"),
            sides: vec![side(0.1), side(1.0)],
            different: 2,
        }];
    }
    vec![with(&needs, format!("{table}.{inner}"), &values)]
}

/// Keys whose values are tried one by one, because a kind without effect could hide behind another.
const EACH: [&str; 6] =
    ["events.*.kind", "programme.*.kind", "investments.*.kind", "acts.*.kind", ".to", ".when"];

/// One try per value of such a key. A table is compared with a run without it; a trigger, with the
/// same event without the response; a signal of a rule, with thresholds at which the rule acts
/// always, never and sometimes.
fn of_each_value(key: &Key, tries: &[Try]) -> Vec<(String, Option<Try>)> {
    let (name, Kind::Choice(values)) = (key.name(), &key.kind) else { return Vec::new() };
    if !EACH.iter().any(|end| name.ends_with(end)) {
        return Vec::new();
    }
    let sides = tries.iter().flat_map(|one| one.sides.iter().map(|side| (&one.key, side)));
    let one = |(value, (key, side)): (&&str, (&String, &Vec<String>))| {
        assert!(side.iter().any(|set| set.contains(value)), "{name} = {value}: {side:?}");
        let (mut sides, mut different) = (vec![side.clone()], 2);
        if name.ends_with(".to") {
            // An inadequate judgement can come only from an inspection.
            let event = if *value == "inadequate-judgement" { "inspection" } else { value };
            let with = side.iter().map(|set| set.replace("=\"serious-incident\"", &format!("=\"{event}\"")));
            let with: Vec<String> = with
                .map(|set| if set.contains(".to=") { format!("{key}=\"{value}\"") } else { set })
                .chain(["start.judgement=0".to_owned()])
                .collect();
            let without = with.iter().filter(|set| !set.starts_with("strategies.")).cloned().collect();
            sides = vec![without, with];
        } else if name.starts_with("programme.") {
            // Every task takes hours, so the test requires that all kinds differ from each other.
            sides = tries.iter().flat_map(|one| one.sides.clone()).collect();
            different = values.len();
        } else if name.ends_with(".when") {
            different = 3;
            let at = |threshold: &f64| {
                side.iter().map(|set| set.replace(".above=1", &format!(".above={threshold}"))).collect()
            };
            sides = THRESHOLDS.iter().map(at).collect();
        }
        (format!("{name} = {value}"), Some(Try { key: key.clone(), sides, different }))
    };
    values.iter().zip(sides).map(one).collect()
}

/// Thresholds of rules, from below every signal to above every signal. A signal that moves is above
/// some of them at some times only.
const THRESHOLDS: [f64; 22] = [
    -10.0, 100.0, 0.0, 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 5.0, 10.0,
    15.0, 20.0, 25.0,
];

/// A context and its runs without extra settings, which are made when they are first needed.
struct Context {
    name: String,
    scenario: Scenario,
    normal: Vec<[OnceLock<Vec<u64>>; ARMS.len()]>,
}

/// The strategies that are compared. `ours` has the extra settings and shows most effects.
const ARMS: [&str; 2] = ["ours", "incumbent"];

impl Context {
    fn new(name: &str, scenario: Scenario, runs: u32) -> Self {
        Self { name: name.to_owned(), scenario, normal: (0..runs).map(|_| Default::default()).collect() }
    }

    fn normal(&self, run: usize, arm: usize) -> &Vec<u64> {
        self.normal[run][arm].get_or_init(|| lived(&self.scenario, run, arm).expect("a context runs"))
    }

    /// The context with the settings of each side, where they are valid.
    fn laid(&self, one: &Try, library: &Library<'_>) -> Vec<Scenario> {
        one.sides.iter().filter_map(|side| self.scenario.apply_sets(side, library).ok()).collect()
    }

    /// Whether a key changes something in one of the first `runs` runs.
    fn shows(&self, one: &Try, runs: usize, library: &Library<'_>) -> bool {
        let sides = self.laid(one, library);
        // A table is compared with its absence, a value with another value.
        let with_normal = one.sides.len() < 2 || one.sides[0].len() == 1;
        let runs = 0..self.normal.len().min(runs);
        runs.flat_map(|run| (0..ARMS.len()).map(move |arm| (run, arm))).any(|(run, arm)| {
            let mut seen = BTreeSet::new();
            if with_normal {
                seen.insert(self.normal(run, arm).clone());
            }
            sides.iter().filter_map(|set| lived(set, run, arm)).any(|bits| {
                seen.insert(bits);
                seen.len() >= one.different
            })
        })
    }
}

fn lived(scenario: &Scenario, run: usize, arm: usize) -> Option<Vec<u64>> {
    bits(scenario, &[ARMS[arm].to_owned()], run as u32)
}

/// Outcomes of `ours` without those of cost, in one run, because spending money is no effect in
/// itself.
fn but_money(scenario: &Scenario, run: u32, scratch: &mut Scratch) -> Vec<u64> {
    let primary = outcome_index(&scenario.primary).expect("an outcome");
    let simulation = Simulation::new(scenario, &["ours".to_owned()], primary, false).expect("a strategy");
    let replicate = simulation.replicate(run, scratch).expect("it runs");
    let outcomes = OUTCOMES.iter().zip(&replicate.arms[0].outcomes);
    let outcomes = outcomes.filter(|(outcome, _)| !["cost", "overspend"].contains(&outcome.key));
    outcomes.map(|(_, number)| number.to_bits()).collect()
}

/// Every kind of investment changes something besides money, and no two kinds do the same. The test
/// detects a kind that only spends.
#[test]
fn every_investment_buys_something_of_its_own() {
    let texts = Texts::default();
    let library = Library::new(&texts, &England);
    let scenario = shipped("culture-shift", "Rutland", &[], &library);
    let with = |kind: &str| {
        let table = "strategies.ours.investments.x";
        let sets = [format!("{table}.kind=\"{kind}\""), format!("{table}.size=0.1")];
        scenario.apply_sets(&sets, &library).unwrap_or_else(|faults| panic!("{faults}"))
    };
    let scenarios: Vec<Scenario> = std::iter::once(scenario.clone()).chain(INVESTMENTS.map(with)).collect();
    // All kinds share one warm-up in each run.
    let runs: Vec<Vec<Vec<u64>>> = (0..6)
        .map(|run| {
            let mut scratch = Scratch::default();
            scenarios.iter().map(|scenario| but_money(scenario, run, &mut scratch)).collect()
        })
        .collect();
    let mut seen = BTreeSet::new();
    for (at, kind) in std::iter::once("none").chain(INVESTMENTS).enumerate() {
        assert!(seen.insert(runs.iter().map(|run| &run[at]).collect::<Vec<_>>()), "{kind}");
    }
}

/// The context in which a key changes something; otherwise the message of the program.
///
/// The context that the stored document names is tried first. If the key has an effect there, the
/// document is right and no other context is needed.
fn found(one: &Try, stored: &str, contexts: &[Context], library: &Library<'_>) -> Result<String, String> {
    let known = contexts.iter().filter(|context| moves_in(context) == stored);
    // Several runs are for rare effects. A key known to have no effect is tried once in each
    // context.
    let runs = if stored.starts_with(MOVES_NOTHING) { 1 } else { usize::MAX };
    if let Some(context) = known.chain(contexts).find(|context| context.shows(one, runs, library)) {
        return Ok(moves_in(context));
    }
    let said = contexts.iter().find_map(|context| {
        let set = context.laid(one, library).into_iter().next()?;
        let idle = without_effect(&set, &laid_on(&set), &["incumbent", "ours"].map(str::to_owned), library);
        let mut told = set.warnings.into_iter().chain(idle);
        told.find(|told| told.starts_with(&one.key))
    });
    Err(said.unwrap_or_default())
}

fn moves_in(context: &Context) -> String {
    format!("moves outcomes in {}", context.name)
}

// Seen to fail without the incumbent: in the first context a recruitment drive changes nothing
// else.
#[test]
fn every_key_moves_something_or_says_why_not() {
    let texts = Texts::default();
    let library = Library::new(&texts, &England);
    let contexts = contexts(&library);
    let stored = crate::stored::kept("docs/SETTINGS.md");
    let stored: BTreeMap<&str, &str> = stored
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
        .collect();
    let schema = &library.schema;
    let keys = schema.keys.iter().flat_map(|key| {
        let tries = tries(key);
        let of_the_run = OF_THE_RUN.iter().find(|(name, _)| *name == key.name());
        if tries.is_empty() || of_the_run.is_some() {
            vec![(key.name(), None)]
        } else {
            let each = of_each_value(key, &tries);
            let whole = tries.into_iter().map(|one| (key.name(), Some(one)));
            whole.chain(each).collect()
        }
    });
    let parameters = schema.parameters.iter().map(|parameter| {
        let path: Vec<String> = parameter.key.split('.').map(str::to_owned).collect();
        assert!(schema.find(&path).is_none(), "{} is a key and a parameter", parameter.key);
        let key = format!("parameters.{}", parameter.key);
        let sides = [parameter.low, parameter.high].map(|value| vec![format!("{key}={value}")]).to_vec();
        (key.clone(), Some(Try { key, sides, different: 2 }))
    });
    let all: Vec<(String, Option<Try>)> = keys.chain(parameters).collect();
    let seen: Vec<(String, String)> = all
        .into_par_iter()
        .map(|(name, one)| {
            let words = match one {
                None => OF_THE_RUN
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map_or_else(|| of_judging(&name).to_owned(), |(_, what)| (*what).to_owned()),
                Some(one) => {
                    let stored = stored.get(&*name).copied().unwrap_or_default();
                    match found(&one, stored, &contexts, &library) {
                        Ok(moves) => moves,
                        Err(said) if said.is_empty() => NOTHING.to_owned(),
                        Err(said) => format!("{MOVES_NOTHING}{said}"),
                    }
                }
            };
            (name, words)
        })
        .collect();
    let silent: Vec<&str> =
        seen.iter().filter(|(_, words)| words == NOTHING).map(|(name, _)| name.as_str()).collect();
    let mut text = String::from(
        "# Settings\n\nWhat every key does, found by trying: each was set to the ends of its range.\n\n| key | what was seen |\n|---|---|\n",
    );
    for (name, words) in &seen {
        let _ = writeln!(text, "| `{name}` | {words} |");
    }
    assert!(silent.is_empty(), "move nothing and nothing is said: {silent:?}");
    crate::stored::holds("docs/SETTINGS.md", &text);
}
