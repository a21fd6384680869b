//! The model judged: what a sweep says, how often each way of leading comes first, published
//! figures and published studies beside simulated ones.

pub mod analyse;
pub mod audit;
pub mod trial;
pub mod validate;

use balcony_doe::{design, sensitivity};
use balcony_files as files;
use balcony_report::{charts, report, summary};
use balcony_runs::{experiment, results};
use balcony_scenario::{currency, ensemble, presets, profiles, scenario};
use balcony_study::simulate;
