//! Sheets to write on: a team's decisions through all rounds, and what observers see.

use super::super::decision::plain;
use super::super::{Exercise, LEVELS, RIGHTS, SOURCES, TIMES};
use super::{capital, clock, numbered};
use crate::charts::escape;
use std::fmt::Write as _;

/// Most rounds beside each other on an A4 page: a column is wide enough for a number by hand.
const COLUMNS: u32 = 12;

/// A team's sheet: one column for each round. It stands in for the phones, so it asks for
/// everything that they ask for.
pub(super) fn decisions(exercise: &Exercise, team: &str) -> String {
    let word = escape(&exercise.word);
    let mut text = format!(
        "<section class=\"page close\">\n<h2>Team {team}: decision sheet</h2>\n\
         <p>Use it if the phones fail. One column is one {word}. Write only what changes; an empty box means “as before”. Rules, \
         answers and prediction count for one {word} only. Then hand the sheet to the facilitator or read it out.</p>\n"
    );
    let mut first = 0;
    while first < exercise.rounds {
        let last = (first + COLUMNS).min(exercise.rounds);
        text.push_str(&grid(exercise, first, last));
        first = last;
    }
    text.push_str(&predictions(exercise));
    for (_, first, _) in clock::years(exercise) {
        let _ = writeln!(
            text,
            "<p class=\"line\"><strong>{}: our theory is</strong></p>",
            escape(&capital(&exercise.round_name(first)))
        );
    }
    text.push_str("</section>\n");
    text
}

/// Which figure is predicted when, and how much counts as a change.
fn predictions(exercise: &Exercise) -> String {
    let mut text = String::new();
    let count = exercise.predict.len() as u32;
    for at in 0..count.min(exercise.rounds) {
        let figure = &exercise.figures[exercise.predict[at as usize]];
        let rounds: Vec<u32> = (at..exercise.rounds).step_by(count as usize).collect();
        let _ = writeln!(
            text,
            "<li>Predict in {}: {} (a change is {} or more)</li>",
            escape(&numbered(&exercise.word, &rounds)),
            escape(&figure.title),
            figure.step
        );
    }
    if text.is_empty() { text } else { format!("<ul>\n{text}</ul>\n") }
}

/// The table of some rounds.
fn grid(exercise: &Exercise, first: u32, last: u32) -> String {
    let columns = (last - first) as usize;
    let word = escape(&exercise.word);
    let mut text = String::from(
        "<table class=\"grid\">\n<colgroup><col style=\"width:58mm\"><col style=\"width:11mm\">",
    );
    text.push_str(&"<col>".repeat(columns));
    text.push_str("</colgroup>\n<thead>\n<tr><th scope=\"col\" rowspan=\"2\">What</th><th scope=\"col\" rowspan=\"2\">Start</th>");
    for (year, from, to) in clock::years(exercise) {
        let (from, to) = (from.max(first), (to + 1).min(last));
        if from < to {
            let _ = write!(
                text,
                "<th scope=\"colgroup\" colspan=\"{}\" class=\"last\">Year {year}</th>",
                to - from
            );
        }
    }
    text.push_str("</tr>\n<tr>");
    for round in first..last {
        let _ = write!(
            text,
            "<th scope=\"col\"{}><abbr title=\"{}\">{}</abbr></th>",
            thick(exercise, round, last),
            escape(&exercise.round_name(round)),
            round + 1
        );
    }
    text.push_str("</tr>\n</thead>\n");

    let mut rows = Rows { exercise, first, last, text };
    let opening = &exercise.opening;
    let most = plain(exercise.most_half_days);
    rows.group(&format!(
        "<strong>Half-days a week</strong>, halves allowed; at most {most}, those that answers take included"
    ));
    for (at, name) in TIMES.iter().enumerate() {
        rows.row(name, &plain(opening.half_days(at)), false);
    }
    let spent = (0..TIMES.len()).map(|at| opening.half_days(at)).sum();
    rows.row("Together, with answers", &plain(spent), false);
    rows.group(&format!("<strong>How influence travels:</strong> {}", legend(SOURCES.iter().copied())));
    rows.row("Influence, 1 to 5", &(opening.source + 1).to_string(), false);
    rows.group(&format!(
        "<strong>Who decides:</strong> {}. At most {} changed in a {word}",
        legend(LEVELS.iter().map(|level| level.1)),
        exercise.changes
    ));
    for (name, level) in RIGHTS.iter().zip(opening.rights) {
        rows.row(&capital(name), &(level + 1).to_string(), false);
    }
    rows.group(&format!("<strong>Points a year</strong>, at most {} in all", exercise.points));
    for (lever, points) in exercise.levers.iter().zip(&opening.points) {
        rows.row(&lever.title, &points.to_string(), false);
    }
    let points: u32 = opening.points.iter().map(|points| u32::from(*points)).sum();
    rows.row("Together", &points.to_string(), false);
    rows.group(&format!("<strong>In this {word} only</strong>"));
    rows.row("Rules: − fewer, + more", "", false);
    rows.row("Answers: card and letter, such as 1A", "", true);
    rows.row("Prediction: R rise, F fall, S stay", "", false);
    rows.text.push_str("</tbody>\n</table>\n");
    rows.text
}

