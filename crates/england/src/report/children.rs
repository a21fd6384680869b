//! The part of `run` and `compare` that is about children, staff and partners: outcomes of the
//! whole country, and how far authorities lie apart.

use super::{cut, heading, left, push, right};
use crate::children::{Children, position};
use crate::compare::others;
use crate::places::{REGIONS, authorities};
use crate::scenario::National;
use balcony_engine::measure::OUTCOMES;
use balcony_report::summary::{Look, fixed, interval, item, many};
use balcony_study::experiment::stats::{mean, quantile, sd};
use serde_json::{Map, Value, json};

/// The table of outcomes that `--out` keeps.
pub const TABLE: (&str, &str) =
    ("children.csv", "outcomes of each authority in each replicate with children, by policy");
/// Outcomes that are always shown, if the engine has them.
const ALWAYS: [&str; 10] = [
    "harm",
    "re-referrals",
    "timely-assessments",
    "unserved",
    "turnover",
    "vacancy",
    "culture",
    "trust",
    "competence",
    "cost",
];
/// Outcomes shown beyond those at most: those that moved clearly, the first first.
const MORE: usize = 6;

/// Positions of the outcomes that are always shown.
fn always() -> Vec<usize> {
    ALWAYS.iter().filter_map(|key| position(key)).collect()
}

/// The section of `run`: levels under the base, and how far authorities lie apart.
pub fn levels(national: &National, children: &Children, look: &Look, out: &mut String) {
    head(children, look, out);
    let line = |cells: [&str; 4]| {
        let [title, level, spread, unit] = cells;
        format!(
            "{}{}  {}  {}",
            left(title, 30, look),
            right(level, 8, look),
            right(spread, 16, look),
            cut(unit, 22, look)
        )
    };
    push(&line(["", "mean", "10 to 90 in 100", ""]), out);
    for outcome in always() {
        let row = &OUTCOMES[outcome];
        let each: Vec<f64> = children
            .by_authority(national.base, outcome)
            .into_iter()
            .filter(|value| !value.is_nan())
            .collect();
        let spread = format!(
            "{} to {}",
            fixed(quantile(&each, 0.1), row.digits),
            fixed(quantile(&each, 0.9), row.digits)
        );
        let level = fixed(mean(&children.means(national.base, outcome)), row.digits);
        push(&line([row.title, &level, &spread, row.unit]), out);
    }
    by_region(national, children, look, out);
}

/// Regions beside each other on two outcomes.
fn by_region(national: &National, children: &Children, look: &Look, out: &mut String) {
    let shown: Vec<usize> = ["harm", "turnover", "cost"].iter().filter_map(|key| position(key)).collect();
    heading("children by region", "means over the authorities of each", look, out);
    let mut line = left("", 26, look);
    shown.iter().for_each(|outcome| line.push_str(&right(OUTCOMES[*outcome].key, 12, look)));
    push(&line, out);
    for (region, name) in REGIONS.iter().enumerate() {
        let mut line = left(name, 26, look);
        for outcome in &shown {
            let level = mean(&children.of_region(national.base, *outcome, region));
            line.push_str(&right(&fixed(level, OUTCOMES[*outcome].digits), 12, look));
        }
        push(&line, out);
    }
}

/// The section of `compare`: every policy against the base on each outcome.
pub fn differences(national: &National, children: &Children, look: &Look, out: &mut String) {
    head(children, look, out);
    for policy in others(national) {
        let name = &national.policies[policy].name;
        push(&look.strong(&format!("{name} against {}", national.policies[national.base].name)), out);
        let line = |cells: [&str; 4]| {
            let [title, level, interval, verdict] = cells;
            format!(
                "{}{}  {}  {verdict}",
                left(title, 33, look),
                right(level, 9, look),
                right(interval, 18, look)
            )
        };
        push(&line(["", "base", "95 % interval", "verdict"]), out);
        let mut moved: Vec<usize> = (0..OUTCOMES.len())
            .filter(|outcome| !always().contains(outcome))
            .filter(|outcome| children.pair(policy, national.base, *outcome).verdict.is_clear())
            .collect();
        let unsaid = moved.len().saturating_sub(MORE);
        moved.truncate(MORE);
        for outcome in always().into_iter().chain(moved) {
            let row = &OUTCOMES[outcome];
            let pair = children.pair(policy, national.base, outcome);
            push(
                &line([
                    row.title,
                    &fixed(pair.yardstick.level, row.digits),
                    &interval(pair.interval, row.digits),
                    pair.verdict.short(row.better),
                ]),
                out,
            );
        }
        if unsaid > 0 {
            let text = format!(
                "{} clearly: --json and --out have all.",
                many(unsaid as u64, "more outcome moved", "more outcomes moved")
            );
            out.push_str(&item("", &text, look));
        }
    }
}

fn head(children: &Children, look: &Look, out: &mut String) {
    let runs = many(children.lives.len() as u64, "run", "runs");
    let rest = format!("means over 153 authorities, each counting alike; {runs}");
    heading("children, staff, partners", &rest, look, out);
}

/// A row for each policy, replicate and authority, a column for each outcome.
pub fn table(national: &National, children: &Children) -> String {
    let keys: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.key).collect();
    let mut text = format!("policy,replicate,authority,region,{}\n", keys.join(","));
    let all = authorities();
    for (policy, of) in national.policies.iter().enumerate() {
        for (replicate, lives) in children.lives.iter().enumerate() {
            for (authority, outcomes) in all.iter().zip(&lives[policy].authorities) {
                let cell = |value: &f64| if value.is_finite() { value.to_string() } else { String::new() };
                let cells: Vec<String> = outcomes.iter().map(cell).collect();
                let region = REGIONS[usize::from(authority.region)];
                let name = authority.profile.name;
                text.push_str(&format!("{},{replicate},\"{name}\",{region},{}\n", of.name, cells.join(",")));
            }
        }
    }
    text
}

/// What `--json` says of children: for each policy levels, digests and differences.
pub fn json(national: &National, children: &Children) -> Value {
    let finite = |value: f64| if value.is_finite() { Value::from(value) } else { Value::Null };
    let policies = national.policies.iter().enumerate().map(|(policy, of)| {
        let outcomes = OUTCOMES.iter().enumerate().map(|(outcome, row)| {
            let values = children.means(policy, outcome);
            let pair = children.pair(policy, national.base, outcome);
            let each: Vec<f64> =
                children.by_authority(policy, outcome).into_iter().filter(|value| !value.is_nan()).collect();
            let object = json!({
                "mean": finite(mean(&values)),
                "sd": finite(sd(&values)),
                "authorities_p10": finite(quantile(&each, 0.1)),
                "authorities_p90": finite(quantile(&each, 0.9)),
                "difference": finite(pair.difference),
                "low_95": pair.interval.map(|interval| interval.low),
                "high_95": pair.interval.map(|interval| interval.high),
                "verdict": pair.verdict.words(row.better),
            });
            (row.key.to_owned(), object)
        });
        let digests: Vec<String> =
            children.digests(policy).iter().map(|digest| format!("{digest:016x}")).collect();
        let object = json!({ "digests": digests, "outcomes": outcomes.collect::<Map<_, _>>() });
        (of.name.clone(), object)
    });
    json!({ "replicates": children.lives.len(), "policies": policies.collect::<Map<_, _>>() })
}
