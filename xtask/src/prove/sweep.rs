//! Sweeps: the same rows after kills, in shares, and with any number of threads; a full disk and a
//! read-only folder; memory as the number of points grows.

use super::Options;
use super::full_disk::{Disk, EXIT_STORAGE};
use super::kills::uniform;
use super::memory::high_water;
use crate::report::Report;
use crate::shell;
use crate::subject::{GLANCE, Subject, start, watch};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const CLAIM: &str = "The rows of a sweep are the same bytes after `kill -9` at any moment and --resume, in seven shares merged, and on one \
                     or two threads. A full disk and a folder that cannot be written end it with exit code 5, a sentence and nothing \
                     that claims to be whole. Peak memory stays within 64 MiB at 10,000 points, 8 MiB above that at 1,000.";

const LIMIT: f64 = 64.0;
const LIMIT_GROWTH: f64 = 8.0;

/// Sizes of the disk, as shares of the peak use of an undisturbed sweep.
const SHARES: [f64; 3] = [0.2, 0.5, 0.9];

/// Common to all sweeps: an authority and a length so small that a run takes a few milliseconds.
const TINY: &str = "scenario = 'culture-shift'\nauthority = 'Rutland'\nweeks = 26\nset = ['scenario.warm-up=26']\n\
                    strategies = ['connected', 'incumbent']\n";

const PLAIN: &str = "design = { kind = 'latin-hypercube', points = 150 }\nreplicates = { count = 4 }\n\
                     factors.trusting = { key = 'start.trust', low = 0.2, high = 0.8 }\nfactors.needs = { key = 'needs.rate' }\n";

/// Points of a Saltelli design per row of its base sample: eight factors plus two.
const BLOCK: u32 = 10;

/// Runs all parts.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let root = shell::output(shell::command("id", &["-u"]))? == "0";
    ensure!(root, "sweep mounts small file systems, which only root may do");
    let subject = Subject::new(options.program.as_deref(), &options.scenario, options.seed)?;
    let place = SweepFolder::new(subject.path())?;
    let mut report = Report::new("sweep", CLAIM, &["way", "rows", "bytes of rows"]);
    let (whole, time, peak) = place.undisturbed()?;
    ways(&place, &whole, &mut report)?;
    kills(&place, &whole, time, options, &mut report)?;
    disks(&place, &whole, peak, &mut report)?;
    memory(&place, &mut report)?;
    report.note(format!(
        "150 points, 4 replicates, 2 strategies, Rutland, 26 weeks; undisturbed, on one thread: {:.1} s.",
        time.as_secs_f64()
    ));
    Ok(report)
}

