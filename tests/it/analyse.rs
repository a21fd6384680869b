//! Tests of `analyse` with known results: functions whose indices are computed by hand replace the
//! simulator.

use std::path::Path;
use std::sync::Arc;

use balcony::analyse::{Findings, Options, Quantity, analyse, csv, json, page, text};
use balcony::design::Design;
use balcony::results::disk::RealDisk;
use balcony::results::rows::{
    self, Column, DesignFacts, Form, Level, OpenedFolder, RowsFolder, RowsIdentity, RowsManifest, Task,
    TaskResult, Timing,
};
use balcony::results::{Mode, Status, engine};
use balcony::summary::Look;
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_numeric::hex;
use sha2::{Digest, Sha256};

/// Maps the coordinates of a point, the replicate and the strategy to a value of each response;
/// `None` for a run that failed.
type Value = dyn Fn(&[f64], u32, usize) -> Option<Vec<f64>>;

/// A sweep whose outcomes are a function of point, replicate and strategy.
struct Made<'a> {
    design: Design,
    levels: u32,
    arms: &'a [&'a str],
    replicates: u32,
    responses: &'a [&'a str],
    value: &'a Value,
}

impl Made<'_> {
    fn manifest(&self) -> RowsManifest {
        let factor = |at: usize| Column {
            name: format!("x{at}"),
            key: format!("start.x{at}"),
            form: Form::Number,
            unit: "share".to_owned(),
            meaning: "a <factor> & more".to_owned(),
        };
        RowsManifest {
            kind: String::new(),
            form: 0,
            status: Status::Running,
            title: "Known <functions>".to_owned(),
            question: "Is it found?".to_owned(),
            authority: "Nowhere".to_owned(),
            currency: "£".to_owned(),
            identity: RowsIdentity {
                scenario_hash: hex(&Sha256::digest("")),
                experiment_hash: hex(&Sha256::digest("known")),
                seed: 1,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                engine: engine(),
                arms: self.arms.iter().map(|arm| (*arm).to_owned()).collect(),
                baseline: self.arms[0].to_owned(),
                points: u32::try_from(self.design.len()).expect("points"),
                replicates: self.replicates,
                draws: 0,
                weeks: 1,
                factors: (1..=self.design.factors()).map(factor).collect(),
                outcomes: OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect(),
                margins: balcony::results::Margins::default(),
                share: (1, 1),
            },
            responses: self.responses.iter().map(|key| (*key).to_owned()).collect(),
            design: DesignFacts {
                kind: self.design.kind(),
                block: u32::try_from(self.design.block()).expect("a block"),
                levels: self.levels,
                seed: 3,
                second_order: false,
            },
            command: vec!["balcony".to_owned(), "sweep".to_owned(), "known.toml".to_owned()],
            experiment: "known".to_owned(),
            source: String::new(),
            scenario: String::new(),
            tasks: 0,
            failed: 0,
            timing: None,
            rows: None,
        }
    }

    fn place(&self, point: u32) -> Vec<f64> {
        let mut place = vec![0.0; self.design.factors()];
        self.design.point(point as usize, &mut place);
        place
    }

    fn keep(&self, folder: &Path) {
        let OpenedFolder::Work(mut rows) =
            RowsFolder::open(folder, self.manifest(), Mode::New, Arc::new(RealDisk)).expect("a folder")
        else {
            panic!("it is new");
        };
        let points = u32::try_from(self.design.len()).expect("points");
        let at: Vec<usize> =
            self.responses.iter().map(|key| outcome_index(key).expect("an outcome")).collect();
        let mut failed = 0;
        for (replicate, point) in (0..self.replicates).flat_map(|r| (0..points).map(move |p| (r, p))) {
            let place = self.place(point);
            let arm = |arm: usize| {
                let values = (self.value)(&place, replicate, arm)?;
                let mut all = vec![0.0; OUTCOMES.len()];
                at.iter().zip(values).for_each(|(at, value)| all[*at] = value);
                Some(all)
            };
            let outcomes: Option<Vec<Vec<f64>>> = (0..self.arms.len()).map(arm).collect();
            failed += u64::from(outcomes.is_none());
            let outcomes = outcomes.ok_or_else(|| "it cannot be".to_owned());
            rows.add(&TaskResult { task: Task { point, replicate }, case_weeks: 1, outcomes }).expect("kept");
        }
        let timing = Timing { wall: 0.0, cpu: None, threads: 1, case_weeks: 0 };
        let tasks = u64::from(points) * u64::from(self.replicates);
        let levels = |point: u32| self.place(point).into_iter().map(Level::Number).collect();
        rows.finish(tasks, failed, timing, &levels).expect("rows");
    }

    fn findings(&self, options: &Options) -> Findings {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rows");
        self.keep(&path);
        let (manifest, file) = rows::read(&path).expect("whole rows");
        analyse(&manifest, &file, options).expect("findings")
    }
}

