//! All of England, coupled: time beside Mesa, memory, growth, the same bytes for any number of
//! threads and after a kill.

use super::Options;
use super::memory::high_water;
use crate::report::Report;
use crate::shell;
use crate::subject::{Subject, watch};
use anyhow::{Context, Result, ensure};
use balcony::scenario::WARM_UP;
use balcony_engine::calendar::{Date, Week};
use balcony_engine::rng::RngKey;
use balcony_england::simulate::{Collected, Country, Plan, Spread, digest};
use balcony_market::log::NoLog;
use std::process::{Command, Stdio};
use std::time::Instant;

const CLAIM: &str = "Ten years of all 153 authorities with their children, coupled every four weeks, take at most 30 times as long on \
                     two threads as Mesa takes for one place of CASEFLOW; they fit in 384 MiB; and the bytes are the same on 1, 2 and \
                     8 threads and after a kill.";
/// Most times Mesa's time for one place, on two threads.
const GATE: f64 = 30.0;
/// Most memory, MiB.
const MEMORY: f64 = 384.0;
/// Weeks of a whole run.
const WEEKS: u32 = 520;
/// Numbers of authorities for growth.
const GROWTH: [usize; 4] = [10, 50, 100, 153];
/// Weeks for growth, and its warm-up.
const SHORT: (u32, u32) = (104, 52);

/// One run of the program.
struct Ran {
    wall: f64,
    peak: f64,
    digest: String,
}

/// Times, watches and kills.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let program = Subject::new(options.program.as_deref(), "england", options.seed)?;
    let weeks = if options.quick { 52 } else { WEEKS };
    let heads = ["threads", "seconds", "over Mesa's one place", "peak, MiB", "digest"];
    let mut report = Report::new("england", CLAIM, &heads);
    let rounds = if options.quick { 1 } else { 3 };
    let mut digests = Vec::new();
    let mut ratios = Vec::new();
    for round in 0..rounds {
        let mesa = options.peers.as_ref().map(|folder| mesa(folder, options.seed)).transpose()?;
        for threads in if round == 0 { vec![1, 2, 8] } else { vec![2] } {
            let ran = run(&program, weeks, threads)?;
            let ratio = mesa.map(|mesa| ran.wall / mesa);
            let told = ratio.map_or("no Mesa".to_owned(), |ratio| format!("{ratio:.1}"));
            let cells = [
                threads.to_string(),
                format!("{:.1}", ran.wall),
                told,
                format!("{:.1}", ran.peak),
                ran.digest.clone(),
            ];
            report.row(cells);
            report.expect(ran.peak <= MEMORY, || {
                format!("{:.1} MiB on {threads} threads, limit {MEMORY}", ran.peak)
            });
            digests.push(ran.digest);
            ratios.extend(ratio.filter(|_| threads == 2));
        }
    }
    let first = digests.first().context("no run")?.clone();
    report.expect(digests.iter().all(|digest| *digest == first), || format!("digests differ: {digests:?}"));
    if !ratios.is_empty() {
        ratios.sort_by(f64::total_cmp);
        let median = ratios[ratios.len() / 2];
        report.expect(median <= GATE, || {
            format!("{median:.1} times Mesa's one place on two threads, gate {GATE}")
        });
        report.note(format!(
            "Median on two threads: {median:.1} times Mesa's one place (gate {GATE}, goal 18)."
        ));
    }
    kill(options, &program, &mut report)?;
    growth(&mut report)?;
    report.note(format!(
        "`balcony run england --weeks {weeks} --children 1 --replicates 2`: start of the program, {WARM_UP} weeks of warm-up, the \
         market from 1990, and one replicate with children; nothing is kept from an earlier run."
    ));
    Ok(report)
}

/// `balcony run england` with children.
fn command(program: &Subject, weeks: u32, threads: usize) -> Command {
    let mut command = program.run();
    let weeks = weeks.to_string();
    let threads = threads.to_string();
    command.args(["--weeks", &weeks, "--children", "1", "--replicates", "2", "--threads", &threads]);
    command.args(["--quiet", "--json"]);
    command
}

fn run(program: &Subject, weeks: u32, threads: usize) -> Result<Ran> {
    let folder = tempfile::tempdir().context("a folder")?;
    let told = folder.path().join("told");
    let mut command = command(program, weeks, threads);
    command.stdout(Stdio::from(std::fs::File::create(&told).context("a file")?));
    let began = Instant::now();
    let mut peak: f64 = 0.0;
    let code = watch(command, |child| {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        peak = peak.max(high_water(&status).unwrap_or(0.0));
    })?;
    let wall = began.elapsed().as_secs_f64();
    ensure!(code == 0, "the run on {threads} threads ended with code {code}");
    Ok(Ran { wall, peak, digest: digest_in(&std::fs::read_to_string(&told).context("what it said")?)? })
}

