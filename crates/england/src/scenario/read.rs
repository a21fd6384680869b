//! Reads a national scenario from a name or a path, with the settings of the command line.

use super::events::{lay, tick_on_or_after};
use super::keys::WEEKS;
use super::texts::Texts;
use super::{National, Policy, SHIPPED, YEAR, shipped};
use crate::figures::{USUAL, position};
use crate::places::places;
use balcony_engine::calendar::{Date, Week};
use balcony_market::climate::Course;
use balcony_market::development::{Kind, Rule, Scheme};
use balcony_market::{Parameters, Setting, Twins};
use balcony_scenario::scenario::file_kind::FileKind;
use balcony_scenario::scenario::files::Files;
use balcony_scenario::scenario::{Fault, Faults, Leaf, Library};

/// The first year in which a scenario may start: history needs about twenty years to settle.
const FIRST_YEAR: u16 = 2010;
/// The last year in which it may start.
const LAST_YEAR: u16 = 2100;
/// Start, length, runs and seed where the file says nothing.
const START: (u16, u8, u8) = (2026, 4, 1);
const USUAL_WEEKS: u32 = 520;
const USUAL_RUNS: u32 = 100;

/// Whether a name is a shipped national scenario, or the path of a file that is one.
///
/// ```
/// use balcony_england::scenario::is_national;
/// use balcony_scenario::scenario::files::Texts;
/// assert!(is_national("twin-posts", &Texts::default()));
/// assert!(!is_national("culture-shift", &Texts::default()));
/// ```
pub fn is_national(name: &str, files: &dyn Files) -> bool {
    let kind = || files.text(name).ok().and_then(|text| FileKind::of(&text));
    shipped(name).is_some() || kind() == Some(FileKind::National)
}

/// Reads a national scenario.
///
/// # Errors
/// All faults of the file and of the settings together.
///
/// ```
/// use balcony_england::scenario::read;
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let national = read("ever-decreasing-circle", &["england.weeks=104".to_owned()], &library).unwrap();
/// assert_eq!((national.years(), national.policies.len()), (2, 3));
/// assert!(read("england", &["england.weeks=53".to_owned()], &library).is_err());
/// ```
pub fn read(name: &str, sets: &[String], library: &Library<'_>) -> Result<National, Faults> {
    let text = match shipped(name) {
        Some(text) => text.to_owned(),
        None => library.files.text(name).map_err(|why| unread(name, &format!("it cannot be read: {why}")))?,
    };
    read_text(name, &text, sets, None, library)
}

fn unread(name: &str, message: &str) -> Faults {
    let fault = Fault {
        file: name.to_owned(),
        line: 0,
        column: 0,
        key: String::new(),
        message: message.to_owned(),
        allowed: Some(format!("a path, or one of {}", SHIPPED.map(|(name, _)| name).join(", "))),
        nearest: None,
        shown: None,
    };
    Faults { file: name.to_owned(), list: vec![fault] }
}

