//! Rules, programmes and climates over ten years, in pairs with the same luck.

use super::{Nobody, Options, POLICY, estimate, half, warm};
use crate::model::each;
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{Estimate, mean, sd};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::rng::EntityId;
use balcony_market::counts::{Watch, Year, tick_of, years};
use balcony_market::development::{Kind, Rule, Scheme};
use balcony_market::log::Change;
use balcony_market::{Entry, Log, Market, Setting, Twins};
use std::collections::BTreeMap;

/// Years of a comparison.
const YEARS: u16 = 10;
/// Weeks over which tapered funds fall to nothing.
const TAPER: u32 = 260;
/// The year in whose March a third year of the programme for aspirants ends.
const THIRD_YEAR: u16 = POLICY + 3;

/// The setting of every arm.
pub(super) fn arms(base: &Setting) -> Vec<(String, Setting)> {
    let rule = |rule| Setting { rule, ..base.clone() };
    let twins = |twins| Setting { twins, ..base.clone() };
    let climate = |value| Setting { course: base.course.from(base.policy_from, value), ..base.clone() };
    let schemes = |schemes: Vec<Scheme>| Setting { schemes, ..base.clone() };
    let all = Kind::ALL.map(Scheme::usual);
    let tapered = all.map(|scheme| Scheme { tapers: Some(TAPER), ..scheme });
    let mut arms = vec![
        ("rule: social-work".to_owned(), rule(Rule::SocialWork)),
        ("rule: social-work-or-proven".to_owned(), rule(Rule::SocialWorkOrProven)),
        ("adults' services too: nowhere".to_owned(), twins(Twins::Nowhere)),
        ("adults' services too: everywhere".to_owned(), twins(Twins::Everywhere)),
    ];
    arms.extend(all.map(|scheme| (format!("programme: {}", scheme.kind.key()), schemes(vec![scheme]))));
    arms.extend([
        ("all programmes".to_owned(), schemes(all.to_vec())),
        ("all programmes, tapered over five years".to_owned(), schemes(tapered.to_vec())),
        ("climate 0".to_owned(), climate(0.0)),
        ("climate 1".to_owned(), climate(1.0)),
    ]);
    arms
}

/// One outcome of ten years.
struct Outcome {
    name: &'static str,
    decimals: usize,
    of: fn(&[Year]) -> f64,
}

fn each_year(years: &[Year], figure: impl Fn(&Year) -> f64) -> f64 {
    mean(&years.iter().map(figure).collect::<Vec<_>>())
}

/// The mean of a figure of appointees over all of them.
fn each_start(years: &[Year], figure: impl Fn(&Year) -> f64) -> f64 {
    let started: f64 = years.iter().map(|year| year.appointed).sum();
    let sum: f64 =
        years.iter().filter(|year| year.appointed > 0.0).map(|year| figure(year) * year.appointed).sum();
    sum / started
}

const OUTCOMES: [Outcome; 10] = [
    Outcome { name: "weeks without", decimals: 0, of: |years| each_year(years, |year| year.vacancy_weeks) },
    Outcome { name: "failed panels", decimals: 2, of: |years| each_year(years, |year| year.failed) },
    Outcome {
        name: "interims in post",
        decimals: 2,
        of: |years| each_year(years, |year| year.interims_in_post),
    },
    Outcome { name: "elapsed, months", decimals: 2, of: |years| each_year(years, |year| year.tenure) },
    Outcome { name: "new holders", decimals: 2, of: |years| each_year(years, |year| year.changes) },
    Outcome { name: "first-time", decimals: 2, of: |years| each_year(years, |year| year.first_time) },
    Outcome { name: "age", decimals: 2, of: |years| each_start(years, |year| year.age_appointed) },
    Outcome {
        name: "readiness",
        decimals: 4,
        of: |years| each_start(years, |year| year.readiness_appointed),
    },
    Outcome {
        name: "competence",
        decimals: 4,
        of: |years| each_start(years, |year| year.competence_appointed),
    },
    Outcome { name: "cost, £m", decimals: 2, of: |years| each_year(years, |year| year.spent) / 1e6 },
];

/// Ten years of one arm.
fn ten_years(start: &Market, setting: &Setting) -> Vec<Year> {
    years(&mut start.clone(), setting, POLICY + 1, POLICY + YEARS, &mut Nobody)
}

/// Weeks without a permanent director, a year.
pub(super) fn weeks_without(start: &Market, setting: &Setting) -> f64 {
    (OUTCOMES[0].of)(&ten_years(start, setting))
}

/// Pounds for each year of a permanent director that is gained.
fn price(weeks: &Estimate, cost: f64) -> String {
    if cost == 0.0 {
        return "-".to_owned();
    }
    let pounds = |weeks_gained: f64| format!("{:.0}", cost * 1e3 / (weeks_gained / WEEKS_A_YEAR));
    match weeks.interval {
        Some(interval) if interval.high < 0.0 => {
            format!("{} ({} to {})", pounds(-weeks.mean), pounds(-interval.low), pounds(-interval.high))
        }
        _ => "none gained".to_owned(),
    }
}

