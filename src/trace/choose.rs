//! Which child to tell of, by a stated rule that leaves nothing to taste.
//!
//! Under two strategies: the child whose lives differ most, by weeks with an open case and 26 weeks for each step of the
//! pathway that one life reached and the other did not. Under one: the child with the most happening. Among children whose
//! needs arose after week 0, so that the whole of it is seen; one child a family.

use std::collections::{BTreeMap, BTreeSet};

use balcony_engine::calendar::Week;
use balcony_engine::draws::Lineage;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::world::{CONFERENCE, ENQUIRY, NO_SEAT, Stage, World};

use super::id::parts;

/// A life in three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brief {
    /// Weeks with an open case.
    pub open: u32,
    /// The furthest stage reached.
    pub furthest: Stage,
    /// Changes of stage and of worker, enquiries and conferences.
    pub happenings: u32,
    state: (Stage, u16, u8),
}

/// A sink that takes down every child's life in brief.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Lives by lineage.
    pub lives: BTreeMap<Lineage, Brief>,
}

impl Sink for Survey {
    fn week(&mut self, _week: Week, _row: &[f64; ROW], world: &World) {
        for (child, seat) in world.children.iter().zip(&world.seat_of) {
            if child.lineage.0 == 0 {
                continue;
            }
            let state = (child.stage, *seat, child.flags & (ENQUIRY | CONFERENCE));
            let new = Brief {
                open: 0,
                furthest: Stage::Unserved,
                happenings: 0,
                state: (Stage::Unserved, NO_SEAT, 0),
            };
            let life = self.lives.entry(child.lineage).or_insert(new);
            life.open += u32::from(child.is_open());
            life.furthest = life.furthest.max(child.stage);
            life.happenings += u32::from(life.state != state);
            life.state = state;
        }
    }
}

/// The rule in words, for one strategy or two.
pub fn rule(lives: usize) -> &'static str {
    if lives == 1 {
        "the child to whom most happened, of those whose needs arose after the start"
    } else {
        "the child whose two lives differ most in weeks with an open case (a step further on the pathway counts as 26), of \
         those whose needs arose after the start"
    }
}

/// Children in the order of the rule, at most `most`, one a family.
pub fn telling(surveys: &[Survey], first: u32, most: usize) -> Vec<Lineage> {
    let all: BTreeSet<Lineage> = surveys.iter().flat_map(|survey| survey.lives.keys().copied()).collect();
    let whole = |lineage: &Lineage| parts(*lineage).week >= first;
    // In a run of a few weeks there may be none whose need arose in it and whose lives differ.
    let mut scored: Vec<(bool, u32, Lineage)> =
        all.into_iter().map(|lineage| (whole(&lineage), score(surveys, lineage), lineage)).collect();
    scored.sort_by(|a, b| ((b.1 > 0 && b.0), b.1, a.2).cmp(&((a.1 > 0 && a.0), a.1, b.2)));
    let mut families = BTreeSet::new();
    let one = scored
        .into_iter()
        .map(|(_, _, lineage)| lineage)
        .filter(|lineage| families.insert(lineage.of_family()));
    one.take(most).collect()
}

fn score(surveys: &[Survey], lineage: Lineage) -> u32 {
    let brief = |survey: &Survey| survey.lives.get(&lineage).copied();
    match surveys {
        [one] => brief(one).map_or(0, |life| life.happenings),
        [a, b, ..] => {
            let of = |life: Option<Brief>| life.map_or((0, 0), |life| (life.open, life.furthest as u32));
            let ((a_open, a_far), (b_open, b_far)) = (of(brief(a)), of(brief(b)));
            a_open.abs_diff(b_open) + 26 * a_far.abs_diff(b_far)
        }
        [] => 0,
    }
}
