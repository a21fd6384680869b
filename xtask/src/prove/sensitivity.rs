//! Sensitivity indices: comparison with SALib, and coverage of the intervals for functions with
//! known indices.

use super::Options;
use crate::report::Report;
use crate::shell;
use anyhow::{Context, Result, ensure};
use balcony::design::Design;
use balcony::sensitivity::known::{Known, g_function, ishigami, of_g_function, of_ishigami};
use balcony::sensitivity::{Index, Interval, delta, morris, sobol};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const CLAIM: &str = "On the same points and values every Sobol index, Morris measure, raw delta and raw given-data first-order \
                     index equals SALib's to 1e-9 of the largest in its list, and half-widths of Sobol and Morris intervals lie \
                     within 15 % of SALib's (other resamples). How often 95 % intervals cover is shown, not claimed.";

const WEIGHTS: [f64; 6] = [0.0, 0.5, 1.0, 3.0, 9.0, 99.0];
const BASE: usize = 512;
const LEVELS: usize = 4;
const RESAMPLES: u32 = 1000;
const LEVEL: f64 = 0.95;
const PACKAGES: [&str; 3] = ["SALib==1.6.0", "scipy==1.17.1", "numpy==2.4.6"];

/// A function with known indices.
struct Function {
    name: &'static str,
    factors: usize,
    of: fn(&[f64]) -> f64,
    known: Known,
}

fn functions() -> [Function; 2] {
    [
        Function { name: "Ishigami", factors: 3, of: ishigami, known: of_ishigami() },
        Function { name: "g", factors: 6, of: |u| g_function(u, &WEIGHTS), known: of_g_function(&WEIGHTS) },
    ]
}

/// Points of a design, row by row, and the function's values.
fn points(design: &Design, of: fn(&[f64]) -> f64) -> (Vec<f64>, Vec<f64>) {
    let mut x = vec![0.0; design.len() * design.factors()];
    let y = x
        .chunks_mut(design.factors())
        .enumerate()
        .map(|(index, point)| {
            design.point(index, point);
            of(point)
        })
        .collect();
    (x, y)
}

/// Compares with SALib, then measures coverage.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let mut report =
        Report::new("sensitivity", CLAIM, &["function", "figure", "how many", "largest difference", "limit"]);
    compare(&mut report)?;
    let repetitions = options.size(200, 20);
    cover_sobol(&mut report, repetitions);
    cover_morris(&mut report, repetitions);
    report.note(
        "Coverage over repetitions with other seeds; +- is its binomial standard error. The half-width column is the mean half-width \
         of the symmetric interval over 1.96 standard deviations of the estimates: 1 is right, above 1 too wide."
            .to_owned(),
    );
    report.note(
        "Effects on a grid take few values, so an end of an interval may be the truth itself but for rounding: within 1e-9 of it counts as \
         holding it."
            .to_owned(),
    );
    report.note(
        "Base rows of a Sobol sequence are not independent: estimates scatter less than resampling of rows makes them, so intervals are \
         too wide where the sequence helps. With independent rows the same intervals show what resampling itself is worth."
            .to_owned(),
    );
    report.note(
        "What Morris's mu* is compared with is exact: the mean over every base and step of the grid, which is what endless trajectories \
         would give. Its `student` interval is mu* -+ t sd / sqrt(trajectories)."
            .to_owned(),
    );
    Ok(report)
}

