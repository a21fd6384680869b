//! Published profiles: the figures of every authority in England for the base year 2018-19, found
//! by name or code.
//!
//! # What a profile is
//! The inputs of [`balcony_engine::setting::Authority`] for one of the 153 present-day authorities,
//! for one of five archetypes (the median of a stated set of real authorities), or for the England
//! average (60,000 children at national rates: the sanity table of MODEL.md). Each figure carries
//! its origin: file, column and year, or the rule that filled a gap. No figure is typed in: the
//! program computes all of them from the files under `data/` at first use.
//!
//! # Base
//! Counts are of the year ending 31 March 2019, or at that day. The workforce is the mean of
//! September 2018, 2019 and 2020 (or of those that exist), because single years jump. *Children*
//! are aged 0-17: the panel's children 0-16 of 2019 multiplied by 1.07. Successors divide the
//! children of a former authority in 2019 in proportion to their own in mid-2024. A rate per child
//! divides a count by the children of the same year and borders. Where borders have moved (Dorset,
//! Bournemouth, Poole), those children are derived from the published rate of enquiries. *Spending*
//! is the sum of seven section 251 headings (looked after, safeguarding, family support,
//! under-fives, young people, youth justice, other) in pounds of 2021-22. After adjustment for
//! prices it is within 1 % of the published total of 2016-17.
//!
//! # Gaps, in this order
//! 1. A suppressed part is the remainder of a published total: every referral ends with no further
//!    action, as not in need or with an episode, and the sources add up to all referrals (several
//!    parts share the rest in England's proportions). A zero is accepted only where the total
//!    confirms it. A zero in a stock of children is a gap; zeros of the workforce are accepted.
//! 2. The nearest published year within three.
//! 3. The rate of the predecessor, of merged predecessors, or of a joint row (Kingston and
//!    Richmond), on the children of today.
//! 4. The median of the five authorities of the region that are nearest in deprivation.
//! 5. The national value.
//!
//! Small authorities (Isles of Scilly, City of London) have complete profiles, but their rates mean
//! little.

mod archetypes;
mod build;
mod csv;
mod factors;
mod facts;
mod find_figure;
mod keys;
mod names;
mod observed;

/// Files that other crates read whole.
pub mod files {
    pub use super::csv::{ENQUIRIES, PANEL, WORKFORCE};
}

pub use archetypes::ARCHETYPES;
pub use factors::{factors, predicted};
pub use keys::Rule;
pub use names::{Resolved, Unknown, resolve};
pub use observed::{Observed, observed, observed_value};

use balcony_engine::factors::Factors;
use balcony_engine::setting::Authority;
use keys::{FIRST_SOURCE, KEYS, SourcedValue};

/// Name of the profile with 60,000 children and national rates.
pub const ENGLAND_AVERAGE: &str = "england-average";

/// The figures of one authority, of an archetype, or of the England average.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Permanent id: 1 to 153 for authorities; 9000 for the England average; 9001 to 9005 for the
    /// archetypes.
    pub id: u16,
    /// Present-day ONS code; for an archetype its name.
    pub code: &'static str,
    /// Three-digit code of the Department for Education; empty for an archetype.
    pub old_code: &'static str,
    /// Official name.
    pub name: &'static str,
    /// Region of England. London counts as two regions.
    pub region: &'static str,
    found: Vec<SourcedValue>,
}

/// One figure of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name of the engine's field, hyphenated. Shares of sources are `sources.schools` and so on.
    pub key: &'static str,
    /// The value.
    pub value: f64,
    /// Unit of the value.
    pub unit: &'static str,
    /// Origin: file, column and year, or how the gap was filled.
    pub origin: String,
    /// Rule that gave the value.
    pub rule: Rule,
}

