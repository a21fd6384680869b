//! Noticing: agencies see a piece of what a child lives with, and contact the front door.
//!
//! *Question.* Who is noticed, by whom, and what of it becomes a referral? *Equation.* Hazard of
//! being noticed `rate` x r^1.5 x (.6 + .2 k), k pieces; the agency is drawn among the holders by
//! its share of contacts. What it sees is r plus noise; it contacts if that exceeds its own
//! threshold, which falls with fear, rises with bad experience (no feedback) and follows alignment;
//! the front door accepts a referral above its own threshold and sends the rest to early help or
//! nowhere. *Units.* A week. *Sources.* MODEL.md section 3, PROTOTYPE.md part 1.
//!
//! Possible noticings are points on the child's own luck, dealt by windows of weeks in two slices
//! of the hazard: a hazard that rises adds weeks in which the child is noticed, and moves none.
//! Everything goes by the state in which the week began. Of a child without an open case only those
//! points count that may make a contact at all: what is seen exceeds the usual threshold less what
//! fear, experience, its own ways and 2.5 standard deviations of spread can take from it together.

use crate::context::{ByRisk, StepContext};
use crate::cursor::ChildCursor;
use crate::mechanisms::variation::{self, Varies};
use crate::mechanisms::{needs, partners, pathway};
use crate::parameters;
use crate::rng::{Block, Tag};
use crate::samplers::{Chance, Windows, arrivals, normal};
use crate::setting::Setting;
use crate::world::{AGENCIES, Child, ENQUIRY, Service};

parameters! {
    /// Noticing and contacts.
    Noticing "noticing" {
        rate: 0.13, 0.05 .. 0.22, "a week at risk 1", "PROTOTYPE.md part 1; not identified apart from needs.rate", "Scale of the hazard of being noticed, in the busiest month.";
        threshold: 0.42, 0.3 .. 0.55, "risk", "PROTOTYPE.md part 1", "What an agency or the front door must see to make or accept a referral.";
        contact_margin: 0.0548, 0.0 .. 0.3, "risk", "assumption; fitted to contacts becoming referrals, F030", "How far below the threshold of a referral an agency already contacts.";
        piece_noise: 0.15, 0.05 .. 0.3, "risk", "PROTOTYPE.md part 1", "Noise of what one agency sees.";
        spread: 0.02, 0.0 .. 0.08, "risk", "assumption", "Spread of thresholds between agencies.";
        discouragement: 0.06, 0.0 .. 0.2, "risk", "assumption", "How far bad experience raises an agency's threshold.";
        alignment: 0.05, 0.0 .. 0.2, "risk", "assumption", "How far priorities that differ from social care's move an agency's threshold.";
        again: 0.75, 0.4 .. 1.0, "share", "fitted with the thresholds to re-referrals (A041); agencies take it that social care has looked", "Noticings within a year of closing that are passed on at all.";
        background: 82.0, 40.0 .. 120.0, "contacts a week per 60,000", "PROTOTYPE.md part 1", "Contacts about children without needs.";
        contact_hours: 0.2, 0.0 .. 1.0, "hours", "assumption", "Front-door time of a contact.";
        early_help: 0.15, 0.0 .. 0.5, "share", "F035 (Devon 24 % of enquiries); assumption", "Share of contacts not accepted that early help takes up, at usual early help.";
        early_help_gain: 0.08, 0.0 .. 0.3, "share of base", "assumption", "How far early help lowers the base level of risk.";
    }
}

/// The hazard is cut into two slices with points of their own: rare points up to the second bound,
/// frequent ones above it. Most children never reach the second slice.
const SLICES: [f32; 3] = [0.0, 0.03, 0.2];
/// Hazard of being noticed whoever holds a piece, over that with two pieces (MODEL.md section 3).
pub(crate) const SEEN_ANYWAY: f64 = 0.6;
/// What each agency that holds a piece adds to it (MODEL.md section 3).
pub(crate) const SEEN_BY_EACH: f64 = 0.2;
/// Standard deviations by which thresholds fall below the usual at most: none further is looked
/// for.
const SPREADS: f64 = 2.5;
/// Share of contacts refused without feedback that agencies take for usual (assumption).
const USUAL_REFUSED: f64 = 0.3;
/// Weeks in which agencies forget past experience: a year (assumption).
const FORGOTTEN: f64 = 52.0;
/// Highest risk of the mean hazard of a referral: a numerical guard that keeps it below 1.
const MOST_RISK: f64 = 0.98;
/// Steps of the tables by risk.
const STEPS: usize = 256;

