//! The words of `compare`: every strategy on the same luck, against a baseline.

use balcony_engine::registry::{Better, Outcome};

use super::number::{fixed, interval, range, signed};
use super::picture::{counts, extent, histogram, line, thinned};
use super::text::{item, left, right, width, wrap};
use super::{About, Look, foot, head, heading, other, sentences, unknown};
use crate::experiment::Table;
use crate::experiment::stats::{
    Direction, Factorial, Paired, Verdict, factorial, paired, quantile_sorted, sorted,
};

/// Columns of the small histograms.
const BINS: usize = 24;

/// The strategies that are compared with the baseline, each with its comparison on an outcome.
pub fn pairs(table: &Table, at: usize, outcome: &Outcome) -> Vec<(usize, Paired)> {
    let base = table.outcome(table.baseline, at);
    let others = (0..table.arms.len()).filter(|arm| *arm != table.baseline);
    let one = |arm| paired(table.outcome(arm, at), base, outcome.better, table.margins[at], table.unit());
    others.map(|arm| (arm, one(arm))).collect()
}

/// A verdict in a word or two, such as `unlike, better`.
pub fn said(verdict: Verdict, better: Better) -> &'static str {
    let Verdict::Unlike(direction) = verdict else {
        return verdict.word();
    };
    match (direction.is_better(better), direction) {
        (Some(true), _) => "unlike, better",
        (Some(false), _) => "unlike, worse",
        (None, Direction::Lower) => "unlike, lower",
        (None, Direction::Higher) => "unlike, higher",
    }
}

/// A text in the colour of its verdict.
pub(super) fn coloured(text: &str, verdict: Verdict, better: Better, look: &Look) -> String {
    match verdict {
        Verdict::Unlike(direction) => match direction.is_better(better) {
            Some(true) => look.good(text),
            Some(false) => look.bad(text),
            None => look.strong(text),
        },
        Verdict::Tie => text.to_owned(),
        Verdict::Undecided => look.open(text),
    }
}

/// Columns for the names of strategies: as many as the longest needs, within reason.
pub(super) fn name_columns(table: &Table) -> usize {
    table.arms.iter().map(|arm| width(&super::clean(arm))).max().unwrap_or(9).clamp(9, 14)
}

/// The whole text.
pub fn compare(about: &About<'_>, table: &Table, look: &Look) -> String {
    let mut out = String::new();
    let outcome = about.outcome();
    head(about, table, true, look, &mut out);
    spread(about, table, look, &mut out);
    let pairs = pairs(table, about.primary, outcome);
    differences(outcome, table, &pairs, look, &mut out);
    unknown::differences(about, table, &pairs, look, &mut out);
    over_time(outcome, table, look, &mut out);
    square(about, outcome, table, look, &mut out);
    other::outcomes(about, table, look, &mut out);
    other::cost(about, table, look, &mut out);
    heading("IN PLAIN WORDS", "", look, &mut out);
    for (at, sentence) in sentences::three(about, table, &pairs, look).iter().enumerate() {
        out.push_str(&item(&format!("{}. ", at + 1), sentence, look));
    }
    out.push('\n');
    out.push_str(&item("", &sentences::luck(about, table, &pairs), look));
    foot(about, &mut out);
    out
}

