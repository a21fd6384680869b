//! Why the model has no counterpart to a published figure: a closed list.

/// A reason why there is no comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The model has no such process.
    NoProcess,
    /// The model has the process but does not count it as published.
    NotCounted,
    /// The model uses another definition.
    Definition,
    /// It is an input of the model.
    Input,
    /// It is another year of a figure that is compared at the year nearest to the base.
    OtherYear,
    /// Its year is too far from the base year.
    TooFar,
    /// It reflects events of 2020-21, which a run without events does not have.
    Covid,
    /// It belongs to rules or a framework that applied earlier.
    OtherSystem,
    /// It is a change over years that the model does not have, because it describes one period.
    Change,
    /// It is a date or a text.
    NoNumber,
    /// It is about another country, or about England together with another.
    OtherCountry,
    /// It is about an authority that no longer exists.
    Gone,
    /// It is about a place that is neither an authority nor England.
    NoPlace,
    /// Too few authorities were simulated to describe their distribution.
    TooFew,
    /// The figure is undefined in the model's runs, for example because its denominator is 0.
    Undefined,
    /// No rule of the mapping matches.
    Unknown,
    /// Two rules of the mapping match equally well.
    Ambiguous,
}

/// All reasons: key, variant, words. `data/validate_mapping.csv` and the files that `validate`
/// writes use the keys.
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
    /// The reason with a key; `None` if there is none.
    pub fn of(key: &str) -> Option<Self> {
        REASONS.iter().find(|(known, ..)| *known == key).map(|(_, reason, _)| *reason)
    }

    fn row(self) -> &'static (&'static str, Self, &'static str) {
        REASONS.iter().find(|(_, reason, _)| *reason == self).unwrap_or(&REASONS[0])
    }

    /// Key of the reason.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// The reason in words.
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
