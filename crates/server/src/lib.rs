//! The server of an exercise session: a web server on the local network, and its log.
//!
//! The facilitator's desk answers on this machine only; teams, projector and observers use the
//! network. The state is the log (`store`); everything else follows from it (`balcony_exercise`).
//! Monte Carlo runs that show the effect of chance are computed beside it (`runs`).

mod append;
mod changed;
mod clock;
mod connections;
mod edit_lock;
mod export;
mod facilitator;
mod guard;
mod hosting;
mod limits;
mod pages;
mod patient;
mod records;
mod runs;
mod seating;
mod serve;
mod session;
mod store;
mod web;

pub use balcony_exercise::team_view::fields;
pub use changed::Counterfactual;
pub use edit_lock::{Device, EditLock};
pub use export::{csv, json, play, scenario};
pub use hosting::hosting;
pub use runs::{Runs, RunsSoFar, references};
pub use seating::Waiting;
pub use serve::{ListenAddress, OpenSession, addresses, open};
pub use session::{Session, SessionError, SessionState, Versions, device, random, token};
pub use store::{OpenedLog, Store, StoreError, import};
