use super::super::files::Texts;
use super::super::*;
use super::{library, small};
use balcony_engine::measure::{OUTCOMES, outcome_index};

fn at(key: &str) -> usize {
    outcome_index(key).unwrap()
}

#[test]
fn what_is_not_said_is_the_registry_s_and_everything_stands_among_the_values() {
    let plain = small("").unwrap();
    assert!(OUTCOMES.iter().zip(&plain.margins).all(|(outcome, margin)| outcome.margin == *margin));
    let own = small(
        "[margins]\nharm = '7 %'\ncost = 0.5\ntrust = { share = 0.1 }\nplans = { share = 0.1, floor = 3 }\n",
    )
    .unwrap();
    let margin = |key: &str| own.margin(at(key));
    assert_eq!(margin("harm"), Margin { share: 0.07, ..OUTCOMES[at("harm")].margin });
    assert_eq!(margin("cost"), Margin { share: 0.0, floor: 0.5 });
    assert_eq!(margin("trust"), Margin { share: 0.1, floor: 0.05 });
    assert_eq!(margin("plans"), Margin { share: 0.1, floor: 3.0 });
    assert_eq!(own.entries.iter().filter(|entry| entry.path[0] == "margins").count(), OUTCOMES.len());
    assert_ne!(own.hash(), plain.hash());
    let texts = Texts::default();
    let back = read_text("back.toml", &own.resolved(), &library(&texts)).unwrap();
    assert_eq!((back.hash(), back.margins), (own.hash(), own.margins.clone()));
    let shown = show(&own);
    assert!(shown.contains("7 % of the baseline") && shown.contains("small.toml:7"), "{shown}");
    let told = diff(&plain, &own);
    assert!(told.contains("margins.cost\n  - 1 % of the baseline, at least 0.02"), "{told}");
    assert!(told.contains("4 values differ"), "{told}");
}

#[test]
fn a_margin_is_laid_on_as_a_whole_and_the_command_line_takes_it_too() {
    let mut texts = Texts::default();
    let base = format!("{}[margins]\nharm = {{ share = 0.2, floor = 0.5 }}\n", super::SMALL);
    texts.0.insert("base.toml".to_owned(), base.into_bytes());
    let library = library(&texts);
    let over = read_text("over.toml", "base = 'base.toml'\n[margins]\nharm = '5 %'\n", &library).unwrap();
    assert_eq!(over.margin(0), Margin { share: 0.05, floor: OUTCOMES[0].margin.floor });
    for (set, margin) in [
        ("margins.harm=5 %", Margin { share: 0.05, floor: 0.001 }),
        ("margins.harm=5%", Margin { share: 0.05, floor: 0.001 }),
        ("margins.harm=0.25", Margin { share: 0.0, floor: 0.25 }),
        ("margins.harm={ floor = 0.3 }", Margin { share: 0.05, floor: 0.3 }),
    ] {
        let set_ = over.apply_set(set, &library).unwrap();
        assert_eq!(set_.margin(0), margin, "{set}");
        let entry = set_.entries.iter().find(|entry| entry.key() == "margins.harm").unwrap();
        assert_eq!(entry.origin.to_string(), "--set");
    }
    let faults = over.apply_set("margins.hram=5 %", &library).unwrap_err();
    assert_eq!(faults.list[0].nearest.as_deref(), Some("harm"));
    // Another authority has the same rules, and so the same margins.
    let there = over.with_authority("shire-county", &library).unwrap();
    assert_eq!(there.margins, over.margins);
}

#[test]
fn the_schema_and_explain_know_margins() {
    let texts = Texts::default();
    let library = library(&texts);
    let schema = schema(&library.schema, "t");
    let harm = &schema["properties"]["margins"]["properties"]["harm"];
    assert!(harm["anyOf"][0]["pattern"].as_str().unwrap().contains('%'));
    assert_eq!(schema["properties"]["margins"]["additionalProperties"], false);
    let told = explain("harm", &library.schema).unwrap();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("5 % of the baseline, at least 0.001 serious incidents a year"), "{told}");
    assert!(told.contains("margins.harm (key of a scenario)"), "{told}");
    assert!(explain("margins", &library.schema).unwrap().contains("margins.cost"));
}
