//! `balcony validate`: from options to places, and from findings to text and files.

use super::args::Validate;
use super::fail::Failure;
use super::out::{keep, note, print};
use crate::experiment::{Cancel, Progress};
use crate::jobs::attribution;
use crate::profiles::{Profile, resolve};
use crate::summary::{Look, clean};
use crate::validate::lives::How;
use crate::validate::{Asked, Failed, csv, file, json, page, sample, text, validate as find};

/// The files that are written.
const FILES: [&str; 3] = ["validate.html", "validate.json", "validate.csv"];

/// `balcony validate`.
pub(super) fn validate(args: &Validate) -> Result<(), Failure> {
    if let (Some(out), false) = (&args.out, args.force)
        && let Some(there) = FILES.iter().map(|name| out.join(name)).find(|path| path.exists())
    {
        return Err(Failure::Exists(format!("{} is there already; --force replaces it", there.display())));
    }
    let rows = file::rows(args.observed.as_deref()).map_err(|faults| Failure::Usage(faults.to_string()))?;
    let (authorities, which) = authorities(&args.authorities)?;
    let asked = Asked {
        rows: rows.into_owned(),
        from: args.observed.as_ref().map_or("data/observed.csv".to_owned(), |path| {
            path.file_name().map_or_else(String::new, |name| clean(&name.to_string_lossy()))
        }),
        authorities,
        which,
        replicates: args.replicates,
    };
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let progress = Progress::new(args.quiet);
    let how = How {
        seed: args.seed,
        worlds: args.parameters == "worlds",
        threads: usize::from(args.threads),
        progress: &progress,
        cancel: &cancel,
    };
    let findings = find(&asked, &how).map_err(|failed| match failed {
        Failed::Faults(faults) => Failure::Faults(faults),
        Failed::Stop(stop) => Failure::Stop(stop, false),
    })?;
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).map_err(|error| {
            Failure::Storage(format!("cannot make the folder {}: {error}", out.display()))
        })?;
        let line = format!("{}\n", json(&findings));
        for (name, content) in FILES.into_iter().zip([page(&findings), line, csv(&findings)]) {
            keep(&out.join(name), "write the validation", content, args.force)?;
        }
        note(&format!("{} are written in {}.", FILES.join(", "), out.display()));
    }
    let look = Look::detect();
    let mut said = String::new();
    if !args.quiet {
        said.push_str(&text(&findings, &look));
        said.push('\n');
        said.push_str(&attribution(&look));
    }
    if args.json {
        said.push_str(&format!("{}\n", json(&findings)));
    }
    print(&said)
}

/// Authorities by name, and what they are together. Every name that leads nowhere is said at once.
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
