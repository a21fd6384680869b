//! The options of every command, in plain English. What they mean is in the modules that take them.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};

use super::codebook::Codebook;
use super::complete::Completions;
use super::help;
use super::man::Man;
use super::tables::Tables;
use super::trace::Trace;
use super::trial::Trial;
use super::validate::Validate;
use crate::sweep::Share;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Balcony simulates a children's services system in England: the same children
/// and the same luck under different leadership.
#[derive(Debug, Parser)]
#[command(name = "balcony", version, long_version = super::version::long(), styles = STYLES, max_term_width = 80, after_help = help::BALCONY)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate one strategy and show its outcomes beside the published figures
    #[command(after_help = help::RUN)]
    Run(Run),
    /// Compare strategies on the same children and the same luck
    #[command(after_help = help::COMPARE)]
    Compare(Compare),
    /// Tell one child's story under two strategies, or a director's, with dates
    #[command(after_help = help::TRACE)]
    Trace(Trace),
    /// Run a scenario over many settings: a design of factors, a row for every run
    #[command(after_help = help::SWEEP)]
    Sweep(Sweep),
    /// Put the shares of a sweep together
    #[command(after_help = help::MERGE)]
    Merge(Merge),
    /// Analyse a sweep: random variation, what moves each outcome, which strategy is best where
    #[command(after_help = help::ANALYSE)]
    Analyse(Analyse),
    /// Make a folder to deposit: program, inputs, results, and one command for all
    #[command(alias = "capsule", after_help = help::PACKAGE)]
    Package(Package),
    /// Report how often each way of leading comes first, over registered contexts
    #[command(after_help = help::AUDIT)]
    Audit(Audit),
    /// Compare the model with every published figure and report where it misses
    #[command(after_help = help::VALIDATE)]
    Validate(Validate),
    /// Simulate a published study in the model: published effect beside
    /// simulated effect
    #[command(after_help = help::TRIAL)]
    Trial(Trial),
    /// Run a simulation exercise: rehearse it, open the room, print the paper
    #[command(subcommand, after_help = help::EXERCISE)]
    Exercise(Exercise),
    /// Write a folder of results as a report: one HTML file with pictures and tables
    #[command(after_help = help::REPORT)]
    Report(Report),
    /// Draw charts of a folder of results, as SVG, PDF or PNG for slides and papers
    #[command(after_help = help::PLOT)]
    Plot(Plot),
    /// Write the tables of a folder as CSV or Parquet
    Tables(Tables),
    /// Check a scenario for mistakes and estimate how long it takes; runs nothing
    #[command(after_help = help::CHECK)]
    Check(Check),
    /// Show every value of a scenario and where it comes from
    #[command(after_help = help::SHOW)]
    Show(Show),
    /// Show the values in which two scenarios differ
    #[command(after_help = help::DIFF)]
    Diff(Diff),
    /// Begin a scenario of your own: a file that explains itself
    #[command(after_help = help::NEW)]
    New(New),
    /// List the scenarios that come with Balcony
    List,
    /// Explain a name: a parameter, an outcome, a key, a kind of event
    #[command(after_help = help::EXPLAIN)]
    Explain(Explain),
    /// Print the JSON Schema of scenarios, for editors that complete and check
    #[command(after_help = help::SCHEMA)]
    Schema(Schema),
    /// List every column and parameter: unit, range, source, definition
    Codebook(Codebook),
    /// Print a script that completes commands and options in a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// A scenario and what the command line lays on it.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ScenarioArgs {
    /// A scenario that comes with Balcony, by name, or a file of your own
    pub(super) scenario: String,
    /// Put another authority in its place: a name, an ONS code, or an archetype;
    /// compare takes several, with commas between
    #[arg(long, value_name = "CODE|NAME")]
    pub(super) authority: Option<String>,
    /// Seed of all random numbers
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u32>,
    /// Length in weeks; events that come later are left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5200))]
    pub(super) weeks: Option<u32>,
    /// Set a value of the scenario, such as start.trust=0.7; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
}

/// A scenario that is lived through many times.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) place: ScenarioArgs,
    /// Number of replicates: runs of the same scenario with different random numbers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(super) replicates: Option<u32>,
    /// Sample uncertain parameters, from worlds that fit the published figures or from
    /// their ranges alone, or give them their central values; the scenario's choice if
    /// not given, which is central as a rule
    #[arg(long, value_name = "central|worlds|ranges", value_parser = clap::builder::PossibleValuesParser::new(crate::scenario::MODES), hide_possible_values = true)]
    pub(super) parameters: Option<String>,
}

