//! Builds all profiles: first an authority's own figures, then its gaps from neighbours or from
//! England, then the archetypes from the real authorities.

use super::facts::{BASE_YEAR, CHILDREN_PER_0_16, ENGLAND, FIRST_YEAR, Facts, Former, Today};
use super::keys::{FIRST_SOURCE, KEYS, Lookup, Rule, SourcedValue, title};
use super::{ENGLAND_AVERAGE, Profile, archetypes, observed_value};
use std::sync::OnceLock;

/// Number of children in the England average.
const AVERAGE_CHILDREN: f64 = 60_000.0;
/// Number of neighbours whose median fills a gap.
const NEIGHBOURS: usize = 5;

/// All profiles and names that a lookup may find.
pub(super) struct Book {
    pub(super) profiles: Vec<Profile>,
    pub(super) archetypes: Vec<Profile>,
    pub(super) formers: Vec<Former>,
    pub(super) aliases: Vec<(&'static str, &'static str)>,
}

/// The book, built at first use.
pub(super) fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let facts = Facts::read(BASE_YEAR);
        let england = england(&facts);
        let profiles = authorities(&facts, &england);
        let mut archetypes = vec![named(9000, ENGLAND_AVERAGE, england)];
        archetypes.extend(archetypes::all(&profiles));
        Book { profiles, archetypes, formers: facts.formers, aliases: facts.aliases }
    })
}

/// Profiles of all authorities with the figures of a year, which is taken as the nearest that the
/// panel has.
pub(super) fn of_year(year: u16) -> &'static [Profile] {
    const EARLIER: usize = (BASE_YEAR - FIRST_YEAR) as usize;
    static BOOKS: [OnceLock<Vec<Profile>>; EARLIER] = [const { OnceLock::new() }; EARLIER];
    let year = year.max(FIRST_YEAR);
    let Some(book) = BOOKS.get(usize::from(year - FIRST_YEAR)) else { return &book().profiles };
    book.get_or_init(|| {
        let facts = Facts::read(year);
        authorities(&facts, &england(&facts))
    })
}

/// The profiles of all authorities.
fn authorities(facts: &Facts, england: &[SourcedValue]) -> Vec<Profile> {
    let own: Vec<Vec<Option<SourcedValue>>> =
        facts.today.iter().map(|today| KEYS.iter().map(|key| facts.find(today, key)).collect()).collect();
    (0..facts.today.len()).map(|at| profile(facts, &own, at, england)).collect()
}

/// A profile that is not a real authority: an archetype or the England average.
pub(super) fn named(id: u16, name: &'static str, found: Vec<SourcedValue>) -> Profile {
    Profile { id, code: name, old_code: "", name, region: "England", found }
}

/// The profile of one authority, with its gaps filled.
fn profile(facts: &Facts, own: &[Vec<Option<SourcedValue>>], at: usize, england: &[SourcedValue]) -> Profile {
    let today = &facts.today[at];
    let children = own[at][0].as_ref().map_or(today.mid_2024, |found| found.value);
    let mut found: Vec<SourcedValue> = (0..KEYS.len())
        .map(|key| match &own[at][key] {
            Some(found) => found.clone(),
            None => {
                neighbours(facts, own, at, key, children).unwrap_or_else(|| national(england, key, children))
            }
        })
        .collect();
    let sources: f64 = found[FIRST_SOURCE..FIRST_SOURCE + 7].iter().map(|source| source.value).sum();
    for source in &mut found[FIRST_SOURCE..FIRST_SOURCE + 7] {
        source.value /= sources;
    }
    Profile {
        id: today.id,
        code: today.ons,
        old_code: today.code,
        name: today.name,
        region: today.region,
        found,
    }
}

