//! Counts a world anew from its column of children, and says everything that does not add up.

use balcony_engine::world::{
    ASSESSING, CONFERENCE, Child, ENQUIRY, NEVER, NO_SEAT, OUTSIDE, Occasion, RING, Stage, Stocks, WAITING,
    World,
};

/// What does not add up; empty if all does.
pub(crate) fn faults(world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    stocks(world, &mut faults);
    seats(world, &mut faults);
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
    (0..).zip(&world.children).filter(|(_, child)| child.lineage.0 != 0)
}

/// Children by stage, assessments, cases held outside, pieces, placements.
fn stocks(world: &World, faults: &mut Vec<String>) {
    let mut stocks = Stocks::default();
    for (slot, child) in living(world) {
        stocks.stage[child.stage as usize] += 1;
        stocks.assessing += u32::from(child.has(ASSESSING));
        stocks.outside += u32::from(world.seat_of[slot as usize] == OUTSIDE);
        if child.is_open() {
            stocks.pieces += child.pieces();
            stocks.shared += (child.shared & child.holders).count_ones();
        }
        if child.shared & !child.holders != 0 || (!child.is_open() && child.shared != 0) {
            faults.push(format!("{:?}: pieces are shared that nobody holds", child.lineage));
        }
        if child.stage == Stage::Care {
            stocks.placed[usize::from(child.placement)] += 1;
        }
        if (child.stage == Stage::Care) != (child.placement != 0) {
            faults.push(format!("{:?}: {:?} in placement {}", child.lineage, child.stage, child.placement));
        }
    }
    if stocks != world.stocks {
        faults.push(format!("counted {stocks:?}, kept {:?}", world.stocks));
    }
}

/// Loads, cases by kind of work; who is held by nobody.
fn seats(world: &World, faults: &mut Vec<String>) {
    let mut load = vec![0_u16; world.seats.len()];
    let mut cases = vec![[0_u16; 5]; world.seats.len()];
    for (slot, child) in living(world) {
        let seat = world.seat_of[slot as usize];
        match (child.is_open(), seat) {
            (false, NO_SEAT) | (true, OUTSIDE) => {}
            (false, _) => faults.push(format!("{:?}: not open, and in seat {seat}", child.lineage)),
            (true, NO_SEAT) if world.to_allocate.contains(&slot) => {}
            (true, NO_SEAT) => faults.push(format!("{:?}: open, and nobody's", child.lineage)),
            (true, _) => {
                load[usize::from(seat)] += 1;
                cases[usize::from(seat)][child.work()] += 1;
            }
        }
    }
    for (index, post) in world.seats.iter().enumerate() {
        if (post.load, post.cases) != (load[index], cases[index]) {
            let (kept, counted) = ((post.load, post.cases), (load[index], cases[index]));
            faults.push(format!("seat {index}: counted {counted:?}, kept {kept:?}"));
        }
        if post.load > 0 && !post.holds_cases {
            faults.push(format!("seat {index} holds cases and should not"));
        }
        if usize::from(post.team) >= world.teams.len() {
            faults.push(format!("seat {index}: no team {}", post.team));
        }
        within("strain", post.strain, 0.0, 1.0, faults);
        within("expertise", post.expertise, 0.0, 1.0, faults);
    }
}

/// Free positions are the removed children's, each once.
fn column(world: &World, faults: &mut Vec<String>) {
    let mut free = world.free.clone();
    free.sort_unstable();
    let removed: Vec<u32> =
        (0..).zip(&world.children).filter(|(_, child)| child.lineage.0 == 0).map(|(slot, _)| slot).collect();
    if free != removed {
        faults.push("free positions are not those of removed children".to_owned());
    }
    if world.seat_of.len() != world.children.len() {
        faults.push("the two columns of children are of different lengths".to_owned());
    }
}

