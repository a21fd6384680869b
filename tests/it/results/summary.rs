//! The terminal output: equal to the stored text, within 80 columns, and honest in special cases.

use std::path::Path;

use balcony::experiment::stats::Verdict;
use balcony::experiment::{ArmResult, Replicate, Shape, Table, Timing};
use balcony::summary::{About, Corners, Figure, Look, answer, clean, compare, json_line, run, width};
use balcony_engine::measure::{MEASURES, OUTCOMES, measure_index, outcome_index};

use super::fake::{keyed, level_and_size};

const PRESETS: [&str; 5] = ["authentic", "connected", "distributed", "incumbent", "personalised"];

/// Approximately normal noise with mean 0 and standard deviation 1.
fn noise(key: u64) -> f64 {
    (0..12).map(|at| keyed(key * 12 + at)).sum::<f64>() - 6.0
}

/// A table in which each strategy differs from the baseline on every outcome by `effect` times the
/// smallest effect of interest.
pub(crate) fn table(
    arms: &[&str],
    replicates: u32,
    weeks: u32,
    effect: impl Fn(&str, usize) -> f64,
) -> Table {
    drawn(arms, replicates, 0, weeks, effect)
}

/// The same with parameter samples. A sample shifts every figure, and changes how far strategies
/// differ.
fn drawn(
    arms: &[&str],
    replicates: u32,
    draws: u32,
    weeks: u32,
    effect: impl Fn(&str, usize) -> f64,
) -> Table {
    let names: Vec<String> = arms.iter().map(|arm| (*arm).to_owned()).collect();
    let base = names.iter().position(|arm| arm == "incumbent").unwrap_or(0);
    let shape = Shape::new(arms.len(), weeks, true);
    let mut table = Table::new(&names, base, replicates, draws, shape);
    for number in 0..replicates {
        let arm = |(place, name): (usize, &&str)| {
            let own = if place == base { 0 } else { place as u64 + 1 };
            let one = |at: usize| {
                let (level, matters) = level_and_size(&OUTCOMES[at]);
                let luck = noise(u64::from(number) * 1009 + at as u64);
                let rest = noise((u64::from(number) * 1009 + at as u64) * 16 + own + 7_000_000);
                let draw = number.checked_rem(draws).map(|draw| u64::from(draw) * 7919 + at as u64);
                let (world, more) =
                    draw.map_or((0.0, 1.0), |draw| (9.0 * noise(draw), 1.0 + noise(draw + 5_000_000)));
                level + matters * (3.0 * luck + rest + world + more * effect(name, at))
            };
            let week = |week: usize| {
                (0..MEASURES.len()).map(move |measure| {
                    (10.0 + measure as f64 + week as f64 / 52.0 * (measure as f64 / 8.0 - 2.0)) as f32
                })
            };
            let quarter = |quarter: usize| {
                3.0 + 0.05 * effect(name, 0) * quarter as f64 / 6.0
                    + 0.05 * noise(u64::from(number) * 64 + quarter as u64 + own * 1_000_000)
            };
            ArmResult {
                outcomes: (0..OUTCOMES.len()).map(one).collect(),
                series: (0..weeks as usize).flat_map(week).collect(),
                primary_by_quarter: (0..shape.quarters).map(quarter).collect(),
                quarters: Vec::new(),
                details: (0..shape.details)
                    .map(|at| if at == 2 { f64::NAN } else { at as f64 + 0.5 })
                    .collect(),
            }
        };
        table.add(&Replicate {
            replicate: number,
            arms: arms.iter().enumerate().map(arm).collect(),
            case_weeks: 1,
            warm_up_case_weeks: 0,
        });
    }
    table
}

fn presets(name: &str, at: usize) -> f64 {
    let size = match name {
        "connected" => -2.4,
        "authentic" => -1.0,
        "distributed" => -2.1,
        "personalised" => 0.1,
        _ => return 0.0,
    };
    match OUTCOMES[at].key {
        "cost" => 0.0,
        "strain" => -size,
        "trust" => 0.4 * size,
        _ => size,
    }
}

fn about<'a>(folder: &'a Path, published: &'a [Option<Figure>]) -> About<'a> {
    About {
        title: "A shift of culture",
        authority: "Barnsley",
        question: "Does a shift from compliance to learning survive two years of vacancies, and who pays for it while it lasts?",
        primary: outcome_index("harm").expect("an outcome"),
        most: 200,
        weeks: 156,
        seed: 1,
        drawn: 0,
        worlds: false,
        numbers: &[],
        on_page: false,
        titles: &[],
        laid: &[],
        published,
        corners: Some(Corners {
            factors: ["source", "impact"],
            arms: ["personalised", "authentic", "distributed", "connected"],
        }),
        ceiling: None,
        folder: Some(folder),
    }
}

