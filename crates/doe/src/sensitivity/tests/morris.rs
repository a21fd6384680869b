use super::super::known::{g_function, ishigami};
use super::*;
use crate::design::Design;
use serde_json::Value;

/// The deterministic trajectories of `xtask/oracle/salib.py`.
fn trajectories(factors: usize, count: usize, levels: usize) -> Vec<f64> {
    let half = levels / 2;
    let mut points = Vec::new();
    for t in 0..count {
        for steps in 0..=factors {
            for j in 0..factors {
                let low = (t * (j + 3) + j) % half;
                let down = (t + j).is_multiple_of(3);
                let moved = (0..steps).any(|i| (t + i) % factors == j);
                points.push((low + if moved != down { half } else { 0 }) as f64 / (levels as f64 - 1.0));
            }
        }
    }
    points
}

#[test]
fn the_figures_are_salibs() {
    let text = include_str!("../../../../../tests/data/salib.json");
    let stored: Value = serde_json::from_str(text).expect("figures");
    for (name, factors) in [("ishigami", 3), ("g", 6)] {
        let x = trajectories(factors, 40, 4);
        let of = |u: &[f64]| {
            if factors == 3 { ishigami(u) } else { g_function(u, &[0.0, 0.5, 1.0, 3.0, 9.0, 99.0]) }
        };
        let y: Vec<f64> = x.chunks(factors).map(of).collect();
        let found = effects(&x, &y, factors, 4, 4000, 0.95, 1).expect("trajectories");
        assert_eq!((found.trajectories, found.left_out), (40, 0));
        for (at, effect) in found.factors.iter().enumerate() {
            let number = |key: &str| stored[format!("morris {name}")][key][at].as_f64().expect("a number");
            // Effects that cancel leave only rounding, so the tolerance is 1e-9 of the size of the
            // effects.
            let near = |found: f64, key: &str| {
                assert!(
                    (found - number(key)).abs() <= 1e-9 * number("mu_star"),
                    "{key}: {found} for {}",
                    number(key)
                );
            };
            near(effect.mu, "mu");
            near(effect.mu_star.value, "mu_star");
            near(effect.sigma, "sigma");
            let half = number("mu_star_conf");
            assert!(
                (effect.mu_star.half - half).abs() <= 0.15 * half + 1e-12,
                "{} for {half}",
                effect.mu_star.half
            );
        }
    }
}

#[test]
fn a_straight_line_has_its_slopes_and_no_spread() {
    let design = Design::morris(3, 10, 6, 4).expect("a design");
    let (mut x, mut y) = (Vec::new(), Vec::new());
    let mut point = [0.0; 3];
    for index in 0..design.len() {
        design.point(index, &mut point);
        x.extend(point);
        y.push(2.0 * point[0] - 3.0 * point[1]);
    }
    let found = effects(&x, &y, 3, 6, 100, 0.95, 1).expect("trajectories");
    for (effect, slope) in found.factors.iter().zip([2.0, -3.0, 0.0f64]) {
        assert!((effect.mu - slope).abs() < 1e-12 && (effect.mu_star.value - slope.abs()).abs() < 1e-12);
        assert!(effect.sigma < 1e-12 && effect.mu_star.half < 1e-12);
    }
    y[5] = f64::NAN;
    let found = effects(&x, &y, 3, 6, 100, 0.95, 1).expect("trajectories");
    assert_eq!((found.trajectories, found.left_out), (9, 1));
    let short = effects(&x[..3 * 10], &y[..10], 3, 6, 100, 0.95, 1);
    assert_eq!(short, Err(TooFew { found: 1, needed: 2 }));
    // Points that form no trajectories.
    assert_eq!(effects(&[0.5; 24], &[1.0; 8], 3, 6, 9, 0.95, 1), Err(TooFew { found: 0, needed: 2 }));
}