impl ByRisk {
    /// The tables of a setting.
    pub(crate) fn of(setting: &Setting) -> Self {
        let p = &setting.parameters.noticing;
        let fear = setting.parameters.decisions.fear * (1.0 - setting.parameters.environment.usual_salience);
        // Experience starts at 0 and moves towards values of at least -USUAL_REFUSED.
        // Priorities lie between 0 and 1.
        // A mirrored draw, whose spread is negative, varies as far.
        let varies = variation::spread(&setting.parameters.variation, Varies::Referral).abs();
        let most_below =
            fear.max(0.0) + SPREADS * (p.spread + varies) + USUAL_REFUSED * p.discouragement + p.alignment;
        let risks = || (0..=STEPS).map(|step| step as f64 / STEPS as f64);
        let may_contact = |r: f64| {
            let least = p.threshold - p.contact_margin - most_below;
            0.5 * libm::erfc((least - r) / (p.piece_noise * core::f64::consts::SQRT_2))
        };
        let scale = |r: f64| p.rate * r * libm::sqrt(r);
        Self {
            seen: [
                risks().map(|r| (scale(r) * may_contact(r)) as f32).collect(),
                risks().map(|r| scale(r) as f32).collect(),
            ],
            may_contact: risks().map(|r| may_contact(r) as f32).collect(),
            most_below,
            refers: (0..=STEPS).map(|step| refers(setting, step as f64 / STEPS as f64) as f32).collect(),
            slices: [0, 1].map(|slice| Windows::new(f64::from(SLICES[slice + 1] - SLICES[slice]))),
        }
    }

    #[inline]
    fn at(table: &[f32], r: f32) -> f32 {
        let place = r * STEPS as f32;
        let step = (place as usize).min(STEPS - 1);
        table[step] + (table[step + 1] - table[step]) * (place - step as f32)
    }
}

/// Means of the fifths of a gamma distribution of mean 1 and shape .35 (shocks over their
/// relaxation, .02 x .9 / .05).
const FIFTHS: [f64; 5] = [0.0006, 0.03, 0.18, 0.75, 4.04];

/// Hazard of a referral at a base level (one piece-weight), the excess of family shocks averaged
/// over its stationary gamma.
fn refers(setting: &Setting, b: f64) -> f64 {
    let (n, q) = (&setting.parameters.needs, &setting.parameters.noticing);
    let rate = n.shock_rate * (0.5 + b);
    let mean = rate * n.shock_size * (1.0 - b) / (n.reversion + rate * n.shock_size);
    let at = |r: f64| {
        let r = r.min(MOST_RISK);
        q.rate
            * r
            * libm::sqrt(r)
            * 0.5
            * libm::erfc((q.threshold - r) / (q.piece_noise * core::f64::consts::SQRT_2))
    };
    let mean = FIFTHS.iter().map(|m| at(b + m * mean)).sum::<f64>() / FIFTHS.len() as f64;
    // Every month has its share of the contacts of the busiest month.
    mean / variation::HIGHEST_MONTH
}

impl ByRisk {
    /// Hazard of a referral by base level.
    pub(crate) fn refers(&self, b: f32) -> f32 {
        Self::at(&self.refers, b)
    }
}

/// The child's hazard of being noticed, by its risk at the beginning of a week; without an open
/// case, only where that may make a contact. It only falls between events.
#[inline]
fn hazard(child: &Child, context: &StepContext<'_>, begun: WeekStart) -> f32 {
    let scale = ByRisk::at(&context.constants.by_risk.seen[usize::from(begun.open)], begun.risk);
    scale * (SEEN_ANYWAY as f32 + SEEN_BY_EACH as f32 * child.pieces() as f32)
}

/// The possible noticings of one slice, and the share of them that happen.
#[inline]
fn slice<'a>(child: &Child, context: &StepContext<'a>, slice: usize, hazard: f32) -> (Chance<'a>, f32) {
    let windows = &context.constants.by_risk.slices[slice];
    let chance = Chance { who: child.entity_id, what: Tag::Notice, index: slice as u16, windows };
    (chance, ((hazard - SLICES[slice]) * windows.over).min(1.0))
}

/// Finds the next week from `from` on in which the child may be noticed. Nothing beyond `until` is
/// needed.
#[inline]
pub(crate) fn seek(child: &mut Child, context: &StepContext<'_>, from: u32, until: u32) -> u32 {
    let hazard = hazard(child, context, WeekStart::of(child));
    for index in 0..2 {
        let (chance, share) = slice(child, context, index, hazard);
        child.next_notice[index] = chance.next(context.rng_key, child.next_notice[index], from, until, share);
    }
    child.next_notice[0].week.min(child.next_notice[1].week)
}

/// The state in which a child's week began, by which it is noticed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WeekStart {
    risk: f32,
    open: bool,
}

impl WeekStart {
    /// The state of a child that is up to date.
    #[inline]
    pub(crate) fn of(child: &Child) -> Self {
        Self { risk: child.risk(), open: child.is_open() }
    }
}

