//! Data that the page gets once when it opens: questions, authorities, the elements of a strategy,
//! and texts.

use super::choice::{Choice, with_library};
use super::people::PEOPLE;
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::strategy::{DecisionKind, InvestmentKind, Signal, Site, Trigger, Use};
use balcony_scenario::presets::{ATTENTION, PLAIN, PRESETS, rights};
use balcony_scenario::profiles::{self, ARCHETYPES, ENGLAND_AVERAGE};
use balcony_scenario::scenario::{SHIPPED, Scenario, read};
use serde_json::{Value, json};

/// All of it as one object.
pub(super) fn about() -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "questions": questions(),
        "authorities": authorities(),
        "typical": typical(),
        "presets": presets(),
        "uses": named(&Use::WORDS),
        "kinds": named(&DecisionKind::WORDS),
        "sites": named(&Site::WORDS),
        "investments": named(&InvestmentKind::WORDS),
        "triggers": named(&Trigger::WORDS),
        "signals": named(&Signal::WORDS),
        "attention": ATTENTION.map(|half_days| (10.0 * half_days) as u8),
        "words": balcony_report::glossary::WORDS,
        "sketch": super::sketch::LOOKS,
        "people": PEOPLE.map(|(question, name, role, says)| {
            json!({ "question": question, "name": name, "role": role, "says": says })
        }),
        "plain": PLAIN.map(|(name, words)| json!({ "name": name, "words": words })),
    })
}

fn named(words: &[(&str, &str, &str)]) -> Value {
    words
        .iter()
        .map(|(name, title, meaning)| json!({ "name": name, "title": title, "meaning": meaning }))
        .collect()
}

/// The primary outcome of a scenario, in words.
pub(super) fn decides(scenario: &Scenario) -> Value {
    let outcome = outcome_index(&scenario.primary).map(|at| &OUTCOMES[at]);
    outcome.map_or(
        Value::Null,
        |outcome| json!({ "title": outcome.title, "unit": outcome.unit, "definition": outcome.definition }),
    )
}

fn questions() -> Value {
    let one = |(name, _): &(&str, &str)| {
        let scenario = with_library(|library| read(name, library)).ok()?;
        Some(json!({
            "name": name,
            "title": scenario.title,
            "question": scenario.question,
            "story": scenario.story,
            "sources": scenario.sources,
            "years": f64::from(scenario.weeks) / 52.0,
            "decides": decides(&scenario),
            "place": scenario.authority_label,
            "opening": Choice::opening(name),
        }))
    };
    SHIPPED.iter().filter_map(one).collect()
}

fn authorities() -> Value {
    let mut all: Vec<(&str, &str)> =
        profiles::all().iter().map(|profile| (profile.name, profile.code)).collect();
    all.sort_unstable();
    all.into_iter().map(|(name, code)| json!({ "name": name, "code": code })).collect()
}

fn typical() -> Value {
    let one = |name: &str| {
        let profile = profiles::archetype(name)?;
        let children = profile.authority().children;
        Some(json!({ "name": name, "title": profile.name, "children": children }))
    };
    ARCHETYPES.into_iter().chain([ENGLAND_AVERAGE]).filter_map(one).collect()
}

fn presets() -> Value {
    let hundredths = |share: f64| (100.0 * share + 0.5) as u8;
    let one = |(name, source, impact, what): &(&str, f64, f64, &str)| {
        json!({
            "name": name,
            "source": hundredths(*source),
            "impact": hundredths(*impact),
            "what": what,
            "rights": rights(*impact).map(|row| row.map(hundredths)),
        })
    };
    PRESETS.iter().map(one).collect()
}
