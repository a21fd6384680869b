//! The honesty report: over contexts that were registered beforehand, how often each way of leading
//! is clearly best, no different, clearly worse, or not to be told yet, on outcomes that were fixed
//! beforehand.
//!
//! Who wins is a finding, never a requirement; a way of leading that never wins is an acceptable
//! result; no difference is reported as no difference. Whatever the report says is published as it
//! is.
//!
//! # What is judged
//! [`contexts`]: the shipped scenarios, each on its own primary outcome too, and 200 contexts drawn
//! once and committed as `data/contexts.csv`. A [`Case`] is one of them made ready: five strategies
//! (the incumbent and the four presets), n pairs, that is, replicates in which all five live
//! through the same children and the same luck. [`measure()`] runs a case and makes a [`Row`] of
//! it. The shipped scenarios run on the luck of the seed, a registered context on the luck of the
//! seed plus its number, so that two contexts share no luck.
//!
//! # The rule
//! On each primary outcome, by [`crate::experiment::stats::standing()`]: of each of the ten pairs
//! of arms one is *clearly better* (their mean paired difference told to lie beyond the smallest
//! that matters, Holm over the ten, 5 %), or *no difference matters* (told to lie inside it), or
//! one *cannot tell yet*. An arm is *clearly best* in a context if it has the best mean and is
//! clearly better than all others; *no difference matters* if that is told of all ten pairs; *none
//! matters at the top* if it is told of those that the leading one is not clearly better than; else
//! one *cannot tell yet*.
//!
//! # Effects
//! Of the source, of the impact, and of both together beyond their sum: contrasts of the four
//! presets in each pair ([`crate::experiment::stats::factorial`]). Over contexts: the mean of the
//! contexts' effects with Student's 95 % interval, the context as the unit. It says what a context
//! drawn from the registered ranges may be expected to show; the luck within contexts is in it.
//!
//! # The null run
//! With both routes of influence alike (`influence.separate` = 0) and the incumbent's rights for
//! everybody, sources may make no difference: one replicate of each case, every outcome of the
//! registry compared bit by bit.
//!
//! # Coefficients
//! [`coefficients`]: each parameter at the low and the high end of its range, the others as they
//! are, on the shipped scenarios. A ranking is reversed if one preset is clearly better and,
//! elsewhere on the range, the other.

mod case;
pub mod coefficients;
pub mod contexts;
mod kept;
mod latin;
mod measure;
pub mod report;
mod row;
mod section;
pub mod tally;
mod work;

pub use case::{ARMS, Case, arms};
pub use kept::{Identity, Kept, Mode};
pub use measure::{RunOptions, measure, on};
pub use row::{About, EFFECTS, Estimate, Judged, Row};
pub use section::Section;
pub use work::{Halt, work};
