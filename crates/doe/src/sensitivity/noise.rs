//! Seed noise: how much of what differs between runs is luck, and how many replicates it takes to
//! be rid of it.
//!
//! With common random numbers replicate r has the same luck at every point p, so a run is
//!
//! y(p, r) = m + P(p) + L(r) + E(p, r)
//!
//! with P what the point does (true mean), L luck that shifts all points alike, E luck that differs
//! by point. Between points that share their replicates L cancels; only E/R disturbs differences of
//! their means and the indices made from them.
//!
//! Variances by Henderson's method 1 (Henderson 1953, Biometrics 9; Searle, Casella & McCulloch
//! 1992, Variance Components, chapter 5): with N runs of a points and b replicates, n_p and n_r
//! runs by point and by replicate, T0 = sum y^2, TP = sum of (sum of point)^2 / n_p, TL the same by
//! replicate, Tm = (sum y)^2 / N, k1 = sum n_p^2 / N, k2 = sum n_r^2 / N, the means of
//!
//! - T0 - TP are (N - a) (L + E),
//! - TP - Tm are (N - k1) P + (a - k2) L + (a - 1) E,
//! - TL - Tm are (b - k1) P + (N - k2) L + (b - 1) E,
//!
//! exactly, whichever pairs were run, as long as no pair was run twice: which are missing need not
//! be known, so memory grows with points + replicates only. What is asked is that runs are not
//! missing because of their value. In a balanced table these are the ordinary two-way estimators.
//! Estimates below 0 are set to 0, and that is said.

use super::{TooFew, rounding};

/// Running sums of runs by point and replicate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noise {
    /// Count and sum by point, and by replicate; values less the first one, so that a great offset
    /// costs no digits.
    points: Vec<(f64, f64)>,
    replicates: Vec<(f64, f64)>,
    offset: Option<f64>,
    count: f64,
    sum: f64,
    squares: f64,
    left_out: usize,
}

/// Variances of what a run is made of, in the outcome's unit squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Runs that were counted.
    pub runs: usize,
    /// Runs whose value is not finite: left out.
    pub left_out: usize,
    /// Points and replicates with at least one run.
    pub points: usize,
    /// See `points`.
    pub replicates: usize,
    /// Mean of all runs.
    pub mean: f64,
    /// Of the points' true means.
    pub between: f64,
    /// Of luck, both kinds: within a point.
    pub luck: f64,
    /// Of luck that is common to all points; none where no replicate was run at two points, and
    /// then `own` is all of it.
    pub common: Option<f64>,
    /// Of luck that differs by point.
    pub own: f64,
    /// Whether an estimate fell below 0 and was set to 0.
    pub cut: bool,
    /// Share of luck in the variance of the points' means as they are now (each weighted by its
    /// runs), from the estimates; none where nothing varies.
    pub share_now: Option<f64>,
}

impl Noise {
    /// No runs yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the value of one run. Every pair of point and replicate at most once.
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

    /// The variances.
    ///
    /// # Errors
    /// Fewer than two points, or no point with two runs.
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
        // Rounding may leave a little below 0 where nothing varies.
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
        // What is left of a difference of sums is rounding, and would ask for 10^17 replicates.
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
    /// Share of luck in the variance of single runs; none where nothing varies.
    pub fn luck_of_a_run(&self) -> Option<f64> {
        let all = self.between + self.luck;
        (all > 0.0).then(|| self.luck / all)
    }

    /// Share of the variance of the points' means that is still luck when every point has the same
    /// `replicates`; none where neither varies.
    pub fn share_at(&self, replicates: f64) -> Option<f64> {
        let noise = self.own / replicates;
        (noise + self.between > 0.0).then(|| noise / (noise + self.between))
    }

    /// Replicates a point, the same ones for all, from which [`Components::share_at`] is at most
    /// `share` (above 0, below 1, say 0.05); none where the points' true means do not vary.
    pub fn replicates_for_share(&self, share: f64) -> Option<u64> {
        (self.between > 0.0).then(|| least(self.own * (1.0 - share) / (share * self.between)))
    }

    /// Replicates with which a point's mean has this standard error (above 0), luck of both kinds
    /// counted.
    pub fn replicates_for_error(&self, error: f64) -> u64 {
        least(self.luck / (error * error))
    }
}

/// The least whole number, at least 1, that is not below another but for rounding.
fn least(number: f64) -> u64 {
    (libm::ceil(number * (1.0 - 1e-12)) as u64).max(1)
}

#[cfg(test)]
#[path = "tests/noise.rs"]
mod tests;
