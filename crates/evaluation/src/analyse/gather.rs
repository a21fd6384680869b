//! Reads the rows once and keeps what an analysis needs: means of every point, sums that separate
//! random variation from the effect of the points, and for the first outcome the values themselves,
//! by which strategies are ranked.

use std::path::Path;

use super::{NoFindings, Options};
use balcony_doe::design::Analysis;
use balcony_doe::sensitivity::noise::Noise;
use balcony_doe::sensitivity::rounding::apart;
use balcony_runs::results::rows::{Group, Level, Reader, RowsManifest};

/// Whether an outcome is studied as a level or as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// The value under the baseline.
    Level,
    /// The paired difference between a strategy (an index in the manifest's list) and the baseline.
    Difference(usize),
}

/// One response: an outcome as a level or a difference.
#[derive(Debug)]
pub struct Column {
    /// Index of the outcome in the registry.
    pub outcome: usize,
    /// Level or difference.
    pub what: Quantity,
    /// Mean of each point over its replicates; NaN if no run of the point succeeded.
    pub means: Vec<f64>,
    /// Sums that separate random variation from the effect of the points.
    pub noise: Noise,
    /// Number of successful runs in which the outcome is undefined. They are left out.
    pub no_value: u64,
}

/// Everything that an analysis needs from the rows.
#[derive(Debug)]
pub struct Gathered {
    /// Every outcome as a level and as differences.
    pub columns: Vec<Column>,
    /// Values of every factor by point, as numbers. A text is the index of its value in the sorted
    /// list of values that occur.
    pub factors: Vec<Vec<f64>>,
    /// For each text factor, that sorted list of values.
    pub words: Vec<Vec<String>>,
    /// Indices of the points that form a sample.
    pub sample: Vec<usize>,
    /// Values of the first outcome by point and strategy, in the order of replicates. A failed run
    /// has no value under any strategy.
    pub figures: Vec<Vec<Vec<f64>>>,
    /// Number of failed runs.
    pub failed: u64,
    /// Number of successful runs.
    pub came_through: u64,
}

