//! Integration tests, one binary.
mod profiles;
