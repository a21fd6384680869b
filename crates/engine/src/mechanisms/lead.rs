//! Leading: which way of leading is in force this week, from what was decided, what happened, and
//! what is seen.
//!
//! *Question.* What does a strategy come to in a week? *Rules.* An interim keeps things as they
//! were. Who led at week 0 leads as was decided; a successor takes up the share `takes_up` of it,
//! and leads for the rest with a source of their own, in the week of the incumbent. A response
//! holds for its weeks after what it responds to; a rule holds while what leaders see is past its
//! level, and its weeks; the first in order wins, responses first. An adaptive director looks every
//! so often at whether it goes better or worse than at the last look, by what is seen alone; that
//! it goes worse is noticed with the probability of self-awareness, and then another way is tried,
//! any of the others alike. Every change is paid for as every change is (`work.relearning`). Strain
//! takes from every use of time. *Sources.* MODEL.md section 5; MECHANISMS.md section 5 (the
//! adaptive leader as natural fifth arm).

use crate::calendar::Week;
use crate::mechanisms::relay::USUAL_STRAIN;
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::setting::{Event, Setting};
use crate::strategy::{Adaptive, Strategy};
use crate::style::{Signal, Style, Trigger, Use};
use crate::world::{SELF_AWARENESS, Service, World};

parameters! {
    /// Leading.
    Lead "lead" {
        worn: 0.5, 0.0 .. 1.0, "share per unit of strain", "assumption", "Time that strain above .3 takes from a director's week.";
        takes_up: 1.0, 0.0 .. 1.0, "share", "unknown: no published value; 1 says that the authority chose the way of leading and not the person", "How far a permanent director who starts after week 0 leads in the way that was decided, and not with a source of influence of their own in the incumbent's week.";
        worse: 0.01, 0.0 .. 0.05, "score", "assumption", "How much worse it must go to be worth noticing: shares of timeliness, vacancy, overspending and strain together.";
    }
}

/// Share of a director's time that strain leaves at least: a numerical guard.
const LEAST_TIME: f64 = 0.2;

/// What is in force in the week to come.
///
/// ```
/// use balcony_engine::mechanisms::lead;
/// use balcony_engine::strategy::Strategy;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// // A strategy that decides nothing leaves the incumbent's style in force.
/// let style = lead::choose(&mut world, &Strategy::default(), place.setting(), false);
/// assert_eq!(style, place.setting().start.incumbent);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn choose(world: &mut World, strategy: &Strategy, setting: &Setting, warming: bool) -> Style {
    let incumbent = setting.start.incumbent;
    let week = world.week;
    if warming {
        return incumbent;
    }
    let happened = core::mem::take(&mut world.service.leadership.leading.happened) | dated(setting, week);
    if world.service.leadership.director.interim {
        world.service.leadership.leading.act = 0;
        return incumbent;
    }
    let Some(decided) = strategy.at(Week(week)) else { return incumbent };
    let own = match &strategy.adaptive {
        Some(adaptive) => adapt(world, adaptive, setting).unwrap_or(*decided),
        None => *decided,
    };
    let decided = act(world, strategy, happened).unwrap_or(own);
    taken_up(world, setting, decided)
}

/// What a director who did not decide it makes of a way of leading.
fn taken_up(world: &World, setting: &Setting, decided: Style) -> Style {
    let share = setting.parameters.lead.takes_up;
    let leadership = &world.service.leadership;
    if share >= 1.0 || leadership.director.incumbent == leadership.leading.decides {
        return decided;
    }
    let own = Style { source: leadership.director.own.source, ..setting.start.incumbent };
    own.towards(&decided, share)
}

/// Each use of time, less what strain takes.
///
/// ```
/// use balcony_engine::mechanisms::lead;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let style = place.setting().start.incumbent;
/// let felt = lead::effective_style(&style, &world.service, place.setting());
/// assert!(felt.attention.iter().zip(style.attention).all(|(felt, given)| *felt <= given));
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn effective_style(style: &Style, service: &Service, setting: &Setting) -> Style {
    let lost = setting.parameters.lead.worn * (service.leadership.director.strain - USUAL_STRAIN).max(0.0);
    let mut attention = style.attention.map(|time| time * (1.0 - lost).max(LEAST_TIME));
    // Residents who govern want to be met: from the balcony and from politics.
    let residents = setting.parameters.structure.residents_time * setting.structure.residents;
    for at in [Use::Balcony, Use::Politics] {
        let time = &mut attention[at as usize];
        *time = (*time - 0.5 * residents).max(0.0);
    }
    Style { attention, ..*style }
}

