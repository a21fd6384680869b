//! Results: the same bytes for any threads, order and interruptions; refusals; statistics;
//! summaries.

mod disk;
mod extend;
pub(crate) mod fake;
mod folder;
pub(crate) mod forged;
mod kill;
#[cfg(unix)]
mod links;
mod memory;
mod parquet;
mod reasons;
mod refusals;
mod runner;
pub(crate) mod summary;
mod tables;
