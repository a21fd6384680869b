//! A session: the game, its log, seats, drafts and the clock, behind one lock. Every change is in
//! the log before anybody is told of it.

use super::changed::Counterfactual;
use super::clock::Clock;
use super::edit_lock::{Device, EditLock};
use super::runs::{Runs, RunsSoFar};
use super::seating::Waiting;
use super::store::{self, Store, StoreError};
use balcony_exercise::exercise::{
    Decision, Effective, Entry, Exercise, Game, MOST_TEAMS, Refused, Row, decode,
};
use balcony_exercise::team_view::{Spread, View};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::watch;

/// Why an action was refused.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The game refuses it.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The file cannot be written; nothing was changed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The asker may not do it, or not now.
    #[error("{0}")]
    NotYours(String),
}

/// The complete state of a session.
#[derive(Debug)]
pub struct SessionState {
    /// The game.
    pub game: Game,
    /// Drafts of the present round, by team.
    pub drafts: Vec<Option<Decision>>,
    /// Edit lock of each team.
    pub edit_locks: Vec<Option<EditLock>>,
    /// The code that lets a device in.
    pub code: String,
    /// Identifier used in the names of cookies, so that two sessions on one machine do not share
    /// them.
    pub id: String,
    /// Secret that a device carries after it typed the code; nobody can guess it.
    pub pass: String,
    /// Whether the facilitator has begun. Before that no team decides and no inject is shown.
    pub begun: bool,
    /// Whether the door is closed.
    pub locked: bool,
    /// Team of each device with a seat.
    pub seats: BTreeMap<Device, u32>,
    /// Devices that observe and do not decide.
    pub observers: BTreeSet<Device>,
    /// Problems that were found when the session was opened, or later when it was saved.
    pub warnings: Vec<String>,
    /// How many steps the projector's page is scrolled down, because it may be longer than the
    /// screen.
    pub down: u32,
    /// The counterfactual that the debrief shows.
    pub counterfactual: Option<Counterfactual>,
    /// Whose decision, and of which round, the desk looks at to live it again.
    pub picked: Option<(u32, u32)>,
    /// Devices that wait to be let in.
    pub waiting: Vec<Waiting>,
    /// Addresses at which devices with a seat were last active; kept in memory only.
    pub(super) homes: BTreeMap<Device, IpAddr>,
    pub(super) seen: BTreeMap<Device, Instant>,
    pub(super) streams: BTreeMap<Device, u64>,
    /// Teams whose draft is not on disk yet.
    unsaved: BTreeSet<u32>,
    pub(super) store: Store,
    clock: Clock,
    /// Seconds of the clock that were last written to disk.
    noted: u64,
}

/// Version numbers that grow with every change: for everybody, and for one team.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Versions {
    /// Changes for everybody.
    pub all: u64,
    /// Changes that only the desk and the projector show.
    pub desk: u64,
    /// Changes for each team.
    pub teams: [u64; MOST_TEAMS as usize],
    /// Whether the session was deleted; pages that show it must be cleared.
    pub deleted: bool,
}

impl Versions {
    /// The version for one team, or for a page that shows everything.
    pub fn of(&self, team: Option<u32>) -> u64 {
        let own = |team: u32| self.teams.get(team as usize).copied().unwrap_or(0);
        self.all + team.map_or_else(|| self.desk + self.teams.iter().sum::<u64>(), own)
    }
}

/// A session that several threads share.
#[derive(Debug)]
pub struct Session {
    inner: Mutex<SessionState>,
    pub(super) changed: watch::Sender<Versions>,
    runs: Runs,
}

/// Letters and digits that are not easily confused.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Random bytes that nobody can guess.
///
/// # Panics
/// If the system provides none, because nothing would be safe then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// A random token of 128 bits, as 32 hexadecimal digits.
pub fn token() -> String {
    balcony_numeric::hex(&random::<16>())
}

/// The digest of a token, which identifies a device.
pub fn device(token: &str) -> Device {
    balcony_numeric::hex(&Sha256::digest(token.as_bytes())[..16])
}

