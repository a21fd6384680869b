//! The door of a session under attack: who is let into a team, and whether its members are answered
//! while many others send requests.

use crate::cli::exercising::opened;
use crate::exercise::{few, taster, with_runs};
use balcony::exercise::{Bot, Decision, Game};
use balcony::host::{Session, device};
use socket2::{Domain, Socket, Type};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream};
use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[test]
fn the_document_about_hosting_names_every_limit_as_it_is() {
    crate::stored::holds("docs/HOSTING.md", &balcony::host::hosting());
}

fn room() -> (tempfile::TempDir, Arc<Session>) {
    let folder = tempfile::tempdir().unwrap();
    let room = Session::open(&folder.path().join("a.room"), few(), 3).unwrap();
    (folder, room)
}

/// A team's first device is let in. Later ones, and devices of other teams, need the consent of the
/// team or the desk.
#[test]
fn a_team_lets_its_later_devices_in_and_no_other_does() {
    let (folder, room) = room();
    room.begin().unwrap();
    let seat = |room: &Session, token: &str| room.lock().seats.get(&device(token)).copied();
    let first = room.join(None, 0, false).unwrap();
    let other = room.join(None, 1, false).unwrap();
    assert_eq!((seat(&room, &first), seat(&room, &other)), (Some(0), Some(1)));
    let second = room.join(None, 0, false).unwrap();
    assert_eq!(seat(&room, &second), None);
    let decision = room.lock().game.held(0);
    assert!(room.draft((&device(&second), ""), 1, 0, 0, decision.clone()).is_err(), "it may not write");
    // Neither the device itself, nor one of another team, nor an observer may let it in.
    for by in [&second, &other] {
        assert!(room.admit(Some(&device(by)), &device(&second), true).is_err());
        assert_eq!(seat(&room, &second), None);
    }
    room.admit(Some(&device(&first)), &device(&second), true).unwrap();
    assert_eq!(seat(&room, &second), Some(0));
    // A seated device of another team must ask here like a stranger. It keeps its own seat while it
    // waits.
    assert_eq!(room.join(Some(&other), 0, false).unwrap(), other);
    assert_eq!(seat(&room, &other), Some(1));
    assert!(room.draft((&device(&other), ""), 1, 0, 0, decision.clone()).is_err());
    room.admit(Some(&device(&second)), &device(&other), false).unwrap();
    assert!(room.admit(None, &device(&other), true).is_err(), "it was turned away");
    // An observer needs consent to come in, and consent again before it may decide.
    let looks = room.join(None, 0, true).unwrap();
    assert_eq!(seat(&room, &looks), None);
    room.admit(None, &device(&looks), true).unwrap();
    assert_eq!(seat(&room, &looks), Some(0));
    let third = room.join(None, 0, false).unwrap();
    assert!(room.admit(Some(&device(&looks)), &device(&third), true).is_err());
    assert_eq!(room.join(Some(&looks), 0, false).unwrap(), looks);
    assert!(room.submit("a command", (&device(&looks), ""), 0, 0, &decision).is_err());
    // The desk lets in all who wait; this is stored.
    room.admit_all().unwrap();
    room.submit("a command", (&device(&looks), ""), 0, 0, &decision).unwrap();
    drop(room);
    let room = Session::open(&folder.path().join("a.room"), few(), 3).unwrap();
    assert_eq!(room.lock().devices(0), (4, 0));
    assert_eq!(seat(&room, &third), Some(0));
}

/// A closed door lets no device in and prevents changes of team; only the desk may let devices in.
#[test]
fn a_closed_door_closes_teams_to_devices_that_have_seats_elsewhere() {
    let (_folder, room) = room();
    let first = room.join(None, 0, false).unwrap();
    let other = room.join(None, 1, false).unwrap();
    let waits = room.join(None, 0, false).unwrap();
    room.set_locked(true).unwrap();
    assert!(room.join(None, 2, false).is_err());
    assert!(room.join(Some(&other), 0, false).is_err());
    assert!(room.join(Some(&other), 2, false).is_err(), "an empty team's too");
    assert_eq!(room.join(Some(&other), 1, false).unwrap(), other, "one's own stays open");
    assert!(room.admit(Some(&device(&first)), &device(&waits), true).is_err());
    room.admit(None, &device(&waits), true).unwrap();
    assert_eq!(room.lock().seats.get(&device(&waits)), Some(&0));
}

