//! Reviews of serious incidents: what a service makes of them, learning or blame.
//!
//! *Question.* What is left when a review has reported? *Equations.* A serious incident is reviewed; the review reports `weeks` later. A
//! team learns from it if it is safe to speak and there is time to think: culture x (1 - `fear` x salience above the usual) x support >
//! `threshold`; l is the share of such teams. Learning takes rules away (`revise` l P), gives agencies a common language
//! (`teach` l (1-L)) and practitioners expertise (`lesson` l (1-E)). Where nobody learns somebody is blamed, b = 1 - l: partners'
//! trust falls (`blame` b T), staff are strained (`hurt` b (1-x)), rules are added in proportion to salience (`rules` b S (1-P)), and the
//! director's credibility with staff falls as after a breach. *Sources.* MECHANISMS.md sections 1 (R6, B2) and 3 (double loop: near
//! misses are learnt from only if safety x time for reflection > theta, else dP = alpha S); MODEL.md section 5 (blame breaches trust).

use crate::parameters;
use crate::scene::Scene;
use crate::world::{PARTNERS, World};

parameters! {
    /// Reviews of serious incidents.
    Reviews "reviews" {
        weeks: 30.0, 13.0 .. 60.0, "weeks", "assumption: reviews are due within six months and often late", "From a serious incident to its review's report.";
        threshold: 0.15, 0.05 .. 0.35, "0 to 1", "MECHANISMS.md section 3 (theta .15)", "Safety to speak times time to think above which a team learns from a review.";
        fear: 1.0, 0.0 .. 1.0, "share", "MECHANISMS.md section 1 (R6: blame hides failures), assumption", "How far public attention above the usual makes it unsafe to speak.";
        revise: 0.05, 0.0 .. 0.2, "share", "assumption; MECHANISMS.md section 3 (double loop)", "Rules that a review takes away where all learn.";
        teach: 0.05, 0.0 .. 0.2, "share", "assumption: reviews are held together", "Common language that a review brings where all learn, of what is missing.";
        lesson: 0.02, 0.0 .. 0.1, "share", "assumption", "Expertise that a review brings where all learn, of what is missing.";
        blame: 0.1, 0.0 .. 0.3, "share", "MODEL.md section 5 (blame is a breach); size: assumption", "Partners' trust that a review costs where all blame.";
        hurt: 0.02, 0.0 .. 0.1, "0 to 1", "assumption", "Strain that a review adds where all blame, of what is left.";
        rules: 0.05, 0.0 .. 0.2, "share per unit of salience", "MECHANISMS.md section 3 (single loop: dP = alpha S); size: assumption", "Rules that a review adds where all blame, of what is left.";
    }
}

/// A serious incident is to be reviewed.
pub fn begin(world: &mut World, scene: &Scene<'_>) {
    world.reviews.due.push(scene.week + scene.p.reviews.weeks as u32);
}

/// This week's incidents, and reviews that report this week.
pub fn review(world: &mut World, scene: &Scene<'_>) {
    if scene.held {
        return;
    }
    for _ in 0..world.counts.incidents {
        begin(world, scene);
    }
    world.reviews.ready = ready(world, scene);
    let under_way = world.reviews.due.len();
    world.reviews.due.retain(|week| *week > scene.week);
    for _ in world.reviews.due.len()..under_way {
        report(world, scene);
    }
}

fn report(world: &mut World, scene: &Scene<'_>) {
    let p = &scene.p.reviews;
    let learns = world.reviews.ready;
    let blamed = 1.0 - learns;
    world.reviews.reported += 1;
    let salience = world.surroundings.salience;
    for rules in &mut world.prescription {
        let (off, on) = (p.revise * learns * *rules, p.rules * blamed * salience * (1.0 - *rules));
        *rules = (*rules + on - off).clamp(0.0, 1.0);
    }
    for partner in &mut world.partners[..PARTNERS] {
        partner.language += p.teach * learns * (1.0 - partner.language);
        partner.trust *= 1.0 - p.blame * blamed;
    }
    for post in &mut world.seats {
        post.expertise += (p.lesson * learns) as f32 * (1.0 - post.expertise);
        post.strain += (p.hurt * blamed) as f32 * (1.0 - post.strain);
    }
    world.director.credibility[0] *= 1.0 - scene.p.influence.debit * blamed;
}

/// Share of teams with cases that learn from a review that reports today.
fn ready(world: &World, scene: &Scene<'_>) -> f64 {
    let p = &scene.p.reviews;
    let usual = scene.setting.start.salience;
    let fear = ((world.surroundings.salience - usual) / (1.0 - usual).max(1e-9)).clamp(0.0, 1.0);
    let safe = 1.0 - p.fear * fear;
    let teams = world.teams.iter().filter(|team| team.holds_cases);
    let (mut all, mut learn) = (0.0, 0.0);
    for team in teams {
        all += 1.0;
        learn += f64::from(u8::from(team.culture * safe * team.support > p.threshold));
    }
    learn / f64::max(all, 1.0)
}