impl Session {
    /// Opens the session at a path, or creates a new one. It replays the log. If nothing can be
    /// written, an existing session can still be viewed and exported.
    ///
    /// # Errors
    /// If the file is no session's, or belongs to another exercise or engine, or the model fails.
    pub fn open(path: &Path, exercise: Exercise, teams: u32) -> Result<Arc<Self>, SessionError> {
        let (mut store, store::OpenedLog { rows, mut warnings, .. }) = Store::open(path)?;
        let damaged = !warnings.is_empty();
        let identity = Game::identity(&exercise);
        let teams = teams_of(&rows, &store).unwrap_or(teams);
        let mut game = Game::new(exercise, teams)?;
        let opened = rows.first().is_some_and(|row| row.number == 1);
        if !opened {
            let entry =
                Entry::Open { exercise: store.kept("exercise").unwrap_or(&identity).to_owned(), teams };
            game.check(&entry)?;
            if rows.is_empty() {
                store.append("open", &entry)?;
            } else {
                store.restore_first("open", &entry);
                warnings.push(format!(
                    "entry 1, the opening of a room of {teams} teams, is made again from what else is kept"
                ));
            }
        }
        live(&mut game, &rows, &mut warnings)?;
        let mut unwritten = None;
        let mut kept = |store: &mut Store, key: &str, make: &dyn Fn() -> String| {
            if let Some(kept) = store.kept(key) {
                return kept.to_owned();
            }
            let made = make();
            if let Err(error) = store.keep(key, &made) {
                unwritten = Some(error);
            }
            made
        };
        let code = || random::<6>().iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
        if damaged && store.kept("code").is_none() {
            warnings.push(
                "the room's code is lost and another is made: devices that had no seat must type it"
                    .to_owned(),
            );
        }
        let code = kept(&mut store, "code", &code);
        let id = kept(&mut store, "id", &|| token()[..6].to_owned());
        let pass = kept(&mut store, "pass", &token);
        // Entry 1 contains these too; keeping them apart saves them if that entry is lost.
        kept(&mut store, "exercise", &|| identity.clone());
        kept(&mut store, "teams", &|| teams.to_string());
        if let Some(error) = unwritten {
            warnings.push(format!(
                "nothing can be written ({error}): what is there can be looked at and exported from the desk; make room on the disk to go on"
            ));
        }
        let seated = store.seats().iter().filter(|(_, (team, _))| *team < teams);
        let seats = seated.clone().map(|(device, (team, _))| (device.clone(), *team)).collect();
        let observers =
            seated.filter(|(_, (_, observes))| *observes).map(|(device, _)| device.clone()).collect();
        let mut drafts = vec![None; teams as usize];
        for (team, draft) in store.drafts(game.round()) {
            if let Some(place) = drafts.get_mut(team as usize) {
                *place = Some(draft);
            }
        }
        let decided = rows.iter().any(|row| matches!(row.entry, Entry::Submit { .. } | Entry::Close { .. }));
        let begun = store.kept("begun").is_some() || decided;
        let locked = store.kept("locked") == Some("yes");
        // Time in which the session was closed does not count.
        let ran = store.kept("ran").and_then(|text| text.parse().ok()).unwrap_or(0);
        let clock = Clock::at(ran, game.is_paused());
        let (changed, _) = watch::channel(Versions { all: 1, ..Versions::default() });
        let ping = changed.clone();
        let runs = Runs::start(&game, &drafts, move |team| {
            ping.send_modify(|versions| {
                let place = team.and_then(|team| versions.teams.get_mut(team as usize));
                *place.unwrap_or(&mut versions.desk) += 1;
            });
        });
        let inner = SessionState {
            edit_locks: vec![None; teams as usize],
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
            picked: None,
            waiting: Vec::new(),
            homes: BTreeMap::new(),
            seen: BTreeMap::new(),
            streams: BTreeMap::new(),
            store,
            clock,
            noted: ran,
        };
        Ok(Arc::new(Self { inner: Mutex::new(inner), changed, runs }))
    }

    /// Locks the state, to read it or to change what is not in the log.
    pub fn lock(&self) -> MutexGuard<'_, SessionState> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `show` on one consistent snapshot of the session and its Monte Carlo results.
    pub fn look<T>(&self, show: impl FnOnce(&SessionState, &RunsSoFar) -> T) -> T {
        let inner = self.lock();
        let found = self.runs.found();
        show(&inner, &found)
    }

    /// Whether the session was deleted. It then only says so to those who still ask.
    pub fn is_deleted(&self) -> bool {
        self.changed.borrow().deleted
    }

    /// Subscribes to changes; version numbers grow with each.
    pub fn changes(&self) -> watch::Receiver<Versions> {
        self.changed.subscribe()
    }

    /// Announces a change to everybody.
    pub fn ring(&self) {
        self.changed.send_modify(|versions| versions.all += 1);
    }

    /// Announces a change to one team only, so that other devices need not ask for it.
    pub(super) fn ring_team(&self, team: u32) {
        self.changed.send_modify(|versions| {
            if let Some(version) = versions.teams.get_mut(team as usize) {
                *version += 1;
            }
        });
    }

