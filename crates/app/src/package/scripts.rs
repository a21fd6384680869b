//! The scripts of a package: one that reproduces all results, and two that read its tables in
//! Python and R.

use super::{About, ResultsKind};
use crate::summary::clean;

/// Quotes a word for a shell.
fn shell(word: &str) -> String {
    let plain = !word.is_empty()
        && word.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-=+,/:".contains(letter));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A line of `SHA256SUMS`. A name with special characters is escaped as `sha256sum` does it.
pub fn sum(digest: &str, name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("{}{digest}  {escaped}\n", if escaped == name { "" } else { "\\" })
}

/// The text of `reproduce.sh`.
pub fn reproduce(about: &About) -> String {
    let command: Vec<String> = about.words.iter().map(|word| shell(word)).collect();
    let tables: Vec<String> = about.tables.iter().map(|table| shell(table)).collect();
    let page = about.page();
    let again = match about.of {
        ResultsKind::Sweep => format!(
            "./bin/balcony analyse results --out again/{page} --table again/indices.csv --quiet\nsame indices.csv again/indices.csv\n"
        ),
        _ => format!("./bin/balcony report results --out again/{page}\n"),
    };
    format!(
        "#!/bin/sh\n\
         # Makes everything in this folder again and compares it, byte by byte.\n\
         set -eu\n\
         cd -- \"$(dirname -- \"$0\")\"\n\n\
         same() {{\n  cmp \"$1\" \"$2\" || {{ echo \"NOT the same: $1\" >&2; exit 1; }}\n  echo \"the same: $1\"\n}}\n\n\
         if [ -e again ]; then\n  echo \"there is a folder 'again' already: take it away first\" >&2\n  exit 1\nfi\n\
         sha256sum --check --quiet SHA256SUMS\n\
         echo \"the package is whole: every file has the digest of SHA256SUMS\"\n\n\
         (cd inputs && ../bin/balcony {} --out ../again --quiet)\n\
         for table in {}; do\n  same \"results/$table\" \"again/$table\"\ndone\n\
         {again}same {page} again/{page}\n\
         echo \"Everything came out again, byte by byte.\"\n",
        command.join(" "),
        tables.join(" "),
    )
}

/// The text of `read.py`.
pub fn python(about: &About) -> String {
    let (table, outcome) = table_and_outcome(about);
    if table.ends_with(".csv") {
        return format!(
            "\"\"\"Reads the results: `python read.py`. Needs pandas.\"\"\"\nimport pandas as pd\n\n\
             rows = pd.read_csv(\"results/{table}\")\nprint(rows.groupby(\"strategy\")[\"{outcome}\"].describe())\n"
        );
    }
    let columns = if about.of == ResultsKind::Sweep {
        "\n# Unit and meaning of every column stand in the file itself.\n\
         described = json.loads(pq.read_schema(\"results/rows.parquet\").metadata[b\"balcony.columns\"])\n\
         for column in described:\n    print(column[\"name\"], \"-\", column.get(\"unit\", \"\"), column[\"meaning\"])\n"
    } else {
        ""
    };
    let json = if columns.is_empty() { "" } else { "import json\n\n" };
    format!(
        "\"\"\"Reads the results: `python read.py`. Needs pandas and pyarrow.\"\"\"\n{json}import pandas as pd\n{}\n\
         rows = pd.read_parquet(\"results/{table}\")\nprint(rows.groupby(\"strategy\")[\"{outcome}\"].describe())\n{columns}\n\
         # Paired differences to {}: the same replicate{} has the same luck.\n\
         wide = rows.pivot(index={}, columns=\"strategy\", values=\"{outcome}\")\n\
         print(wide.sub(wide[{}], axis=0).mean())\n",
        if columns.is_empty() { "" } else { "import pyarrow.parquet as pq\n" },
        clean(&about.baseline),
        if about.of == ResultsKind::Sweep { " of a point" } else { "" },
        if about.of == ResultsKind::Sweep { "[\"point\", \"replicate\"]" } else { "\"replicate\"" },
        // A JSON string is also a Python string.
        serde_json::Value::String(about.baseline.clone()),
    )
}

/// The text of `read.R`.
pub fn r(about: &About) -> String {
    let (table, outcome) = table_and_outcome(about);
    let read = if table.ends_with(".csv") {
        format!("rows <- read.csv(\"results/{table}\", check.names = FALSE)")
    } else {
        format!("rows <- as.data.frame(nanoparquet::read_parquet(\"results/{table}\"))")
    };
    let needs = if table.ends_with(".csv") {
        ""
    } else {
        " Needs the package nanoparquet (or arrow: arrow::read_parquet)."
    };
    format!(
        "# Reads the results: `Rscript read.R`.{needs}\n{read}\n\
         print(aggregate(rows[[\"{outcome}\"]], by = list(strategy = rows$strategy), FUN = mean))\n"
    )
}

/// Name of the table that the scripts read, and key of one studied outcome.
fn table_and_outcome(about: &About) -> (&str, &str) {
    let stem = if about.of == ResultsKind::Sweep { "rows" } else { "outcomes" };
    let table = about.tables.iter().find(|table| table.starts_with(stem));
    (table.map_or("", String::as_str), about.outcomes.first().map_or("harm", String::as_str))
}
