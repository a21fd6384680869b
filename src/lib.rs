//! Balcony.
pub mod presets;
pub mod scenario;