fn options() -> Options {
    Options { outcomes: Vec::new(), resamples: 200, seed: 1, threads: 1 }
}

/// Noise that is common to all points, plus noise of each point, both a few hundredths in size.
fn luck(place: &[f64], replicate: u32) -> f64 {
    let common = f64::from(replicate * 7 % 5) * 0.02;
    let own = (place.iter().sum::<f64>() * 1000.0 + f64::from(replicate) * 37.0) % 1.0;
    common + 0.05 * (own - 0.5)
}

// Additive: 3 a + b + 0 c. So the shares are 9/10, 1/10 and 0, both first-order and total.
#[test]
fn sobol_indices_of_a_known_function_are_found_and_luck_is_told() {
    let made = Made {
        design: Design::saltelli(3, 256, false, Some(1)).expect("a design"),
        levels: 0,
        arms: &["a"],
        replicates: 3,
        responses: &["harm"],
        value: &|x, replicate, _| Some(vec![3.0 * x[0] + x[1] + luck(x, replicate)]),
    };
    let found = made.findings(&options());
    let [view] = &found.views[..] else { panic!("one view") };
    let figures = view.figures(3);
    for (figure, share) in figures.iter().zip([0.9, 0.1, 0.0]) {
        let (total, low, high) = figure.main.expect("a total index");
        // With Saltelli's design of 256 rows, the error of an additive function's total index is
        // far below .02.
        assert!((total - share).abs() < 0.02, "{total} for {share}");
        assert!(low <= total && total <= high);
    }
    assert_eq!(view.ranking(3), [0, 1, 2]);
    let noise = view.noise.expect("three replicates tell luck");
    let variance = 10.0 / 12.0;
    assert!((noise.between / variance - 1.0).abs() < 0.05, "{}", noise.between);
    // A uniform spread of total width .05, and five steps of .02: variances of 2.1e-4 and about
    // 8e-4.
    assert!(noise.luck < 0.003 && noise.luck > 0.0003, "{}", noise.luck);
    assert!(noise.share_now.expect("a share") < 0.01);
    assert!(found.regimes.is_none(), "one strategy has nobody to be better than");
}

#[test]
fn a_run_that_failed_takes_its_row_of_the_design_with_it_and_no_more() {
    let made = Made {
        design: Design::saltelli(2, 64, false, Some(1)).expect("a design"),
        levels: 0,
        arms: &["a"],
        replicates: 1,
        responses: &["harm"],
        value: &|x, _, _| (x[0] < 0.9).then(|| vec![x[0]]),
    };
    let found = made.findings(&options());
    let sobol = found.views[0].sobol.as_ref().expect("indices");
    // In four rows of five, the first factor is below .9 at both base points.
    assert!(found.failed > 0 && sobol.rows + sobol.left_out == 64);
    assert!((5..=25).contains(&sobol.left_out), "{}", sobol.left_out);
    assert!(text(&found, &Look::PLAIN).contains(&format!("{} runs failed", found.failed)));
}

