//! The national market of directors of children's services: people who hold posts at four levels of
//! every authority, rise, move, leave and retire; campaigns, panels and interims that fill the
//! posts of directors; and the rules and programmes that are meant to widen the circle.
//!
//! A [`Market`] is moved on in ticks of four weeks by [`advance`], which passes everything that
//! happens to a [`Log`]. [`counts`] counts as the Association of Directors of Children's Services
//! does. Every draw is keyed by who, what and when, as in the engine: a change of one career
//! changes only the careers that it touches.

pub mod campaign;
pub mod climate;
pub mod counts;
pub mod coupling;
pub mod development;
pub mod events;
pub mod growth;
pub mod interims;
pub mod ladder;
pub mod leaving;
pub mod level;
pub mod log;
mod market;
mod parameters;
pub mod pay;
pub mod person;
pub mod reputation;
#[cfg(test)]
mod tests;
mod tick;

pub use log::{Change, Entry, Log};
pub use market::{DirectorPost, Market, POSTS, Place, PlaceState, Post, Setting, Successor, TICK, Twins};
pub use parameters::Parameters;
pub use person::{Background, Person};
pub use tick::{STEPS, Step, advance};
