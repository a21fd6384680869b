//! Culture and prescription: teams between compliance and learning, rules that come easily and go slowly.
//!
//! *Equations.* Culture of a team, per month: dc = .5 (c - lo)(hi - c)(c - c*) + leaders' conversion x (.9 - c) less newcomers' pull
//! x (c - .35) less .06 x overload x c. Below the threshold c* a team draws itself down, above it up; where it ends is where it
//! stood at week 0: a team that starts below c* has lo = its start and hi = 1, one that starts above has lo = 0 and hi = its start.
//! Conversion and overload count beyond what they were then (`habit` 1; with 0 the roots are 0 and 1 and both count in full). So
//! culture stands until something changes, comes back from a small push, and after a great one settles on the other side of c*.
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
        habit: 1.0, 0.0 .. 1.0, "share", "assumption: a service that nobody changes stays as it is", "How far a team has settled where it stands at week 0, under the leaders and the load that it is used to.";
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
        return;
    }
    let p = &scene.p.culture;
    let mut learning = 0.0;
    for index in 0..world.teams.len() {
        let monthly = moves(world, scene, index);
        let team = &mut world.teams[index];
        let c = team.culture;
        let stands = 1.0 - scene.p.framework.holds * team.embedded;
        let newcomers = stands * p.newcomers * team.joined * (c - 0.35);
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
    let c = team.culture;
    let settled = &team.settled;
    let converts = influence::conversion(world, scene, index) - p.habit * settled.converts;
    let overload = overload(team.utilisation) - p.habit * settled.overload;
    let stands = 1.0 - scene.p.framework.holds * team.embedded;
    conformity(p, settled.culture, c) + p.conversion * converts * (0.9 - c)
        - stands * p.overload * overload * c
}

/// Where a team draws itself, a month, from where it stood at week 0.
fn conformity(p: &Culture, start: f64, c: f64) -> f64 {
    let (lo, hi) =
        if start < p.threshold { (p.habit * start, 1.0) } else { (0.0, 1.0 - p.habit * (1.0 - start)) };
    p.pull * (c - lo) * (hi - c) * (c - p.threshold)
}

fn overload(utilisation: f64) -> f64 {
    (utilisation - 1.0).clamp(0.0, 1.0)
}

/// Takes culture, leaders and load at week 0, under the incumbent, as what every team is used to.
pub fn settle(world: &mut World, scene: &Scene<'_>) {
    for index in 0..world.teams.len() {
        let converts = influence::conversion(world, scene, index);
        let team = &mut world.teams[index];
        team.settled = Settled { culture: team.culture, converts, overload: overload(team.utilisation) };
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

    #[test]
    fn a_team_comes_back_from_a_small_push_and_does_not_from_one_past_the_threshold() {
        let p = Parameters::default().culture;
        for start in [0.0, 0.1, 0.25, 0.34, 0.36, 0.45, 0.6, 0.9, 1.0] {
            let at = |c: f64| conformity(&p, start, c);
            assert!(at(start).abs() < 1e-15, "it stands at {start}");
            let towards = |c: f64| at(c) * (start - c);
            let near = 0.5 * (p.threshold - start).abs();
            assert!(
                towards((start - near).max(0.0)) >= 0.0 && towards((start + near).min(1.0)) >= 0.0,
                "{start}"
            );
            // Past the threshold it goes on.
            let past = if start < p.threshold { p.threshold + 0.01 } else { p.threshold - 0.01 };
            assert!(towards(past) < 0.0, "{start}");
        }
        // Without habit the ends are where all go: the equation of docs/MODEL.md.
        let free = Culture { habit: 0.0, ..p };
        assert_eq!((conformity(&free, 0.6, 0.0), conformity(&free, 0.6, 1.0)), (0.0, 0.0));
        assert!(conformity(&free, 0.6, 0.6) > 0.0 && conformity(&free, 0.2, 0.2) < 0.0);
    }
}
