//! `summary.csv`: one row per strategy and outcome, for a spreadsheet.
//!
//! If parameters are sampled, standard errors, intervals and verdicts rest on samples, and further
//! columns give the variance components ([`crate::experiment::stats::variance_components`]): of the
//! value itself for the baseline, of the paired difference for every other strategy. `better_in`
//! and `same_in` always count replicates.

use balcony_engine::measure::OUTCOMES;

use super::Identity;
use super::field;
use crate::experiment::Table;
use crate::experiment::stats::words::way;
use crate::experiment::stats::{
    VarianceComponents, count, mean, paired, quantile_sorted, sd, sorted, variance_components,
};
use balcony_scenario::currency::in_currency;

const HEAD: &str = "strategy,outcome,title,unit,replicates,without_value,mean,sd,standard_error,p10,median,p90,\
    baseline,difference,difference_standard_error,low_95,high_95,better_in,same_in,margin,margin_from,verdict,direction";
/// Further columns with parameter samples. `split_of` says whether the components are those of the
/// value or of the paired difference.
const DRAWN: &str = ",draws,split_of,variance_luck,variance_ignorance,share_ignorance,low_95_luck,high_95_luck,\
    low_95_world,high_95_world,draws_of_same_sign";

/// The text of `summary.csv`.
pub fn text(identity: &Identity, currency: &str, table: &Table) -> String {
    let mut text = HEAD.to_owned();
    text.push_str(if table.draws > 0 { DRAWN } else { "" });
    text.push('\n');
    let base = identity.baseline_at();
    for (arm, strategy) in table.arms.iter().enumerate() {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let values = table.outcome(arm, at);
            let ascending = sorted(values);
            let [p10, median, p90] = [0.1, 0.5, 0.9].map(|p| number(quantile_sorted(&ascending, p)));
            let error = table.unit().estimate(values).error;
            let mut made_of = ("figure", variance_components(values, table.draws as usize));
            let mut cells = vec![
                field(strategy),
                outcome.key.to_owned(),
                field(outcome.title),
                field(&in_currency(outcome.unit.to_owned(), currency)),
                values.len().to_string(),
                (values.len() - count(values)).to_string(),
                number(mean(values)),
                number(sd(values)),
                number(error),
                p10,
                median,
                p90,
            ];
            if arm == base {
                cells.extend(std::iter::repeat_n(String::new(), 11));
            } else {
                let pair =
                    paired(values, table.outcome(base, at), outcome.better, table.margins[at], table.unit());
                made_of = ("difference", pair.split);
                let (low, high) =
                    pair.interval.map_or((f64::NAN, f64::NAN), |interval| (interval.low, interval.high));
                let direction =
                    pair.verdict.direction().map_or("", |direction| way(direction, outcome.better));
                cells.extend([
                    field(&identity.baseline),
                    number(pair.difference),
                    number(pair.error),
                    number(low),
                    number(high),
                    pair.better.to_string(),
                    pair.same.to_string(),
                    number(pair.yardstick.size()),
                    if pair.yardstick.by_share() { "share" } else { "floor" }.to_owned(),
                    pair.verdict.words(outcome.better).to_owned(),
                    direction.to_owned(),
                ]);
            }
            if table.draws > 0 {
                cells.extend(drawn(made_of));
            }
            text.push_str(&cells.join(","));
            text.push('\n');
        }
    }
    text
}

/// The cells of [`DRAWN`].
fn drawn((what, split): (&str, Option<VarianceComponents>)) -> Vec<String> {
    let Some(split) = split else {
        return vec![String::new(); 10];
    };
    let mut cells = vec![split.draws.to_string(), what.to_owned()];
    let numbers = [
        split.luck,
        split.uncertainty,
        split.share.unwrap_or(f64::NAN),
        split.by_luck.low,
        split.by_luck.high,
        split.world.low,
        split.world.high,
    ];
    cells.extend(numbers.map(number));
    cells.push(split.agree.to_string());
    cells
}

/// The shortest digits that give the number exactly; empty if it is not finite.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}
