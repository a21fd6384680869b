//! The table of all keys of an experiment file, in the order of a file.

use balcony_doe::design::{DesignKind, DesignOption};
use balcony_scenario::scenario::margins;
use balcony_scenario::scenario::schema::{Key, Kind};

/// Names of the designs in an experiment file.
pub(super) fn designs() -> Vec<&'static str> {
    DesignKind::ALL.iter().map(|kind| kind.key()).collect()
}
/// Names of the distributions of a factor between its ends.
pub(super) const SPREADS: [&str; 4] = ["uniform", "log-uniform", "normal", "triangular"];
/// Most points of a design.
pub(super) const MOST_POINTS: u32 = 1_000_000;
/// Most factors. A Saltelli design needs two dimensions of the sequence for each.
pub(super) const MOST_FACTORS: usize = 50;

const RULE: &str = "a rule of the file";

/// All keys.
pub(super) fn all() -> Vec<Key> {
    let mut keys = vec![
        row("title", Kind::Text(200), "", "the scenario's", "What the experiment is called."),
        row(
            "question",
            Kind::Text(2000),
            "",
            "the scenario's",
            "What it is to answer; say so before it is run.",
        ),
        row(
            "scenario",
            Kind::Text(400),
            "",
            "none: it must be given",
            "A shipped scenario by name, or a file as seen from this one.",
        ),
        row(
            "authority",
            Kind::Text(100),
            "",
            "the scenario's",
            "Another authority in its place: a name, an ONS code or an archetype.",
        ),
        row("weeks", count(5200), "weeks", "the scenario's", "Length of every run."),
        row(
            "seed",
            Kind::Whole(0, 4_294_967_295),
            "",
            "the scenario's",
            "Seed of all random numbers: the same luck at every point.",
        ),
        row(
            "set",
            Kind::Texts,
            "",
            "nothing",
            "Values laid on the scenario at every point, such as \"start.trust=0.7\".",
        ),
        row(
            "strategies",
            Kind::Texts,
            "",
            "those that the scenario compares",
            "The strategies to run at every point, with common random numbers.",
        ),
        row(
            "baseline",
            Kind::Text(60),
            "",
            "the scenario's, or the first strategy",
            "The strategy that the others are compared with.",
        ),
        row(
            "design.kind",
            Kind::Choice(designs()),
            "",
            "none: it must be given",
            "How points are laid: every combination, a sample, or the designs that Morris' and Sobol's indices need.",
        ),
    ];
    keys.extend(DesignOption::ALL.map(option));
    keys.extend([
        row(
            "replicates.count",
            count(1_000_000),
            "replicates",
            "20, unless half-width is given",
            "Replicates of every point: replicate 7 has the same luck at all points.",
        ),
        row(
            "replicates.half-width",
            Kind::Number(1e-12, 1e12),
            "the outcome's unit",
            "none",
            "Instead of a count: go on at a point until the 95 % interval of every difference to the baseline (of the mean, with one strategy) is this narrow to either side.",
        ),
        row("replicates.of", Kind::Text(60), "", "the first response", "The outcome whose interval that is."),
        row(
            "replicates.least",
            Kind::Whole(2, 1_000_000),
            "replicates",
            "16",
            "Replicates before the interval is looked at; it is looked at after every eighth replicate.",
        ),
        row(
            "replicates.most",
            Kind::Whole(2, 1_000_000),
            "replicates",
            "200",
            "Replicates at which a point ends, however wide the interval is.",
        ),
        row(
            "factors.*.key",
            Kind::Text(200),
            "",
            "none: it must be given",
            "What the factor moves: any key that --set takes (a parameter, a state, an event's size, a strategy's attention).",
        ),
        row(
            "factors.*.low",
            Kind::Bound,
            "the key's unit",
            "the registered range's",
            "The least value, or the first day.",
        ),
        row(
            "factors.*.high",
            Kind::Bound,
            "the key's unit",
            "the registered range's",
            "The greatest value, or the last day.",
        ),
        row(
            "factors.*.values",
            Kind::Values,
            "the key's unit",
            "none",
            "The values, one by one, instead of low and high.",
        ),
        row(
            "factors.*.levels",
            Kind::Whole(2, 1000),
            "levels",
            "design.levels",
            "Evenly spaced values in a grid, low and high among them.",
        ),
        row(
            "factors.*.spread",
            Kind::Choice(SPREADS.to_vec()),
            "",
            "uniform",
            "How values lie between low and high.",
        ),
        row(
            "factors.*.mean",
            Kind::Bound,
            "the key's unit",
            "none",
            "Mean of a normal spread (before it is cut at low and high).",
        ),
        row(
            "factors.*.sd",
            Kind::Number(1e-12, 1e12),
            "the key's unit; days for a day",
            "none",
            "Standard deviation of a normal spread.",
        ),
        row("factors.*.mode", Kind::Bound, "the key's unit", "none", "Peak of a triangular spread."),
        row(
            "responses.outcomes",
            Kind::Texts,
            "",
            "the scenario's primary outcomes",
            "The outcomes that analyse looks at; every outcome is kept.",
        ),
    ]);
    keys.extend(margins::keys());
    keys
}

fn count(most: i64) -> Kind {
    Kind::Whole(1, most)
}

fn row(path: &str, kind: Kind, unit: &'static str, default: &str, meaning: &'static str) -> Key {
    Key {
        path: path.split('.').map(str::to_owned).collect(),
        kind,
        unit,
        default: default.to_owned(),
        meaning,
        source: RULE,
    }
}

/// The key of an option of a design.
fn option(option: DesignOption) -> Key {
    let yes_or_no = Kind::Choice(vec!["yes", "no"]);
    let (kind, unit, default, meaning) = match option {
        DesignOption::Points => (
            count(MOST_POINTS.into()),
            "points",
            "none",
            "Points of latin-hypercube and sobol; rows of the base sample of saltelli, which makes factors + 2 points of each.",
        ),
        DesignOption::Trajectories => {
            (count(100_000), "trajectories", "none", "Trajectories of morris, each of factors + 1 points.")
        }
        DesignOption::Levels => (
            Kind::Whole(2, 1000),
            "levels",
            "4 for morris, 5 for grid",
            "Steps of each factor in morris (an even number), and of factors without their own in grid.",
        ),
        DesignOption::Seed => (
            Kind::Whole(0, 4_294_967_295),
            "",
            "1",
            "The number from which latin-hypercube, morris, and the shift of sobol and saltelli are drawn.",
        ),
        DesignOption::Shift => (
            yes_or_no,
            "",
            "yes for saltelli, no for sobol",
            "Whether the Sobol sequence is moved by a random digital shift; without it its first point lies in a corner.",
        ),
        DesignOption::SecondOrder => (
            yes_or_no,
            "",
            "no",
            "Whether saltelli also makes the points that pairs of factors need (2 factors + 2 of each row).",
        ),
        DesignOption::File => (
            Kind::Text(400),
            "",
            "none",
            "A .csv or .parquet file of points, as seen from this file: a column for each factor, under its name.",
        ),
    };
    row(&format!("design.{}", option.key()), kind, unit, default, meaning)
}
