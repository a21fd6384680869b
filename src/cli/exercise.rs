//! `balcony exercise`: creates an exercise file, rehearses it, hosts a session, replays a log, and
//! prints the paper version.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::args::{Exercise as RunInput, Host, Paper, Rehearse, Replay};
use super::fail::Failure;
use super::load::library;
use super::out::{keep, note, print};
use crate::exercise::{self, Bot, EXERCISES, Entry, Exercise, Game};
use crate::files::{self, Links};
use crate::host::{self, ListenAddress, Session, SessionError, StoreError};
use crate::scenario::England;
use crate::summary::clean;

/// Largest size of an exported log: 64 MiB, about a hundred days of twelve teams.
const MOST_OF_A_LOG: u64 = 64 << 20;

/// Runs `balcony exercise`.
pub(super) fn exercise(args: &RunInput) -> Result<(), Failure> {
    match args {
        RunInput::List => list(),
        RunInput::New { file, from, force } => new(file, from, *force),
        RunInput::Rehearse(args) => rehearse(args),
        RunInput::Host(host) => open(host),
        RunInput::Replay(replay) => again(replay),
        RunInput::Paper(paper) => printed(paper),
    }
}

fn read(name: &str) -> Result<Exercise, Failure> {
    Ok(exercise::read(name, &library())?)
}

fn list() -> Result<(), Failure> {
    let mut text = String::new();
    for (name, _) in EXERCISES {
        let of = read(name)?;
        let minutes = exercise::paper::in_all(&of);
        text.push_str(&format!(
            "{name}
    {}
    {} rounds ({}), {minutes:.0} minutes from the briefing to the end of the debrief
",
            clean(&of.title),
            of.rounds,
            clean(&of.word)
        ));
    }
    text.push_str(
        "\nOpen a room with balcony exercise host NAME; begin your own with balcony\nexercise new FILE.\n",
    );
    print(&text)
}

fn new(file: &Path, from: &str, force: bool) -> Result<(), Failure> {
    let Some(text) = exercise::text(from) else {
        let known = EXERCISES.map(|(name, _)| name).join(", ");
        return Err(Failure::Usage(format!("there is no exercise `{from}`; there are {known}")));
    };
    if file.is_dir() {
        return Err(Failure::Usage(format!("{} is a folder; name a file in it", file.display())));
    }
    keep(file, "writing an exercise", text, force)?;
    let shown = file.display();
    print(&format!(
        "{shown} is written. Next:\n  balcony exercise rehearse {shown}\n  balcony exercise host {shown}\n"
    ))
}

impl From<SessionError> for Failure {
    fn from(no: SessionError) -> Self {
        match no {
            SessionError::Store(error @ StoreError::Io { .. }) => Self::Storage(error.to_string()),
            no => Self::Usage(no.to_string()),
        }
    }
}

/// Folder of a session's log: the given one, or one named after the exercise, beside its file.
fn place(name: &str, given: Option<&Path>) -> PathBuf {
    let usual = || Path::new(name).with_extension("room");
    given.map_or_else(usual, Path::to_owned)
}

fn open(args: &Host) -> Result<(), Failure> {
    let path = place(&args.exercise, args.room.as_deref());
    if let Some(file) = &args.import {
        import(file, &args.exercise, &path)?;
    }
    let of = read(&args.exercise)?;
    let was = path.exists();
    let (title, rounds) = (clean(&of.title), of.rounds);
    let room = Session::open(&path, of, args.teams.unwrap_or(6))?;
    let there = room.lock().game.teams().len() as u32;
    if let Some(wanted) = args.teams.filter(|wanted| was && *wanted != there) {
        return Err(Failure::Usage(format!(
            "the room at {} has {there} teams, not {wanted}: leave --teams out to go on with it, or name another file with --room",
            path.display()
        )));
    }
    for warning in &room.lock().warnings {
        note(&format!("warning: {warning}"));
    }
    let at = ListenAddress { bind: args.bind, port: args.port, desk: args.desk, names: args.name.clone() };
    let open = host::open(room.clone(), &at).map_err(|error| {
        Failure::Usage(format!(
            "{error}. Another program uses this port, or another room is open: try --port 8090 --desk 8091"
        ))
    })?;
    let (code, round, teams) = {
        let inner = room.lock();
        (inner.code.clone(), inner.game.round(), inner.game.teams().len())
    };
    let stands = if was {
        format!("the room that was left at {} ({round} of {rounds} rounds played)", path.display())
    } else {
        format!("a new room, kept in {}", path.display())
    };
    print(&format!(
        "{title}: {stands}\n\n  Teams come in at   {}\n  with the code      {code}\n  Your desk          {}\n\nThe desk opens on this machine alone; its address holds a key: show it to nobody.\n{teams} teams. Ctrl-C closes the room; the same command opens it again.\n",
        open.address, open.desk
    ))?;
    if let Some(advice) = advice(&open.address) {
        note(&advice);
    }
    for team in args.robots(teams as u32) {
        let room = room.clone();
        std::thread::spawn(move || robot(&room, team));
    }
    let cancel = crate::experiment::Cancel::on_ctrl_c().unwrap_or_default();
    let mut turn = 0_u32;
    while !cancel.is_raised() {
        std::thread::sleep(Duration::from_millis(100));
        turn += 1;
        if turn.is_multiple_of(5) {
            room.tick();
        }
    }
    room.tick();
    note("The room is closed; everything that was handed in is kept.");
    open.close();
    Ok(())
}

