//! The room: the game, its log, who sits where, what is drafted, the clock. One lock; every change is in the log before anybody hears of it.

use super::changed::Counterfactual;
use super::runs::{Found, Runs};
use super::seating::HERE;
use super::store::{self, Store, StoreError};
use crate::exercise::{Decision, Effective, Entry, Exercise, Game, MOST_TEAMS, Refused, Row, decode};
use crate::seat::{Spread, View};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum No {
    /// The game does not take it.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// Nothing can be written; nothing was changed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// It is another's to do.
    #[error("{0}")]
    NotYours(String),
}

/// A device that has a seat: the digest of its token.
pub type Device = String;

/// Who may edit a team's draft: a device, and a tab on it (empty without scripts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pen {
    /// The device.
    pub device: Device,
    /// The tab.
    pub tab: String,
    /// The number of its newest draft: what comes late does not count.
    pub number: u64,
}

/// What happens to a room's clock.
#[derive(Debug, Clone, Copy, Default)]
struct Clock {
    /// When the round began, seconds since 1970, moved on by pauses.
    began: u64,
    /// When it was stopped.
    stopped: Option<u64>,
    /// When somebody last looked at it, and when that was written down: what lies between looks is sleep.
    looked: u64,
    noted: u64,
}

/// Everything about a room.
#[derive(Debug)]
pub struct Inner {
    /// The game.
    pub game: Game,
    /// Drafts of the present round.
    pub drafts: Vec<Option<Decision>>,
    /// Who edits.
    pub pens: Vec<Option<Pen>>,
    /// The code that lets a device in.
    pub code: String,
    /// The room's own number, in the names of its cookies: two rooms on one machine do not take each other's.
    pub id: String,
    /// What a device carries that typed the code: nobody can guess it.
    pub pass: String,
    /// Has the facilitator begun? Before that nobody decides, and no card is shown.
    pub begun: bool,
    /// Is nobody let in any more?
    pub locked: bool,
    /// Seats: device and team.
    pub seats: BTreeMap<Device, u32>,
    /// Devices that look on and decide nothing.
    pub observers: BTreeSet<Device>,
    /// What was not as it should be when the room was opened.
    pub warnings: Vec<String>,
    /// How many steps the projector's page is scrolled down: what is shown may be longer than the wall is high.
    pub down: u32,
    /// What one decision changed, for the debrief.
    pub counterfactual: Option<Counterfactual>,
    pub(super) seen: BTreeMap<Device, Instant>,
    pub(super) streams: BTreeMap<Device, u64>,
    /// Teams whose draft is not on disk yet.
    unsaved: BTreeSet<u32>,
    pub(super) store: Store,
    clock: Clock,
}

/// What has changed, as numbers that grow: for everybody, and for one team.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Versions {
    /// Everybody's.
    pub all: u64,
    /// What the desk and the projector alone show.
    pub desk: u64,
    /// By team.
    pub teams: [u64; MOST_TEAMS as usize],
    /// The room is deleted: whoever still shows something of it takes it away.
    pub deleted: bool,
}

impl Versions {
    /// The number that concerns one team, or whoever sees all.
    pub fn of(&self, team: Option<u32>) -> u64 {
        let own = |team: u32| self.teams.get(team as usize).copied().unwrap_or(0);
        self.all + team.map_or_else(|| self.desk + self.teams.iter().sum::<u64>(), own)
    }
}

/// A room that many may speak to.
#[derive(Debug)]
pub struct Room {
    inner: Mutex<Inner>,
    changed: watch::Sender<Versions>,
    runs: Runs,
}

