//! Published figures of authorities by year, from the files under `data/`, for comparisons across
//! authorities.
//!
//! Definitions follow the published contrasts. Rates are per 10,000 children aged 0-16 of the same
//! year. Figures about children are of years that end in March; staff figures are of the September
//! in the named year. Judgements are the latest at March 2021. Missing values stay missing; nothing
//! is filled in.

use super::figures::place;
use super::stats::{Point, coefficient, spearman};
use balcony_scenario::profiles::Profile;
use balcony_scenario::profiles::files::{ENQUIRIES, PANEL, WORKFORCE};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const DAYS: &str = include_str!("../../../../data/assessment_days_2014_2019.csv");
const JUDGEMENTS: &str = include_str!("../../../../data/judgement_at_march_2021.csv");

/// Figures that are compared across authorities, by the keys of `super::figures`. Rates are per
/// 10,000 children aged 0-16.
pub const ACROSS: [&str; 14] = [
    "referrals",
    "re-referrals",
    "no-further-action",
    "timely-assessments",
    "in-need",
    "enquiries",
    "plans",
    "looked-after",
    "plans-started",
    "care-started",
    "turnover",
    "agency",
    "vacancy",
    "caseload",
];

/// Year that is compared with the model's first year.
pub const BASE: i32 = 2019;

/// Lags of persistence, in years.
pub const LAGS: [usize; 3] = [1, 3, 5];

/// Mean of a figure and number of authorities, by inspection grade.
pub type ByGrade = [(f64, usize); 4];

/// A figure by year, then by code of the authority.
pub type Years = BTreeMap<i32, BTreeMap<String, f64>>;

/// Published figures of authorities.
#[derive(Debug, Default)]
pub struct Panel {
    /// Figures, in the order of `ACROSS`.
    pub figures: Vec<Years>,
    /// Number of children aged 0-16.
    pub children: Years,
    /// Deprivation (IDACI 2019).
    pub deprivation: BTreeMap<String, f64>,
    /// Judgements, from 0 (inadequate) to 3 (outstanding).
    pub grades: BTreeMap<String, f64>,
    /// Latest code by old code.
    by_old: BTreeMap<String, String>,
}

/// Reads a file by the names of its columns.
struct Sheet {
    heads: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Sheet {
    fn read(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let heads =
            reader.headers().map(|heads| heads.iter().map(str::to_owned).collect()).unwrap_or_default();
        Self { heads, rows: reader.records().filter_map(Result::ok).collect() }
    }

    fn text<'r>(&self, row: &'r csv::StringRecord, head: &str) -> &'r str {
        let at = self.heads.iter().position(|name| name.trim_start_matches('\u{feff}') == head);
        at.and_then(|at| row.get(at)).unwrap_or_default()
    }

    /// A number; NaN if none is published.
    fn number(&self, row: &csv::StringRecord, head: &str) -> f64 {
        self.text(row, head).trim().parse().ok().filter(|x: &f64| x.is_finite()).unwrap_or(f64::NAN)
    }
}

/// The panel, read at first use.
pub fn panel() -> &'static Panel {
    static READ: OnceLock<Panel> = OnceLock::new();
    READ.get_or_init(Panel::read)
}

/// Sum and count of values, to average an authority that occurs twice in a year.
type Twice = BTreeMap<(usize, i32, String), (f64, f64)>;

impl Panel {
    fn read() -> Self {
        let mut panel = Self { figures: vec![Years::new(); ACROSS.len()], ..Self::default() };
        let mut found = Twice::new();
        panel.children(&mut found);
        let known: BTreeSet<(i32, String)> = panel
            .children
            .iter()
            .flat_map(|(year, codes)| codes.keys().map(|code| (*year, code.clone())))
            .collect();
        panel.enquiries(&mut found, &known);
        timely(&mut found, &known);
        staff(&mut found);
        panel.judgements();
        for ((at, year, code), (sum, n)) in found {
            panel.figures[at].entry(year).or_default().insert(code, sum / n);
        }
        panel
    }

    fn children(&mut self, found: &mut Twice) {
        let sheet = Sheet::read(PANEL);
        for row in &sheet.rows {
            let number = |head: &str| sheet.number(row, head);
            let code = sheet.text(row, "new_la_code").to_owned();
            let year = number("year") as i32;
            let people = number("population_0_16");
            let rate = |head: &str| 1e4 * number(head) / people;
            let of_referrals = |head: &str| 100.0 * number(head) / number("referrals_n");
            for (key, value) in [
                ("referrals", rate("referrals_n")),
                ("re-referrals", of_referrals("rereferrals_n")),
                ("no-further-action", of_referrals("referrals_nfa_n")),
                ("in-need", rate("at31_episodes")),
                ("plans", rate("at31_cpp")),
                ("looked-after", rate("at31_cla")),
                ("plans-started", rate("cpp_start")),
                ("care-started", rate("cla_start")),
            ] {
                put(found, key, year, &code, value);
            }
            if people > 0.0 {
                self.children.entry(year).or_default().entry(code.clone()).or_insert(people);
            }
            let deprivation = number("imd19_idaci");
            if deprivation.is_finite() {
                self.deprivation.insert(code.clone(), deprivation);
            }
            self.by_old.insert(sheet.text(row, "old_la_code").to_owned(), code);
        }
    }

