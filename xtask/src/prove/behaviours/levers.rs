//! Interventions in the average authority, and the prototype's responses.

use balcony_engine::setting::EventKind;

/// A variant of the authority to which levers are applied: how far load lowers thresholds, and how
/// much work a case takes.
pub(super) struct Base {
    pub(super) valve: f64,
    /// Factor for the hours due.
    pub(super) hours: f64,
    /// Utilisation: 0 low, 1 usual, 2 high.
    pub(super) level: usize,
    pub(super) levers: Vec<Lever>,
}

/// An intervention from week 0 on.
#[derive(Clone, Copy)]
pub(super) struct Lever {
    pub(super) name: &'static str,
    pub(super) kind: EventKind,
    pub(super) size: f64,
    pub(super) weeks: u32,
}

/// Weeks over which a lever is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// At its peak, and in the first year.
    Surge,
    /// Years 2 to 4.
    Sustained,
}

impl Lever {
    pub(super) fn span(&self) -> Span {
        if self.weeks <= 26 { Span::Surge } else { Span::Sustained }
    }
}

const fn lever(name: &'static str, kind: EventKind, size: f64, weeks: u32) -> Lever {
    Lever { name, kind, size, weeks }
}

const SURGES: [Lever; 3] = [
    lever("needs +30 %, 26 weeks", EventKind::NeedsSurge, 0.3, 26),
    lever("contacts +30 %, 26 weeks", EventKind::ContactsSurge, 0.3, 26),
    lever("hours +30 %, 26 weeks", EventKind::WorkSurge, 0.3, 26),
];

const LOADS: [Lever; 5] = [
    lever("hours +5 %", EventKind::WorkSurge, 0.05, 208),
    lever("hours +10 %", EventKind::WorkSurge, 0.10, 208),
    lever("hours +15 %", EventKind::WorkSurge, 0.15, 208),
    lever("hours +25 %", EventKind::WorkSurge, 0.25, 208),
    lever("needs +30 %", EventKind::NeedsSurge, 0.3, 208),
];

/// A fill rate of 2.87 times the usual one lowers vacancies from 16.4 to about 6.4 %.
const HELD: [Lever; 7] = [
    lever("vacancies -10 points", EventKind::RecruitmentDrive, 1.87, 208),
    lever("P held at .4", EventKind::PrescriptionHeld, 0.4, 208),
    lever("P held at .55", EventKind::PrescriptionHeld, 0.55, 208),
    lever("P held at .7", EventKind::PrescriptionHeld, 0.7, 208),
    lever("T held at .3", EventKind::TrustHeld, 0.3, 208),
    lever("T held at .5", EventKind::TrustHeld, 0.5, 208),
    lever("T held at .7", EventKind::TrustHeld, 0.7, 208),
];

/// Three valves at three levels of utilisation. Sustained levers are applied at the usual level
/// only; held states, at the usual level and valve only.
pub(super) fn bases(quick: bool) -> Vec<Base> {
    let mut bases = Vec::new();
    for valve in [0.05, 0.0, 0.15] {
        for (level, hours) in [(1, 1.0), (0, 0.92), (2, 1.06)] {
            if quick && level != 1 {
                continue;
            }
            let mut levers = SURGES.to_vec();
            if level == 1 {
                levers.extend(LOADS);
                if valve == 0.05 {
                    levers.extend(HELD);
                }
            }
            bases.push(Base { valve, hours, level, levers });
        }
    }
    bases
}

/// The prototype's value for a lever and a column (0 utilisation, 1 stock, 2 re-referrals, 3 days,
/// 4 no further action, 5 harm, 8 turnover), if it has one.
pub(super) fn prototype(lever: &str, base: &Base, column: usize) -> Option<f64> {
    let closed = base.valve == 0.0;
    let open = base.valve == 0.15;
    Some(match (lever, column) {
        ("needs +30 %, 26 weeks", 0) if open => [0.057, 0.068, 0.074][base.level],
        ("needs +30 %, 26 weeks", 0) if closed => [0.10, 0.12, 0.13][base.level],
        ("needs +30 %, 26 weeks", 1) if open => 120.0,
        ("needs +30 %, 26 weeks", 1) if closed => 172.0,
        ("needs +30 %, 26 weeks", 2) if open => 3.3,
        ("needs +30 %, 26 weeks", 3) if open => [-1.5, -2.7, -3.1][base.level],
        ("hours +5 %", 0) if closed => 0.20,
        ("hours +10 %", 0) if closed => 0.46,
        ("hours +15 %", 0) if closed => 0.98,
        ("hours +25 %", 0) if closed => 1.72,
        ("hours +5 %", 1) if closed => 141.0,
        ("hours +25 %", 1) if closed => 2155.0,
        ("hours +5 %", 3) if closed => -2.0,
        ("hours +25 %", 3) if closed => -22.0,
        ("hours +25 %", 0) if open => 0.23,
        ("hours +25 %", 2) if open => 4.0,
        ("hours +25 %", 4) if open => 9.0,
        ("hours +25 %", 5) if open => 10.0,
        ("needs +30 %", 0) if closed => 0.46,
        ("needs +30 %", 0) if open => 0.11,
        ("needs +30 %", 0) => 0.18,
        ("P held at .4", at) => {
            *[-0.13, f64::NAN, -0.4, 1.4, f64::NAN, -1.4, f64::NAN, f64::NAN, -1.6].get(at)?
        }
        ("P held at .7", at) => {
            *[0.23, f64::NAN, 0.8, -2.2, f64::NAN, 3.4, f64::NAN, f64::NAN, 4.5].get(at)?
        }
        ("T held at .3", at) => {
            *[-0.02, f64::NAN, 1.6, 0.2, f64::NAN, 2.4, f64::NAN, f64::NAN, 0.0].get(at)?
        }
        ("T held at .7", at) => {
            *[0.02, f64::NAN, -1.1, -0.1, f64::NAN, -1.4, f64::NAN, f64::NAN, 0.0].get(at)?
        }
        _ => return None,
    })
    .filter(|value| !value.is_nan())
}
