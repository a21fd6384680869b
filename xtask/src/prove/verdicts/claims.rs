//! Reads a sentence that states a verdict, and compares what it claims with the runs.

use super::{shown, within_sentence};
use balcony::experiment::Table;
use balcony::experiment::stats::{ErrorUnit, Interval, Sequence, mean};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Better, Outcome};

/// Largest number of words of a headline.
pub(super) const MOST_WORDS: usize = 20;

/// Sentences about the runs of a table.
pub(super) struct Claims<'t> {
    pub(super) table: &'t Table,
    /// Index of the outcome that answers the question.
    pub(super) primary: usize,
}

/// A difference between two strategies, worked out from the runs.
pub(super) struct Difference {
    pub(super) mean: f64,
    interval: Option<Interval>,
    pub(super) matters: f64,
    level: f64,
    better: usize,
    pub(super) pairs: usize,
    pub(super) same: usize,
}

impl Difference {
    /// The verdict by the rule of README.md, in words.
    pub(super) fn verdict(&self, better: Better) -> &'static str {
        let Some(Interval { low, high }) = self.interval else { return "cannot tell yet" };
        if low > 0.0 || high < 0.0 {
            let good = match better {
                Better::Lower => high < 0.0,
                Better::Higher => low > 0.0,
                Better::Neither => high < 0.0,
            };
            let clear = self.mean.abs() > self.matters;
            return match (better, clear, good) {
                (Better::Neither, true, true) => "clearly lower",
                (Better::Neither, true, false) => "clearly higher",
                (Better::Neither, false, true) => "a little lower",
                (Better::Neither, false, false) => "a little higher",
                (_, true, true) => "clearly better",
                (_, true, false) => "clearly worse",
                (_, false, true) => "a little better",
                (_, false, false) => "a little worse",
            };
        }
        if low >= -self.matters && high <= self.matters {
            "no difference that matters"
        } else {
            "cannot tell yet"
        }
    }
}

/// The verdicts that say a direction.
pub(super) const SURE: [&str; 8] = [
    "clearly better",
    "clearly worse",
    "clearly lower",
    "clearly higher",
    "a little better",
    "a little worse",
    "a little lower",
    "a little higher",
];

/// The outcome that a sentence begins with: `On serious harm, ...`. The longest title wins, because
/// one may be the beginning of another.
pub(super) fn outcome_of(sentence: &str) -> Option<usize> {
    let rest = sentence.strip_prefix("On ")?;
    let fits = (0..OUTCOMES.len())
        .filter(|at| rest.strip_prefix(&*within_sentence(*at)).is_some_and(|rest| rest.starts_with(", ")));
    fits.max_by_key(|at| OUTCOMES[*at].title.len())
}

/// The numbers behind a headline, for the reader.
pub(super) fn numbers(table: &Table, at: usize, sentence: &str) -> String {
    let claims = Claims { table, primary: at };
    let named: Vec<usize> = (0..table.arms.len()).filter(|arm| claims.names(sentence, *arm)).collect();
    let two = match named[..] {
        [one, other] if one == table.baseline => Some([other, one]),
        [one, other] | [one, other, _] => Some([one, other]),
        [one] if one != table.baseline => Some([one, table.baseline]),
        _ => None,
    };
    // A sentence about all strategies rests on all of them.
    let others = (0..table.arms.len()).filter(|arm| *arm != table.baseline);
    let all = two.map_or_else(|| others.map(|arm| [arm, table.baseline]).collect(), |two| vec![two]);
    let told = |two: &[usize; 2]| {
        let found = claims.difference(at, *two);
        let [one, other] = two.map(|arm| &*table.arms[arm]);
        format!("{one} to {other} {:+.4} ({}), {:.4}", found.mean, shown(found.interval), found.matters)
    };
    all.iter().map(told).collect::<Vec<_>>().join("; ")
}

