//! Figures of an authority and start states with their ranges: the longest part of the table of
//! keys.

use crate::profiles;
use balcony_engine::setting::TaskKind;

const DFE: &str = "wider than any authority in the published figures of the Department for Education";

/// Keys of `[authority]` that name an authority.
pub(super) const NAMING: [&str; 3] = ["name", "code", "archetype"];

/// Names of the archetypes, with the England average last.
pub const ARCHETYPES: [&str; 6] = {
    let [a, b, c, d, e] = profiles::ARCHETYPES;
    [a, b, c, d, e, profiles::ENGLAND_AVERAGE]
};

/// Figures of an authority: key, low, high, unit, meaning, source. The order is that of
/// [`balcony_engine::setting::Authority`].
pub const FIGURES: [(&str, f64, f64, &str, &str, &str); 15] = [
    ("children", 100.0, 400_000.0, "children", "Children aged 0 to 17.", DFE),
    ("referrals", 1.0, 40_000.0, "a year", "Referrals a year.", DFE),
    ("no-further-action", 0.0, 0.9, "share", "Share of referrals closed with no further action.", DFE),
    ("not-in-need", 0.0, 0.9, "share", "Share of referrals assessed and found not in need.", DFE),
    ("in-need", 1.0, 40_000.0, "children", "Children in need at 31 March.", DFE),
    ("enquiries", 0.0, 20_000.0, "a year", "Section 47 enquiries a year.", DFE),
    ("plans", 0.0, 5000.0, "children", "Children with a protection plan at 31 March.", DFE),
    ("looked-after", 0.0, 8000.0, "children", "Children looked after at 31 March.", DFE),
    ("in-post", 1.0, 4000.0, "whole-time workers", "Social workers in post.", DFE),
    ("agency", 0.0, 0.8, "share", "Agency workers, of workers in post and agency workers.", DFE),
    (
        "vacancy",
        0.0,
        0.8,
        "share",
        "Vacant posts, those covered by agency workers included, of all posts.",
        DFE,
    ),
    ("turnover", 0.0, 0.9, "share a year", "Leavers in twelve months, of those in post.", DFE),
    ("caseload", 1.0, 60.0, "cases", "Cases per social worker who holds cases.", DFE),
    (
        "deprivation",
        0.0,
        1.0,
        "share",
        "Income deprivation affecting children, 2019.",
        "the index is a share",
    ),
    (
        "spending",
        1e5,
        2e9,
        "pounds of 2021-22 a year",
        "Gross spending on children's services.",
        "wider than any section 251 return",
    ),
];

/// Who works where and who governs: key, default, unit, high, meaning. The order is that of
/// [`balcony_engine::setting::Structure`].
pub(super) const STRUCTURE: [(&str, f64, &str, f64, &str); 6] = [
    ("together", 0.0, "share", 1.0, "Share of partners' staff who work under one roof with social care."),
    (
        "schools-led-together",
        0.0,
        "share",
        1.0,
        "Share of schools that are led together: one head or trust for several.",
    ),
    ("residents", 0.0, "share", 1.0, "Share of the boards' seats that residents hold."),
    ("pooled", 0.0, "share", 0.5, "Share of budgets that is pooled with partners."),
    (
        "boards",
        2.0,
        "boards",
        4.0,
        "Boards between those who decide and those who do: each blurs what is decided, each is a place to talk.",
    ),
    (
        "bound",
        0.0,
        "share",
        1.0,
        "How far the director's post is bound: 0 as published, 1 where nobody leaves it by chance, only by an event or a decision.",
    ),
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
        "Teams, people or systems are switched over on the day; size is how much of them.",
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

/// States at the start: key, default, unit, high, meaning. The order is that of
/// [`balcony_engine::setting::Start`].
pub(super) const STATES: [(&str, f64, &str, f64, &str); 11] = [
    ("culture", 0.35, "share", 1.0, "Culture of the teams: 0 is compliance, 1 is learning."),
    ("prescription", 0.55, "share", 1.0, "How far rules prescribe the work: 0 nothing, 1 everything."),
    ("trust", 0.5, "share", 1.0, "Trust between agencies."),
    ("language", 0.5, "share", 1.0, "Common language between agencies."),
    ("routine", 0.5, "share", 1.0, "Routine of working together in the teams."),
    ("credibility", 0.4, "share", 1.0, "The director's credibility with every audience."),
    ("authorisation", 0.6, "share", 1.0, "The mandate from members, chief executive and public."),
    ("authority", 0.8, "share", 1.0, "Formal authority of the director's post."),
    ("salience", 0.3, "share", 1.0, "How much the public minds about child protection just now."),
    (
        "tenure",
        110.0,
        "weeks",
        2000.0,
        "Weeks the director has been in post; the usual 110 (C048-C050) is drawn anew for every run, with departures before week 0.",
    ),
    (
        "judgement",
        1.0,
        "grade",
        3.0,
        "The last inspection: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.",
    ),
];
