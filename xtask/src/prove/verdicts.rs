//! Every sentence that states a verdict, for all shipped scenarios in several authorities, beside
//! the numbers that it rests on; and a check that no sentence claims more than its numbers.
//!
//! The check reads the sentences as a person would, and works out from the runs themselves what it
//! reads. It shares no code with the module that writes them.

mod claims;
mod reasons;

use super::Options;
use crate::report::Report;
use anyhow::{Result, anyhow};
use balcony::experiment::stats::Interval;
use balcony::experiment::{Cancel, Progress, Table};
use balcony::jobs::{JobOptions, Ready, Words, library};
use balcony::presets::NAMES;
use balcony::scenario::{SHIPPED, Scenario, read};
use balcony::summary::{About, Answer, Look, answer};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use claims::{Claims, MOST_WORDS};

const CLAIM: &str = "No sentence that states a verdict claims more than its numbers, and no headline has more than twenty words, a decimal or \
                     a number that hides its sign. The shipped scenarios, all strategies against the baseline and two with one another, in \
                     a small, a typical and a large authority.";
/// Authorities: a small one, a typical one, a large one; with the largest number of pairs, fewer
/// where a pair takes longer.
const PLACES: [(&str, u32); 3] = [("Rutland", 60), ("York", 40), ("Leeds", 20)];
/// The two strategies that are compared with one another: those of social influence.
const TWO: [&str; 2] = [NAMES[2], NAMES[3]];

/// Runs every shipped scenario and checks every sentence.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let heads = ["scenario", "pairs", "headline", "words", "difference, 95 % interval, what matters"];
    let mut report = Report::new("verdicts", CLAIM, &heads);
    let places = if options.quick { &PLACES[..1] } else { &PLACES[..] };
    let (mut sentences, mut longest) = (0, 0);
    let mut more = Vec::new();
    for (place, most) in places {
        let pairs = options.size(*most, 20);
        report.table(&format!("{place}, at most {pairs} pairs"), &heads);
        for (name, _) in SHIPPED {
            for two in [false, true] {
                let (scenario, table, text) = run(name, place, pairs, two)?;
                let told = Told::of(&scenario, &table);
                let who = if two { format!("{name}, two") } else { (*name).to_owned() };
                longest = longest.max(told.answer.lead.answer.split_whitespace().count());
                for (at, sentence) in told.headlines() {
                    report.row([
                        who.clone(),
                        table.replicates.to_string(),
                        sentence.to_owned(),
                        sentence.split_whitespace().count().to_string(),
                        claims::numbers(&table, at, sentence),
                    ]);
                }
                let faults = told.faults(&table, &text);
                sentences += told.count();
                report.expect(faults.is_empty(), || format!("{place}, {who}: {}", faults.join("; ")));
                more.push((format!("{place}, {who}"), told.rest()));
            }
        }
    }
    report.table("One step deeper", &["comparison", "sentences"]);
    for (who, said) in more {
        report.row([who, said]);
    }
    report.note(format!(
        "{sentences} sentences; the longest headline has {longest} of at most {MOST_WORDS} words. A comparison ends earlier \
         than with its most pairs when its verdicts are settled."
    ));
    report.note(
        "The check takes strategies, verdict, size and count out of a sentence and compares them with the runs: clearly, if the interval \
         excludes 0 and the mean is beyond what matters; a little, if it excludes 0 and the mean is not; no difference that \
         matters, if all of it is within what matters; cannot tell yet, if none of these holds. Of what went with an answer it checks verdict, \
         size and order of each figure, and works out the rank correlations anew; of what would change it, how far the difference lies \
         from what matters. It also looks for intervals whose ends \
         look alike or hide the side of 0, and for sums of money that look like none."
            .to_owned(),
    );
    Ok(report)
}

