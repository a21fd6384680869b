//! Rules and programmes that are meant to widen the circle of directors.
//!
//! *Question.* What does a rule, or a programme, change, and when? *Equations.* A rule says who may
//! be chosen. A scheme has seats a year, a length, a cost a seat, and funds that last or fall in a
//! straight line to nothing. Seats go to people, drawn among those for whom the scheme is; what it
//! does to them is a parameter; what that does to the market, and to children, the model says.
//! *Sources.* Seats, lengths, costs: EVIDENCE.md section 1 (`upon`: cohorts of 20 to 35, seven
//! months, about £33,000 a seat; a mentor for each new director 2009-12). **Effects on people are
//! assumptions: no estimate of any programme's effect was found.**

use crate::campaign::{self, YEAR};
use crate::events::Dates;
use crate::log::{Change, Entry, Log};
use crate::market::{Market, Setting};
use crate::person::{Background, DIRECTOR, Person, SECOND, THIRD};
use balcony_engine::keyed;
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, Tag};

parameters! {
    /// What programmes do to people.
    Development "development" {
        aspirant_readiness: 0.04, 0.0 .. 0.1, "readiness", "assumption: no estimate was found", "What a programme for aspirant directors adds to readiness.";
        aspirant_wish: 0.5, 0.0 .. 1.0, "latent", "assumption: most of what the programme does", "What it adds to the wish to become a director.";
        mentored: 0.2, 0.0 .. 0.5, "share of leaving", "assumption: no estimate was found", "Leaving that a mentor prevents for two years.";
        executive_readiness: 0.03, 0.0 .. 0.1, "readiness", "assumption: no estimate was found", "What an executive programme adds to a serving director's readiness.";
        executive: 0.1, 0.0 .. 0.5, "share of leaving", "assumption: no estimate was found", "Leaving that it prevents for two years.";
        accelerated: 0.2, 0.0 .. 0.3, "readiness", "assumption: most of what the second tier teaches", "What an accelerated programme adds to the readiness of a head of service.";
        accelerated_applies: 1.0, 0.0 .. 1.0, "probability", "assumption: they apply as aspirants of the second tier do", "Chance that a head of service who finished it, and aspires, applies for the director's post of the authority.";
        quicker: 0.7, 0.3 .. 1.0, "share of the time", "assumption: no estimate was found", "Time that an assistant director takes to become ready where succession is planned, of the usual.";
        interdisciplinary: 0.03, 0.0 .. 0.1, "readiness", "assumption: no estimate was found", "What interdisciplinary training adds to the readiness of somebody without a background in social care.";
        lent: 0.15, 0.0 .. 0.5, "share of leaving", "assumption: no estimate was found", "Leaving of a director in trouble that a lent director prevents for a year.";
    }
}

keyed! {
    /// Who may become a director.
    Rule {
        /// Whoever a panel takes.
        Open "open",
        /// Social workers alone.
        SocialWork "social-work",
        /// Social workers, and others with four years in the second tier, or who have been one.
        SocialWorkOrProven "social-work-or-proven",
    }
}

keyed! {
    /// The programmes.
    Kind {
        /// For assistant directors who want to be directors.
        Aspirants "aspirants",
        /// A mentor for new directors.
        Mentors "mentors",
        /// For serving directors.
        Executive "executive",
        /// For heads of service who could jump a generation.
        Accelerated "accelerated",
        /// Succession planned in authorities; seats are authorities at a time.
        Succession "succession",
        /// For assistant directors without a background in social care.
        Interdisciplinary "interdisciplinary",
        /// Directors lent to authorities judged inadequate.
        Lent "lent",
    }
}

/// One programme as it is run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scheme {
    /// Which.
    pub kind: Kind,
    /// Seats a year, with full funds.
    pub seats: u32,
    /// Weeks that a seat lasts.
    pub weeks: u32,
    /// Pounds a seat.
    pub cost: f64,
    /// Weeks from the beginning in which funds fall to nothing; `None`: they last.
    pub tapers: Option<u32>,
    /// When seats are given out. Who has one keeps it to its end.
    pub dates: Dates,
}

impl Scheme {
    /// A programme as history had it, or would have it: seats, weeks, pounds a seat.
    ///
    /// ```
    /// use balcony_market::development::{Kind, Scheme};
    /// let scheme = Scheme::usual(Kind::Aspirants);
    /// assert_eq!((scheme.seats, scheme.weeks, scheme.tapers), (35, 28, None));
    /// ```
    pub fn usual(kind: Kind) -> Self {
        let (seats, weeks, cost) = match kind {
            Kind::Aspirants => (35, 28, 33_000.0),
            Kind::Mentors => (60, 104, 10_000.0),
            Kind::Executive => (20, 40, 20_000.0),
            Kind::Accelerated => (20, 52, 40_000.0),
            Kind::Succession => (40, 52, 30_000.0),
            Kind::Interdisciplinary => (20, 40, 20_000.0),
            Kind::Lent => (10, 52, 60_000.0),
        };
        Self { kind, seats, weeks, cost, tapers: None, dates: Dates::default() }
    }

