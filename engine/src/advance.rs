//! One authority through its weeks: the numbered table of what happens when, the warm-up, and the one function that advances.

use crate::calendar::Week;
use crate::draws::{Lineage, Luck, Tag};
use crate::measure::{self, Sink};
use crate::mechanisms::{
    allocation, culture, directors, enquiry, framework, help, influence, inspection, invest, lead, needs,
    noticing, partnership, pathway, placement, programme, queues, reviews, scrutiny, signals, structure,
    surroundings, work, workforce,
};
use crate::plan::{Plan, Style};
use crate::samplers::normal;
use crate::scene::{Constants, Scene};
use crate::setting::Setting;
use crate::world::{
    AGENCIES, Calendar, Child, Counts, Director, Holder, Inspection, Leading, NEVER, Partner, Programme,
    RING, Reviewing, Seat, Seen, Stage, Stocks, Surroundings, Team, World,
};

/// One line of the week: phase, rank within the phase, name, what it does.
pub type Step = (u8, u8, &'static str, fn(&mut World, &mut Scene<'_>));

/// The week, in its order (DESIGN.md section 3). Phases that concern children run together, child by child, in step 5.2.
pub static STEPS: &[Step] = &[
    (1, 1, "surroundings: salience, events, budget", |world, scene| surroundings::surround(world, scene)),
    (2, 1, "directors: leaving, interims, successors", |world, scene| directors::turn_over(world, scene)),
    (4, 1, "change programme", |world, scene| programme::work(world, scene)),
    (5, 0, "what is true today", |world, scene| scene.work_out_today(world)),
    (5, 1, "needs arise", |world, scene| needs::arise(world, scene)),
    (5, 2, "children: time passes, shocks, noticing, occasions, decisions", |world, scene| {
        live(world, scene)
    }),
    (5, 3, "contacts without need", |world, scene| noticing::background(world, scene)),
    (5, 4, "siblings join conferences", |world, scene| enquiry::join_conferences(world, scene)),
    (6, 1, "allocation", |world, scene| allocation::allocate(world, scene)),
    (7, 1, "work", |world, scene| work::weigh(world, scene)),
    (8, 1, "decisions that waited", |world, scene| queues::serve(world, scene)),
    (8, 2, "placements", |world, scene| placement::settle(world, scene)),
    (10, 1, "workforce", |world, scene| workforce::live(world, scene)),
    (10, 2, "practice framework", |world, scene| framework::embed(world, scene)),
    (11, 1, "culture and prescription", |world, scene| culture::shift(world, scene)),
    (11, 2, "influence: bonds and credibility", |world, scene| influence::build(world, scene)),
    (11, 3, "partnership", |world, scene| partnership::build(world, scene)),
    (11, 4, "experience of referring", |world, scene| noticing::experience(world, scene)),
    (11, 5, "schools, residents, one roof", |world, scene| structure::hold(world, scene)),
    (12, 1, "budget control", |world, scene| surroundings::control(world, scene)),
    (12, 2, "what leaders see", |world, scene| signals::see(world, scene)),
    (12, 3, "inspection", |world, scene| inspection::inspect(world, scene)),
    (12, 4, "scrutiny", |world, scene| scrutiny::scrutinise(world, scene)),
    (12, 5, "reviews of serious incidents", |world, scene| reviews::review(world, scene)),
];

/// Every child whose next event falls in this week: first those without an open case, then the others, then the next event
/// of each. The order is for speed alone: no child reads what another's week leaves behind.
fn live(world: &mut World, scene: &Scene<'_>) {
    let mut due = core::mem::take(&mut world.calendar.ring[scene.week as usize % RING]);
    let mut open = core::mem::take(&mut world.open_due);
    due.retain(|slot| {
        let child = &world.children[*slot as usize];
        // Entries that were put down before a change of plan go.
        let stands = child.due == scene.week && child.lineage.0 != 0;
        if stands && child.is_open() {
            open.push(*slot);
        }
        stands && !child.is_open()
    });
    for slot in &due {
        let mut child = world.children[*slot as usize];
        if child.due != scene.week {
            continue;
        }
        needs::pass(&mut child, world, scene);
        happen(child, *slot, world, scene);
    }
    for slot in &open {
        let mut child = world.children[*slot as usize];
        if child.due != scene.week {
            continue;
        }
        help::deliver(&mut child, *slot, world, scene);
        happen(child, *slot, world, scene);
    }
    for slot in due.iter().chain(&open) {
        if world.children[*slot as usize].due == LIVED {
            needs::schedule(world, scene, *slot);
        }
    }
    due.clear();
    open.clear();
    world.open_due = open;
    world.calendar.ring[scene.week as usize % RING] = due;
}

/// Due of a child whose week has been lived and whose next event is not put down yet.
const LIVED: u32 = 0;

