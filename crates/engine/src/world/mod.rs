//! The state of one authority in one replicate. It is cloned whole to fork an arm.
//!
//! [`World`] is the children ([`Population`]) and all else ([`Service`]). A mechanism that takes a
//! [`Service`] touches no child. Children with needs, open or not, are kept in one column of
//! 128-byte records, because an event touches the whole record and nothing else; what is swept in
//! bulk (who holds whom) has a dense column of its own. A position in a column is never an
//! identity: identities are entity ids.

/// Implements `Clone` field by field, and `clone_from` so that it uses the memory again that there
/// is. A derived `Clone` allocates anew, which a fork for every arm would pay for.
macro_rules! clone_in_place {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl Clone for $type {
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone()),* }
            }

            fn clone_from(&mut self, source: &Self) {
                $(self.$field.clone_from(&source.$field);)*
            }
        }
    };
}

mod child;
mod counts;
mod environment;
mod leaders;
mod leadership;
mod population;
mod trial;
mod variation;
mod workforce;

pub use child::{
    ASSESSING, CONFERENCE, Child, ENQUIRY, FITS, HURRIED, KNOWN, NEVER, NO_POST, OUTSIDE, Occasion, Process,
    Stage, WAITING,
};
pub(crate) use counts::care_class;
pub use counts::{Counts, Stocks};
pub use environment::{AGENCIES, Environment, PARTNERS, Partner};
pub use leaders::{
    Background, Brings, Leader, Leaders, PartnerLeader, PostAppointment, PostNews, Reach, Way,
};
pub use leadership::{
    Appointment, DecidedBy, Director, GROUP_MANAGEMENT, Inspection, InvestmentEffects, Leadership, Leading,
    Oversight, Programme, Reviewing, SELF_AWARENESS, SELF_MANAGEMENT, SOCIAL_AWARENESS, Seen, Succession,
    Task, Waiting,
};
pub use population::{Calendar, Population, RING};
pub use trial::{Changes, Enrolled, Trial};
pub(crate) use variation::VARIES;
pub use variation::{Deviations, Varies};
pub(crate) use workforce::TEAM;
pub use workforce::{Funding, Holder, Post, Staffing, Team, Workforce};

pub use crate::fixed::{ONE, fixed};
use crate::rng::RngKey;

/// One authority in one replicate.
#[derive(Debug, PartialEq)]
pub struct World {
    /// Key of its draws.
    pub rng_key: RngKey,
    /// The week to be simulated next.
    pub week: u32,
    /// The children with needs.
    pub population: Population,
    /// Everything but the children.
    pub service: Service,
    /// Case-weeks so far.
    pub case_weeks: u64,
    /// Events of children so far: what benchmarks divide by.
    pub events: u64,
}

clone_in_place!(World { rng_key, week, population, service, case_weeks, events });

/// Everything of an authority but its children: the service, its partners and what surrounds them.
#[derive(Debug, PartialEq)]
pub struct Service {
    /// The authority's number.
    pub authority: u16,
    /// Posts, people and teams.
    pub workforce: Workforce,
    /// Partner agencies and the public.
    pub partners: [Partner; AGENCIES],
    /// Who leads, and how.
    pub leadership: Leadership,
    /// The change programme.
    pub programme: Programme,
    /// Inspection and reviews.
    pub oversight: Oversight,
    /// Environment.
    pub environment: Environment,
    /// How far the authority is from its own long-run mean at present.
    pub variation: Deviations,
    /// Counts of the present week.
    pub counts: Counts,
    /// Stocks.
    pub stocks: Stocks,
    /// What is remembered of a trial.
    pub trial: Trial,
    /// Lists of the week under way.
    pub scratch: Scratch,
}

clone_in_place!(Service {
    authority,
    workforce,
    partners,
    leadership,
    programme,
    oversight,
    environment,
    variation,
    counts,
    stocks,
    trial,
    scratch
});

/// Lists that are filled and emptied within one week. Between weeks they are empty: only their
/// memory is kept. So they are no part of what a world is equal by, and a clone does not take them.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Children with an open case whose event is due.
    pub open_due: Vec<u32>,
    /// Children whose conference was called, until their brothers and sisters are summoned.
    pub convened: Vec<u32>,
    /// Children summoned to a sibling's conference.
    pub summoned: Vec<u32>,
    /// Placements to be found: position of the child, residential or not.
    pub to_place: Vec<(u32, bool)>,
    /// How far the director reaches each post below.
    pub reaches: Vec<Reach>,
}

impl PartialEq for Scratch {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Clone for Scratch {
    fn clone(&self) -> Self {
        Self::default()
    }

    /// Nothing that a run left behind, such as one that failed, enters the next; the memory stays.
    fn clone_from(&mut self, _: &Self) {
        let Self { open_due, convened, summoned, to_place, reaches } = self;
        open_due.clear();
        convened.clear();
        summoned.clear();
        to_place.clear();
        reaches.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advance::warmed_up;
    use crate::context::Constants;
    use crate::golden;

    // Seen to fail with `#[derive(Clone)]` in the place of `clone_in_place!` for `Population`.
    #[test]
    fn a_fork_uses_the_memory_again_that_it_has() {
        let setting = golden::setting(0);
        let constants = Constants::of(&setting);
        let start = warmed_up(&setting, &constants, RngKey { seed: 1, replicate: 0 }).expect("a world");
        let mut fork = start.clone();
        let memory = |world: &World| {
            let (population, service) = (&world.population, &world.service);
            let mut found = vec![
                population.children.as_ptr() as usize,
                population.post_of.as_ptr() as usize,
                service.workforce.posts.as_ptr() as usize,
                service.workforce.teams.as_ptr() as usize,
            ];
            found.extend(population.calendar.ring.iter().map(|week| week.as_ptr() as usize));
            found
        };
        fork.population.children.pop();
        fork.service.workforce.posts.pop();
        fork.service.scratch.summoned.push(1);
        let before = memory(&fork);
        fork.clone_from(&start);
        assert_eq!(memory(&fork), before);
        assert_eq!(fork, start);
        // Lists of a week are no part of a world: neither equality nor a copy sees them.
        assert!(fork.service.scratch.summoned.is_empty());
        fork.service.scratch.summoned.push(1);
        assert_eq!(fork, start);
        assert!(fork.clone().service.scratch.summoned.is_empty());
    }
}
