//! Which parameter would have to change, and by how much: repeats a missed study at both ends of a
//! parameter's range.
//!
//! The outcome is known at the lower end, at the current value and at the upper end. Linear
//! interpolation between these gives the parameter value that would match the published number. It
//! is only a hint where to look; nothing is set by it. The factors of authorities were solved at
//! the current value, so at either end a service no longer matches its published figures exactly.

use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, SimulatedStudy, Study, live};
use balcony_engine::parameters::Parameters;

/// Results of a study over the range of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Key of the parameter.
    pub key: &'static str,
    /// Lower end, current value, upper end.
    pub values: [f64; 3],
    /// Every finding of the study at each of these values.
    pub found: [Vec<f64>; 3],
}

impl Range {
    /// The value at which a finding would match the published one; `None` if there is none within
    /// the range.
    pub fn meets(&self, finding: usize, published: &Published) -> Option<f64> {
        let at = |point: usize| self.found[point].get(finding).map(|found| (self.values[point], *found));
        let points = [at(0)?, at(1)?, at(2)?];
        wanted(published, points[1].1).and_then(|wanted| meets(&points, wanted))
    }
}

/// The number that an outcome would need: the effect, the nearer end of a band, or the bound. For a
/// published direction it is 0, where the sign changes.
fn wanted(published: &Published, now: f64) -> Option<f64> {
    match *published {
        Published::Effect { value, .. } | Published::Bound { value, .. } => Some(value),
        Published::None { low, high, .. } => Some(now.clamp(low, high)),
        Published::Way { .. } => Some(0.0),
    }
}

/// Repeats a study at both ends of each parameter that it identifies.
///
/// # Errors
/// As for [`live`].
pub fn ranges(
    study: &'static Study,
    told: &SimulatedStudy,
    ground: &TrialOptions<'_>,
) -> Result<Vec<Range>, Failed> {
    let of =
        |told: &SimulatedStudy| told.lived.findings.iter().map(|finding| finding.simulated.value).collect();
    let mut found = Vec::new();
    for key in study.parameters {
        let Some(row) = Parameters::registry().find(|row| row.key == *key) else { continue };
        let at = |value: f64| -> Result<Vec<f64>, Failed> {
            let mut ground = ground.clone();
            ground.sets.push(format!("{key}={value:?}"));
            live(study, &ground).map(|told| of(&told))
        };
        found.push(Range {
            key,
            values: [row.low, row.default, row.high],
            found: [at(row.low)?, of(told), at(row.high)?],
        });
    }
    Ok(found)
}

/// Where the linear interpolation through three points reaches a value; of several places the one
/// nearest to the middle point.
fn meets(points: &[(f64, f64); 3], wanted: f64) -> Option<f64> {
    let [low, middle, high] = *points;
    let between = |a: (f64, f64), b: (f64, f64)| {
        let share = (wanted - a.1) / (b.1 - a.1);
        (0.0..=1.0).contains(&share).then_some(a.0 + share * (b.0 - a.0))
    };
    let found = [between(middle, low), between(middle, high)].into_iter().flatten();
    found.min_by(|a, b| (a - middle.0).abs().total_cmp(&(b - middle.0).abs()))
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
