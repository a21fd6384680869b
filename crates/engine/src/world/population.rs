//! The children with needs, and the weeks of their next events.

use super::child::{Child, NO_POST};

/// Children with needs, open or not. A position in a column is never an identity: it is used again
/// when a need has ended.
#[derive(Debug, PartialEq, Default)]
pub struct Population {
    /// Children. Those whose need has ended have the entity id 0.
    pub children: Vec<Child>,
    /// Post that holds each child, or [`super::NO_POST`], or [`super::OUTSIDE`]: a column of its
    /// own, because it is swept in bulk.
    pub post_of: Vec<u16>,
    /// Positions free for new children.
    pub free: Vec<u32>,
    /// Next events.
    pub calendar: Calendar,
}

clone_in_place!(Population { children, post_of, free, calendar });

/// Of the memory that a column has, the share that it grows by when it is full. A vector would
/// double: with all of England in memory the spare half would be more than all else.
const GROWS: usize = 16;

impl Population {
    /// Makes room for so many children at once, so that a column hardly ever moves: each move of a
    /// large one leaves a hole that nothing else fits. Room that is not used is never touched, and
    /// so takes no memory.
    pub(crate) fn reserve(&mut self, children: usize) {
        self.children.reserve_exact(children);
        self.post_of.reserve_exact(children);
    }

    /// A position for one more child; the child is there already, and nobody holds it.
    pub(crate) fn push(&mut self, child: Child) -> u32 {
        let length = self.children.len();
        if length == self.children.capacity() {
            self.children.reserve_exact(length / GROWS + GROWS);
            self.post_of.reserve_exact(length / GROWS + GROWS);
        }
        self.children.push(child);
        self.post_of.push(NO_POST);
        length as u32
    }
}

/// The calendar: positions of children by the week of their next event; a ring, later events are
/// asked again.
#[derive(Debug, PartialEq, Default)]
pub struct Calendar {
    /// Positions due, by week modulo the length of the ring.
    pub ring: Vec<Vec<u32>>,
}

clone_in_place!(Calendar { ring });

/// Weeks the calendar sees ahead.
pub const RING: usize = 256;

impl Calendar {
    /// Puts a child's next event down.
    #[inline]
    pub(crate) fn put(&mut self, now: u32, due: u32, slot: u32) {
        debug_assert!(now < due && due - now < RING as u32);
        self.ring[due as usize % RING].push(slot);
    }
}
