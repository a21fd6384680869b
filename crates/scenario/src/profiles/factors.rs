//! The factors of an authority: solved for its published figures, moved with figures of its own.
//!
//! `data/factors.csv` holds, for every profile, what was solved (`cargo xtask factors`);
//! `data/response.csv` holds how the factors of children's pathways answer to a change of figures
//! in the average authority. An authority's factors are the rule of response on its figures, plus
//! what the solution of its profile left beyond that rule. So figures of a user's own move the
//! factors by the rule, and a profile with its published figures has exactly what was solved.

use super::csv::{FACTORS, RESPONSE, Table};
use balcony_engine::authority::{AVERAGE, FIGURES, PREDICTED, SOLVED, figures};
use balcony_engine::factors::Factors;
use balcony_engine::setting::Authority;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Largest difference of a figure that the rule of response is taken to hold for: a factor of about
/// three.
const FARTHEST: f64 = 1.1;

struct Book {
    /// By number of the profile.
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

/// What the rule of response says of the first factors, for some figures.
pub fn predicted(authority: &Authority) -> [f64; PREDICTED] {
    let (own, average) = (figures(authority), figures(&AVERAGE));
    let apart: [f64; SOLVED] = std::array::from_fn(|at| (own[at] - average[at]).clamp(-FARTHEST, FARTHEST));
    std::array::from_fn(|factor| match BOOK.response.get(factor) {
        Some(row) => row.iter().zip(apart).map(|(answer, apart)| answer * apart).sum(),
        None => 0.0,
    })
}

/// The factors of the profile with a number, for figures that may be another's: those of the
/// average authority beyond the rule if nobody solved for it.
pub fn factors(id: u16, authority: &Authority) -> Factors {
    let solved = BOOK.solved.get(&id).or_else(|| BOOK.solved.get(&AVERAGE.id));
    let beyond = solved.copied().unwrap_or_default();
    let mut values = beyond.values();
    for (value, rule) in values.iter_mut().zip(predicted(authority)) {
        *value += rule;
    }
    Factors::from_values(&values).unwrap_or_default()
}
