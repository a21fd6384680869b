//! Balcony.
pub mod presets;
