//! Confidence sequences and the stopping rule, tested where the truth is known.

use super::Options;
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::sequence::{BLOCK, LEAST};
use balcony::experiment::stats::{Direction, ErrorUnit, Sequence, Verdict, sd, settled, verdict};
use balcony_engine::rng::{Block, EntityId, RngKey, Tag};
use balcony_engine::samplers::{exponential, normal};
use rayon::prelude::*;

const CLAIM: &str = "Looked at after every ten pairs up to a thousand, the truth is outside the interval at any look in at most 5 % of \
                     comparisons, and a verdict that is settled is wrong in at most 1 %.";
/// Largest share of comparisons in which the truth is outside the interval at some look.
const OUTSIDE: f64 = 0.05;
/// Largest share of wrong verdicts among the settled ones.
const WRONG: f64 = 0.01;
/// Number of standard errors by which a share may exceed its limit.
const LUCK: f64 = 2.0;
/// Largest number of pairs.
const MOST: usize = 1000;

/// A distribution of paired differences.
struct Kind {
    name: &'static str,
    /// Deviation with mean 0 and variance 1, from four uniform numbers.
    deviation: fn(Block) -> f64,
}

const KINDS: &[Kind] = &[
    Kind { name: "Gaussian", deviation: |rng_key| normal(rng_key.uniform(0)) },
    Kind {
        name: "long tails (Laplace)",
        deviation: |rng_key| {
            let size = exponential(rng_key.uniform(0)) / std::f64::consts::SQRT_2;
            if rng_key.uniform(1) < 0.5 { size } else { -size }
        },
    },
    Kind { name: "skewed (exponential)", deviation: |rng_key| exponential(rng_key.uniform(0)) - 1.0 },
    Kind {
        name: "very skewed (lognormal, skewness 6)",
        deviation: |rng_key| {
            let e = std::f64::consts::E;
            (libm::exp(normal(rng_key.uniform(0))) - libm::sqrt(e)) / libm::sqrt(e * (e - 1.0))
        },
    },
    Kind { name: "a coin", deviation: |rng_key| if rng_key.uniform(0) < 0.5 { 1.0 } else { -1.0 } },
    Kind {
        name: "counts: nine pairs of ten the same",
        deviation: |rng_key| match rng_key.uniform(0) {
            u if u < 0.05 => libm::sqrt(10.0),
            u if u < 0.1 => -libm::sqrt(10.0),
            _ => 0.0,
        },
    },
    Kind {
        name: "rare and one-sided: one pair of twenty-five",
        deviation: |rng_key| {
            (f64::from(u8::from(rng_key.uniform(0) < 0.04)) - 0.04) / libm::sqrt(0.04 * 0.96)
        },
    },
    Kind { name: "always the same", deviation: |_| 0.0 },
];

/// True differences, as multiples of the smallest effect of interest.
const TRUTHS: [f64; 5] = [0.0, 0.5, 0.9, 1.1, 2.0];
/// Standard deviations of a paired difference, in the same unit.
const SPREADS: [f64; 3] = [0.5, 2.0, 5.0];
/// Ratio of the standard deviation of one strategy to that of a paired difference: pairing removes
/// nine tenths of the variance.
const ALONE: f64 = 2.236;

/// Result of one comparison.
#[derive(Default, Clone, Copy)]
struct ComparisonResult {
    outside: u32,
    outside_t: u32,
    settled: u32,
    wrong: u32,
    pairs: u64,
}

impl ComparisonResult {
    fn with(self, other: Self) -> Self {
        Self {
            outside: self.outside + other.outside,
            outside_t: self.outside_t + other.outside_t,
            settled: self.settled + other.settled,
            wrong: self.wrong + other.wrong,
            pairs: self.pairs + other.pairs,
        }
    }
}