/// Reads a text; a hidden path is read as if nobody had given it.
pub(super) fn read_text(
    name: &str,
    text: &str,
    sets: &[String],
    hidden: Option<Vec<String>>,
    library: &Library<'_>,
) -> Result<National, Faults> {
    let mut reader = Reader { texts: Texts::new(name, text, sets, hidden, library) };
    let title = reader.needed("title", "what the national scenario is called");
    let question = reader.needed("question", "what it is to answer");
    let of = |reader: &Reader, key: &str| reader.texts.text(&["england", key]).unwrap_or_default();
    let (story, run_time) = (of(&reader, "story"), of(&reader, "run-time"));
    let sources = match reader.texts.leaf(&["england", "sources"]) {
        Some(Leaf::Texts(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let primary = reader.texts.text(&["england", "primary"]).unwrap_or_else(|| USUAL.to_owned());
    let primary = position(&primary).unwrap_or(0);
    let start = reader.start();
    let weeks = reader.weeks();
    let replicates = reader.texts.whole(&["england", "replicates"]).unwrap_or(USUAL_RUNS);
    let seed = reader.texts.whole(&["england", "seed"]).unwrap_or(1);
    let parameters = reader.parameters(&["parameters"], &Parameters::default());
    let from = tick_on_or_after(start);
    let mut history = Setting::history(places(Week(from)));
    history.course = Course::history(&parameters.climate);
    history.parameters = parameters;
    history.course = reader.climate(&history.course, start, from);
    history.policy_from = from;
    let events = reader.events(start);
    let mut policies = reader.policies(&history, from, start);
    for policy in &mut policies {
        lay(&events, start, Some(&policy.name), &mut policy.setting);
    }
    lay(&events, start, None, &mut history);
    let base = policies.iter().position(|policy| policy.name == "base").unwrap_or(0);
    let laid = reader.texts.paths(true);
    let given = if shipped(name).is_some() { laid } else { reader.texts.paths(false) };
    reader.texts.finish(name)?;
    Ok(National {
        name: name.to_owned(),
        title,
        question,
        story,
        sources,
        primary,
        start,
        weeks,
        replicates,
        seed,
        run_time,
        policies,
        base,
        history,
        events,
        sets: sets.to_vec(),
        given,
        text: text.to_owned(),
    })
}

pub(super) struct Reader {
    pub(super) texts: Texts,
}

impl Reader {
    /// A text of `[england]` that must be given.
    fn needed(&mut self, key: &str, what: &str) -> String {
        let at = ["england", key];
        if let Some(text) = self.texts.text(&at) {
            return text;
        }
        if self.texts.is_whole() && !self.texts.mentions(&at) {
            self.texts.fault(&at, format!("this is missing: {what}"), Some("a text in quotes"), None);
        }
        String::new()
    }

    fn start(&mut self) -> Date {
        let usual = Date::new(START.0, START.1, START.2).unwrap_or(Date { year: 2026, month: 4, day: 1 });
        let at = ["england", "start"];
        let Some(Leaf::Day(date)) = self.texts.leaf(&at) else { return usual };
        let date = *date;
        if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year) {
            let allowed = format!("a day from {FIRST_YEAR} to {LAST_YEAR}");
            let message = format!("{date}: the market before it needs twenty years to settle, from 1990 on");
            self.texts.fault(&at, message, Some(&allowed), None);
        }
        date
    }

    fn weeks(&mut self) -> u32 {
        let at = ["england", "weeks"];
        let weeks = self.texts.whole(&at).unwrap_or(USUAL_WEEKS);
        if !weeks.is_multiple_of(YEAR) {
            let near = (f64::from(weeks) / f64::from(YEAR)).round().max(1.0) as u32 * YEAR;
            let allowed = format!("whole years of 52 weeks: {} to {}", WEEKS.0, WEEKS.1);
            let message = format!("{weeks} weeks are no whole years");
            self.texts.fault(&at, message, Some(&allowed), Some(near.to_string()));
        }
        weeks
    }

    /// Parameters with the values of a table; ranges are refused, because none is drawn.
    fn parameters(&mut self, table: &[&str], usual: &Parameters) -> Parameters {
        let mut parameters = usual.clone();
        for row in Parameters::registry() {
            let path = [table, &[row.key]].concat();
            match self.texts.leaf(&path) {
                Some(Leaf::Number(number)) => {
                    let number = *number;
                    if let Some(value) = parameters.value(row.key) {
                        *value = number;
                    }
                }
                Some(Leaf::Range { .. }) => {
                    let allowed = format!("one number from {} to {} ({})", row.low, row.high, row.unit);
                    let message = "a range is not drawn in a national scenario";
                    self.texts.fault(&path, message, Some(&allowed), None);
                }
                _ => {}
            }
        }
        parameters
    }

    /// History up to the start; then a constant, or dated points.
    fn climate(&mut self, history: &Course, start: Date, from: u32) -> Course {
        let constant = self.texts.number(&["climate", "constant"]);
        let mut points = Vec::new();
        for name in self.texts.entries(&["climate", "points"]) {
            let at = ["climate", "points", &name];
            let Some(value) = self.texts.number(&at) else { continue };
            match day(&name) {
                None => {
                    let message = format!("`{name}` is no day");
                    self.texts.fault(&at, message, Some("a day and a value: 2027-04-01 = 0.8"), None);
                }
                Some(date) if date < start => {
                    let message = format!("{name} is before the start, until which the climate is history's");
                    self.texts.fault(&at, message, Some(&format!("a day from {start} on")), None);
                }
                Some(date) => points.push((date.week().0.max(from), value)),
            }
        }
        points.sort_by_key(|(week, _)| *week);
        if let (Some(pair), true) =
            (points.windows(2).find(|pair| pair[0].0 == pair[1].0), self.texts.is_whole())
        {
            let day = Week(pair[0].0).monday();
            let message = format!("two points lie in the week of {day}");
            self.texts.fault(&["climate", "points"], message, Some("at most one point a week"), None);
        }
        match (constant, points.is_empty()) {
            (Some(_), false) => {
                let message = "a constant climate and dated points: one of them would be without effect";
                self.texts.fault(&["climate", "constant"], message, Some("one of the two"), None);
                history.clone()
            }
            (Some(value), true) => history.from(from, value),
            (None, _) => history.through(&points),
        }
    }

    fn policies(&mut self, history: &Setting, from: u32, start: Date) -> Vec<Policy> {
        let names = self.texts.entries(&["policies"]);
        if names.is_empty() && self.texts.is_whole() {
            let allowed = "[policies.base], and a table for each other policy";
            self.texts.fault(&["policies"], "there is no policy", Some(allowed), None);
        }
        names.into_iter().map(|name| self.policy(name, history, from, start)).collect()
    }

    fn policy(&mut self, name: String, history: &Setting, from: u32, start: Date) -> Policy {
        let of = ["policies", &name];
        let at = |key: &'static str| [of[0], of[1], key];
        let title = self.texts.text(&at("title")).unwrap_or_else(|| name.clone());
        let rule = self.texts.text(&at("rule")).and_then(|key| Rule::of(&key)).unwrap_or(Rule::Open);
        let rule_dates = self.dates(&at("rule-from"), &at("rule-until"), start);
        let twins = self.texts.text(&at("twins")).and_then(|key| Twins::of(&key));
        let parameters = self.parameters(&at("parameters"), &history.parameters);
        let course = match self.texts.number(&at("climate")) {
            Some(value) => history.course.from(from, value),
            None => history.course.clone(),
        };
        let mut schemes = Vec::new();
        for key in self.texts.entries(&at("programmes")) {
            let Some(kind) = Kind::of(&key) else { continue };
            let at = |name: &'static str| [of[0], of[1], "programmes", &key, name];
            let usual = Scheme::usual(kind);
            let dates = self.dates(&at("from"), &at("until"), start);
            schemes.push(Scheme {
                kind,
                seats: self.texts.whole(&at("seats")).unwrap_or(usual.seats),
                weeks: self.texts.whole(&at("weeks")).unwrap_or(usual.weeks),
                cost: self.texts.number(&at("cost")).unwrap_or(usual.cost),
                tapers: self.texts.whole(&at("tapers")),
                dates,
            });
        }
        // The order of programmes in a file means nothing.
        schemes.sort_by_key(|scheme: &Scheme| scheme.kind);
        let twins = twins.unwrap_or(Twins::AsTheyAre);
        let setting = Setting { course, rule, rule_dates, twins, schemes, parameters, ..history.clone() };
        Policy { title, setting, name }
    }
}

/// A day written as 2027-04-01.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (date.to_string() == text).then_some(date)
}
