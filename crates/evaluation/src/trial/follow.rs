//! Follows enrolled children by entity id, week by week from their enrolment.

use super::Balance;
use super::estimate::Estimate;
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::EntityId;
use balcony_engine::treatment::Enrolled;
use balcony_engine::world::{Child, ENQUIRY, NEVER, Stage, World};
use balcony_runs::experiment::stats::{mean, sd};
use std::collections::BTreeMap;

/// Status of a child in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseStatus {
    /// At a stage of the pathway.
    Stage(Stage),
    /// No longer present: the need has ended, or the child has left for good.
    Gone,
}

/// One enrolled child.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Identity of the child.
    pub who: EntityId,
    /// Whether the child is in the treated arm.
    pub treated: bool,
    /// The child at enrolment.
    pub before: Child,
    /// Index of the post that held the child at enrolment.
    pub post_index: u16,
    /// Week of enrolment.
    pub since: u32,
    /// Status in each week; the first is the week after enrolment.
    pub weeks: Vec<CaseStatus>,
    /// Weeks after enrolment in which an enquiry began.
    pub enquiries: Vec<u32>,
    /// Weeks after enrolment in which the child was referred.
    pub referrals: Vec<u32>,
    /// Weeks after enrolment in which another worker took the child over.
    pub workers: Vec<u32>,
    /// Weeks from enrolment until the first application to a court; `None` if there was none.
    pub asked: Option<u32>,
    /// Sum of the hazard of serious harm while the child is followed.
    pub harm: f64,
    enquired: bool,
    referred: u32,
    taken: u16,
}

impl Person {
    fn new(one: &Enrolled, world: &World) -> Self {
        Self {
            who: one.who,
            treated: one.treated,
            before: one.before,
            post_index: world.population.post_of[one.slot as usize],
            since: one.since,
            weeks: Vec::new(),
            enquiries: Vec::new(),
            referrals: Vec::new(),
            workers: Vec::new(),
            asked: None,
            harm: 0.0,
            enquired: one.before.has(ENQUIRY),
            referred: one.before.referred,
            taken: one.workers,
        }
    }

    fn week(&mut self, one: &Enrolled) {
        let after = self.weeks.len() as u32 + 1;
        self.weeks.push(if one.gone { CaseStatus::Gone } else { CaseStatus::Stage(one.now.stage) });
        self.harm = one.harm;
        if one.asked != NEVER && self.asked.is_none() {
            self.asked = Some(one.asked.saturating_sub(self.since));
        }
        if one.gone {
            return;
        }
        let enquired = one.now.has(ENQUIRY);
        if enquired && !self.enquired {
            self.enquiries.push(after);
        }
        self.enquired = enquired;
        if one.now.referred != self.referred {
            self.referrals.push(after);
            self.referred = one.now.referred;
        }
        if one.workers != self.taken {
            self.workers.push(after);
            self.taken = one.workers;
        }
    }

    /// Whether the child is at this stage `after` weeks after enrolment.
    pub fn is(&self, stage: Stage, after: usize) -> bool {
        self.weeks.get(after.wrapping_sub(1)) == Some(&CaseStatus::Stage(stage))
    }

    /// Whether the child is at this stage in any week from `from` to `to` after enrolment, both
    /// included.
    pub fn ever(&self, stage: Stage, from: usize, to: usize) -> bool {
        (from..=to).any(|after| self.is(stage, after))
    }

    /// Whether the child was followed for at least `weeks` weeks.
    pub fn followed(&self, weeks: usize) -> bool {
        self.weeks.len() >= weeks
    }
}

/// All children who were enrolled in one replicate.
#[derive(Debug, Default)]
pub struct Follow {
    /// The children in the order of their enrolment.
    pub people: Vec<Person>,
    place: BTreeMap<EntityId, usize>,
}

impl Sink for Follow {
    fn week(&mut self, _: Week, _: &[f64; ROW], world: &World) {
        for one in &world.service.trial.enrolled {
            if world.week > one.followed {
                continue;
            }
            match self.place.get(&one.who) {
                Some(at) => self.people[*at].week(one),
                None => {
                    self.place.insert(one.who, self.people.len());
                    self.people.push(Person::new(one, world));
                }
            }
        }
    }
}

