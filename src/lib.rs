//! Balcony.
pub mod experiment;
pub mod presets;
pub mod results;
pub mod summary;
