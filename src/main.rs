//! The command line of Balcony.
fn main() {}
