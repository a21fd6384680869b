//! Designs of experiments, and what the spread of an outcome is due to. Nothing here knows the
//! model.

pub mod design;
pub mod sensitivity;
