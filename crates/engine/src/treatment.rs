//! What a trial does to those who are drawn into it: the hook by which a published study is lived
//! again inside the model.
//!
//! *Who.* From a week on, families (or children) that a rule of the trial finds eligible are
//! enrolled at the end of the week, each once; one keyed draw on their own entity id says which arm
//! they are in. Teams are drawn in the same way, an authority as a whole. *What.* [`Changes`] names
//! what differs for the treated, and nothing else does: an arm with no changes is, bit for bit, a
//! world without a trial. *Not a way of leading:* no strategy has a treatment, and no file can ask
//! for one.

use crate::calendar::Week;
use crate::context::StepContext;
use crate::mechanisms::belief::{self, Floor};
use crate::mechanisms::sites::{Site, SiteAssignment};
use crate::mechanisms::{help, needs};
use crate::rng::{EntityId, RngKey, Tag};
use crate::world::{AGENCIES, Child, FITS, NEVER, World};
pub use crate::world::{Changes, Enrolled, Trial};

/// Every agency: a bit each.
pub const ALL_AGENCIES: u8 = (1 << AGENCIES) - 1;

/// Who is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A family: all its children who are known to have needs.
    Family,
    /// A child by itself.
    Child,
    /// A school: children share one if their families' numbers say so. How many there are.
    School(u16),
    /// A team.
    Team,
    /// The authority as a whole.
    Authority,
}

/// Is this child eligible now?
pub type Eligible = fn(&Child, &World, &StepContext<'_>) -> bool;

/// One treatment.
#[derive(Debug, Clone, Copy)]
pub struct Treatment {
    /// What it changes for the treated.
    pub changes: Changes,
    /// Who is drawn.
    pub unit: Unit,
    /// Share drawn into the treated arm.
    pub share: f64,
    /// When enrolment begins.
    pub from: Week,
    /// Weeks of enrolment.
    pub enrols: u32,
    /// Weeks that a treatment lasts.
    pub lasts: u32,
    /// Weeks that a child is followed after enrolment.
    pub follows: u32,
    /// Who among children may be enrolled.
    pub eligible: Eligible,
}

impl PartialEq for Treatment {
    fn eq(&self, other: &Self) -> bool {
        let of = |t: &Self| (t.changes, t.unit, t.share, t.from, t.enrols, t.lasts, t.follows);
        of(self) == of(other) && core::ptr::fn_addr_eq(self.eligible, other.eligible)
    }
}

/// The number of the school of a child: brothers and sisters go to the same one.
///
/// ```
/// use balcony_engine::rng::{EntityId, RngKey};
/// use balcony_engine::treatment::school;
/// let family = EntityId::family(1, 0, 1526, 0);
/// let of = |child| school(RngKey { seed: 1, replicate: 0 }, family.child(child), 20);
/// assert!(of(0) < 20 && of(0) == of(1));
/// ```
pub fn school(rng_key: RngKey, who: EntityId, schools: u16) -> u16 {
    (rng_key.uniform(who.of_family(), Tag::Trial, 1, 0) * f64::from(schools.max(1))) as u16
}

/// Is a unit drawn into the treated arm?
fn drawn(rng_key: RngKey, who: EntityId, share: f64) -> bool {
    rng_key.uniform(who, Tag::Trial, 0, 0) < share
}

/// The unit with which a child is randomised.
fn unit_of(unit: Unit, child: &Child, world: &World) -> EntityId {
    match unit {
        Unit::Child => child.entity_id,
        // A school gets the entity id of a family number that is never used.
        Unit::School(schools) => {
            let number = school(world.rng_key, child.entity_id, schools);
            EntityId::family(world.service.authority, 7, 0, u32::from(number))
        }
        _ => child.entity_id.of_family(),
    }
}

/// The end of a week: enrols children, adds the help of workers whom the treated have for
/// themselves, and updates everybody who is followed.
///
/// ```
/// use balcony_engine::treatment;
/// use balcony_engine::context::StepContext;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let style = place.setting().start.incumbent;
/// let (setting, constants) = (place.setting(), place.constants());
/// let rng_key = RngKey { seed: 1, replicate: 0 };
/// let context = StepContext::new(setting, constants, &style, rng_key, 1526, false);
/// // Without treatments nothing happens.
/// let before = world.clone();
/// treatment::act(&mut world, &context, &[]);
/// assert!(world == before);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn act(world: &mut World, context: &StepContext<'_>, treatments: &[Treatment]) {
    for treatment in treatments {
        let Some(passed) = context.week.checked_sub(treatment.from.0) else { continue };
        if passed >= treatment.enrols {
            continue;
        }
        match treatment.unit {
            Unit::Authority if passed == 0 => authority(world, treatment),
            Unit::Team if passed == 0 => teams(world, treatment),
            Unit::Authority | Unit::Team => {}
            Unit::Family | Unit::Child | Unit::School(_) => enrol(world, context, treatment),
        }
    }
    let mut enrolled = core::mem::take(&mut world.service.trial.enrolled);
    for one in &mut enrolled {
        one.gone = one.gone || !there(world, one);
        if one.gone || context.week >= one.followed && context.week >= one.until {
            continue;
        }
        if one.changes.hours > 0.0 && context.week < one.until {
            visit(world, context, one);
        }
        one.now = as_of_now(world, context, one.slot);
        if one.since < context.week && context.week < one.followed {
            one.harm += f64::from(needs::hazard(&one.now, context));
        }
    }
    world.service.trial.enrolled = enrolled;
}

