//! What rules and programmes for directors come to for children, staff and money: every authority
//! simulated with its children under each policy of two national scenarios.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::subject::Subject;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

const CLAIM: &str = "What each rule and each programme of the national scenarios comes to over ten years, for children, staff, partners \
                     and money, in all authorities with their children. Nothing is claimed; what is found is shown.";
/// National scenarios, and which of their policies are lived through: the rules, each programme
/// alone, and all programmes together.
const SCENARIOS: [(&str, &str); 2] = [
    ("ever-decreasing-circle", "base,social-work,proven-too"),
    (
        "development-programme-england",
        "base,aspirants,mentors,executive,accelerated,succession,interdisciplinary,lent,everything,everything-tapered",
    ),
];
/// Outcomes: means over all authorities.
const OUTCOMES: [&str; 9] = [
    "harm",
    "re-referrals",
    "unserved",
    "school-missed",
    "culture",
    "turnover",
    "trust",
    "director-changes",
    "cost",
];
/// Countries with children, each under every policy.
const COUNTRIES: u32 = 4;
/// Years of one run.
const WEEKS: u32 = 520;

/// Runs every scenario.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let mut heads = vec!["scenario", "policy"];
    heads.extend(OUTCOMES);
    let mut report = Report::new("policies", CLAIM, &heads);
    report.only_shows();
    let countries = if options.quick { 2 } else { options.n.unwrap_or(COUNTRIES) };
    let weeks = if options.quick { 52 } else { WEEKS };
    let (mut verdicts, mut looked) = (Vec::new(), 0);
    for (scenario, policies) in SCENARIOS {
        let subject = Subject::new(options.program.as_deref(), scenario, options.seed)?;
        let told = compare(&subject, policies, countries, weeks)?;
        let base = told["base"].as_str().context("no base")?.to_owned();
        let lived = told["children"]["policies"].as_object().context("no policies")?;
        let names = std::iter::once(&base).chain(lived.keys().filter(|name| **name != base));
        for name in names {
            let outcomes = &lived[name]["outcomes"];
            let mut cells = vec![scenario.to_owned(), name.clone()];
            for key in OUTCOMES {
                let outcome = &outcomes[key];
                let number = |field: &str| outcome[field].as_f64();
                let mean = number("mean").with_context(|| format!("{name} has no {key}"))?;
                let half = number("low_95").zip(number("high_95")).map(|(low, high)| (high - low) / 2.0);
                cells.push(match (*name == base, number("difference"), half) {
                    (true, ..) => format!("{mean:.4}"),
                    (false, Some(difference), Some(half)) => format!("{difference:+.5} ± {half:.5}"),
                    _ => "-".to_owned(),
                });
                looked += u32::from(*name != base);
                let verdict = outcome["verdict"].as_str().unwrap_or_default();
                if *name != base && (verdict.starts_with("clearly") || verdict.starts_with("a little")) {
                    verdicts.push(format!("{scenario}, {name}: {key} {verdict}"));
                }
            }
            report.row(cells);
        }
    }
    report.note(format!(
        "First row of a scenario: means over all authorities under its base, each authority counted alike. Other rows: mean paired \
         difference to it ± half of its 95 % interval (Student's t), n = {countries} pairs of countries over {weeks} weeks, from the same \
         week 0 with the same luck."
    ));
    report.note(match verdicts.is_empty() {
        true => "No difference on these outcomes is sure.".to_owned(),
        false => format!("Sure differences: {}.", verdicts.join("; ")),
    });
    report.note(format!(
        "Each interval stands by itself: of {looked} differences luck alone would call about {:.0} sure, here {} are.",
        0.05 * f64::from(looked),
        verdicts.len()
    ));
    Ok(report)
}

/// The last line of `balcony compare SCENARIO --children N --json`.
fn compare(subject: &Subject, policies: &str, countries: u32, weeks: u32) -> Result<Value> {
    let mut command: Command = subject.compare();
    let countries = countries.to_string();
    command.args(["--children", &countries, "--replicates", &countries, "--weeks", &weeks.to_string()]);
    command.args(["--strategies", policies, "--json", "--quiet"]);
    let said = shell::output(command)?;
    serde_json::from_str(said.lines().last().unwrap_or_default()).context("the last line is no JSON")
}
