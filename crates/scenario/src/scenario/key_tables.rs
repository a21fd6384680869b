//! Figures of an authority and start states with their ranges and the fields of a setting that they
//! fill: the longest part of the table of keys. Nothing else lists them.

use crate::profiles;
use balcony_engine::factors::Factors;
use balcony_engine::setting::{Authority, Start, State, TaskKind};

const DFE: &str = "wider than any authority in the published figures of the Department for Education";

/// Keys of `[authority]` that name an authority.
pub(super) const NAMING: [&str; 3] = ["name", "code", "archetype"];

/// Names of the archetypes, with the England average last.
pub const ARCHETYPES: [&str; 6] = {
    let [a, b, c, d, e] = profiles::ARCHETYPES;
    [a, b, c, d, e, profiles::ENGLAND_AVERAGE]
};

/// A figure of an authority: its key in `[authority]`, its range, and the field that it fills.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// Its key.
    pub key: &'static str,
    /// Lowest allowed value.
    pub low: f64,
    /// Highest allowed value.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Source of the range.
    pub source: &'static str,
    /// The field of an authority.
    pub field: fn(&mut Authority) -> &mut f64,
}

/// A figure whose range is wider than what the Department for Education publishes.
const fn dfe(
    key: &'static str,
    (low, high): (f64, f64),
    unit: &'static str,
    meaning: &'static str,
    field: fn(&mut Authority) -> &mut f64,
) -> Figure {
    Figure { key, low, high, unit, meaning, source: DFE, field }
}

/// The figures of an authority, in the order of a file. The number of children comes first: other
/// figures may be scaled by it.
pub const FIGURES: [Figure; 15] = [
    dfe("children", (100.0, 400_000.0), "children", "Children aged 0 to 17.", |of| &mut of.children),
    dfe("referrals", (1.0, 40_000.0), "a year", "Referrals a year.", |of| &mut of.referrals),
    dfe(
        "no-further-action",
        (0.0, 0.9),
        "share",
        "Share of referrals closed with no further action.",
        |of| &mut of.no_further_action,
    ),
    dfe("not-in-need", (0.0, 0.9), "share", "Share of referrals assessed and found not in need.", |of| {
        &mut of.not_in_need
    }),
    dfe("in-need", (1.0, 40_000.0), "children", "Children in need at 31 March.", |of| &mut of.in_need),
    dfe("enquiries", (0.0, 20_000.0), "a year", "Section 47 enquiries a year.", |of| &mut of.enquiries),
    dfe("plans", (0.0, 5000.0), "children", "Children with a protection plan at 31 March.", |of| {
        &mut of.plans
    }),
    dfe("looked-after", (0.0, 8000.0), "children", "Children looked after at 31 March.", |of| {
        &mut of.looked_after
    }),
    dfe("in-post", (1.0, 4000.0), "whole-time workers", "Social workers in post.", |of| &mut of.in_post),
    dfe("agency", (0.0, 0.8), "share", "Agency workers, of workers in post and agency workers.", |of| {
        &mut of.agency
    }),
    dfe(
        "vacancy",
        (0.0, 0.8),
        "share",
        "Vacant posts, those covered by agency workers included, of all posts.",
        |of| &mut of.vacancy,
    ),
    dfe("turnover", (0.0, 0.9), "share a year", "Leavers in twelve months, of those in post.", |of| {
        &mut of.turnover
    }),
    dfe("caseload", (1.0, 60.0), "cases", "Cases per social worker who holds cases.", |of| &mut of.caseload),
    Figure {
        source: "the index is a share",
        ..dfe("deprivation", (0.0, 1.0), "share", "Income deprivation affecting children, 2019.", |of| {
            &mut of.deprivation
        })
    },
    Figure {
        source: "wider than any section 251 return",
        ..dfe(
            "spending",
            (1e5, 2e9),
            "pounds of 2021-22 a year",
            "Gross spending on children's services.",
            |of| &mut of.spending,
        )
    },
];

