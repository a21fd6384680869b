//! Draws: every random number is a pure function of who, what and when.
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as
//! easy as 1, 2, 3"), checked below against the vectors published with Random123. There is no
//! stream and no state: a draw that one arm makes and another does not changes nothing else.
//!
//! Packing (part of the contract: moving a bit moves every result):
//!
//! | words | bits | holds |
//! |---|---|---|
//! | key 0 | 32 | seed |
//! | key 1 | 32 | replicate |
//! | counter 0, 1 | 64 | entity id: kind of thing (4), authority (14), the thing itself (46) |
//! | counter 2 | 32 | absolute week, or the number of a window of weeks, or of the event in its own stream |
//! | counter 3 | 16 + 16 | decision (a [`Tag`], allotted once, never reused), index |
//!
//! A child's 46 bits are: source (3), week the need arose (16), number in that week (14), number in
//! the family (4), and 9 zeros. Never an index into a column: columns are refilled in an order that
//! differs between arms.

/// Seed and replicate: the key of every draw of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RngKey {
    /// The seed of the whole experiment.
    pub seed: u32,
    /// The replicate: one world.
    pub replicate: u32,
}

/// Who a draw belongs to, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u64);

impl EntityId {
    const fn pack(kind: u64, authority: u16, thing: u64) -> Self {
        Self(kind << 60 | (authority as u64 & 0x3fff) << 46 | thing)
    }
    /// The authority itself.
    /// The number of an authority is 1 to 9999.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_ne!(EntityId::authority(1), EntityId::authority(2));
    /// ```
    pub const fn authority(authority: u16) -> Self {
        Self::pack(1, authority, 0)
    }
    /// A family whose need arose: source, absolute week, number in that week.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// let family = EntityId::family(1, 0, 1526, 0);
    /// assert_ne!(family, EntityId::family(1, 0, 1526, 1));
    /// ```
    pub const fn family(authority: u16, source: u8, week: u32, number: u32) -> Self {
        let thing = (source as u64 & 7) << 43 | (week as u64 & 0xffff) << 27 | (number as u64 & 0x3fff) << 13;
        Self::pack(2, authority, thing)
    }
    /// Child `number` of a family.
    /// Numbers are 0 to 15.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// let family = EntityId::family(1, 0, 1526, 0);
    /// assert_ne!(family.child(0), family.child(1));
    /// ```
    pub const fn child(self, number: u8) -> Self {
        Self(self.0 | (number as u64 & 15) << 9)
    }
    /// The family of a child.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// let family = EntityId::family(1, 0, 1526, 0);
    /// assert_eq!(family.child(3).of_family(), family);
    /// ```
    pub const fn of_family(self) -> Self {
        Self(self.0 & !(15 << 9))
    }
    /// A post of an authority, and its incumbent.
    pub(crate) const fn person(authority: u16, post_index: u16, incumbent: u32) -> Self {
        Self::pack(3, authority, (post_index as u64) << 30 | incumbent as u64 & 0x3fff_ffff)
    }
    /// A post of an authority, whoever holds it.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_ne!(EntityId::post(1, 0), EntityId::post(1, 1));
    /// ```
    pub const fn post(authority: u16, post_index: u16) -> Self {
        Self::pack(4, authority, post_index as u64)
    }
    /// The director's post and the incumbent who holds it.
    pub(crate) const fn director(authority: u16, incumbent: u32) -> Self {
        Self::pack(5, authority, incumbent as u64)
    }
    /// A partner agency, by its place in [`crate::parameters::SOURCES`].
    pub(crate) const fn agency(authority: u16, agency: u8) -> Self {
        Self::pack(6, authority, agency as u64)
    }
    /// A team.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_ne!(EntityId::team(1, 0), EntityId::post(1, 0));
    /// ```
    pub const fn team(authority: u16, team: u16) -> Self {
        Self::pack(7, authority, team as u64)
    }
    /// A leader: the authority and tier of their first post, and their number among those who began
    /// there.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_ne!(EntityId::leader(1, 2, 0), EntityId::leader(1, 3, 0));
    /// ```
    pub const fn leader(authority: u16, tier: u8, number: u32) -> Self {
        Self::pack(8, authority, (tier as u64 & 7) << 32 | number as u64)
    }
    /// Somebody from outside who applies for a director's post: the vacancy (how many directors
    /// there were, how many panels failed) and a number among its applicants.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_ne!(EntityId::outsider(1, 2, 0, 0), EntityId::outsider(1, 2, 1, 0));
    /// ```
    pub const fn outsider(authority: u16, incumbent: u32, failed: u32, number: u32) -> Self {
        let vacancy = (incumbent as u64 & 0xffff) << 24 | (failed as u64 & 0xff) << 16;
        Self::pack(9, authority, vacancy | number as u64 & 0xffff)
    }
    /// Which authority this is or belongs to.
    ///
    /// ```
    /// use balcony_engine::rng::EntityId;
    /// assert_eq!(EntityId::team(42, 7).authority_id(), 42);
    /// ```
    pub const fn authority_id(self) -> u16 {
        (self.0 >> 46) as u16 & 0x3fff
    }
}