/// One address may have only a limited number of seats, however its devices come in.
#[test]
fn an_address_fills_its_own_seats_and_no_more() {
    let (_folder, room) = room();
    let home = Some("192.168.8.7".parse().unwrap());
    room.join_from(None, 0, false, home).unwrap();
    for _ in 0..4 {
        // They wait in small groups, because only a limited number of devices may wait at once.
        for _ in 0..60 {
            room.join_from(None, 0, false, home).unwrap();
        }
        room.admit_all().unwrap();
    }
    assert_eq!(room.lock().devices(0).0, 200, "not one of the last sixty too many");
    assert!(room.join_from(None, 0, false, home).is_err());
    room.join_from(None, 1, false, Some("192.168.8.9".parse().unwrap())).unwrap();
}

/// A client that makes many devices wait displaces only its own.
#[test]
fn waiting_devices_are_not_pushed_out_without_end() {
    let (_folder, room) = room();
    room.join(None, 0, false).unwrap();
    let all: Vec<String> = (0..300).map(|_| room.join(None, 0, false).unwrap()).collect();
    assert_eq!(room.lock().waiting.len(), 100);
    assert!(room.lock().waiting.iter().any(|waiting| waiting.device == device(&all[299])));
    assert!(room.lock().seats.len() == 1);
}

/// Monte Carlo runs of a session in its own process: so few that the memory of all of them, 12 MiB
/// for six teams, is little beside what a crowd may take. They give way to pages, and on a busy
/// machine nobody knows when they end.
const RUNS: u32 = 20;

/// A session in its own process.
struct Served {
    child: Child,
    lan: SocketAddr,
    desk: SocketAddr,
    key: String,
    code: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn served(folder: &Path, teams: &str) -> Served {
    std::fs::write(folder.join("few.toml"), with_runs(RUNS)).expect("written");
    let words = ["exercise", "host", "few.toml", "--teams", teams, "--room", "a.room"];
    let (child, lines) = opened(folder, &words);
    let find = |start: &str| {
        lines
            .iter()
            .find_map(|line| line.trim().strip_prefix(start))
            .expect("it is printed")
            .trim()
            .to_owned()
    };
    let desk = find("Your desk");
    let (desk, key) = desk.trim_start_matches("http://").split_once("/?key=").expect("a key");
    Served {
        child,
        lan: find("Teams come in at").trim_start_matches("http://").parse().expect("an address"),
        desk: desk.parse().expect("an address"),
        key: key.to_owned(),
        code: find("with the code"),
    }
}

/// A connection from one of this machine's own addresses.
fn knock(from: u8, to: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, from), 0)).into())?;
    socket.connect_timeout(&to.into(), Duration::from_secs(5))?;
    Ok(socket.into())
}

/// Sends one request; returns status, cookies and body.
fn ask(
    from: u8,
    to: SocketAddr,
    head: &str,
    cookie: &str,
    body: &str,
) -> std::io::Result<(u16, String, String)> {
    let mut stream = knock(from, to)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "{head} HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_default();
    Ok((status, cookie.split(';').next().unwrap_or_default().to_owned(), body.to_owned()))
}

impl Served {
    fn press(&self, path: &str, body: &str) -> u16 {
        let cookie = format!("balcony-desk-{}={}", self.desk.port(), self.key);
        ask(1, self.desk, &format!("POST {path}"), &cookie, body).expect("the desk answers").0
    }

    fn pass(&self, from: u8) -> std::io::Result<String> {
        Ok(ask(from, self.lan, &format!("GET /j/{}", self.code), "", "")?.1)
    }
}

/// Memory of a process in KiB.
fn memory(child: &Child) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    text.lines().find(|line| line.starts_with("VmRSS:"))?.split_whitespace().nth(1)?.parse().ok()
}

/// A hostile connection of some kind: silent, half a head, a body that never comes, a stream, or
/// pipelined requests whose answers are never read.
fn hostile(kind: usize, from: u8, to: SocketAddr, pass: &str) -> std::io::Result<TcpStream> {
    let mut stream = knock(from, to)?;
    let page = format!("GET / HTTP/1.1\r\nHost: {to}\r\nCookie: {pass}\r\n\r\n");
    let text = match kind % 5 {
        0 => String::new(),
        1 => format!("GET / HTTP/1.1\r\nHost: {to}\r\nX-Slow: "),
        2 => format!(
            "POST /code HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nContent-Length: 9000\r\n\r\nco"
        ),
        3 => page.replace("GET /", "GET /events?all=1"),
        _ => page.repeat(60),
    };
    stream.write_all(text.as_bytes())?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}