/// A warning if the address suggests that phones cannot reach the session.
fn advice(address: &str) -> Option<String> {
    let ip =
        address.trim_start_matches("http://").split(':').next().and_then(|ip| ip.parse::<IpAddr>().ok())?;
    match ip {
        IpAddr::V4(ip) if ip == Ipv4Addr::LOCALHOST => Some(
            "This machine is on no network: only its own browser reaches the room. Connect to the router, then start again.".to_owned(),
        ),
        IpAddr::V4(ip) if !ip.is_private() => Some(format!(
            "{ip} is not an address of a private network: is a VPN on? Phones in the room may not reach it."
        )),
        _ => None,
    }
}

/// Plays a team to the end. It decides a short time after each round begins.
fn robot(room: &Arc<Session>, team: u32) {
    let mut done = None;
    loop {
        std::thread::sleep(Duration::from_millis(400 + u64::from(team) * 150));
        let (round, over, decision) = {
            let inner = room.lock();
            if !inner.begun {
                continue;
            }
            (inner.game.round(), inner.game.is_over(), Bot::of(team).decide(&inner.game, team))
        };
        if over || done == Some(round) {
            if !over {
                continue;
            }
            done = None;
            continue;
        }
        done = Some(round);
        if let Some(decision) = decision {
            let _ = room.take(&format!("robot:{}", host::token()), &Entry::Submit { team, round, decision });
        }
    }
}

/// Imports an exported log as a new session. Also writes the exercise's own files if they do not
/// exist. A failed import leaves nothing behind.
fn import(file: &Path, name: &str, path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Exists(format!(
            "{} is there already: say with --room where the imported room is kept",
            path.display()
        )));
    }
    let export = load(file)?;
    if export.log.iter().all(|row| row.command.starts_with("alone-")) {
        return Err(Failure::Usage(format!(
            "{} is the log of one team that played alone: balcony exercise replay runs it again",
            file.display()
        )));
    }
    let theirs = export.exercise(&England)?;
    let mut written = Vec::new();
    let done = bring(&export, &theirs, name, &mut written).and_then(|()| {
        let of = read(name)?;
        if export.exercise != Game::identity(&of) {
            return Err(Failure::Usage(format!(
                "{} belongs to an earlier form of the exercise {}, or to another version of Balcony; this one is {}",
                file.display(),
                export.name,
                of.name
            )));
        }
        // A log that cannot be replayed is refused.
        let Some(Entry::Open { teams, .. }) = export.log.first().map(|row| &row.entry) else {
            return Err(Failure::Usage(format!(
                "{} does not begin with the opening of a room: nothing can be lived again",
                file.display()
            )));
        };
        let refused = |refused: exercise::Refused| Failure::Usage(refused.to_string());
        Game::new(of, *teams).map_err(refused)?.apply(&export.log[0].entry).map_err(refused)?;
        Ok(host::import(path, &export).map_err(SessionError::from)?)
    });
    match done {
        Ok(count) => {
            for path in &written {
                note(&format!("{} was not here: it is written as the room had it.", path.display()));
            }
            note(&format!("{count} entries are imported."));
            Ok(())
        }
        Err(failure) => {
            for path in written {
                let _ = std::fs::remove_file(path);
            }
            Err(failure)
        }
    }
}

