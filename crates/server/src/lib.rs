//! The room of an exercise: a web server on the local network, and the log behind it.
//!
//! The facilitator's desk answers on this machine alone; teams, projector and observers on the
//! network. The state is the log (`store`); everything else follows from it (`balcony_exercise`).
//! What luck does is worked out beside it (`runs`).

mod append;
mod changed;
mod clock;
mod desk;
mod export;
mod guard;
mod hosting;
mod limits;
mod pages;
mod patient;
mod places;
mod records;
mod room;
mod runs;
mod seating;
mod serve;
mod store;
mod web;

pub use balcony_exercise::seat::fields;
pub use changed::Counterfactual;
pub use export::{csv, json, play, scenario};
pub use hosting::hosting;
pub use room::{Device, Inner, No, Pen, Room, Versions, device, random, token};
pub use runs::{Found, Runs, references};
pub use seating::Waiting;
pub use serve::{At, Open, addresses, open};
pub use store::{Found as Read, Store, StoreError, import};

use balcony_exercise::{exercise, seat};
use balcony_report::{charts, summary};
use balcony_scenario::{currency, presets, scenario};
use balcony_study::experiment;
