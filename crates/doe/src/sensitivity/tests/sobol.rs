use super::super::known::{g_function, ishigami, of_g_function, of_ishigami};
use super::*;
use crate::design::Design;
use serde_json::Value;

const A: [f64; 6] = [0.0, 0.5, 1.0, 3.0, 9.0, 99.0];

fn values(design: &Design, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut point = vec![0.0; design.factors()];
    (0..design.len())
        .map(|index| {
            design.point(index, &mut point);
            of(&point)
        })
        .collect()
}

fn saltelli(factors: usize, base: usize, second_order: bool) -> Design {
    Design::saltelli(factors, base, second_order, None).expect("a design")
}

fn stored(name: &str) -> Value {
    let text = include_str!("../../../../../tests/data/salib.json");
    serde_json::from_str::<Value>(text).expect("figures")[name].clone()
}

/// Compares estimates to 1e-9 and half-widths to 15 %: the resamples differ, their distribution
/// does not.
fn as_stored(found: &[Index], stored: &Value, name: &str) {
    let numbers = |key: &str| -> Vec<f64> {
        stored[key].as_array().expect(key).iter().map(|value| value.as_f64().expect("a number")).collect()
    };
    let (values, halves) = (numbers(name), numbers(&format!("{name}_conf")));
    assert_eq!(found.len(), values.len());
    for (index, (value, half)) in found.iter().zip(values.into_iter().zip(halves)) {
        assert!((index.value - value).abs() <= 1e-9 * value.abs(), "{name}: {} for {value}", index.value);
        assert!((index.half / half - 1.0).abs() < 0.15, "{name}: half {} for {half}", index.half);
    }
}

#[test]
fn the_figures_are_salibs() {
    for second_order in [false, true] {
        let end = if second_order { " second" } else { "" };
        for (name, factors) in [("ishigami", 3), ("g", 6)] {
            let design = saltelli(factors, 256, second_order);
            let y = values(&design, |u| if factors == 3 { ishigami(u) } else { g_function(u, &A) });
            let found = indices(&y, factors, second_order, 2000, 0.95, 1).expect("rows");
            let table = found.indices.expect("variance");
            let stored = stored(&format!("sobol {name}{end}"));
            as_stored(&table.first, &stored, "S1");
            as_stored(&table.total, &stored, "ST");
            if second_order {
                let second: Vec<Index> = table.second.iter().map(|(.., index)| *index).collect();
                as_stored(&second, &stored, "S2");
            }
        }
    }
}

#[test]
fn what_is_known_is_found() {
    type Function = fn(&[f64]) -> f64;
    let cases: [(usize, _, Function); 2] =
        [(3, of_ishigami(), ishigami), (6, of_g_function(&A), |u| g_function(u, &A))];
    for (factors, known, function) in cases {
        let y = values(&saltelli(factors, 1 << 14, false), function);
        let found = indices(&y, factors, false, 2, 0.95, 1).expect("rows");
        let table = found.indices.expect("variance");
        assert!(
            (found.mean / known.mean - 1.0).abs() < 0.01
                && (found.variance / known.variance - 1.0).abs() < 0.01
        );
        for (index, expected) in
            table.first.iter().chain(&table.total).zip(known.first.iter().chain(&known.total))
        {
            assert!((index.value - expected).abs() < 0.01, "{} for {expected}", index.value);
        }
    }
}

#[test]
fn a_missing_value_takes_its_row_and_nothing_else() {
    let design = saltelli(3, 64, true);
    let whole = values(&design, ishigami);
    let mut broken = whole.clone();
    broken[8 * 5 + 3] = f64::NAN;
    broken[8 * 9] = f64::INFINITY;
    let found = indices(&broken, 3, true, 50, 0.95, 7).expect("rows");
    assert_eq!((found.rows, found.left_out), (62, 2));
    let kept: Vec<f64> = whole
        .chunks(8)
        .enumerate()
        .filter(|(row, _)| ![5, 9].contains(row))
        .flat_map(|(_, row)| row.to_vec())
        .collect();
    let without = indices(&kept, 3, true, 50, 0.95, 7).expect("rows");
    assert_eq!(found.indices, without.indices);
    // A run that was cut short.
    let short = indices(&whole[..8 * 40 + 3], 3, true, 50, 0.95, 7).expect("rows");
    assert_eq!((short.rows, short.left_out), (40, 1));
    assert_eq!(indices(&whole[..15], 3, true, 50, 0.95, 7), Err(TooFew { found: 1, needed: 2 }));
}

#[test]
fn without_variance_there_are_no_indices_and_none_is_nan() {
    let found = indices(&[0.1; 50], 3, false, 50, 0.95, 1).expect("rows");
    assert_eq!((found.rows, found.indices), (10, Err(Flat)));
    // Only the values between A and B vary, so there is no variance to divide by.
    let y = [1.0, 2.0, 1.0, 1.0, 3.0, 1.0];
    assert_eq!(indices(&y, 1, false, 50, 0.95, 1).expect("rows").indices, Err(Flat));
    let two = indices(&[1.0, 2.0, 3.0, 5.0, 4.0, 3.0], 1, false, 50, 0.95, 1).expect("rows");
    let table = two.indices.expect("variance");
    assert!(table.first[0].value.is_finite() && table.first[0].bca.low.is_finite());
}

// Leaving a row out by means of the sums equals leaving it out of the data.
#[test]
fn the_jackknife_is_what_it_says() {
    let y = values(&saltelli(3, 16, true), ishigami);
    let complete: Vec<&[f64]> = y.chunks(8).collect();
    let rows = Rows::new(&complete, 3, true, |value| (value - 3.5) / 4.0);
    let quick = rows.without_one(9);
    for left in 0..16 {
        let weights: Vec<f64> = (0..16).map(|row| f64::from(row != left)).collect();
        for (at, slow) in rows.estimate(&weights).into_iter().enumerate() {
            assert!((quick[at][left as usize] - slow).abs() < 1e-12);
        }
    }
}

#[test]
fn what_rounding_made_has_no_indices() {
    let y: Vec<f64> = (0..50).map(|at| 0.6 + f64::from(at % 7) * 1.2e-16).collect();
    assert_eq!(indices(&y, 3, false, 50, 0.95, 1).expect("rows").indices, Err(Flat));
}
