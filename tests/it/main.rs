//! Integration tests, one binary.
mod faulty;
mod profile_names;
mod profiles;
