//! Two printed pages for a chief executive: question, answer, one picture, what else, the price,
//! and what it is not.

use super::html::Html;
use super::{CANNOT, LICENCE, Subject, WIDE, WORDS, YEARS, first};
use crate::charts::{Grid, Source, chart};
use crate::currency::in_currency;
use crate::results::Results;
use crate::summary::{Figures, clean, ends, pairs};
use balcony_engine::measure::{OUTCOMES, outcome_index};

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
const FIRST_PAGE: usize = 6;

/// The brief, as one HTML file that prints on two A4 pages.
pub fn brief(results: &Results) -> String {
    let subject = Subject::of(results);
    let table = subject.table;
    let title = clean(&subject.manifest.title);
    let mut html = Html::default();
    html.raw("<header>\n")
        .element("h1", &title)
        .element("p class=\"quiet\"", &subject.run())
        .raw("</header>\n");
    html.raw("<main id=\"main\">\n");
    html.part("question", "The question");
    html.element("p class=\"question\"", &clean(&subject.manifest.question));
    html.part("answer", "The answer");
    first(&subject, &mut html);
    if let Some(words) = subject.happened() {
        html.element("p", &words);
    }
    html.element(
        "p",
        "This is not a forecast of this council. It is what a model of children's services does when the same years are lived through \
         under different ways of leading.",
    );
    // What moved; where nothing did, the outcome that was asked about.
    let source = Source { rows: FIRST_PAGE, ..subject.source(subject.primary, WIDE) };
    if let Some(picture) = chart("spread", &source).or_else(|| chart("paired", &source)) {
        html.element("h3", &picture.finding).chart(&picture, None, false);
    }
    let asked = || {
        let others = ASKED.iter().filter_map(|key| outcome_index(key)).filter(|at| *at != subject.primary);
        std::iter::once(subject.primary).chain(others)
    };
    if table.arms.len() > 1 {
        html.part("else", "What changes, and the price");
        let base = clean(&table.arms[table.baseline]);
        let mut heads = vec![format!("difference to {base}")];
        heads.extend(
            (0..table.arms.len()).filter(|arm| *arm != table.baseline).map(|arm| clean(&table.arms[arm])),
        );
        let row = |at: usize| {
            let outcome = &OUTCOMES[at];
            let pairs = pairs(table, at);
            let figures = Figures::of(outcome, pairs.iter().flat_map(|(_, pair)| ends(pair)));
            let mut cells = vec![format!("{} ({})", outcome.title, figures.unit)];
            cells.extend(pairs.iter().map(|(_, pair)| {
                format!("{} {}", figures.signed(pair.difference), pair.verdict.short(outcome.better))
            }));
            cells
        };
        let grid = Grid { heads, rows: asked().map(row).collect() };
        html.table(WORDS, &grid, &[]);
    }
    html.element("h3", "The strategies").list("ul", subject.strategies());
    html.part("sure", "How sure, and what it cannot know");
    html.element("p", &subject.answer.luck);
    html.list("ul", CANNOT[1..].iter().map(|words| (*words).to_owned()));
    html.raw("</main>\n<footer>\n");
    let identity = &subject.manifest.identity;
    html.element(
        "p class=\"quiet\"",
        &format!(
            "Balcony {}, seed {}, scenario {}. {YEARS} {LICENCE}",
            identity.version,
            identity.seed,
            identity.scenario_hash.get(..12).unwrap_or(&identity.scenario_hash)
        ),
    );
    html.raw("</footer>\n");
    in_currency(html.page(&format!("{title}: brief"), "brief"), &subject.manifest.currency)
}
