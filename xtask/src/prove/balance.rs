//! Every authority without events: does it start at its published figures, and does it stay there?

use super::Options;
use super::sanity::digits;
use crate::model::{Measured, each, go_on, warm, with_library};
use crate::report::Report;
use anyhow::{Context, Result, anyhow};
use balcony::experiment::stats::{mean, sd};
use balcony::profiles::{self, Profile};
use balcony::scenario::read_text;
use balcony_engine::authority::{FIGURES, NOT_RECORDED};
use balcony_engine::factors::Factors;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::Authority;
use balcony_engine::strategy::Strategy;

const CLAIM: &str = "Left alone, every authority of ordinary size stands where its published figures put it and stays there: over five quiet \
                     years at least 95 % drift by no more than 5 % in open cases, children looked after and caseload, and by no more than \
                     .05 in load (two standard errors allowed for, and no mean beyond 12 %); none begins above a load of 1.1; all together \
                     drift by no more than 2 % in ten years.";
/// Simulated years. `FIVE` is the index of the fifth year.
const YEARS: u32 = 10;
const FIVE: usize = 4;
/// Measures that may drift: as a share of the first year, except load, which is used as it is.
const MEASURES: [&str; 4] = ["open", "care_stock", "caseload", "utilisation"];
/// Index of the load.
const LOAD: usize = 3;
/// Largest allowed drift apart from sampling error, and drift that is never allowed.
const ALLOWED: f64 = 0.05;
const NEVER: f64 = 0.12;
/// Share of authorities that must not drift, and the largest allowed load at the start.
const MOST: f64 = 0.95;
const FULL: f64 = 1.1;
/// Largest allowed drift of all authorities together.
const TOGETHER: f64 = 0.02;
/// Authorities with fewer children are left out, because their rates mean little.
const ORDINARY: f64 = 3000.0;

/// Yearly means of one authority's replicates.
struct YearlyMeans {
    /// By replicate, year and measure.
    years: Vec<Vec<[f64; MEASURES.len()]>>,
}

/// Tests all authorities, one after the other.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let replicates = options.size(24, 2);
    let heads = [
        "authority",
        "load, year 1",
        "load, 5",
        "load, 10",
        "open cases to year 5, %",
        "s.e.",
        "looked after, %",
        "s.e.",
        "caseload, %",
        "s.e.",
        "open cases to year 10, %",
        "stands",
    ];
    let mut report = Report::new("balance", CLAIM, &heads);
    let every = if options.quick { 40 } else { 1 };
    let ordinary = profiles::all().iter().filter(|profile| profile.authority().children >= ORDINARY);
    let (mut stand, mut all, mut full) = (0, 0, Vec::new());
    let mut sums = vec![[0.0; MEASURES.len()]; YEARS as usize];
    for profile in ordinary.step_by(every) {
        let lived = live(profile, replicates, options)?;
        let five: Vec<(f64, f64)> = (0..MEASURES.len()).map(|at| lived.drift(at, FIVE)).collect();
        let still =
            five.iter().all(|(drift, error)| drift.abs() - 2.0 * error <= ALLOWED && drift.abs() <= NEVER);
        let load = |year: usize| lived.level(LOAD, year);
        if load(0) > FULL {
            full.push(profile.name);
        }
        stand += usize::from(still);
        all += 1;
        for (year, sums) in sums.iter_mut().enumerate() {
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum += lived.level(at, year);
            }
        }
        let mut row = vec![profile.name.to_owned()];
        row.extend([0, FIVE, YEARS as usize - 1].map(|year| format!("{:.2}", load(year))));
        for (drift, error) in &five[..LOAD] {
            row.extend([format!("{:+.1}", 100.0 * drift), format!("{:.1}", 100.0 * error)]);
        }
        row.push(format!("{:+.1}", 100.0 * lived.drift(0, YEARS as usize - 1).0));
        row.push(if still { "yes" } else { "no" }.to_owned());
        report.row(row);
    }
    let share = f64::from(stand as u32) / f64::from(all as u32);
    report.expect(share >= MOST, || format!("{stand} of {all} authorities stand"));
    report.expect(full.is_empty(), || {
        format!("{} begin above a load of {FULL}: {}", full.len(), full.join(", "))
    });
    report.table("All together, by year", &["year", "open cases", "looked after", "caseload", "load"]);
    for (year, sums) in sums.iter().enumerate() {
        let mut row = vec![(year + 1).to_string()];
        row.extend(
            sums.iter()
                .enumerate()
                .map(|(at, sum)| if at < 2 { digits(*sum) } else { digits(*sum / f64::from(all as u32)) }),
        );
        report.row(row);
    }
    for (at, name) in ["open cases", "looked after"].into_iter().enumerate() {
        let drift = sums[YEARS as usize - 1][at] / sums[0][at] - 1.0;
        report.expect(drift.abs() <= TOGETHER, || {
            format!("{name} of all together drift by {:+.1} % in ten years", 100.0 * drift)
        });
    }
    contradictions(&mut report)?;
    report.note(format!(
        "{stand} of {all} stand, {} begin above a load of {FULL}. {replicates} replicates of each quiet scenario, every value as it comes by \
         default, {YEARS} years; each authority has luck of its own. Figures vary from year to year as published ones do (`variation`), \
         so that a mean of few replicates moves by luck alone: the standard errors say how far.",
        full.len()
    ));
    Ok(report)
}

