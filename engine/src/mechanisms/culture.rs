//! Culture and prescription: teams between compliance and learning, rules that come easily and go slowly.
//!
//! *Equations.* Culture of a team, per month: dc = .5 c (1-c)(c - c*) + leaders' conversion x (.9 - c) less newcomers' pull x
//! (c - .35) less .06 x overload x c, less habit: what the same terms came to at week 0 under the incumbent, so that culture stands until
//! something changes. Prescription of a kind of decision rises after failures in proportion to fear when learning is
//! absent; it falls only when rules are taken away: by a dated change ([`crate::mechanisms::programme`]), or by a learning team with the
//! authorisation and the right to do so. Slippage is both drifting back. Supervision had / due: what decisions leave of the
//! manager's week. *Sources.* MODEL.md section 4; Centola 2018 (c*), Bhatt (newcomers), Repenning 2002 (slippage).

use crate::calendar::WEEKS_A_YEAR;
use crate::mechanisms::{influence, invest};
use crate::parameters;
use crate::scene::Scene;
use crate::world::World;

parameters! {
    /// Culture and prescription.
    Culture "culture" {
        threshold: 0.35, 0.25 .. 0.45, "0 to 1", "Centola 2018 (25 %; field guesses 10-40 %)", "Culture above which a team draws itself up (c*).";
        pull: 0.5, 0.1 .. 1.0, "a month", "MODEL.md section 4", "Speed of conformity.";
        conversion: 0.06, 0.02 .. 0.12, "a month", "MECHANISMS.md section 3", "Conversion by a leader whose influence and effect are full.";
        overload: 0.06, 0.0 .. 0.15, "a month", "MODEL.md section 4", "Culture lost with overload.";
        newcomers: 0.3, 0.0 .. 1.0, "share", "Bhatt (read in the published model): susceptibility .05 + .30 e^(-.3 months)", "How far newcomers pull a team to .35.";
        habit: 1.0, 0.0 .. 1.0, "share", "assumption: a service that nobody changes stays as it is", "How far what would move culture at week 0 is taken to be held by what has kept it there.";
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
        // What held culture where it stood at week 0 holds on.
        let held = team.habit * if team.habit > 0.0 { c } else { 1.0 - c };
        let stands = 1.0 - scene.p.framework.holds * team.embedded;
        let newcomers = stands * p.newcomers * team.joined * (c - 0.35);
        team.culture = (c + (monthly - held) / WEEKS_A_MONTH - newcomers).clamp(0.0, 1.0);
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

/// What moves a team's culture in a month, but for habit and newcomers.
fn moves(world: &World, scene: &Scene<'_>, index: usize) -> f64 {
    let p = &scene.p.culture;
    let converts = influence::conversion(world, scene, index);
    let team = &world.teams[index];
    let c = team.culture;
    let overload = (team.utilisation - 1.0).clamp(0.0, 1.0);
    let stands = 1.0 - scene.p.framework.holds * team.embedded;
    p.pull * c * (1.0 - c) * (c - p.threshold) + p.conversion * converts * (0.9 - c)
        - stands * p.overload * overload * c
}

/// Takes what would move culture under the incumbent at week 0 as what has kept it where it stands, so that it goes on standing while
/// nothing changes. Where attention leaves, or load comes, it slips.
pub fn settle(world: &mut World, scene: &Scene<'_>) {
    for index in 0..world.teams.len() {
        let monthly = scene.p.culture.habit * moves(world, scene, index);
        let team = &mut world.teams[index];
        let room = if monthly > 0.0 { team.culture } else { 1.0 - team.culture };
        team.habit = monthly / room.max(0.02);
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
