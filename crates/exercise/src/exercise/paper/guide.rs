//! The facilitator's guide: for somebody who has never run the exercise and has seen neither code
//! nor software.

use super::super::decision::plain;
use super::super::{Exercise, When};
use super::clock::{self, What};
use super::{capital, counted, debrief, guide_name, in_minutes, numbered, trouble};
use crate::charts::escape;
use std::fmt::Write as _;

/// Everything between the title and the end.
pub(super) fn body(exercise: &Exercise, teams: u32) -> String {
    let mut text = format!("<h1>{}: the facilitator's guide</h1>\n", escape(&exercise.title));
    text.push_str(&in_sixty_seconds(exercise));
    text.push_str(&words(exercise));
    text.push_str(&bring(exercise, teams));
    text.push_str(&before(exercise, teams));
    text.push_str(&minutes(exercise));
    text.push_str(&says(exercise));
    text.push_str(&trouble::table(exercise, teams));
    text.push_str(&held(exercise));
    text.push_str(&looking_back(exercise));
    text.push_str(&trouble::never(exercise));
    text.push_str(&after(exercise));
    text
}

fn in_sixty_seconds(exercise: &Exercise) -> String {
    let least =
        (0..exercise.rounds).map(|round| clock::minutes(exercise, round)).fold(f64::INFINITY, f64::min);
    let most = (0..exercise.rounds).map(|round| clock::minutes(exercise, round)).fold(0.0, f64::max);
    let each =
        if least < most { format!("{} to {}", plain(least), in_minutes(most)) } else { in_minutes(most) };
    let word = escape(&exercise.word);
    format!(
        "<p class=\"lead\"><strong>In 60 seconds.</strong> Printed are: one page to read aloud; for each team a page of parts and a decision \
         sheet; half a page for each observer; your cards of what comes from outside; two pages for the debrief. What happens: you read the \
         page aloud. Teams of {people} lead the same place through {rounds}, on their phones, {each} each. In each {word} \
         something may come from outside; a team says what it expects, decides, and sends. You end the {word}, and the next report comes. \
         Then you look back together for {debrief}. In all it takes {all}. Nobody wins.</p>\n",
        people = people(exercise),
        rounds = escape(&counted(exercise.rounds, &exercise.word)),
        debrief = in_minutes(clock::debrief(exercise)),
        all = in_minutes(clock::in_all(exercise)),
    )
}

/// How many people a team is: a part each, and three at the least to make a team.
fn people(exercise: &Exercise) -> String {
    let parts = exercise.roles.len();
    if parts > 3 { format!("3 to {parts} people") } else { "about 3 people".to_owned() }
}

fn words(exercise: &Exercise) -> String {
    let word = escape(&exercise.word);
    format!(
        "<h2>Words used here</h2>\n<table>\n<thead><tr><th scope=\"col\">Word</th><th scope=\"col\">What it is</th></tr></thead>\n<tbody>\n\
         <tr><th scope=\"row\" class=\"strong\">Balcony</th><td>The program on your laptop. It works out, week by week, what becomes of the place, and keeps what teams decide.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Desk</th><td>Your page in the browser of the laptop, with the buttons. Nobody else can open it.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Projector page</th><td>What the room sees on the wall: address, code, clock, news. No results until you show them.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Team page</th><td>What a team sees on its phones: the report, what came, and the form to decide.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">{round}</th><td>One turn. It ends when you end it. The clock only shows the time.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Card, or inject</th><td>Something that comes from outside: a letter, a call; the desk calls it an inject. It comes by itself, unless it is <em>held</em>: then you send it, or not.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Carried forward</th><td>A team that sends nothing goes on as before. No harm is done.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Decision code</th><td>A decision as a short row of letters and digits. A phone shows it even without a connection.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">exercise.html</th><td>One file, for a team whose devices do not reach the laptop: the whole place is in it. Whoever set Balcony up for you makes it: <code>cargo xtask page</code> writes it to <code>target/page</code>. Have it on the memory stick.</td></tr>\n\
         <tr><th scope=\"row\" class=\"strong\">Travel router</th><td>A small box that makes a wifi of its own. It needs no internet.</td></tr>\n\
         </tbody>\n</table>\n<p>A team's decision of a {word} says how its week is spent, in half-days; how influence travels; who decides what; what money buys, in points; whether rules go or come; and how it answers what came.</p>\n",
        round = capital(&word),
    )
}