/// What the scenario brings this week that can be responded to, a bit for each [`Trigger`].
fn dated(setting: &Setting, week: u32) -> u8 {
    let begins = |event: &&Event| event.size > 0.0 && event.week.0 == week;
    let triggers = setting.events.iter().filter(begins).filter_map(|event| Trigger::of_event(event.kind));
    triggers.fold(0, |all, trigger| all | trigger.bit())
}

/// The response or rule that holds.
fn act(world: &mut World, strategy: &Strategy, happened: u8) -> Option<Style> {
    let week = world.week;
    for (index, response) in strategy.responses.iter().enumerate() {
        if happened & response.to.bit() != 0 {
            world.service.leadership.leading.act = index as u16 + 1;
            world.service.leadership.leading.until = week.saturating_add(response.weeks.max(1));
            break;
        }
    }
    if week >= world.service.leadership.leading.until {
        world.service.leadership.leading.act = 0;
        for (index, rule) in strategy.rules.iter().enumerate() {
            let seen = world.service.leadership.seen.now(rule.signal);
            if (rule.above && seen > rule.level) || (!rule.above && seen < rule.level) {
                world.service.leadership.leading.act = (strategy.responses.len() + index) as u16 + 1;
                world.service.leadership.leading.until = week.saturating_add(rule.weeks.max(1));
                break;
            }
        }
    }
    let place = usize::from(world.service.leadership.leading.act).checked_sub(1)?;
    let style = strategy.responses.get(place).map(|response| response.style);
    style.or_else(|| strategy.rules.get(place - strategy.responses.len()).map(|rule| rule.style))
}

/// The style that an adaptive director has chosen; none if there is nothing to try.
fn adapt(world: &mut World, adaptive: &Adaptive, setting: &Setting) -> Option<Style> {
    let seen = &world.service.leadership.seen;
    let away = |signal: Signal| seen.now(signal) - seen.usual[signal as usize];
    let goes =
        away(Signal::Timeliness) - away(Signal::Vacancy) - away(Signal::Overspend) - away(Signal::Strain);
    let leading = &mut world.service.leadership.leading;
    let every = adaptive.every.max(4);
    if leading.looked == 0 {
        (leading.looked, leading.went) = (world.week, goes);
    } else if world.week - leading.looked >= every && adaptive.styles.len() > 1 {
        let worse = goes < leading.went - setting.parameters.lead.worse;
        let who = EntityId::director(world.service.authority, world.service.leadership.director.incumbent);
        let draw = world.rng_key.block(who, Tag::Adapt, world.week, 0);
        if worse && draw.uniform(0) < world.service.leadership.director.competence[SELF_AWARENESS] {
            let others = adaptive.styles.len() - 1;
            let other = 1 + ((draw.uniform(1) * others as f64) as usize).min(others - 1);
            leading.tried = ((usize::from(leading.tried) + other) % adaptive.styles.len()) as u8;
            leading.changes += 1;
        }
        (leading.looked, leading.went) = (world.week, goes);
    }
    adaptive.styles.get(usize::from(leading.tried)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fork_point::ForkPoint;
    use crate::golden;
    use crate::measure::OutcomeAccumulator;
    use crate::rng::RngKey;
    use crate::style::Style;

    /// The source of influence in force each week, in a place whose director goes in week 39.
    fn sources(takes_up: f64) -> (Vec<f64>, f64, f64) {
        let mut setting = golden::setting(1);
        setting.parameters.lead.takes_up = takes_up;
        setting.structure.bound = 1.0;
        setting.parameters.directors.interim_share = 0.0;
        // Everybody from elsewhere would lead in the usual way, and nobody comes from within.
        setting.parameters.leaders.spread = 0.0;
        setting.parameters.market.inside = 0.0;
        let usual = setting.start.incumbent;
        let decided = Style { source: 1.0, ..usual };
        let strategy = Strategy::of(vec![(golden::START, decided)]);
        let place = ForkPoint::new(setting);
        let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 }).expect("a sound model");
        let mut sums = OutcomeAccumulator::default();
        let mut source = |week| {
            place.advance(&mut world, &strategy, week, &mut sums).expect("a sound model");
            world.service.leadership.style.source
        };
        ((1..60).map(&mut source).collect(), usual.source, decided.source)
    }

    // Seen to fail with `towards(&decided, 1.0 - share)`, and without the comparison of incumbents.
    #[test]
    fn a_successor_takes_up_the_share_of_what_was_decided_and_whoever_decided_it_all_of_it() {
        for takes_up in [0.0, 0.25, 1.0] {
            let (sources, usual, decided) = sources(takes_up);
            assert_eq!((sources[0], sources[38]), (decided, decided));
            assert_eq!(sources[58], usual + takes_up * (decided - usual), "{takes_up}");
        }
    }
}
