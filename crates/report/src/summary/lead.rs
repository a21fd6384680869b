//! The first lines of a comparison: the answer in at most twenty words, up to three outcomes that
//! moved most, one price and one caveat. Intervals and standard errors follow further below.

use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Margin, Outcome};

use super::compare::pair_on;
use super::number::{amount, change, many, percent};
use super::other::COST;
use super::sure::{few, judged, sure_differences};
use super::text::{clean, list, small};
use super::why::{self, Why};
use super::{About, Look, turns};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::{CANNOT_TELL, NO_DIFFERENCE};
use balcony_study::experiment::stats::{ErrorUnit, Paired, Sequence, Verdict, Yardstick, ahead, paired};

/// Largest number of words of the answer.
pub(super) const MOST_WORDS: usize = 20;
/// Largest number of outcomes in the list of those that moved.
const MOST_MOVED: usize = 3;

/// What stands above the outcomes that moved.
pub const BESIDES: &str = "Besides, these moved most:";
/// What stands in their place where there are none.
pub const NOTHING_ELSE: &str = "Nothing else is clearly different.";
/// What stands before the sentences on what differed on the way to the answer.
pub const ON_THE_WAY: &str = "On the way";
/// What stands before the sentences on what would change the answer.
pub const WOULD_CHANGE: &str = "What would change the answer";

/// The first lines of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The answer to the question.
    pub answer: String,
    /// What belongs to the answer: the other primary outcomes, and for two strategies how each of
    /// them stands to the baseline. Each sentence has at most twenty words.
    pub also: Vec<String>,
    /// What moved with the answer on the way to it, in at most two sentences.
    pub on_the_way: Vec<String>,
    /// Whose changes the next lines are: `Under connected, against incumbent`.
    pub of: String,
    /// Outcomes that moved most under the strategy of the answer, measured in units of the smallest
    /// effect of interest.
    pub moved: Vec<String>,
    /// The cost of that strategy, and the outcome that became worse by most.
    pub price: String,
    /// What would change the answer.
    pub would_change: String,
    /// How to ask for more on that; empty if it was asked.
    pub ask: String,
    /// What the answer does not cover.
    pub caveat: String,
}

/// The strategy that the answer is about: the one with the best verdict, and among these the one
/// with the best mean. For an outcome without a better direction it is the one furthest from the
/// baseline.
pub(super) fn foremost<'p>(outcome: &Outcome, pairs: &'p [(usize, Paired)]) -> Option<&'p (usize, Paired)> {
    let merit = |pair: &Paired| match outcome.better {
        Better::Lower => -pair.difference,
        Better::Higher => pair.difference,
        Better::Neither => pair.difference.abs(),
    };
    let rank = |pair: &Paired| match (pair.verdict, pair.verdict.is_better(outcome.better)) {
        (_, Some(false)) => 0,
        (Verdict::NoDifference | Verdict::CannotTell, _) => 1,
        (Verdict::Slightly(_), _) => 2,
        (Verdict::Clearly(_), _) => 3,
    };
    let order = |a: &Paired, b: &Paired| rank(a).cmp(&rank(b)).then(merit(a).total_cmp(&merit(b)));
    pairs.iter().rev().max_by(|a, b| order(&a.1, &b.1))
}