fn live(profile: &Profile, replicates: u32, options: &Options) -> Result<YearlyMeans> {
    let text = format!(
        "[scenario]\ntitle = \"Quiet\"\nquestion = \"What happens when nothing happens?\"\nprimary = \"re-referrals\"\nstart = 2019-04-01\n\
         weeks = {}\n[authority]\nname = \"{}\"\n",
        52 * YEARS,
        profile.code
    );
    let scenario = with_library(|library| read_text(profile.name, &text, library))
        .map_err(|faults| anyhow!("{}: {faults}", profile.name))?;
    let setting = options.setting_of(&scenario)?;
    let place = ForkPoint::new(setting.clone());
    let years = each(replicates, |replicate| {
        let mut world = warm(&place, options.luck(replicate))?;
        (0..YEARS)
            .map(|_| Ok(of(&go_on(&mut world, &Strategy::default(), &place, 52)?)))
            .collect::<Result<Vec<_>>>()
    })?;
    Ok(YearlyMeans { years })
}

fn of(year: &Measured) -> [f64; MEASURES.len()] {
    MEASURES.map(|key| year.tally.mean(key))
}

impl YearlyMeans {
    /// Mean of a measure in a year.
    fn level(&self, at: usize, year: usize) -> f64 {
        mean(&self.years.iter().map(|years| years[year][at]).collect::<Vec<_>>())
    }

    /// Mean change of a measure from the first year and its standard error, as a share of the first
    /// year except for the load.
    fn drift(&self, at: usize, year: usize) -> (f64, f64) {
        let base = if at == LOAD { 1.0 } else { self.level(at, 0).max(1e-9) };
        let apart: Vec<f64> =
            self.years.iter().map(|years| (years[year][at] - years[0][at]) / base).collect();
        (mean(&apart), sd(&apart) / (apart.len() as f64).sqrt())
    }
}

/// Limits (logarithms) beyond which a solved factor or a residual shows that published figures
/// contradict each other.
const APART: f64 = 0.5;
const MARKET: f64 = 1.5;
const MISSED: f64 = 0.1;

