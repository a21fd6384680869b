//! Runs in parallel, folders of results, and sweeps over many settings. Results have the same bytes
//! whatever the number of threads and interruptions.

pub mod experiment;
pub mod results;
pub mod sweep;

use balcony_doe::{design, sensitivity};
use balcony_files as files;
use balcony_scenario::{currency, ensemble, profiles, scenario};
use balcony_study::simulate;
