//! What the reader accepts, and what it reports.

mod drawing;
mod margins;
mod reading;
mod saying;

use super::files::Texts;
use super::*;
use balcony_engine::registry::Parameter;

fn parameters() -> Vec<Parameter> {
    let row = |key, default, low, high| Parameter {
        key,
        meaning: "For tests.",
        unit: "a week",
        default,
        low,
        high,
        source: "assumption",
    };
    vec![row("needs.rate", 54.0, 45.0, 70.0), row("leaders.chi_line", 0.3, 0.1, 0.5)]
}

fn library<'a>(files: &'a Texts) -> Library<'a> {
    Library::with_parameters(files, &Middling, parameters())
}

const SMALL: &str = "[scenario]\ntitle = 't'\nprimary = 'harm'\n[authority]\narchetype = 'metropolitan'\n";

fn small(more: &str) -> Result<Scenario, Faults> {
    read_text("small.toml", &format!("{SMALL}{more}"), &library(&Texts::default()))
}
