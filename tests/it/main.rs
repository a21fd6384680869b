//! The tests that see Balcony from outside, in one binary.
mod cli;
mod faulty;
mod profile_names;
mod profiles;
mod results;
