//! What is said of why an answer is as it is, and of what would change it: each sentence only where
//! its condition holds.

use balcony::experiment::{ArmResult, Replicate, Shape, Table};
use balcony::summary::{About, Lead, Look, answer, compare, unmoved};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Concerns;

use super::fake::{keyed, level_and_size};

const HARM: &str = "harm";

/// Noise between -1 and 1.
fn noise(key: u64) -> f64 {
    2.0 * keyed(key) - 1.0
}

/// Two strategies. `by` is the difference on an outcome in a pair, in steps of what matters; the
/// arguments are the outcome's key and the number of the pair.
fn table(pairs: u32, draws: u32, by: impl Fn(&str, u64) -> f64) -> Table {
    let names = ["base", "ours"].map(str::to_owned);
    let mut table = Table::new(&names, 0, pairs, draws, Shape::new(2, 0, false));
    for replicate in 0..pairs {
        let arm = |by: &dyn Fn(&str, u64) -> f64| {
            let one = |at: usize| {
                let (level, matters) = level_and_size(&OUTCOMES[at]);
                level + matters * by(OUTCOMES[at].key, u64::from(replicate))
            };
            ArmResult { outcomes: (0..OUTCOMES.len()).map(one).collect(), ..ArmResult::default() }
        };
        let arms = vec![arm(&|_, _| 0.0), arm(&by)];
        table.add(&Replicate { replicate, arms, ..Replicate::default() });
    }
    table
}

fn about<'a>(numbers: &'a [(String, Vec<f64>)], on_page: bool) -> About<'a> {
    About {
        title: "",
        authority: "",
        question: "",
        primary: outcome_index(HARM).expect("an outcome"),
        most: 60,
        weeks: 156,
        seed: 1,
        drawn: numbers.len(),
        worlds: false,
        numbers,
        on_page,
        titles: &[],
        laid: &[],
        published: &[],
        corners: None,
        ceiling: None,
        folder: None,
    }
}

fn lead(table: &Table) -> Lead {
    answer(&about(&[], false), table).lead
}

fn why(table: &Table) -> String {
    let lines = lead(table).on_the_way;
    assert!((1..=3).contains(&lines.len()), "{lines:?}");
    lines.join(" ")
}

/// How many figures are on the way.
fn on_the_way() -> usize {
    OUTCOMES.iter().filter(|outcome| outcome.on_the_way).count()
}

/// Differences by luck alone: none is sure.
fn luck(key: &str, pair: u64) -> f64 {
    let at = outcome_index(key).expect("an outcome") as u64;
    // In opposite pairs, so that the mean is exactly 0 over an even number.
    0.4 * noise(at * 1_000 + pair / 2) * if pair.is_multiple_of(2) { 1.0 } else { -1.0 }
}

#[test]
fn figures_that_surely_moved_go_with_the_answer_the_largest_first() {
    let found = why(&table(60, 0, |key, pair| {
        luck(key, pair)
            + match key {
                HARM => -3.0,
                "trust" => 6.0,
                "strain" => 4.0,
                "caseload" => -0.5,
                "turnover" => 1.2,
                // Not on the way: it is what children live through.
                "school-missed" => 20.0,
                _ => 0.0,
            }
    }));
    assert!(found.starts_with("Under ours, against base, these differ too, the largest first: "), "{found}");
    let (trust, strain, turnover) = (
        found.find("trust between agencies at the end (better, 6.0 times the least that matters)"),
        found.find("strain of staff (worse, 4.0 times)"),
        found.find("social workers who leave (worse, 1.2 times)"),
    );
    assert!(trust.is_some() && trust < strain && strain < turnover, "{found}");
    assert!(
        found.contains(" and 1 more.") && !found.contains("caseload") && !found.contains("school"),
        "{found}"
    );
    assert!(found.ends_with("None of this shows a cause."), "{found}");
}

