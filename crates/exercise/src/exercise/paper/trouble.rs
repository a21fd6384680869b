//! What to do when something goes wrong in the room, and what never to do.

use super::super::Exercise;
use super::super::in_force::RULE;
use super::{columns, guide_name};
use maud::{Markup, html};

/// What happens, and what to do.
pub(super) fn table(exercise: &Exercise, teams: u32) -> Markup {
    let (word, name) = (&exercise.word, guide_name(exercise));
    let rows = [
        (
            "A phone drops out",
            html! {
                "Nothing is lost. Open the page again: it comes back to its team and to what was typed. \
                 If it does not, scan the pattern again and choose the same team. Meanwhile another \
                 phone of the team goes on. One phone is enough."
            },
        ),
        (
            "A phone cannot open the page",
            html! {
                "Look which wifi it is in: it must be the router's. Turn mobile data off, and any VPN. Then \
                 type the address instead of scanning. Else it looks on with a neighbour."
            },
        ),
        (
            "Two people type at once",
            html! {
                "One phone writes, the others look on; the page says which. Another may take over there with \
                 one button."
            },
        ),
        (
            "Wrong code, several times",
            html! {
                "After some wrong codes a phone waits a few seconds. The code stands on the projector \
                 page and on the desk. There is no letter O and no letter I in it."
            },
        ),
        (
            "A phone waits to be let in",
            html! {
                "A team's first phone is in at once. A later one shows a number, and a phone of its team \
                 lets it in with one button; you can do so on the desk, one by one or all at once."
            },
        ),
        (
            "Somebody comes late",
            html! {
                "They join any team at any time, when that team lets them in: the address and the code \
                 stay at the foot of the projector page. On the phone, “New here?” says in one page what \
                 was decided so far."
            },
        ),
        (
            "A team is stuck",
            html! {
                "Do not wait for it. “One minute.” Then press End " (word) " at the desk. Its draft \
                 counts as it stands. What is over the limit is cut: " (RULE) " The desk says beforehand \
                 what is over, and the team reads on its page what was cut. Say aloud: “Time decided for \
                 you. That is what happens at work, too.”"
            },
        ),
        (
            "You ended too early, or something went in wrong",
            html! {
                "At the end of the desk choose the " (word) " and press Go back. What was played since is \
                 taken back for all teams, and kept in the log."
            },
        ),
        (
            "The wifi fails",
            html! {
                "First the router: is it plugged in? Wait a minute; phones come back by themselves. If \
                 they do not: the page that is open on a phone still works. After some seconds it shows \
                 a decision code; the team reads it out or writes it on a slip, and you type it in at \
                 the desk under “Phones do not reach this laptop?”. A wrong sign is noticed. Read the \
                 reports aloud."
            },
        ),
        (
            "A team's devices never reach the laptop (a locked-down tablet, a mobile network of its own)",
            html! {
                "Give it the file " code { "exercise.html" } " from the memory stick, or by mail \
                 beforehand, and open it in a browser: it chooses the exercise and its colour and plays \
                 by itself. Before you end a " (word) " it reads its code out, and you type it in under \
                 “Phones do not reach this laptop?”. You say “ended”, and it ends its own " (word)
                ". Four signs, the same on the desk and on its page, show that both have lived the same. \
                 What you send by hand it hears of by a word that stands beside the card on the desk."
            },
        ),
        (
            "No phone works at all",
            html! {
                "Turn the decision sheets over. Read out the card and its answers; teams write one \
                 column. On the laptop, open the address of the teams in another window, choose a team \
                 (let it in at the desk if it waits), type in its column and send; then choose the next. \
                 Read its report out in the same way. Four minutes a " (word) "."
            },
        ),
        (
            "The laptop dies",
            html! {
                "Start it, and type the same again: "
                code { "balcony exercise host " (name) " --teams " (teams) } ". The log is there: \
                 everything that a phone showed as sent has been kept. Phones come back by themselves. \
                 If the laptop does not start: take another with Balcony and the file that you took with \
                 you: "
                code { "balcony exercise host " (name) " --import exercise.json" } "."
            },
        ),
        (
            "You run late",
            html! {
                "End the next " (word) "s sooner, or end some at once: all is carried forward. Keep the \
                 debrief whole."
            },
        ),
        (
            "Somebody is upset",
            html! {
                "Much of this has happened to people in the room: a child who was harmed, an inspection, \
                 the press. Stop: press Pause. One of you takes them out, without asking why, and stays \
                 with them. Say the safety statement again to the room. Ask before you go on: a break, \
                 another card, or stop here. A stopped exercise is no failure. Go back to that person at \
                 the end of the day."
            },
        ),
        (
            "A team contests the model",
            html! {
                "Good: that is a question of the debrief. “You may be right. What would it do if it were \
                 right?” Write it on the flip chart. In the debrief open the list “where the model may \
                 be wrong” and see whether it is there. Do not defend the model. Nobody has measured who \
                 decides what under which way of leading; that is assumed, and said so."
            },
        ),
        (
            "Teams ask who is ahead",
            html! {
                "“Nobody is. You all lead the same place; we compare afterwards what you gave up for what.” \
                 Show no results before the debrief."
            },
        ),
    ];
    html! {
        h2 { "When something goes wrong" }
        table { (columns(["What happens", "What you do"], rows)) }
    }
}

/// What not to do.
pub(super) fn never(exercise: &Exercise) -> Markup {
    html! {
        h2 { "What not to do" }
        ul {
            li { "No league table. Teams are not ranked, on the screen, in your words, or in a report." }
            li {
                "No marks. Observers write what happened. Nobody is assessed, and nothing goes into \
                 anybody's file."
            }
            li {
                "Not a forecast. Never say “this would happen in your authority”. Say “in this model, with \
                 this luck”."
            }
            li { "No teaching while they play. What you know you may say in the debrief, last." }
            li {
                "No second changed decision, no third held card, no debrief cut short for one more "
                (exercise.word) "."
            }
            li {
                "No photographs of the wall with people in front of it. What is said stays in the room."
            }
        }
    }
}
