//! The one table of all keys of a scenario: kind, range, unit, default, meaning, source.
//!
//! The reader, the JSON Schema, `explain`, `show` and the files that `new` writes all come from this table; nothing about a
//! key may be written down a second time.

use super::events;
use crate::profiles;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::parameters::SOURCES;
use balcony_engine::plan::{KINDS, SITES, USES};
use balcony_engine::registry::Parameter;

/// What a key takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text of at most so many characters.
    Text(usize),
    /// A list of texts.
    Texts,
    /// A whole number in a range.
    Whole(i64, i64),
    /// A number in a range.
    Number(f64, f64),
    /// A number in a range, or a low and a high one within it.
    Ranged(f64, f64),
    /// A day, written as 2019-04-01.
    Date,
    /// A day, or a number of weeks after the start.
    When,
    /// One of some names.
    Choice(Vec<&'static str>),
}

/// One key.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Its path; `*` stands for a name that the author chooses.
    pub path: Vec<String>,
    /// What it takes.
    pub kind: Kind,
    /// Its unit, or nothing.
    pub unit: &'static str,
    /// What holds when it is not given, in words.
    pub default: String,
    /// What it means.
    pub meaning: &'static str,
    /// Where the range comes from.
    pub source: &'static str,
}

impl Key {
    /// The path with points between.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// The allowed values in words.
    pub fn allowed(&self) -> String {
        let unit = if self.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", self.unit)
        };
        match &self.kind {
            Kind::Text(most) => format!("a text of at most {most} characters, in quotes"),
            Kind::Texts => "a list of texts, such as [\"one\", \"two\"]".to_owned(),
            Kind::Whole(low, high) => format!("a whole number from {low} to {high}{unit}"),
            Kind::Number(low, high) => format!("a number from {low} to {high}{unit}"),
            Kind::Ranged(low, high) => format!(
                "a number from {low} to {high}{unit}, or {{ low = ..., high = ... }} within it"
            ),
            Kind::Date => "a day, written without quotes: 2019-04-01".to_owned(),
            Kind::When => {
                "a day, written without quotes (2019-04-01), or a number of weeks after the start"
                    .to_owned()
            }
            Kind::Choice(names) => format!("one of {}", names.join(", ")),
        }
    }
}

/// Every key, and the parameters of the model.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The keys, in the order of a file.
    pub keys: Vec<Key>,
    /// The parameters that `[parameters]` takes.
    pub parameters: Vec<Parameter>,
}

const RULE: &str = "a rule of the file";
const DFE: &str =
    "wider than any authority in the published figures of the Department for Education";

/// The keys of `[authority]` that name one.
pub(super) const NAMING: [&str; 3] = ["name", "code", "archetype"];

/// The typical authorities.
pub const ARCHETYPES: [&str; 6] = {
    let [a, b, c, d, e] = profiles::ARCHETYPES;
    [a, b, c, d, e, profiles::ENGLAND_AVERAGE]
};

