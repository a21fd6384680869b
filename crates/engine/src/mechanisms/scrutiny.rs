//! Scrutiny: incidents that the public hears of, what leaders and members see, and the mandate.
//!
//! *Equation.* Authorisation A relaxes to visible performance at .3 a year, moved by time for politics and lowered by incidents
//! in proportion to salience. Visible performance is timeliness, vacancy and overspending, late and against the usual: that is what
//! is reported ([`signals`]). *Sources.* MODEL.md section 5; Moore; Boyne 2010 (MECHANISMS.md section 3).

use crate::calendar::WEEKS_A_YEAR;
use crate::draws::{Lineage, Tag};
use crate::mechanisms::{signals, surroundings};
use crate::parameters;
use crate::plan::USUAL_POLITICS;
use crate::scene::Scene;
use crate::setting::State;
use crate::world::World;

parameters! {
    /// Scrutiny.
    Scrutiny "scrutiny" {
        relax: 0.3, 0.1 .. 1.0, "a year", "MODEL.md section 5", "How fast the mandate follows visible performance.";
        timely: 2.0, 0.0 .. 5.0, "per unit", "assumption", "What timeliness of assessments counts in visible performance.";
        vacancy: 1.5, 0.0 .. 5.0, "per unit", "assumption", "What vacancy counts in it.";
        usual_timely: 0.83, 0.7 .. 0.95, "share", "A172 to A177: assessments within 45 working days, England", "Timeliness at which nobody takes notice.";
        overspend: 1.0, 0.0 .. 4.0, "per unit", "assumption", "What spending above the budget counts in it, as a share of the budget.";
        politics: 0.1, 0.0 .. 0.4, "a year", "assumption", "What usual time for politics adds to the mandate, times credibility with members.";
    }
}

/// What became known this week, and what it does to the mandate.
pub fn scrutinise(world: &mut World, scene: &Scene<'_>) {
    let p = &scene.p.scrutiny;
    let heard = f64::from(world.counts.incidents);
    if heard > 0.0 {
        let who = Lineage::authority(world.authority);
        for incident in 0..world.counts.incidents.min(8) {
            if scene.luck.uniform(who, Tag::Public, scene.week, incident as u16) < scene.p.surroundings.heard
            {
                // Where there are more children there are more incidents: each is so much smaller a part of the news.
                let jump = scene.p.surroundings.jump / scene.constants.local.scale.max(1.0);
                surroundings::jump(world, scene, jump);
                surroundings::incident(world, scene, jump);
                world.leading.happened |= 1;
            }
        }
    }
    if scene.holds(State::Authorisation) {
        return;
    }
    // An authority is held against what is usual there (posts) and everywhere (deadlines).
    let start = scene.setting.start.authorisation;
    let timely = world.seen.now[signals::TIMELINESS] - p.usual_timely;
    let vacant = world.seen.now[signals::VACANCY] - scene.setting.authority.vacancy;
    let overspent = world.seen.now[signals::OVERSPEND].max(0.0);
    let visible = (start + p.timely * timely - p.vacancy * vacant - p.overspend * overspent).clamp(0.0, 1.0);
    let politics = p.politics
        * ((scene.style.attention[3] / USUAL_POLITICS).min(2.0) * world.director.credibility[7] / 0.5 - 1.0);
    let director = &mut world.director;
    director.authorisation += (p.relax * (visible - director.authorisation)
        + politics * (1.0 - director.authorisation))
        / WEEKS_A_YEAR;
    director.authorisation = director.authorisation.clamp(0.0, 1.0);
}
