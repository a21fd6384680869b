//! The facilitator's guide: for somebody who has never run the exercise and has seen neither code
//! nor software.

use super::super::decision::plain;
use super::super::{Exercise, Inject, InjectTime};
use super::clock::{self, Activity};
use super::{capital, columns, counted, debrief, guide_name, heads, in_minutes, numbered, trouble};
use balcony_report::report::html::{list, paragraphs};
use maud::{Markup, html};

/// Everything between the title and the end.
pub(super) fn contents(exercise: &Exercise, teams: u32) -> Markup {
    html! {
        h1 { (exercise.title) ": the facilitator's guide" }
        (in_sixty_seconds(exercise))
        (words(exercise))
        (bring(exercise, teams))
        (before(exercise, teams))
        (minutes(exercise))
        (says(exercise))
        (trouble::table(exercise, teams))
        (held(exercise))
        (some(exercise))
        (looking_back(exercise))
        (trouble::never(exercise))
        (after())
    }
}

fn in_sixty_seconds(exercise: &Exercise) -> Markup {
    let least =
        (0..exercise.rounds).map(|round| clock::minutes(exercise, round)).fold(f64::INFINITY, f64::min);
    let most = (0..exercise.rounds).map(|round| clock::minutes(exercise, round)).fold(0.0, f64::max);
    let each =
        if least < most { format!("{} to {}", plain(least), in_minutes(most)) } else { in_minutes(most) };
    let word = &exercise.word;
    html! {
        p class="lead" {
            strong { "In 60 seconds." }
            " Printed are: one page to read aloud; for each team a page of parts and a decision sheet; \
             half a page for each observer; your cards of what comes from outside; two pages for the \
             debrief. What happens: you read the page aloud. Teams of " (people(exercise))
            " lead the same place through " (counted(exercise.rounds, word)) ", on their phones, " (each)
            " each. In each " (word) " something may come from outside; a team says what it expects, \
             decides, and sends. You end the " (word) ", and the next report comes. Then you look back \
             together for " (in_minutes(clock::debrief(exercise))) ". In all it takes "
            (in_minutes(clock::in_all(exercise))) ". Nobody wins."
        }
    }
}

/// How many people a team is: a part each, and three at the least to make a team.
fn people(exercise: &Exercise) -> String {
    let parts = exercise.roles.len();
    if parts > 3 { format!("3 to {parts} people") } else { "about 3 people".to_owned() }
}

fn words(exercise: &Exercise) -> Markup {
    let round = capital(&exercise.word);
    let rows = [
        (
            "Balcony",
            html! {
                "The program on your laptop. It works out, week by week, what becomes of the place, and \
                 keeps what teams decide."
            },
        ),
        (
            "Desk",
            html! { "Your page in the browser of the laptop, with the buttons. Nobody else can open it." },
        ),
        (
            "Projector page",
            html! {
                "What the room sees on the wall: address, code, clock, news. No results until you show \
                 them."
            },
        ),
        (
            "Team page",
            html! { "What a team sees on its phones: the report, what came, and the form to decide." },
        ),
        (&*round, html! { "One turn. It ends when you end it. The clock only shows the time." }),
        (
            "Card, or inject",
            html! {
                "Something that comes from outside: a letter, a call; the desk calls it an inject. It \
                 comes by itself, unless it is " em { "held" } ": then you send it, or not."
            },
        ),
        ("Carried forward", html! { "A team that sends nothing goes on as before. No harm is done." }),
        (
            "Decision code",
            html! {
                "A decision as a short row of letters and digits. A phone shows it even without a \
                 connection."
            },
        ),
        (
            "exercise.html",
            html! {
                "One file, for a team whose devices do not reach the laptop: the whole place is in it. \
                 Whoever set Balcony up for you makes it: " code { "cargo xtask page" } " writes it to "
                code { "target/page" } ". Have it on the memory stick."
            },
        ),
        ("Travel router", html! { "A small box that makes a wifi of its own. It needs no internet." }),
    ];
    html! {
        h2 { "Words used here" }
        table { (columns(["Word", "What it is"], rows)) }
        p {
            "A team's decision of a " (exercise.word) " says how its week is spent, in half-days; how \
             influence travels; who decides what; what money buys, in points; whether rules go or come; \
             and how it answers what came."
        }
    }
}

