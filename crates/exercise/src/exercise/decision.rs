//! A team's decision for a round, and its validation with messages for the team.

use super::{Exercise, Inject};
use balcony_engine::strategy::{KINDS, USES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Holders of a decision right, from the top down: name and description.
pub const LEVELS: [(&str, &str); 4] = [
    ("director", "the director decides"),
    ("panel", "a panel decides"),
    ("manager", "team managers decide"),
    ("practitioners", "practitioners decide, with reflection among peers"),
];

/// How influence travels, in five steps from formal authority to relationships.
pub const SOURCES: [&str; 5] = [
    "through the line",
    "mostly through the line",
    "both alike",
    "mostly through relationships",
    "through relationships",
];

/// Titles of the decision rights.
pub const RIGHTS: [&str; 5] = [
    "thresholds: when to act",
    "placements and spending",
    "allocation and caseloads",
    "recording and audit rules",
    "sharing information, joint working",
];

/// Titles of the uses of a week.
pub const TIMES: [&str; 7] = [
    "Balcony: looking for patterns",
    "Dance floor: with practitioners and families",
    "Partners",
    "Politics: members, chief executive, press",
    "Change programme",
    "Developing others",
    "Own resilience",
];

/// The expected change of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prediction {
    /// The figure rises by at least its step.
    Rise,
    /// The figure falls by at least its step.
    Fall,
    /// The figure changes by less than its step.
    Stay,
}

impl Prediction {
    /// The prediction in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Fall => "fall",
            Self::Stay => "stay as it is",
        }
    }
}

/// A team's decision for one round. All numbers are small integers, so that a decision is the same
/// on every machine and its code stays short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Time per week by use, in halves of a half-day: 3 means one and a half half-days.
    pub time: [u8; 7],
    /// How influence travels: an index into [`SOURCES`].
    pub source: u8,
    /// Holder of each decision right: indices into [`LEVELS`].
    pub rights: [u8; 5],
    /// Points a year that each lever gets, in the order of the exercise's levers.
    pub points: Vec<u8>,
    /// Change of the rules: -1 removes some, 1 adds some, 0 leaves them.
    #[serde(default)]
    pub rules: i8,
    /// Chosen answer by inject; an inject without an entry gets no action.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Predicted change of the round's figure.
    #[serde(default)]
    pub prediction: Option<Prediction>,
}

/// A fault of a decision: the part of the form, and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// `time`, `rights`, `points`, `answers`, `prediction`, or `decision`.
    pub part: &'static str,
    /// The reason, and what would be valid.
    pub why: String,
}

impl Decision {
    /// Half-days per week spent on a use.
    pub fn half_days(&self, at: usize) -> f64 {
        f64::from(self.time[at]) / 2.0
    }

    /// The decision that continues if a team submits nothing: everything except one-off parts.
    pub fn carried(&self) -> Self {
        Self { rules: 0, answers: BTreeMap::new(), prediction: None, ..self.clone() }
    }

    /// Half-days per week in total, including those of the chosen answers.
    pub fn half_days_in_all(&self, injects: &[&Inject]) -> f64 {
        let own: f64 = self.time.iter().map(|time| f64::from(*time) / 2.0).sum();
        own + self.answered(injects).map(|answer| answer.time.iter().sum::<f64>()).sum::<f64>()
    }

    /// The chosen answers to the given injects.
    pub fn answered<'a>(&self, injects: &[&'a Inject]) -> impl Iterator<Item = &'a super::Answer> {
        let chosen: Vec<&'a super::Answer> = injects
            .iter()
            .filter_map(|inject| {
                let key = self.answers.get(&inject.key)?;
                inject.answers.iter().find(|answer| answer.key == *key)
            })
            .collect();
        chosen.into_iter()
    }

    /// Returns all faults of the decision. `before` is the decision in force, `injects` are those
    /// of this round, and `bound` is the number of half-days per week that answers of earlier
    /// rounds still take.
    pub fn wrong(&self, exercise: &Exercise, before: &Self, injects: &[&Inject], bound: f64) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut say = |part, why: String| wrong.push(Wrong { part, why });
        if self.time.iter().any(|time| *time > 40) || usize::from(self.source) >= SOURCES.len() {
            say("decision", "a number is out of its range".to_owned());
        }
        let spent = self.half_days_in_all(injects) + bound;
        if spent > exercise.most_half_days + 1e-9 {
            say(
                "time",
                format!(
                    "{} half-days a week are more than there are: {} at most, answers included. Take {} away.",
                    plain(spent),
                    plain(exercise.most_half_days),
                    plain(spent - exercise.most_half_days)
                ),
            );
        }
        if self.rights.iter().any(|level| usize::from(*level) >= LEVELS.len()) {
            say("rights", "there is no such level".to_owned());
        }
        let moved = self.moved(before);
        if moved > exercise.changes {
            say(
                "rights",
                format!(
                    "{moved} decision rights are changed; {} in a {} are the most. Put {} back.",
                    exercise.changes,
                    exercise.word,
                    moved - exercise.changes
                ),
            );
        }
        if self.points.len() != exercise.levers.len() {
            say("points", "this is of another exercise: its levers are others".to_owned());
        }
        let points: u32 = self.points.iter().map(|points| u32::from(*points)).sum();
        if points > exercise.points {
            say(
                "points",
                format!(
                    "{points} points are spent; there are {} a year. Take {} away.",
                    exercise.points,
                    points - exercise.points
                ),
            );
        }
        if !(-1..=1).contains(&self.rules) {
            say("decision", "rules are taken away, left, or added".to_owned());
        }
        for (key, answer) in &self.answers {
            match injects.iter().find(|inject| inject.key == *key) {
                None => {
                    say("answers", "an answer is to something that did not come in this round".to_owned())
                }
                Some(inject) if !inject.answers.iter().any(|known| known.key == *answer) => {
                    say("answers", format!("\"{}\" has no such answer", inject.title));
                }
                Some(_) => {}
            }
        }
        wrong
    }

    /// Number of decision rights that differ from the decision before.
    pub fn moved(&self, before: &Self) -> u32 {
        self.rights.iter().zip(before.rights).filter(|(now, before)| **now != *before).count() as u32
    }
}

/// Formats a number without a needless decimal place: `2`, `2.5`.
pub fn plain(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

const _: () = assert!(KINDS.len() == RIGHTS.len() && USES.len() == TIMES.len());
