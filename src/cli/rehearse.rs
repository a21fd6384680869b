//! `balcony exercise rehearse`: rehearses a whole day in a minute. Robots play every round. Then a
//! real session is hosted: devices join and submit, the server is killed and restarted, and the
//! network and the paper version are checked. Every failure is reported with a remedy.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::args::Rehearse;
use super::fail::Failure;
use super::out::note;
use crate::exercise::{self, Bot, Entry, Exercise, Export, Game};
use crate::host;
use crate::summary::{Look, item};

/// One finding of the rehearsal.
struct Line {
    sound: bool,
    /// Passed, but deserves a look.
    doubtful: bool,
    what: String,
    remedy: String,
}

/// Prints a line of the report immediately, wrapped at words.
fn say(mark: &str, what: &str) {
    note(item(mark, what, &Look::detect()).trim_end());
}

#[derive(Default)]
struct Report(Vec<Line>);

impl Report {
    fn ok(&mut self, what: String) {
        say("  ok      ", &what);
        self.0.push(Line { sound: true, doubtful: false, what, remedy: String::new() });
    }

    /// Records something that passed but deserves a look.
    fn look(&mut self, what: String) {
        say("  LOOK    ", &what);
        self.0.push(Line { sound: true, doubtful: true, what, remedy: String::new() });
    }

    fn fail(&mut self, what: String, remedy: &str) {
        say("  FAILED  ", &what);
        self.0.push(Line { sound: false, doubtful: false, what, remedy: remedy.to_owned() });
    }
}

/// Runs the rehearsal; returns a text if everything passed.
pub(super) fn rehearse(of: &Exercise, args: &Rehearse) -> Result<String, Failure> {
    let mut report = Report::default();
    let begun = Instant::now();
    if args.devices < args.teams {
        return Err(Failure::Usage(format!("{} teams need as many devices at least", args.teams)));
    }
    robots(of, args.teams, &mut report);
    match tempfile_dir() {
        Ok(folder) => {
            if let Err(why) = a_room(of, args, &folder, &mut report) {
                report.fail(
                    format!("a real room: {why}"),
                    "Send this line to whoever looks after Balcony; until then play from paper.",
                );
            }
            let _ = std::fs::remove_dir_all(&folder);
        }
        Err(error) => report.fail(
            format!("nothing can be written to the temporary folder: {error}"),
            "Free some space on the disk.",
        ),
    }
    paper(of, args.teams, &mut report);
    network(args.port, &mut report);
    let failed: Vec<&Line> = report.0.iter().filter(|line| !line.sound).collect();
    if failed.is_empty() {
        let doubts = report.0.iter().filter(|line| line.doubtful).count();
        let doubts = match doubts {
            0 => String::new(),
            1 => ", but look at the one line above that says LOOK".to_owned(),
            n => format!(", but look at the {n} lines above that say LOOK"),
        };
        let ready = format!(
            "Ready{doubts}. {} checks in {:.0} s. One thing only a phone can tell: open the room's address on one phone in the room. \
             If it does not open, the wifi keeps devices apart: use your own router, or the laptop's hotspot.",
            report.0.len(),
            begun.elapsed().as_secs_f64()
        );
        return Ok(item("", &ready, &Look::detect()));
    }
    let told = |line: &&Line| {
        item("  ", &line.what, &Look::PLAIN) + &item("    what to do: ", &line.remedy, &Look::PLAIN)
    };
    let all: String = failed.iter().map(told).collect();
    Err(Failure::Usage(format!("{} of {} checks failed:\n{}", failed.len(), report.0.len(), all.trim_end())))
}

fn tempfile_dir() -> std::io::Result<std::path::PathBuf> {
    let folder =
        std::env::temp_dir().join(format!("balcony-check-{}-{}", std::process::id(), &host::token()[..8]));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Plays every round in this process. This checks the exercise file and measures how long the model
/// takes.
fn robots(of: &Exercise, teams: u32, report: &mut Report) {
    let begun = Instant::now();
    let played = (|| -> Result<Game, exercise::Refused> {
        let mut game = Game::new(of.clone(), teams)?;
        while !game.is_over() {
            let round = game.round();
            for team in 0..teams {
                if let Some(decision) = Bot::of(team).decide(&game, team) {
                    game.apply(&Entry::Submit { team, round, decision })?;
                }
            }
            let decisions = game.in_force(&[]);
            game.apply(&Entry::Close { round, decisions })?;
        }
        Ok(game)
    })();
    match played {
        Ok(game) => {
            let came = (0..of.injects.len()).filter(|at| game.fate(*at) == Some("came")).count();
            let held = of.injects.len() - came;
            report.ok(format!(
                "robots played {} rounds for {teams} teams in {:.1} s; {came} injects came, {held} are held or waited for",
                of.rounds,
                begun.elapsed().as_secs_f64()
            ));
            memory(&game, report);
        }
        Err(why) => report.fail(
            format!("robots could not play: {why}"),
            "Mend the exercise file where it says so, or take a shipped one.",
        ),
    }
}

/// Checks that there is enough memory for the Monte Carlo runs, which are the greater part of a
/// session's memory.
fn memory(game: &Game, report: &mut Report) {
    // The factor 1.5 covers fragmentation and the program itself: a session with .94 GB of states
    // took 1.36 GB.
    let needed = game.bytes_of_luck() as f64 * 1.5 / 1e9;
    let free = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0 / 1e9)
    });
    let runs = game.exercise().runs;
    match free {
        Some(free) if free < needed => report.fail(
            format!(
                "{runs} runs for each of {} teams take {needed:.1} GB of memory; {free:.1} GB are free",
                game.teams().len()
            ),
            "Close other programs, take fewer teams, or set runs = 100 in an exercise file of your own.",
        ),
        Some(free) => report
            .ok(format!("memory: {needed:.1} GB are needed to show what luck does, {free:.1} GB are free")),
        None => report.look(format!(
            "{needed:.1} GB of memory are needed to show what luck does: close other programs"
        )),
    }
}

