//! What a manifest's scenario says that a reader must know: own figures that are kept out, and what
//! a strategy of one's own is.

use crate::summary::{clean, fixed, list};
use toml::{Table, Value};

/// How the resolved scenario tells of own figures that are kept out of it.
const KEPT_OUT: &str = "# Own figures of the authority that are kept out: ";

/// How many own figures of the authority were used and are kept out.
pub(super) fn figures(scenario: &str) -> Option<u32> {
    let line = scenario.lines().find_map(|line| line.strip_prefix(KEPT_OUT))?;
    line.split(';').next()?.trim().parse().ok()
}

/// A strategy of one's own in a sentence: its title, who decides, what most time goes to, what it
/// buys, what else it does.
pub(super) fn strategy(scenario: &str, name: &str) -> Option<String> {
    let all: Table = scenario.parse().ok()?;
    let own = all.get("strategies")?.get(name)?.as_table()?;
    let mut said = Vec::new();
    if let Some(title) = own.get("title").and_then(Value::as_str) {
        said.push(clean(title));
    }
    if let Some(source) = own.get("source").and_then(number) {
        said.push(format!("source of influence {} % moral", fixed(100.0 * source, 0)));
    }
    if let Some(rights) = own.get("rights").and_then(Value::as_table) {
        let shares: Vec<f64> =
            rights.values().filter_map(|row| row.get("practitioners").and_then(number)).collect();
        let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
        said.push(format!("practitioners decide {} %", fixed(100.0 * mean, 0)));
    }
    if let Some(attention) = own.get("attention").and_then(Value::as_table) {
        let most = attention.iter().filter_map(|(key, value)| Some((key, number(value)?)));
        // The first of equals, in the order of the file.
        let most = most.fold(None, |best: Option<(&String, f64)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
        if let Some((key, half_days)) = most {
            said.push(format!("most time for {} ({} half-days)", key.replace('-', " "), fixed(half_days, 1)));
        }
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
    for (key, one, many) in [
        ("responses", "response", "responses"),
        ("rules", "rule", "rules"),
        ("changes", "dated change", "dated changes"),
    ] {
        match entries(key).count() {
            0 => {}
            1 => said.push(format!("one {one}")),
            count => said.push(format!("{count} {many}")),
        }
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strategy_of_ones_own_is_told_in_a_sentence() {
        let text = "# Own figures of the authority that are kept out: 2; sha256 ab\n[strategies.ours]\nsource = 0.6\n\
                    rights.steps.practitioners = 0.7\nrights.sharing.practitioners = 0.5\n\
                    attention = { balcony = 2.0, developing = 3.0, politics = 3 }\n\
                    [strategies.ours.investments.a]\nkind = \"deputies\"\nsize = 0.5\n[strategies.ours.rules.a]\nwhen = \"strain\"\n";
        assert_eq!(figures(text), Some(2));
        assert_eq!(
            strategy(text, "ours").as_deref(),
            Some(
                "source of influence 60 % moral; practitioners decide 60 %; most time for developing (3.0 half-days); \
                 buys deputies (£0.50m a year); one rule"
            )
        );
        assert_eq!((figures("title = 1"), strategy(text, "none"), strategy("=", "ours")), (None, None, None));
    }
}