    fn enquiries(&self, found: &mut Twice, known: &BTreeSet<(i32, String)>) {
        let sheet = Sheet::read(ENQUIRIES);
        for row in sheet.rows.iter().filter(|row| sheet.text(row, "geographic_level") == "Local authority") {
            let year = sheet.number(row, "year_end") as i32;
            let old = sheet.text(row, "old_la_code").trim_end_matches(".0");
            let Some(code) = self.by_old.get(old).filter(|code| known.contains(&(year, (*code).clone())))
            else {
                continue;
            };
            let people = self.children.get(&year).and_then(|codes| codes.get(code)).copied();
            let value = 1e4 * sheet.number(row, "Section47") / people.unwrap_or(f64::NAN);
            put(found, "enquiries", year, code, value);
        }
    }

    fn judgements(&mut self) {
        const GRADES: [&str; 4] = ["Inadequate", "Requires improvement to be good", "Good", "Outstanding"];
        let sheet = Sheet::read(JUDGEMENTS);
        for row in &sheet.rows {
            let grade = GRADES.iter().position(|grade| sheet.text(row, "Overall effectiveness") == *grade);
            if let Some(grade) = grade {
                self.grades.insert(sheet.text(row, "Local authority area code").to_owned(), grade as f64);
            }
        }
    }

    /// Code under which an authority's own figures are filed; `None` if they were counted within
    /// other borders.
    pub fn code(&self, profile: &Profile) -> Option<&str> {
        let base = self.children.get(&BASE)?;
        base.get_key_value(profile.code)
            .map(|(code, _)| code.as_str())
            .or_else(|| self.by_old.get(profile.old_code).map(String::as_str))
    }

    /// A figure of an authority in a year; NaN if it is missing.
    pub fn value(&self, at: usize, year: i32, code: &str) -> f64 {
        self.figures[at].get(&year).and_then(|codes| codes.get(code)).copied().unwrap_or(f64::NAN)
    }

    /// Rank correlation of a figure with deprivation in the base year, over the authorities in
    /// `only`, or all.
    pub fn gradient(&self, at: usize, only: Option<&BTreeSet<String>>) -> f64 {
        let Some(codes) = self.figures[at].get(&BASE) else { return f64::NAN };
        let pairs: Vec<(f64, f64)> = codes
            .iter()
            .filter(|(code, _)| only.is_none_or(|only| only.contains(*code)))
            .filter_map(|(code, value)| Some((*value, *self.deprivation.get(code)?)))
            .collect();
        spearman(&pairs)
    }

    /// Rank correlation of a figure with itself `lag` years before: the mean over years in which
    /// more than 80 authorities have both values.
    pub fn persistence(&self, at: usize, lag: usize) -> f64 {
        persistence(&self.figures[at], lag, 80)
    }

    /// Standard deviation of the logarithm within an authority, after subtraction of each year's
    /// mean.
    pub fn within(&self, at: usize) -> f64 {
        within(&self.figures[at])
    }

    /// Mean and number of authorities of each grade, and the change of the logarithm per grade
    /// adjusted for deprivation: coefficient and standard error.
    pub fn by_grade(&self, at: usize) -> (ByGrade, Option<(f64, f64)>) {
        let mut points = Vec::new();
        for (code, y) in self.figures[at].get(&BASE).into_iter().flatten() {
            let (Some(grade), Some(deprivation)) = (self.grades.get(code), self.deprivation.get(code)) else {
                continue;
            };
            if *y > 0.0 {
                points.push((*y, *grade, *deprivation));
            }
        }
        let means = std::array::from_fn(|grade| {
            let of: Vec<f64> =
                points.iter().filter(|point| point.1 == grade as f64).map(|point| point.0).collect();
            (of.iter().sum::<f64>() / of.len() as f64, of.len())
        });
        let points: Vec<Point> = points
            .iter()
            .enumerate()
            .map(|(group, (y, first, second))| Point {
                y: libm::log(*y),
                first: *first,
                second: *second,
                group,
            })
            .collect();
        (means, coefficient(&points, false))
    }
}

/// Adds a value if it is finite.
fn put(found: &mut Twice, key: &str, year: i32, code: &str, value: f64) {
    let at = ACROSS.iter().position(|known| *known == key);
    if let (Some(at), true) = (at, value.is_finite() && place(key).is_some()) {
        let (sum, n) = found.entry((at, year, code.to_owned())).or_default();
        *sum += value;
        *n += 1.0;
    }
}

fn timely(found: &mut Twice, known: &BTreeSet<(i32, String)>) {
    const WITHIN: [&str; 6] =
        ["Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days"];
    let sheet = Sheet::read(DAYS);
    for row in &sheet.rows {
        let (code, year) = (sheet.text(row, "new_la_code"), sheet.number(row, "year_end") as i32);
        if known.contains(&(year, code.to_owned())) {
            let within: f64 =
                WITHIN.iter().map(|head| sheet.number(row, head)).filter(|n| n.is_finite()).sum();
            put(
                found,
                "timely-assessments",
                year,
                code,
                100.0 * within / sheet.number(row, "Assessments_completed"),
            );
        }
    }
}

