//! Sheets to write on: a team's decisions through all rounds, and what observers see.

use super::super::decision::plain;
use super::super::{Exercise, LEVELS, RIGHTS, SOURCES, TIMES};
use super::{capital, clock, numbered};
use balcony_report::report::html::list;
use maud::{Markup, html};

/// Most rounds beside each other on an A4 page: a column is wide enough for a number by hand.
const COLUMNS: u32 = 12;

/// A team's sheet: one column for each round. It stands in for the phones, so it asks for
/// everything that they ask for.
pub(super) fn decisions(exercise: &Exercise, team: &str) -> Markup {
    let word = &exercise.word;
    html! {
        section class="page close" {
            h2 { "Team " (team) ": decision sheet" }
            p {
                "Use it if the phones fail. One column is one " (word) ". Write only what changes; an \
                 empty box means “as before”. Rules, answers and prediction count for one " (word)
                " only. Then hand the sheet to the facilitator or read it out."
            }
            @for first in (0..exercise.rounds).step_by(COLUMNS as usize) {
                (Grid { exercise, first, last: (first + COLUMNS).min(exercise.rounds) }.table())
            }
            @if !exercise.predict.is_empty() && exercise.rounds > 0 { (list(predictions(exercise))) }
            @for (_, first, _) in clock::years(exercise) {
                p class="line" { strong { (capital(&exercise.round_name(first))) ": our theory is" } }
            }
        }
    }
}

/// Which figure is predicted when, and how much counts as a change.
fn predictions(exercise: &Exercise) -> impl Iterator<Item = String> {
    let count = exercise.predict.len() as u32;
    (0..count.min(exercise.rounds)).map(move |at| {
        let figure = &exercise.figures[exercise.predict[at as usize]];
        let rounds: Vec<u32> = (at..exercise.rounds).step_by(count as usize).collect();
        format!(
            "Predict in {}: {} (a change is {} or more)",
            numbered(&exercise.word, &rounds),
            figure.title,
            figure.step
        )
    })
}

/// `1 through the line, 2 mostly through the line, ...`.
fn legend<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect::<Vec<_>>().join(", ")
}

/// The table of some rounds.
struct Grid<'a> {
    exercise: &'a Exercise,
    first: u32,
    last: u32,
}

impl Grid<'_> {
    fn table(&self) -> Markup {
        let exercise = self.exercise;
        let (word, opening) = (&exercise.word, &exercise.opening);
        let spent: f64 = (0..TIMES.len()).map(|at| opening.half_days(at)).sum();
        let points: u32 = opening.points.iter().map(|points| u32::from(*points)).sum();
        html! {
            table class="grid" {
                colgroup {
                    col style="width:58mm";
                    col style="width:11mm";
                    @for _ in self.first..self.last { col; }
                }
                (self.heads())
                (self.group(
                    html! {
                        strong { "Half-days a week" } ", halves allowed; at most "
                        (plain(exercise.most_half_days))
                        ", those that answers take included"
                    },
                    html! {
                        @for (at, name) in TIMES.iter().enumerate() {
                            (self.row(name, &plain(opening.half_days(at)), None))
                        }
                        (self.row("Together, with answers", &plain(spent), None))
                    },
                ))
                (self.group(
                    html! { strong { "How influence travels:" } " " (legend(SOURCES.iter().copied())) },
                    self.row("Influence, 1 to 5", &(opening.source + 1).to_string(), None),
                ))
                (self.group(
                    html! {
                        strong { "Who decides:" } " " (legend(LEVELS.iter().map(|level| level.1)))
                        ". At most "
                        (exercise.changes) " changed in a " (word)
                    },
                    html! {
                        @for (name, level) in RIGHTS.iter().zip(opening.rights) {
                            (self.row(&capital(name), &(level + 1).to_string(), None))
                        }
                    },
                ))
                (self.group(
                    html! { strong { "Points a year" } ", at most " (exercise.points) " in all" },
                    html! {
                        @for (lever, points) in exercise.levers.iter().zip(&opening.points) {
                            (self.row(&lever.title, &points.to_string(), None))
                        }
                        (self.row("Together", &points.to_string(), None))
                    },
                ))
                (self.group(
                    html! { strong { "In this " (word) " only" } },
                    html! {
                        (self.row("Rules: − fewer, + more", "", None))
                        (self.row("Answers: card and letter, such as 1A", "", Some("high")))
                        (self.row("Prediction: R rise, F fall, S stay", "", None))
                    },
                ))
            }
        }
    }

    fn heads(&self) -> Markup {
        let years = clock::years(self.exercise).into_iter().filter_map(|(year, from, to)| {
            let (from, to) = (from.max(self.first), (to + 1).min(self.last));
            (from < to).then(|| (year, to - from))
        });
        html! {
            thead {
                tr {
                    th scope="col" rowspan="2" { "What" }
                    th scope="col" rowspan="2" { "Start" }
                    @for (year, rounds) in years {
                        th scope="colgroup" colspan=(rounds) class="last" { "Year " (year) }
                    }
                }
                tr {
                    @for round in self.first..self.last {
                        th scope="col" class=[self.thick(round)] {
                            abbr title=(self.exercise.round_name(round)) { (round + 1) }
                        }
                    }
                }
            }
        }
    }

    /// Rows under a line of their own.
    fn group(&self, title: Markup, rows: Markup) -> Markup {
        html! {
            tbody {
                tr { th scope="rowgroup" class="group" colspan=(self.last - self.first + 2) { (title) } }
                (rows)
            }
        }
    }

    fn row(&self, name: &str, opening: &str, class: Option<&str>) -> Markup {
        html! {
            tr class=[class] {
                th scope="row" { (name) }
                td class="now last" { (opening) }
                @for round in self.first..self.last { td class=[self.thick(round)] {} }
            }
        }
    }

    /// A year ends with a thick line.
    fn thick(&self, round: u32) -> Option<&'static str> {
        (round + 1 == self.last || clock::begins_year(self.exercise, round + 1)).then_some("last")
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
pub(super) fn observers(exercise: &Exercise, teams: &[&str]) -> Markup {
    let years = clock::years(exercise);
    let (class, rows) = match years.len() {
        0..=2 => ("half", "watch short"),
        3 => ("half", "watch"),
        _ => ("whole", "watch"),
    };
    html! {
        section class="page" {
            @for team in teams {
                div class=(class) {
                    h2 { "Observer of team " (team) }
                    p {
                        "Write what people do and say, not what you think of them. No names, no marks. Put \
                         the number of the " (exercise.word) " before each note."
                    }
                    table class=(rows) {
                        colgroup { col style="width:19mm"; @for _ in WATCHED { col; } }
                        thead {
                            tr {
                                th scope="col" { "When" }
                                @for (title, asks) in WATCHED {
                                    th scope="col" { strong { (title) "." } " " (asks) }
                                }
                            }
                        }
                        tbody {
                            @for (year, first, last) in &years {
                                tr {
                                    th scope="row" { "Year " (year) ": " (rounds(exercise, *first, *last)) }
                                    @for _ in WATCHED { td {} }
                                }
                            }
                        }
                    }
                    p class="line" { "One moment to tell the team in the debrief, without a name:" }
                    p class="line" {}
                }
            }
        }
    }
}

/// `quarters 1 to 4`.
fn rounds(exercise: &Exercise, first: u32, last: u32) -> String {
    if first == last {
        exercise.round_name(first)
    } else {
        format!("{}s {} to {}", exercise.word, first + 1, last + 1)
    }
}
