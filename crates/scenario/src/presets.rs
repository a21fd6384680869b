//! The four models of leadership as points in a square, lowered to what the engine sees.
//!
//! This is the only place that knows their names. A preset is two coordinates: *source* of
//! influence (0 formal: along the line; 1 moral: along relationships) and nature of *impact* (0
//! formal; 1 social). Source goes to the engine as it is; impact does one thing only: it generates
//! the matrix of decision rights, as a straight mixture of the two matrices below, unless a
//! strategy gives the matrix itself. Attention is the same for every preset.
//!
//! Both matrices are assumptions: nobody has measured who decides what under which leadership.
//! Rankings of arms are therefore shown over their ranges, and a strategy file may replace them.

use balcony_engine::strategy::Style;

/// Formal source, formal impact.
pub const PERSONALISED: &str = "personalised";
/// Moral source, formal impact.
pub const AUTHENTIC: &str = "authentic";
/// Formal source, social impact.
pub const DISTRIBUTED: &str = "distributed";
/// Moral source, social impact.
pub const CONNECTED: &str = "connected";
/// The four names, corner by corner: source first, then impact.
pub const NAMES: [&str; 4] = [PERSONALISED, AUTHENTIC, DISTRIBUTED, CONNECTED];

/// Name, source, impact, and what it is, in plain words.
pub const PRESETS: [(&str, f64, f64, &str); 4] = [
    (
        PERSONALISED,
        0.0,
        0.0,
        "formal source, formal impact: the person at the top leads along the line and decides",
    ),
    (
        AUTHENTIC,
        1.0,
        0.0,
        "moral source, formal impact: the person at the top leads by credibility and decides",
    ),
    (
        DISTRIBUTED,
        0.0,
        1.0,
        "formal source, social impact: the line hands decisions to those who do the work",
    ),
    (
        CONNECTED,
        1.0,
        1.0,
        "moral source, social impact: credibility across agencies, those who hold the pieces decide",
    ),
];

/// The name of the style in force before anybody decides anything: the baseline arm.
pub const INCUMBENT: &str = "incumbent";

/// The name of the strategy that begins as the incumbent does and tries the four models where it
/// does not go well.
pub const ADAPTIVE: &str = "adaptive";

/// What a strategy that always exists is, in plain words; none for any other.
pub fn what(name: &str) -> Option<&'static str> {
    match name {
        INCUMBENT => Some("the style in force before anybody decides anything; nothing changes"),
        ADAPTIVE => {
            Some("begins as the incumbent does, and tries the four ways of leading where it does not go well")
        }
        name => PRESETS.iter().find(|preset| preset.0 == name).map(|preset| preset.3),
    }
}

/// Weeks between two looks of an adaptive director at whether it goes well (assumption:
/// half-yearly).
pub const LOOKS_EVERY: u32 = 26;

/// Half-days a week of every preset, in the order of [`balcony_engine::strategy::USES`]; they sum
/// to ten (assumption).
pub const ATTENTION: [f64; 7] = [1.5, 1.5, 2.0, 1.5, 2.0, 1.0, 0.5];

/// Who decides where impact is formal; rows as in [`balcony_engine::strategy::KINDS`], columns
/// director, panel, manager, practitioners.
pub const FORMAL: [[f64; 4]; 5] = [
    [0.45, 0.15, 0.40, 0.0],
    [0.70, 0.20, 0.10, 0.0],
    [0.00, 0.10, 0.90, 0.0],
    [0.60, 0.20, 0.20, 0.0],
    [0.40, 0.20, 0.40, 0.0],
];

/// Who decides where impact is social.
pub const SOCIAL: [[f64; 4]; 5] = [
    [0.0, 0.10, 0.20, 0.70],
    [0.1, 0.20, 0.20, 0.50],
    [0.0, 0.00, 0.30, 0.70],
    [0.0, 0.10, 0.20, 0.70],
    [0.0, 0.10, 0.10, 0.80],
];

/// The matrix of decision rights at an impact coordinate from 0 to 1; every row sums to 1.
pub fn rights(impact: f64) -> [[f64; 4]; 5] {
    let mut rights = FORMAL;
    for (row, social) in rights.iter_mut().zip(SOCIAL) {
        for (share, social) in row.iter_mut().zip(social) {
            *share += impact * (social - *share);
        }
    }
    rights
}

/// The style at a point of the square with the common attention.
pub fn style(source: f64, impact: f64) -> Style {
    Style { source, rights: rights(impact), attention: ATTENTION }
}

/// The style of a preset by name; none if there is no such preset.
pub fn preset(name: &str) -> Option<Style> {
    PRESETS.iter().find(|(key, ..)| *key == name).map(|(_, source, impact, _)| style(*source, *impact))
}

/// The incumbent style where a scenario does not give its own: mostly along the line, mostly formal
/// (assumption).
pub fn incumbent() -> Style {
    style(0.3, 0.3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_sum_to_one_and_attention_to_ten() {
        for step in 0..=10 {
            for row in rights(f64::from(step) / 10.0) {
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            }
        }
        assert!((ATTENTION.iter().sum::<f64>() - 10.0).abs() < 1e-12);
    }
}
