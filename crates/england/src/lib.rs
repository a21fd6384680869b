//! England: all its authorities, and the national market of directors that joins them.

pub mod places;
