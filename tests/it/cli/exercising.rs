//! `balcony exercise`: files, printed material, a session that opens and closes, and a log that is
//! replayed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{asked, folder, narrow, text};

/// Opens a session on free ports; returns the process and its output.
pub(crate) fn opened(folder: &Path, words: &[&str]) -> (Child, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_balcony"))
        .current_dir(folder)
        .args(words)
        .args(["--port", "0", "--desk", "0", "--bind", "127.0.0.1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut lines = Vec::new();
    let out = child.stdout.take().expect("an output");
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        lines.push(line);
        if lines.last().is_some_and(|line| line.contains("Ctrl-C closes")) {
            break;
        }
    }
    (child, lines)
}

fn close(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[test]
fn exercises_are_listed_begun_and_refused_with_every_fault() {
    let folder = folder();
    let list = asked(folder.path(), &["exercise", "list"], 0);
    narrow(&list.stdout);
    for (name, _) in balcony::exercise::EXERCISES {
        assert!(text(&list.stdout).contains(name));
    }
    asked(folder.path(), &["exercise", "new", "ours.toml", "--from", "taster"], 0);
    asked(folder.path(), &["exercise", "new", "ours.toml"], 4);
    let unknown = asked(folder.path(), &["exercise", "new", "other.toml", "--from", "tastr"], 2);
    assert!(text(&unknown.stderr).contains("first-three-years, taster"));
    let path = folder.path().join("ours.toml");
    let sound = std::fs::read_to_string(&path).unwrap();
    let faulty = sound
        .replace("seen = \"caseload\"", "seen = \"caselode\"")
        .replace("figures = [\"spending\", \"overspend\"]", "figures = [\"spendings\"]")
        .replace("round = 4\nsender", "round = 9\nsender")
        .replace("size = 0.35", "size = 7.5")
        .replace("scenario = \"first-three-years\"", "scenario = \"first-three-year\"");
    std::fs::write(&path, faulty).unwrap();
    let said = asked(folder.path(), &["exercise", "host", "ours.toml"], 2);
    let said = text(&said.stderr);
    for part in [
        "caselode",
        "nearest: caseload",
        "spendings",
        "there are 4 rounds",
        "7.5",
        "first-three-year",
        "ours.toml:",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    let other = asked(folder.path(), &["exercise", "host", "culture-shift"], 2);
    assert!(text(&other.stderr).contains("cannot be read"));
}

#[test]
fn the_paper_is_written_and_not_over_what_is_there() {
    let folder = folder();
    let said = asked(folder.path(), &["exercise", "paper", "taster", "day", "--teams", "2"], 0);
    narrow(&said.stdout);
    for file in ["day.html", "guide.html"] {
        let page = std::fs::read_to_string(folder.path().join("day").join(file)).unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"), "{file}");
    }
    asked(folder.path(), &["exercise", "paper", "taster", "day"], 4);
}

#[test]
fn a_room_opens_says_where_and_opens_again_as_it_was_left() {
    let folder = folder();
    let (child, lines) =
        opened(folder.path(), &["exercise", "host", "taster", "--teams", "2", "--room", "a.room"]);
    narrow(lines.join("\n").replace(|c: char| c.is_ascii_hexdigit(), "").as_bytes());
    let code = |lines: &[String]| lines.iter().find(|line| line.contains("with the code")).cloned();
    assert!(lines.iter().any(|line| line.contains("a new room")));
    // No other program may write the same log meanwhile.
    let busy = asked(
        folder.path(),
        &["exercise", "host", "taster", "--room", "a.room", "--port", "0", "--desk", "0"],
        2,
    );
    assert!(text(&busy.stderr).contains("another balcony has this room open"), "{}", text(&busy.stderr));
    close(child);
    let (child, again) = opened(folder.path(), &["exercise", "host", "taster", "--room", "a.room"]);
    assert!(again.iter().any(|line| line.contains("the room that was left")), "{again:?}");
    assert_eq!(code(&lines), code(&again));
    close(child);
    // The file of another program, and a session of another exercise, are refused and not changed.
    std::fs::write(folder.path().join("b.room"), "a letter to my aunt, not a room").unwrap();
    asked(folder.path(), &["exercise", "host", "taster", "--room", "b.room"], 2);
    assert_eq!(std::fs::read(folder.path().join("b.room")).unwrap(), b"a letter to my aunt, not a room");
    let other = asked(folder.path(), &["exercise", "host", "first-three-years", "--room", "a.room"], 2);
    assert!(text(&other.stderr).contains("another exercise"), "{}", text(&other.stderr));
}

/// A new laptop needs only the export. The exercise and the scenario that it names are written to
/// their original names, once.
#[test]
fn an_import_brings_the_files_of_an_exercise_of_ones_own() {
    use balcony::exercise::{Entry, Export, Game, Row, read_text};
    use balcony::scenario::files::Texts;
    use balcony::scenario::{England, Library};
    let place = balcony::scenario::SHIPPED.iter().find(|(name, _)| *name == "first-three-years").unwrap().1;
    let taster = balcony::exercise::text("taster").unwrap();
    let own = taster.replacen("scenario = \"first-three-years\"", "scenario = \"ours.toml\"", 1);
    let texts = Texts([("ours.toml".to_owned(), place.as_bytes().to_vec())].into());
    let of = read_text("day.toml", &own, &Library::new(&texts, &England)).unwrap();
    let game = Game::new(of, 2).unwrap();
    let open = Entry::Open { exercise: Game::identity(game.exercise()), teams: 2 };
    let mut export = Export::of(&game, 0, vec![Row::after(None, "open", open)]);
    // Files that the exercise does not name are not written, whatever the export contains.
    export.attached.insert(".cargo/config.toml".to_owned(), "planted".to_owned());
    let folder = folder();
    std::fs::write(folder.path().join("log.json"), export.text()).unwrap();
    let (child, lines) = opened(folder.path(), &["exercise", "host", "day.toml", "--import", "log.json"]);
    close(child);
    assert!(lines.iter().any(|line| line.contains("the room that was left")), "{lines:?}");
    assert_eq!(std::fs::read_to_string(folder.path().join("ours.toml")).unwrap(), place);
    assert_eq!(std::fs::read_to_string(folder.path().join("day.toml")).unwrap(), own);
    assert!(!folder.path().join(".cargo").exists());
    // On a laptop where another file has the name, that file is not overwritten, and nothing is
    // left behind.
    let other = super::folder();
    let here = |name: &str| other.path().join(name);
    std::fs::write(here("log.json"), export.text()).unwrap();
    std::fs::write(here("ours.toml"), place.replacen("tenure = 2", "tenure = 3", 1)).unwrap();
    let words = ["exercise", "host", "day.toml", "--import", "log.json"];
    let said = asked(other.path(), &words, 2);
    let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("belongs to an earlier form of the exercise"), "{said}");
    let mut left: Vec<_> =
        std::fs::read_dir(other.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["log.json", "ours.toml"]);
    // The log of a team that played alone is not the log of a session.
    let Row { entry, .. } = export.log[0].clone();
    export.log = vec![Row::after(None, "alone-1", entry)];
    std::fs::write(folder.path().join("alone.json"), export.text()).unwrap();
    let words = ["exercise", "host", "day.toml", "--room", "other.room", "--import", "alone.json"];
    assert!(text(&asked(folder.path(), &words, 2).stderr).contains("played alone"));
}

/// An export may name any file as its scenario: a hidden one, one in another folder, or one of
/// another type. None of these is written.
#[test]
fn an_import_writes_no_path_and_no_hidden_file() {
    use balcony::exercise::{Entry, Export, Game, Row, read_text};
    use balcony::scenario::files::Texts;
    use balcony::scenario::{England, Library};
    let place = balcony::scenario::SHIPPED.iter().find(|(name, _)| *name == "first-three-years").unwrap().1;
    let taster = balcony::exercise::text("taster").unwrap();
    let names = [
        ".bashrc",
        "Makefile",
        ".hidden.toml",
        "sub/ours.toml",
        ".git/hooks/post-commit.toml",
        "../up.toml",
        "-rf.toml",
    ];
    for name in names {
        let own = taster.replacen("scenario = \"first-three-years\"", &format!("scenario = {name:?}"), 1);
        let texts = Texts([(name.to_owned(), place.as_bytes().to_vec())].into());
        let of = read_text("day.toml", &own, &Library::new(&texts, &England)).unwrap();
        let game = Game::new(of, 2).unwrap();
        let open = Entry::Open { exercise: Game::identity(game.exercise()), teams: 2 };
        let export = Export::of(&game, 0, vec![Row::after(None, "open", open)]);
        let outer = folder();
        let inner = outer.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("log.json"), export.text()).unwrap();
        let said = asked(&inner, &["exercise", "host", "day.toml", "--import", "log.json"], 2);
        let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("put it there yourself"), "{name}: {said}");
        for (folder, only) in [(outer.path(), "inner"), (&inner, "log.json")] {
            let left: Vec<_> =
                std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(left, [only], "{name}");
        }
    }
}