impl Profile {
    /// The profile as the engine's input.
    pub fn authority(&self) -> Authority {
        let value = |key: usize| self.found[key].value;
        let figures = Authority {
            id: self.id,
            children: value(0),
            referrals: value(1),
            no_further_action: value(2),
            not_in_need: value(3),
            in_need: value(4),
            enquiries: value(5),
            plans: value(6),
            looked_after: value(7),
            in_post: value(8),
            agency: value(9),
            vacancy: value(10),
            turnover: value(11),
            caseload: value(12),
            sources: std::array::from_fn(|source| value(FIRST_SOURCE + source)),
            deprivation: value(FIRST_SOURCE + 7),
            spending: value(FIRST_SOURCE + 8),
            factors: Factors::default(),
        };
        Authority { factors: factors::factors(self.id, &figures), ..figures }
    }

    /// Every figure with its unit and origin, in the order of the fields of [`Authority`].
    pub fn figures(&self) -> Vec<Figure> {
        let pairs = self.found.iter().zip(&KEYS);
        pairs
            .map(|(found, key)| Figure {
                key: key.name,
                value: found.value,
                unit: key.unit,
                origin: found.origin.clone(),
                rule: found.rule,
            })
            .collect()
    }
}

/// Profiles of all present-day authorities, ordered by id.
pub fn all() -> &'static [Profile] {
    &build::book().profiles
}

/// The first and the last year, ending 31 March, with figures of their own.
pub const YEARS: (u16, u16) = (facts::FIRST_YEAR, facts::BASE_YEAR);

/// Profiles of all present-day authorities with the figures of a year ending 31 March, ordered by
/// id; before or after [`YEARS`] those of the nearest. What was not published by authority in that
/// year is taken from the nearest year in which it was: enquiries from 2013 on, sources of
/// referrals from 2014 on; the workforce is always the mean of September 2018 to 2020.
///
/// ```
/// use balcony_scenario::profiles;
/// let looked_after = |year| -> f64 {
///     profiles::of_year(year).iter().map(|one| one.authority().looked_after).sum()
/// };
/// assert!(looked_after(2010) < 0.9 * looked_after(2019));
/// assert_eq!(profiles::of_year(2026).len(), 153);
/// ```
pub fn of_year(year: u16) -> &'static [Profile] {
    build::of_year(year)
}

/// The profile that `text` names: an old or new code or name in any usual spelling, or an
/// archetype.
///
/// # Errors
/// If no authority has that name, with the nearest names; or if a former authority has several
/// successors, with all of them.
pub fn find(text: &str) -> Result<&'static Profile, Unknown> {
    resolve(text).map(|resolved| resolved.profile)
}

/// The archetype called `name` (one of [`ARCHETYPES`]), or the [`ENGLAND_AVERAGE`].
pub fn archetype(name: &str) -> Option<&'static Profile> {
    archetypes::place(name).and_then(|at| build::book().archetypes.get(at))
}

/// Every figure of an authority that was not published for the base year: ONS code, key, rule.
pub fn gaps() -> Vec<(&'static str, &'static str, Rule)> {
    let figures = all().iter().flat_map(|profile| {
        profile.found.iter().zip(&KEYS).map(|(found, key)| (profile.code, key.name, found.rule))
    });
    figures.filter(|(.., rule)| *rule != Rule::Published).collect()
}

/// Digest of all published figures that the profiles are computed from.
pub fn digest() -> String {
    use csv::{
        ENQUIRIES, FACTORS, IDS, OBSERVED, PANEL, REFERRAL_SOURCE, RESPONSE, STATIC, SUCCESSORS, WORKFORCE,
    };
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for text in
        [STATIC, SUCCESSORS, IDS, PANEL, REFERRAL_SOURCE, ENQUIRIES, WORKFORCE, OBSERVED, FACTORS, RESPONSE]
    {
        hash.update(text);
    }
    balcony_numeric::hex(&hash.finalize()[..8])
}

/// The attribution that every report with a profile must print.
pub fn attribution() -> &'static str {
    "Contains public sector information licensed under the Open Government Licence v3.0. Crown copyright: Department for \
     Education, Office for National Statistics, Ministry of Housing, Communities and Local Government, Ofsted. Authority by \
     year panel assembled by the IPSE project (C. Webb). Gaps are filled by stated rules; figures are of 2018-19 unless said \
     otherwise."
}