/// Returns the first lines; `pairs` are the comparisons of the primary outcome.
pub(super) fn lead(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], look: &Look) -> Lead {
    let caveat = caveat(table);
    let Some(first) = foremost(about.outcome(), pairs) else {
        let answer = "There is one strategy: nothing to compare it with.".to_owned();
        return Lead {
            answer,
            also: Vec::new(),
            on_the_way: Vec::new(),
            of: String::new(),
            moved: Vec::new(),
            price: String::new(),
            would_change: String::new(),
            ask: String::new(),
            caveat,
        };
    };
    let two = Duel::of(table, first.0);
    let against = against(table, first.0);
    let (mut said, mut also) = (answer(about, table, pairs, first), Vec::new());
    if let Some(two) = two {
        said = two.answer(table, about.primary);
        also.push(two.beside(table, about.primary));
    }
    for at in &table.also {
        let about = About { primary: *at, ceiling: None, ..about.clone() };
        let pairs = super::compare::pairs(table, *at);
        match (two, foremost(about.outcome(), &pairs)) {
            (Some(two), _) => also.push(two.answer(table, *at)),
            (None, Some(first)) => also.push(answer(&about, table, &pairs, first)),
            (None, None) => {}
        }
    }
    let two = [first.0, against];
    let of = format!("Under {}, against {}", clean(&table.arms[first.0]), clean(&table.arms[against]));
    let Why { lines: on_the_way, told } = why::why(about, table, two, &of);
    let moved: Vec<_> = moved(about, table, two, &told);
    let above: Vec<_> = told.into_iter().chain(moved.iter().copied()).collect();
    Lead {
        answer: said,
        also,
        on_the_way,
        price: price(about, table, two, &above, look),
        moved: moved.iter().map(|(at, pair)| line(&OUTCOMES[*at], pair, look)).collect(),
        of,
        would_change: turns::would_change(about, table, two, look),
        ask: turns::how_to_ask(about, table),
        caveat,
    }
}

/// The strategy with which the answer compares the foremost one.
pub(super) fn against(table: &Table, foremost: usize) -> usize {
    Duel::of(table, foremost).map_or(table.baseline, |two| two.other)
}

/// Two strategies beside a baseline: the question is which of the two, so they are compared with
/// one another.
#[derive(Debug, Clone, Copy)]
struct Duel {
    one: usize,
    other: usize,
}

impl Duel {
    /// The two strategies, if there are two; `one` is the one that is told first.
    fn of(table: &Table, one: usize) -> Option<Self> {
        let other = (0..table.arms.len()).find(|arm| *arm != one && *arm != table.baseline)?;
        (table.arms.len() == 3).then_some(Self { one, other })
    }

    /// For example `On serious harm, connected is clearly better than authentic (8 % lower, in 17
    /// of 20).`
    fn answer(self, table: &Table, at: usize) -> String {
        let outcome = &OUTCOMES[at];
        let on = format!("On {}", small(outcome.title));
        let [mut one, mut other] = [self.one, self.other];
        let mut pair = between(table, at, [one, other]);
        if pair.verdict.is_better(outcome.better) == Some(false) {
            std::mem::swap(&mut one, &mut other);
            pair = between(table, at, [one, other]);
        }
        let [a, b] = [one, other].map(|arm| clean(&table.arms[arm]));
        if pair.same == pair.pairs {
            return within([
                format!("{on}, {a} and {b} give the very same."),
                format!("{a} and {b} give the very same."),
                "Both give the very same.".to_owned(),
            ]);
        }
        match pair.verdict {
            Verdict::NoDifference => within([
                format!("{on}, there is {NO_DIFFERENCE} between {a} and {b}."),
                format!("There is {NO_DIFFERENCE} between {a} and {b}."),
                format!("There is {NO_DIFFERENCE} between the two."),
            ]),
            Verdict::CannotTell => {
                let what = if outcome.better == Better::Neither { "differs from" } else { "is better than" };
                within([
                    format!("{on}, one {CANNOT_TELL} whether {a} {what} {b}."),
                    format!("One {CANNOT_TELL} whether {a} {what} {b}."),
                    format!("One {CANNOT_TELL} which of the two is better."),
                ])
            }
            sure => {
                let words = sure.words(outcome.better);
                let (size, often) = (size(&pair, outcome), often(&pair, outcome));
                // Draws are named already.
                let unit = if pair.split.is_some() { "" } else { " runs" };
                let is = format!("{on}, {a} is {words} than {b}");
                within([
                    format!("{is}{}.", brackets(&[&size, &format!("{often}{unit}")])),
                    format!("{is}{}.", brackets(&[&size, &often])),
                    format!("{is}{}.", brackets(&[&size])),
                    format!("{is}."),
                    format!("{a} is {words} than {b}."),
                    format!("One of the two is {words}."),
                ])
            }
        }
    }

