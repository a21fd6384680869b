//! Balcony: the faces of the engine. Data flows one way: scenario and profiles make a setting, experiment runs it, results
//! keep it, summary tells it; the command line joins them. The engine depends on none of these.
#[cfg(feature = "terminal")]
pub mod analyse;
#[cfg(feature = "terminal")]
pub mod audit;
pub mod charts;
#[cfg(feature = "terminal")]
pub mod cli;
pub mod design;
pub mod documents;
pub mod experiment;
pub mod ignorance;
#[cfg(feature = "terminal")]
pub mod jobs;
pub mod page;
pub mod presets;
pub mod profiles;
pub mod report;
pub mod results;
pub mod scenario;
pub mod sensitivity;
pub mod simulate;
pub mod summary;
#[cfg(feature = "terminal")]
pub mod sweep;
pub mod trace;
pub mod worlds;
