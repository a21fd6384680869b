//! Statistics of replicates, each with its formula and source. They use only arithmetic and `libm`,
//! and sum in the given order, so that every machine computes the same numbers. No strategy or
//! outcome is known here by name.

pub mod ahead;
mod describe;
mod error_unit;
mod factorial;
mod first_look;
mod paired;
mod rank_correlation;
mod ranking;
pub mod sequence;
mod variance_components;
mod verdict;
pub mod words;
mod yardstick;

pub use ahead::{Ahead, ahead, sure_together};
pub use balcony_numeric::{quantile, quantile_sorted, sorted, t_cumulative, t_quantile};
pub use describe::{Moments, count, defined, mean, sd, standard_error};
pub use error_unit::{ErrorUnit, Estimate, groups};
pub use factorial::{Effect, Factorial, factorial};
pub use first_look::FirstLook;
pub use paired::{Interval, Paired, interval, paired, whole};
pub use rank_correlation::{RankCorrelation, spearman};
pub use ranking::{Call, RankStatement, Ranking, Relation, standing};
pub use sequence::Sequence;
pub use variance_components::{VarianceComponents, variance_components};
pub use verdict::{Direction, Verdict, settled, verdict, verdict_of};
pub use yardstick::Yardstick;
