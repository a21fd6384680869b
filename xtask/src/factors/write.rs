//! Writes solutions as files and as lines of text.

use super::Solved;
use super::newton::Jacobian;
use anyhow::{Context, Result};
use balcony_engine::authority::{FIGURES, PREDICTED, SOLVED};
use balcony_engine::factors::Factors;
use balcony_engine::setting::Authority;
use std::collections::BTreeMap;
use std::path::Path;

/// Misses, which are logarithms, in per cent.
pub(super) fn percent(misses: &[f64; SOLVED]) -> String {
    let each =
        FIGURES.iter().zip(misses).map(|(name, miss)| format!("{name} {:+.1}", 100.0 * libm::expm1(*miss)));
    each.collect::<Vec<_>>().join(", ")
}

/// One line about an authority.
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

/// Median absolute miss and largest miss of every figure.
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
            100.0 * libm::expm1(median),
            100.0 * libm::expm1(*worst)
        ));
    }
    text
}

/// The file with the factors.
const FACTORS: &str = "data/factors.csv";
/// A miss above this is worth further steps.
const WORTH: f64 = 0.05;

/// Whether the stored solution of a profile misses a figure by more than [`WORTH`]. No further
/// action is ignored, because it varies most and influences nothing else.
pub(super) fn misses(id: u16) -> bool {
    let text = std::fs::read_to_string(FACTORS).unwrap_or_default();
    let head: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let row = text.lines().find(|line| line.split(',').next() == Some(&id.to_string()));
    let Some(row) = row else { return false };
    // A quoted name contains a comma, so columns are counted from the end.
    let mut fields = head.iter().rev().zip(row.split(',').rev());
    fields.any(|(name, value)| {
        let asked = name.starts_with("miss ") && !name.ends_with(FIGURES[1]);
        asked && value.parse().is_ok_and(|miss: f64| miss.abs() > WORTH)
    })
}

/// Writes `data/factors.csv`. Rows of other authorities stay as they are stored.
pub(super) fn factors(solved: &[Solved], rule: impl Fn(&Authority) -> [f64; PREDICTED]) -> Result<()> {
    let stored = std::fs::read_to_string(FACTORS).unwrap_or_default();
    let mut rows: BTreeMap<u16, String> = stored
        .lines()
        .skip(1)
        .filter_map(|line| Some((line.split(',').next()?.parse().ok()?, line.to_owned())))
        .collect();
    let mut text = String::from("id,name");
    for factor in Factors::LIST {
        text.push_str(&format!(",{}", factor.name));
    }
    for figure in FIGURES {
        text.push_str(&format!(",miss {figure}"));
    }
    text.push_str(",re-referrals,timely\n");
    for one in solved {
        let mut row = format!("{},{}", one.profile.id, quoted(one.profile.name));
        for value in one.beyond(&rule).iter().chain(&one.misses) {
            row.push_str(&format!(",{}", four(*value)));
        }
        row.push_str(&format!(",{},{}", four(one.stands.re_referrals), four(one.stands.timely)));
        rows.insert(one.profile.id, row);
    }
    for row in rows.values() {
        text.push_str(row);
        text.push('\n');
    }
    write(FACTORS, &text)
}

/// Writes `data/response.csv`.
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

/// Formats with five decimals: a twentieth of the change that moves a figure by one per cent.
fn four(value: f64) -> String {
    let text = format!("{value:.5}");
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') { "0".to_owned() } else { text }
}

fn quoted(name: &str) -> String {
    if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Writes a file under a temporary name and renames it.
fn write(path: &str, text: &str) -> Result<()> {
    let path = Path::new(path);
    let aside = path.with_extension("csv.part");
    std::fs::write(&aside, text).with_context(|| format!("cannot write {}", aside.display()))?;
    std::fs::rename(&aside, path).with_context(|| format!("cannot write {}", path.display()))
}
