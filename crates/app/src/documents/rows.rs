//! The table of rows: for every system that directors deal with, its place in the model, and a
//! lever that demonstrates it.
//!
//! A lever is a pair of scenarios that differ in one mechanism. The expected direction of its
//! outcome was written down before the first run. `cargo xtask prove rows` runs the levers and
//! lists those with another direction.

/// Expected change of an outcome from the first side of a lever to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The outcome rises.
    Up,
    /// The outcome falls.
    Down,
}

/// One side of a lever: settings that are applied to the scenario, and the strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Settings as `key=value` texts.
    pub sets: &'static [&'static str],
    /// Name of a strategy of the scenario, or of one that the settings declare.
    pub strategy: &'static str,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Number in the source material, with a letter if a row has several levers.
    pub number: &'static str,
    /// Name of the system.
    pub system: &'static str,
    /// Names of files in the engine's `mechanisms`.
    pub mechanisms: &'static [&'static str],
    /// Keys by which a scenario controls it.
    pub keys: &'static [&'static str],
    /// Name of a scenario that shows it.
    pub scenario: &'static str,
    /// The two sides of the lever.
    pub sides: [Side; 2],
    /// Key of the outcome that the lever moves.
    pub outcome: &'static str,
    /// Expected direction of the change.
    pub expected: Expected,
}