/// What is hidden in a line of text: ends of an interval that look alike, an end that looks like 0
/// beside a sure verdict, money that looks like none.
pub(super) fn hidden(line: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let nought = |word: &str| {
        word.chars().any(|sign| sign.is_ascii_digit())
            && !word.chars().any(|sign| ('1'..='9').contains(&sign))
    };
    let words: Vec<&str> =
        line.split_whitespace().map(|word| word.trim_matches(['(', ')', ',', ';'])).collect();
    let number = |word: &str| word.trim_start_matches('+').parse::<f64>().ok();
    for at in 1..words.len().saturating_sub(1) {
        let (Some(low), Some(high)) = (number(words[at - 1]), number(words[at + 1])) else { continue };
        if words[at] != "to" {
            continue;
        }
        let sure = ["clearly", "a little", "surely"].iter().any(|word| line.contains(word));
        let interval = words[at - 1].starts_with(['+', '-']) || words[at + 1].starts_with(['+', '-']);
        if words[at - 1] == words[at + 1] && low != 0.0 {
            faults.push(format!("both ends look alike: {line}"));
        }
        if sure && interval && low <= 0.0 && high >= 0.0 {
            faults.push(format!("sure, and the interval does not show it: {line}"));
        }
    }
    let money = |word: &&str| word.starts_with('£') && nought(word);
    if line.contains("spent") && words.iter().any(money) {
        faults.push(format!("money that looks like none: {line}"));
    }
    faults
}

