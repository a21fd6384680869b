//! Reads the sentences on what went with an answer and on what would change it, and compares them
//! with the runs.

use super::claims::{Claims, SURE, amount_is, near};
use super::within_sentence;
use balcony::experiment::stats::{ErrorUnit, Sequence};
use balcony_engine::measure::OUTCOMES;

/// Words that would say more than that two things went together.
const CAUSES: [&str; 6] = ["because", "due to", "leads to", "led to", "thanks to", "explains"];
/// Most sentences on what went with an answer.
const MOST_LINES: usize = 3;
/// Normal quantiles for one, two and three correlations that are looked at together, at 5 %.
const TOGETHER: [f64; 3] = [1.959_964, 2.241_403, 2.393_980];

impl Claims<'_> {
    /// All faults of the sentences on what went with the answer.
    pub(super) fn why(&self, of: &str, lines: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        let said = lines.join(" ");
        if lines.is_empty() || lines.len() > MOST_LINES {
            faults.push(format!("{} lines on why", lines.len()));
        }
        if let Some(word) = CAUSES.iter().find(|word| said.contains(**word)) {
            faults.push(format!("`{word}` says more than the runs: {said}"));
        }
        if let Err(fault) = self.reasons(of, &said) {
            faults.push(format!("{fault}: {said}"));
        }
        faults
    }

    fn reasons(&self, of: &str, said: &str) -> Result<(), String> {
        let two = self.of(of)?;
        let outcome = &OUTCOMES[self.primary];
        let sure = SURE.contains(&self.difference(self.primary, two).verdict(outcome.better));
        let none = format!("Of {} there is no sure difference to explain", within_sentence(self.primary));
        let rest = match (said.strip_prefix(&*none), sure) {
            (Some(_), true) => return Err("there is a sure difference".to_owned()),
            (None, false) => return Err("there is no sure difference".to_owned()),
            (rest, _) => rest.unwrap_or(said),
        };
        let looked: Vec<usize> =
            (0..OUTCOMES.len()).filter(|at| OUTCOMES[*at].on_the_way && !self.answered(*at)).collect();
        if !said.contains(of) {
            return Err("of other strategies".to_owned());
        }
        if let Some((_, rest)) = rest.split_once(&format!("{of}, none of ")) {
            if !rest.starts_with(&format!("{} figures", looked.len())) {
                return Err(format!("{} figures were looked at", looked.len()));
            }
            let moved = looked.iter().find(|at| self.is_sure_beside(**at, two, looked.len()));
            return moved.map_or(Ok(()), |at| Err(format!("{} differs for certain", OUTCOMES[*at].title)));
        }
        let (_, names) = rest.split_once("the largest first: ").ok_or("no figures")?;
        let mut rest = names;
        let (mut told, mut last) = (Vec::new(), f64::INFINITY);
        while !rest.starts_with('.') {
            rest = rest.trim_start_matches("; ").trim_start_matches("and ");
            if rest.starts_with(|sign: char| sign.is_ascii_digit()) {
                rest = &rest[rest.find('.').ok_or("no end")?..];
                continue;
            }
            let begins = |at: &&usize| rest.starts_with(&format!("{} (", within_sentence(**at)));
            let at = *looked.iter().find(begins).ok_or("a figure that was not looked at")?;
            let inside = rest[within_sentence(at).len() + 2..].split(')').next().unwrap_or_default();
            let (word, times) = inside.split_once(", ").ok_or("no size")?;
            let unit = if told.is_empty() { " times the least that matters" } else { " times" };
            let number = times.strip_suffix(unit).ok_or("no unit")?;
            let found = self.difference(at, two);
            let steps = found.mean.abs() / found.matters;
            let verdict = found.verdict(OUTCOMES[at].better);
            if !SURE.contains(&verdict) || !verdict.ends_with(&format!(" {word}")) {
                return Err(format!("{} is `{verdict}`", OUTCOMES[at].title));
            }
            if !near(number, steps, if number.contains('.') { 0.05 } else { 0.5 })? || steps > last {
                return Err(format!("{} is {steps:.2} times the least that matters", OUTCOMES[at].title));
            }
            last = steps;
            told.push(at);
            rest = &rest[within_sentence(at).len() + 2 + inside.len() + 1..];
        }
        match rest.strip_prefix(". Pair by pair, ") {
            Some(rest) => self.together(two, &told, rest),
            None if sure => Err("nothing is said pair by pair".to_owned()),
            None => Ok(()),
        }
    }

    fn answered(&self, at: usize) -> bool {
        at == self.primary || self.table.also.contains(&at)
    }

    /// Whether the interval of a difference excludes 0 if each of many figures has its part of the
    /// 5 %.
    fn is_sure_beside(&self, at: usize, two: [usize; 2], figures: usize) -> bool {
        let [one, other] = two.map(|arm| self.table.outcome(arm, at));
        let differences: Vec<f64> =
            one.iter().zip(other).map(|(a, b)| a - b).filter(|difference| !difference.is_nan()).collect();
        let same = differences.iter().filter(|difference| **difference == 0.0).count();
        // Where most pairs are alike, the interval allows for the unseen, which this one does not.
        if 2 * same >= differences.len() {
            return false;
        }
        let comparisons = match (self.table.unit(), two[1] == self.table.baseline) {
            (ErrorUnit::Looked(_), true) => self.table.arms.len() - 1,
            (ErrorUnit::Looked(_), false) => self.table.arms.len() * (self.table.arms.len() - 1) / 2,
            (ErrorUnit::Replicate, _) => {
                // More than any quantile at 0.05 over so many figures and twenty pairs.
                let found = ErrorUnit::Replicate.estimate(&differences);
                return found.mean.abs() > 4.5 * found.error;
            }
            (ErrorUnit::Draw(_), _) => return false,
        };
        let unit = ErrorUnit::Looked(Sequence::of(comparisons * figures));
        unit.estimate(&differences).interval.is_some_and(|found| found.low > 0.0 || found.high < 0.0)
    }

    /// What went together pair by pair: `the difference is larger where trust moved more, and
    /// smaller where strain of staff moved more.`
    fn together(&self, two: [usize; 2], told: &[usize], said: &str) -> Result<(), String> {
        if !said.ends_with("None of this shows a cause.") {
            return Err("it sounds like a cause".to_owned());
        }
        let none = said.contains("none of these clearly rises or falls with the difference");
        let (more, less) = match said.split_once("smaller where ") {
            Some((more, less)) => (more, less),
            None => (said, ""),
        };
        let answer = self.difference(self.primary, two).mean;
        for at in told {
            let title = within_sentence(*at);
            let [r, low, high] = self.ranks(*at, two, told.len());
            let alike = (r > 0.0) == ((self.difference(*at, two).mean > 0.0) == (answer > 0.0));
            let is_told = if alike { more.contains(&title) } else { less.contains(&title) };
            let is_sure = low > 0.0 || high < 0.0;
            if is_sure != (is_told && !none) {
                return Err(format!("{title} has the rank correlation {r:.2} ({low:.2} to {high:.2})"));
            }
        }
        Ok(())
    }

    /// Rank correlation of the differences of a figure and of the answer, with its interval.
    fn ranks(&self, at: usize, [one, other]: [usize; 2], many: usize) -> [f64; 3] {
        let of = |at: usize| {
            self.table.outcome(one, at).iter().zip(self.table.outcome(other, at)).map(|(a, b)| a - b)
        };
        let both: Vec<(f64, f64)> =
            of(at).zip(of(self.primary)).filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
        let n = both.len() as f64;
        // A rank is one more than how many are smaller, and half of how many are alike.
        let rank = |value: f64, all: &dyn Fn(&(f64, f64)) -> f64| {
            let (mut smaller, mut alike) = (0.0, 0.0);
            for one in &both {
                smaller += f64::from(u8::from(all(one) < value));
                alike += f64::from(u8::from(all(one) == value));
            }
            smaller + 0.5 * (alike - 1.0) - 0.5 * (n - 1.0)
        };
        let ranks: Vec<(f64, f64)> =
            both.iter().map(|(a, b)| (rank(*a, &|one| one.0), rank(*b, &|one| one.1))).collect();
        let sum = |of: fn(&(f64, f64)) -> f64| ranks.iter().map(of).sum::<f64>();
        let r = sum(|(a, b)| a * b) / libm::sqrt(sum(|(a, _)| a * a) * sum(|(_, b)| b * b));
        let half = TOGETHER[many.clamp(1, 3) - 1] * libm::sqrt((1.0 + 0.5 * r * r) / (n - 3.0));
        let z = 0.5 * libm::log((1.0 + r) / (1.0 - r));
        [r, libm::tanh(z - half), libm::tanh(z + half)]
    }

    /// All faults of the sentence on what would change an answer without draws.
    pub(super) fn would_change(&self, of: &str, said: &str) -> Vec<String> {
        let check = || -> Result<(), String> {
            let found = self.difference(self.primary, self.of(of)?);
            let outcome = &OUTCOMES[self.primary];
            let title = within_sentence(self.primary);
            let (far, ask) = said
                .split_once(" To see whether it changes with the model's parameters, ")
                .ok_or("no way to ask")?;
            if ask != "add --parameters worlds." {
                return Err("no option".to_owned());
            }
            if far == format!("In every pair {title} is the very same.") {
                return if found.same == found.pairs { Ok(()) } else { Err("pairs differ".to_owned()) };
            }
            let told =
                far.strip_prefix(&*format!("The difference in {title} is ")).ok_or("not understood")?;
            let (differs, turn) = told.split_once("; ").ok_or("nothing that would turn it")?;
            let verdict = found.verdict(outcome.better);
            let open = differs.strip_suffix(", and its direction is not sure");
            if open.is_some() != (verdict == "cannot tell yet") {
                return Err(format!("it is `{verdict}`"));
            }
            let (before, after) = match found.mean.abs() > found.matters {
                true => ("below ", " it would not matter."),
                false => ("from ", " on it would matter."),
            };
            let matters = turn.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            amount_is(matters.ok_or("the other side of what matters")?, found.matters, outcome)?;
            amount_is(open.unwrap_or(differs), found.mean.abs(), outcome)
        };
        check().err().map(|fault| format!("{fault}: {said}")).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::claims::tests::table;
    use super::*;

    fn faults(claims: &Claims<'_>, of: &str, lines: &[&str]) -> Vec<String> {
        claims.why(of, &lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_went_with_an_answer_is_checked() {
        let table = table(4.0);
        let claims = Claims { table: &table, primary: 0 };
        let at = OUTCOMES.iter().position(|outcome| outcome.key == "caseload").expect("an outcome");
        let steps = claims.difference(at, [1, 0]).mean / claims.difference(at, [1, 0]).matters;
        let (of, title) = ("Under high, against base", within_sentence(at));
        let with = format!(
            "{of}, these differ too, the largest first: {title} (worse, {steps:.1} times the least that matters)."
        );
        // The step to the second strategy is the same on every outcome, so their ranks are too.
        let more = format!(
            "Pair by pair, the difference is larger where {title} moved more. None of this shows a cause."
        );
        assert_eq!(faults(&claims, of, &[&with, &more]), Vec::<String>::new());
        for (from, to) in [
            ("(worse", "(better"),
            ("(worse", "(clearly worse"),
            (&*format!("{steps:.1} times"), "900 times"),
            (&*title, "serious harm"),
            ("Under high", "Under same"),
            ("is larger where", "is smaller where"),
            (" None of this shows a cause.", ""),
            ("these differ", "because these differ"),
            (&*format!("{of}, these"), "Of serious harm there is no sure difference to explain. These"),
        ] {
            let told = [&with, &more].map(|line| line.replace(from, to));
            assert!(told != [with.clone(), more.clone()], "{from}");
            assert!(!faults(&claims, of, &[&told[0], &told[1]]).is_empty(), "{told:?}");
        }
        let none = format!(
            "{of}, none of 26 figures on the way (staff) differs for certain: these runs do not show why."
        );
        assert!(!faults(&claims, of, &[&none]).is_empty());
        // Of the third strategy nothing is sure.
        let of = "Under same, against base";
        let none = "Of serious harm there is no sure difference to explain. Under same, against base, none of 26 figures on the way differs for certain.";
        assert_eq!(faults(&claims, of, &[none]), Vec::<String>::new());
        assert!(!faults(&claims, of, &[&none.replace("26", "25")]).is_empty());
    }

    #[test]
    fn how_far_an_answer_lies_from_what_matters_is_checked() {
        let table = table(4.0);
        let claims = Claims { table: &table, primary: 0 };
        let found = claims.difference(0, [1, 0]);
        let ask = "To see whether it changes with the model's parameters, add --parameters worlds.";
        let far = format!(
            "The difference in serious harm is {:.3} serious incidents a year; below {:.3} serious incidents a year it would not matter. {ask}",
            found.mean, found.matters
        );
        let of = "Under high, against base";
        assert_eq!(claims.would_change(of, &far), Vec::<String>::new());
        for (from, to) in [
            ("would not matter", "would matter"),
            ("is ", "is 1"),
            ("below ", "below 1"),
            ("; below", ", and its direction is not sure; below"),
            ("add --parameters worlds", "ask"),
            ("serious harm", "harm"),
        ] {
            assert!(!claims.would_change(of, &far.replace(from, to)).is_empty(), "{from}");
        }
        let same = format!("In every pair serious harm is the very same. {ask}");
        assert!(!claims.would_change(of, &same).is_empty());
    }
}
