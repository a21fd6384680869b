//! Stores the parts of a proof that were measured, so that a long proof can be made in several
//! sessions. They are beside the reports, so that another machine can continue.

use crate::machine;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;

/// The stored parts of one proof.
pub(crate) struct StoredParts(PathBuf);

impl StoredParts {
    /// The parts of the proof with this name.
    pub(crate) fn of(proof: &str) -> Self {
        Self(PathBuf::from("proofs/parts").join(proof))
    }

    /// The last result of a part; `None` if it was never measured completely.
    pub(crate) fn read(&self, part: &str) -> Option<Value> {
        let text = std::fs::read_to_string(self.path(part)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Stores the result of a part together with the date.
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

/// The date of a stored result.
pub(crate) fn day(found: &Value) -> String {
    found.get("day").and_then(Value::as_str).unwrap_or("a day that was not kept").to_owned()
}
