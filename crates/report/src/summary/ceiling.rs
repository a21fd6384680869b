//! How far an outcome can move at all: what perfect practice reaches in England's average
//! authority, beside which a difference is small or large. `data/ceilings.csv`, made by `cargo
//! xtask ceilings`; a line made with another engine is not told.

use std::sync::LazyLock;

use balcony_engine::registry::Outcome;

use super::Look;
use super::number::{amount, percent};
use crate::results::engine;

/// The file.
pub const FILE: &str = include_str!("../../../../data/ceilings.csv");
/// The names of its columns.
pub const HEAD: &str = "outcome,context,baseline,change,low_95,high_95,how,replicates,weeks,engine";

/// What perfect practice reaches of one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// The outcome's key.
    pub outcome: String,
    /// Where it was worked out.
    pub context: String,
    /// The mean under the incumbent there.
    pub baseline: f64,
    /// What perfect practice changes it by: mean, and 95 % interval over luck.
    pub change: [f64; 3],
    /// Which practice was made perfect.
    pub how: String,
    /// Paired runs.
    pub replicates: u32,
    /// Weeks of each.
    pub weeks: u32,
    /// The digest of the engine it was made with.
    pub engine: String,
}

impl Ceiling {
    /// Its line, without its end.
    pub fn line(&self) -> String {
        let Self { outcome, context, baseline, change: [change, low, high], how, replicates, weeks, engine } =
            self;
        format!("{outcome},{context},{baseline},{change},{low},{high},{how},{replicates},{weeks},{engine}")
    }

    fn read(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.split(',').collect();
        let [outcome, context, baseline, change, low, high, how, replicates, weeks, engine] = cells[..]
        else {
            return None;
        };
        let number = |cell: &str| cell.parse::<f64>().ok().filter(|number| number.is_finite());
        Some(Self {
            outcome: outcome.to_owned(),
            context: context.to_owned(),
            baseline: number(baseline)?,
            change: [number(change)?, number(low)?, number(high)?],
            how: how.to_owned(),
            replicates: replicates.parse().ok()?,
            weeks: weeks.parse().ok()?,
            engine: engine.to_owned(),
        })
    }
}

/// Reads a file: comments, the head, a line a ceiling. A test says that every line of the shipped
/// one is sound.
pub fn read(text: &str) -> Vec<Ceiling> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(Ceiling::read).collect()
}

/// The ceiling of an outcome, if one was made with an engine.
fn of<'c>(ceilings: &'c [Ceiling], outcome: &str, engine: &str) -> Option<&'c Ceiling> {
    ceilings.iter().find(|ceiling| ceiling.outcome == outcome && ceiling.engine == engine)
}

/// The ceiling of an outcome that this engine made.
pub fn ceiling(outcome: &str) -> Option<&'static Ceiling> {
    static CEILINGS: LazyLock<Vec<Ceiling>> = LazyLock::new(|| read(FILE));
    static ENGINE: LazyLock<String> = LazyLock::new(engine);
    of(&CEILINGS, outcome, &ENGINE)
}

/// The same in a sentence.
pub fn sentence(ceiling: &Ceiling, outcome: &Outcome, look: &Look) -> String {
    let [change, ..] = ceiling.change;
    let way = if change < 0.0 { "lower" } else { "higher" };
    let share = if ceiling.baseline == 0.0 || outcome.margin.share == 0.0 {
        String::new()
    } else {
        format!(", {}", percent(change / ceiling.baseline))
    };
    format!(
        "Ceiling: perfect practice ({}) makes it {} {way}{share}, in {} ({} paired runs).",
        ceiling.how,
        amount(change.abs(), outcome, look),
        ceiling.context,
        ceiling.replicates
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_engine::measure::{OUTCOMES, outcome_index};
    use balcony_engine::registry::Better;

    #[test]
    fn every_line_of_the_file_is_sound_and_goes_the_better_way() {
        let lines: Vec<&str> = FILE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines[0], HEAD);
        let ceilings = read(FILE);
        assert_eq!(ceilings.len(), lines.len() - 1, "a line is not sound");
        for (ceiling, line) in ceilings.iter().zip(&lines[1..]) {
            assert_eq!(ceiling.line(), **line);
            let outcome = &OUTCOMES[outcome_index(&ceiling.outcome).expect(line)];
            let [change, low, high] = ceiling.change;
            assert!(low <= change && change <= high, "{line}");
            let better = if outcome.better == Better::Lower { high < 0.0 } else { low > 0.0 };
            assert!(better && outcome.better != Better::Neither, "{line}");
        }
    }

    #[test]
    fn a_ceiling_of_another_engine_is_not_told() {
        let one = Ceiling {
            outcome: "harm".to_owned(),
            context: "England's average authority".to_owned(),
            baseline: 2.0,
            change: [-0.5, -0.6, -0.4],
            how: "most help".to_owned(),
            replicates: 8,
            weeks: 156,
            engine: "e1".to_owned(),
        };
        let text = format!("# made\n{HEAD}\n{}\nbroken,line\n", one.line());
        let all = read(&text);
        assert_eq!(all, [one]);
        assert!(of(&all, "harm", "e1").is_some());
        assert!(of(&all, "harm", "e2").is_none() && of(&all, "cost", "e1").is_none());
        assert_eq!(
            sentence(&all[0], &OUTCOMES[0], &Look::PLAIN),
            "Ceiling: perfect practice (most help) makes it 0.500 serious incidents a year lower, 25 %, in England's average authority (8 paired runs)."
        );
    }
}