/// The digest of the base's first replicate with children, from the line of `--json`.
fn digest_in(text: &str) -> Result<String> {
    let value: serde_json::Value =
        serde_json::from_str(text.lines().last().unwrap_or_default()).context("the last line is no JSON")?;
    let digest = &value["children"]["policies"]["base"]["digests"][0];
    Ok(digest.as_str().context("no digest")?.to_owned())
}

/// Seconds of processor time that Mesa takes for one place of CASEFLOW, 520 weeks.
fn mesa(folder: &std::path::Path, seed: u64) -> Result<f64> {
    let mut command = Command::new(folder.join("venv/bin/python"));
    command.current_dir(folder).args(["bin/mesa_cf.py", &seed.to_string()]);
    let printed = shell::output(command)?;
    let value: serde_json::Value =
        serde_json::from_str(printed.lines().last().unwrap_or_default()).context("Mesa said no JSON")?;
    value["cpu"].as_f64().context("Mesa said no `cpu`")
}

/// Kills a run that writes a folder at three moments; the same command with `--resume` then gives
/// the same bytes as one that nobody disturbed.
fn kill(options: &Options, program: &Subject, report: &mut Report) -> Result<()> {
    report.table("Killed, then resumed", &["killed after, ms", "runs kept", "same bytes"]);
    let weeks = 52;
    let folder = tempfile::tempdir().context("a folder")?;
    let into = |name: &str| {
        let out = folder.path().join(name);
        let mut command = command(program, weeks, 2);
        command.arg("--out").arg(&out).arg("--resume").stdout(Stdio::null());
        (command, out)
    };
    let (undisturbed, whole) = into("whole");
    ensure!(watch(undisturbed, |_| ())? == 0, "the run that nobody disturbs failed");
    for wait in [500, 5_000, 20_000] {
        let wait = if options.quick { wait / 10 } else { wait };
        let (command, out) = into(&format!("killed-{wait}"));
        let began = Instant::now();
        watch(command, |child| {
            if began.elapsed().as_millis() as u64 >= wait {
                let pid = child.id().to_string();
                let _ = Command::new("kill").args(["-9", &pid]).status();
            }
        })?;
        let kept = std::fs::read_dir(out.join("parts")).map_or(0, |parts| parts.flatten().count());
        let (again, out) = into(&format!("killed-{wait}"));
        ensure!(watch(again, |_| ())? == 0, "the run after a kill failed");
        let same = ["children.csv", "years.csv", "differences.csv", "authorities.csv"]
            .iter()
            .all(|name| std::fs::read(out.join(name)).ok() == std::fs::read(whole.join(name)).ok());
        report.row([wait.to_string(), kept.to_string(), same.to_string()]);
        report.expect(same, || format!("other bytes after a kill at {wait} ms"));
    }
    Ok(())
}

/// Time by number of authorities, and both kinds of parallelism.
fn growth(report: &mut Report) -> Result<()> {
    let heads =
        ["authorities", "seconds to week 0", "seconds a year after it", "ms an authority and year", "digest"];
    report.table("Growth, on one thread", &heads);
    let start = Week::on_or_after(Date::new(2026, 4, 1).context("a date")?);
    for count in GROWTH {
        let whole = Plan::england(start, SHORT.1, balcony::presets::incumbent());
        let step = whole.members.len() / count;
        let numbers: Vec<u16> = (0..count).map(|at| whole.members[at * step].authority.profile.id).collect();
        let plan = whole.only(&numbers);
        let key = RngKey { seed: 1, replicate: 0 };
        let mut told = Vec::new();
        let mut seconds = (0.0, 0.0);
        for (spread, threads) in [(Spread::Nothing, 1), (Spread::Authorities, 2)] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let (begun, went, found) = pool.install(|| -> Result<(f64, f64, u64)> {
                let began = Instant::now();
                let failed = |failure| anyhow::anyhow!("{failure}");
                let mut country = Country::begin(&plan, key, spread).map_err(failed)?;
                let begun = began.elapsed().as_secs_f64();
                let mut sums = vec![Collected::default(); plan.members.len()];
                country.advance(&plan, SHORT.0, &mut sums, &mut NoLog, spread).map_err(failed)?;
                Ok((begun, began.elapsed().as_secs_f64() - begun, digest(&sums)))
            })?;
            if spread == Spread::Nothing {
                seconds = (begun, went);
            }
            told.push(found);
        }
        report.expect(told[0] == told[1], || format!("{count} authorities: {told:x?}"));
        let year = seconds.1 / f64::from(SHORT.0) * 52.0;
        report.row([
            count.to_string(),
            format!("{:.1}", seconds.0),
            format!("{year:.2}"),
            format!("{:.1}", 1000.0 * year / count as f64),
            format!("{:016x}", told[0]),
        ]);
    }
    Ok(())
}
