//! The live page as a user experiences it: from releasing a slider to updated indicators, and from
//! making a strategy to the first ones.

use super::Options;
use crate::report::Report;
use crate::shell;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

const CLAIM: &str = "In a typical place the indicators follow 95 of 100 moves of a slider within 1 s, and within 4 s at a quarter of the \
                     processor's speed; the first ones come within 3 s, in Leeds within 6 s, in Rutland within 1 s.";

/// Most seconds for 95 of 100 moves, at full and at a quarter of the speed.
const MOVE: [f64; 2] = [1.0, 4.0];

/// Most seconds to the first indicators, by place, at full speed.
const FIRST: [(&str, f64); 3] = [("Rutland", 1.0), ("a typical metropolitan district", 3.0), ("Leeds", 6.0)];

/// Runs `web/measure-live.mjs` in the browser.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let page = Path::new("target/page/balcony.html");
    // A small form measures the page that is there, so that it can run beside other work.
    if !options.quick {
        shell::run(shell::command(".ci/page.sh", &[]))?;
    }
    let page = std::fs::canonicalize(page).context("there is no page: .ci/page.sh builds it")?;
    let page = page.display().to_string();
    let mut words = vec!["web/measure-live.mjs", &page];
    words.extend(options.quick.then_some("quick"));
    let found: Value = serde_json::from_str(&shell::output(shell::command("node", &words))?)?;
    let columns = [
        "culture-shift",
        "browser",
        "speed",
        "first, s",
        "20 pairs, s",
        "moves",
        "median, s",
        "p95, s",
        "worst, s",
    ];
    let mut report = Report::new("live", CLAIM, &columns);
    let rows = found["rows"].as_array().cloned().unwrap_or_default();
    report.expect(!rows.is_empty(), || "nothing was measured".to_owned());
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let slow = row["throttled"] == true;
        let seconds = |key: &str| row[key].as_f64().map(|milliseconds| milliseconds / 1000.0);
        let shown = |key: &str| seconds(key).map_or("-".to_owned(), |seconds| format!("{seconds:.2}"));
        let (place, browser) = (text("place"), text("browser"));
        if let Some(p95) = seconds("p95") {
            let most = MOVE[usize::from(slow)];
            report.expect(p95 <= most, || {
                format!("{browser}: p95 of a move is {p95:.2} s, more than {most} s")
            });
        }
        let gate = FIRST.iter().find(|(name, _)| *name == place).filter(|_| !slow);
        if let (Some((_, most)), Some(first)) = (gate, seconds("first")) {
            report.expect(first <= *most, || {
                format!(
                    "{browser}: the first indicators of {place} come after {first:.2} s, more than {most} s"
                )
            });
        }
        report.row([
            place,
            browser,
            if slow { "a quarter" } else { "full" }.to_owned(),
            shown("first"),
            shown("twenty"),
            row["moves"]
                .as_u64()
                .filter(|moves| *moves > 0)
                .map_or("-".to_owned(), |moves| moves.to_string()),
            shown("median"),
            shown("p95"),
            shown("worst"),
        ]);
    }
    report.note(
        "Times are on the page's own clock, from the event of the released slider (or of the button that makes a strategy) to the frame with \
         the indicators of its first four pairs. Every second move is made while twenty pairs of the one before are under way. No move \
         returns to a strategy that was sketched before."
            .to_owned(),
    );
    report.note(
        "At a quarter of the speed every process of the browser is stopped for three quarters of the time, workers included.".to_owned(),
    );
    Ok(report)
}
