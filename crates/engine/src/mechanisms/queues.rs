//! Queues: decisions that wait for the director and the panel.
//!
//! *Question.* What happens to what does not get decided? *Rule.* The director and the panel take
//! what waits in the order it came, as many a week as they can. What has waited `sites.patience`
//! weeks is decided below by the standard answer, as the rest of their right is: nobody lets a
//! child wait for ever for a signature. *Sources.* MODEL.md section 3 (a real queue; the rest is
//! decided below by the standard answer); patience is an assumption.

use crate::context::StepContext;
use crate::mechanisms::sites::{Site, SiteAssignment};
use crate::mechanisms::{help, pathway, schedule};
use crate::world::{WAITING, Waiting, World};

/// Serves the decisions that the director and the panel can take this week, and those that have
/// waited too long.
pub(crate) fn serve(world: &mut World, context: &StepContext<'_>) {
    let p = &context.p.sites;
    // An empty post decides nothing that can wait; an interim decides. Where budgets are pooled
    // nobody argues about who pays.
    let agreed = 1.0 + context.setting.structure.pooled;
    // Who is new to the post takes decisions more slowly.
    let known = 0.5 + 0.5 * world.service.leadership.director.settled;
    let capacity =
        [p.director_capacity * agreed * known, p.panel_capacity * context.constants.effects.scale * agreed];
    for (queue, capacity) in capacity.into_iter().enumerate() {
        world.service.leadership.queues[queue].sort_unstable();
        let mut left = capacity.max(0.0) as usize;
        let mut entry = 0;
        while entry < world.service.leadership.queues[queue].len() {
            let waiting = world.service.leadership.queues[queue][entry];
            let patient = f64::from(context.week - waiting.since) < p.patience;
            if left == 0 && patient {
                break;
            }
            entry += 1;
            let at = match (left > 0, queue) {
                (true, 0) => SiteAssignment { site: Site::Director, standard: false },
                (true, _) => SiteAssignment { site: Site::Panel, standard: false },
                (false, _) => SiteAssignment { site: Site::Manager, standard: true },
            };
            if decided(waiting, at, world, context) {
                left = left.saturating_sub(1);
            }
        }
        world.service.leadership.queues[queue].drain(..entry);
    }
}

/// Takes a decision that waited, if the child still waits for it.
fn decided(waiting: Waiting, at: SiteAssignment, world: &mut World, context: &StepContext<'_>) -> bool {
    let mut cursor = world.cursor(waiting.slot, context);
    if cursor.child.entity_id != waiting.entity_id || !cursor.child.has(WAITING) {
        return false;
    }
    cursor.service.counts.served += 1;
    cursor.service.counts.waited += context.week - waiting.since;
    help::deliver(&mut cursor);
    cursor.child.flags &= !WAITING;
    let block = pathway::occasion_block(cursor.child, context, waiting.occasion);
    pathway::decide(&mut cursor, at, waiting.occasion, block);
    schedule::put_down(world, context, waiting.slot);
    true
}
