//! Output of `balcony check`: that the scenario is sound, what a run would cost, and what deserves
//! a second look.

use super::{Leaf, Origin, Scenario};

/// Nanoseconds of processor time per case-week. Measured on a shared machine of two cores, where it
/// ranged from 180 to 280 with the load: `compare culture-shift --json`, `cpu` over `case_weeks`.
pub const NS_PER_CASE_WEEK: f64 = 260.0;

/// Open cases at any time per child in need at 31 March. It exceeds 1 because referrals under
/// assessment are open too.
pub(super) const OPEN_PER_IN_NEED: f64 = 1.15;

/// Estimated cost of a comparison, with warnings.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Number of strategies that are compared.
    pub arms: usize,
    /// Number of runs: arms times replicates.
    pub runs: u64,
    /// Simulated case-weeks, warm-up included.
    pub case_weeks: f64,
    /// Estimated seconds on the given number of threads.
    pub seconds: f64,
    /// Warnings: allowed values that are probably not intended.
    pub warnings: Vec<String>,
    /// Parts of the scenario that have not been tested or measured.
    pub untested: Vec<String>,
    /// Number of sampled parameters and number of samples; `None` if every parameter has its
    /// central value.
    pub drawn: Option<(usize, u32)>,
    title: String,
    name: String,
    hash: String,
}

/// Estimates the cost of comparing all strategies on `threads` threads. `idle` names values without
/// effect.
pub fn check(scenario: &Scenario, threads: usize, idle: Vec<String>) -> Check {
    let arms = scenario.compared.len();
    let replicates = f64::from(scenario.replicates);
    let case_weeks = scenario.open_cases()
        * replicates
        * (f64::from(scenario.weeks) * arms as f64 + f64::from(scenario.warm_up));
    Check {
        arms,
        runs: arms as u64 * u64::from(scenario.replicates),
        case_weeks,
        seconds: case_weeks * NS_PER_CASE_WEEK * 1e-9 / threads.max(1) as f64,
        warnings: [warnings(scenario), idle].concat(),
        untested: untested(scenario),
        drawn: (scenario.draws > 0).then(|| (scenario.unknowns().list.len(), scenario.draws)),
        title: scenario.title.clone(),
        name: scenario.name.clone(),
        hash: scenario.hash(),
    }
}

fn warnings(scenario: &Scenario) -> Vec<String> {
    let mut warnings = scenario.warnings.clone();
    if scenario.replicates < 30 {
        warnings.push(format!(
            "{} replicates: intervals will be wide, and of most differences one cannot tell yet",
            scenario.replicates
        ));
    }
    if (1..20).contains(&scenario.draws) {
        warnings.push(format!(
            "{} parameter samples: intervals that cover parameter uncertainty will be wide (40 are usual)",
            scenario.draws
        ));
    }
    if scenario.warm_up < super::WARM_UP {
        warnings.push(format!(
            "a warm-up of {} weeks: queues and states may not have settled at week 0 ({} is usual)",
            scenario.warm_up,
            super::WARM_UP
        ));
    }
    if scenario.question.is_empty() {
        warnings.push("there is no question: say beforehand what the scenario is to answer".to_owned());
    }
    warnings
}

fn untested(scenario: &Scenario) -> Vec<String> {
    let mut list = vec!["who decides what under which leadership has never been measured: the matrices of rights are assumptions".to_owned()];
    let assumed = scenario
        .entries
        .iter()
        .filter(|entry| {
            entry.path[0] == "parameters"
                && matches!(&entry.origin, Origin::Default(source) if source.contains("assumption") || source.contains("[a]"))
        })
        .count();
    if assumed > 0 && scenario.draws == 0 {
        list.push(format!("{assumed} parameters have an assumed default: check whether a ranking holds for other values (balcony compare --parameters worlds)"));
    } else if assumed > 0 && scenario.worlds {
        list.push(format!("{assumed} parameters are drawn from ranges that are assumptions; the worlds were fitted again for the average authority, not for this one"));
    } else if assumed > 0 {
        list.push(format!("{assumed} parameters are drawn from ranges that are assumptions, each by itself: a draw is not fitted again, so that some worlds do not match the published figures"));
    }
    let states = scenario
        .entries
        .iter()
        .filter(|entry| {
            entry.path[0] == "start" && entry.path.len() == 2 && matches!(entry.origin, Origin::Default(_))
        })
        .count();
    if states > 0 {
        list.push(format!(
            "{states} states at the start keep their default, which is an assumption: balcony show names them"
        ));
    }
    let ranges = scenario.entries.iter().filter(|entry| matches!(entry.leaf, Leaf::Range { .. })).count();
    if ranges > 0 && scenario.draws == 0 {
        list.push(format!(
            "values that are ranges: {ranges}; a run uses their central value, unless it draws them (--parameters worlds)"
        ));
    }
    if scenario.weeks > 520 {
        list.push(
            "more than ten years: the model is compared with published figures over ten years at most"
                .to_owned(),
        );
    }
    list
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sound = format!("{} ({}) is sound.", self.title, self.name);
        writeln!(f, "{}", super::show::wrap(&sound, "", "  ", 80))?;
        writeln!(f, "  runs        {} at most ({} strategies, each on the same luck)", self.runs, self.arms)?;
        if let Some((numbers, draws)) = self.drawn {
            writeln!(f, "  drawn       {numbers} numbers from their ranges, {draws} times")?;
        }
        writeln!(f, "  case-weeks  {} million at most", (self.case_weeks / 1e6).round().max(1.0))?;
        let more = if self.drawn.is_some() { "; drawn worlds may take twice as long" } else { "" };
        writeln!(f, "  time        about {} at most{more}", duration(self.seconds))?;
        writeln!(f, "  hash        {}", self.hash)?;
        for (title, list) in [("Warnings", &self.warnings), ("Not tested", &self.untested)] {
            if !list.is_empty() {
                writeln!(f, "{title}:")?;
            }
            for line in list {
                writeln!(f, "{}", super::show::wrap(line, "  - ", "    ", 80))?;
            }
        }
        Ok(())
    }
}

/// A length of time in words, rounded as an estimate deserves.
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "a second".to_owned(),
        s if s < 90.0 => format!("{s:.0} seconds"),
        s if s < 5400.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3600.0),
    }
}
