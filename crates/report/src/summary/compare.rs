//! The text of `compare`: all strategies with common random numbers, against a baseline.

use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};

use super::number::{Figures, fixed, interval, percent, range, short_unit, signed};
use super::picture::{counts, extent, histogram, line, thinned};
use super::text::{arm as arm_label, item, left, right, small, width, wrap};
use super::{About, Look, ceiling, foot, head, heading, lead, other, sentences, unknown, without_value};
use balcony_study::experiment::stats::{
    Factorial, Paired, Verdict, factorial, paired, quantile_sorted, sorted,
};
use balcony_study::experiment::{Stopping, Table};

/// Number of bins, and so columns, of the small histograms.
const BINS: usize = 24;

/// Compares every strategy except the baseline with the baseline on the outcome with index `at`.
/// Each result comes with the index of its strategy.
pub fn pairs(table: &Table, at: usize) -> Vec<(usize, Paired)> {
    let others = (0..table.arms.len()).filter(|arm| *arm != table.baseline);
    others.filter_map(|arm| Some((arm, pair_on(table, at, arm)?))).collect()
}

/// Compares one strategy with the baseline on one outcome; `None` for the baseline itself.
pub fn pair_on(table: &Table, at: usize, arm: usize) -> Option<Paired> {
    let base = table.outcome(table.baseline, at);
    let better = OUTCOMES[at].better;
    (arm != table.baseline)
        .then(|| paired(table.outcome(arm, at), base, better, table.margins[at], table.unit()))
}

/// Colours a text by its verdict.
pub(super) fn coloured(text: &str, verdict: Verdict, better: Better, look: &Look) -> String {
    match (verdict.direction(), verdict.is_better(better)) {
        (Some(_), Some(true)) => look.good(text),
        (Some(_), Some(false)) => look.bad(text),
        (Some(_), None) => look.strong(text),
        (None, _) if verdict == Verdict::CannotTell => look.open(text),
        _ => text.to_owned(),
    }
}

/// Columns for the names of strategies: the width of the longest name, between 9 and 13.
pub(super) fn name_columns(table: &Table) -> usize {
    table.arms.iter().map(|arm| width(&super::clean(arm))).max().unwrap_or(9).clamp(9, 13)
}

/// Returns the complete text of `compare`.
pub fn compare(about: &About<'_>, table: &Table, look: &Look) -> String {
    let mut out = String::new();
    let outcome = about.outcome();
    head(about, table, true, look, &mut out);
    let pairs = pairs(table, about.primary);
    first(about, table, &pairs, look, &mut out);
    if let Some(words) = without_value(table, std::iter::once(about.primary).chain(table.also.clone())) {
        out.push_str(&item("", &words, look));
    }
    differences(about, table, &pairs, look, &mut out);
    for at in &table.also {
        let about = About { primary: *at, ceiling: ceiling::ceiling(OUTCOMES[*at].key), ..about.clone() };
        differences(&about, table, &self::pairs(table, *at), look, &mut out);
    }
    other::outcomes(about, table, look, &mut out);
    other::cost(about, table, look, &mut out);
    spread(about, table, look, &mut out);
    unknown::differences(about, table, &pairs, look, &mut out);
    over_time(outcome, table, look, &mut out);
    square(about, outcome, table, look, &mut out);
    heading("IN MORE DETAIL", "", look, &mut out);
    for (at, sentence) in sentences::detail(about, table, &pairs, look).iter().enumerate() {
        out.push_str(&item(&format!("{}. ", at + 1), sentence, look));
    }
    out.push('\n');
    out.push_str(&item("", &sentences::luck(about, table, &pairs), look));
    foot(about, &mut out);
    out
}

/// Writes the answer, the outcomes that moved, the price and the caveat.
fn first(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], look: &Look, out: &mut String) {
    let lead::Lead { answer, also, on_the_way, of: _, moved, price, would_change, ask, caveat } =
        lead::lead(about, table, pairs, look);
    heading("ANSWER", "", look, out);
    for sentence in std::iter::once(&answer).chain(&also) {
        let lines = wrap(sentence, look.width, look);
        lines.iter().for_each(|line| out.push_str(&format!("{}\n", look.strong(line))));
    }
    if pairs.is_empty() {
        return;
    }
    out.push_str(&item(&format!("{}: ", lead::ON_THE_WAY), &on_the_way.join(" "), look));
    let besides = if moved.is_empty() { lead::NOTHING_ELSE } else { lead::BESIDES };
    out.push_str(&item("", besides, look));
    moved.iter().for_each(|line| out.push_str(&item("- ", line, look)));
    out.push_str(&item("Price: ", &price, look));
    let told = format!("{}: {would_change} {ask}", lead::WOULD_CHANGE);
    out.push_str(&item("", told.trim_end(), look));
    out.push_str(&item("Caveat: ", &caveat, look));
}

/// Writes the primary outcome of every strategy: a small histogram, the median and the 10 to 90 %
/// range.
fn spread(about: &About<'_>, table: &Table, look: &Look, out: &mut String) {
    let outcome = about.outcome();
    let way = match outcome.better {
        Better::Lower => "; lower is better",
        Better::Higher => "; higher is better",
        Better::Neither => "",
    };
    let unit = if look.unicode { outcome.unit.to_owned() } else { outcome.unit.replace('£', "GBP ") };
    heading(&outcome.title.to_uppercase(), &format!("{unit}{way}"), look, out);
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
            left(&arm_label(name, table, names, look), names, look),
            histogram(&bins[arm], most, look),
            right(&fixed(at(0.5), outcome.digits), 8, look),
            range(at(0.1), at(0.9), outcome.digits),
            if arm == table.baseline { "  baseline" } else { "" },
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
}

