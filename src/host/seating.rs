//! Who sits where: devices by the digest of their token, their teams, who writes, who only looks on, who was heard of lately.

use super::room::{Device, Inner, No, Pen, Room, device, token};
use std::time::{Duration, Instant};

/// Most devices in a room.
const MOST_SEATS: usize = 400;

/// After how long without a word a device's stream is closed: a page says every five seconds that it is there.
const GONE: Duration = Duration::from_secs(30);
/// Streams that a device may have at once, for as many tabs.
const STREAMS: u64 = 4;
/// For how long a device that was not heard of is still in the room.
const HERE: Duration = Duration::from_secs(12);

impl Room {
    /// Seats a device; gives its token.
    ///
    /// # Errors
    /// If nobody is let in any more, there is no such team, or nothing can be written.
    pub fn join(&self, known: Option<&str>, team: u32, observes: bool) -> Result<String, No> {
        let mut inner = self.lock();
        if team as usize >= inner.game.teams().len() {
            return Err(No::NotYours("there is no such team".to_owned()));
        }
        let seated = known.filter(|token| inner.seats.contains_key(&device(token)));
        if inner.locked && seated.is_none() {
            return Err(No::NotYours("the door is closed: ask the facilitator".to_owned()));
        }
        if seated.is_none() && inner.seats.len() >= MOST_SEATS {
            return Err(No::NotYours("every seat is taken: ask the facilitator".to_owned()));
        }
        let token = seated.map_or_else(token, str::to_owned);
        let who = device(&token);
        inner.store.seat(&who, Some((team, observes)))?;
        for pen in &mut inner.pens {
            if pen.as_ref().is_some_and(|pen| pen.device == who) {
                *pen = None;
            }
        }
        if observes {
            inner.observers.insert(who.clone());
        } else {
            inner.observers.remove(&who);
        }
        inner.seats.insert(who, team);
        drop(inner);
        self.ring_team(team);
        Ok(token)
    }

    /// Empties a team's seats: whoever sat there must come in again.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn empty(&self, team: u32) -> Result<(), No> {
        let mut inner = self.lock();
        let gone: Vec<Device> =
            inner.seats.iter().filter(|(_, at)| **at == team).map(|(device, _)| device.clone()).collect();
        for device in gone {
            inner.store.seat(&device, None)?;
            inner.seats.remove(&device);
            inner.observers.remove(&device);
        }
        if let Some(pen) = inner.pens.get_mut(team as usize) {
            *pen = None;
        }
        drop(inner);
        self.ring();
        Ok(())
    }

    /// Opens or closes the door.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn set_locked(&self, locked: bool) -> Result<(), No> {
        let mut inner = self.lock();
        inner.store.keep("locked", if locked { "yes" } else { "no" })?;
        inner.locked = locked;
        drop(inner);
        self.ring();
        Ok(())
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
}

impl Inner {
    /// Whether a tab of a device may write for a team; it takes the pen if nobody holds it.
    pub(super) fn may_write(&mut self, (device, tab): (&Device, &str), team: u32) -> Result<(), No> {
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

    /// Notes that a device was heard of.
    pub fn heard(&mut self, device: &Device) {
        self.seen.insert(device.clone(), Instant::now());
    }

    /// Whether a device has not been heard of for so long that its stream leads nowhere.
    pub(super) fn is_gone(&self, device: &Device) -> bool {
        self.seen.get(device).is_none_or(|at| at.elapsed() > GONE)
    }

    /// The number of a stream that a device begins.
    pub(super) fn stream(&mut self, device: &Device) -> u64 {
        let number = self.streams.entry(device.clone()).or_default();
        *number += 1;
        *number
    }

    /// Whether a device has begun so many streams since this one that nobody reads it: links that were silent leave them behind.
    pub(super) fn is_left(&self, device: &Device, number: u64) -> bool {
        self.streams.get(device).is_none_or(|last| *last >= number + STREAMS)
    }

    /// Devices of a team: seated, and heard of lately.
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