fn staff(found: &mut Twice) {
    let sheet = Sheet::read(WORKFORCE);
    for row in sheet.rows.iter().filter(|row| sheet.text(row, "geographic_level") == "Local authority") {
        let (code, year) = (sheet.text(row, "new_la_code"), sheet.number(row, "year") as i32);
        for (key, head) in [
            ("turnover", "turnover_rate_fte"),
            ("agency", "agency_rate_fte"),
            ("vacancy", "vacancy_rate_fte"),
            ("caseload", "caseload_fte"),
        ] {
            put(found, key, year, code, sheet.number(row, head));
        }
    }
}

/// Rank correlation of a figure with itself `lag` years before: the mean over years with more than
/// `least` pairs.
pub fn persistence(years: &Years, lag: usize, least: usize) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (year, now) in years {
        let Some(before) = years.get(&(year - lag as i32)) else { continue };
        let pairs: Vec<(f64, f64)> =
            now.iter().filter_map(|(code, value)| Some((*value, *before.get(code)?))).collect();
        let r = spearman(&pairs);
        if pairs.len() > least && r.is_finite() {
            sum += r;
            n += 1.0;
        }
    }
    sum / n
}

/// Standard deviation of the logarithm within an authority, after subtraction of the mean of each
/// year and then of each authority.
pub fn within(years: &Years) -> f64 {
    let mut by_code: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for codes in years.values() {
        let logs: Vec<(&str, f64)> = codes
            .iter()
            .filter(|(_, value)| **value > 0.0)
            .map(|(code, value)| (code.as_str(), libm::log(*value)))
            .collect();
        let mean = logs.iter().map(|(_, log)| log).sum::<f64>() / logs.len() as f64;
        for (code, log) in logs {
            by_code.entry(code).or_default().push(log - mean);
        }
    }
    let (mut sum, mut n) = (0.0, 0.0);
    for logs in by_code.values() {
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        sum += logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>();
        n += logs.len() as f64;
    }
    libm::sqrt(sum / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: &str) -> usize {
        ACROSS.iter().position(|known| *known == key).unwrap()
    }

    // Expected values were computed independently (pandas) from the same files: persistence after
    // 1, 3 and 5 years, and the spread within authorities.
    #[test]
    fn persistence_is_as_worked_out_elsewhere() {
        for (key, expected) in [
            ("referrals", [0.79, 0.53, 0.42, 0.23]),
            ("re-referrals", [0.74, 0.50, 0.41, 0.20]),
            ("timely-assessments", [0.62, 0.32, 0.16, 0.10]),
            ("in-need", [0.85, 0.71, 0.64, 0.15]),
            ("plans", [0.75, 0.59, 0.56, 0.22]),
            ("looked-after", [0.98, 0.92, 0.86, 0.12]),
            ("care-started", [0.83, 0.71, 0.67, 0.18]),
            ("turnover", [0.35, 0.30, 0.25, 0.33]),
            ("agency", [0.84, 0.61, 0.42, 0.47]),
            ("vacancy", [0.77, 0.54, 0.32, 0.45]),
            ("caseload", [0.68, 0.50, 0.42, 0.10]),
        ] {
            let found: Vec<f64> = LAGS
                .iter()
                .map(|lag| panel().persistence(at(key), *lag))
                .chain([panel().within(at(key))])
                .collect();
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 0.0051, "{key}: {found} {expected}");
            }
        }
    }

    #[test]
    fn contrasts_are_as_worked_out_elsewhere() {
        for (key, means, better) in [
            ("plans", [60.4, 49.5, 49.9, 36.1], [-8.0, -14.0, -2.0]),
            ("agency", [24.4, 17.0, 18.3, 8.3], [-28.0, -42.0, -11.0]),
            ("caseload", [18.5, 17.1, 16.6, 15.9], [-4.0, -6.0, -2.0]),
            ("timely-assessments", [77.9, 83.0, 84.3, 85.5], [3.0, 0.0, 6.0]),
        ] {
            let (found, effect) = panel().by_grade(at(key));
            for ((found, _), expected) in found.iter().zip(means) {
                assert!((found - expected).abs() < 0.051, "{key}: {found} {expected}");
            }
            let (beta, error) = effect.unwrap();
            let percent = |log: f64| 100.0 * (libm::exp(log) - 1.0);
            let found = [beta, beta - 1.98 * error, beta + 1.98 * error].map(percent);
            for (found, expected) in found.iter().zip(better) {
                assert!((found - expected).abs() < 0.51, "{key}: {found} {expected}");
            }
        }
    }

    #[test]
    fn nearly_every_authority_has_its_own_figures() {
        let own = balcony_scenario::profiles::all()
            .iter()
            .filter(|profile| panel().code(profile).is_some())
            .count();
        assert!(own >= 148, "{own}");
        assert_eq!(panel().grades.len(), 103);
    }
}
