//! One mechanism, one file. [`crate::advance::STEPS`] is the order in which they act.

pub mod allocation;
pub mod belief;
pub mod culture;
pub mod directors;
pub mod enquiry;
pub mod framework;
pub mod help;
pub mod influence;
pub mod inspection;
pub mod invest;
pub mod lead;
pub mod market;
pub mod needs;
pub mod noticing;
pub mod partners;
pub mod partnership;
pub mod pathway;
pub mod placement;
pub mod programme;
pub mod scrutiny;
pub mod signals;
pub mod sites;
pub mod structure;
pub mod surroundings;
pub mod work;
pub mod workforce;
