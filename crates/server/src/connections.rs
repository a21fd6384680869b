//! Limits the number of connections. Devices with a seat have their own slots; all others share a
//! separate set. A newcomer is always let in: when slots run out, the device or the address with
//! the most connections loses its oldest one.

use super::edit_lock::Device;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::AbortHandle;

/// Most connections of all devices with a seat; a phone uses two or three.
pub(super) const SEATED: usize = 400;
/// Most connections of one such device: a browser opens six, and more while it closes old ones.
pub(super) const OF_A_DEVICE: usize = 10;
/// Most connections of all others.
pub(super) const STRANGERS: usize = 200;

/// All connections of a listener by number, oldest first.
#[derive(Debug, Default)]
struct ConnectionTable {
    next: u64,
    held: BTreeMap<u64, Connection>,
}

#[derive(Debug)]
struct Connection {
    from: IpAddr,
    device: Option<Device>,
    task: Option<AbortHandle>,
}

impl ConnectionTable {
    /// The oldest connection of the owner with the most connections; `whose` names the owner, or
    /// `None` for connections that do not count.
    fn victim<K: Ord>(&self, whose: impl Fn(&Connection) -> Option<K>) -> Option<u64> {
        // For each owner, the number of connections and the oldest of them. Among owners with
        // equally many, the one with the oldest connection is chosen.
        let mut all: BTreeMap<K, (usize, u64)> = BTreeMap::new();
        for (number, held) in &self.held {
            if let Some(whose) = whose(held) {
                all.entry(whose).or_insert((0, *number)).0 += 1;
            }
        }
        all.into_values().max_by_key(|(count, oldest)| (*count, u64::MAX - oldest)).map(|(_, oldest)| oldest)
    }

    fn end(&mut self, number: Option<u64>) {
        if let Some(task) = number.and_then(|number| self.held.remove(&number)).and_then(|held| held.task) {
            task.abort();
        }
    }

    fn count(&self, which: impl Fn(&Connection) -> bool) -> usize {
        self.held.values().filter(|held| which(held)).count()
    }
}

/// The connection slots of a listener.
#[derive(Debug, Clone, Default)]
pub(super) struct ConnectionSlots(Arc<Mutex<ConnectionTable>>);

impl ConnectionSlots {
    fn lock(&self) -> MutexGuard<'_, ConnectionTable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a slot for a new connection. It counts as a stranger's until the first request shows a
    /// seat.
    pub(super) fn take(&self, from: IpAddr) -> ConnectionSlot {
        let mut all = self.lock();
        if all.count(|held| held.device.is_none()) >= STRANGERS {
            let victim = all.victim(|held| held.device.is_none().then_some(held.from));
            all.end(victim);
        }
        let number = all.next;
        all.next += 1;
        all.held.insert(number, Connection { from, device: None, task: None });
        ConnectionSlot(Ticket { places: self.clone(), number })
    }
}

/// Refers to a connection's slot, for the handlers of its requests.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    places: ConnectionSlots,
    number: u64,
}

impl Ticket {
    /// Stores the handle by which the connection is closed when its slot is needed.
    pub(super) fn attach(&self, task: AbortHandle) {
        if let Some(held) = self.places.lock().held.get_mut(&self.number) {
            held.task = Some(task);
        } else {
            task.abort();
        }
    }

    /// Records the owner of the connection: a device with a seat, or nobody known.
    pub(super) fn of(&self, device: Option<&Device>) {
        let mut all = self.places.lock();
        match all.held.get_mut(&self.number) {
            Some(held) if held.device.as_ref() != device => held.device = device.cloned(),
            _ => return,
        }
        let Some(device) = device else { return };
        if all.count(|held| held.device.as_ref() == Some(device)) > OF_A_DEVICE {
            let victim = all.victim(|held| held.device.clone().filter(|own| own == device));
            all.end(victim);
        }
        if all.count(|held| held.device.is_some()) > SEATED {
            let victim = all.victim(|held| held.device.clone());
            all.end(victim);
        }
    }
}

/// A slot that is held until it is dropped, however the connection ends.
#[derive(Debug)]
pub(super) struct ConnectionSlot(Ticket);

impl ConnectionSlot {
    pub(super) fn ticket(&self) -> Ticket {
        self.0.clone()
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.0.places.lock().held.remove(&self.0.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 168, 8, last])
    }

    impl ConnectionSlots {
        fn of(&self, from: IpAddr) -> usize {
            self.lock().count(|held| held.from == from)
        }
    }

    /// Three addresses take all connections they can get, again and again. Devices with a seat keep
    /// every connection, and a newcomer is let in.
    #[test]
    fn strangers_cannot_take_the_places_of_seated_devices_or_of_a_newcomer() {
        let places = ConnectionSlots::default();
        let seated: Vec<ConnectionSlot> = (0..100).map(|_| places.take(address(2))).collect();
        for (device, three) in seated.chunks(3).enumerate() {
            three.iter().for_each(|place| place.ticket().of(Some(&format!("device {device}"))));
        }
        let newcomer = places.take(address(9));
        let hostile: Vec<ConnectionSlot> =
            (0..2000).map(|at| places.take(address(20 + (at % 3) as u8))).collect();
        assert_eq!(places.of(address(2)), 100);
        assert_eq!(places.of(address(9)), 1, "it holds the fewest");
        let theirs: usize = (20..23).map(|last| places.of(address(last))).sum();
        assert_eq!(theirs, STRANGERS - 1);
        let second = places.take(address(8));
        assert_eq!(places.of(address(8)), 1);
        drop((seated, newcomer, hostile, second));
        assert!(places.lock().held.is_empty());
    }

    /// A device that opens more and more connections closes only its own oldest.
    #[test]
    fn one_device_cannot_take_the_places_of_the_others() {
        let places = ConnectionSlots::default();
        let take = |device: &str| {
            let place = places.take(address(2));
            place.ticket().of(Some(&device.to_owned()));
            place
        };
        let other = take("other");
        let all: Vec<ConnectionSlot> = (0..50).map(|_| take("one")).collect();
        assert_eq!(places.lock().count(|held| held.device.as_deref() == Some("one")), OF_A_DEVICE);
        assert_eq!(places.lock().count(|held| held.device.as_deref() == Some("other")), 1);
        // Any number of devices share the slots for seated devices.
        let many: Vec<ConnectionSlot> = (0..600).map(|at| take(&format!("device {at}"))).collect();
        assert_eq!(places.lock().count(|held| held.device.is_some()), SEATED);
        // A device that has lost its seat counts as a stranger again.
        other.ticket().of(None);
        drop((other, all, many));
        assert!(places.lock().held.is_empty());
    }
}
