//! Speed relative to other engines. Every round runs each program once, and ratios are taken within
//! a round.

use super::Options;
use crate::report::Report;
use crate::shell;
use crate::subject::Subject;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

const CLAIM: &str = "The whole model costs little more for a case-week than CASEFLOW, a toy, does in other engines: at least 15 \
                     times Mesa's case-weeks a CPU second, 1.2 times ixa's, a quarter of plain Rust's.";

/// A peer: name, command within the folder, and smallest ratio that Balcony must reach.
struct Peer {
    name: &'static str,
    command: &'static str,
    gate: f64,
    goal: f64,
}

const PEERS: [Peer; 3] = [
    Peer { name: "mesa", command: "venv/bin/python bin/mesa_cf.py {seed}", gate: 15.0, goal: 60.0 },
    Peer { name: "ixa", command: "bin/ixa_cf {seed} 520 weekly", gate: 1.2, goal: 5.0 },
    Peer { name: "plain", command: "bin/cf plain {seed} 20 1 1", gate: 0.25, goal: 1.0 },
];

/// Alternates the peers with `balcony run SCENARIO --weeks 520 --replicates 20 --threads 1`.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let folder =
        options.peers.as_deref().context("--peers DIR is needed: build it with performance/peers.sh DIR")?;
    let folder = folder.canonicalize().with_context(|| format!("no folder {}", folder.display()))?;
    ensure!(options.rounds > 0, "--rounds must be at least 1");
    let mut own = Vec::new();
    let mut others: [Vec<f64>; PEERS.len()] = Default::default();
    for seed in 1..=u64::from(options.rounds) {
        for (peer, rates) in PEERS.iter().zip(&mut others) {
            rates.push(rate(peer_command(&folder, peer, seed))?);
        }
        let subject = Subject::new(options.program.as_deref(), &options.scenario, seed)?;
        own.push(balcony_rate(&subject)?);
        eprintln!("peers: round {seed} of {}", options.rounds);
    }
    Ok(report(&own, &others, options.rounds))
}

fn report(own: &[f64], others: &[Vec<f64>; PEERS.len()], rounds: u32) -> Report {
    let heads =
        ["engine", "million case-weeks a CPU second", "ns a case-week", "Balcony over it", "gate", "goal"];
    let mut report = Report::new("peers", CLAIM, &heads);
    let speed =
        |rates: &[f64]| [format!("{:.2}", median(rates) / 1e6), format!("{:.1}", 1e9 / median(rates))];
    let [rate, cost] = speed(own);
    report.row([
        "Balcony, the whole model".to_owned(),
        rate,
        cost,
        "1".to_owned(),
        String::new(),
        String::new(),
    ]);
    for (Peer { name, gate, goal, .. }, rates) in PEERS.iter().zip(others) {
        let [rate, cost] = speed(rates);
        let ratios: Vec<f64> = own.iter().zip(rates).map(|(own, other)| own / other).collect();
        let ratio = median(&ratios);
        let cells = [
            format!("{name}, CASEFLOW"),
            rate,
            cost,
            format!("{ratio:.2}"),
            gate.to_string(),
            goal.to_string(),
        ];
        report.row(cells);
        report.expect(ratio >= *gate, || format!("{ratio:.2} times {name}, gate {gate}"));
    }
    report.note(format!(
        "{rounds} interleaved rounds, medians; ratios are medians of ratios taken within a round."
    ));
    report.note("Absolute figures move with the machine: quote only the ratios.".to_owned());
    report
}

fn peer_command(folder: &Path, peer: &Peer, seed: u64) -> Command {
    let mut words = peer.command.split(' ');
    let mut command = Command::new(folder.join(words.next().unwrap_or_default()));
    command.current_dir(folder);
    command.args(words.map(|word| word.replace("{seed}", &seed.to_string())));
    command
}

/// Balcony's rate. It runs in an empty folder, so that it finds no results of an earlier round.
fn balcony_rate(subject: &Subject) -> Result<f64> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut command = subject.run();
    command.args(["--weeks", "520", "--replicates", "20", "--threads", "1", "--json"]);
    command.current_dir(folder.path());
    rate(command)
}

/// Case-weeks per CPU second, from the JSON object in the last line of the output.
fn rate(command: Command) -> Result<f64> {
    let name = shell::shown(&command);
    let printed = shell::output(command)?;
    let last = printed.lines().last().unwrap_or_default();
    rate_in(last).with_context(|| format!("{name}: the last line tells no `case_weeks` and `cpu`: {last}"))
}

fn rate_in(line: &str) -> Option<f64> {
    let object: serde_json::Value = serde_json::from_str(line).ok()?;
    let rate = object["case_weeks"].as_f64()? / object["cpu"].as_f64()?;
    rate.is_finite().then_some(rate)
}

/// Median; an even count gives the mean of the two middle values.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::fake;

    #[test]
    fn a_rate_is_case_weeks_over_cpu_seconds() {
        assert_eq!(rate_in(r#"{"case_weeks": 10, "cpu": 0.5, "wall": 1}"#), Some(20.0));
        assert_eq!(rate_in(r#"{"case_weeks": 10, "cpu": 0}"#), None);
        assert_eq!(rate_in("done"), None);
        assert_eq!(balcony_rate(&fake("honest")).unwrap(), 2e6);
    }

    #[test]
    fn ratios_are_paired_within_a_round() {
        // The machine is ten times slower in the second round, but the ratio stays the same.
        let others = [vec![1e6, 1e5, 1e6], vec![1e7, 1e6, 1e7], vec![5e7, 5e6, 5e7]];
        let report = report(&[2e7, 2e6, 2e7], &others, 3);
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        let text = report.text("2026-11-21", "a machine");
        assert!(text.contains("| mesa, CASEFLOW | 1.00 | 1000.0 | 20.00 | 15 | 60 |"), "{text}");
    }

    #[test]
    fn a_slow_engine_fails_the_gate() {
        let report = report(&[1e6], &[vec![1e6], vec![1e7], vec![5e7]], 1);
        assert_eq!(report.failures.len(), 3);
    }

    #[test]
    fn medians_of_odd_and_even_numbers() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