/// Whether a national scenario is lived through by children too.
#[derive(Debug, clap::Args)]
pub(super) struct WithChildren {
    /// Of a national scenario: simulate all authorities with their children in the first N
    /// runs; ten years of one policy take about a minute
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub(super) children: u32,
}

/// How many threads work.
#[derive(Debug, clap::Args)]
pub(super) struct Threads {
    /// Threads to use; 0 stands for all that the machine has
    #[arg(id = "threads", long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) count: u16,
}

/// Whether interrupted work goes on. Whoever takes it has --out and --force too.
#[derive(Debug, clap::Args)]
pub(super) struct Resume {
    /// Go on with a run that was interrupted; it must be the same run
    #[arg(long, requires = "out", conflicts_with = "force")]
    pub(super) resume: bool,
}

/// What is printed, and whether files that are there may be replaced.
#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// Print one JSON object as the last line, for programs
    #[arg(long)]
    pub(super) json: bool,
    /// Print nothing but errors (and the JSON line, if asked for)
    #[arg(long)]
    pub(super) quiet: bool,
    /// Replace files that are there already
    #[arg(long)]
    pub(super) force: bool,
}

/// How to work and what to keep.
#[derive(Debug, clap::Args)]
#[command(mut_arg("force", |arg| arg.help("Replace results that are in the folder already").requires("out")))]
pub(super) struct WorkArgs {
    #[command(flatten)]
    pub(super) threads: Threads,
    /// Keep the results in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) go_on: Resume,
    /// Form of the tables that are kept: parquet if not given, csv of a national scenario
    #[arg(long, value_name = "FORM", requires = "out")]
    pub(super) format: Option<Form>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Form {
    Parquet,
    Csv,
}

#[derive(Debug, clap::Args)]
pub(super) struct Run {
    #[command(flatten)]
    pub(super) asked: RunArgs,
    /// The strategy, by name or as a file of its own (balcony explain strategies)
    #[arg(long, value_name = "NAME|FILE", default_value = crate::presets::INCUMBENT)]
    pub(super) strategy: String,
    #[command(flatten)]
    pub(super) with: WithChildren,
    #[command(flatten)]
    pub(super) work: WorkArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    #[command(flatten)]
    pub(super) asked: RunArgs,
    /// The strategies to compare, names or files with commas between; all of the
    /// scenario's if not given
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub(super) strategies: Vec<String>,
    /// The strategy that the others are compared with; the scenario's if not
    /// given, which is the incumbent as a rule
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// Run all replicates, also when the verdicts are settled earlier
    #[arg(long)]
    pub(super) fixed: bool,
    #[command(flatten)]
    pub(super) with: WithChildren,
    #[command(flatten)]
    pub(super) work: WorkArgs,
}

#[derive(Debug, clap::Args)]
#[command(mut_arg("resume", |arg| arg.help("Go on with a sweep that was interrupted; it must be the same sweep")))]
#[command(mut_arg("force", |arg| arg.help("Replace rows that are in the folder already").requires("out")))]
pub(super) struct Sweep {
    /// An experiment file: scenario, design, factors (docs/EXPERIMENTS.md)
    pub(super) experiment: String,
    /// Keep the rows in this folder
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    pub(super) out: Option<PathBuf>,
    /// Estimate time and disk space from three points; run nothing else
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do one share of the points, such as 3/7: the third of seven; `balcony merge`
    /// puts all shares together
    #[arg(long, value_name = "I/N", default_value = "1/1", hide_default_value = true)]
    pub(super) shard: Share,
    /// Run one row of a finished sweep again, by its number, and compare every bit
    #[arg(long, value_name = "N", requires = "out", conflicts_with_all = ["dry_run", "resume", "force", "json"])]
    pub(super) row: Option<u64>,
    #[command(flatten)]
    pub(super) threads: Threads,
    #[command(flatten)]
    pub(super) go_on: Resume,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, clap::Args)]
