//! What the model can be told (parameters) and what it tells (outcomes, weekly measures): one
//! registry that the code, `balcony explain`, the schema and the documents share.
//!
//! A mechanism declares its parameters with [`crate::parameters!`], which makes a plain struct of
//! numbers for the hot path and its rows here, so that a parameter without unit, range and source
//! cannot be written.

/// Declares a closed list once: a type with one variant for each row, the key by which files and
/// commands name it, and their order. Arrays of [`COUNT`] numbers are indexed by the variants.
///
/// ```
/// balcony_engine::keyed! {
///     /// Seasons.
///     Season { /// Cold.
///     Winter "winter", /// Warm.
///     Summer "summer" }
/// }
/// assert_eq!(Season::KEYS, ["winter", "summer"]);
/// assert_eq!(Season::of("summer"), Some(Season::Summer));
/// assert_eq!(Season::at(0), Some(Season::Winter));
/// ```
///
/// Where people choose from the list, each row has a title and a meaning behind its key, which are
/// its [`WORDS`].
///
/// [`COUNT`]: crate::strategy::Use::COUNT
/// [`WORDS`]: crate::strategy::Use::WORDS
#[macro_export]
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$row:meta])* $variant:ident $key:literal $title:literal $meaning:literal),* $(,)?
    }) => {
        $crate::keyed! { $(#[$doc])* $name { $($(#[$row])* $variant $key),* } }

        impl $name {
            /// Key, title and meaning of each for people, in their order.
            pub const WORDS: [(&'static str, &'static str, &'static str); Self::COUNT] =
                [$(($key, $title, $meaning)),*];
        }
    };
    ($(#[$doc:meta])* $name:ident { $($(#[$row:meta])* $variant:ident $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$row])* $variant,)* }

        impl $name {
            /// How many there are.
            pub const COUNT: usize = [$($key),*].len();
            /// All of them, in their order.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$variant),*];
            /// Their keys in files, in their order.
            pub const KEYS: [&'static str; Self::COUNT] = [$($key),*];

            /// Its key in files.
            ///
            /// ```
            /// use balcony_engine::strategy::Signal;
            /// assert_eq!(Signal::Caseload.key(), "caseload");
            /// ```
            pub const fn key(self) -> &'static str {
                Self::KEYS[self as usize]
            }

            /// The one with a key.
            ///
            /// ```
            /// use balcony_engine::strategy::Signal;
            /// assert_eq!(Signal::of("caseload"), Some(Signal::Caseload));
            /// assert_eq!(Signal::of("nothing"), None);
            /// ```
            pub fn of(key: &str) -> Option<Self> {
                Self::KEYS.iter().position(|known| *known == key).and_then(Self::at)
            }

            /// The one in a position.
            ///
            /// ```
            /// use balcony_engine::strategy::Signal;
            /// assert_eq!(Signal::at(Signal::Caseload as usize), Some(Signal::Caseload));
            /// assert_eq!(Signal::at(Signal::COUNT), None);
            /// ```
            pub fn at(position: usize) -> Option<Self> {
                Self::ALL.get(position).copied()
            }
        }
    };
}

/// One parameter of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name in a scenario's `[parameters]`, such as `needs.rate`.
    pub key: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// Its unit; `share` stands for a number from 0 to 1.
    pub unit: &'static str,
    /// The value used when a scenario says nothing.
    pub default: f64,
    /// The least value that a scenario may give, and the least that parameter uncertainty draws.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
    /// Where the default and the range come from, or the word `assumption`.
    pub source: &'static str,
}

/// Which way is better, as far as the published statistics' users agree on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// A smaller figure is better.
    Lower,
    /// A greater figure is better.
    Higher,
    /// Neither: the figure describes, it does not judge.
    Neither,
}

/// The smallest difference that matters: a share of the baseline's level, and never below a floor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// Share of the size of the baseline's mean, 0 to 1; 0 where the floor alone holds.
    pub share: f64,
    /// The least that it ever is, in the outcome's unit; more than 0.
    pub floor: f64,
}

impl Margin {
    /// The margin in the outcome's unit at a level of the baseline; the floor where the level is no
    /// number.
    ///
    /// ```
    /// use balcony_engine::registry::Margin;
    /// let margin = Margin { share: 0.05, floor: 0.01 };
    /// assert_eq!((margin.at(2.0), margin.at(0.1), margin.at(f64::NAN)), (0.1, 0.01, 0.01));
    /// ```
    pub fn at(self, level: f64) -> f64 {
        let by_share = self.share * level.abs();
        if by_share > self.floor { by_share } else { self.floor }
    }
}

impl core::fmt::Display for Margin {
    /// `5 % of the baseline, at least 0.001`; `0.5` where the floor alone holds.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // Without the dust of a multiplication.
        let percent = libm::round(1e8 * self.share) / 1e6;
        if self.share > 0.0 {
            write!(f, "{percent} % of the baseline, at least ")?;
        }
        write!(f, "{}", self.floor)
    }
}

