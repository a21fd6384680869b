//! The registered contexts: 200 situations that [`generate`] sampled once. The file
//! `data/contexts.csv` was committed before any of them was run. An audit reads the committed file;
//! a test checks that the generator still gives exactly this file.
//!
//! The constants below and the head of the file give what is sampled and from which ranges. Nothing
//! is chosen by hand, and nothing is left out afterwards.

use super::latin::hypercube;
use balcony_scenario::profiles;
use balcony_scenario::scenario::events::{Kind, find};
use std::fmt::Write as _;

/// Number of registered contexts.
pub const COUNT: u32 = 200;

/// Outcomes on which every context is judged, fixed beforehand.
pub const OUTCOMES: [&str; 5] = ["harm", "re-referrals", "turnover", "unserved", "cost"];

/// Start states that are sampled: key, lower and upper end. The others have the defaults of a
/// scenario.
pub const STATES: [(&str, f64, f64); 8] = [
    ("culture", 0.10, 0.70),
    ("prescription", 0.25, 0.85),
    ("trust", 0.20, 0.80),
    ("language", 0.20, 0.80),
    ("routine", 0.20, 0.80),
    ("credibility", 0.10, 0.80),
    ("authorisation", 0.20, 0.90),
    ("salience", 0.05, 0.70),
];

/// Possible horizons in weeks, all equally likely.
pub const HORIZONS: [u32; 3] = [52, 104, 156];

/// Kinds of event, all equally likely: name, smallest and largest size. The two levers of
/// experiments (`prescription-held`, `trust-held`) are left out because they describe no real
/// situation.
const EVENTS: [(&str, f64, f64); 10] = [
    ("serious-incident", 0.10, 0.60),
    ("scandal-elsewhere", 0.10, 0.50),
    ("needs-surge", 0.05, 0.40),
    ("contacts-surge", 0.05, 0.60),
    ("work-surge", 0.05, 0.30),
    ("budget-cut", 0.02, 0.15),
    ("director-leaves", 1.0, 1.0),
    ("rules-removed", 0.10, 0.60),
    ("rules-added", 0.10, 0.50),
    ("recruitment-drive", 0.20, 2.00),
];

/// First week in which an event may occur. The last is at three quarters of the horizon.
const FIRST_WEEK: u32 = 4;
/// Shortest and longest length of an event in weeks, if its kind lasts.
const LASTS: (u32, u32) = (13, 78);

/// Most events of a context.
const MOST_EVENTS: usize = 2;

/// The committed file.
pub const FILE: &str = include_str!("../../../../data/contexts.csv");

/// An event of a context.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// Kind, by its name in a scenario.
    pub kind: String,
    /// Week, counted from the start.
    pub week: u32,
    /// Length in weeks; 0 if the kind does not last.
    pub weeks: u32,
    /// Size of the event.
    pub size: f64,
}

/// One registered context.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Permanent number, from 1.
    pub number: u32,
    /// ONS code of the authority.
    pub code: String,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Start states, in the order of [`STATES`].
    pub states: [f64; STATES.len()],
    /// Events, none to two.
    pub events: Vec<Happening>,
}