#[test]
fn where_nothing_surely_moved_no_difference_is_reported_as_one() {
    let sure = why(&table(60, 0, |key, pair| luck(key, pair) - if key == HARM { 3.0 } else { 0.0 }));
    let none = format!("none of {} figures on the way", on_the_way());
    assert!(sure.contains(&none) && sure.ends_with("these runs do not show why."), "{sure}");
    let neither = why(&table(60, 0, luck));
    assert!(
        neither.starts_with(
            "Of serious harm there is no sure difference to explain. Under ours, against base, none of"
        ),
        "{neither}"
    );
    let all_the_same =
        why(&table(60, 0, |key, pair| luck(key, pair) + if key == "trust" { 6.0 } else { 0.0 }));
    assert!(
        all_the_same.starts_with("Of serious harm there is no sure difference to explain. Under ours, against base, these differ all the same")
            && all_the_same.contains("trust between agencies at the end (better, 6.0 times the least that matters)")
            && !all_the_same.contains("Pair by pair"),
        "{all_the_same}"
    );
    // One pair shows nothing.
    assert!(why(&table(1, 0, |_, _| 9.0)).contains("there is no sure difference to explain"));
}

// A figure that is an answer itself is no reason for one.
#[test]
fn a_primary_outcome_is_no_reason() {
    let table = table(60, 0, |key, pair| luck(key, pair) + if key == "trust" { 6.0 } else { 0.0 });
    let trust = About { primary: outcome_index("trust").expect("an outcome"), ..about(&[], false) };
    let found = answer(&trust, &table).lead.on_the_way.join(" ");
    assert!(found.contains(&format!("none of {} figures", on_the_way() - 1)), "{found}");
}

#[test]
fn what_goes_together_pair_by_pair_is_told_only_where_it_is_sure() {
    let with = |trust: f64, strain: f64| {
        why(&table(60, 0, move |key, pair| {
            let same = noise(77_000 + pair);
            match key {
                HARM => -3.0 + same,
                "trust" => 6.0 + luck(key, pair) - trust * same,
                "strain" => 5.0 + luck(key, pair) - strain * same,
                _ => luck(key, pair),
            }
        }))
    };
    let (trust, strain) = ("trust between agencies at the end moved more", "strain of staff moved more");
    let more = with(2.0, 0.0);
    assert!(more.contains(&format!("Pair by pair, the difference is larger where {trust}.")), "{more}");
    let less = with(-2.0, 0.0);
    assert!(less.contains(&format!("Pair by pair, the difference is smaller where {trust}.")), "{less}");
    let both = with(2.0, -2.0);
    assert!(both.contains(&format!("is larger where {trust}, and smaller where {strain}.")), "{both}");
    let none = with(0.0, 0.0);
    assert!(
        none.contains("Pair by pair, none of these clearly rises or falls with the difference."),
        "{none}"
    );
    let drawn = why(&table(60, 20, |key, pair| {
        let same = noise(77_000 + pair % 20);
        match key {
            HARM => -3.0 + same,
            "trust" => 6.0 - 2.0 * same + 0.1 * luck(key, pair),
            _ => luck(key, pair),
        }
    }));
    assert!(drawn.contains(&format!("Draw by draw, the difference is larger where {trust}.")), "{drawn}");
}

#[test]
fn without_draws_it_says_how_far_and_how_to_ask() {
    let by = |steps: f64| move |key: &str, pair: u64| luck(key, pair) + if key == HARM { steps } else { 0.0 };
    let wide = |key: &str, pair: u64| 30.0 * luck(key, pair);
    let (_, matters) = level_and_size(&OUTCOMES[outcome_index(HARM).expect("an outcome")]);
    let [twice, once] = [2.0, 1.0].map(|steps| format!("{:.3} serious incidents a year", steps * matters));
    for (table, said) in [
        (
            table(60, 0, by(-2.0)),
            format!("The difference in serious harm is {twice}; below {once} it would not matter. To see"),
        ),
        (table(60, 0, by(0.0)), format!("; from {once} on it would matter. To see")),
        (table(20, 0, wide), ", and its direction is not sure; ".to_owned()),
        (table(20, 0, |_, _| 0.0), "In every pair serious harm is the very same. To see".to_owned()),
        (
            table(1, 0, by(-2.0)),
            "Too few pairs to say how far the difference in serious harm lies".to_owned(),
        ),
    ] {
        let both = |lead: Lead| format!("{} {}", lead.would_change, lead.ask);
        let found = both(lead(&table));
        assert!(found.contains(&said) && found.ends_with("add --parameters worlds."), "{said}: {found}");
        let page = both(answer(&about(&[], true), &table).lead);
        assert!(page.contains(&said) && page.contains("tick \u{201c}Include uncertainty"), "{page}");
        assert!(!page.contains("--parameters"), "{page}");
    }
}

