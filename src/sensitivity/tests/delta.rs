use super::super::known::{g_function, ishigami};
use super::*;
use crate::design::Design;
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
    let text = include_str!("../../../tests/data/salib.json");
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
            // SALib starts from one resample, so its figure scatters about the mean of resampled ones, here 2 raw - value, with
            // twice their standard deviation: three of those are three half-widths.
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
    // Constant but for the upper tail: most classes have no density.
    let steep: Vec<f64> = (0..400).map(|at| f64::from((at - 380).max(0))).collect();
    let x: Vec<f64> = (0..400).map(f64::from).collect();
    let found = given(&x, &steep, 5, 0.95, 1).expect("points");
    assert!(found.measures.expect("variance").flat_classes > found.classes / 2);
    assert_eq!((classes(512), classes(1000), classes(100_000)), (5, 6, 47));
}
