//! England: all its authorities, and the national market of directors that joins them.
//!
//! Each authority is simulated by itself, four weeks at a time, in parallel. Then, in order of their
//! numbers, they are coupled ([`coupling`]): the market sees how well each does and moves on, and
//! tells each who leads it; agency workers are shared out.

pub mod children;
pub mod coupling;
pub mod places;
pub mod simulate;

pub use simulate::{Country, Plan, Spread};
