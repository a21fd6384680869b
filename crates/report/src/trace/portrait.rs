//! Who the child is: what is the same in every life, because it was there before any leader decided
//! anything.

use balcony_engine::rng::EntityId;

use super::id::parts;
use super::pathway::{high, standing};
use super::watch::{Glimpse, Seen};
use super::words::{agencies, capital, number, span};

/// A child as it was first seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// Identity.
    pub entity_id: EntityId,
    /// The absolute week it was first seen in: week 0, or the week its need arose.
    pub week: u32,
    /// Age in years then.
    pub age: f64,
    /// Risk then.
    pub risk: f64,
    /// Complexity.
    pub complexity: f64,
    /// Natural fall of the base level a week.
    pub fall: f64,
    /// Agencies that hold a piece, a bit each.
    pub holders: u8,
    /// Brothers and sisters with needs.
    pub siblings: u8,
    /// The state of the case then; empty if the need arose later than week 0.
    pub standing: String,
    /// Protection plans before.
    pub plans: u8,
}

/// Weeks from birth to the eighteenth birthday.
const CHILDHOOD: f64 = 939.0;

impl Portrait {
    /// The child as one life first saw it; `first` is week 0. None if it never did.
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

    /// In numbers.
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

    /// In sentences.
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

/// The state of the case at week 0, and the last referral if there is no case.
fn before(seen: &Seen, week: u32) -> String {
    let child = &seen.child;
    let standing = standing(seen, week);
    if child.is_open() || child.referred == 0 {
        return standing;
    }
    format!("{standing} ({} after the last referral)", span(week.saturating_sub(child.referred).max(1)))
}

/// `a child in need for 3 weeks` as what a child has.
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
