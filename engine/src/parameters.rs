//! All parameters of the model, gathered from the mechanisms.

use crate::registry::Parameter;

/// Where referrals come from: six partner agencies and the public, in the order used everywhere.
pub const SOURCES: [&str; 7] = ["schools", "health", "police", "council-services", "justice", "voluntary", "public"];

/// Every parameter of the model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters {}

impl Parameters {
    /// The registry: every parameter, in the order of the mechanisms.
    pub fn registry() -> impl Iterator<Item = &'static Parameter> {
        [].into_iter()
    }

    /// The value called `key`, for reading or setting.
    pub fn value(&mut self, _key: &str) -> Option<&mut f64> {
        None
    }
}