const fn by(strategy: &'static str, sets: &'static [&'static str]) -> Side {
    Side { sets, strategy }
}

use crate::presets::{AUTHENTIC, CONNECTED, DISTRIBUTED, PERSONALISED};
use Expected::{Down, Up};

/// Every row of the source material that a single authority can show.
pub static ROWS: &[Row] = &[
    Row {
        number: "1a",
        system: "Source of influence, formal or moral",
        mechanisms: &["influence"],
        keys: &["strategies.NAME.source", "influence.*"],
        scenario: "culture-shift",
        sides: [by(DISTRIBUTED, &[]), by(CONNECTED, &[])],
        outcome: "culture",
        expected: Up,
    },
    Row {
        number: "1b",
        system: "Nature of impact, formal or social",
        mechanisms: &["sites"],
        keys: &["strategies.NAME.impact", "strategies.NAME.rights.*", "sites.*"],
        scenario: "culture-shift",
        sides: [by(AUTHENTIC, &[]), by(CONNECTED, &[])],
        outcome: "shared",
        expected: Up,
    },
    Row {
        number: "2",
        system: "Trust, meaning, dialogue",
        mechanisms: &["partnership"],
        keys: &["start.trust", "partnership.*"],
        scenario: "childrens-centre",
        sides: [by("incumbent", &["start.trust=0.3"]), by("incumbent", &["start.trust=0.7"])],
        outcome: "shared",
        expected: Up,
    },
    Row {
        number: "3",
        system: "Munro 1a: fixed changes by key dates",
        mechanisms: &["programme"],
        keys: &["programme.NAME.*", "programme.*"],
        scenario: "fixed-changes",
        sides: [
            by("incumbent", &["programme.less-recording.size=0"]),
            by("incumbent", &["programme.less-recording.size=0.6"]),
        ],
        outcome: "prescription",
        expected: Down,
    },
    Row {
        number: "4",
        system: "Munro 1b: shift of culture",
        mechanisms: &["culture", "influence"],
        keys: &["start.culture", "culture.*"],
        scenario: "culture-shift",
        sides: [by("incumbent", &[]), by(AUTHENTIC, &[])],
        outcome: "culture",
        expected: Up,
    },
    Row {
        number: "5",
        system: "Munro 2a: transition risks",
        mechanisms: &["programme"],
        keys: &["programme.NAME.kind", "programme.cut", "programme.moved", "programme.unsettled"],
        scenario: "transition-risks",
        sides: [
            by("incumbent", &["programme.restructure.size=0"]),
            by("incumbent", &["programme.restructure.size=1"]),
        ],
        outcome: "worker-changes",
        expected: Up,
    },
    Row {
        number: "6",
        system: "Munro 2b: culture slippage",
        mechanisms: &["culture"],
        keys: &["culture.holds", "culture.overload", "culture.newcomers"],
        scenario: "culture-slippage",
        sides: [by("incumbent", &["events.pressure.size=0"]), by("incumbent", &["events.pressure.size=0.6"])],
        outcome: "culture",
        expected: Down,
    },
    Row {
        number: "7",
        system: "Munro 3: day-to-day leadership under tight budgets",
        mechanisms: &["environment", "work"],
        keys: &["events.NAME.kind = budget-cut", "surroundings.*", "work.*"],
        scenario: "tight-budgets",
        sides: [by("incumbent", &["events.cut.size=0"]), by("incumbent", &["events.cut.size=0.15"])],
        outcome: "unserved",
        expected: Up,
    },
    Row {
        number: "8a",
        system: "Dance floor",
        mechanisms: &["signals", "influence"],
        keys: &["strategies.NAME.attention.dance-floor", "signals.*"],
        scenario: "culture-shift",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.dance-floor=0"]),
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.dance-floor=4"]),
        ],
        outcome: "known",
        expected: Up,
    },
    Row {
        number: "8b",
        system: "Time for politics, taken from elsewhere",
        mechanisms: &["scrutiny", "influence"],
        keys: &["strategies.NAME.attention.politics", "scrutiny.politics"],
        scenario: "crushing-climate",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.politics=0"]),
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.politics=3"]),
        ],
        outcome: "authorisation",
        expected: Up,
    },
    Row {
        number: "9a",
        system: "Authorising environment, public and media scrutiny",
        mechanisms: &["environment", "scrutiny"],
        keys: &["events.NAME.kind = serious-incident", "start.salience", "scrutiny.*"],
        scenario: "high-profile-case",
        sides: [
            by("incumbent", &["events.local-case.size=0"]),
            by("incumbent", &["events.local-case.size=0.8"]),
        ],
        outcome: "authorisation",
        expected: Down,
    },
    Row {
        number: "9b",
        system: "Inspection",
        mechanisms: &["inspection"],
        keys: &["start.judgement", "events.NAME.kind = inspection", "inspection.*"],
        scenario: "new-director",
        sides: [by("incumbent", &["start.judgement=3"]), by("incumbent", &["start.judgement=0"])],
        outcome: "vacancy",
        expected: Up,
    },
    Row {
        number: "10a",
        system: "Commissioning and sufficiency",
        mechanisms: &["placement", "invest"],
        keys: &["placement.local_share", "strategies.NAME.investments.NAME.kind = placements"],
        scenario: "tight-budgets",
        sides: [
            by("incumbent", &["placement.local_share=0.4"]),
            by("incumbent", &["placement.local_share=0.9"]),
        ],
        outcome: "cost",
        expected: Down,
    },
    Row {
        number: "10b",
        system: "Pooled budgets",
        mechanisms: &["environment"],
        keys: &["structure.pooled", "events.NAME.kind = partner-cut"],
        scenario: "whole-town-school",
        sides: [
            by("incumbent", &["structure.pooled=0.4", "events.partner-cut.size=0"]),
            by("incumbent", &["structure.pooled=0.4", "events.partner-cut.size=0.5"]),
        ],
        outcome: "unserved",
        expected: Up,
    },
    Row {
        number: "11a",
        system: "Multi-agency response: agencies with thresholds of their own",
        mechanisms: &["noticing"],
        keys: &["noticing.*", "authority.sources.*"],
        scenario: "childrens-centre",
        sides: [by("incumbent", &["noticing.spread=0"]), by("incumbent", &["noticing.threshold=0.38"])],
        outcome: "referrals",
        expected: Up,
    },
    Row {
        number: "11b",
        system: "Schools that hold children",
        mechanisms: &["structure"],
        keys: &["structure.schools-led-together", "structure.*"],
        scenario: "federation-of-academies",
        sides: [
            by("incumbent", &["structure.schools-led-together=0"]),
            by("incumbent", &["structure.schools-led-together=0.9"]),
        ],
        outcome: "exclusions",
        expected: Down,
    },
    Row {
        number: "12",
        system: "Professional identities, common language",
        mechanisms: &["partnership", "invest"],
        keys: &[
            "start.language",
            "partnership.language",
            "strategies.NAME.investments.NAME.kind = joint-training",
        ],
        scenario: "development-programme",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "events.director-leaves.size=0"]),
            by(
                "lever",
                &[
                    "strategies.lever.preset=incumbent",
                    "events.director-leaves.size=0",
                    "strategies.lever.investments.training.kind=joint-training",
                    "strategies.lever.investments.training.size=0.3",
                ],
            ),
        ],
        outcome: "language",
        expected: Up,
    },
    Row {
        number: "13",
        system: "Influence without authority: partners adopt or do not",
        mechanisms: &["partners"],
        keys: &["programme.NAME.kind = joint-proposal", "partners.*"],
        scenario: "first-three-years",
        sides: [by(CONNECTED, &["start.credibility=0.1"]), by(CONNECTED, &["start.credibility=0.8"])],
        outcome: "adopted",
        expected: Up,
    },
    Row {
        number: "14",
        system: "Governance: boards that delay and blur, and are places to talk",
        mechanisms: &["partners", "partnership"],
        keys: &["structure.boards", "partners.fidelity"],
        scenario: "first-three-years",
        sides: [by(CONNECTED, &["structure.boards=0"]), by(CONNECTED, &["structure.boards=4"])],
        outcome: "adopted",
        expected: Down,
    },
    Row {
        number: "15a",
        system: "Collective response: wicked cases that no agency solves alone",
        mechanisms: &["help", "belief"],
        keys: &["needs.complexity", "needs.pieces", "help.together"],
        scenario: "childrens-centre",
        sides: [by("incumbent", &["needs.complexity=0.2"]), by("incumbent", &["needs.complexity=0.7"])],
        outcome: "harm",
        expected: Up,
    },
    Row {
        number: "15b",
        system: "Practice framework: adopted, embedded, or only announced",
        mechanisms: &["framework"],
        keys: &["programme.NAME.kind = practice-framework", "framework.*"],
        scenario: "culture-slippage",
        sides: [
            by("incumbent", &["programme.framework.size=0.1"]),
            by("incumbent", &["programme.framework.size=1"]),
        ],
        outcome: "framework",
        expected: Up,
    },
    Row {
        number: "16a",
        system: "Reflection and learning: supervision",
        mechanisms: &["culture", "workforce", "invest"],
        keys: &["culture.supervision", "strategies.NAME.investments.NAME.kind = supervision"],
        scenario: "tight-budgets",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent"]),
            by(
                "lever",
                &[
                    "strategies.lever.preset=incumbent",
                    "strategies.lever.investments.managers.kind=supervision",
                    "strategies.lever.investments.managers.size=1",
                ],
            ),
        ],
        outcome: "turnover",
        expected: Down,
    },
    Row {
        number: "16b",
        system: "Reviews of serious incidents: learning where it is safe and there is time",
        mechanisms: &["reviews"],
        keys: &["reviews.threshold", "reviews.fear", "start.culture"],
        scenario: "high-profile-case",
        sides: [by("incumbent", &["start.culture=0.25"]), by("incumbent", &["start.culture=0.5"])],
        outcome: "ready-to-learn",
        expected: Up,
    },
    Row {
        number: "16c",
        system: "Reviews of serious incidents: blame",
        mechanisms: &["reviews"],
        keys: &["reviews.blame", "reviews.hurt"],
        scenario: "high-profile-case",
        sides: [by("incumbent", &["reviews.blame=0"]), by("incumbent", &["reviews.blame=0.3"])],
        outcome: "trust",
        expected: Down,
    },
    Row {
        number: "17",
        system: "Directors' turnover, interims",
        mechanisms: &["directors"],
        keys: &["directors.*", "start.tenure", "events.NAME.kind = director-leaves"],
        scenario: "crushing-climate",
        sides: [by("incumbent", &["directors.scale=320"]), by("incumbent", &["directors.scale=120"])],
        outcome: "director-changes",
        expected: Up,
    },
    Row {
        number: "18",
        system: "Pipeline: how many apply decides who comes",
        mechanisms: &["market"],
        keys: &["market.*"],
        scenario: "development-programme",
        sides: [
            by("incumbent", &["market.pool=1", "market.inside=0.1"]),
            by("incumbent", &["market.pool=10", "market.inside=0.1"]),
        ],
        outcome: "competence",
        expected: Up,
    },
    Row {
        number: "18b",
        system: "Leaders below the director: ties with whoever leads them",
        mechanisms: &["leaders", "posts"],
        keys: &["leaders.*", "posts.*", "strategies.NAME.attention.developing"],
        scenario: "culture-shift",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.developing=0"]),
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.developing=3"]),
        ],
        outcome: "leader-ties",
        expected: Up,
    },
    Row {
        number: "19a",
        system: "Development: mentors and coaching",
        mechanisms: &["invest"],
        keys: &["strategies.NAME.investments.NAME.kind = mentoring", "invest.mentoring"],
        scenario: "development-programme",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "events.director-leaves.size=0"]),
            by(
                "lever",
                &[
                    "strategies.lever.preset=incumbent",
                    "events.director-leaves.size=0",
                    "strategies.lever.investments.mentor.kind=mentoring",
                    "strategies.lever.investments.mentor.size=0.1",
                ],
            ),
        ],
        outcome: "competence",
        expected: Up,
    },
    Row {
        number: "19b",
        system: "Succession from within: deputies",
        mechanisms: &["directors", "market"],
        keys: &["strategies.NAME.attention.developing", "directors.deputies_up", "market.inside"],
        scenario: "development-programme",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.developing=0"]),
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.developing=3"]),
        ],
        outcome: "deputies",
        expected: Up,
    },
    Row {
        number: "20",
        system: "Competences of leaders",
        mechanisms: &["market", "influence", "lead"],
        keys: &["market.spread", "market.signal"],
        scenario: "development-programme",
        sides: [
            by("incumbent", &["market.signal=0", "market.inside=0.1"]),
            by("incumbent", &["market.signal=0.3", "market.inside=0.1"]),
        ],
        outcome: "competence",
        expected: Down,
    },
    Row {
        number: "21",
        system: "Resilience of leaders",
        mechanisms: &["directors", "lead"],
        keys: &["strategies.NAME.attention.resilience", "directors.strain_up", "lead.worn"],
        scenario: "crushing-climate",
        sides: [
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.resilience=0"]),
            by("lever", &["strategies.lever.preset=incumbent", "strategies.lever.attention.resilience=1.5"]),
        ],
        outcome: "director-strain",
        expected: Down,
    },
    Row {
        number: "22",
        system: "Context: size of the authority and the queue at the top",
        mechanisms: &["sites", "pathway"],
        keys: &["authority.*", "sites.director_capacity"],
        scenario: "new-director",
        sides: [
            by(PERSONALISED, &["authority.archetype=small-unitary"]),
            by(PERSONALISED, &["authority.archetype=shire-county"]),
        ],
        outcome: "decision-wait",
        expected: Up,
    },
    Row {
        number: "23a",
        system: "Next practice: residents who govern",
        mechanisms: &["structure"],
        keys: &["structure.residents"],
        scenario: "community-governance",
        sides: [by("incumbent", &["structure.residents=0"]), by("incumbent", &["structure.residents=0.8"])],
        outcome: "authorisation",
        expected: Up,
    },
    Row {
        number: "23b",
        system: "Next practice: under one roof",
        mechanisms: &["structure"],
        keys: &["structure.together"],
        scenario: "childrens-centre",
        sides: [by("incumbent", &["structure.together=0"]), by("incumbent", &["structure.together=0.6"])],
        outcome: "shared",
        expected: Up,
    },
    Row {
        number: "23c",
        system: "Next practice: a whole town's schools",
        mechanisms: &["structure", "needs"],
        keys: &["structure.schools-led-together"],
        scenario: "whole-town-school",
        sides: [
            by("incumbent", &["structure.schools-led-together=0"]),
            by("incumbent", &["structure.schools-led-together=0.9"]),
        ],
        outcome: "school-missed",
        expected: Down,
    },
];
