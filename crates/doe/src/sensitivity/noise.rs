//! Seed noise: how much of the difference between runs comes from random numbers, and how many
//! replicates reduce it to a given share.
//!
//! With common random numbers, replicate r uses the same random numbers at every point p, so the
//! value of a run is
//!
//! y(p, r) = m + P(p) + L(r) + E(p, r)
//!
//! where P is the effect of the point (its true mean), L the noise that a replicate adds at all
//! points alike, and E the noise that differs by point. Between points that share their R
//! replicates L cancels; only E/R disturbs differences of their means and the indices made from
//! them.
//!
//! Variances are estimated by Henderson's method 1 (Henderson 1953, Biometrics 9; Searle, Casella &
//! McCulloch 1992, Variance Components, chapter 5). Take N runs of a points and b replicates, n_p
//! and n_r runs by point and by replicate, T0 = sum y^2, TP = sum of (sum of point)^2 / n_p, TL the
//! same by replicate, Tm = (sum y)^2 / N, k1 = sum n_p^2 / N, k2 = sum n_r^2 / N. With P, L and E
//! now for the variances, the expected values are
//!
//! - T0 - TP: (N - a) (L + E),
//! - TP - Tm: (N - k1) P + (a - k2) L + (a - 1) E,
//! - TL - Tm: (b - k1) P + (N - k2) L + (b - 1) E.
//!
//! These hold exactly for any set of pairs, as long as no pair was run twice. The method need not
//! know which pairs are missing, so memory grows with points + replicates only. It assumes that no
//! run is missing because of its value. In a balanced table these are the ordinary two-way
//! estimators. Estimates below 0 are set to 0, and the result says so.

use super::{TooFew, rounding};

/// Running sums of runs by point and by replicate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noise {
    /// Count and sum by point, and by replicate. The first value is subtracted from all, so that a
    /// large offset costs no precision.
    points: Vec<(f64, f64)>,
    replicates: Vec<(f64, f64)>,
    offset: Option<f64>,
    count: f64,
    sum: f64,
    squares: f64,
    left_out: usize,
}

/// Variance components of a run, in the outcome's unit squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Number of runs with a finite value.
    pub runs: usize,
    /// Number of other runs, which are left out.
    pub left_out: usize,
    /// Number of points with at least one run.
    pub points: usize,
    /// Number of replicates with at least one run.
    pub replicates: usize,
    /// Mean of all runs.
    pub mean: f64,
    /// Variance of the points' true means.
    pub between: f64,
    /// Variance within a point from random numbers, the sum of both kinds of noise.
    pub luck: f64,
    /// Variance of the noise that is common to all points. `None` if no replicate was run at two
    /// points; then `own` contains all of it.
    pub common: Option<f64>,
    /// Variance of the noise that differs by point.
    pub own: f64,
    /// Whether an estimate was below 0 and was set to 0.
    pub cut: bool,
    /// Estimated share of noise in the variance of the points' present means (each weighted by its
    /// runs); `None` if nothing varies.
    pub share_now: Option<f64>,
}

impl Noise {
    /// Sums without runs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the value of one run. Add every pair of point and replicate at most once.
    pub fn add(&mut self, point: usize, replicate: usize, value: f64) {
        if !value.is_finite() {
            self.left_out += 1;
            return;
        }
        let value = rounding::apart(value, *self.offset.get_or_insert(value));
        for (list, at) in [(&mut self.points, point), (&mut self.replicates, replicate)] {
            if list.len() <= at {
                list.resize(at + 1, (0.0, 0.0));
            }
            list[at].0 += 1.0;
            list[at].1 += value;
        }
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    /// Estimates the variances.
    ///
    /// # Errors
    /// If there are fewer than two points, or no point has two runs.
    pub fn components(&self) -> Result<Components, TooFew> {
        let n = self.count;
        let used = |list: &[(f64, f64)]| list.iter().filter(|(count, _)| *count > 0.0).count();
        let (points, replicates) = (used(&self.points), used(&self.replicates));
        let (a, b) = (points as f64, replicates as f64);
        if points < 2 || n <= a {
            return Err(TooFew { found: points.min(replicates), needed: 2 });
        }
        let over = |list: &[(f64, f64)]| {
            let runs = list.iter().filter(|(count, _)| *count > 0.0);
            runs.fold((0.0, 0.0), |(t, k), (count, sum)| (t + sum * sum / count, k + count * count / n))
        };
        let ((by_point, k1), (by_replicate, k2)) = (over(&self.points), over(&self.replicates));
        let correction = self.sum * self.sum / n;
        // If nothing varies, rounding may give a small negative number.
        let luck = ((self.squares - by_point) / (n - a)).max(0.0);
        let between_points = by_point - correction;
        let between_replicates = by_replicate - correction;
        // Two equations for P and L, with E = luck - L.
        let (p1, l1, c1) = (n - k1, 1.0 - k2, between_points - (a - 1.0) * luck);
        let (p2, l2, c2) = (b - k1, n - k2 - b + 1.0, between_replicates - (b - 1.0) * luck);
        let determinant = p1 * l2 - p2 * l1;
        let told = determinant.abs() > 1e-9 * n * n;
        let (between, common) = if told {
            ((c1 * l2 - c2 * l1) / determinant, Some((p1 * c2 - p2 * c1) / determinant))
        } else {
            (c1 / p1, None)
        };
        let cut = between < 0.0 || common.is_some_and(|common| common < 0.0 || common > luck);
        // A remainder this small comes from rounding and would require 10^17 replicates.
        let between = if between <= rounding::ROUNDING * luck { 0.0 } else { between };
        let common = common.map(|common| common.clamp(0.0, luck));
        let own = luck - common.unwrap_or(0.0);
        let noise = (a - k2) * common.unwrap_or(0.0) + (a - 1.0) * own;
        let all = (n - k1) * between + noise;
        Ok(Components {
            runs: n as usize,
            left_out: self.left_out,
            points,
            replicates,
            mean: self.offset.unwrap_or(0.0) + self.sum / n,
            between,
            luck,
            common,
            own,
            cut,
            share_now: (all > 0.0).then(|| noise / all),
        })
    }
}

impl Components {
    /// Share of noise in the variance of single runs; `None` if nothing varies.
    pub fn luck_of_a_run(&self) -> Option<f64> {
        let all = self.between + self.luck;
        (all > 0.0).then(|| self.luck / all)
    }

    /// Share of noise in the variance of the points' means if every point has the same
    /// `replicates`; `None` if neither varies.
    pub fn share_at(&self, replicates: f64) -> Option<f64> {
        let noise = self.own / replicates;
        (noise + self.between > 0.0).then(|| noise / (noise + self.between))
    }

    /// Number of common replicates per point from which [`Components::share_at`] is at most `share`
    /// (above 0, below 1, for example 0.05); `None` if the points' true means do not vary.
    pub fn replicates_for_share(&self, share: f64) -> Option<u64> {
        (self.between > 0.0).then(|| least(self.own * (1.0 - share) / (share * self.between)))
    }

    /// Number of replicates at which a point's mean has this standard error (above 0), counting
    /// both kinds of noise.
    pub fn replicates_for_error(&self, error: f64) -> u64 {
        least(self.luck / (error * error))
    }
}

/// The smallest whole number, at least 1, that is not below `number` except for rounding.
fn least(number: f64) -> u64 {
    (libm::ceil(number * (1.0 - 1e-12)) as u64).max(1)
}

#[cfg(test)]
#[path = "tests/noise.rs"]
mod tests;
