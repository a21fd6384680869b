//! What happens in the market, entry by entry: counts, stories and pictures are read from it.

use crate::person::{Background, Person};
use balcony_engine::keyed;
use balcony_engine::rng::EntityId;

keyed! {
    /// Why a director goes.
    Reason {
        /// Retires.
        Retired "retired",
        /// Burnt out, or the mandate is lost.
        Left "left",
        /// Becomes director elsewhere.
        Moved "moved",
    }
}

keyed! {
    /// Where an interim comes from.
    InterimSource {
        /// An assistant director of the same authority.
        Own "own",
        /// Somebody who has been a director.
        Former "former",
        /// An assistant director of a neighbour.
        Neighbour "neighbour",
    }
}

keyed! {
    /// The post that somebody comes from.
    Origin {
        /// Assistant director of the same authority.
        Inside "inside",
        /// Assistant director elsewhere.
        Second "second-tier",
        /// Head of service: a generation is jumped.
        Third "third-tier",
        /// Director elsewhere.
        Director "director",
        /// A former director.
        Former "former",
        /// From outside the market.
        Outside "outside",
    }
}

/// A director who starts for good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// The post before.
    pub origin: Origin,
    /// Never a permanent director before.
    pub first_time: bool,
    /// Was already the interim here.
    pub was_interim: bool,
    /// Age, years.
    pub age: f64,
    /// Where the working life began.
    pub background: Background,
    /// Readiness at the start.
    pub readiness: f64,
    /// Mean of the four competences.
    pub competence: f64,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// A permanent director goes; weeks in post.
    Gone {
        /// Why.
        reason: Reason,
        /// Weeks in post.
        weeks: u32,
    },
    /// An interim takes the post.
    Interim {
        /// From where.
        source: InterimSource,
    },
    /// An interim's time ends; weeks in post.
    InterimEnds {
        /// Weeks in post.
        weeks: u32,
    },
    /// A panel meets: how many had applied who may.
    Panel {
        /// Eligible applicants.
        applicants: u32,
        /// Does it appoint?
        appoints: bool,
    },
    /// A permanent director starts.
    Started(Start),
    /// Somebody takes a post below the director's.
    Rose {
        /// The tier of the post.
        tier: u8,
        /// Tier before; 0 for somebody new, the same for a move on the level.
        from: u8,
    },
    /// Somebody leaves a post below the director's for good.
    Exited {
        /// The tier of the post.
        tier: u8,
    },
    /// Somebody finishes a programme; its position in [`crate::development::Kind`].
    Finished {
        /// The programme.
        kind: crate::development::Kind,
    },
    /// Inspectors judge the authority: 0 inadequate to 3 outstanding. Nobody is concerned.
    Judged {
        /// The judgement.
        judgement: u8,
    },
}

/// What happened to whom, where and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// When.
    pub week: u32,
    /// Position of the place.
    pub place: u16,
    /// Whom; of a panel or judgement the authority itself.
    pub who: EntityId,
    /// What.
    pub change: Change,
}

/// Takes what happens.
pub trait Log {
    /// One entry, in order of time.
    fn entry(&mut self, entry: Entry);
}

/// Keeps every entry.
impl Log for Vec<Entry> {
    fn entry(&mut self, entry: Entry) {
        self.push(entry);
    }
}

/// Drops every entry.
#[derive(Debug, Clone, Copy)]
pub struct NoLog;

impl Log for NoLog {
    fn entry(&mut self, _: Entry) {}
}

/// Where a person comes from, as [`Origin`] has it.
pub(crate) fn origin(person: &Person, place: u16) -> Origin {
    match person.tier {
        crate::person::DIRECTOR => Origin::Director,
        crate::person::SECOND if person.place == place => Origin::Inside,
        crate::person::SECOND => Origin::Second,
        crate::person::THIRD => Origin::Third,
        _ if person.been_director => Origin::Former,
        _ => Origin::Outside,
    }
}
