//! Checks each replicate before it is stored: it must be complete, and every value must be a
//! number. Infinity is a fault of the model. NaN is a fault too, except in an outcome that may be
//! undefined for a run.

use balcony_engine::measure::{MEASURES, OUTCOMES};

use super::{ModelFailure, Replicate, Shape};

/// Fails if a replicate does not have the expected number, shape or values.
pub fn check(
    replicate: &Replicate,
    number: u32,
    shape: &Shape,
    names: &[String],
) -> Result<(), ModelFailure> {
    let fault = |agent: String, week, message: String| ModelFailure {
        authority: "as in the scenario".to_owned(),
        agent: format!("{agent}, replicate {number}"),
        week,
        mechanism: "measure".to_owned(),
        message,
    };
    if replicate.replicate != number {
        return Err(fault(
            "the run".into(),
            None,
            format!("replicate {} came for {number}", replicate.replicate),
        ));
    }
    if replicate.arms.len() != shape.arms {
        let message =
            format!("{} strategies were simulated, {} were asked for", replicate.arms.len(), shape.arms);
        return Err(fault("the run".into(), None, message));
    }
    for (arm, name) in replicate.arms.iter().zip(names) {
        let who = format!("strategy {name}");
        let parts = [
            ("outcomes", arm.outcomes.len(), shape.outcomes),
            ("quarters of the primary outcome", arm.primary_by_quarter.len(), shape.quarters),
            ("quarters of all outcomes", arm.quarters.len(), shape.quarters * shape.by_quarter),
            ("finer counts", arm.details.len(), shape.details),
            ("figures of the series", arm.series.len(), shape.weeks * shape.measures),
        ];
        for (what, found, wanted) in parts {
            if found != wanted {
                return Err(fault(who, None, format!("{found} {what} instead of {wanted}")));
            }
        }
        let missing = |(at, value): (usize, &f64)| {
            value.is_nan() && OUTCOMES.get(at).is_some_and(|outcome| outcome.may_be_missing)
        };
        let wrong = |(at, value): &(usize, &f64)| !value.is_finite() && !missing((*at, *value));
        if let Some((at, _)) = arm.outcomes.iter().enumerate().find(wrong) {
            let key = OUTCOMES.get(at).map_or("?", |outcome| outcome.key);
            return Err(fault(who, None, format!("the outcome `{key}` is {}", arm.outcomes[at])));
        }
        if let Some(at) = arm.series.iter().position(|value| !value.is_finite()) {
            let key = MEASURES.get(at % shape.measures).map_or("?", |measure| measure.key);
            let week = u32::try_from(at / shape.measures).ok();
            return Err(fault(who, week, format!("the weekly measure `{key}` is {}", arm.series[at])));
        }
    }
    Ok(())
}
