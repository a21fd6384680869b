//! Designs of experiments: which points of the unit cube to try. A point is worked out from its
//! index when it is asked for, so memory does not grow with the number of points, but for a Latin
//! hypercube's permutations and points given from outside.
//!
//! What a coordinate means is the caller's: [`Spread`] turns it to a value.

mod joe_kuo;
mod kind;
pub mod latin;
mod normal;
mod random;
mod sobol;
mod spread;

pub use kind::{Analysis, Coordinates, DesignKind, DesignOption};
pub use normal::{normal_cumulative, normal_quantile};
pub(crate) use random::Random;
pub use spread::{NoSpread, Spread};

use sobol::{MOST_DIMENSIONS, MOST_POINTS, Sequence};

/// Points of the unit cube, by index.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    factors: usize,
    points: usize,
    layout: Layout,
}

/// What the points are worked out from.
#[derive(Debug, Clone, PartialEq)]
enum Layout {
    Grid { levels: Vec<usize> },
    Latin { strata: Vec<u32>, seed: u64 },
    Sobol(Sequence),
    Saltelli { base: Sequence, second_order: bool },
    Morris { levels: usize, seed: u64 },
    Points(Vec<f64>),
}

/// Why there is no such design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDesign {
    /// No factors, no points or no levels.
    #[error("a design needs at least one factor, one point and one level of each factor")]
    Empty,
    /// More dimensions than the table of direction numbers has.
    #[error("Sobol's sequence has at most {most} dimensions here, and {asked} are asked for")]
    TooManyDimensions {
        /// How many are asked for.
        asked: usize,
        /// How many there are.
        most: usize,
    },
    /// More points than can be counted or than the sequence has.
    #[error("too many points")]
    TooManyPoints,
    /// Morris's method needs an even number of levels.
    #[error("Morris's method needs an even number of levels, at least 2")]
    OddLevels,
    /// The list of given points is not whole rows of numbers from 0 to 1.
    #[error("points given must be whole rows of numbers from 0 to 1")]
    NotPoints,
}

impl Design {
    /// Every combination of levels, the last factor fastest. Coordinates are (i + 0.5) / levels, so
    /// that the level is floor(u levels).
    ///
    /// # Errors
    /// No factors or levels; more combinations than can be counted.
    pub fn grid(levels: &[usize]) -> Result<Self, NoDesign> {
        let points = levels.iter().try_fold(1usize, |points, levels| points.checked_mul(*levels));
        Self::new(levels.len(), points, Layout::Grid { levels: levels.to_vec() })
    }

    /// A Latin hypercube ([`latin`]). Keeps one u32 a coordinate.
    ///
    /// # Errors
    /// No factors or points; 2^32 points or more.
    pub fn latin_hypercube(factors: usize, points: usize, seed: u64) -> Result<Self, NoDesign> {
        let Ok(last) = u32::try_from(points) else { return Err(NoDesign::TooManyPoints) };
        let cells = factors.checked_mul(points).ok_or(NoDesign::TooManyPoints)?;
        let mut random = Random::new(seed, b"balcony design: latin   ", 0);
        let mut strata = Vec::with_capacity(cells);
        for _ in 0..factors {
            strata.extend(latin::strata(last, |n| random.below(n)));
        }
        Self::new(factors, Some(points), Layout::Latin { strata, seed })
    }

    /// The first points of Sobol's sequence, the origin among them. Balanced where their number is
    /// a power of two.
    ///
    /// # Errors
    /// No factors or points; more than 256 factors or 2^30 points.
    pub fn sobol(factors: usize, points: usize) -> Result<Self, NoDesign> {
        Self::new(factors, Some(points), Layout::Sobol(sequence(factors, points, None)?))
    }

    /// Sobol's sequence, every factor under a random digital shift of its own.
    ///
    /// # Errors
    /// As [`Design::sobol`].
    pub fn sobol_shifted(factors: usize, points: usize, seed: u64) -> Result<Self, NoDesign> {
        Self::new(factors, Some(points), Layout::Sobol(sequence(factors, points, Some(seed))?))
    }

    /// Saltelli's scheme for Sobol's indices (Saltelli 2002, Computer Physics Communications 145)
    /// in the order of SALib: for each of `base` rows A, then A with each factor in turn from B,
    /// then (with second order) B with each factor in turn from A, then B. A and B are the halves
    /// of one Sobol sequence, shifted if there is a seed.
    ///
    /// # Errors
    /// No factors or rows; more than 128 factors or 2^30 rows.
    pub fn saltelli(
        factors: usize,
        base: usize,
        second_order: bool,
        seed: Option<u64>,
    ) -> Result<Self, NoDesign> {
        let dimensions = factors.checked_mul(2).ok_or(NoDesign::TooManyPoints)?;
        let layout = Layout::Saltelli { base: sequence(dimensions, base, seed)?, second_order };
        let mut design = Self::new(factors, Some(1), layout)?;
        design.points = base.checked_mul(design.block()).ok_or(NoDesign::TooManyPoints)?;
        Self::new(factors, Some(design.points), design.layout)
    }

    /// Trajectories of Morris (1991, Technometrics 33): from a random base on a grid of `levels`,
    /// one factor after the other in random order steps up or down by levels / (2 (levels - 1));
    /// factors + 1 points each. Coordinates are multiples of 1 / (levels - 1), 1 among them.
    ///
    /// # Errors
    /// No factors or trajectories; levels odd or 0.
    pub fn morris(factors: usize, trajectories: usize, levels: usize, seed: u64) -> Result<Self, NoDesign> {
        if levels < 2 || !levels.is_multiple_of(2) {
            return Err(NoDesign::OddLevels);
        }
        let points = trajectories.checked_mul(factors.saturating_add(1));
        Self::new(factors, points, Layout::Morris { levels, seed })
    }