/// The disk is full when the session is opened again. The session can still be viewed and exported.
#[cfg(unix)]
#[test]
fn a_full_disk_at_restart_still_gives_the_log_away() {
    use std::io::{Read as _, Write as _};
    let folder = folder();
    let words =
        ["exercise", "host", "taster", "--teams", "2", "--room", "a.room", "--port", "0", "--desk", "0"];
    let (child, _) = opened(folder.path(), &words[..7]);
    close(child);
    let whole = std::fs::read_to_string(folder.path().join("a.room")).unwrap();
    // The code is lost, so a new one would have to be written. No file may grow beyond its present
    // size.
    let kept: String = whole.split_inclusive('\n').filter(|line| !line.contains("\"code\"")).collect();
    assert_ne!(kept, whole);
    std::fs::write(folder.path().join("a.room"), &kept).unwrap();
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_balcony")])
        .args(words)
        .args(["--bind", "127.0.0.1"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = out.lines().map_while(Result::ok);
    let desk = lines.find(|line| line.contains("Your desk")).unwrap_or_default();
    let mut answer = String::new();
    if let Some((address, key)) = desk.split_once("http://").and_then(|(_, url)| url.split_once("/?key=")) {
        let port = address.rsplit(':').next().unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(
            stream,
            "GET /export.json HTTP/1.1\r\nHost: {address}\r\nCookie: balcony-desk-{port}={key}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        stream.read_to_string(&mut answer).unwrap();
    }
    let _ = child.kill();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let _ = child.wait();
    assert!(answer.contains("\"balcony-exercise\"") && answer.contains("\"open\""), "{answer}{said}");
    assert!(said.contains("nothing can be written"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.room")).unwrap(), kept, "nothing was added");
}

#[test]
fn the_day_is_rehearsed() {
    let folder = folder();
    let output = super::balcony(
        folder.path(),
        &["exercise", "rehearse", "taster", "--teams", "3", "--devices", "9", "--port", "0"],
    )
    .output()
    .expect("the program runs");
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    for line in [
        "robots played 4 rounds",
        "9 devices came in",
        "killed and opened again",
        "9 of 9 devices back in their seats",
        "3 of 3 decisions in the log, once each",
    ] {
        assert!(said.contains(line), "{line} in\n{said}");
    }
    // The machine that runs the tests may have no network. Then the rehearsal fails with that
    // message and its remedy.
    assert!(output.status.success() || said.contains("this machine is on no network"), "{said}");
}
