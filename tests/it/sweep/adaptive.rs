//! Points that end when their intervals are narrow. The test recomputes this from the rows with its
//! own interval.

use std::collections::BTreeMap;

use super::{BASE, SweepFolder, UNTIL};

/// Number of standard errors at which the likelihood ratio of a confidence sequence reaches 1 /
/// chance. It is found by bisection, from the densities of Student's t under no difference and
/// under a normal difference with a variance of 1 in units of the standard deviation.
fn errors(n: f64, chance: f64) -> f64 {
    let df = n - 1.0;
    let ratio = |t: f64| {
        let density = |scale: f64| libm::pow(1.0 + t * t / (df * scale), -(df + 1.0) / 2.0) / scale.sqrt();
        density(1.0 + n) / density(1.0)
    };
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if ratio(middle) < 1.0 / chance { low = middle } else { high = middle }
    }
    // If no number of standard errors reaches the ratio, the interval is unbounded.
    if high >= 0.999e6 { f64::INFINITY } else { low }
}

/// Half-width of the mean's interval, one of `together` intervals that hold simultaneously at every
/// look.
fn half(values: &[f64], together: usize) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    errors(n, 0.05 / together as f64) * (variance / n).sqrt()
}

#[test]
fn our_errors_are_the_published_ones() {
    for (n, published) in [(20.0, 3.424_781), (100.0, 3.346_778), (1000.0, 3.603_324)] {
        assert!((errors(n, 0.05) - published).abs() < 1e-5, "{n}: {}", errors(n, 0.05));
    }
}

/// Checks that every point of a sweep ended at the first look at which all intervals were narrow,
/// or at the maximum. `values` converts the strategies' values to those whose intervals are
/// checked.
fn check(experiment: &str, base: &str, values: impl Fn(&BTreeMap<String, f64>) -> Vec<f64>) -> Vec<usize> {
    let place = SweepFolder::new("");
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
            .map(|at| half(&replicates.iter().map(|all| all[at]).collect::<Vec<_>>(), replicates[0].len()));
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

// Regression: 16 differences of 0 in a row ended a point at 0 ± 0, although the 80th replicate had
// another difference.
#[test]
fn a_point_at_which_nothing_was_seen_to_vary_goes_on_to_the_most() {
    let place = SweepFolder::new(
        "design = { kind = 'grid', levels = 3 }\nreplicates = { half-width = 0.001, of = 'judgement', least = 4, most = 24 }\n\
         factors.trusting = { key = 'start.trust', low = 0.2, high = 0.8 }\n",
    );
    place.sweep("rows", "");
    let mut lived: BTreeMap<i64, Vec<BTreeMap<String, f64>>> = BTreeMap::new();
    for row in place.rows("rows") {
        let (point, replicate) = (row.whole("point"), row.whole("replicate") as usize);
        let replicates = lived.entry(point).or_default();
        replicates.resize(replicates.len().max(replicate + 1), BTreeMap::new());
        replicates[replicate].insert(row.text("strategy").to_owned(), row.number("judgement").expect("one"));
    }
    let same = |replicates: &&Vec<BTreeMap<String, f64>>| {
        let differences: Vec<f64> =
            replicates.iter().take(4).map(|arms| arms["connected"] - arms["incumbent"]).collect();
        differences.iter().all(|difference| *difference == differences[0])
    };
    let silent: Vec<usize> = lived.values().filter(same).map(Vec::len).collect();
    assert!(!silent.is_empty(), "nothing varies in the first replicates of some point");
    assert!(silent.iter().all(|count| *count == 24), "{silent:?}");
}
