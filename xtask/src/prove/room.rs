//! A session with forty devices: `web/room.mjs` with the real server, and with a real browser where
//! necessary.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::stored_parts::{StoredParts, day};
use crate::subject::Subject;
use anyhow::{Context, Result};
use serde_json::Value;

const CLAIM: &str = "Forty devices come in, see results and come back in time; nothing that was acknowledged is lost or doubled; nobody gets in who ought not to; memory stands still.";

/// Runs every part, or the one that `--only` selects (counted from 1); the others are reported from
/// their last measurement.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let subject = Subject::new(options.program.as_deref(), "culture-shift", options.seed)?;
    let program = subject.path().display().to_string();
    let parts =
        ["first", "join", "response", "close", "drop", "away", "crash", "hostile", "soak", "damage", "crowd"];
    let mut report = Report::new("room", CLAIM, &["part", "what", "found", "asked"]);
    anyhow::ensure!(
        options.only.is_none_or(|only| (1..=parts.len()).contains(&(only as usize))),
        "--only takes a part's number, 1 to {}",
        parts.len()
    );
    let kept = StoredParts::of("room");
    for (at, part) in parts.iter().enumerate() {
        if options.only.is_some_and(|only| only as usize != at + 1) {
            match kept.read(part) {
                Some(found) => judge(&mut report, part, &found),
                None => {
                    report.row([
                        (*part).to_owned(),
                        "measured on".to_owned(),
                        "no day yet".to_owned(),
                        String::new(),
                    ]);
                    report.expect(false, || format!("{part}: not measured yet"));
                }
            }
            continue;
        }
        let mut command = match *part {
            "damage" => tested("room_file::every_entry_that_can_be_read", 0),
            "crowd" => tested("room_door::a_hostile_crowd", if options.quick { 450 } else { 2000 }),
            part => shell::command("node", &["web/room.mjs", part]),
        };
        command.env("BALCONY", &program).env("SEED", options.seed.to_string());
        command.env("SECONDS", options.seconds.max(if options.quick { 120 } else { 3600 }).to_string());
        if options.quick {
            command.env("N", if *part == "hostile" { "1000" } else { "12" });
        }
        let said = shell::output(command)?;
        let figures = said.lines().find(|line| line.starts_with('{')).unwrap_or_default();
        let mut found: Value = serde_json::from_str(figures).context("no figures")?;
        // A quick measurement is not stored as a proof.
        if options.quick {
            found["day"] = crate::machine::today()?.into();
        } else {
            kept.write(part, &mut found)?;
        }
        judge(&mut report, part, &found);
    }
    Ok(report)
}

/// The command for a test that prints its figures; it opens many connections.
fn tested(name: &str, crowd: u32) -> std::process::Command {
    let run = "ulimit -n 8192; exec cargo test --quiet -p balcony --test it -- --nocapture \"$0\"";
    let mut command = shell::command("sh", &["-c", run, name]);
    command.env("BALCONY_CROWD", crowd.to_string());
    command
}

