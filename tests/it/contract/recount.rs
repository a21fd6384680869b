//! Recounts a world from its children, and reports everything that does not add up.

use balcony_engine::world::{
    ASSESSING, CONFERENCE, Child, ENQUIRY, NEVER, NO_POST, OUTSIDE, Occasion, RING, Stage, Stocks, WAITING,
    World,
};

/// All inconsistencies; empty if there are none.
pub(crate) fn faults(world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    stocks(world, &mut faults);
    posts(world, &mut faults);
    column(world, &mut faults);
    for (slot, child) in living(world) {
        family(world, slot, child, &mut faults);
        appointments(world, slot, child, &mut faults);
        within("base", child.base, 0.0, 1.0, &mut faults);
        within("risk", child.risk(), 0.0, 1.0, &mut faults);
        within("complexity", child.complexity, 0.0, 1.0, &mut faults);
        within("variance of belief", child.variance, 0.0, 10.0, &mut faults);
        within("belief", child.believed, -5.0, 5.0, &mut faults);
    }
    states(world, &mut faults);
    faults
}

fn living(world: &World) -> impl Iterator<Item = (u32, &Child)> {
    (0..).zip(&world.population.children).filter(|(_, child)| child.entity_id.0 != 0)
}

/// Children by stage, assessments, cases held outside, pieces of information, placements.
fn stocks(world: &World, faults: &mut Vec<String>) {
    let mut stocks = Stocks::default();
    for (slot, child) in living(world) {
        stocks.stage[child.stage as usize] += 1;
        stocks.assessing += u32::from(child.has(ASSESSING));
        stocks.outside += u32::from(world.population.post_of[slot as usize] == OUTSIDE);
        if child.is_open() {
            stocks.pieces += child.pieces();
            stocks.shared += (child.shared & child.holders).count_ones();
        }
        if child.shared & !child.holders != 0 || (!child.is_open() && child.shared != 0) {
            faults.push(format!("{:?}: pieces are shared that nobody holds", child.entity_id));
        }
        if child.stage == Stage::Care {
            stocks.placed[usize::from(child.placement)] += 1;
        }
        if (child.stage == Stage::Care) != (child.placement != 0) {
            faults.push(format!("{:?}: {:?} in placement {}", child.entity_id, child.stage, child.placement));
        }
    }
    if stocks != world.service.stocks {
        faults.push(format!("counted {stocks:?}, kept {:?}", world.service.stocks));
    }
}

/// Loads of posts, cases by kind of work, and cases without a holder.
fn posts(world: &World, faults: &mut Vec<String>) {
    let mut load = vec![0_u16; world.service.workforce.posts.len()];
    let mut cases = vec![[0_u16; 5]; world.service.workforce.posts.len()];
    for (slot, child) in living(world) {
        let post_index = world.population.post_of[slot as usize];
        match (child.is_open(), post_index) {
            (false, NO_POST) | (true, OUTSIDE) => {}
            (false, _) => faults.push(format!("{:?}: not open, and in post {post_index}", child.entity_id)),
            (true, NO_POST) if world.service.workforce.to_allocate.contains(&slot) => {}
            (true, NO_POST) => faults.push(format!("{:?}: open, and nobody's", child.entity_id)),
            (true, _) => {
                load[usize::from(post_index)] += 1;
                cases[usize::from(post_index)][child.work()] += 1;
            }
        }
    }
    for (index, post) in world.service.workforce.posts.iter().enumerate() {
        if (post.load, post.cases) != (load[index], cases[index]) {
            let (kept, counted) = ((post.load, post.cases), (load[index], cases[index]));
            faults.push(format!("seat {index}: counted {counted:?}, kept {kept:?}"));
        }
        if post.load > 0 && !post.holds_cases {
            faults.push(format!("seat {index} holds cases and should not"));
        }
        if usize::from(post.team) >= world.service.workforce.teams.len() {
            faults.push(format!("seat {index}: no team {}", post.team));
        }
        within("strain", post.strain, 0.0, 1.0, faults);
        within("expertise", post.expertise, 0.0, 1.0, faults);
    }
}

/// The free slots are those of removed children, each exactly once.
fn column(world: &World, faults: &mut Vec<String>) {
    let mut free = world.population.free.clone();
    free.sort_unstable();
    let removed: Vec<u32> = (0..)
        .zip(&world.population.children)
        .filter(|(_, child)| child.entity_id.0 == 0)
        .map(|(slot, _)| slot)
        .collect();
    if free != removed {
        faults.push("free positions are not those of removed children".to_owned());
    }
    if world.population.post_of.len() != world.population.children.len() {
        faults.push("the two columns of children are of different lengths".to_owned());
    }
}

/// The ring of siblings returns to the child and contains only living children of the family.
fn family(world: &World, slot: u32, child: &Child, faults: &mut Vec<String>) {
    let mut at = child.sibling;
    for _ in 0..4 {
        let other = &world.population.children[at as usize];
        if other.entity_id.0 == 0 || other.entity_id.of_family() != child.entity_id.of_family() {
            faults.push(format!("{:?}: a sibling of another family", child.entity_id));
            return;
        }
        if at == slot {
            return;
        }
        at = other.sibling;
    }
    faults.push(format!("{:?}: the ring of siblings does not close", child.entity_id));
}

