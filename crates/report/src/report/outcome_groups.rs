//! For whom: every outcome of the registry under those whom it concerns, and where children come to
//! on the pathway.

use super::Subject;
use super::html::{Drawings, fold, lines, list, table};
use crate::charts::{self, Grid};
use crate::summary::{Figures, UNDER_ANY, clean, ends, groups, pairs, unmoved};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::registry::{Concerns, Outcome};
use balcony_study::experiment::stats::words::NOT_SEEN;
use balcony_study::experiment::stats::{Paired, Verdict, mean};
use balcony_study::results::KEPT_OUT;
use maud::{Markup, html};

pub(super) fn whom(subject: &Subject<'_>, drawings: &mut Drawings) -> Markup {
    let answer = &subject.answer;
    let told = answer.foremost.map(|arm| groups(subject.table, [arm, answer.against]));
    html! {
        @if let Some(told) = told {
            p { (answer.lead.of) ":" }
            (list(told))
            @if answer.against != subject.table.baseline {
                p { "What follows compares with " (clean(&subject.table.arms[subject.table.baseline])) "." }
            }
        }
        @for draw in [charts::spread, charts::flow] {
            @if let Some(drawn) = subject.draw(drawings, draw, subject.primary) { (drawn) }
        }
        @if let Some(story) = story(subject) { (story) }
        @if subject.table.arms.len() > 1 { (children(subject)) }
        @for concerns in Concerns::ALL {
            (fold(&format!("{}: all outcomes", concerns.title()), all(subject, concerns)))
        }
    }
}

/// Every outcome of children, not behind a fold, which a print leaves out: those that moved as a
/// table, those that did not with their intervals.
fn children(subject: &Subject<'_>) -> Markup {
    let results = subject.table;
    let unmoved = unmoved(results, OUTCOMES.len());
    let is_told = |at: usize| unmoved.iter().any(|(told, _)| *told == at);
    let row = |(at, outcome): (usize, &Outcome)| {
        let pairs = pairs(results, at);
        let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
        let cells = pairs.iter().map(|(_, pair)| cell(pair, &figures, outcome));
        std::iter::once(format!("{} ({})", outcome.title, figures.unit)).chain(cells).collect()
    };
    let moved = OUTCOMES.iter().enumerate();
    let moved = moved.filter(|(at, outcome)| outcome.concerns == Concerns::Children && !is_told(*at));
    let rows: Vec<Vec<String>> = moved.map(row).collect();
    let base = clean(&results.arms[results.baseline]);
    let mut heads = vec![format!("difference to {base}")];
    heads.extend(
        (0..results.arms.len()).filter(|arm| *arm != results.baseline).map(|arm| clean(&results.arms[arm])),
    );
    html! {
        h3 { "Every outcome of children" }
        @if !rows.is_empty() {
            (table("Those that some strategy moved, or of which one cannot tell yet", &Grid { heads, rows }, &[]))
        }
        @if !unmoved.is_empty() {
            p { "For children, " (NOT_SEEN) " " (UNDER_ANY) ":" }
            (list(unmoved.iter().map(|(_, said)| said)))
        }
    }
}

/// A difference with its verdict.
fn cell(pair: &Paired, figures: &Figures, outcome: &Outcome) -> String {
    format!("{} {}", figures.mean(pair), pair.verdict.short(outcome.better))
}

/// The same with its interval, where no direction is sure.
fn cell_in_full(pair: &Paired, figures: &Figures, outcome: &Outcome) -> String {
    let cell = cell(pair, figures, outcome);
    match pair.verdict {
        Verdict::NoDifference | Verdict::CannotTell => {
            format!("{cell}, {}", figures.interval(pair.interval))
        }
        _ => cell,
    }
}

/// Every outcome that concerns somebody, under every strategy.
fn all(subject: &Subject<'_>, concerns: Concerns) -> Markup {
    let results = subject.table;
    let base = clean(&results.arms[results.baseline]);
    // The strategies stand first: on a phone the other columns are out of view.
    let mut heads = vec!["outcome".to_owned()];
    heads.extend(
        (0..results.arms.len()).filter(|arm| *arm != results.baseline).map(|arm| clean(&results.arms[arm])),
    );
    heads.extend([base.clone(), "matters from".to_owned()]);
    let of_group = OUTCOMES.iter().enumerate().filter(|(_, outcome)| outcome.concerns == concerns);
    let row = |(at, outcome): (usize, &Outcome)| {
        let pairs = pairs(results, at);
        let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
        let mut cells = vec![format!("{} ({})", outcome.title, figures.unit)];
        cells.extend(pairs.iter().map(|(_, pair)| cell_in_full(pair, &figures, outcome)));
        cells.push(figures.fixed(mean(results.outcome(results.baseline, at))));
        cells.push(figures.least(results.yardstick(at).size()));
        cells
    };
    let grid = Grid { heads, rows: of_group.map(row).collect() };
    let group = concerns.title();
    let caption = format!(
        "{group}: mean under {base}, and mean paired differences to it; with the 95 % interval where no direction is sure"
    );
    table(&caption, &grid, &[])
}

/// How to see one child under two of the strategies: one luck, told with dates.
fn story(subject: &Subject<'_>) -> Option<Markup> {
    let command = &subject.manifest.command;
    let scenario = command.iter().skip_while(|word| *word != "compare").nth(1);
    let (scenario, other) = scenario.zip(subject.answer.foremost)?;
    let table = subject.table;
    let [base, other] = [table.baseline, other].map(|arm| clean(&table.arms[arm]));
    let words = laid(command).map(|laid| {
        format!("balcony trace {}{laid} --strategies {base},{other} --out story.html", clean(scenario))
    });
    Some(html! {
        p { "To see one child live through two of them, week by week (one luck, and no evidence):" }
        @if let Some(words) = words { (lines(&words)) }
    })
}

/// The options of a command that say in which place and world it runs, for a shell; none where own
/// figures were kept out of it.
fn laid(command: &[String]) -> Option<String> {
    const PLACE: [&str; 4] = ["--authority", "--seed", "--weeks", "--set"];
    let mut text = String::new();
    let mut words = command.iter();
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some((option, value)) if PLACE.contains(&option) => Some((option, value)),
            _ if PLACE.contains(&word.as_str()) => words.next().map(|value| (word.as_str(), value.as_str())),
            _ => None,
        };
        let Some((option, value)) = value else { continue };
        if value.ends_with(KEPT_OUT) {
            return None;
        }
        let plain = value.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-=+,".contains(letter));
        let value =
            if plain { value.to_owned() } else { format!("'{}'", clean(value).replace('\'', "'\\''")) };
        text.push_str(&format!(" {option} {value}"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    // A story was offered in the scenario's own authority, whatever authority had been compared.
    #[test]
    fn the_story_that_is_offered_lives_in_the_same_place_and_world() {
        let of = |words: &[&str]| laid(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let words =
            ["compare", "x", "--authority", "St. Helens", "--replicates", "9", "--set=a.b=1", "--seed=4"];
        assert_eq!(of(&words).as_deref(), Some(" --authority 'St. Helens' --set a.b=1 --seed 4"));
        assert_eq!(of(&["compare", "x", "--set", "authority.plans=(kept out)"]), None);
        assert_eq!(of(&["compare", "x"]).as_deref(), Some(""));
    }
}
