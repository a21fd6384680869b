//! What an authority's published figures stand for in the model: factors on needs, thresholds, staff and hours.
//!
//! The model is closed for an average authority of 60,000 children ([`AVERAGE`]); an authority differs from it by the factors
//! below, each worked out from one published figure by a stated rule. They carry what deprivation, practice and history
//! leave, and are inputs: what is published and worked out here is reproduced by construction, not predicted.

use crate::scene::Local;
use crate::setting::{Authority, Setting};

/// The average authority of 60,000 children, 2018-19: MODEL.md section 2.
pub const AVERAGE: Authority = Authority {
    id: 9000,
    children: 60_000.0,
    referrals: 63.0 * 52.18,
    no_further_action: 0.081,
    not_in_need: 0.291,
    in_need: 2005.0,
    enquiries: 19.5 * 52.18,
    plans: 262.0,
    looked_after: 392.0,
    in_post: 154.0,
    agency: 0.158,
    vacancy: 0.164,
    turnover: 0.15,
    caseload: 16.9,
    sources: [0.204, 0.146, 0.292, 0.147, 0.037, 0.055, 0.119],
    deprivation: 0.171,
    spending: 0.9e6 * 52.18,
};

/// Share of children in need whose case a social worker's seat holds: cases over children in need.
const HELD: f64 = 0.845;

/// The factors of an authority.
pub fn local(setting: &Setting) -> Local {
    let a = &setting.authority;
    let p = &setting.parameters;
    let scale = a.children / AVERAGE.children;
    let rate = |figure: f64, average: f64| (figure / scale.max(1e-9) / average).clamp(0.2, 5.0);
    let referrals = rate(a.referrals, AVERAGE.referrals);
    // Ratios of what follows to referrals: how long and how far cases go, apart from how many come.
    let ratio = |figure: f64, average: f64| libm::log((rate(figure, average) / referrals).clamp(0.3, 3.0));
    let posts = (a.in_post / (1.0 - a.vacancy).max(0.4)).max(4.0);
    let case_posts = (a.in_need * HELD / a.caseload.max(4.0)).clamp(2.0, 0.92 * posts);
    let quits = (a.turnover / AVERAGE.turnover).clamp(0.3, 2.5);
    // Posts stand vacant where leavers are not replaced: fill = turnover (1 - vacancy) / vacancy, against the average.
    let leave = |turnover: f64, vacancy: f64| turnover * (1.0 - vacancy) / vacancy;
    let fill = (leave(a.turnover, a.vacancy.clamp(0.02, 0.5)) / leave(AVERAGE.turnover, AVERAGE.vacancy))
        .clamp(0.1, 8.0);
    // Agency workers over vacant posts.
    let agency_posts = a.agency / (1.0 - a.agency).max(0.2) * a.in_post;
    let covered = (agency_posts / (posts * a.vacancy).max(1.0)).clamp(0.0, 1.0);
    Local {
        needs: p.needs.rate * scale * referrals,
        background: p.noticing.background * scale * referrals,
        no_further_action: 0.1 * (a.no_further_action - AVERAGE.no_further_action).clamp(-0.2, 0.2),
        need: 0.35 * (a.not_in_need - AVERAGE.not_in_need).clamp(-0.2, 0.2),
        close: -0.14 * ratio(a.in_need, AVERAGE.in_need),
        enquiry: -0.10 * ratio(a.enquiries, AVERAGE.enquiries),
        plan: -0.08 * ratio(a.plans, AVERAGE.plans),
        care: -0.08 * ratio(a.looked_after, AVERAGE.looked_after),
        quits,
        fill: p.workforce.fill * fill,
        covered,
        posts: posts.round_half_up(),
        case_posts: case_posts.round_half_up(),
        // Where workers hold more cases, cases are partly lighter: half of the difference on the log scale (assumption).
        work: libm::sqrt(AVERAGE.caseload / a.caseload.max(4.0)),
        scale,
    }
}

trait RoundHalfUp {
    fn round_half_up(self) -> usize;
}

impl RoundHalfUp for f64 {
    fn round_half_up(self) -> usize {
        (self + 0.5) as usize
    }
}
