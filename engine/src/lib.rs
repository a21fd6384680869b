//! The engine of Balcony: draws, children, work, leaders.
pub mod calendar;
pub mod registry;
