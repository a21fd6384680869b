//! `balcony validate`: simulates authorities and writes the findings.

use std::path::PathBuf;

use super::args::{Output, Threads};
use super::fail::Failure;
use super::out::{keep, note, print};
use crate::experiment::{Cancel, Progress};
use crate::jobs::attribution;
use crate::profiles::{Profile, resolve};
use crate::summary::{Look, clean};
use crate::validate::authority_runs::ValidationOptions;
use crate::validate::{ValidationRequest, csv, file, json, page, sample, text, validate as find};

/// What is asked.
#[derive(Debug, clap::Args)]
#[command(mut_arg("json", |arg| arg.help("Print everything as one JSON object as the last line, for programs")))]
#[command(mut_arg("force", |arg| arg.requires("out")))]
pub(super) struct Validate {
    /// Published figures of your own, in the columns of data/observed.csv; that file
    /// if not given (docs/VALIDATION.md)
    #[arg(long, value_name = "FILE.csv")]
    pub(super) observed: Option<PathBuf>,
    /// Authorities to simulate, names or codes with commas between, or all; a fixed
    /// sample of about thirty if not given
    #[arg(long, value_name = "NAMES|all", value_delimiter = ',')]
    pub(super) authorities: Vec<String>,
    /// Number of runs of the average authority with different random numbers; the
    /// others a fifth as often, at least twice
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(super) replicates: u32,
    /// Seed of all random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u32,
    #[command(flatten)]
    pub(super) threads: Threads,
    /// Draw the parameters from worlds that fit the published figures, or give them
    /// their central values
    #[arg(long, value_name = "central|worlds", default_value = "central", hide_default_value = true, value_parser = ["central", "worlds"], hide_possible_values = true)]
    pub(super) parameters: String,
    /// Write validate.html, validate.json and validate.csv in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
}

/// Names of the files that are written.
const FILES: [&str; 3] = ["validate.html", "validate.json", "validate.csv"];

/// Fewest replicates with sampled parameters.
const LEAST_DRAWN: u32 = 4;

/// Runs `balcony validate`.
pub(super) fn validate(args: &Validate) -> Result<(), Failure> {
    if let (Some(out), false) = (&args.out, args.output.force)
        && let Some(there) = FILES.iter().map(|name| out.join(name)).find(|path| path.exists())
    {
        return Err(Failure::Exists(format!("{} is there already; --force replaces it", there.display())));
    }
    let worlds = args.parameters == "worlds";
    if worlds && args.replicates < LEAST_DRAWN {
        let text = format!(
            "--replicates {}: with --parameters worlds at least {LEAST_DRAWN}, two in each of two draws",
            args.replicates
        );
        return Err(Failure::Usage(text));
    }
    let rows = file::rows(args.observed.as_deref()).map_err(|faults| Failure::Usage(faults.to_string()))?;
    let (authorities, which) = authorities(&args.authorities)?;
    let asked = ValidationRequest {
        rows: rows.into_owned(),
        from: args.observed.as_ref().map_or("data/observed.csv".to_owned(), |path| {
            path.file_name().map_or_else(String::new, |name| clean(&name.to_string_lossy()))
        }),
        authorities,
        which,
        replicates: args.replicates,
    };
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let progress = Progress::new(args.output.quiet);
    let how = ValidationOptions {
        seed: args.seed,
        worlds,
        threads: usize::from(args.threads.count),
        progress: &progress,
        cancel: &cancel,
    };
    let findings = find(&asked, &how)?;
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).map_err(|error| {
            Failure::Storage(format!("cannot make the folder {}: {error}", out.display()))
        })?;
        let line = format!("{}\n", json(&findings));
        for (name, content) in FILES.into_iter().zip([page(&findings), line, csv(&findings)]) {
            keep(&out.join(name), "write the validation", content, args.output.force)?;
        }
        note(&format!("{} are written in {}.", FILES.join(", "), out.display()));
    }
    let look = Look::detect();
    let mut said = String::new();
    if !args.output.quiet {
        said.push_str(&text(&findings, &look));
        said.push('\n');
        said.push_str(&attribution(&look));
    }
    if args.output.json {
        said.push_str(&format!("{}\n", json(&findings)));
    }
    print(&said)
}

/// Authorities by name, and a description of them together. All unknown names are reported
/// together.
fn authorities(names: &[String]) -> Result<(Vec<&'static Profile>, String), Failure> {
    if names.is_empty() {
        return Ok((sample::sample(), "a fixed sample of authorities".to_owned()));
    }
    if names == ["all"] {
        return Ok((sample::every(), "all authorities that have figures of their own".to_owned()));
    }
    let mut found: Vec<&'static Profile> = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        match resolve(name) {
            Ok(resolved) if resolved.profile.id >= 9000 => {
                faults.push(format!("{} is typical and nobody's: it has no published figures", clean(name)));
            }
            Ok(resolved) if !found.iter().any(|known| known.id == resolved.profile.id) => {
                found.push(resolved.profile);
            }
            Ok(_) => {}
            Err(unknown) => faults.push(clean(&unknown.to_string())),
        }
    }
    if faults.is_empty() {
        let names: Vec<&str> = found.iter().map(|profile| profile.name).collect();
        Ok((found, names.join(", ")))
    } else {
        Err(Failure::Usage(format!("--authorities:\n  {}", faults.join("\n  "))))
    }
}