/// Input for SALib and our results: estimates by SALib's name, and half-widths with their limit.
struct Case {
    function: &'static str,
    told: Value,
    values: Vec<(&'static str, Vec<f64>)>,
    halves: Vec<(&'static str, Vec<f64>, f64)>,
}

fn case_sobol(function: &Function, second_order: bool) -> Result<Case> {
    let design = Design::saltelli(function.factors, BASE, second_order, Some(1))?;
    let (_, y) = points(&design, function.of);
    let table = sobol::indices(&y, function.factors, second_order, RESAMPLES, LEVEL, 1)?.indices?;
    let second: Vec<Index> = table.second.iter().map(|(.., index)| *index).collect();
    let lists =
        [("S1", "S1_conf", &table.first), ("ST", "ST_conf", &table.total), ("S2", "S2_conf", &second)];
    let lists = if second_order { &lists[..] } else { &lists[..2] };
    Ok(Case {
        function: function.name,
        told: json!({"kind": "sobol", "factors": function.factors, "second_order": second_order, "y": y,
                     "resamples": RESAMPLES, "level": LEVEL, "seed": 1}),
        values: lists
            .iter()
            .map(|(name, _, list)| (*name, list.iter().map(|index| index.value).collect()))
            .collect(),
        halves: lists
            .iter()
            .map(|(_, name, list)| (*name, list.iter().map(|index| index.half).collect(), 0.15))
            .collect(),
    })
}

fn case_morris(function: &Function) -> Result<Case> {
    let (x, y) = points(&Design::morris(function.factors, 50, LEVELS, 1)?, function.of);
    let found = morris::effects(&x, &y, function.factors, LEVELS, RESAMPLES, LEVEL, 1)?.factors;
    let list = |of: fn(&morris::Effect) -> f64| found.iter().map(of).collect::<Vec<f64>>();
    Ok(Case {
        function: function.name,
        values: vec![
            ("mu", list(|effect| effect.mu)),
            ("mu_star", list(|effect| effect.mu_star.value)),
            ("sigma", list(|effect| effect.sigma)),
        ],
        halves: vec![("mu_star_conf", list(|effect| effect.mu_star.half), 0.15)],
        told: json!({"kind": "morris", "factors": function.factors, "levels": LEVELS, "x": x, "y": y,
                     "resamples": RESAMPLES, "level": LEVEL, "seed": 1}),
    })
}

fn case_delta(function: &Function) -> Result<Case> {
    let (x, y) = points(&Design::latin_hypercube(function.factors, BASE, 1)?, function.of);
    let mut found = Vec::new();
    for factor in 0..function.factors {
        let column: Vec<f64> = x.iter().skip(factor).step_by(function.factors).copied().collect();
        found.push(delta::given(&column, &y, 100, LEVEL, 1)?.measures?);
    }
    let list = |of: fn(&delta::Measures) -> f64| found.iter().map(of).collect::<Vec<f64>>();
    Ok(Case {
        function: function.name,
        values: vec![
            ("delta", list(|measures| measures.delta.raw)),
            ("S1", list(|measures| measures.first.raw)),
        ],
        // Only shown: 100 resamples are few, and SALib uses 100 others.
        halves: vec![
            ("delta_conf", list(|measures| measures.delta.half), f64::INFINITY),
            ("S1_conf", list(|measures| measures.first.half), f64::INFINITY),
        ],
        told: json!({"kind": "delta", "factors": function.factors, "x": x, "y": y,
                     "resamples": 100, "level": LEVEL, "seed": 1}),
    })
}

fn compare(report: &mut Report) -> Result<()> {
    let mut cases = Vec::new();
    for function in functions() {
        cases.push(case_sobol(&function, true)?);
        cases.push(case_sobol(&function, false)?);
        cases.push(case_morris(&function)?);
        cases.push(case_delta(&function)?);
    }
    let answers = salib(&cases.iter().map(|case| &case.told).collect::<Vec<_>>())?;
    report.note(format!("Compared with {}.", answers["versions"].to_string().replace('"', "")));
    for (case, answer) in cases.iter().zip(answers["answers"].as_array().context("no answers")?) {
        let kind = case.told["kind"].as_str().unwrap_or_default();
        let order = if case.told["second_order"] == json!(true) { ", second order" } else { "" };
        let theirs = |name: &str| -> Result<Vec<f64>> {
            let list = answer[name].as_array().with_context(|| format!("SALib gave no {name}"))?;
            list.iter().map(|value| value.as_f64().context("not a number")).collect()
        };
        for (name, ours) in &case.values {
            let theirs = theirs(name)?;
            ensure!(theirs.len() == ours.len(), "SALib gave {} of {name}", theirs.len());
            let largest = theirs.iter().fold(0.0f64, |most, value| most.max(value.abs()));
            let apart = ours.iter().zip(&theirs).map(|(ours, theirs)| (ours - theirs).abs() / largest);
            let apart = apart.fold(0.0, f64::max);
            report.row([
                case.function.to_owned(),
                format!("{kind} {name}{order}"),
                ours.len().to_string(),
                format!("{apart:.1e}"),
                "1e-9".to_owned(),
            ]);
            report.expect(apart <= 1e-9, || format!("{}, {kind} {name}: {apart:.1e} apart", case.function));
        }
        for (name, ours, limit) in &case.halves {
            let theirs = theirs(name)?;
            // A quantity without variation has a half-width of rounding error only, which cannot be
            // compared.
            let least = 1e-9 * theirs.iter().fold(0.0f64, |most, half| most.max(*half));
            let apart =
                ours.iter().zip(&theirs).map(|(ours, theirs)| (ours - theirs).abs() / theirs.max(least));
            let apart = apart.fold(0.0, f64::max);
            let shown =
                if limit.is_finite() { format!("{:.0} %", limit * 100.0) } else { "shown only".to_owned() };
            report.row([
                case.function.to_owned(),
                format!("{kind} {name}{order}"),
                ours.len().to_string(),
                format!("{:.1} %", apart * 100.0),
                shown,
            ]);
            report.expect(apart <= *limit, || format!("{}, {kind} {name}: {apart:.3} apart", case.function));
        }
    }
    Ok(())
}

/// SALib's results, from a temporary virtual environment.
fn salib(cases: &[&Value]) -> Result<Value> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    shell::run(shell::command("python3", &["-m", "venv", &at("venv")]))?;
    let python = at("venv/bin/python");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    shell::run(shell::command(&python, &[&install[..], &PACKAGES[..]].concat()))?;
    std::fs::write(at("cases.json"), serde_json::to_vec(cases)?).context("cannot write the cases")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/salib.py");
    let words = [&script.to_string_lossy(), "compare", &at("cases.json")];
    Ok(serde_json::from_str(&shell::output(shell::command(&python, &words))?)?)
}

/// How often each kind of interval covered the truth, and its width.
#[derive(Default, Clone)]
struct Tally {
    percentile: u32,
    bca: u32,
    symmetric: u32,
    student: Option<u32>,
    halves: f64,
    values: Vec<f64>,
}

fn holds(interval: Interval, truth: f64) -> bool {
    let slack = 1e-9 * truth.abs();
    interval.low - slack <= truth && truth <= interval.high + slack
}

impl Tally {
    fn add(&mut self, index: &Index, truth: f64) {
        // Without variation the interval is a point and rounding decides; that is not tested.
        let held = |interval: Interval| u32::from(holds(interval, truth));
        self.percentile += held(index.percentile);
        self.bca += held(index.bca);
        self.symmetric += held(index.symmetric());
        self.halves += index.half;
        self.values.push(index.value);
    }

