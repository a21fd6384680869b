//! Student's t: its cumulative distribution and its quantiles, to better than 1e-10.
//!
//! P(T <= t) = 1 - I(v / (v + t^2); v/2, 1/2) / 2 for t >= 0, with I the regularised incomplete
//! beta function (Abramowitz & Stegun 26.7.1 and 26.5.2), by its continued fraction (DLMF 8.17.22)
//! with Lentz's method. The quantile is found by bisection on that, so it is as exact as the
//! function itself.

/// P(T <= t) of Student's t distribution with `freedom` degrees of freedom (above 0).
pub fn t_cumulative(t: f64, freedom: f64) -> f64 {
    if t.is_infinite() {
        return if t > 0.0 { 1.0 } else { 0.0 };
    }
    let tail = upper_tail(t.abs(), freedom);
    if t >= 0.0 { 1.0 - tail } else { tail }
}

/// P(T > t) for t >= 0, accurate for small tails too.
pub fn upper_tail(t: f64, freedom: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    0.5 * beta(freedom / (freedom + t * t), t * t / (freedom + t * t), 0.5 * freedom, 0.5)
}

/// Quantile of Student's t: the value below which T lies with probability p. Infinite for p = 0 and
/// p = 1.
pub fn t_quantile(p: f64, freedom: f64) -> f64 {
    if p < 0.5 {
        return -t_quantile(1.0 - p, freedom);
    }
    let tail = 1.0 - p;
    if tail <= 0.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while upper_tail(high, freedom) > tail {
        low = high;
        high *= 2.0;
    }
    while high - low > 1e-14 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if upper_tail(middle, freedom) > tail { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The regularised incomplete beta function I(x; a, b). `rest` is 1 - x, passed separately to keep
/// its digits.
fn beta(x: f64, rest: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log(rest),
    );
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(rest, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let whole = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / whole(1.0 - (a + b) * x / (a + 1.0));
    let mut sum = d;
    for step in 1..=10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / whole(1.0 + even * d);
        c = whole(1.0 + even / c);
        sum *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / whole(1.0 + odd * d);
        c = whole(1.0 + odd / c);
        let change = d * c;
        sum *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_the_tabulated_ones() {
        // To 50 digits with mpmath, rounded; the first three have closed forms.
        let tabulated = include_str!("../../../tests/data/student-t.txt");
        let mut rows = 0;
        for line in tabulated.lines().filter(|line| !line.starts_with('#')) {
            let row: Vec<f64> = line.split_whitespace().map(|word| word.parse().expect("a number")).collect();
            let (p, freedom, expected) = (row[0], row[1], row[2]);
            let found = t_quantile(p, freedom);
            assert!(
                (found / expected - 1.0).abs() < 1e-10,
                "p {p}, freedom {freedom}: {found} for {expected}"
            );
            rows += 1;
        }
        assert!(rows >= 20);
    }

    #[test]
    fn closed_forms() {
        // One degree: tan(pi (p - 1/2)). Two: (2p - 1) / sqrt(2 p (1 - p)).
        assert!((t_quantile(0.75, 1.0) - 1.0).abs() < 1e-12);
        assert!((t_quantile(0.9, 2.0) - 0.8 / libm::sqrt(0.18)).abs() < 1e-12);
        assert!(t_quantile(0.5, 7.0).abs() < 1e-12);
        assert!((t_quantile(0.025, 9.0) + t_quantile(0.975, 9.0)).abs() < 1e-12);
        assert_eq!(t_quantile(1.0, 4.0), f64::INFINITY);
    }

    #[test]
    fn cumulative_and_quantile_undo_each_other() {
        for freedom in [1.0, 3.0, 19.0, 199.0, 9999.0] {
            for p in [0.001, 0.2, 0.6, 0.975, 0.9999] {
                assert!((t_cumulative(t_quantile(p, freedom), freedom) - p).abs() < 1e-12);
            }
        }
    }
}
