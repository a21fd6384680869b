//! Published profiles: the figures of every authority in England on the base year 2018-19, found by
//! name or code.
//!
//! # What a profile is
//! The inputs of [`balcony_engine::setting::Authority`] for one of the 153 authorities of today,
//! for one of five archetypes (the median of a stated set of real authorities), or for the England
//! average (60,000 children at national rates: the sanity table of MODEL.md). Each figure carries
//! its origin: file, column and year, or the rule that filled a gap. Nothing is typed in; all is
//! computed from the files under `data/`, once, when first asked for.
//!
//! # Base
//! Counts are of the year ending 31 March 2019, or at that day; the workforce is the mean of
//! September 2018, 2019 and 2020, or of those that exist, since single years jump. *Children* are
//! 0-17: the panel's children 0-16 of 2019 times 1.07; successors of a former authority share its
//! children of 2019 as they shared them in mid-2024. A rate per child divides a count by the
//! children of its own year and borders: where borders have moved (Dorset, Bournemouth, Poole) by
//! the children that the published rate of enquiries implies. *Spending* is the sum of seven
//! section 251 headings (looked after, safeguarding, family support, under-fives, young people,
//! youth justice, other) in pounds of 2021-22; it comes within 1 % of the published total of
//! 2016-17 once prices are allowed for.
//!
//! # Gaps, in this order
//! 1. A part kept back is what is left of a published total: every referral ends with no further
//!    action, as not in need or as an episode started, and sources add up to all referrals (several
//!    parts share the rest as England does). A zero stands only where the total bears it out; a
//!    zero in a stock of children is a gap; zeros of the workforce stand.
//! 2. The nearest published year within three.
//! 3. The rate of the predecessor, of merged predecessors, or of a joint row (Kingston and
//!    Richmond), on the children of today.
//! 4. The median of the five authorities of the region that are nearest in deprivation.
//! 5. The national value.
//!
//! Small authorities (Isles of Scilly, City of London) have rates that mean little; they are
//! complete, not typical.

mod archetypes;
mod build;
mod csv;
mod factors;
mod facts;
mod find_figure;
mod keys;
mod names;
mod observed;

/// Files that others read whole.
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

/// The name of the profile with 60,000 children and national rates.
pub const ENGLAND_AVERAGE: &str = "england-average";

/// The figures of one authority, of an archetype, or of the England average.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The authority's number, for ever: 1 to 153; 9000 the England average; 9001 to 9005 the
    /// archetypes.
    pub id: u16,
    /// ONS code of today; the name for an archetype.
    pub code: &'static str,
    /// Three-digit code of the Department for Education; empty for an archetype.
    pub old_code: &'static str,
    /// Official name.
    pub name: &'static str,
    /// Region, with London in two parts.
    pub region: &'static str,
    found: Vec<SourcedValue>,
}

/// One figure of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The field of the engine's authority, hyphenated; shares of sources as `sources.schools` and
    /// so on.
    pub key: &'static str,
    /// The value.
    pub value: f64,
    /// In what unit.
    pub unit: &'static str,
    /// Where it comes from: file, column, year, or how the gap was filled.
    pub origin: String,
    /// Which rule gave it.
    pub rule: Rule,
}

impl Profile {
    /// What the engine takes in.
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

/// The profiles of all authorities of today, in order of their number.
pub fn all() -> &'static [Profile] {
    &build::book().profiles
}

/// The profile called `text`: a code or a name, old or new, loosely written; or an archetype.
///
/// # Errors
/// If nothing is called so, or if a former authority has several successors: the error names what
/// is near, or both.
pub fn find(text: &str) -> Result<&'static Profile, Unknown> {
    resolve(text).map(|resolved| resolved.profile)
}

/// The archetype called `name` (one of [`ARCHETYPES`]), or the [`ENGLAND_AVERAGE`].
pub fn archetype(name: &str) -> Option<&'static Profile> {
    archetypes::place(name).and_then(|at| build::book().archetypes.get(at))
}

/// Every figure of an authority that was not simply published: ONS code, key, rule.
pub fn gaps() -> Vec<(&'static str, &'static str, Rule)> {
    let figures = all().iter().flat_map(|profile| {
        profile.found.iter().zip(&KEYS).map(|(found, key)| (profile.code, key.name, found.rule))
    });
    figures.filter(|(.., rule)| *rule != Rule::Published).collect()
}

/// A digest of all published figures that profiles are made from.
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

/// What every report that uses a profile must say.
pub fn attribution() -> &'static str {
    "Contains public sector information licensed under the Open Government Licence v3.0. Crown copyright: Department for \
     Education, Office for National Statistics, Ministry of Housing, Communities and Local Government, Ofsted. Authority by \
     year panel assembled by the IPSE project (C. Webb). Gaps are filled by stated rules; figures are of 2018-19 unless said \
     otherwise."
}