    fn cells(&self) -> Vec<String> {
        let n = self.values.len() as f64;
        let share = |held: u32| {
            let p = f64::from(held) / n;
            format!("{:.1} +- {:.1}", p * 100.0, libm::sqrt(p * (1.0 - p) / n) * 100.0)
        };
        let mean = self.values.iter().sum::<f64>() / n;
        let squares: f64 = self.values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let ratio = self.halves / n / (1.959_964 * libm::sqrt(squares / (n - 1.0)));
        let ratio =
            if squares > 1e-18 * mean * mean { format!("{ratio:.2}") } else { "does not vary".to_owned() };
        let mut cells =
            vec![format!("{mean:.4}"), share(self.percentile), share(self.bca), share(self.symmetric), ratio];
        cells.extend(self.student.map(share));
        cells
    }
}

const HEADS: [&str; 9] = [
    "function",
    "points",
    "figure",
    "truth",
    "mean estimate",
    "percentile covers, %",
    "BCa covers, %",
    "symmetric covers, %",
    "half-width over what is right",
];

/// Values at Saltelli's points. The base rows are from one shifted sequence, or independent (each
/// the origin with its own shift).
fn saltelli(function: &Function, seed: u64, independent: bool) -> Vec<f64> {
    if !independent {
        let design = Design::saltelli(function.factors, BASE, false, Some(seed)).expect("a design");
        return points(&design, function.of).1;
    }
    let rows = (0..BASE as u64).flat_map(|row| {
        let design = Design::saltelli(function.factors, 1, false, Some(seed << 32 | row)).expect("a design");
        points(&design, function.of).1
    });
    rows.collect()
}

fn cover_sobol(report: &mut Report, repetitions: u32) {
    report
        .table(&format!("Sobol: {BASE} base rows, {repetitions} repetitions, {RESAMPLES} resamples"), &HEADS);
    for function in functions() {
        for independent in [false, true] {
            let tables: Vec<sobol::SobolTable> = (1..=u64::from(repetitions))
                .into_par_iter()
                .map(|seed| {
                    let y = saltelli(&function, seed, independent);
                    let found = sobol::indices(&y, function.factors, false, RESAMPLES, LEVEL, seed);
                    found.expect("rows").indices.expect("variance")
                })
                .collect();
            type List = fn(&sobol::SobolTable) -> &Vec<Index>;
            let lists: [(&str, List, &Vec<f64>); 2] = [
                ("S1", |table| &table.first, &function.known.first),
                ("ST", |table| &table.total, &function.known.total),
            ];
            for (name, list, truths) in lists {
                for (factor, truth) in truths.iter().enumerate() {
                    let mut tally = Tally::default();
                    tables.iter().for_each(|table| tally.add(&list(table)[factor], *truth));
                    let points = if independent { "independent" } else { "Sobol, shifted" };
                    let head =
                        [function.name, points, &format!("{name} of x{}", factor + 1)].map(str::to_owned);
                    report.row(head.into_iter().chain([format!("{truth:.4}")]).chain(tally.cells()));
                }
            }
        }
    }
}

/// Exact mean absolute effect of a factor over all bases and steps of the grid.
fn exact_mu_star(function: &Function, factor: usize) -> f64 {
    let (k, half) = (function.factors, LEVELS / 2);
    let delta = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));
    let cells = LEVELS.pow(k as u32 - 1) * half;
    let sizes = (0..cells).map(|cell| {
        let mut left = cell / half;
        let mut u: Vec<f64> = (0..k)
            .map(|other| {
                if other == factor {
                    return 0.0;
                }
                let level = left % LEVELS;
                left /= LEVELS;
                level as f64 / (LEVELS as f64 - 1.0)
            })
            .collect();
        u[factor] = (cell % half) as f64 / (LEVELS as f64 - 1.0);
        let before = (function.of)(&u);
        u[factor] = (cell % half + half) as f64 / (LEVELS as f64 - 1.0);
        ((function.of)(&u) - before).abs() / delta
    });
    sizes.sum::<f64>() / cells as f64
}