fn compare(kind: &Kind, truth: f64, spread: f64, rng_key: RngKey) -> ComparisonResult {
    let draw = |pair: usize| rng_key.block(EntityId::authority(1), Tag::Shock, pair as u32, 0);
    let base: Vec<f64> = (0..MOST).map(|pair| spread * ALONE * normal(draw(pair).uniform(3))).collect();
    let differences: Vec<f64> = (0..MOST).map(|pair| truth + spread * (kind.deviation)(draw(pair))).collect();
    let sequence = Sequence::of(1);
    let mut found = ComparisonResult::default();
    for n in (LEAST as usize..=MOST).step_by(BLOCK as usize) {
        let alone = sd(&base[..n]);
        let seen = sequence.estimate(&differences[..n], Some(2.0 * alone * alone));
        let misses = |interval: Option<balcony::experiment::stats::Interval>| {
            interval.is_some_and(|interval| interval.low > truth + 1e-9 || interval.high < truth - 1e-9)
        };
        found.outside |= u32::from(misses(seen.interval));
        found.outside_t |= u32::from(misses(ErrorUnit::Replicate.estimate(&differences[..n]).interval));
        if found.settled == 0 && settled(seen.interval, 1.0) {
            found.settled = 1;
            found.pairs = n as u64;
            found.wrong = u32::from(is_wrong(verdict(seen.interval, 1.0), truth));
        }
    }
    if found.settled == 0 {
        found.pairs = MOST as u64;
    }
    found
}

/// Whether a verdict's claim is false.
fn is_wrong(said: Verdict, truth: f64) -> bool {
    let goes = |direction| (truth > 0.0) == (direction == Direction::Higher) && truth != 0.0;
    match said {
        Verdict::Clearly(direction) => !goes(direction) || truth.abs() <= 1.0,
        Verdict::Slightly(direction) => !goes(direction) || truth.abs() > 1.0,
        Verdict::NoDifference => truth.abs() > 1.0,
        Verdict::CannotTell => true,
    }
}

/// Runs twelve hundred comparisons for each kind, true difference and spread.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let repeats = options.size(1200, 100);
    let heads = [
        "differences",
        "truth ever outside %",
        "the same of t intervals %",
        "settled %",
        "wrong of the settled %",
        "worst truth and spread: outside %, wrong %",
        "pairs, mean",
    ];
    let mut report = Report::new("settling", CLAIM, &heads);
    for kind in KINDS {
        let (mut all, mut worst) = (ComparisonResult::default(), (0.0f64, 0.0f64));
        for truth in TRUTHS {
            for spread in SPREADS {
                let found = (0..repeats)
                    .into_par_iter()
                    .map(|replicate| compare(kind, truth, spread, RngKey { seed: 19, replicate }))
                    .reduce(ComparisonResult::default, ComparisonResult::with);
                let share = |count: u32| f64::from(count) / f64::from(repeats);
                let (outside, wrong) = (share(found.outside), share(found.wrong));
                worst = (worst.0.max(outside), worst.1.max(wrong));
                let allowed = OUTSIDE + LUCK * (OUTSIDE * (1.0 - OUTSIDE) / f64::from(repeats)).sqrt();
                report.expect(outside <= allowed, || {
                    let percent = 100.0 * outside;
                    format!(
                        "{}, truth {truth}, spread {spread}: outside at some look in {percent:.1} %",
                        kind.name
                    )
                });
                all = all.with(found);
            }
        }
        let wrong = f64::from(all.wrong) / f64::from(all.settled.max(1));
        report.expect(wrong <= WRONG, || {
            format!("{}: {:.2} % of settled verdicts are wrong", kind.name, 100.0 * wrong)
        });
        let of = f64::from(repeats) * (TRUTHS.len() * SPREADS.len()) as f64;
        report.row([
            kind.name.to_owned(),
            format!("{:.1}", 100.0 * f64::from(all.outside) / of),
            format!("{:.1}", 100.0 * f64::from(all.outside_t) / of),
            format!("{:.0}", 100.0 * f64::from(all.settled) / of),
            format!("{:.2}", 100.0 * wrong),
            format!("{:.1}, {:.1}", 100.0 * worst.0, 100.0 * worst.1),
            format!("{:.0}", all.pairs as f64 / of),
        ]);
    }
    report.note(format!(
        "n = {repeats} comparisons of each kind for each of the true differences {TRUTHS:?} and the standard deviations {SPREADS:?} of a \
         paired difference, in smallest differences that matter; a look after every {BLOCK} pairs from {LEAST} to {MOST}. Luck is \
         allowed {LUCK} standard errors of the share outside, for each true difference and spread; wrong verdicts are judged over all of \
         them, and the worst stands beside. One strategy by itself varies {ALONE} times as much as a paired difference. A \
         difference of exactly what matters is never settled; at .9 and 1.1 of it with a wide spread most comparisons run to their end."
    ));
    Ok(report)
}
