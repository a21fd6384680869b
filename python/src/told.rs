//! The story of one child or of a director.

use balcony::jobs::{StoryRequest, StorySubject, evidence, known, story, with_strategies};
use balcony::report;
use balcony::summary::Look;
use balcony::trace::choose::Rule;
use balcony::trace::tell::{line, text};
use pyo3::prelude::*;

use crate::errors::{faulty, refused};
use crate::scenario::Scenario;

/// The story as text, as one JSON object, and as an HTML page.
#[pyfunction]
pub(crate) fn trace(
    py: Python<'_>,
    scenario: &Scenario,
    replicate: u32,
    case: Option<String>,
    director: bool,
    changes: bool,
    strategies: Vec<String>,
) -> PyResult<(String, String, String)> {
    let whom = match (&case, director, changes) {
        (_, true, _) => StorySubject::Director,
        (Some(case), ..) => StorySubject::Child(case),
        (None, _, true) => StorySubject::Chosen(Rule::Changes),
        (None, _, false) => StorySubject::Chosen(Rule::Apart),
    };
    let compare = evidence(&scenario.called, &scenario.laid, &strategies);
    let told = py.detach(|| {
        let (with, named) = with_strategies(scenario.inner.clone(), &strategies)?;
        for name in &named {
            known(&with, name)?;
        }
        let ask = StoryRequest { replicate, whom, strategies: &named, compare };
        let story = story(&with, &ask)?;
        Ok((text(&story, &Look::PLAIN), line(&story), report::story(&story)))
    });
    told.map_err(|refusal| match refusal {
        balcony::jobs::Refusal::Faults(faults) => faulty(py, &faults),
        other => refused(py, other),
    })
}
