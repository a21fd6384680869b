//! The choice of the twelve authorities, and one run of one of them.
//!
//! **The rule.** A systematic sample of England's children. All authorities are ordered by
//! deprivation (ties by lower id) and their children are cumulated. Twelve equally spaced points
//! begin at half a step, and the authority in whose children a point falls is chosen. Each chosen
//! authority represents the same number of children, whatever its size.

use crate::model::{Measured, go_on, ordinary, warm};
use anyhow::{Context, Result};
use balcony::ensemble::members;
use balcony::profiles::{Profile, all};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::parameters::Parameters;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Authority, Setting};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Holder, World};

/// Number of authorities in the mixture.
pub(super) const SIZE: usize = 12;
/// Weeks of warm-up.
pub(super) const WARM_UP: u32 = 208;
/// Weeks measured.
pub(super) const WEEKS: u32 = 156;

/// Id, children, deprivation.
type AuthorityRow = (u16, f64, f64);

/// The twelve authorities, ordered by deprivation.
pub(super) fn twelve() -> Vec<&'static Profile> {
    let places: Vec<AuthorityRow> = all()
        .iter()
        .map(|profile| {
            let authority = profile.authority();
            (authority.id, authority.children, authority.deprivation)
        })
        .collect();
    systematic(&places, SIZE).into_iter().map(|at| &all()[at]).collect()
}

/// Indices of the authorities in whose children equally spaced points fall.
fn systematic(places: &[AuthorityRow], points: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].2.total_cmp(&places[*b].2).then_with(|| places[*a].0.cmp(&places[*b].0)));
    let step = places.iter().map(|place| place.1).sum::<f64>() / points as f64;
    let mut sample = Vec::with_capacity(points);
    let mut below = 0.0;
    for at in order {
        below += places[at].1;
        while sample.len() < points && below > (sample.len() as f64 + 0.5) * step {
            sample.push(at);
        }
    }
    sample
}

/// The setting of an authority under its incumbent with default parameters.
pub(super) fn central(authority: Authority) -> Setting {
    let mut setting = ordinary(authority);
    setting.warm_up = WARM_UP;
    setting
}

/// The same with the parameters of an ensemble member.
pub(super) fn drawn(central: &Setting, draw: u32) -> Result<Setting> {
    let world = members().get(draw as usize).with_context(|| format!("no world {draw} is registered"))?;
    let mut setting = central.clone();
    for row in Parameters::registry() {
        *setting.parameters.value(row.key).context("a registered parameter")? = world.value(row);
    }
    Ok(setting)
}

/// Results of one run of one authority.
pub(super) struct Simulated {
    /// Number of children.
    pub(super) children: f64,
    /// Measurements over the measured weeks.
    pub(super) measured: Measured,
    /// Open cases at the end by weeks since the referral: up to 13, 26, 52, 104, more.
    pub(super) ages: [u64; 5],
    /// Number of staff who hold cases at the end.
    pub(super) holders: f64,
}

impl Simulated {
    /// Runs one authority from its warm-up to the end.
    pub(super) fn of(setting: &Setting, rng_key: RngKey, weeks: u32) -> Result<Self> {
        let place = ForkPoint::new(setting.clone());
        let mut world = warm(&place, rng_key)?;
        let measured = go_on(&mut world, &Strategy::default(), &place, weeks)?;
        let holders = world
            .service
            .workforce
            .posts
            .iter()
            .filter(|post| post.holds_cases && post.holder != Holder::Vacant)
            .count();
        Ok(Self {
            children: setting.authority.children,
            measured,
            ages: ages(&world),
            holders: holders as f64,
        })
    }

    /// Weekly mean of a measure.
    pub(super) fn mean(&self, key: &str) -> f64 {
        self.measured.tally.mean(key)
    }

    /// A measure per year.
    pub(super) fn yearly(&self, key: &str) -> f64 {
        self.mean(key) * WEEKS_A_YEAR
    }

    /// Converts a count over the whole window to one per year.
    pub(super) fn count(&self, whole: u64) -> f64 {
        whole as f64 / self.measured.weeks.len().max(1) as f64 * WEEKS_A_YEAR
    }
}

/// Open cases by age, in the classes of the episodes that ended.
fn ages(world: &World) -> [u64; 5] {
    let mut ages = [0; 5];
    for child in world.population.children.iter().filter(|child| child.is_open()) {
        let weeks = world.week - child.referred;
        ages[[13, 26, 52, 104].iter().position(|upto| weeks <= *upto).unwrap_or(4)] += 1;
    }
    ages
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use balcony_engine::authority::AVERAGE;

    /// A tenth of the average authority, over a short year.
    pub(in super::super) fn small() -> Simulated {
        let mut authority = AVERAGE;
        for figure in [
            &mut authority.children,
            &mut authority.referrals,
            &mut authority.in_need,
            &mut authority.enquiries,
            &mut authority.plans,
            &mut authority.looked_after,
            &mut authority.in_post,
        ] {
            *figure /= 10.0;
        }
        let mut setting = central(authority);
        setting.warm_up = 60;
        Simulated::of(&setting, RngKey { seed: 1, replicate: 0 }, 52).unwrap()
    }

    #[test]
    fn the_rule_on_a_made_up_list() {
        // In order of deprivation: 3 (20 children), 1 (20), 2 (10), 4 (50); cumulated 20, 40, 50,
        // 100. Four points with a step of 25 from half a step: 12.5 in authority 3, 37.5 in
        // authority 1, 62.5 and 87.5 in authority 4.
        let places = [(1, 20.0, 0.2), (2, 10.0, 0.2), (3, 20.0, 0.1), (4, 50.0, 0.3)];
        assert_eq!(systematic(&places, 4), [2, 0, 3, 3]);
        // A single point: 50 is the end of authority 2, and authority 4 begins after it.
        assert_eq!(systematic(&places, 1), [3]);
    }

    #[test]
    fn the_twelve_are_twelve_different_ones_in_order() {
        let twelve = twelve();
        assert_eq!(twelve.len(), SIZE);
        let deprivation: Vec<f64> = twelve.iter().map(|profile| profile.authority().deprivation).collect();
        assert!(deprivation.windows(2).all(|pair| pair[0] <= pair[1]));
        let mut names: Vec<&str> = twelve.iter().map(|profile| profile.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_draw_stays_within_the_ranges_and_another_draw_is_another_world() {
        let central = central(AVERAGE);
        let mut draws = [0, 1].map(|draw| drawn(&central, draw).unwrap());
        let mut moved = 0;
        for row in Parameters::registry() {
            let [a, b] = draws.each_mut().map(|setting| *setting.parameters.value(row.key).unwrap());
            assert!((row.low..=row.high).contains(&a) && (row.low..=row.high).contains(&b), "{}", row.key);
            moved += usize::from(a.to_bits() != b.to_bits());
        }
        assert!(moved > 100, "{moved}");
    }

    #[test]
    fn every_open_case_has_an_age() {
        let ran = small();
        let open = ran.measured.mean("open", 51, 52);
        assert_eq!(ran.ages.iter().sum::<u64>() as f64, open);
        assert!(ran.holders > 0.0 && ran.children == 6_000.0);
    }
}