/// A line of the file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/contexts.csv, line {line}: {what}")]
pub struct Unreadable {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Linear interpolation between low and high at `u`, rounded to a thousandth.
fn between(low: f64, high: f64, u: f64) -> f64 {
    ((low + (high - low) * u) * 1000.0).round() / 1000.0
}

/// Uniform choice of one of `count` items.
fn one_of(count: usize, u: f64) -> usize {
    ((count as f64 * u) as usize).min(count - 1)
}

/// Uniform choice of a whole number from low to high.
fn whole(low: u32, high: u32, u: f64) -> u32 {
    low + one_of((high - low + 1) as usize, u) as u32
}

/// Samples all contexts anew.
pub fn generate() -> Vec<Context> {
    let ranges = 1 + STATES.len() + 2 + 4 * MOST_EVENTS;
    let authorities = profiles::all();
    let context = |(at, point): (usize, Vec<f64>)| {
        let (head, rest) = point.split_at(1 + STATES.len());
        let weeks = HORIZONS[one_of(HORIZONS.len(), rest[0])];
        let many = one_of(MOST_EVENTS + 1, rest[1]);
        let happening = |u: &[f64]| {
            let (kind, low, high) = EVENTS[one_of(EVENTS.len(), u[0])];
            let lasts = find(kind).is_some_and(|kind: &Kind| kind.lasts);
            Happening {
                kind: kind.to_owned(),
                week: whole(FIRST_WEEK, weeks * 3 / 4, u[1]),
                weeks: if lasts { whole(LASTS.0, LASTS.1, u[3]) } else { 0 },
                size: between(low, high, u[2]),
            }
        };
        Context {
            number: 1 + at as u32,
            code: authorities[one_of(authorities.len(), head[0])].code.to_owned(),
            weeks,
            states: std::array::from_fn(|state| {
                let (_, low, high) = STATES[state];
                between(low, high, head[1 + state])
            }),
            events: rest[2..].chunks(4).take(many).map(happening).collect(),
        }
    };
    hypercube(COUNT, ranges).into_iter().enumerate().map(context).collect()
}

/// Contexts as the text of the file, with its head.
pub fn text(contexts: &[Context]) -> String {
    let mut text = head();
    let states = STATES.map(|(key, ..)| key).join(",");
    let _ = writeln!(
        text,
        "number,code,weeks,{states},kind_1,week_1,weeks_1,size_1,kind_2,week_2,weeks_2,size_2"
    );
    for context in contexts {
        let _ = write!(text, "{},{},{}", context.number, context.code, context.weeks);
        for value in context.states {
            let _ = write!(text, ",{value}");
        }
        for at in 0..MOST_EVENTS {
            let _ = match context.events.get(at) {
                Some(event) => {
                    write!(text, ",{},{},{},{}", event.kind, event.week, event.weeks, event.size)
                }
                None => write!(text, ",,,,"),
            };
        }
        text.push('\n');
    }
    text
}

/// Head of the file: how it was made, and what was fixed with it.
fn head() -> String {
    let range = |(key, low, high): (&str, f64, f64)| {
        if low == high { format!("{key} {low}") } else { format!("{key} {low} to {high}") }
    };
    let (states, events) = (STATES.map(range).join(", "), EVENTS.map(range).join(", "));
    let outcomes = OUTCOMES.join(", ");
    let (low, high) = LASTS;
    let paragraphs = [
        format!("{COUNT} contexts of `balcony audit`, registered before any of them was run."),
        "Made by crates/evaluation/src/audit/contexts.rs: a Latin hypercube from ChaCha8 with a constant key (crates/evaluation/src/audit/latin.rs); a test \
         says that it still gives exactly this file. Nothing was chosen by hand; no row is ever left out."
            .to_owned(),
        "code: one of the 153 authorities of today, in the order of their numbers, each as likely. weeks: the horizon, \
         52, 104 or 156, each as likely."
            .to_owned(),
        format!(
            "Start states: {states}. All others, and every parameter, are what a scenario has that says nothing of them."
        ),
        format!(
            "Events: none, one or two, each as likely; kinds each as likely, with sizes {events}; from week {FIRST_WEEK} \
             to three quarters of the horizon; kinds that last, {low} to {high} weeks. The two levers of experiments \
             (prescription-held, trust-held) are left out: they are nobody's situation."
        ),
        format!("Primary outcomes of every context, fixed with this file: {outcomes}."),
        "Ways of leading: the incumbent and the four presets. The smallest differences that matter are those of \
         crates/engine/src/outcomes.rs; the rule of verdicts is that of crates/study/src/experiment/stats/ranking.rs."
            .to_owned(),
        "Tables by trait: start culture below .35 or not; fewer than 40,000 children, up to 80,000, more; horizon; \
         number of events."
            .to_owned(),
    ];
    let mut head = String::new();
    for paragraph in &paragraphs {
        let mut line = "#".to_owned();
        for word in paragraph.split(' ') {
            if line.len() + 1 + word.len() > 110 {
                head.push_str(&line);
                head.push('\n');
                line = "#".to_owned();
            }
            line.push(' ');
            line.push_str(word);
        }
        head.push_str(&line);
        head.push('\n');
    }
    head
}

/// The registered contexts, from the committed file.
///
/// # Errors
/// If the file is damaged.
pub fn registered() -> Result<Vec<Context>, Unreadable> {
    let rows = FILE.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).skip(1);
    rows.map(|(at, line)| {
        context(line).ok_or_else(|| Unreadable { line: at + 1, what: format!("`{line}` is no context") })
    })
    .collect()
}

fn context(line: &str) -> Option<Context> {
    let cells: Vec<&str> = line.split(',').collect();
    let (head, rest) = cells.split_at_checked(3 + STATES.len())?;
    let mut states = [0.0; STATES.len()];
    for (state, cell) in states.iter_mut().zip(&head[3..]) {
        *state = cell.parse().ok()?;
    }
    let given = rest.chunks(4).filter(|cells| cells.iter().any(|cell| !cell.is_empty()));
    let event = |cells: &[&str]| {
        let [kind, week, weeks, size] = cells else { return None };
        Some(Happening {
            kind: find(kind)?.name.to_owned(),
            week: week.parse().ok()?,
            weeks: weeks.parse().ok()?,
            size: size.parse().ok()?,
        })
    };
    Some(Context {
        number: head[0].parse().ok()?,
        code: head[1].to_owned(),
        weeks: head[2].parse().ok()?,
        states,
        events: given.map(event).collect::<Option<_>>()?,
    })
}

impl Context {
    /// The context as the text of a scenario file.
    pub fn scenario(&self) -> String {
        let mut text = format!(
            "[scenario]\ntitle = \"Context {}\"\nprimary = \"{}\"\nstart = 2019-04-01\nweeks = {}\n\n\
             [authority]\ncode = \"{}\"\n\n[start]\n",
            self.number, OUTCOMES[0], self.weeks, self.code
        );
        for ((key, ..), value) in STATES.iter().zip(self.states) {
            let _ = writeln!(text, "{key} = {value}");
        }
        for (at, event) in self.events.iter().enumerate() {
            let _ = write!(
                text,
                "\n[events.event-{}]\nkind = \"{}\"\nweek = {}\nweeks = {}\nsize = {}\n",
                at + 1,
                event.kind,
                event.week,
                event.weeks,
                event.size
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_context_is_refused() {
        assert!(context("1,E06000001,52").is_none());
        let line = text(&generate()[..1]).lines().last().map(str::to_owned).expect("a row");
        assert!(context(&line).is_some() && context(&line.replacen(',', ",x", 2)).is_none());
    }
}
