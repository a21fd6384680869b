//! Simulates replicates of a scenario under every strategy, and compares strategies in pairs. This
//! crate uses no files, threads or clock.

pub mod experiment;
pub mod results;
pub mod simulate;