fn cover_morris(report: &mut Report, repetitions: u32) {
    report.table(
        &format!("Morris: mu*, {LEVELS} levels, {repetitions} repetitions, {RESAMPLES} resamples"),
        &[&HEADS[..], &["Student covers, %"]].concat(),
    );
    for function in functions() {
        for trajectories in [10, 20, 50, 200] {
            let mut tallies = vec![Tally::default(); function.factors];
            let truths: Vec<f64> =
                (0..function.factors).map(|factor| exact_mu_star(&function, factor)).collect();
            for seed in 1..=u64::from(repetitions) {
                let design = Design::morris(function.factors, trajectories, LEVELS, seed).expect("a design");
                let (x, y) = points(&design, function.of);
                let found = morris::effects(&x, &y, function.factors, LEVELS, RESAMPLES, LEVEL, seed);
                for ((tally, effect), truth) in
                    tallies.iter_mut().zip(found.expect("trajectories").factors).zip(&truths)
                {
                    tally.add(&effect.mu_star, *truth);
                    *tally.student.get_or_insert(0) += u32::from(holds(effect.student, *truth));
                }
            }
            for (factor, (tally, truth)) in tallies.iter().zip(&truths).enumerate() {
                let points = format!("{trajectories} trajectories");
                let head = [function.name.to_owned(), points, format!("mu* of x{}", factor + 1)];
                report.row(head.into_iter().chain([format!("{truth:.4}")]).chain(tally.cells()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_counts_what_holds() {
        let mut tally = Tally::default();
        let interval = |low, high| Interval { low, high };
        let index = Index { value: 1.0, half: 0.5, percentile: interval(0.9, 1.1), bca: interval(1.0, 1.3) };
        tally.add(&index, 1.2);
        assert_eq!((tally.percentile, tally.bca, tally.symmetric), (0, 1, 1));
    }

    #[test]
    fn the_grid_gives_the_effects_of_a_straight_line() {
        let known = of_ishigami();
        let line = Function { name: "line", factors: 3, of: |u| 2.0 * u[0] - u[2], known };
        for (factor, slope) in [2.0, 0.0, 1.0].iter().enumerate() {
            assert!((exact_mu_star(&line, factor) - slope).abs() < 1e-12);
        }
    }
}
