//! Which parameter would have to move, and by how much: a missed study lived again at both ends of a parameter's range.
//!
//! With the primary outcome at the lower end, at the value in force and at the upper end, the value that would give the published figure
//! is read off the straight lines between them. It is a hint where to look, no fit: nothing is set by it.

use super::ground::Ground;
use super::verdict::Published;
use super::{Failed, Study, Told, live};
use balcony_engine::parameters::Parameters;

/// The primary outcome over the range of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Which parameter.
    pub key: &'static str,
    /// Value of the parameter and of the outcome: lower end, in force, upper end.
    pub points: [(f64, f64); 3],
    /// The value at which the outcome would be as published; none within the range.
    pub meets: Option<f64>,
}

/// The figure that the outcome would have to have: the effect, the nearer end of a band, the bound.
pub fn wanted(published: &Published, now: f64) -> Option<f64> {
    match *published {
        Published::Effect { value, .. } | Published::Bound { value, .. } => Some(value),
        Published::None { low, high, .. } => Some(now.clamp(low, high)),
        Published::Way { .. } => None,
    }
}

/// Lives a study again at both ends of each parameter that it identifies.
///
/// # Errors
/// As [`live`].
pub fn ranges(study: &'static Study, told: &Told, ground: &Ground<'_>) -> Result<Vec<Range>, Failed> {
    let Some(primary) = told.lived.findings.first() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for key in study.parameters {
        let Some(row) = Parameters::registry().find(|row| row.key == *key) else { continue };
        let at = |value: f64| -> Result<(f64, f64), Failed> {
            let mut ground = ground.clone();
            ground.sets.push(format!("{key}={value:?}"));
            let told = live(study, &ground)?;
            Ok((value, told.lived.findings.first().map_or(f64::NAN, |finding| finding.simulated.value)))
        };
        let points = [at(row.low)?, (row.default, primary.simulated.value), at(row.high)?];
        let meets =
            wanted(&primary.published, primary.simulated.value).and_then(|wanted| meets(&points, wanted));
        found.push(Range { key, points, meets });
    }
    Ok(found)
}

/// Where straight lines through three points reach a figure, nearest to the middle one.
fn meets(points: &[(f64, f64); 3], wanted: f64) -> Option<f64> {
    let [low, middle, high] = *points;
    let between = |a: (f64, f64), b: (f64, f64)| {
        let share = (wanted - a.1) / (b.1 - a.1);
        (0.0..=1.0).contains(&share).then(|| a.0 + share * (b.0 - a.0))
    };
    let found: Vec<f64> = [between(middle, low), between(middle, high)].into_iter().flatten().collect();
    found.into_iter().min_by(|a, b| (a - middle.0).abs().total_cmp(&(b - middle.0).abs()))
}

#[cfg(test)]
mod tests {
    use super::meets;

    #[test]
    fn a_value_is_read_off_straight_lines() {
        let points = [(0.0, 0.0), (1.0, -2.0), (3.0, -6.0)];
        assert_eq!(meets(&points, -4.0), Some(2.0));
        assert_eq!(meets(&points, -1.0), Some(0.5));
        assert_eq!(meets(&points, -8.0), None);
        assert_eq!(meets(&[(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)], 2.0), None);
    }
}