/// The figures of an authority: key, low, high, unit, meaning, source. In the order of [`balcony_engine::setting::Authority`].
pub(super) const FIGURES: [(&str, f64, f64, &str, &str, &str); 15] = [
    (
        "children",
        100.0,
        400_000.0,
        "children",
        "Children aged 0 to 17.",
        DFE,
    ),
    (
        "referrals",
        1.0,
        40_000.0,
        "a year",
        "Referrals a year.",
        DFE,
    ),
    (
        "no-further-action",
        0.0,
        0.9,
        "share",
        "Share of referrals closed with no further action.",
        DFE,
    ),
    (
        "not-in-need",
        0.0,
        0.9,
        "share",
        "Share of referrals assessed and found not in need.",
        DFE,
    ),
    (
        "in-need",
        1.0,
        40_000.0,
        "children",
        "Children in need at 31 March.",
        DFE,
    ),
    (
        "enquiries",
        0.0,
        20_000.0,
        "a year",
        "Section 47 enquiries a year.",
        DFE,
    ),
    (
        "plans",
        0.0,
        5000.0,
        "children",
        "Children with a protection plan at 31 March.",
        DFE,
    ),
    (
        "looked-after",
        0.0,
        8000.0,
        "children",
        "Children looked after at 31 March.",
        DFE,
    ),
    (
        "in-post",
        1.0,
        4000.0,
        "whole-time workers",
        "Social workers in post.",
        DFE,
    ),
    (
        "agency",
        0.0,
        0.8,
        "share",
        "Agency workers, of workers in post and agency workers.",
        DFE,
    ),
    (
        "vacancy",
        0.0,
        0.8,
        "share",
        "Vacant posts, those covered by agency workers included, of all posts.",
        DFE,
    ),
    (
        "turnover",
        0.0,
        0.9,
        "share a year",
        "Leavers in twelve months, of those in post.",
        DFE,
    ),
    (
        "caseload",
        1.0,
        60.0,
        "cases",
        "Cases per social worker who holds cases.",
        DFE,
    ),
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

/// The states at the start: key, default, unit, high, meaning. In the order of [`balcony_engine::setting::Start`].
pub(super) const STATES: [(&str, f64, &str, f64, &str); 10] = [
    (
        "culture",
        0.35,
        "share",
        1.0,
        "Culture of the teams: 0 is compliance, 1 is learning.",
    ),
    (
        "prescription",
        0.55,
        "share",
        1.0,
        "How far rules prescribe the work: 0 nothing, 1 everything.",
    ),
    ("trust", 0.5, "share", 1.0, "Trust between agencies."),
    (
        "language",
        0.5,
        "share",
        1.0,
        "Common language between agencies.",
    ),
    (
        "routine",
        0.5,
        "share",
        1.0,
        "Routine of working together in the teams.",
    ),
    (
        "credibility",
        0.4,
        "share",
        1.0,
        "The director's credibility with every audience.",
    ),
    (
        "authorisation",
        0.6,
        "share",
        1.0,
        "The mandate from members, chief executive and public.",
    ),
    (
        "authority",
        0.8,
        "share",
        1.0,
        "Formal authority of the director's post.",
    ),
    (
        "salience",
        0.3,
        "share",
        1.0,
        "How much the public minds about child protection just now.",
    ),
    (
        "tenure",
        104.0,
        "weeks",
        2000.0,
        "Weeks the director has been in post.",
    ),
];

impl Schema {
    /// The table for a registry of parameters.
    pub fn new(parameters: Vec<Parameter>) -> Self {
        let mut table = Table(Vec::new());
        table.row(
            "base",
            Kind::Text(400),
            "",
            "none",
            "Another scenario, by name or path, whose values hold where this file says nothing.",
            RULE,
        );
        table.scenario();
        for name in ["name", "code"] {
            table.row(&format!("authority.{name}"), Kind::Text(100), "", "none", "A real authority, by its name or its code (E06..., E08..., E09..., E10...); its published figures are used.", "Office for National Statistics codes");
        }
        table.row(
            "authority.archetype",
            Kind::Choice(ARCHETYPES.to_vec()),
            "",
            "none",
            "A typical authority instead of a real one.",
            RULE,
        );
        for (name, low, high, unit, meaning, source) in FIGURES {
            table.row(
                &format!("authority.{name}"),
                Kind::Ranged(low, high),
                unit,
                "the published figure",
                meaning,
                source,
            );
        }
        for name in SOURCES {
            table.row(
                &format!("authority.sources.{name}"),
                Kind::Number(0.0, 1.0),
                "share",
                "the published figure",
                "Share of referrals that come from this source; the seven shares sum to 1.",
                "a share",
            );
        }
        for (name, default, unit, high, meaning) in STATES {
            table.row(
                &format!("start.{name}"),
                Kind::Ranged(0.0, high),
                unit,
                &default.to_string(),
                meaning,
                if unit == "share" {
                    "a share; the default is an assumption"
                } else {
                    "assumption"
                },
            );
        }
        table.style(
            "start.incumbent",
            "the incumbent's, from source 0.3 and impact 0.3",
        );
        table.events();
        table.row(
            "strategies.*.preset",
            preset_choice(),
            "",
            "none",
            "One of the four models of leadership, or the incumbent's style.",
            "the four models",
        );
        table.row(
            "strategies.*.from",
            Kind::When,
            "",
            "week 0",
            "When the strategy begins; until then the incumbent's style is in force.",
            RULE,
        );
        table.style("strategies.*", "the preset's");
        table.row(
            "strategies.*.changes.*.date",
            Kind::When,
            "",
            "none",
            "When the change comes: a day or a number of weeks after the start.",
            RULE,
        );
        table.row(
            "strategies.*.changes.*.preset",
            preset_choice(),
            "",
            "what held before",
            "The model of leadership from then on.",
            "the four models",
        );
        table.style("strategies.*.changes.*", "what held before");
        table.row(
            "compare.strategies",
            Kind::Texts,
            "",
            "every strategy",
            "The strategies to compare, by name.",
            RULE,
        );
        table.row(
            "compare.baseline",
            Kind::Text(60),
            "",
            "incumbent",
            "The strategy that the others are compared with.",
            RULE,
        );
        Self {
            keys: table.0,
            parameters,
        }
    }

    /// The key that a path of names leads to.
    pub fn find(&self, path: &[String]) -> Option<&Key> {
        self.keys
            .iter()
            .find(|key| key.path.len() == path.len() && starts(&key.path, path))
    }

    /// Whether a path of names leads to a table, and whether the author names its entries.
    pub fn table(&self, path: &[String]) -> Option<bool> {
        let inside = |key: &&Key| key.path.len() > path.len() && starts(&key.path, path);
        self.keys
            .iter()
            .find(inside)
            .map(|key| key.path[path.len()] == "*")
    }

    /// The names that may stand in the table at a path.
    pub fn names(&self, path: &[String]) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for key in self
            .keys
            .iter()
            .filter(|key| key.path.len() > path.len() && starts(&key.path, path))
        {
            let name = key.path[path.len()].as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if path.is_empty() {
            names.push("parameters");
        }
        names
    }

    /// The parameter with a key.
    pub fn parameter(&self, key: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.key == key)
    }
}

