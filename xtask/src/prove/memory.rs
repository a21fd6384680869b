//! Memory stays within its limits, and does not grow with replicates.

use super::Options;
use crate::machine::field;
use crate::model::ordinary;
use crate::report::Report;
use crate::results::Results;
use crate::subject::{Subject, watch};
use anyhow::{Context, Result, ensure};
use balcony::profiles;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::rng::RngKey;

const CLAIM: &str = "Peak memory of one authority stays within 64 MiB at 10,000 replicates and grows by at most 10 % from 100 \
                     replicates; the worlds of all 153 authorities of England fit in 384 MiB at once.";

const FEW: u32 = 100;
const MORE: u32 = 1000;
const MANY: u32 = 10_000;
const LIMIT_ONE_AUTHORITY: f64 = 64.0;
const LIMIT_ENGLAND: f64 = 384.0;
const LIMIT_GROWTH: f64 = 1.10;

/// Measures runs with few and with many replicates, and states of all of England.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let program = options.program.as_deref();
    let place = Subject::new(program, &options.scenario, options.seed)?;
    let mut report = Report::new("memory", CLAIM, &["scenario", "replicates", "peak, MiB", "limit, MiB"]);
    let few = peak(&place, FEW)?;
    let more = peak(&place, MORE)?;
    let many = peak(&place, MANY)?;
    let rows = [
        (options.scenario.as_str(), FEW, few, LIMIT_ONE_AUTHORITY),
        (options.scenario.as_str(), MORE, more, LIMIT_ONE_AUTHORITY.min(few * LIMIT_GROWTH)),
        (options.scenario.as_str(), MANY, many, LIMIT_ONE_AUTHORITY.min(few * LIMIT_GROWTH)),
    ];
    for (scenario, replicates, peak, limit) in rows {
        report.row([
            scenario.to_owned(),
            replicates.to_string(),
            format!("{peak:.1}"),
            format!("{limit:.1}"),
        ]);
        report.expect(peak <= limit, || {
            format!("{scenario}, {replicates} replicates: {peak:.1} MiB, limit {limit:.1}")
        });
    }
    report.note(format!("From {FEW} to {MANY} replicates: {:+.1} %.", (many / few - 1.0) * 100.0));
    worlds(&mut report)?;
    report.note(
        "Peak resident set: the system's own high-water mark, read every millisecond while the run lives."
            .to_owned(),
    );
    Ok(report)
}

/// Memory of states at week 0, in use and while they wait, for all of England together.
fn worlds(report: &mut Report) -> Result<()> {
    report.table("Worlds at week 0", &["authority", "children with needs", "MiB", "while it waits, MiB"]);
    let mib = |bytes: usize| format!("{:.2}", bytes as f64 / f64::from(1 << 20));
    let mut all = Vec::new();
    let (mut sum, mut waiting) = (0, 0);
    let average = profiles::archetype(profiles::ENGLAND_AVERAGE).context("no average authority")?;
    for profile in profiles::all().iter().chain([average]) {
        let setting = ordinary(profile.authority());
        let luck = RngKey { seed: 1, replicate: 0 };
        let mut world = ForkPoint::new(setting)
            .warmed_up(luck)
            .map_err(|failure| anyhow::anyhow!("{}: {failure:?}", profile.name))?;
        let before = world.bytes();
        world.shrink();
        if ["Rutland", "Leeds", average.name].contains(&profile.name) {
            let children = world.population.children.len() - world.population.free.len();
            report.row([profile.name.to_owned(), children.to_string(), mib(before), mib(world.bytes())]);
        }
        if profile.id != average.id {
            sum += before;
            waiting += world.bytes();
            all.push(world);
        }
    }
    report.row([format!("all {}", all.len()), String::new(), mib(sum), mib(waiting)]);
    let status = std::fs::read_to_string("/proc/self/status").context("no status of this program")?;
    let resident = field(&status, "VmRSS").and_then(|text| text.trim_end_matches(" kB").parse::<f64>().ok());
    let resident = resident.context("no resident memory")? / 1024.0;
    report.note(format!("With all {} worlds at once this program holds {resident:.0} MiB.", all.len()));
    report.expect(resident <= LIMIT_ENGLAND, || {
        format!("all worlds at once: {resident:.0} MiB, limit {LIMIT_ENGLAND}")
    });
    Ok(())
}

/// Peak resident memory of a run in MiB.
fn peak(subject: &Subject, replicates: u32) -> Result<f64> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let results = Results::at(folder.path().join("results"));
    let mut peak: f64 = 0.0;
    let code = watch(subject.run_into(&results, replicates, false), |child| {
        // A program that has just ended has no memory to read, so the last reading is kept.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        peak = peak.max(high_water(&status).unwrap_or(0.0));
    })?;
    ensure!(code == 0, "the run with {replicates} replicates ended with code {code}");
    ensure!(peak > 0.0, "memory could not be read: this proof needs Linux");
    Ok(peak)
}

/// High-water mark in a `/proc/PID/status`, in MiB.
pub(super) fn high_water(status: &str) -> Option<f64> {
    let kib = field(status, "VmHWM")?.strip_suffix(" kB")?;
    Some(kib.parse::<f64>().ok()? / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fake;

    #[test]
    fn the_high_water_mark_is_read() {
        assert_eq!(high_water("Name:\tsh\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"), Some(2.0));
        assert_eq!(high_water("Name:\tsh\nState:\tZ (zombie)\n"), None);
    }

    #[test]
    fn a_small_program_takes_a_little() {
        let peak = peak(&fake("honest"), 10).unwrap();
        assert!(0.1 < peak && peak < 50.0, "{peak} MiB");
    }
}
