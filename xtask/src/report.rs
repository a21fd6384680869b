//! The report of a proof, `proofs/NAME.md`.

use crate::machine;
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Tables, notes and failures of one proof.
pub(crate) struct Report {
    name: &'static str,
    claim: &'static str,
    tables: Vec<Table>,
    notes: Vec<String>,
    /// Whether the proof claims something that can be refuted. If not, it only shows results.
    claims: bool,
    /// Sentences that contradict the claim; empty if it holds.
    pub(crate) failures: Vec<String>,
}

struct Table {
    title: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Report {
    /// An empty report.
    pub(crate) fn new(name: &'static str, claim: &'static str, heads: &[&str]) -> Self {
        Self {
            name,
            claim,
            tables: vec![Table::new("", heads)],
            notes: Vec::new(),
            claims: true,
            failures: Vec::new(),
        }
    }

    /// Marks the proof as one that only shows results.
    pub(crate) fn only_shows(&mut self) {
        self.claims = false;
    }

    /// Begins another table with a title.
    pub(crate) fn table(&mut self, title: &str, heads: &[&str]) {
        eprintln!("{}: {title}: {}", self.name, heads.join(", "));
        self.tables.push(Table::new(title, heads));
    }

    /// Adds a row to the last table, and prints it at once because proofs are slow.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        eprintln!("{}: {}", self.name, cells.join(", "));
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(cells);
        }
    }

    /// Adds a sentence below the tables.
    pub(crate) fn note(&mut self, sentence: String) {
        self.notes.push(sentence);
    }

    /// Records a failure unless `holds`.
    pub(crate) fn expect(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            let sentence = otherwise();
            eprintln!("{}: FAILED: {sentence}", self.name);
            self.failures.push(sentence);
        }
    }

    /// Text of the report file.
    pub(crate) fn text(&self, today: &str, machine: &str) -> String {
        let verdict = match (self.failures.is_empty(), self.claims) {
            (true, true) => "holds",
            (true, false) => "done",
            (false, _) => "FAILED",
        };
        let mut text = format!("# Proof: {}\n\n{}\n\n", self.name, self.claim);
        text += &format!("**{verdict}** on {today}. Machine: {machine}.\n");
        text += &format!(
            "Made by `cargo xtask prove {}` of the engine whose first golden digest is {}.\n\n",
            self.name,
            engine()
        );
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        for table in self.tables.iter().filter(|table| table.title.is_empty() || !table.rows.is_empty()) {
            if !table.title.is_empty() {
                let _ = write!(text, "\n## {}\n\n", table.title);
            }
            text += &line(&table.heads);
            text += &format!("|{}\n", "---|".repeat(table.heads.len()));
            for row in &table.rows {
                text += &line(row);
            }
        }
        for (title, sentences) in [("", &self.notes), ("Failures", &self.failures)] {
            if sentences.is_empty() {
                continue;
            }
            text.push('\n');
            if !title.is_empty() {
                let _ = write!(text, "## {title}\n\n");
            }
            for sentence in sentences {
                let _ = writeln!(text, "- {sentence}");
            }
        }
        text
    }

    /// Writes the file and returns its path.
    pub(crate) fn write(&self, folder: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let path = folder.join(format!("{}.md", self.name));
        let text = self.text(&machine::today()?, &machine::class());
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

/// Identifier of the engine: the first of its golden digests.
pub(crate) fn engine() -> &'static str {
    let digests = include_str!("../../tests/golden/digests.txt");
    digests.split_whitespace().nth(1).unwrap_or("unknown")
}

impl Table {
    fn new(title: &str, heads: &[&str]) -> Self {
        let heads = heads.iter().map(|&head| head.to_owned()).collect();
        Self { title: title.to_owned(), heads, rows: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_in_the_verdict_and_in_words() {
        let mut report = Report::new("kills", "Nothing is lost.", &["kill", "parts"]);
        report.row(["1".to_owned(), "20".to_owned()]);
        report.expect(true, || unreachable!("it holds"));
        assert!(
            report.text("2026-11-21", "a machine").contains("**holds** on 2026-11-21. Machine: a machine.")
        );
        report.expect(false, || "series.parquet differs".to_owned());
        let text = report.text("2026-11-21", "a machine");
        assert!(
            text.contains("**FAILED**") && text.ends_with("## Failures\n\n- series.parquet differs\n"),
            "{text}"
        );
        assert!(text.contains("| kill | parts |\n|---|---|\n| 1 | 20 |\n"), "{text}");
    }
}