/// Tasks of the change programme: name, kind, meaning of the size.
pub(super) const TASKS: [(&str, TaskKind, &str); 4] = [
    (
        "rules-removed",
        TaskKind::RulesRemoved,
        "Rules are taken away step by step; size is the share of prescription.",
    ),
    (
        "switch-over",
        TaskKind::SwitchOver,
        "Teams, people or systems are switched over all at once, not before the due date; size is the share of them.",
    ),
    (
        "practice-framework",
        TaskKind::PracticeFramework,
        "A practice framework is announced; size is how well it is backed.",
    ),
    (
        "joint-proposal",
        TaskKind::JointProposal,
        "Partners are asked to adopt a way of working together; size is the force of law behind it.",
    ),
];

/// A start state: its key in `[start]`, its range, and the field that it fills.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartState {
    /// Its key.
    pub(super) key: &'static str,
    /// Value if neither the scenario nor the authority gives one.
    pub(super) default: f64,
    /// Highest allowed value; the lowest is 0.
    pub(super) high: f64,
    /// Its unit.
    pub(super) unit: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
    /// The field of a start.
    pub(super) field: fn(&mut Start) -> &mut f64,
    /// Value of the authority under its incumbent; `None` for a state in which authorities do not
    /// differ.
    pub(super) own: Option<fn(&Factors) -> f64>,
    /// State that is held until week 0 if its value is not the usual one.
    pub(super) holds: Option<State>,
}

impl StartState {
    /// Value if the scenario gives none.
    pub(super) fn usual(&self, stands: &Factors) -> f64 {
        self.own.map_or(self.default, |own| own(stands))
    }

    const fn own(self, own: fn(&Factors) -> f64) -> Self {
        Self { own: Some(own), ..self }
    }

    const fn held(self, state: State) -> Self {
        Self { holds: Some(state), ..self }
    }
}

/// A share in which authorities do not differ and which is not held.
const fn share(
    key: &'static str,
    default: f64,
    meaning: &'static str,
    field: fn(&mut Start) -> &mut f64,
) -> StartState {
    StartState { key, default, high: 1.0, unit: "share", meaning, field, own: None, holds: None }
}

/// Start states, in the order of a file.
pub(super) const STATES: [StartState; 11] = [
    share("culture", 0.35, "Culture of the teams: 0 is compliance, 1 is learning.", |of| &mut of.culture)
        .own(|stands| stands.culture)
        .held(State::Culture),
    share("prescription", 0.55, "How far rules prescribe the work: 0 nothing, 1 everything.", |of| {
        &mut of.prescription
    })
    .held(State::Prescription),
    share("trust", 0.5, "Trust between agencies.", |of| &mut of.trust)
        .own(|stands| stands.trust)
        .held(State::Trust),
    share("language", 0.5, "Common language between agencies.", |of| &mut of.language)
        .own(|stands| stands.language)
        .held(State::Language),
    share("routine", 0.5, "Routine of working together in the teams.", |of| &mut of.routine)
        .own(|stands| stands.routine)
        .held(State::Routine),
    share("credibility", 0.4, "The director's credibility with every audience.", |of| &mut of.credibility)
        .own(|stands| stands.credibility)
        .held(State::Credibility),
    share("authorisation", 0.6, "The mandate from members, chief executive and public.", |of| {
        &mut of.authorisation
    })
    .held(State::Authorisation),
    share("authority", 0.8, "Formal authority of the director's post.", |of| &mut of.authority),
    share("salience", 0.3, "How much the public minds about child protection just now.", |of| {
        &mut of.salience
    })
    .held(State::Salience),
    StartState {
        high: 2000.0,
        unit: "weeks",
        ..share(
            "tenure",
            110.0,
            "Weeks the director has been in post; the usual 110 (C048-C050) is drawn anew for every run, with departures before week 0.",
            |of| &mut of.tenure,
        )
    }
    .held(State::Tenure),
    StartState {
        high: 3.0,
        unit: "grade",
        ..share(
            "judgement",
            1.0,
            "The last inspection: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.",
            |of| &mut of.judgement,
        )
    },
];
