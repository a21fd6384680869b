use super::super::known::{g_function, ishigami};
use super::*;
use crate::design::Design;
use proptest::prelude::*;
use serde_json::Value;

fn column(design: &Design, factor: usize) -> Vec<f64> {
    let mut point = vec![0.0; design.factors()];
    (0..design.len())
        .map(|index| {
            design.point(index, &mut point);
            point[factor]
        })
        .collect()
}

#[test]
fn the_figures_are_salibs() {
    let text = include_str!("../../../../../tests/data/salib.json");
    let stored: Value = serde_json::from_str(text).expect("figures");
    for (name, factors) in [("ishigami", 3), ("g", 6)] {
        let design = Design::sobol(factors, 512).expect("a design");
        let columns: Vec<Vec<f64>> = (0..factors).map(|factor| column(&design, factor)).collect();
        let y: Vec<f64> = (0..512)
            .map(|at| {
                let u: Vec<f64> = columns.iter().map(|column| column[at]).collect();
                if factors == 3 { ishigami(&u) } else { g_function(&u, &[0.0, 0.5, 1.0, 3.0, 9.0, 99.0]) }
            })
            .collect();
        for (at, x) in columns.iter().enumerate() {
            let number = |key: &str| stored[format!("delta {name}")][key][at].as_f64().expect("a number");
            let found = given(x, &y, 60, 0.95, 3).expect("points").measures.expect("variance");
            let (delta, first) = (number("delta"), number("S1"));
            assert!((found.delta.raw - delta).abs() <= 1e-9 * delta, "{} for {delta}", found.delta.raw);
            assert!((found.first.raw - first).abs() <= 1e-9 * first, "{} for {first}", found.first.raw);
            // SALib starts from one resample. So its result scatters about the mean of resampled
            // estimates, here 2 raw - value, with twice their standard deviation. Three of those
            // are three half-widths.
            let resampled = 2.0 * found.delta.raw - found.delta.value;
            let half = number("delta_conf");
            assert!((resampled - number("delta_analyze")).abs() < 3.0 * half, "{resampled}, {half}");
            assert!((found.delta.half / half - 1.0).abs() < 0.5, "{} for {half}", found.delta.half);
        }
    }
}

#[test]
fn what_settles_the_outcome_is_told_from_what_does_not() {
    let design = Design::latin_hypercube(2, 400, 5).expect("a design");
    let (x, other) = (column(&design, 0), column(&design, 1));
    let y: Vec<f64> = x.iter().map(|x| x * x).collect();
    let all = given(&x, &y, 20, 0.95, 1).expect("points").measures.expect("variance");
    let none = given(&other, &y, 20, 0.95, 1).expect("points").measures.expect("variance");
    assert!(all.delta.value > 0.6 && all.first.value > 0.9, "{all:?}");
    assert!(none.delta.value < 0.15 && none.first.value < 0.05, "{none:?}");
    assert!(none.delta.value < none.delta.raw);
}

#[test]
fn missing_and_flat_are_said() {
    let x: Vec<f64> = (0..40).map(f64::from).collect();
    assert_eq!(given(&x, &[0.1; 40], 5, 0.95, 1).expect("points").measures, Err(Flat));
    let mut y = x.clone();
    y[3] = f64::NAN;
    assert_eq!(given(&x, &y, 5, 0.95, 1).expect("points").left_out, 1);
    assert_eq!(given(&x[..10], &x[..10], 5, 0.95, 1), Err(TooFew { found: 10, needed: 20 }));
    // Constant except in the upper tail: most classes have no density and are compared by their
    // shares.
    let steep: Vec<f64> = (0..400).map(|at| f64::from((at - 380).max(0))).collect();
    let x: Vec<f64> = (0..400).map(f64::from).collect();
    let found = given(&x, &steep, 5, 0.95, 1).expect("points");
    assert!(found.measures.expect("variance").discrete_classes > found.classes / 2);
    assert_eq!((classes(512), classes(1000), classes(100_000)), (5, 6, 47));
}