/// Runs a scenario in an authority: all its strategies, or two of them beside the baseline. Also
/// returns the text of `balcony compare`.
fn run(name: &str, place: &str, pairs: u32, two: bool) -> Result<(Scenario, Table, String)> {
    let library = library();
    let scenario = read(name, &library)
        .and_then(|scenario| scenario.with_authority(place, &library))
        .and_then(|scenario| scenario.apply_set(&format!("scenario.replicates={pairs}"), &library))
        .map_err(|faults| anyhow!("{faults}"))?;
    let strategies = if two { TWO.map(str::to_owned).to_vec() } else { Vec::new() };
    let ready = Ready::compare(scenario, &strategies, None)?;
    let done = ready.go(&JobOptions {
        threads: 0,
        kept: None,
        all: false,
        series: false,
        quarters: false,
        command: Vec::new(),
        progress: &Progress::silent(),
        cancel: &Cancel::default(),
    })?;
    let text = Words::of(&ready.scenario).text(&done.results, true, &Look::PLAIN);
    Ok((ready.scenario, done.results.table, text))
}

/// What is said of one comparison.
struct Told {
    primary: usize,
    answer: Answer,
}

impl Told {
    fn of(scenario: &Scenario, table: &Table) -> Self {
        let primary = outcome_index(&scenario.primary).unwrap_or(0);
        let about = About {
            title: &scenario.title,
            authority: &scenario.authority_label,
            question: &scenario.question,
            primary,
            most: scenario.replicates,
            weeks: scenario.weeks,
            seed: u64::from(scenario.seed),
            drawn: 0,
            worlds: false,
            numbers: &[],
            on_page: false,
            titles: &[],
            laid: &[],
            published: &[],
            corners: None,
            ceiling: None,
            folder: None,
        };
        Self { primary, answer: answer(&about, table) }
    }

    /// What would change the answer, and how to ask for more on that.
    fn would_change(&self) -> String {
        let lead = &self.answer.lead;
        format!("{} {}", lead.would_change, lead.ask).trim_end().to_owned()
    }

    /// The answer and what belongs to it, each with the outcome that it is about.
    fn headlines(&self) -> Vec<(usize, &str)> {
        let lead = &self.answer.lead;
        let all = std::iter::once(&lead.answer).chain(&lead.also);
        all.map(|sentence| (claims::outcome_of(sentence).unwrap_or(self.primary), &**sentence)).collect()
    }

    /// Everything else that is said.
    fn rest(&self) -> String {
        let lead = &self.answer.lead;
        let mut said = vec![format!("On the way: {}", lead.on_the_way.join(" ")), format!("{}:", lead.of)];
        said.extend(lead.moved.iter().map(|line| format!("{line}.")));
        said.extend([
            format!("Price: {}", lead.price),
            format!("What would change it: {}", self.would_change()),
            format!("Caveat: {}", lead.caveat),
        ]);
        said.extend(self.answer.sentences.iter().cloned());
        said.join(" ")
    }

    fn count(&self) -> usize {
        let lead = &self.answer.lead;
        self.headlines().len() + lead.on_the_way.len() + lead.moved.len() + 3 + self.answer.sentences.len()
    }

    /// What is claimed and is not so.
    fn faults(&self, table: &Table, text: &str) -> Vec<String> {
        let claims = Claims { table, primary: self.primary };
        let lead = &self.answer.lead;
        let mut faults = Vec::new();
        for (at, sentence) in self.headlines() {
            faults.extend(claims.headline(at, sentence));
        }
        for line in &lead.moved {
            faults.extend(claims.moved(&lead.of, line));
        }
        faults.extend(claims.price(&lead.of, &lead.price));
        faults.extend(claims.why(&lead.of, &lead.on_the_way));
        faults.extend(claims.would_change(&lead.of, &self.would_change()));
        let said = self.answer.sentences.iter().chain(&lead.on_the_way).chain([
            &lead.would_change,
            &lead.ask,
            &lead.caveat,
        ]);
        let said = said.map(String::as_str);
        faults.extend(said.chain(text.lines()).flat_map(claims::hidden));
        faults
    }
}

/// An interval in four decimals, for the table.
fn shown(interval: Option<Interval>) -> String {
    interval.map_or("-".to_owned(), |Interval { low, high }| format!("{low:+.4} to {high:+.4}"))
}

/// The title of an outcome as it stands within a sentence.
fn within_sentence(at: usize) -> String {
    let title = OUTCOMES[at].title;
    let mut signs = title.chars();
    signs.next().map_or(String::new(), |first| first.to_lowercase().chain(signs).collect())
}