/// Reads the rows.
///
/// # Errors
/// If an outcome is unknown, or the rows cannot be read.
pub fn gather(manifest: &RowsManifest, rows: &Path, options: &Options) -> Result<Gathered, NoFindings> {
    let identity = &manifest.identity;
    let wanted = if options.outcomes.is_empty() { &manifest.responses } else { &options.outcomes };
    let mut outcomes: Vec<usize> = Vec::new();
    for name in wanted {
        let at = identity.outcomes.iter().position(|key| key == name).ok_or_else(|| {
            NoFindings::NoOutcome { name: name.clone(), nearest: nearest(name, &identity.outcomes) }
        })?;
        if !outcomes.contains(&at) {
            outcomes.push(at);
        }
    }
    let (points, arms) = (identity.points as usize, identity.arms.len());
    if points < 2 {
        return Err(NoFindings::OnePoint);
    }
    let baseline = identity.baseline_at();
    let whats: Vec<Quantity> = std::iter::once(Quantity::Level)
        .chain((0..arms).filter(|arm| *arm != baseline).map(Quantity::Difference))
        .collect();
    let mut sums = vec![vec![(0.0, 0u32); points]; outcomes.len() * whats.len()];
    let mut noises = vec![Noise::new(); outcomes.len() * whats.len()];
    let mut levels: Vec<Vec<Option<Level>>> = vec![vec![None; points]; identity.factors.len()];
    let mut figures = vec![vec![Vec::new(); arms]; points];
    let mut no_value = vec![0; outcomes.len() * whats.len()];
    let (mut failed, mut came_through) = (0, 0);
    let mut task = vec![vec![f64::NAN; arms]; outcomes.len()];
    let mut reader = Reader::open(rows, manifest, &outcomes).map_err(NoFindings::Rows)?;
    while let Some(group) = reader.next_group().map_err(NoFindings::Rows)? {
        for row in 0..group.point.len() {
            let (point, replicate, arm) =
                (group.point[row] as usize, group.replicate[row] as usize, group.arm[row]);
            if point >= points {
                return Err(NoFindings::Rows(format!("point {point} of {points}")));
            }
            for (at, column) in group.outcomes.iter().enumerate() {
                task[at][arm] = column[row];
            }
            // The strategies of a task are consecutive and sorted, so the last one completes the
            // task.
            if arm + 1 < arms {
                continue;
            }
            keep_levels(&mut levels, &group, row, point);
            let whole = group.error[row].is_none();
            failed += u64::from(!whole);
            came_through += u64::from(whole);
            for (at, values) in task.iter().enumerate() {
                for (nth, what) in whats.iter().enumerate() {
                    let value = match what {
                        Quantity::Level => values[baseline],
                        Quantity::Difference(arm) => apart(values[*arm], values[baseline]),
                    };
                    let column = at * whats.len() + nth;
                    noises[column].add(point, replicate, value);
                    if value.is_finite() {
                        let (sum, count) = &mut sums[column][point];
                        *sum += value;
                        *count += 1;
                    } else {
                        no_value[column] += u64::from(whole);
                    }
                }
                if at == 0 && values.iter().all(|value| value.is_finite()) {
                    figures[point].iter_mut().zip(values).for_each(|(list, value)| list.push(*value));
                }
            }
        }
    }
    let (factors, words) = levels.into_iter().map(numbers).unzip();
    let mean = |(sum, count): &(f64, u32)| if *count == 0 { f64::NAN } else { sum / f64::from(*count) };
    let columns = sums.iter().zip(noises).zip(no_value).enumerate();
    let columns = columns.map(|(at, ((sums, noise), no_value))| Column {
        outcome: outcomes[at / whats.len()],
        what: whats[at % whats.len()],
        means: sums.iter().map(mean).collect(),
        noise,
        no_value,
    });
    Ok(Gathered {
        columns: columns.collect(),
        factors,
        words,
        sample: sample(manifest),
        figures,
        failed,
        came_through,
    })
}

fn keep_levels(levels: &mut [Vec<Option<Level>>], group: &Group, row: usize, point: usize) {
    for (kept, column) in levels.iter_mut().zip(&group.levels) {
        if kept[point].is_none() {
            kept[point] = Some(column[row].clone());
        }
    }
}

/// Values of a factor as numbers, and the list of its texts. A point without rows has no value.
fn numbers(levels: Vec<Option<Level>>) -> (Vec<f64>, Vec<String>) {
    let text = |level: &Level| if let Level::Text(text) = level { Some(text.clone()) } else { None };
    let mut words: Vec<String> = levels.iter().flatten().filter_map(text).collect();
    words.sort();
    words.dedup();
    let number = |level: &Level| {
        let place = || words.iter().position(|word| Some(word) == text(level).as_ref()).map(|at| at as f64);
        level.number().or_else(place).unwrap_or(f64::NAN)
    };
    let numbers = levels.iter().map(|level| level.as_ref().map_or(f64::NAN, number)).collect();
    (numbers, words)
}

/// Indices of the points that form a sample. In a Saltelli design these are the first and the last
/// point of each block, which are its two base samples. A Morris design has none, because the
/// points of a trajectory are neighbours.
fn sample(manifest: &RowsManifest) -> Vec<usize> {
    let (points, block) = (manifest.identity.points as usize, manifest.design.block.max(1) as usize);
    match manifest.design.kind.analysis() {
        Analysis::SobolIndices => {
            (0..points).filter(|point| point % block == 0 || point % block == block - 1).collect()
        }
        Analysis::ElementaryEffects => Vec::new(),
        Analysis::AnySample => (0..points).collect(),
    }
}

fn nearest(name: &str, names: &[String]) -> Option<String> {
    let alike = |candidate: &&String| strsim::jaro_winkler(name, candidate);
    let best = names.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) > 0.72).then(|| best.clone())
}
