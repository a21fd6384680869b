//! `balcony trace`: the story of one child under one or two strategies, or of a director; careers of
//! a national scenario.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::ScenarioArgs;
use super::england;
use super::fail::Failure;
use super::load::place;
use super::out::{keep, note, print};
use super::work::{known, with_files};
use crate::jobs::{Laid, StoryRequest, StorySubject, evidence, story};
use crate::report;
use crate::summary::Look;
use crate::trace::choose::Rule;
use crate::trace::tell::{line, text};

/// What is told.
#[derive(Debug, clap::Args)]
pub(super) struct Trace {
    #[command(flatten)]
    pub(super) place: ScenarioArgs,
    /// Index of the replicate, from 0
    #[arg(long, value_name = "R", default_value_t = 0)]
    pub(super) replicate: u32,
    /// The child, such as 2019-05-13-schools-4b; a telling one is chosen by a
    /// stated rule if not given
    #[arg(long, value_name = "ID")]
    pub(super) case: Option<String>,
    /// How a child is chosen if none is named: whose lives lie furthest apart (so
    /// too if not given), or who has the most changes of worker in one life
    #[arg(long, value_name = "RULE", conflicts_with_all = ["case", "post"])]
    pub(super) by: Option<By>,
    /// Tell of a post instead of a child
    #[arg(long, value_name = "POST", conflicts_with = "case")]
    pub(super) post: Option<Post>,
    /// Of a national scenario: tell the career of this person, as run names them; ten
    /// careers are listed without an ID
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["case", "post", "by"])]
    pub(super) leader: Option<String>,
    /// One strategy, or two with a comma between; if not given, the baseline and
    /// the first other one for a child, and the baseline for a post
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(super) strategies: Vec<String>,
    /// Print one JSON object instead, for programs
    #[arg(long, conflicts_with = "out")]
    pub(super) json: bool,
    /// Write the story as a page, with its picture, in this file instead
    #[arg(long, value_name = "FILE.html")]
    pub(super) out: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// How a child is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    Apart,
    Changes,
}

/// The post that is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Post {
    Director,
}

/// Runs `balcony trace`.
pub(super) fn trace(args: &Trace) -> Result<(), Failure> {
    if england::is_asked(&args.place) {
        return england::trace(args);
    }
    if args.leader.is_some() {
        return Err(Failure::Usage(
            "--leader is for national scenarios, such as england; in one authority, --post director tells of the director"
                .to_owned(),
        ));
    }
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
