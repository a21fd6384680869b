//! File access that records what is read.

use balcony_scenario::scenario::files::{Files, NoText};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// File access that records every file it reads, so that an export can contain them.
pub(super) struct RecordingFiles<'a> {
    files: &'a dyn Files,
    read: Mutex<BTreeMap<String, String>>,
}

impl<'a> RecordingFiles<'a> {
    /// Wraps `files`; nothing is recorded yet.
    pub(super) fn of(files: &'a dyn Files) -> Self {
        Self { files, read: Mutex::default() }
    }

    /// Returns the files that were read: path and text.
    pub(super) fn taken(self) -> BTreeMap<String, String> {
        self.read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for RecordingFiles<'_> {
    fn text(&self, path: &str) -> Result<String, NoText> {
        let text = self.files.text(path)?;
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), text.clone());
        Ok(text)
    }

    fn identity(&self, path: &str) -> String {
        self.files.identity(path)
    }
}
