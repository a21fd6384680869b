//! Investments: what a strategy buys, when it arrives, what it costs.
//!
//! *Equation.* Pounds (million) a year per 60,000 children, by kind, after the delay of its kind;
//! costs run from the first week. What is bought acts only through what it buys: early help
//! prevents, money for recruitment fills posts faster, managers' hours become supervision, places
//! become placements, joint training language, mentoring competence, deputies readiness, peers
//! relief. All ways of leading may buy the same. *Sources.* E015, E024, E044 for prices; effects
//! are assumptions.

use crate::calendar::WEEKS_A_YEAR;
use crate::context::StepContext;
use crate::mechanisms::leaders;
use crate::parameters;
use crate::strategy::Strategy;
use crate::style::InvestmentKind;
use crate::world::{GROUP_MANAGEMENT, SELF_AWARENESS, SELF_MANAGEMENT, SOCIAL_AWARENESS, Service};

parameters! {
    /// Investments.
    Invest "invest" {
        recruitment: 0.6, 0.2 .. 1.5, "ratio", "assumption", "Most that money for recruitment adds to the filling of posts; half of it at half a million a year per 60,000 children.";
        manager_cost: 1500.0, 1200.0 .. 1900.0, "£ a week", "assumption from E044", "A team manager, overheads included.";
        place_cost: 30000.0, 15000.0 .. 60000.0, "£", "assumption: finding, assessing and supporting a foster home", "A further local placement.";
        training: 0.02, 0.005 .. 0.04, "a week", "MECHANISMS.md section 3 (+.02 a week of joint training)", "Most language gained in a week of joint training, of what is missing; half of it at a tenth of a million a year.";
        mentoring: 0.008, 0.001 .. 0.02, "a week", "assumption; MECHANISMS.md section 3: weak evidence, slow", "Most competence a director gains in a week with a mentor, of what is missing; half of it at .05 million a year.";
        deputies: 0.015, 0.003 .. 0.04, "a week", "MECHANISMS.md section 3: ready after 1.5 to 2 years' development", "Most readiness that programmes for aspirants add in a week, of what is missing; half of it at a tenth of a million a year.";
        peers: 0.01, 0.0 .. 0.03, "a week", "assumption", "Most strain that peers and a coach take from a director in a week; half of it at .05 million a year.";
    }
}

/// Pounds in a unit of money: a million.
const MILLION: f64 = 1e6;
/// £ million a year per 60,000 children at which half of `invest.recruitment` is had (assumption).
const HALF_RECRUITMENT: f64 = 0.5;
/// The same for `invest.training` (assumption).
const HALF_TRAINING: f64 = 0.1;
/// The same for `invest.mentoring` (assumption).
const HALF_MENTORING: f64 = 0.05;
/// The same for `invest.deputies` (assumption).
const HALF_DEPUTIES: f64 = 0.1;
/// The same for `invest.peers` (assumption).
const HALF_PEERS: f64 = 0.05;

/// Weeks from when something is paid for until it acts (assumptions).
///
/// ```
/// use balcony_engine::mechanisms::invest::delay;
/// use balcony_engine::strategy::InvestmentKind;
/// assert_eq!(delay(InvestmentKind::Placements), 26);
/// ```
pub const fn delay(kind: InvestmentKind) -> u32 {
    match kind {
        InvestmentKind::EarlyHelp | InvestmentKind::JointTraining | InvestmentKind::PeerSupport => 4,
        InvestmentKind::Recruitment | InvestmentKind::Supervision | InvestmentKind::Mentoring => 8,
        InvestmentKind::Deputies => 13,
        InvestmentKind::Placements => 26,
    }
}

/// What is bought this week, and what it costs.
///
/// ```
/// use balcony_engine::mechanisms::invest;
/// use balcony_engine::strategy::Strategy;
/// use balcony_engine::context::StepContext;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let style = place.setting().start.incumbent;
/// let (setting, constants) = (place.setting(), place.constants());
/// let rng_key = RngKey { seed: 1, replicate: 0 };
/// let mut context = StepContext::new(setting, constants, &style, rng_key, 1526, false);
/// invest::buy(&mut world.service, &mut context, &Strategy::default());
/// assert_eq!(context.weekly.invested, 0.0);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn buy(service: &mut Service, context: &mut StepContext<'_>, strategy: &Strategy) {
    context.weekly.bought = [0.0; InvestmentKind::COUNT];
    context.weekly.invested = 0.0;
    if context.warming {
        return;
    }
    for investment in &strategy.investments {
        let runs = |from: u32| {
            from <= context.week && (investment.weeks == 0 || context.week - from < investment.weeks)
        };
        if runs(investment.from.0) {
            context.weekly.invested += investment.size * MILLION / WEEKS_A_YEAR;
        }
        if runs(investment.from.0.saturating_add(delay(investment.kind))) {
            context.weekly.bought[investment.kind as usize] +=
                investment.size / context.constants.effects.scale.max(1e-6);
        }
    }
    if context.weekly.bought == [0.0; InvestmentKind::COUNT] {
        return;
    }
    let p = &context.p.invest;
    let half = |x: f64, at: f64| x / (x + at);
    let bought = context.weekly.bought;
    let bought = |kind: InvestmentKind| bought[kind as usize];
    context.weekly.recruitment *=
        1.0 + p.recruitment * half(bought(InvestmentKind::Recruitment), HALF_RECRUITMENT);
    let scale = context.constants.effects.scale;
    service.environment.places_bought +=
        bought(InvestmentKind::Placements) * scale * MILLION / WEEKS_A_YEAR / p.place_cost;
    for partner in &mut service.partners[..6] {
        partner.language += p.training
            * half(bought(InvestmentKind::JointTraining), HALF_TRAINING)
            * (1.0 - partner.language);
    }
    let director = &mut service.leadership.director;
    if !director.interim {
        for trait_ in [SELF_AWARENESS, SELF_MANAGEMENT, SOCIAL_AWARENESS, GROUP_MANAGEMENT] {
            let share = if trait_ == SELF_AWARENESS { 1.0 } else { 0.5 };
            let value = &mut director.competence[trait_];
            *value += share
                * p.mentoring
                * half(bought(InvestmentKind::Mentoring), HALF_MENTORING)
                * (1.0 - *value);
        }
    }
    director.strain = (director.strain
        - p.peers * half(bought(InvestmentKind::PeerSupport), HALF_PEERS) * director.strain)
        .max(0.0);
    leaders::develop(service, p.deputies * half(bought(InvestmentKind::Deputies), HALF_DEPUTIES));
}

/// Hours a week that bought managers add to each team's supervision.
pub(crate) fn supervision(service: &Service, context: &StepContext<'_>, manager_hours: f64) -> f64 {
    let bought = context.weekly.bought[InvestmentKind::Supervision as usize]
        * context.constants.effects.scale
        * MILLION
        / WEEKS_A_YEAR;
    bought / context.p.invest.manager_cost * manager_hours / service.workforce.teams.len().max(1) as f64
}

/// Early help bought, over usual early help.
pub(crate) fn early_help(context: &StepContext<'_>) -> f64 {
    let bought = context.weekly.bought[InvestmentKind::EarlyHelp as usize] * MILLION / WEEKS_A_YEAR;
    bought / context.p.environment.early_help_cost
}