/// A server in its own process.
struct Child1 {
    process: Child,
    lan: SocketAddr,
    desk: SocketAddr,
    key: String,
    code: String,
}

impl Drop for Child1 {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start(of: &Exercise, args: &Rehearse, room: &Path) -> Result<Child1, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut process = Command::new(program)
        .args([
            "exercise",
            "host",
            &args.exercise,
            "--port",
            "0",
            "--desk",
            "0",
            "--bind",
            "127.0.0.1",
            "--teams",
        ])
        .arg(args.teams.to_string())
        .arg("--room")
        .arg(room)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let out = process.stdout.take().ok_or("it prints nothing")?;
    let (mut lan, mut desk, mut code) = (None, None, String::new());
    let _ = of;
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        let line = line.trim().to_owned();
        if let Some(url) = line.strip_prefix("Teams come in at") {
            lan = url.trim().trim_start_matches("http://").parse().ok();
        } else if let Some(found) = line.strip_prefix("with the code") {
            found.trim().clone_into(&mut code);
        } else if let Some(url) = line.strip_prefix("Your desk") {
            let (address, key) =
                url.trim().trim_start_matches("http://").split_once("/?key=").ok_or("no key")?;
            desk = Some((address.parse().map_err(|_| "no address")?, key.to_owned()));
            break;
        }
    }
    let (Some(lan), Some((desk, key))) = (lan, desk) else {
        let _ = process.kill();
        let _ = process.wait();
        return Err("it did not open".to_owned());
    };
    Ok(Child1 { process, lan, desk, key, code })
}

/// An HTTP answer.
struct HttpAnswer {
    status: u16,
    cookies: Vec<String>,
    body: String,
}

/// One HTTP request without a library, as a phone would send it.
fn ask(to: SocketAddr, method: &str, path: &str, cookie: &str, body: &str) -> Result<HttpAnswer, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(3)).map_err(failed)?;
    stream.set_read_timeout(Some(Duration::from_secs(15))).map_err(failed)?;
    let text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
    let cookies = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .filter_map(|(_, value)| value.split(';').next().map(str::to_owned))
        .collect();
    Ok(HttpAnswer { status, cookies, body: body.to_owned() })
}