fn judge(report: &mut Report, part: &str, found: &Value) {
    let number = |path: &str| found.pointer(path).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let any = f64::INFINITY;
    report.row([part.to_owned(), "measured on".to_owned(), day(found), String::new()]);
    let mut line = |what: &str, path: &str, most: f64, unit: &str| {
        let value = number(path);
        let asked = if most.is_finite() { format!("at most {most}{unit}") } else { "as found".to_owned() };
        report.row([part.to_owned(), what.to_owned(), format!("{value}{unit}"), asked]);
        report.expect(value <= most || most.is_infinite(), || {
            format!("{part}: {what} is {value}{unit}, at most {most}{unit} is asked")
        });
    };
    match part {
        "first" => {
            line("commands from an empty folder to an open room", "/commands", any, "");
            line("until it is open", "/opened", any, " ms");
            line("clicks until the first round has been lived", "/clicks", any, "");
            line("until then", "/running", any, " ms");
            line("who comes in quarter 12: link to team page, p95", "/late/p95", any, " ms");
            line("one decision changed, three years lived twice, p95", "/changed/p95", 2000.0, " ms");
        }
        "join" => {
            line("devices", "/milliseconds/n", any, "");
            line("from link to team page, p95", "/milliseconds/p95", 2000.0, " ms");
            line("complaints of the browser", "/complaints", 0.0, "");
        }
        "response" => {
            line("devices", "/devices", any, "");
            line("lever to preview, p95", "/milliseconds/p95", 200.0, " ms");
        }
        "close" => {
            line("devices", "/devices", any, "");
            line("hand in to desk, p95", "/submission/p95", 500.0, " ms");
            line("round's end to results on all, most", "/results/most", 2000.0, " ms");
            line("round's end to what luck does on all, most", "/luck/most", any, " ms");
        }
        "drop" => {
            let lost = number("/trials") - number("/kept");
            line("cuts of five seconds", "/trials", any, "");
            line("back, p95", "/milliseconds/p95", 3000.0, " ms");
            line("back, most", "/milliseconds/most", any, " ms");
            none(report, part, "seats or drafts lost", lost);
        }
        "away" => {
            line("devices cut for ten minutes", "/devices", any, "");
            let lost = number("/devices") - number("/kept").min(number("/seats"));
            line("seconds cut", "/seconds", any, "");
            line("what was entered meanwhile is in the room, most", "/milliseconds/most", any, " ms");
            none(report, part, "seats or drafts lost", lost);
        }
        "crash" => {
            line("kills", "/kills", any, "");
            line("decisions acknowledged", "/acknowledged", any, "");
            line("lost", "/lost", 0.0, "");
            line("doubled", "/doubled", 0.0, "");
            line("time to be back, most", "/back/most", 5000.0, " ms");
        }
        "hostile" => {
            line("requests", "/sent", any, "");
            line("let in", "/let_in", 0.0, "");
            line("entries they left in the log", "/entries", 0.0, "");
            line("crashes", "/crashed", 0.0, "");
            line("entries of one command sent fifty times", "/replays/entries", 1.0, "");
            line("answer to another team meanwhile, p95", "/others/p95", any, " ms");
            let works = found.pointer("/works").and_then(Value::as_bool) == Some(true);
            report.expect(works, || "the room did not go on".to_owned());
        }
        "damage" => {
            line("damages of a room's file of 50 entries", "/damages", any, "");
            line("entries that can be read", "/readable", any, "");
            none(report, part, "of them not recovered", number("/readable") - number("/recovered"));
        }
        "crowd" => {
            line("hostile connections at once, from three addresses", "/connections", any, "");
            line("opened in all", "/opened", any, "");
            line("six seated teams hand in, p95", "/p95", 2000.0, " ms");
            line("a newcomer is let in and has the team's page after", "/newcomer", 5000.0, " ms");
            line("memory more than before, most", "/grown", 100.0, " MiB");
        }
        _ => {
            line("minutes", "/minutes", any, "");
            line("devices", "/devices", any, "");
            line("rounds ended", "/closes", any, "");
            line("times the network was bad", "/trouble", any, "");
            line("decisions handed in", "/handed", any, "");
            line("lost", "/lost", 0.0, "");
            line("memory at first", "/first", any, " MiB");
            line("memory at last", "/last", any, " MiB");
            line("slope of memory", "/MiB an hour", 50.0, " MiB an hour");
            line("complaints of browsers on a good network", "/complaints", 0.0, "");
            let out = number("/devices") - number("/linked");
            none(report, part, "devices without a link at the end", out);
        }
    }
}

/// Reports a count that must be zero.
fn none(report: &mut Report, part: &str, what: &str, count: f64) {
    report.row([part.to_owned(), what.to_owned(), count.to_string(), "0".to_owned()]);
    report.expect(count == 0.0, || format!("{part}: {what}: {count}"));
}
