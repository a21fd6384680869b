//! Balcony.
pub mod presets;
pub mod profiles;
pub mod scenario;