#[test]
fn morris_effects_are_in_the_outcomes_unit() {
    let made = Made {
        design: Design::morris(3, 12, 4, 3).expect("a design"),
        levels: 4,
        arms: &["a"],
        replicates: 1,
        responses: &["culture"],
        value: &|x, _, _| Some(vec![5.0 * x[0] - 2.0 * x[1]]),
    };
    let found = made.findings(&options());
    let figures = found.views[0].figures(3);
    let effects: Vec<f64> = figures.iter().map(|figure| figure.main.expect("an effect").0).collect();
    assert!((effects[0] - 5.0).abs() < 1e-9 && (effects[1] - 2.0).abs() < 1e-9 && effects[2].abs() < 1e-9);
    assert!(figures.iter().all(|figure| figure.shift.is_none()), "trajectories are no sample");
}

/// b is better than a where the first factor is high, by more than the margin; c equals a except
/// for noise.
fn contest(x: &[f64], replicate: u32, arm: usize) -> Option<Vec<f64>> {
    // The margin at a level of about 1.
    let matters = OUTCOMES[outcome_index("harm").expect("harm")].margin.at(1.0);
    let ahead = if arm == 1 { (0.5 - x[0]) * 20.0 * matters } else { 0.0 };
    Some(vec![1.0 + ahead + 0.1 * matters * luck(x, replicate + 11 * u32::from(arm == 2)), x[1]])
}

fn contested(value: &Value) -> Made<'_> {
    Made {
        design: Design::latin_hypercube(2, 120, 1).expect("a design"),
        levels: 0,
        arms: &["a", "b", "c"],
        replicates: 6,
        responses: &["harm", "culture"],
        value,
    }
}

#[test]
fn who_is_best_where_and_what_turns_the_order_round() {
    let found = contested(&contest).findings(&options());
    let map = found.regimes.as_ref().expect("three strategies");
    assert_eq!(map.judged(), 120);
    // Lower harm is better. b is best where the factor is above a half by enough. Where it is
    // below, a and c share the lead without a difference that matters.
    assert!((48..=58).contains(&map.best[1]), "{:?}", map.best);
    assert_eq!((map.best[0], map.best[2]), (0, 0));
    assert!((48..=58).contains(&map.several), "{}", map.several);
    let way = &map.tree.as_ref().expect("it is separated").leaves()[0].way;
    assert_eq!(way[0].0, 0, "by the first factor");
    assert!((way[0].2 - 0.5).abs() < 0.06, "at about a half: {}", way[0].2);
    let difference = found.views.iter().find(|view| view.what == Quantity::Difference(1)).expect("b less a");
    let turned: Vec<usize> =
        difference.turns.iter().filter(|turn| turn.matters).map(|turn| turn.factor).collect();
    assert_eq!(turned, [0]);
    let said = text(&found, &Look::PLAIN);
    assert!(said.contains("x1 turns the order round, by as much as matters"), "{said}");
    assert!(said.lines().all(|line| balcony::summary::width(line) <= 80), "{said}");
}

#[test]
fn between_equal_strategies_no_difference_matters_anywhere() {
    let found = contested(&|x, replicate, _| Some(vec![x[0] + luck(x, replicate), 0.5])).findings(&options());
    let map = found.regimes.as_ref().expect("three strategies");
    assert_eq!((map.no_difference, map.cannot_tell, map.best.iter().sum::<usize>()), (120, 0, 0));
    let same = found.views.iter().filter(|view| view.what != Quantity::Level);
    assert!(same.flat_map(|view| &view.turns).all(|turn| !turn.turned));
    assert!(text(&found, &Look::PLAIN).contains("Nothing varies, neither with the points nor by luck."));
}

// The page, the JSON object and the table of indices contain the same numbers for any number of
// threads.
#[test]
fn all_forms_hold_the_same_figures_whatever_the_threads() {
    let one = contested(&contest).findings(&options());
    let two = contested(&contest).findings(&Options { threads: 2, ..options() });
    assert_eq!((page(&one), csv(&one), json(&one)), (page(&two), csv(&two), json(&two)));
    let (page, table, object) = (page(&one), csv(&one), json(&one));
    assert!(page.contains("Known &lt;functions&gt;") && !page.contains("<functions>"), "text is text");
    assert!(!page.contains("http://") || !page.contains("src="), "it asks nothing of anybody");
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (what, factor, index, value) = (cells[1], cells[4], cells[6], cells[7]);
        let view =
            object["views"].as_array().expect("views").iter().find(|view| {
                view["outcome"] == cells[0] && view["what"] == what && view["strategy"] == cells[2]
            });
        let found = view.expect("a view")["factors"]
            .as_array()
            .expect("factors")
            .iter()
            .find(|row| row["name"] == factor);
        assert_eq!(
            found.expect("a factor")["indices"][index]["value"].as_f64(),
            value.parse().ok(),
            "{line}"
        );
        rows += 1;
    }
    // Each of the two outcomes has a level and two differences. Each of these has two indices for
    // both factors, unless it does not vary.
    assert!(rows >= 4 * 2 * 2, "{rows}");
    for view in &one.views {
        for (value, ..) in view.figures(2).iter().filter_map(|figure| figure.shift) {
            let said = balcony::summary::fixed(value, 2);
            assert!(page.contains(&format!(">{said}<")), "{value} is in the page");
        }
    }
}

