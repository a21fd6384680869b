//! `cargo xtask speed`: the ratios of `benches/ratio.rs`, beside those of earlier engines.
//!
//! Runs the benchmark and reads Criterion's measurements. Prints the cost of an event of the engine
//! relative to the least possible cost of an event, and that of a case-week relative to one of
//! CASEFLOW. With --write it adds a line to `proofs/speed.csv`. Absolute times depend on the
//! machine; they are stored beside the ratios to show how much.

use crate::{machine, shell};
use anyhow::{Context, Result};
use balcony::results::engine;
use clap::Args;
use std::path::Path;

/// File of the history.
const HISTORY: &str = "proofs/speed.csv";
/// Columns of the history.
const HEAD: &str = "day,engine,ns an event,over the floor,ns a case-week,over CASEFLOW,machine";
/// Benchmarks of the group, by Criterion's folder names.
const MEASURED: [&str; 4] =
    ["floor, an event", "engine, an event", "engine, a case-week", "CASEFLOW, a case-week"];

/// What it may be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Add what was measured to proofs/speed.csv
    #[arg(long)]
    write: bool,
    /// Do not run the benchmark again: read what Criterion measured last
    #[arg(long)]
    last: bool,
}

/// Runs the benchmark, prints, and writes with `--write`.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.last {
        shell::run(shell::cargo(&["bench", "--bench", "ratio"]))?;
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let folder = Path::new(&target).join("criterion/ratio");
    let [floor, event, case_week, caseflow] =
        MEASURED.map(|name| nanoseconds(&folder.join(name).join("new")));
    let (floor, event, case_week, caseflow) = (floor?, event?, case_week?, caseflow?);
    let line = format!(
        "{},{},{event:.0},{:.2},{case_week:.0},{:.2},\"{}\"",
        machine::today()?,
        engine(),
        event / floor,
        case_week / caseflow,
        machine::class().replace('"', "'"),
    );
    let history = std::fs::read_to_string(HISTORY).unwrap_or_else(|_| format!("{HEAD}\n"));
    print!("{history}");
    println!("{line}");
    println!("The floor of an event: {floor:.0} ns. Quote the ratios alone.");
    if options.write {
        std::fs::write(HISTORY, format!("{history}{line}\n"))
            .with_context(|| format!("cannot write {HISTORY}"))?;
    }
    Ok(())
}

/// Nanoseconds per element: Criterion's median divided by the elements of an iteration.
fn nanoseconds(folder: &Path) -> Result<f64> {
    let read = |name: &str| -> Result<serde_json::Value> {
        let path = folder.join(name);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
    };
    let median = read("estimates.json")?["median"]["point_estimate"].as_f64().context("no median")?;
    let elements = read("benchmark.json")?["throughput"]["Elements"].as_f64().context("no elements")?;
    Ok(median / elements)
}
