//! Culture and prescription: teams between compliance and learning, rules that come easily and go
//! slowly.
//!
//! *Equations.* A team has a culture of its own, around c* (`level`, spread `spread`). What moves
//! it, per month: leaders' conversion less the usual, x `conversion`; overload less the usual, x
//! -`overload`; and its own level, x `holds` (own - c). Their sum is multiplied by (.9 - c) if it
//! is positive and by c if it is negative, and by e^(+-`conform` (c - `threshold`)): below the
//! threshold colleagues hold a team back that is to learn and draw down one that slips, above it
//! the other way round. So growth is an S-curve and loss slow at first and then fast; under the
//! same leading and load every team has one stationary point, and comes back to it over years: what
//! is won must be held. Newcomers pull to `level`. Prescription of a kind of decision rises with
//! public attention where learning is absent, and falls as learning teams with the authorisation
//! and the right to do so drop rules (and by a dated change, [`crate::mechanisms::programme`]); at
//! usual attention, culture, authorisation and rights the two are equal at .55. Slippage is both
//! drifting back. Supervision had / due: what decisions leave of the manager's week. *Sources.*
//! MODEL.md section 4; Centola 2018 (c*), Bhatt (newcomers), Repenning 2002 (slippage).

use crate::calendar::{WEEKS_A_QUARTER, WEEKS_A_YEAR};
use crate::context::StepContext;
use crate::mechanisms::{influence, invest};
use crate::parameters;
use crate::setting::State;
use crate::style::{DecisionKind, Site, USUAL_DEVELOPING, Use};
use crate::world::{Service, TEAM};

parameters! {
    /// Culture and prescription.
    Culture "culture" {
        level: 0.35, 0.25 .. 0.45, "0 to 1", "assumption: compliance is usual (MECHANISMS.md section 1)", "Culture of a usual team under usual leading and load.";
        threshold: 0.35, 0.25 .. 0.45, "0 to 1", "Centola 2018 (25 %; field guesses 10-40 %)", "Culture above which colleagues carry a change instead of holding it back.";
        conversion: 0.06, 0.02 .. 0.12, "a month", "MECHANISMS.md section 3", "What leading whose influence and effect are full adds.";
        overload: 0.06, 0.0 .. 0.15, "a month", "MODEL.md section 4", "What full overload takes.";
        holds: 0.024, 0.008 .. 0.06, "a month", "assumption: near the threshold half of what was won is lost in four to five years without leading that holds it, far above it in about fourteen", "How strongly a team comes back to its own level.";
        usual: 0.0069, -0.03 .. 0.05, "a month", "computed: conversion less overload under the incumbent in the average authority", "What leading and load come to usually.";
        newcomers: 0.3, 0.0 .. 1.0, "share", "Bhatt (read in the published model): susceptibility .05 + .30 e^(-.3 months)", "How far newcomers pull a team to the usual level.";
        conform: 6.0, 0.0 .. 12.0, "log per unit of culture", "assumption; shape from Centola 2018 (threshold) and Repenning 2002 (slippage)", "How steeply colleagues hold back or carry on what moves a team, on either side of the threshold.";
        spread: 0.1, 0.0 .. 0.25, "0 to 1", "assumption", "Spread of culture between teams at the start.";
        routine: 0.02, 0.005 .. 0.05, "a week", "MODEL.md section 5", "How fast a group gets a routine of working together.";
        rules_up: 0.12, 0.0 .. 0.4, "a year per unit of salience", "MECHANISMS.md section 3 (alpha)", "Rules added where learning is absent.";
        rules_down: 0.294, 0.0 .. 0.8, "a year", "MECHANISMS.md section 3 (epsilon .25); set so that .55 stands still at usual attention, culture, authorisation and rights", "Rules that learning teams with authorisation and the right to do so take away.";
        manager_hours: 13.0, 8.0 .. 20.0, "hours a week", "assumption", "Hours of a team manager's week for supervision and decisions.";
        decision_hours: 0.6, 0.2 .. 1.5, "hours", "assumption", "Manager's time for one decision.";
        supervision: 1.5, 0.5 .. 3.0, "hours a worker and week", "assumption", "Supervision that is usual.";
        support_leading: 0.25, 0.0 .. 0.6, "per unit of influence", "unknown; leading and support correlate at r .3-.4 (Carpenter 2013, Leithwood)", "How far a director who reaches a team adds to its support.";
        usual_reach: 0.355, 0.1 .. 0.8, "0 to 1", "computed: influence on a team under the incumbent in the average authority", "Influence at which support is usual.";
        support_culture: 0.3, 0.0 .. 0.6, "per unit of culture", "assumption", "How far a learning culture adds to support.";
    }
}

