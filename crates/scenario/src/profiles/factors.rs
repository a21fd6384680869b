//! Factors of an authority. They are solved for its published figures and adjusted for figures that
//! the user changed.
//!
//! `data/factors.csv` holds the solution for every profile (`cargo xtask factors`).
//! `data/response.csv` holds how the factors of children's pathways respond to a change of the
//! figures in the average authority. The factors of an authority are this linear response at its
//! figures, plus the part of its solution that the response does not explain. So a profile with its
//! published figures has exactly the solved factors, and a changed figure moves them by the
//! response alone.

use super::csv::{FACTORS, RESPONSE, Table};
use balcony_engine::authority::{AVERAGE, FIGURES, PREDICTED, SOLVED, figures};
use balcony_engine::factors::Factors;
use balcony_engine::setting::Authority;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Largest difference of a figure (in logarithms) to which the linear response is applied: a ratio
/// of about three.
const FARTHEST: f64 = 1.1;

struct Book {
    /// Solved factors by profile id.
    solved: BTreeMap<u16, Factors>,
    response: Vec<[f64; SOLVED]>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let factors = Table::read(FACTORS);
    let solved = factors.rows().filter_map(|row| {
        let id: u16 = row.text("id").parse().ok()?;
        let values: Option<Vec<f64>> = Factors::LIST.iter().map(|factor| row.number(factor.name)).collect();
        Some((id, Factors::from_values(&values?)?))
    });
    let solved = solved.collect();
    let response = Table::read(RESPONSE);
    let response = response.rows().filter_map(|row| {
        let values: Option<Vec<f64>> = FIGURES.iter().map(|figure| row.number(figure)).collect();
        values?.try_into().ok()
    });
    Book { solved, response: response.collect() }
});

/// The linear response of the first [`PREDICTED`] factors to an authority's figures.
pub fn predicted(authority: &Authority) -> [f64; PREDICTED] {
    let (own, average) = (figures(authority), figures(&AVERAGE));
    let apart: [f64; SOLVED] = std::array::from_fn(|at| (own[at] - average[at]).clamp(-FARTHEST, FARTHEST));
    std::array::from_fn(|factor| match BOOK.response.get(factor) {
        Some(row) => row.iter().zip(apart).map(|(answer, apart)| answer * apart).sum(),
        None => 0.0,
    })
}

/// Factors of an authority whose profile has this id and whose figures may differ from the
/// published ones. A profile without a solution takes the unexplained part from the average
/// authority.
pub fn factors(id: u16, authority: &Authority) -> Factors {
    let solved = BOOK.solved.get(&id).or_else(|| BOOK.solved.get(&AVERAGE.id));
    let beyond = solved.copied().unwrap_or_default();
    let mut values = beyond.values();
    for (value, rule) in values.iter_mut().zip(predicted(authority)) {
        *value += rule;
    }
    Factors::from_values(&values).unwrap_or_default()
}
