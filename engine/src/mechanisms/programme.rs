//! Change programme: rules that are taken away by a date, if and as fast as the programme is completed.
//!
//! *Equation.* Progress a week = `pace` x time for the programme x influence on teams; prescription falls in proportion to
//! progress. Unfinished change takes `work.change` of hours. Along the line influence is there at once; along relationships it
//! is what has been built. *Sources.* MODEL.md section 6; D001-D009 (the Munro recommendations slipped 15.5 months).

use crate::mechanisms::influence;
use crate::parameters;
use crate::scene::Scene;
use crate::world::World;

parameters! {
    /// Change programme.
    Programme "programme" {
        pace: 0.09, 0.02 .. 0.3, "a week", "MECHANISMS.md section 3: 6-18 months; D007", "Progress of a change programme at full influence and usual time.";
    }
}

/// One week of the programme.
pub fn work(world: &mut World, scene: &Scene<'_>) {
    if world.surroundings.rules_to_remove <= 0.0 || world.surroundings.rules_progress >= 1.0 {
        return;
    }
    let time = (scene.style.attention[4] / 2.0).min(2.0);
    let step = scene.p.programme.pace * time * influence::mean_strength(world, scene);
    let before = world.surroundings.rules_progress;
    let after = (before + step).min(1.0);
    // Each step removes its part of what stood when the programme began.
    let remove = world.surroundings.rules_to_remove;
    for rules in &mut world.prescription {
        *rules *= (1.0 - remove * after) / (1.0 - remove * before).max(1e-9);
    }
    world.surroundings.rules_progress = after;
    if after >= 1.0 {
        world.surroundings.rules_to_remove = 0.0;
        world.surroundings.rules_progress = 0.0;
    }
}
