//! Profiles agree with published figures, are complete, and are found by the names that people use.

use balcony::profiles::{
    ARCHETYPES, ENGLAND_AVERAGE, Figure, Profile, Rule, all, archetype, attribution, find, gaps,
    observed_value,
};

fn value(profile: &Profile, key: &str) -> f64 {
    profile.figures().iter().find(|figure| figure.key == key).map_or(f64::NAN, |figure| figure.value)
}

fn every() -> impl Iterator<Item = &'static Profile> {
    let others = ARCHETYPES.iter().copied().chain([ENGLAND_AVERAGE]).filter_map(archetype);
    all().iter().chain(others)
}

/// Authorities with fewer children than this (Isles of Scilly, City of London) may have rates twice
/// as high.
const TINY: f64 = 1_000.0;

/// Key, lowest and highest plausible value; counts are per 10,000 children.
const RANGES: [(&str, f64, f64); 22] = [
    ("children", 300.0, 400_000.0),
    ("referrals", 200.0, 1_500.0),
    ("no-further-action", 0.0, 0.5),
    ("not-in-need", 0.0, 0.65),
    ("in-need", 150.0, 1_250.0),
    ("enquiries", 40.0, 700.0),
    ("plans", 10.0, 150.0),
    ("looked-after", 20.0, 350.0),
    ("in-post", 10.0, 175.0),
    ("agency", 0.0, 0.55),
    ("vacancy", 0.0, 0.55),
    ("turnover", 0.03, 0.40),
    ("caseload", 10.0, 32.0),
    ("sources.schools", 0.02, 0.45),
    ("sources.health", 0.0, 0.45),
    ("sources.police", 0.0, 0.7),
    ("sources.council-services", 0.0, 0.6),
    ("sources.justice", 0.0, 0.4),
    ("sources.voluntary", 0.0, 0.45),
    ("sources.public", 0.0, 0.4),
    ("deprivation", 0.02, 0.4),
    ("spending", 4_000_000.0, 60_000_000.0),
];

fn grows(key: &str) -> bool {
    matches!(key, "referrals" | "in-need" | "enquiries" | "plans" | "looked-after" | "in-post" | "spending")
}

