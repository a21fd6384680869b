//! The tables that `--out` keeps, as CSV: every figure of every year of every run, differences,
//! regions, authorities, and the pipeline. The same runs give the same bytes.

use crate::charts::{Pipeline, pipelines};
use crate::compare::{CountOfRegion, OF_REGIONS, others, pair, regions};
use crate::figures::ROWS;
use crate::places::authorities;
use crate::replicates::Runs;
use crate::scenario::National;
use balcony_study::experiment::stats::{mean, sd};
use balcony_study::results::engine;
use serde_json::{Value, json};

/// The table of authorities.
const AUTHORITIES: &str = "authorities.csv";
/// The table of the pipeline.
const PIPELINE: &str = "pipeline.csv";
/// The files of a folder, with what is in them.
pub const FILES: [(&str, &str); 6] = [
    ("years.csv", "a row for each policy, replicate and year, a column for each figure"),
    ("levels.csv", "mean and spread of each figure over the runs, by policy"),
    ("differences.csv", "each policy against the base, figure by figure"),
    ("regions.csv", "means of each region, for each post and year, by policy"),
    (AUTHORITIES, "means of each authority over the runs, by policy"),
    (PIPELINE, "people in post and their moves a year, by policy, tier and background"),
];
/// The file that says what a folder is.
pub const MANIFEST: &str = "manifest.json";
/// Its kind in the manifest.
pub const MANIFEST_KIND: &str = "balcony-england";
/// Replicates from which the pipeline is taken.
const PIPELINE_RUNS: u32 = 10;

/// All tables: file name and text.
pub fn tables(national: &National, runs: &Runs) -> Vec<(&'static str, String)> {
    let texts = [
        years(national, runs),
        levels(national, runs),
        differences(national, runs),
        by_region(national, runs),
        by_authority(national, runs),
        by_tier(national),
    ];
    FILES.iter().map(|(name, _)| *name).zip(texts).collect()
}

/// What the folder holds, for its manifest. An interrupted computation goes on only if all of it is
/// the same; the version and the engine are part of it.
pub fn about(
    national: &National,
    version: &str,
    compares: bool,
    with_children: u32,
) -> Vec<(&'static str, Value)> {
    vec![
        ("version", version.into()),
        ("engine", engine().into()),
        ("command", if compares { "compare" } else { "run" }.into()),
        ("name", national.name.clone().into()),
        ("title", national.title.clone().into()),
        ("primary", ROWS[national.primary].key.into()),
        ("base", national.policies[national.base].name.clone().into()),
        ("policies", national.policies.iter().map(|policy| policy.name.clone()).collect()),
        ("start", national.start.to_string().into()),
        ("weeks", national.weeks.into()),
        ("replicates", national.replicates.into()),
        ("children", with_children.into()),
        ("seed", national.seed.into()),
        ("set", national.sets.clone().into()),
        ("scenario", national.text.clone().into()),
        ("files", FILES.iter().map(|(name, about)| json!({ "name": name, "about": about })).collect()),
    ]
}

/// A number as it is read back bit by bit; empty where there is none.
fn cell(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn columns() -> String {
    ROWS.iter().map(|row| row.key).collect::<Vec<_>>().join(",")
}

fn years(national: &National, runs: &Runs) -> String {
    let mut text = format!("policy,replicate,year,{}\n", columns());
    for (policy, of) in national.policies.iter().enumerate() {
        for (replicate, lives) in runs.lives.iter().enumerate() {
            for year in &lives[policy].years {
                let cells: Vec<String> = crate::figures::shown(year).into_iter().map(cell).collect();
                text.push_str(&format!("{},{replicate},{},{}\n", of.name, year.year, cells.join(",")));
            }
        }
    }
    text
}

fn levels(national: &National, runs: &Runs) -> String {
    let mut text = String::from("policy,figure,unit,mean,sd\n");
    for (policy, of) in national.policies.iter().enumerate() {
        for (figure, row) in ROWS.iter().enumerate() {
            let values = runs.figure(policy, figure);
            let (mean, sd) = (cell(mean(values)), cell(sd(values)));
            text.push_str(&format!("{},{},{},{mean},{sd}\n", of.name, row.key, row.unit));
        }
    }
    text
}

fn differences(national: &National, runs: &Runs) -> String {
    let mut text =
        String::from("policy,figure,unit,base,difference,low_95,high_95,matters,better_in,same_in,verdict\n");
    for policy in others(national) {
        for (figure, row) in ROWS.iter().enumerate() {
            let pair = pair(national, runs, policy, figure);
            let ends = pair.interval.map_or([f64::NAN; 2], |interval| [interval.low, interval.high]);
            text.push_str(&format!(
                "{},{},{},{},{},{},{},{},{},{},{}\n",
                national.policies[policy].name,
                row.key,
                row.unit,
                cell(pair.yardstick.level),
                cell(pair.difference),
                cell(ends[0]),
                cell(ends[1]),
                cell(pair.yardstick.size()),
                pair.better,
                pair.same,
                pair.verdict.words(row.better)
            ));
        }
    }
    text
}

fn by_region(national: &National, runs: &Runs) -> String {
    let heads: Vec<&str> = OF_REGIONS.iter().map(|what| what.key).collect();
    let mut text = format!("policy,region,posts,{}\n", heads.join(","));
    for (policy, of) in national.policies.iter().enumerate() {
        for region in regions(national) {
            let cells: Vec<String> = OF_REGIONS
                .iter()
                .map(|what| {
                    cell(mean(&CountOfRegion { national, runs, region: &region, what }.under(policy)))
                })
                .collect();
            text.push_str(&format!(
                "{},{},{},{}\n",
                of.name,
                region.name,
                region.places.len(),
                cells.join(",")
            ));
        }
    }
    text
}

/// The names of the places of the market, in their order.
pub(crate) fn place_names() -> Vec<&'static str> {
    let all = authorities();
    let count = all.iter().map(|one| one.place + 1).max().unwrap_or(0);
    let name = |place: usize| {
        let own = all.iter().find(|one| {
            one.place == place && crate::places::SERVED.iter().all(|(served, _)| *served != one.profile.name)
        });
        own.map_or("", |one| one.profile.name)
    };
    (0..count).map(name).collect()
}

fn by_authority(national: &National, runs: &Runs) -> String {
    let names = place_names();
    let mut text = String::from("policy,authority,region,weeks,directors,changes,interims,failed\n");
    for (policy, of) in national.policies.iter().enumerate() {
        for (place, name) in names.iter().enumerate() {
            let region = crate::places::REGIONS[usize::from(national.history.places[place].region)];
            let at = [place];
            let counts: [fn(&crate::replicates::PlaceCount) -> u32; 5] = [
                |place| place.vacancy_weeks,
                |place| place.directors,
                |place| place.changes,
                |place| place.interims,
                |place| place.failed,
            ];
            let cells = counts.map(|count| cell(mean(&runs.places(policy, &at, count)))).join(",");
            text.push_str(&format!("{},{},{region},{cells}\n", of.name, quoted(name)));
        }
    }
    text
}

/// A name that may hold a comma.
fn quoted(name: &str) -> String {
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

fn by_tier(national: &National) -> String {
    let mut text = format!("policy,{}\n", Pipeline::HEADS);
    let many = national.replicates.min(PIPELINE_RUNS);
    for (of, pipeline) in national.policies.iter().zip(pipelines(national, many)) {
        for row in pipeline.rows() {
            text.push_str(&format!("{},{row}\n", of.name));
        }
    }
    text
}