/// The primary outcome of every strategy: a small histogram, median, 10 to 90 %.
fn spread(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let outcome = about.outcome();
    let way = match outcome.better {
        Better::Lower => "; lower is better",
        Better::Higher => "; higher is better",
        Better::Neither => "",
    };
    heading(&outcome.title.to_uppercase(), &format!("{}{way}", outcome.unit), look, out);
    let names = name_columns(table);
    let every = (0..table.arms.len()).flat_map(|arm| table.outcome(arm, about.primary).iter().copied());
    let extent = extent(every).unwrap_or((0.0, 0.0));
    let bins: Vec<Vec<usize>> =
        (0..table.arms.len()).map(|arm| counts(table.outcome(arm, about.primary), extent, BINS)).collect();
    let most = bins.iter().flatten().copied().max().unwrap_or(1);
    let (low, high) = (fixed(extent.0, outcome.digits), fixed(extent.1, outcome.digits));
    let axis = format!("{low}{}", right(&high, BINS.saturating_sub(low.len()), look));
    let gap = " ".repeat(names);
    out.push_str(&format!("{gap}  {}  {}  10 to 90 %\n", left(&axis, BINS, look), right("median", 8, look)));
    for (arm, name) in table.arms.iter().enumerate() {
        let ascending = sorted(table.outcome(arm, about.primary));
        let at = |p: f64| quantile_sorted(&ascending, p);
        let row = format!(
            "{}  {}  {}  {}{}",
            left(name, names, look),
            histogram(&bins[arm], most, look),
            right(&fixed(at(0.5), outcome.digits), 8, look),
            range(at(0.1), at(0.9), outcome.digits),
            if arm == table.baseline { "  baseline" } else { "" },
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
}

/// Paired differences of the primary outcome.
fn differences(outcome: &Outcome, table: &Table, pairs: &[(usize, Paired)], look: &Look, out: &mut String) {
    let base = super::clean(&table.arms[table.baseline]);
    let same = if table.draws > 0 {
        "the same draws and the same luck"
    } else {
        "the same children and the same luck"
    };
    heading("PAIRED DIFFERENCE", &format!("to {base}, {same}"), look, out);
    let names = name_columns(table);
    let count = if outcome.better == Better::Neither { "lower in" } else { "better in" };
    let row = |cells: [&str; 6], verdict: &str| {
        let [name, difference, error, interval, count, _] = cells;
        format!(
            "{}  {}  {}  {}  {}  {verdict}\n",
            left(name, names, look),
            right(difference, 8, look),
            right(error, 7, look),
            right(interval, 17, look),
            right(count, 10, look)
        )
    };
    out.push_str(&row(["", "mean", "s.e.", "95 % interval", count, ""], "verdict"));
    let mut ties = Vec::new();
    for (arm, pair) in pairs {
        let (n, units) = (pair.pairs, pair.units());
        let (better, of) = (pair.units_better, if units < 1000 { " of " } else { "/" });
        let better = format!("{better}{of}{units}");
        let verdict = coloured(said(pair.verdict, outcome.better), pair.verdict, outcome.better, look);
        let cells = [
            &table.arms[*arm][..],
            &signed(pair.difference, outcome.digits),
            &fixed(pair.error, outcome.digits),
            &interval(pair.interval, outcome.digits),
            &better,
            "",
        ];
        out.push_str(&row(cells, &verdict));
        if pair.ties > 0 {
            ties.push(format!("{} in {} of {n}", super::clean(&table.arms[*arm]), pair.ties));
        }
    }
    if !ties.is_empty() {
        out.push_str(&item("", &format!("Exactly the same figure as {base}: {}.", ties.join(", ")), look));
    }
    let matters = fixed(pairs.first().map_or(f64::NAN, |(_, pair)| pair.yardstick.size()), outcome.digits);
    let mut rule = format!(
        "unlike: the whole interval lies beyond {matters} either way, the smallest difference that matters; \
         a tie: all of it inside; undecided: neither."
    );
    if table.draws > 0 {
        rule.push_str(&format!(
            " All of it is about the mean over {} draws of what is not known; {count} counts draws.",
            table.draws
        ));
    }
    wrap(&rule, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

/// When it happens: the paired difference by quarter.
fn over_time(outcome: &Outcome, table: &Table, look: &Look, out: &mut String) {
    let quarters = table.shape().quarters;
    let others: Vec<usize> = (0..table.arms.len()).filter(|arm| *arm != table.baseline).collect();
    let mean = |arm: &usize| -> Vec<f64> {
        table
            .differences(*arm)
            .iter()
            .map(|moments| if moments.count == 0 { f64::NAN } else { moments.mean })
            .collect()
    };
    let lines: Vec<Vec<f64>> = others.iter().map(mean).collect();
    let room = look.width - name_columns(table) - 30;
    let (_, step) = thinned(&vec![0.0; quarters], room);
    let thin: Vec<Vec<f64>> = lines.iter().map(|line| thinned(line, room).0).collect();
    let Some((low, high)) = extent(thin.iter().flatten().copied()) else {
        return;
    };
    let (low, high) = (low.min(0.0), high.max(0.0));
    let each = if step == 1 { "quarter by quarter".to_owned() } else { format!("{step} quarters a sign") };
    heading("WHEN", &format!("difference in {}, {each}", super::text::small(outcome.title)), look, out);
    for ((arm, line_), moments) in
        others.iter().zip(&thin).zip(others.iter().map(|arm| table.last_difference(*arm)))
    {
        let last = moments.map_or(String::new(), |(mean, error)| {
            let digits = outcome.digits;
            format!("last quarter {} (s.e. {})", signed(mean, digits), fixed(error, digits))
        });
        let picture = line(line_, (low, high), look);
        let names = name_columns(table);
        let left_over = look.width.saturating_sub(names + width(&picture) + 4);
        let row =
            format!("{}  {picture}  {}", left(&table.arms[*arm], names, look), left(&last, left_over, look));
        out.push_str(row.trim_end());
        out.push('\n');
    }
    let levels = look.levels();
    let (low, high) = (signed(low, outcome.digits), signed(high, outcome.digits));
    out.push_str(
        &look.faint(&format!("{} is {low}, {} is {high}; 0 is no difference", levels[1], levels[8])),
    );
    out.push('\n');
}

/// The effects of two factors, where the four corners are there.
fn square(about: &About<'_>, outcome: &Outcome, table: &Table, look: &Look, out: &mut String) {
    let Some(corners) = about.corners else { return };
    let found = corners.arms.map(|name| table.arm(name));
    let [Some(a), Some(b), Some(c), Some(d)] = found else {
        return;
    };
    let values = |arm: usize| table.outcome(arm, about.primary);
    let Factorial { first, second, interaction } = factorial(
        [values(a), values(b), values(c), values(d)],
        table.yardstick(about.primary).size(),
        table.unit(),
    );
    let [one, two] = corners.factors.map(super::clean);
    heading("WHY", &format!("effects of {one} and {two}; together: beyond the sum of the two"), look, out);
    for (name, effect) in [(&one, first), (&two, second), (&"together".to_owned(), interaction)] {
        let verdict = coloured(said(effect.verdict, outcome.better), effect.verdict, outcome.better, look);
        out.push_str(&format!(
            "{}  {}  {}  {}  {}  {verdict}\n",
            left(name, name_columns(table), look),
            right(&signed(effect.mean, outcome.digits), 8, look),
            right(&fixed(effect.error, outcome.digits), 7, look),
            right(&interval(effect.interval, outcome.digits), 17, look),
            " ".repeat(10),
        ));
    }
}
