//! Evaluates the model: analyses of sweeps, the audit of how often each leadership model comes
//! first, and published figures and studies beside simulated ones.

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