const WEEKS_A_MONTH: f64 = WEEKS_A_YEAR / 12.0;
/// Culture above which no team grows, 0 to 1 (MODEL.md section 4).
const HIGHEST: f64 = 0.9;
/// Least culture of a team's own: a numerical guard that keeps it away from 0, where nothing grows.
const LEAST_OWN: f64 = 0.02;
/// Most culture of a team's own: a numerical guard that keeps it below [`HIGHEST`].
const MOST_OWN: f64 = 0.88;
/// Supervision in teams without cases, as a share of what is due there (assumption).
const OTHER_TEAMS_GET: f64 = 0.9;
/// Share that a half-day for developing others adds to support, at full influence (assumption).
const DEVELOPING_ADDS: f64 = 0.2;

/// Culture of every team, and prescription.
pub(crate) fn shift(service: &mut Service, context: &StepContext<'_>) {
    supervise(service, context);
    let p = &context.p.culture;
    if !context.holds(State::Culture) {
        for index in 0..service.workforce.teams.len() {
            let monthly = moves(service, context, index);
            let team = &mut service.workforce.teams[index];
            let c = team.culture;
            let stands = 1.0 - context.p.framework.holds * team.embedded;
            let newcomers = stands * p.newcomers * team.joined * (c - p.level);
            team.culture = (c + monthly / WEEKS_A_MONTH - newcomers).clamp(0.0, 1.0);
        }
    }
    if context.holds(State::Prescription) {
        return;
    }
    let culture = mean(service);
    // Whoever works under a rule may drop it if the right is theirs: practitioners wholly, managers
    // half.
    let right = |site| context.style.right(DecisionKind::Recording, site);
    let may = right(Site::Practitioners) + 0.5 * right(Site::Manager);
    for rules in &mut service.leadership.prescription {
        let up = p.rules_up * service.environment.salience * (1.0 - culture) * (1.0 - *rules);
        let down = p.rules_down * culture * service.leadership.director.authorisation * may * *rules;
        *rules = (*rules + (up - down) / WEEKS_A_YEAR).clamp(0.0, 1.0);
    }
}

/// Mean culture of teams.
pub(crate) fn mean(service: &Service) -> f64 {
    service.workforce.teams.iter().map(|team| team.culture).sum::<f64>()
        / service.workforce.teams.len().max(1) as f64
}

/// What moves a team's culture in a month, but for newcomers.
fn moves(service: &Service, context: &StepContext<'_>, index: usize) -> f64 {
    let p = &context.p.culture;
    let team = &service.workforce.teams[index];
    let stands = 1.0 - context.p.framework.holds * team.embedded;
    let converts = p.conversion * influence::conversion(service, context, index);
    let overload = stands * p.overload * overload(team.utilisation);
    let own = (p.level + team.own).clamp(LEAST_OWN, MOST_OWN);
    law(p, team.culture, own, converts - overload - p.usual)
}

/// Change of culture a month at a culture, under what leading and load push beyond the usual.
fn law(p: &Culture, c: f64, own: f64, push: f64) -> f64 {
    let drive = push + p.holds * (own - c);
    let (room, towards) = if drive > 0.0 { ((HIGHEST - c).max(0.0), 1.0) } else { (c, -1.0) };
    drive * room * libm::exp(p.conform * towards * (c - p.threshold))
}

fn overload(utilisation: f64) -> f64 {
    (utilisation - 1.0).clamp(0.0, 1.0)
}

