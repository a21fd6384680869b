//! The program Balcony. This package contains the command line. It also re-exports the modules of
//! all crates, for tests, benchmarks and tasks. Data flow one way: scenario and profiles make a
//! setting, study and runs simulate it, results store it, reports describe it. The engine depends
//! on none of these.

pub mod cli;

pub use balcony_app::*;
pub use balcony_picture as picture;
pub use balcony_server as host;
