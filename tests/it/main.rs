//! Integration tests, one binary.
mod profile_names;
mod profiles;
