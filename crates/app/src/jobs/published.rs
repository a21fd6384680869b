//! Published figures beside the outcomes, and their attribution.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::setting::Authority;

use crate::profiles::{ARCHETYPES, ENGLAND_AVERAGE, all, archetype, observed_value};
use crate::scenario::{Origin, Scenario};
use crate::summary::{Figure, Look, width};

/// Id of re-referrals within 12 months, England, the year to March 2019: `data/observed.csv`.
const RE_REFERRALS: &str = "A041";
/// Id of assessments within 45 working days, England, the year to March 2019.
const TIMELY: &str = "A118";

/// For every row of the registry of outcomes, the published figure with the same definition, if
/// there is one: the authority's own, or England's if there is none for authorities. A figure that
/// the user gives replaces it.
pub(super) fn published(scenario: &Scenario) -> Vec<Option<Figure>> {
    let size = scenario.authority.children;
    // An archetype of another size has other counts, with the same rates.
    let typical = |found: &Authority| found.id >= TYPICAL && found.children != size;
    let authority = profile(scenario.authority.id).map(|found| match typical(&found) {
        true => of_size(found, size),
        false => found,
    });
    let given = |key: &str| {
        let told = |origin: &Origin| !matches!(origin, Origin::Published(_) | Origin::Implied(_));
        let of = |path: &[String]| path[0] == "authority" && path[1] == key;
        scenario.entries.iter().any(|entry| entry.path.len() > 1 && of(&entry.path) && told(&entry.origin))
    };
    let find = |key: &str| {
        // Nothing is published here about a place outside England, so only the user's figures are
        // used.
        if scenario.elsewhere {
            let own = given(key).then(|| figure(key, Some(&scenario.authority))).flatten();
            return own.map(|value| Figure { value, own: true });
        }
        let published = figure(key, authority.as_ref());
        let own = figure(key, Some(&scenario.authority))
            .filter(|own| published.is_none_or(|published| (own - published).abs() > 1e-9 * published.abs()));
        let own = own.map(|value| Figure { value, own: true });
        own.or(published.map(|value| Figure { value, own: false }))
    };
    OUTCOMES.iter().map(|outcome| find(outcome.key)).collect()
}

/// Smallest id of an archetype or the England average.
const TYPICAL: u16 = 9000;

/// The counts of an authority, scaled to another number of children.
fn of_size(authority: Authority, children: f64) -> Authority {
    let times = children / authority.children;
    Authority {
        referrals: times * authority.referrals,
        in_need: times * authority.in_need,
        enquiries: times * authority.enquiries,
        plans: times * authority.plans,
        looked_after: times * authority.looked_after,
        ..authority
    }
}

/// Figures of the profile with this id: an authority or an archetype.
fn profile(id: u16) -> Option<Authority> {
    let typical = ARCHETYPES.into_iter().chain([ENGLAND_AVERAGE]).filter_map(archetype);
    all().iter().chain(typical).find(|profile| profile.id == id).map(|profile| profile.authority())
}

fn figure(outcome: &str, authority: Option<&Authority>) -> Option<f64> {
    match outcome {
        "re-referrals" => return observed_value(RE_REFERRALS),
        "timely-assessments" => return observed_value(TIMELY),
        _ => {}
    }
    let authority = authority?;
    Some(match outcome {
        "referrals" => authority.referrals,
        "no-further-action" => 100.0 * authority.no_further_action,
        "not-in-need" => 100.0 * authority.not_in_need,
        "in-need" => authority.in_need,
        "plans" => authority.plans,
        "looked-after" => authority.looked_after,
        "enquiries" => authority.enquiries,
        "caseload" => authority.caseload,
        "turnover" => 100.0 * authority.turnover,
        "vacancy" => 100.0 * authority.vacancy,
        "agency" => 100.0 * authority.agency,
        _ => return None,
    })
}

/// The attribution below a summary with published figures.
pub fn attribution(look: &Look) -> String {
    let words = "Contains public sector information licensed under the Open Government Licence v3.0 (DfE, ONS, MHCLG, \
                 Ofsted); balcony show names the source of each figure.";
    let mut text = String::new();
    let mut column = 0;
    for word in words.split(' ') {
        if column > 0 && column + 1 + width(word) > look.width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += width(word);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::observed;

    #[test]
    fn the_national_figures_are_the_ones_meant() {
        for (id, quantity) in [
            (RE_REFERRALS, "Re-referrals within 12 months"),
            (TIMELY, "Assessments completed within 45 working days"),
        ] {
            let row = observed().iter().find(|row| row.id == id).unwrap();
            assert_eq!((&*row.quantity, &*row.year, &*row.geography), (quantity, "2019", "England"));
        }
    }

    #[test]
    fn every_profile_is_found_by_its_number() {
        for profile_ in all() {
            assert_eq!(profile(profile_.id).map(|authority| authority.id), Some(profile_.id));
        }
        assert!(
            ARCHETYPES.iter().all(|name| archetype(name).is_some_and(|found| profile(found.id).is_some()))
        );
        assert!(profile(0).is_none());
    }
}
