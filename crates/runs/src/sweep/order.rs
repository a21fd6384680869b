//! The order of tasks: replicate by replicate over all points, so that an interrupted sweep is
//! balanced. If points end when their intervals are narrow, the order is determined block by block
//! from finished blocks alone. So it does not depend on threads, interruptions or shares.

use super::tally::Tally;
use super::{Experiment, Replicates};
use crate::results::rows::Task;

/// Number of replicates between two looks at an interval.
const STEP: u32 = 8;

/// A share of a sweep: the points whose index modulo `of` is `index` - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Number of the share, from 1.
    pub index: u32,
    /// Number of shares.
    pub of: u32,
}

impl Share {
    /// The whole sweep.
    pub const WHOLE: Self = Self { index: 1, of: 1 };

    /// Number of points in the share, for a design of `all` points.
    pub fn points(self, all: u32) -> u32 {
        all.saturating_sub(self.index - 1).div_ceil(self.of)
    }

    /// Index of the share's `at`-th point in the design.
    fn point(self, at: u32) -> u32 {
        self.index - 1 + at * self.of
    }
}

impl std::str::FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (index, of) = text.split_once('/')?;
            Some(Self { index: index.parse().ok()?, of: of.parse().ok()? })
        };
        read()
            .filter(|share| (1..=share.of).contains(&share.index))
            .ok_or_else(|| "give it as 3/7: the third of seven".to_owned())
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// The tasks of a sweep, block by block.
#[derive(Debug, Clone)]
pub struct Order {
    share: Share,
    points: u32,
    replicates: Replicates,
    /// Replicates of the current block.
    block: std::ops::Range<u32>,
    /// Points that continue, by their index in the share; `None` for all points.
    going: Option<Vec<u32>>,
}

impl Order {
    /// The order of the tasks of an experiment, or of a share of it.
    pub fn new(experiment: &Experiment, share: Share) -> Self {
        let replicates = experiment.replicates;
        let first = match replicates {
            Replicates::Count(count) => count,
            Replicates::Until { least, .. } => least,
        };
        Self { share, points: share.points(experiment.points()), replicates, block: 0..first, going: None }
    }

    /// Number of tasks in the current block; 0 at the end.
    pub fn tasks(&self) -> usize {
        self.width() as usize * self.block.len()
    }

    fn width(&self) -> u32 {
        self.going.as_ref().map_or(self.points, |going| going.len() as u32)
    }

    /// A task of the current block.
    pub fn task(&self, at: usize) -> Task {
        let (width, at) = (self.width(), at as u64);
        let place = (at % u64::from(width)) as u32;
        let place = self.going.as_ref().map_or(place, |going| going[place as usize]);
        Task { point: self.share.point(place), replicate: self.block.start + (at / u64::from(width)) as u32 }
    }

    /// Upper bound of the number of tasks in the sweep.
    pub fn at_most(&self) -> u64 {
        u64::from(self.points) * u64::from(self.replicates.most())
    }

    /// Moves to the next block, without the points whose intervals are narrow enough.
    pub fn advance(&mut self, tally: &Tally) {
        let Replicates::Until { half_width, most, .. } = self.replicates else {
            self.block = self.block.end..self.block.end;
            return;
        };
        let goes_on = |place: &u32| tally.half_width(*place as usize).is_none_or(|half| half > half_width);
        let going: Vec<u32> = match self.going.take() {
            None => (0..self.points).filter(goes_on).collect(),
            Some(going) => going.into_iter().filter(goes_on).collect(),
        };
        self.going = Some(going);
        self.block = self.block.end..(self.block.end + STEP).min(most);
    }
}
