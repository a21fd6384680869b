//! Replicates of a scenario under every strategy: how they are simulated, and how strategies are
//! compared in pairs. No files, no threads, no clock.

pub mod experiment;
pub mod results;
pub mod simulate;

use balcony_scenario::{currency, ensemble, scenario};

pub use balcony_numeric::hex;
