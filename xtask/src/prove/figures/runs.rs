//! Runs the twelve authorities for every replicate and parameter sample, and handles failed runs.

use super::super::Options;
use super::sample::{SIZE, Simulated, WEEKS, central, drawn};
use crate::model::each;
use crate::report::Report;
use anyhow::Result;
use balcony::profiles::Profile;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// One run of all twelve authorities; `None` if any of them failed.
pub(super) type Mixture = Option<Vec<Simulated>>;

/// Runs the twelve for every job (sample and replicate), and measures the time of each run. The
/// report records failures.
pub(super) fn run(
    options: &Options,
    sample: &[&Profile],
    jobs: &[(Option<u32>, u32)],
    report: &mut Report,
) -> Result<(Vec<Mixture>, Vec<f64>)> {
    let (done, count) = (AtomicUsize::new(0), jobs.len() * SIZE);
    let start = Instant::now();
    let ran = each(count as u32, |at| {
        let (draw, replicate) = jobs[at as usize / SIZE];
        let mut setting = central(sample[at as usize % SIZE].authority());
        if let Some(draw) = draw {
            setting = drawn(&setting, draw)?;
        }
        options.adjust(&mut setting)?;
        let begin = Instant::now();
        let ran = Simulated::of(&setting, options.luck(replicate), WEEKS);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(5 * SIZE) {
            eprintln!("figures: {done} of {count} runs, {:.0} s", start.elapsed().as_secs_f64());
        }
        Ok((ran, begin.elapsed().as_secs_f64()))
    })?;
    let (mut mixtures, mut seconds, mut ran) = (Vec::with_capacity(jobs.len()), Vec::new(), ran.into_iter());
    for (draw, replicate) in jobs {
        let mut mixture = Some(Vec::with_capacity(SIZE));
        for (profile, (ran, took)) in sample.iter().zip(ran.by_ref()) {
            seconds.push(took);
            match (ran, &mut mixture) {
                (Ok(ran), Some(mixture)) => mixture.push(ran),
                (Ok(_), None) => {}
                (Err(error), _) => {
                    mixture = None;
                    let world = draw.map_or("by default".to_owned(), |draw| format!("draw {draw}"));
                    report.expect(false, || {
                        format!("{}, {world}, replicate {replicate}: {error:#}; left out", profile.name)
                    });
                }
            }
        }
        mixtures.push(mixture);
    }
    Ok((mixtures, seconds))
}

/// From the first replicates of all samples followed by the second ones, in this order: keeps only
/// the samples for which both exist.
pub(super) fn whole_draws<T: Copy>(both: impl Iterator<Item = Option<T>>) -> Vec<T> {
    let both: Vec<Option<T>> = both.collect();
    let (first, second) = both.split_at(both.len() / 2);
    let pairs: Vec<(T, T)> = first.iter().zip(second).filter_map(|(a, b)| (*a).zip(*b)).collect();
    pairs.iter().map(|pair| pair.0).chain(pairs.iter().map(|pair| pair.1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_without_one_of_its_replicates_is_left_out() {
        let whole = |both: [Option<u32>; 6]| whole_draws(both.into_iter());
        assert_eq!(whole([1, 2, 3, 10, 20, 30].map(Some)), [1, 2, 3, 10, 20, 30]);
        assert_eq!(whole([Some(1), Some(2), Some(3), Some(10), None, Some(30)]), [1, 3, 10, 30]);
        assert_eq!(whole([None, Some(2), Some(3), None, None, Some(30)]), [3, 30]);
    }
}
