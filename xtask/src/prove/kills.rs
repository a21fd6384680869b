//! A run that is killed at any moment resumes to the same bytes as an undisturbed run.

use super::Options;
use crate::report::Report;
use crate::results::Results;
use crate::subject::{GLANCE, Subject, start, watch};
use anyhow::{Context, Result, ensure};
use std::time::{Duration, Instant};

const CLAIM: &str = "A run killed with `kill -9` never leaves a manifest that says complete before every file is whole, and \
                     `--resume` ends with the bytes of a run that was never interrupted.";

/// Kills runs twenty times, or as often as requested.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let subject = Subject::new(options.program.as_deref(), &options.scenario, options.seed)?;
    examine(&subject, options.replicates, options.kills, options.seed)
}

fn examine(subject: &Subject, replicates: u32, kills: u32, seed: u64) -> Result<Report> {
    let mut report = Report::new("kills", CLAIM, &["kill", "parts when killed", "manifest", "resumed to"]);
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let whole = Results::at(folder.path().join("whole"));
    let (parts, time) = undisturbed(subject, &whole, replicates)?;
    ensure!(parts >= 10, "only {parts} parts seen: too few to kill between a tenth and nine tenths of them");

    for kill in 1..=kills {
        let torn = Results::at(folder.path().join(format!("torn-{kill}")));
        let moment = Moment::of(seed, kill, parts, time / parts as u32);
        let seen = kill_at(subject, &torn, replicates, &moment)?;
        let Some(seen) = seen else {
            report.expect(false, || {
                format!("kill {kill}: the run ended by itself before {} parts", moment.parts)
            });
            continue;
        };
        let complete = torn.says_complete();
        let claim = match &complete {
            Ok(true) => "complete",
            Ok(false) => "not complete",
            Err(_) => "torn",
        };
        if let Err(error) = &complete {
            report.expect(false, || format!("kill {kill}: {error:#}"));
        }
        if matches!(complete, Ok(true)) {
            let differing = torn.differing(&whole)?;
            report.expect(differing.is_empty(), || {
                format!("kill {kill}: the manifest says complete, but {} is not whole", differing.join(", "))
            });
        }
        let code = watch(subject.run_into(&torn, replicates, true), |_| ())?;
        report.expect(code == 0, || format!("kill {kill}: --resume ended with code {code}"));
        let differing = torn.differing(&whole)?;
        report.expect(differing.is_empty(), || {
            format!("kill {kill}: after --resume {} differs", differing.join(", "))
        });
        report.expect(torn.says_complete().unwrap_or(false), || {
            format!("kill {kill}: after --resume the manifest does not say complete")
        });
        let resumed = if differing.is_empty() { "the same bytes" } else { "OTHER BYTES" };
        report.row([kill.to_string(), format!("{seen} of {parts}"), claim.to_owned(), resumed.to_owned()]);
        std::fs::remove_dir_all(torn.folder()).context("cannot remove a finished run")?;
    }
    report
        .note(format!("{replicates} replicates, seed {seed}; undisturbed run {:.1} s.", time.as_secs_f64()));
    Ok(report)
}

/// Runs to the end; returns the largest number of parts seen, and the time.
fn undisturbed(subject: &Subject, whole: &Results, replicates: u32) -> Result<(usize, Duration)> {
    let begin = Instant::now();
    let mut parts = 0;
    let code = watch(subject.run_into(whole, replicates, false), |_| parts = parts.max(whole.parts()))?;
    ensure!(code == 0, "the undisturbed run ended with code {code}");
    ensure!(whole.says_complete()?, "the manifest of the undisturbed run does not say complete");
    Ok((parts, begin.elapsed()))
}

/// Starts a run and kills it; returns the number of parts that remain, or `None` if the run ended
/// first.
fn kill_at(subject: &Subject, torn: &Results, replicates: u32, moment: &Moment) -> Result<Option<usize>> {
    let mut child = start(subject.run_into(torn, replicates, false))?;
    while torn.parts() < moment.parts {
        if child.try_wait()?.is_some() {
            return Ok(None);
        }
        std::thread::sleep(GLANCE);
    }
    std::thread::sleep(moment.and_then);
    if child.try_wait()?.is_some() {
        return Ok(None);
    }
    child.kill().context("cannot kill the run")?;
    child.wait()?;
    Ok(Some(torn.parts()))
}

/// Time of a kill: at a number of parts plus a fraction of the time of one part, so that writing
/// and joining are hit as well as simulating.
struct Moment {
    parts: usize,
    and_then: Duration,
}

impl Moment {
    fn of(seed: u64, kill: u32, parts: usize, a_part: Duration) -> Self {
        let share = 0.1 + 0.8 * uniform(seed, u64::from(kill) * 2);
        let later = uniform(seed, u64::from(kill) * 2 + 1);
        Self { parts: (share * parts as f64).ceil() as usize, and_then: a_part.mul_f64(later) }
    }
}

/// The n-th uniform number of a seed (SplitMix64).
pub(super) fn uniform(seed: u64, n: u64) -> f64 {
    let mut z = seed.wrapping_add((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fake;

    #[test]
    fn moments_lie_between_a_tenth_and_nine_tenths() {
        let second = Duration::from_secs(1);
        let parts: Vec<usize> = (1..=1000).map(|kill| Moment::of(9, kill, 100, second).parts).collect();
        assert!(parts.iter().all(|parts| (10..=90).contains(parts)));
        assert!(parts.iter().any(|&parts| parts < 15) && parts.iter().any(|&parts| 85 < parts));
    }

    #[test]
    fn an_honest_program_passes() {
        let report = examine(&fake("honest"), 30, 3, 1).unwrap();
        assert!(report.failures.is_empty(), "{:?}", report.failures);
    }

    #[test]
    fn a_program_that_says_complete_too_early_is_caught() {
        let report = examine(&fake("boastful"), 30, 1, 1).unwrap();
        assert!(report.failures[0].contains("says complete, but outcomes.parquet"), "{:?}", report.failures);
    }

    #[test]
    fn a_program_that_resumes_to_other_bytes_is_caught() {
        let report = examine(&fake("forgetful"), 30, 1, 1).unwrap();
        assert!(report.failures[0].contains("after --resume outcomes.parquet"), "{:?}", report.failures);
    }

    #[test]
    fn too_few_parts_are_refused() {
        assert!(examine(&fake("honest"), 3, 1, 1).is_err());
    }
}
