//! Quantiles of Student's t for whole degrees of freedom, by bisection of its finite sums
//! (Abramowitz & Stegun 26.7.3 and 26.7.4).

use std::f64::consts::PI;

/// P(|T| <= t) for t >= 0 and at least one degree of freedom.
fn within(t: f64, freedom: u32) -> f64 {
    let angle = libm::atan(t / libm::sqrt(f64::from(freedom)));
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = freedom % 2 == 1;
    let (mut term, mut sum) = (if odd { cosine } else { 1.0 }, 0.0);
    // Terms by powers of the cosine, up to the power freedom - 2.
    let mut power = if odd { 1 } else { 0 };
    while power + 2 <= freedom {
        sum += term;
        let step = f64::from(power);
        term *= (step + 1.0) / (step + 2.0) * cosine * cosine;
        power += 2;
    }
    if odd { 2.0 / PI * (angle + sine * sum) } else { sine * sum }
}

/// The t below which a share `p` lies, p at least 1/2 and below 1, freedom at least 1.
pub(super) fn t_quantile(p: f64, freedom: u32) -> f64 {
    let share = 2.0 * p - 1.0;
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, freedom) < share && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    while high - low > 1e-12 * high {
        let middle = 0.5 * (low + high);
        if within(middle, freedom) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_the_tabulated_ones() {
        // scipy.stats.t.ppf (scipy 1.17.1).
        for (p, freedom, expected) in TABLE {
            let found = t_quantile(p, freedom);
            assert!((found / expected - 1.0).abs() < 1e-9, "{p}, {freedom}: {found} for {expected}");
        }
    }

    const TABLE: [(f64, u32, f64); 7] = [
        (0.975, 1, 12.706204736174694),
        (0.975, 2, 4.302652729749462),
        (0.975, 3, 3.1824463052837078),
        (0.9, 4, 1.533206274058944),
        (0.975, 9, 2.262157162798205),
        (0.995, 40, 2.7044592674331622),
        (0.975, 199, 1.9719565442517533),
    ];
}
