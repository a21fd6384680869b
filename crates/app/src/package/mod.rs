//! A package is a folder to deposit beside a paper. It contains the program, its inputs, the
//! results, one command that reproduces them, and what a reader must know to judge them. This
//! module makes the texts; the command line writes the files.

mod inputs;
mod scripts;

use crate::summary::clean;

pub use inputs::{Inputs, gather, slashed, word};
pub use scripts::{python, r, reproduce, sum};

/// Kind of results in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultsKind {
    /// Runs of one strategy.
    Run,
    /// A comparison.
    Comparison,
    /// A sweep.
    Sweep,
}

/// Content of a package's texts.
#[derive(Debug, Clone)]
pub struct About {
    /// Kind of results.
    pub of: ResultsKind,
    /// Title of the scenario or experiment.
    pub title: String,
    /// Question that it asks.
    pub question: String,
    /// Name of the authority.
    pub authority: String,
    /// Version of Balcony.
    pub version: String,
    /// Digest of the engine's golden results.
    pub engine: String,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Hash of the scenario.
    pub scenario_hash: String,
    /// Keys of the outcomes that are studied.
    pub outcomes: Vec<String>,
    /// Names of the strategies.
    pub arms: Vec<String>,
    /// Name of the strategy that the others are compared with.
    pub baseline: String,
    /// Words of the command as the package gives them, without the folder of results.
    pub words: Vec<String>,
    /// Names of the tables that must be reproduced byte by byte.
    pub tables: Vec<String>,
}

impl About {
    /// Name of the HTML file that is made from the results.
    pub fn page(&self) -> &'static str {
        if self.of == ResultsKind::Sweep { "analysis.html" } else { "report.html" }
    }

    /// The README of the package.
    pub fn readme(&self) -> String {
        let what = match self.of {
            ResultsKind::Run => "runs of one strategy",
            ResultsKind::Comparison => "a comparison of strategies on the same children and the same luck",
            ResultsKind::Sweep => "a sweep: a design of points, a row for every run",
        };
        let question =
            if self.question.is_empty() { String::new() } else { format!("> {}\n\n", clean(&self.question)) };
        let analysis = if self.of == ResultsKind::Sweep {
            "| `indices.csv` | every index with its interval |\n"
        } else {
            ""
        };
        format!(
            "# {}\n\n{question}{what}, made with Balcony {} (engine {}), seed {}, for {}.\n\n\
             ## Make it again\n\n```bash\nsh reproduce.sh\n```\n\n\
             It checks every file of this folder against `SHA256SUMS`, runs the same command with the program in `bin/`, and compares \
             every byte of every table, and of the page, with what is here. It needs Linux on x86-64 and nothing else; on another \
             system build Balcony {} from its source: values are the same there.\n\n\
             ## What is here\n\n| File | Holds |\n|---|---|\n\
             | `reproduce.sh` | the command above |\n\
             | `SHA256SUMS` | a digest of every other file |\n\
             | `results/` | what came out: tables and `manifest.json` (its timings are the only thing that differs in another run) |\n\
             | `{}` | the same, to be read, with charts |\n{analysis}\
             | `inputs/` | the files that the command was given; empty where only shipped scenarios were used |\n\
             | `scenario.toml` | the scenario with every value and nothing left to defaults |\n\
             | `read.py`, `read.R` | how to read the tables in Python and in R |\n\
             | `docs/` | the model in the ODD form; every parameter and outcome with unit, range and source; a glossary |\n\
             | `bin/balcony` | the program |\n\
             | `CITATION.cff` | how to cite |\n\n\
             ## What it is not\n\n\
             Not a forecast of any council. Luck, parameter uncertainty and decisions are three different things; intervals in the \
             tables are about luck, and about parameter uncertainty only where the page says so.\n\n\
             Published figures in the scenario are under the Open Government Licence v3.0 (Department for Education, Ofsted, Office for \
             National Statistics, MHCLG); Balcony itself is under MIT or Apache-2.0, at your choice.\n",
            clean(&self.title),
            self.version,
            self.engine,
            self.seed,
            clean(&self.authority),
            self.version,
            self.page(),
        )
    }

    /// How to cite the package, in the Citation File Format 1.2.
    pub fn citation(&self) -> String {
        let quote = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
        format!(
            "cff-version: 1.2.0\nmessage: \"If you use these results, please cite this package and the program that made them.\"\n\
             type: dataset\ntitle: {}\nversion: {}\nauthors:\n  - name: \"The authors of the study (put your names here)\"\n\
             keywords:\n  - simulation\n  - children's services\n  - leadership\n\
             identifiers:\n  - type: other\n    value: \"sha256:{}\"\n    description: \"The resolved scenario\"\n\
             references:\n  - type: software\n    title: \"Balcony\"\n    version: {}\n    authors:\n      - name: \"The Balcony developers\"\n",
            quote(&format!("{}, {}: results of Balcony", self.title, self.authority)),
            quote(&self.version),
            self.scenario_hash,
            quote(&self.version),
        )
    }
}
