//! Opens a file that somebody saved: a comparison of the page, or a strategy in a file of its own.
//!
//! A file may hold more than the page can show. So what was read is written again, and must give
//! the same scenario to the last number; otherwise the page says so and opens nothing.

use super::REPLICATES;
use super::choice::{Answered, Changed, Choice, FILE, InvestmentChoice, Ours, Ruled, with_library};
use balcony_engine::strategy::{KINDS, SITES, USES};
use balcony_scenario::presets;
use balcony_scenario::scenario::file_kind::FileKind;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Faults, Library, read_text};
use toml::{Table, Value};

/// Most strategies of one's own.
const MOST: usize = 3;

/// What is wrong with a file that cannot be opened.
const NO_COMPARISON: &str =
    "This file is neither a comparison that was saved here nor a strategy: open a file that ends in .toml.";
const MORE: &str =
    "This file holds more than this page can show. In a terminal it runs as it is: balcony compare FILE.";

/// The choice of a saved comparison; or the present choice with a saved strategy added.
///
/// # Errors
/// What is wrong with the file, in words.
pub(super) fn opened(text: &str, name: &str, now: &Choice) -> Result<Choice, String> {
    let table: Table = toml::from_str(text).map_err(|_| NO_COMPARISON.to_owned())?;
    match FileKind::of(text) {
        Some(FileKind::Strategy) => with_strategy(&table, text, name, now),
        Some(FileKind::Scenario) if table.contains_key("base") => comparison(&table, text),
        Some(FileKind::Scenario) => Err(MORE.to_owned()),
        _ => Err(NO_COMPARISON.to_owned()),
    }
}

fn comparison(table: &Table, text: &str) -> Result<Choice, String> {
    let choice = comparison_of(table).ok_or(MORE)?;
    if !choice.known() {
        return Err(format!("This file asks for the question `{}`, which is not here.", choice.question));
    }
    let said = |faults: Faults| faults.list[0].message.clone();
    let most = of(table, "scenario").and_then(|scenario| scenario.get("replicates")?.as_integer());
    let most = most.and_then(|most| u32::try_from(most).ok()).unwrap_or(REPLICATES);
    let own = choice.scenario(most).map_err(said)?;
    let theirs = with_library(|library| read_text(FILE, text, library)).map_err(said)?;
    if own.hash() == theirs.hash() { Ok(choice) } else { Err(MORE.to_owned()) }
}

/// Adds the strategy of a file under the file's name, or under the first that is free.
fn with_strategy(table: &Table, text: &str, name: &str, now: &Choice) -> Result<Choice, String> {
    if now.ours.len() >= MOST {
        return Err("There are three strategies of your own already: remove one first.".to_owned());
    }
    let said = |faults: Faults| faults.list[0].message.clone();
    let scenario = now.scenario(REPLICATES).map_err(said)?;
    let ours = strategy(free(name, &scenario.strategy_names()), table).ok_or(MORE)?;
    let name = ours.name.clone();
    let file = format!("{name}.toml");
    let files = Texts([(file.clone(), text.as_bytes().to_vec())].into());
    let (theirs, _) = scenario.with_strategy_file(&file, &Library::new(&files, &England)).map_err(said)?;
    let mut next = now.clone();
    next.compared.push(name.clone());
    next.compared.sort();
    next.ours.push(ours);
    let own = next.scenario(REPLICATES).map_err(said)?;
    match (own.strategy(&name), theirs.strategy(&name)) {
        (Ok(own), Ok(theirs)) if own == theirs => Ok(next),
        _ => Err(MORE.to_owned()),
    }
}

/// A name for a strategy: its file's, if it can be one and no strategy has it.
fn free(file: &str, taken: &[String]) -> String {
    let stem = file.strip_suffix(".toml").unwrap_or(file).to_lowercase().replace(['_', ' '], "-");
    let plain = |name: &&str| {
        let letters =
            name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-');
        letters && (1..=16).contains(&name.len()) && !name.starts_with('-')
    };
    let wished = [&*stem, "ours", "ours-2", "ours-3"].into_iter().filter(plain);
    wished.into_iter().find(|name| !taken.iter().any(|one| one == name)).unwrap_or("ours-4").to_owned()
}

