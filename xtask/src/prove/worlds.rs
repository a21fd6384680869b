//! The shipped scenarios in every member of the calibrated ensemble: how much of the differences is
//! random variation, how much is parameter uncertainty, and which differences change sign.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::subject::Subject;
use anyhow::{Context, Result};
use balcony::ensemble::members;
use balcony::scenario::SHIPPED;
use serde_json::Value;

const CLAIM: &str = "Each shipped scenario is compared in every registered world (data/worlds.csv), all arms in the same worlds and on the \
                     same luck: how much of the spread of a difference is not known rather than luck, in how many worlds it has the sign of \
                     its mean, and the verdict over the worlds. Shown as found.";

/// Runs two replicates in every member.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let draws = options.size(members().len() as u32, 2).min(members().len() as u32);
    let heads = [
        "scenario",
        "outcome",
        "strategy",
        "difference",
        "95 % interval",
        "not known",
        "same sign",
        "verdict",
    ];
    let mut report = Report::new("worlds", CLAIM, &heads);
    report.only_shows();
    let (mut pairs, mut same, mut told) = (0, 0, 0);
    for (name, _) in SHIPPED {
        let subject = Subject::new(options.program.as_deref(), name, options.seed)?;
        let mut command = subject.compare();
        command.args(["--parameters", "worlds", "--quiet", "--json"]);
        command.args(["--replicates", &(2 * draws).to_string(), "--set", &format!("scenario.draws={draws}")]);
        let said = shell::output(command)?;
        let found: Value = serde_json::from_str(said.lines().last().unwrap_or_default())
            .with_context(|| format!("{name}: no line of JSON"))?;
        let verdicts = found["verdicts"].as_object().with_context(|| format!("{name}: no verdicts"))?;
        for (strategy, verdict) in verdicts {
            let number =
                |key: &str| verdict[key].as_f64().with_context(|| format!("{name}: {strategy}: no {key}"));
            let agree = number("draws_of_same_sign")?;
            pairs += 1;
            same += u32::from(agree as u32 == draws);
            told += u32::from(verdict["is_clear"] == true);
            report.row([
                (*name).to_owned(),
                found["primary"].as_str().unwrap_or_default().to_owned(),
                strategy.clone(),
                format!("{:+.3}", number("difference")?),
                format!("{:+.3} to {:+.3}", number("low_95")?, number("high_95")?),
                verdict["share_ignorance"]
                    .as_f64()
                    .map_or("-".to_owned(), |share| format!("{:.0} %", 100.0 * share)),
                format!("{agree:.0} of {draws}"),
                [verdict["verdict"].as_str(), verdict["direction"].as_str()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
            ]);
        }
    }
    report.note(format!(
        "Of {pairs} differences to the baseline {told} are clear over the worlds, and {same} have the same sign in \
         all {draws}: in the others the order is reversed in some world that the published figures do not rule out (or by the luck of its \
         two replicates)."
    ));
    report.note(format!(
        "{draws} worlds of two replicates; the unit of intervals and verdicts is the world. Worlds were fitted in the average authority. Of \
         the spread of a difference the share that is not known is the part between worlds; the rest is luck."
    ));
    Ok(report)
}
