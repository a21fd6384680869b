//! England: all its authorities, and the national market of directors that joins them. Users reach
//! it by national scenarios: which rules, programmes and climates are compared.
//!
//! A policy is compared on the market alone ([`replicates`]), which takes seconds, or with children
//! ([`children`]). Then each authority is simulated by itself, four weeks at a time, in parallel;
//! and in between, in order of their numbers, they are coupled ([`coupling`]): the market sees how
//! well each does and moves on, and tells each who leads it; agency workers are shared out.

pub mod career;
pub mod charts;
pub mod children;
pub mod compare;
pub mod coupling;
pub mod figures;
pub mod places;
pub mod replicates;
pub mod report;
pub mod scenario;
pub mod simulate;
pub mod stored;
pub mod watch;

pub use simulate::{Country, Plan, Spread};
