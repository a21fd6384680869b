//! Points that end when their intervals are narrow: worked out again from the rows, with a quantile of our own.

use std::collections::BTreeMap;

use super::{BASE, Place, UNTIL};

/// Student's t at 0.975: the density summed by Simpson's rule, the place found by halving.
fn t(df: f64) -> f64 {
    let scale = libm::exp(libm::lgamma((df + 1.0) / 2.0) - libm::lgamma(df / 2.0))
        / (df * std::f64::consts::PI).sqrt();
    let density = |x: f64| scale * libm::pow(1.0 + x * x / df, -(df + 1.0) / 2.0);
    let below = |x: f64| {
        let (steps, width) = (4000, x / 4000.0);
        let weight = |at: usize| {
            if at == 0 || at == steps {
                1.0
            } else if at % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        0.5 + (0..=steps).map(|at| weight(at) * density(at as f64 * width)).sum::<f64>() * width / 3.0
    };
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if below(middle) < 0.975 { low = middle } else { high = middle }
    }
    low
}

/// Half of the 95 % interval of the mean.
fn half(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    t(n - 1.0) * (variance / n).sqrt()
}

#[test]
fn our_quantile_is_the_printed_one() {
    for (df, printed) in [(3.0, 3.182), (10.0, 2.228), (30.0, 2.042)] {
        assert!((t(df) - printed).abs() < 5e-4, "{df}: {}", t(df));
    }
}

/// Checks every point of a sweep: it ended at the first look at which every interval was narrow, or at the most.
/// `values` gives what is looked at from the values of the strategies.
fn check(experiment: &str, base: &str, values: impl Fn(&BTreeMap<String, f64>) -> Vec<f64>) -> Vec<usize> {
    let place = Place::new("");
    place.write("e.toml", &format!("{base}{experiment}"));
    place.sweep("rows", "");
    let mut lived: BTreeMap<i64, BTreeMap<i64, BTreeMap<String, f64>>> = BTreeMap::new();
    for row in place.rows("rows") {
        let replicates = lived.entry(row.whole("point")).or_default();
        let value = row.number("culture").expect("a number");
        replicates.entry(row.whole("replicate")).or_default().insert(row.text("strategy").to_owned(), value);
    }
    let (least, most, wanted) = (4, 30, 0.012);
    let widest = |replicates: &[Vec<f64>]| {
        let columns = (0..replicates[0].len())
            .map(|at| half(&replicates.iter().map(|all| all[at]).collect::<Vec<_>>()));
        columns.fold(0.0, f64::max)
    };
    let mut counts = Vec::new();
    for (point, replicates) in &lived {
        assert!(replicates.keys().copied().eq(0..replicates.len() as i64), "point {point}: none is left out");
        let all: Vec<Vec<f64>> = replicates.values().map(&values).collect();
        let count = all.len();
        counts.push(count);
        let looks: Vec<usize> = (0..).map(|nth| least + 8 * nth).take_while(|look| *look < count).collect();
        assert!(count == most || (count - least).is_multiple_of(8), "point {point}: {count}");
        for look in looks {
            assert!(widest(&all[..look]) > wanted, "point {point} could have ended at {look}, not {count}");
        }
        if count < most {
            assert!(widest(&all) <= wanted, "point {point} ended at {count} at {}", widest(&all));
        }
    }
    assert_eq!(lived.len(), 9);
    counts
}

#[test]
fn a_point_ends_as_soon_as_every_difference_is_as_narrow_as_asked_and_none_goes_beyond_the_most() {
    let base = BASE.replace("['connected', 'incumbent']", "['authentic', 'connected', 'incumbent']");
    let counts = check(UNTIL, &base, |arms| {
        ["authentic", "connected"].map(|arm| arms[arm] - arms["incumbent"]).to_vec()
    });
    assert!(counts.iter().any(|count| *count < 30), "some end early: {counts:?}");
}

#[test]
fn with_one_strategy_the_mean_itself_is_looked_at() {
    let base = BASE.replace("['connected', 'incumbent']", "['incumbent']");
    let counts = check(UNTIL, &base, |arms| vec![arms["incumbent"]]);
    assert!(counts.iter().all(|count| *count >= 4), "{counts:?}");
}
