//! Which child to tell of, by a stated rule that leaves nothing to taste.
//!
//! As a rule, under two strategies: the child whose lives lie furthest apart, every week counted by
//! the steps of the pathway that lie between them; under one: the child with the most happening. Or
//! the child with the most changes of worker in one life. Among children whose needs arose after
//! week 0, so that the whole of it is seen; one child a family.

use std::collections::{BTreeMap, BTreeSet};

use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::EntityId;
use balcony_engine::world::{CONFERENCE, ENQUIRY, NO_POST, Stage, World};

use super::changes::Held;
use super::id::parts;

/// A life in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The absolute week from which the child was seen.
    pub from: u32,
    /// Its stage at the end of every week from then on.
    pub stages: Vec<Stage>,
    /// Changes of stage and of worker, enquiries and conferences.
    pub happenings: u32,
    /// Changes of worker.
    pub worker_changes: u32,
    held: Option<Held>,
    state: (Stage, u16, u8),
}

impl Brief {
    /// The stage at the end of a week; no case where the child was not seen.
    fn stage(&self, week: u32) -> u32 {
        let at = week.checked_sub(self.from).and_then(|at| self.stages.get(at as usize));
        at.map_or(0, |stage| *stage as u32)
    }

    fn until(&self) -> u32 {
        self.from + self.stages.len() as u32
    }
}

/// A sink that takes down every child's life in brief.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Lives by entity id.
    pub lives: BTreeMap<EntityId, Brief>,
}

impl Sink for Survey {
    fn week(&mut self, week: Week, _row: &[f64; ROW], world: &World) {
        for (child, post_index) in world.children.iter().zip(&world.post_of) {
            if child.entity_id.0 == 0 {
                continue;
            }
            let state = (child.stage, *post_index, child.flags & (ENQUIRY | CONFERENCE));
            let life = self.lives.entry(child.entity_id).or_insert_with(|| Brief {
                from: week.0,
                stages: Vec::new(),
                happenings: 0,
                worker_changes: 0,
                held: None,
                state: (Stage::Unserved, NO_POST, 0),
            });
            life.stages.push(child.stage);
            life.happenings += u32::from(life.state != state);
            life.state = state;
            let held = Held::of(child, *post_index);
            life.worker_changes += life.held.map_or(0, |before| before.worker_changes(held));
            life.held = Some(held);
        }
    }
}

/// By what a child is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// How far its two lives lie apart; under one strategy, how much happened.
    #[default]
    Apart,
    /// Changes of worker in one life, in that in which they are most.
    Changes,
}

impl Rule {
    /// The rule in words, for one strategy or two.
    pub fn words(self, lives: usize) -> &'static str {
        match (self, lives) {
            (Self::Apart, 1) => "the child to whom most happened, of those whose needs arose after the start",
            (Self::Apart, _) => {
                "the child whose two lives lie furthest apart, every week counted by the steps of the pathway between them \
                 (no case, assessment, in need, plan, care), of those whose needs arose after the start"
            }
            (Self::Changes, 1) => {
                "the child with the most changes of worker, of those whose needs arose after the start"
            }
            (Self::Changes, _) => {
                "the child with the most changes of worker in one of its two lives, of those whose needs arose after the start"
            }
        }
    }

    fn score(self, surveys: &[Survey], entity_id: EntityId) -> u32 {
        match self {
            Self::Apart => apart(surveys, entity_id),
            Self::Changes => {
                let lives = surveys.iter().filter_map(|survey| survey.lives.get(&entity_id));
                lives.map(|life| life.worker_changes).max().unwrap_or(0)
            }
        }
    }
}

/// Children in the order of the rule, at most `most`, one a family.
pub fn telling(rule: Rule, surveys: &[Survey], first: u32, most: usize) -> Vec<EntityId> {
    let all: BTreeSet<EntityId> = surveys.iter().flat_map(|survey| survey.lives.keys().copied()).collect();
    let whole = |entity_id: &EntityId| parts(*entity_id).week >= first;
    // In a run of a few weeks there may be none whose need arose in it and whose lives differ.
    let mut scored: Vec<(bool, u32, EntityId)> = all
        .into_iter()
        .map(|entity_id| (whole(&entity_id), rule.score(surveys, entity_id), entity_id))
        .collect();
    scored.sort_by(|a, b| ((b.1 > 0 && b.0), b.1, a.2).cmp(&((a.1 > 0 && a.0), a.1, b.2)));
    let mut families = BTreeSet::new();
    let one = scored
        .into_iter()
        .map(|(_, _, entity_id)| entity_id)
        .filter(|entity_id| families.insert(entity_id.of_family()));
    one.take(most).collect()
}

/// How far two lives lie apart, or how much happened in one.
fn apart(surveys: &[Survey], entity_id: EntityId) -> u32 {
    match surveys {
        [one] => one.lives.get(&entity_id).map_or(0, |life| life.happenings),
        [a, b, ..] => {
            let lives = [a.lives.get(&entity_id), b.lives.get(&entity_id)];
            let from = lives.iter().flatten().map(|life| life.from).min().unwrap_or(0);
            let until = lives.iter().flatten().map(|life| life.until()).max().unwrap_or(0);
            let stage = |life: Option<&Brief>, week| life.map_or(0, |life| life.stage(week));
            (from..until).map(|week| stage(lives[0], week).abs_diff(stage(lives[1], week))).sum()
        }
        [] => 0,
    }
}
