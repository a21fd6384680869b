//! Culture and prescription: teams between compliance and learning, rules that come easily and go slowly.
//!
//! *Equations.* Culture of a team stands until something changes. What changes it, per month: leaders' conversion beyond what the team was
//! used to at week 0, x (.9 - c), or x c where it is less; overload beyond the usual, x -.06 c (relief x .06 c (.9 - c)). Such a push is
//! multiplied by e^(+-`conform` (c - c*)): below the threshold c* colleagues hold a team back that is to learn and draw down one that
//! slips, above it the other way round. So growth is an S-curve, loss is slow at first and then fast, what was won or lost stays,
//! and of two teams under the same push the one that was ahead stays ahead. Newcomers beyond the usual pull to .35. With `habit` 0 nothing is
//! usual and the equation is that of MODEL.md: .5 c (1-c)(c - c*) + conversion x (.9 - c) - .06 x overload x c.
//! Prescription of a kind of decision rises after failures in proportion to fear when learning is
//! absent; it falls only when rules are taken away: by a dated change ([`crate::mechanisms::programme`]), or by a learning team with the
//! authorisation and the right to do so. Slippage is both drifting back. Supervision had / due: what decisions leave of the
//! manager's week. *Sources.* MODEL.md section 4; Centola 2018 (c*), Bhatt (newcomers), Repenning 2002 (slippage).

use crate::calendar::WEEKS_A_YEAR;
use crate::mechanisms::{influence, invest};
use crate::parameters;
use crate::scene::Scene;
use crate::world::{Settled, World};

parameters! {
    /// Culture and prescription.
    Culture "culture" {
        threshold: 0.35, 0.25 .. 0.45, "0 to 1", "Centola 2018 (25 %; field guesses 10-40 %)", "Culture above which a team draws itself up (c*).";
        pull: 0.5, 0.1 .. 1.0, "a month", "MODEL.md section 4", "Speed of conformity.";
        conversion: 0.06, 0.02 .. 0.12, "a month", "MECHANISMS.md section 3", "Conversion by a leader whose influence and effect are full.";
        overload: 0.06, 0.0 .. 0.15, "a month", "MODEL.md section 4", "Culture lost with overload.";
        newcomers: 0.3, 0.0 .. 1.0, "share", "Bhatt (read in the published model): susceptibility .05 + .30 e^(-.3 months)", "How far newcomers pull a team to .35.";
        habit: 1.0, 0.0 .. 1.0, "share", "assumption: a service that nobody changes stays as it is", "How far a team stands where it stood at week 0, under the leaders, the load and the newcomers that it is used to.";
        conform: 6.0, 0.0 .. 12.0, "log per unit of culture", "assumption; shape from Centola 2018 (threshold) and Repenning 2002 (slippage)", "How steeply colleagues hold back or carry on what moves a team, on either side of the threshold.";
        spread: 0.1, 0.0 .. 0.25, "0 to 1", "assumption", "Spread of culture between teams at the start.";
        routine: 0.02, 0.005 .. 0.05, "a week", "MODEL.md section 5", "How fast a group gets a routine of working together.";
        rules_up: 0.12, 0.0 .. 0.4, "a year per unit of fear", "MECHANISMS.md section 3 (alpha)", "Rules added after failures where learning is absent.";
        rules_down: 0.25, 0.0 .. 0.8, "a year", "MECHANISMS.md section 3 (epsilon)", "Rules that learning teams with authorisation and the right to do so take away.";
        manager_hours: 13.0, 8.0 .. 20.0, "hours a week", "assumption", "Hours of a team manager's week for supervision and decisions.";
        decision_hours: 0.6, 0.2 .. 1.5, "hours", "assumption", "Manager's time for one decision.";
        supervision: 1.5, 0.5 .. 3.0, "hours a worker and week", "assumption", "Supervision that is usual.";
        support_culture: 0.3, 0.0 .. 0.6, "per unit of culture", "assumption", "How far a learning culture adds to support.";
    }
}

const WEEKS_A_MONTH: f64 = WEEKS_A_YEAR / 12.0;

/// Culture of every team, and prescription.
pub fn shift(world: &mut World, scene: &Scene<'_>) {
    supervise(world, scene);
    if scene.held {
        get_used(world);
        return;
    }
    let p = &scene.p.culture;
    let mut learning = 0.0;
    for index in 0..world.teams.len() {
        let monthly = moves(world, scene, index);
        let team = &mut world.teams[index];
        let c = team.culture;
        let stands = 1.0 - scene.p.framework.holds * team.embedded;
        let joined = team.joined - p.habit * team.settled.joined;
        let newcomers = stands * p.newcomers * joined * (c - 0.35);
        team.culture = (c + monthly / WEEKS_A_MONTH - newcomers).clamp(0.0, 1.0);
        learning += (team.culture - p.threshold).max(0.0);
    }
    learning /= world.teams.len().max(1) as f64;
    let culture = world.teams.iter().map(|team| team.culture).sum::<f64>() / world.teams.len().max(1) as f64;
    let fear = (world.surroundings.salience - scene.setting.start.salience).max(0.0);
    // Whoever works under a rule may drop it if the right is theirs: practitioners wholly, managers half.
    let rights = &scene.style.rights[3];
    let may = rights[3] + 0.5 * rights[2];
    for rules in &mut world.prescription {
        let up = p.rules_up * fear * (1.0 - culture) * (1.0 - *rules);
        let down = p.rules_down * learning * world.director.authorisation * may * *rules;
        *rules = (*rules + (up - down) / WEEKS_A_YEAR).clamp(0.0, 1.0);
    }
}

