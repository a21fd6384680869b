//! What an authority's published figures stand for in the model: needs, thresholds, staff, hours,
//! money.
//!
//! The model is closed for an average authority of 60,000 children ([`AVERAGE`]). An authority
//! differs from it by the rules below, each of which works out from published figures what they
//! imply by themselves, and by its [`Factors`], which were solved jointly so that the stationary
//! state under the incumbent is the published one.

use crate::calendar::WEEKS_A_YEAR;
use crate::context::AuthorityEffects;
use crate::factors::Factors;
use crate::setting::{Authority, Setting};

/// The average authority of 60,000 children, 2018-19: MODEL.md section 2. Its factors are neutral.
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
    factors: Factors::NEUTRAL,
};

/// Share of children in need whose case a social worker's post holds: cases over children in need
/// (MODEL.md section 2).
const HELD: f64 = 0.845;
/// The same of children in need without plan, care or assessment: the others are held by other
/// teams (`pathway.outside`).
const NEED_HELD: f64 = 0.66;
/// Weeks that an assessment is open (MODEL.md section 2: 390 open, 62 done a week).
const ASSESSED_WEEKS: f64 = 6.3;
/// Weeks that an enquiry is open (Working Together: a conference within 15 working days).
const ENQUIRED_WEEKS: f64 = 2.0;
/// Share of an agency post's time in which somebody sits in it, at the usual pace of leaving and
/// replacing.
const AGENCY_FILLED: f64 = 0.97;
/// Most of the vacant posts that agency workers cover; those wanted beyond come on top of the
/// establishment.
const MOST_COVERED: f64 = 0.9;
/// Children looked after in local foster care, in care bought elsewhere, in residential care
/// (E-series, DfE: about an eighth).
const PLACED: [f64; 3] = [0.6, 0.27, 0.13];
/// Load at which the authority's published figures are taken to stand: hours due over hours there
/// (assumption).
pub(crate) const USUAL_LOAD: f64 = 0.9;
/// Most that case posts may be of all posts.
const MOST_CASE_POSTS: f64 = 0.95;
/// Case posts built beyond those there is money for, as a share: room to grow.
const ROOM_TO_GROW: f64 = 0.5;

/// The figures that factors are solved for, in the order of [`figures`]; `load` is `USUAL_LOAD`
/// for everybody.
pub const FIGURES: [&str; 12] = [
    "referrals",
    "no-further-action",
    "not-in-need",
    "enquiries",
    "plans",
    "looked-after",
    "in-need",
    "load",
    "caseload",
    "turnover",
    "vacancy",
    "agency",
];
/// The factors that are solved for them, as many, in the order of [`Factors::LIST`].
pub const SOLVED: usize = FIGURES.len();
/// The first of them, which a rule of response predicts for figures that nobody has solved for
/// ([`Factors`] of own figures).
pub const PREDICTED: usize = 7;
/// A published share below this is taken as a decision that the authority does not record.
pub const NOT_RECORDED: f64 = 0.005;
/// A threshold that nobody fails.
const ALL_PASS: f64 = -1.0;
/// Added to shares that may be nought before the logarithm is taken.
const NEAR_NOUGHT: f64 = 0.01;

/// The published figures of an authority on a scale on which they are compared: logarithms, counts
/// a child.
///
/// ```
/// use balcony_engine::authority::{AVERAGE, FIGURES, figures};
/// let twice = AVERAGE.with_children(2.0 * AVERAGE.children);
/// // Rates a child are the same in a place that is twice as large.
/// let there = figures(&twice).into_iter().zip(figures(&AVERAGE));
/// assert!(there.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
/// assert_eq!(figures(&AVERAGE).len(), FIGURES.len());
/// ```
pub fn figures(a: &Authority) -> [f64; SOLVED] {
    let ln = |x: f64| libm::log(x.max(1e-9));
    let child = |count: f64| ln(count / a.children.max(1.0));
    [
        child(a.referrals),
        ln(a.no_further_action + NEAR_NOUGHT),
        ln(a.not_in_need + NEAR_NOUGHT),
        child(a.enquiries),
        child(a.plans),
        child(a.looked_after),
        child(a.in_need),
        ln(USUAL_LOAD),
        ln(a.caseload),
        ln(a.turnover + NEAR_NOUGHT),
        ln(a.vacancy + NEAR_NOUGHT),
        ln(a.agency + NEAR_NOUGHT),
    ]
}

