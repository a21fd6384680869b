//! Balcony.
pub mod presets;
pub mod profiles;
