//! The project's own tasks, such as `cargo xtask test`, `cargo xtask page`, `cargo xtask fit` and
//! `cargo xtask prove NAME`.

mod ceilings;
mod factors;
mod figures;
mod fit;
mod machine;
mod model;
mod prove;
mod report;
mod results;
mod shell;
mod speed;
mod stored_parts;
mod subject;
mod test;
mod tutorial;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::Command;

/// The project's own tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// The README's test command: format, lints, documentation, the page, the browser, Python,
    /// every test
    Test,
    /// Build the pages, target/page/balcony.html and exercise.html: everything in one HTML file
    /// each
    Page,
    /// Fit parameters to published figures; --write puts them into the registry
    Fit(fit::Options),
    /// Solve the factors of every authority; --write puts them into data/factors.csv
    Factors(factors::Options),
    /// Draw worlds and fit each again to the published figures; writes data/worlds.csv
    Worlds(fit::worlds::Options),
    /// What perfect practice reaches of every outcome; writes data/ceilings.csv
    Ceilings(ceilings::Options),
    /// What an event costs over the least it could, beside earlier engines; --write adds a line to
    /// proofs/speed.csv
    Speed(speed::Options),
    /// A slow proof; writes proofs/NAME.md (without a name: lists them)
    Prove(prove::Options),
}

fn main() -> Result<()> {
    // Paths are relative to the workspace, whatever the current folder is.
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    match Arguments::parse().task {
        Task::Test => test::run(),
        Task::Page => shell::run(Command::new(".ci/page.sh")),
        Task::Fit(options) => fit::run(&options),
        Task::Factors(options) => factors::run(&options),
        Task::Worlds(options) => fit::worlds::run(&options),
        Task::Ceilings(options) => ceilings::run(&options),
        Task::Speed(options) => speed::run(&options),
        Task::Prove(options) => prove::run(&options),
    }
}
