//! What a run counts beside its outcomes: lengths, ages, placements, moves, days, cases held, ways
//! out of care. Classes are those of the published statistics where there are such. Counting draws
//! nothing, and no mechanism reads what is counted here.

use crate::calendar::WEEKS_A_YEAR;
use crate::measure::OutcomeAccumulator;
use crate::world::{Child, Holder, Stage, World};

/// One number of a run: a class of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// The figure.
    pub figure: &'static str,
    /// The class; empty where the figure has none.
    pub band: &'static str,
    /// Its unit.
    pub unit: &'static str,
}

/// A figure, its unit and its classes.
type Figure = (&'static str, &'static str, &'static [&'static str]);

const LENGTHS: &[&str] =
    &["up to 3 months", "3 to 6 months", "6 to 12 months", "1 to 2 years", "2 years or more"];
const CARE: &[&str] =
    &["up to 6 months", "6 to 12 months", "1 to 2 years", "2 to 5 years", "5 years or more"];
const DAYS: &[&str] =
    &["0 to 10", "11 to 20", "21 to 30", "31 to 40", "41 to 45", "46 to 50", "51 to 60", "61 or more"];
const AGES: &[&str] = &["under 1", "1 to 4", "5 to 9", "10 to 15", "16 or more"];
const HELD: &[&str] = &["none", "1 to 9", "10 to 14", "15 to 19", "20 to 24", "25 to 29", "30 or more"];

/// Least ages in years of the classes of ages, from the second on.
const LEAST_AGES: [f64; 4] = [1.0, 5.0, 10.0, 16.0];
/// Most cases of the classes of cases held, the last open.
const MOST_HELD: [u16; 6] = [0, 9, 14, 19, 24, 29];

/// All figures in their order. Flows are a year; stocks are those of the last week; placements are
/// the mean of all weeks.
const FIGURES: [Figure; 15] = [
    (
        "referrals-by-source",
        "children a year",
        &["schools", "health", "police", "council services", "justice", "voluntary", "public"],
    ),
    ("assessment-days", "assessments a year", DAYS),
    ("episodes-ended-by-length", "children a year", LENGTHS),
    ("plans-ended-by-length", "children a year", LENGTHS),
    ("care-ended-by-length", "children a year", CARE),
    ("care-ended-weeks", "weeks, mean", &[""]),
    ("care-ended-by-way", "children a year", &["home", "permanence", "eighteen"]),
    ("open-by-length", "children at the end", LENGTHS),
    ("need-by-age", "children at the end", AGES),
    ("plans-by-age", "children at the end", AGES),
    ("care-by-age", "children at the end", AGES),
    ("placements", "children, mean of weeks", &["local", "distant", "residential"]),
    ("moves", "moves a looked-after child and year", &[""]),
    ("worker-changes", "changes an open child and year", &[""]),
    ("cases-held", "filled posts that hold cases, at the end", HELD),
];

/// Every number, figure by figure, class by class.
///
/// ```
/// use balcony_engine::details;
/// assert_eq!(details::details().count(), details::COUNT);
/// ```
pub fn details() -> impl Iterator<Item = Detail> {
    FIGURES
        .iter()
        .flat_map(|(figure, unit, bands)| bands.iter().map(move |band| Detail { figure, band, unit }))
}

/// How many numbers there are.
pub const COUNT: usize = {
    let (mut sum, mut at) = (0, 0);
    while at < FIGURES.len() {
        sum += FIGURES[at].2.len();
        at += 1;
    }
    sum
};

/// The class of a child's age in a week.
fn age_class(child: &Child, week: u32) -> usize {
    let age = 18.0 - f64::from(child.eighteen.saturating_sub(week)) / WEEKS_A_YEAR;
    LEAST_AGES.iter().filter(|least| age >= **least).count()
}

/// What the children and posts of a week tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Section {
    /// Open cases by weeks since the referral.
    pub open: [u64; 5],
    /// Children by age: in need or being assessed, with a plan, looked after.
    pub ages: [[u64; 5]; 3],
    /// Filled posts that hold cases, by cases held.
    pub held: [u64; 7],
}

impl Section {
    /// Counts them.
    ///
    /// ```
    /// use balcony_engine::details::Section;
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// assert!(Section::of(&world).open.iter().sum::<u64>() > 0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn of(world: &World) -> Self {
        let mut section = Self::default();
        for child in
            world.population.children.iter().filter(|child| child.entity_id.0 != 0 && child.is_open())
        {
            let weeks = world.week - child.referred;
            section.open[[13, 26, 52, 104].iter().position(|upto| weeks <= *upto).unwrap_or(4)] += 1;
            let stage = match child.stage {
                Stage::ProtectionPlan => 1,
                Stage::Care => 2,
                _ => 0,
            };
            section.ages[stage][age_class(child, world.week)] += 1;
        }
        for post in world
            .service
            .workforce
            .posts
            .iter()
            .filter(|post| post.holds_cases && post.holder != Holder::Vacant)
        {
            let class = MOST_HELD.iter().position(|most| post.load <= *most).unwrap_or(MOST_HELD.len());
            section.held[class] += 1;
        }
        section
    }
}

/// The numbers of a run that has come to its end, in the order of [`details`]; NaN where one is
/// undefined.
///
/// ```
/// use balcony_engine::details;
/// use balcony_engine::fork_point::ForkPoint;
/// use balcony_engine::rng::RngKey;
/// use balcony_engine::measure::OutcomeAccumulator;
/// use balcony_engine::strategy::Strategy;
/// let place = ForkPoint::new(balcony_engine::golden::setting(0));
/// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
/// let mut sums = OutcomeAccumulator::default();
/// place.advance(&mut world, &Strategy::default(), 13, &mut sums)?;
/// assert_eq!(details::values(&sums, &world).len(), details::COUNT);
/// # Ok::<(), balcony_engine::error::ModelFailure>(())
/// ```
pub fn values(tally: &OutcomeAccumulator, world: &World) -> Vec<f64> {
    let (t, section) = (&tally.counts, Section::of(world));
    let years = tally.years();
    let mut values = Vec::with_capacity(COUNT);
    let yearly = |count: u64| count as f64 / years;
    let over = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { f64::NAN };
    values.extend(t.by_source.map(yearly));
    values.extend(t.assessment_days.map(yearly));
    values.extend(t.ended_by_length.map(yearly));
    values.extend(t.plans_by_length.map(yearly));
    values.extend(t.care_by_length.map(yearly));
    let ceased: u64 = t.care_by_length.iter().sum();
    values.push(over(t.care_weeks as f64, ceased as f64));
    let permanence = ceased.saturating_sub(t.care_home + t.care_eighteen);
    values.extend([t.care_home, permanence, t.care_eighteen].map(yearly));
    values.extend(section.open.map(|n| n as f64));
    values.extend(section.ages.iter().flatten().map(|n| *n as f64));
    values.extend(t.placed.map(|n| n as f64 / (years * WEEKS_A_YEAR)));
    values.push(over(yearly(t.moves), tally.mean("care_stock")));
    values.push(over(tally.mean("worker_changes") * WEEKS_A_YEAR, tally.mean("open")));
    values.extend(section.held.map(|n| n as f64));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::care_class;

    #[test]
    fn classes_by_hand() {
        assert_eq!(details().count(), COUNT);
        assert_eq!([0, 26, 27, 52, 104, 105, 260, 261].map(care_class), [0, 0, 1, 1, 2, 3, 3, 4]);
        assert_eq!(details().filter(|detail| detail.figure == "need-by-age").count(), 5);
    }
}
