//! The day in minutes, from the exercise's own: joining, practice, rounds, pauses, the debrief.

use super::super::{Exercise, Inject, InjectTime, Part};

/// Minutes to brief the room and to join, and to practise one round that is then taken back.
const BRIEF: f64 = 8.0;
const PRACTICE: f64 = 4.0;
/// A pause to look up, and after how many of the years there is one: with one, the exercise "First
/// Three Years" takes ninety minutes.
const PAUSE: f64 = 2.0;
const PAUSES: u32 = 1;
/// An exercise whose rounds and debrief take no longer than this is a taster: it has four minutes
/// to brief and join, no practice and no pause.
const TASTER: f64 = 30.0;
const JOIN: f64 = 4.0;

/// What the room does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Activity<'a> {
    /// Hears the briefing and joins.
    Brief,
    /// Plays the first round, which is taken back.
    Practice,
    /// Plays a round, counted from 0.
    Round(u32),
    /// Looks up after a year, counted from 1.
    Pause(u32),
    /// A part of the debrief.
    Part(&'a Part),
}

/// What the room does, from which minute to which.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot<'a> {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) what: Activity<'a>,
}

/// Minutes that a round is meant to take: the last one given holds for all after it.
pub(super) fn minutes(exercise: &Exercise, round: u32) -> f64 {
    exercise.minutes.get(round as usize).or(exercise.minutes.last()).copied().unwrap_or(5.0)
}

/// Whether the exercise is so short that it has no practice round.
pub(super) fn is_taster(exercise: &Exercise) -> bool {
    let rounds: f64 = (0..exercise.rounds).map(|round| minutes(exercise, round)).sum();
    rounds + debrief(exercise) <= TASTER
}

/// Minutes of the debrief.
pub(super) fn debrief(exercise: &Exercise) -> f64 {
    exercise.debrief.iter().map(|part| part.minutes).sum()
}

/// Whether a round is the first of its year.
pub(super) fn begins_year(exercise: &Exercise, round: u32) -> bool {
    round == 0 || exercise.year(round) != exercise.year(round - 1)
}

/// Whether the day begins with a round that is taken back.
pub fn practises(exercise: &Exercise) -> bool {
    !is_taster(exercise)
}

/// The year that is over before a round if the day pauses there.
pub fn pause_before(exercise: &Exercise, round: u32) -> Option<u32> {
    let year = exercise.year(round);
    let pauses = !is_taster(exercise) && round > 0 && begins_year(exercise, round) && year - 1 <= PAUSES;
    pauses.then_some(year - 1)
}

/// The whole day.
pub(super) fn slots(exercise: &Exercise) -> Vec<Slot<'_>> {
    let mut slots: Vec<Slot<'_>> = Vec::new();
    let mut add = |minutes: f64, what| {
        let from = slots.last().map_or(0.0, |slot: &Slot<'_>| slot.to);
        slots.push(Slot { from, to: from + minutes, what });
    };
    let short = is_taster(exercise);
    add(if short { JOIN } else { BRIEF }, Activity::Brief);
    if !short {
        add(PRACTICE, Activity::Practice);
    }
    for round in 0..exercise.rounds {
        if let Some(year) = pause_before(exercise, round) {
            add(PAUSE, Activity::Pause(year));
        }
        add(minutes(exercise, round), Activity::Round(round));
    }
    for part in &exercise.debrief {
        add(part.minutes, Activity::Part(part));
    }
    slots
}

/// Minutes of the whole day.
pub fn in_all(exercise: &Exercise) -> f64 {
    slots(exercise).last().map_or(0.0, |slot| slot.to)
}

/// What a card is called on paper and on every page: `Card 3`.
pub fn card(exercise: &Exercise, key: &str) -> String {
    cards(exercise)
        .iter()
        .position(|inject| inject.key == key)
        .map_or(String::new(), |at| format!("Card {}", at + 1))
}

/// The years with their rounds, counted from 0: first and last.
pub(super) fn years(exercise: &Exercise) -> Vec<(u32, u32, u32)> {
    let mut years: Vec<(u32, u32, u32)> = Vec::new();
    for round in 0..exercise.rounds {
        let year = exercise.year(round);
        match years.last_mut() {
            Some(last) if last.0 == year => last.2 = round,
            _ => years.push((year, round, round)),
        }
    }
    years
}

/// `12:00`, `35:30`: minutes and seconds.
pub(super) fn time(minutes: f64) -> String {
    let seconds = (minutes * 60.0).round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Injects in the order of the cards: by round, then those that depend on a figure, then those that
/// are held.
pub(super) fn cards(exercise: &Exercise) -> Vec<&Inject> {
    let mut cards: Vec<&Inject> = exercise.injects.iter().collect();
    cards.sort_by_key(|inject| match &inject.when {
        InjectTime::Round(round) => (0, *round),
        InjectTime::If(condition) => (1, condition.from),
        InjectTime::Held => (2, 0),
    });
    cards
}
