//! Variation: what makes one year of an authority unlike the next without anybody deciding it, and
//! the months of a year.
//!
//! *Question.* How far does a published rate move from year to year, apart from leading and from
//! chance among children? *Equations.* Each kind of variation is a stationary first-order
//! autoregression x, renewed every four weeks: x' = rho x + sqrt(1 - rho^2) s z, rho = e^(-4 /
//! `lasts`), z a keyed normal, s its spread. Needs, resignations, recruitment and agency move by
//! the factor e^(x - s^2 / 2); thresholds move by x. Contacts follow the months of the year as
//! referrals to all authorities did. *Units.* Weeks; risk; logarithms. *Sources.* Spreads and
//! persistence of yearly rates within authorities, 2010-19, the trend taken away (evidence:
//! contrasts.md); months: referrals a weekday, England, April 2012 to February 2020.

use crate::calendar::Week;
use crate::context::StepContext;
use crate::parameters;
use crate::parameters::Parameters;
use crate::rng::{EntityId, RngKey, Tag};
use crate::samplers::normal;
pub use crate::world::{Deviations, Varies};
use crate::world::{Service, VARIES};

parameters! {
    /// Variation of an authority from year to year.
    Variation "variation" {
        all: 1.0, 0.0 .. 1.5, "ratio", "1 as published; 0 switches it off", "Multiplies every spread of this section.";
        seasons: 1.0, 0.0 .. 1.0, "share", "1 as published; 0 switches it off", "How far contacts follow the months of the year.";
        lasts: 104.0, 26.0 .. 260.0, "weeks", "contrasts.md: rank correlations of rates 1, 3 and 5 years apart", "Weeks after which a third (1/e) of a year's deviation is left.";
        lasts_long: 208.0, 52.0 .. 520.0, "weeks", "contrasts.md: children looked after, .98 after a year, .86 after five; vacancy .77, .32", "The same for the threshold of care, recruitment and the use of agency workers.";
        lasts_quits: 20.0, 8.0 .. 104.0, "weeks", "contrasts.md: turnover .35 after a year, .25 after five: a lasting part and much that does not last", "The same for resignations.";
        needs: 0.1, 0.0 .. 0.25, "log", "fitted with the others to contrasts.md: referrals .23 within authorities", "Spread of the rate of new needs.";
        referral: 0.08, 0.0 .. 0.12, "risk", "fitted to contrasts.md: referrals .23 within authorities", "Spread of what agencies must see to refer.";
        screening: 0.03, 0.0 .. 0.1, "risk", "fitted to contrasts.md: no further action .86 within authorities", "Spread of the threshold of no further action.";
        need: 0.02, 0.0 .. 0.06, "risk", "assumption, as closing", "Spread of the threshold of need.";
        enquiry: 0.015, 0.0 .. 0.06, "risk", "assumption, as plans", "Spread of the threshold of an enquiry.";
        plan: 0.015, 0.0 .. 0.06, "risk", "fitted to contrasts.md: plans .22 within authorities", "Spread of the thresholds of conference, plan and the end of a plan.";
        care: 0.02, 0.0 .. 0.04, "risk", "fitted to contrasts.md: looked after .12, care started .18 within authorities", "Spread of the threshold of care.";
        close: 0.05, 0.0 .. 0.1, "risk", "fitted to contrasts.md: in need .15 within authorities", "Spread of the threshold of closing.";
        quits: 0.45, 0.0 .. 0.9, "log", "fitted to contrasts.md: turnover .33 within authorities", "Spread of resignations.";
        fill: 0.42, 0.0 .. 0.9, "log", "fitted to contrasts.md: vacancy .45 within authorities", "Spread of the pace of recruitment.";
        assessing: 0.8, 0.0 .. 1.2, "log", "fitted to contrasts.md: assessments in time .10 within authorities", "Spread of the chance that an assessment is finished just before the limit.";
        agency: 0.45, 0.0 .. 0.9, "log", "fitted to contrasts.md: agency .47 within authorities", "Spread of the use of agency workers.";
    }
}

/// Weeks between two renewals.
const EVERY: u32 = 4;

/// Referrals a weekday, over the mean of the year, January to December: England, April 2012 to
/// February 2020.
const MONTHS: [f64; 12] =
    [1.005, 1.028, 1.048, 0.934, 1.016, 1.088, 1.047, 0.826, 1.013, 1.043, 1.082, 0.875];
