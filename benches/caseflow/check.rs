//! Checks that the plain loop of this folder follows the published law of CASEFLOW.
//!
//! Each statistic is compared with the mean of 1,500 runs of independent programs, by z =
//! difference / standard error. The standard error combines that of the runs made here with the
//! published one. With five statistics at |z| < 3.5, a correct program fails with a probability
//! below 0.3 %. The seeds are fixed, so a failure means that the program has changed.

#[path = "mod.rs"]
mod caseflow;

use caseflow::{Run, WEEKS, Week, run};

const N_RUNS: u64 = 200;
const CRITICAL: f64 = 3.5;

struct Statistic {
    name: &'static str,
    of: fn(&Run) -> f64,
    published: f64,
    /// Standard error of the published mean (for morale, computed from the spread between runs).
    published_error: f64,
}

const STATISTICS: [Statistic; 5] = [
    Statistic { name: "open cases", of: open, published: 2300.6, published_error: 1.3 },
    Statistic { name: "morale", of: morale, published: 0.6125, published_error: 0.0002 },
    Statistic { name: "leavers a year", of: leavers, published: 35.25, published_error: 0.07 },
    Statistic { name: "closed", of: closed, published: 38_083.0, published_error: 5.0 },
    Statistic {
        name: "case-weeks",
        of: |run| run.case_weeks as f64,
        published: 1_024_224.0,
        published_error: 454.0,
    },
];

fn second_half(run: &Run) -> &[Week] {
    &run.weeks[WEEKS as usize / 2..]
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

fn open(run: &Run) -> f64 {
    mean(second_half(run).iter().map(|week| f64::from(week.open.iter().sum::<u32>())))
}

fn morale(run: &Run) -> f64 {
    mean(second_half(run).iter().map(|week| week.morale))
}

fn leavers(run: &Run) -> f64 {
    52.0 * mean(second_half(run).iter().map(|week| f64::from(week.leavers)))
}

fn closed(run: &Run) -> f64 {
    run.weeks.last().map_or(0.0, |week| f64::from(week.closed))
}

#[test]
fn the_plain_loop_agrees_with_the_published_figures() {
    let runs: Vec<Run> = (0..N_RUNS).map(|seed| run(seed, WEEKS)).collect();
    let mut worst: f64 = 0.0;
    for Statistic { name, of, published, published_error } in STATISTICS {
        let values: Vec<f64> = runs.iter().map(of).collect();
        let mean = mean(values.iter().copied());
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let n = N_RUNS as f64;
        let own_error = (squares / (n - 1.0) / n).sqrt();
        let z = (mean - published) / (own_error * own_error + published_error * published_error).sqrt();
        println!("{name}: {mean:.4} +- {own_error:.4} (n = {n}), published {published}, z = {z:.2}");
        worst = worst.max(z.abs());
    }
    assert!(worst < CRITICAL, "largest |z| {worst:.2}, critical value {CRITICAL}");
}

#[test]
fn cases_are_neither_lost_nor_invented() {
    let run = run(7, 60);
    let mut case_weeks = 0;
    for pair in run.weeks.windows(2) {
        assert!(pair[0].closed <= pair[1].closed, "a closed case was opened again");
    }
    for week in &run.weeks {
        case_weeks += u64::from(week.open.iter().sum::<u32>() + week.closed);
    }
    // The count at the end of a week is the count at step 5, less the cases that closed in that
    // week.
    let closed_before: u64 = run.weeks.iter().rev().skip(1).map(|week| u64::from(week.closed)).sum();
    assert_eq!(case_weeks - closed_before, run.case_weeks);
}

#[test]
fn a_run_is_repeated_by_its_seed_and_no_other() {
    let (one, again, other) = (run(1, 50), run(1, 50), run(2, 50));
    assert_eq!(one.case_weeks, again.case_weeks);
    assert_ne!(one.case_weeks, other.case_weeks);
}
