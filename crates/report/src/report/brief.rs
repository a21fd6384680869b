//! Two printed pages for a chief executive: question, what a strategy of one's own is made of,
//! answer, one picture, what else, the price, and what it is not.

use super::html::{Drawings, list, page, part, table};
use super::{CANNOT, LICENCE, Subject, WIDE, WORDS, first, header, start};
use crate::charts::{Grid, Source, paired, spread};
use crate::summary::{Figures, UNDER_ANY, YEARS, clean, ends, pairs, unmoved, widest};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Concerns;
use balcony_scenario::currency::in_currency;
use balcony_study::experiment::stats::words::NOT_SEEN;
use balcony_study::results::Results;
use maud::{Markup, html};

/// The outcomes a chief executive is asked about first.
const ASKED: [&str; 9] = [
    "harm",
    "re-referrals",
    "timely-assessments",
    "unserved",
    "looked-after",
    "decision-wait",
    "turnover",
    "trust",
    "cost",
];

/// Outcomes in the picture of the first page at most.
const FIRST_PAGE: usize = 4;
/// Rows of the table of the second page at most.
const MOST_ROWS: usize = 10;

/// The brief, as one HTML file that prints on two A4 pages.
pub fn brief(results: &Results) -> String {
    let subject = Subject::of(results, false);
    let title = clean(&subject.manifest.title);
    // The outcome that was asked about: a picture of others would leave out what decides.
    let source = Source { rows: FIRST_PAGE, ..subject.source(subject.primary, WIDE) };
    let picture = paired(&source).or_else(|| spread(&source));
    let identity = &subject.manifest.identity;
    let [known, own] = subject.strategies();
    let contents = html! {
        (header(&title, &subject))
        main id="main" {
            (part("question", "The question"))
            p class="question" { (clean(&subject.manifest.question)) }
            (part("answer", "The answer"))
            (first(&subject, false))
            @if let Some(words) = subject.happened() { p { (words) } }
            p {
                "This is not a forecast of this council. It is what a model of children's services does \
                 when the same years are lived through under different ways of leading."
            }
            @if let Some(picture) = picture {
                h3 { (picture.finding) }
                (Drawings::default().chart(&picture, None, false))
            }
            @if subject.table.arms.len() > 1 {
                (part("else", "What changes, and the price"))
                (changes(&subject))
            }
            h3 { "The strategies" }
            (list(own.iter().chain(&known)))
            (part("sure", "How sure, and what it cannot know"))
            p { (subject.answer.luck) }
            (list(&CANNOT[1..]))
        }
        footer {
            p class="quiet" {
                "Balcony " (identity.version) ", seed " (identity.seed) ", scenario "
                (start(&identity.scenario_hash)) ". " (YEARS) " " (LICENCE)
            }
        }
    };
    in_currency(page(&format!("{title}: brief"), Some("brief"), contents), &subject.manifest.currency)
}

/// What a chief executive asks about, and all that concerns children, under every strategy.
fn changes(subject: &Subject<'_>) -> Markup {
    let results = subject.table;
    let base = clean(&results.arms[results.baseline]);
    let mut heads = vec![format!("difference to {base}")];
    heads.extend(
        (0..results.arms.len()).filter(|arm| *arm != results.baseline).map(|arm| clean(&results.arms[arm])),
    );
    let row = |at: usize| {
        let outcome = &OUTCOMES[at];
        let pairs = pairs(results, at);
        let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
        let mut cells = vec![format!("{} ({})", outcome.title, figures.unit)];
        cells.extend(
            pairs
                .iter()
                .map(|(_, pair)| format!("{} {}", figures.mean(pair), pair.verdict.short(outcome.better))),
        );
        cells
    };
    let unmoved = unmoved(results, subject.primary);
    let told = |at: &usize| *at == subject.primary || unmoved.iter().any(|(told, _)| told == at);
    let mut rows = vec![subject.primary];
    rows.extend(ASKED.iter().filter_map(|key| outcome_index(key)).filter(|at| !told(at)));
    let is_left =
        |at: &usize| OUTCOMES[*at].concerns == Concerns::Children && !told(at) && !rows.contains(at);
    let mut children: Vec<usize> = (0..OUTCOMES.len()).filter(is_left).collect();
    // Those that moved most have rows; a page holds so many.
    let most = |at: &usize| {
        pairs(results, *at)
            .iter()
            .map(|(_, pair)| pair.yardstick.steps(pair.difference).abs())
            .fold(0.0, f64::max)
    };
    children.sort_by(|a, b| most(b).total_cmp(&most(a)).then(a.cmp(b)));
    let smaller = children.split_off(children.len().min(MOST_ROWS.saturating_sub(rows.len())));
    rows.extend(children);
    let smaller: Vec<String> = smaller.into_iter().filter_map(|at| widest(results, at)).collect();
    let unmoved: Vec<&str> = unmoved.iter().map(|(_, said)| said.as_str()).collect();
    html! {
        (table(WORDS, &Grid { heads, rows: rows.into_iter().map(row).collect() }, &[]))
        @if !smaller.is_empty() {
            p class="besides" { "For children besides, smaller than these or not yet to tell, " (UNDER_ANY) ": " (smaller.join("; ")) "." }
        }
        @if !unmoved.is_empty() {
            p class="besides" { "For children, " (NOT_SEEN) " " (UNDER_ANY) ": " (unmoved.join("; ")) "." }
        }
    }
}
