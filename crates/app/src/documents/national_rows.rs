//! The rows of the national market: levers that one authority cannot show. Each expected direction
//! was written down before the first run. `tests/it/england_dated.rs` runs the levers.

pub use super::rows::Expected;

/// One row: two policies of a shipped national scenario that differ in one lever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalRow {
    /// Its number, after those of the source material.
    pub number: &'static str,
    /// Name of the system.
    pub system: &'static str,
    /// Names of files in `crates/market/src`.
    pub mechanisms: &'static [&'static str],
    /// Keys by which a national scenario controls it.
    pub keys: &'static [&'static str],
    /// Name of the national scenario that shows it.
    pub scenario: &'static str,
    /// The two policies.
    pub policies: [&'static str; 2],
    /// Key of the figure that the lever moves.
    pub figure: &'static str,
    /// Expected direction of the change.
    pub expected: Expected,
}

/// Every row of the national market.
pub static NATIONAL_ROWS: [NationalRow; 3] = [
    NationalRow {
        number: "N1",
        system: "Eligibility: who may become a director",
        mechanisms: &["development", "campaign"],
        keys: &["policies.NAME.rule", "policies.NAME.rule-from", "policies.NAME.rule-until"],
        scenario: "ever-decreasing-circle",
        policies: ["base", "social-work"],
        figure: "vacancy-weeks",
        expected: Expected::Up,
    },
    NationalRow {
        number: "N2",
        system: "A mentor for every new director",
        mechanisms: &["development", "leaving"],
        keys: &["policies.NAME.programmes.mentors.*", "development.mentored"],
        scenario: "crushing-climate-england",
        policies: ["crushing", "crushing-mentors"],
        figure: "permanent-exits",
        expected: Expected::Down,
    },
    NationalRow {
        number: "N3",
        system: "A course for those who aspire",
        mechanisms: &["development", "growth", "campaign"],
        keys: &["policies.NAME.programmes.aspirants.*", "development.aspirant_wish"],
        scenario: "development-programme-england",
        policies: ["base", "aspirants"],
        figure: "applicants",
        expected: Expected::Up,
    },
];