fn bring(exercise: &Exercise, teams: u32) -> Markup {
    html! {
        h2 { "What to bring" }
        ul {
            li { "A laptop with Balcony on it, and its power cable. Turn sleep off." }
            li {
                "A travel router, its power supply, and its name and password on paper. Set it to WPA2 or \
                 WPA3: that is the lock on its door. Do not use the wifi of the house: many do not let \
                 phones reach a laptop."
            }
            li { "An extension lead, a cable to the projector, and a memory stick." }
            li {
                "The day, printed: "
                code { "balcony exercise paper " (guide_name(exercise)) " print --teams " (teams) }
                ". A4, one side, black and white. This guide says " (teams) " teams; in every command put \
                 your own number."
            }
            li {
                "For each team a table, one phone or tablet at the least, pencils, scissors. For yourself: \
                 this guide and your cards."
            }
            li { "A second person, if you can. One looks at the desk, the other at the room." }
        }
    }
}

fn before(exercise: &Exercise, teams: u32) -> Markup {
    let name = guide_name(exercise);
    html! {
        h2 { "An hour before" }
        ol {
            li { "Plug in the router and the laptop. Join the laptop to the wifi of the router." }
            li {
                "Open the window in which one types commands: Terminal on a Mac, PowerShell on Windows. Go \
                 to the folder where Balcony lies: type " code { "cd" } ", a space, and drag the folder \
                 into the window. If " code { "balcony" } " is not found there, type " code { "./balcony" }
                " instead, on Windows " code { ".\\balcony" } "."
            }
            li {
                "Type " code { "balcony exercise rehearse " (name) " --teams " (teams) }
                " and press Enter. Robots play the whole day, in less than a minute. At the end it says \
                 that all is well, or what to do."
            }
            li {
                "Type " code { "balcony exercise host " (name) " --teams " (teams) }
                " and press Enter. Leave this window open all day. It prints three lines: where teams come \
                 in, the code, and " strong { "Your desk" } ". Copy the whole address of the desk, with \
                 the key at its end, into the browser of the laptop. If the laptop asks whether Balcony \
                 may be reached on this network, say yes."
            }
            li {
                "On the desk, under “On the wall”, press " strong { "Open the screen for the projector" }
                ", and put that window on the wall. It shows an address, a code of six letters and digits, \
                 and a square pattern to scan (the QR code)."
            }
            li {
                "Take your own phone. Join it to the wifi of the router, scan the pattern, choose a team."
                @if clock::practises(exercise) {
                    " Press Begin at the desk, try one turn, and go back to the beginning."
                }
                " If the phone says “no internet”, stay connected: there is none, and none is needed."
            }
            li { "Write the name and password of the wifi on a flip chart, large." }
            li {
                "Lay out the tables: name of the team, cut cards, decision sheet face down, observer \
                 sheet. Keep your own cards to yourself: nothing of them is on the wall before you press \
                 Begin."
            }
            li {
                "On the desk, at the very end, under “Take with you”, press " strong { "Everything" }
                " once, to see where the file goes. Under “Devices and seats” press Empty seats for the team that your \
                 own phone tried."
            }
        }
    }
}

/// The day, row by row.
fn minutes(exercise: &Exercise) -> Markup {
    html! {
        h2 { "Minute by minute" }
        p {
            "Times are minutes and seconds from the start. The clock of a " (exercise.word)
            " does not end it: you do. If you run late, end " (exercise.word) "s sooner. Never take from \
             the debrief."
        }
        table class="day" {
            (heads(&["From", "To", "What happens", "What you do"]))
            tbody {
                @for slot in clock::slots(exercise) {
                    @let (from, to) = (clock::time(slot.from), clock::time(slot.to));
                    @let (what, does) = row(exercise, &slot.what, &to);
                    tr {
                        td class="time" { (from) }
                        td class="time" { (to) }
                        th scope="row" class="strong" { (what) }
                        td { p { (does) } }
                    }
                }
            }
        }
    }
}

