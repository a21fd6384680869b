//! Writes a fitted value into the registry row that declares its parameter.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;

const FOLDER: &str = "crates/engine/src/mechanisms";

/// Replaces the default of a parameter in the sources.
pub(super) fn default(key: &str, value: f64) -> Result<()> {
    let (section, field) = key.split_once('.').context("a key has two parts")?;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(FOLDER)
        .with_context(|| format!("cannot read {FOLDER}"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if let Some(text) = replaced(&text, section, field, value) {
            return std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()));
        }
    }
    bail!("no file in {FOLDER} declares {key}")
}

/// The text with the default of a field in the section's block replaced; `None` if the field is not
/// found.
fn replaced(text: &str, section: &str, field: &str, value: f64) -> Option<String> {
    let block = text.find(&format!(" \"{section}\" {{\n"))?;
    let end = block + text[block..].find("\n    }\n")?;
    let row = block + text[block..end].find(&format!("\n        {field}: "))? + field.len() + 11;
    let comma = row + text[row..end].find(',')?;
    Some(format!("{}{}{}", &text[..row], three_digits(value), &text[comma..]))
}

/// A number with three significant digits, in Rust syntax.
pub(super) fn three_digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    format!("{rounded:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "parameters! {\n    /// A.\n    A \"one\" {\n        rate: 54.0, 1.0 .. 99.0, \"u\", \"s\", \"m\";\n    }\n}\n\
                        parameters! {\n    B \"two\" {\n        crate_rate: 1.0, 0.0 .. 2.0, \"u\", \"s\", \"m\";\n        \
                        rate: 5e-5, 0.0 .. 2.0, \"u\", \"s\", \"m\";\n    }\n}\n";

    #[test]
    fn the_row_of_the_right_section_is_replaced() {
        let text = replaced(TEXT, "two", "rate", 0.012_345).unwrap();
        assert!(
            text.contains("        rate: 0.0123, 0.0 .. 2.0") && text.contains("rate: 54.0, 1.0"),
            "{text}"
        );
        assert!(text.contains("crate_rate: 1.0"));
        assert!(replaced(TEXT, "one", "crate_rate", 1.0).is_none());
    }

    #[test]
    fn three_digits_read_back() {
        for (value, text) in [(54.321, "54.3"), (0.000_081_23, "8.12e-5"), (0.0149, "0.0149"), (60.0, "60.0")]
        {
            assert_eq!(three_digits(value), text);
        }
    }

    #[test]
    fn every_parameter_can_be_found_in_the_sources() {
        for row in balcony_engine::parameters::Parameters::registry() {
            let (section, field) = row.key.split_once('.').unwrap();
            let folder =
                std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/engine/src/mechanisms"))
                    .unwrap();
            let found = folder.filter(|entry| {
                let text = std::fs::read_to_string(entry.as_ref().unwrap().path()).unwrap();
                replaced(&text, section, field, 1.0).is_some()
            });
            assert_eq!(found.count(), 1, "{}", row.key);
        }
    }
}
