//! A folder of results as one HTML file, in the order of a good briefing: question, answer,
//! differences, when, for whom, price, how sure, what the model cannot know, how to reproduce it.
//! Nothing is asked of any other place, and no script runs. Reads results; makes none. The same
//! results give the same bytes.

mod brief;
pub mod html;
mod outcome_groups;
mod own;
mod story;

use crate::charts::{self, DrawnChart, Grid, OfResults, Source};
use crate::summary::ceiling::{ceiling, sentence};
use crate::summary::{
    About, Answer, BESIDES, Corners, Look, NOTHING_ELSE, ON_THE_WAY, WOULD_CHANGE, YEARS, amount, answer,
    clean, fixed, hundredths, interval, laid as laid_in_words, measured, pairs, signed,
};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::{Better, Outcome};
use balcony_scenario::currency::in_currency;
use balcony_scenario::presets;
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::words::HOW;
use balcony_study::experiment::stats::{ErrorUnit, factorial, mean};
use balcony_study::results::{Manifest, Results};
use html::{Drawings, fold, lines, part, table};
use maud::{Markup, PreEscaped, html};

pub use brief::brief;
pub use story::{story, story_part};

/// Widths of the drawings: for a page, and for a phone.
const WIDE: f64 = 720.0;
const NARROW: f64 = 340.0;
const LICENCE: &str = "Contains public sector information licensed under the Open Government Licence v3.0 (Department for Education, Office \
                       for National Statistics, Ministry of Housing, Communities and Local Government, Ofsted).";

/// What the model cannot know, whatever the results.
const CANNOT: [&str; 5] = [
    "It is not a forecast of this council: nothing here says what will happen in it.",
    "Who decides what under which way of leading has never been measured. The matrices of decision rights are assumptions, and so are \
     the smallest differences that matter.",
    "No interval here says how true the model is. Intervals cover luck and, where parameters are sampled, uncertainty about them.",
    "Nobody in it is real: no child, worker, director or partner, and no decision of a real council.",
    "A difference in the model is a reason to look at practice, not a proof.",
];

/// The words of a verdict, once, before any of them is used.
const WORDS: &str = HOW;

/// What the parts of a report are made from.
struct Subject<'a> {
    manifest: &'a Manifest,
    table: &'a Table,
    quarters: &'a [f64],
    primary: usize,
    answer: Answer,
}

impl<'a> Subject<'a> {
    fn of(results: &'a Results, on_page: bool) -> Self {
        let identity = &results.manifest.identity;
        let primary = outcome_index(&identity.primary).unwrap_or(0);
        let about = About { numbers: &results.numbers, on_page, ..about(&results.manifest, primary) };
        let answer = answer(&about, &results.table);
        Self {
            manifest: &results.manifest,
            table: &results.table,
            quarters: &results.quarters,
            primary,
            answer,
        }
    }

    fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.primary]
    }

    fn source(&self, outcome: usize, width: f64) -> Source<'a> {
        Source {
            table: self.table,
            outcome,
            primary: outcome == self.primary,
            quarters: self.quarters,
            beside: self.answer.foremost,
            width,
            titled: false,
            rows: 0,
        }
    }

    /// A chart for the page and for a phone.
    fn charts(&self, draw: OfResults, outcome: usize) -> Option<(DrawnChart, DrawnChart)> {
        draw(&self.source(outcome, WIDE)).zip(draw(&self.source(outcome, NARROW)))
    }

    /// A chart under its finding, if there is something to draw.
    fn draw(&self, drawings: &mut Drawings, draw: OfResults, outcome: usize) -> Option<Markup> {
        let (wide, narrow) = self.charts(draw, outcome)?;
        Some(html! { h3 { (wide.finding) } (drawings.chart(&wide, Some(&narrow), true)) })
    }

    /// What came about under the strategies, whoever did better: the primary outcome's first and
    /// last quarter.
    fn happened(&self) -> Option<String> {
        let (table, outcome) = (self.table, self.outcome());
        let ends = |arm: usize| -> Option<(f64, f64)> {
            let quarters = table.primary(arm);
            let (first, last) = quarters.first().zip(quarters.last())?;
            (quarters.len() > 1 && first.count > 0 && last.count > 0).then_some((first.mean, last.mean))
        };
        let (from, to) = ends(table.baseline)?;
        let changes: Vec<f64> =
            (0..table.arms.len()).map(|arm| ends(arm).map(|(from, to)| to - from)).collect::<Option<_>>()?;
        let by = |ahead: fn(f64, f64) -> bool| {
            let first = (0, changes[0]);
            let (arm, by) = changes
                .iter()
                .copied()
                .enumerate()
                .fold(first, |best, next| if ahead(next.1, best.1) { next } else { best });
            (clean(&table.arms[arm]), by)
        };
        let ((least, low), (most, high)) = (by(|next, best| next < best), by(|next, best| next > best));
        let digits = outcome.digits;
        let range = |word: &str, (little, few): (&String, f64), (much, many): (&String, f64)| {
            let (few, many) = (fixed(few, digits), fixed(many, digits));
            format!("; it {word} under every strategy, by {few} ({little}) to {many} ({much})")
        };
        let all = if changes.len() == 1 {
            String::new()
        } else if high < 0.0 {
            range("fell", (&most, -high), (&least, -low))
        } else if low > 0.0 {
            range("rose", (&least, low), (&most, high))
        } else {
            let (low, high) = (signed(low, digits), signed(high, digits));
            format!("; over the strategies it changed by {low} ({least}) to {high} ({most})")
        };
        Some(format!(
            "What came about: under {} {} ({}) went from {} in the first quarter to {} in the last{all}.",
            clean(&table.arms[table.baseline]),
            outcome.title.to_lowercase().trim_end_matches(" at the end"),
            outcome.unit,
            fixed(from, digits),
            fixed(to, digits)
        ))
    }

    /// What each strategy is: those that every scenario has, and those of this one.
    fn strategies(&self) -> [Vec<String>; 2] {
        let what = |name: &String| {
            presets::what(name)
                .map(str::to_owned)
                .or_else(|| own::strategy(&self.manifest.scenario, name))
                .unwrap_or_else(|| "a strategy made for this question".to_owned())
        };
        let (known, own): (Vec<_>, Vec<_>) =
            self.table.arms.iter().partition(|name| presets::what(name).is_some());
        [known, own]
            .map(|names| names.into_iter().map(|name| format!("{}: {}.", clean(name), what(name))).collect())
    }

    /// `Authority: Leeds. 200 paired runs: the same children and the same luck under every
    /// strategy; 156 weeks.`
    fn run(&self) -> String {
        let identity = &self.manifest.identity;
        let runs = match (self.table.arms.len(), self.table.replicates) {
            (_, 1) => "One run".to_owned(),
            (1, many) => format!("{many} runs, each with its own luck"),
            (_, many) => {
                let primary = outcome_index(&identity.primary).unwrap_or(0);
                let runs = match self.table.stopping.settled(self.table, primary) {
                    Some(true) => {
                        format!("Settled after {many} of at most {} paired runs", identity.replicates)
                    }
                    Some(false) => format!("{many} paired runs, not settled yet"),
                    None => format!("{many} paired runs"),
                };
                format!("{runs}: the same children and the same luck under every strategy")
            }
        };
        let drawn = match identity.draws {
            0 => String::new(),
            draws => format!(", in {draws} draws of the uncertain parameters"),
        };
        let own = match own::figures(&self.manifest.scenario) {
            None => String::new(),
            Some(1) => ", with one figure of its own (not shown)".to_owned(),
            Some(many) => format!(", with {many} figures of its own (not shown)"),
        };
        let laid = self.manifest.laid();
        let laid = if laid.is_empty() {
            String::new()
        } else {
            format!(" {}", laid_in_words(&laid, &self.manifest.question))
        };
        format!(
            "Authority: {}{own}. {runs}{drawn}; {} weeks.{laid}",
            clean(&self.manifest.authority),
            identity.weeks
        )
    }
}

