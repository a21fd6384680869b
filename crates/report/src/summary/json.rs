//! The last line of `--json`: one object for programs.

use serde_json::{Map, Value, json};

use super::compare::pairs;
use super::{About, answer};
use balcony_study::experiment::stats::{Direction, Estimate, count, mean};
use balcony_study::experiment::{Table, Timing, stopping};

/// Returns the object as one line, without a line break.
pub fn json_line(
    about: &About<'_>,
    table: &Table,
    timing: &Timing,
    [case_weeks, warm_up_case_weeks]: [u64; 2],
    warnings: &[String],
) -> String {
    let lead = (table.arms.len() > 1).then(|| answer(about, table).lead);
    let also: Vec<Value> = table
        .also
        .iter()
        .map(|at| Value::Object(on(&About { primary: *at, ..about.clone() }, table)))
        .collect();
    let mut object = json!({
        "case_weeks": case_weeks,
        "warm_up_case_weeks": warm_up_case_weeks,
        "cpu": timing.cpu,
        "wall": timing.wall,
        "threads": timing.threads,
        "replicates": table.replicates,
        "at_most": about.most,
        "stopping": table.stopping.words(),
        "settled": table.stopping.settled(table, about.primary),
        "weeks": about.weeks,
        "seed": about.seed,
        "arms": table.arms,
        "baseline": table.arms.get(table.baseline),
        "answer": lead.as_ref().map(|lead| &lead.answer),
        "answer_also": lead.as_ref().map(|lead| &lead.also),
        "on_the_way": lead.as_ref().map(|lead| &lead.on_the_way),
        "would_change": lead.as_ref().map(|lead| &lead.would_change),
        "ask": lead.as_ref().map(|lead| &lead.ask),
        "also": also,
        "warnings": warnings,
        "digest": table.digest(),
        "results": about.folder.map(|folder| folder.display().to_string()),
    });
    if let Some(object) = object.as_object_mut() {
        object.extend(on(about, table));
    }
    // Without parameter samples these keys are absent, so that the object keeps its earlier form.
    if let (1.., Some(object)) = (table.draws, object.as_object_mut()) {
        object.insert("draws".to_owned(), json!(table.draws));
        object.insert("drawn_numbers".to_owned(), json!(about.drawn));
    }
    object.to_string()
}

/// What is said of one primary outcome: its key, margin, ceiling, means, looks and verdicts.
fn on(about: &About<'_>, table: &Table) -> Map<String, Value> {
    let outcome = about.outcome();
    let yardstick = table.yardstick(about.primary);
    let mut verdicts = Map::new();
    for (arm, pair) in pairs(table, about.primary) {
        let direction = pair.verdict.direction().map(|direction| match direction {
            Direction::Lower => "lower",
            Direction::Higher => "higher",
        });
        let mut verdict = json!({
            "difference": pair.difference,
            "share_of_baseline": pair.yardstick.share_of_level(pair.difference),
            "standard_error": finite(pair.error),
            "low_95": pair.interval.map(|interval| interval.low),
            "high_95": pair.interval.map(|interval| interval.high),
            "better_in": pair.better,
            "same_in": pair.same,
            "verdict": pair.verdict.words(outcome.better),
            "direction": direction,
            "is_better": pair.verdict.is_better(outcome.better),
            "is_clear": pair.verdict.is_clear(),
            "variance_saved_by_pairing": pair.saved,
        });
        if let (Some(split), Some(verdict)) = (pair.split, verdict.as_object_mut()) {
            let more = [
                ("variance_luck", json!(split.luck)),
                ("variance_ignorance", json!(split.uncertainty)),
                ("share_ignorance", json!(split.share)),
                ("low_95_luck", json!(split.by_luck.low)),
                ("high_95_luck", json!(split.by_luck.high)),
                ("low_95_world", json!(split.world.low)),
                ("high_95_world", json!(split.world.high)),
                ("draws_of_same_sign", json!(split.agree)),
                ("draws_better", json!(pair.units_better)),
            ];
            verdict.extend(more.map(|(key, value)| (key.to_owned(), value)));
        }
        verdicts.insert(table.arms[arm].clone(), verdict);
    }
    let mean =
        |(arm, name): (usize, &String)| (name.clone(), Value::from(mean(table.outcome(arm, about.primary))));
    let missing = |(arm, name): (usize, &String)| {
        let values = table.outcome(arm, about.primary);
        (name.clone(), Value::from(values.len() - count(values)))
    };
    let ceiling = super::ceiling::ceiling(outcome.key);
    let object = json!({
        "primary": outcome.key,
        "margin": {
            "size": yardstick.size(),
            "from": if yardstick.by_share() { "share" } else { "floor" },
            "share": yardstick.margin.share,
            "floor": yardstick.margin.floor,
            "baseline_mean": finite(yardstick.level),
        },
        "ceiling": ceiling.map(|found| json!({
            "context": found.context,
            "baseline_mean": found.baseline,
            "change": found.change[0],
            "low_95": found.change[1],
            "high_95": found.change[2],
            "how": found.how,
            "replicates": found.replicates,
        })),
        "course": (table.arms.len() > 1 && table.draws == 0).then(|| looks(about, table)),
        "without_value": table.arms.iter().enumerate().map(missing).collect::<Map<_, _>>(),
        "means": table.arms.iter().enumerate().map(mean).collect::<Map<_, _>>(),
        "verdicts": verdicts,
    });
    match object {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The interval at every interim look. The intervals hold simultaneously over all looks.
fn looks(about: &About<'_>, table: &Table) -> Vec<Value> {
    let one = |(arm, found): &(usize, Estimate)| {
        let ends = found.interval.map(|interval| [interval.low, interval.high]);
        let difference = json!({
            "difference": finite(found.mean),
            "low_95": ends.map(|[low, _]| low),
            "high_95": ends.map(|[_, high]| high),
        });
        (table.arms[*arm].clone(), difference)
    };
    let look = |look: &stopping::Look| json!({ "pairs": look.pairs, "differences": look.differences.iter().map(one).collect::<Map<_, _>>() });
    stopping::course(table, about.primary).iter().map(look).collect()
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