fn bring(exercise: &Exercise, teams: u32) -> String {
    format!(
        "<h2>What to bring</h2>\n<ul>\n\
         <li>A laptop with Balcony on it, and its power cable. Turn sleep off.</li>\n\
         <li>A travel router, its power supply, and its name and password on paper. Set it to WPA2 or WPA3: that is the lock on its door. \
         Do not use the wifi of the house: many do not let phones reach a laptop.</li>\n\
         <li>An extension lead, a cable to the projector, and a memory stick.</li>\n\
         <li>The day, printed: <code>balcony exercise paper {name} print --teams {teams}</code>. A4, one side, black and white. This guide says {teams} teams; in every command put your own number.</li>\n\
         <li>For each team a table, one phone or tablet at the least, pencils, scissors. For yourself: this guide and your cards.</li>\n\
         <li>A second person, if you can. One looks at the desk, the other at the room.</li>\n</ul>\n",
        name = guide_name(exercise)
    )
}

fn before(exercise: &Exercise, teams: u32) -> String {
    let name = guide_name(exercise);
    let own = if clock::is_taster(exercise) {
        ""
    } else {
        " Press Begin at the desk, try one turn, and go back to the beginning."
    };
    format!(
        "<h2>An hour before</h2>\n<ol>\n\
         <li>Plug in the router and the laptop. Join the laptop to the wifi of the router.</li>\n\
         <li>Open the window in which one types commands: Terminal on a Mac, PowerShell on Windows. Go to the folder where Balcony lies: type \
         <code>cd</code>, a space, and drag the folder into the window. If <code>balcony</code> is not found there, type <code>./balcony</code> \
         instead, on Windows <code>.\\balcony</code>.</li>\n\
         <li>Type <code>balcony exercise rehearse {name} --teams {teams}</code> and press Enter. Robots play the whole day, in less than a minute. \
         At the end it says that all is well, or what to do.</li>\n\
         <li>Type <code>balcony exercise host {name} --teams {teams}</code> and press Enter. Leave this window open all day. It prints three lines: \
         where teams come in, the code, and <strong>Your desk</strong>. Copy the whole address of the desk, with the key at its end, into the \
         browser of the laptop. If the laptop asks whether Balcony may be reached on this network, say yes.</li>\n\
         <li>On the desk, under “Coming in”, press <strong>Open the screen for the projector</strong>, and put that window on the wall. It shows an address, a code of six letters and digits, and a square pattern to scan \
         (the QR code).</li>\n\
         <li>Take your own phone. Join it to the wifi of the router, scan the pattern, choose a team.{own} If the phone says “no internet”, \
         stay connected: there is none, and none is needed.</li>\n\
         <li>Write the name and password of the wifi on a flip chart, large.</li>\n\
         <li>Lay out the tables: name of the team, cut cards, decision sheet face down, observer sheet. Keep your own cards to yourself: nothing of them is on the wall before you press Begin.</li>\n\
         <li>On the desk, at the very end, under “Take with you”, press <strong>Everything</strong> once, to see where the file goes. Under “Teams” press \
         Empty seats for the team that your own phone tried.</li>\n</ol>\n"
    )
}

/// The day, row by row.
fn minutes(exercise: &Exercise) -> String {
    let mut text = format!(
        "<h2>Minute by minute</h2>\n<p>Times are minutes and seconds from the start. The clock of a {word} does not end it: you do. If you \
         run late, end {word}s sooner. Never take from the debrief.</p>\n\
         <table class=\"day\">\n<thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">What happens</th>\
         <th scope=\"col\">What you do</th></tr></thead>\n<tbody>\n",
        word = escape(&exercise.word)
    );
    for slot in clock::slots(exercise) {
        let (what, does) = row(exercise, &slot.what, &clock::time(slot.to));
        let _ = writeln!(
            text,
            "<tr><td class=\"time\">{}</td><td class=\"time\">{}</td><th scope=\"row\" class=\"strong\">{what}</th><td>{does}</td></tr>",
            clock::time(slot.from),
            clock::time(slot.to),
        );
    }
    text.push_str("</tbody>\n</table>\n");
    text
}