/// `1 through the line, 2 mostly through the line, ...`.
fn legend<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let named: Vec<String> = names.enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
    escape(&named.join(", "))
}

/// A year ends with a thick line.
fn thick(exercise: &Exercise, round: u32, last: u32) -> &'static str {
    let ends = round + 1 == last || clock::begins_year(exercise, round + 1);
    if ends { " class=\"last\"" } else { "" }
}

struct Rows<'a> {
    exercise: &'a Exercise,
    first: u32,
    last: u32,
    text: String,
}

impl Rows<'_> {
    /// A line above rows; `html` is escaped already.
    fn group(&mut self, html: &str) {
        if self.text.contains("<tbody>") {
            self.text.push_str("</tbody>\n");
        }
        let _ = writeln!(
            self.text,
            "<tbody>\n<tr><th scope=\"rowgroup\" class=\"group\" colspan=\"{}\">{html}</th></tr>",
            self.last - self.first + 2
        );
    }

    fn row(&mut self, name: &str, opening: &str, high: bool) {
        let class = if high { " class=\"high\"" } else { "" };
        let _ = write!(
            self.text,
            "<tr{class}><th scope=\"row\">{}</th><td class=\"now last\">{}</td>",
            escape(name),
            escape(opening)
        );
        for round in self.first..self.last {
            let _ = write!(self.text, "<td{}></td>", thick(self.exercise, round, self.last));
        }
        self.text.push_str("</tr>\n");
    }
}

/// What observers look for: behaviour, in their words.
const WATCHED: [(&str, &str); 4] = [
    ("Where attention goes", "What is talked of first, and longest? What is dropped?"),
    ("Who is asked", "Who speaks, who waits? Who outside the team is thought of?"),
    ("What is not said", "Which figure, which child, which doubt is passed over?"),
    ("Who decides", "One person, all, the clock? What is taken back or handed on?"),
];

/// Half a page for the observer of each team; a whole one if there are many years.
pub(super) fn observers(exercise: &Exercise, teams: &[&str]) -> String {
    let years = clock::years(exercise);
    let (class, rows) = match years.len() {
        0..=2 => ("half", "watch short"),
        3 => ("half", "watch"),
        _ => ("whole", "watch"),
    };
    let mut text = String::from("<section class=\"page\">\n");
    for team in teams {
        let _ = write!(
            text,
            "<div class=\"{class}\">\n<h2>Observer of team {team}</h2>\n\
             <p>Write what people do and say, not what you think of them. No names, no marks. Put the number of the {} before each note.</p>\n\
             <table class=\"{rows}\">\n<colgroup><col style=\"width:19mm\"><col><col><col><col></colgroup>\n\
             <thead><tr><th scope=\"col\">When</th>",
            escape(&exercise.word)
        );
        for (title, asks) in WATCHED {
            let _ = write!(text, "<th scope=\"col\"><strong>{title}.</strong> {asks}</th>");
        }
        text.push_str("</tr></thead>\n<tbody>\n");
        for (year, first, last) in &years {
            let rounds = if first == last {
                exercise.round_name(*first)
            } else {
                format!("{}s {} to {}", exercise.word, first + 1, last + 1)
            };
            let _ = writeln!(
                text,
                "<tr><th scope=\"row\">Year {year}: {}</th><td></td><td></td><td></td><td></td></tr>",
                escape(&rounds)
            );
        }
        text.push_str(
            "</tbody>\n</table>\n<p class=\"line\">One moment to tell the team in the debrief, without a name:</p>\n\
             <p class=\"line\"></p>\n</div>\n",
        );
    }
    text.push_str("</section>\n");
    text
}
