//! The figures of the model that have a published counterpart: one list, with the way each is
//! counted in one year of one authority.
//!
//! Stocks of children are those of the last week of a year, because the statistics count on 31
//! March. Staff are counted in the middle of the year, because the workforce is counted on 30
//! September. Flows are of the whole year. A ratio with an empty denominator is undefined: NaN,
//! never 0.

use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::details::Section;
use balcony_engine::measure::{OutcomeAccumulator, ROW, measure_index};
use balcony_engine::world::{Holder, ONE, World};

/// Weeks of a year in the model.
pub const YEAR: u32 = 52;

/// Counts of one year of one authority.
#[derive(Debug, Clone)]
pub struct Year {
    pub(super) tally: OutcomeAccumulator,
    pub(super) middle: [f64; ROW],
    pub(super) end: [f64; ROW],
    /// Number of filled posts that hold cases, in the middle of the year.
    pub(super) holders: f64,
    /// Open cases at the end of the year by weeks since the referral: up to 13, 26, 52, 104, more.
    pub(super) ages: [u64; 5],
    /// Number of changes of director.
    pub(super) directors: f64,
    /// Whether an interim director is in post at the end.
    pub(super) interim: bool,
    /// Hours of direct contact with families.
    pub(super) face: f64,
    /// Hazard of harm to open cases and to others, including the part that is unaccrued at the end.
    pub(super) harm: [f64; 2],
}

impl Default for Year {
    fn default() -> Self {
        Self {
            tally: OutcomeAccumulator::default(),
            middle: [f64::NAN; ROW],
            end: [f64::NAN; ROW],
            holders: f64::NAN,
            ages: [0; 5],
            directors: 0.0,
            interim: false,
            face: 0.0,
            harm: [0.0; 2],
        }
    }
}

impl Year {
    /// A flow of the year, scaled from 52 weeks to a full year.
    fn flow(&self, key: &str) -> f64 {
        self.tally.mean(key) * WEEKS_A_YEAR
    }

    fn stock(&self, key: &str) -> f64 {
        measure_index(key).map_or(f64::NAN, |at| self.end[at])
    }

    fn staff(&self, key: &str) -> f64 {
        measure_index(key).map_or(f64::NAN, |at| self.middle[at])
    }

    fn mean(&self, key: &str) -> f64 {
        self.tally.mean(key)
    }

    fn yearly(&self, count: f64) -> f64 {
        count / f64::from(YEAR) * WEEKS_A_YEAR
    }

    /// Records the state in the middle of the year.
    pub(super) fn look(&mut self, row: &[f64; ROW], world: &World) {
        self.middle = *row;
        let holds = world
            .service
            .workforce
            .posts
            .iter()
            .filter(|post| post.holds_cases && post.holder != Holder::Vacant);
        self.holders = holds.count() as f64;
    }

    /// Records the state at the end of the year.
    pub(super) fn close(&mut self, row: &[f64; ROW], world: &World) {
        self.end = *row;
        self.interim = world.service.leadership.director.interim;
        self.ages = Section::of(world).open;
    }

    /// Adds the week's counts that are not measures.
    pub(super) fn count(&mut self, world: &World) {
        self.directors += f64::from(world.service.counts.director_changes);
        self.face += world.service.counts.face_hours as f64 / ONE;
        self.harm[0] += world.service.counts.harm_open as f64 / ONE;
        self.harm[1] += world.service.counts.harm_unserved as f64 / ONE;
    }
}

/// A ratio; NaN if the denominator is 0.
fn over(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

fn percent(part: f64, whole: f64) -> f64 {
    100.0 * over(part, whole)
}

fn class(classes: &[u64], at: usize) -> f64 {
    percent(classes[at] as f64, classes.iter().sum::<u64>() as f64)
}

/// Upper ends of the classes of working days of an assessment. The last class is open and is
/// assumed to end at 100.
const DAYS: [f64; 9] = [0.0, 10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0, 100.0];

/// Median number of working days of an assessment, by linear interpolation within a class.
fn median_days(classes: &[u64; 8]) -> f64 {
    let all = classes.iter().sum::<u64>() as f64;
    let mut below = 0.0;
    for (at, count) in classes.iter().enumerate() {
        let here = *count as f64;
        if here > 0.0 && below + here >= 0.5 * all {
            return DAYS[at] + (0.5 * all - below) / here * (DAYS[at + 1] - DAYS[at]);
        }
        below += here;
    }
    f64::NAN
}

/// What a figure scales with when it is applied to another population.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// A count that grows with the number of children.
    Children,
    /// A count per authority, whatever its size.
    Authority,
    /// A share, ratio or mean, which does not scale.
    Nothing,
}

/// A figure of the model.
pub struct Figure {
    /// Key of the figure.
    pub key: &'static str,
    /// Title in plain words.
    pub title: &'static str,
    /// What the figure scales with.
    pub per: Per,
    /// Computes the figure of a year.
    pub value: fn(&Year) -> f64,
}