    /// Points given from outside, row after row.
    ///
    /// # Errors
    /// No values; not whole rows; a value outside 0 to 1.
    pub fn points(factors: usize, values: Vec<f64>) -> Result<Self, NoDesign> {
        let whole = factors > 0 && values.len().is_multiple_of(factors);
        if !whole || !values.iter().all(|value| (0.0..=1.0).contains(value)) {
            return Err(if factors == 0 { NoDesign::Empty } else { NoDesign::NotPoints });
        }
        Self::new(factors, Some(values.len() / factors), Layout::Points(values))
    }

    fn new(factors: usize, points: Option<usize>, layout: Layout) -> Result<Self, NoDesign> {
        let points = points.ok_or(NoDesign::TooManyPoints)?;
        if factors == 0 || points == 0 { Err(NoDesign::Empty) } else { Ok(Self { factors, points, layout }) }
    }

    /// How many points there are.
    #[allow(clippy::len_without_is_empty)] // No design is empty.
    pub fn len(&self) -> usize {
        self.points
    }

    /// How many coordinates a point has.
    pub fn factors(&self) -> usize {
        self.factors
    }

    /// What kind of design it is.
    pub fn kind(&self) -> DesignKind {
        match self.layout {
            Layout::Grid { .. } => DesignKind::Grid,
            Layout::Latin { .. } => DesignKind::LatinHypercube,
            Layout::Sobol(_) => DesignKind::Sobol,
            Layout::Saltelli { .. } => DesignKind::Saltelli,
            Layout::Morris { .. } => DesignKind::Morris,
            Layout::Points(_) => DesignKind::Points,
        }
    }

    /// How many successive points are of use only together: a row of Saltelli's, a trajectory of
    /// Morris's; else 1.
    pub fn block(&self) -> usize {
        match self.layout {
            Layout::Saltelli { second_order, .. } => self.factors * if second_order { 2 } else { 1 } + 2,
            Layout::Morris { .. } => self.factors + 1,
            Layout::Grid { .. } | Layout::Latin { .. } | Layout::Sobol(_) | Layout::Points(_) => 1,
        }
    }

    /// Writes the coordinates of a point, each at least 0 and below 1 (1 too in Morris's and in
    /// given points).
    ///
    /// # Panics
    /// When there is no such point, or `into` is not one number a factor.
    pub fn point(&self, index: usize, into: &mut [f64]) {
        assert!(index < self.points, "point {index} of {}", self.points);
        assert_eq!(into.len(), self.factors, "one number a factor");
        match &self.layout {
            Layout::Grid { levels } => {
                let mut left = index;
                for (value, levels) in into.iter_mut().zip(levels).rev() {
                    *value = ((left % levels) as f64 + 0.5) / *levels as f64;
                    left /= levels;
                }
            }
            Layout::Latin { strata, seed } => {
                let mut random = Random::new(*seed, b"balcony design: latin   ", index as u64 + 1);
                for (factor, value) in into.iter_mut().enumerate() {
                    let stratum = strata[factor * self.points + index];
                    *value = latin::coordinate(stratum, random.uniform(), self.points);
                }
            }
            Layout::Sobol(sequence) => {
                for (factor, value) in into.iter_mut().enumerate() {
                    *value = sequence.coordinate(index, factor);
                }
            }
            Layout::Saltelli { base, .. } => {
                let (row, within) = (index / self.block(), index % self.block());
                for (factor, value) in into.iter_mut().enumerate() {
                    let from_b = saltelli_from_b(self.factors, self.block(), within, factor);
                    let dimension = if from_b { self.factors + factor } else { factor };
                    *value = base.coordinate(row, dimension);
                }
            }
            Layout::Morris { levels, seed } => self.morris_point(index, *levels, *seed, into),
            Layout::Points(values) => {
                into.copy_from_slice(&values[index * self.factors..][..self.factors]);
            }
        }
    }

    /// A trajectory is drawn again for each of its points: it costs little, and nothing is kept.
    fn morris_point(&self, index: usize, levels: usize, seed: u64, into: &mut [f64]) {
        let (trajectory, steps) = (index / self.block(), index % self.block());
        let mut random = Random::new(seed, b"balcony design: morris  ", trajectory as u64);
        let mut order: Vec<usize> = (0..self.factors).collect();
        random.shuffle(&mut order);
        let moved = &order[..steps];
        let half = levels / 2;
        for (factor, value) in into.iter_mut().enumerate() {
            let low = random.below(half);
            let upward = random.bits() >> 63 == 1;
            let upper = upward == moved.contains(&factor);
            *value = (low + if upper { half } else { 0 }) as f64 / (levels - 1) as f64;
        }
    }
}

/// Whether a coordinate of a point within its row comes from B.
fn saltelli_from_b(factors: usize, block: usize, within: usize, factor: usize) -> bool {
    if within == 0 {
        false
    } else if within == block - 1 {
        true
    } else if within <= factors {
        within - 1 == factor
    } else {
        within - 1 - factors != factor
    }
}

fn sequence(dimensions: usize, points: usize, seed: Option<u64>) -> Result<Sequence, NoDesign> {
    if dimensions > MOST_DIMENSIONS {
        return Err(NoDesign::TooManyDimensions { asked: dimensions, most: MOST_DIMENSIONS });
    }
    if points > MOST_POINTS {
        return Err(NoDesign::TooManyPoints);
    }
    Ok(Sequence::new(dimensions, seed))
}

#[cfg(test)]
mod tests;
