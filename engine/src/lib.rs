//! The engine of Balcony: draws, children, work, leaders.
pub mod calendar;
pub mod draws;
pub mod measure;
pub mod parameters;
pub mod plan;
pub mod registry;
pub mod samplers;
pub mod setting;
