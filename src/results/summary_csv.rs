//! `summary.csv`: a row per strategy and outcome, for a spreadsheet.

use balcony_engine::measure::OUTCOMES;

use super::Identity;
use super::csv_table::field;
use crate::experiment::Table;
use crate::experiment::stats::{Verdict, mean, paired, quantile_sorted, sd, sorted};

const HEAD: &str = "strategy,outcome,title,unit,replicates,mean,sd,standard_error,p10,median,p90,\
    baseline,difference,difference_standard_error,low_95,high_95,better_in,ties,matters,verdict,direction\n";

/// The whole file.
pub(super) fn text(identity: &Identity, table: &Table) -> String {
    let mut text = HEAD.to_owned();
    let base = identity.baseline_at();
    for (arm, strategy) in table.arms.iter().enumerate() {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let values = table.outcome(arm, at);
            let ascending = sorted(values);
            let [p10, median, p90] = [0.1, 0.5, 0.9].map(|p| number(quantile_sorted(&ascending, p)));
            let spread = sd(values);
            let error = spread / libm::sqrt(values.len() as f64);
            let mut cells = vec![
                field(strategy),
                outcome.key.to_owned(),
                field(outcome.title),
                field(outcome.unit),
                values.len().to_string(),
                number(mean(values)),
                number(spread),
                number(error),
                p10,
                median,
                p90,
            ];
            if arm == base {
                cells.extend(std::iter::repeat_n(String::new(), 10));
            } else {
                let pair = paired(values, table.outcome(base, at), outcome.better, outcome.matters);
                let (low, high) =
                    pair.interval.map_or((f64::NAN, f64::NAN), |interval| (interval.low, interval.high));
                let direction = match pair.verdict {
                    Verdict::Unlike(direction) => match (direction.is_better(outcome.better), direction) {
                        (Some(true), _) => "better",
                        (Some(false), _) => "worse",
                        (None, crate::experiment::stats::Direction::Lower) => "lower",
                        (None, crate::experiment::stats::Direction::Higher) => "higher",
                    },
                    _ => "",
                };
                cells.extend([
                    field(&identity.baseline),
                    number(pair.difference),
                    number(pair.error),
                    number(low),
                    number(high),
                    pair.better.to_string(),
                    pair.ties.to_string(),
                    number(outcome.matters),
                    pair.verdict.word().to_owned(),
                    direction.to_owned(),
                ]);
            }
            text.push_str(&cells.join(","));
            text.push('\n');
        }
    }
    text
}

/// The fewest digits that give the number back; nothing where there is none.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}
