//! The story of one child or of the director's post: what changed in each week, in plain sentences
//! with dates.
//!
//! The engine does not know about stories. A [`WarmReplicate`] is one replicate at week 0. A story
//! is a fork of it under one strategy, with a sink that observes the world after every week
//! ([`watch`], [`post`]). Observing draws no random numbers and changes nothing: whatever has
//! accrued since the engine last processed a child is computed on a copy. Sentences state only what
//! the world contains, and each carries its numbers. A story is about one child or post in one
//! replicate. It is not evidence, and it says so.

pub mod below;
pub mod changes;
pub mod child;
pub mod child_story;
pub mod choose;
pub mod director;
mod ends;
pub mod first_name;
pub mod id;
mod inner;
mod marks;
mod pathway;
mod portrait;
pub mod post;
mod system;
pub mod tell;
pub mod warm_replicate;
pub mod watch;
mod who_holds;
mod words;
pub mod years;

use crate::charts::lives::NeedWeek;

pub use portrait::Portrait;
pub use warm_replicate::{Names, WarmReplicate};
pub use years::Years;

/// An event of one week: a sentence and its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The absolute week.
    pub week: u32,
    /// The kind of event, as a key for programs; the same in every story.
    pub key: &'static str,
    /// The sentence.
    pub sentence: String,
    /// The numbers behind the sentence, by name.
    pub numbers: Vec<(&'static str, f64)>,
}

/// The history of one child or post under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeStory {
    /// Name of the strategy.
    pub strategy: String,
    /// Events in the order of time.
    pub events: Vec<Event>,
    /// Summary of the history in one sentence.
    pub sum: String,
    /// The numbers behind the summary, by name.
    pub totals: Vec<(&'static str, f64)>,
    /// The child's weeks from week 0, `None` in weeks without a need; empty for a post.
    pub course: Vec<Option<NeedWeek>>,
    /// The post's weeks for the chart; `None` for a child.
    pub years: Option<Years>,
}