/// Whether the other side has ended a connection, as far as this is visible without reading.
fn is_over(stream: &TcpStream) -> bool {
    match stream.peek(&mut [0]) {
        Ok(0) => true,
        Ok(_) => false,
        Err(error) => error.kind() != ErrorKind::WouldBlock,
    }
}

/// Many connections from three addresses hold on, send slowly, or listen without reading, and come
/// back when they are closed; some of them have the code. Meanwhile six seated teams submit within
/// two seconds, a newcomer is let in within five, and memory stays bounded. `BALCONY_CROWD=2000`
/// runs the full test (it needs `ulimit -n 8192`).
#[cfg(target_os = "linux")]
#[test]
fn a_hostile_crowd_keeps_nobody_out() {
    let crowd: usize = std::env::var("BALCONY_CROWD").map_or(450, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().unwrap();
    let room = served(folder.path(), "6");
    let seats: Vec<String> = (0..6)
        .map(|team| {
            let pass = room.pass(10).unwrap();
            ask(10, room.lan, "POST /join", &pass, &format!("team={team}")).unwrap().1
        })
        .collect();
    assert_eq!(room.press("/begin", ""), 204);
    let game = Game::new(taster(), 6).unwrap();
    let decisions: Vec<Decision> =
        (0..6).map(|team| Bot::of(team).decide(&game, team).unwrap_or_else(|| game.held(team))).collect();
    // From turn four to seven, each team submits what its neighbour did, so that its Monte Carlo
    // runs begin again.
    let hand_in = |turn: usize, team: usize| {
        let decided = if (4..8).contains(&turn) { (team + 1) % 6 } else { team };
        let form = balcony::host::fields(&decisions[decided], 0);
        let form = format!("{form}&command=crowd{turn:02}team{team:02}&tab=crowd&number=1");
        ask(10, room.lan, "POST /team", &seats[team], &form).map_or(0, |(status, ..)| status)
    };
    let handed: Vec<u16> = (0..6).map(|team| hand_in(99, team)).collect();
    assert_eq!(handed, [204; 6]);
    let before = memory(&room.child).unwrap();
    let (stop, opened) = (AtomicBool::new(false), AtomicUsize::new(0));
    let passes = [2, 3, 4].map(|from| (from, room.pass(from).unwrap()));
    let (mut took, mut came, mut most) = (Vec::new(), Duration::ZERO, before);
    std::thread::scope(|scope| {
        for (from, pass) in &passes {
            let (stop, opened, lan) = (&stop, &opened, room.lan);
            scope.spawn(move || {
                let mut held: Vec<Option<TcpStream>> = (0..crowd / 3).map(|_| None).collect();
                while !stop.load(Ordering::Relaxed) {
                    for (kind, place) in held.iter_mut().enumerate() {
                        if place.as_ref().is_none_or(is_over) {
                            *place = hostile(kind, *from, lan, pass).ok();
                            opened.fetch_add(1, Ordering::Relaxed);
                        }
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
            });
        }
        let until = Instant::now() + Duration::from_secs(60);
        while opened.load(Ordering::Relaxed) < crowd && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        for turn in 0..8 {
            for team in 0..6 {
                let begun = Instant::now();
                let status = hand_in(turn, team);
                took.push((begun.elapsed(), status));
            }
            if turn < 4 {
                most = most.max(memory(&room.child).unwrap());
            }
        }
        // A newcomer from another address: code, team, consent of the team's device, page.
        let begun = Instant::now();
        let joined = (|| -> std::io::Result<u16> {
            let pass = room.pass(77)?;
            let own = ask(77, room.lan, "POST /join", &pass, "team=0")?.1;
            let shown = ask(10, room.lan, "GET /team/part?tab=crowd", &seats[0], "")?.2;
            let waiting =
                shown.split("name=\"device\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            ask(
                10,
                room.lan,
                "POST /admit",
                &seats[0],
                &format!("in=yes&device={}", waiting.unwrap_or_default()),
            )?;
            Ok(ask(77, room.lan, "GET /team", &own, "")?.0)
        })();
        came = begun.elapsed();
        stop.store(true, Ordering::Relaxed);
        took.push((Duration::ZERO, if matches!(joined, Ok(200)) { 204 } else { 0 }));
    });
    let newcomer = took.pop().unwrap().1;
    took.sort();
    let p95 = took[took.len() * 95 / 100].0;
    let grown = (most - before) / 1024.0;
    let opened = opened.load(Ordering::Relaxed);
    let ms = |time: Duration| time.as_millis();
    // `cargo xtask prove room` reads this line.
    println!(
        "{{\"connections\":{crowd},\"opened\":{opened},\"handed\":48,\"p95\":{},\"most\":{},\"newcomer\":{},\"grown\":{grown:.0}}}",
        ms(p95),
        ms(took.last().unwrap().0),
        ms(came)
    );
    assert!(took.iter().all(|(_, status)| *status == 204), "{took:?}");
    assert!(p95 < Duration::from_secs(2), "{took:?}");
    assert_eq!(newcomer, 204, "the newcomer is in");
    assert!(came < Duration::from_secs(5), "{came:?}");
    assert!(grown < 50.0, "{grown} MiB");
}

/// A client that requests page after page and reads none is disconnected after fifteen seconds, and
/// uses little memory until then.
#[cfg(target_os = "linux")]
#[test]
fn whoever_does_not_read_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let room = served(folder.path(), "2");
    let page = format!("GET /app.css HTTP/1.1\r\nHost: {}\r\n\r\n", room.lan);
    let begun = Instant::now();
    let mut all: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut stream = knock(2, room.lan).unwrap();
            stream.set_nonblocking(true).unwrap();
            // The client writes as much as the server takes. The server stops taking requests when
            // nothing is read.
            for _ in 0..400 {
                if stream.write(page.as_bytes()).is_err() {
                    break;
                }
            }
            stream
        })
        .collect();
    // A connection that was ended takes no more data.
    let ended = |stream: &mut TcpStream| matches!(stream.write(b"G"), Err(error) if error.kind() != ErrorKind::WouldBlock);
    while !all.iter_mut().all(ended) {
        assert!(begun.elapsed() < Duration::from_secs(40), "some are still there");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(begun.elapsed() > Duration::from_secs(9), "who reads slowly has time: {:?}", begun.elapsed());
}

/// Requests that name two servers, or another server in the first line; and codes that another
/// site's page tries in a visitor's browser.
#[test]
fn two_names_are_refused_and_links_of_another_site_close_no_door() {
    let folder = tempfile::tempdir().unwrap();
    let room = served(folder.path(), "2");
    let status = |text: String| {
        let mut stream = TcpStream::connect(room.lan).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()).unwrap_or(0)
    };
    let (lan, end) = (room.lan, "Connection: close\r\n\r\n");
    assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: {lan}\r\n{end}")), 200);
    assert_eq!(status(format!("GET http://{lan}/ HTTP/1.1\r\nHost: {lan}\r\n{end}")), 200);
    assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: {lan}\r\nHost: evil.example\r\n{end}")), 400);
    assert_eq!(status(format!("GET http://evil.example/ HTTP/1.1\r\nHost: {lan}\r\n{end}")), 421);
    let desk = room.desk;
    let at_desk = |text: String| {
        let mut stream = TcpStream::connect(desk).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).map(str::to_owned).unwrap_or_default()
    };
    assert_eq!(at_desk(format!("GET / HTTP/1.1\r\nHost: {desk}\r\nHost: evil.example\r\n{end}")), "400");
    assert_eq!(at_desk(format!("GET http://evil.example/ HTTP/1.1\r\nHost: {desk}\r\n{end}")), "421");
    // A page of another site opens link after link. People who type the code here are still let in.
    for _ in 0..200 {
        ask(1, lan, "GET /j/WRONG1", "", "").unwrap();
    }
    let typed = ask(1, lan, "POST /code", "", &format!("code={}", room.code)).unwrap();
    assert_eq!(typed.0, 303, "{}", typed.2);
    // The link lets them in too, after one more press.
    let (status, _, page) = ask(1, lan, &format!("GET /j/{}", room.code), "", "").unwrap();
    assert!(status == 200 && page.contains(&format!("value=\"{}\"", room.code)), "{status}");
    // Failed joins use nothing up: the next valid one succeeds.
    let pass = typed.1;
    for _ in 0..250 {
        ask(1, lan, "POST /join", &pass, "team=99").unwrap();
        std::thread::sleep(Duration::from_millis(8));
    }
    let joined = ask(1, lan, "POST /join", &pass, "team=0").unwrap();
    assert_eq!(joined.0, 303, "{}", joined.2);
    // At an address with a seated device, wrong codes close the door for at most a second.
    let mut refused = 0;
    for _ in 0..90 {
        refused += usize::from(ask(1, lan, "POST /code", "", "code=WRONG1").unwrap().0 == 429);
    }
    assert!(refused > 0);
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(ask(1, lan, "POST /code", "", &format!("code={}", room.code)).unwrap().0, 303);
}
