//! The contract of randomness and sameness (DESIGN.md section 4), clause by clause.
//!
//! Every test here was seen to fail: the comment above it says what was broken in the engine, and
//! what fired.

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
