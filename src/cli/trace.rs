//! `balcony trace`: the story of one child under one or two strategies, or of a director.

use super::args::{By, Post, Trace};
use super::fail::Failure;
use super::load::place;
use super::out::{keep, note, print};
use super::work::{known, with_files};
use crate::jobs::{Laid, StoryRequest, StorySubject, evidence, story};
use crate::report;
use crate::summary::Look;
use crate::trace::choose::Rule;
use crate::trace::tell::{line, text};

/// Runs `balcony trace`.
pub(super) fn trace(args: &Trace) -> Result<(), Failure> {
    let (scenario, named) = with_files(place(&args.place, None)?, &args.strategies)?;
    for name in &named {
        known(&scenario, name)?;
    }
    scenario.warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
    let whom = match (args.post, &args.case, args.by) {
        (Some(Post::Director), ..) => StorySubject::Director,
        (None, Some(case), _) => StorySubject::Child(case),
        (None, None, Some(By::Changes)) => StorySubject::Chosen(Rule::Changes),
        (None, None, None | Some(By::Apart)) => StorySubject::Chosen(Rule::Apart),
    };
    let laid = Laid { authority: args.place.authority.clone(), sets: args.place.set.clone(), weeks: None };
    let compare = evidence(&args.place.scenario, &laid, &args.strategies);
    let ask = StoryRequest { replicate: args.replicate, whom, strategies: &named, compare };
    let story = story(&scenario, &ask)?;
    if let Some(file) = &args.out {
        keep(file, "write the story", report::story(&story), args.force)?;
        note(&format!("{} is written; a browser opens it, without a network.", file.display()));
        return Ok(());
    }
    print(&if args.json { line(&story) } else { text(&story, &Look::detect()) })
}