/// Compares a text with the stored one, and checks that every line fits.
fn stored(name: &str, text: &str) {
    for line in text.lines().filter(|line| !line.starts_with("Results: ")) {
        assert!(width(line) <= 80, "{} columns: {line}", width(line));
        assert!(!line.ends_with(' '), "blanks at the end: {line:?}");
    }
    crate::stored::holds(&format!("tests/snapshots/{name}"), text);
}

#[test]
fn comparing_five_strategies() {
    let table = table(&PRESETS, 200, 156, presets);
    let about = about(Path::new("culture-shift-results"), &[]);
    stored("compare-five.txt", &compare(&about, &table, &Look::PLAIN));
    let ascii = compare(&about, &table, &Look { unicode: false, ..Look::PLAIN });
    assert!(ascii.is_ascii(), "{ascii}");
    stored("compare-five-ascii.txt", &ascii);
}

#[test]
fn what_is_not_known_is_told_beside_luck() {
    let about = About { drawn: 176, ..about(Path::new("culture-shift-results"), &[]) };
    let table = drawn(&PRESETS, 100, 20, 156, presets);
    stored("compare-draws.txt", &compare(&about, &table, &Look::PLAIN));
    let one = drawn(&["incumbent"], 103, 20, 156, |_, _| 0.0);
    stored("run-draws.txt", &run(&about, &one, &Look::PLAIN));
    let timing = Timing { wall: 1.5, cpu: None, threads: 2 };
    let line = json_line(&about, &table, &timing, [1000, 100], &[]);
    let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!((&value["draws"], &value["drawn_numbers"]), (&20.into(), &176.into()));
    assert!(value["verdicts"]["connected"]["share_ignorance"].as_f64().is_some_and(|share| share > 0.5));
    // Both strategies are equal: an exact tie, without a spread to divide.
    let same = drawn(&["incumbent", "other"], 40, 20, 26, |_, _| 0.0);
    let base = same.outcome(0, 0).to_vec();
    let alike =
        balcony::experiment::stats::paired(&base, &base, OUTCOMES[0].better, OUTCOMES[0].margin, same.unit());
    assert_eq!((alike.difference, alike.verdict), (0.0, Verdict::NoDifference));
}

#[test]
fn colour_adds_nothing_but_colour() {
    let table = table(&PRESETS, 40, 30, presets);
    let about = about(Path::new("there"), &[]);
    let coloured = compare(&about, &table, &Look { colour: true, ..Look::PLAIN });
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\x1b') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').expect("an end") + 1..];
    }
    plain.push_str(rest);
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&plain), trimmed(&compare(&about, &table, &Look::PLAIN)));
    assert!(coloured.contains("\x1b[32m"));
}

#[test]
fn two_strategies_with_names_that_hurt() {
    let names =
        ["<b>\"שינוי\" & 'culture'</b>\x1b[31m", "incumbent", "👩‍👧‍👦 日本語のとても長い名前の戦略 with more"];
    let mut arms = names.to_vec();
    arms.sort_unstable();
    let table = table(&arms, 20, 520, |name, _| if name == "incumbent" { 0.0 } else { 0.2 });
    let mut about = about(Path::new("there"), &[]);
    about.title = "سلام <script>alert(1)</script> \u{202e}evil 日本語日本語日本語日本語日本語日本語日本語";
    about.authority = "Bournemouth, Christchurch and Poole";
    let text = compare(&about, &table, &Look::PLAIN);
    assert!(!text.contains('\x1b') && !text.contains('\u{202e}'));
    stored("compare-names.txt", &text);
}

#[test]
fn every_verdict_has_its_answer_in_at_most_twenty_words() {
    let folder = Path::new("there");
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = |table: &Table| words(compare(&about(folder, &[]), table, &Look::PLAIN));
    let two = |replicates: u32, size: f64| {
        let more = move |name: &str, _| if name == "other" { size } else { 0.0 };
        table(&["incumbent", "other"], replicates, 26, more)
    };
    for (table, answer) in [
        (two(60, 0.0), "On serious harm, other makes no difference that matters to incumbent."),
        (two(400, -0.6), "On serious harm, other is a little better than incumbent ("),
        (two(400, 0.6), "On serious harm, other is a little worse than incumbent ("),
        (two(200, -3.0), "On serious harm, other is clearly better than incumbent (1"),
        (two(200, 3.0), "On serious harm, other is clearly worse than incumbent (1"),
        (two(4, -0.5), "On serious harm, one cannot tell yet whether other is better than incumbent."),
    ] {
        assert!(text(&table).contains(answer), "{answer}: {}", text(&table));
    }
    let one = table(&["incumbent", "other"], 1, 1, |name, _| if name == "other" { -9.0 } else { 0.0 });
    let text = |table: &Table| words(compare(&About { weeks: 1, ..about(folder, &[]) }, table, &Look::PLAIN));
    assert!(text(&one).contains("no interval from a single pair") && text(&one).contains("cannot tell yet"));
    assert!(
        text(&one).contains("1 paired run: the same") && text(&one).contains("1 week; seed"),
        "{}",
        text(&one)
    );
    let same = table(&["incumbent", "other"], 20, 26, |_, _| 0.0);
    let exact: Vec<f64> = same.outcome(0, 0).to_vec();
    assert_eq!(exact.len(), 20);
    // For every primary outcome, every name and every difference, the answer has at most twenty
    // words.
    for size in [-3.0, -0.6, 0.0, 0.6, 3.0] {
        for arms in [&["incumbent", "other"][..], &PRESETS] {
            let table = table(arms, 30, 26, |name, _| if name == "incumbent" { 0.0 } else { size });
            for at in 0..OUTCOMES.len() {
                let about = About { primary: at, ..about(folder, &[]) };
                let answer = answer(&about, &table);
                let count = answer.lead.answer.split_whitespace().count();
                assert!((3..=20).contains(&count), "{count}: {}", answer.lead.answer);
                assert!(!answer.lead.answer.ends_with("..."), "{}", answer.lead.answer);
                assert!(answer.lead.moved.len() <= 3, "{:?}", answer.lead.moved);
            }
        }
    }
}

