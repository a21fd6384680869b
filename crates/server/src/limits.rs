//! Rate limits of requests and of guesses at the code: per device with a seat, per address for
//! strangers, and for all together.

use super::edit_lock::Device;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A burst size and a refill rate per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    pub(super) at_once: f64,
    pub(super) a_second: f64,
}

const fn rate(at_once: f64, a_second: f64) -> Rate {
    Rate { at_once, a_second }
}

/// Requests of a device with a seat.
pub(super) const BY_DEVICE: Rate = rate(60.0, 20.0);
/// Requests of an address without a seat. Forty phones behind one router may arrive at once.
pub(super) const BY_ADDRESS: Rate = rate(400.0, 60.0);
/// Requests of all strangers together.
pub(super) const BY_STRANGERS: Rate = rate(2000.0, 400.0);
/// Wrong codes typed from one address.
pub(super) const GUESSES: Rate = rate(10.0, 1.0 / 6.0);
/// The same for an address with seated devices: one phone must not lock out the others.
pub(super) const GUESSES_AT_HOME: Rate = rate(60.0, 1.0);
/// Wrong codes of all addresses together. At this rate it takes years to find the code.
pub(super) const GUESSES_OF_ALL: Rate = rate(120.0, 2.0);
/// Most addresses and devices with their own bucket; later ones share one bucket.
pub(super) const KNOWN: usize = 4096;

/// A token bucket, which refills with time.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// The rate at its last use.
    rate: Rate,
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Self { rate, left: rate.at_once, at: now }
    }

    fn fill(&mut self, rate: Rate, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * rate.a_second).min(rate.at_once);
        (self.rate, self.at) = (rate, now);
    }

    /// Seconds until a token is available; `None` if there is one now.
    fn wait(&self, rate: Rate) -> Option<u64> {
        (self.left < 1.0).then(|| ((1.0 - self.left) / rate.a_second).ceil() as u64)
    }

    fn take(&mut self, rate: Rate, now: Instant) -> bool {
        self.fill(rate, now);
        let may = self.wait(rate).is_none();
        if may {
            self.left -= 1.0;
        }
        may
    }
}

/// A token bucket for each of many owners.
#[derive(Debug)]
struct Buckets<K> {
    each: BTreeMap<K, Bucket>,
    /// Shared by newcomers when [`KNOWN`] owners have buckets, so that no known owner is displaced.
    rest: Option<Bucket>,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self { each: BTreeMap::new(), rest: None }
    }
}

impl<K: Ord> Buckets<K> {
    fn of(&mut self, who: K, rate: Rate, now: Instant) -> &mut Bucket {
        if self.each.len() >= KNOWN && !self.each.contains_key(&who) {
            // A full bucket carries no information, so it can be dropped.
            self.each.retain(|_, bucket| {
                let own = bucket.rate;
                bucket.fill(own, now);
                bucket.left < own.at_once
            });
            if self.each.len() >= KNOWN {
                return self.rest.get_or_insert_with(|| Bucket::full(rate, now));
            }
        }
        self.each.entry(who).or_insert_with(|| Bucket::full(rate, now))
    }
}

/// How a code was given. A page of another site can open a link without the user's knowledge, so
/// wrong links use up only the allowance for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CodeSource {
    Typed,
    Link,
}

#[derive(Debug, Default)]
struct Counts {
    devices: Buckets<Device>,
    addresses: Buckets<IpAddr>,
    strangers: Option<Bucket>,
    guesses: Buckets<(CodeSource, IpAddr)>,
    all_guesses: Option<Bucket>,
}

/// The rate limits of a listener.
#[derive(Debug, Default)]
pub(super) struct Limits(Mutex<Counts>);

impl Limits {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request is allowed now: of a device with a seat, or of an address.
    pub(super) fn may_ask(&self, seated: Option<&Device>, from: IpAddr) -> bool {
        self.may_ask_at(seated, from, Instant::now())
    }

    fn may_ask_at(&self, seated: Option<&Device>, from: IpAddr, now: Instant) -> bool {
        let counts = &mut *self.lock();
        if let Some(device) = seated {
            return counts.devices.of(device.clone(), BY_DEVICE, now).take(BY_DEVICE, now);
        }
        // The address is checked first, so that one beyond its own limit uses nothing of the shared
        // allowance.
        counts.addresses.of(from, BY_ADDRESS, now).take(BY_ADDRESS, now)
            && counts.strangers.get_or_insert_with(|| Bucket::full(BY_STRANGERS, now)).take(BY_STRANGERS, now)
    }

    /// Whether a given code may be checked now.
    ///
    /// A right code costs nothing. `home` says that devices with a seat use the same address.
    ///
    /// # Errors
    /// The seconds to wait.
    pub(super) fn guess(&self, from: IpAddr, way: CodeSource, home: bool, right: bool) -> Result<(), u64> {
        self.guess_at(from, way, home, right, Instant::now())
    }

