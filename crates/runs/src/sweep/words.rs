//! An experiment in words: the canonical text from which its digest is made, and the fields of its
//! manifest.

use balcony_engine::measure::OUTCOMES;
use balcony_numeric::hex;
use sha2::{Digest, Sha256};

use super::{Experiment, Factor, FactorValues, Level, Replicates, Share};
use crate::results::rows::{Column, RowsIdentity, RowsManifest};
use crate::results::{Margins, Status, engine};
use balcony_doe::design::Spread;
use balcony_scenario::currency::in_currency;
use balcony_scenario::{ensemble, profiles};

/// Manifest of a folder of rows for an experiment or a share of it; `command` is the command that
/// gives the same rows.
pub fn manifest(experiment: &Experiment, share: Share, command: Vec<String>) -> RowsManifest {
    let scenario = &experiment.scenario;
    let column = |factor: &Factor| Column {
        name: factor.name.clone(),
        key: factor.key.clone(),
        form: factor.form,
        unit: in_currency(factor.unit.clone(), &scenario.currency),
        meaning: factor.meaning.clone(),
    };
    let identity = RowsIdentity {
        scenario_hash: scenario.hash(),
        experiment_hash: hex(&Sha256::digest(&experiment.resolved)),
        seed: u64::from(scenario.seed),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine(),
        arms: experiment.strategies.clone(),
        baseline: experiment.strategies[experiment.baseline].clone(),
        points: experiment.points(),
        replicates: experiment.replicates.most(),
        draws: scenario.draws,
        weeks: scenario.weeks,
        factors: experiment.factors.iter().map(column).collect(),
        outcomes: OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect(),
        margins: Margins::of(&scenario.margins),
        share: (share.index, share.of),
    };
    RowsManifest {
        kind: String::new(),
        form: 0,
        status: Status::Running,
        title: experiment.title.clone(),
        question: experiment.question.clone(),
        authority: scenario.authority_label.clone(),
        currency: scenario.currency.clone(),
        identity,
        responses: experiment.response_keys().into_iter().map(str::to_owned).collect(),
        design: experiment.laid.clone(),
        command,
        experiment: experiment.resolved.clone(),
        // The file may contain own figures of an authority, which must not leave the user's file.
        source: if scenario.has_own_figures() { String::new() } else { experiment.source.clone() },
        scenario: scenario.resolved_public(),
        tasks: 0,
        failed: 0,
        timing: None,
        rows: None,
    }
}

/// Estimated bytes of the rows of `tasks` tasks. Numbers compress to about seven tenths.
pub fn bytes(experiment: &Experiment, tasks: u64) -> f64 {
    let arms = experiment.strategies.len() as f64;
    tasks as f64 * arms * (OUTCOMES.len() + experiment.factors.len()) as f64 * 8.0 * 0.7
}

/// The range of a factor, in words.
pub fn range(factor: &Factor) -> String {
    let say = |number: f64| factor.of(number).to_string();
    match &factor.how {
        FactorValues::Between(Spread::Uniform { low, high }) => format!("{} to {}", say(*low), say(*high)),
        FactorValues::Between(Spread::LogUniform { low, high }) => {
            format!("{} to {}, log-uniform", say(*low), say(*high))
        }
        FactorValues::Between(Spread::Normal { mean, low, high, .. }) => {
            format!("{} to {}, normal around {}", say(*low), say(*high), say(*mean))
        }
        FactorValues::Between(Spread::Triangular { low, mode, high }) => {
            format!("{} to {}, mostly {}", say(*low), say(*high), say(*mode))
        }
        FactorValues::Between(Spread::Choice(count)) => format!("{count} choices"),
        FactorValues::Steps(low, high, steps) => format!("{} to {} in {steps} values", say(*low), say(*high)),
        FactorValues::Listed(levels) if levels.len() > 6 => format!("{} values", levels.len()),
        FactorValues::Listed(levels) => levels.iter().map(Level::to_string).collect::<Vec<_>>().join(", "),
        FactorValues::Given => "as the file of points says".to_owned(),
    }
}