/// The calendar contains the child in the week in which it is due. An open case has a next event. A
/// waiting case is in exactly one queue.
fn appointments(world: &World, slot: u32, child: &Child, faults: &mut Vec<String>) {
    let near = (world.week..world.week + RING as u32).contains(&child.due);
    if !near || !world.population.calendar.ring[child.due as usize % RING].contains(&slot) {
        faults.push(format!("{:?}: due in week {}, and not in the calendar", child.entity_id, child.due));
    }
    let asked = child.process_due.min(child.enquiry_due).min(child.eighteen).max(world.week);
    if child.due > asked {
        faults.push(format!("{:?}: looked at in week {}, asked for in {asked}", child.entity_id, child.due));
    }
    let waits = world
        .service
        .leadership
        .queues
        .iter()
        .flatten()
        .filter(|entry| entry.entity_id == child.entity_id)
        .count();
    if child.has(WAITING) && waits != 1 {
        faults.push(format!("{:?}: waits for a decision, and stands in {waits} queues", child.entity_id));
    }
    let to_come = child.has(WAITING) || child.process_due != NEVER || child.enquiry_due != NEVER;
    if child.is_open() && !to_come {
        faults.push(format!("{:?}: a forgotten case ({:?})", child.entity_id, child.stage));
    }
    if child.has(ENQUIRY) != (child.enquiry_due != NEVER) || (child.has(CONFERENCE) && !child.has(ENQUIRY)) {
        faults.push(format!("{:?}: an enquiry without end, or an end without enquiry", child.entity_id));
    }
    let idle = child.flags == 0 && child.waiting == Occasion::None && child.process_due == NEVER;
    if !child.is_open() && !idle {
        faults.push(format!("{:?}: not open, and not at rest", child.entity_id));
    }
}

/// States of teams, partners, director and environment.
fn states(world: &World, faults: &mut Vec<String>) {
    let mut shares = Vec::new();
    for team in &world.service.workforce.teams {
        shares.extend([("culture", team.culture), ("routine", team.routine), ("bond", team.bond)]);
        shares.extend([
            ("support", team.support),
            ("statutory work", team.statutory),
            ("work for need", team.need),
        ]);
        shares.extend([("strain", team.strain), ("expertise", team.expertise)]);
        shares.extend([("left", team.left), ("a fifth of utilisation", team.utilisation / 5.0)]);
    }
    for partner in &world.service.partners {
        shares.extend([
            ("trust", partner.trust),
            ("language", partner.language),
            ("priority", partner.priority),
        ]);
        shares.push(("half of discouragement and one", (partner.discouraged + 1.0) / 2.0));
    }
    let (director, now) = (&world.service.leadership.director, &world.service.environment);
    shares.extend(director.competence.map(|competence| ("competence", competence)));
    shares.extend(world.service.workforce.teams.iter().map(|team| ("embedded", team.embedded)));
    shares.extend(world.service.programme.tasks.iter().map(|task| ("progress", task.progress)));
    shares.extend(director.credibility.map(|credibility| ("credibility", credibility)));
    shares.extend(world.service.leadership.prescription.map(|rules| ("prescription", rules)));
    shares.extend([
        ("strain of the director", director.strain),
        ("authorisation", director.authorisation),
        ("settled", director.settled),
        ("inclusion", now.inclusion),
        ("unsettled", world.service.programme.unsettled),
        ("salience", now.salience),
        ("floor of salience", now.floor),
        ("frozen", now.frozen),
        ("relearning", now.relearning),
    ]);
    for leader in &world.service.leadership.below.posts {
        shares.extend([
            ("tie", leader.tie),
            ("readiness", leader.readiness),
            ("strain of a leader", leader.strain),
            ("credibility of a leader", leader.credibility),
            ("source of a leader", leader.way.source),
            ("own source of a leader", leader.own.source),
            ("half of a leader's practice", leader.way.practice / 2.0),
        ]);
        shares.extend(leader.competence.map(|competence| ("competence of a leader", competence)));
    }
    shares.extend(world.service.leadership.below.partners.iter().map(|leader| ("source", leader.source)));
    for (name, value) in shares {
        if !(0.0..=1.0).contains(&value) {
            faults.push(format!("{name} is {value}"));
        }
    }
    for (name, value) in [
        ("spending", now.spending),
        ("usual spending", now.usual),
        ("budget", now.budget),
        ("early help", now.early_help),
        ("early help felt", now.early_help_felt),
        ("local places", world.service.environment.local_places),
    ] {
        if !(value.is_finite() && value >= 0.0) {
            faults.push(format!("{name} is {value}"));
        }
    }
}

fn within(name: &str, value: f32, low: f32, high: f32, faults: &mut Vec<String>) {
    if !(low..=high).contains(&value) {
        faults.push(format!("{name} is {value}"));
    }
}
