//! Parts of a proof that were measured already, so that one long proof can be made in several goes.
//! They lie beside the reports, so that another machine goes on where one stopped.

use crate::machine;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;

/// The parts of one proof.
pub(crate) struct Kept(PathBuf);

impl Kept {
    /// Of a proof with a name.
    pub(crate) fn of(proof: &str) -> Self {
        Self(PathBuf::from("proofs/parts").join(proof))
    }

    /// What was found of a part when it was measured last; none if it never was, or not to its end.
    pub(crate) fn read(&self, part: &str) -> Option<Value> {
        let text = std::fs::read_to_string(self.path(part)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps what was found, and its day with it.
    pub(crate) fn write(&self, part: &str, found: &mut Value) -> Result<()> {
        found["day"] = machine::today()?.into();
        let path = self.path(part);
        std::fs::create_dir_all(&self.0).with_context(|| format!("cannot make {}", self.0.display()))?;
        std::fs::write(&path, found.to_string()).with_context(|| format!("cannot write {}", path.display()))
    }

    fn path(&self, part: &str) -> PathBuf {
        self.0.join(format!("{part}.json"))
    }
}

/// The day of something that was kept.
pub(crate) fn day(found: &Value) -> String {
    found.get("day").and_then(Value::as_str).unwrap_or("a day that was not kept").to_owned()
}
