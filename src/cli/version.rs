//! What `balcony --version` says: enough to say of a result which program made it.

use std::sync::LazyLock;

use crate::results::engine;
use crate::{ensemble, scenario};

/// Version, commit, and digests of what results depend on.
pub(super) fn long() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{}\ncommit      {}\nengine      {} (the golden results)\nparameters  {} (keys, defaults, ranges, units)\nworlds      {} (sets of parameters that were fitted)",
            env!("CARGO_PKG_VERSION"),
            option_env!("BALCONY_COMMIT").unwrap_or("unknown: not built in a repository"),
            engine(),
            scenario::parameters_digest(),
            ensemble::digest(),
        )
    });
    &TEXT
}
