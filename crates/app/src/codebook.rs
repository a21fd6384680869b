//! The codebook: every column of every table and every parameter, with unit, range, definition and
//! source. Its rows come from the registries that the engine and the reader use.

use std::collections::BTreeSet;

use balcony_engine::measure::{MEASURES, OUTCOMES};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Better;
use balcony_scenario::currency::POUND;

use crate::results::{column, field};

/// Names of the columns of the codebook.
pub const HEADS: [&str; 9] =
    ["name", "kind", "key", "title", "unit", "range", "default", "definition", "source"];

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the column in tables, or of the parameter.
    pub name: String,
    /// `key`, `outcome`, `series`, `detail` or `parameter`.
    pub kind: &'static str,
    /// Key in files and commands.
    pub key: String,
    /// Title for people; empty if there is none.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Range of a parameter; which direction is better, and what matters, of an outcome.
    pub range: String,
    /// Default of a parameter.
    pub default: String,
    /// Definition.
    pub definition: String,
    /// Source of the value, or published counterpart.
    pub source: String,
}

/// Columns that say which row of a table is which.
const KEYS: [(&str, &str, &str); 12] = [
    ("strategy", "", "Name of the strategy."),
    (
        "replicate",
        "",
        "Number of the replicate, from 0. A replicate has the same children and the same luck under every strategy.",
    ),
    ("draw", "", "Number of the draw of parameters, from 0; replicate modulo the number of draws."),
    ("quarter", "", "Quarter of 13 weeks, from 0."),
    ("week", "", "Week of the run, from 0."),
    ("date", "", "The Monday on which the week or the quarter begins."),
    ("row", "", "Of a sweep: number of the row, from 0."),
    ("point", "", "Of a sweep: number of the point of the design, from 0."),
    ("error", "", "Of a sweep: why a run has no outcomes."),
    ("figure", "", "Of details: what is counted."),
    ("band", "", "Of details: the class in which it is counted."),
    ("value", "as the figure", "Of details: the count."),
];

/// All rows: keys of tables, outcomes, weekly series, detailed counts, parameters.
pub fn rows() -> Vec<Row> {
    let keys = KEYS.iter().map(|(name, unit, definition)| Row {
        name: (*name).to_owned(),
        kind: "key",
        key: String::new(),
        title: String::new(),
        unit: (*unit).to_owned(),
        range: String::new(),
        default: String::new(),
        definition: (*definition).to_owned(),
        source: String::new(),
    });
    let outcomes = OUTCOMES.iter().map(|outcome| {
        let better = match outcome.better {
            Better::Lower => "lower is better; ",
            Better::Higher => "higher is better; ",
            Better::Neither => "",
        };
        Row {
            name: column(outcome.key),
            kind: "outcome",
            key: outcome.key.to_owned(),
            title: outcome.title.to_owned(),
            unit: outcome.unit.to_owned(),
            range: format!("{better}matters from {}", outcome.margin),
            default: String::new(),
            definition: outcome.definition.to_owned(),
            source: outcome.published.to_owned(),
        }
    });
    let series = MEASURES.iter().map(|measure| Row {
        name: column(measure.key),
        kind: "series",
        key: measure.key.to_owned(),
        title: String::new(),
        unit: measure.unit.to_owned(),
        range: String::new(),
        default: String::new(),
        definition: measure.definition.to_owned(),
        source: String::new(),
    });
    let figures: BTreeSet<&str> = balcony_engine::details::details().map(|detail| detail.figure).collect();
    let details = figures.into_iter().map(|figure| Row {
        name: figure.to_owned(),
        kind: "detail",
        key: figure.to_owned(),
        title: String::new(),
        unit: String::new(),
        range: String::new(),
        default: String::new(),
        definition: "A figure of the table details, counted by class.".to_owned(),
        source: String::new(),
    });
    let parameters = Parameters::registry().map(|parameter| Row {
        name: parameter.key.to_owned(),
        kind: "parameter",
        key: parameter.key.to_owned(),
        title: String::new(),
        unit: parameter.unit.to_owned(),
        range: format!("{} to {}", parameter.low, parameter.high),
        default: parameter.default.to_string(),
        definition: parameter.meaning.to_owned(),
        source: parameter.source.to_owned(),
    });
    keys.chain(outcomes).chain(series).chain(details).chain(parameters).collect()
}

impl Row {
    fn cells(&self) -> [&str; HEADS.len()] {
        let Self { name, kind, key, title, unit, range, default, definition, source } = self;
        [name, kind, key, title, unit, range, default, definition, source]
    }
}

/// The codebook as comma-separated text.
pub fn csv() -> String {
    let line = |cells: &[&str]| cells.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(",") + "\n";
    let mut text = line(&HEADS);
    rows().iter().for_each(|row| text.push_str(&line(&row.cells())));
    text
}

/// The codebook in markdown: a table for each kind.
pub fn markdown() -> String {
    let titles = [
        ("key", "Columns that name a row"),
        ("outcome", "Outcomes"),
        ("series", "Weekly series"),
        ("detail", "Detailed counts"),
        ("parameter", "Parameters"),
    ];
    let rows = rows();
    let mut text = format!(
        "# Codebook of Balcony {}\n\nMoney is in {POUND} where a scenario has no currency of its own.\n",
        env!("CARGO_PKG_VERSION")
    );
    for (kind, title) in titles {
        let of_kind: Vec<&Row> = rows.iter().filter(|row| row.kind == kind).collect();
        // A column that is empty in every row is left out.
        let shown: Vec<usize> = (0..HEADS.len())
            .filter(|at| HEADS[*at] != "kind" && of_kind.iter().any(|row| !row.cells()[*at].is_empty()))
            .collect();
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text.push_str(&format!("\n## {title}\n\n"));
        text.push_str(&line(shown.iter().map(|at| HEADS[*at].to_owned()).collect()));
        text.push_str(&format!("|{}\n", "---|".repeat(shown.len())));
        for row in of_kind {
            let cell = |at: &usize| row.cells()[*at].replace('|', "\\|");
            text.push_str(&line(shown.iter().map(cell).collect()));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_parameter_is_in_it_once_and_explained() {
        let rows = rows();
        let names: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row.kind, &*row.name)).collect();
        assert_eq!(names.len(), rows.len(), "a name stands twice");
        for outcome in OUTCOMES {
            assert!(names.contains(&("outcome", &*column(outcome.key))), "{}", outcome.key);
        }
        for parameter in Parameters::registry() {
            assert!(names.contains(&("parameter", parameter.key)), "{}", parameter.key);
        }
        assert_eq!(rows.iter().filter(|row| row.kind == "series").count(), MEASURES.len());
        assert!(rows.iter().all(|row| !row.definition.is_empty()));
        let with_source = rows.iter().filter(|row| ["parameter", "outcome"].contains(&row.kind));
        assert!(with_source.clone().all(|row| !row.source.is_empty() && !row.range.is_empty()));
    }

    #[test]
    fn both_forms_hold_every_row() {
        let (csv, markdown) = (csv(), markdown());
        assert_eq!(csv.lines().next(), Some(&*HEADS.join(",")));
        for row in rows() {
            assert!(csv.contains(&row.name) && markdown.contains(&row.name), "{}", row.name);
        }
        let parameters = markdown.lines().filter(|line| line.starts_with("| needs.")).count();
        assert!(parameters > 5, "{parameters}");
    }
}
