//! Seats: which device belongs to which team, who may edit, who only observes, and which devices
//! were active lately. A device is known by the digest of its token.

use super::edit_lock::{Device, EditLock};
use super::session::{Session, SessionError, SessionState, device, token};
use super::store::StoreError;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Most devices with a seat in a session.
pub(super) const MOST_SEATS: usize = 400;
/// Most of them at one address: forty phones behind one router share one, and some come in twice.
pub(super) const SEATS_OF_ONE: usize = 200;
/// Most devices that wait for their team to let them in.
pub(super) const MOST_WAITING: usize = 100;

/// A device's stream is closed after this time without a request. A page reports every five
/// seconds.
pub(super) const GONE: Duration = Duration::from_secs(30);
/// Most streams of one device, for as many tabs.
pub(super) const STREAMS: u64 = 4;
/// A device counts as present for this time after its last request.
const HERE: Duration = Duration::from_secs(12);

/// A device that wants to join a team and is not let in yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The device.
    pub device: Device,
    /// The team that it wants to join.
    pub team: u32,
    /// Whether it only wants to observe.
    pub observes: bool,
    from: Option<IpAddr>,
    heard: Instant,
}

impl Waiting {
    /// Four digits by which people recognise the device; its own page shows them too.
    pub fn sign(&self) -> String {
        let number = u32::from_str_radix(self.device.get(..6).unwrap_or_default(), 16).unwrap_or(0);
        format!("{:04}", number % 10_000)
    }
}

impl Session {
    /// Gives a device a seat, or lets it wait until its team lets it in; returns its token. A
    /// team's first device gets a seat at once.
    ///
    /// # Errors
    /// If the door is closed, there is no such team, all seats are taken, or the file cannot be
    /// written.
    pub fn join(&self, known: Option<&str>, team: u32, observes: bool) -> Result<String, SessionError> {
        self.join_from(known, team, observes, None)
    }

    /// The same for a device at a known address, which may have only a limited number of seats.
    ///
    /// # Errors
    /// As [`Self::join`].
    pub fn join_from(
        &self,
        known: Option<&str>,
        team: u32,
        observes: bool,
        from: Option<IpAddr>,
    ) -> Result<String, SessionError> {
        let mut inner = self.lock();
        if team as usize >= inner.game.teams().len() {
            return Err(SessionError::NotYours("there is no such team".to_owned()));
        }
        let known = known.filter(|token| {
            let who = device(token);
            inner.seats.contains_key(&who) || inner.waiting.iter().any(|waiting| waiting.device == who)
        });
        let token = known.map_or_else(token, str::to_owned);
        let who = device(&token);
        let own = inner.seats.get(&who) == Some(&team);
        if inner.locked && !own {
            return Err(SessionError::NotYours("the door is closed: ask the facilitator".to_owned()));
        }
        inner.has_a_seat_for(&who, from)?;
        // A seat needs the consent of the team's other devices. A device of the team may become an
        // observer without it, and the first device of a team gets its seat at once.
        let there = own && (observes || !inner.observers.contains(&who));
        let others = inner.seats.iter().filter(|(device, at)| **at == team && **device != who);
        let nobody = match observes {
            true => others.count() == 0,
            false => others.filter(|(device, _)| !inner.observers.contains(*device)).count() == 0,
        };
        if there || nobody {
            inner.sit(&who, team, observes, from)?;
        } else {
            inner.wait(who, team, observes, from);
        }
        drop(inner);
        self.ring_waiting(team);
        Ok(token)
    }

