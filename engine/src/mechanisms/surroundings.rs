//! Surroundings: salience, events, budget.
//!
//! *Equations.* Salience S decays with a half-life of 18 months towards a level that itself ratchets. Spending is smoothed
//! over a quarter; what exceeds the budget beyond what the mandate allows cuts early help and freezes posts. *Units.* Weeks, pounds of
//! 2021-22. *Sources.* MODEL.md section 6; Cafcass applications 2008-2012 (D077-D090); E006-E104.

use crate::calendar::WEEKS_A_YEAR;
use crate::draws::{Lineage, Tag};
use crate::mechanisms::{invest, reviews, structure};
use crate::parameters;
use crate::scene::{Constants, Scene};
use crate::setting::{EventKind, Setting};
use crate::world::{Holder, World};

parameters! {
    /// Surroundings.
    Surroundings "surroundings" {
        half_life: 78.0, 17.0 .. 156.0, "weeks", "MECHANISMS.md section 3: 18 months (4-36)", "Half-life of public salience.";
        ratchet: 0.15, 0.0 .. 0.5, "share", "assumption; D077-D090: the new level lasts", "Share of a jump of salience that stays.";
        elsewhere: 0.5, 0.1 .. 1.0, "share", "MECHANISMS.md section 3: surge far from the incident", "Fear from a scandal elsewhere, of one at home.";
        heard: 0.5, 0.1 .. 1.0, "probability", "assumption", "Chance that the public hears of a serious incident.";
        jump: 0.12, 0.0 .. 0.5, "share of 1 - salience", "assumption", "Jump of salience when it hears.";
        employed_cost: 1150.0, 800.0 .. 1500.0, "£ a week", "assumption from E044 over the workforce", "Cost of an employed social worker, overheads included.";
        agency_cost: 1750.0, 1200.0 .. 2500.0, "£ a week", "assumption", "Cost of an agency worker.";
        early_help_cost: 190000.0, 50000.0 .. 400000.0, "£ a week per 60,000", "sanity table: spending .90m of which .41 care and .23 safeguarding", "Usual spending on early help and family support.";
        tolerance: 0.03, 0.0 .. 0.1, "share", "assumption", "Overspending that full authorisation allows.";
        cut: 0.5, 0.0 .. 1.0, "share", "assumption", "Share of the rest of an overspend that is cut from early help; what remains freezes posts.";
    }
}

/// The events of this week, and what salience and the budget do.
pub fn surround(world: &mut World, scene: &mut Scene<'_>) {
    scene.today.needs = 1.0;
    scene.today.contacts = 1.0;
    scene.today.work = 1.0;
    scene.today.recruitment = 1.0;
    scene.today.partner_budget = 1.0;
    let p = &scene.p.surroundings;
    if !scene.held {
        let decay = libm::exp(-libm::log(2.0) / p.half_life);
        let surroundings = &mut world.surroundings;
        surroundings.salience = surroundings.floor + (surroundings.salience - surroundings.floor) * decay;
        surroundings.relearning *= libm::exp(-1.0 / 13.0);
        surroundings.early_help_felt +=
            (surroundings.early_help_reaches - surroundings.early_help_felt) / WEEKS_A_YEAR;
    }
    let mut budget = 1.0;
    let mut prescription_held = None;
    let mut trust_held = None;
    for event in scene.setting.events.iter().chain(scene.acts) {
        if event.size == 0.0 || scene.week < event.week.0 {
            continue;
        }
        let first = scene.week == event.week.0;
        let lasts = scene.week < event.week.0.saturating_add(event.weeks.max(1));
        let for_good = event.weeks == 0;
        match event.kind {
            EventKind::SeriousIncident if first => {
                jump(world, event.size, p.ratchet);
                incident(world, event.size);
                reviews::begin(world, scene, event.size / p.jump.max(1e-9));
            }
            EventKind::ScandalElsewhere if first => jump(world, event.size * p.elsewhere, p.ratchet),
            EventKind::NeedsSurge if lasts => scene.today.needs *= 1.0 + event.size,
            EventKind::ContactsSurge if lasts => scene.today.contacts *= 1.0 + event.size,
            EventKind::WorkSurge if lasts => scene.today.work *= 1.0 + event.size,
            EventKind::RecruitmentDrive if lasts => scene.today.recruitment *= 1.0 + event.size,
            EventKind::BudgetCut if lasts || for_good => budget *= 1.0 - event.size,
            EventKind::DirectorLeaves if first => {
                let who = Lineage::authority(world.authority);
                if scene.luck.uniform(who, Tag::Event, scene.week, event.kind as u16) < event.size {
                    super::directors::leaves(world, scene);
                }
            }
            EventKind::RulesRemoved if first => {
                world.programme.added.push(event.size.min(0.95));
            }
            EventKind::Inspection if first => {
                let who = Lineage::authority(world.authority);
                if scene.luck.uniform(who, Tag::Event, scene.week, event.kind as u16) < event.size {
                    world.inspection.next = scene.week;
                }
            }
            EventKind::PartnerCut if lasts || for_good => scene.today.partner_budget *= 1.0 - event.size,
            EventKind::RulesAdded if first => {
                for rules in &mut world.prescription {
                    *rules += event.size * (1.0 - *rules);
                }
            }
            EventKind::PrescriptionHeld if lasts || for_good => prescription_held = Some(event.size),
            EventKind::TrustHeld if lasts || for_good => trust_held = Some(event.size),
            _ => {}
        }
    }
    world.surroundings.budget = budget;
    if let Some(held) = prescription_held {
        world.prescription = [held; 5];
    }
    if let Some(held) = trust_held {
        for partner in &mut world.partners[..6] {
            partner.trust = held;
        }
    }
}

