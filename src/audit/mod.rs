//! The honesty report.

pub mod contexts;
mod latin;