/// Writes the exercise's file and the files it names, unless they exist. Nothing is overwritten.
fn bring(
    export: &exercise::Export,
    theirs: &Exercise,
    name: &str,
    written: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let own = exercise::text(name).is_none() && name == export.name;
    if !own || Game::identity(theirs) != export.exercise {
        return Ok(());
    }
    let all = std::iter::once((name, &export.source));
    for (named, text) in all.chain(theirs.attached.iter().map(|(path, text)| (path.as_str(), text))) {
        let path = Path::new(named);
        if path.symlink_metadata().is_ok() {
            continue;
        }
        if !is_plain(path) || path.parent() != Path::new(name).parent() {
            return Err(Failure::Usage(format!(
                "the room was played with {named:?}, which is not here, and an import writes nothing but .toml files beside the exercise's own: put it there yourself (its text is in the export)"
            )));
        }
        keep(path, "writing what the room was played with", text, false)?;
        written.push(path.to_owned());
    }
    Ok(())
}

/// Whether a file has a name that is usual for an exercise or scenario: letters, digits and a few
/// signs, then `.toml`; not hidden.
fn is_plain(path: &Path) -> bool {
    let stem = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".toml"));
    stem.is_some_and(|stem| {
        let sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | ' ' | '.');
        !stem.is_empty() && !stem.starts_with(['.', '-', ' ']) && stem.chars().all(sign)
    })
}

fn load(file: &Path) -> Result<exercise::Export, Failure> {
    let text = files::text(file, Links::Followed, MOST_OF_A_LOG)
        .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
    exercise::Export::read(&text).map_err(|why| Failure::Usage(format!("{}: {why}", file.display())))
}

/// `balcony exercise replay`: replays a log and compares every digest.
fn again(args: &Replay) -> Result<(), Failure> {
    let export = load(&args.export)?;
    let of = export.exercise(&England)?;
    let teams = match export.log.first().map(|row| &row.entry) {
        Some(Entry::Open { teams, .. }) => *teams,
        _ => return Err(Failure::Usage("this log does not begin with the opening of a room".to_owned())),
    };
    let refused = |refused: exercise::Refused| Failure::Usage(refused.to_string());
    let mut game = Game::new(of, teams).map_err(refused)?;
    // If a damaged log lost entries, later entries may depend on them. The session refused these
    // too.
    let mut untaken = Vec::new();
    for row in &export.log {
        match game.apply(&row.entry) {
            Err(no) if row.number == 1 => return Err(refused(no)),
            Err(no) => untaken.push(format!("entry {}: {no}", row.number)),
            Ok(()) => {}
        }
    }
    if let Some(first) = untaken.first() {
        note(&format!(
            "{} entries are not taken, as in the room that they come from ({first})",
            untaken.len()
        ));
    }
    let lived: Vec<usize> = game.teams().iter().map(|team| team.rounds.len()).collect();
    if lived != export.digests.iter().map(Vec::len).collect::<Vec<_>>() {
        return Err(Failure::Usage(
            "this file does not hold a state for every round that its log played".to_owned(),
        ));
    }
    let (mut same, mut other) = (0, Vec::new());
    for (team, (of, kept)) in game.teams().iter().zip(&export.digests).enumerate() {
        for (round, (left, kept)) in of.rounds.iter().zip(kept).enumerate() {
            if left.digest == *kept {
                same += 1;
            } else {
                other.push(format!("{}, round {}", Game::team_name(export.first + team as u32), round + 1));
            }
        }
    }
    if !other.is_empty() {
        return Err(Failure::Usage(format!(
            "{} of {} states differ: {}",
            other.len(),
            same + other.len(),
            other.join("; ")
        )));
    }
    if let Some(out) = &args.csv {
        keep(out, "writing a table", host::csv(&game, export.first), args.force)?;
    }
    print(&format!(
        "{} entries lived again: {}, {} rounds, {same} of {same} states the same to the bit.\n",
        export.log.len() - untaken.len(),
        if teams == 1 { format!("team {}", Game::team_name(export.first)) } else { format!("{teams} teams") },
        game.round()
    ))
}

fn printed(args: &Paper) -> Result<(), Failure> {
    let of = read(&args.exercise)?;
    std::fs::create_dir_all(&args.folder)
        .map_err(|error| Failure::Storage(format!("{}: {error}", args.folder.display())))?;
    for (name, text) in [
        ("day.html", exercise::paper::day(&of, args.teams)),
        ("guide.html", exercise::paper::guide(&of, args.teams)),
    ] {
        keep(&args.folder.join(name), "writing the paper", text, args.force)?;
    }
    let folder = args.folder.display();
    print(&format!(
        "For {} teams, in {folder}:\n  day.html    briefing, role cards, injects, decision and observer sheets\n  guide.html  the facilitator's guide\nOpen each in a browser and print it on A4.\n",
        args.teams
    ))
}

fn rehearse(args: &Rehearse) -> Result<(), Failure> {
    let of = read(&args.exercise)?;
    let report = super::rehearse::rehearse(&of, args)?;
    print(&report)
}