/// One figure of a whole run of one arm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Its name in scenarios, tables and files, such as `re-referrals`.
    pub key: &'static str,
    /// A short title for people.
    pub title: &'static str,
    /// How it is counted.
    pub definition: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// The published statistic with the same definition, or why there is none.
    pub published: &'static str,
    /// The smallest difference between two arms that would matter to a director.
    pub margin: Margin,
    /// Where that margin comes from, or the word `assumption`.
    pub margin_source: &'static str,
    /// Weeks until leaders see it.
    pub seen_after: u32,
    /// Digits after the point when it is shown.
    pub digits: u8,
    /// Whom it concerns.
    pub concerns: Concerns,
    /// It is a share or a rate of something of which a run may have nothing: then the run has no
    /// value of it, which is NaN here and a gap in tables.
    pub may_be_missing: bool,
    /// It accrues (hazards, hours) between the events of a child, and is counted at the next event.
    pub accrues: bool,
    /// It says how the service works (its staff, their time, its partners, its leaders): what a way
    /// of leading reaches before it reaches children. Reports tell these beside an answer.
    pub on_the_way: bool,
}

impl Outcome {
    /// The same, where a run may have no value of it.
    pub(crate) const fn may_be_missing(self) -> Self {
        Self { may_be_missing: true, ..self }
    }

    /// The same, where hazards and hours accrue until they are counted.
    pub(crate) const fn accrues(self) -> Self {
        Self { accrues: true, ..self }
    }

    /// The same, as a figure of how the service works.
    pub(crate) const fn on_the_way(self) -> Self {
        Self { on_the_way: true, ..self }
    }
}

/// Whom an outcome concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerns {
    /// Children and families.
    Children,
    /// Staff.
    Staff,
    /// Partner agencies.
    Partners,
    /// The authority and its leaders.
    Authority,
}

impl Concerns {
    /// All of them, in the order in which reports show them.
    pub const ALL: [Self; 4] = [Self::Children, Self::Staff, Self::Partners, Self::Authority];

    /// Their name in reports.
    ///
    /// ```
    /// use balcony_engine::registry::Concerns;
    /// assert_eq!(Concerns::Staff.title(), "Staff");
    /// ```
    pub const fn title(self) -> &'static str {
        match self {
            Self::Children => "Children and families",
            Self::Staff => "Staff",
            Self::Partners => "Partners",
            Self::Authority => "The authority and its leaders",
        }
    }
}

/// One number a week of one arm, as it goes to `series.parquet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its column name.
    pub key: &'static str,
    /// How it is counted.
    pub definition: &'static str,
    /// Its unit.
    pub unit: &'static str,
}

/// Declares a struct of `f64` parameters together with its registry rows.
///
/// ```
/// balcony_engine::parameters! {
///     /// Outages.
///     Outages "outages" {
///         rate: 0.1, 0.0 .. 0.5, "a week", "assumption", "Outages that begin.";
///     }
/// }
/// assert_eq!(Outages::default().rate, 0.1);
/// assert_eq!(Outages::REGISTRY[0].key, "outages.rate");
/// ```
#[macro_export]
macro_rules! parameters {
    ($(#[$doc:meta])* $name:ident $section:literal {
        $($field:ident: $default:expr, $low:literal .. $high:literal, $unit:literal, $source:literal, $meaning:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $(#[doc = $meaning] #[doc = concat!("Unit: ", $unit, ". Source: ", $source, ".")] pub $field: f64,)*
        }
        impl Default for $name {
            fn default() -> Self { Self { $($field: $default,)* } }
        }
        impl $name {
            /// The registry rows of this mechanism, in the order of its fields.
            pub const REGISTRY: &'static [$crate::registry::Parameter] = &[
                $($crate::registry::Parameter {
                    key: concat!($section, ".", stringify!($field)),
                    meaning: $meaning, unit: $unit, default: $default, low: $low, high: $high, source: $source,
                },)*
            ];
            /// The value called `field` (the part of the key behind the point).
            pub(crate) fn field(&mut self, field: &str) -> Option<&mut f64> {
                match field { $(stringify!($field) => Some(&mut self.$field),)* _ => None }
            }
        }
    };
}

/// Gathers the parameters of a crate from its mechanisms: field, type, section of the key. One line
/// a mechanism that has parameters.
#[macro_export]
macro_rules! sections {
    ($(#[$doc:meta])* $($field:ident: $type:path, $section:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Parameters {
            $(#[doc = concat!("Section `", $section, "`.")] pub $field: $type,)*
        }

        impl Parameters {
            /// The registry: every parameter, in the order of the mechanisms.
            ///
            /// ```
            /// use balcony_engine::parameters::Parameters;
            /// let row = Parameters::registry().find(|row| row.key == "needs.rate").unwrap();
            /// assert!(row.low <= row.default && row.default <= row.high);
            /// ```
            pub fn registry() -> impl Iterator<Item = &'static $crate::registry::Parameter> {
                [$(<$type>::REGISTRY),*].into_iter().flatten()
            }

            /// The value called `key`, for reading or setting.
            ///
            /// ```
            /// use balcony_engine::parameters::Parameters;
            /// let mut parameters = Parameters::default();
            /// *parameters.value("needs.rate").unwrap() = 60.0;
            /// assert_eq!(parameters.needs.rate, 60.0);
            /// assert_eq!(parameters.value("needs.nothing"), None);
            /// ```
            pub fn value(&mut self, key: &str) -> Option<&mut f64> {
                let (section, field) = key.split_once('.')?;
                match section { $($section => self.$field.field(field),)* _ => None }
            }
        }
    };
}
