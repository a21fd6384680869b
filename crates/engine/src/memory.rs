//! The memory of a world: how much it holds, and what it gives back while it waits.

use crate::world::World;

impl World {
    /// Bytes that it holds beside itself, room for more included.
    pub fn bytes(&self) -> usize {
        fn of<T>(list: &Vec<T>) -> usize {
            list.capacity() * size_of::<T>()
        }
        of(&self.children)
            + of(&self.post_of)
            + of(&self.free)
            + of(&self.calendar.ring)
            + self.calendar.ring.iter().map(of).sum::<usize>()
            + of(&self.posts)
            + of(&self.teams)
            + self.queues.iter().map(of).sum::<usize>()
            + of(&self.open_due)
            + of(&self.to_allocate)
            + of(&self.summoned)
            + of(&self.to_place)
    }

    /// Gives back the room for more: for a world that waits.
    pub fn shrink(&mut self) {
        self.children.shrink_to_fit();
        self.post_of.shrink_to_fit();
        self.free.shrink_to_fit();
        self.calendar.ring.iter_mut().for_each(Vec::shrink_to_fit);
        self.posts.shrink_to_fit();
        self.queues.iter_mut().for_each(Vec::shrink_to_fit);
        self.open_due.shrink_to_fit();
        self.to_allocate.shrink_to_fit();
    }
}
