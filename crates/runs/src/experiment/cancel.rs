//! A flag that asks a run to stop after the work in hand. Ctrl-C sets it; a second Ctrl-C ends the
//! program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A stop flag that all workers of a run share.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag that Ctrl-C or a termination request sets. Call it once per process.
    ///
    /// # Errors
    /// If the signal handler cannot be installed.
    pub fn on_ctrl_c() -> Result<Self, ctrlc::Error> {
        let cancel = Self::default();
        let raised = cancel.clone();
        ctrlc::set_handler(move || {
            if raised.0.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        })?;
        Ok(cancel)
    }

    /// Asks all workers to stop.
    pub fn raise(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether a stop was requested.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