    /// How the two stand to the baseline: `Than incumbent, connected is clearly better; for
    /// authentic one cannot tell yet.`
    fn beside(self, table: &Table, at: usize) -> String {
        let outcome = &OUTCOMES[at];
        let base = clean(&table.arms[table.baseline]);
        let [one, other] = [self.one, self.other].map(|arm| {
            let verdict = pair_on(table, at, arm).map_or(Verdict::CannotTell, |pair| pair.verdict);
            (clean(&table.arms[arm]), verdict)
        });
        let says = |verdict: Verdict| match verdict {
            Verdict::NoDifference => format!("makes {NO_DIFFERENCE}"),
            Verdict::CannotTell => format!("one {CANNOT_TELL}"),
            sure => format!("is {}", sure.words(outcome.better)),
        };
        if one.1 == other.1 {
            let both = match one.1 {
                Verdict::NoDifference => format!("both make {NO_DIFFERENCE}"),
                Verdict::CannotTell => format!("one {CANNOT_TELL} of either"),
                sure => format!("both are {}", sure.words(outcome.better)),
            };
            return within([format!("Against {base}, {both}."), format!("Against the baseline, {both}.")]);
        }
        let clause = |(name, verdict): &(String, Verdict)| match verdict {
            Verdict::CannotTell => format!("of {name} {}", says(*verdict)),
            _ => format!("{name} {}", says(*verdict)),
        };
        within([
            format!("Against {base}, {}; {}.", clause(&one), clause(&other)),
            format!("Against {base}, {}.", clause(&one)),
            format!("Against the baseline, the first {}.", says(one.1)),
        ])
    }
}

/// Compares two strategies with one another. Where a run ends when its verdicts are settled, all
/// comparisons among its strategies share the 5 %.
pub(super) fn between(table: &Table, at: usize, [one, other]: [usize; 2]) -> Paired {
    let unit = unit_between(table, [one, other]);
    // What matters is a share of the baseline's level, also between two other strategies.
    let margin = Margin { share: 0.0, floor: table.yardstick(at).size() };
    let found = paired(
        table.outcome(one, at),
        table.outcome(other, at),
        OUTCOMES[at].better,
        if other == table.baseline { table.margins[at] } else { margin },
        unit,
    );
    let level = found.yardstick.level;
    Paired { yardstick: Yardstick { margin: table.margins[at], level }, ..found }
}

/// The unit on which such a comparison rests.
pub(super) fn unit_between(table: &Table, [_, other]: [usize; 2]) -> ErrorUnit {
    match table.unit() {
        ErrorUnit::Looked(_) if other != table.baseline => {
            ErrorUnit::Looked(Sequence::of(pairs_among(table.arms.len())))
        }
        unit => unit,
    }
}

/// Number of comparisons among so many strategies.
pub(super) fn pairs_among(strategies: usize) -> usize {
    strategies * strategies.saturating_sub(1) / 2
}

/// How often a strategy was better, or in which direction it differed: `in 17 of 20`.
fn often(pair: &Paired, outcome: &Outcome) -> String {
    let drawn = pair.split.is_some();
    let unit = if drawn { " draws" } else { "" };
    let mut count = pair.units_better;
    if outcome.better == Better::Neither && pair.difference > 0.0 {
        count = pair.units() - pair.units_better - if drawn { 0 } else { pair.same };
    }
    format!("in {count} of {}{unit}", pair.units())
}

