//! `balcony trial`: from options to studies, and from findings to text.

use super::args::Trial;
use super::fail::Failure;
use super::out::print;
use crate::experiment::{Cancel, Progress};
use crate::profiles::resolve;
use crate::summary::{Look, clean};
use crate::trial::ground::Ground;
use crate::trial::{Failed, STUDIES, json, list, live, study, text};

/// `balcony trial`.
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
    let ground = Ground {
        authority,
        worlds: args.replicates.unwrap_or(0),
        seed: args.seed,
        threads: usize::from(args.threads),
        sets: args.set.clone(),
        progress: &progress,
        cancel: &cancel,
    };
    let look = Look::detect();
    for (at, study) in studies.into_iter().enumerate() {
        let told = live(study, &ground).map_err(|failed| match failed {
            Failed::Faults(faults) => Failure::Faults(faults),
            Failed::Stop(stop) => Failure::Stop(stop, false),
        })?;
        if args.json {
            print(&format!("{}\n", json(&told)))?;
        } else {
            let gap = if at == 0 { "" } else { "\n" };
            print(&format!("{gap}{}", text(&told, &look)))?;
        }
    }
    Ok(())
}
