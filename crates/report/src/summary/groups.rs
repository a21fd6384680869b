//! For whom: one sentence for children, for staff, for partners and for the authority, on what
//! differs for certain between the two strategies in question.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Concerns};

use super::lead::{between, unit_between};
use super::number::many;
use super::text::{list, small};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{Paired, Verdict, sure_together};

/// Largest number of outcomes that are named of a kind.
const MOST: usize = 3;

/// One sentence for each group, in the order of [`Concerns::ALL`], of outcomes that can be better or
/// worse: the clear differences by name, the largest first; and the small ones that are sure if all
/// of the group are tested together, those for the worse always.
pub fn groups(table: &Table, two: [usize; 2]) -> Vec<String> {
    Concerns::ALL.into_iter().map(|concerns| group(table, two, concerns)).collect()
}

fn group(table: &Table, two: [usize; 2], concerns: Concerns) -> String {
    let mut all: Vec<(usize, Paired)> = (0..OUTCOMES.len())
        .filter(|at| OUTCOMES[*at].concerns == concerns && OUTCOMES[*at].better != Better::Neither)
        .map(|at| (at, between(table, at, two)))
        .collect();
    let size = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    all.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    let figures: Vec<(&[f64], &[f64])> =
        all.iter().map(|(at, _)| (table.outcome(two[0], *at), table.outcome(two[1], *at))).collect();
    // Of several small differences some would look sure by luck alone.
    let sure = sure_together(&figures, unit_between(table, two));
    let all: Vec<(usize, Paired, bool)> = all
        .into_iter()
        .zip(sure)
        .map(|((at, pair), sure)| {
            let told = pair.verdict.is_clear() || sure && pair.verdict.direction().is_some();
            (at, pair, told)
        })
        .collect();
    let named = |clear: bool, wanted: bool| -> Option<String> {
        let is = |(at, pair, told): &&(usize, Paired, bool)| {
            let is_better = pair.verdict.is_better(OUTCOMES[*at].better) == Some(wanted);
            *told && pair.verdict.is_clear() == clear && is_better
        };
        let names: Vec<String> = all.iter().filter(is).map(|(at, ..)| small(OUTCOMES[*at].title)).collect();
        let more = names.len().saturating_sub(MOST);
        let mut shown: Vec<String> = names.into_iter().take(MOST).collect();
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        (!shown.is_empty()).then(|| list(&shown))
    };
    let clearly = [named(true, true), named(true, false)];
    // A small price stands beside a large gain; a small gain only where there is no large one.
    let little = [named(false, true).filter(|_| clearly == [None, None]), named(false, false)];
    let words = ["clearly better", "clearly worse", "a little better", "a little worse"];
    let named = clearly.into_iter().chain(little);
    let mut said: Vec<String> =
        words.iter().zip(named).filter_map(|(word, names)| Some(format!("{word}: {}", names?))).collect();
    let outcomes = many(all.len() as u64, "outcome", "outcomes");
    if said.is_empty() {
        let none = all.iter().filter(|(_, pair, _)| pair.verdict == Verdict::NoDifference).count();
        let open = all.len() - none;
        said.push(match open {
            0 => format!("no difference that matters in any of {outcomes}"),
            open if open == all.len() => format!("of none of {outcomes} one can tell yet"),
            open => format!(
                "of {open} of {outcomes} one cannot tell yet, in the others no difference that matters"
            ),
        });
    }
    format!("{}: {}.", concerns.title(), said.join("; "))
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
        assert_eq!(told[0], "Children and families: clearly better: serious harm.");
        assert_eq!(told[1], "Staff: clearly worse: social workers who leave.");
        assert_eq!(told[2], "Partners: a little better: trust between agencies at the end.");
        assert!(
            told[3].starts_with("The authority and its leaders: no difference that matters in any of "),
            "{told:?}"
        );
    }

    // "Clearly better: readiness of deputies" hid that the authorisation had become a little worse.
    #[test]
    fn a_small_price_is_told_beside_a_large_gain() {
        let told = groups(&table(&[("deputies", 0.5), ("authorisation", -0.0003)]), [1, 0]);
        assert!(told[3].contains("; a little worse: authorisation at the end."), "{told:?}");
    }

    #[test]
    fn names_are_few_and_the_rest_is_counted() {
        let by =
            ["harm", "unserved", "re-referrals", "school-missed", "worker-changes"].map(|key| (key, -0.5));
        let told = groups(&table(&by), [1, 0]);
        assert!(told[0].contains("and 2 more."), "{told:?}");
        let back = groups(&table(&by), [0, 1]);
        assert!(back[0].starts_with("Children and families: clearly worse: "), "{back:?}");
    }

    #[test]
    fn one_pair_tells_of_none() {
        let names = ["base", "ours"].map(str::to_owned);
        let mut one = Table::new(&names, 0, 1, 0, Shape::new(2, 0, false));
        let outcomes = vec![1.0; OUTCOMES.len()];
        let arms = [0, 1].map(|_| ArmResult { outcomes: outcomes.clone(), ..ArmResult::default() }).to_vec();
        one.add(&Replicate { replicate: 0, arms, ..Replicate::default() });
        assert!(groups(&one, [1, 0])[0].contains("of none of "), "{:?}", groups(&one, [1, 0]));
    }
}
