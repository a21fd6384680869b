//! One child's or one leader's story, told by watching: what changed since the week before, in
//! plain sentences with dates.
//!
//! The engine knows nothing of it. A [`Ground`] is one replicate at week 0; a life is a fork of it
//! under one strategy, with a sink that looks at the world after every week ([`watch`], [`post`]).
//! Looking draws nothing and writes nothing: what has passed since a child was last looked at is
//! worked out on a copy. Sentences say only what the state shows; each carries its numbers. A story
//! is the luck of one child or one post and no evidence, and says so.

pub mod changes;
pub mod child;
pub mod choose;
pub mod director;
mod ends;
pub mod ground;
pub mod id;
mod inner;
mod marks;
mod pathway;
mod portrait;
pub mod post;
mod system;
pub mod tell;
pub mod told;
pub mod watch;
mod who_holds;
mod words;
pub mod years;

use crate::charts::lives::Lived;

pub use ground::{Ground, Names};
pub use portrait::Portrait;
pub use years::Years;

/// Something that happened in one week: a sentence, and its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The absolute week.
    pub week: u32,
    /// What kind of thing it is: a word for programs, the same in every story.
    pub key: &'static str,
    /// The sentence.
    pub sentence: String,
    /// The numbers behind it, by name.
    pub numbers: Vec<(&'static str, f64)>,
}

/// A life or a term of office under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Life {
    /// The strategy's name.
    pub strategy: String,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What it comes to, in one sentence.
    pub sum: String,
    /// The numbers behind that, by name.
    pub totals: Vec<(&'static str, f64)>,
    /// A child's weeks from week 0 on, as far as its need lives; empty for a post.
    pub course: Vec<Option<Lived>>,
    /// A post's weeks, for drawing; none for a child.
    pub years: Option<Years>,
}