/// The highest of these months: possible contacts come at this rate, and each month keeps its share
/// of them.
pub(crate) const HIGHEST_MONTH: f64 = 1.088;

impl Deviations {
    /// The factor of a kind that multiplies, its long-run mean 1.
    pub(crate) fn factor(&self, p: &Variation, what: Varies) -> f64 {
        let spread = spread(p, what);
        libm::exp(self.of(what) - 0.5 * spread * spread)
    }

    /// A stationary draw at the beginning of a warm-up.
    pub(crate) fn begin(p: &Variation, rng_key: RngKey, authority: u16, week: u32) -> Self {
        let mut state = Self::default();
        for what in VARIES {
            state.now[what as usize] = spread(p, what) * drawn(rng_key, authority, week, what);
        }
        state
    }
}

fn drawn(rng_key: RngKey, authority: u16, week: u32, what: Varies) -> f64 {
    normal(rng_key.uniform(EntityId::authority(authority), Tag::Varies, week, what as u16))
}

/// Spread of a kind.
pub(crate) fn spread(p: &Variation, what: Varies) -> f64 {
    p.all
        * match what {
            Varies::Needs => p.needs,
            Varies::Referral => p.referral,
            Varies::Screening => p.screening,
            Varies::Need => p.need,
            Varies::Enquiry => p.enquiry,
            Varies::Plan => p.plan,
            Varies::Care => p.care,
            Varies::Close => p.close,
            Varies::Quits => p.quits,
            Varies::Fill => p.fill,
            Varies::Agency => p.agency,
            Varies::Assessing => p.assessing,
        }
}

/// Renews what varies, every four weeks.
pub(crate) fn renew(service: &mut Service, context: &StepContext<'_>) {
    if !context.week.is_multiple_of(EVERY) {
        return;
    }
    let p = &context.p.variation;
    for what in VARIES {
        let lasts = match what {
            Varies::Care | Varies::Fill | Varies::Agency => p.lasts_long,
            Varies::Quits => p.lasts_quits,
            _ => p.lasts,
        };
        let rho = libm::exp(-f64::from(EVERY) / lasts);
        let z = drawn(context.rng_key, service.authority, context.week, what);
        let now = &mut service.variation.now[what as usize];
        *now = rho * *now + libm::sqrt(1.0 - rho * rho) * spread(p, what) * z;
    }
}

/// Share of possible contacts that come in the month of a week.
pub(crate) fn season(p: &Parameters, week: u32) -> f64 {
    let month = Week(week).monday().month;
    let index = 1.0 + p.variation.seasons * (MONTHS[usize::from(month - 1)] - 1.0);
    index / HIGHEST_MONTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_mean_one_and_none_is_above_the_highest() {
        let mean = MONTHS.iter().sum::<f64>() / 12.0;
        assert!((mean - 1.0).abs() < 0.002, "{mean}");
        assert!(MONTHS.iter().all(|month| *month <= HIGHEST_MONTH));
    }

    // 4,000 authorities of one seed: the spread is stationary, and what is left after `lasts` weeks
    // is 1/e (n 4,000, s.e. of a correlation .016; critical value 4 s.e.).
    #[test]
    fn variation_is_stationary_and_lasts_as_long_as_it_says() {
        let p = Variation::default();
        let rng_key = |replicate| RngKey { seed: 5, replicate };
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for replicate in 0..4000 {
            let mut x = Deviations::begin(&p, rng_key(replicate), 1, 0).of(Varies::Close);
            first.push(x);
            let rho = libm::exp(-f64::from(EVERY) / p.lasts);
            for week in (EVERY..=p.lasts as u32).step_by(EVERY as usize) {
                let z = drawn(rng_key(replicate), 1, week, Varies::Close);
                x = rho * x + libm::sqrt(1.0 - rho * rho) * spread(&p, Varies::Close) * z;
            }
            last.push(x);
        }
        let n = first.len() as f64;
        let sd = |v: &[f64]| libm::sqrt(v.iter().map(|x| x * x).sum::<f64>() / n);
        let (a, b) = (sd(&first), sd(&last));
        assert!((a / p.close - 1.0).abs() < 0.05 && (b / p.close - 1.0).abs() < 0.05, "{a} {b}");
        let r = first.iter().zip(&last).map(|(x, y)| x * y).sum::<f64>() / n / (a * b);
        assert!((r - libm::exp(-1.0)).abs() < 0.064, "{r}");
    }
}
