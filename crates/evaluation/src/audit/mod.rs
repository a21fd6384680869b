//! The honesty report: over contexts and outcomes that were fixed beforehand, how often each
//! leadership model is clearly best, no different, clearly worse, or undecided.
//!
//! Who wins is a finding, never a requirement. A model that never wins is an acceptable result, and
//! no difference is reported as no difference. Every report is published unchanged.
//!
//! # What is judged
//! The cases are the shipped scenarios, each also on its own primary outcome, and the 200
//! [`contexts`] that were sampled once and committed as `data/contexts.csv`. A [`Case`] is one of
//! them, ready to run: five strategies (the incumbent and the four presets) and n pairs, that is,
//! replicates in which all five share the same children and random numbers. [`measure()`] runs a
//! case and makes a [`Row`] of it. The shipped scenarios use the given seed; a registered context
//! uses the seed plus its number, so that two contexts share no random numbers.
//!
//! # The rule
//! [`balcony_runs::experiment::stats::standing()`] judges each primary outcome. For each of the ten
//! pairs of arms, one arm is *clearly better* (the mean paired difference is beyond the smallest
//! effect of interest; Holm over the ten pairs, 5 %), or *no difference matters* (it lies within
//! that margin), or one *cannot tell yet*. An arm is *clearly best* in a context if it has the best
//! mean and is clearly better than all others. *No difference matters* if that holds for all ten
//! pairs.
//! *None matters at the top* if it holds among those that the leading arm is not clearly better
//! than. Otherwise one *cannot tell yet*.
//!
//! # Effects
//! There are three effects: of the source, of the impact, and of their interaction. They are
//! contrasts of the four presets in each pair ([`balcony_runs::experiment::stats::factorial`]).
//! Over contexts the report gives the mean effect with Student's 95 % interval, with the context as
//! the unit. It estimates the effect in a context from the registered ranges; the interval includes
//! the random variation within contexts.
//!
//! # The null run
//! If both routes of influence are equal (`influence.separate` = 0) and all arms have the
//! incumbent's rights, the source must make no difference. One replicate of each case tests this:
//! every outcome of the registry is compared bit by bit.
//!
//! # Coefficients
//! [`coefficients`]: each parameter at the low and the high end of its range, with all others
//! unchanged, in the shipped scenarios. A ranking is reversed if one preset is clearly better at
//! one value and the other at another.

mod case;
pub mod coefficients;
pub mod contexts;
mod finished_cases;
mod latin;
mod measure;
pub mod report;
mod row;
mod section;
pub mod tally;
mod work;

pub use case::{ARMS, Case, arms};
pub use finished_cases::{FinishedCases, Identity, Mode};
pub use measure::{AuditOptions, measure, on};
pub use row::{About, EFFECTS, EffectEstimate, JudgedOutcome, Row};
pub use section::Section;
pub use work::{Halt, work};
