use super::*;
use crate::design::{Random, normal_quantile};

/// Makes runs with the given standard deviations of points, of common noise and of own noise. A
/// pair is run where `is_run` says so.
fn runs(
    points: usize,
    replicates: usize,
    sds: [f64; 3],
    seed: u64,
    is_run: impl Fn(usize, usize, &mut Random) -> bool,
) -> Noise {
    let mut random = Random::new(seed, b"a test of seed noise....", 0);
    let normal = |random: &mut Random, sd: f64| sd * normal_quantile(random.uniform().max(1e-12));
    let effects: Vec<f64> = (0..points).map(|_| normal(&mut random, sds[0])).collect();
    let shared: Vec<f64> = (0..replicates).map(|_| normal(&mut random, sds[1])).collect();
    let mut noise = Noise::new();
    for (point, effect) in effects.iter().enumerate() {
        for (replicate, luck) in shared.iter().enumerate() {
            let own = normal(&mut random, sds[2]);
            if is_run(point, replicate, &mut random) {
                noise.add(point, replicate, 1e6 + effect + luck + own);
            }
        }
    }
    noise
}

// A two-way analysis of variance by hand, as in a textbook: rows 1 3 5, 2 6 7, 6 9 12.
#[test]
fn a_balanced_table_by_hand() {
    let mut noise = Noise::new();
    for (point, row) in [[1.0, 3.0, 5.0], [2.0, 6.0, 7.0], [6.0, 9.0, 12.0]].iter().enumerate() {
        for (replicate, value) in row.iter().enumerate() {
            noise.add(point, replicate, *value);
        }
    }
    let found = noise.components().expect("enough");
    // Means of rows 3, 5, 9; of columns 3, 6, 8; of all 17/3. So SSP = 56, SSL = 38, SSE = 96 + 2 -
    // 94 - 2 = 2.
    let (mean, total) = (51.0 / 9.0, 385.0 - 51.0 * 51.0 / 9.0);
    let ssp = 3.0 * [3.0, 5.0, 9.0f64].iter().map(|row| (row - mean) * (row - mean)).sum::<f64>();
    let ssl = 3.0 * [3.0, 6.0, 8.0f64].iter().map(|column| (column - mean) * (column - mean)).sum::<f64>();
    let own = (total - ssp - ssl) / 4.0;
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    near(found.mean, mean);
    near(found.own, own);
    near(found.between, (ssp / 2.0 - own) / 3.0);
    near(found.common.expect("common luck"), (ssl / 2.0 - own) / 3.0);
    near(found.luck, found.own + found.common.expect("common luck"));
    near(found.share_now.expect("variance"), own / (ssp / 2.0));
    near(found.share_at(3.0).expect("variance"), own / (ssp / 2.0));
    assert!(!found.cut);
}

// 300 points, 60 replicates, fixed seed. The tolerance is five errors of a variance, sqrt(2 /
// degrees of freedom).
#[test]
fn known_variances_are_found_balanced_or_not() {
    let sds = [2.0, 1.0, 3.0];
    let whole = |_: usize, _: usize, _: &mut Random| true;
    let holes = |_: usize, _: usize, random: &mut Random| random.uniform() < 0.5;
    let uneven = |point: usize, replicate: usize, _: &mut Random| replicate < 4 + point % 57;
    for noise in [runs(300, 60, sds, 1, whole), runs(300, 60, sds, 2, holes), runs(300, 60, sds, 3, uneven)] {
        let found = noise.components().expect("enough");
        assert!((found.mean - 1e6).abs() < 5.0 * 0.25);
        assert!((found.between / 4.0 - 1.0).abs() < 5.0 * libm::sqrt(2.0 / 299.0) * 1.5, "{found:?}");
        assert!((found.common.expect("told") - 1.0).abs() < 5.0 * libm::sqrt(2.0 / 59.0) * 1.5, "{found:?}");
        assert!((found.own / 9.0 - 1.0).abs() < 5.0 * libm::sqrt(2.0 / 5000.0), "{found:?}");
        let share = found.luck_of_a_run().expect("variance");
        assert!((share - 10.0 / 14.0).abs() < 0.06, "{share}");
        // own (1 - t) / (t between) = 9 / 4 x 19.
        let needed = found.replicates_for_share(0.05).expect("points vary");
        assert!((35..=52).contains(&needed), "{needed}");
        assert!(found.share_at(needed as f64).expect("variance") <= 0.05);
        assert!(found.share_at(needed as f64 - 1.0).expect("variance") > 0.05);
        assert_eq!(found.replicates_for_error(0.5), libm::ceil(found.luck / 0.25) as u64);
    }
}

