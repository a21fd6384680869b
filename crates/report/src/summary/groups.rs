//! For whom: a few words for children, for staff, for partners and for the authority, on what
//! differs for certain between the two strategies in question.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Concerns;

use super::lead::between;
use super::number::many;
use super::sure::{few, judged, sure_differences};
use super::text::{list, small};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{Paired, Verdict};

/// Largest number of outcomes that are named of a kind.
const MOST: usize = 3;

/// What is said to each group, in the order of [`Concerns::ALL`], of outcomes that can be better or
/// worse: the clear differences by name, the largest first; and the small ones that are sure if all
/// these outcomes are tested together. Small ones for the worse are always told.
pub fn groups(table: &Table, two: [usize; 2]) -> Vec<String> {
    let judged = judged();
    let sure = sure_differences(table, two, &judged);
    let of = |concerns: Concerns| {
        let is_of = |at: &usize| OUTCOMES[*at].concerns == concerns;
        let all: Vec<usize> = judged.iter().copied().filter(is_of).collect();
        let sure: Vec<&(usize, Paired)> = sure.iter().filter(|(at, _)| is_of(at)).collect();
        let said = told(&sure).unwrap_or_else(|| nothing(table, two, &all));
        format!("{}. {said}", concerns.title())
    };
    Concerns::ALL.into_iter().map(of).collect()
}

/// The sure differences of a group; none where there are none.
fn told(sure: &[&(usize, Paired)]) -> Option<String> {
    let named = |clear: bool, wanted: bool| -> String {
        let is = |(at, pair): &&&(usize, Paired)| {
            pair.verdict.is_clear() == clear && pair.verdict.is_better(OUTCOMES[*at].better) == Some(wanted)
        };
        few(sure.iter().filter(is).map(|(at, _)| small(OUTCOMES[*at].title)), MOST)
    };
    let clearly_better = named(true, true);
    // A small price stands beside a large gain; a small gain only where there is no large one.
    let little_better = if clearly_better.is_empty() { named(false, true) } else { String::new() };
    let said: Vec<String> = [
        ("Clearly better", clearly_better),
        ("Clearly worse", named(true, false)),
        ("A little better", little_better),
        ("A little worse", named(false, false)),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(word, names)| format!("{word}: {names}."))
    .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// What is said to a group without a sure difference.
fn nothing(table: &Table, two: [usize; 2], all: &[usize]) -> String {
    let verdicts: Vec<Verdict> = all.iter().map(|at| between(table, *at, two).verdict).collect();
    let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    let (none, open) = (count(Verdict::NoDifference), count(Verdict::CannotTell));
    let small = all.len() - none - open;
    let outcomes = format!("{} that can be better or worse", many(all.len() as u64, "outcome", "outcomes"));
    if none == all.len() {
        return format!("No difference that matters in any of {outcomes}.");
    }
    let parts = [
        (none, "without a difference that matters"),
        (open, "of which one cannot tell yet"),
        (small, "not sure once all are tested together"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    format!("Nothing for certain: of {outcomes}, {}.", list(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_engine::measure::outcome_index;
    use balcony_study::experiment::{ArmResult, Replicate, Shape};

    /// Two strategies over twenty pairs: those outcomes that `by` names differ by so many times the
    /// baseline's level, the others not at all.
    fn table(by: &[(&str, f64)]) -> Table {
        let names = ["base", "ours"].map(str::to_owned);
        let mut table = Table::new(&names, 0, 20, 0, Shape::new(2, 0, false));
        for replicate in 0..20 {
            let wave = f64::from(replicate % 5) / 50.0;
            let arm = |shares: &[(&str, f64)]| {
                let mut outcomes = vec![100.0 * (1.0 + wave); OUTCOMES.len()];
                for (key, share) in shares {
                    outcomes[outcome_index(key).expect("an outcome")] *= 1.0 + share + wave / 1e4;
                }
                ArmResult { outcomes, ..ArmResult::default() }
            };
            table.add(&Replicate { replicate, arms: vec![arm(&[]), arm(by)], ..Replicate::default() });
        }
        table
    }

    #[test]
    fn each_group_has_its_sentence() {
        let told = groups(&table(&[("harm", -0.3), ("turnover", 0.4), ("trust", 0.0003)]), [1, 0]);
        assert_eq!(told.len(), 4);
        assert_eq!(told[0], "Children and families. Clearly better: serious harm.");
        assert_eq!(told[1], "Staff. Clearly worse: social workers who leave.");
        assert_eq!(told[2], "Partners. A little better: trust between agencies at the end.");
        assert!(
            told[3].starts_with("The authority and its leaders. No difference that matters in any of "),
            "{told:?}"
        );
    }

    // "Clearly better: readiness of deputies" hid that the authorisation had become a little worse.
    #[test]
    fn a_small_price_is_told_beside_a_large_gain() {
        let told = groups(&table(&[("deputies", 0.5), ("authorisation", -0.0003)]), [1, 0]);
        assert!(told[3].contains(". A little worse: authorisation at the end."), "{told:?}");
    }

    // Seen to fail where every small difference that is sure alone was told.
    #[test]
    fn a_small_difference_that_many_tests_would_find_is_not_told() {
        let names = ["base", "ours"].map(str::to_owned);
        let mut table = Table::new(&names, 0, 20, 0, Shape::new(2, 0, false));
        let trust = outcome_index("trust").expect("an outcome");
        for replicate in 0..20 {
            let outcomes = vec![100.0; OUTCOMES.len()];
            let mut ours = outcomes.clone();
            // 2.5 standard errors: sure alone, and of forty such one is expected by luck.
            ours[trust] += 0.02 + [-0.0358, 0.0358][replicate as usize % 2];
            let arms = [outcomes, ours].map(|outcomes| ArmResult { outcomes, ..ArmResult::default() });
            table.add(&Replicate { replicate, arms: arms.to_vec(), ..Replicate::default() });
        }
        let alone = between(&table, trust, [1, 0]).verdict;
        assert!(matches!(alone, Verdict::Slightly(_)), "{alone:?}");
        let told = groups(&table, [1, 0]);
        assert!(told[2].starts_with("Partners. Nothing for certain: of "), "{told:?}");
        assert!(told[2].contains("1 not sure once all are tested together"), "{told:?}");
    }

    #[test]
    fn names_are_few_and_the_rest_is_counted() {
        let by =
            ["harm", "unserved", "re-referrals", "school-missed", "worker-changes"].map(|key| (key, -0.5));
        let told = groups(&table(&by), [1, 0]);
        assert!(told[0].contains("; and 2 more."), "{told:?}");
        let back = groups(&table(&by), [0, 1]);
        assert!(back[0].starts_with("Children and families. Clearly worse: "), "{back:?}");
    }

    #[test]
    fn one_pair_tells_of_none() {
        let names = ["base", "ours"].map(str::to_owned);
        let mut one = Table::new(&names, 0, 1, 0, Shape::new(2, 0, false));
        let outcomes = vec![1.0; OUTCOMES.len()];
        let arms = [0, 1].map(|_| ArmResult { outcomes: outcomes.clone(), ..ArmResult::default() }).to_vec();
        one.add(&Replicate { replicate: 0, arms, ..Replicate::default() });
        let told = groups(&one, [1, 0]);
        assert!(told[0].starts_with("Children and families. Nothing for certain: of "), "{told:?}");
        assert!(told[0].ends_with(" of which one cannot tell yet."), "{told:?}");
    }
}