/// The ring of siblings comes back to the child, within the family, over living children.
fn family(world: &World, slot: u32, child: &Child, faults: &mut Vec<String>) {
    let mut at = child.sibling;
    for _ in 0..4 {
        let other = &world.children[at as usize];
        if other.lineage.0 == 0 || other.lineage.of_family() != child.lineage.of_family() {
            faults.push(format!("{:?}: a sibling of another family", child.lineage));
            return;
        }
        if at == slot {
            return;
        }
        at = other.sibling;
    }
    faults.push(format!("{:?}: the ring of siblings does not close", child.lineage));
}

/// The calendar holds the child at its due week; an open case has something to come; whoever waits stands in a queue, once.
fn appointments(world: &World, slot: u32, child: &Child, faults: &mut Vec<String>) {
    let near = (world.week..world.week + RING as u32).contains(&child.due);
    if !near || !world.calendar.ring[child.due as usize % RING].contains(&slot) {
        faults.push(format!("{:?}: due in week {}, and not in the calendar", child.lineage, child.due));
    }
    let asked = child.process_due.min(child.enquiry_due).min(child.eighteen).max(world.week);
    if child.due > asked {
        faults.push(format!("{:?}: looked at in week {}, asked for in {asked}", child.lineage, child.due));
    }
    let waits = world.queues.iter().flatten().filter(|entry| entry.lineage == child.lineage).count();
    if child.has(WAITING) && waits != 1 {
        faults.push(format!("{:?}: waits for a decision, and stands in {waits} queues", child.lineage));
    }
    let to_come = child.has(WAITING) || child.process_due != NEVER || child.enquiry_due != NEVER;
    if child.is_open() && !to_come {
        faults.push(format!("{:?}: a forgotten case ({:?})", child.lineage, child.stage));
    }
    if child.has(ENQUIRY) != (child.enquiry_due != NEVER) || (child.has(CONFERENCE) && !child.has(ENQUIRY)) {
        faults.push(format!("{:?}: an enquiry without end, or an end without enquiry", child.lineage));
    }
    let idle = child.flags == 0 && child.waiting == Occasion::None && child.process_due == NEVER;
    if !child.is_open() && !idle {
        faults.push(format!("{:?}: not open, and not at rest", child.lineage));
    }
}

/// States of teams, partners, director and surroundings.
fn states(world: &World, faults: &mut Vec<String>) {
    let mut shares = Vec::new();
    for team in &world.teams {
        shares.extend([("culture", team.culture), ("routine", team.routine), ("bond", team.bond)]);
        shares.extend([
            ("support", team.support),
            ("statutory work", team.statutory),
            ("work for need", team.need),
        ]);
        shares.extend([("strain", team.strain), ("expertise", team.expertise)]);
        shares.extend([("left", team.left), ("a fifth of utilisation", team.utilisation / 5.0)]);
    }
    for partner in &world.partners {
        shares.extend([
            ("trust", partner.trust),
            ("language", partner.language),
            ("priority", partner.priority),
        ]);
        shares.push(("half of discouragement and one", (partner.discouraged + 1.0) / 2.0));
    }
    let (director, now) = (&world.director, &world.surroundings);
    shares.extend(director.competence.map(|competence| ("competence", competence)));
    shares.extend(world.teams.iter().map(|team| ("embedded", team.embedded)));
    shares.extend(world.programme.tasks.iter().map(|task| ("progress", task.progress)));
    shares.extend(director.credibility.map(|credibility| ("credibility", credibility)));
    shares.extend(world.prescription.map(|rules| ("prescription", rules)));
    shares.extend([
        ("strain of the director", director.strain),
        ("authorisation", director.authorisation),
        ("settled", director.settled),
        ("deputies", director.deputies),
        ("inclusion", now.inclusion),
        ("unsettled", world.programme.unsettled),
        ("salience", now.salience),
        ("floor of salience", now.floor),
        ("frozen", now.frozen),
        ("relearning", now.relearning),
    ]);
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
        ("local places", world.local_places),
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