impl Claims<'_> {
    /// Whether a sentence names a strategy as a word of its own.
    fn names(&self, sentence: &str, arm: usize) -> bool {
        let plain = |word: &str| word.trim_matches(['.', ',', ';', ':']).to_owned();
        sentence.split_whitespace().any(|word| plain(word) == self.table.arms[arm])
    }

    fn arm(&self, name: &str) -> Option<usize> {
        self.table.arms.iter().position(|arm| arm == name)
    }

    /// The difference between two strategies on an outcome.
    pub(super) fn difference(&self, at: usize, [one, other]: [usize; 2]) -> Difference {
        let table = self.table;
        let (a, b) = (table.outcome(one, at), table.outcome(other, at));
        let base = table.outcome(table.baseline, at);
        let margin = table.margins[at];
        // A comparison of two that are not the baseline is one of all among the strategies.
        let unit = match table.unit() {
            ErrorUnit::Looked(_) if other != table.baseline && one != table.baseline => {
                let strategies = table.arms.len();
                ErrorUnit::Looked(Sequence::of(strategies * (strategies - 1) / 2))
            }
            unit => unit,
        };
        let both: Vec<(f64, f64)> =
            a.iter().copied().zip(b.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
        let differences: Vec<f64> = both.iter().map(|(a, b)| a - b).collect();
        let variance = |values: Vec<f64>| {
            let middle = mean(&values);
            let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
            squares / (values.len() as f64 - 1.0)
        };
        let apart = variance(both.iter().map(|(a, _)| *a).collect())
            + variance(both.iter().map(|(_, b)| *b).collect());
        let good = |difference: &&f64| match OUTCOMES[at].better {
            Better::Lower | Better::Neither => **difference < 0.0,
            Better::Higher => **difference > 0.0,
        };
        let level = mean(base).abs();
        Difference {
            mean: mean(&differences),
            interval: unit.estimate_paired(&differences, apart).interval,
            matters: f64::max(margin.share * level, margin.floor),
            level: if other == table.baseline { level } else { mean(b).abs() },
            better: differences.iter().filter(good).count(),
            pairs: differences.len(),
            same: differences.iter().filter(|difference| **difference == 0.0).count(),
        }
    }

    /// All faults of a headline or of a sentence that belongs to it.
    pub(super) fn headline(&self, at: usize, sentence: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let count = sentence.split_whitespace().count();
        if count > MOST_WORDS {
            faults.push(format!("{count} words: {sentence}"));
        }
        let signs: Vec<char> = sentence.chars().collect();
        if signs
            .windows(3)
            .any(|three| three[0].is_ascii_digit() && three[1] == '.' && three[2].is_ascii_digit())
        {
            faults.push(format!("a decimal: {sentence}"));
        }
        if !sentence.ends_with('.') || sentence.ends_with("...") {
            faults.push(format!("no whole sentence: {sentence}"));
        }
        if let Err(fault) = self.claim(at, sentence) {
            faults.push(format!("{fault}: {sentence}"));
        }
        faults
    }

    /// What a sentence claims, compared with the runs.
    fn claim(&self, at: usize, sentence: &str) -> Result<(), String> {
        let title = format!("On {}, ", within_sentence(at));
        let said = sentence.strip_prefix(&*title).unwrap_or(sentence).trim_end_matches('.');
        let outcome = &OUTCOMES[at];
        let base = self.table.baseline;
        let others: Vec<usize> = (0..self.table.arms.len()).filter(|arm| *arm != base).collect();
        let verdict = |two: [usize; 2]| self.difference(at, two).verdict(outcome.better);
        let all: Vec<&str> = others.iter().map(|arm| verdict([*arm, base])).collect();
        let better = |verdict: &&str| verdict.ends_with("better");
        let must = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
        if let Some(rest) = said.strip_prefix(&format!("Against {}, ", self.table.arms[base])) {
            return self.beside(at, rest);
        }
        if let Some(whom) = said.strip_prefix("there is no difference that matters between ") {
            let (one, other) = self.two(whom, " and ")?;
            return must(verdict([one, other]) == "no difference that matters", "there may be one");
        }
        if said.starts_with("every strategy makes no difference that matters to ") {
            return must(all.iter().all(|found| *found == "no difference that matters"), "one does");
        }
        if let Some((one, rest)) = said.split_once(" makes no difference that matters to ") {
            let (one, other) = (self.known(one)?, self.known(rest)?);
            return must(verdict([one, other]) == "no difference that matters", "it may make one");
        }
        if let Some(whom) = said.strip_prefix("one cannot tell yet whether ") {
            if whom.starts_with("any strategy ") {
                let open = all.contains(&"cannot tell yet") && !all.iter().any(better);
                return must(open, "one can tell");
            }
            let (one, other) = match whom.split_once(" differs from ") {
                Some((one, other)) => (self.known(one)?, self.known(other)?),
                None => self.two(whom, " is better than ")?,
            };
            return must(verdict([one, other]) == "cannot tell yet", "one can tell");
        }
        if let Some(rest) = said.strip_prefix("no strategy is better than ") {
            let none = !all.iter().any(better) && !all.contains(&"cannot tell yet");
            must(none, "one is, or may be")?;
            let Some((_, nearest)) = rest.split_once("; ") else { return Ok(()) };
            if let Some((name, _)) = nearest.split_once(" makes no difference that matters") {
                let found = verdict([self.known(name)?, base]);
                return must(found == "no difference that matters", "it may make one");
            }
            let rest = nearest.strip_prefix("the nearest, ").ok_or("not understood")?;
            let (name, rest) = rest.split_once(", is ").ok_or("not understood")?;
            return self.sized(at, [self.known(name)?, base], rest);
        }
        if said.ends_with("the very same") || said.contains("gives the very same") {
            let every = others.iter().all(|arm| {
                let found = self.difference(at, [*arm, base]);
                found.same == found.pairs
            });
            return must(every, "they differ");
        }
        let (name, rest) = said.split_once(" is ").ok_or("not understood")?;
        let one = self.known(name)?;
        let word = SURE.iter().find(|word| rest.starts_with(**word)).ok_or("no verdict")?;
        let whom = rest[word.len()..].strip_prefix(" than ").ok_or("than whom?")?;
        let end = whom.find([' ', ';']).unwrap_or(whom.len());
        let other = self.known(&whom[..end])?;
        let best = |arm: usize| {
            (0..self.table.arms.len()).filter(|other| *other != arm).all(|other| {
                verdict([arm, other]).ends_with("clearly better") || verdict([arm, other]) == "clearly better"
            })
        };
        if whom.ends_with("; it is clearly best") {
            must(best(one), "it is not best")?;
        }
        self.sized(at, [one, other], &format!("{word}{}", &whom[end..]))
    }

    /// How two strategies stand to the baseline: `connected is clearly better; of authentic one
    /// cannot tell yet`.
    fn beside(&self, at: usize, said: &str) -> Result<(), String> {
        let base = self.table.baseline;
        let found = |arm: usize| self.difference(at, [arm, base]).verdict(OUTCOMES[at].better);
        let others: Vec<usize> = (0..self.table.arms.len()).filter(|arm| *arm != base).collect();
        for clause in said.split("; ") {
            let (arms, word) = if let Some(word) = clause.strip_prefix("both are ") {
                (others.clone(), word)
            } else if clause == "both make no difference that matters" {
                (others.clone(), "no difference that matters")
            } else if clause == "one cannot tell yet of either" {
                (others.clone(), "cannot tell yet")
            } else if let Some(rest) = clause.strip_prefix("of ") {
                let (name, word) = rest.split_once(" one ").ok_or("not understood")?;
                (vec![self.known(name)?], word)
            } else if let Some((name, word)) = clause.split_once(" is ") {
                (vec![self.known(name)?], word)
            } else {
                let (name, word) = clause.split_once(" makes ").ok_or("not understood")?;
                (vec![self.known(name)?], word)
            };
            if let Some(arm) = arms.iter().find(|arm| found(**arm) != word) {
                return Err(format!(
                    "{} is said to be `{word}` and is `{}`",
                    self.table.arms[*arm],
                    found(*arm)
                ));
            }
        }
        Ok(())
    }

    /// A verdict with its size and count: `clearly better (8 % lower, in 17 of 20)`.
    fn sized(&self, at: usize, two: [usize; 2], said: &str) -> Result<(), String> {
        let outcome = &OUTCOMES[at];
        let found = self.difference(at, two);
        let word = SURE.iter().find(|word| said.starts_with(**word)).ok_or("no verdict")?;
        if found.verdict(outcome.better) != *word {
            return Err(format!("said to be `{word}`, and is `{}`", found.verdict(outcome.better)));
        }
        let Some((_, inside)) = said.split_once('(') else { return Ok(()) };
        let inside = inside.split(')').next().unwrap_or_default();
        for part in inside.split(", ") {
            let words: Vec<&str> = part.split_whitespace().collect();
            let holds = match words[..] {
                ["under", "1", "%", way] => {
                    100.0 * found.mean.abs() / found.level < 0.5 && way == found.way()
                }
                [number, "%", way] => {
                    let percent = 100.0 * found.mean.abs() / found.level;
                    near(number, percent, 0.5)? && way == found.way()
                }
                ["over", number, "times", "the", "least", "that", "matters"] => {
                    number.parse() == Ok(libm::floor(found.mean.abs() / found.matters))
                }
                ["in", count, "of", all] | ["in", count, "of", all, "runs"] => {
                    let mut often = found.better;
                    if outcome.better == Better::Neither && found.mean > 0.0 {
                        often = found.pairs - found.better - found.same;
                    }
                    count.parse() == Ok(often) && all.parse() == Ok(found.pairs)
                }
                _ => return Err(format!("not understood: {part}")),
            };
            if !holds {
                return Err(format!("not so: {part}"));
            }
        }
        Ok(())
    }

    /// A line of what moved: `Waiting for a decision: clearly better, 3.87 weeks lower, 15 times
    /// the least that matters`. `of` says whose: `Under connected, against incumbent`.
    pub(super) fn moved(&self, of: &str, line: &str) -> Vec<String> {
        let check = || -> Result<(), String> {
            let titled = |at: &usize| {
                line.strip_prefix(OUTCOMES[*at].title).is_some_and(|rest| rest.starts_with(": "))
            };
            let at = (0..OUTCOMES.len()).find(titled).ok_or("no outcome")?;
            let said = &line[OUTCOMES[at].title.len() + 2..];
            self.amounts(at, of, said)
        };
        check().err().map(|fault| format!("{fault}: {line}")).into_iter().collect()
    }

    fn amounts(&self, at: usize, of: &str, said: &str) -> Result<(), String> {
        let outcome = &OUTCOMES[at];
        let found = self.difference(at, self.of(of)?);
        let parts: Vec<&str> = said.split(", ").collect();
        let [word, amount, times] = parts[..] else { return Err("not understood".to_owned()) };
        if found.verdict(outcome.better) != word {
            return Err(format!("said to be `{word}`, and is `{}`", found.verdict(outcome.better)));
        }
        let fewer = if found.mean < 0.0 { "fewer" } else { "more" };
        if !amount.ends_with(found.way()) && !amount.contains(&format!(" {fewer} ")) {
            return Err(format!("it is {}", found.way()));
        }
        amount_is(amount, found.mean.abs(), outcome)?;
        let steps = times.split(' ').next().unwrap_or_default();
        let half = if steps.contains('.') { 0.05 } else { 0.5 };
        if near(steps, found.mean.abs() / found.matters, half)? {
            Ok(())
        } else {
            Err(format!("not so: {times}"))
        }
    }

    /// The price: what is spent, and the outcome that is worse by most.
    pub(super) fn price(&self, of: &str, said: &str) -> Vec<String> {
        let check = || -> Result<(), String> {
            let two = self.of(of)?;
            let cost = OUTCOMES.iter().position(|outcome| outcome.key == "cost").ok_or("no cost")?;
            let found = self.difference(cost, two);
            let verdict = found.verdict(OUTCOMES[cost].better);
            let holds = if said.contains("is spent, ") {
                let clear = said.starts_with("Clearly") == verdict.starts_with("clearly");
                let more = said.contains(" more is spent") == (found.mean > 0.0);
                let amount = said.split("is spent, ").nth(1).unwrap_or_default();
                amount_is(amount, found.mean.abs(), &OUTCOMES[cost])?;
                clear && more && SURE.contains(&verdict)
            } else if said.starts_with("Spending shows no difference that matters") {
                verdict == "no difference that matters"
            } else {
                verdict == "cannot tell yet" && said.starts_with("One cannot tell yet whether more is spent")
            };
            if !holds {
                return Err(format!("spending is `{verdict}`"));
            }
            if let Some((_, little)) = said.split_once("; a little worse: ") {
                for name in little.trim_end_matches('.').split("; ").filter(|name| !name.starts_with("and "))
                {
                    let known = (0..OUTCOMES.len()).find(|at| within_sentence(*at) == name);
                    let at = known.ok_or_else(|| format!("no outcome is called `{name}`"))?;
                    if self.difference(at, two).verdict(OUTCOMES[at].better) != "a little worse" {
                        return Err(format!("{name} is not a little worse"));
                    }
                }
            }
            if said.contains("Nothing else is clearly worse") {
                // Primary outcomes stand in the answer.
                let told = |at: usize| self.table.also.contains(&at) || at == self.primary;
                let worse = (0..OUTCOMES.len()).filter(|at| *at != cost && !told(*at)).find(|at| {
                    let outcome = &OUTCOMES[*at];
                    self.difference(*at, two).verdict(outcome.better) == "clearly worse"
                });
                if let Some(at) = worse {
                    return Err(format!("{} is clearly worse", OUTCOMES[at].title));
                }
            }
            Ok(())
        };
        check().err().map(|fault| format!("{fault}: {said}")).into_iter().collect()
    }

    /// The strategies of `Under connected, against incumbent`.
    pub(super) fn of(&self, of: &str) -> Result<[usize; 2], String> {
        let rest = of.strip_prefix("Under ").ok_or("not understood")?;
        let (one, other) = rest.split_once(", against ").ok_or("not understood")?;
        Ok([self.known(one)?, self.known(other)?])
    }

    fn known(&self, name: &str) -> Result<usize, String> {
        self.arm(name).ok_or_else(|| format!("no strategy is called `{name}`"))
    }

    fn two(&self, said: &str, between: &str) -> Result<(usize, usize), String> {
        let (one, other) = said.split_once(between).ok_or("not understood")?;
        Ok((self.known(one)?, self.known(other)?))
    }
}