#[test]
fn an_outcome_that_is_none_and_a_single_point_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows");
    contested(&contest).keep(&path);
    let (manifest, file) = rows::read(&path).expect("whole rows");
    let asked = Options { outcomes: vec!["cultre".to_owned()], ..options() };
    let said = analyse(&manifest, &file, &asked).expect_err("no such outcome").to_string();
    assert_eq!(said, "there is no outcome `cultre` in these rows; did you mean culture?");
    let one = Made { design: Design::points(2, vec![0.5, 0.5]).expect("a point"), ..contested(&contest) };
    let path = folder.path().join("one");
    one.keep(&path);
    let (manifest, file) = rows::read(&path).expect("whole rows");
    assert!(analyse(&manifest, &file, &options()).expect_err("one point").to_string().contains("one point"));
}

// On a grid, the levels of the inert factor have the same values, so its measures must be zero in
// any order of points.
#[test]
fn a_factor_of_a_grid_that_does_nothing_is_told_to_do_nothing() {
    let made = Made {
        design: Design::grid(&[2, 100]).expect("a design"),
        levels: 0,
        arms: &["a"],
        replicates: 1,
        responses: &["harm"],
        value: &|x, _, _| Some(vec![x[1]]),
    };
    let found = made.findings(&options());
    let figures = found.views[0].figures(2);
    let (first, ..) = figures[0].second.expect("a first-order index");
    assert!(first.abs() < 0.05, "{first}");
    assert!(figures[1].second.expect("a first-order index").0 > 0.9);
    assert!(text(&found, &Look::PLAIN).contains("(one that does nothing)"));
}

