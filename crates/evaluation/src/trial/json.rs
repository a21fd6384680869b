//! The findings for programs: one object per study. An undefined value is null.

use super::verdict::Published;
use super::{Finding, SimulatedStudy};
use serde_json::{Value, json as object};

/// A simulated study as one object.
pub fn json(told: &SimulatedStudy) -> Value {
    let study = told.study;
    object!({
        "trial": study.name,
        "title": study.title,
        "source": study.source,
        "engine": balcony_runs::results::engine(),
        "place": told.place,
        "worlds": told.worlds,
        "counted": told.lived.counted.iter().map(|(what, n)| object!({ "what": what, "n": n })).collect::<Vec<_>>(),
        "balance": told.lived.balance.iter().map(|row| object!({
            "what": row.what, "treated": row.means[0], "others": row.means[1], "apart": row.apart,
        })).collect::<Vec<_>>(),
        "findings": told.lived.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let published = match finding.published {
        Published::Effect { value, low, high, how } => {
            object!({ "kind": "effect", "value": value, "low": low, "high": high, "how": how })
        }
        Published::None { low, high, how } => {
            object!({ "kind": "none", "value": null, "low": low, "high": high, "how": how })
        }
        Published::Bound { value, how } => object!({ "kind": "bound", "value": value, "how": how }),
        Published::Way { up, how } => object!({ "kind": if up { "higher" } else { "lower" }, "how": how }),
    };
    let found = &finding.simulated;
    object!({
        "outcome": finding.outcome,
        "unit": finding.unit,
        "published": published,
        "simulated": { "value": found.value, "low": found.low, "high": found.high },
        "levels": finding.levels.map(|[published, simulated]| object!({ "published": published, "simulated": simulated })),
        "verdict": finding.verdict().word(),
        "says": finding.sentence(),
    })
}
