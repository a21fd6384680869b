//! From the options to a scenario: read, and everything that the command line lays on it. Faults of all options at once.

use super::args::{Asked, Place};
use super::fail::Failure;
use crate::scenario::files::Disk;
use crate::scenario::{England, Faults, Library, Scenario, read};

static DISK: Disk = Disk;
static ENGLAND: England = England;

/// Texts from the disk, figures of England.
pub(super) fn library() -> Library<'static> {
    Library::new(&DISK, &ENGLAND)
}

/// The scenario that was asked for.
pub(super) fn scenario(asked: &Asked) -> Result<Scenario, Failure> {
    let replicates = asked.replicates.map(|number| format!("scenario.replicates={number}"));
    let parameters = asked.parameters.as_ref().map(|mode| format!("scenario.parameters={mode}"));
    place(&asked.place, replicates.into_iter().chain(parameters))
}

/// The scenario at a place, with some more values set.
pub(super) fn place(place: &Place, more: impl IntoIterator<Item = String>) -> Result<Scenario, Failure> {
    let library = library();
    let mut laid = Laid { scenario: read(&place.scenario, &library)?, faults: None };
    if let Some(authority) = &place.authority {
        laid.lay(|scenario| scenario.with_authority(authority, &library));
    }
    let mut sets: Vec<String> = more.into_iter().collect();
    sets.extend(place.seed.map(|number| format!("scenario.seed={number}")));
    sets.extend_from_slice(&place.set);
    if !sets.is_empty() {
        laid.lay(|scenario| scenario.apply_sets(&sets, &library));
    }
    if let Some(weeks) = place.weeks {
        laid.lay(|scenario| scenario.with_weeks(weeks, &library));
    }
    match laid.faults {
        Some(faults) => Err(faults.into()),
        None => Ok(laid.scenario),
    }
}

/// A scenario under way, and the faults of the options so far.
struct Laid {
    scenario: Scenario,
    faults: Option<Faults>,
}

impl Laid {
    /// Lays something more on it. What has a fault is left out, so that the faults of the rest are found too.
    fn lay(&mut self, more: impl Fn(&Scenario) -> Result<Scenario, Faults>) {
        match more(&self.scenario) {
            Ok(scenario) => self.scenario = scenario,
            Err(found) => match &mut self.faults {
                Some(faults) => {
                    faults.list.extend(found.list);
                    faults.file = "the command line".to_owned();
                }
                none => *none = Some(found),
            },
        }
    }
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