/// What this week brings to a child that has been brought up to date.
#[inline]
fn happen(mut child: Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    let begun = noticing::Begun::of(&child, scene);
    needs::suffer(&mut child, world, scene);
    noticing::notice(&mut child, slot, world, scene, begun);
    if child.is_open() {
        pathway::proceed(&mut child, slot, world, scene);
    }
    let ended = needs::ended(&child, scene);
    if ended && child.is_open() {
        world.counts.care_eighteen += u32::from(child.stage == Stage::Care);
        pathway::close(&mut child, slot, world, scene);
    }
    child.due = LIVED;
    world.children[slot as usize] = child;
    if ended {
        needs::remove(world, slot);
    }
}

/// Advances an authority week by week until (not including) a week; every week goes to the sink. Draws are keyed, so that
/// the same world, plan and setting give the same bytes however the weeks are cut up.
///
/// # Errors
/// [`crate::error::ModelFailure`] if a state leaves its bounds or stops being a number.
pub fn advance(
    world: &mut World,
    plan: &Plan,
    setting: &Setting,
    constants: &Constants,
    until: Week,
    sink: &mut dyn Sink,
) -> Result<(), crate::error::ModelFailure> {
    while world.week < until.0 {
        week(world, plan, setting, constants, false);
        let row = measure::row(world);
        crate::error::check(world, &row)?;
        sink.week(Week(world.week - 1), &row, world);
    }
    Ok(())
}

fn week(world: &mut World, plan: &Plan, setting: &Setting, constants: &Constants, held: bool) {
    world.counts = Counts::default();
    let style = lead::choose(world, plan, setting, held);
    // What a style is to those who work under it: the source only as far as the two routes of influence differ.
    let separate = setting.parameters.influence.separate;
    let felt = |style: &Style| (style.source * separate, style.rights, style.attention);
    if felt(&style) != felt(&world.style) {
        // Departing from the style in force costs everyone the same.
        world.surroundings.relearning = 1.0;
    }
    world.style = style;
    let style = if held { style } else { lead::worn(&style, world, setting) };
    let mut scene = Scene::new(setting, constants, &style, world.luck, world.week, held);
    scene.acts = &plan.acts;
    for (at, (_, _, _, step)) in STEPS.iter().enumerate() {
        step(world, &mut scene);
        if at == 0 {
            invest::buy(world, &mut scene, plan);
        }
    }
    world.case_weeks += u64::from(world.stocks.stage[1..].iter().sum::<u32>());
    world.week += 1;
}

/// An authority at week 0: built, and warmed up under the incumbent style, with culture, prescription, trust and the rest held
/// at the scenario's values. Runs once a replicate; every arm is a clone.
///
/// # Errors
/// As [`advance`].
pub fn warmed_up(
    setting: &Setting,
    constants: &Constants,
    luck: Luck,
) -> Result<World, crate::error::ModelFailure> {
    let mut world = built(setting, constants, luck);
    let plan = Plan::default();
    {
        let style = setting.start.incumbent;
        let scene = Scene::new(setting, constants, &style, luck, world.week, true);
        needs::standing(&mut world, &scene);
        workforce::gather(&mut world, &scene);
    }
    let quarter_year = 52.min(setting.warm_up);
    let (mut spent, mut weeks) = (0.0, 0.0);
    while world.week < setting.start_week.0 {
        week(&mut world, &plan, setting, constants, true);
        crate::error::check(&world, &measure::row(&world))?;
        if setting.start_week.0 - world.week < quarter_year {
            spent += world.surroundings.spending;
            weeks += 1.0;
        }
    }
    // What is usual, from here on.
    let usual = surroundings::weekly(&world, setting, constants);
    let now = &mut world.surroundings;
    let spending = if weeks > 0.0 { spent / weeks } else { usual };
    now.usual = spending;
    world.local_places = setting.parameters.placement.local_share * f64::from(world.stocks.stage[4]);
    // Every child is brought up to date, so that nothing of the warm-up is counted after it.
    let style = setting.start.incumbent;
    let scene = Scene::new(setting, constants, &style, luck, world.week, true);
    for slot in 0..world.children.len() {
        let mut child = world.children[slot];
        if child.lineage.0 != 0 {
            help::deliver(&mut child, slot as u32, &mut world, &scene);
            world.children[slot] = child;
        }
    }
    world.seen.usual = world.seen.now;
    let live = Scene::new(setting, constants, &style, luck, world.week, false);
    culture::settle(&mut world, &live);
    inspection::first(&mut world, &live);
    Ok(world)
}

/// The hazards and hours that have passed since each child was last looked at: read, not written, so that looking changes
/// nothing (a longer horizon has the same first weeks).
pub fn outstanding(world: &World, setting: &Setting, constants: &Constants) -> Counts {
    let mut world = world.clone();
    world.counts = Counts::default();
    let style = world.style;
    let scene = Scene::new(setting, constants, &style, world.luck, world.week, false);
    for slot in 0..world.children.len() {
        let mut child = world.children[slot];
        if child.lineage.0 != 0 {
            help::deliver(&mut child, slot as u32, &mut world, &scene);
        }
    }
    world.counts
}

