//! Result of one case: relations of the arms on each primary outcome, their means, the effects of
//! the two coordinates, and the result of the null run. It is one line of the file beside the
//! report; the report is made from such rows alone.

use super::case::ARMS;
use super::contexts::OUTCOMES;
use balcony_runs::experiment::stats::{Interval, Ranking, Relation};
use std::fmt::Write as _;

/// Names of the three effects: source, impact, and their interaction.
pub const EFFECTS: [&str; 3] = ["source", "impact", "together"];

/// An effect in one case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectEstimate {
    /// Mean over the pairs.
    pub mean: f64,
    /// 95 % confidence interval.
    pub interval: Interval,
}

/// One outcome in one case.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedOutcome {
    /// Relations of the arms.
    pub standing: Ranking,
    /// Means of the arms.
    pub means: [f64; ARMS],
    /// Effects, in the order of [`EFFECTS`].
    pub effects: [EffectEstimate; EFFECTS.len()],
}

/// Description of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// Name of a shipped scenario, or number of a registered context.
    pub name: String,
    /// ONS code of the authority, or name of an archetype.
    pub authority: String,
    /// Number of children in the authority.
    pub children: f64,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Culture at the start.
    pub culture: f64,
    /// Number of events.
    pub events: usize,
}

/// Result of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Description of the case.
    pub about: About,
    /// Number of outcomes of the registry that differ in any bit in the null run; `None` without a
    /// null run.
    pub differing: Option<u32>,
    /// Results on the primary outcomes, in the order of [`OUTCOMES`].
    pub judged: Vec<JudgedOutcome>,
    /// Key and result of the scenario's own primary outcome, if it is not among [`OUTCOMES`].
    pub own: Option<(String, JudgedOutcome)>,
}

/// Pairs of arms, in the order of the letters of a row.
pub(super) fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..ARMS).flat_map(|a| (a + 1..ARMS).map(move |b| (a, b)))
}

/// Letter for the relation of the first arm of a pair to the second.
fn letter(relation: Relation) -> char {
    match relation {
        Relation::Better => 'b',
        Relation::Worse => 'w',
        Relation::NoDifference => 'l',
        Relation::CannotTell => 'o',
    }
}

fn relation(letter: char) -> Option<Relation> {
    [Relation::Better, Relation::Worse, Relation::NoDifference, Relation::CannotTell]
        .into_iter()
        .find(|relation| self::letter(*relation) == letter)
}

/// Names of the columns.
pub(super) fn head() -> String {
    let mut head = "name,authority,children,weeks,culture,events,null_differs".to_owned();
    for outcome in OUTCOMES {
        columns(&mut head, outcome);
    }
    head.push_str(",own");
    columns(&mut head, "own");
    head
}

/// Appends the columns of an outcome.
fn columns(head: &mut String, outcome: &str) {
    let _ = write!(head, ",{outcome}.leading,{outcome}.pairs");
    for arm in super::case::arms() {
        let _ = write!(head, ",{outcome}.mean.{arm}");
    }
    for effect in EFFECTS {
        let _ = write!(head, ",{outcome}.{effect},{outcome}.{effect}.low,{outcome}.{effect}.high");
    }
}

/// Number of columns per outcome.
const COLUMNS: usize = 2 + ARMS + 3 * EFFECTS.len();

impl JudgedOutcome {
    /// The cells, each preceded by a comma.
    fn cells(&self) -> String {
        let letters: String = pairs().map(|(a, b)| letter(self.standing.relations[a][b])).collect();
        let mut cells = format!(",{},{letters}", super::case::arms()[self.standing.leading]);
        for mean in self.means {
            let _ = write!(cells, ",{mean}");
        }
        for EffectEstimate { mean, interval } in self.effects {
            let _ = write!(cells, ",{mean},{},{}", interval.low, interval.high);
        }
        cells
    }

