//! What was solved, as files and lines.

use super::Solved;
use super::newton::Jacobian;
use anyhow::{Context, Result};
use balcony_engine::authority::{FIGURES, PREDICTED, SOLVED};
use balcony_engine::factors::Factors;
use std::path::Path;

/// Logarithms as percent.
pub(super) fn percent(misses: &[f64; SOLVED]) -> String {
    let each =
        FIGURES.iter().zip(misses).map(|(name, miss)| format!("{name} {:+.1}", 100.0 * (miss.exp() - 1.0)));
    each.collect::<Vec<_>>().join(", ")
}

/// One authority on a line.
pub(super) fn line(solved: &Solved, seconds: f64) -> String {
    let rise = solved.stands.first_year.map(|rise| format!("{:+.1}", 100.0 * rise)).join("/");
    format!(
        "{seconds:5.0} s {:28} {}; re-referrals {:.1}, timely {:.1}; first year, %: {rise}",
        solved.profile.name,
        percent(&solved.misses),
        100.0 * solved.stands.re_referrals,
        100.0 * solved.stands.timely,
    )
}

/// Median absolute miss of every figure, and the worst.
pub(super) fn summary(solved: &[Solved]) -> String {
    let mut text = String::from("figure               median miss   worst\n");
    for (at, figure) in FIGURES.iter().enumerate() {
        let mut misses: Vec<(f64, &str)> =
            solved.iter().map(|one| (one.misses[at].abs(), one.profile.name)).collect();
        misses.sort_by(|a, b| a.0.total_cmp(&b.0));
        let Some((worst, name)) = misses.last() else { continue };
        let median = misses[misses.len() / 2].0;
        text.push_str(&format!(
            "{figure:20} {:8.1} %  {:8.1} % {name}\n",
            100.0 * median.exp_m1(),
            100.0 * worst.exp_m1()
        ));
    }
    text
}

/// `data/factors.csv`.
pub(super) fn factors(solved: &[Solved], jacobian: &Jacobian) -> Result<()> {
    let mut text = String::from("id,name");
    for factor in Factors::LIST {
        text.push_str(&format!(",{}", factor.name));
    }
    for figure in FIGURES {
        text.push_str(&format!(",miss {figure}"));
    }
    text.push_str(",re-referrals,timely\n");
    for one in solved {
        text.push_str(&format!("{},{}", one.profile.id, quoted(one.profile.name)));
        for value in one.beyond(jacobian).iter().chain(&one.misses) {
            text.push_str(&format!(",{}", four(*value)));
        }
        text.push_str(&format!(",{},{}\n", four(one.stands.re_referrals), four(one.stands.timely)));
    }
    write("data/factors.csv", &text)
}

/// `data/response.csv`.
pub(super) fn response(jacobian: &Jacobian) -> Result<()> {
    let mut text = format!("factor,{}\n", FIGURES.join(","));
    for (factor, row) in Factors::LIST.iter().zip(&jacobian.inverse).take(PREDICTED) {
        text.push_str(factor.name);
        for value in row {
            text.push_str(&format!(",{}", four(*value)));
        }
        text.push('\n');
    }
    write("data/response.csv", &text)
}

/// Five decimals: a twentieth of what moves any figure by a percent.
fn four(value: f64) -> String {
    let text = format!("{value:.5}");
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') { "0".to_owned() } else { text }
}

fn quoted(name: &str) -> String {
    if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Written aside and renamed.
fn write(path: &str, text: &str) -> Result<()> {
    let path = Path::new(path);
    let aside = path.with_extension("csv.part");
    std::fs::write(&aside, text).with_context(|| format!("cannot write {}", aside.display()))?;
    std::fs::rename(&aside, path).with_context(|| format!("cannot write {}", path.display()))
}