/// What happens in a slot and what the facilitator does.
fn row(exercise: &Exercise, what: &Activity<'_>, until: &str) -> (Markup, Markup) {
    let word = &exercise.word;
    match what {
        Activity::Brief => (
            html! { "Briefing, safety statement, joining" },
            html! {
                "Read the printed page aloud, all of it; it takes two minutes. Then: “Join the wifi on the \
                 flip chart. Scan the pattern, or type the address and the code. Choose your team's \
                 colour. No name is asked.” One phone a team is enough. Everybody takes a role card. Last, \
                 at the desk, press " strong { "Begin" } "."
            },
        ),
        Activity::Practice => (
            html! { "Practice, which does not count" },
            html! {
                "“Change one thing, answer what came, and send.” When most have sent, press End " (word)
                " 1. Look at the new report together. Then press " strong { "Go back: now it counts" }
                ". “Forget it all: nothing has happened.”"
            },
        ),
        Activity::Round(round) => {
            let cards = clock::cards(exercise);
            let cards: Vec<(usize, &Inject)> =
                (1..).zip(cards).filter(|(_, inject)| inject.when == InjectTime::Round(*round)).collect();
            let what = html! {
                (capital(&exercise.round_name(*round)))
                @for (number, inject) in &cards { br; "Card " (number) ": " (inject.title) }
            };
            let does = html! {
                @if clock::begins_year(exercise, *round) {
                    "“Year " (exercise.year(*round)) " begins. One sentence on paper: our theory is ...” "
                    @if *round > 0 {
                        "Under “Take with you” press Everything: a copy on the memory stick. "
                    }
                }
                @if *round == 0 {
                    "“Read the report; most of it is counted from now on. Then card 1. Say what you expect \
                     before you decide.” Read the card out, in the voice of whoever sends it. One minute \
                     before the end: “One minute. Say it aloud, then hand in.” "
                }
                @for (number, inject) in cards.iter().filter(|(_, inject)| !inject.expected.is_empty()) {
                    "Expected on card " (number) ": " (inject.expected) " "
                }
                "End the " (word) " at " (until) " at the latest."
                @if *round + 1 == exercise.rounds { " Then: “Phones down, please.”" }
            };
            (what, does)
        }
        Activity::Pause(year) => (
            html! { "Pause after year " (year) },
            html! {
                "Press Pause. “Stand up. Two minutes. Who in your team has not been asked yet?” Press \
                 Pause again to go on. After later years there is a pause only if you are ahead of the \
                 clock."
            },
        ),
        Activity::Part(part) => (html! { "Debrief: " (part.title) }, debrief::does(part)),
    }
}

fn says(exercise: &Exercise) -> Markup {
    let word = &exercise.word;
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
    html! {
        h2 { "What to say" }
        table { (columns(["When", "Words that work"], rows)) }
        p { "The safety statement, if you need it again:" }
        blockquote { (paragraphs(&exercise.safety)) }
    }
}

fn held(exercise: &Exercise) -> Markup {
    let word = &exercise.word;
    let held: Vec<(Markup, &String)> = (1..)
        .zip(clock::cards(exercise))
        .filter(|(_, inject)| inject.when == InjectTime::Held)
        .map(|(number, inject)| (html! { "Card " (number) ": " (inject.title) }, &inject.objective))
        .collect();
    html! {
        h2 { "Held cards: when you send something yourself" }
        @if held.is_empty() {
            p { "This exercise has none: everything comes by itself." }
        } @else {
            p {
                "Nobody misses a held card that is not sent. Send one where a room is too sure of itself, \
                 or has stopped talking of children. At the desk, find it under “Injects: held, and next” \
                 and press Send now: it comes to all teams at once, in the " (word) " that is being \
                 played. Then read it out."
            }
            ul {
                li { "One is enough; two in a day are the most." }
                li { "Not into a " (word) " that brings two cards already." }
                li {
                    "Not in the last two " (word) "s: what it does would not show any more. So here: in \
                     one of the first " (counted(exercise.rounds.saturating_sub(2).max(1), word)) "."
                }
                li { "Not the one that would hit somebody in the room. You know who is there." }
                li { "If you go back to a " (word) ", what you sent in it or after it is held again." }
            }
            table { (columns(["Held card", "What it is for"], held)) }
        }
    }
}

/// Cards that come to some teams.
fn some(exercise: &Exercise) -> Markup {
    let some: Vec<Markup> = (1..)
        .zip(clock::cards(exercise))
        .filter_map(|(number, inject)| {
            let InjectTime::If(condition) = &inject.when else { return None };
            let figure = &exercise.figures[condition.figure];
            Some(html! {
                "Card " (number) ": " (inject.title) ", from " (exercise.round_name(condition.from))
                " on, if a team's “" (figure.title) "” is "
                @if condition.above { "above " } @else { "below " }
                (figure.shown(condition.level)) "."
            })
        })
        .collect();
    html! {
        @if !some.is_empty() {
            p {
                "Some cards come by themselves, once, to a team whose figures call for it, and not to \
                 others. Let the team read such a card by itself, on its phones."
            }
            (list(some))
        }
    }
}

