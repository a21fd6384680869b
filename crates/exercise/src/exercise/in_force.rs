//! What is in force when a round ends: what was handed in, else the draft, else what held before.
//!
//! A draft is never thrown away. One that cannot be done is cut to what can be done by [`cut`], the
//! one rule of it. The log holds the decision that is in force and the draft as it stood, so that a
//! replay needs no rule and the team can read what was cut.

use super::{Decision, Effective, Exercise, Inject, LEVELS, Provenance, RIGHTS, SOURCES, TIMES};

/// The rule in words, for paper.
pub(super) const RULE: &str = "half-days go from the largest use, points from the largest investment, and \
    changes of decision rights go back from the last in the list.";

/// Cuts a draft to what can be done, in this order:
///
/// 1. A value that no form can send becomes what held before. Answers to what did not come go.
/// 2. Half a half-day after the other goes from the use that is then the largest; of equal ones,
///    from the first in the order of [`TIMES`]. If all uses are empty and the answers alone take
///    too much, the answer that takes most goes.
/// 3. Changes of decision rights beyond the limit go back, from the last in the order of
///    [`RIGHTS`].
/// 4. Point after point goes from the investment that is then the largest; of equal ones, from the
///    first.
///
/// What can be done stays as it is. `before`, `injects` and `bound` are as in
/// [`Decision::wrong`].
pub fn cut(
    exercise: &Exercise,
    before: &Decision,
    injects: &[&Inject],
    bound: f64,
    draft: &Decision,
) -> Decision {
    let mut done = draft.clone();
    if usize::from(done.source) >= SOURCES.len() {
        done.source = before.source;
    }
    if !(-1..=1).contains(&done.rules) {
        done.rules = 0;
    }
    for (right, before) in done.rights.iter_mut().zip(before.rights) {
        if usize::from(*right) >= LEVELS.len() {
            *right = before;
        }
    }
    if done.points.len() != exercise.levers.len() {
        done.points.clone_from(&before.points);
    }
    done.answers.retain(|key, answer| {
        let came = injects.iter().find(|inject| inject.key == *key);
        came.is_some_and(|inject| inject.answers.iter().any(|known| known.key == *answer))
    });
    done.time.iter_mut().for_each(|time| *time = (*time).min(40));
    while done.half_days_in_all(injects) + bound > exercise.most_half_days + 1e-9 {
        if let Some(largest) = largest(&done.time) {
            done.time[largest] -= 1;
        } else if !drop_answer(&mut done, injects) {
            break;
        }
    }
    let mut kind = RIGHTS.len();
    while done.moved(before) > exercise.changes && kind > 0 {
        kind -= 1;
        done.rights[kind] = before.rights[kind];
    }
    while done.points.iter().map(|points| u32::from(*points)).sum::<u32>() > exercise.points {
        let Some(largest) = largest(&done.points) else { break };
        done.points[largest] -= 1;
    }
    done
}

/// The place of the largest value that is not 0; of equal ones the first.
fn largest(values: &[u8]) -> Option<usize> {
    let most = *values.iter().max().filter(|most| **most > 0)?;
    values.iter().position(|value| *value == most)
}

/// Takes the answer away that takes most half-days; returns whether one did.
fn drop_answer(done: &mut Decision, injects: &[&Inject]) -> bool {
    let takes = |key: &String, answer: &String| {
        let inject = injects.iter().find(|inject| inject.key == *key)?;
        let answer = inject.answers.iter().find(|known| known.key == *answer)?;
        Some(answer.time.iter().sum::<f64>()).filter(|time| *time > 0.0)
    };
    let all = done.answers.iter().filter_map(|(key, answer)| Some((takes(key, answer)?, key.clone())));
    let most = all.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    most.is_some_and(|(_, key)| done.answers.remove(&key).is_some())
}

/// What the cut takes from a draft first, in words: `the change programme`. The use from which the
/// next half goes.
pub fn goes_first(draft: &Decision) -> Option<&'static str> {
    Some(TIMES[largest(&draft.time)?].split(':').next().unwrap_or_default())
}

/// The decision in force of one team, given what it handed in, its draft, and what held before.
pub(super) fn effective(
    submitted: Option<&Decision>,
    draft: Option<&Decision>,
    held: Decision,
    cut: impl Fn(&Decision) -> Decision,
) -> Effective {
    if let Some(decision) = submitted {
        return Effective::of(decision.clone(), Provenance::Submitted);
    }
    match draft.filter(|draft| **draft != held) {
        None => Effective::of(held, Provenance::Carried),
        Some(draft) => {
            let decision = cut(draft);
            if decision == *draft {
                Effective::of(decision, Provenance::Draft)
            } else {
                Effective { decision, how: Provenance::Cut, drafted: Some(draft.clone()) }
            }
        }
    }
}