fn a_room(of: &Exercise, args: &Rehearse, folder: &Path, report: &mut Report) -> Result<(), String> {
    let path = folder.join("check.room");
    let begun = Instant::now();
    let room = start(of, args, &path)?;
    let door = ask(room.lan, "GET", &format!("/j/{}", room.code), "", "")?;
    let code = door.cookies.first().cloned().ok_or("the code was not taken")?;
    let mut seats = Vec::new();
    for device in 0..args.devices {
        let said = ask(room.lan, "POST", "/join", &code, &format!("team={}", device % args.teams))?;
        seats.push(said.cookies.first().cloned().ok_or("a device was not let in")?);
    }
    // The first device of each team is admitted at once. The others wait for the team or the
    // facilitator.
    let desk = format!("balcony-desk-{}={}", room.desk.port(), room.key);
    let let_in = ask(room.desk, "POST", "/admit", &desk, "device=all")?;
    let seated =
        |seat: &&String| ask(room.lan, "GET", "/team", seat, "").is_ok_and(|said| said.status == 200);
    let count = seats.iter().filter(seated).count();
    if let_in.status != 204 || count < seats.len() {
        return Err(format!("{count} of {} devices were let in: {}", seats.len(), let_in.body));
    }
    report.ok(format!(
        "a room opened and {} devices came in, in {:.1} s",
        args.devices,
        begun.elapsed().as_secs_f64()
    ));
    let begins = ask(room.desk, "POST", "/begin", &desk, "")?;
    if begins.status != 204 {
        return Err(format!("the exercise could not begin: {}", begins.body));
    }
    // One round: every team drafts and submits from its first device.
    let mut game = Game::new(of.clone(), args.teams).map_err(|refused| refused.to_string())?;
    let mut handed = 0;
    for team in 0..args.teams {
        let decision = Bot::of(team).decide(&game, team).unwrap_or_else(|| game.held(team));
        let seat = &seats[team as usize % seats.len()];
        let body = format!("{}&command={}&tab=check&number=1", host::fields(&decision, 0), host::token());
        let drafted = ask(room.lan, "POST", "/draft", seat, &body)?;
        let said = ask(room.lan, "POST", "/team", seat, &body)?;
        if drafted.status != 200 || said.status != 204 {
            return Err(format!("team {} could not hand in: {}", Game::team_name(team), said.body));
        }
        game.apply(&Entry::Submit { team, round: 0, decision }).map_err(|refused| refused.to_string())?;
        handed += 1;
    }
    // The facilitator's page must not be reachable from the network.
    if ask(room.lan, "POST", "/close", &desk, "round=0")?.status != 404 {
        report.fail(
            "the desk answers on the network".to_owned(),
            "Do not open this room; tell whoever looks after Balcony.",
        );
    }
    drop(room);
    let begun = Instant::now();
    let room = start(of, args, &path)?;
    let lasted = begun.elapsed().as_secs_f64();
    let back = seats
        .iter()
        .filter(|seat| ask(room.lan, "GET", "/team", seat, "").is_ok_and(|said| said.status == 200))
        .count();
    if back == seats.len() {
        report.ok(format!(
            "killed and opened again in {lasted:.1} s: {back} of {} devices back in their seats",
            seats.len()
        ));
    } else {
        report.fail(
            format!("after a crash {back} of {} devices were back", seats.len()),
            "Ask those who are out to type the code again.",
        );
    }
    let desk = format!("balcony-desk-{}={}", room.desk.port(), room.key);
    let begun = Instant::now();
    let closed = ask(room.desk, "POST", "/close", &desk, "round=0&command=rehearsal1")?;
    for seat in &seats {
        ask(room.lan, "GET", "/team/part", seat, "")?;
    }
    if closed.status != 204 {
        return Err(format!("the round could not be ended: {}", closed.body));
    }
    report.ok(format!(
        "a round ended and {} devices had their results in {:.1} s",
        seats.len(),
        begun.elapsed().as_secs_f64()
    ));
    let export = ask(room.desk, "GET", "/export.json", &desk, "")?;
    let decisions = game.in_force(&[]);
    game.apply(&Entry::Close { round: 0, decisions }).map_err(|refused| refused.to_string())?;
    let digests: Vec<Vec<String>> = game
        .teams()
        .iter()
        .map(|team| team.rounds.iter().map(|round| round.digest.clone()).collect())
        .collect();
    let theirs = Export::read(&export.body)?;
    let kept = theirs.log.iter().filter(|row| matches!(row.entry, Entry::Submit { .. })).count();
    if theirs.digests == digests && kept == handed {
        report.ok(format!(
            "{kept} of {handed} decisions in the log, once each; it lives again to the same states"
        ));
    } else {
        report.fail(
            format!("{kept} of {handed} decisions are in the log, or its states differ"),
            "Do not use this program; get it anew.",
        );
    }
    Ok(())
}

fn paper(of: &Exercise, teams: u32, report: &mut Report) {
    let (day, guide) = (exercise::paper::day(of, teams), exercise::paper::guide(of, teams));
    if day.contains("</html>") && guide.contains("</html>") {
        report.ok("the paper is ready: balcony exercise paper NAME FOLDER, before the day".to_owned());
    } else {
        report.fail("the paper could not be made".to_owned(), "Print it from another laptop.");
    }
}

/// Checks the network as far as it can be seen from this machine.
fn network(port: u16, report: &mut Report) {
    let addresses = host::addresses(Ipv4Addr::UNSPECIFIED.into());
    match addresses.first() {
        None => report.fail(
            "this machine is on no network".to_owned(),
            "Connect it to your own router (no internet is needed) and check again.",
        ),
        Some(first) => {
            let private = matches!(first, std::net::IpAddr::V4(ip) if ip.is_private());
            if private {
                report.ok(format!("phones will come in at http://{first}:{port}"));
            } else {
                report.look(format!(
                    "phones would come in at http://{first}:{port}, which is no private network: is a VPN on? Turn it off for the day"
                ));
            }
            if addresses.len() > 1 {
                let rest: Vec<String> = addresses[1..].iter().map(ToString::to_string).collect();
                report.look(format!(
                    "other networks ({}): if phones do not reach the first, --bind another",
                    rest.join(", ")
                ));
            }
            match TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)) {
                Ok(listener) => {
                    let port = listener.local_addr().map_or(port, |address| address.port());
                    let reached =
                        TcpStream::connect_timeout(&SocketAddr::new(*first, port), Duration::from_secs(2))
                            .is_ok();
                    drop(listener);
                    if reached {
                        report.ok(format!(
                            "port {port} is free; whether a firewall lets phones in, only a phone can tell"
                        ));
                    } else {
                        report.fail(format!("port {port} does not answer at {first}"), "A firewall keeps it shut: allow Balcony on private networks, or use --port 80 as an administrator.");
                    }
                }
                Err(error) => report.fail(
                    format!("port {port} cannot be used: {error}"),
                    "Close what uses it, or say --port 8090 here and to balcony exercise host.",
                ),
            }
        }
    }
}
