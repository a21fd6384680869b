//! `balcony trial`: simulates studies and prints the findings.

use super::args::Threads;
use super::fail::Failure;
use super::out::print;
use crate::experiment::{Cancel, Progress};
use crate::profiles::resolve;
use crate::summary::{Look, clean};
use crate::trial::place::TrialOptions;
use crate::trial::{STUDIES, json, list, live, study, text};

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Trial {
    /// Which study; without one they are listed; all for every one
    pub(super) name: Option<String>,
    /// Number of simulated authorities, each with its own random numbers; as many as
    /// make the study's number of children if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(super) replicates: Option<u32>,
    /// Seed of all random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u32,
    #[command(flatten)]
    pub(super) threads: Threads,
    /// Live it in one authority, a name or a code; in a fixed sample if not given
    #[arg(long, value_name = "CODE|NAME")]
    pub(super) authority: Option<String>,
    /// Give a parameter another value, such as help.gain=0.08; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Print one JSON object a study, for programs
    #[arg(long)]
    pub(super) json: bool,
}

/// Runs `balcony trial`.
pub(super) fn trial(args: &Trial) -> Result<(), Failure> {
    let Some(name) = &args.name else {
        return print(&list());
    };
    let studies = if name == "all" {
        STUDIES.to_vec()
    } else {
        let found = study(name).ok_or_else(|| {
            Failure::Usage(format!("no trial is called `{}`; balcony trial lists them", clean(name)))
        })?;
        vec![found]
    };
    let authority = match &args.authority {
        None => None,
        Some(name) => {
            let found = resolve(name).map_err(|unknown| Failure::Usage(clean(&unknown.to_string())))?;
            Some(found.profile)
        }
    };
    let cancel = Cancel::on_ctrl_c().unwrap_or_default();
    let progress = Progress::new(args.json);
    let ground = TrialOptions {
        authority,
        worlds: args.replicates.unwrap_or(0),
        seed: args.seed,
        threads: usize::from(args.threads.count),
        sets: args.set.clone(),
        progress: &progress,
        cancel: &cancel,
    };
    let look = Look::detect();
    for (at, study) in studies.into_iter().enumerate() {
        let told = live(study, &ground)?;
        if args.json {
            print(&format!("{}\n", json(&told)))?;
        } else {
            let gap = if at == 0 { "" } else { "\n" };
            print(&format!("{gap}{}", text(&told, &look)))?;
        }
    }
    Ok(())
}