fn about(manifest: &Manifest, primary: usize) -> About<'_> {
    let identity = &manifest.identity;
    About {
        laid: &[],
        titles: &[],
        title: &manifest.title,
        authority: &manifest.authority,
        question: &manifest.question,
        primary,
        most: identity.replicates,
        weeks: identity.weeks,
        seed: identity.seed,
        drawn: 0,
        worlds: identity.parameters.starts_with("worlds"),
        numbers: &[],
        on_page: false,
        published: &[],
        corners: None,
        ceiling: ceiling(&identity.primary),
        folder: None,
    }
}

/// The names of the four corners of the square.
const CORNERS: Corners<'static> =
    Corners { factors: ["source", "impact"], arms: balcony_scenario::presets::NAMES };

/// One part of a report: the name to link to, its title, and its markup without the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name to link to.
    pub id: &'static str,
    /// The title.
    pub title: &'static str,
    /// What stands under it.
    pub markup: String,
}

/// The parts of a report in their order, for a page of one's own with the style of [`STYLE`].
pub fn parts(results: &Results) -> Vec<Part> {
    let told = PARTS.into_iter().zip(contents(&Subject::of(results, true)));
    told.map(|((id, title), markup)| Part { id, title, markup: html::finish(markup) }).collect()
}

/// What stands under the headings of the parts.
fn contents(subject: &Subject<'_>) -> [Markup; PARTS.len()] {
    let mut drawings = Drawings::default();
    let parts = [question, found, when, outcome_groups::whom, price, sure, cannot, again];
    parts.map(|part| {
        let markup = part(subject, &mut drawings).into_string();
        PreEscaped(in_currency(markup, &subject.manifest.currency))
    })
}

/// The whole report.
pub fn report(results: &Results) -> String {
    let subject = Subject::of(results, false);
    let title = clean(&subject.manifest.title);
    let contents = html! {
        (header(&title, &subject))
        main id="main" {
            nav aria-label="Parts of this report" {
                ul { @for (id, words) in PARTS { li { a href={ "#" (id) } { (words) } } } }
            }
            @for ((id, title), markup) in PARTS.into_iter().zip(contents(&subject)) {
                (part(id, title))
                (markup)
            }
        }
        footer {
            p class="quiet" {
                "Made by Balcony " (subject.manifest.identity.version) ". " (LICENCE)
            }
        }
    };
    html::page(&title, None, contents)
}

/// What stands above every page of results.
fn header(title: &str, subject: &Subject<'_>) -> Markup {
    html! { header { h1 { (title) } p class="quiet" { (subject.run()) } } }
}

/// How the parts of a report look.
pub const STYLE: &str = html::STYLE;

/// Names and titles of the parts, in their order.
const PARTS: [(&str, &str); 8] = [
    ("question", "The question, and the answer"),
    ("differences", "What differs"),
    ("when", "When it happens"),
    ("whom", "For whom"),
    ("price", "At what price"),
    ("sure", "How sure"),
    ("cannot", "What the model cannot know"),
    ("again", "How to reproduce and cite it"),
];

/// The answer, what differed on the way, what moved most, its price, what would change it and its
/// caveat. `asks` says whether it stands where one can ask for more.
fn first(subject: &Subject<'_>, asks: bool) -> Markup {
    let lead = &subject.answer.lead;
    html! {
        p class="lead" { (lead.answer) }
        @for sentence in &lead.also { p { (sentence) } }
        @if subject.answer.foremost.is_some() {
            p { (ON_THE_WAY) ": " (lead.on_the_way.join(" ")) }
            @if lead.moved.is_empty() {
                p { (NOTHING_ELSE) }
            } @else {
                p { (BESIDES) }
                (html::list(&lead.moved))
            }
            p { "Price: " (lead.price) }
            p {
                (WOULD_CHANGE) ": " (lead.would_change)
                @if asks && !lead.ask.is_empty() { " " (lead.ask) }
            }
            p { "Caveat: " (lead.caveat) }
        }
    }
}