/// Salience jumps, and part of the jump stays.
pub fn jump(world: &mut World, size: f64, ratchet: f64) {
    let surroundings = &mut world.surroundings;
    let more = size * (1.0 - surroundings.salience);
    surroundings.salience = (surroundings.salience + more).clamp(0.0, 1.0);
    surroundings.floor = (surroundings.floor + ratchet * more).min(surroundings.salience);
}

/// An incident at home costs the mandate in proportion to salience.
pub fn incident(world: &mut World, size: f64) {
    let loss = size * world.surroundings.salience;
    world.director.authorisation = (world.director.authorisation * (1.0 - loss)).clamp(0.0, 1.0);
}

/// This week's spending, pounds.
pub fn weekly(world: &World, setting: &Setting, constants: &Constants) -> f64 {
    let p = &setting.parameters.surroundings;
    let q = &setting.parameters.placement;
    let mut sum = p.early_help_cost * constants.local.scale * world.surroundings.early_help;
    for post in &world.seats {
        sum += match post.holder {
            Holder::Vacant => 0.0,
            Holder::Employed => p.employed_cost,
            Holder::Agency => p.agency_cost,
        };
    }
    let placed = world.stocks.placed;
    sum + f64::from(placed[1]) * q.local_price
        + f64::from(placed[2]) * q.distant_price
        + f64::from(placed[3]) * q.residential_price
}

/// Budget control: a quarter's spending against the budget.
pub fn control(world: &mut World, scene: &Scene<'_>) {
    // What a strategy buys was agreed: it costs, and is no overspend.
    world.surroundings.invested = scene.today.invested;
    let now = weekly(world, scene.setting, scene.constants);
    let smoothing = if world.surroundings.spending == 0.0 { 1.0 } else { 1.0 / 13.0 };
    world.surroundings.spending += smoothing * (now - world.surroundings.spending);
    if scene.held || world.surroundings.usual <= 0.0 {
        return;
    }
    let p = &scene.p.surroundings;
    let pooled = scene.setting.structure.pooled;
    // Partners carry their part of an overspend where budgets are pooled, and bring their own cuts in.
    let over = (world.surroundings.spending / world.surroundings.usual - world.surroundings.budget)
        * (1.0 - pooled)
        + pooled * (1.0 - scene.today.partner_budget)
        - p.tolerance * world.director.authorisation;
    let early_help = p.early_help_cost * scene.constants.local.scale / world.surroundings.usual;
    // Cuts follow an overspend, and are undone slowly when there is money again.
    let (help, frozen) = if over > 0.0 {
        ((1.0 - p.cut * over * 4.0 / early_help.max(0.01)).max(0.2), (over * 6.0 * (1.0 - p.cut)).min(0.8))
    } else {
        (1.0, 0.0)
    };
    world.surroundings.early_help += (help - world.surroundings.early_help) / 13.0;
    world.surroundings.early_help_reaches =
        world.surroundings.early_help * structure::take_up(scene) + invest::early_help(scene);
    world.surroundings.frozen += (frozen - world.surroundings.frozen) / 13.0;
}