fn authority(world: &mut World, treatment: &Treatment) {
    world.service.trial.treated =
        drawn(world.rng_key, EntityId::authority(world.service.authority), treatment.share);
    if world.service.trial.treated {
        world.service.trial.away = treatment.changes.away;
        if treatment.changes.framework > 0.0 {
            world.service.programme.framework = treatment.changes.framework;
        }
    }
}

fn teams(world: &mut World, treatment: &Treatment) {
    for index in 0..world.service.workforce.teams.len() {
        let who = EntityId::team(world.service.authority, index as u16);
        if drawn(world.rng_key, who, treatment.share) {
            world.service.workforce.teams[index].more_supervision = treatment.changes.supervision;
        }
    }
}

/// Is the child still in its place?
fn there(world: &World, one: &Enrolled) -> bool {
    world.population.children[one.slot as usize].entity_id == one.who
}

/// Enrols whoever is eligible, with brothers and sisters where families are drawn.
fn enrol(world: &mut World, context: &StepContext<'_>, treatment: &Treatment) {
    let mut new = Vec::new();
    for slot in 0..world.population.children.len() {
        let child = world.population.children[slot];
        let eligible = child.entity_id.0 != 0 && (treatment.eligible)(&child, world, context);
        if eligible && world.service.trial.find(child.entity_id).is_none() {
            new.push(slot as u32);
        }
    }
    if treatment.unit == Unit::Family {
        let mut with = Vec::new();
        for slot in &new {
            let mut other = world.population.children[*slot as usize].sibling;
            while other != *slot {
                with.push(other);
                other = world.population.children[other as usize].sibling;
            }
        }
        new.extend(with);
        new.sort_unstable();
        new.dedup();
        new.retain(|slot| {
            world.service.trial.find(world.population.children[*slot as usize].entity_id).is_none()
        });
    }
    for slot in &new {
        let slot = *slot;
        let unit = unit_of(treatment.unit, &world.population.children[slot as usize], world);
        let treated = drawn(world.rng_key, unit, treatment.share);
        let changes = if treated { treatment.changes } else { Changes::default() };
        let before = as_of_now(world, context, slot);
        world.service.trial.enrolled.push(Enrolled {
            who: before.entity_id,
            slot,
            treated,
            since: context.week,
            until: context.week + 1 + treatment.lasts,
            followed: context.week + 1 + treatment.follows,
            changes,
            before,
            now: before,
            gone: false,
            harm: 0.0,
            asked: NEVER,
            workers: 0,
        });
    }
    world.service.trial.enrolled.sort_unstable_by_key(|enrolled| enrolled.who);
    for slot in new {
        begin(world, context, slot);
    }
}

/// The child as it stands, brought up to date. All is put back: looking changes nothing.
fn as_of_now(world: &mut World, context: &StepContext<'_>, slot: u32) -> Child {
    let counts = world.service.counts;
    let mut cursor = world.cursor(slot, context);
    let before = *cursor.child;
    help::deliver(&mut cursor);
    let now = core::mem::replace(cursor.child, before);
    world.service.counts = counts;
    now
}

/// A treatment begins: agencies that are to share what they know meet, and the help is decided
/// anew.
fn begin(world: &mut World, context: &StepContext<'_>, slot: u32) {
    let mut cursor = world.cursor(slot, context);
    let changes = cursor.service.trial.changes(cursor.child.entity_id, context.week);
    if !cursor.child.is_open() || changes.tells == 0 && !changes.fits {
        return;
    }
    help::deliver(&mut cursor);
    let worker = cursor.expertise();
    belief::look(&mut cursor, Floor::Visit, worker);
    help::fit(&mut cursor, SiteAssignment { site: Site::Practitioners, standard: false });
}

/// A week of a worker whom the family has for itself: help on top of what its case brings, which
/// saturates as all help does. Risk only falls by it, and a hazard that falls moves no event: what
/// is put down in the calendar stands.
fn visit(world: &mut World, context: &StepContext<'_>, one: &Enrolled) {
    let mut cursor = world.cursor(one.slot, context);
    help::deliver(&mut cursor);
    let child = cursor.child;
    let usual = if child.has(FITS) { context.hours_due(child.work()) as f32 } else { 0.0 };
    let known = (context.week - one.since) as f32;
    help::bring(child, context, usual, one.changes.hours as f32, known, one.changes.tells);
}
