//! Structure: who sits under one roof, who leads schools together, which residents govern; and how
//! schools hold children.
//!
//! *Equations.* Agencies under one roof share more and meet sooner, and learn each other's
//! language; they do not think alike for it. Inclusion of schools I (.5 is usual) rises with the
//! director's influence on schools and with schools that are led together, and falls back to usual;
//! schools that keep children take part of the rate of new needs away a year on, and exclude less
//! after a shock in a family. Residents who govern bring early help to families sooner and give the
//! mandate another root; they take time. *Sources.* MODEL.md section 3 (schools that hold
//! children); next-practice sites (MECHANISMS.md, seeds S0-S2): sizes are assumptions.

use crate::context::StepContext;
use crate::mechanisms::influence;
use crate::parameters;
use crate::setting::State;
use crate::style::{USUAL_PARTNERS, Use};
use crate::world::Service;

parameters! {
    /// Structure.
    Structure "structure" {
        roof: 0.5, 0.1 .. 0.9, "share", "assumption; Bai 2009 (ties raise service use)", "Of pieces that would not be shared, those that people under one roof share.";
        roof_meets: 0.7, 0.2 .. 0.95, "share", "assumption", "Part of the wait for a meeting that falls away under one roof.";
        roof_language: 0.006, 0.001 .. 0.02, "a week", "assumption", "Language gained in a week under one roof, of what is missing.";
        inclusion: 0.01, 0.002 .. 0.03, "a week", "assumption", "How fast inclusion grows at full influence on schools or with all schools led together, of what is missing.";
        usual: 0.01, 0.002 .. 0.03, "a week", "assumption", "How fast inclusion falls back to usual.";
        holds: 0.3, 0.0 .. 0.8, "elasticity", "assumption", "By how much new needs fall when inclusion rises from usual to full, a year on.";
        excluded: 0.05, 0.01 .. 0.2, "probability at risk 1", "assumption: about 5 suspensions a year per 100 pupils in need (F-series lacks them)", "Chance that a school-age child is excluded after a shock, at usual inclusion.";
        away: 2.0, 0.5 .. 10.0, "school weeks", "assumption", "School missed by an excluded child.";
        hurt: 0.1, 0.0 .. 0.4, "share of 1 - risk", "assumption", "How far exclusion raises current risk.";
        residents_reach: 0.8, 0.0 .. 2.0, "ratio", "assumption", "How much more early help families take up where residents hold all seats.";
        residents_mandate: 0.15, 0.0 .. 0.4, "a year", "assumption", "What residents who govern add to the mandate.";
        residents_time: 1.0, 0.0 .. 2.0, "half-days a week", "assumption", "Time of a director that residents who hold all seats take from the balcony and politics.";
    }
}

/// Least factor that early help or schools leave of new needs: a numerical guard.
pub(crate) const LEAST_NEEDS: f64 = 0.1;

/// One week of schools and residents.
pub(crate) fn hold(service: &mut Service, context: &StepContext<'_>) {
    let (p, built) = (&context.p.structure, &context.setting.structure);
    let attention = (context.style.time(Use::Partners) / USUAL_PARTNERS).min(2.0);
    let reached =
        (influence::on_partner(service, context, 0) * attention + built.schools_led_together).min(1.0);
    let now = &mut service.environment;
    now.inclusion += p.inclusion * reached * (1.0 - now.inclusion) - p.usual * (now.inclusion - 0.5);
    now.inclusion = now.inclusion.clamp(0.0, 1.0);
    now.inclusion_felt += (now.inclusion - now.inclusion_felt) / crate::calendar::WEEKS_A_YEAR;
    let held = context.holds(State::Language);
    for partner in service.partners[..6].iter_mut().filter(|_| !held) {
        partner.language += p.roof_language * built.together * (1.0 - partner.language);
    }
    if !context.holds(State::Authorisation) {
        service.leadership.director.authorisation +=
            p.residents_mandate * built.residents * (1.0 - service.leadership.director.authorisation)
                / crate::calendar::WEEKS_A_YEAR;
    }
}

/// Factor of new needs that schools which hold children leave.
pub(crate) fn needs(service: &Service, context: &StepContext<'_>) -> f64 {
    (1.0 - 2.0 * context.p.structure.holds * (service.environment.inclusion_felt - 0.5)).max(LEAST_NEEDS)
}

/// Chance that a school-age child of this risk is excluded after a shock.
pub(crate) fn excluded(service: &Service, context: &StepContext<'_>, risk: f32) -> f64 {
    context.p.structure.excluded * f64::from(risk) * 2.0 * (1.0 - service.environment.inclusion)
}

/// Of pieces that an agency would keep to itself, the share that one roof brings.
pub(crate) fn roof(context: &StepContext<'_>) -> f64 {
    context.p.structure.roof * context.setting.structure.together
}

/// Early help that families take up, over usual.
pub(crate) fn take_up(context: &StepContext<'_>) -> f64 {
    1.0 + context.p.structure.residents_reach * context.setting.structure.residents
}
