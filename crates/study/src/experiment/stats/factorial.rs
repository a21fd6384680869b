//! Effects of two factors with two levels each, from four strategies with common random numbers.
//!
//! Let y(a, b) be the value at level a of the first factor and b of the second, in each replicate
//! (Box, Hunter & Hunter 2005, Statistics for Experimenters, chapter 5): first = (y10 + y11 - y00 -
//! y01) / 2, second = (y01 + y11 - y00 - y10) / 2, interaction = (y11 - y10 - y01 + y00) / 2. Each
//! is a contrast within one replicate, so its interval is that of a mean over [`ErrorUnit`]s.

use super::{ErrorUnit, Interval, Verdict, sd, verdict_of, whole};

/// One effect, with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Mean over the replicates.
    pub mean: f64,
    /// Standard error of the mean.
    pub error: f64,
    /// 95 % confidence interval; `None` below two units.
    pub interval: Option<Interval>,
    /// Verdict on the effect.
    pub verdict: Verdict,
}

/// The two main effects and the interaction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factorial {
    /// Main effect of the first factor.
    pub first: Effect,
    /// Main effect of the second factor.
    pub second: Effect,
    /// Interaction: half the increase of the first factor's effect from the lower to the upper
    /// level of the second.
    pub interaction: Effect,
}

/// Computes the effects from the four corners 00, 10, 01, 11 (first factor, second factor).
pub fn factorial(corners: [&[f64]; 4], matters: f64, unit: ErrorUnit) -> Factorial {
    let effect = |signs: [f64; 4]| {
        let contrast =
            |at: usize| (0..4).map(|corner| signs[corner] * corners[corner][at]).sum::<f64>() / 2.0;
        let values: Vec<f64> = (0..corners[0].len()).map(contrast).collect();
        // Variance of the contrast without common random numbers.
        let apart =
            corners.iter().map(|corner| sd(&whole(corner, &values))).map(|sd| sd * sd).sum::<f64>() / 4.0;
        let found = unit.estimate_paired(&values, apart);
        Effect {
            mean: found.mean,
            error: found.error,
            interval: found.interval,
            verdict: verdict_of(found.interval, found.mean, matters),
        }
    };
    Factorial {
        first: effect([-1.0, 1.0, -1.0, 1.0]),
        second: effect([-1.0, -1.0, 1.0, 1.0]),
        interaction: effect([1.0, -1.0, -1.0, 1.0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_effect_is_found() {
        let luck: Vec<f64> = (0..30).map(|at| f64::from(at * 13 % 7)).collect();
        let corner = |shift: f64| luck.iter().map(|luck| luck + shift).collect::<Vec<_>>();
        // y = luck + 2a - 3b + ab
        let corners = [corner(0.0), corner(2.0), corner(-3.0), corner(0.0)];
        let found =
            factorial([&corners[0], &corners[1], &corners[2], &corners[3]], 0.1, ErrorUnit::Replicate);
        assert!((found.first.mean - 2.5).abs() < 1e-12);
        assert!((found.second.mean + 2.5).abs() < 1e-12);
        assert!((found.interaction.mean - 0.5).abs() < 1e-12);
        assert_eq!(found.first.verdict, Verdict::Clearly(super::super::Direction::Higher));
    }
}
