//! Statistics of replicates, each with its formula and source. Plain arithmetic over `libm`, summed
//! in the order given, so that the same numbers come out everywhere. Nothing here knows a strategy
//! or an outcome by name.

pub mod ahead;
mod describe;
mod error_unit;
mod factorial;
mod paired;
mod ranking;
pub mod sequence;
mod variance_components;
mod verdict;
pub mod words;
mod yardstick;

pub use ahead::{Ahead, ahead};
pub use balcony_numeric::{quantile, quantile_sorted, sorted, t_cumulative, t_quantile};
pub use describe::{Moments, count, defined, mean, sd, standard_error};
pub use error_unit::{Estimate, Unit, groups};
pub use factorial::{Effect, Factorial, factorial};
pub use paired::{Interval, Paired, interval, paired, whole};
pub use ranking::{Call, RankStatement, Relation, Standing, standing};
pub use sequence::Sequence;
pub use variance_components::{Split, split};
pub use verdict::{Direction, Verdict, settled, verdict, verdict_of};
pub use yardstick::Yardstick;
