//! The engine of Balcony: draws, children, work, leaders. No files, threads, clock or command line,
//! and no names of leadership models: a model of leadership is lowered to a [`strategy::Style`]
//! before it comes here.
//!
//! Read in this order: [`rng`] (who, what, when), [`world`] (the state), [`advance`] (the week),
//! then one file a mechanism in [`mechanisms`]; [`measure`] is what comes out.

pub mod advance;
pub mod authority;
mod build;
pub mod calendar;
mod constants;
pub mod context;
pub mod cursor;
pub mod details;
pub mod digest;
pub mod error;
pub mod factors;
pub mod fixed;
pub mod fork_point;
pub mod golden;
pub mod measure;
pub mod mechanisms;
pub mod memory;
pub mod outcomes;
pub mod parameters;
pub mod registry;
pub mod rng;
pub mod samplers;
pub mod setting;
pub mod strategy;
pub mod style;
pub mod treatment;
pub mod world;