#[test]
fn every_profile_is_complete_and_plausible() {
    assert_eq!(all().len(), 153);
    let mut faults = Vec::new();
    for profile in every() {
        let figures = profile.figures();
        assert_eq!(figures.iter().map(|figure| figure.key).collect::<Vec<_>>(), RANGES.map(|(key, ..)| key));
        let authority = profile.authority();
        assert!((authority.sources.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{}", profile.name);
        assert!(authority.no_further_action + authority.not_in_need < 0.8, "{}", profile.name);
        assert_eq!((authority.id, authority.children), (profile.id, figures[0].value));
        assert_eq!((authority.deprivation, authority.spending), (figures[20].value, figures[21].value));
        for (Figure { key, value, unit, origin, .. }, (_, low, high)) in figures.iter().zip(RANGES) {
            let rate = if grows(key) { value / authority.children * 10_000.0 } else { *value };
            let high = if authority.children < TINY { 2.0 * high } else { high };
            if !rate.is_finite() || rate < low || rate > high {
                faults.push(format!("{} {key} {rate}", profile.name));
            }
            assert!(!unit.is_empty() && origin.len() > 15, "{} {key}: {origin}", profile.name);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn numbers_and_codes_are_fixed_and_unlike() {
    let mut before = "";
    for (profile, id) in all().iter().zip(1..) {
        assert_eq!(profile.id, id, "{}", profile.name);
        assert!(profile.code > before, "in order of code");
        assert_eq!((profile.code.len(), profile.old_code.len()), (9, 3));
        before = profile.code;
    }
    let fixed = [
        (1, "Hartlepool"),
        (63, "Somerset"),
        (79, "Barnsley"),
        (100, "City of London"),
        (153, "Worcestershire"),
    ];
    for (id, name) in fixed {
        assert_eq!(find(name).map(|profile| profile.id), Ok(id), "{name}");
    }
    let ids: Vec<u16> =
        ARCHETYPES.iter().filter_map(|name| archetype(name)).map(|profile| profile.id).collect();
    assert_eq!(ids, [9001, 9002, 9003, 9004, 9005]);
    assert_eq!(archetype(ENGLAND_AVERAGE).map(|profile| profile.id), Some(9000));
}

#[test]
fn profiles_add_up_to_england() {
    let total = |key: &str| all().iter().map(|profile| value(profile, key)).sum::<f64>();
    let published = [
        ("referrals", "A019"),
        ("in-need", "A066"),
        ("plans", "A212"),
        ("looked-after", "A281"),
        ("in-post", "B032"),
        ("enquiries", "A146"),
    ];
    for (key, id) in published {
        let (sum, told) = (total(key), observed_value(id).unwrap_or(f64::NAN));
        println!("{key}: {sum:.0} from profiles, {told:.0} published, {:+.2} %", (sum / told - 1.0) * 100.0);
        assert!((sum / told - 1.0).abs() < 0.05, "{key}: {sum} {told}");
    }
    for (key, id) in [("no-further-action", "A052"), ("not-in-need", "A053")] {
        let sum: f64 = all().iter().map(|profile| value(profile, key) * value(profile, "referrals")).sum();
        let (share, told) = (sum / total("referrals") * 100.0, observed_value(id).unwrap_or(f64::NAN));
        assert!((share / told - 1.0).abs() < 0.05, "{key}: {share} {told}");
    }
}

#[test]
fn england_average_is_the_sanity_table() {
    let average = archetype(ENGLAND_AVERAGE).unwrap_or_else(|| panic!("there is one"));
    let table = [
        ("children", 60_000.0),
        ("referrals", 63.0 * 52.18),
        ("enquiries", 19.0 * 52.18),
        ("in-need", 2_005.0),
        ("plans", 262.0),
        ("looked-after", 392.0),
        ("in-post", 154.0),
        ("caseload", 16.9),
        ("no-further-action", 0.081),
        ("not-in-need", 0.291),
    ];
    for (key, told) in table {
        let ours = value(average, key);
        assert!((ours / told - 1.0).abs() < 0.03, "{key}: {ours} {told}");
    }
}

#[test]
fn gaps_are_few_and_told_by_rule() {
    let count = |rule: Rule| gaps().iter().filter(|(.., found)| *found == rule).count();
    let bounds = [
        (Rule::Remainder, 1, 120),
        (Rule::NearestYear, 1, 20),
        (Rule::Predecessor, 80, 140),
        (Rule::Neighbours, 1, 12),
        (Rule::National, 0, 0),
        (Rule::Computed, 0, 0),
    ];
    for (rule, low, high) in bounds {
        println!("{rule}: {}", count(rule));
        assert!((low..=high).contains(&count(rule)), "{rule}: {}", count(rule));
    }
    for (code, key, rule) in gaps() {
        let figures = find(code).map(Profile::figures).unwrap_or_default();
        let figure = figures.iter().find(|figure| figure.key == key);
        assert!(
            figure.is_some_and(|figure| figure.origin.starts_with(&format!("gap, {rule}: "))),
            "{code} {key}"
        );
    }
}

/// Prints the distribution over authorities.
#[test]
fn distribution_over_authorities() {
    for (place, (key, ..)) in RANGES.iter().enumerate() {
        let rate = |profile: &Profile| {
            let figures = profile.figures();
            figures[place].value / if grows(key) { figures[0].value / 10_000.0 } else { 1.0 }
        };
        let mut values: Vec<f64> = all().iter().map(rate).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[(share * 152.0).round() as usize];
        println!(
            "{key:26} {:12.4} {:12.4} {:12.4} {:12.4} {:12.4}",
            values[0],
            at(0.1),
            at(0.5),
            at(0.9),
            values[152]
        );
        assert!(at(0.1) <= at(0.5) && at(0.5) <= at(0.9));
    }
    for profile in ARCHETYPES.iter().copied().chain([ENGLAND_AVERAGE]).filter_map(archetype) {
        println!("{:?}", profile.authority());
    }
    assert!(attribution().contains("Open Government Licence v3.0"));
}
