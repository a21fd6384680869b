//! Runs in parallel, the folders in which they are kept, and sweeps over many settings. What comes
//! out has the same bytes whatever the threads and the interruptions.

pub mod experiment;
pub mod results;
pub mod sweep;

use balcony_doe::{design, sensitivity};
use balcony_files as files;
use balcony_scenario::{currency, ensemble, profiles, scenario};
use balcony_study::simulate;
