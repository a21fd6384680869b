//! The page as a user experiences it: size; time to the first answer, to the settled result, and to
//! that of a second question; compared with the program.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::subject::Subject;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

const CLAIM: &str =
    "The page is under 2 MB and gives the program's digests; how long it takes is shown as found.";

/// Runs `web/measure.mjs` in the browser.
pub(super) fn prove(options: &Options) -> Result<Report> {
    shell::run(shell::command(".ci/page.sh", &[]))?;
    let subject = Subject::new(options.program.as_deref(), "culture-shift", options.seed)?;
    let page = std::fs::canonicalize(Path::new("target/page/balcony.html")).context("there is no page")?;
    let (page, program) = (page.display().to_string(), subject.path().display().to_string());
    let mut words = vec!["web/measure.mjs", &page, &program];
    words.extend(options.quick.then_some("quick"));
    let found: Value = serde_json::from_str(&shell::output(shell::command("node", &words))?)?;
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let mut report = Report::new(
        "page",
        CLAIM,
        &[
            "culture-shift, three strategies",
            "speed",
            "open, s",
            "8 pairs, s",
            "20 pairs, s",
            "settled, s",
            "pairs",
            "one strategy more, s",
            "program: 20",
            "program: settled",
            "page / program",
        ],
    );
    let bytes = number(&found["bytes"]);
    report.expect(bytes < 2e6, || format!("the page has {bytes} bytes"));
    let rows = found["rows"].as_array().cloned().unwrap_or_default();
    report.expect(!rows.is_empty(), || "nothing was measured".to_owned());
    for row in &rows {
        let natives = &row["natives"];
        for (speed, key) in [("full", "full"), ("a quarter", "throttled")] {
            let run = &row[key];
            let alike = run["first"].is_string() && run["first"] == natives["twenty"]["digest"];
            let all = run["digest"].is_null() || run["digest"] == natives["all"]["digest"];
            report
                .expect(alike && all, || format!("{}: the digests of page and program differ", row["place"]));
            let seconds =
                |value: &Value| value.as_f64().map_or("-".to_owned(), |value| format!("{value:.1}"));
            let (page, program) = match run["whole"].as_f64() {
                Some(whole) => (whole, number(&natives["all"]["wall"])),
                None => (number(&run["answer"]), number(&natives["twenty"]["wall"])),
            };
            report.row([
                row["place"].as_str().unwrap_or_default().to_owned(),
                speed.to_owned(),
                seconds(&run["ready"]),
                seconds(&run["eight"]),
                seconds(&run["answer"]),
                seconds(&run["whole"]),
                run["pairs"]
                    .as_u64()
                    .filter(|_| key == "full")
                    .map_or("-".to_owned(), |pairs| pairs.to_string()),
                seconds(&run["more"]),
                seconds(&natives["twenty"]["wall"]),
                seconds(&natives["all"]["wall"]),
                format!("{:.2}", page / program),
            ]);
        }
    }
    report.note(format!(
        "The page has {:.2} MB, of which {:.2} MB are the engine and the published figures (gzip, base64).",
        bytes / 1e6,
        number(&found["engine"]) / 1e6
    ));
    report.note(
        "At a quarter of the speed every process of the browser is stopped for three quarters of the time, workers included. The program \
         runs at full speed on as many threads as there are cores; so do the page's workers."
            .to_owned(),
    );
    Ok(report)
}