/// Letters and digits that nobody confuses.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes that nobody can guess.
///
/// # Panics
/// If the system has none: nothing safe could be done then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// 32 hex digits: a token of 128 bits.
pub fn token() -> String {
    random::<16>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a token, by which a device is known.
pub fn device(token: &str) -> Device {
    Sha256::digest(token.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Room {
    /// Opens a room at a path: a new one, or the one that was left there. Its log is lived again.
    ///
    /// # Errors
    /// If the file is not a room's, or of another exercise or engine, or the model fails.
    pub fn open(path: &Path, exercise: Exercise, teams: u32) -> Result<Arc<Self>, No> {
        let (mut store, store::Found { rows, mut warnings }) = Store::open(path)?;
        let teams = match rows.first().map(|row| &row.entry) {
            Some(Entry::Open { teams, .. }) => *teams,
            _ => teams,
        };
        let identity = Game::identity(&exercise);
        let mut game = Game::new(exercise, teams)?;
        if rows.is_empty() {
            store.append("open", &Entry::Open { exercise: identity, teams })?;
        }
        for row in &rows {
            if let Err(refused) = game.apply(&row.entry) {
                if row.number == 1 {
                    return Err(refused.into());
                }
                warnings.push(format!("entry {} of the log is not taken: {refused}", row.number));
            }
        }
        let code = match store.kept("code")? {
            Some(code) => code,
            None => {
                let code: String =
                    random::<6>().iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
                store.keep("code", &code)?;
                code
            }
        };
        let kept = |key: &str, length: usize| -> Result<String, StoreError> {
            if let Some(kept) = store.kept(key)? {
                return Ok(kept);
            }
            let made = token()[..length].to_owned();
            store.keep(key, &made)?;
            Ok(made)
        };
        let (id, pass) = (kept("id", 6)?, kept("pass", 32)?);
        let seats = store.seats()?.into_iter().filter(|(_, team)| *team < teams).collect();
        let mut drafts = vec![None; teams as usize];
        for (team, draft) in store.drafts(game.round())? {
            if let Some(place) = drafts.get_mut(team as usize) {
                *place = Some(draft);
            }
        }
        let began = store.kept("began")?.and_then(|text| text.parse().ok()).unwrap_or_else(now);
        let decided = rows.iter().any(|row| matches!(row.entry, Entry::Submit { .. } | Entry::Close { .. }));
        let begun = store.kept("begun")?.is_some() || decided;
        let locked = store.kept("locked")?.as_deref() == Some("yes");
        let stopped = game.is_paused().then(now);
        // While the room was closed nobody thought.
        let looked = store.kept("looked")?.and_then(|text| text.parse::<u64>().ok()).unwrap_or_else(now);
        let asleep = now().saturating_sub(looked);
        let began = if asleep > SLEEP { began + asleep } else { began };
        store.keep("began", &began.to_string())?;
        let observers = store.observers()?.into_iter().collect();
        let (changed, _) = watch::channel(Versions { all: 1, ..Versions::default() });
        let ping = changed.clone();
        let runs = Runs::start(&game, &drafts, move |team| {
            ping.send_modify(|versions| {
                let place = team.and_then(|team| versions.teams.get_mut(team as usize));
                *place.unwrap_or(&mut versions.desk) += 1;
            });
        });
        let inner = Inner {
            pens: vec![None; teams as usize],
            game,
            drafts,
            code,
            id,
            pass,
            begun,
            locked,
            seats,
            observers,
            unsaved: BTreeSet::new(),
            warnings,
            down: 0,
            counterfactual: None,
            seen: BTreeMap::new(),
            streams: BTreeMap::new(),
            store,
            clock: Clock { began, stopped, looked: now(), noted: 0 },
        };
        Ok(Arc::new(Self { inner: Mutex::new(inner), changed, runs }))
    }

    /// Looks at the room, or acts on what is not in the log.
    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the room with what luck does, both of one moment.
    pub fn look<T>(&self, show: impl FnOnce(&Inner, &Found) -> T) -> T {
        let inner = self.lock();
        let found = self.runs.found();
        show(&inner, &found)
    }

    /// Whether the room was deleted, and only says so to whoever still asks.
    pub fn is_deleted(&self) -> bool {
        self.changed.borrow().deleted
    }

    /// Whoever waits for changes; the numbers grow with each.
    pub fn changes(&self) -> watch::Receiver<Versions> {
        self.changed.subscribe()
    }

    /// Says that something changed for everybody.
    pub fn ring(&self) {
        self.changed.send_modify(|versions| versions.all += 1);
    }

    /// Says that something changed for one team: forty devices need not ask again because one team thinks.
    pub(super) fn ring_team(&self, team: u32) {
        self.changed.send_modify(|versions| {
            if let Some(version) = versions.teams.get_mut(team as usize) {
                *version += 1;
            }
        });
    }

    /// Takes an entry for good: checked and lived, then written and synced, then shown. What was taken before is not taken twice.
    ///
    /// # Errors
    /// If the game refuses it or it cannot be written; then nothing has changed.
    pub fn take(&self, command: &str, entry: &Entry) -> Result<(), No> {
        let mut inner = self.lock();
        self.take_in(&mut inner, command, entry)
    }

    fn take_in(&self, inner: &mut Inner, command: &str, entry: &Entry) -> Result<(), No> {
        if let Some(known) = inner.store.known(command)? {
            return if known == *entry { Ok(()) } else { Err(No::NotYours(OTHER_CONTENTS.to_owned())) };
        }
        if !inner.begun && matches!(entry, Entry::Submit { .. } | Entry::Close { .. }) {
            return Err(No::NotYours(NOT_BEGUN.to_owned()));
        }
        inner.game.check(entry)?;
        let mut next = inner.game.clone();
        next.apply(entry)?;
        inner.store.append(command, entry)?;
        inner.game = next;
        match entry {
            Entry::Close { .. } | Entry::Rewind { .. } => {
                inner.drafts.iter_mut().for_each(|draft| *draft = None);
                inner.counterfactual = None;
                inner.clock =
                    Clock { began: now(), stopped: inner.game.is_paused().then(now), ..inner.clock };
                inner.unsaved.clear();
                let _ = inner.store.keep("began", &inner.clock.began.to_string());
                self.runs.aim(&inner.game, &inner.drafts);
            }
            Entry::Pause { on: true } => inner.clock.stopped = Some(inner.clock.stopped.unwrap_or_else(now)),
            Entry::Pause { on: false } => {
                let stood = inner.clock.stopped.take().map_or(0, |since| now().saturating_sub(since));
                inner.clock.began += stood;
                let _ = inner.store.keep("began", &inner.clock.began.to_string());
            }
            Entry::Submit { .. } | Entry::Withdraw { .. } | Entry::Send { .. } => {
                self.runs.aim(&inner.game, &inner.drafts);
            }
            Entry::Reveal { .. } => inner.down = 0,
            _ => {}
        }
        match entry {
            Entry::Submit { team, .. } | Entry::Withdraw { team, .. } => self.ring_team(*team),
            _ => self.ring(),
        }
        Ok(())
    }

    /// The first round begins: the clock runs, the first cards are shown, teams may decide.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn begin(&self) -> Result<(), No> {
        let mut inner = self.lock();
        if !inner.begun {
            inner.store.keep("begun", "yes")?;
            inner.begun = true;
            inner.clock = Clock { began: now(), stopped: inner.game.is_paused().then(now), ..inner.clock };
            inner.store.keep("began", &inner.clock.began.to_string())?;
            drop(inner);
            self.ring();
        }
        Ok(())
    }

    /// Ends the round: what is handed in, else what is drafted, else what held before.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn close(&self, command: &str, round: u32) -> Result<(), No> {
        let mut inner = self.lock();
        if let Some(Entry::Close { round: closed, .. }) = inner.store.known(command)?
            && closed == round
        {
            return Ok(());
        }
        let decisions: Vec<Effective> = inner.game.in_force(&inner.drafts);
        self.take_in(&mut inner, command, &Entry::Close { round, decisions })
    }

    /// Hands in a team's decision, from a device that holds the pen or takes it when nobody does.
    ///
    /// # Errors
    /// If another holds the pen, or as [`Self::take`].
    pub fn submit(
        &self,
        command: &str,
        who: (&Device, &str),
        team: u32,
        round: u32,
        decision: &Decision,
    ) -> Result<(), No> {
        let mut inner = self.lock();
        let entry = Entry::Submit { team, round, decision: decision.clone() };
        if inner.store.known(command)?.is_some_and(|known| known == entry) {
            return Ok(());
        }
        inner.may_write(who, team)?;
        self.take_in(&mut inner, command, &entry)?;
        inner.drafts[team as usize] = Some(decision.clone());
        inner.unsaved.insert(team);
        Ok(())
    }

    /// Takes a team's decision from a code that was read out.
    ///
    /// # Errors
    /// If it is no code of this team and round, or as [`Self::take`].
    pub fn submit_code(&self, command: &str, team: u32, text: &str) -> Result<(), No> {
        let mut inner = self.lock();
        let round = inner.game.round();
        let injects = inner.game.injects(team);
        let decision = decode(inner.game.exercise(), &injects, team, round, text)
            .map_err(|why| No::Refused(Refused::No(why)))?;
        self.take_in(&mut inner, command, &Entry::Submit { team, round, decision: decision.clone() })?;
        // The team sees what is in force.
        inner.drafts[team as usize] = Some(decision);
        inner.unsaved.insert(team);
        self.ring_team(team);
        Ok(())
    }

    /// Takes back what a team handed in; whoever holds the pen may.
    ///
    /// # Errors
    /// If another holds the pen, or as [`Self::take`].
    pub fn withdraw(&self, command: &str, who: (&Device, &str), team: u32, round: u32) -> Result<(), No> {
        let mut inner = self.lock();
        inner.may_write(who, team)?;
        self.take_in(&mut inner, command, &Entry::Withdraw { team, round })
    }

    /// Keeps what a team is about to decide; it is on disk at the next [`Self::tick`]: a draft is not acknowledged as durable, and forty
    /// devices need not wait for the disk at every change. `number` counts the tab's drafts, so that what comes late does not undo what is newer.
    ///
    /// # Errors
    /// If another device holds the pen, the round is over, or the room has not begun.
    pub fn draft(
        &self,
        who: (&Device, &str),
        number: u64,
        team: u32,
        round: u32,
        decision: Decision,
    ) -> Result<(), No> {
        let mut inner = self.lock();
        if round != inner.game.round() || inner.game.is_over() {
            return Err(No::NotYours("this round is over".to_owned()));
        }
        if !inner.begun {
            return Err(No::NotYours(NOT_BEGUN.to_owned()));
        }
        inner.may_write(who, team)?;
        if let Some(Some(pen)) = inner.pens.get_mut(team as usize) {
            if number != 0 && number <= pen.number {
                return Ok(());
            }
            pen.number = number.max(pen.number);
        }
        inner.drafts[team as usize] = Some(decision);
        inner.unsaved.insert(team);
        self.ring_team(team);
        Ok(())
    }

    /// What is done every half second: drafts go to disk together, what they would come to under other luck is lived ahead, and the clock does
    /// not count what the machine slept.
    pub fn tick(&self) {
        let mut guard = self.lock();
        let inner = &mut *guard;
        let round = inner.game.round();
        let teams = std::mem::take(&mut inner.unsaved);
        let drafts: Vec<(u32, &Decision)> = teams
            .iter()
            .filter_map(|team| Some((*team, inner.drafts.get(*team as usize)?.as_ref()?)))
            .collect();
        if !drafts.is_empty()
            && let Err(error) = inner.store.keep_drafts(round, &drafts)
        {
            inner.unsaved.extend(&teams);
            let why = format!("drafts cannot be kept, and would be lost if this program ended: {error}");
            if !inner.warnings.contains(&why) {
                inner.warnings.push(why);
                self.changed.send_modify(|versions| versions.desk += 1);
            }
        }
        if !teams.is_empty() {
            self.runs.aim(&inner.game, &inner.drafts);
        }
        let asleep = now().saturating_sub(inner.clock.looked);
        if asleep > SLEEP && inner.clock.stopped.is_none() {
            inner.clock.began += asleep;
            let _ = inner.store.keep("began", &inner.clock.began.to_string());
            self.changed.send_modify(|versions| versions.all += 1);
        }
        inner.clock.looked = now();
        if inner.clock.looked.saturating_sub(inner.clock.noted) >= NOTED {
            inner.clock.noted = inner.clock.looked;
            let _ = inner.store.keep("looked", &inner.clock.looked.to_string());
        }
    }

    /// Gives the pen of a team to a tab of a device; an observer has no use for it.
    pub fn take_pen(&self, who: (&Device, &str), team: u32) {
        let mut inner = self.lock();
        if inner.observers.contains(who.0) {
            return;
        }
        let pen = Pen { device: who.0.clone(), tab: who.1.to_owned(), number: 0 };
        if let Some(place) = inner.pens.get_mut(team as usize)
            && place.as_ref().is_none_or(|held| held.device != pen.device || held.tab != pen.tab)
        {
            *place = Some(pen);
            drop(inner);
            self.ring_team(team);
        }
    }

    /// A new tab of the device that holds the pen, or a device where the one that held it has gone: the newest writes.
    pub fn newest_tab(&self, who: (&Device, &str), team: u32) {
        let holds = {
            let inner = self.lock();
            let gone = |pen: &Pen| inner.seen.get(&pen.device).is_none_or(|at| at.elapsed() > HERE);
            let pen = inner.pens.get(team as usize).and_then(Option::as_ref);
            pen.is_none_or(|pen| pen.device == *who.0 || gone(pen))
        };
        if holds {
            self.take_pen(who, team);
        }
    }

    /// Scrolls the projector's page down a step, or up.
    pub fn scroll(&self, down: bool) {
        let mut inner = self.lock();
        inner.down = if down { (inner.down + 1).min(20) } else { inner.down.saturating_sub(1) };
        self.changed.send_modify(|versions| versions.desk += 1);
    }

    /// Deletes the room's files. Nothing can be done in the room after it.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn delete(&self) -> Result<(), No> {
        let mut inner = self.lock();
        let store = std::mem::replace(&mut inner.store, Store::nowhere()?);
        inner.seats.clear();
        store.delete().map_err(|error| No::NotYours(error.to_string()))?;
        self.changed.send_modify(|versions| {
            versions.deleted = true;
            versions.all += 1;
        });
        Ok(())
    }

    /// The log, whole.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn rows(&self) -> Result<Vec<Row>, No> {
        Ok(self.lock().store.rows()?)
    }
}

