//! Replicates of a scenario under every strategy: how they are simulated, and how strategies are
//! compared in pairs. No files, no threads, no clock.

pub mod experiment;
pub mod results;
pub mod simulate;

use balcony_scenario::{currency, ensemble, scenario};

/// Bytes as lower-case hexadecimal digits.
///
/// ```
/// assert_eq!(balcony_study::hex(&[10, 255]), "0aff");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