/// Every index of an analysis as in the table: outcome, what, strategy, factor, index, value, low,
/// high.
fn table(found: &Findings) -> Vec<Vec<String>> {
    csv(found).lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// A level that is 0.6 except for its last bits, and a difference that is mostly 0.
fn nearly_constant(x: &[f64], replicate: u32, arm: usize) -> Option<Vec<f64>> {
    let last = (x[0] * 8.0).floor() * 1.2e-16;
    let seldom = if arm == 1 && x[1] > 0.9 { 0.1 * f64::from(replicate % 2) } else { 0.0 };
    Some(vec![0.6 + last, 0.4 + last + seldom])
}

// Regression: an earlier version reported `shift -9775085664.66 (95 % -136760755107.60 to 0.40)`.
#[test]
fn shifts_of_nearly_constant_outcomes_lie_from_0_to_1() {
    let made = Made { arms: &["a", "b"], ..contested(&nearly_constant) };
    let found = made.findings(&options());
    let rows = table(&found);
    assert!(!rows.is_empty(), "the second outcome's difference varies");
    for row in &rows {
        for cell in &row[7..10] {
            let value: f64 = cell.parse().expect("a number");
            assert!((0.0..=1.0).contains(&value), "{row:?}");
        }
        assert_eq!((row[0].as_str(), row[1].as_str()), ("culture", "difference"), "the rest is constant");
    }
    let said = text(&found, &Look::PLAIN);
    assert_eq!(said.matches("It is the same at every point: no factor moves it.").count(), 3, "{said}");
}

// Regression: an earlier version gave "What leaders know" a shift of 0.40 alone, and other figures
// among ten outcomes.
#[test]
fn figures_of_an_outcome_do_not_depend_on_what_else_is_looked_at() {
    let all = contested(&contest).findings(&options());
    for outcomes in [&["culture"][..], &["culture", "harm"], &["harm"]] {
        let outcomes: Vec<String> = outcomes.iter().map(|key| (*key).to_owned()).collect();
        let some = contested(&contest).findings(&Options { outcomes: outcomes.clone(), ..options() });
        let mut kept: Vec<_> = table(&all).into_iter().filter(|row| outcomes.contains(&row[0])).collect();
        let mut rows = table(&some);
        kept.sort();
        rows.sort();
        assert!(!rows.is_empty());
        assert_eq!(rows, kept, "{outcomes:?}");
        for view in &some.views {
            let same =
                all.views.iter().find(|other| (other.outcome, other.what) == (view.outcome, view.what));
            assert_eq!(view.nothing, same.expect("the same view").nothing);
        }
    }
}

#[test]
fn base_rows_and_trajectories_that_are_lost_are_told_in_every_form() {
    let designs = [
        (Design::saltelli(2, 64, false, Some(1)).expect("a design"), 0, "base rows", "total"),
        (Design::morris(2, 30, 4, 3).expect("a design"), 4, "trajectories", "mu_star"),
    ];
    for (design, levels, what, index) in designs {
        let all = design.len() / design.block();
        let made = Made {
            design,
            levels,
            arms: &["a"],
            replicates: 1,
            responses: &["harm"],
            value: &|x, _, _| (x[0] < 0.9).then(|| vec![x[0] + x[1] * x[1]]),
        };
        let found = made.findings(&options());
        let (lost, of) = found.views[0].lost.expect("a design of blocks");
        assert!(0 < lost && lost < of && of == all, "{lost} of {of}");
        let said = text(&found, &Look::PLAIN).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = format!("{lost} of {all} {what} are left out: one of their points");
        assert!(said.contains(&line), "{line}: {said}");
        assert!(page(&found).contains(&line));
        assert_eq!(json(&found)["views"][0]["lost"], serde_json::json!({ "left_out": lost, "of": all }));
        let row = table(&found).into_iter().find(|row| row[6] == index).expect("an index");
        assert_eq!(row[10..], [(all - lost).to_string(), lost.to_string(), "0".to_owned()]);
    }
}

// A share of nothing has no value. Such a run has its other outcomes, but not this one.
#[test]
fn runs_without_a_value_are_left_out_and_counted() {
    let value = |x: &[f64], replicate: u32, arm: usize| {
        let none = x[1] < 0.25 && replicate == 0 && arm == 1;
        let harm = x[0] + arm as f64 * (1.0 + x[0]) + luck(x, replicate);
        Some(vec![if none { f64::NAN } else { harm }, x[1]])
    };
    let found = Made { arms: &["a", "b"], ..contested(&value) }.findings(&options());
    let without = found.views.iter().map(|view| view.no_value).collect::<Vec<_>>();
    assert_eq!(without, [0, 30, 0, 0], "of 120 points a quarter has one replicate without");
    assert_eq!((found.failed, found.came_through), (0, 720));
    let said = text(&found, &Look::PLAIN);
    assert!(said.contains("30 of 720 runs have no value of it and are left out."), "{said}");
    assert!(page(&found).contains("30 of 720 runs have no value of it and are left out."));
    let difference = found.views.iter().find(|view| view.no_value > 0).expect("b less a");
    assert!((difference.mean - 1.5).abs() < 5e-3, "of defined differences: {}", difference.mean);
    let object = json(&found);
    assert_eq!((&object["came_through"], &object["views"][1]["no_value"]), (&720.into(), &30.into()));
    assert!(table(&found).iter().any(|row| row[12] == "30"));
    // An outcome without any value is reported as such.
    let none = |x: &[f64], _: u32, _: usize| Some(vec![f64::NAN, x[1]]);
    let found = Made { arms: &["a", "b"], ..contested(&none) }.findings(&options());
    let said = text(&found, &Look::PLAIN);
    assert!(said.contains("No point has a value.") && !said.contains("NaN"), "{said}");
    assert!(!page(&found).contains("NaN"));
}