/// Columns of an interval in a table of differences.
const INTERVAL: usize = 18;

/// Formats one row of a table of differences: name, difference, share, interval, and the number of
/// pairs in which the strategy was better.
pub(super) fn row(cells: [&str; 5], table: &Table, look: &Look) -> String {
    let [name, difference, share, interval, count] = cells;
    format!(
        "{}  {} {}  {}  {}",
        left(&arm_label(name, table, name_columns(table), look), name_columns(table), look),
        right(difference, 8, look),
        right(share, 7, look),
        right(interval, INTERVAL, look),
        right(count, 10, look)
    )
}

/// A difference as a signed share of the baseline's level, in seven columns.
pub(super) fn share(pair: &Paired) -> String {
    let sign = if pair.difference > 0.0 { "+" } else { "-" };
    match pair.yardstick.share_of_level(pair.difference).map(percent) {
        Some(share) if share.starts_with("under") => share.replace("under ", "<"),
        Some(share) if share == "0 %" => share,
        Some(share) => format!("{sign}{share}"),
        None => "-".to_owned(),
    }
}

/// Writes the paired differences of the primary outcome.
fn differences(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], look: &Look, out: &mut String) {
    let outcome = about.outcome();
    let base = super::clean(&table.arms[table.baseline]);
    let usual = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
    let finer = usual.finer(pairs.iter().map(|(_, pair)| pair.difference));
    // An interval that is cut off says nothing: as many digits as its column holds.
    let fits = |digits: &u8| {
        let figures = Figures { digits: *digits, ..finer };
        pairs.iter().all(|(_, pair)| figures.interval(pair.interval).chars().count() <= INTERVAL)
    };
    let digits = (usual.digits..=finer.digits).rev().find(fits).unwrap_or(usual.digits);
    let figures = Figures { digits, ..finer };
    let unit = short_unit(figures.unit, look);
    let what = format!("to {base}; {}, {unit}", small(outcome.title));
    heading("PAIRED DIFFERENCE", &what, look, out);
    let count = if outcome.better == Better::Neither { "lower in" } else { "better in" };
    let head = row(["", "mean", "share", "95 % interval", count], table, look);
    out.push_str(&format!("{head}  verdict\n"));
    let mut alike = Vec::new();
    for (arm, pair) in pairs {
        let (n, units) = (pair.pairs, pair.units());
        let (better, of) = (pair.units_better, if units < 1000 { " of " } else { "/" });
        let verdict = coloured(pair.verdict.short(outcome.better), pair.verdict, outcome.better, look);
        let cells = [
            &table.arms[*arm][..],
            &figures.signed(pair.difference),
            &share(pair),
            &figures.interval(pair.interval),
            &format!("{better}{of}{units}"),
        ];
        out.push_str(&format!("{}  {verdict}\n", row(cells, table, look)));
        if pair.same > 0 {
            alike.push(format!("{} in {} of {n}", super::clean(&table.arms[*arm]), pair.same));
        }
    }
    if !alike.is_empty() {
        out.push_str(&item("", &format!("Exactly the same figure as {base}: {}.", alike.join(", ")), look));
    }
    let mut rule = sentences::measured(table, about.primary, outcome, look);
    if let Some(found) = about.ceiling {
        rule.push_str(&format!(" {}", ceiling::sentence(found, outcome, look)));
    }
    rule.push_str(" clearly: the interval excludes 0, the mean is beyond what matters; a little: it excludes 0, and the mean is not beyond it; no difference: all of it smaller than matters; cannot tell: neither. share: of the baseline.");
    if table.stopping == Stopping::Settled {
        rule.push_str(" Intervals hold at every look and for all strategies together.");
    }
    if table.draws > 0 {
        rule.push_str(&format!(
            " All of it is about the mean over {} draws of the uncertain parameters; {count} counts draws.",
            table.draws
        ));
    }
    wrap(&rule, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

/// The difference and the ends of its interval. Their size decides the unit in which they are
/// shown.
pub fn ends(pair: &Paired) -> [f64; 3] {
    let (low, high) = pair.interval.map_or((f64::NAN, f64::NAN), |interval| (interval.low, interval.high));
    [pair.difference, low, high]
}

/// Writes the paired difference by quarter.
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
    heading("WHEN", &format!("difference in {}, {each}", small(outcome.title)), look, out);
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
        let name = arm_label(&table.arms[*arm], table, names, look);
        let row = format!("{}  {picture}  {}", left(&name, names, look), left(&last, left_over, look));
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

/// Writes the effects of two factors, if all four combinations were run.
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
    let level = table.yardstick(about.primary);
    for (name, effect) in [(&one, first), (&two, second), (&"together".to_owned(), interaction)] {
        let verdict = coloured(effect.verdict.short(outcome.better), effect.verdict, outcome.better, look);
        let share = level.share_of_level(effect.mean).map_or("-".to_owned(), |share| {
            let sign = if effect.mean > 0.0 { "+" } else { "-" };
            format!("{sign}{}", percent(share).replace("under ", "<"))
        });
        let cells = [
            &name[..],
            &signed(effect.mean, outcome.digits),
            &share,
            &interval(effect.interval, outcome.digits),
            "",
        ];
        out.push_str(&format!("{}  {verdict}\n", row(cells, table, look)));
    }
}