/// What happens in a slot and what the facilitator does, as HTML.
fn row(exercise: &Exercise, what: &What<'_>, until: &str) -> (String, String) {
    let word = escape(&exercise.word);
    match what {
        What::Brief => (
            "Briefing, safety statement, joining".to_owned(),
            "<p>Read the printed page aloud, all of it; it takes two minutes. Then: “Join the wifi on the flip chart. Scan the pattern, or type the address and the \
             code. Choose your team's colour. No name is asked.” One phone a team is enough. Everybody takes a role card. Last, at the desk, press <strong>Begin</strong>.</p>"
                .to_owned(),
        ),
        What::Practice => (
            "Practice, which does not count".to_owned(),
            format!(
                "<p>“Change one thing, answer what came, and send.” When most have sent, press End {word} 1. Look at the new report \
                 together. Then press <strong>Go back: now it counts</strong>. “Forget it all: nothing has happened.”</p>"
            ),
        ),
        What::Round(round) => {
            let mut what = escape(&capital(&exercise.round_name(*round)));
            for (at, inject) in clock::cards(exercise).iter().enumerate() {
                if inject.when == When::Round(*round) {
                    let _ = write!(what, "<br>Card {}: {}", at + 1, escape(&inject.title));
                }
            }
            let mut does = String::new();
            if clock::begins_year(exercise, *round) {
                let _ = write!(
                    does,
                    "<p>“Year {} begins. One sentence on paper: our theory is ...” ",
                    exercise.year(*round)
                );
                if *round > 0 {
                    does.push_str("Under “Take with you” press Everything: a copy on the memory stick. ");
                }
            } else {
                does.push_str("<p>");
            }
            if *round == 0 {
                let _ = write!(
                    does,
                    "“Read the report; most of it is counted from now on. Then card 1. Say what you expect before you decide.” Read the card out, in the voice of whoever \
                     sends it. One minute before the end: “One minute. Say it aloud, then hand in.” "
                );
            }
            for (at, inject) in clock::cards(exercise).iter().enumerate() {
                if inject.when == When::Round(*round) && !inject.expected.is_empty() {
                    let _ = write!(does, "Expected on card {}: {} ", at + 1, escape(&inject.expected));
                }
            }
            let _ = write!(does, "End the {word} at {until} at the latest.");
            if *round + 1 == exercise.rounds {
                does.push_str(" Then: “Phones down, please.”");
            }
            does.push_str("</p>");
            (what, does)
        }
        What::Pause(year) => (
            format!("Pause after year {year}"),
            "<p>Press Pause. “Stand up. Two minutes. Who in your team has not been asked yet?” Press Pause again to go on. After later years \
             there is a pause only if you are ahead of the clock.</p>"
                .to_owned(),
        ),
        What::Part(part) => {
            (escape(&format!("Debrief: {}", part.title)), format!("<p>{}</p>", debrief::does(part)))
        }
    }
}

fn says(exercise: &Exercise) -> String {
    let word = escape(&exercise.word);
    let mut text = String::from(
        "<h2>What to say</h2>\n<table>\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Words that work</th></tr></thead>\n<tbody>\n",
    );
    let rows = [
        (
            "At the start".to_owned(),
            "“This tries out a system, not you. I know no more than the model does, and the model is wrong in places. Find them.”".to_owned(),
        ),
        (
            format!("At the beginning of a {word}"),
            "“A report has come, and it is late. What do you make of it?” Then the card. Then silence.".to_owned(),
        ),
        (
            "When a team only looks at the screen".to_owned(),
            "“Phone in the middle, face down. What do you want to do? Then type it.”".to_owned(),
        ),
        (
            "When one person decides everything".to_owned(),
            format!("“Who has not spoken in this {word}?” Only that. The observer writes it down."),
        ),
        (
            "When they ask what is right".to_owned(),
            "“I do not know. What do you expect, and how would you notice?”".to_owned(),
        ),
        (
            format!("At the end of a {word}"),
            "“It is as it is. The next report comes.” No comment on results, no comparison.".to_owned(),
        ),
        (
            "When a team's figures fall because it now hears the truth".to_owned(),
            "“Keep that question for the debrief.” Reports come closer to practice where leaders are on the dance floor; that looks like a fall.".to_owned(),
        ),
    ];
    for (when, words) in rows {
        let _ = writeln!(text, "<tr><th scope=\"row\" class=\"strong\">{when}</th><td>{words}</td></tr>");
    }
    text.push_str("</tbody>\n</table>\n<p>The safety statement, if you need it again:</p>\n<blockquote>\n");
    text.push_str(&super::paragraphs(&exercise.safety));
    text.push_str("</blockquote>\n");
    text
}