/// A folder with an experiment, and the program.
struct SweepFolder {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl SweepFolder {
    fn new(program: &Path) -> Result<Self> {
        let place = Self {
            folder: tempfile::tempdir().context("cannot make a temporary folder")?,
            program: program.to_owned(),
        };
        place.write("plain.toml", &format!("{TINY}{PLAIN}"))?;
        Ok(place)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        std::fs::write(self.at(name), text).with_context(|| format!("cannot write {name}"))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(self.folder.path()).args(words).arg("--quiet");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn sweep(&self, out: &str, more: &[&str]) -> Command {
        self.command(&[&["sweep", "plain.toml", "--out", out], more].concat())
    }

    /// Rows, time and peak size of an undisturbed sweep.
    fn undisturbed(&self) -> Result<(Vec<u8>, Duration, u64)> {
        let (begin, mut peak) = (Instant::now(), 0);
        let results = crate::results::Results::at(self.at("whole"));
        let code = watch(self.sweep("whole", &["--threads", "1"]), |_| peak = peak.max(results.size()))?;
        ensure!(code == 0, "the undisturbed sweep ended with code {code}");
        Ok((self.rows("whole")?, begin.elapsed(), peak))
    }

    fn rows(&self, out: &str) -> Result<Vec<u8>> {
        std::fs::read(self.at(out).join("rows.parquet")).with_context(|| format!("no rows in {out}"))
    }

    fn says_complete(&self, out: &str) -> Result<bool> {
        crate::results::Results::at(self.at(out)).says_complete()
    }
}

fn same(rows: Option<&Vec<u8>>, whole: &Vec<u8>) -> String {
    if rows == Some(whole) { "the same".to_owned() } else { "OTHERS".to_owned() }
}

/// Tests different numbers of threads and shares.
fn ways(place: &SweepFolder, whole: &Vec<u8>, report: &mut Report) -> Result<()> {
    let rows = (150 * 4 * 2).to_string();
    report.row(["one thread".to_owned(), rows.clone(), whole.len().to_string()]);
    let code = watch(place.sweep("two", &["--threads", "2"]), |_| ())?;
    report.expect(code == 0, || format!("two threads: code {code}"));
    let two = place.rows("two").ok();
    report.expect(two.as_ref() == Some(whole), || "two threads give other rows".to_owned());
    report.row(["two threads".to_owned(), rows.clone(), same(two.as_ref(), whole)]);
    let names: Vec<String> = [5, 2, 7, 1, 6, 3, 4].map(|share| format!("share-{share}")).to_vec();
    for name in &names {
        let share = format!("{}/7", name.trim_start_matches("share-"));
        let code = watch(place.sweep(name, &["--shard", &share]), |_| ())?;
        report.expect(code == 0, || format!("share {share}: code {code}"));
    }
    let mut words = vec!["merge", "--out", "merged"];
    words.extend(names.iter().map(String::as_str));
    let code = watch(place.command(&words), |_| ())?;
    report.expect(code == 0, || format!("merge: code {code}"));
    let merged = place.rows("merged").ok();
    report.expect(merged.as_ref() == Some(whole), || "seven shares merged give other rows".to_owned());
    report.row(["seven shares, merged out of order".to_owned(), rows, same(merged.as_ref(), whole)]);
    Ok(())
}

/// Kills sweeps at moments between start and end.
fn kills(
    place: &SweepFolder,
    whole: &Vec<u8>,
    time: Duration,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    report.table("Kills", &["kill", "after, of the time", "manifest", "rows then", "resumed to"]);
    for kill in 1..=options.kills {
        let moment = 0.02 + 0.96 * uniform(options.seed, u64::from(kill));
        let out = format!("torn-{kill}");
        let mut child = start(place.sweep(&out, &["--threads", "1"]))?;
        let begin = Instant::now();
        while begin.elapsed() < time.mul_f64(moment) && child.try_wait()?.is_none() {
            std::thread::sleep(GLANCE);
        }
        child.kill().ok();
        child.wait()?;
        let complete = place.says_complete(&out);
        if let Err(error) = &complete {
            report.expect(false, || format!("kill {kill}: {error:#}"));
        }
        let complete = complete.unwrap_or(false);
        let there = place.rows(&out).ok();
        // The rows file is always complete; incomplete rows have another name.
        report.expect(there.as_ref().is_none_or(|rows| rows == whole), || {
            format!("kill {kill}: half the rows in their place")
        });
        report.expect(!complete || there.is_some(), || format!("kill {kill}: complete without rows"));
        let code = watch(place.sweep(&out, &["--resume"]), |_| ())?;
        report.expect(code == 0, || format!("kill {kill}: --resume ended with code {code}"));
        let resumed = place.rows(&out).ok();
        report.expect(resumed.as_ref() == Some(whole), || format!("kill {kill}: other rows after --resume"));
        report.row([
            kill.to_string(),
            format!("{:.0} %", moment * 100.0),
            if complete { "complete" } else { "not complete" }.to_owned(),
            if there.is_some() { "all" } else { "none" }.to_owned(),
            same(resumed.as_ref(), whole),
        ]);
        std::fs::remove_dir_all(place.at(&out)).context("cannot remove a finished sweep")?;
    }
    Ok(())
}

/// Tests disks that become full, and one that cannot be written.
fn disks(place: &SweepFolder, whole: &Vec<u8>, peak: u64, report: &mut Report) -> Result<()> {
    report.table("Disks", &["room", "exit code", "what is said", "manifest", "with room again"]);
    for share in SHARES {
        let room = (peak as f64 * share / 4096.0).floor() as u64 * 4;
        let disk = Disk::mount(&place.at(&format!("disk-{share}")), room)?;
        let out = disk.path.join("rows").display().to_string();
        let name = format!("disk-{share}/rows");
        let (code, said) = answer(place.sweep(&out, &[]))?;
        report.expect(code == EXIT_STORAGE, || format!("with {room} KiB: exit code {code}"));
        let complete = place.says_complete(&name)?;
        report.expect(!complete && place.rows(&name).is_err(), || format!("with {room} KiB: it looks whole"));
        disk.enlarge(4 * peak / 1024 + 1024)?;
        let again = watch(place.sweep(&out, &["--resume"]), |_| ())?;
        let resumed = place.rows(&name).ok();
        report.expect(again == 0 && resumed.as_ref() == Some(whole), || {
            format!("after {room} KiB: --resume ended with code {again} and other rows")
        });
        report.row([
            format!("{room} KiB, {:.0} % of the peak", share * 100.0),
            code.to_string(),
            told(&said, place),
            "not complete".to_owned(),
            same(resumed.as_ref(), whole),
        ]);
    }
    let disk = Disk::mount(&place.at("locked"), 1024)?;
    disk.lock()?;
    let (code, said) = answer(place.sweep(&disk.path.join("rows").display().to_string(), &[]))?;
    report.expect(code == EXIT_STORAGE, || format!("a folder that cannot be written: exit code {code}"));
    report.expect(!place.at("locked/rows").exists(), || {
        "something was written into a locked folder".to_owned()
    });
    report.row([
        "read only".to_owned(),
        code.to_string(),
        told(&said, place),
        "none".to_owned(),
        String::new(),
    ]);
    Ok(())
}

/// Exit code and standard error of a command.
fn answer(mut command: Command) -> Result<(i32, String)> {
    let output = command.stderr(Stdio::piped()).output().context("the program does not start")?;
    Ok((output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// A message on one line, without the path of the temporary folder.
fn told(said: &str, place: &SweepFolder) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace(&place.folder.path().display().to_string(), "...")
}

/// Peak memory and time as the number of points grows.
fn memory(place: &SweepFolder, report: &mut Report) -> Result<()> {
    report.table("Memory, two threads", &["points", "rows", "peak, MiB", "seconds", "rows a second"]);
    let keys =
        ["culture.conform", "culture.overload", "programme.pace", "partnership.gain", "partnership.loss"];
    let more = ["workforce.quits", "work.need", "needs.rate"];
    let factors: String = keys
        .iter()
        .chain(&more)
        .enumerate()
        .map(|(at, key)| format!("factors.f{at} = {{ key = '{key}' }}\n"))
        .collect();
    let mut peaks = Vec::new();
    for base in [100, 1000] {
        let design =
            format!("design = {{ kind = 'saltelli', points = {base} }}\nreplicates = {{ count = 1 }}\n");
        place.write("saltelli.toml", &format!("{TINY}{design}{factors}"))?;
        let out = format!("saltelli-{base}");
        let (begin, mut peak) = (Instant::now(), 0.0_f64);
        let code =
            watch(place.command(&["sweep", "saltelli.toml", "--threads", "2", "--out", &out]), |child| {
                let status =
                    std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
                peak = peak.max(high_water(&status).unwrap_or(0.0));
            })?;
        let seconds = begin.elapsed().as_secs_f64();
        ensure!(code == 0, "the sweep of {base} rows of a base sample ended with code {code}");
        ensure!(peak > 0.0, "memory could not be read: this proof needs Linux");
        report.expect(peak <= LIMIT, || format!("{} points: {peak:.1} MiB, limit {LIMIT:.0}", base * BLOCK));
        let rows = base * BLOCK * 2;
        report.row([
            (base * BLOCK).to_string(),
            rows.to_string(),
            format!("{peak:.1}"),
            format!("{seconds:.1}"),
            format!("{:.0}", f64::from(rows) / seconds),
        ]);
        peaks.push(peak);
    }
    let growth = peaks[1] - peaks[0];
    report.expect(growth <= LIMIT_GROWTH, || {
        format!("memory grew by {growth:.1} MiB, limit {LIMIT_GROWTH:.0}")
    });
    Ok(())
}
