//! One child whose event has come, with all that the event may read and change.

use crate::context::StepContext;
use crate::world::{Child, Post, Service, World};

/// A child, the post that holds it, and the service; the other children are out of reach.
///
/// The child is borrowed where it stands in the column. A copy would be stale wherever somebody
/// read the column beside it, and lost wherever somebody forgot to write it back: here there is no
/// copy, and the compiler refuses to read the column while the cursor lives. It costs no speed, as
/// the two cache lines of the child are not copied out and back. What concerns other children
/// (brothers and sisters, the calendar) waits until the cursor has gone.
#[derive(Debug)]
pub struct ChildCursor<'a> {
    /// The child.
    pub child: &'a mut Child,
    /// Its position in the column.
    pub slot: u32,
    /// Post that holds it, or [`crate::world::NO_POST`], or [`crate::world::OUTSIDE`].
    pub post_index: &'a mut u16,
    /// Everything but the children.
    pub service: &'a mut Service,
    /// What a mechanism may read.
    pub context: &'a StepContext<'a>,
}

impl ChildCursor<'_> {
    /// The post that holds the child, if it is one of a social worker.
    #[inline]
    pub(crate) fn post(&self) -> Option<&Post> {
        self.service.workforce.posts.get(usize::from(*self.post_index))
    }

    /// Expertise of the child's worker, 0 to 1; in the middle if no social worker holds the case.
    #[inline]
    pub(crate) fn expertise(&self) -> f32 {
        self.post().map_or(0.5, |post| post.expertise)
    }
}

impl World {
    /// The child in a position.
    ///
    /// # Panics
    /// If there is no such position.
    ///
    /// ```
    /// use balcony_engine::context::StepContext;
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let mut world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let style = place.setting().start.incumbent;
    /// let (setting, constants) = (place.setting(), place.constants());
    /// let rng_key = RngKey { seed: 1, replicate: 0 };
    /// let context = StepContext::new(setting, constants, &style, rng_key, 1526, false);
    /// let who = world.population.children[0].entity_id;
    /// assert_eq!(world.cursor(0, &context).child.entity_id, who);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    #[inline]
    pub fn cursor<'a>(&'a mut self, slot: u32, context: &'a StepContext<'a>) -> ChildCursor<'a> {
        ChildCursor {
            child: &mut self.population.children[slot as usize],
            slot,
            post_index: &mut self.population.post_of[slot as usize],
            service: &mut self.service,
            context,
        }
    }
}
