//! A round's clock: it counts what it was seen to run, by a clock that nobody can set.

use std::time::{Duration, Instant};

/// Without a look for so long the machine was asleep, or the room closed: nobody thought meanwhile.
const SLEEP: Duration = Duration::from_secs(60);

/// What happens to a room's clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    ran: Duration,
    stands: bool,
    looked: Instant,
}

impl Clock {
    /// A clock that has run for some seconds.
    pub(super) fn at(seconds: u64, stands: bool) -> Self {
        Self { ran: Duration::from_secs(seconds), stands, looked: Instant::now() }
    }

    /// Counts what has passed since the last look; gives whether the machine slept meanwhile.
    pub(super) fn look(&mut self) -> bool {
        self.look_at(Instant::now())
    }

    fn look_at(&mut self, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.looked);
        self.looked = now;
        let slept = passed > SLEEP;
        if !slept && !self.stands {
            self.ran += passed;
        }
        slept
    }

    /// Stops it, or lets it go on.
    pub(super) fn stand(&mut self, stands: bool) {
        self.look();
        self.stands = stands;
    }

    /// Seconds that it has run, and whether it stands.
    pub(super) fn read(mut self) -> (u64, bool) {
        self.look();
        (self.ran.as_secs(), self.stands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No time of day is in it: setting the machine's clock forward and back changes nothing. What
    /// it sleeps does not count.
    #[test]
    fn a_round_counts_what_ran_and_neither_sleep_nor_the_time_of_day() {
        let mut clock = Clock::at(90, false);
        let begun = clock.looked;
        let seconds = |all: u64| begun + Duration::from_secs(all);
        assert!(!clock.look_at(seconds(30)));
        assert_eq!(clock.ran.as_secs(), 120);
        assert!(clock.look_at(seconds(4000)), "it slept");
        assert_eq!(clock.ran.as_secs(), 120);
        assert!(!clock.look_at(seconds(4010)));
        assert_eq!(clock.ran.as_secs(), 130);
        clock.stands = true;
        clock.look_at(seconds(4050));
        assert_eq!(clock.ran.as_secs(), 130);
        // An instant before the last is no time at all.
        clock.stands = false;
        clock.look_at(seconds(1));
        assert_eq!(clock.ran.as_secs(), 130);
    }
}