/// Median over the authorities of the same region that are nearest in deprivation and have the
/// figure.
fn neighbours(
    facts: &Facts,
    own: &[Vec<Option<SourcedValue>>],
    at: usize,
    key: usize,
    children: f64,
) -> Option<SourcedValue> {
    let deprivation =
        |one: usize| own[one].iter().zip(&KEYS).find(|(_, key)| key.how == Lookup::Deprivation)?.0.as_ref();
    let here = deprivation(at)?.value;
    let mut near: Vec<(f64, &Today, f64)> = (0..own.len())
        .filter(|one| *one != at && facts.today[*one].region == facts.today[at].region)
        .filter_map(|one| {
            let value = own[one][key].as_ref()?.value;
            let base = if KEYS[key].grows() { own[one][0].as_ref()?.value } else { 1.0 };
            Some(((deprivation(one)?.value - here).abs(), &facts.today[one], value / base))
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
    near.truncate(NEIGHBOURS);
    let median = median(near.iter().map(|(.., value)| *value).collect())?;
    let value = if KEYS[key].grows() { median * children } else { median };
    let names: Vec<&str> = near.iter().map(|(_, today, _)| today.name).collect();
    let per = if KEYS[key].grows() { ", per child" } else { "" };
    Some(SourcedValue::new(
        value,
        Rule::Neighbours,
        format!("{} of {}{per}", KEYS[key].name, names.join("; ")),
    ))
}

/// The national value, scaled to an authority's number of children if the figure grows with it.
fn national(england: &[SourcedValue], key: usize, children: f64) -> SourcedValue {
    let scale = if KEYS[key].grows() { children / AVERAGE_CHILDREN } else { 1.0 };
    SourcedValue::new(england[key].value * scale, Rule::National, england[key].origin.clone())
}

/// National figures, scaled to [`AVERAGE_CHILDREN`] children.
fn england(facts: &Facts) -> Vec<SourcedValue> {
    let children = facts.get(ENGLAND, BASE_YEAR, "population_0_16").unwrap_or(f64::NAN) * CHILDREN_PER_0_16;
    let sources = facts.sources_in(ENGLAND, BASE_YEAR).map_or([f64::NAN; 7], |(counts, _)| counts);
    let told = |id: &str, factor: f64| {
        (
            observed_value(id).unwrap_or(f64::NAN) * factor,
            format!("England, year ending March 2019 (observed.csv: {id})"),
        )
    };
    let read = |column: &'static str| {
        (
            facts.get(ENGLAND, BASE_YEAR, column).unwrap_or(f64::NAN),
            format!("{}, England, {BASE_YEAR}", title(column)),
        )
    };
    let mut found = Vec::with_capacity(KEYS.len());
    for key in &KEYS {
        let (value, origin) = match key.how {
            Lookup::Children => (children, "a size to compare with: 60,000 children, at national rates".to_string()),
            Lookup::Count(columns) => match columns[0] {
                "referrals_n" => told("A019", 1.0),
                "at31_episodes" => told("A066", 1.0),
                "at31_cpp" => told("A212", 1.0),
                "at31_cla" => told("A281", 1.0),
                column => read(column),
            },
            Lookup::Outcome("referrals_nfa_n") => told("A052", 0.01),
            Lookup::Outcome(_) => told("A053", 0.01),
            Lookup::Staff(column) => (facts.workforce_england(column), mean_of(column)),
            Lookup::Rate(column, factor) => (facts.workforce_england(column) * factor, mean_of(column)),
            Lookup::Source(group) => (
                sources[group] / sources.iter().sum::<f64>(),
                "DfE referrals by source, unknown sources left out, England, 2019 (referral_source_2014_2019.csv)".into(),
            ),
            Lookup::Deprivation => (deprivation(facts), "mean of authorities by children (authorities_static.csv)".into()),
        };
        let value = if key.grows() { value / children * AVERAGE_CHILDREN } else { value };
        found.push(SourcedValue::new(value, Rule::Computed, origin));
    }
    found
}

fn mean_of(column: &str) -> String {
    format!("{}, England, mean of September 2018, 2019, 2020", title(column))
}

/// Mean deprivation over the authorities with a figure, weighted by their children in mid-2024.
fn deprivation(facts: &Facts) -> f64 {
    let pairs = || facts.today.iter().filter_map(|today| Some((today.idaci?, today.mid_2024)));
    pairs().map(|(index, children)| index * children).sum::<f64>()
        / pairs().map(|(_, children)| children).sum::<f64>()
}

/// The median, where an even count gives the mean of the two middle values; `None` for no values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.len(), values.len() % 2) {
        (0, _) => None,
        (_, 1) => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn without_neighbours_the_nation_answers() {
        let facts = Facts::read(BASE_YEAR);
        let england = england(&facts);
        let filled = national(&england, 1, 6_000.0);
        assert_eq!(filled.rule, Rule::National);
        assert!((filled.value - england[1].value / 10.0).abs() < 1e-9);
        assert!(filled.origin.starts_with("gap, national value: "));
        let nothing: Vec<Vec<Option<SourcedValue>>> =
            facts.today.iter().map(|_| vec![None; KEYS.len()]).collect();
        assert!(neighbours(&facts, &nothing, 0, 1, 6_000.0).is_none());
        let profile = profile(&facts, &nothing, 0, &england);
        assert!(profile.found.iter().all(|found| found.rule == Rule::National && found.value.is_finite()));
    }
}
