//! Shared by the patterns: runs of the average authority, and figures with standard errors.

use super::super::Options;
use crate::model::{Measured, each, go_on, warm};
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::{Strategy, Style};

/// A figure with its standard error and its bound.
#[derive(Debug, Clone)]
pub(super) struct Test {
    pub(super) what: String,
    pub(super) value: f64,
    pub(super) error: f64,
    /// Number of values behind the standard error.
    pub(super) n: u32,
    pub(super) bound: Bound,
    /// Kind of figure: input, fitted, equation, or emergent.
    pub(super) made_of: &'static str,
}

impl Test {
    /// Replaces the kind of figure.
    pub(super) fn made_of(self, made_of: &'static str) -> Self {
        Self { made_of, ..self }
    }
}

/// Bound of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bound {
    Above(f64),
    Below(f64),
    Between(f64, f64),
    /// No bound; the figure is only reported.
    Reported,
}

impl Bound {
    /// Distance of a figure from its bound, positive on the right side; `None` without a bound.
    pub(super) fn inside(self, value: f64) -> Option<f64> {
        match self {
            Self::Above(bound) => Some(value - bound),
            Self::Below(bound) => Some(bound - value),
            Self::Between(low, high) => Some((value - low).min(high - value)),
            Self::Reported => None,
        }
    }

    pub(super) fn words(self) -> String {
        match self {
            Self::Above(bound) => format!("above {bound}"),
            Self::Below(bound) => format!("below {bound}"),
            Self::Between(low, high) => format!("{low} to {high}"),
            Self::Reported => "-".to_owned(),
        }
    }
}

/// A test of the mean of values, which are replicates, pairs or batches.
pub(super) fn test(what: impl Into<String>, values: &[f64], bound: Bound) -> Test {
    let n = values.len() as u32;
    Test {
        what: what.into(),
        value: mean(values),
        error: sd(values) / f64::from(n).sqrt(),
        n,
        bound,
        made_of: "emergent",
    }
}

/// A test of a correlation over `n` pairs, with its large-sample standard error.
pub(super) fn correlated(what: impl Into<String>, r: f64, n: usize, bound: Bound) -> Test {
    let error = (1.0 - r * r) / (n as f64 - 3.0).max(1.0).sqrt();
    Test { what: what.into(), value: r, error, n: n as u32, bound, made_of: "emergent" }
}

/// Pearson's correlation.
pub(super) fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (mean(x), mean(y));
    let sum = |of: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| of(x - mx, y - my)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// Partial correlation of x and y given z.
pub(super) fn partial(x: &[f64], y: &[f64], z: &[f64]) -> f64 {
    let (xy, xz, yz) = (pearson(x, y), pearson(x, z), pearson(y, z));
    (xy - xz * yz) / ((1.0 - xz * xz) * (1.0 - yz * yz)).sqrt()
}

/// One value per batch of eight replicates.
pub(super) fn batches<T>(ran: &[T], of: impl Fn(&[T]) -> f64) -> Vec<f64> {
    ran.chunks_exact(8.min(ran.len() / 2).max(1)).map(of).collect()
}

/// A setting and a strategy to run from week 0.
pub(super) struct Arm {
    pub(super) setting: Setting,
    pub(super) strategy: Strategy,
}

impl Arm {
    pub(super) fn new(setting: &Setting) -> Self {
        Self { setting: setting.clone(), strategy: Strategy::default() }
    }

    /// An arm with another style from week 0 on; `until` gives the week in which the incumbent's
    /// style returns.
    pub(super) fn led(setting: &Setting, style: Style, until: Option<u32>) -> Self {
        let mut changes = vec![(setting.start_week, style)];
        if let Some(weeks) = until {
            let week = balcony_engine::calendar::Week(setting.start_week.0 + weeks);
            changes.push((week, setting.start.incumbent));
        }
        Self { setting: setting.clone(), strategy: Strategy::of(changes) }
    }
}

/// Replicates of arms that share their warm-up (they differ only from week 0 on):
/// `[replicate][arm]`.
pub(super) fn forks(options: &Options, n: u32, arms: &[Arm], weeks: u32) -> Result<Vec<Vec<Measured>>> {
    let places: Vec<ForkPoint> = arms.iter().map(|arm| ForkPoint::new(arm.setting.clone())).collect();
    each(n, |replicate| {
        let world = warm(&places[0], options.luck(replicate))?;
        let run = |(arm, place): (&Arm, &ForkPoint)| go_on(&mut world.clone(), &arm.strategy, place, weeks);
        arms.iter().zip(&places).map(run).collect()
    })
}

/// Replicates of one setting.
pub(super) fn runs(options: &Options, n: u32, setting: &Setting, weeks: u32) -> Result<Vec<Measured>> {
    let ran = forks(options, n, &[Arm::new(setting)], weeks)?;
    Ok(ran.into_iter().flatten().collect())
}

/// Differences of a value between the first two arms, by replicate.
pub(super) fn differences(ran: &[Vec<Measured>], of: impl Fn(&Measured) -> f64) -> Vec<f64> {
    ran.iter().map(|arms| of(&arms[1]) - of(&arms[0])).collect()
}

/// Scorecard over some weeks: assessments in time in %, minus re-referrals in %.
pub(super) fn score(ran: &Measured, from: usize, to: usize) -> f64 {
    let share = |part: &str, whole: &str| 100.0 * ran.mean(part, from, to) / ran.mean(whole, from, to);
    share("assessments_timely", "assessments") - share("re_referrals", "referrals")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_by_hand() {
        let (x, y) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]);
        assert!((pearson(&x, &y) - 1.0).abs() < 1e-12);
        assert!((pearson(&x, &[1.0, -1.0, -1.0, 1.0])).abs() < 1e-12);
        // r_xy = 6.5 / sqrt(53.75), r_xz = 0, r_yz = 3 / sqrt(43).
        let z = [1.0, -1.0, -1.0, 1.0];
        assert!((partial(&x, &[1.0, 1.0, 2.0, 5.0], &z) - 0.997_06).abs() < 1e-5);
    }

    #[test]
    fn batches_are_of_eight_and_leave_the_rest() {
        let values: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(batches(&values, |batch| batch.len() as f64), [8.0, 8.0]);
        assert_eq!(batches(&values[..4], |batch| batch[0]), [0.0, 2.0]);
    }
}