    /// Is the programme run in a week?
    pub(crate) fn runs(&self, setting: &Setting, week: u32) -> bool {
        self.dates.hold(week, setting.policy_from)
    }

    /// Seats in a year that begins at a week.
    pub(crate) fn seats_at(&self, setting: &Setting, week: u32) -> u32 {
        self.seats_since(week.saturating_sub(self.dates.first(setting.policy_from)))
    }

    /// Seats in a year that begins so many weeks after the beginning.
    fn seats_since(&self, since: u32) -> u32 {
        let Some(weeks) = self.tapers else { return self.seats };
        let gone = since.min(weeks);
        (f64::from(self.seats) * f64::from(weeks - gone) / f64::from(weeks.max(1)) + 0.5) as u32
    }
}

/// A seat that is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Enrolment {
    kind: Kind,
    slot: u32,
    who: EntityId,
    ends: u32,
}

/// Weeks of the second tier after which somebody counts as proven.
const PROVEN: u32 = 4 * YEAR;
/// Weeks for which a mentor, or an executive programme, backs a director.
const BACKED: u32 = 2 * YEAR;
/// Weeks for which an inadequate authority may borrow a director.
const IN_TROUBLE: u32 = 2 * YEAR;
/// No readiness that a programme gives goes further beyond the ceiling.
const BEYOND_CEILING: f64 = 0.1;

/// May somebody be chosen under a rule?
pub(crate) fn eligible(rule: Rule, person: &Person) -> bool {
    let social_work = person.background == Background::SocialCare;
    match rule {
        Rule::Open => true,
        Rule::SocialWork => social_work,
        Rule::SocialWorkOrProven => {
            social_work
                || person.been_director
                || person.second_tier_weeks >= PROVEN
                || person.finished & bit(Kind::Interdisciplinary) != 0
        }
    }
}

/// Has a head of service been prepared for the director's post?
pub(crate) fn prepared(person: &Person) -> bool {
    person.finished & bit(Kind::Accelerated) != 0
}

const fn bit(kind: Kind) -> u16 {
    1 << kind as u8
}

/// Log of the share of leaving that is left while somebody backs a director.
pub(crate) fn backing(person: &Person, week: u32) -> f64 {
    let (until, share) = person.backed;
    if week < until { balcony_engine::samplers::ln(1.0 - share) } else { 0.0 }
}

/// Somebody backs a director; a stronger backing that still lasts is kept.
pub(crate) fn back(person: &mut Person, week: u32, until: u32, share: f64) {
    if week >= person.backed.0 || share >= person.backed.1 {
        person.backed = (until, share);
    }
}

/// The mentor that a director who starts now gets.
pub(crate) fn backs(market: &mut Market, setting: &Setting, index: usize) -> Option<(u32, f64)> {
    let week = market.week;
    // A policy's own comes after one that is run for the whole country.
    let mut running = setting.schemes.iter().rev().filter(|scheme| scheme.runs(setting, week));
    let scheme = running.find(|scheme| scheme.kind == Kind::Mentors)?;
    // The usual seats are enough for every new director. Where there are fewer, because funds run
    // out or the programme is smaller, who has a mentor is a matter of luck.
    let enough = Scheme::usual(Kind::Mentors).seats;
    let share = f64::from(scheme.seats_at(setting, week)) / f64::from(enough);
    let who = EntityId::authority(market.places[index].place.id);
    if market.rng_key.uniform(who, Tag::LeaderSeats, week, Kind::Mentors as u16) >= share {
        return None;
    }
    market.spent += scheme.cost;
    Some((week + BACKED, setting.parameters.development.mentored))
}

/// For each place, whether its succession is planned.
pub(crate) fn places_with_succession(market: &Market, setting: &Setting) -> Vec<bool> {
    let mut planned = vec![false; market.places.len()];
    let running = setting.schemes.iter().filter(|scheme| scheme.runs(setting, market.week));
    let seats: u32 = running
        .filter(|scheme| scheme.kind == Kind::Succession)
        .map(|scheme| scheme.seats_at(setting, market.week))
        .sum();
    if seats == 0 {
        return planned;
    }
    let drawn = |index: usize| {
        let who = EntityId::authority(market.places[index].place.id);
        market.rng_key.uniform(who, Tag::LeaderSeats, 0, Kind::Succession as u16)
    };
    let mut order: Vec<(f64, usize)> = (0..planned.len()).map(|index| (drawn(index), index)).collect();
    order.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
    for (_, index) in order.into_iter().take(seats as usize) {
        planned[index] = true;
    }
    planned
}

