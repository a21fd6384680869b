//! A trial as text of 80 columns, with published and simulated numbers below each other.

use super::verdict::Published;
use super::{Finding, Form, STUDIES, SimulatedStudy};
use balcony_report::summary::{Look, wrap};

/// The list of studies.
pub fn list() -> String {
    let width = STUDIES.iter().map(|study| study.name.len()).max().unwrap_or(0);
    let mut text = "Studies that can be simulated with balcony trial NAME (or all):\n".to_owned();
    for study in STUDIES {
        text.push_str(&format!("  {:width$}  {}\n", study.name, study.title));
    }
    text
}

/// A number. A difference always shows its sign.
pub(super) fn number(finding: &Finding, value: f64) -> String {
    let digits = finding.digits;
    if !value.is_finite() {
        "not defined".to_owned()
    } else if finding.form != Form::Difference {
        format!("{value:.digits$}")
    } else {
        let text = format!("{value:+.digits$}");
        // A zero has no sign.
        if text.trim_start_matches(['+', '-']).chars().all(|c| c == '0' || c == '.') {
            text.trim_start_matches(['+', '-']).to_owned()
        } else {
            text
        }
    }
}

pub(super) fn span(finding: &Finding, low: f64, high: f64) -> String {
    if low.is_finite() && high.is_finite() {
        format!("({} to {})", number(finding, low), number(finding, high))
    } else {
        "(no interval)".to_owned()
    }
}

/// The published number in figures, and the source of its interval.
pub(super) fn published(finding: &Finding) -> (String, &'static str) {
    match finding.published {
        Published::Effect { value, low, high, how } => {
            (format!("{} {}", number(finding, value), span(finding, low, high)), how)
        }
        Published::None { low, high, how } => (format!("none {}", span(finding, low, high)), how),
        Published::Bound { value, how } => (format!("at most {}", number(finding, value)), how),
        Published::Way { up, how } => (if up { "higher" } else { "lower" }.to_owned(), how),
    }
}

/// Published and simulated number, as two table cells.
pub fn cells(finding: &Finding) -> [String; 2] {
    [published(finding).0, simulated(finding)]
}

/// The simulated number in figures.
pub(super) fn simulated(finding: &Finding) -> String {
    let found = &finding.simulated;
    format!("{} {}", number(finding, found.value), span(finding, found.low, found.high))
}

fn levels(finding: &Finding, at: usize) -> String {
    let Some(Some([treated, others])) = finding.levels.map(|levels| levels[at]) else { return String::new() };
    let digits = finding.digits;
    format!("; {treated:.digits$} against {others:.digits$}")
}

/// The text of a study.
pub fn text(told: &SimulatedStudy, look: &Look) -> String {
    let study = told.study;
    let mut out = String::new();
    let mut say = |indent: &str, words: &str| {
        for line in wrap(words, look.width.saturating_sub(indent.len()), look) {
            out.push_str(indent);
            out.push_str(line.trim_end());
            out.push('\n');
        }
    };
    say("", &format!("{}: {}", study.name, study.title));
    say("  ", &format!("Study: {}. {}", study.source, study.design));
    say("  ", &format!("Model: {}", study.model));
    let counted: Vec<String> = told
        .lived
        .counted
        .iter()
        .map(|(what, n)| {
            let n: Vec<String> = n.iter().map(u64::to_string).collect();
            format!("{} {what}", n.join(" and "))
        })
        .collect();
    say("  ", &format!("Lived: {} worlds in {}; {}.", told.worlds, told.place, counted.join(", ")));
    if let Some(worst) = told.lived.balance.iter().max_by(|a, b| a.apart.abs().total_cmp(&b.apart.abs())) {
        say(
            "  ",
            &format!(
                "Before anything was done the arms differed most in {}: by {:.2} of a standard deviation.",
                worst.what,
                worst.apart.abs()
            ),
        );
    }
    for finding in &told.lived.findings {
        let (found, how) = published(finding);
        say("", "");
        say("  ", &format!("{} ({})", capital(&finding.outcome), finding.unit));
        say("    ", &format!("published  {found}{}; {how}", levels(finding, 0)));
        say("    ", &format!("simulated  {}{}", simulated(finding), levels(finding, 1)));
        say("    ", &format!("{}: {}", finding.verdict().word().to_uppercase(), finding.sentence()));
    }
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
