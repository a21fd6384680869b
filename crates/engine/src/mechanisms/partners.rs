//! Partners: what they adopt is their own choice.
//!
//! *Question.* What does influence without authority achieve? *Equations.* A joint proposal reaches
//! partners after its way through the boards; each adopts with probability logistic(3 K + law + 2
//! alignment - 2 cost - 1.5), K the director's influence on it along relationships (credibility x
//! trust x source), blurred by each board (`fidelity`). One draw an agency and proposal, not one a
//! week. Who has adopted shares more at every visit and review; a partner that no longer trusts
//! withdraws. *Sources.* MODEL.md section 5; Stuart 2012 (MECHANISMS.md section 3): law alone gives
//! weak adoption.

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::mechanisms::influence;
use crate::parameters;
use crate::rng::{EntityId, Tag};
use crate::samplers::logistic;
use crate::world::{PARTNERS, Service};

parameters! {
    /// Adoption by partners.
    Partners "partners" {
        personal: 3.0, 1.0 .. 5.0, "log odds", "MODEL.md section 5", "What full influence along relationships does to a partner's choice.";
        alignment: 2.0, 1.0 .. 3.0, "log odds", "MODEL.md section 5", "What equal priorities do to it.";
        cost: 0.4, 0.1 .. 0.8, "0 to 1", "assumption", "What adoption costs a partner, as it sees it; counted twice.";
        reluctance: 1.5, 0.5 .. 2.5, "log odds", "MODEL.md section 5", "How reluctant partners are before any of this.";
        staff: 0.7, 0.0 .. 1.0, "share", "assumption: seven tenths of spending is on people", "Of a cut of partners' budgets, the part that takes staff who notice, meet and share.";
        fidelity: 0.85, 0.7 .. 1.0, "share a board", "MECHANISMS.md section 3", "What each board on the way leaves of a message.";
        opens: 0.25, 0.0 .. 0.6, "share", "assumption", "Of pieces that would not be shared, those that an adopted way of working brings.";
        withdraw: 0.3, 0.0 .. 1.0, "a year at no trust", "assumption", "Partners that withdraw from what they adopted.";
    }
}

/// What cuts have left of the staff of agency `a` who notice, come and share; the public's is never
/// cut.
pub(crate) fn staffed(context: &StepContext<'_>, a: usize) -> f64 {
    if a < PARTNERS { 1.0 - context.p.partners.staff * (1.0 - context.weekly.partner_budget) } else { 1.0 }
}

/// A proposal is put to the partners; it takes effect when it has passed the boards.
pub(crate) fn ask(service: &mut Service, context: &StepContext<'_>, law: f64) {
    let number = service.programme.proposals.len() as u16;
    let fidelity = libm::pow(context.p.partners.fidelity, context.setting.structure.boards);
    let p = &context.p.partners;
    let near = context.p.influence.distance_keep.max(1e-6);
    let mut adopted = 0;
    for agency in 0..PARTNERS {
        let partner = &service.partners[agency];
        let personal = influence::on_partner(service, context, agency) / near * fidelity;
        let alignment = 1.0 - 2.0 * (partner.priority - 0.5).abs();
        let odds = p.personal * personal + law + p.alignment * alignment - 2.0 * p.cost - p.reluctance;
        let who = EntityId::agency(service.authority, agency as u8);
        if context.rng_key.uniform(who, Tag::Adopt, u32::from(number), 0) < logistic(odds) {
            adopted |= 1 << agency;
        }
    }
    service.programme.proposals.push((law, adopted));
}

/// Partners that no longer trust withdraw.
pub(crate) fn keep(service: &mut Service, context: &StepContext<'_>) {
    for number in 0..service.programme.proposals.len() {
        let (law, mut adopted) = service.programme.proposals[number];
        if adopted == 0 {
            continue;
        }
        for agency in 0..PARTNERS {
            let hazard = context.p.partners.withdraw * (1.0 - service.partners[agency].trust) * (1.0 - law)
                / WEEKS_A_YEAR;
            let who = EntityId::agency(service.authority, agency as u8);
            if context.rng_key.uniform(who, Tag::Adopt, context.week, 1 + number as u16) < hazard {
                adopted &= !(1 << agency);
            }
        }
        service.programme.proposals[number].1 = adopted;
    }
}

/// Share of partners that keep what was proposed, over all proposals.
pub(crate) fn adopted(service: &Service) -> f64 {
    let proposals = &service.programme.proposals;
    let sum: u32 = proposals.iter().map(|(_, adopted)| adopted.count_ones()).sum();
    f64::from(sum) / (proposals.len().max(1) * PARTNERS) as f64
}

/// Of pieces that an agency would keep to itself, the share that what it adopted brings.
pub(crate) fn opened(service: &Service, context: &StepContext<'_>, agency: usize) -> f64 {
    let holds = service.programme.proposals.iter().any(|(_, adopted)| adopted >> agency & 1 == 1);
    if holds { context.p.partners.opens } else { 0.0 }
}