fn of<'a>(table: &'a Table, key: &str) -> Option<&'a Table> {
    table.get(key)?.as_table()
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// A number in steps of `1 / scale`, if it lies on one of them.
fn scaled(value: &Value, scale: f64, most: f64) -> Option<f64> {
    let steps = scale * number(value)?;
    let whole = f64::from((steps + 0.5) as u32);
    ((steps - whole).abs() < 1e-6 && (0.0..=most).contains(&whole)).then_some(whole)
}

fn hundredths(table: &Table, key: &str) -> Option<u8> {
    scaled(table.get(key)?, 100.0, 100.0).map(|value| value as u8)
}

fn word(table: &Table, key: &str) -> Option<String> {
    Some(table.get(key)?.as_str()?.to_owned())
}

fn weeks(table: &Table, key: &str) -> Option<u16> {
    table.get(key)?.as_integer().and_then(|weeks| u16::try_from(weeks).ok())
}

/// The entries of a table of tables, in the order of their names; empty if there is none.
fn entries<T>(table: &Table, key: &str, read: impl Fn(&Table) -> Option<T>) -> Option<Vec<T>> {
    let Some(all) = table.get(key) else { return Some(Vec::new()) };
    all.as_table()?.values().map(|one| read(one.as_table()?)).collect()
}

fn comparison_of(table: &Table) -> Option<Choice> {
    let scenario = of(table, "scenario")?;
    let compare = of(table, "compare")?;
    let mut choice = Choice {
        question: word(table, "base")?,
        seed: scenario.get("seed")?.as_integer().and_then(|seed| u32::try_from(seed).ok())?,
        worlds: word(scenario, "parameters").is_some_and(|mode| mode == "worlds"),
        baseline: word(compare, "baseline")?,
        ..Choice::default()
    };
    let compared = compare.get("strategies")?.as_array()?.iter();
    choice.compared = compared.map(|name| Some(name.as_str()?.to_owned())).collect::<Option<_>>()?;
    for (key, value) in of(table, "authority").into_iter().flatten() {
        match &**key {
            "code" | "archetype" => choice.authority = value.as_str()?.to_owned(),
            key => drop(choice.own.insert(key.to_owned(), number(value)?)),
        }
    }
    for (name, table) in of(table, "strategies").into_iter().flatten() {
        choice.ours.push(strategy(name.clone(), table.as_table()?)?);
    }
    (choice.ours.len() <= MOST).then_some(choice)
}

