//! The tests that see Balcony from outside, in one binary.
mod audit;
mod charts;
mod cli;
mod contract;
mod documents;
mod faulty;
mod golden;
mod honesty;
mod ignorance;
mod profile_names;
mod profiles;
mod property;
mod report;
mod results;
mod tidy;
mod trace;
mod worlds;
