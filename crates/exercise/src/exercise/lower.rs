//! Converts a team's decisions to what the engine needs: a strategy, and the events that came to
//! this team.
//!
//! A new round only appends to the strategy: its decision never names an earlier week. So
//! simulating round by round and simulating everything again give the same bytes.

use super::inject::Happening;
use super::{Decision, Effective, Exercise, Inject};
use balcony_engine::calendar::Week;
use balcony_engine::setting::{Event, EventKind};
use balcony_engine::strategy::{Investment, Strategy, Style};

/// Share of decisions that each site takes when a level holds a right. Assumption: most of them,
/// but not all; the rest goes to neighbouring sites.
pub(super) const ROWS: [[f64; 4]; 4] =
    [[0.70, 0.20, 0.10, 0.0], [0.10, 0.70, 0.20, 0.0], [0.0, 0.10, 0.75, 0.15], [0.0, 0.10, 0.20, 0.70]];

/// The style of a decision, without its answers.
pub fn style(decision: &Decision) -> Style {
    let time = |at: usize| decision.half_days(at);
    Style {
        source: f64::from(decision.source) / 4.0,
        rights: decision.rights.map(|level| ROWS[usize::from(level).min(3)]),
        attention: std::array::from_fn(time),
    }
}

/// A team's decision in a round, with the injects of that round.
pub type Decided<'a> = (&'a Effective, Vec<&'a Inject>);

/// Strategy of the rounds decided so far. Each decision comes with the injects that the team
/// received in its round.
pub fn engine_strategy(exercise: &Exercise, rounds: &[Decided<'_>]) -> Strategy {
    let start = exercise.scenario.start_week().0;
    let begins = |round: usize| start + round as u32 * exercise.weeks;
    let mut strategy = Strategy::default();
    let mut rules = 0;
    for (round, (effective, injects)) in rounds.iter().enumerate() {
        let decision = &effective.decision;
        let mut style = style(decision);
        // Answers that still hold, oldest first, so that the newest one wins where several move the
        // same right.
        for (earlier, (effective, injects)) in rounds[..=round].iter().enumerate() {
            for answer in effective.decision.answered(injects) {
                if round - earlier < answer.rounds as usize {
                    for (at, time) in answer.time.iter().enumerate() {
                        style.attention[at] += time;
                    }
                    for (kind, level) in answer.rights.iter().enumerate() {
                        if let Some(level) = level {
                            style.rights[kind] = ROWS[usize::from(*level).min(3)];
                        }
                    }
                }
            }
        }
        if strategy.changes.last().map(|(_, before)| before) != Some(&style) {
            strategy.changes.push((Week(begins(round)), style));
        }
        for (lever, points) in exercise.levers.iter().zip(&decision.points) {
            if *points > 0 {
                strategy.investments.push(Investment {
                    from: Week(begins(round) + lever.starts_after),
                    weeks: exercise.weeks,
                    kind: lever.kind,
                    size: f64::from(*points) * lever.point,
                });
            }
        }
        if decision.rules != 0 {
            let kind = if decision.rules < 0 { EventKind::RulesRemoved } else { EventKind::RulesAdded };
            strategy.acts.push(Event { week: Week(begins(round)), weeks: 0, kind, size: exercise.rules });
            rules += 1;
        }
        for answer in decision.answered(injects) {
            strategy.acts.extend(answer.acts.iter().map(|act| event(act, begins(round))));
            strategy.investments.extend(answer.buys.iter().map(|bought| Investment {
                from: Week(begins(round) + bought.after),
                weeks: bought.weeks,
                kind: bought.kind,
                size: bought.size,
            }));
        }
    }
    debug_assert!(rules <= rounds.len());
    strategy
}

/// Events of a team by week: the scenario's events, then those of the injects that came.
pub fn events(exercise: &Exercise, rounds: &[Vec<&Inject>]) -> Vec<Event> {
    let start = exercise.scenario.start_week().0;
    let mut events: Vec<Event> = exercise.scenario.events.iter().map(|named| named.event).collect();
    for (round, injects) in rounds.iter().enumerate() {
        let begins = start + round as u32 * exercise.weeks;
        for inject in injects {
            events.extend(inject.events.iter().map(|happening| event(happening, begins)));
        }
    }
    events
}

fn event(happening: &Happening, begins: u32) -> Event {
    Event {
        week: Week(begins + happening.after),
        weeks: happening.weeks,
        kind: happening.kind,
        size: happening.size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_rights_sum_to_one() {
        for row in ROWS {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