/// Half of the points at x = 0 and half at x = 1, with these y.
fn halves(first: &[f64], second: &[f64]) -> Measures {
    let x: Vec<f64> = first.iter().map(|_| 0.0).chain(second.iter().map(|_| 1.0)).collect();
    let y = [first, second].concat();
    given(&x, &y, 20, 0.95, 1).expect("points").measures.expect("variance")
}

// By hand: half the sum of the absolute differences of shares.
#[test]
fn delta_of_an_outcome_of_few_values_is_the_distance_of_its_shares() {
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    near(halves(&[0.0; 20], &[1.0; 20]).delta.raw, 0.5);
    near(halves(&[0.0; 20], &[[0.0; 10], [1.0; 10]].concat()).delta.raw, 0.25);
    near(halves(&[[0.0; 10], [1.0; 10]].concat(), &[[0.0; 10], [1.0; 10]].concat()).delta.raw, 0.0);
    // Shares of 1/4, 1/2 and 1/4, compared with those of both halves together: 3/8, 1/2, 1/8.
    let (first, second) =
        ([[0.5; 5], [1.0; 5], [1.0; 5], [7.0; 5]].concat(), [[0.5; 10], [1.0; 10]].concat());
    near(halves(&first, &second).delta.raw, 0.125);
}

#[test]
fn a_class_that_takes_one_value_is_compared_by_its_share() {
    let second: Vec<f64> = (1..=20).map(f64::from).collect();
    for first in [[0.0; 20], std::array::from_fn(|at| at as f64 * 1e-15)] {
        let found = halves(&first, &second);
        // The flat half is half of the whole, so its distance is exactly 1/2. The other half's
        // distance comes from kernels, which blur it.
        assert_eq!(found.discrete_classes, 1);
        assert!(found.delta.raw > 0.35 && found.delta.raw <= 0.5, "{}", found.delta.raw);
    }
}

#[test]
fn what_rounding_made_is_no_shift() {
    let x: Vec<f64> = (0..40).map(f64::from).collect();
    let y: Vec<f64> = (0..40).map(|at| 0.6 + f64::from(at % 7) * 1.2e-16).collect();
    assert!(y.iter().any(|value| *value != y[0]), "they differ in their last bits");
    assert_eq!(given(&x, &y, 5, 0.95, 1).expect("points").measures, Err(Flat));
}

/// Data of all kinds that outcomes have: continuous, with few values, nearly constant everywhere or
/// within a class, mostly zero, with a long tail, of any size.
fn data() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let point = (0.0..1.0f64, 0.0..1.0f64);
    let points = proptest::collection::vec(point, 20..120);
    (points, 0..9u32, 1..9u32, -300..300i32).prop_map(|(points, kind, steps, power)| {
        let y = |(x, u): &(f64, f64)| match kind {
            0 => *u,
            1 => libm::floor(u * f64::from(steps)),
            2 => 0.6 * (1.0 + libm::floor(u * 8.0) * 1.2e-16),
            3 if *x < 0.5 => 0.3 + u * 1e-14,
            3 => *u,
            4 if *u < 0.7 => 0.0,
            5 => libm::pow(u * x, 12.0),
            6 => u * libm::pow(10.0, f64::from(power)),
            7 => f64::from(u8::from(*u > 0.97)),
            8 => x + 1e-7 * u,
            _ => u + x,
        };
        let x = |(x, _): &(f64, f64)| if steps < 3 { libm::floor(x * 3.0) } else { *x };
        (points.iter().map(x).collect(), points.iter().map(y).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn delta_and_its_interval_lie_from_0_to_1_for_any_data((x, y) in data()) {
        if let Ok(found) = given(&x, &y, 12, 0.95, 1).expect("points").measures {
            for measure in [found.delta, found.first] {
                prop_assert!((0.0..=1.0 + 1e-6).contains(&measure.raw), "{measure:?}");
                let Interval { low, high } = measure.interval;
                for value in [measure.value, low, high] {
                    prop_assert!((0.0..=1.0).contains(&value), "{measure:?}");
                }
                prop_assert!(low <= high && measure.half.is_finite());
            }
        }
    }
}
