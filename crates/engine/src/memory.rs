//! The memory of a world: how much it holds, and what it gives back while it waits.

use crate::world::{Population, Scratch, Workforce, World};

impl World {
    /// Bytes on the heap, spare capacity included.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// assert!(world.bytes() > 100_000);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn bytes(&self) -> usize {
        fn of<T>(list: &Vec<T>) -> usize {
            list.capacity() * size_of::<T>()
        }
        let Population { children, post_of, free, calendar } = &self.population;
        let Workforce { posts, teams, to_allocate, .. } = &self.service.workforce;
        let Scratch { open_due, convened, summoned, to_place, reaches } = &self.service.scratch;
        let below = &self.service.leadership.below;
        of(children)
            + of(post_of)
            + of(free)
            + of(&calendar.ring)
            + calendar.ring.iter().map(of).sum::<usize>()
            + of(posts)
            + of(teams)
            + of(to_allocate)
            + self.service.leadership.queues.iter().map(of).sum::<usize>()
            + of(open_due)
            + of(convened)
            + of(summoned)
            + of(to_place)
            + of(reaches)
            + of(&below.posts)
            + of(&below.partners)
    }

    /// Gives back spare capacity, for a world that is kept unused for a while.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let before = world.bytes();
    /// world.shrink();
    /// assert!(world.bytes() <= before);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn shrink(&mut self) {
        self.population.children.shrink_to_fit();
        self.population.post_of.shrink_to_fit();
        self.population.free.shrink_to_fit();
        self.population.calendar.ring.iter_mut().for_each(Vec::shrink_to_fit);
        self.service.workforce.posts.shrink_to_fit();
        self.service.workforce.to_allocate.shrink_to_fit();
        self.service.leadership.queues.iter_mut().for_each(Vec::shrink_to_fit);
        self.service.scratch = Scratch::default();
    }
}
