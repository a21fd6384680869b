//! Results: the same bytes whatever the threads, the order and the interruptions; refusals; statistics; summaries.

mod disk;
pub(crate) mod fake;
mod folder;
mod kill;
mod memory;
mod refusals;
mod runner;
pub(crate) mod summary;