fn looking_back(exercise: &Exercise) -> Markup {
    let more = |key: &str, minutes: u32| {
        let planned = exercise.debrief.iter().any(|part| part.shows.iter().any(|shows| shows == key));
        (!planned).then(|| format!("The plan has no minute for it: only if there are {minutes} more. "))
    };
    let theories: Vec<u32> = clock::years(exercise).iter().map(|(_, first, _)| *first).collect();
    let word = &exercise.word;
    html! {
        h2 { "The debrief: " (in_minutes(clock::debrief(exercise))) }
        p {
            "This is what the day is for. Begin with “Open the debrief”: it shows what each team was told, \
             and what was so. Wait until the room has seen it. The desk has the same parts in the same \
             order; its buttons begin with “Show”, and the projector page shows what they say. “Clear the \
             wall” takes it away. You ask; the room answers."
        }
        @for part in &exercise.debrief { (debrief::asks(part)) }
        h3 { "Luck or leadership" }
        p { @if let Some(more) = more("luck", 3) { (more) } (debrief::luck(exercise)) }
        h3 { "The one decision that is changed" }
        p {
            "Ask the room for one decision of one team in one " (word) ". Ask what it will do, and count \
             hands: better, worse, no difference. Then, at the desk, under “One decision lived again”, \
             choose the team, the " (word) " and what it does otherwise: another answer, carry on, do as \
             another team did, or one thing of its decision. Everything else stays as it was, the luck \
             too, so what differs comes from this decision. Press Live it again: it goes to the wall by \
             itself. " @if let Some(more) = more("counterfactual", 5) { (more) } "Do one. After the \
             second the room plays against the machine and stops talking."
        }
        h3 { "When those who changed most come out lower" }
        p {
            "It happens, and the room will see it: a team that listened, shared decisions, or changed much \
             may end with less of a learning culture than one that carried on, or than “as it was”. Do not \
             explain it away, and do not call it a lesson. Show “Reported and real” of two teams beside \
             each other, and ask what they see in this order: reported and real lie closer together where \
             leaders were on the dance floor; partners' trust rose where decisions were shared; hours of \
             work due for each hour there rose too, for deciding together takes hours first, and every \
             change costs some weeks of finding one's way. In this model learning does not grow where \
             there is no time for it. Then ask: “What would have had to be freed first? And do you believe \
             the model here?” Its sizes are assumptions; “Where the model may be wrong” says which."
        }
        h3 { "What is on paper" }
        p {
            "Teams read their own theories of " (numbered(word, &theories)) ": which one would they still \
             sign? Observers tell what they saw, not what they make of it."
        }
    }
}

fn after() -> Markup {
    html! {
        h2 { "Day two: the cold debrief" }
        p { "Some days later, half an hour, with a cool head." }
        ol {
            li {
                "Open " strong { "The debrief as a page" } ", which you saved or printed from “Take with \
                 you”: everything that the screen could show, by colour. There are no names in it. "
                strong { "Everything" } " (JSON) is for machines: another laptop goes on from it."
            }
            li {
                "Somebody who likes to type commands may go further: the desk offers each team's play as a \
                 strategy file, and the place with everything that came as a scenario file. Save both in \
                 one folder and type "
                code { "balcony compare place.toml --strategies amber.toml,incumbent --out results" }
                ", then " code { "balcony report results" } ". Balcony sets the team's way beside carrying \
                 on, under many kinds of luck, and writes a report."
            }
            li {
                "Open the page of Balcony in a browser, and let people change what they wondered about. It \
                 needs no network and no laptop of yours."
            }
            li {
                "Ask: what did we say in the room that we have done since? What did we believe that the \
                 report does not bear out?"
            }
        }
        h2 { "After" }
        ol {
            li {
                "Under “Take with you” open the debrief as a page and print it or save it, if there is a \
                 day two. Keep it where you keep minutes."
            }
            li {
                "Press Delete the room, and say yes. Everything about it goes from the laptop. Phones \
                 whose page is linked to the room let go of what they show; one that is asleep or out of \
                 reach shows it until its page is closed."
            }
            li {
                "Collect the decision sheets, observer sheets and your cards. Destroy sheets with \
                 handwriting. Role cards go home with people."
            }
            li {
                "Write down for yourself what took longer than planned, and where the model was contested. \
                 Send the second to those who make it."
            }
        }
    }
}
