//! The closed list of designs: what files call each, which options it takes, how its coordinates
//! become values of factors, and which analysis it is made for.

use std::fmt;

/// One row a design. Nothing else lists them; what differs between them in code is a `match`.
macro_rules! designs {
    ($($(#[$doc:meta])* $kind:ident $key:literal {
        takes: [$($option:ident),*], needs: $needs:expr,
        coordinates: $coordinates:ident, analysis: $analysis:ident
    })*) => {
        /// A kind of design.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum DesignKind { $($(#[$doc])* $kind,)* }

        impl DesignKind {
            /// All of them, in the order in which they are told.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its name in files.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$kind => $key,)* }
            }

            /// Whether an option of the file belongs to it.
            pub fn takes(self, option: DesignOption) -> bool {
                match self { $(Self::$kind => [$(DesignOption::$option),*].contains(&option),)* }
            }

            /// The option without which it cannot be made.
            pub const fn needs(self) -> Option<DesignOption> {
                match self { $(Self::$kind => $needs,)* }
            }

            /// How its coordinates become values of factors.
            pub const fn coordinates(self) -> Coordinates {
                match self { $(Self::$kind => Coordinates::$coordinates,)* }
            }

            /// The analysis that it is made for.
            pub const fn analysis(self) -> Analysis {
                match self { $(Self::$kind => Analysis::$analysis,)* }
            }
        }
    };
}

designs! {
    /// Every combination of levels.
    Grid "grid" {
        takes: [Levels], needs: None,
        coordinates: Levels, analysis: AnySample
    }
    /// A Latin hypercube.
    LatinHypercube "latin-hypercube" {
        takes: [Points, Seed], needs: Some(DesignOption::Points),
        coordinates: Spread, analysis: AnySample
    }
    /// The first points of Sobol's sequence.
    Sobol "sobol" {
        takes: [Points, Seed, Shift], needs: Some(DesignOption::Points),
        coordinates: Spread, analysis: AnySample
    }
    /// Trajectories of Morris.
    Morris "morris" {
        takes: [Trajectories, Levels, Seed], needs: Some(DesignOption::Trajectories),
        coordinates: Steps, analysis: ElementaryEffects
    }
    /// Saltelli's scheme.
    Saltelli "saltelli" {
        takes: [Points, Seed, Shift, SecondOrder], needs: Some(DesignOption::Points),
        coordinates: Spread, analysis: SobolIndices
    }
    /// Points given from outside.
    Points "points" {
        takes: [File], needs: Some(DesignOption::File),
        coordinates: Given, analysis: AnySample
    }
}

impl DesignKind {
    /// The one of a name.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

impl fmt::Display for DesignKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// An option of a design in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesignOption {
    /// Points, or rows of the base sample.
    Points,
    /// Trajectories.
    Trajectories,
    /// Levels of each factor.
    Levels,
    /// The seed.
    Seed,
    /// Whether Sobol's sequence is shifted.
    Shift,
    /// Whether pairs of factors get points of their own.
    SecondOrder,
    /// The file of points.
    File,
}

impl DesignOption {
    /// All of them, in the order of a file.
    pub const ALL: [Self; 7] = [
        Self::Points,
        Self::Trajectories,
        Self::Levels,
        Self::Seed,
        Self::Shift,
        Self::SecondOrder,
        Self::File,
    ];

    /// Its key in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Trajectories => "trajectories",
            Self::Levels => "levels",
            Self::Seed => "seed",
            Self::Shift => "shift",
            Self::SecondOrder => "second-order",
            Self::File => "file",
        }
    }
}

/// How a design's coordinates become values of factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinates {
    /// Evenly spaced levels, each at its own coordinate.
    Levels,
    /// Any place between a factor's ends.
    Spread,
    /// Steps up and down between a factor's ends, which must be numbers.
    Steps,
    /// The values themselves come from outside.
    Given,
}

/// What can be worked out from a design beyond what any sample says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// Nothing: every point stands for itself.
    AnySample,
    /// Sobol's indices, from blocks that begin and end with a row of a base sample.
    SobolIndices,
    /// Morris' elementary effects, from trajectories whose points lie beside each other.
    ElementaryEffects,
}
