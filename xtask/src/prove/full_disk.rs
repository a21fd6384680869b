//! A full disk gives an error message and loses no results.

use super::Options;
use crate::report::Report;
use crate::results::Results;
use crate::shell;
use crate::subject::{Subject, watch};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

const CLAIM: &str = "When the disk fills, a run ends with exit code 5 and no claim to be complete; with room again, `--resume` \
                     ends with the bytes of a run that always had room.";

/// Exit code for storage errors.
pub(super) const EXIT_STORAGE: i32 = 5;

/// Initial size of the disk, as shares of the peak use of an undisturbed run.
const SHARES: [f64; 4] = [0.1, 0.3, 0.6, 0.9];

/// Runs into small in-memory file systems, one per share.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let root = shell::output(shell::command("id", &["-u"]))? == "0";
    ensure!(root, "full-disk mounts a small file system, which only root may do");
    let subject = Subject::new(options.program.as_deref(), &options.scenario, options.seed)?;
    examine(&subject, options.replicates)
}

fn examine(subject: &Subject, replicates: u32) -> Result<Report> {
    let heads = ["room, KiB", "of the peak", "exit code", "parts kept", "resumed to"];
    let mut report = Report::new("full-disk", CLAIM, &heads);
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let whole = Results::at(folder.path().join("whole"));
    let mut peak = 0;
    let code = watch(subject.run_into(&whole, replicates, false), |_| peak = peak.max(whole.size()))?;
    ensure!(code == 0, "the undisturbed run ended with code {code}");

    for share in SHARES {
        let room = (peak as f64 * share / 4096.0).floor() as u64 * 4;
        let disk = Disk::mount(&folder.path().join(format!("disk-{share}")), room)?;
        let results = Results::at(disk.path.join("results"));
        let code = watch(subject.run_into(&results, replicates, false), |_| ())?;
        report.expect(code == EXIT_STORAGE, || {
            format!("with {room} KiB of room: exit code {code}, not {EXIT_STORAGE}")
        });
        match results.says_complete() {
            Ok(complete) => {
                report.expect(!complete, || format!("with {room} KiB of room: the manifest says complete"));
            }
            Err(error) => report.expect(false, || format!("with {room} KiB of room: {error:#}")),
        }
        let kept = results.parts();
        disk.enlarge(4 * peak / 1024 + 1024)?;
        let resumed = watch(subject.run_into(&results, replicates, true), |_| ())?;
        report
            .expect(resumed == 0, || format!("after {room} KiB of room: --resume ended with code {resumed}"));
        let differing = results.differing(&whole)?;
        report.expect(differing.is_empty(), || {
            format!("after {room} KiB of room: --resume gives another {}", differing.join(", "))
        });
        let bytes = if differing.is_empty() { "the same bytes" } else { "OTHER BYTES" };
        let percent = format!("{:.0} %", share * 100.0);
        report.row([room.to_string(), percent, code.to_string(), kept.to_string(), bytes.to_owned()]);
    }
    report
        .note(format!("{replicates} replicates; the undisturbed run took {} KiB at its peak.", peak / 1024));
    Ok(report)
}

/// A small in-memory file system, unmounted when dropped.
pub(super) struct Disk {
    pub(super) path: PathBuf,
}

impl Disk {
    pub(super) fn mount(path: &Path, kib: u64) -> Result<Self> {
        std::fs::create_dir(path).with_context(|| format!("cannot make {}", path.display()))?;
        let size = format!("size={kib}k");
        let mut mount = shell::command("mount", &["-t", "tmpfs", "-o", &size, "tmpfs"]);
        mount.arg(path);
        shell::run(mount)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Makes it read-only.
    pub(super) fn lock(&self) -> Result<()> {
        let mut mount = shell::command("mount", &["-o", "remount,ro"]);
        mount.arg(&self.path);
        shell::run(mount)
    }

    pub(super) fn enlarge(&self, kib: u64) -> Result<()> {
        let mut mount = shell::command("mount", &["-o", &format!("remount,size={kib}k")]);
        mount.arg(&self.path);
        shell::run(mount)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let mut unmount = shell::command("umount", &[]);
        unmount.arg(&self.path);
        if let Err(error) = shell::run(unmount) {
            eprintln!("full-disk: {error:#}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fake;

    #[test]
    #[ignore = "mounts a file system: root only"]
    fn an_honest_program_passes() {
        let report = examine(&fake("honest"), 30).unwrap();
        assert!(report.failures.is_empty(), "{:?}", report.failures);
    }
}
