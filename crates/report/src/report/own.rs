//! What a manifest's scenario says that a reader must know: own figures that are kept out, and what
//! a strategy of one's own is.

use crate::summary::{clean, fixed, list};
use balcony_engine::strategy::SITES;
use toml::{Table, Value};

/// How the resolved scenario tells of own figures that are kept out of it.
const KEPT_OUT: &str = "# Own figures of the authority that are kept out: ";

/// How many own figures of the authority were used and are kept out.
pub(super) fn figures(scenario: &str) -> Option<u32> {
    let line = scenario.lines().find_map(|line| line.strip_prefix(KEPT_OUT))?;
    line.split(';').next()?.trim().parse().ok()
}

/// What a strategy of one's own is made of, in one sentence: its title, and what differs from the way
/// of leading that was found (whose value stands in brackets), what it buys, what else it does.
pub(super) fn strategy(scenario: &str, name: &str) -> Option<String> {
    let all: Table = scenario.parse().ok()?;
    let own = all.get("strategies")?.get(name)?.as_table()?;
    let found = all.get("start").and_then(|start| start.get("incumbent")).and_then(Value::as_table);
    let mut said = Vec::new();
    if let Some(title) = own.get("title").and_then(Value::as_str) {
        said.push(clean(title));
    }
    let differs: Vec<String> =
        [half_days(own, found), rights(own, found), influence(own, found)].into_iter().flatten().collect();
    match (differs.is_empty(), found) {
        (false, Some(_)) => said.push(format!("{} (in brackets, as found)", differs.join("; "))),
        (false, None) => said.extend(differs),
        (true, Some(_)) if own.contains_key("rights") => {
            said.push("half-days, rights and influence as found".to_owned());
        }
        (true, _) => {}
    }
    let entries = |key: &str| own.get(key).and_then(Value::as_table).into_iter().flat_map(Table::values);
    let bought: Vec<String> = entries("investments")
        .filter_map(|one| {
            let (kind, size) = (one.get("kind")?.as_str()?, one.get("size").and_then(number)?);
            Some(format!("{} (£{}m a year)", kind.replace('-', " "), fixed(size, 2)))
        })
        .collect();
    if !bought.is_empty() {
        said.push(format!("buys {}", list(&bought)));
    }
    let answered: Vec<String> = entries("responses")
        .filter_map(|one| one.get("to").and_then(Value::as_str))
        .map(|to| clean(&to.replace('-', " ")))
        .collect();
    if !answered.is_empty() {
        said.push(format!("responds to {}", list(&answered)));
    }
    for (key, one, many) in [("rules", "rule", "rules"), ("changes", "dated change", "dated changes")] {
        match entries(key).count() {
            0 => {}
            1 => said.push(format!("one {one}")),
            count => said.push(format!("{count} {many}")),
        }
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// A number beside the one that was found, if they look different: `3.0 (1.0)`; without one that was
/// found, the number alone.
fn beside(own: f64, found: Option<f64>, shown: impl Fn(f64) -> String) -> Option<String> {
    match found.map(&shown) {
        Some(found) if found == shown(own) => None,
        Some(found) => Some(format!("{} ({found})", shown(own))),
        None => Some(shown(own)),
    }
}

/// The half-days that differ: `half-days for developing 3.0 (1.0) and politics 1.0 (1.5)`.
fn half_days(own: &Table, found: Option<&Table>) -> Option<String> {
    let days = |of: &Table, key: &str| of.get("attention")?.get(key).and_then(number);
    let differ = |(key, value): (&String, &Value)| {
        let shown = beside(number(value)?, found.and_then(|found| days(found, key)), |days| fixed(days, 1))?;
        Some(format!("{} {shown}", clean(&key.replace('-', " "))))
    };
    let differ: Vec<String> = own.get("attention")?.as_table()?.iter().filter_map(differ).collect();
    (!differ.is_empty()).then(|| format!("half-days for {}", list(&differ)))
}

/// Who decides, over all kinds of decision, where that differs: `practitioners decide 34 % (21 %)`.
fn rights(own: &Table, found: Option<&Table>) -> Option<String> {
    let share = |of: &Table, site: &str| {
        let rows = of.get("rights")?.as_table()?;
        let shares: Vec<f64> = rows.values().filter_map(|row| row.get(site).and_then(number)).collect();
        (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
    };
    let percent = |share: f64| format!("{} %", fixed(100.0 * share, 0));
    let differ = |site: &&str| {
        let shown = beside(share(own, site)?, found.and_then(|found| share(found, site)), percent)?;
        Some(format!("{site} {shown}"))
    };
    let differ: Vec<String> = SITES.iter().filter_map(differ).collect();
    (!differ.is_empty()).then(|| format!("decided by {}", list(&differ)))
}

/// The source of influence, where it differs: `influence 60 % moral (30 %)`.
fn influence(own: &Table, found: Option<&Table>) -> Option<String> {
    let source = |of: &Table| of.get("source").and_then(number);
    let shown =
        beside(source(own)?, found.and_then(source), |share| format!("{} %", fixed(100.0 * share, 0)))?;
    Some(format!("influence moral {shown}"))
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "# Own figures of the authority that are kept out: 2; sha256 ab\n[strategies.ours]\nsource = 0.6\n\
        rights.steps = { director = 0.1, practitioners = 0.7 }\nrights.sharing = { director = 0.3, practitioners = 0.5 }\n\
        attention = { balcony = 2.0, developing = 3.0, politics = 3 }\n\
        [strategies.ours.investments.a]\nkind = \"deputies\"\nsize = 0.5\n\
        [strategies.ours.responses.a]\nto = \"serious-incident\"\n[strategies.ours.rules.a]\nwhen = \"strain\"\n";
    const FOUND: &str = "[start.incumbent]\nsource = 0.3\nrights.steps = { director = 0.2, practitioners = 0.2 }\n\
        attention = { balcony = 2.0, developing = 1.0, politics = 1.5 }\n";

    #[test]
    fn a_strategy_of_ones_own_is_told_in_a_sentence() {
        assert_eq!(figures(OURS), Some(2));
        assert_eq!(
            strategy(OURS, "ours").as_deref(),
            Some(
                "half-days for balcony 2.0, developing 3.0 and politics 3.0; decided by director 20 % and practitioners 60 %; \
                 influence moral 60 %; buys deputies (£0.50m a year); responds to serious incident; one rule"
            )
        );
        assert_eq!((figures("title = 1"), strategy(OURS, "none"), strategy("=", "ours")), (None, None, None));
    }

    // What is as it was found is left out.
    #[test]
    fn what_differs_stands_beside_what_was_found() {
        assert_eq!(
            strategy(&format!("{OURS}{FOUND}"), "ours").as_deref(),
            Some(
                "half-days for developing 3.0 (1.0) and politics 3.0 (1.5); decided by practitioners 60 % (20 %); influence moral \
                 60 % (30 %) (in brackets, as found); buys deputies (£0.50m a year); responds to serious incident; one rule"
            )
        );
        let same = format!("{FOUND}{}", FOUND.replace("start.incumbent", "strategies.same"));
        assert_eq!(strategy(&same, "same").as_deref(), Some("half-days, rights and influence as found"));
    }
}