/// What was seen before the warm-up: about what is published.
fn first_seen(setting: &Setting) -> Seen {
    let (of, start) = (&setting.authority, &setting.start);
    let now = [of.vacancy, 0.83, of.caseload, 0.0, 1.0, 0.2, start.culture, start.trust];
    Seen { now, usual: now, real: now }
}

/// An authority with its posts filled and nobody known yet.
fn built(setting: &Setting, constants: &Constants, luck: Luck) -> World {
    let start = &setting.start;
    let local = &constants.local;
    let authority = setting.authority.id;
    let week = setting.start_week.0.saturating_sub(setting.warm_up);
    let case_posts = local.case_posts.clamp(1, 4000);
    let posts = local.posts.max(case_posts).min(8000);
    let case_teams = (case_posts + 3) / 6;
    let case_teams = case_teams.clamp(1, 200);
    let other_teams = (posts - case_posts).div_ceil(10).min(50);
    let mut world = World {
        luck,
        authority,
        week,
        children: Vec::new(),
        seat_of: Vec::new(),
        free: Vec::new(),
        calendar: Calendar { ring: vec![Vec::new(); RING] },
        seats: Vec::with_capacity(posts),
        case_seats: case_posts as u16,
        teams: Vec::with_capacity(case_teams + other_teams),
        partners: [Partner::default(); AGENCIES],
        director: Director {
            incumbent: 0,
            since: setting.start_week.0.saturating_sub(start.tenure as u32),
            interim: false,
            interim_until: NEVER,
            settled: 1.0,
            credibility: [start.credibility; 8],
            strain: 0.3,
            authorisation: start.authorisation,
            competence: [0.5; 4],
            deputies: 0.3,
        },
        prescription: [start.prescription; 5],
        surroundings: Surroundings {
            salience: start.salience,
            floor: start.salience,
            budget: 1.0,
            early_help: 1.0,
            early_help_felt: 1.0,
            early_help_reaches: 1.0,
            inclusion: 0.5,
            inclusion_felt: 0.5,
            ..Surroundings::default()
        },
        leading: Leading::default(),
        seen: first_seen(setting),
        inspection: Inspection::default(),
        reviews: Reviewing::default(),
        programme: Programme::default(),
        cap_raised: 0,
        queues: [Vec::new(), Vec::new()],
        open_due: Vec::new(),
        to_allocate: Vec::new(),
        summoned: Vec::new(),
        to_place: Vec::new(),
        stocks: Stocks::default(),
        style: start.incumbent,
        counts: Counts::default(),
        local_places: 0.0,
        case_weeks: 0,
        people: 0.0,
        utilisation: 0.9,
    };
    for index in 0..case_teams + other_teams {
        let draw = luck.uniform(Lineage::team(authority, index as u16), Tag::TeamTraits, 0, 0);
        world.teams.push(Team {
            holds_cases: index < case_teams,
            culture: (start.culture + setting.parameters.culture.spread * normal(draw)).clamp(0.02, 0.98),
            routine: start.routine,
            bond: 0.4,
            utilisation: 0.9,
            statutory: 1.0,
            need: 1.0,
            support: 0.5,
            strain: 0.2,
            expertise: 0.5,
            people: 1.0,
            ..Team::default()
        });
    }
    for agency in 0..AGENCIES {
        let draw = luck.block(Lineage::agency(authority, agency as u8), Tag::AgencyTraits, 0, 0);
        let own = draw.uniform(0);
        world.partners[agency] = Partner {
            trust: if agency < 6 { start.trust } else { 0.5 },
            language: if agency < 6 { start.language } else { 0.8 },
            own_priority: own,
            priority: own,
            threshold: normal(draw.uniform(1)),
            discouraged: 0.0,
        };
    }
    let scene = Scene::new(setting, constants, &start.incumbent, luck, week, true);
    for index in 0..posts {
        let holds_cases = index < case_posts;
        let team = if holds_cases {
            index * case_teams / case_posts
        } else {
            case_teams + (index - case_posts) * other_teams / (posts - case_posts)
        };
        let draw = luck.block(Lineage::seat(authority, index as u16), Tag::Fill, 1, 0);
        let holder = if draw.uniform(0) < setting.authority.vacancy {
            if draw.uniform(1) < local.covered { Holder::Agency } else { Holder::Vacant }
        } else {
            Holder::Employed
        };
        let mut post = Seat {
            holder,
            holds_cases,
            team: team as u16,
            incumbent: 0,
            since: week.saturating_sub((draw.uniform(2) * 300.0) as u32),
            load: 0,
            cases: [0; 5],
            expertise: 0.5,
            strain: 0.2,
        };
        workforce::person(&scene, authority, index as u16, &mut post);
        if holder == Holder::Employed {
            // Those in post have learnt for as long as they have been there.
            post.expertise = (post.expertise + 0.25 * draw.uniform(2) as f32).min(0.95);
        }
        world.seats.push(post);
    }
    world
}
