//! Sweeps: the same bytes for any threads, interruptions and shards; each row equals one run;
//! refusals.

mod adaptive;
mod designs;
mod failing;
mod faulty;
mod inputs;
mod merging;
mod refusing;
mod rows;
mod same;
mod taught;
mod warned;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Output;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::cli::{asked, text};

/// The beginning of most experiments here, short enough for hundreds of runs in a second.
pub(crate) const BASE: &str = "scenario = 'culture-shift'\nauthority = 'Rutland'\nweeks = 26\nset = ['scenario.warm-up=26']\n\
                               strategies = ['connected', 'incumbent']\n";

/// Thirty points of two factors with three replicates each: two full parts and a short one.
pub(crate) const SMALL: &str = "design = { kind = 'latin-hypercube', points = 30 }\nreplicates = { count = 3 }\n\
                                factors.trusting = { key = 'start.trust', low = 0.2, high = 0.8 }\n\
                                factors.needs = { key = 'needs.rate' }\n";

/// Points that end when the intervals of one outcome are narrow enough: some at once, some never.
pub(crate) const UNTIL: &str = "design = { kind = 'latin-hypercube', points = 9 }\n\
                                replicates = { half-width = 0.012, of = 'culture', least = 4, most = 30 }\n\
                                factors.trusting = { key = 'start.trust', low = 0.2, high = 0.8 }\n\
                                factors.shocks = { key = 'needs.shock_rate' }\n";

/// An experiment preceded by [`BASE`], without the setting that a factor changes.
pub(crate) fn whole(experiment: &str) -> String {
    let moved = experiment.contains("key = 'scenario.warm-up'");
    let base = if moved { BASE.replace("set = ['scenario.warm-up=26']\n", "") } else { BASE.to_owned() };
    format!("{base}{experiment}")
}

/// A folder that contains an experiment, `e.toml`.
pub(crate) struct SweepFolder(tempfile::TempDir);

impl SweepFolder {
    pub(crate) fn new(experiment: &str) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder for the test"));
        place.write("e.toml", &whole(experiment));
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.at(name), text).expect("written");
    }

    /// Runs `balcony` with words separated by spaces.
    pub(crate) fn asked(&self, words: &str, code: i32) -> Output {
        asked(self.path(), &words.split(' ').collect::<Vec<_>>(), code)
    }

    /// The message on standard error, in one line.
    pub(crate) fn refused(&self, words: &str, code: i32) -> String {
        let output = self.asked(words, code);
        assert!(output.stdout.is_empty(), "{words}: {}", text(&output.stdout));
        text(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Sweeps the experiment into a folder with `--quiet`; returns the rows.
    pub(crate) fn sweep(&self, out: &str, more: &str) -> Vec<u8> {
        self.asked(format!("sweep e.toml --quiet --out {out} {more}").trim_end(), 0);
        self.bytes(out)
    }

    /// The bytes of the rows in a folder.
    pub(crate) fn bytes(&self, out: &str) -> Vec<u8> {
        std::fs::read(self.at(out).join("rows.parquet")).expect("rows")
    }

    pub(crate) fn rows(&self, out: &str) -> Vec<Row> {
        table(&self.at(out).join("rows.parquet")).into_iter().map(Row).collect()
    }

    pub(crate) fn manifest(&self, out: &str) -> serde_json::Value {
        let text = std::fs::read(self.at(out).join("manifest.json")).expect("a manifest");
        serde_json::from_slice(&text).expect("an object")
    }

    /// Number of finished parts in a folder.
    pub(crate) fn parts(&self, out: &str) -> usize {
        let parts = std::fs::read_dir(self.at(out).join("parts")).into_iter().flatten().flatten();
        parts.filter(|part| part.path().extension().is_some_and(|ending| ending == "bin")).count()
    }
}

/// A row as any other program would read it.
pub(crate) struct Row(Vec<(String, Field)>);

impl Row {
    pub(crate) fn field(&self, name: &str) -> &Field {
        // An outcome may be named by its key.
        let name = balcony::results::column(name);
        let found = self.0.iter().find(|(found, _)| *found == name);
        &found.unwrap_or_else(|| panic!("no column {name}")).1
    }

    pub(crate) fn whole(&self, name: &str) -> i64 {
        match self.field(name) {
            Field::Int(whole) => i64::from(*whole),
            Field::Long(whole) => *whole,
            other => panic!("{name}: {other:?}"),
        }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        match self.field(name) {
            Field::Str(text) => text,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// A number; `None` if the cell is empty.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        match self.field(name) {
            Field::Double(number) => Some(*number),
            Field::Null => None,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// Replicate, point, strategy: the order of the rows.
    pub(crate) fn key(&self) -> (i64, i64, &str) {
        (self.whole("replicate"), self.whole("point"), self.text("strategy"))
    }
}

/// All rows of a Parquet file, with the names of the columns.
pub(crate) fn table(path: &Path) -> Vec<Vec<(String, Field)>> {
    let reader = SerializedFileReader::new(File::open(path).expect("there")).expect("a Parquet file");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| {
        row.expect("a row").get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect()
    })
    .collect()
}