/// Declares [`Tag`] with its list.
macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $number:literal),* $(,)?) => {
        /// What is decided. A number is allotted once and never reused, also when its use is gone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Tag {
            $($(#[$doc])* $name = $number,)*
        }

        impl Tag {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

tags! {
    /// Do needs arise, and how many, this week.
    NeedArises = 1,
    /// Traits of a family: number of children, common part of base level.
    FamilyTraits = 2,
    /// Traits of a child: base level, natural fall, complexity, age.
    ChildTraits = 3,
    /// Retired: Which agencies hold a piece.
    Pieces = 4,
    /// The family's possible shocks: by window (index 0), and a week's own draw (0x100).
    Shock = 5,
    /// The child's next possible harm.
    Harm = 6,
    /// The child's possible noticings: by window (index: slice of the hazard), and a week's own
    /// draw (0x100 more): its mark, the agency, what it sees, early help.
    Notice = 7,
    /// Retired: Which agency notices, and what it sees.
    Seen = 8,
    /// Contacts about children without needs.
    Background = 9,
    /// An occasion (index: its kind): how it is judged, which site decides, escalation or quorum,
    /// when the next review falls.
    Decide = 10,
    /// Retired: Which site decides, and whether it is escalated.
    Site = 11,
    /// What a worker sees at an occasion.
    Evidence = 12,
    /// Is a piece shared (half a word an agency).
    Share = 13,
    /// Does a shared piece go stale (half a word an agency).
    Stale = 14,
    /// Calendar need of an assessment, its day, whether it is hurried.
    Assess = 15,
    /// Which post takes a child.
    Allocate = 16,
    /// Handover, help from others, first review: what follows an assessment.
    After = 17,
    /// Does the answer fit.
    Fit = 18,
    /// Whether a review happens when hours are short.
    Review = 19,
    /// Ways out of care.
    Leave = 20,
    /// Where a child is placed, and moves.
    Place = 21,
    /// Traits of a person.
    Person = 22,
    /// Does a person leave this week.
    Quit = 23,
    /// Is a vacant post filled this week, by whom.
    Fill = 24,
    /// Does the director leave this week.
    DirectorLeaves = 25,
    /// Traits of a director; who follows.
    Director = 26,
    /// Traits of teams at the start.
    TeamTraits = 27,
    /// An agency's own priorities and threshold.
    AgencyTraits = 28,
    /// What a leaver takes with them (half a word an agency).
    Lost = 29,
    /// Events of a scenario that happen with a probability.
    Event = 30,
    /// Does the public hear of a serious incident.
    Public = 31,
    /// Retired: Early help for a contact that is not accepted.
    EarlyHelp = 32,
    /// Needs that stand at the start of the warm-up.
    Standing = 33,
    /// Retired: A fresh look at an open case.
    Reassess = 34,
    /// Retired: Which occasion of a queue waits for a quorum.
    Quorum = 35,
    /// When the next inspection comes, and what it makes of what it sees.
    Inspect = 36,
    /// Does a partner adopt a proposal; does it withdraw.
    Adopt = 37,
    /// Does a team take up the practice framework.
    Framework = 38,
    /// Candidates for the director's post, and how the panel reads them.
    Appoint = 39,
    /// Does a director notice that a style does not fit; what is tried instead.
    Adapt = 40,
    /// Whose worker changes at a switch-over.
    SwitchOver = 41,
    /// What varies in an authority from year to year.
    Varies = 42,
    /// Does a possible contact come in this month, and does an agency whose budget was cut still
    /// notice.
    Season = 43,
    /// What a court or panel finds out by itself.
    Court = 44,
    /// Agency posts beyond the establishment: the part of one that is left over.
    Beyond = 45,
    /// Which arm of a trial a family, child, school or team is drawn into (when 0), and which
    /// school a family's children go to (when 1).
    Trial = 46,
    /// Traits of a leader: ambition, ceiling, age, background; whether mobile; competences.
    LeaderTraits = 47,
    /// Does a leader leave a post (index 0); may a director who left come back (index 1).
    LeaderLeaves = 48,
    /// Does a leader apply for a post: for a director's (index 0), for one below (index 1).
    LeaderApplies = 49,
    /// How a panel reads a leader.
    LeaderRead = 50,
    /// Which of several offers a leader prefers.
    LeaderPrefers = 51,
    /// Who applies for a director's post from outside.
    LeaderOutsiders = 52,
    /// Who stands in as an interim: of the house or not (index 0), which person (index 1).
    LeaderInterim = 53,
    /// Who gets a seat of a programme (index: the programme).
    LeaderSeats = 54,
    /// How well an authority does where none is simulated, and what inspectors read.
    LevelMoves = 55,
    /// Traits of a leader below the director of an authority: age, wish to rise, readiness (when
    /// 0), competences (1), time in post at the start (2), own way of leading and background (3).
    BelowTraits = 56,
    /// Does a leader below the director leave this week.
    BelowLeaves = 57,
    /// How long a post below the director stands empty (index 0), and whether somebody from below
    /// follows (index 1).
    BelowFills = 58,
    /// How the leader of a partner agency would lead (when: the leader's number, index 0), and
    /// whether they leave this week (index 1).
    PartnerLeads = 59,
}

/// Four words of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block(pub [u32; 4]);

impl Block {
    /// Word `i` as a uniform in the open interval (0, 1).
    ///
    /// # Panics
    /// If `i` is more than 3.
    ///
    /// ```
    /// use balcony_engine::rng::Block;
    /// assert_eq!(Block([1 << 31, 0, 0, 0]).uniform(0), 0.5 + 0.5 / 4_294_967_296.0);
    /// ```
    #[inline(always)]
    pub fn uniform(self, i: usize) -> f64 {
        (f64::from(self.0[i]) + 0.5) * (1.0 / 4_294_967_296.0)
    }

    /// Half word `i` (of eight) as a uniform in the open interval (0, 1), in 65,536ths.
    #[inline(always)]
    pub(crate) fn half(self, i: usize) -> f32 {
        let half = self.0[i / 2] >> (16 * (i % 2)) & 0xffff;
        (half as f32 + 0.5) * (1.0 / 65_536.0)
    }
}

impl RngKey {
    /// The block of one decision.
    ///
    /// ```
    /// use balcony_engine::rng::{EntityId, RngKey, Tag};
    /// let rng_key = RngKey { seed: 1, replicate: 0 };
    /// let child = EntityId::family(1, 0, 1526, 0).child(0);
    /// // The same key gives the same four words, whatever was drawn before.
    /// let draw = || rng_key.block(child, Tag::Shock, 1530, 0);
    /// assert_eq!(draw(), draw());
    /// assert_ne!(draw(), rng_key.block(child, Tag::Harm, 1530, 0));
    /// ```
    #[inline(always)]
    pub fn block(self, who: EntityId, what: Tag, when: u32, index: u16) -> Block {
        let counter = [who.0 as u32, (who.0 >> 32) as u32, when, (what as u32) << 16 | index as u32];
        Block(philox(counter, [self.seed, self.replicate]))
    }

    /// One uniform in (0, 1).
    ///
    /// ```
    /// use balcony_engine::rng::{EntityId, RngKey, Tag};
    /// let rng_key = RngKey { seed: 1, replicate: 0 };
    /// let draw = rng_key.uniform(EntityId::authority(1), Tag::Event, 1530, 0);
    /// assert!(0.0 < draw && draw < 1.0);
    /// ```
    #[inline]
    pub fn uniform(self, who: EntityId, what: Tag, when: u32, index: u16) -> f64 {
        self.block(who, what, when, index).uniform(0)
    }
}

/// Philox's multipliers, and what its key grows by each round.
const TIMES: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Philox4x32-10.
/// A block of four words from a counter and a key.
///
/// ```
/// use balcony_engine::rng::philox;
/// // Of Random123's `kat_vectors`.
/// assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
/// ```
#[inline(always)]
pub fn philox(mut c: [u32; 4], mut k: [u32; 2]) -> [u32; 4] {
    let mut round = 0;
    while round < 10 {
        if round > 0 {
            k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
        }
        let a = u64::from(c[0]) * TIMES[0];
        let b = u64::from(c[2]) * TIMES[1];
        c = [(b >> 32) as u32 ^ c[1] ^ k[0], b as u32, (a >> 32) as u32 ^ c[3] ^ k[1], a as u32];
        round += 1;
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `philox4x32 10` of Random123's `kat_vectors`.
    #[test]
    fn agrees_with_the_published_vectors() {
        let all = [0xffff_ffff; 4];
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox(all, [0xffff_ffff; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn lineages_of_different_things_never_meet() {
        let mut seen = std::collections::BTreeSet::new();
        for authority in [1, 2, 9001, 16_383] {
            assert!(seen.insert(EntityId::authority(authority)));
            for source in 0..7 {
                for week in [0, 1, 1525, 65_535] {
                    for number in [0, 1, 16_383] {
                        let family = EntityId::family(authority, source, week, number);
                        for child in 0..16 {
                            let child = family.child(child);
                            assert!(seen.insert(child));
                            assert_eq!(child.of_family(), family);
                            assert_eq!(child.authority_id(), authority);
                        }
                    }
                }
                assert!(seen.insert(EntityId::agency(authority, source)));
            }
            for post_index in [0, 1, 65_535] {
                assert!(seen.insert(EntityId::post(authority, post_index)));
                for incumbent in [0, 1, 0x3fff_ffff] {
                    assert!(seen.insert(EntityId::person(authority, post_index, incumbent)));
                }
            }
        }
    }

    #[test]
    fn each_part_of_the_key_moves_the_draw() {
        let rng_key = RngKey { seed: 1, replicate: 2 };
        let who = EntityId::authority(3);
        let base = rng_key.block(who, Tag::Shock, 4, 5);
        assert_ne!(base, RngKey { seed: 2, ..rng_key }.block(who, Tag::Shock, 4, 5));
        assert_ne!(base, RngKey { replicate: 3, ..rng_key }.block(who, Tag::Shock, 4, 5));
        assert_ne!(base, rng_key.block(EntityId::authority(4), Tag::Shock, 4, 5));
        assert_ne!(base, rng_key.block(who, Tag::Harm, 4, 5));
        assert_ne!(base, rng_key.block(who, Tag::Shock, 5, 5));
        assert_ne!(base, rng_key.block(who, Tag::Shock, 4, 6));
    }
}
