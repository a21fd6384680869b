//! The pages of the debrief: what the tiles did not show, and the questions by part.

use super::super::Exercise;
use super::{capital, cards, clock, in_minutes};
use crate::charts::escape;
use std::fmt::Write as _;

/// What the facilitator does in a part. Only the parts that shipped exercises have are known; any other is its questions.
pub(super) fn does(key: &str) -> &'static str {
    match key {
        "out" => {
            "Everybody stands up, or moves to another chair. Go round once, one word each, without comment. Nobody explains the model yet."
        }
        "what" => {
            "The screen shows where each team's time went, and what it expected beside what came. Each team looks at its own line first. \
             Then each observer tells one moment, without a name."
        }
        "why" => {
            "The screen shows what was reported beside what was so. Put the page “what the tiles hide” on the tables. Then agree on one \
             decision to change, let hands say what it will do, and try it: one, not two. Then show the four ways of leading, each lived \
             many times."
        }
        "so-what" => "Two by two first, then the room. The screen is not needed: people look at each other.",
        "now-what" => {
            "Everybody writes on the back of the role card and takes it along. Nothing is collected or read out."
        }
        _ => "",
    }
}

/// One page: what the tiles show, what they hide, and what was hidden until now.
pub(super) fn tiles(exercise: &Exercise) -> String {
    let mut text = String::from(
        "<section class=\"page\">\n<h2>For the debrief: what the tiles hide</h2>\n\
         <p>Not before the last round is over. Make a copy for each table, or read it out.</p>\n\
         <table>\n<caption>Tile by tile</caption>\n<thead><tr><th scope=\"col\">Tile</th><th scope=\"col\">What it showed</th>\
         <th scope=\"col\">What it hides</th></tr></thead>\n<tbody>\n",
    );
    for tile in &exercise.tiles {
        let _ = writeln!(
            text,
            "<tr><th scope=\"row\" class=\"strong\">{}</th><td>{}</td><td>{}</td></tr>",
            escape(&tile.title),
            escape(&cards::figures(exercise, &tile.figures)),
            escape(&tile.hides)
        );
    }
    text.push_str("</tbody>\n</table>\n");
    if !exercise.hidden.is_empty() {
        text.push_str("<h3>Hidden until now, and shown on the screen in the debrief</h3>\n<ul>\n");
        for at in &exercise.hidden {
            let _ = writeln!(text, "<li>{}</li>", escape(&cards::figures(exercise, &[*at])));
        }
        text.push_str("</ul>\n");
    }
    let _ = write!(
        text,
        "<div class=\"box\">\n<h3>To ask at each tile</h3>\n<ul>\n\
         <li>What did we take this figure for? What would have told us that it was not so?</li>\n\
         <li>Who knew, and were they asked?</li>\n\
         <li>Which figure of our own at home is like this one?</li>\n</ul>\n</div>\n\
         <div class=\"box\">\n<h3>Luck or leadership</h3>\n<p>{}</p>\n</div>\n</section>\n",
        luck(exercise)
    );
    text
}

/// Luck or leadership, in three sentences.
pub(super) fn luck(exercise: &Exercise) -> String {
    format!(
        "All teams met the same luck, so where two teams end apart, their decisions did it. But one life is one life: the laptop also \
         lives each team's decisions {} times with other luck, and the bands show how far apart the very same decisions can end. Where \
         two bands lie over each other, say luck; where the difference goes the same way in nearly all runs, say leadership, as far as the model goes.",
        exercise.runs
    )
}

/// One page: the parts with their minutes and questions, and room for notes.
pub(super) fn parts(exercise: &Exercise) -> String {
    let mut text = format!(
        "<section class=\"page\">\n<h2>The debrief, part by part: {}</h2>\n\
         <p>For the facilitator. Press Reveal for each part; the screen follows. Ask, wait, and count to ten before you say anything yourself.</p>\n",
        in_minutes(clock::debrief(exercise))
    );
    for part in &exercise.debrief {
        let _ = writeln!(
            text,
            "<div class=\"part\">\n<h3>{}: {}</h3>",
            escape(&capital(&part.title)),
            in_minutes(part.minutes)
        );
        let does = does(&part.key);
        if !does.is_empty() {
            let _ = writeln!(text, "<p>{does}</p>");
        }
        text.push_str(&questions(&part.questions));
        text.push_str("<p class=\"line\">Heard:</p>\n<p class=\"line\"></p>\n</div>\n");
    }
    text.push_str("</section>\n");
    text
}

/// Questions as a list.
pub(super) fn questions(questions: &[String]) -> String {
    if questions.is_empty() {
        return String::new();
    }
    let asked: String = questions.iter().map(|question| format!("<li>{}</li>\n", escape(question))).collect();
    format!("<ul>\n{asked}</ul>\n")
}
