//! Noticing: agencies see a piece of what a child lives with, and contact the front door.
//!
//! *Question.* Who is noticed, by whom, and what of it becomes a referral? *Equation.* Hazard of being noticed
//! `rate` x r^1.5 x (.6 + .2 k), k pieces; the agency is drawn among the holders by its share of contacts. What it sees is r
//! plus noise; it contacts if that exceeds its own threshold, which falls with fear, rises with bad experience (no feedback)
//! and follows alignment; the front door accepts a referral above its own threshold and sends the rest to early help or
//! nowhere. *Units.* A week. *Sources.* MODEL.md section 3, PROTOTYPE.md part 1.
//!
//! The bounding process is cut into three slices of hazard, each a stream of its own: only slices below the present hazard
//! are looked at, and a hazard that rises finds its points where they always were.

use crate::draws::{Block, Tag};
use crate::mechanisms::{needs, pathway};
use crate::parameters;
use crate::samplers::{Stream, arrivals, normal};
use crate::scene::Scene;
use crate::world::{AGENCIES, Child, ENQUIRY, World};

parameters! {
    /// Noticing and contacts.
    Noticing "noticing" {
        rate: 0.12, 0.05 .. 0.2, "a week at risk 1", "PROTOTYPE.md part 1; not identified apart from needs.rate", "Scale of the hazard of being noticed.";
        threshold: 0.42, 0.3 .. 0.55, "risk", "PROTOTYPE.md part 1", "What an agency or the front door must see to make or accept a referral.";
        contact_margin: 0.048, 0.0 .. 0.3, "risk", "assumption; fitted to contacts becoming referrals, F030", "How far below the threshold of a referral an agency already contacts.";
        piece_noise: 0.15, 0.05 .. 0.3, "risk", "PROTOTYPE.md part 1", "Noise of what one agency sees.";
        spread: 0.02, 0.0 .. 0.08, "risk", "assumption", "Spread of thresholds between agencies.";
        discouragement: 0.06, 0.0 .. 0.2, "risk", "assumption", "How far bad experience raises an agency's threshold.";
        alignment: 0.05, 0.0 .. 0.2, "risk", "assumption", "How far priorities that differ from social care's move an agency's threshold.";
        background: 82.0, 40.0 .. 120.0, "contacts a week per 60,000", "PROTOTYPE.md part 1", "Contacts about children without needs.";
        contact_hours: 0.2, 0.0 .. 1.0, "hours", "assumption", "Front-door time of a contact.";
        early_help: 0.15, 0.0 .. 0.5, "share", "F035 (Devon 24 % of enquiries); assumption", "Share of contacts not accepted that early help takes up, at usual early help.";
        early_help_gain: 0.08, 0.0 .. 0.3, "share of base", "assumption", "How far early help lowers the base level of risk.";
    }
}

/// Lower bounds of the slices of the hazard, a week; the last number is the upper bound of the last slice.
pub const SLICES: [f32; 4] = [0.0, 0.02, 0.06, 0.2];

/// The child's hazard of being noticed this week.
#[inline]
pub fn hazard(child: &Child, scene: &Scene<'_>) -> f32 {
    let r = child.risk();
    let k = child.pieces() as f32;
    (scene.p.noticing.rate as f32 * r * libm::sqrtf(r) * (0.6 + 0.2 * k)).min(SLICES[3])
}

/// Weeks of a block of each slice's stream.
const BLOCKS: [u32; 3] = [128, 64, 16];

#[inline]
fn stream(child: &Child, slice: usize) -> Stream {
    let rate = f64::from(SLICES[slice + 1] - SLICES[slice]);
    Stream { who: child.lineage, what: Tag::Notice, index: slice as u16, rate, block: BLOCKS[slice] }
}

/// Share of a slice's points that count under hazard `h`.
#[inline]
fn share(slice: usize, h: f32) -> f64 {
    f64::from((h - SLICES[slice]) / (SLICES[slice + 1] - SLICES[slice]))
}