/// The enrolled children of each replicate.
pub type Worlds = Vec<Vec<Person>>;

/// Mean of a value in one arm over replicates; NaN if the arm is empty.
pub fn level(worlds: &[&Vec<Person>], treated: bool, value: impl Fn(&Person) -> f64) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for person in worlds.iter().flat_map(|world| world.iter()).filter(|person| person.treated == treated) {
        sum += value(person);
        n += 1.0;
    }
    sum / n
}

/// 1 for true, 0 for false.
pub fn share(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Mean of a value in the treated arm minus that in the other.
pub fn difference(worlds: &Worlds, value: impl Fn(&Person) -> f64 + Copy) -> Estimate {
    Estimate::over(worlds, |worlds| level(worlds, true, value) - level(worlds, false, value))
}

/// Mean of a value in the treated arm divided by that in the other.
pub fn ratio(worlds: &Worlds, value: impl Fn(&Person) -> f64 + Copy) -> Estimate {
    Estimate::over(worlds, |worlds| libm::log(level(worlds, true, value) / level(worlds, false, value))).exp()
}

/// Odds ratio of the treated arm to the other.
pub fn odds(worlds: &Worlds, yes: impl Fn(&Person) -> bool + Copy) -> Estimate {
    let odds = |p: f64| libm::log(p / (1.0 - p));
    let value = |person: &Person| share(yes(person));
    Estimate::over(worlds, |worlds| odds(level(worlds, true, value)) - odds(level(worlds, false, value)))
        .exp()
}

/// Means of both arms, the treated first.
pub fn levels(worlds: &Worlds, value: impl Fn(&Person) -> f64 + Copy) -> [f64; 2] {
    let all: Vec<&Vec<Person>> = worlds.iter().collect();
    [level(&all, true, value), level(&all, false, value)]
}

/// A named value of a child at enrolment.
type AtEnrolment = (&'static str, fn(&Person) -> f64);

/// Comparison of the arms at enrolment: risk, believed risk, complexity, number of agencies that
/// hold information, age.
pub fn balance(worlds: &Worlds) -> Vec<Balance> {
    let all = || worlds.iter().flatten();
    let figures: [AtEnrolment; 5] = [
        ("risk", |person| f64::from(person.before.risk())),
        ("believed risk", |person| f64::from(person.before.believed)),
        ("complexity", |person| f64::from(person.before.complexity)),
        ("agencies with a piece", |person| f64::from(person.before.pieces())),
        ("years to the eighteenth birthday", |person| {
            f64::from(person.before.eighteen.saturating_sub(person.since)) / 52.18
        }),
    ];
    figures
        .into_iter()
        .map(|(what, value)| {
            let of = |treated: bool| {
                let values: Vec<f64> = all().filter(|person| person.treated == treated).map(value).collect();
                mean(&values)
            };
            let means = [of(true), of(false)];
            let spread = sd(&all().map(value).collect::<Vec<f64>>());
            Balance { what, means, apart: (means[0] - means[1]) / spread }
        })
        .collect()
}

/// Numbers of children and families in both arms.
pub fn counted(worlds: &Worlds) -> Vec<(&'static str, Vec<u64>)> {
    let arm = |treated: bool| worlds.iter().flatten().filter(move |person| person.treated == treated);
    let families = |treated: bool| {
        let mut families: Vec<(usize, EntityId)> = worlds
            .iter()
            .enumerate()
            .flat_map(|(at, world)| world.iter().map(move |person| (at, person)))
            .filter(|(_, person)| person.treated == treated)
            .map(|(at, person)| (at, person.who.of_family()))
            .collect();
        families.sort_unstable();
        families.dedup();
        families.len() as u64
    };
    vec![
        ("families", vec![families(true), families(false)]),
        ("children", vec![arm(true).count() as u64, arm(false).count() as u64]),
    ]
}