/// The parts that are not empty, in brackets behind a blank: ` (1 % lower, in 17 of 20)`.
fn brackets(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Returns the first sentence that has at most [`MOST_WORDS`] words. The caller passes the fullest
/// one first. If none is short enough, the last one is cut.
pub(super) fn within(sentences: impl IntoIterator<Item = String>) -> String {
    let mut last = String::new();
    for sentence in sentences {
        if sentence.split_whitespace().count() <= MOST_WORDS {
            return sentence;
        }
        last = sentence;
    }
    let words: Vec<&str> = last.split_whitespace().take(MOST_WORDS - 1).collect();
    format!("{} ...", words.join(" "))
}

/// Size of a difference without decimals, in the terms of its margin: a share of the baseline, or a
/// multiple of what matters. Empty for a small multiple, because the verdict says as much.
fn size(pair: &Paired, outcome: &Outcome) -> String {
    let way = if pair.difference < 0.0 { "lower" } else { "higher" };
    match pair.yardstick.share_of_level(pair.difference) {
        Some(share) if outcome.margin.share > 0.0 => format!("{} {way}", whole_percent(share)),
        _ => match pair.yardstick.steps(pair.difference).abs() {
            steps if steps >= 2.0 => format!("over {:.0} times the least that matters", steps.floor()),
            _ => String::new(),
        },
    }
}

/// A share in whole per cent: `8 %`, `under 1 %`.
fn whole_percent(share: f64) -> String {
    match 100.0 * share.abs() {
        percent if percent < 0.5 => "under 1 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

fn answer(about: &About<'_>, table: &Table, pairs: &[(usize, Paired)], first: &(usize, Paired)) -> String {
    let outcome = about.outcome();
    let (arm, pair) = first;
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let on = format!("On {}", small(outcome.title));
    let several = pairs.len() > 1;
    let all = |wanted: fn(Verdict) -> bool| pairs.iter().all(|(_, pair)| wanted(pair.verdict));
    let verdict = pair.verdict.words(outcome.better);
    if pairs.iter().all(|(_, pair)| pair.same == pair.pairs) {
        return within([
            format!("{on}, every strategy gives the very same as {base}."),
            "All give the very same.".to_owned(),
        ]);
    }
    match (pair.verdict, pair.verdict.is_better(outcome.better)) {
        (Verdict::CannotTell, _) => {
            let (what, than) = match outcome.better {
                Better::Neither => ("differs from", "whether any strategy differs from"),
                _ => ("is better than", "whether any strategy is better than"),
            };
            let whom =
                if several { format!("{than} {base}") } else { format!("whether {name} {what} {base}") };
            within([
                format!("{on}, one {CANNOT_TELL} {whom}."),
                format!("One {CANNOT_TELL} {whom}."),
                format!("One {CANNOT_TELL}."),
            ])
        }
        (Verdict::NoDifference, _) if !several => within([
            format!("{on}, {name} makes {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE}."),
        ]),
        (Verdict::NoDifference, _) if all(|verdict| verdict == Verdict::NoDifference) => within([
            format!("{on}, every strategy makes {NO_DIFFERENCE} to {base}."),
            format!("There is {NO_DIFFERENCE}."),
        ]),
        (Verdict::NoDifference, _) if all(|verdict| verdict != Verdict::CannotTell) => within([
            format!("{on}, no strategy is better than {base}; {name} makes {NO_DIFFERENCE}."),
            format!("{on}, no strategy is better than {base}."),
            "No strategy is better.".to_owned(),
        ]),
        (Verdict::NoDifference, _) => within([
            format!("{on}, one {CANNOT_TELL} whether any strategy is better than {base}."),
            format!("One {CANNOT_TELL}."),
        ]),
        (_, Some(false)) => {
            let who =
                if several { "no strategy is better".to_owned() } else { format!("{name} is {verdict}") };
            let nearest =
                if several { format!("; the nearest, {name}, is {verdict}") } else { String::new() };
            let size = brackets(&[&size(pair, outcome)]);
            let alone = if several { "" } else { &*size };
            within([
                format!("{on}, {who} than {base}{nearest}{size}."),
                format!("{on}, {who} than {base}{alone}."),
                format!("{on}, {who} than {base}."),
                "No strategy is better.".to_owned(),
            ])
        }
        _ => {
            let size = size(pair, outcome);
            let full = brackets(&[&size, &often(pair, outcome)]);
            let size = brackets(&[&size]);
            let tail = match (several, outcome.better, best(about, table)) {
                (false, ..) | (_, Better::Neither, _) => "",
                (_, _, Some(leading)) if leading == *arm => "; it is clearly best",
                _ => "; no strategy is clearly best",
            };
            let is = format!("{on}, {name} is {verdict} than {base}");
            let bare = format!("{name} is {verdict} than {base}");
            within([
                format!("{is}{full}{tail}."),
                format!("{is}{size}{tail}."),
                format!("{is}{tail}."),
                format!("{is}{size}."),
                format!("{is}."),
                format!("{bare}{tail}."),
                format!("{bare}."),
            ])
        }
    }
}

/// Index of the strategy that is clearly best of all, if there is one.
pub(super) fn best(about: &About<'_>, table: &Table) -> Option<usize> {
    let outcome = about.outcome();
    let values: Vec<&[f64]> = (0..table.arms.len()).map(|arm| table.outcome(arm, about.primary)).collect();
    let found = ahead(&values, outcome.better, table.yardstick(about.primary).size(), table.unit())?;
    found.best.then_some(found.leading)
}

/// A difference as a multiple of the smallest effect of interest.
pub(super) fn steps(pair: &Paired) -> String {
    let steps = pair.yardstick.steps(pair.difference).abs();
    let digits = usize::from(steps < 9.95);
    format!("{steps:.digits$}")
}

/// For example `Learning culture at the end: clearly better, 0.212 (scale 0 to 1) higher, 4.2 times
/// the least that matters`.
fn line(outcome: &Outcome, pair: &Paired, look: &Look) -> String {
    format!(
        "{}: {}, {}, {} times the least that matters",
        outcome.title,
        pair.verdict.words(outcome.better),
        change(pair.difference, outcome, look),
        steps(pair)
    )
}

/// Whether an outcome is told as an answer: a primary one.
pub(super) fn answers(about: &About<'_>, table: &Table, at: usize) -> bool {
    at == about.primary || table.also.contains(&at)
}

/// The outcomes that clearly moved most. Primary outcomes, their components, money and what is told
/// as a reason are left out.
fn moved(
    about: &About<'_>,
    table: &Table,
    two: [usize; 2],
    told: &[(usize, Paired)],
) -> Vec<(usize, Paired)> {
    let primaries = std::iter::once(&about.primary).chain(&table.also);
    let parts: Vec<String> = primaries.map(|at| format!("{}-", OUTCOMES[*at].key)).collect();
    let part = |key: &str| parts.iter().any(|part| key.starts_with(part));
    let mut clear: Vec<(usize, Paired)> = (0..OUTCOMES.len())
        .filter(|at| !answers(about, table, *at) && OUTCOMES[*at].key != COST && !part(OUTCOMES[*at].key))
        .filter(|at| told.iter().all(|(told, _)| told != at))
        .map(|at| (at, between(table, at, two)))
        .filter(|(_, pair)| pair.verdict.is_clear())
        .collect();
    let steps = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    clear.sort_by(|a, b| steps(&b.1).total_cmp(&steps(&a.1)).then(a.0.cmp(&b.0)));
    clear.truncate(MOST_MOVED);
    clear
}

/// The cost in money, and the outcome that became worse by most.
fn price(
    about: &About<'_>,
    table: &Table,
    two: [usize; 2],
    above: &[(usize, Paired)],
    look: &Look,
) -> String {
    let cost = outcome_index(COST).filter(|at| !answers(about, table, *at));
    let money =
        cost.map(|at| (&OUTCOMES[at], between(table, at, two))).map_or(String::new(), |(outcome, pair)| {
            let more = if pair.difference < 0.0 { "less" } else { "more" };
            let share = pair
                .yardstick
                .share_of_level(pair.difference)
                .map_or(String::new(), |share| format!(" ({})", percent(share)));
            match pair.verdict {
                Verdict::NoDifference => format!("spending shows {NO_DIFFERENCE}. "),
                Verdict::CannotTell => format!("one {CANNOT_TELL} whether more is spent. "),
                sure => {
                    let size = amount(pair.difference.abs(), outcome, look);
                    let weight = if sure.is_clear() { "clearly" } else { "a little" };
                    format!("{weight} {more} is spent, {size}{share}. ")
                }
            }
        });
    let is_worse = |at: usize, pair: &Paired| {
        pair.verdict.is_clear() && pair.verdict.is_better(OUTCOMES[at].better) == Some(false)
    };
    let told: Vec<String> = above
        .iter()
        .filter(|(at, pair)| is_worse(*at, pair))
        .map(|(at, _)| small(OUTCOMES[*at].title))
        .collect();
    let steps = |pair: &Paired| pair.yardstick.steps(pair.difference).abs();
    let worst = (0..OUTCOMES.len())
        .filter(|at| !answers(about, table, *at) && OUTCOMES[*at].key != COST)
        .filter(|at| above.iter().all(|(told, _)| told != at))
        .map(|at| (at, between(table, at, two)))
        .filter(|(at, pair)| is_worse(*at, pair))
        .max_by(|a, b| steps(&a.1).total_cmp(&steps(&b.1)).then(b.0.cmp(&a.0)));
    let worst = worst.map(|(at, pair)| small(&line(&OUTCOMES[at], &pair, look)));
    // What moved names something worse already, with its size.
    let worse = match (told.is_empty(), worst) {
        (true, None) => match little_worse(about, table, two) {
            names if names.is_empty() => "Nothing else is clearly worse.".to_owned(),
            names => format!("Nothing else is clearly worse; a little worse: {names}."),
        },
        (true, Some(worst)) => format!("Most that is worse: {worst}."),
        (false, None) => format!("Clearly worse, as above: {}.", list(&told)),
        (false, Some(worst)) => format!("Clearly worse, as above: {}. Besides: {worst}.", list(&told)),
    };
    let text = format!("{money}{worse}").trim_end().to_owned();
    let mut signs = text.chars();
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

/// The outcomes that are a little worse, three by name, the largest first: sure if all outcomes
/// that can be better or worse are tested together.
fn little_worse(about: &About<'_>, table: &Table, two: [usize; 2]) -> String {
    let worse = sure_differences(table, two, &judged()).into_iter().filter(|(at, pair)| {
        let told = answers(about, table, *at) || OUTCOMES[*at].key == COST;
        !told && pair.verdict.is_better(OUTCOMES[*at].better) == Some(false)
    });
    few(worse.map(|(at, _)| small(OUTCOMES[at].title)), MOST_MOVED)
}

/// What no verdict covers.
fn caveat(table: &Table) -> String {
    let over = match (table.draws, table.replicates) {
        (0, 1) => return "One run is one throw of the dice: nothing can be told from it.".to_owned(),
        (0, runs) => format!("the luck of {}", many(runs.into(), "paired run", "paired runs")),
        (draws, _) => format!("luck and parameter uncertainty, over {}", many(draws.into(), "draw", "draws")),
    };
    format!("This covers {over}, not how true the model is: a reason to look, not a proof.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_sentence_that_is_short_enough_is_said() {
        let words = |count: usize| vec!["word"; count].join(" ");
        assert_eq!(within([words(21), words(20), words(3)]), words(20));
        let cut = within([words(40), words(30)]);
        assert_eq!(cut.split_whitespace().count(), 20);
        assert!(cut.ends_with(" ..."));
    }
}
