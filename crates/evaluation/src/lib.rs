//! Evaluates the model: analyses of sweeps, the audit of how often each leadership model comes
//! first, and published figures and studies beside simulated ones.

pub mod analyse;
pub mod audit;
pub mod trial;
pub mod validate;
