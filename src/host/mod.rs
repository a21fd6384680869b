//! The room of an exercise: a web server on the local network, and the log behind it.
//!
//! The facilitator's desk answers on this machine alone; teams, projector and observers on the network. The state is the log (`store`);
//! everything else follows from it (`crate::exercise`). What luck does is worked out beside it (`runs`).

mod room;
mod runs;
mod store;

pub use room::{Device, Inner, No, Pen, Room, device, random, token};
pub use runs::{Found, Runs, Spread, references};
pub use store::{Row, Store, StoreError, chained};