fn question(subject: &Subject<'_>, _: &mut Drawings) -> Markup {
    let outcome = subject.outcome();
    let better = match outcome.better {
        Better::Lower => " Lower is better.",
        Better::Higher => " Higher is better.",
        Better::Neither => "",
    };
    let told = subject.strategies().concat();
    html! {
        p class="question" { (clean(&subject.manifest.question)) }
        (first(subject, true))
        @if !subject.answer.sentences.is_empty() {
            h3 { "In more detail" }
            ol class="answer" { @for sentence in &subject.answer.sentences { li { (sentence) } } }
        }
        @if let Some(words) = subject.happened() { p { (words) } }
        p class="quiet" { (WORDS) }
        p class="quiet" {
            "What decides: " (outcome.title.to_lowercase()) ", " (outcome.unit) ". "
            (outcome.definition) (better) " " (measured(subject.table, subject.primary))
            @if let Some(found) = ceiling(outcome.key) { " " (sentence(found, outcome, &Look::PLAIN)) }
        }
        @if !told.is_empty() { h3 { "The strategies" } (html::list(told)) }
        p class="quiet" { (YEARS) }
    }
}

fn found(subject: &Subject<'_>, drawings: &mut Drawings) -> Markup {
    let name = |arm: usize| clean(&subject.table.arms[arm]);
    let (baseline, against) = (subject.table.baseline, subject.answer.against);
    html! {
        @if let Some(foremost) = subject.answer.foremost.filter(|_| against != baseline) {
            p {
                "The answer compares " (name(foremost)) " with " (name(against)) ". From here on every "
                "strategy is compared with " (name(baseline)) ", where nothing else is said."
            }
        }
        @if let Some(paired) = subject.draw(drawings, charts::paired, subject.primary) {
            (paired)
        } @else {
            p { "There is one strategy: nothing to compare it with." }
        }
        @if let Some(dots) = subject.draw(drawings, charts::dots, subject.primary) { (dots) }
        @if let Some(square) = square(subject) { (square) }
    }
}

/// The effects of the two factors, where the four corners are there.
fn square(subject: &Subject<'_>) -> Option<Markup> {
    let results = subject.table;
    let [Some(a), Some(b), Some(c), Some(d)] = CORNERS.arms.map(|name| results.arm(name)) else {
        return None;
    };
    let outcome = subject.outcome();
    let values = |arm: usize| results.outcome(arm, subject.primary);
    let effects = factorial(
        [values(a), values(b), values(c), values(d)],
        results.yardstick(subject.primary).size(),
        results.unit(),
    );
    let named = [
        ("source of influence: moral, less formal", effects.first),
        ("nature of impact: social, less formal", effects.second),
        ("both together, beyond the sum", effects.interaction),
    ];
    let row = |(name, effect): (&str, balcony_study::experiment::stats::Effect)| {
        vec![
            name.to_owned(),
            signed(effect.mean, outcome.digits),
            interval(effect.interval, outcome.digits),
            effect.verdict.words(outcome.better).to_owned(),
        ]
    };
    let grid = Grid {
        heads: ["effect", "mean", "95 % interval", "verdict"].map(str::to_owned).to_vec(),
        rows: named.map(row).to_vec(),
    };
    let caption = format!("Effects on {}, {}", outcome.title.to_lowercase(), outcome.unit);
    Some(html! { h3 { "Why: the two dimensions of the square" } (table(&caption, &grid, &[3])) })
}

fn when(subject: &Subject<'_>, drawings: &mut Drawings) -> Markup {
    let drawn = [charts::when, charts::fan].map(|draw| subject.draw(drawings, draw, subject.primary));
    html! {
        @if drawn.iter().all(Option::is_none) {
            p { "These results cannot show how it came about over time." }
        }
        @for drawn in drawn.iter().flatten() { (drawn) }
    }
}

