//! The people who lead below the director, and those who lead partner agencies.

use super::environment::PARTNERS;
use crate::keyed;
use crate::rng::EntityId;

/// A leader's way of leading: what of it reaches those who are led.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// 0: leads along the line; 1: along relationships.
    pub source: f64,
    /// Time for practice, where the work happens and with those who are developed, over the usual.
    pub practice: f64,
}

impl Way {
    /// Between this way (a share of 0) and another (1).
    ///
    /// ```
    /// use balcony_engine::world::Way;
    /// let (one, other) = (Way { source: 0.0, practice: 1.0 }, Way { source: 1.0, practice: 1.0 });
    /// assert_eq!(one.towards(other, 0.25).source, 0.25);
    /// ```
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        Self {
            source: self.source + share * (other.source - self.source),
            practice: self.practice + share * (other.practice - self.practice),
        }
    }
}

keyed! {
    /// Where a leader's working life began.
    Background {
        /// Children's social care.
        SocialCare "social-care",
        /// Schools and education services.
        Education "education",
        /// Health.
        Health "health",
        /// Youth justice.
        YouthJustice "youth-justice",
        /// Another.
        Other "other",
    }
}

impl Background {
    /// Position of the partner agency in which a leader of this background knows people.
    pub(crate) const fn agency(self) -> Option<usize> {
        match self {
            Self::Education => Some(0),
            Self::Health => Some(1),
            Self::YouthJustice => Some(4),
            Self::SocialCare | Self::Other => None,
        }
    }
}

/// A post below the director, and who holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leader {
    /// Who it is: the tier, the seat and the number among those who became leaders there.
    pub person: EntityId,
    /// Tier of the post: 2 assistant director, 3 head of service, 4 team manager.
    pub tier: u8,
    /// Number of the post within its tier.
    pub seat: u16,
    /// Position of the post above; of no use in the second tier, which the director leads.
    pub above: u16,
    /// People who became leaders in this post.
    pub began: u16,
    /// Week from which the post is held again; a week that has passed if somebody holds it.
    pub vacant_until: u32,
    /// Since when this person holds it.
    pub since: u32,
    /// Age, years.
    pub age: f64,
    /// Where this person worked before.
    pub background: Background,
    /// Competences, as [`super::Director::competence`].
    pub competence: [f64; 4],
    /// Wish to rise: of a standard normal distribution.
    pub ambition: f64,
    /// Readiness for the post above, 0 to 1.
    pub readiness: f64,
    /// Strain, 0 to 1.
    pub strain: f64,
    /// Credibility with the people led, 0 to 1.
    pub credibility: f64,
    /// Tie with whoever leads this post, 0 to 1.
    pub tie: f64,
    /// How this person leads at present.
    pub way: Way,
    /// How this person would lead if left alone.
    pub own: Way,
}

/// Somebody whom a national market puts in a post below the director.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostAppointment {
    /// Who it is.
    pub person: EntityId,
    /// Age, years.
    pub age: f64,
    /// Where this person worked before.
    pub background: Background,
    /// Competences, as [`super::Director::competence`].
    pub competence: [f64; 4],
    /// Wish to rise: of a standard normal distribution.
    pub ambition: f64,
    /// Readiness for the post above, 0 to 1.
    pub readiness: f64,
    /// What somebody brings who led elsewhere before; `None`: the way of leading is drawn.
    pub brings: Option<Brings>,
}

/// What somebody brings from the post before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brings {
    /// How this person leads at present.
    pub way: Way,
    /// How this person would lead if left alone.
    pub own: Way,
    /// Credibility won in the same authority; `None` for who comes from another.
    pub credibility: Option<f64>,
}

/// What a national market tells of a post below the director.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PostNews {
    /// Whoever held it has gone.
    Vacant,
    /// Somebody takes it.
    Appointed(PostAppointment),
    /// A programme made its holder readier for the post above, by so much.
    Developed(f64),
}

/// How far the director's way reaches a post: along the line, along relationships.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reach {
    /// Along the line.
    pub line: f64,
    /// Along relationships.
    pub relations: f64,
}

/// Who leads a partner agency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartnerLeader {
    /// Number of the present leader.
    pub number: u32,
    /// Since when.
    pub since: u32,
    /// How this person leads at present, together with others: the source alone.
    pub source: f64,
    /// How this person would lead if left alone.
    pub own: f64,
}

/// All who lead but the director.
#[derive(Debug, PartialEq, Default)]
pub struct Leaders {
    /// Posts of tiers 2, 3 and 4, in this order; those of tier 4 in the order of teams.
    pub posts: Vec<Leader>,
    /// Number of posts of the second tier.
    pub second: u16,
    /// Number of posts of the third.
    pub third: u16,
    /// Leaders of partner agencies; empty before an authority is built.
    pub partners: Vec<PartnerLeader>,
    /// Does a national market say who holds these posts?
    pub told: bool,
}

clone_in_place!(Leaders { posts, second, third, partners, told });

impl Leaders {
    /// Posts of the second tier.
    ///
    /// ```
    /// use balcony_engine::world::Leaders;
    /// assert!(Leaders::default().assistants().is_empty());
    /// ```
    pub fn assistants(&self) -> &[Leader] {
        &self.posts[..usize::from(self.second)]
    }

    /// Positions of those who lead a team: its manager, a head of service, an assistant director.
    pub(crate) fn above(&self, team: usize) -> [usize; 3] {
        let manager = usize::from(self.second) + usize::from(self.third) + team;
        let head = usize::from(self.posts[manager].above);
        [manager, head, usize::from(self.posts[head].above)]
    }

    /// Mean readiness of the second tier to take over, 0 to 1.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let ready = world.service.leadership.below.ready();
    /// assert!(0.0 < ready && ready < 1.0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn ready(&self) -> f64 {
        let sum: f64 = self.assistants().iter().map(|leader| leader.readiness).sum();
        sum / f64::from(self.second.max(1))
    }

    /// Mean tie of leaders with whoever leads them, 0 to 1.
    ///
    /// ```
    /// use balcony_engine::fork_point::ForkPoint;
    /// use balcony_engine::rng::RngKey;
    /// let place = ForkPoint::new(balcony_engine::golden::setting(0));
    /// let world = place.warmed_up(RngKey { seed: 1, replicate: 0 })?;
    /// let ties = world.service.leadership.below.ties();
    /// assert!(0.0 < ties && ties < 1.0);
    /// # Ok::<(), balcony_engine::error::ModelFailure>(())
    /// ```
    pub fn ties(&self) -> f64 {
        self.posts.iter().map(|leader| leader.tie).sum::<f64>() / self.posts.len().max(1) as f64
    }
}

// One leader an agency, none for the public.
const _: () = assert!(PARTNERS == 6);