impl std::fmt::Debug for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

use Per::{Authority, Children, Nothing};

const fn figure(key: &'static str, title: &'static str, per: Per, value: fn(&Year) -> f64) -> Figure {
    Figure { key, title, per, value }
}

/// All figures, in the order of the pathway, then staff, then leaders. The run itself fills in
/// those of a whole run (`first-judgement-...`, `directors-in-six-years`).
pub static FIGURES: &[Figure] = &[
    figure("contacts", "contacts", Children, |y| y.flow("contacts")),
    figure("contacts-referred", "contacts referred, share", Nothing, |y| {
        over(y.flow("referrals"), y.flow("contacts"))
    }),
    figure("referrals", "referrals", Children, |y| y.flow("referrals")),
    figure("re-referrals", "re-referrals %", Nothing, |y| {
        percent(y.mean("re_referrals"), y.mean("referrals"))
    }),
    figure("source-police", "referrals by police %", Nothing, |y| class(&y.tally.counts.by_source, 2)),
    figure("source-health", "referrals by health %", Nothing, |y| class(&y.tally.counts.by_source, 1)),
    figure("source-justice", "referrals by justice %", Nothing, |y| class(&y.tally.counts.by_source, 4)),
    figure("no-further-action", "no further action %", Nothing, |y| {
        percent(y.mean("no_further_action"), y.mean("referrals"))
    }),
    figure("not-in-need", "not in need %", Nothing, |y| percent(y.mean("not_in_need"), y.mean("referrals"))),
    figure("assessments", "assessments", Children, |y| y.flow("assessments")),
    figure("timely-assessments", "timely %", Nothing, |y| {
        percent(y.mean("assessments_timely"), y.mean("assessments"))
    }),
    figure("assessment-days", "assessment days, median", Nothing, |y| {
        median_days(&y.tally.counts.assessment_days)
    }),
    figure("deadline-ratio", "days 41-45 over 46-50", Nothing, |y| {
        over(y.tally.counts.at_deadline as f64, y.tally.counts.assessment_days[5] as f64)
    }),
    figure("deadline-share", "done on days 41-45 %", Nothing, |y| {
        percent(y.tally.counts.at_deadline as f64, y.tally.counts.assessment_days.iter().sum::<u64>() as f64)
    }),
    figure("episodes-started", "episodes started", Children, |y| y.flow("started")),
    figure("episodes-ended", "episodes ended", Children, |y| y.flow("ended")),
    figure("need-years", "stock over ended, years", Nothing, |y| over(y.stock("open"), y.flow("ended"))),
    figure("ended-within-3-months", "ended up to 3 months %", Nothing, |y| {
        class(&y.tally.counts.ended_by_length, 0)
    }),
    figure("ended-after-3-months", "ended 3-6 months %", Nothing, |y| {
        class(&y.tally.counts.ended_by_length, 1)
    }),
    figure("ended-after-6-months", "ended 6-12 months %", Nothing, |y| {
        class(&y.tally.counts.ended_by_length, 2)
    }),
    figure("ended-after-1-year", "ended 1-2 years %", Nothing, |y| class(&y.tally.counts.ended_by_length, 3)),
    figure("ended-after-2-years", "ended 2 years or more %", Nothing, |y| {
        class(&y.tally.counts.ended_by_length, 4)
    }),
    figure("in-need", "in need", Children, |y| y.stock("open")),
    figure("open-within-3-months", "open up to 3 months %", Nothing, |y| class(&y.ages, 0)),
    figure("open-after-3-months", "open 3-6 months %", Nothing, |y| class(&y.ages, 1)),
    figure("open-after-6-months", "open 6-12 months %", Nothing, |y| class(&y.ages, 2)),
    figure("open-after-1-year", "open 1-2 years %", Nothing, |y| class(&y.ages, 3)),
    figure("open-after-2-years", "open 2 years or more %", Nothing, |y| class(&y.ages, 4)),
    figure("enquiries", "s47 enquiries", Children, |y| y.flow("enquiries")),
    figure("enquiries-per-referral", "enquiries per referral", Nothing, |y| {
        over(y.flow("enquiries"), y.flow("referrals"))
    }),
    figure("conferences", "initial conferences", Children, |y| y.flow("conferences")),
    figure("conferences-per-enquiry", "conferences per enquiry", Nothing, |y| {
        over(y.flow("conferences"), y.flow("enquiries"))
    }),
    figure("plans-started", "plans started", Children, |y| y.flow("plans_started")),
    figure("plans-per-conference", "plans per conference", Nothing, |y| {
        over(y.flow("plans_started"), y.flow("conferences"))
    }),
    figure("plans-ended", "plans ended", Children, |y| y.flow("plans_ended")),
    figure("plans", "plans", Children, |y| y.stock("plan_stock")),
    figure("repeat-plans", "repeat plans %", Nothing, |y| {
        percent(y.mean("plans_repeat"), y.mean("plans_started"))
    }),
    figure("plan-within-3-months", "plan up to 3 months %", Nothing, |y| {
        class(&y.tally.counts.plans_by_length, 0)
    }),
    figure("plan-after-3-months", "plan 3-6 months %", Nothing, |y| {
        class(&y.tally.counts.plans_by_length, 1)
    }),
    figure("plan-after-6-months", "plan 6-12 months %", Nothing, |y| {
        class(&y.tally.counts.plans_by_length, 2)
    }),
    figure("plan-after-1-year", "plan 1-2 years %", Nothing, |y| class(&y.tally.counts.plans_by_length, 3)),
    figure("plan-after-2-years", "plan 2 years or more %", Nothing, |y| {
        class(&y.tally.counts.plans_by_length, 4)
    }),
    figure("looked-after", "looked after", Children, |y| y.stock("care_stock")),
    figure("care-started", "care started", Children, |y| y.flow("care_started")),
    figure("care-ceased", "care ceased", Children, |y| y.flow("care_ceased")),
    figure("care-at-eighteen", "care ceased at 18 %", Nothing, |y| {
        percent(y.yearly(y.tally.counts.care_eighteen as f64), y.flow("care_ceased"))
    }),
    figure("care-days", "days in care, of ceased", Nothing, |y| {
        let counts = &y.tally.counts;
        7.0 * over(counts.care_weeks as f64, counts.care_by_length.iter().sum::<u64>() as f64)
    }),
    figure("incidents", "serious incidents", Children, |y| y.flow("incidents")),
    figure("harm-to-open-cases", "harm to open cases %", Nothing, |y| {
        percent(y.harm[0], y.harm[0] + y.harm[1])
    }),
    figure("in-post", "social workers", Children, |y| y.staff("employed")),
    figure("vacancy", "vacancy %", Nothing, |y| {
        percent(y.staff("vacant"), y.staff("vacant") + y.staff("employed"))
    }),
    figure("turnover", "turnover %", Nothing, |y| percent(y.flow("leavers"), y.mean("employed"))),
    figure("agency", "agency %", Nothing, |y| {
        percent(y.staff("agency"), y.staff("agency") + y.staff("employed"))
    }),
    figure("agency-workers", "agency workers", Children, |y| y.staff("agency")),
    figure("starters", "starters", Children, |y| y.flow("starters")),
    figure("leavers", "leavers", Children, |y| y.flow("leavers")),
    figure("caseload", "caseload", Nothing, |y| y.staff("caseload")),
    figure("case-holders", "case holders", Children, |y| y.holders),
    figure("cases-held", "cases held", Children, |y| y.staff("caseload") * y.holders),
    figure("face-hours", "hours face to face", Nothing, |y| over(y.face / f64::from(YEAR), y.holders)),
    figure("utilisation", "load", Nothing, |y| y.mean("utilisation")),
    figure("director-changes", "changes of director", Authority, |y| y.yearly(y.directors)),
    figure("director-changes-percent", "director changes %", Nothing, |y| 100.0 * y.yearly(y.directors)),
    figure("director-changed", "LAs that change director", Authority, |y| {
        f64::from(u8::from(y.directors > 0.0))
    }),
    figure("director-interim", "interim directors", Authority, |y| f64::from(u8::from(y.interim))),
    figure("directors-in-six-years", "directors in six years", Nothing, |_| f64::NAN),
    figure("first-judgement-inadequate", "first judged inadequate", Authority, |_| f64::NAN),
    figure("first-judgement-improve", "first judged improve", Authority, |_| f64::NAN),
    figure("first-judgement-good", "first judged good", Authority, |_| f64::NAN),
    figure("first-judgement-outstanding", "first judged outstanding", Authority, |_| f64::NAN),
];