/// What the published figures of an authority imply, with its factors.
///
/// ```
/// use balcony_engine::authority::{AVERAGE, effects};
/// use balcony_engine::golden;
/// let mut setting = golden::setting(0);
/// setting.authority = AVERAGE;
/// let effects = effects(&setting);
/// assert_eq!((effects.scale, effects.close), (1.0, AVERAGE.factors.close));
/// ```
pub fn effects(setting: &Setting) -> AuthorityEffects {
    let a = &setting.authority;
    let (p, f) = (&setting.parameters, &a.factors);
    let scale = a.children / AVERAGE.children;
    let needs = libm::exp(f.needs);
    let establishment = Establishment::of(a);
    let spare = (establishment.case_posts * ROOM_TO_GROW).max(3.0);
    let quits = (a.turnover / AVERAGE.turnover).clamp(0.2, 3.0) * libm::exp(f.quits);
    // Posts stand vacant where leavers are not replaced: fill = turnover (1 - vacancy) / vacancy,
    // against the average.
    let leave = |of: &Authority| {
        let vacancy = of.vacancy.clamp(0.02, 0.6);
        of.turnover * (1.0 - vacancy) / vacancy
    };
    let fill = (leave(a) / leave(&AVERAGE)).clamp(0.05, 20.0) * libm::exp(f.fill);
    AuthorityEffects {
        needs: p.needs.rate * scale * needs,
        background: p.noticing.background * scale * needs,
        // Where none is published none is recorded: nothing lies below the threshold.
        no_further_action: if a.no_further_action < NOT_RECORDED { ALL_PASS } else { f.no_further_action },
        // Likewise: everybody who is assessed is found in need.
        need: if a.not_in_need < NOT_RECORDED { ALL_PASS } else { f.need },
        close: f.close,
        enquiry: f.enquiry,
        plan: f.plan,
        care: f.care,
        quits,
        fill: p.workforce.fill * fill,
        covered: establishment.covered,
        posts: rounded(establishment.posts),
        case_posts: rounded(establishment.case_posts),
        spare: rounded(spare),
        beyond: establishment.beyond,
        work: load(&AVERAGE, p) / load(a, p) * libm::exp(f.hours),
        due: hours_due(a, p) * load(&AVERAGE, p) / load(a, p) * libm::exp(f.hours + f.due),
        spending: spending(a, p, scale) * libm::exp(f.spending),
        scale,
    }
}

/// The posts of an authority and who sits in them.
struct Establishment {
    posts: f64,
    case_posts: f64,
    /// Share of vacant posts that agency workers may cover.
    covered: f64,
    /// Agency workers wanted beyond the establishment: a third of authorities publish more of them
    /// than vacant posts.
    beyond: f64,
}

impl Establishment {
    fn of(a: &Authority) -> Self {
        let posts = (a.in_post / (1.0 - a.vacancy).max(0.3)).max(4.0);
        let vacant = posts - a.in_post;
        let wanted = agency_workers(a) / AGENCY_FILLED * libm::exp(a.factors.agency);
        let covered = (wanted / vacant.max(0.1)).clamp(0.0, MOST_COVERED);
        let beyond = (wanted - covered * vacant).max(0.0);
        let filled = (a.in_post + covered * vacant) / posts;
        let holders = a.in_need * HELD / a.caseload.max(4.0);
        let case_posts = (holders - beyond).max(0.25 * holders) / filled * libm::exp(a.factors.case_posts);
        Self { posts, case_posts: case_posts.clamp(2.0, MOST_CASE_POSTS * posts), covered, beyond }
    }
}

fn agency_workers(a: &Authority) -> f64 {
    a.agency / (1.0 - a.agency).max(0.2) * a.in_post
}

/// Hours of casework due a week for the published stocks, at the average authority's hours for each
/// kind of work.
fn hours_due(a: &Authority, p: &crate::parameters::Parameters) -> f64 {
    let w = &p.work;
    let assessed = a.referrals / WEEKS_A_YEAR * ASSESSED_WEEKS;
    let need = (a.in_need - a.plans - a.looked_after - assessed).max(0.1 * a.in_need) * NEED_HELD;
    assessed * w.assessment
        + a.enquiries / WEEKS_A_YEAR * ENQUIRED_WEEKS * w.enquiry
        + need * w.need
        + a.plans * w.plan
        + a.looked_after * w.care
}

/// Hours due for each case holder.
fn load(a: &Authority, p: &crate::parameters::Parameters) -> f64 {
    hours_due(a, p) * a.caseload.max(4.0) / (a.in_need * HELD).max(1.0)
}

/// Pounds a week for the published figures.
fn spending(a: &Authority, p: &crate::parameters::Parameters, scale: f64) -> f64 {
    let (s, q) = (&p.environment, &p.placement);
    let prices = [q.local_price, q.distant_price, q.residential_price];
    let place = PLACED.iter().zip(prices).map(|(share, price)| share * price).sum::<f64>();
    s.early_help_cost * scale
        + s.employed_cost * a.in_post
        + s.agency_cost * agency_workers(a)
        + place * a.looked_after
}

fn rounded(x: f64) -> usize {
    (x + 0.5) as usize
}
