//! A folder of results from outside: its bytes, its parts, and the status in its manifest.

use anyhow::{Context, Result, ensure};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Files that must be equal byte by byte, however a run was made.
pub(crate) const FILES: [&str; 3] = ["outcomes.parquet", "series.parquet", "summary.csv"];

/// A folder of results.
pub(crate) struct Results {
    folder: PathBuf,
}

impl Results {
    pub(crate) fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Path of the folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Number of finished parts: files of `parts/` that are neither hidden nor still being written.
    pub(crate) fn parts(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(self.folder.join("parts")) else {
            return 0;
        };
        let names = entries.flatten().map(|entry| entry.file_name());
        let unfinished = |name: &str| {
            name.starts_with('.') || [".tmp", ".partial", ".new"].iter().any(|end| name.ends_with(end))
        };
        names.filter(|name| !unfinished(&name.to_string_lossy())).count()
    }

    /// Whether the manifest says that the run is complete. A missing manifest gives false; an
    /// unreadable one is an error.
    pub(crate) fn says_complete(&self) -> Result<bool> {
        let path = self.folder.join("manifest.json");
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            text => text.with_context(|| format!("cannot read {}", path.display()))?,
        };
        let manifest: serde_json::Value =
            serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        Ok(manifest["status"] == "complete")
    }

    /// Names of the files that are missing here or differ from those in `other`.
    pub(crate) fn differing(&self, other: &Self) -> Result<Vec<&'static str>> {
        let mut names = Vec::new();
        for name in FILES {
            let there = std::fs::read(other.folder.join(name))
                .with_context(|| format!("cannot read {name} in {}", other.folder.display()))?;
            ensure!(!there.is_empty(), "{name} of the uninterrupted run is empty");
            if std::fs::read(self.folder.join(name)).ok().as_ref() != Some(&there) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Size in bytes on a file system with pages of four kibibytes.
    pub(crate) fn size(&self) -> u64 {
        fn of(folder: &Path) -> u64 {
            let Ok(entries) = std::fs::read_dir(folder) else {
                return 0;
            };
            let size = |entry: std::fs::DirEntry| match entry.metadata() {
                Ok(data) if data.is_dir() => of(&entry.path()),
                Ok(data) => data.len().div_ceil(4096) * 4096,
                Err(_) => 0,
            };
            entries.flatten().map(size).sum()
        }
        of(&self.folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_finished_parts_count() {
        let folder = tempfile::tempdir().unwrap();
        let results = Results::at(folder.path());
        assert_eq!(results.parts(), 0);
        fs::create_dir(folder.path().join("parts")).unwrap();
        for name in ["0001", "0002", "0003.tmp", ".lock"] {
            fs::write(folder.path().join("parts").join(name), "x").unwrap();
        }
        assert_eq!(results.parts(), 2);
        assert_eq!(results.size(), 4 * 4096);
    }

    #[test]
    fn a_torn_manifest_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let results = Results::at(folder.path());
        assert!(!results.says_complete().unwrap());
        let manifest = folder.path().join("manifest.json");
        fs::write(&manifest, r#"{"status": "running"}"#).unwrap();
        assert!(!results.says_complete().unwrap());
        fs::write(&manifest, r#"{"status": "complete"}"#).unwrap();
        assert!(results.says_complete().unwrap());
        fs::write(&manifest, r#"{"status": "comp"#).unwrap();
        assert!(results.says_complete().is_err());
    }

    #[test]
    fn a_missing_file_differs() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for name in FILES {
            fs::write(one.path().join(name), "a").unwrap();
            fs::write(other.path().join(name), "a").unwrap();
        }
        let (one, other) = (Results::at(one.path()), Results::at(other.path()));
        assert!(one.differing(&other).unwrap().is_empty());
        fs::remove_file(one.folder().join("summary.csv")).unwrap();
        fs::write(one.folder().join("series.parquet"), "b").unwrap();
        assert_eq!(one.differing(&other).unwrap(), ["series.parquet", "summary.csv"]);
        assert!(other.differing(&one).is_err(), "there is nothing to compare with");
    }
}
