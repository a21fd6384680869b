//! Single published figures, used by the sanity table, by fits and by validation.

use super::csv::{OBSERVED, Table, number};
use std::borrow::Cow;
use std::sync::OnceLock;

/// One row of `data/observed.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Identifier such as `A019`; its first letter is the area.
    pub id: Cow<'static, str>,
    /// Area: A flow, B workforce, C leaders and inspection, D Munro and shocks, E money, F
    /// partners.
    pub area: Cow<'static, str>,
    /// The quantity that was measured.
    pub quantity: Cow<'static, str>,
    /// Unit of the value.
    pub unit: Cow<'static, str>,
    /// Period as published: `2019` is the year ending in March 2019; also `2017-18`, `Oct 2017`,
    /// `2018-2025`.
    pub year: Cow<'static, str>,
    /// Place that the figure is about.
    pub geography: Cow<'static, str>,
    /// The value; `None` where the row records a date or a finding in words (see the note).
    pub value: Option<f64>,
    /// Lower end of the published range or quartile.
    pub low: Option<f64>,
    /// Upper end of the published range or quartile.
    pub high: Option<f64>,
    /// Publisher.
    pub source: Cow<'static, str>,
    /// Web address or document of the source.
    pub address: Cow<'static, str>,
    /// Confidence in the figure: `high`, `medium` or `low`.
    pub confidence: Cow<'static, str>,
    /// What the figure is used for: `calibrate`, `shock-input` or `context-only`.
    pub used_for: Cow<'static, str>,
    /// Remarks on the figure.
    pub note: Cow<'static, str>,
}

/// All published figures, in the order of the file.
pub fn observed() -> &'static [Observed] {
    static OBSERVATIONS: OnceLock<Vec<Observed>> = OnceLock::new();
    OBSERVATIONS.get_or_init(|| {
        let table = Table::read(OBSERVED);
        let rows = table.rows().map(|row| Observed {
            id: row.text("id"),
            area: row.text("area"),
            quantity: row.text("quantity"),
            unit: row.text("unit"),
            year: row.text("year"),
            geography: row.text("geography"),
            value: number(&row.text("value")),
            low: number(&row.text("low")),
            high: number(&row.text("high")),
            source: row.text("source"),
            address: row.text("address"),
            confidence: row.text("confidence"),
            used_for: row.text("use"),
            note: row.text("note"),
        });
        rows.collect()
    })
}

/// Value of the published figure called `id`; `None` if it is missing or is not a number.
pub fn observed_value(id: &str) -> Option<f64> {
    observed().iter().find(|row| row.id == id).and_then(|row| row.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_unique_and_values_are_sane() {
        let mut ids: Vec<_> = observed().iter().map(|row| &*row.id).collect();
        assert_eq!(ids.len(), 565);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 565);
        for row in observed() {
            assert!(
                row.id.starts_with(&*row.area) && !row.source.is_empty() && !row.unit.is_empty(),
                "{row:?}"
            );
            assert!(["calibrate", "shock-input", "context-only"].contains(&&*row.used_for), "{row:?}");
            assert!(["high", "medium", "low"].contains(&&*row.confidence), "{row:?}");
            if let (Some(low), Some(high)) = (row.low, row.high) {
                assert!(low <= high, "{row:?}");
            }
        }
        assert!(observed().iter().filter(|row| row.value.is_none()).count() < 10);
        assert_eq!(observed_value("A019"), Some(650_930.0));
        assert_eq!(observed_value("A999"), None);
    }
}
