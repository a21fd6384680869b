//! `balcony package`: makes a folder for deposit from a folder of results or rows.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Parser;
use sha2::{Digest, Sha256};

use super::args::{Args, Command, Package};
use super::fail::Failure;
use super::load::{library, scenario};
use super::out::note;
use crate::analyse;
use crate::documents;
use crate::files::{self, Links};
use crate::jobs::Ready;
use crate::package::{self, About, Inputs, ResultsKind};
use crate::results::{self, ResultsError, rows};
use crate::sweep;

/// Why results with own figures cannot be put in a package.
const OWN: &str = "an authority's own figures were used, which stay in your files: a package without them could not be made again, and one with them would give them away";

/// Runs `balcony package`.
pub(super) fn package(args: &Package) -> Result<(), Failure> {
    let held = held(&args.folder)?;
    if held.words.iter().any(|word| word.contains("(kept out)")) {
        return Err(Failure::Usage(OWN.to_owned()));
    }
    let inputs = package::gather(&held.words).map_err(Failure::Usage)?;
    unchanged(&held)?;
    let out = &args.out;
    if fs::symlink_metadata(out).is_ok() {
        return Err(Failure::Exists(format!(
            "{} is there already: a package goes into a new folder",
            out.display()
        )));
    }
    // The package is made in a temporary folder of this process and then renamed.
    let name = out.file_name().map_or_else(|| "package".into(), |name| name.to_string_lossy());
    let aside = out.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let failed = |error: std::io::Error| {
        Failure::Storage(format!("cannot make {}: {error}. Nothing is left half made", out.display()))
    };
    fs::create_dir(&aside).map_err(failed)?;
    let made = fill(&aside, &held, &inputs, &args.folder).and_then(|()| fs::rename(&aside, out));
    if let Err(error) = made {
        let _ = fs::remove_dir_all(&aside);
        return Err(failed(error));
    }
    note(&format!(
        "{} is made; sh {} makes everything in it again.",
        out.display(),
        out.join("reproduce.sh").display()
    ));
    Ok(())
}

/// Content of a folder of results or rows.
struct FolderContent {
    about: About,
    /// Words of the command from the manifest, without those that do not affect results.
    words: Vec<String>,
    scenario: String,
    /// Identity of a sweep; `None` for results.
    sweep: Option<rows::RowsIdentity>,
    page: String,
    /// Table of sensitivity indices; `None` for results.
    indices: Option<String>,
}

fn held(folder: &Path) -> Result<FolderContent, Failure> {
    match results::read(folder) {
        Ok(found) => {
            let (manifest, identity) = (&found.manifest, &found.manifest.identity);
            let words = words(&manifest.command);
            let about = About {
                of: if identity.arms.len() == 1 { ResultsKind::Run } else { ResultsKind::Comparison },
                title: manifest.title.clone(),
                question: manifest.question.clone(),
                authority: manifest.authority.clone(),
                version: identity.version.clone(),
                engine: results::engine(),
                seed: identity.seed,
                scenario_hash: identity.scenario_hash.clone(),
                outcomes: vec![identity.primary.clone()],
                arms: identity.arms.clone(),
                baseline: identity.baseline.clone(),
                words: Vec::new(),
                tables: manifest.files.keys().cloned().collect(),
            };
            let page = crate::report::report(&found);
            Ok(FolderContent {
                about,
                words,
                scenario: manifest.scenario.clone(),
                sweep: None,
                page,
                indices: None,
            })
        }
        Err(ResultsError::OtherKind { holds: "a sweep", .. }) => swept(folder),
        Err(other) => Err(other.into()),
    }
}

fn swept(folder: &Path) -> Result<FolderContent, Failure> {
    let (manifest, file) = rows::read(folder)?;
    let identity = &manifest.identity;
    if identity.share != (1, 1) {
        let (index, of) = identity.share;
        return Err(Failure::Usage(format!(
            "{} is share {index} of {of}: merge all of them first",
            folder.display()
        )));
    }
    let options = analyse::Options { outcomes: Vec::new(), resamples: 1000, seed: 1, threads: 0 };
    let findings =
        analyse::analyse(&manifest, &file, &options).map_err(|why| Failure::Usage(why.to_string()))?;
    let about = About {
        of: ResultsKind::Sweep,
        title: manifest.title.clone(),
        question: manifest.question.clone(),
        authority: manifest.authority.clone(),
        version: identity.version.clone(),
        engine: identity.engine.clone(),
        seed: identity.seed,
        scenario_hash: identity.scenario_hash.clone(),
        outcomes: manifest.responses.clone(),
        arms: identity.arms.clone(),
        baseline: identity.baseline.clone(),
        words: Vec::new(),
        tables: vec!["rows.parquet".to_owned()],
    };
    let words = words(&manifest.command);
    let (page, indices) = (analyse::page(&findings), Some(analyse::csv(&findings)));
    Ok(FolderContent {
        about,
        words,
        scenario: manifest.scenario.clone(),
        sweep: Some(manifest.identity.clone()),
        page,
        indices,
    })
}