/// Seats are given out once a year, and finished ones take effect.
pub(crate) fn run(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let week = market.week;
    if !setting.schemes.iter().any(|scheme| week >= scheme.dates.first(setting.policy_from)) {
        return;
    }
    finish(market, setting, log);
    for scheme in setting.schemes.iter().filter(|scheme| scheme.runs(setting, week)) {
        // The first tick of each year since the programme began.
        if (week - scheme.dates.first(setting.policy_from)) % YEAR >= crate::market::TICK {
            continue;
        }
        let seats = scheme.seats_at(setting, week) as usize;
        match scheme.kind {
            Kind::Mentors => {}
            Kind::Succession => market.spent += scheme.cost * seats as f64,
            kind => {
                let chosen = choose(market, setting, kind, seats);
                market.spent += scheme.cost * chosen.len() as f64;
                for (slot, who) in chosen {
                    market.enrolled.push(Enrolment { kind, slot, who, ends: week + scheme.weeks });
                }
            }
        }
    }
}

/// Who gets the seats of this year: drawn by person and year among those for whom they are.
fn choose(market: &Market, setting: &Setting, kind: Kind, seats: usize) -> Vec<(u32, EntityId)> {
    let week = market.week;
    let serves = |person: &Person, slot: u32| {
        let post = &market.places[usize::from(person.place)].director;
        person.tier == DIRECTOR && post.holder == Some(slot) && post.leaving.is_none()
    };
    let fits = |slot: u32, person: &Person| match kind {
        Kind::Aspirants => person.tier == SECOND && campaign::aspires(market, setting, person),
        Kind::Interdisciplinary => person.tier == SECOND && person.background != Background::SocialCare,
        Kind::Accelerated => person.tier == THIRD && crate::ladder::wants_to_rise(market, setting, person),
        Kind::Executive => serves(person, slot),
        Kind::Lent => {
            let level = &market.places[usize::from(person.place)].level;
            serves(person, slot) && level.inadequate_within(week, IN_TROUBLE)
        }
        Kind::Mentors | Kind::Succession => false,
    };
    let again = kind == Kind::Lent;
    // Whoever is on one programme of a kind is not on another, such as a national one beside a
    // policy's own.
    let on_one = |who: EntityId| market.enrolled.iter().any(|one| one.kind == kind && one.who == who);
    let mut drawn: Vec<(f64, u32, EntityId)> = market
        .everybody()
        .filter(|(slot, person)| {
            !person.taken
                && (again || person.finished & bit(kind) == 0)
                && fits(*slot, person)
                && !on_one(person.id)
        })
        .map(|(slot, person)| {
            (market.rng_key.uniform(person.id, Tag::LeaderSeats, week, kind as u16), slot, person.id)
        })
        .collect();
    drawn.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
    drawn.into_iter().take(seats).map(|(_, slot, who)| (slot, who)).collect()
}

fn finish(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let p = &setting.parameters.development;
    let week = market.week;
    let (ended, under_way): (Vec<Enrolment>, Vec<Enrolment>) =
        market.enrolled.iter().partition(|enrolment| enrolment.ends <= week);
    market.enrolled = under_way;
    for enrolment in ended {
        let Some(person) = market.people[enrolment.slot as usize].as_mut() else { continue };
        // Somebody else may sit in the position by now.
        if person.id != enrolment.who {
            continue;
        }
        person.finished |= bit(enrolment.kind);
        let grow = match enrolment.kind {
            Kind::Aspirants => {
                person.ambition += p.aspirant_wish;
                p.aspirant_readiness
            }
            Kind::Executive => {
                back(person, week, week + BACKED, p.executive);
                p.executive_readiness
            }
            Kind::Accelerated => p.accelerated,
            Kind::Interdisciplinary => p.interdisciplinary,
            Kind::Lent => {
                back(person, week, week + YEAR, p.lent);
                0.0
            }
            Kind::Mentors | Kind::Succession => 0.0,
        };
        let most = (person.ceiling + BEYOND_CEILING).max(person.readiness);
        person.readiness = (person.readiness + grow).min(most);
        // What was learnt stays learnt: readiness relaxes to the ceiling, which rises as well.
        person.ceiling += grow;
        let (place, who) = (person.place, person.id);
        log.entry(Entry { week, place, who, change: Change::Finished { kind: enrolment.kind } });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tapered_funds_fall_in_a_straight_line() {
        let scheme = Scheme { tapers: Some(260), ..Scheme::usual(Kind::Aspirants) };
        let seats = [0, 52, 130, 260, 520].map(|since| scheme.seats_since(since));
        assert_eq!(seats, [35, 28, 18, 0, 0]);
    }
}
