//! Balcony: the program. The command line is here; everything else is in the crates that it joins,
//! and stands here under one roof for tests, benchmarks and tasks. Data flows one way: scenario and
//! profiles make a setting, study and runs live it, results keep it, reports tell it. The engine
//! depends on none of these.

pub mod cli;

pub use balcony_app::*;
pub use balcony_picture as picture;
pub use balcony_server as host;
