//! The file of finished cases beside a report: a head that says what was run, the names of the
//! columns, and one line per case.
//!
//! After each case the whole file is written atomically, so that it always holds exactly the
//! finished cases. A resumed audit reads the lines back. The report is made from these lines alone,
//! so it has the same bytes however often the work was interrupted.

use super::row::{Row, head};
use balcony_files::{self as files, Links};
use balcony_runs::results::{Difference, ResultsError, put};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub use balcony_runs::results::Mode;

/// Description of the run: names and values, in a fixed order.
pub type Identity = Vec<(&'static str, String)>;

/// Finished cases, in a file or only in memory.
#[derive(Debug)]
pub struct FinishedCases {
    path: Option<PathBuf>,
    text: String,
    rows: Vec<Row>,
}

impl FinishedCases {
    /// Keeps cases in memory only.
    pub fn nowhere() -> Self {
        Self { path: None, text: String::new(), rows: Vec::new() }
    }

    /// Begins, resumes or replaces the file. Nothing is written before the first case is finished.
    ///
    /// # Errors
    /// If the file exists and `mode` does not allow it, if it belongs to another run, or if it
    /// cannot be read.
    pub fn open(path: &Path, identity: &Identity, mode: Mode) -> Result<Self, ResultsError> {
        let fresh = Self { path: Some(path.to_owned()), text: begin(identity), rows: Vec::new() };
        let text = match files::text(path, Links::Followed, files::MOST_OF_A_TEXT) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(fresh),
            _ if mode == Mode::Force => return Ok(fresh),
            Ok(_) if mode == Mode::New => {
                return Err(ResultsError::Exists {
                    path: path.to_owned(),
                    status: "finished contexts".to_owned(),
                });
            }
            Err(error) if error.kind() != ErrorKind::InvalidData => {
                let doing = "read finished contexts".to_owned();
                let path = path.to_owned();
                return Err(balcony_runs::experiment::StorageError { path, doing, source: error }.into());
            }
            text => text.unwrap_or_default(),
        };
        let damaged = |what: String| ResultsError::Damaged { path: path.to_owned(), what };
        let mut lines = text.split_inclusive('\n').enumerate();
        let differences =
            differences(&text, identity).ok_or_else(|| damaged("its head is not ours".to_owned()))?;
        if !differences.is_empty() {
            return Err(ResultsError::Differs { path: path.to_owned(), differences });
        }
        let body = fresh.text.lines().count();
        let mut rows = Vec::new();
        for (at, line) in lines.by_ref().skip(body) {
            let row = line.strip_suffix('\n').and_then(Row::read);
            rows.push(row.ok_or_else(|| damaged(format!("line {} is no finished context", at + 1)))?);
        }
        Ok(Self { text, rows, ..fresh })
    }

    /// The finished cases, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Path of the file; empty if there is none.
    pub fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Adds a finished case.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, row: Row) -> Result<(), balcony_runs::experiment::StorageError> {
        self.text.push_str(&row.line());
        self.text.push('\n');
        self.rows.push(row);
        match &self.path {
            Some(path) => put(path, "keep a finished context", &self.text),
            None => Ok(()),
        }
    }
}

/// Head of the file and names of the columns.
fn begin(identity: &Identity) -> String {
    let mut text = "# Balcony: finished cases of an audit\n".to_owned();
    identity.iter().for_each(|(what, value)| text.push_str(&format!("# {what}: {value}\n")));
    text.push_str(&head());
    text.push('\n');
    text
}

/// Differences between the head of a file and this run; `None` if Balcony did not write the head.
fn differences(text: &str, identity: &Identity) -> Option<Vec<Difference>> {
    let mut lines = text.lines();
    lines.next().filter(|line| line.starts_with("# Balcony"))?;
    let mut differences = Vec::new();
    for (what, here) in identity {
        let there = lines.next()?.strip_prefix(&format!("# {what}: "))?;
        if there != here {
            differences.push(Difference { what, there: there.to_owned(), here: here.clone() });
        }
    }
    let columns = lines.next()?;
    (columns == head() || !differences.is_empty()).then_some(differences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::row::tests::row;

    fn identity(seed: &str) -> Identity {
        vec![("version", "0".to_owned()), ("seed", seed.to_owned())]
    }

    #[test]
    fn what_is_kept_is_found_again_and_nothing_else_is_taken_for_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("audit.csv");
        let mut kept = FinishedCases::open(&path, &identity("1"), Mode::New).expect("nothing there");
        assert!(!path.exists());
        for name in ["1", "2"] {
            kept.add(row(name, 0, "bwlobwlobw")).expect("room");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing half-written");
        let again = FinishedCases::open(&path, &identity("1"), Mode::Resume).expect("ours");
        assert_eq!((again.rows(), &again.text), (kept.rows(), &kept.text));
        let refused =
            |mode, seed| FinishedCases::open(&path, &identity(seed), mode).expect_err("refused").exit_code();
        assert_eq!((refused(Mode::New, "1"), refused(Mode::Resume, "2")), (4, 4));
        assert!(FinishedCases::open(&path, &identity("2"), Mode::Force).expect("replaced").rows().is_empty());
        std::fs::write(&path, &kept.text[..kept.text.len() - 1]).expect("written");
        assert!(matches!(
            FinishedCases::open(&path, &identity("1"), Mode::Resume),
            Err(ResultsError::Damaged { .. })
        ));
        std::fs::write(&path, "something else\n").expect("written");
        assert_eq!(refused(Mode::Resume, "1"), 4);
    }
}
