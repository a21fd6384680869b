//! Why the model does not speak to a published figure: a closed list.

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing in the model does this.
    NoProcess,
    /// It happens in the model, but it is not counted as published.
    NotCounted,
    /// The model's definition is another.
    Definition,
    /// It is put in and does not come out.
    Input,
    /// Another year of a figure that is compared at the year nearest to the base.
    OtherYear,
    /// More years from the base than are compared at all.
    TooFar,
    /// What happened in 2020-21, which a quiet run does not have.
    Covid,
    /// Rules or a framework that were in force before.
    OtherSystem,
    /// A change over years that the model holds still: it stands in one period.
    Change,
    /// A date, or words.
    NoNumber,
    /// Another country, or England with another.
    OtherCountry,
    /// An authority that no longer exists.
    Gone,
    /// A place that is no authority and not England.
    NoPlace,
    /// Too few authorities were simulated to speak of how they are spread.
    TooFew,
    /// The figure is undefined in the model's runs, as a share of nothing is.
    Undefined,
    /// No rule of the mapping knows such a quantity in such a unit.
    Unknown,
    /// Two rules of the mapping are equally near.
    Ambiguous,
}

/// All reasons: key, variant, in words. The keys are those of `data/validate_mapping.csv` and of
/// the files that `validate` writes.
pub const REASONS: [(&str, Reason, &str); 17] = [
    ("no-process", Reason::NoProcess, "nothing in the model does this"),
    ("not-counted", Reason::NotCounted, "it happens in the model, but it is not counted as published"),
    ("definition", Reason::Definition, "the model counts by another definition"),
    ("input", Reason::Input, "an input of the model and not a result"),
    (
        "other-year",
        Reason::OtherYear,
        "another year: the model stands in 2018-19, and the nearest year is compared",
    ),
    ("too-far", Reason::TooFar, "more than ten years from 2018-19, and no nearer year is published"),
    ("covid", Reason::Covid, "what Covid did, which a quiet run does not have"),
    ("other-system", Reason::OtherSystem, "under rules or a framework that came before"),
    ("change", Reason::Change, "a change over years; the model stands in one period"),
    ("no-number", Reason::NoNumber, "a date or a finding in words"),
    ("other-country", Reason::OtherCountry, "of another country, or of England and another"),
    ("gone", Reason::Gone, "of an authority that no longer exists"),
    ("no-place", Reason::NoPlace, "of a place that is neither England nor one of its authorities"),
    ("too-few", Reason::TooFew, "too few authorities were simulated to say how they are spread"),
    ("undefined", Reason::Undefined, "undefined in the model's runs, as a share of nothing is"),
    ("unknown", Reason::Unknown, "no rule of the mapping knows this quantity in this unit"),
    ("ambiguous", Reason::Ambiguous, "two rules of the mapping are equally near"),
];

impl Reason {
    /// A reason by its key.
    pub fn of(key: &str) -> Option<Self> {
        REASONS.iter().find(|(known, ..)| *known == key).map(|(_, reason, _)| *reason)
    }

    fn row(self) -> &'static (&'static str, Self, &'static str) {
        REASONS.iter().find(|(_, reason, _)| *reason == self).unwrap_or(&REASONS[0])
    }

    /// Its key.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// In words.
    pub fn words(self) -> &'static str {
        self.row().2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_one_key() {
        for (key, reason, words) in REASONS {
            assert_eq!((Reason::of(key), reason.key(), reason.words()), (Some(reason), key, words));
        }
    }
}
