//! The commands that describe scenarios and names and write no files.

use super::args::{Check, Diff, Explain, Schema, Show};
use super::england;
use super::fail::Failure;
use super::load::{library, nearest, scenario};
use super::out::print;
use crate::england::scenario as national;
use crate::exercise;
use crate::jobs::idle::{own, without_effect};
use crate::scenario::{self, England};
use crate::sweep;

/// Runs `balcony check`.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    if england::is_asked(&args.asked.place) {
        return england::check(args);
    }
    let scenario = scenario(&args.asked)?;
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if args.threads.count == 0 { all } else { usize::from(args.threads.count) };
    let mut arms = scenario.compared.clone();
    arms.push(scenario.baseline.clone());
    arms.sort();
    arms.dedup();
    let idle = without_effect(&scenario, &own(&scenario, &arms), &arms, &library());
    print(&scenario::check(&scenario, threads, idle).to_string())
}

/// Runs `balcony show`.
pub(super) fn show(args: &Show) -> Result<(), Failure> {
    print(&scenario::show(&scenario(&args.asked)?))
}

/// Runs `balcony diff`. It reports the faults of both scenarios together.
pub(super) fn diff(args: &Diff) -> Result<(), Failure> {
    let library = library();
    match (scenario::read(&args.a, &library), scenario::read(&args.b, &library)) {
        (Ok(a), Ok(b)) => print(&scenario::diff(&a, &b)),
        (Err(mut a), Err(b)) => {
            a.list.extend(b.list);
            a.file = format!("{} and {}", args.a, args.b);
            Err(a.into())
        }
        (Err(faults), Ok(_)) | (Ok(_), Err(faults)) => Err(faults.into()),
    }
}

/// Runs `balcony list`.
pub(super) fn list() -> Result<(), Failure> {
    print(&format!(
        "{}\nNational scenarios: all England, and its market of directors.\n\n{}",
        scenario::list_text(&England),
        national::list_text()
    ))
}

/// Runs `balcony explain`.
pub(super) fn explain(args: &Explain) -> Result<(), Failure> {
    let text = match (scenario::explain(&args.key, &library().schema), national::explain(&args.key)) {
        (Ok(text), Some(more)) => format!("{text}\n{}", more.trim_start()),
        (Ok(text), None) | (Err(_), Some(text)) => text,
        (Err(unknown), None) => {
            let near = nearest(&args.key, national::names()).filter(|_| !unknown.contains("nearest"));
            let near = near.map_or(String::new(), |near| {
                format!(" The nearest name of the national market is `{near}`.")
            });
            return Err(Failure::Usage(format!("{unknown}{near}")));
        }
    };
    print(&if text.ends_with('\n') { text } else { format!("{text}\n") })
}

/// Runs `balcony schema`.
pub(super) fn schema(args: &Schema) -> Result<(), Failure> {
    let schema = if args.national {
        national::json_schema()
    } else if args.experiment {
        scenario::schema(&sweep::schema(), "An experiment of Balcony")
    } else if args.exercise {
        scenario::schema(&exercise::schema(), "An exercise of Balcony")
    } else {
        scenario::schema(&library().schema, "A scenario of Balcony")
    };
    print(&format!("{schema:#}\n"))
}