#[command(mut_arg("force", |arg| arg.help("Replace rows that are in the folder already")))]
pub(super) struct Merge {
    /// The folders of all shares of a sweep, in any order
    #[arg(required = true)]
    pub(super) shares: Vec<PathBuf>,
    /// Keep the rows of all of them in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, clap::Args)]
#[command(mut_arg("json", |arg| arg.help("Print everything as one JSON object as the last line, for programs")))]
pub(super) struct Analyse {
    /// A folder of rows, as sweep or merge has made it
    pub(super) folder: PathBuf,
    /// Outcomes to look at, with commas between; those of the experiment if not given
    #[arg(long, value_name = "A,B,...", value_delimiter = ',')]
    pub(super) outcomes: Vec<String>,
    /// Write the analysis as a page, with charts, in this file
    #[arg(long, value_name = "FILE.html")]
    pub(super) out: Option<PathBuf>,
    /// Write every index with its interval in this file
    #[arg(long, value_name = "FILE.csv")]
    pub(super) table: Option<PathBuf>,
    /// Resamples of the bootstrap from which intervals come
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub(super) resamples: u32,
    /// The number from which resamples are drawn
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) threads: Threads,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, clap::Args)]
pub(super) struct Package {
    /// A folder of results or of rows, as run, compare, sweep or merge has made it
    pub(super) folder: PathBuf,
    /// The folder to make; it must not be there yet
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
}

/// Ctrl-C keeps what is finished, beside the report; --resume goes on.
#[derive(Debug, clap::Args)]
#[command(mut_arg("resume", |arg| arg.help("Go on with an audit that was interrupted; it must be the same")))]
pub(super) struct Audit {
    /// How many of the registered contexts, the first so many, beside the shipped
    /// scenarios: a number, or all
    #[arg(long, value_name = "N|all", default_value = "all", value_parser = contexts)]
    pub(super) contexts: Contexts,
    /// Pairs of each context: the same children and the same luck under every way
    /// of leading
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(super) replicates: u32,
    #[command(flatten)]
    pub(super) threads: Threads,
    /// Seed of all random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u32,
    /// Simulate every context for this many years instead of its own one to three
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(super) years: Option<u32>,
    /// Change a value of every context, KEY=VALUE; may be given again
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(super) sets: Vec<String>,
    /// Keep the full report in this file, and finished contexts beside it
    #[arg(long, value_name = "FILE.md")]
    pub(super) out: Option<PathBuf>,
    /// Ask too which parameters reverse an order; hours: some 1,500 more runs
    #[arg(long)]
    pub(super) coefficients: bool,
    #[command(flatten)]
    pub(super) go_on: Resume,
    /// Print one JSON object as the last line, for programs
    #[arg(long)]
    pub(super) json: bool,
    /// Replace a report that is there already
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// How many of the registered contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contexts {
    All,
    First(usize),
}

