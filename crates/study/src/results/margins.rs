//! Smallest effects of interest as manifests store them.

use std::collections::BTreeMap;

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::Margin;
use serde::{Deserialize, Serialize};

/// A margin: a share of the baseline's mean, and a floor in the outcome's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KeptMargin {
    /// Share of the baseline's mean, from 0 to 1.
    pub share: f64,
    /// Floor in the outcome's unit.
    pub floor: f64,
}

/// Margins by key of their outcome. Folders that are older than this field have none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Margins(BTreeMap<String, KeptMargin>);

impl Margins {
    /// Stores margins that are in the registry's order.
    pub fn of(margins: &[Margin]) -> Self {
        let kept = |margin: &Margin| KeptMargin { share: margin.share, floor: margin.floor };
        let keys = OUTCOMES.iter().map(|outcome| outcome.key.to_owned());
        Self(keys.zip(margins.iter().map(kept)).collect())
    }

    /// Margin of an outcome by its index in the registry; the registry's margin if none is stored.
    pub fn margin(&self, outcome: usize) -> Margin {
        let about = &OUTCOMES[outcome];
        let kept = self.0.get(about.key);
        kept.map_or(about.margin, |kept| Margin { share: kept.share, floor: kept.floor })
    }

    /// Margin of an outcome by its key; `None` if there is no such outcome.
    pub fn by_key(&self, key: &str) -> Option<Margin> {
        OUTCOMES.iter().position(|outcome| outcome.key == key).map(|outcome| self.margin(outcome))
    }

    /// All margins, in the registry's order.
    pub fn all(&self) -> Vec<Margin> {
        (0..OUTCOMES.len()).map(|outcome| self.margin(outcome)).collect()
    }

    /// Describes the margins that differ from `other`; empty if none differ.
    pub fn where_other(&self, other: &Self) -> String {
        let differs = |at: &usize| self.margin(*at) != other.margin(*at);
        let word = |at: usize| {
            let (key, margin) = (OUTCOMES[at].key, self.margin(at));
            format!("{key} {} % and {}", 100.0 * margin.share, margin.floor)
        };
        (0..OUTCOMES.len()).filter(differs).map(word).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_read_back_to_the_same_bits_and_older_folders_have_the_registry_s() {
        let mut margins: Vec<Margin> = OUTCOMES.iter().map(|outcome| outcome.margin).collect();
        margins[0] = Margin { share: 1.0 / 3.0, floor: 0.1 + 0.2 };
        let kept = Margins::of(&margins);
        let text = serde_json::to_string(&kept).expect("numbers");
        let back: Margins = serde_json::from_str(&text).expect("the same");
        assert_eq!((&back, back.all()), (&kept, margins));
        assert_eq!(Margins::default().margin(0), OUTCOMES[0].margin);
        assert_eq!(kept.where_other(&kept), "");
        assert!(kept.where_other(&Margins::default()).starts_with("harm 33.3"));
    }
}
