//! Runs in parallel, folders of results, and sweeps over many settings. Results have the same bytes
//! whatever the number of threads and interruptions.

pub mod experiment;
pub mod results;
pub mod sweep;