fn held(exercise: &Exercise) -> String {
    let held: Vec<(usize, &super::super::Inject)> = clock::cards(exercise)
        .into_iter()
        .enumerate()
        .filter(|(_, inject)| inject.when == When::Held)
        .collect();
    let mut text = String::from("<h2>Held cards: when you send something yourself</h2>\n");
    if held.is_empty() {
        text.push_str("<p>This exercise has none: everything comes by itself.</p>\n");
    } else {
        let _ = write!(
            text,
            "<p>Nobody misses a held card that is not sent. Send one where a room is too sure of itself, or has stopped talking of children. \
             At the desk, find it under “Injects: held, and next” and press Send now: it comes to all teams at once, in the {word} that is being played. Then read it out.</p>\n\
             <ul>\n<li>One is enough; two in a day are the most.</li>\n<li>Not into a {word} that brings two cards already.</li>\n\
             <li>Not in the last two {word}s: what it does would not show any more. So here: in one of the first {early}.</li>\n\
             <li>Not the one that would hit somebody in the room. You know who is there.</li>\n\
             <li>If you go back to a {word}, what you sent in it or after it is held again.</li>\n</ul>\n\
             <table>\n<thead><tr><th scope=\"col\">Held card</th><th scope=\"col\">What it is for</th></tr></thead>\n<tbody>\n",
            word = escape(&exercise.word),
            early = escape(&counted(exercise.rounds.saturating_sub(2).max(1), &exercise.word))
        );
        for (at, inject) in held {
            let _ = writeln!(
                text,
                "<tr><th scope=\"row\" class=\"strong\">Card {}: {}</th><td>{}</td></tr>",
                at + 1,
                escape(&inject.title),
                escape(&inject.objective)
            );
        }
        text.push_str("</tbody>\n</table>\n");
    }
    let mut some = String::new();
    for (at, inject) in clock::cards(exercise).iter().enumerate() {
        if let When::If(condition) = &inject.when {
            let figure = &exercise.figures[condition.figure];
            let _ = writeln!(
                some,
                "<li>Card {}: {}, from {} on, if a team's “{}” is {} {}.</li>",
                at + 1,
                escape(&inject.title),
                escape(&exercise.round_name(condition.from)),
                escape(&figure.title),
                if condition.above { "above" } else { "below" },
                escape(&figure.shown(condition.level))
            );
        }
    }
    if !some.is_empty() {
        let _ = write!(
            text,
            "<p>Some cards come by themselves, once, to a team whose figures call for it, and not to others. Let the team read such a card \
             by itself, on its phones.</p>\n<ul>\n{some}</ul>\n"
        );
    }
    text
}

