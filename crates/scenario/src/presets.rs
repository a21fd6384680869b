//! The four leadership models as corners of a square, translated to what the engine reads.
//!
//! The engine does not know the names of the models; they are defined here. A preset has two
//! coordinates: *source* of influence (0 formal: along the line; 1 moral: along relationships) and
//! nature of *impact* (0 formal; 1 social). Source goes to the engine unchanged. Impact only
//! generates the matrix of decision rights, as a linear mixture of the two matrices below; a
//! strategy may give its own matrix instead. Every preset has the same attention.
//!
//! Both matrices are assumptions: nobody has measured who decides what under which leadership.
//! Reports therefore show rankings over the ranges of both, and a strategy file may replace them.

use balcony_engine::strategy::Style;

/// Name of the model with formal source and formal impact.
pub const PERSONALISED: &str = "personalised";
/// Name of the model with moral source and formal impact.
pub const AUTHENTIC: &str = "authentic";
/// Name of the model with formal source and social impact.
pub const DISTRIBUTED: &str = "distributed";
/// Name of the model with moral source and social impact.
pub const CONNECTED: &str = "connected";
/// Names of the four models, in the order of [`PRESETS`].
pub const NAMES: [&str; 4] = [PERSONALISED, AUTHENTIC, DISTRIBUTED, CONNECTED];

/// Each preset: name, source, impact, description in plain words.
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

/// Name of the baseline arm: the style that is in force before the leader decides anything.
pub const INCUMBENT: &str = "incumbent";

/// Name of the strategy that begins with the incumbent style and tries the four models when results
/// are poor.
pub const ADAPTIVE: &str = "adaptive";

/// Strategies that every scenario has, in plain words: who decides, and by what one is followed.
pub const PLAIN: [(&str, &str); 6] = [
    (INCUMBENT, "carried on as found"),
    (PERSONALISED, "the top decides, along the line"),
    (AUTHENTIC, "the top decides, by being trusted"),
    (DISTRIBUTED, "teams decide, along the line"),
    (CONNECTED, "teams decide, by being trusted"),
    (ADAPTIVE, "tries another way when it goes badly"),
];

/// Description of a strategy that every scenario has (incumbent, adaptive or a preset); `None` for
/// any other name.
pub fn what(name: &str) -> Option<&'static str> {
    match name {
        INCUMBENT => Some("the style in force before anybody decides anything; the style stays"),
        ADAPTIVE => {
            Some("begins as the incumbent does, and tries the four ways of leading where it does not go well")
        }
        name => PRESETS.iter().find(|preset| preset.0 == name).map(|preset| preset.3),
    }
}

/// Weeks between two reviews by an adaptive director (assumption: half-yearly).
pub const LOOKS_EVERY: u32 = 26;

/// Half-days a week that every preset gives to each use, in the order of
/// [`balcony_engine::strategy::USES`]; they sum to ten (assumption).
pub const ATTENTION: [f64; 7] = [1.5, 1.5, 2.0, 1.5, 2.0, 1.0, 0.5];

/// Decision rights where impact is formal. Rows follow [`balcony_engine::strategy::KINDS`]; columns
/// are director, panel, manager, practitioners.
pub const FORMAL: [[f64; 4]; 5] = [
    [0.45, 0.15, 0.40, 0.0],
    [0.70, 0.20, 0.10, 0.0],
    [0.00, 0.10, 0.90, 0.0],
    [0.60, 0.20, 0.20, 0.0],
    [0.40, 0.20, 0.40, 0.0],
];

/// Decision rights where impact is social; rows and columns as in [`FORMAL`].
pub const SOCIAL: [[f64; 4]; 5] = [
    [0.0, 0.10, 0.20, 0.70],
    [0.1, 0.20, 0.20, 0.50],
    [0.0, 0.00, 0.30, 0.70],
    [0.0, 0.10, 0.20, 0.70],
    [0.0, 0.10, 0.10, 0.80],
];

/// Matrix of decision rights at an impact coordinate from 0 to 1. Every row sums to 1.
pub fn rights(impact: f64) -> [[f64; 4]; 5] {
    let mut rights = FORMAL;
    for (row, social) in rights.iter_mut().zip(SOCIAL) {
        for (share, social) in row.iter_mut().zip(social) {
            *share += impact * (social - *share);
        }
    }
    rights
}

/// The style at a point of the square, with the common attention.
pub fn style(source: f64, impact: f64) -> Style {
    Style { source, rights: rights(impact), attention: ATTENTION }
}

/// The style of a preset; `None` if no preset has that name.
pub fn preset(name: &str) -> Option<Style> {
    PRESETS.iter().find(|(key, ..)| *key == name).map(|(_, source, impact, _)| style(*source, *impact))
}

/// The incumbent style of a scenario that does not give one: mostly along the line, mostly formal
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