    /// Lets a waiting device into its team, or turns it away. `by` is a device of that team, or
    /// `None` for the desk.
    ///
    /// # Errors
    /// If `by` may not decide it, the door is closed, no such device waits, no seat is free, or the
    /// file cannot be written.
    pub fn admit(&self, by: Option<&Device>, waiting: &str, lets_in: bool) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let Some(at) = inner.waiting.iter().position(|one| one.device == waiting) else {
            return Err(SessionError::NotYours("that device does not wait any more".to_owned()));
        };
        let team = inner.waiting[at].team;
        if let Some(by) = by {
            if inner.seats.get(by) != Some(&team) || inner.observers.contains(by) {
                return Err(SessionError::NotYours("only a device of that team lets others in".to_owned()));
            }
            if inner.locked && lets_in {
                return Err(SessionError::NotYours("the door is closed: ask the facilitator".to_owned()));
            }
        }
        if lets_in {
            let Waiting { device, observes, from, heard, .. } = inner.waiting[at].clone();
            if heard.elapsed() >= GONE {
                return Err(SessionError::NotYours("that device does not wait any more".to_owned()));
            }
            inner.has_a_seat_for(&device, from)?;
            inner.sit(&device, team, observes, from)?;
        } else {
            inner.waiting.remove(at);
        }
        drop(inner);
        self.ring_waiting(team);
        Ok(())
    }

    /// Lets in every device that the desk shows: those that were active lately. It skips devices
    /// that were let in or turned away meanwhile.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn admit_all(&self) -> Result<(), SessionError> {
        let all: Vec<Device> = self.lock().waiting(None).map(|one| one.device.clone()).collect();
        for device in all {
            match self.admit(None, &device, true) {
                Err(SessionError::NotYours(_)) | Ok(()) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Notifies the team, its waiting devices and the desk.
    fn ring_waiting(&self, team: u32) {
        self.ring_team(team);
        self.changed.send_modify(|versions| versions.desk += 1);
    }

    /// Removes all seats of a team; its devices must join again.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn empty(&self, team: u32) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let gone: Vec<Device> =
            inner.seats.iter().filter(|(_, at)| **at == team).map(|(device, _)| device.clone()).collect();
        for device in gone {
            inner.store.seat(&device, None)?;
            inner.seats.remove(&device);
            inner.observers.remove(&device);
            inner.homes.remove(&device);
        }
        if let Some(edit_lock) = inner.edit_locks.get_mut(team as usize) {
            *edit_lock = None;
        }
        drop(inner);
        self.ring();
        Ok(())
    }

    /// Opens or closes the door.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_locked(&self, locked: bool) -> Result<(), SessionError> {
        let mut inner = self.lock();
        inner.store.keep("locked", if locked { "yes" } else { "no" })?;
        inner.locked = locked;
        drop(inner);
        self.ring();
        Ok(())
    }

    /// Gives the edit lock of a team to a tab of a device; does nothing for an observer.
    pub fn take_edit_lock(&self, who: (&Device, &str), team: u32) {
        let mut inner = self.lock();
        if inner.observers.contains(who.0) || inner.seats.get(who.0) != Some(&team) {
            return;
        }
        let edit_lock = EditLock { device: who.0.clone(), tab: who.1.to_owned(), number: 0 };
        if let Some(place) = inner.edit_locks.get_mut(team as usize)
            && place.as_ref().is_none_or(|held| held.device != edit_lock.device || held.tab != edit_lock.tab)
        {
            *place = Some(edit_lock);
            drop(inner);
            self.ring_team(team);
        }
    }

    /// Gives the edit lock to a new tab if its device holds the lock, if nobody does, or if the
    /// holder has gone: the newest tab edits.
    pub fn newest_tab(&self, who: (&Device, &str), team: u32) {
        let holds = {
            let inner = self.lock();
            let gone =
                |edit_lock: &EditLock| inner.seen.get(&edit_lock.device).is_none_or(|at| at.elapsed() > HERE);
            let edit_lock = inner.edit_locks.get(team as usize).and_then(Option::as_ref);
            edit_lock.is_none_or(|edit_lock| edit_lock.device == *who.0 || gone(edit_lock))
        };
        if holds {
            self.take_edit_lock(who, team);
        }
    }
}

impl SessionState {
    /// Checks that a tab of a device may edit for a team; it takes the edit lock if nobody holds
    /// it.
    pub(super) fn may_write(
        &mut self,
        (device, tab): (&Device, &str),
        team: u32,
    ) -> Result<(), SessionError> {
        if self.observers.contains(device) {
            return Err(SessionError::NotYours(
                "you observe: come in again without the tick to decide".to_owned(),
            ));
        }
        if self.seats.get(device) != Some(&team) {
            return Err(SessionError::NotYours("your device has no seat in that team".to_owned()));
        }
        let Some(place) = self.edit_locks.get_mut(team as usize) else {
            return Err(SessionError::NotYours("there is no such team".to_owned()));
        };
        match place {
            Some(edit_lock) if edit_lock.device == *device && edit_lock.tab == tab => Ok(()),
            Some(edit_lock) if edit_lock.device == *device => {
                Err(SessionError::NotYours("another tab of this device writes for the team".to_owned()))
            }
            Some(_) => Err(SessionError::NotYours(
                "another device writes for the team: press “Take the pen” first".to_owned(),
            )),
            None => {
                *place = Some(EditLock { device: device.clone(), tab: tab.to_owned(), number: 0 });
                Ok(())
            }
        }
    }

