//! A section of the report: title, table, and sentences below it. It can be rendered for a terminal
//! of 80 columns or as Markdown.

use balcony_report::summary::{Look, width, wrap};

/// A section of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Title of the section.
    pub title: String,
    /// Headings of the columns; empty if there is no table.
    pub heads: Vec<String>,
    /// Rows with one cell per column. The first column is left-aligned text; the others are
    /// right-aligned.
    pub rows: Vec<Vec<String>>,
    /// Sentences below the table.
    pub notes: Vec<String>,
}

impl Section {
    /// A section with an empty table.
    pub fn new(title: impl Into<String>, heads: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { title: title.into(), heads: heads.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Adds a sentence.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// The section for a terminal.
    pub fn terminal(&self, look: &Look) -> String {
        let mut text = format!("\n{}\n", self.title.to_uppercase());
        let lines = std::iter::once(&self.heads).filter(|heads| !heads.is_empty()).chain(&self.rows);
        let columns: Vec<usize> = (0..self.heads.len())
            .map(|at| {
                lines.clone().filter_map(|line| line.get(at)).map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        let sum: usize = columns.iter().sum();
        let gap = if sum + 2 * columns.len().saturating_sub(1) <= look.width { 2 } else { 1 };
        for line in lines {
            let mut row = String::new();
            for (at, (cell, columns)) in line.iter().zip(&columns).enumerate() {
                let fill = " ".repeat(columns.saturating_sub(width(cell)));
                match at {
                    0 => row.push_str(&format!("{cell}{fill}")),
                    _ => row.push_str(&format!("{}{fill}{cell}", " ".repeat(gap))),
                }
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        for note in &self.notes {
            wrap(note, look.width, look).iter().for_each(|line| text.push_str(&format!("{line}\n")));
        }
        text
    }

    /// The section as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("\n## {}\n\n", self.title);
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        if !self.heads.is_empty() {
            text.push_str(&line(&self.heads));
            text.push_str(&format!("|---|{}\n", "---:|".repeat(self.heads.len() - 1)));
            self.rows.iter().for_each(|row| text.push_str(&line(row)));
            if !self.notes.is_empty() {
                text.push('\n');
            }
        }
        self.notes.iter().for_each(|note| text.push_str(&format!("- {note}\n")));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_drawn_twice() {
        let mut section = Section::new("Who", ["", "harm", "cost"]);
        section.row(["connected", "3", "12"]);
        section.note("None is none.");
        assert_eq!(
            section.terminal(&Look::PLAIN),
            "\nWHO\n           harm  cost\nconnected     3    12\nNone is none.\n"
        );
        assert_eq!(
            section.markdown(),
            "\n## Who\n\n|  | harm | cost |\n|---|---:|---:|\n| connected | 3 | 12 |\n\n- None is none.\n"
        );
    }
}
