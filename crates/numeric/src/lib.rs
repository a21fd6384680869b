//! Numeric functions that know nothing about the model: Student's t, sample quantiles, numbers as
//! bytes and as hexadecimal digits.

pub mod bytes;
mod quantile;
mod student;

pub use quantile::{quantile, quantile_sorted, sorted};
pub use student::{t_cumulative, t_quantile, upper_tail};

/// Bytes as lower-case hexadecimal digits.
///
/// ```
/// assert_eq!(balcony_numeric::hex(&[10, 255]), "0aff");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