// No earlier word for a verdict remains in any output.
#[test]
fn one_vocabulary() {
    let about = about(Path::new("there"), &[]);
    for table in [table(&PRESETS, 60, 26, presets), drawn(&PRESETS, 60, 20, 26, presets)] {
        let text = compare(&about, &table, &Look::PLAIN);
        let timing = Timing { wall: 1.5, cpu: None, threads: 2 };
        let json = json_line(&about, &table, &timing, [1000, 100], &[]);
        for old in ["unlike", " tie", "undecided", "told apart", "less than matters", "may be called best"] {
            assert!(!text.contains(old) && !json.contains(old), "{old}: {text}");
        }
        assert!(!text.contains("£0.0m"), "{text}");
    }
}

#[test]
fn the_best_is_named_only_when_it_is_clearly_so() {
    let folder = Path::new("there");
    let say = |effect: fn(&str, usize) -> f64| {
        compare(&about(folder, &[]), &table(&PRESETS, 200, 26, effect), &Look::PLAIN).replace("\n   ", " ")
    };
    let clear = say(|name, _| if name == "connected" { -4.0 } else { 0.0 });
    assert!(clear.contains("and is clearly best") && clear.contains("; it is clearly best"), "{clear}");
    let close = say(presets);
    assert!(close.contains("no strategy is clearly best") && close.contains("distributed"), "{close}");
}

#[test]
fn one_strategy_beside_the_published_figures() {
    let table = table(&["incumbent"], 50, 156, |_, _| 0.0);
    let mut published = vec![None; OUTCOMES.len()];
    published[outcome_index("re-referrals").expect("an outcome")] = Some(Figure { value: 22.4, own: false });
    published[outcome_index("looked-after").expect("an outcome")] = Some(Figure { value: 589.0, own: true });
    stored("run.txt", &run(&about(Path::new("there"), &published), &table, &Look::PLAIN));
    let long = self::table(&["incumbent"], 1, 1040, |_, _| 0.0);
    stored("run-twenty-years.txt", &run(&about(Path::new("there"), &[]), &long, &Look::PLAIN));
    assert!(measure_index("open").is_some());
}

#[test]
fn the_last_line_for_programs() {
    let table = table(&PRESETS, 20, 26, presets);
    let timing = Timing { wall: 1.5, cpu: None, threads: 2 };
    let line = json_line(&about(Path::new("there"), &[]), &table, &timing, [1000, 100], &[]);
    assert!(!line.contains('\n'));
    let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    for (key, expected) in [
        ("case_weeks", 1000.into()),
        ("wall", 1.5.into()),
        ("cpu", serde_json::Value::Null),
        ("threads", 2.into()),
        ("warm_up_case_weeks", 100.into()),
        ("replicates", 20.into()),
        ("primary", "harm".into()),
    ] {
        assert_eq!(value[key], expected, "{key}");
    }
    assert_eq!(value["verdicts"]["connected"]["verdict"], "clearly better");
    assert_eq!(value["verdicts"]["connected"]["is_clear"], true);
    assert_eq!(value["margin"]["from"], "share");
    assert!(value["answer"].as_str().is_some_and(|answer| answer.contains("clearly better")));
    assert!(value["on_the_way"].as_array().is_some_and(|lines| (1..=3).contains(&lines.len())));
    assert!(value["would_change"].as_str().is_some_and(|said| said.contains("would not matter")));
    assert_eq!(value["verdicts"].as_object().map(|all| all.len()), Some(4));
    assert_eq!(clean("a\u{2066}b"), "ab");
}