    /// Takes an entry: it is checked and simulated, then written and synced, then shown. A command
    /// that was taken before has no second effect.
    ///
    /// # Errors
    /// If the game refuses the entry or it cannot be written; then nothing has changed.
    pub fn take(&self, command: &str, entry: &Entry) -> Result<(), SessionError> {
        let mut inner = self.lock();
        self.take_in(&mut inner, command, entry)
    }

    fn take_in(&self, inner: &mut SessionState, command: &str, entry: &Entry) -> Result<(), SessionError> {
        if let Some(known) = inner.store.known(command) {
            return if known == entry {
                Ok(())
            } else {
                Err(SessionError::NotYours(OTHER_CONTENTS.to_owned()))
            };
        }
        if !inner.begun && matches!(entry, Entry::Submit { .. } | Entry::Close { .. }) {
            return Err(SessionError::NotYours(NOT_BEGUN.to_owned()));
        }
        inner.game.check(entry)?;
        let mut next = inner.game.clone();
        next.apply(entry)?;
        inner.store.append(command, entry)?;
        inner.game = next;
        match entry {
            Entry::Close { .. } | Entry::Rewind { .. } => {
                inner.drafts.iter_mut().for_each(|draft| *draft = None);
                (inner.counterfactual, inner.picked) = (None, None);
                inner.clock = Clock::at(0, inner.game.is_paused());
                inner.unsaved.clear();
                inner.note_clock();
                self.runs.aim(&inner.game, &inner.drafts);
            }
            Entry::Pause { on } => {
                inner.clock.stand(*on);
                inner.note_clock();
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

    /// Begins the first round: the clock runs, the first injects are shown, and teams may decide.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn begin(&self) -> Result<(), SessionError> {
        let mut inner = self.lock();
        if !inner.begun {
            inner.store.keep("begun", "yes")?;
            inner.begun = true;
            inner.clock = Clock::at(0, inner.game.is_paused());
            inner.note_clock();
            drop(inner);
            self.ring();
        }
        Ok(())
    }

    /// Ends the round. Each team gets its submitted decision, else its draft, else the decision
    /// before.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn close(&self, command: &str, round: u32) -> Result<(), SessionError> {
        let mut inner = self.lock();
        if let Some(Entry::Close { round: closed, .. }) = inner.store.known(command)
            && *closed == round
        {
            return Ok(());
        }
        let decisions: Vec<Effective> = inner.game.in_force(&inner.drafts);
        self.take_in(&mut inner, command, &Entry::Close { round, decisions })
    }

    /// Submits a team's decision from a device that holds the edit lock, or takes it if nobody
    /// does.
    ///
    /// # Errors
    /// If another device or tab holds the edit lock, or as [`Self::take`].
    pub fn submit(
        &self,
        command: &str,
        who: (&Device, &str),
        team: u32,
        round: u32,
        decision: &Decision,
    ) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let entry = Entry::Submit { team, round, decision: decision.clone() };
        if inner.store.known(command).is_some_and(|known| *known == entry) {
            return Ok(());
        }
        inner.may_write(who, team)?;
        self.take_in(&mut inner, command, &entry)?;
        inner.drafts[team as usize] = Some(decision.clone());
        inner.unsaved.insert(team);
        Ok(())
    }

