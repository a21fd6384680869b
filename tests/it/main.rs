//! The tests that see Balcony from outside, in one binary.
mod audit;
mod cli;
mod contract;
mod faulty;
mod golden;
mod honesty;
mod profile_names;
mod profiles;
mod property;
mod results;
mod tidy;