    /// Reads the cells of one outcome.
    fn read<'a>(cells: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let leading = cells.next()?;
        let leading = super::case::arms().iter().position(|arm| *arm == leading)?;
        let letters: Vec<char> = cells.next()?.chars().collect();
        let mut relations = vec![vec![Relation::NoDifference; ARMS]; ARMS];
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
        let mut effects = [EffectEstimate { mean: 0.0, interval: Interval { low: 0.0, high: 0.0 } }; 3];
        for effect in &mut effects {
            let mean = number(cells.next()?)?;
            let interval = Interval { low: number(cells.next()?)?, high: number(cells.next()?)? };
            *effect = EffectEstimate { mean, interval };
        }
        Some(Self { standing: Ranking { leading, relations }, means, effects })
    }
}

impl Row {
    /// The row as one line without its ending. Numbers have enough digits to read back exactly.
    pub(super) fn line(&self) -> String {
        let differing = self.differing.map_or(String::new(), |count| count.to_string());
        let About { name, authority, children, weeks, culture, events } = &self.about;
        let mut line = format!("{name},{authority},{children},{weeks},{culture},{events},{differing}");
        self.judged.iter().for_each(|judged| line.push_str(&judged.cells()));
        match &self.own {
            Some((key, judged)) => {
                let _ = write!(line, ",{key}{}", judged.cells());
            }
            None => line.push_str(&",".repeat(1 + COLUMNS)),
        }
        line
    }

    /// Parses a line; `None` if it is not a row.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut cells = line.split(',');
        let about = About {
            name: cells.next()?.to_owned(),
            authority: cells.next()?.to_owned(),
            children: number(cells.next()?)?,
            weeks: cells.next()?.parse().ok()?,
            culture: number(cells.next()?)?,
            events: cells.next()?.parse().ok()?,
        };
        let differing = match cells.next()? {
            "" => None,
            count => Some(count.parse().ok()?),
        };
        let judged = OUTCOMES.iter().map(|_| JudgedOutcome::read(&mut cells)).collect::<Option<_>>()?;
        let own = match cells.next()? {
            "" => {
                for _ in 0..COLUMNS {
                    cells.next().filter(|cell| cell.is_empty())?;
                }
                None
            }
            key => Some((key.to_owned(), JudgedOutcome::read(&mut cells)?)),
        };
        cells.next().is_none().then_some(Self { about, differing, judged, own })
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A row in which ten letters give the relations on every outcome.
    pub(in super::super) fn row(name: &str, leading: usize, letters: &str) -> Row {
        let mut relations = vec![vec![Relation::NoDifference; ARMS]; ARMS];
        for ((a, b), letter) in pairs().zip(letters.chars()) {
            relations[a][b] = relation(letter).expect("a letter");
            relations[b][a] = relations[a][b].turned();
        }
        let estimate = |mean: f64| EffectEstimate {
            mean,
            interval: Interval { low: mean - 1.0 / 3.0, high: mean + 0.1 },
        };
        let judged = JudgedOutcome {
            standing: Ranking { leading, relations },
            means: [1.0, 2.0 / 3.0, 3.0, 4.0e-7, 5.0],
            effects: [estimate(0.1), estimate(-2.0), estimate(0.0)],
        };
        Row {
            about: About {
                name: name.to_owned(),
                authority: "E08000035".to_owned(),
                children: 60_000.5,
                weeks: 104,
                culture: 0.3,
                events: 1,
            },
            differing: Some(0),
            judged: vec![judged; OUTCOMES.len()],
            own: None,
        }
    }

    #[test]
    fn a_row_reads_back_to_the_same_bits() {
        let row = row("17", 3, "bwlobwlobw");
        let line = row.line();
        assert_eq!(Row::read(&line), Some(row.clone()));
        assert_eq!(line.split(',').count(), head().split(',').count());
        let none = Row { differing: None, ..row.clone() };
        assert_eq!(Row::read(&none.line()), Some(none));
        let own = Row { own: Some(("culture".to_owned(), row.judged[0].clone())), ..row };
        assert_eq!(own.line().split(',').count(), head().split(',').count());
        assert_eq!(Row::read(&own.line()), Some(own));
        for broken in [&line[..line.len() - 1], "", &format!("{line},1"), &line.replace("bwlo", "bwlx")] {
            assert_ne!(Row::read(broken).map(|row| row.line()), Some(line.clone()), "{broken}");
        }
    }
}