fn strategy(name: String, table: &Table) -> Option<Ours> {
    let preset = word(table, "preset");
    let preset = preset.and_then(|wanted| presets::PRESETS.iter().find(|one| one.0 == wanted));
    let (source, impact) = match preset {
        Some((_, source, impact, _)) => ((100.0 * source) as u8, (100.0 * impact) as u8),
        None => (hundredths(table, "source")?, hundredths(table, "impact")?),
    };
    let mut ours = Ours::at(&name, source, impact);
    if let Some(attention) = of(table, "attention") {
        for (tenths, key) in ours.attention.iter_mut().zip(USES) {
            *tenths = attention.get(key).map_or(Some(0.0), |value| scaled(value, 10.0, 200.0))? as u8;
        }
    }
    if let Some(given) = of(table, "rights") {
        let mut rights = [[0_u8; 4]; 5];
        for (row, kind) in rights.iter_mut().zip(KINDS) {
            let given = of(given, kind)?;
            for (share, site) in row.iter_mut().zip(SITES) {
                *share = given.get(site).map_or(Some(0), |_| hundredths(given, site))?;
            }
        }
        ours.rights = Some(rights);
    }
    ours.investments = entries(table, "investments", |one| {
        Some(InvestmentChoice {
            kind: word(one, "kind")?,
            from: weeks(one, "from")?,
            weeks: weeks(one, "weeks")?,
            size: scaled(one.get("size")?, 100.0, 65_535.0)? as u16,
        })
    })?;
    ours.responses = entries(table, "responses", |one| {
        Some(Answered { to: word(one, "to")?, weeks: weeks(one, "weeks")?, preset: word(one, "preset")? })
    })?;
    ours.rules = entries(table, "rules", |one| {
        let above = one.contains_key("above");
        Some(Ruled {
            when: word(one, "when")?,
            above,
            level: scaled(one.get(if above { "above" } else { "below" })?, 100.0, 65_535.0)? as u16,
            weeks: weeks(one, "weeks")?,
            preset: word(one, "preset")?,
        })
    })?;
    ours.changes = entries(table, "changes", |one| {
        Some(Changed { week: weeks(one, "date")?, preset: word(one, "preset")? })
    })?;
    Some(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rich() -> Choice {
        let mut ours = Ours::at("plan", 60, 85);
        ours.attention = [20, 15, 20, 10, 5, 25, 5];
        ours.rights = Some([[10, 20, 30, 40]; 5]);
        ours.investments = ["deputies", "deputies"]
            .map(|kind| InvestmentChoice { kind: kind.into(), from: 13, weeks: 26, size: 25 })
            .to_vec();
        ours.responses = vec![Answered { to: "inspection".into(), weeks: 26, preset: "authentic".into() }];
        ours.rules = vec![Ruled {
            when: "vacancy".into(),
            above: false,
            level: 25,
            weeks: 13,
            preset: "connected".into(),
        }];
        ours.changes = vec![Changed { week: 52, preset: "distributed".into() }];
        Choice {
            authority: "E08000035".into(),
            own: [("in-need".to_owned(), 5000.5)].into(),
            seed: 77,
            compared: vec!["connected".into(), "incumbent".into(), "plan".into()],
            ours: vec![ours, Ours::at("second", 5, 100)],
            ..Choice::opening("federation-of-academies").unwrap()
        }
    }

    #[test]
    fn a_saved_comparison_is_opened_as_it_was() {
        for choice in [rich(), Choice { worlds: true, own: Default::default(), ..rich() }] {
            let mut back = opened(&choice.file(REPLICATES, true), "any.toml", &Choice::default()).unwrap();
            back.ours.sort_by(|a, b| a.name.cmp(&b.name));
            assert_eq!(back, choice);
        }
        for (name, _) in balcony_scenario::scenario::SHIPPED {
            let choice = Choice::opening(name).unwrap();
            assert_eq!(opened(&choice.file(REPLICATES, true), "", &choice), Ok(choice));
        }
    }

    #[test]
    fn what_the_page_cannot_show_is_not_opened_in_part() {
        let text = rich().file(REPLICATES, true);
        let open = |text: &str| opened(text, "", &rich()).unwrap_err();
        assert_eq!(open(&text.replace("[scenario]\n", "[scenario]\nweeks = 52\n")), MORE);
        assert_eq!(open(&text.replace("source = 0.60", "source = 0.605")), MORE);
        assert_eq!(open("no = toml ="), NO_COMPARISON);
        assert_eq!(open("<html>a report</html>"), NO_COMPARISON);
        assert_eq!(open("a = 1"), NO_COMPARISON);
        let other = open(&text.replace("federation-of-academies", "elsewhere"));
        assert!(other.contains("`elsewhere`"), "{other}");
        assert!(!open(&text.replace("source = 0.60", "source = 7.0")).is_empty());
    }

    #[test]
    fn a_strategy_in_a_file_of_its_own_is_added_under_its_name() {
        let now = Choice { ours: Vec::new(), compared: vec!["connected".into()], ..rich() };
        let week = USES.map(|key| format!("{key} = 1.0")).join(", ");
        let change = "[changes.a]\ndate = 52\npreset = \"distributed\"\n";
        let text = format!("source = 0.6\nimpact = 0.85\nattention = {{ {week} }}\n{change}");
        let next = opened(&text, "Our Plan.toml", &now).unwrap();
        assert_eq!(next.ours.len(), 1);
        let ours = &next.ours[0];
        assert_eq!((&*ours.name, ours.source, ours.impact, ours.attention), ("our-plan", 60, 85, [10; 7]));
        assert_eq!(ours.changes, [Changed { week: 52, preset: "distributed".into() }]);
        assert!(next.compared.contains(&"our-plan".to_owned()));
        // The name of a strategy that exists is not taken over.
        let again = opened(&text, "connected.toml", &next).unwrap();
        assert_eq!(again.ours[1].name, "ours");
        assert_eq!(opened("preset = \"authentic\"\n", "a.toml", &now).unwrap().ours[0].source, 100);
        assert_eq!(opened(&text.replace("0.85", "0.855"), "a.toml", &now), Err(MORE.to_owned()));
    }
}
