//! The page about the national market: prose, and tables of scenarios, keys, programmes, figures
//! and parameters, from the lists that the program itself uses.

use super::{head, keys};
use balcony_england::figures::{ROWS, meaning};
use balcony_england::scenario::{SHIPPED, SIZES, read, schema};
use balcony_market::Parameters;
use balcony_market::development::{Kind, Scheme};
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Library};

/// The prose, up to the tables.
const PROSE: &str = include_str!("england.md");

pub(super) fn text() -> String {
    let (about, prose) = PROSE.split_once("\n\n").unwrap_or((PROSE, ""));
    let mut text = head("England: the national market of directors", about);
    text.push_str(prose);
    text.push_str(
        "## National scenarios\n\n| Name | Question | Policies | Decided by |\n|---|---|---|---|\n",
    );
    let files = Texts::default();
    let library = Library::new(&files, &England);
    for (name, _) in SHIPPED {
        let Ok(national) = read(name, &[], &library) else { continue };
        let policies: Vec<&str> = national.policies.iter().map(|policy| policy.name.as_str()).collect();
        text.push_str(&format!(
            "| `{name}` | {} | {} | `{}` |\n",
            national.question,
            policies.join(", "),
            ROWS[national.primary].key
        ));
    }
    text.push_str("\n## Keys\n\n");
    let schema = schema();
    // Each programme has the same keys.
    let first = format!(".programmes.{}.", Kind::KEYS[0]);
    let shown = schema.keys.iter().filter(|key| {
        let name = key.name();
        !name.contains(".programmes.") || name.contains(&first)
    });
    let rows = shown.map(|key| {
        let name = key.name().replace(&first, ".programmes.KIND.");
        (name, key.allowed(), key.default.clone(), key.meaning)
    });
    text.push_str(&keys(rows));
    text.push_str(
        "| `parameters.\"KEY\"` and `policies.NAME.parameters.\"KEY\"` | a number in the parameter's range | the parameter's | \
         A parameter of the market. |\n",
    );
    text.push_str("\n## Events\n\n| `kind` | What it does | `size` |\n|---|---|---|\n");
    for row in &SIZES {
        text.push_str(&format!(
            "| `{}` | {} | {} to {} ({}) |\n",
            row.kind.key(),
            row.meaning,
            row.low,
            row.high,
            row.unit
        ));
    }
    text.push_str("\n## Programmes\n\n| KIND | What it is | Usual seats a year | Weeks | Pounds a seat |\n|---|---|---|---|---|\n");
    for kind in Kind::ALL {
        let usual = Scheme::usual(kind);
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {} |\n",
            kind.key(),
            balcony_england::scenario::programme(kind),
            usual.seats,
            usual.weeks,
            usual.cost
        ));
    }
    text.push_str("\n## Figures of a year\n\n| Key | Title | How it is counted | Unit | Better | Smallest difference that matters (assumption) |\n|---|---|---|---|---|---|\n");
    for (figure, row) in ROWS.iter().enumerate() {
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {:?} | {} |\n",
            row.key,
            row.title,
            meaning(figure),
            row.unit,
            row.better,
            row.margin
        ));
    }
    text.push_str(
        "\n## Parameters\n\n| Key | Default | Range | Unit | Meaning | Source |\n|---|---|---|---|---|---|\n",
    );
    for row in Parameters::registry() {
        text.push_str(&format!(
            "| `{}` | {} | {} to {} | {} | {} | {} |\n",
            row.key, row.default, row.low, row.high, row.unit, row.meaning, row.source
        ));
    }
    text
}