impl Difference {
    fn way(&self) -> &'static str {
        if self.mean < 0.0 { "lower" } else { "higher" }
    }
}

/// Whether a number of a text is a value, rounded.
pub(super) fn near(text: &str, value: f64, half: f64) -> Result<bool, String> {
    let number: f64 = text.parse().map_err(|_| format!("no number: {text}"))?;
    Ok((number - value).abs() <= half + 1e-9)
}

/// Whether an amount in words, such as `£250 thousand a year`, is a value in the outcome's unit.
pub(super) fn amount_is(amount: &str, value: f64, outcome: &Outcome) -> Result<(), String> {
    let (least, amount) = match amount.strip_prefix("less than ") {
        Some(rest) => (true, rest),
        None => (false, amount),
    };
    let word = amount.split_whitespace().next().unwrap_or_default();
    let digits: String = word.chars().filter(|sign| sign.is_ascii_digit() || *sign == '.').collect();
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len() as i32);
    let value =
        if outcome.unit.starts_with('£') && amount.contains("thousand") { 1000.0 * value } else { value };
    let number: f64 = digits.parse().map_err(|_| format!("no number: {amount}"))?;
    let holds = if least {
        value < number
    } else {
        (number - value).abs() <= 0.5 * libm::pow(10.0, -f64::from(decimals)) + 1e-9
    };
    if holds { Ok(()) } else { Err(format!("not so: {amount}")) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use balcony::experiment::{ArmResult, Replicate, Shape};

    /// Three strategies over twenty pairs. On every outcome the second lies `by` times the least
    /// that matters above the baseline, and the third is the baseline with a little noise.
    pub(in super::super) fn table(by: f64) -> Table {
        let names = ["base", "high", "same"].map(str::to_owned);
        let mut table = Table::new(&names, 0, 20, 0, Shape::new(3, 0, false));
        let harm = &OUTCOMES[0];
        for replicate in 0..20u32 {
            let luck = 10.0 + 0.1 * f64::from(replicate % 7);
            let step = harm.margin.at(10.3) * by + 0.01 * f64::from(replicate % 3);
            let noise = 0.001 * (f64::from(replicate % 5) - 2.0);
            let arm = |value: f64| ArmResult { outcomes: vec![value; OUTCOMES.len()], ..Default::default() };
            let arms = vec![arm(luck), arm(luck + step), arm(luck + noise)];
            table.add(&Replicate { replicate, arms, ..Default::default() });
        }
        table
    }

    #[test]
    fn what_is_so_passes_and_what_is_more_does_not() {
        let table = table(4.0);
        let claims = Claims { table: &table, primary: 0 };
        let faults = |sentence: &str| claims.headline(0, sentence);
        for true_ in [
            "On serious harm, high is clearly worse than base (20 % higher, in 0 of 20).",
            "On serious harm, high is clearly worse than base (20 % higher, in 0 of 20 runs).",
            "On serious harm, same makes no difference that matters to base.",
            "On serious harm, there is no difference that matters between same and base.",
            "Against base, high is clearly worse; same makes no difference that matters.",
        ] {
            assert_eq!(faults(true_), Vec::<String>::new(), "{true_}");
        }
        for untrue in [
            "On serious harm, high is clearly better than base.",
            "On serious harm, high is a little worse than base.",
            "On serious harm, high is clearly worse than base (40 % higher).",
            "On serious harm, high is clearly worse than base (20 % lower).",
            "On serious harm, high is clearly worse than base (20 % higher, in 3 of 20).",
            "On serious harm, high is clearly worse than base (19.8 % higher).",
            "On serious harm, high makes no difference that matters to base.",
            "On serious harm, every strategy makes no difference that matters to base.",
            "On serious harm, one cannot tell yet whether any strategy is better than base.",
            "On serious harm, one cannot tell yet whether high is better than base.",
            "On serious harm, same is clearly better than high; it is clearly best.",
            "Against base, both are clearly worse.",
            "Against base, high is clearly worse; of same one cannot tell yet.",
            "On serious harm, something else is said.",
            "On serious harm, high is clearly worse than base and so on and so on and so on and so on and on.",
            "On serious harm, high is clearly worse ...",
        ] {
            assert!(!faults(untrue).is_empty(), "{untrue}");
        }
    }

    #[test]
    fn what_hides_its_sign_is_found() {
        for line in [
            "95 % interval 0.001 to 0.001",
            "connected  -0.001  -0.001 to 0.000  a little better",
            "Clearly more is spent, £0.0m a year",
        ] {
            assert!(!hidden(line).is_empty(), "{line}");
        }
        for line in
            ["-0.001 to -0.0004  a little better", "0 to 1", "Clearly more is spent, £40 thousand a year"]
        {
            assert!(hidden(line).is_empty(), "{line}: {:?}", hidden(line));
        }
    }

    #[test]
    fn outcomes_are_told_by_their_titles() {
        for (at, outcome) in OUTCOMES.iter().enumerate() {
            let sentence = format!("On {}, a is clearly better than b.", within_sentence(at));
            assert_eq!(outcome_of(&sentence), Some(at), "{}", outcome.key);
        }
        assert_eq!(outcome_of("Nothing is said."), None);
    }
}