    fn guess_at(
        &self,
        from: IpAddr,
        way: CodeSource,
        home: bool,
        right: bool,
        now: Instant,
    ) -> Result<(), u64> {
        let counts = &mut *self.lock();
        let rate = if home { GUESSES_AT_HOME } else { GUESSES };
        let known = counts.guesses.each.contains_key(&(way, from)) || counts.guesses.each.len() >= KNOWN;
        let all = counts.all_guesses.get_or_insert_with(|| Bucket::full(GUESSES_OF_ALL, now));
        all.fill(GUESSES_OF_ALL, now);
        // An address that has not guessed before gets one try, whatever others do.
        if let Some(wait) = all.wait(GUESSES_OF_ALL).filter(|_| known) {
            return Err(wait);
        }
        if right && !known {
            return Ok(());
        }
        let own = counts.guesses.of((way, from), rate, now);
        own.fill(rate, now);
        if let Some(wait) = own.wait(rate) {
            return Err(wait);
        }
        if !right {
            own.left -= 1.0;
            all.left = (all.left - 1.0).max(0.0);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn address(number: u32) -> IpAddr {
        IpAddr::from((0x0a00_0000 + number).to_be_bytes())
    }

    #[test]
    fn an_allowance_is_so_many_and_comes_back_with_time() {
        let (limits, now) = (Limits::default(), Instant::now());
        let may = |at| limits.may_ask_at(None, address(1), at);
        assert_eq!((0..1000).filter(|_| may(now)).count(), 400);
        assert_eq!((0..1000).filter(|_| may(now + Duration::from_secs(2))).count(), 120);
        assert!(limits.may_ask_at(None, address(2), now));
    }

    /// Ten thousand addresses send requests all the time. A device with a seat is still answered,
    /// and so is an address that was known before them.
    #[test]
    fn many_addresses_do_not_turn_a_seated_device_away() {
        let (limits, now) = (Limits::default(), Instant::now());
        let device = "a device".to_owned();
        for number in 0..10_000 {
            limits.may_ask_at(None, address(number), now);
            if number % 500 == 0 {
                assert!(limits.may_ask_at(Some(&device), address(7), now));
            }
        }
        assert!(limits.lock().addresses.each.len() <= KNOWN);
        // Together they get the allowance of strangers and no more.
        assert!(!limits.may_ask_at(None, address(20_000), now));
        assert!(limits.may_ask_at(None, address(20_000), now + Duration::from_secs(5)));
    }

    #[test]
    fn wrong_codes_wait_where_nobody_sits_and_never_close_a_door_behind_which_devices_sit() {
        let (limits, now) = (Limits::default(), Instant::now());
        let guess = |from, home, right| limits.guess_at(address(from), CodeSource::Typed, home, right, now);
        assert_eq!((0..50).filter(|_| guess(1, false, false).is_ok()).count(), 10);
        assert_eq!(guess(1, false, true), Err(6), "a right one waits like the others there");
        assert_eq!(guess(2, false, true), Ok(()));
        // Where devices have seats, the wait is one second.
        assert_eq!((0..500).filter(|_| guess(3, true, false).is_ok()).count(), 60);
        assert_eq!(guess(3, true, true), Err(1));
        let later = now + Duration::from_secs(1);
        assert_eq!(limits.guess_at(address(3), CodeSource::Typed, true, true, later), Ok(()));
    }

    /// Links that another site opens in somebody's browser take nothing from people who type the
    /// code.
    #[test]
    fn links_that_are_wrong_cost_links_alone() {
        let (limits, now) = (Limits::default(), Instant::now());
        let wrong = |way| limits.guess_at(address(1), way, false, false, now).is_ok();
        assert_eq!((0..50).filter(|_| wrong(CodeSource::Link)).count(), 10);
        assert_eq!(limits.guess_at(address(1), CodeSource::Typed, false, true, now), Ok(()));
        assert_eq!((0..50).filter(|_| wrong(CodeSource::Typed)).count(), 10);
    }

    /// Guesses from all addresses are few in total, and a newcomer with the right code is let in
    /// all the same.
    #[test]
    fn guesses_from_all_addresses_together_are_few() {
        let (limits, now) = (Limits::default(), Instant::now());
        let tries = |from, at| limits.guess_at(address(from), CodeSource::Typed, false, false, at).is_ok();
        let looked = (0..2500).filter(|at| tries(at % 250, now)).count();
        assert!(looked <= 250 + 120, "{looked}");
        assert_eq!(limits.guess_at(address(999), CodeSource::Typed, false, true, now), Ok(()), "a newcomer");
        // One hour of guesses from as many addresses.
        let hour: usize = (1..=3600)
            .map(|second| {
                let at = now + Duration::from_secs(second);
                (0..250).filter(|from| tries(*from, at)).count()
            })
            .sum();
        assert!(hour <= 2 * 3600 + 120, "{hour}");
    }
}