/// Adds the tables.
pub(super) fn show(options: &Options, base: &Setting, report: &mut Report) -> Result<()> {
    let n = options.size(100, 8);
    let arms = arms(base);
    let null = without_effect(base);
    let aspirants = Setting { schemes: vec![Scheme::usual(Kind::Aspirants)], ..base.clone() };
    let pairs = each(n, |replicate| {
        let start = warm(options, base, replicate);
        let outcomes = |setting: &Setting| {
            let years = ten_years(&start, setting);
            OUTCOMES.each_ref().map(|outcome| (outcome.of)(&years))
        };
        let cohort = [&aspirants, &null].map(|setting| appointed(&start, setting));
        let arms: Vec<_> = arms.iter().map(|(_, setting)| outcomes(setting)).collect();
        Ok((outcomes(base), arms, cohort))
    })?;
    let mut heads = vec!["arm"];
    heads.extend(OUTCOMES.iter().map(|outcome| outcome.name));
    heads.push("£1,000 a director-year gained");
    report.table("Policies over ten years from April 2019: differences from the base, a year", &heads);
    let column = |of: usize| pairs.iter().map(move |pair| pair.0[of]).collect::<Vec<f64>>();
    let level = |(at, outcome): (usize, &Outcome)| {
        let values = column(at);
        format!("{:.*} (s.d. {:.*})", outcome.decimals, mean(&values), outcome.decimals, sd(&values))
    };
    let levels = OUTCOMES.iter().enumerate().map(level);
    report.row(["base, levels".to_owned()].into_iter().chain(levels).chain(["-".to_owned()]));
    for (arm, (name, _)) in arms.iter().enumerate() {
        let found = (0..OUTCOMES.len()).map(|of| {
            let differences: Vec<f64> = pairs.iter().map(|pair| pair.1[arm][of] - pair.0[of]).collect();
            estimate(&differences)
        });
        let found: Vec<Estimate> = found.collect();
        let cells = OUTCOMES.iter().zip(&found).map(|(outcome, found)| {
            let decimals = outcome.decimals;
            if found.mean == 0.0 && half(found) == 0.0 {
                return "0".to_owned();
            }
            format!("{:+.decimals$} ± {:.decimals$}", found.mean, half(found))
        });
        let price = price(&found[0], found[OUTCOMES.len() - 1].mean);
        report.row([name.clone()].into_iter().chain(cells).chain([price]));
        report.expect(found.iter().all(|one| one.mean.is_finite()), || format!("{name}: not a number"));
    }
    notes(n, &arms, report);
    cohorts(&pairs.iter().map(|pair| pair.2).collect::<Vec<_>>(), report);
    Ok(())
}

fn notes(n: u32, arms: &[(String, Setting)], report: &mut Report) {
    report.note(format!(
        "Policies: n = {n} pairs with the same luck and the same market until April 2019; a difference of yearly means ± half of its 95 % \
         interval (Student's t, {} degrees of freedom). Weeks without a permanent director are summed over the 152 posts, interims' \
         weeks included. Interims and elapsed months are means of the ends of March; age, readiness and competence are means of those \
         appointed. With {} arms and {} outcomes about {:.0} intervals would miss 0 by chance alone.",
        n.saturating_sub(1),
        arms.len(),
        OUTCOMES.len(),
        0.05 * (arms.len() * OUTCOMES.len()) as f64
    ));
    report.note(
        "A director-year gained costs what is spent over the weeks without a permanent director that are avoided, in years; the range is \
         that of the interval of weeks. `None gained`: the interval of weeks holds 0, or lies above it. Programmes run at their usual \
         size; **what they do to people are assumptions** (section `development`), and so are their prices in part: the comparison of \
         prices says what the assumptions imply, not what a programme is worth. Effects of leaders on children are not counted here."
            .to_owned(),
    );
}

/// The programme for aspirants without any effect.
fn without_effect(base: &Setting) -> Setting {
    let mut setting = Setting { schemes: vec![Scheme::usual(Kind::Aspirants)], ..base.clone() };
    setting.parameters.development.aspirant_readiness = 0.0;
    setting.parameters.development.aspirant_wish = 0.0;
    setting
}

/// Who finished the programme for aspirants, and whether they have been appointed since.
#[derive(Default)]
struct Cohort(BTreeMap<EntityId, bool>);

impl Log for Cohort {
    fn entry(&mut self, entry: Entry) {
        match entry.change {
            Change::Finished { .. } => {
                self.0.insert(entry.who, false);
            }
            Change::Started(_) => {
                if let Some(appointed) = self.0.get_mut(&entry.who) {
                    *appointed = true;
                }
            }
            _ => {}
        }
    }
}

impl Watch for Cohort {
    fn july(&mut self, _: &Market, _: u16) {}
    fn march(&mut self, _: &Market, _: u16) {}
}

/// Of those who finished in the first three years, the share that was appointed by their end, %.
fn appointed(start: &Market, setting: &Setting) -> f64 {
    let mut cohort = Cohort::default();
    let mut market = start.clone();
    years(&mut market, setting, POLICY + 1, THIRD_YEAR, &mut cohort);
    super::percent(&cohort.0.into_values().collect::<Vec<_>>(), |appointed| *appointed)
}

fn cohorts(pairs: &[[f64; 2]], report: &mut Report) {
    let [with, without] = [0, 1].map(|at| pairs.iter().map(|pair| pair[at]).collect::<Vec<f64>>());
    let differences: Vec<f64> = with.iter().zip(&without).map(|(with, without)| with - without).collect();
    let difference = estimate(&differences);
    report.note(format!(
        "`upon`: 11 % of its people had been appointed after up to three years. In the model {:.1} % (s.d. of runs {:.1}) of those who \
         finish the programme for aspirants by the end of its third year (week {}); {:.1} % (s.d. {:.1}) where it has no effect at all, so \
         that the figure says nothing about an effect: the difference is {:+.1} ± {:.1} points.",
        mean(&with),
        sd(&with),
        tick_of(THIRD_YEAR, 4),
        mean(&without),
        sd(&without),
        difference.mean,
        half(&difference)
    ));
}
