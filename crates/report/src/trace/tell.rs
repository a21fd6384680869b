//! Shows a story on a terminal: first what is the same under both strategies, then the dated
//! events. Two histories are shown side by side; events that they share run across both columns.

use std::collections::BTreeMap;

use balcony_engine::calendar::{Date, Week};
use serde_json::{Map, Value, json};

use super::first_name::first_name;
use super::{Event, LifeStory};
use crate::summary::{Look, apart, clean, width};

/// All parts of a story.
#[derive(Debug, Clone)]
pub struct Story<'a> {
    /// Title of the scenario.
    pub title: &'a str,
    /// Name of the authority.
    pub authority: &'a str,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Index of the replicate.
    pub replicate: u32,
    /// Absolute week of week 0.
    pub first: u32,
    /// Number of weeks simulated.
    pub weeks: u32,
    /// Name of the child or of the post.
    pub whose: String,
    /// Whether the story is about a child.
    pub child: bool,
    /// The rule by which the child was chosen; `None` if the user named the child.
    pub chosen: Option<&'a str>,
    /// Sentences that hold under every strategy.
    pub same: Vec<String>,
    /// The same facts in numbers, by name.
    pub traits: Vec<(&'static str, f64)>,
    /// One or two histories, one per strategy.
    pub lives: Vec<LifeStory>,
    /// Names of other children that the user can try.
    pub also: Vec<String>,
    /// The command that gives evidence.
    pub compare: String,
}

impl Story<'_> {
    /// The heading of the story.
    pub fn heading(&self) -> &'static str {
        match (self.child, self.lives.len()) {
            (true, 1) => "One child",
            (true, _) => "One child, two lives",
            (false, 1) => "The director's post",
            (false, _) => "The director's post, twice",
        }
    }

    /// First name and age of the child, such as `Maya, 5`; `None` for a post.
    pub fn known_as(&self) -> Option<String> {
        let age = self.traits.iter().find(|(key, _)| *key == "age").map_or(0.0, |(_, age)| *age);
        let age = if age < 1.0 { "a baby".to_owned() } else { format!("{}", age as u32) };
        self.child.then(|| format!("{}, {age}", first_name(&self.whose)))
    }

    /// The sentence that says that nobody in it is real.
    pub fn nobody_is_real(&self) -> &'static str {
        if self.child { "No child in it is real." } else { "Nobody in it is real." }
    }

    /// The sentence that says that the story is no evidence; a command follows it.
    pub fn caution(&self) -> String {
        let whose = if self.child { "one child's luck" } else { "one post's luck" };
        format!(
            "This is {whose} in one run of a model. It shows what can happen and is no evidence for or against a way of \
             leading; for that, run:"
        )
    }
}

/// Columns for the dates, including the gap behind them.
const DATES: usize = 8;
/// Columns between two histories.
const GAP: usize = 2;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The story as text for 80 columns.
pub fn text(story: &Story<'_>, look: &Look) -> String {
    let mut page = Page { look, text: String::new() };
    page.head(story);
    match &story.lives[..] {
        [one] => page.alone(one),
        [a, b, ..] => page.together(a, b),
        [] => {}
    }
    page.foot(story);
    page.text
}

struct Page<'a> {
    look: &'a Look,
    text: String,
}

/// A private-use character that replaces a space at which a line must not break. It takes one
/// column.
const TIED: char = '\u{e000}';

/// Breaks a text into lines of at most `columns` columns. A per cent sign stays with its number.
fn wrap(text: &str, columns: usize, look: &Look) -> Vec<String> {
    let tied = text.replace(" %", &format!("{TIED}%"));
    let lines = crate::summary::wrap(&tied, columns, look);
    lines.into_iter().map(|line| line.replace(TIED, " ")).collect()
}

/// Groups the events of a history by week.
pub fn by_week(life: &LifeStory) -> BTreeMap<u32, Vec<&Event>> {
    let mut weeks: BTreeMap<u32, Vec<&Event>> = BTreeMap::new();
    for event in &life.events {
        weeks.entry(event.week).or_default().push(event);
    }
    weeks
}

