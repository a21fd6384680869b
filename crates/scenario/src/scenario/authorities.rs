//! Source of authorities for the scenario reader. It is a trait so that the reader can be tested
//! without the published figures.

use crate::profiles::{self, Profile};
use balcony_engine::factors::Factors;
use balcony_engine::setting::Authority;
use std::collections::BTreeMap;

/// Figures of one authority, with the origin of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Name for display.
    pub label: String,
    /// The figures.
    pub authority: Authority,
    /// Origin (source and year) of each figure, by key (`in-need`, `sources.schools`, ...).
    pub origins: BTreeMap<String, String>,
    /// Remark on the name, for example that the authority is a successor.
    pub note: Option<String>,
}

/// A source of published figures.
pub trait Authorities: Sync {
    /// The authority with a name or code.
    ///
    /// # Errors
    /// The nearest names if there is none.
    fn find(&self, text: &str) -> Result<Published, Vec<String>>;

    /// The archetype with a name.
    ///
    /// # Errors
    /// The nearest names if there is none.
    fn archetype(&self, name: &str) -> Result<Published, Vec<String>>;
}

/// The authorities of England, from the figures that ship with the program.
#[derive(Debug, Clone, Copy, Default)]
pub struct England;

impl England {
    fn published(profile: &Profile, note: Option<String>) -> Published {
        let figures = profile.figures().into_iter();
        let origins = figures.map(|figure| (figure.key.to_owned(), figure.origin)).collect();
        Published { label: profile.name.to_owned(), authority: profile.authority(), origins, note }
    }
}

impl Authorities for England {
    fn find(&self, text: &str) -> Result<Published, Vec<String>> {
        match profiles::resolve(text) {
            Ok(found) => Ok(Self::published(found.profile, found.note)),
            Err(unknown) => Err(unknown.nearest),
        }
    }

    fn archetype(&self, name: &str) -> Result<Published, Vec<String>> {
        profiles::archetype(name).map(|profile| Self::published(profile, None)).ok_or_else(Vec::new)
    }
}

/// One authority of 60,000 children with average figures of 2018-19, for tests and fuzzers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Middling;

impl Middling {
    fn figures(label: &str, id: u16) -> Published {
        let authority = Authority {
            id,
            children: 60_000.0,
            referrals: 3287.0,
            no_further_action: 0.08,
            not_in_need: 0.29,
            in_need: 2005.0,
            enquiries: 991.0,
            plans: 262.0,
            looked_after: 392.0,
            in_post: 154.0,
            agency: 0.16,
            vacancy: 0.16,
            turnover: 0.15,
            caseload: 16.9,
            sources: [0.18, 0.15, 0.29, 0.13, 0.03, 0.02, 0.2],
            deprivation: 0.17,
            spending: 47e6,
            factors: Factors::NEUTRAL,
        };
        let origin = "a middling authority of 60,000 children, 2018-19";
        let origins = super::key_tables::FIGURES
            .iter()
            .map(|figure| (figure.key.to_owned(), origin.to_owned()))
            .collect();
        Published { label: label.to_owned(), authority, origins, note: None }
    }
}

impl Authorities for Middling {
    fn find(&self, text: &str) -> Result<Published, Vec<String>> {
        let known = ["Middling", "Barnsley", "Leeds", "West Sussex", "Cheshire West and Chester"];
        match known.iter().position(|name| name.eq_ignore_ascii_case(text)) {
            Some(at) => Ok(Self::figures(known[at], 1 + at as u16)),
            None => Err(super::fault::nearest(text, ["middling", "barnsley", "leeds"])
                .map(str::to_owned)
                .into_iter()
                .collect()),
        }
    }

    fn archetype(&self, name: &str) -> Result<Published, Vec<String>> {
        let at = super::key_tables::ARCHETYPES.iter().position(|known| *known == name);
        at.map(|at| Self::figures(name, 9001 + at as u16)).ok_or_else(Vec::new)
    }
}