// The mean of estimates over many small tables with holes is unbiased, which is the purpose of
// method 1.
#[test]
fn estimates_from_tables_with_holes_are_right_on_average() {
    let (mut between, mut common, mut own, mut cut) = (0.0, 0.0, 0.0, 0);
    let count = 400;
    for seed in 0..count {
        let noise = runs(12, 8, [3.0, 2.0, 1.0], 100 + seed, |point, replicate, random| {
            (point + replicate) % 3 != 0 || random.uniform() < 0.2
        });
        let found = noise.components().expect("enough");
        between += found.between / count as f64;
        common += found.common.expect("told") / count as f64;
        own += found.own / count as f64;
        cut += u32::from(found.cut);
    }
    // Standard errors are about 9 sqrt(2/11) / 20 = 0.19 and 4 sqrt(2/7) / 20 = 0.11; the tolerance
    // is five of them.
    assert!((between - 9.0).abs() < 1.0, "{between}");
    assert!((common - 4.0).abs() < 0.55, "{common}");
    assert!((own - 1.0).abs() < 0.1, "{own}");
    // If little noise is a point's own, holes make its estimate imprecise: it is below 0 in some
    // tables (56 of 400 here).
    assert!(cut < 80, "{cut}");
}

#[test]
fn luck_of_its_own_at_every_point_is_not_divided() {
    let mut random = Random::new(5, b"a test of seed noise....", 1);
    let mut noise = Noise::new();
    for run in 0..3000 {
        noise.add(run / 10, run, normal_quantile(random.uniform()) + (run / 10) as f64 * 0.01);
    }
    let found = noise.components().expect("enough");
    assert_eq!(found.common, None);
    assert!((found.own - 1.0).abs() < 0.15 && found.own == found.luck);
    assert!((found.between - 0.75).abs() < 0.15, "{found:?}");
}

#[test]
fn little_or_nothing_is_said_plainly() {
    assert_eq!(Noise::new().components(), Err(TooFew { found: 0, needed: 2 }));
    let mut noise = Noise::new();
    for point in 0..3 {
        for replicate in 0..4 {
            noise.add(point, replicate, 0.1);
        }
    }
    noise.add(0, 4, f64::NAN);
    let found = noise.components().expect("enough");
    assert_eq!((found.runs, found.left_out, found.points, found.replicates), (12, 1, 3, 4));
    assert_eq!((found.between, found.luck, found.share_now, found.luck_of_a_run()), (0.0, 0.0, None, None));
    assert_eq!(found.replicates_for_share(0.05), None);
    assert_eq!(found.replicates_for_error(1.0), 1);
}

#[test]
fn what_rounding_made_is_neither_luck_nor_points() {
    let mut noise = Noise::new();
    for point in 0..8 {
        for replicate in 0..4 {
            noise.add(point, replicate, 0.6 + ((point * 3 + replicate) % 5) as f64 * 1.2e-16);
        }
    }
    let found = noise.components().expect("enough");
    assert_eq!((found.between, found.luck, found.share_now), (0.0, 0.0, None));
}

// Regression: an earlier version reported "305,121,139,134,312,384 replicates of a point bring it
// to 5 %".
#[test]
fn points_that_differ_by_rounding_alone_do_not_differ() {
    let mut noise = Noise::new();
    for point in 0..60 {
        for replicate in 0..2 {
            let seldom = (point, replicate) == (5, 0) || (point, replicate) == (9, 1);
            noise.add(point, replicate, if seldom { 9.028_781_982_717_282e-5 } else { 0.0 });
        }
    }
    let found = noise.components().expect("enough");
    assert!(found.luck > 0.0);
    assert_eq!((found.between, found.replicates_for_share(0.05)), (0.0, None));
}
