//! From scenario files to the engine's inputs: the scenario language, the profiles of authorities,
//! the four leadership models as presets, and parameter uncertainty.

pub mod currency;
pub mod ensemble;
pub mod presets;
pub mod profiles;
pub mod scenario;
pub mod uncertainty;