    /// Submits a team's decision from a code that was read out.
    ///
    /// # Errors
    /// If it is no valid code of this team and round, or as [`Self::take`].
    pub fn submit_code(&self, command: &str, team: u32, text: &str) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let round = inner.game.round();
        let injects = inner.game.injects(team);
        let decision = decode(inner.game.exercise(), &injects, team, round, text)
            .map_err(|why| SessionError::Refused(Refused::No(why)))?;
        self.take_in(&mut inner, command, &Entry::Submit { team, round, decision: decision.clone() })?;
        // The team's form then shows the submitted decision.
        inner.drafts[team as usize] = Some(decision);
        inner.unsaved.insert(team);
        self.ring_team(team);
        Ok(())
    }

    /// Withdraws a team's submitted decision, for the holder of the edit lock.
    ///
    /// # Errors
    /// If another device or tab holds the edit lock, or as [`Self::take`].
    pub fn withdraw(
        &self,
        command: &str,
        who: (&Device, &str),
        team: u32,
        round: u32,
    ) -> Result<(), SessionError> {
        let mut inner = self.lock();
        inner.may_write(who, team)?;
        self.take_in(&mut inner, command, &Entry::Withdraw { team, round })
    }

    /// Keeps a team's draft. The next [`Self::tick`] writes it to disk: a draft is not acknowledged
    /// as durable, so that devices need not wait for the disk at every change. `number` counts the
    /// tab's drafts, so that a late one does not replace a newer one.
    ///
    /// # Errors
    /// If another device or tab holds the edit lock, the round is over, or the session has not
    /// begun.
    pub fn draft(
        &self,
        who: (&Device, &str),
        number: u64,
        team: u32,
        round: u32,
        decision: Decision,
    ) -> Result<(), SessionError> {
        let mut inner = self.lock();
        if round != inner.game.round() || inner.game.is_over() {
            return Err(SessionError::NotYours("this round is over".to_owned()));
        }
        if !inner.begun {
            return Err(SessionError::NotYours(NOT_BEGUN.to_owned()));
        }
        inner.may_write(who, team)?;
        if let Some(Some(edit_lock)) = inner.edit_locks.get_mut(team as usize) {
            if number != 0 && number <= edit_lock.number {
                return Ok(());
            }
            edit_lock.number = number.max(edit_lock.number);
        }
        inner.drafts[team as usize] = Some(decision);
        inner.unsaved.insert(team);
        self.ring_team(team);
        Ok(())
    }

    /// Called every half second. It writes all drafts to disk together, passes them to the Monte
    /// Carlo runs, and keeps the clock from counting sleep of the machine.
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
        if inner.clock.look() {
            self.changed.send_modify(|versions| versions.all += 1);
        }
        if inner.begun && inner.clock.read().0 >= inner.noted + NOTED {
            inner.note_clock();
        }
    }

    /// Scrolls the projector's page one step down or up.
    pub fn scroll(&self, down: bool) {
        let mut inner = self.lock();
        inner.down = if down { (inner.down + 1).min(20) } else { inner.down.saturating_sub(1) };
        self.changed.send_modify(|versions| versions.desk += 1);
    }

    /// Deletes the session's files. Nothing can be done in the session after it.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn delete(&self) -> Result<(), SessionError> {
        let mut inner = self.lock();
        inner.store.delete().map_err(|error| SessionError::NotYours(error.to_string()))?;
        inner.store = Store::nowhere();
        inner.seats.clear();
        inner.waiting.clear();
        self.changed.send_modify(|versions| {
            versions.deleted = true;
            versions.all += 1;
        });
        Ok(())
    }

    /// Returns the complete log.
    pub fn rows(&self) -> Vec<Row> {
        self.lock().store.rows().to_vec()
    }
}

/// The answer to a decision before the session has begun.
const NOT_BEGUN: &str = "the facilitator has not begun yet";

/// The answer to a repeated command with other contents.
const OTHER_CONTENTS: &str =
    "this was sent before with other contents: look at the page again, then send it anew";

/// Seconds after which the clock is written to disk again.
const NOTED: u64 = 10;

/// Number of teams of a log: from its opening, from the kept value, or from its entries.
fn teams_of(rows: &[Row], store: &Store) -> Option<u32> {
    let of = |row: &Row| match &row.entry {
        Entry::Open { teams, .. } => Some(*teams),
        Entry::Close { decisions, .. } => Some(decisions.len() as u32),
        _ => None,
    };
    let opening = rows.first().filter(|row| row.number == 1).and_then(of);
    opening
        .or_else(|| store.kept("teams").and_then(|text| text.parse().ok()))
        .or_else(|| rows.iter().find_map(of))
        .filter(|teams| (1..=MOST_TEAMS).contains(teams))
}

/// Replays a log. Entries that depend on a missing one are skipped, and stay in the log.
fn live(game: &mut Game, rows: &[Row], warnings: &mut Vec<String>) -> Result<(), Refused> {
    let mut first = None;
    let mut count = 0;
    for row in rows {
        if let Err(refused) = game.apply(&row.entry) {
            if row.number == 1 {
                return Err(refused);
            }
            first.get_or_insert_with(|| format!("the first is entry {}: {refused}", row.number));
            count += 1;
        }
    }
    if let Some(first) = first {
        warnings.push(format!(
            "{count} of {} entries of the log are not taken, and stay in it ({first}): look at the desk whether the room stands where it stood",
            rows.len()
        ));
    }
    Ok(())
}

impl SessionState {
    /// The data from which a team's page is made.
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

    /// Seconds that the round has taken, and whether the clock is stopped.
    pub fn clock(&self) -> (u64, bool) {
        self.clock.read()
    }

    /// Writes the time of the round to disk. An error is ignored, because a clock that is a few
    /// seconds behind does no harm.
    fn note_clock(&mut self) {
        self.noted = self.clock.read().0;
        let _ = self.store.keep("ran", &self.noted.to_string());
    }
}
