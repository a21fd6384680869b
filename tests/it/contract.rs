//! The contract of randomness and sameness (`docs/design/CONTRACT.md`), clause by clause.
//!
//! Every test here was seen to fail. Its comment says what was broken in the engine, and which
//! message appeared.

pub(crate) mod kit;
pub(crate) mod recount;

mod children;
mod demand;
mod events;
mod luck;
mod parameters;
mod places;
mod plans;
mod positions;
mod prefix;
mod promises;
mod quiet;
