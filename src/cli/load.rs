//! From the options to a scenario: read, and everything that the command line lays on it. Faults of
//! all options at once.

use std::path::Path;

use super::args::{RunArgs, ScenarioArgs};
use super::fail::Failure;
pub(super) use crate::jobs::library;
use crate::jobs::{Laid, lay};
use crate::scenario::what::What;
use crate::scenario::{Scenario, read};

/// The scenario that was asked for.
pub(super) fn scenario(asked: &RunArgs) -> Result<Scenario, Failure> {
    let replicates = asked.replicates.map(|number| format!("scenario.replicates={number}"));
    let parameters = asked.parameters.as_ref().map(|mode| format!("scenario.parameters={mode}"));
    place(&asked.place, replicates.into_iter().chain(parameters))
}

/// The scenario at a place, with some more values set.
pub(super) fn place(
    place: &ScenarioArgs,
    more: impl IntoIterator<Item = String>,
) -> Result<Scenario, Failure> {
    let library = library();
    let mut sets: Vec<String> = more.into_iter().collect();
    sets.extend(place.seed.map(|number| format!("scenario.seed={number}")));
    sets.extend_from_slice(&place.set);
    let laid = Laid { authority: place.authority.clone(), sets, weeks: place.weeks };
    Ok(lay(read(&place.scenario, &library)?, &laid, &library)?)
}

/// What is said of a file that stands where a folder of the project must stand.
pub(super) fn not_a_folder(path: &Path, wanted: &str) -> Option<Failure> {
    let name = path.display().to_string();
    let text = path.is_file().then(|| library().files.text(&name).ok()).flatten()?;
    let (said, help) = What::of(&text)?.instead(wanted, &name);
    Some(Failure::Usage(format!("{said}; try {help}")))
}

/// The name of a list that is written most like one that is not in it, if any is.
pub(super) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 100 {
        return None;
    }
    let alike = |candidate: &str| strsim::jaro_winkler(&name.to_lowercase(), candidate);
    let scored = names.into_iter().map(|candidate| (alike(candidate), candidate));
    scored.filter(|(score, _)| *score > 0.72).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
