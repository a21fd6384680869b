//! What is kept of one case: how the arms stand on each primary outcome, their means, the effects of the two coordinates, and
//! whether the null run was one. A row of the file beside the report; the report is made from rows and from nothing else.

use super::case::ARMS;
use super::contexts::OUTCOMES;
use crate::experiment::stats::{Interval, Relation, Standing};
use std::fmt::Write as _;

/// The three effects of the square: source, impact, and what they do together beyond their sum.
pub const EFFECTS: [&str; 3] = ["source", "impact", "together"];

/// An effect in one case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its mean over the pairs.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// One outcome in one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// How the arms stand to each other.
    pub standing: Standing,
    /// Their means.
    pub means: [f64; ARMS],
    /// The effects, in the order of [`EFFECTS`].
    pub effects: [Estimate; EFFECTS.len()],
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The authority: a code, or an archetype.
    pub authority: String,
    /// Its children.
    pub children: f64,
    /// The horizon in weeks.
    pub weeks: u32,
    /// Culture at the start.
    pub culture: f64,
    /// How many events.
    pub events: usize,
    /// Outcomes of the registry that differ by any bit in the null run; none if there was no null run.
    pub differing: Option<u32>,
    /// The primary outcomes, in the order of [`OUTCOMES`].
    pub judged: Vec<Judged>,
}

/// Pairs of arms, in the order of the letters of a row.
pub(super) fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..ARMS).flat_map(|a| (a + 1..ARMS).map(move |b| (a, b)))
}

/// A letter for how the first of a pair stands to the second.
fn letter(relation: Relation) -> char {
    match relation {
        Relation::Better => 'b',
        Relation::Worse => 'w',
        Relation::Level => 'l',
        Relation::Open => 'o',
    }
}

fn relation(letter: char) -> Option<Relation> {
    [Relation::Better, Relation::Worse, Relation::Level, Relation::Open]
        .into_iter()
        .find(|relation| self::letter(*relation) == letter)
}

/// The names of the columns.
pub(super) fn head() -> String {
    let mut head = "name,authority,children,weeks,culture,events,null_differs".to_owned();
    for outcome in OUTCOMES {
        let _ = write!(head, ",{outcome}.leading,{outcome}.pairs");
        for arm in super::case::arms() {
            let _ = write!(head, ",{outcome}.mean.{arm}");
        }
        for effect in EFFECTS {
            let _ = write!(head, ",{outcome}.{effect},{outcome}.{effect}.low,{outcome}.{effect}.high");
        }
    }
    head
}

impl Row {
    /// The row as a line without its end. Numbers are written so that they read back to the same bits.
    pub(super) fn line(&self) -> String {
        let differing = self.differing.map_or(String::new(), |count| count.to_string());
        let mut line = format!(
            "{},{},{},{},{},{},{differing}",
            self.name, self.authority, self.children, self.weeks, self.culture, self.events
        );
        for judged in &self.judged {
            let standing = &judged.standing;
            let letters: String = pairs().map(|(a, b)| letter(standing.relations[a][b])).collect();
            let _ = write!(line, ",{},{letters}", super::case::arms()[standing.leading]);
            for mean in judged.means {
                let _ = write!(line, ",{mean}");
            }
            for Estimate { mean, interval } in judged.effects {
                let _ = write!(line, ",{mean},{},{}", interval.low, interval.high);
            }
        }
        line
    }

    /// The row of a line; none if it is none.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut cells = line.split(',');
        let mut row = Self {
            name: cells.next()?.to_owned(),
            authority: cells.next()?.to_owned(),
            children: number(cells.next()?)?,
            weeks: cells.next()?.parse().ok()?,
            culture: number(cells.next()?)?,
            events: cells.next()?.parse().ok()?,
            differing: match cells.next()? {
                "" => None,
                count => Some(count.parse().ok()?),
            },
            judged: Vec::with_capacity(OUTCOMES.len()),
        };
        for _ in OUTCOMES {
            let leading = cells.next()?;
            let leading = super::case::arms().iter().position(|arm| *arm == leading)?;
            let letters: Vec<char> = cells.next()?.chars().collect();
            let mut relations = vec![vec![Relation::Level; ARMS]; ARMS];
            if letters.len() != pairs().count() {
                return None;
            }
            for ((a, b), letter) in pairs().zip(letters) {
                relations[a][b] = relation(letter)?;
                relations[b][a] = relations[a][b].turned();
            }
            let mut means = [0.0; ARMS];
            for mean in &mut means {
                *mean = number(cells.next()?)?;
            }
            let mut effects = [Estimate { mean: 0.0, interval: Interval { low: 0.0, high: 0.0 } }; 3];
            for effect in &mut effects {
                let mean = number(cells.next()?)?;
                let interval = Interval { low: number(cells.next()?)?, high: number(cells.next()?)? };
                *effect = Estimate { mean, interval };
            }
            row.judged.push(Judged { standing: Standing { leading, relations }, means, effects });
        }
        cells.next().is_none().then_some(row)
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A row in which the standing of every outcome is given by ten letters.
    pub(in super::super) fn row(name: &str, leading: usize, letters: &str) -> Row {
        let mut relations = vec![vec![Relation::Level; ARMS]; ARMS];
        for ((a, b), letter) in pairs().zip(letters.chars()) {
            relations[a][b] = relation(letter).expect("a letter");
            relations[b][a] = relations[a][b].turned();
        }
        let estimate =
            |mean: f64| Estimate { mean, interval: Interval { low: mean - 1.0 / 3.0, high: mean + 0.1 } };
        let judged = Judged {
            standing: Standing { leading, relations },
            means: [1.0, 2.0 / 3.0, 3.0, 4.0e-7, 5.0],
            effects: [estimate(0.1), estimate(-2.0), estimate(0.0)],
        };
        Row {
            name: name.to_owned(),
            authority: "E08000035".to_owned(),
            children: 60_000.5,
            weeks: 104,
            culture: 0.3,
            events: 1,
            differing: Some(0),
            judged: vec![judged; OUTCOMES.len()],
        }
    }

    #[test]
    fn a_row_reads_back_to_the_same_bits() {
        let row = row("17", 3, "bwlobwlobw");
        let line = row.line();
        assert_eq!(Row::read(&line), Some(row.clone()));
        assert_eq!(line.split(',').count(), head().split(',').count());
        let none = Row { differing: None, ..row };
        assert_eq!(Row::read(&none.line()), Some(none));
        for broken in [&line[..line.len() - 1], "", &format!("{line},1"), &line.replace("bwlo", "bwlx")] {
            assert_ne!(Row::read(broken).map(|row| row.line()), Some(line.clone()), "{broken}");
        }
    }
}