/// The canonical text of an experiment. It is never parsed; the file and the scenario are.
pub(super) fn resolved(experiment: &Experiment) -> String {
    let mut text = format!(
        "strategies = [{}]\nbaseline = {:?}\nresponses = [{}]\n",
        listed(&experiment.strategies),
        experiment.strategies[experiment.baseline],
        listed(&experiment.response_keys()),
    );
    text.push_str(&match experiment.replicates {
        Replicates::Count(count) => format!("replicates = {count}\n"),
        Replicates::Until { half_width, outcome, least, most } => {
            let key = balcony_engine::measure::OUTCOMES.get(outcome).map_or("", |outcome| outcome.key);
            format!("replicates = {{ half-width = {half_width:?}, of = {key:?}, least = {least}, most = {most} }}\n")
        }
    });
    text.push_str(&format!(
        "\n[design]\nkind = \"{}\"\npoints = {}\n",
        experiment.laid.kind,
        experiment.points()
    ));
    // The digest of the points covers everything that determined them (seed, levels, file of
    // points), so that no way of making points is forgotten here.
    text.push_str(&format!("digest = {:?}\n", digest(experiment)));
    // A factor may change something that the resolved scenario does not show: raw values of files,
    // other authorities, the ensemble. So their digests are included.
    let scenario = &experiment.scenario;
    let worlds = if scenario.worlds { ensemble::digest() } else { String::new() };
    let under =
        [scenario.layers_digest(), profiles::digest(), worlds].map(|digest| format!("{digest:?}")).join(", ");
    text.push_str(&format!("under = [{under}]\n"));
    for factor in &experiment.factors {
        text.push_str(&format!("\n[factors.{}]\nkey = {:?}\n{}", factor.name, factor.key, values(factor)));
    }
    text
}

fn listed<T: std::fmt::Debug>(names: &[T]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

fn values(factor: &Factor) -> String {
    let say = |number: &f64| factor.of(*number).to_string();
    match &factor.how {
        FactorValues::Between(Spread::Uniform { low, high }) => {
            format!("low = {}\nhigh = {}\n", say(low), say(high))
        }
        FactorValues::Between(Spread::LogUniform { low, high }) => {
            format!("low = {}\nhigh = {}\nspread = \"log-uniform\"\n", say(low), say(high))
        }
        FactorValues::Between(Spread::Normal { mean, sd, low, high }) => format!(
            "low = {}\nhigh = {}\nspread = \"normal\"\nmean = {}\nsd = {sd:?}\n",
            say(low),
            say(high),
            say(mean)
        ),
        FactorValues::Between(Spread::Triangular { low, mode, high }) => {
            format!(
                "low = {}\nhigh = {}\nspread = \"triangular\"\nmode = {}\n",
                say(low),
                say(high),
                say(mode)
            )
        }
        // A list appears as a list.
        FactorValues::Between(Spread::Choice(count)) => format!("choices = {count}\n"),
        FactorValues::Steps(low, high, steps) => {
            format!("low = {}\nhigh = {}\nlevels = {steps}\n", say(low), say(high))
        }
        FactorValues::Listed(levels) => {
            let quote = |level: &Level| match level {
                Level::Text(text) => format!("{text:?}"),
                other => other.to_string(),
            };
            format!("values = [{}]\n", levels.iter().map(quote).collect::<Vec<_>>().join(", "))
        }
        FactorValues::Given => String::new(),
    }
}

/// Digest of the value of every factor at every point.
fn digest(experiment: &Experiment) -> String {
    let mut hash = Sha256::new();
    for point in 0..experiment.design.len() {
        for level in experiment.levels(point) {
            hash.update(level.to_string());
            hash.update([0]);
        }
    }
    hex(&hash.finalize()[..8])
}