/// Words that reproduce the results: without the program, the output folder, and options about how
/// the work was done.
fn words(command: &[String]) -> Vec<String> {
    const VALUED: [&str; 3] = ["--out", "--threads", "--shard"];
    const FLAGS: [&str; 4] = ["--resume", "--force", "--json", "--quiet"];
    let mut kept = Vec::new();
    let mut words = command.iter().skip(1);
    while let Some(word) = words.next() {
        // Words after `--` are no options, even if they begin like one.
        if word == "--" {
            kept.extend(words.map(|word| package::word(word)));
            break;
        }
        let option = word.split('=').next().unwrap_or_default();
        if VALUED.contains(&option) {
            if !word.contains('=') {
                words.next();
            }
        } else if !FLAGS.contains(&word.as_str()) {
            kept.push(word.clone());
        }
    }
    kept
}

/// Fails if the files of the command, or the program, differ from those that made the results.
fn unchanged(held: &FolderContent) -> Result<(), Failure> {
    let whole: Vec<String> = std::iter::once("balcony".to_owned())
        .chain(held.words.iter().cloned())
        .chain(["--out".into(), "x".into()])
        .collect();
    let parsed = Args::try_parse_from(&whole).map_err(|_| {
        Failure::Usage(format!(
            "the command of these results is none of this program: {}",
            held.words.join(" ")
        ))
    })?;
    let scenario = match &parsed.command {
        Command::Run(run) => Ready::run(scenario(&run.asked)?, &run.strategy)?.scenario,
        Command::Compare(compare) => {
            Ready::compare(scenario(&compare.asked)?, &compare.strategies, compare.baseline.as_ref())?
                .scenario
        }
        Command::Sweep(sweep) => {
            let experiment = sweep::read(&sweep.experiment, &library())?;
            let now = sweep::manifest(&experiment, sweep::Share::WHOLE, Vec::new()).identity;
            if held.sweep.as_ref().is_some_and(|then| !then.differences(&now).is_empty()) {
                return Err(Failure::Usage(format!(
                    "{} is not the experiment that made these rows, or this is another program: sweep again",
                    sweep.experiment
                )));
            }
            experiment.scenario
        }
        _ => {
            return Err(Failure::Usage(
                "these results were made by a command that makes no results".to_owned(),
            ));
        }
    };
    if scenario.has_own_figures() {
        return Err(Failure::Usage(OWN.to_owned()));
    }
    let hash = scenario.hash();
    if hash != held.about.scenario_hash || held.about.version != env!("CARGO_PKG_VERSION") {
        return Err(Failure::Usage(format!(
            "the scenario or the program is not the one that made these results (scenario {} there, {hash} now): run them again, or use the original files and program",
            held.about.scenario_hash
        )));
    }
    Ok(())
}

/// Writes all files of the package into a new folder.
fn fill(to: &Path, held: &FolderContent, inputs: &Inputs, folder: &Path) -> std::io::Result<()> {
    let about = About { words: inputs.words.clone(), ..held.about.clone() };
    let mut put = PackageWriter { to, sums: Vec::new() };
    put.put("README.md", about.readme().as_bytes())?;
    put.put("CITATION.cff", about.citation().as_bytes())?;
    put.put("reproduce.sh", package::reproduce(&about).as_bytes())?;
    put.put("read.py", package::python(&about).as_bytes())?;
    put.put("read.R", package::r(&about).as_bytes())?;
    put.put("scenario.toml", held.scenario.as_bytes())?;
    put.put(about.page(), held.page.as_bytes())?;
    if let Some(indices) = &held.indices {
        put.put("indices.csv", indices.as_bytes())?;
    }
    for (name, text) in documents::all() {
        put.put(&format!("docs/{name}"), text.as_bytes())?;
    }
    for table in about.tables.iter().map(String::as_str).chain([results::MANIFEST]) {
        put.put(
            &format!("results/{table}"),
            &files::bytes(&folder.join(table), Links::Refused, files::MOST_OF_A_TABLE)?,
        )?;
    }
    fs::create_dir_all(to.join("inputs"))?;
    for (path, bytes) in &inputs.files {
        put.put(&format!("inputs/{}", package::slashed(path)), bytes)?;
    }
    let program = std::env::current_exe()?;
    put.put("bin/balcony", &files::bytes(&program, Links::Followed, files::MOST_OF_A_TABLE)?)?;
    fs::set_permissions(to.join("bin/balcony"), fs::metadata(&program)?.permissions())?;
    put.sums.sort();
    let sums: String = put.sums.iter().map(|(name, digest)| package::sum(digest, name)).collect();
    files::create(&to.join("SHA256SUMS"))?.write_all(sums.as_bytes())
}

/// Writes files into a folder and records their digests.
struct PackageWriter<'a> {
    to: &'a Path,
    sums: Vec<(String, String)>,
}

impl PackageWriter<'_> {
    fn put(&mut self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path: PathBuf = self.to.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = files::create(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        self.sums.push((name.to_owned(), balcony_numeric::hex(&Sha256::digest(bytes))));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_of_how_and_where_are_left_out() {
        let command = [
            "balcony",
            "compare",
            "x",
            "--out",
            "a",
            "--threads=2",
            "--seed",
            "3",
            "--quiet",
            "--shard",
            "1/2",
        ];
        let kept = super::words(&command.map(str::to_owned));
        assert_eq!(kept, ["compare", "x", "--seed", "3"]);
        let command = ["balcony", "compare", "--quiet", "--", "--out=x.toml"];
        assert_eq!(super::words(&command.map(str::to_owned)), ["compare", "./--out=x.toml"]);
    }
}