fn contexts(text: &str) -> Result<Contexts, String> {
    match text {
        "all" => Ok(Contexts::All),
        number => number.parse().map(Contexts::First).map_err(|_| "give a number, or all".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// A folder of results, as --out of run or compare has made it
    pub(super) folder: PathBuf,
    /// Two printed pages for a chief executive instead of the whole
    #[arg(long)]
    pub(super) brief: bool,
    /// The file to write; beside the folder, under its name, if not given
    #[arg(long, value_name = "FILE.html")]
    pub(super) out: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Plot {
    /// A folder of results, as --out of run or compare has made it
    pub(super) folder: PathBuf,
    #[arg(long, value_name = "NAME", help = super::plot::which())]
    pub(super) chart: Option<String>,
    /// The outcome to draw; the scenario's primary one if not given
    #[arg(long, value_name = "KEY")]
    pub(super) outcome: Option<String>,
    /// Of a folder of a national scenario: the policy to draw; the base if not given
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
    /// Width of the drawing in points: 720 for a slide, 360 for a phone
    #[arg(long, value_name = "N", default_value_t = 720, value_parser = clap::value_parser!(u16).range(280..=2400))]
    pub(super) width: u16,
    /// Keep the drawing in this file, whose ending says the form: .svg, .pdf or .png;
    /// it is printed as SVG if not given
    #[arg(long, value_name = "FILE.svg|.pdf|.png")]
    pub(super) out: Option<PathBuf>,
    /// Pixels to the point of a .png, 1 to 4; 2 if not given, which is crisp on slides
    #[arg(long, value_name = "N", requires = "out", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(super) scale: Option<u8>,
    /// Replace a file that is there already
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

#[derive(Debug, clap::Args)]
#[command(mut_arg("threads", |arg| arg.help("Threads that the estimate is for; 0 stands for all that the machine has")))]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) asked: RunArgs,
    #[command(flatten)]
    pub(super) threads: Threads,
}

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[command(flatten)]
    pub(super) asked: RunArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// A scenario by name, or a file
    pub(super) a: String,
    /// Another
    pub(super) b: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The file to write
    pub(super) file: PathBuf,
    /// A scenario that comes with Balcony, to begin from
    #[arg(long, value_name = "NAME")]
    pub(super) from: Option<String>,
    /// An authority whose published figures are written beside each key: a name,
    /// an ONS code, or an archetype
    #[arg(long, value_name = "CODE|NAME")]
    pub(super) authority: Option<String>,
    /// Replace the file if it is there already
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The name; all names if not given
    #[arg(default_value = "")]
    pub(super) key: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// The schema of experiment files instead
    #[arg(long)]
    pub(super) experiment: bool,
    /// The schema of exercise files instead
    #[arg(long, conflicts_with = "experiment")]
    pub(super) exercise: bool,
    /// The schema of national scenarios instead
    #[arg(long, conflicts_with_all = ["experiment", "exercise"])]
    pub(super) national: bool,
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_options_are_sound() {
        use clap::CommandFactory;
        super::Args::command().debug_assert();
    }
}

/// What to do with an exercise.
#[derive(Debug, Subcommand)]
pub(super) enum Exercise {
    /// List the exercises that come with Balcony
    List,
    /// Begin an exercise of your own: a file that explains itself
    New {
        /// The file to write
        file: PathBuf,
        /// A shipped exercise to begin from
        #[arg(long, value_name = "NAME", default_value = "first-three-years")]
        from: String,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Rehearse the day in a minute: robots, a crash, the network, the paper
    #[command(alias = "check")]
    Rehearse(Rehearse),
    /// Open the room: teams come in by phone, your desk is in this browser
    Host(Host),
    /// Live an exported log again and compare every state
    Replay(Replay),
    /// Print the paper: cards, injects, sheets, the facilitator's guide
    Paper(Paper),
}

/// `balcony exercise rehearse`.
#[derive(Debug, clap::Args)]
pub(super) struct Rehearse {
    /// A shipped exercise by name, or a file of your own
    pub(super) exercise: String,
    /// Teams
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=12))]
    pub(super) teams: u32,
    /// Devices that come in
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub(super) devices: u32,
    /// The port that the room will use
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(super) port: u16,
}

/// `balcony exercise host`.
#[derive(Debug, clap::Args)]
pub(super) struct Host {
    /// A shipped exercise by name, or a file of your own
    pub(super) exercise: String,
    /// Teams of a new room; 6 if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=12))]
    pub(super) teams: Option<u32>,
    /// Where the room's log is kept; the exercise's name with .room if not given
    #[arg(long, value_name = "FILE")]
    pub(super) room: Option<PathBuf>,
    /// Go on from a log that another laptop exported
    #[arg(long, value_name = "FILE")]
    pub(super) import: Option<PathBuf>,
    /// The port that phones reach
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(super) port: u16,
    /// The port of your desk, on this machine alone
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub(super) desk: u16,
    /// The address to listen on; every one of this machine if not given
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0")]
    pub(super) bind: std::net::IpAddr,
    /// Another name that phones call this machine by, such as balcony.lan:8080
    #[arg(long, value_name = "NAME:PORT")]
    pub(super) name: Vec<String>,
    /// The last N teams are played by robots, to try a room alone
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) bots: u32,
}

impl Host {
    /// The teams that robots play.
    pub(super) fn robots(&self, teams: u32) -> std::ops::Range<u32> {
        teams.saturating_sub(self.bots)..teams
    }
}

/// `balcony exercise replay`.
#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// A log as the desk exports it
    pub(super) export: PathBuf,
    /// Write decisions and figures as a table
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// `balcony exercise paper`.
#[derive(Debug, clap::Args)]
pub(super) struct Paper {
    /// A shipped exercise by name, or a file of your own
    pub(super) exercise: String,
    /// The folder to write into
    pub(super) folder: PathBuf,
    /// Teams
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=12))]
    pub(super) teams: u32,
    /// Replace files that are there
    #[arg(long)]
    pub(super) force: bool,
}