/// The next point of a slice, from a week on, that counts under hazard `h`: kept as time and number in its block, with its
/// mark, agency and noise in the same draw. A hazard only falls between events, so a point passed over would not have
/// counted; where an event raises it, the slice is sought afresh.
#[inline]
pub fn seek(child: &mut Child, scene: &Scene<'_>, slice: usize, from: u32, h: f32, afresh: bool) {
    let share = share(slice, h);
    let at = if afresh { None } else { Some((child.next_notice[slice], child.notice_number[slice])) };
    let found = stream(child, slice).seek(scene.luck, at, from, |draw| draw.uniform(1) < share);
    (child.next_notice[slice], child.notice_number[slice]) = found;
}

/// Must a slice be sought afresh when the hazard has moved from `before` to `now`? Not if it has not risen, nor if all its
/// points counted before.
#[inline]
pub fn afresh(slice: usize, before: f32, now: f32) -> bool {
    before < now && before < SLICES[slice + 1]
}

/// The noticings of this week; what each leads to.
pub fn notice(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>) {
    let end = (scene.week + 1) as f32;
    for (slice, low) in SLICES[..3].iter().enumerate() {
        let h = hazard(child, scene);
        if h <= *low {
            break;
        }
        while child.next_notice[slice] < end {
            let point = (child.next_notice[slice], child.notice_number[slice]);
            // A slice that lay above the hazard holds a point of the past: it has gone by.
            if scene.week as f32 <= point.0 {
                let draw = stream(child, slice).draw(scene.luck, point);
                if draw.uniform(1) < share(slice, h) {
                    noticed(child, slot, world, scene, draw);
                }
            }
            seek(child, scene, slice, scene.week, h, false);
        }
    }
}

/// One agency notices: a piece of the picture, a contact, a referral.
fn noticed(child: &mut Child, slot: u32, world: &mut World, scene: &Scene<'_>, draw: Block) {
    let p = &scene.p.noticing;
    let Some(agency) = needs::pick(&scene.setting.authority.sources, !child.holders, draw.uniform(2)) else {
        return;
    };
    let a = usize::from(agency);
    let seen = child.risk() + (p.piece_noise * normal(draw.uniform(3))) as f32;
    let threshold = threshold(world, scene, a);
    if child.is_open() {
        world.counts.contacts += 1;
        pathway::told(child, slot, world, scene, agency, seen, seen >= threshold && !child.has(ENQUIRY));
        return;
    }
    if seen < threshold - p.contact_margin as f32 {
        return;
    }
    world.counts.contacts += 1;
    if seen >= threshold {
        pathway::refer(child, slot, world, scene, agency, seen);
        return;
    }
    world.counts.refused[a] += 1;
    // Early help, or nowhere.
    let taken_up = scene.luck.uniform(child.lineage, Tag::EarlyHelp, scene.week, 0);
    if taken_up < p.early_help * world.surroundings.early_help {
        let risk = child.risk();
        child.base *= 1.0 - p.early_help_gain as f32;
        child.excess = risk - child.base;
    }
}

/// What agency `a` must see to make a referral that the front door accepts.
fn threshold(world: &World, scene: &Scene<'_>, a: usize) -> f32 {
    let p = &scene.p.noticing;
    let partner = &world.partners[a];
    let apart = partner.priority - partner.own_priority;
    (p.threshold + p.spread * partner.threshold + p.discouragement * partner.discouraged
        - p.alignment * apart) as f32
        - scene.today.fear
}

/// Contacts about children without needs: they cost hours.
pub fn background(world: &mut World, scene: &Scene<'_>) {
    let who = crate::draws::Lineage::authority(world.authority);
    let rate = scene.constants.local.background * scene.today.contacts;
    world.counts.contacts += arrivals(scene.luck, who, Tag::Background, scene.week, rate);
}

/// Agencies' experience of referring: refusals without feedback discourage, acceptance encourages; a year to forget.
pub fn experience(world: &mut World, scene: &Scene<'_>) {
    if scene.held {
        return;
    }
    for a in 0..AGENCIES {
        let refused = f64::from(world.counts.refused[a]);
        let accepted = f64::from(world.counts.by_source[a]);
        if refused + accepted > 0.0 {
            // Feedback is what trust makes likely; the public gets it by letter.
            let trust = if a < 6 { world.partners[a].trust } else { 0.5 };
            let bad = refused / (refused + accepted) * (1.0 - trust);
            let partner = &mut world.partners[a];
            partner.discouraged += (bad - 0.3 - partner.discouraged) / 52.0;
            partner.discouraged = partner.discouraged.clamp(-1.0, 1.0);
        }
    }
}
