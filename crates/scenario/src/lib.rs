//! What a user writes becomes what the engine is told: scenario files, the profiles of authorities,
//! the four models of leadership as presets, and what is not known of the parameters.

pub mod currency;
pub mod ensemble;
pub mod presets;
pub mod profiles;
pub mod scenario;
pub mod uncertainty;

use balcony_files as files;
