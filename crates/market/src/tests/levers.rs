//! Levers move what they must, in pairs with the same luck.

use super::{at, england};
use crate::counts::{Holders, Year, tick_of, years};
use crate::development::{Kind, Rule, Scheme};
use crate::{Market, Setting};
use std::sync::OnceLock;
use std::thread;

/// Pairs of each lever.
const PAIRS: u32 = 16;
/// The critical value, in standard errors: p of .009, two-sided, at 15 degrees of freedom.
const CRITICAL: f64 = 3.0;
/// The ten years that are counted.
const YEARS: (u16, u16) = (2010, 2019);

fn base() -> Setting {
    Setting { policy_from: tick_of(YEARS.0 - 1, 4), ..Setting::closed(england()) }
}

/// For each replicate, with work on two threads.
fn each<T: Send>(work: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let half = |range: core::ops::Range<u32>| range.map(&work).collect::<Vec<T>>();
    thread::scope(|scope| {
        let second = scope.spawn(|| half(PAIRS / 2..PAIRS));
        let mut all = half(0..PAIRS / 2);
        all.extend(second.join().expect("the other half runs too"));
        all
    })
}

/// The markets in which all pairs begin, and the base's ten years.
fn starts() -> &'static [(Market, Vec<Year>)] {
    static STARTS: OnceLock<Vec<(Market, Vec<Year>)>> = OnceLock::new();
    STARTS.get_or_init(|| {
        let setting = base();
        each(|replicate| {
            let market = at(&setting, replicate, setting.policy_from);
            let years = ten_years(&market, &setting);
            (market, years)
        })
    })
}

fn ten_years(market: &Market, setting: &Setting) -> Vec<Year> {
    years(&mut market.clone(), setting, YEARS.0, YEARS.1, &mut Holders::default())
}

/// A figure of a year, with its name.
type Figure = (&'static str, fn(&Year) -> f64);

/// Asserts that a lever raises the yearly means of figures.
fn raises(setting: &Setting, figures: &[Figure]) {
    let starts = starts();
    let after = each(|replicate| ten_years(&starts[replicate as usize].0, setting));
    for (name, figure) in figures {
        let mean = |years: &[Year]| years.iter().map(figure).sum::<f64>() / years.len() as f64;
        let pairs = starts.iter().zip(&after);
        raised(name, &pairs.map(|((_, before), after)| mean(after) - mean(before)).collect::<Vec<f64>>());
    }
}

/// Asserts that the mean of paired differences is clearly above 0.
fn raised(name: &str, differences: &[f64]) {
    let n = f64::from(PAIRS);
    let difference = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|one| (one - difference) * (one - difference)).sum();
    let error = libm::sqrt(squares / (n - 1.0) / n);
    println!("{name}: {difference:.3}, s.e. {error:.3}, n = {PAIRS}");
    assert!(
        difference > CRITICAL * error,
        "{name}: {difference} is not above {CRITICAL} standard errors of {error}, n = {PAIRS}"
    );
}

fn scheme(kind: Kind) -> Setting {
    Setting { schemes: vec![Scheme::usual(kind)], ..base() }
}

// Seen to fail with `backing` that is always 0.
#[test]
fn mentors_raise_tenure() {
    let mut setting = scheme(Kind::Mentors);
    // The most that the range allows: the usual effect is within luck at this size.
    setting.parameters.development.mentored = 0.5;
    raises(&setting, &[("elapsed months", |year| year.tenure)]);
}

// Seen to fail with a rule of social work that is open.
#[test]
fn a_rule_of_social_work_raises_vacancies_and_failed_panels() {
    let setting = Setting { rule: Rule::SocialWork, ..base() };
    raises(
        &setting,
        &[("weeks of vacancy", |year| year.vacancy_weeks), ("failed panels", |year| year.failed)],
    );
}

// Seen to fail with no climate in `leaving::leave`.
#[test]
fn a_harsh_climate_raises_changes() {
    let base = base();
    let course = base.course.from(base.policy_from, 1.0);
    raises(&Setting { course, ..base }, &[("changes", |year| year.changes)]);
}

// Seen to fail with a programme for aspirants that adds nothing to the wish.
#[test]
fn a_programme_for_aspirants_raises_applicants() {
    raises(&scheme(Kind::Aspirants), &[("applicants for each panel", |year| year.applicants)]);
}

/// A figure after five years of markets that differ in one thing, less the same of markets
/// that do not.
fn differs(
    setting: &Setting,
    change: impl Fn(&mut Market) + Sync,
    figure: impl Fn(&Market) -> f64 + Sync,
) -> Vec<f64> {
    let starts = starts();
    each(|replicate| {
        let after = |changed: bool| {
            let mut market = starts[replicate as usize].0.clone();
            if changed {
                change(&mut market);
            }
            let until = market.week + 260;
            super::onward(&mut market, setting, until);
            figure(&market)
        };
        after(true) - after(false)
    })
}

// Seen to fail with a pace that does not look at the place.
#[test]
fn directors_who_develop_people_make_the_second_tier_readier() {
    let ready = |market: &Market| {
        let second = market.everybody().filter(|(_, person)| person.tier == crate::person::SECOND);
        let (sum, n) = second.fold((0.0, 0.0), |(sum, n), (_, person)| (sum + person.readiness, n + 1.0));
        sum / n
    };
    let develop = |market: &mut Market| market.places.iter_mut().for_each(|state| state.develops = 2.0);
    raised("readiness of the second tier", &differs(&base(), develop, ready));
}

// Seen to fail with strain that drives nobody out.
#[test]
fn strain_drives_people_below_the_director_out() {
    let since = |market: &Market| {
        let held = market.posts.iter().filter_map(|post| post.holder);
        let weeks = held.map(|slot| f64::from(market.week - market.person(slot).since));
        -weeks.sum::<f64>() / market.posts.len() as f64
    };
    let strain = |market: &mut Market| {
        market.people.iter_mut().flatten().for_each(|person| person.strain = 0.8);
    };
    raised("weeks less in post", &differs(&base(), strain, since));
}

// Seen to fail with a panel that reads no reputation. A trait that no panel reads marks people; what
// is thought of them never changes.
#[test]
fn panels_appoint_those_of_good_reputation() {
    let marked = |person: &crate::Person| person.competence[0] > 0.5;
    let mut setting = base();
    setting.parameters.reputation.years = 1e9;
    let praise = |market: &mut Market| {
        market
            .people
            .iter_mut()
            .flatten()
            .filter(|person| marked(person))
            .for_each(|one| one.reputation = 2.0);
    };
    let share = |market: &Market| {
        let directors = market.places.iter().filter_map(|state| state.director.holder);
        directors.filter(|slot| marked(market.person(*slot))).count() as f64
    };
    raised("directors of good reputation", &differs(&setting, praise, share));
}