#[test]
fn over_draws_it_names_the_number_that_surely_goes_with_the_difference() {
    let world = |draw: u64| noise(55_000 + draw);
    let numbers = |with: bool| -> Vec<(String, Vec<f64>)> {
        let mut numbers: Vec<(String, Vec<f64>)> = (0..100)
            .map(|number| {
                (
                    format!("luck.{number}"),
                    (0..40).map(|draw| noise(9_000_000 + number * 1_000 + draw)).collect(),
                )
            })
            .collect();
        numbers.push(("needs.tangled".to_owned(), vec![0.5; 40]));
        if with {
            numbers.push(("needs.rate".to_owned(), (0..40).map(|draw| 58.0 - 9.0 * world(draw)).collect()));
        }
        numbers
    };
    let table = |steps: f64| {
        table(120, 40, move |key, pair| match key {
            HARM => steps + 3.0 * world(pair % 40) + 0.1 * luck(key, pair),
            _ => luck(key, pair),
        })
    };
    let said = |table: &Table, with: bool| answer(&about(&numbers(with), false), table).lead.would_change;
    let turned = |steps: f64| (0..40).filter(|draw| steps + 3.0 * world(*draw) > 0.0).count();
    let sure = table(-2.0);
    let found = said(&sure, true);
    assert!(
        found.starts_with(
            "Over 40 draws, the difference is tied most closely to needs.rate (new needs a week in an average authority): the higher \
             it is, the lower serious harm under ours beside base (rank correlation -"
        ),
        "{found}"
    );
    assert!(turned(-2.0) > 0, "an example in which it turns");
    assert!(
        found.ends_with(&format!("In {} of 40 draws the answer turns, luck included.", turned(-2.0))),
        "{found}"
    );
    // A number that does not vary is not looked at; of a hundred by luck alone none is told.
    let none = said(&sure, false);
    assert!(
        none.contains("none of 100 drawn numbers clearly rises or falls with the difference in serious harm, all tested together."),
        "{none}"
    );
    let never = said(&table(-4.0), true);
    assert!(never.ends_with("In none of 40 draws does the answer turn."), "{never}");
    let open = said(&table(0.1), true);
    assert!(open.contains("of 40 draws the difference has the other sign, luck included."), "{open}");
    assert!(
        none.contains("200 draws (--parameters ranges --replicates 1000) would show weaker ties."),
        "{none}"
    );
    // Without the drawn values only the draws are counted.
    let bare = lead(&sure).would_change;
    assert!(bare.starts_with("In ") && bare.ends_with("luck included."), "{bare}");
}

// An outcome of children that did not move is named with its interval; one that moved, or of which
// one cannot tell, has its row.
#[test]
fn no_outcome_of_children_is_left_out() {
    let table = table(60, 0, |key, pair| {
        luck(key, pair)
            + match key {
                "school-missed" | "culture" => 3.0,
                "referrals" => 0.3,
                "enquiries" => 40.0 * luck("harm", pair),
                _ => 0.0,
            }
    });
    let named: Vec<(&str, String)> = unmoved(&table, outcome_index(HARM).expect("an outcome"))
        .into_iter()
        .map(|(at, said)| (OUTCOMES[at].key, said))
        .collect();
    let text = compare(&about(&[], false), &table, &Look::PLAIN);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, told) = text.split_once("For children, no difference seen under any strategy").expect("told");
    for outcome in OUTCOMES.iter().filter(|outcome| outcome.concerns == Concerns::Children) {
        let moved = ["school-missed", "referrals", "enquiries", HARM].contains(&outcome.key);
        let said = named.iter().find(|(key, _)| *key == outcome.key);
        assert_eq!(said.is_none(), moved, "{}", outcome.key);
        if let Some((_, said)) = said {
            assert!(said.contains(" to ") && told.contains(&**said), "{said}");
        }
    }
    assert!(named.iter().all(|(key, _)| *key != "culture" && *key != "trust"), "{named:?}");
    for row in ["School missed, weeks", "Referrals, a year", "Enquiries, a year"] {
        assert!(text.contains(row), "{row}: {text}");
    }
    let (_, plans) = named.iter().find(|(key, _)| *key == "looked-after").expect("it did not move");
    let (low, high) =
        plans.trim_start_matches("children looked after ").split_once(" to ").expect("an interval");
    let high = high.split(' ').next().expect("a number");
    let [low, high] = [low, high].map(|end| end.parse::<f64>().expect("a number"));
    assert!(low < 0.0 && high > 0.0, "{plans}");
}