/// Authorities whose published figures contradict each other, and the largest residuals of the
/// stored solution.
fn contradictions(report: &mut Report) -> Result<()> {
    let stored = std::fs::read_to_string("data/factors.csv").context("cannot read data/factors.csv")?;
    let head: Vec<&str> = stored.lines().next().unwrap_or_default().split(',').collect();
    report.table(
        "Published figures that do not go together",
        &["authority", "why", "figures missed by more than 10 % on fresh luck (model less published)"],
    );
    let mut misses: Vec<Vec<f64>> = vec![Vec::new(); FIGURES.len()];
    for profile in profiles::all().iter().filter(|profile| profile.authority().children >= ORDINARY) {
        let authority = profile.authority();
        let Some(row) = stored.lines().find(|line| line.split(',').next() == Some(&profile.id.to_string()))
        else {
            continue;
        };
        // A quoted name contains a comma, so columns are counted from the end.
        let fields: Vec<&str> = row.split(',').collect();
        let miss = |figure: &str| -> Option<f64> {
            let from_end = head.iter().rev().position(|name| *name == format!("miss {figure}"))?;
            fields[fields.len() - 1 - from_end].parse().ok()
        };
        let mut missed = Vec::new();
        for (at, figure) in FIGURES.iter().enumerate() {
            let Some(miss) = miss(figure) else { continue };
            misses[at].push(miss.abs());
            if miss.abs() > MISSED {
                missed.push(format!("{figure} {:+.0} %", 100.0 * libm::expm1(miss)));
            }
        }
        let reasons = reasons(&authority);
        if !reasons.is_empty() || !missed.is_empty() {
            report.row([profile.name.to_owned(), reasons.join("; "), missed.join(", ")]);
        }
    }
    report.table(
        "Residuals of the solution, on luck that no step has used",
        &["figure", "median, %", "largest tenth from, %"],
    );
    for (figure, misses) in FIGURES.iter().zip(&mut misses) {
        misses.sort_by(f64::total_cmp);
        let at = |share: f64| misses.get((share * misses.len() as f64) as usize).copied().unwrap_or(f64::NAN);
        report.row([
            (*figure).to_owned(),
            format!("{:.1}", 100.0 * libm::expm1(at(0.5))),
            format!("{:.1}", 100.0 * libm::expm1(at(0.9))),
        ]);
    }
    Ok(())
}

/// Why the figures of an authority contradict each other, from the figures and from the factors
/// that compensate.
fn reasons(a: &Authority) -> Vec<String> {
    let f: &Factors = &a.factors;
    let mut reasons = Vec::new();
    let posts = a.in_post / (1.0 - a.vacancy);
    let agency = a.agency / (1.0 - a.agency) * a.in_post;
    if agency > posts - a.in_post {
        let vacant = posts - a.in_post;
        reasons.push(format!("{agency:.0} agency workers beside {vacant:.0} vacant posts"));
    }
    if a.no_further_action < NOT_RECORDED {
        reasons.push("no referral is recorded as closed with no further action".to_owned());
    }
    if a.not_in_need < NOT_RECORDED {
        reasons.push("no assessment is recorded as finding no need".to_owned());
    }
    if f.case_posts.abs() > APART {
        let way = if f.case_posts > 0.0 { "more" } else { "fewer" };
        reasons.push(format!(
            "caseload and children in need imply case holders that are {:.1} times {way} than what work and staff bear out",
            libm::exp(f.case_posts.abs())
        ));
    }
    if f.fill.abs() > MARKET {
        let way = if f.fill > 0.0 { "faster" } else { "slower" };
        reasons.push(format!(
            "vacancy and turnover go together only if posts are filled {:.0} times {way} than these two say",
            libm::exp(f.fill.abs())
        ));
    }
    let starts = a.referrals * (1.0 - a.no_further_action - a.not_in_need);
    let years = a.in_need / starts.max(1.0);
    if !(0.5..=2.2).contains(&years) {
        reasons.push(format!("{years:.1} years' worth of new children in need are in need"));
    }
    if a.enquiries > 0.65 * a.referrals {
        reasons.push(format!("{:.0} enquiries for 100 referrals", 100.0 * a.enquiries / a.referrals));
    }
    reasons
}
