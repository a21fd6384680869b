//! A description of the child. It is the same under every strategy, because it describes the state
//! before any strategy took effect.

use balcony_engine::rng::EntityId;

use super::id::parts;
use super::pathway::{high, standing};
use super::watch::{Glimpse, Seen};
use super::words::{agencies, capital, number, span};

/// A child at its first observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// Identity of the child.
    pub entity_id: EntityId,
    /// Absolute week of the first observation: week 0, or the week in which the need arose.
    pub week: u32,
    /// Age in years at that time.
    pub age: f64,
    /// Risk at that time, from 0 to 1.
    pub risk: f64,
    /// Complexity of the need, from 0 to 1.
    pub complexity: f64,
    /// Natural decline of the base level of risk, as a rate per week.
    pub fall: f64,
    /// Agencies that hold a piece of information, one bit each.
    pub holders: u8,
    /// Number of brothers and sisters with needs.
    pub siblings: u8,
    /// State of the case at that time; empty if the need arose after week 0.
    pub standing: String,
    /// Number of earlier protection plans.
    pub plans: u8,
}

/// Weeks from birth to the eighteenth birthday.
const CHILDHOOD: f64 = 939.0;

impl Portrait {
    /// Reads the portrait from the first observation; `first` is week 0. `None` if the child was
    /// never observed.
    pub fn of(entity_id: EntityId, past: &[Glimpse], first: u32) -> Option<Self> {
        let (at, seen) = past.iter().enumerate().find_map(|(at, glimpse)| Some((at, glimpse.seen?)))?;
        let week = past[at].week.max(first);
        let child = &seen.child;
        Some(Self {
            entity_id,
            week,
            age: (CHILDHOOD - f64::from(child.eighteen.saturating_sub(week))).max(0.0) / 52.18,
            risk: f64::from(seen.risk),
            complexity: f64::from(child.complexity),
            fall: f64::from(child.fall),
            holders: child.holders,
            siblings: seen.siblings.0,
            standing: if at == 0 { before(&seen, week) } else { String::new() },
            plans: child.plans_ever,
        })
    }

    /// The portrait in numbers, by name.
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("age", self.age),
            ("risk", self.risk),
            ("complexity", self.complexity),
            ("fall", self.fall),
            ("holders", f64::from(self.holders)),
            ("siblings", f64::from(self.siblings)),
            ("plans", f64::from(self.plans)),
        ]
    }

    /// The portrait in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        let age = match self.age as u32 {
            0 => "A baby under one".to_owned(),
            years => format!("A child of {years}"),
        };
        let tangle = match self.complexity {
            c if c < 0.33 => "is plain",
            c if c < 0.67 => "has several sides",
            _ => "is tangled",
        };
        said.push(format!(
            "{age}. The need {tangle} (complexity {:.2}); the risk is {} ({:.2} of 1).",
            self.complexity,
            high(self.risk),
            self.risk
        ));
        let who = agencies(self.holders);
        said.push(match self.holders.count_ones() {
            1 => format!("Only {who} could see something of it."),
            pieces => {
                format!("{} each held a piece of the picture, {} in all.", capital(&who), number(pieces))
            }
        });
        if self.siblings > 0 {
            let others = number(u32::from(self.siblings));
            let kin = if self.siblings == 1 { "brother or sister" } else { "brothers and sisters" };
            said.push(format!("{} {kin} had needs too.", capital(&others)));
        }
        let half = (core::f64::consts::LN_2 / self.fall.max(1e-6)).min(9999.0) as u32;
        said.push(if half < 939 {
            format!("Left alone, the risk would take {} to fall by half.", span(half.max(1)))
        } else {
            "Left alone, the risk would hardly fall before adulthood.".to_owned()
        });
        if self.plans > 0 {
            said.push("There had been a protection plan before.".to_owned());
        }
        if !self.standing.is_empty() {
            let weeks = span(self.week.saturating_sub(parts(self.entity_id).week).max(1));
            said.push(format!(
                "When this begins the need is {weeks} old, and the child has {}.",
                has(&self.standing)
            ));
        }
        said
    }
}

/// Describes the case at week 0, and the last referral if no case is open.
fn before(seen: &Seen, week: u32) -> String {
    let child = &seen.child;
    let standing = standing(seen, week);
    if child.is_open() || child.referred == 0 {
        return standing;
    }
    format!("{standing} ({} after the last referral)", span(week.saturating_sub(child.referred).max(1)))
}

/// Rephrases a state so that it can follow `the child has`: `a child in need for 3 weeks` becomes
/// `been a child in need for 3 weeks`.
fn has(standing: &str) -> String {
    let is = |rest: &str| format!("been {rest}");
    if standing.starts_with("a child")
        || standing.starts_with("under")
        || standing.starts_with("looked")
        || standing.starts_with("assessed")
    {
        is(standing)
    } else {
        standing.to_owned()
    }
}