/// Joins the sentences of a week.
pub fn paragraph(events: &[&Event]) -> String {
    events.iter().map(|event| event.sentence.as_str()).collect::<Vec<_>>().join(" ")
}

/// The first week in which two histories differ, if they do.
pub fn parting(a: &LifeStory, b: &LifeStory) -> Option<u32> {
    let (a, b) = (by_week(a), by_week(b));
    let weeks = a.keys().chain(b.keys()).copied();
    let said = |life: &BTreeMap<u32, Vec<&Event>>, week| life.get(&week).map(|events| paragraph(events));
    weeks.filter(|week| said(&a, *week) != said(&b, *week)).min()
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn wrapped(&mut self, text: &str) {
        for line in wrap(&clean(text), self.look.width, self.look) {
            self.line(&line);
        }
    }

    fn strong(&mut self, text: &str) {
        let text = self.look.strong(text);
        self.line(&text);
    }

    fn head(&mut self, story: &Story<'_>) {
        self.wrapped(&format!("{}, {}", story.title, story.authority));
        self.strong(&story.heading().to_uppercase());
        let start = day(Week(story.first).monday());
        let what = if story.child { format!("Child {}, r", story.whose) } else { "R".to_owned() };
        let real = story.nobody_is_real();
        self.wrapped(&format!(
            "{what}eplicate {} of seed {}, {} weeks from {start}. {real}",
            story.replicate, story.seed, story.weeks
        ));
        if let Some(rule) = story.chosen {
            self.wrapped(&format!("Chosen by rule: {rule}."));
        }
        let rule = self.look.rule();
        self.line(&rule);
        if !story.same.is_empty() {
            self.line("");
            let head = if story.lives.len() > 1 { "THE SAME IN BOTH LIVES" } else { "AT THE START" };
            self.strong(head);
            self.wrapped(&story.same.join(" "));
        }
    }

    /// Writes the year whenever a new one begins.
    fn year(&mut self, week: u32, year: &mut u16) {
        let date = Week(week).monday();
        if date.year != *year {
            *year = date.year;
            let head = self.look.strong(&date.year.to_string());
            self.line(&head);
        }
    }

    /// Writes lines beside a date.
    fn dated(&mut self, week: u32, lines: &[String]) {
        let date = Week(week).monday();
        let date = format!("{:>2} {}", date.day, month(date));
        for (at, line) in lines.iter().enumerate() {
            let beside = if at == 0 { &*date } else { "" };
            self.line(&format!("{beside:<DATES$}{line}"));
        }
    }

    fn alone(&mut self, life: &LifeStory) {
        self.line("");
        self.strong(&format!("UNDER {}", life.strategy.to_uppercase()));
        let mut year = 0;
        for (week, events) in by_week(life) {
            self.year(week, &mut year);
            let lines = wrap(&clean(&paragraph(&events)), self.look.width - DATES, self.look);
            self.dated(week, &lines);
        }
    }

    fn together(&mut self, a: &LifeStory, b: &LifeStory) {
        let part = parting(a, b);
        let column = (self.look.width - DATES - GAP) / 2;
        let (left, right) = (by_week(a), by_week(b));
        let mut weeks: Vec<u32> = left.keys().chain(right.keys()).copied().collect();
        weeks.sort_unstable();
        weeks.dedup();
        self.line("");
        let mut year = 0;
        if weeks.first().is_some_and(|first| part.is_none_or(|part| part > *first)) {
            let until = if part.is_some() { "BOTH LIVES, UNTIL THEY PART" } else { "BOTH LIVES, TO THE END" };
            self.strong(until);
        }
        for week in weeks {
            if part == Some(week) {
                if !self.text.ends_with("\n\n") {
                    self.line("");
                }
                let names = [a.strategy.to_uppercase(), b.strategy.to_uppercase()];
                let among = [names[0].as_str(), names[1].as_str()];
                let name =
                    |name: &str| apart(&name.to_uppercase(), &among, column, "~", |text| cut(text, column));
                let head =
                    format!("{:DATES$}{:<column$}{:GAP$}{}", "", name(&a.strategy), "", name(&b.strategy));
                self.strong(&head);
                year = 0;
            }
            self.year(week, &mut year);
            let said = |life: &BTreeMap<u32, Vec<&Event>>| {
                clean(&paragraph(life.get(&week).map_or(&[][..], |events| events)))
            };
            let (one, other) = (said(&left), said(&right));
            if one == other {
                let both = if part.is_some_and(|part| part < week) { format!("In both: {one}") } else { one };
                let lines = wrap(&both, self.look.width - DATES, self.look);
                self.dated(week, &lines);
                continue;
            }
            let (one, other) = (wrap(&one, column, self.look), wrap(&other, column, self.look));
            let empty = String::new();
            let beside = |at: usize| {
                let (one, other) = (one.get(at).unwrap_or(&empty), other.get(at).unwrap_or(&empty));
                format!("{one}{}{other}", " ".repeat(column + GAP - width(one).min(column)))
            };
            let lines: Vec<String> = (0..one.len().max(other.len())).map(beside).collect();
            self.dated(week, &lines);
        }
    }

    fn foot(&mut self, story: &Story<'_>) {
        self.line("");
        self.strong("WHAT IT COMES TO");
        for life in &story.lives {
            self.wrapped(&format!("{}: {}", life.strategy, life.sum));
        }
        if let [a, b] = &story.lives[..] {
            let same = a.events == b.events && a.totals == b.totals;
            if same {
                self.wrapped("The two lives do not differ in anything.");
            }
        }
        self.line("");
        self.wrapped(&story.caution());
        self.line(&format!("  {}", story.compare));
        if !story.also.is_empty() {
            self.wrapped("Other children to try with --case:");
            for pair in story.also.chunks(2) {
                let line = format!("  {:<38}{}", pair[0], pair.get(1).map_or("", String::as_str));
                self.line(&line);
            }
        }
    }
}