fn price(subject: &Subject<'_>, drawings: &mut Drawings) -> Markup {
    let table = subject.table;
    let Some(at) = outcome_index("cost") else { return Markup::default() };
    let outcome = &OUTCOMES[at];
    let base = clean(&table.arms[table.baseline]);
    let spent = amount(mean(table.outcome(table.baseline, at)), outcome, &Look::PLAIN);
    html! {
        p { "Under " (base) " " (spent) " is spent. " (outcome.definition) " " (measured(table, at)) }
        p {
            "Less spent is called better by the figure alone. Whether it is good depends on what went \
             with it: children looked after, who waited, who was not seen (under For whom)."
        }
        @if at != subject.primary {
            @if let Some(paired) = subject.draw(drawings, charts::paired, at) { (paired) }
        }
    }
}

fn sure(subject: &Subject<'_>, _: &mut Drawings) -> Markup {
    html! {
        p { (subject.answer.luck) }
        @if subject.table.arms.len() > 2 && matches!(subject.table.unit(), ErrorUnit::Looked(_)) {
            p {
                "The intervals of all strategies hold together, so each is wider than if there were fewer: \
                 with one strategy more, a verdict on the same runs can become “cannot tell yet”."
            }
        }
        @if subject.table.draws == 0 {
            p {
                "Here every parameter has one value, its central one unless the scenario says otherwise. \
                 Their uncertainty can be drawn as well, in worlds that fit the published \
                 figures: tick uncertainty on the page, or add --parameters worlds in the terminal."
            }
        } @else {
            (not_known(subject))
        }
        p {
            "The strategies are chosen, not found: the four ways of leading are points in a square of two \
             dimensions, and no equation contains their names. The project publishes how the model \
             stands beside forty published figures, and where it fails."
        }
    }
}

/// How much of the spread is luck, and how much is parameter uncertainty.
fn not_known(subject: &Subject<'_>) -> Markup {
    let outcome = subject.outcome();
    let rows = pairs(subject.table, subject.primary).into_iter().filter_map(|(arm, pair)| {
        let split = pair.split?;
        Some(vec![
            clean(&subject.table.arms[arm]),
            split.share.map_or("-".to_owned(), hundredths),
            format!("{} of {}", split.agree, split.draws),
            interval(Some(split.by_luck), outcome.digits),
            interval(Some(split.world), outcome.digits),
        ])
    });
    let heads = ["strategy", "not known", "same sign in", "luck alone, 95 %", "one world, 95 %"];
    let grid = Grid { heads: heads.map(str::to_owned).to_vec(), rows: rows.collect() };
    let caption = "Of the spread between runs, the share that is not known (the rest is luck); and where a \
                   difference may lie";
    table(caption, &grid, &[])
}

fn cannot(_: &Subject<'_>, _: &mut Drawings) -> Markup {
    html::list(CANNOT)
}

fn again(subject: &Subject<'_>, _: &mut Drawings) -> Markup {
    let Manifest { identity, command, outcomes_digest, scenario, .. } = subject.manifest;
    let facts = [
        ("version", identity.version.clone()),
        ("seed", identity.seed.to_string()),
        ("parameters", identity.parameters.clone()),
        ("hash of the scenario", identity.scenario_hash.clone()),
        ("digest of the outcomes", outcomes_digest.clone().unwrap_or_default()),
        ("command", command.iter().map(|word| clean(word)).collect::<Vec<_>>().join(" ")),
    ];
    let rows = facts.map(|(name, value)| vec![name.to_owned(), value]).to_vec();
    let grid = Grid { heads: ["what", "which"].map(str::to_owned).to_vec(), rows };
    html! {
        p {
            "The same scenario, seed and version give the same values on every machine, and the same \
             digest. The command is in the table. Where it named a file, save the scenario below under \
             that name first; own figures of an authority are not in it and must be put back, and a \
             strategy file must be there too."
        }
        (table("What was run", &grid, &[1]))
        (fold("The scenario, with every value", lines(scenario)))
        p {
            "To cite: Balcony, version " (identity.version) ": \u{201c}" (clean(&subject.manifest.title))
            "\u{201d}, " (clean(&subject.manifest.authority)) ", seed " (identity.seed) ", scenario "
            (start(&identity.scenario_hash)) "."
        }
    }
}

/// The start of a digest: enough to tell one from another.
fn start(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