/// What is said to whoever decides before the room has begun.
const NOT_BEGUN: &str = "the facilitator has not begun yet";

/// What is said to a command that comes again with something else in it.
const OTHER_CONTENTS: &str =
    "this was sent before with other contents: look at the page again, then send it anew";

/// Seconds without a look at the clock after which the machine was asleep, or the room closed.
const SLEEP: u64 = 60;
/// Seconds after which the look is written down.
const NOTED: u64 = 20;

impl Inner {
    fn may_write(&mut self, (device, tab): (&Device, &str), team: u32) -> Result<(), No> {
        if self.observers.contains(device) {
            return Err(No::NotYours("you observe: come in again without the tick to decide".to_owned()));
        }
        let Some(place) = self.pens.get_mut(team as usize) else {
            return Err(No::NotYours("there is no such team".to_owned()));
        };
        match place {
            Some(pen) if pen.device == *device && pen.tab == tab => Ok(()),
            Some(pen) if pen.device == *device => {
                Err(No::NotYours("another tab of this device writes for the team".to_owned()))
            }
            Some(_) => Err(No::NotYours("another device writes for the team: take the pen first".to_owned())),
            None => {
                *place = Some(Pen { device: device.clone(), tab: tab.to_owned(), number: 0 });
                Ok(())
            }
        }
    }

    /// What a team's pieces are made of.
    pub fn view<'a>(&'a self, luck: Option<&'a [Arc<Spread>]>) -> View<'a> {
        View {
            game: &self.game,
            luck,
            drafts: &self.drafts,
            clock: self.begun.then(|| self.clock()),
            begun: self.begun,
            id: &self.id,
            command: token(),
            first: 0,
        }
    }

    /// Seconds that the round has taken, and whether the clock stands.
    pub fn clock(&self) -> (u64, bool) {
        let until = self.clock.stopped.unwrap_or_else(now);
        (until.saturating_sub(self.clock.began), self.clock.stopped.is_some())
    }
}
