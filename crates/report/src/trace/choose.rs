//! Chooses the child of a story by a stated rule, so that the choice cannot be arbitrary.
//!
//! The default rule for two strategies takes the child whose two histories differ most: the sum
//! over weeks of the number of pathway stages between them. For one strategy it takes the child
//! with the most changes. Another rule takes the child with the most changes of worker in one
//! history. Children whose need arose after week 0 come first, because their whole history is
//! visible. Only one child per family is chosen.

use std::collections::{BTreeMap, BTreeSet};

use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::EntityId;
use balcony_engine::world::{CONFERENCE, ENQUIRY, NO_POST, Stage, World};

use super::changes::CaseHolder;
use super::id::parts;

/// A child's history in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The absolute week of the first observation.
    pub from: u32,
    /// Stage at the end of every week from then on.
    pub stages: Vec<Stage>,
    /// Number of changes of stage, of worker, and of the state of enquiries and conferences.
    pub happenings: u32,
    /// Number of changes of worker.
    pub worker_changes: u32,
    held: Option<CaseHolder>,
    state: (Stage, u16, u8),
}

impl Brief {
    /// Stage at the end of a week; 0 (no case) in weeks in which the child was not observed.
    fn stage(&self, week: u32) -> u32 {
        let at = week.checked_sub(self.from).and_then(|at| self.stages.get(at as usize));
        at.map_or(0, |stage| *stage as u32)
    }

    fn until(&self) -> u32 {
        self.from + self.stages.len() as u32
    }
}

/// A sink that records every child's history in brief.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Histories by entity id.
    pub lives: BTreeMap<EntityId, Brief>,
}

impl Sink for Survey {
    fn week(&mut self, week: Week, _row: &[f64; ROW], world: &World) {
        for (child, post_index) in world.population.children.iter().zip(&world.population.post_of) {
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
            let held = CaseHolder::of(child, *post_index);
            life.worker_changes += life.held.map_or(0, |before| before.worker_changes(held));
            life.held = Some(held);
        }
    }
}

/// The rule by which a child is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// The difference between its two histories; under one strategy, the number of changes.
    #[default]
    Apart,
    /// The number of changes of worker, in the history in which it is larger.
    Changes,
}

impl Rule {
    /// Describes the rule for one strategy or two.
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

/// Children in the order of the rule: at most `most`, one per family.
pub fn telling(rule: Rule, surveys: &[Survey], first: u32, most: usize) -> Vec<EntityId> {
    let all: BTreeSet<EntityId> = surveys.iter().flat_map(|survey| survey.lives.keys().copied()).collect();
    let whole = |entity_id: &EntityId| parts(*entity_id).week >= first;
    // In a short run there may be no child whose need arose in it and whose histories differ. Other
    // children then follow in the list.
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

/// The difference between two histories, or the number of changes in one.
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