/// Index of a figure in `FIGURES`.
pub fn place(key: &str) -> Option<usize> {
    FIGURES.iter().position(|figure| figure.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_there_once() {
        let mut keys: Vec<_> = FIGURES.iter().map(|figure| figure.key).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        // The column of titles has this width.
        assert!(FIGURES.iter().all(|figure| figure.title.len() <= 24));
        assert!(place("caseload").is_some() && place("nothing").is_none());
    }

    #[test]
    fn nothing_over_nothing_is_no_figure() {
        let empty = Year::default();
        for key in ["re-referrals", "repeat-plans", "ended-within-3-months", "assessment-days", "vacancy"] {
            let figure = &FIGURES[place(key).unwrap()];
            assert!((figure.value)(&empty).is_nan(), "{key}");
        }
    }

    // 10 within ten days, 10 within twenty: half are done by day 10. With 30 more within thirty,
    // half of 50 is 25: day 20 plus 5/30 of ten.
    #[test]
    fn the_median_day_by_hand() {
        assert_eq!(median_days(&[10, 10, 0, 0, 0, 0, 0, 0]), 10.0);
        assert!((median_days(&[10, 10, 30, 0, 0, 0, 0, 0]) - (20.0 + 50.0 / 30.0)).abs() < 1e-12);
    }
}
