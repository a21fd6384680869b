//! The tests that see Balcony from outside.
mod results;