/// Supervision that people get: what decisions leave of their manager's week.
fn supervise(service: &mut Service, context: &StepContext<'_>) {
    let p = &context.p.culture;
    let develops = context.style.time(Use::Developing) - USUAL_DEVELOPING;
    let improves =
        if service.oversight.inspection.is_inadequate() { context.p.inspection.improves } else { 0.0 };
    for index in 0..service.workforce.teams.len() {
        let reach = influence::strength(service, context, index);
        let team = &service.workforce.teams[index];
        let due = p.supervision * team.people.max(1.0);
        let bought = invest::supervision(service, context, p.manager_hours);
        let team = &mut service.workforce.teams[index];
        let left = (p.manager_hours + bought - p.decision_hours * f64::from(team.manager_decisions)).max(0.0)
            * (1.0 + team.more_supervision);
        let usual = p.supervision * TEAM as f64;
        let had = if team.holds_cases { left * due / usual.max(due) } else { due * OTHER_TEAMS_GET };
        let now = 0.5 * had / due * (1.0 + DEVELOPING_ADDS * develops * reach)
            + p.support_culture * (team.culture - p.level)
            + p.support_leading * (reach - p.usual_reach)
            + improves;
        // Support is what people have come to expect: a quarter to change.
        team.support = (team.support + (now - team.support) / WEEKS_A_QUARTER).clamp(0.0, 1.0);
        team.manager_decisions = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;

    /// Culture after some years of a push, month by month.
    fn after(p: &Culture, start: f64, own: f64, push: f64, years: u32) -> f64 {
        (0..12 * years).fold(start, |c, _| (c + law(p, c, own, push)).clamp(0.0, 1.0))
    }

    #[test]
    fn a_team_at_its_own_level_stands_still_and_every_other_comes_back_to_it() {
        let p = Parameters::default().culture;
        for own in [0.05, 0.2, 0.35, 0.6, 0.85] {
            assert!((after(&p, own, own, 0.0, 50) - own).abs() < 1e-12, "{own}");
            for start in [0.02, 0.3, 0.7, 0.88] {
                let (near, far) = ((after(&p, start, own, 0.0, 4) - own).abs(), (start - own).abs());
                assert!(near < far && (after(&p, start, own, 0.0, 400) - own).abs() < 0.01, "{own} {start}");
            }
        }
    }

    #[test]
    fn what_is_won_is_held_as_long_as_leading_holds_it_and_half_lost_in_years() {
        let p = Parameters::default().culture;
        let won = after(&p, 0.35, 0.35, 0.006, 200);
        assert!(won > 0.5 && won < 0.7, "{won}");
        let left = |years| (after(&p, won, 0.35, 0.0, years) - 0.35) / (won - 0.35);
        assert!(left(1) > 0.7 && left(16) < 0.5, "{} {}", left(1), left(16));
    }

    // Named after what a review of the first form found: a team that began below the threshold
    // overtook one that began above it.
    #[test]
    fn of_two_teams_under_the_same_push_the_one_ahead_stays_ahead() {
        let p = Parameters::default().culture;
        for push in [0.02, -0.02, 0.0, 0.05] {
            for years in [1, 4, 10] {
                let mut before = 0.0;
                for step in 0..=100 {
                    let now = after(&p, f64::from(step) / 100.0, 0.35, push, years);
                    assert!(now >= before - 1e-12, "{push} {years} {step}: {before} {now}");
                    before = now;
                }
            }
        }
    }

    #[test]
    fn growth_is_an_s_and_loss_is_slow_at_first() {
        let p = Parameters::default().culture;
        let by_year = |start: f64, own: f64, push: f64| -> Vec<f64> {
            let at = |years| after(&p, start, own, push, years);
            (0..16).map(|year| at(year + 1) - at(year)).collect()
        };
        let grows = by_year(0.1, 0.1, 0.016);
        let steepest = grows.iter().copied().fold(0.0, f64::max);
        assert!(grows[0] < 0.8 * steepest && grows[15] < 0.8 * steepest, "{grows:?}");
        let falls = by_year(0.7, 0.6, -0.012);
        let steepest = falls.iter().copied().fold(0.0, f64::min);
        assert!(falls[0] > 0.8 * steepest, "{falls:?}");
    }
}