    /// Records that a device was active, and its address; returns whether it has a seat.
    pub(super) fn heard(&mut self, device: &Device, from: IpAddr) -> bool {
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.device == *device) {
            waiting.heard = Instant::now();
        }
        let seated = self.seats.contains_key(device);
        if seated {
            self.seen.insert(device.clone(), Instant::now());
            self.homes.insert(device.clone(), from);
        }
        seated
    }

    /// Number of devices with a seat that were last active at an address. Addresses are kept in
    /// memory while the session is open and are never written.
    pub(super) fn seated_at(&self, from: IpAddr) -> usize {
        self.homes.values().filter(|home| **home == from).count()
    }

    /// Refuses a device without a seat if all seats are taken, or all that one address may have.
    fn has_a_seat_for(&self, who: &Device, from: Option<IpAddr>) -> Result<(), SessionError> {
        if self.seats.contains_key(who) {
            return Ok(());
        }
        if self.seats.len() >= MOST_SEATS {
            return Err(SessionError::NotYours(
                "every seat is taken: the facilitator can empty a team".to_owned(),
            ));
        }
        if from.is_some_and(|from| self.seated_at(from) >= SEATS_OF_ONE) {
            let why = "so many devices at this address have seats: the facilitator can empty a team";
            return Err(SessionError::NotYours(why.to_owned()));
        }
        Ok(())
    }

    /// Gives a device its seat. It stops waiting, and loses any edit lock.
    fn sit(
        &mut self,
        who: &Device,
        team: u32,
        observes: bool,
        from: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        self.store.seat(who, Some((team, observes)))?;
        for edit_lock in &mut self.edit_locks {
            if edit_lock.as_ref().is_some_and(|edit_lock| edit_lock.device == *who) {
                *edit_lock = None;
            }
        }
        if observes {
            self.observers.insert(who.clone());
        } else {
            self.observers.remove(who);
        }
        self.waiting.retain(|waiting| waiting.device != *who);
        self.seats.insert(who.clone(), team);
        if let Some(from) = from {
            self.homes.insert(who.clone(), from);
        }
        Ok(())
    }

    /// Lets a device wait for a team. If too many wait, the address with the most waiting devices
    /// loses its oldest.
    fn wait(&mut self, device: Device, team: u32, observes: bool, from: Option<IpAddr>) {
        self.waiting.retain(|waiting| waiting.device != device);
        if self.waiting.len() >= MOST_WAITING {
            let many = |from| self.waiting.iter().filter(|waiting| waiting.from == from).count();
            let most = self.waiting.iter().map(|waiting| many(waiting.from)).max().unwrap_or(0);
            if let Some(at) = self.waiting.iter().position(|waiting| many(waiting.from) == most) {
                self.waiting.remove(at);
            }
        }
        self.waiting.push(Waiting { device, team, observes, from, heard: Instant::now() });
    }

    /// Devices that wait for a team, or for any team, and were active lately.
    pub(super) fn waiting(&self, team: Option<u32>) -> impl Iterator<Item = &Waiting> {
        let here = |waiting: &&Waiting| waiting.heard.elapsed() < GONE;
        self.waiting.iter().filter(move |waiting| team.is_none_or(|team| waiting.team == team)).filter(here)
    }

    /// Whether a device has been silent for so long that its stream is useless.
    pub(super) fn is_gone(&self, device: &Device) -> bool {
        self.seen.get(device).is_none_or(|at| at.elapsed() > GONE)
    }

    /// Number of a new stream of a device.
    pub(super) fn stream(&mut self, device: &Device) -> u64 {
        let number = self.streams.entry(device.clone()).or_default();
        *number += 1;
        *number
    }

    /// Whether a device has opened so many later streams that this one is no longer read. Silent
    /// connections leave such streams behind.
    pub(super) fn is_left(&self, device: &Device, number: u64) -> bool {
        self.streams.get(device).is_none_or(|last| *last >= number + STREAMS)
    }

    /// Number of deciding devices of a team with a seat, and how many of them were active lately.
    pub fn devices(&self, team: u32) -> (usize, usize) {
        let of: Vec<&Device> = self
            .seats
            .iter()
            .filter(|(device, at)| **at == team && !self.observers.contains(*device))
            .map(|(device, _)| device)
            .collect();
        let here =
            of.iter().filter(|device| self.seen.get(**device).is_some_and(|at| at.elapsed() < HERE)).count();
        (of.len(), here)
    }
}
