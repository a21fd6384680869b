//! Writes the document about hosting an exercise. Its table of limits is made from the limits
//! themselves.

use super::connections::{OF_A_DEVICE, SEATED, STRANGERS};
use super::limits::{
    BY_ADDRESS, BY_DEVICE, BY_STRANGERS, GUESSES, GUESSES_AT_HOME, GUESSES_OF_ALL, KNOWN, Rate,
};
use super::patient::UNREAD;
use super::seating::{GONE, MOST_SEATS, MOST_WAITING, SEATS_OF_ONE, STREAMS};
use super::serve::{BUFFER, HEAD, REQUEST, UNSENT};
use super::web::MOST_BODY;

/// Formats a number of bytes for people.
fn kib(bytes: usize) -> String {
    format!("{} KiB", bytes / 1024)
}

fn per(rate: Rate) -> String {
    let (at_once, again) = (rate.at_once, rate.a_second);
    if again < 1.0 {
        format!("{at_once} at once, then one every {:.0} s", 1.0 / again)
    } else {
        format!("{at_once} at once, then {again} a second")
    }
}

/// Every limit of a session: what is limited, how much, and what it protects.
fn limits() -> Vec<[String; 3]> {
    let row = |what: &str, most: String, why: &str| [what.to_owned(), most, why.to_owned()];
    vec![
        row(
            "connections of seated devices",
            SEATED.to_string(),
            "they are kept apart: no stranger can take one",
        ),
        row(
            "connections of one seated device",
            OF_A_DEVICE.to_string(),
            "one device closes its own oldest, nobody else's",
        ),
        row(
            "connections of everybody else",
            STRANGERS.to_string(),
            "whoever comes is let in; the address that holds most of them loses its oldest",
        ),
        row(
            "a request's head, and silence between requests",
            format!("{} s", HEAD.as_secs()),
            "silent sockets",
        ),
        row("a request with its body", format!("{} s", REQUEST.as_secs()), "bodies that trickle in"),
        row(
            "an answer of which nothing is read",
            format!("{} s", UNREAD.as_secs()),
            "devices that ask and do not read",
        ),
        row(
            "a request's head, and what waits to be written, a connection",
            kib(BUFFER),
            "memory; a page that is being written comes on top",
        ),
        row(
            "what the system holds of unread answers, a connection",
            kib(UNSENT as usize),
            "memory (systems may take twice that)",
        ),
        row("a request's body", kib(MOST_BODY), "memory"),
        row(
            "streams of changes of one device",
            STREAMS.to_string(),
            "streams that silent links leave behind",
        ),
        row("a stream of a device that says nothing", format!("{} s", GONE.as_secs()), "the same"),
        row(
            "requests of a seated device",
            per(BY_DEVICE),
            "the others; counted by the device, wherever it is",
        ),
        row(
            "requests of an address without a seat",
            per(BY_ADDRESS),
            "the others; forty phones behind one router come in at once",
        ),
        row("requests of everybody without a seat", per(BY_STRANGERS), "seated devices"),
        row(
            "wrong codes from an address, typed; the same again for links",
            per(GUESSES),
            "the code; links are counted apart, since another site's page can open them",
        ),
        row(
            "the same where devices have seats",
            per(GUESSES_AT_HOME),
            "those beside whoever guesses: their door does not close",
        ),
        row(
            "wrong codes from all addresses",
            per(GUESSES_OF_ALL),
            "the code: one of 1,073,741,824; an address that has not guessed yet has one try all the same",
        ),
        row(
            "addresses and devices that are told apart",
            KNOWN.to_string(),
            "memory; those that come after share one allowance, seated devices never do",
        ),
        row("devices that have seats", MOST_SEATS.to_string(), "memory"),
        row("the same at one address", SEATS_OF_ONE.to_string(), "the other seats"),
        row(
            "devices that wait to be let in",
            MOST_WAITING.to_string(),
            "memory; the address from which most wait loses its oldest",
        ),
    ]
}

/// Returns the text of `docs/HOSTING.md`.
pub fn hosting() -> String {
    let mut text = HEADING.to_owned();
    text.push_str("| What | Most | What it protects |\n|---|---|---|\n");
    for [what, most, why] in limits() {
        text.push_str(&format!("| {what} | {most} | {why} |\n"));
    }
    text
}

const HEADING: &str = "# Hosting an exercise

`balcony exercise host NAME` opens a room: a web server for phones on the local network, and a
desk that answers on this machine alone. `balcony exercise rehearse NAME` rehearses the day before.
How an exercise is written says `docs/EXERCISES.md`.

Made from the code; to make it anew: `BALCONY_UPDATE=1 cargo test --test it hosting`.

## Who comes in

Whoever knows the code on the screen chooses a team. A team's first device is in at once. A later
one waits, with a number on its screen, until a device of that team lets it in, or the desk does
(one by one, or all at once). The same holds for a device that changes its team and for one that
only observes. When the door is closed nobody comes in, and nobody changes team; the desk may
still let in who waits already.

## The room's file

Everything that is acknowledged is in one file (`NAME.room`, or as `--room` says): it is added to
at its end and synced. A copy of that file is a copy of the room. Every entry in it is whole by
itself, so that what is damaged costs itself alone: the room opens with every entry that can be
read, and says how many those are, which are known to be missing, and where the file as it was is
kept (`NAME.room.damaged-1`, `-2` and so on). What stood after the last that can be read nobody
can tell from a file whose end is cut off, and it is not claimed. Entries that hang on a missing
one are not taken, and stay in the log. Where nothing can be written any more the room still
opens, and the desk gives its log away. Deleting the room deletes all of these files.

A room of an earlier Balcony, which kept it in a database, is not opened: take its log from the
desk there, and give it to `--import`.

`--import LOG` makes a room from an exported log. It writes the exercise's file and what that
names only where they are not there, only beside it, and only names such as `our-place.toml`: no
hidden file, no path. If anything fails, nothing is left behind.

## Limits

An address is known while the room is open and is written nowhere.

";
