//! Reads the tables of a folder back, for pictures.

use super::{Flow, Measure, Picture, Pipeline, Tile, children, flow, map};
use balcony_market::Background;
use serde_json::Value;

/// What pictures need of a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The policies, in order.
    pub policies: Vec<String>,
    /// The base.
    pub base: String,
    years: u32,
    authorities: Vec<(String, Tile, f64)>,
    pipeline: Vec<(String, usize, usize, Flow)>,
    children: Option<String>,
}

/// Reads the manifest and the tables of authorities and of the pipeline; that of children is read
/// when it is drawn.
///
/// # Errors
/// A sentence, if they are not what this program writes.
pub fn read(
    manifest: &str,
    authorities: &str,
    pipeline: &str,
    children: Option<String>,
) -> Result<Kept, String> {
    let damaged = |what: &str| format!("{what} is not as this program writes it");
    let value: Value = serde_json::from_str(manifest).map_err(|_| damaged("manifest.json"))?;
    let policies: Option<Vec<String>> = value["policies"]
        .as_array()
        .map(|names| names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect());
    let (Some(policies), Some(base), Some(weeks)) =
        (policies, value["base"].as_str(), value["weeks"].as_u64())
    else {
        return Err(damaged("manifest.json"));
    };
    let kept = Kept {
        policies,
        base: base.to_owned(),
        years: weeks as u32 / crate::scenario::YEAR,
        authorities: rows(authorities, tile).ok_or_else(|| damaged("authorities.csv"))?,
        pipeline: rows(pipeline, part).ok_or_else(|| damaged("pipeline.csv"))?,
        children,
    };
    Ok(kept)
}

/// All rows of a table; `None` if one cannot be read.
fn rows<T>(text: &str, read: fn(&csv::StringRecord) -> Option<T>) -> Option<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<T> =
        reader.records().map(|record| record.ok().and_then(|record| read(&record))).collect::<Option<_>>()?;
    (!rows.is_empty()).then_some(rows)
}

fn number(record: &csv::StringRecord, at: usize) -> Option<f64> {
    record.get(at)?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn tile(record: &csv::StringRecord) -> Option<(String, Tile, f64)> {
    let text = |at: usize| record.get(at).map(str::to_owned);
    let tile = Tile { name: text(1)?, region: text(2)?, value: number(record, 3)? };
    Some((text(0)?, tile, number(record, 4)?))
}

fn part(record: &csv::StringRecord) -> Option<(String, usize, usize, Flow)> {
    let tier = record.get(1)?.parse::<usize>().ok()?.checked_sub(1).filter(|tier| *tier < 4)?;
    let background = Background::of(record.get(2)?)? as usize;
    let flow = Flow {
        in_post: number(record, 3)?,
        risen: number(record, 4)?,
        new: number(record, 5)?,
        moved: number(record, 6)?,
        left: number(record, 7)?,
    };
    Some((record.get(0)?.to_owned(), tier, background, flow))
}

impl Kept {
    /// A picture of children, staff or partners by its key ([`super::OF_CHILDREN`]): of an outcome,
    /// under a policy.
    ///
    /// # Errors
    /// A sentence: a folder without children, an unknown outcome, the base less itself, a damaged
    /// table.
    pub fn of_children(
        &self,
        key: &str,
        outcome: Option<&str>,
        policy: &str,
        width: f64,
    ) -> Result<Picture, String> {
        let table =
            self.children.as_deref().ok_or("nothing is kept of children: run it with --children N")?;
        if key == "children" {
            return children::levels(table, outcome, policy, width);
        }
        if policy == self.base {
            let others = self.policies.iter().filter(|name| **name != self.base);
            let others: Vec<&str> = others.map(String::as_str).collect();
            return Err(match &others[..] {
                [] => "there is one policy, and nothing to compare it with".to_owned(),
                others => format!("add --policy {}, which is compared with {}", others.join("|"), self.base),
            });
        }
        children::differences(table, outcome, (policy, &self.base), width)
    }

    /// Whether children were simulated.
    pub fn has_children(&self) -> bool {
        self.children.is_some()
    }

    /// A picture by its key, of a policy; `None` if there is no such picture.
    pub fn picture(&self, key: &str, policy: &str, width: f64) -> Option<Picture> {
        let tiles = |directors: bool| -> Vec<Tile> {
            let of = self.authorities.iter().filter(|(name, ..)| name == policy);
            of.map(
                |(_, tile, count)| {
                    if directors { Tile { value: *count, ..tile.clone() } } else { tile.clone() }
                },
            )
            .collect()
        };
        match key {
            "pipeline" => {
                let mut pipeline = Pipeline::default();
                for (_, tier, background, flow) in self.pipeline.iter().filter(|(name, ..)| name == policy) {
                    pipeline.0[*tier][*background] = *flow;
                }
                Some(flow(&pipeline, width))
            }
            "weeks" => Some(map(&tiles(false), Measure::Weeks, self.years, width)),
            "directors" => Some(map(&tiles(true), Measure::Directors, self.years, width)),
            _ => None,
        }
    }
}