fn starts(key: &[String], path: &[String]) -> bool {
    path.iter()
        .zip(key)
        .all(|(name, segment)| segment == "*" || segment == name)
}

fn preset_choice() -> Kind {
    Kind::Choice(
        crate::presets::PRESETS
            .iter()
            .map(|preset| preset.0)
            .chain([crate::presets::INCUMBENT])
            .collect(),
    )
}

struct Table(Vec<Key>);

impl Table {
    fn row(
        &mut self,
        path: &str,
        kind: Kind,
        unit: &'static str,
        default: &str,
        meaning: &'static str,
        source: &'static str,
    ) {
        let path = path.split('.').map(str::to_owned).collect();
        self.0.push(Key {
            path,
            kind,
            unit,
            default: default.to_owned(),
            meaning,
            source,
        });
    }

    fn scenario(&mut self) {
        let outcomes = OUTCOMES.iter().map(|outcome| outcome.key).collect();
        self.row(
            "scenario.title",
            Kind::Text(120),
            "",
            "none: it must be given",
            "The name of the scenario for people.",
            RULE,
        );
        self.row(
            "scenario.question",
            Kind::Text(600),
            "",
            "none",
            "The question that the scenario is to answer.",
            RULE,
        );
        self.row(
            "scenario.story",
            Kind::Text(6000),
            "",
            "none",
            "What has happened before week 0, in plain words.",
            RULE,
        );
        self.row(
            "scenario.sources",
            Kind::Texts,
            "",
            "none",
            "Where the story and the figures come from.",
            RULE,
        );
        self.row(
            "scenario.primary",
            Kind::Choice(outcomes),
            "",
            "none: it must be given",
            "The one outcome that decides, named before any result is looked at.",
            RULE,
        );
        self.row(
            "scenario.start",
            Kind::Date,
            "",
            "2019-04-01",
            "Week 0 is the first whole week (Monday) on or after this day.",
            RULE,
        );
        self.row(
            "scenario.weeks",
            Kind::Whole(1, 5200),
            "weeks",
            "156",
            "Length of a run after week 0.",
            "a century at most",
        );
        self.row(
            "scenario.warm-up",
            Kind::Whole(0, 1040),
            "weeks",
            "416",
            "Weeks before week 0 in which children, staff and queues settle.",
            "twenty years at most",
        );
        self.row(
            "scenario.replicates",
            Kind::Whole(1, 1_000_000),
            "runs",
            "200",
            "How many times the same world is lived through with other luck.",
            "assumption",
        );
        self.row(
            "scenario.seed",
            Kind::Whole(0, 4_294_967_295),
            "",
            "1",
            "The number from which all luck is drawn.",
            "32 bits",
        );
        self.row(
            "scenario.run-time",
            Kind::Text(120),
            "",
            "none",
            "How long it takes, in words.",
            RULE,
        );
    }

    fn events(&mut self) {
        let kinds = events::KINDS.iter().map(|kind| kind.name).collect();
        self.row(
            "events.*.kind",
            Kind::Choice(kinds),
            "",
            "none: it must be given",
            "What happens.",
            RULE,
        );
        self.row(
            "events.*.date",
            Kind::Date,
            "",
            "none",
            "The day it happens or begins.",
            RULE,
        );
        self.row(
            "events.*.week",
            Kind::Whole(0, 5199),
            "weeks after the start",
            "none",
            "The week it happens or begins, if no date is given.",
            RULE,
        );
        self.row(
            "events.*.weeks",
            Kind::Whole(0, 5200),
            "weeks",
            "0",
            "Weeks that it lasts; 0 is a moment, or for good where the kind says so.",
            RULE,
        );
        self.row(
            "events.*.size",
            Kind::Ranged(0.0, 5.0),
            "as the kind says",
            "none: it must be given",
            "How much; 0 is no event at all.",
            RULE,
        );
    }

    fn style(&mut self, prefix: &str, default: &str) {
        self.row(
            &format!("{prefix}.source"),
            Kind::Number(0.0, 1.0),
            "share",
            default,
            "How influence travels: 0 along the line, 1 along relationships.",
            "the four models",
        );
        self.row(
            &format!("{prefix}.impact"),
            Kind::Number(0.0, 1.0),
            "share",
            default,
            "Who decides: 0 the top (formal), 1 those who do the work (social).",
            "the four models",
        );
        for kind in KINDS {
            for site in SITES {
                self.row(&format!("{prefix}.rights.{kind}.{site}"), Kind::Number(0.0, 1.0), "share", default, "Share of occasions of this kind that this site decides; the four sites sum to 1.", "assumption");
            }
        }
        for name in USES {
            self.row(&format!("{prefix}.attention.{name}"), Kind::Number(0.0, 20.0), "half-days a week", default, "How much of the director's week goes here; ten half-days are a full week, more drains.", "assumption");
        }
    }
}
