//! Assigns replicates in order, at most one window ahead of the last delivered one. So memory does
//! not grow when one replicate takes longer than its neighbours.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Limits which positions workers may start.
#[derive(Debug)]
pub(crate) struct Window {
    state: Mutex<State>,
    moved: Condvar,
    width: usize,
    end: usize,
}

#[derive(Debug, Default)]
struct State {
    next: usize,
    delivered: usize,
    most: usize,
    closed: bool,
}

impl Window {
    pub(crate) fn new(width: usize, end: usize) -> Self {
        Self { state: Mutex::default(), moved: Condvar::new(), width, end }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next position to work on. Waits until the window has room; `None` after the last
    /// position or after a stop.
    pub(crate) fn take(&self) -> Option<usize> {
        let mut state = self.state();
        loop {
            if state.closed || state.next == self.end {
                return None;
            }
            if state.next < state.delivered + self.width {
                let position = state.next;
                state.next += 1;
                state.most = state.most.max(state.next - state.delivered);
                return Some(position);
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Records that the next result was delivered.
    pub(crate) fn delivered(&self) {
        self.state().delivered += 1;
        self.moved.notify_all();
    }

    /// Stops assigning positions.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.moved.notify_all();
    }

    /// Largest number of replicates that were ever running or waiting for delivery.
    pub(crate) fn most(&self) -> usize {
        self.state().most
    }
}