/// The noticings of this week, by the state in which it began, and what follows from them. After a
/// referral nothing more is noticed this week.
#[inline]
pub(crate) fn notice(cursor: &mut ChildCursor<'_>, begun: WeekStart) {
    let context = cursor.context;
    for index in 0..2 {
        let known = cursor.child.next_notice[index];
        if known.week == context.week && (begun.open || cursor.child.referred != context.week) {
            // Worked out only where a point falls in this week: the pieces have not changed yet,
            // since the first point that counts leads to a referral or, of an open case, to none.
            let (chance, share) = slice(cursor.child, context, index, hazard(cursor.child, context, begun));
            if let Some(draw) = chance.comes(context.rng_key, known, context.week, share) {
                noticed(cursor, begun, draw);
            }
        }
    }
}

/// One agency notices: a piece of the picture, a contact, a referral.
fn noticed(cursor: &mut ChildCursor<'_>, begun: WeekStart, draw: Block) {
    let context = cursor.context;
    let p = &context.p.noticing;
    let Some(agency) =
        needs::pick(&context.setting.authority.sources, !cursor.child.holders, draw.uniform(2))
    else {
        return;
    };
    let a = usize::from(agency);
    if context.rng_key.uniform(cursor.child.entity_id, Tag::Season, context.week, 0)
        >= passed_on(cursor.child, context, a)
    {
        return;
    }
    let own = own_ways(cursor.service, context, a);
    let saw = |through: f64| {
        // Only the upper end of the noise may make a contact.
        let noise = normal(1.0 - through * (1.0 - draw.uniform(3)));
        begun.risk + (p.piece_noise * noise) as f32
    };
    if begun.open {
        cursor.service.counts.contacts += 1;
        let seen = saw(1.0);
        let alarming = f64::from(seen) >= p.threshold + own;
        pathway::receive_information(cursor, agency, seen, alarming && !cursor.child.has(ENQUIRY));
        return;
    }
    let by_risk = &context.constants.by_risk;
    let seen = saw(f64::from(ByRisk::at(&by_risk.may_contact, begun.risk)));
    let threshold = p.threshold + own.max(-by_risk.most_below);
    if f64::from(seen) < threshold - p.contact_margin {
        return;
    }
    cursor.service.counts.contacts += 1;
    if f64::from(seen) >= threshold {
        pathway::refer(cursor, agency, seen);
        return;
    }
    cursor.service.counts.refused[a] += 1;
    // Early help, or nowhere.
    if draw.uniform(1) < p.early_help * cursor.service.environment.early_help_reaches {
        let risk = cursor.child.risk();
        cursor.child.base *= 1.0 - p.early_help_gain as f32;
        cursor.child.excess = risk - cursor.child.base;
    }
}

/// Share of noticings that agency `a` passes on: by the month, with the staff that cuts have left
/// it, and less where social care has just looked.
fn passed_on(child: &Child, context: &StepContext<'_>, a: usize) -> f64 {
    let closed = child.referred > 0 && !child.is_open() && context.week - child.stage_since < A_YEAR;
    let again = if closed { context.p.noticing.again } else { 1.0 };
    context.weekly.season * again * partners::staffed(context, a)
}

/// Weeks in which agencies remember that a case was closed.
const A_YEAR: u32 = 52;

/// By how much agency `a` must see more than usual to make a referral that the front door accepts.
fn own_ways(service: &Service, context: &StepContext<'_>, a: usize) -> f64 {
    let p = &context.p.noticing;
    let partner = &service.partners[a];
    let apart = partner.priority - partner.own_priority;
    let own = p.spread * partner.threshold + p.discouragement * partner.discouraged - p.alignment * apart;
    own - f64::from(context.weekly.fear) + service.variation.of(Varies::Referral)
}

/// Contacts about children without needs: they cost hours.
pub(crate) fn background(service: &mut Service, context: &StepContext<'_>) {
    let who = crate::rng::EntityId::authority(service.authority);
    let month = context.weekly.season * variation::HIGHEST_MONTH;
    let rate = context.constants.effects.background * context.weekly.contacts * month;
    service.counts.contacts += arrivals(context.rng_key, who, Tag::Background, context.week, rate);
}

/// Agencies' experience of referring: refusals without feedback discourage, acceptance encourages;
/// a year to forget.
pub(crate) fn experience(service: &mut Service) {
    for a in 0..AGENCIES {
        let refused = f64::from(service.counts.refused[a]);
        let accepted = f64::from(service.counts.by_source[a]);
        if refused + accepted > 0.0 {
            // Feedback is what trust makes likely; the public gets it by letter.
            let trust = if a < 6 { service.partners[a].trust } else { 0.5 };
            let bad = refused / (refused + accepted) * (1.0 - trust);
            let partner = &mut service.partners[a];
            partner.discouraged += (bad - USUAL_REFUSED - partner.discouraged) / FORGOTTEN;
            partner.discouraged = partner.discouraged.clamp(-1.0, 1.0);
        }
    }
}