fn looking_back(exercise: &Exercise) -> String {
    let mut text = format!(
        "<h2>The debrief: {}</h2>\n<p>This is what the day is for. The desk has the same parts in the same order; its buttons begin with “Show”, and the projector \
         page shows what they say. “Clear the screen” takes it away; what is longer than the wall is high, “Screen: further down” brings up. You ask; the room answers.</p>\n",
        in_minutes(clock::debrief(exercise))
    );
    for part in &exercise.debrief {
        let _ = writeln!(text, "<h3>{}: {}</h3>", escape(&capital(&part.title)), in_minutes(part.minutes));
        let _ = writeln!(text, "<p>{}</p>", debrief::does(part));
        text.push_str(&debrief::questions(&part.questions));
    }
    let planned = |key: &str| exercise.debrief.iter().any(|part| part.shows.iter().any(|shows| shows == key));
    let more = |key: &str, minutes: u32| {
        if planned(key) {
            String::new()
        } else {
            format!("The plan has no minute for it: only if there are {minutes} more. ")
        }
    };
    let theories: Vec<u32> = clock::years(exercise).iter().map(|(_, first, _)| *first).collect();
    let _ = write!(
        text,
        "<h3>Luck or leadership</h3>\n<p>{luckily}{}</p>\n\
         <h3>The one decision that is changed</h3>\n<p>Ask the room for one decision of one team in one {word}. Ask what it will do, and count \
         hands: better, worse, no difference. Then, at the desk, below the parts of the debrief, beside “One decision changed”, choose the team, the {word} and what it does otherwise: carry on, do as another team did, or one thing of its \
         decision. Everything else stays as it was, \
         the luck too, so what differs comes from this decision. Press Live it again, and show “One decision changed” (if no part of yours has that button, it is under “What else can be shown”). {extra}Do one. After the second the room plays against the machine and \
         stops talking.</p>\n\
         <h3>When those who changed most come out lower</h3>\n<p>It happens, and the room will see it: a team that listened, shared decisions, or changed much may end with less of a learning culture than one that carried on, or than “as it was”. Do not explain it away, and do not call it a lesson. Show “Reported and real” of two teams beside each other, and ask what they see in this order: reported and real lie closer together where leaders were on the dance floor; partners' trust rose where decisions were shared; hours of work due for each hour there rose too, for deciding together takes hours first, and every change costs some weeks of finding one's way. In this model learning does not grow where there is no time for it. Then ask: “What would have had to be freed first? And do you believe the model here?” Its sizes are assumptions; “Where the model may be wrong” says which.</p>\n\
         <h3>What is on paper</h3>\n<p>Teams read their own theories of {theories}: which one would they still sign? \
         Observers tell what they saw, not what they make of it.</p>\n",
        debrief::luck(exercise),
        luckily = more("luck", 3),
        extra = more("counterfactual", 5),
        word = escape(&exercise.word),
        theories = escape(&numbered(&exercise.word, &theories)),
    );
    text
}

fn after(exercise: &Exercise) -> String {
    let all = String::from(
        "<h2>Day two: the cold debrief</h2>\n<p>Some days later, half an hour, with a cool head.</p>\n<ol>\n\
         <li>Open <strong>The debrief as a page</strong>, which you saved or printed from “Take with you”: everything that the screen could show, by colour. \
         There are no names in it. <strong>Everything</strong> (JSON) is for machines: another laptop goes on from it.</li>\n\
         <li>Somebody who likes to type commands may go further: the desk offers each team's play as a strategy file, and the place with everything that came as a scenario file. \
         Save both in one folder and type <code>balcony compare place.toml --strategies amber.toml,incumbent --out results</code>, then \
         <code>balcony report results</code>. Balcony sets the team's way beside carrying on, under many kinds of luck, and writes a report.</li>\n\
         <li>Open the page of Balcony in a browser, and let people change what they wondered about. It needs no network and no laptop of yours.</li>\n\
         <li>Ask: what did we say in the room that we have done since? What did we believe that the report does not bear out?</li>\n</ol>\n\
         <h2>After</h2>\n<ol>\n\
         <li>Under “Take with you” open the debrief as a page and print it or save it, if there is a day two. Keep it where you keep minutes.</li>\n\
         <li>Press Delete the room, and say yes. Everything about it goes from the laptop. Phones whose page is linked to the room let go of what they show; one that is asleep or out of reach shows it until its page is closed.</li>\n\
         <li>Collect the decision sheets, observer sheets and your cards. Destroy sheets with handwriting. Role cards go home with people.</li>\n\
         <li>Write down for yourself what took longer than planned, and where the model was contested. Send the second to those who make it.</li>\n</ol>\n",
    );
    all.replace("{word}", &escape(&exercise.word))
}
