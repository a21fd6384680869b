//! The table of all keys of a national scenario, in the order of a file.

use super::events::{SIZES, SizeOf};
use crate::figures::{ROWS, USUAL};
use balcony_market::development::{Kind as Programme, Rule};
use balcony_market::events::Kind as EventKind;
use balcony_market::{Parameters, Twins};
use balcony_scenario::scenario::schema::{Key, Kind, Schema};

const RULE: &str = "a rule of the file";
/// The greatest climate that may be given: half as bad again as the worst year that was published.
pub(super) const WORST: f64 = 1.5;
/// Years of a run at least and at most, in weeks.
pub(super) const WEEKS: (i64, i64) = (52, 2600);

/// The table of keys, and the parameters of the market.
///
/// ```
/// let schema = balcony_england::scenario::schema();
/// assert!(schema.parameter("leaving.level").is_some());
/// assert!(schema.keys.iter().any(|key| key.name() == "policies.*.rule"));
/// ```
pub fn schema() -> Schema {
    Schema { keys: all(), parameters: Parameters::registry().copied().collect() }
}

fn all() -> Vec<Key> {
    let mut table = Table(Vec::new());
    table.england();
    table.climate();
    table.events();
    table.policies();
    table.0
}

struct Table(Vec<Key>);

impl Table {
    fn row(&mut self, path: &str, kind: Kind, unit: &'static str, default: &str, meaning: &'static str) {
        let path = path.split('.').map(str::to_owned).collect();
        self.0.push(Key { path, kind, unit, default: default.to_owned(), meaning, source: RULE });
    }

    fn england(&mut self) {
        let needed = "none: it must be given";
        self.row("england.title", Kind::Text(60), "", needed, "The name of the national scenario.");
        self.row("england.question", Kind::Text(400), "", needed, "The question that it asks.");
        self.row("england.story", Kind::Text(4000), "", "none", "What happens, for those who take part.");
        self.row("england.sources", Kind::Texts, "", "none", "Where its numbers come from.");
        let figures = ROWS.iter().map(|row| row.key).collect();
        self.row(
            "england.primary",
            Kind::Choice(figures),
            "",
            USUAL,
            "The figure of a year that decides, averaged over the years.",
        );
        self.row(
            "england.start",
            Kind::Date,
            "",
            "2026-04-01",
            "The day on which policies begin; history runs from 1990 until then.",
        );
        self.row(
            "england.weeks",
            Kind::Whole(WEEKS.0, WEEKS.1),
            "weeks",
            "520",
            "How long it runs from the start: whole years of 52 weeks.",
        );
        self.row("england.replicates", Kind::Whole(1, 100_000), "runs", "100", "Number of runs.");
        self.row("england.seed", Kind::Whole(0, u32::MAX.into()), "", "1", "Seed of all random numbers.");
        self.row("england.run-time", Kind::Text(200), "", "none", "How long it takes, in words.");
    }

    fn climate(&mut self) {
        let history = "the climate of the years since 2014";
        self.row(
            "climate.constant",
            Kind::Number(0.0, WORST),
            "climate",
            history,
            "The climate from the start on: 0 is calm, 1 as bad as 2012-13.",
        );
        self.row(
            "climate.points.*",
            Kind::Number(0.0, WORST),
            "climate",
            "none",
            "The climate on a day, 2027-04-01 = 0.8; between two days it moves in a straight line.",
        );
    }

    fn events(&mut self) {
        let needed = "none: it must be given";
        let kinds = EventKind::KEYS.to_vec();
        self.row("events.*.kind", Kind::Choice(kinds), "", needed, "What happens to the whole country.");
        self.row(
            "events.*.date",
            Kind::Date,
            "",
            needed,
            "The day on which it happens or begins; before the start it is history.",
        );
        let rows: &'static [SizeOf] = &SIZES;
        let sizes = |of: fn(&SizeOf) -> f64| rows.iter().map(of);
        let (low, high) =
            (sizes(|row| row.low).fold(0.0, f64::min), sizes(|row| row.high).fold(0.0, f64::max));
        self.row(
            "events.*.size",
            Kind::Number(low, high),
            "as the kind says",
            needed,
            "How much, in the unit and range of its kind; 0 is no event.",
        );
        self.row(
            "events.*.weeks",
            Kind::Whole(0, WEEKS.1),
            "weeks",
            "0",
            "How long it lasts; 0: a moment for a scandal, for good otherwise.",
        );
        self.row(
            "events.*.programme",
            Kind::Choice(Programme::KEYS.to_vec()),
            "",
            "none: an event of kind policy needs it",
            "The programme that a national policy runs.",
        );
        self.row(
            "events.*.policies",
            Kind::Texts,
            "",
            "all of the file",
            "The policies under which it happens, from the start on.",
        );
    }

    fn policies(&mut self) {
        let usual = "as the programme is usually run";
        self.row("policies.*.title", Kind::Text(60), "", "the name", "What the policy is called.");
        let rules = Rule::KEYS.to_vec();
        self.row("policies.*.rule", Kind::Choice(rules), "", "open", "Who may become a director.");
        self.row(
            "policies.*.rule-from",
            Kind::Date,
            "",
            "the start",
            "The day on which the rule comes into force.",
        );
        self.row(
            "policies.*.rule-until",
            Kind::Date,
            "",
            "never: it stays",
            "The day on which the rule ends, and posts are open again.",
        );
        self.row(
            "policies.*.twins",
            Kind::Choice(Twins::KEYS.to_vec()),
            "",
            "as-they-are",
            "Which directors lead adults' services too.",
        );
        self.row(
            "policies.*.climate",
            Kind::Number(0.0, WORST),
            "climate",
            "that of [climate]",
            "The climate from the start on under this policy.",
        );
        for kind in Programme::KEYS {
            let mut row = |name: &str, kind_of, unit, default: &str, meaning| {
                self.row(&format!("policies.*.programmes.{kind}.{name}"), kind_of, unit, default, meaning);
            };
            row("seats", Kind::Whole(0, 1000), "seats a year", usual, "Seats a year, with full funds.");
            row("weeks", Kind::Whole(4, 520), "weeks", usual, "How long a seat lasts.");
            row("cost", Kind::Number(0.0, 1e6), "pounds a seat", usual, "What a seat costs.");
            row(
                "tapers",
                Kind::Whole(4, 2600),
                "weeks",
                "never: funds last",
                "Weeks from its beginning in which funds fall in a straight line to nothing.",
            );
            row("from", Kind::Date, "", "the start", "The day from which seats are given out.");
            row(
                "until",
                Kind::Date,
                "",
                "never: it is run for good",
                "The day from which no seat is given out.",
            );
        }
    }
}
