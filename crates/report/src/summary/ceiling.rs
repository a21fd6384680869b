//! Ceilings: how much perfect practice changes an outcome in England's average authority. They let
//! a reader judge whether a difference is small or large. `cargo xtask ceilings` writes
//! `data/ceilings.csv`; rows that another engine produced are not shown.

use std::sync::LazyLock;

use balcony_engine::registry::Outcome;

use super::Look;
use super::number::{change, percent};
use balcony_study::results::engine;

/// Text of `data/ceilings.csv`.
pub const FILE: &str = include_str!("../../../../data/ceilings.csv");
/// The header row of that file.
pub const HEAD: &str = "outcome,context,baseline,change,low_95,high_95,how,replicates,weeks,engine";

/// The effect of perfect practice on one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// Key of the outcome.
    pub outcome: String,
    /// Description of the authority that was simulated.
    pub context: String,
    /// Mean under the incumbent strategy there, in the outcome's unit.
    pub baseline: f64,
    /// Change under perfect practice: mean, low end and high end of the 95 % interval. The interval
    /// covers random numbers only.
    pub change: [f64; 3],
    /// Description of the practice that was made perfect.
    pub how: String,
    /// Number of paired runs.
    pub replicates: u32,
    /// Weeks of each run.
    pub weeks: u32,
    /// Digest of the engine that produced the row.
    pub engine: String,
}

impl Ceiling {
    /// The row of the file, without a line break.
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

/// Reads a file of ceilings: comments, the header, then one row per ceiling. Invalid rows are
/// skipped; a test checks that the shipped file has none.
pub fn read(text: &str) -> Vec<Ceiling> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(Ceiling::read).collect()
}

/// The ceiling of an outcome that the given engine produced.
fn of<'c>(ceilings: &'c [Ceiling], outcome: &str, engine: &str) -> Option<&'c Ceiling> {
    ceilings.iter().find(|ceiling| ceiling.outcome == outcome && ceiling.engine == engine)
}

/// The shipped ceiling of an outcome, if this engine produced it.
pub fn ceiling(outcome: &str) -> Option<&'static Ceiling> {
    static CEILINGS: LazyLock<Vec<Ceiling>> = LazyLock::new(|| read(FILE));
    static ENGINE: LazyLock<String> = LazyLock::new(engine);
    of(&CEILINGS, outcome, &ENGINE)
}

/// Describes a ceiling in one sentence.
pub fn sentence(ceiling: &Ceiling, outcome: &Outcome, look: &Look) -> String {
    let [change, ..] = ceiling.change;
    let share = if ceiling.baseline == 0.0 || outcome.margin.share == 0.0 {
        String::new()
    } else {
        format!(", {}", percent(change / ceiling.baseline))
    };
    format!(
        "Ceiling, under perfect practice ({}): {}{share}, in {} ({} paired runs).",
        ceiling.how,
        self::change(change, outcome, look),
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
            "Ceiling, under perfect practice (most help): 0.500 fewer serious incidents a year, 25 %, in England's average authority (8 paired runs)."
        );
    }
}
