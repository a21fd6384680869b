//! Signals: what leaders see of their own service, late and rosier than it is.
//!
//! *Equations.* A figure that is counted (vacancy, timeliness, caseload, spending, referrals) is
//! seen with a lag that time on the balcony shortens. What must be noticed (strain, culture, trust)
//! is reported up as better than it is; the gap is `gap` x e^(-6 f), f the share of the week on the
//! dance floor. *Sources.* MODEL.md section 5; MECHANISMS.md section 3 (balcony and dance floor:
//! the signal of practice is 1 - e^(-6 f)).

use crate::context::StepContext;
use crate::mechanisms::{establishment, partnership};
use crate::parameters;
use crate::setting::Setting;
use crate::style::{FULL_WEEK, Signal, USUAL_BALCONY, Use};
use crate::world::{Holder, Seen, Service};

parameters! {
    /// Signals.
    Signals "signals" {
        lag: 13.0, 4.0 .. 39.0, "weeks", "assumption: quarterly reports", "Lag with which performance is seen at usual time on the balcony.";
        gap: 0.4, 0.0 .. 0.8, "share", "assumption", "How much rosier practice is reported than it is, to somebody who never goes and looks.";
        dance: 6.0, 2.0 .. 12.0, "per share of the week", "MECHANISMS.md section 3", "How fast time on the dance floor closes that gap.";
    }
}

/// How a signal comes to leaders.
#[derive(PartialEq)]
enum Reported {
    /// It is counted.
    AsItIs,
    /// It must be noticed, and is reported as lower than it is.
    Lower,
    /// It must be noticed, and is reported as higher than it is.
    Higher,
}

/// Pace of reporting at least, over the usual: a numerical guard.
const LEAST_PACE: f64 = 0.3;

/// How each signal comes to leaders.
const fn reported(signal: Signal) -> Reported {
    match signal {
        Signal::Vacancy | Signal::Timeliness | Signal::Caseload | Signal::Overspend | Signal::Referrals => {
            Reported::AsItIs
        }
        Signal::Strain => Reported::Lower,
        Signal::Culture | Signal::Trust => Reported::Higher,
    }
}

/// What was seen before the warm-up: about what is published.
pub(crate) fn first(setting: &Setting, culture: f64, trust: f64) -> Seen {
    let authority = &setting.authority;
    let now = Signal::ALL.map(|signal| match signal {
        Signal::Vacancy => authority.vacancy,
        Signal::Timeliness => setting.parameters.scrutiny.usual_timely,
        Signal::Caseload => authority.caseload,
        Signal::Overspend => 0.0,
        Signal::Referrals => 1.0,
        Signal::Strain => authority.factors.strain,
        Signal::Culture => culture,
        Signal::Trust => trust,
    });
    Seen { now, usual: now, real: now }
}

/// The share of the gap between report and practice that is left at this way of spending the week.
pub(crate) fn gap(context: &StepContext<'_>) -> f64 {
    gap_at(&context.p.signals, context.style.time(Use::DanceFloor))
}

/// The same, at a number of half-days a week on the dance floor.
/// From 0 to 1.
///
/// ```
/// use balcony_engine::mechanisms::signals::gap_at;
/// use balcony_engine::parameters::Parameters;
/// let p = Parameters::default().signals;
/// // Who is seen among staff hears more of what is.
/// assert!(gap_at(&p, 4.0) < gap_at(&p, 0.0));
/// ```
pub fn gap_at(p: &Signals, dance_floor: f64) -> f64 {
    p.gap * libm::exp(-p.dance * dance_floor / FULL_WEEK)
}

/// Weeks by which figures are seen late, at a number of half-days a week on the balcony.
///
/// ```
/// use balcony_engine::mechanisms::signals::lag_at;
/// use balcony_engine::parameters::Parameters;
/// let p = Parameters::default().signals;
/// assert!(lag_at(&p, 3.0) < lag_at(&p, 0.0));
/// ```
pub fn lag_at(p: &Signals, balcony: f64) -> f64 {
    p.lag / (0.5 + 0.5 * (balcony / USUAL_BALCONY)).max(LEAST_PACE)
}

/// One week of seeing.
pub(crate) fn see(service: &mut Service, context: &StepContext<'_>) {
    let real = real(service, context);
    let p = &context.p.signals;
    let lag = lag_at(p, context.style.time(Use::Balcony));
    let step = 1.0 / lag.max(1.0);
    let gap = gap(context);
    let seen = &mut service.leadership.seen;
    seen.real = real;
    for signal in Signal::ALL {
        let real = real[signal as usize];
        let reported = match reported(signal) {
            Reported::AsItIs => real,
            Reported::Lower => real * (1.0 - gap),
            Reported::Higher => real + gap * (1.0 - real),
        };
        let now = &mut seen.now[signal as usize];
        *now += step * (reported - *now);
    }
}

/// What is true this week, in the order of [`Signal`].
fn real(service: &Service, context: &StepContext<'_>) -> [f64; Signal::COUNT] {
    let (posts, vacant) = establishment::vacant(service);
    let (mut held, mut holders) = (0.0, 0.0);
    for post in &service.workforce.posts {
        held += f64::from(post.load);
        holders += f64::from(u8::from(post.holds_cases && post.holder != Holder::Vacant));
    }
    let counts = &service.counts;
    let timely = if counts.assessments > 0 {
        f64::from(counts.timely) / f64::from(counts.assessments)
    } else {
        service.leadership.seen.now(Signal::Timeliness)
    };
    let usual = service.environment.usual;
    let overspend =
        if usual > 0.0 { service.environment.spending / usual - service.environment.budget } else { 0.0 };
    let referrals = f64::from(counts.referrals) * crate::calendar::WEEKS_A_YEAR
        / context.setting.authority.referrals.max(1.0);
    let (mut strain, mut culture, mut people) = (0.0, 0.0, 0.0);
    for team in &service.workforce.teams {
        strain += team.strain * team.people;
        people += team.people;
        culture += team.culture;
    }
    let trust = partnership::trust(service);
    Signal::ALL.map(|signal| match signal {
        Signal::Vacancy => vacant / f64::max(posts, 1.0),
        Signal::Timeliness => timely,
        Signal::Caseload => held / f64::max(holders, 1.0),
        Signal::Overspend => overspend,
        Signal::Referrals => referrals,
        Signal::Strain => strain / f64::max(people, 1.0),
        Signal::Culture => culture / service.workforce.teams.len().max(1) as f64,
        Signal::Trust => trust,
    })
}

/// How well leaders know their service: 1 less the mean distance between what is reported of
/// practice and what is.
pub(crate) fn known(service: &Service) -> f64 {
    let seen = &service.leadership.seen;
    let (mut apart, mut noticed) = (0.0, 0.0);
    for signal in Signal::ALL.into_iter().filter(|signal| reported(*signal) != Reported::AsItIs) {
        apart += (seen.now(signal) - seen.real(signal)).abs();
        noticed += 1.0;
    }
    (1.0 - apart / noticed).clamp(0.0, 1.0)
}
