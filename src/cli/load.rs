//! Reads a scenario and applies the options of the command line. The faults of all options are
//! reported together.

use std::path::Path;

use super::args::{RunArgs, ScenarioArgs};
use super::fail::Failure;
use crate::england::scenario::{SHIPPED as NATIONAL, shipped};
pub(super) use crate::jobs::library;
use crate::jobs::{Laid, lay};
use crate::scenario::file_kind::FileKind;
use crate::scenario::{Faults, Scenario, read};

/// The scenario with all options applied.
pub(super) fn scenario(asked: &RunArgs) -> Result<Scenario, Failure> {
    let replicates = asked.replicates.map(|number| format!("scenario.replicates={number}"));
    let parameters = asked.parameters.as_ref().map(|mode| format!("scenario.parameters={mode}"));
    place(&asked.place, replicates.into_iter().chain(parameters))
}

/// The scenario of a place, with further settings.
pub(super) fn place(
    place: &ScenarioArgs,
    more: impl IntoIterator<Item = String>,
) -> Result<Scenario, Failure> {
    let library = library();
    if shipped(&place.scenario).is_some() {
        let (said, help) = FileKind::National.instead("a scenario", &place.scenario);
        return Err(Failure::Usage(format!("{said}; try {help}")));
    }
    let mut sets: Vec<String> = more.into_iter().collect();
    sets.extend(place.seed.map(|number| format!("scenario.seed={number}")));
    sets.extend_from_slice(&place.set);
    let laid = Laid { authority: place.authority.clone(), sets, weeks: place.weeks };
    let found = read(&place.scenario, &library).map_err(|faults| nationally(faults, &place.scenario))?;
    Ok(lay(found, &laid, &library)?)
}

/// The faults of a name that nothing has, with the nearest national scenario if no other is near.
fn nationally(mut faults: Faults, name: &str) -> Faults {
    if let [fault] = &mut faults.list[..]
        && fault.line == 0
        && fault.nearest.is_none()
    {
        fault.nearest = nearest(name, NATIONAL.map(|(known, _)| known)).map(str::to_owned);
    }
    faults
}

/// Error for a file where a folder is expected, if the file is a kind that the program knows.
pub(super) fn not_a_folder(path: &Path, wanted: &str) -> Option<Failure> {
    let name = path.display().to_string();
    let text = path.is_file().then(|| library().files.text(&name).ok()).flatten()?;
    let (said, help) = FileKind::of(&text)?.instead(wanted, &name);
    Some(Failure::Usage(format!("{said}; try {help}")))
}

/// The name in a list that is most similar to `name`, if any is similar.
pub(super) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 100 {
        return None;
    }
    let alike = |candidate: &str| strsim::jaro_winkler(&name.to_lowercase(), candidate);
    let scored = names.into_iter().map(|candidate| (alike(candidate), candidate));
    scored.filter(|(score, _)| *score > 0.72).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
