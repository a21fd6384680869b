//! The clock of a round. It uses a monotonic clock, which nobody can set, and counts only time in
//! which it was observed.

use std::time::{Duration, Instant};

/// A longer gap between two looks means that the machine was asleep, so the gap does not count.
const SLEEP: Duration = Duration::from_secs(60);

/// The clock of a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    ran: Duration,
    stands: bool,
    looked: Instant,
}

impl Clock {
    /// A clock that has run for some seconds; `stands` says whether it is stopped.
    pub(super) fn at(seconds: u64, stands: bool) -> Self {
        Self { ran: Duration::from_secs(seconds), stands, looked: Instant::now() }
    }

    /// Adds the time since the last look. Returns whether the machine slept meanwhile.
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

    /// Stops the clock, or lets it continue.
    pub(super) fn stand(&mut self, stands: bool) {
        self.look();
        self.stands = stands;
    }

    /// Seconds that the clock has run, and whether it is stopped.
    pub(super) fn read(mut self) -> (u64, bool) {
        self.look();
        (self.ran.as_secs(), self.stands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The clock does not depend on the time of day, so setting the machine's clock changes
    /// nothing. Sleep of the machine does not count.
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
        // An instant before the last look adds no time.
        clock.stands = false;
        clock.look_at(seconds(1));
        assert_eq!(clock.ran.as_secs(), 130);
    }
}