fn cut(text: &str, columns: usize) -> String {
    text.chars().take(columns).collect()
}

/// Short name of the month, such as `Apr`.
pub(super) fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month.clamp(1, 12)) - 1]
}

/// The months, in full.
pub const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date such as `1 April 2019`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day, MONTH_NAMES[usize::from(date.month.clamp(1, 12)) - 1], date.year)
}

/// The story as one JSON object on one line.
pub fn line(story: &Story<'_>) -> String {
    let numbers = |list: &[(&'static str, f64)]| -> Value {
        list.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<Map<_, _>>().into()
    };
    let event = |event: &Event| {
        json!({
            "date": Week(event.week).monday().to_string(),
            "week": i64::from(event.week) - i64::from(story.first),
            "key": event.key,
            "sentence": event.sentence,
            "numbers": numbers(&event.numbers),
        })
    };
    let life = |life: &LifeStory| {
        json!({
            "strategy": life.strategy,
            "events": life.events.iter().map(event).collect::<Vec<_>>(),
            "totals": numbers(&life.totals),
            "sum": life.sum,
        })
    };
    let parting = match &story.lives[..] {
        [a, b, ..] => parting(a, b).map(|week| i64::from(week) - i64::from(story.first)),
        _ => None,
    };
    let mut object = json!({
        "title": story.title,
        "authority": story.authority,
        "seed": story.seed,
        "replicate": story.replicate,
        "weeks": story.weeks,
        "start": Week(story.first).monday().to_string(),
        "same": story.same,
        "traits": numbers(&story.traits),
        "lives": story.lives.iter().map(life).collect::<Vec<_>>(),
        "part-in-week": parting,
        "also": story.also,
    });
    let whose = if story.child { "case" } else { "post" };
    object[whose] = json!(story.whose);
    if let Some(rule) = story.chosen {
        object["chosen"] = json!(rule);
    }
    format!("{object}\n")
}
