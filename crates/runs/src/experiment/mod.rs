//! Runs replicates in parallel, delivers them in order and stores each as soon as it is finished.
//!
//! The caller passes the simulation as a closure. Nothing here may depend on the number of threads,
//! on the clock or on the order in which strategies were listed. Nothing here uses random numbers.

pub mod cancel;
pub mod clock;
pub mod pool;
pub mod progress;
pub mod run;
mod window;

pub use balcony_study::experiment::*;
pub use cancel::Cancel;
pub use pool::{Ended, Pool};
pub use progress::{Count, Progress};
pub(crate) use run::guarded;
pub use run::{Job, Run, Stop, run};