/// What moves a team's culture in a month, but for newcomers.
fn moves(world: &World, scene: &Scene<'_>, index: usize) -> f64 {
    let p = &scene.p.culture;
    let team = &world.teams[index];
    let stands = 1.0 - scene.p.framework.holds * team.embedded;
    let converts = influence::conversion(world, scene, index) - p.habit * team.settled.converts;
    let overload = overload(team.utilisation) - p.habit * team.settled.overload;
    law(p, team.culture, p.conversion * converts, stands * p.overload * overload)
}

/// Change of culture a month at a culture, under a leader's push and a load.
fn law(p: &Culture, c: f64, push: f64, load: f64) -> f64 {
    let room = (0.9 - c).max(0.0);
    let drive =
        if push > 0.0 { push * room } else { push * c } - if load > 0.0 { load * c } else { load * c * room };
    let towards = if drive > 0.0 { 1.0 } else { -1.0 };
    (1.0 - p.habit) * p.pull * c * (1.0 - c) * (c - p.threshold)
        + drive * libm::exp(p.habit * p.conform * towards * (c - p.threshold))
}

fn overload(utilisation: f64) -> f64 {
    (utilisation - 1.0).clamp(0.0, 1.0)
}

/// Takes leaders, load and newcomers of the time before week 0, under the incumbent, as what every team is used to.
pub fn settle(world: &mut World, scene: &Scene<'_>) {
    let teams = world.teams.len().max(1) as f64;
    // Who joins is luck: what is usual is the mean of all teams.
    let joined = world.teams.iter().map(|team| team.settled.joined).sum::<f64>() / teams;
    for index in 0..world.teams.len() {
        let converts = influence::conversion(world, scene, index);
        let team = &mut world.teams[index];
        team.settled = Settled { converts, overload: overload(team.utilisation), joined };
    }
}

/// What is usual before week 0: newcomers, over about a year.
fn get_used(world: &mut World) {
    for team in &mut world.teams {
        team.settled.joined += (team.joined - team.settled.joined) / WEEKS_A_YEAR;
    }
}

/// Supervision that people get: what decisions leave of their manager's week.
fn supervise(world: &mut World, scene: &Scene<'_>) {
    let p = &scene.p.culture;
    let develops = scene.style.attention[5] - 1.0;
    for index in 0..world.teams.len() {
        let reach = influence::strength(world, scene, index);
        let team = &world.teams[index];
        let due = p.supervision * team.people.max(1.0);
        let bought = invest::supervision(world, scene, p.manager_hours);
        let team = &mut world.teams[index];
        let left = (p.manager_hours + bought - p.decision_hours * f64::from(team.manager_decisions)).max(0.0);
        let usual = p.supervision * 6.0;
        let had = if team.holds_cases { left * due / usual.max(due) } else { due * 0.9 };
        let now =
            0.5 * had / due * (1.0 + 0.2 * develops * reach) + p.support_culture * (team.culture - 0.35);
        // Support is what people have come to expect: a quarter to change.
        team.support = (team.support + (now - team.support) / 13.0).clamp(0.0, 1.0);
        team.manager_decisions = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;

    /// Culture after some years of a push and a load, month by month.
    fn after(p: &Culture, start: f64, push: f64, load: f64, years: u32) -> f64 {
        (0..12 * years).fold(start, |c, _| (c + law(p, c, push, load)).clamp(0.0, 1.0))
    }

    #[test]
    fn a_team_stands_until_something_changes_and_what_was_won_stays() {
        let p = Parameters::default().culture;
        for start in [0.0, 0.1, 0.34, 0.36, 0.6, 0.95, 1.0] {
            assert!((after(&p, start, 0.0, 0.0, 10) - start).abs() < 1e-12, "{start}");
        }
        let won = after(&p, 0.3, 0.01, 0.0, 4);
        assert!(won > 0.35 && (after(&p, won, 0.0, 0.0, 4) - won).abs() < 1e-12);
    }

    // Named after what a review of the first form found: a team that began below the threshold overtook one that began above it.
    #[test]
    fn of_two_teams_under_the_same_push_the_one_ahead_stays_ahead() {
        let p = Parameters::default().culture;
        for (push, load) in [(0.02, 0.0), (-0.02, 0.0), (0.0, 0.03), (0.0, -0.03), (0.01, 0.01), (0.05, 0.06)]
        {
            for years in [1, 4, 10] {
                let mut before = 0.0;
                for step in 0..=100 {
                    let now = after(&p, f64::from(step) / 100.0, push, load, years);
                    assert!(now >= before - 1e-12, "{push} {load} {years} {step}: {before} {now}");
                    before = now;
                }
            }
        }
    }

    #[test]
    fn growth_is_an_s_and_loss_is_slow_at_first() {
        let p = Parameters::default().culture;
        let by_year = |start: f64, push: f64, load: f64| -> Vec<f64> {
            let at = |years| after(&p, start, push, load, years);
            (0..12).map(|year| at(year + 1) - at(year)).collect()
        };
        let grows = by_year(0.15, 0.01, 0.0);
        let steepest = grows.iter().copied().fold(0.0, f64::max);
        assert!(grows[0] < 0.7 * steepest && grows[11] < 0.7 * steepest, "{grows:?}");
        let falls = by_year(0.6, 0.0, 0.02);
        let steepest = falls.iter().copied().fold(0.0, f64::min);
        assert!(falls[0] > 0.7 * steepest, "{falls:?}");
    }

    #[test]
    fn without_habit_it_is_the_equation_of_the_paper() {
        let p = Culture { habit: 0.0, ..Parameters::default().culture };
        let c = 0.4;
        let paper = 0.5 * c * (1.0 - c) * (c - 0.35) + 0.01 * (0.9 - c) - 0.02 * c;
        assert!((law(&p, c, 0.01, 0.02) - paper).abs() < 1e-15);
    }
}
