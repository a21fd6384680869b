//! Test functions with known indices, for tests of the estimators.

use std::f64::consts::PI;

/// Known moments and indices of a function of independent uniform factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Mean of the function.
    pub mean: f64,
    /// Variance of the function.
    pub variance: f64,
    /// First-order indices by factor.
    pub first: Vec<f64>,
    /// Total indices by factor.
    pub total: Vec<f64>,
}

/// Ishigami & Homma (1990): sin x1 + a sin^2 x2 + b x3^4 sin x1, each x from -pi to pi, with a = 7
/// and b = 0.1. `u` holds three coordinates of the unit cube.
///
/// # Panics
/// With fewer than three coordinates.
pub fn ishigami(u: &[f64]) -> f64 {
    let x = |at: usize| -PI + 2.0 * PI * u[at];
    let (first, second, third) = (libm::sin(x(0)), libm::sin(x(1)), x(2));
    first + 7.0 * (second * second) + 0.1 * (third * third * third * third) * first
}

/// Known values for [`ishigami`] (Saltelli et al. 2008, Global Sensitivity Analysis: The Primer,
/// chapter 4).
pub fn of_ishigami() -> Known {
    let (a, b) = (7.0, 0.1);
    let (four, eight) = (PI * PI * PI * PI, PI * PI * PI * PI * PI * PI * PI * PI);
    let first = 0.5 * (1.0 + b * four / 5.0) * (1.0 + b * four / 5.0);
    let second = a * a / 8.0;
    let together = b * b * eight * (1.0 / 18.0 - 1.0 / 50.0);
    let variance = first + second + together;
    Known {
        mean: a / 2.0,
        variance,
        first: vec![first / variance, second / variance, 0.0],
        total: vec![(first + together) / variance, second / variance, together / variance],
    }
}

/// Sobol's g-function: the product of (|4u - 2| + a) / (1 + a) over factors with these weights. A
/// small a makes a factor strong.
pub fn g_function(u: &[f64], a: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Known values for [`g_function`] (Saltelli & Sobol' 1995): V_j = 1 / (3 (1 + a_j)^2), V = product
/// of (1 + V_j) - 1.
pub fn of_g_function(a: &[f64]) -> Known {
    let parts: Vec<f64> = a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let whole: f64 = parts.iter().map(|part| 1.0 + part).product();
    let variance = whole - 1.0;
    Known {
        mean: 1.0,
        variance,
        first: parts.iter().map(|part| part / variance).collect(),
        total: parts.iter().map(|part| part * whole / (1.0 + part) / variance).collect(),
    }
}
