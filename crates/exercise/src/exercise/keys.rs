//! The table of all keys of an exercise file, in the order of a file.

use super::decision::LEVELS;
use super::{MOST_TEAMS, TEAMS};
use balcony_engine::measure::{MEASURES, OUTCOMES};
use balcony_engine::strategy::{INVESTMENTS, KINDS, SIGNALS, USES};
use balcony_scenario::scenario::schema::{Key, Kind};
use balcony_scenario::scenario::{events, margins};

/// Names in a file of the steps from formal authority to relationships.
pub(super) const STEPS: [&str; 5] = ["line", "mostly-line", "both", "mostly-relationships", "relationships"];
/// How a figure summarises the weeks of a measure.
pub(super) const HOW: [&str; 3] = ["sum", "mean", "last"];
/// Which direction of a figure is better.
pub(super) const BETTER: [&str; 3] = ["lower", "higher", "neither"];

const RULE: &str = "a rule of the file";
const _: () = assert!(TEAMS.len() == MOST_TEAMS as usize);

/// Returns all keys.
pub(super) fn all() -> Vec<Key> {
    let mut table = Table(Vec::new());
    table.top();
    table.opening();
    table.levers();
    table.row("roles.*.title", Kind::Text(60), "", "none: it must be given", "The part's name.");
    table.row(
        "roles.*.text",
        Kind::Text(1200),
        "",
        "none: it must be given",
        "What whoever plays it looks at and knows.",
    );
    table.figures();
    table.injects();
    table.row("tiles.*.title", Kind::Text(60), "", "none: it must be given", "What stands above the tile.");
    table.row("tiles.*.figures", Kind::Texts, "", "none: it must be given", "The figures on it, by name.");
    table.row("tiles.*.hides", Kind::Text(400), "", "none", "What it does not show, told in the debrief.");
    table.row(
        "debrief.outcomes",
        Kind::Texts,
        "",
        "harm, re-referrals, turnover, cost",
        "Outcomes of the whole time that are set beside each other.",
    );
    table.row("debrief.parts.*.title", Kind::Text(80), "", "none: it must be given", "The part's name.");
    table.row(
        "debrief.parts.*.minutes",
        Kind::Number(0.0, 120.0),
        "minutes",
        "5",
        "How long it is meant to take.",
    );
    table.row("debrief.parts.*.questions", Kind::Texts, "", "none", "Questions to the room.");
    table.row(
        "debrief.parts.*.shows",
        Kind::Texts,
        "",
        "none",
        "What the screen shows in it: attention, predictions, reported, luck, references, counterfactual, wrong.",
    );
    // Margins decide which differences the debrief reports.
    table.0.extend(margins::keys());
    table.0
}

struct Table(Vec<Key>);

impl Table {
    fn row(&mut self, path: &str, kind: Kind, unit: &'static str, default: &str, meaning: &'static str) {
        let path = path.split('.').map(str::to_owned).collect();
        self.0.push(Key { path, kind, unit, default: default.to_owned(), meaning, source: RULE });
    }

    fn top(&mut self) {
        self.row("title", Kind::Text(120), "", "none: it must be given", "The name of the exercise.");
        self.row(
            "briefing",
            Kind::Text(4000),
            "",
            "the scenario's story",
            "What the room is told at the beginning.",
        );
        self.row(
            "safety",
            Kind::Text(2000),
            "",
            "a statement that the exercise tests a system, not people",
            "What is said about the model and about how people treat each other.",
        );
        self.row(
            "scenario",
            Kind::Text(400),
            "",
            "none: it must be given",
            "A shipped scenario by name, or a file as seen from this one.",
        );
        self.row("authority", Kind::Text(100), "", "the scenario's", "Another authority in its place.");
        self.row(
            "set",
            Kind::Texts,
            "",
            "nothing",
            "Values laid on the scenario, such as \"authority.children=15000\".",
        );
        self.row(
            "without-events",
            Kind::Choice(vec!["yes", "no"]),
            "",
            "no",
            "Whether the scenario's own events are left out: injects bring what happens.",
        );
        self.row("rounds", Kind::Whole(1, 40), "rounds", "12", "How many rounds.");
        self.row("weeks", Kind::Whole(1, 52), "weeks", "13", "How long a round is in the model.");
        self.row("word", Kind::Text(20), "", "quarter", "What a round is called.");
        self.row(
            "minutes",
            Kind::Values,
            "minutes",
            "5",
            "How long each round is meant to take; the last one holds for the rest.",
        );
        self.row("runs", Kind::Whole(2, 2000), "runs", "200", "How many runs show what luck does.");
        self.row(
            "luck",
            Kind::Whole(0, 999_999),
            "",
            "0",
            "Which of the runs the room lives: the replicate's number.",
        );
        self.row(
            "half-days",
            Kind::Number(1.0, 20.0),
            "half-days a week",
            "12",
            "The most that a week holds; more than ten drain.",
        );
        self.row("points", Kind::Whole(0, 200), "points a year", "20", "What there is to invest.");
        self.row(
            "changes",
            Kind::Whole(0, 5),
            "rights",
            "2",
            "Decision rights that may be moved in a round.",
        );
        self.row(
            "rules",
            Kind::Number(0.0, 1.0),
            "share",
            "0.1",
            "Share of the rules that a team takes away, or of what is left that it adds, at a time.",
        );
        self.row("predict", Kind::Texts, "", "none", "Figures that are predicted, in turn.");
    }

    fn opening(&mut self) {
        for name in USES {
            self.row(
                &format!("opening.time.{name}"),
                Kind::Number(0.0, 20.0),
                "half-days a week",
                "0",
                "The director's week when the room begins, in halves of a half-day.",
            );
        }
        self.row(
            "opening.influence",
            Kind::Choice(STEPS.to_vec()),
            "",
            "mostly-line",
            "How influence travels when the room begins.",
        );
        for kind in KINDS {
            self.row(
                &format!("opening.rights.{kind}"),
                levels(),
                "",
                "manager",
                "Who holds this decision right when the room begins.",
            );
        }
    }

    fn levers(&mut self) {
        let key = |name: &str| format!("levers.*.{name}");
        self.row(&key("title"), Kind::Text(80), "", "none: it must be given", "What is bought, for people.");
        self.row(&key("text"), Kind::Text(400), "", "none", "What it does, and when.");
        self.row(
            &key("kind"),
            Kind::Choice(INVESTMENTS.to_vec()),
            "",
            "none: it must be given",
            "What the engine buys.",
        );
        self.row(
            &key("point"),
            Kind::Number(0.0, 10.0),
            "£m a year",
            "none: it must be given",
            "What one point is.",
        );
        self.row(
            &key("starts-after"),
            Kind::Whole(0, 104),
            "weeks",
            "0",
            "Weeks until it is set up and paid for; the engine's own delay comes on top.",
        );
        self.row(
            &key("opening"),
            Kind::Whole(0, 200),
            "points a year",
            "0",
            "Points in force when the room begins.",
        );
    }

    fn figures(&mut self) {
        let key = |name: &str| format!("figures.*.{name}");
        let measures: Vec<&'static str> = MEASURES.iter().map(|measure| measure.key).collect();
        self.row(
            &key("title"),
            Kind::Text(80),
            "",
            "none: it must be given",
            "The figure's name for people.",
        );
        self.row(&key("unit"), Kind::Text(30), "", "none", "Its unit; \"%\" for shares.");
        self.row(
            &key("seen"),
            Kind::Choice(SIGNALS.to_vec()),
            "",
            "none",
            "What leaders see, late and rosier than it is, as far as they look.",
        );
        self.row(
            &key("real"),
            Kind::Choice(SIGNALS.to_vec()),
            "",
            "none",
            "The same as it really is; hide it until the debrief.",
        );
        self.row(&key("measure"), Kind::Choice(measures.clone()), "", "none", "A weekly measure.");
        self.row(
            &key("how"),
            Kind::Choice(HOW.to_vec()),
            "",
            "mean",
            "What is made of the weeks of a round.",
        );
        self.row(
            &key("of"),
            Kind::Choice(measures),
            "",
            "none",
            "The measure over whose sum that of the other is taken: a share.",
        );
        self.row(&key("times"), Kind::Number(0.0, 1e6), "", "1", "What it is multiplied by: 100 for %.");
        self.row(&key("digits"), Kind::Whole(0, 4), "digits", "1", "Digits after the point.");
        self.row(&key("better"), Kind::Choice(BETTER.to_vec()), "", "neither", "Which way is better.");
        self.row(
            &key("step"),
            Kind::Number(0.0, 1e6),
            "in its unit",
            "none: it must be given",
            "How much is a change; less stays as it is.",
        );
        self.row(
            &key("hidden"),
            Kind::Choice(vec!["yes", "no"]),
            "",
            "no",
            "Whether it is hidden until the debrief.",
        );
    }

    fn injects(&mut self) {
        let key = |name: &str| format!("injects.*.{name}");
        self.row(&key("title"), Kind::Text(100), "", "none: it must be given", "The inject's name.");
        self.row(&key("round"), Kind::Whole(1, 40), "round", "none", "The round in which it comes, from 1.");
        self.row(
            &key("held"),
            Kind::Choice(vec!["yes", "no"]),
            "",
            "no",
            "Whether the facilitator sends it.",
        );
        self.row(
            &key("if.figure"),
            Kind::Text(60),
            "",
            "none",
            "It comes to a team whose figure is past a level.",
        );
        self.row(&key("if.above"), Kind::Number(-1e6, 1e6), "in its unit", "none", "Above this.");
        self.row(&key("if.below"), Kind::Number(-1e6, 1e6), "in its unit", "none", "Below this.");
        self.row(&key("if.from"), Kind::Whole(1, 40), "round", "2", "From which round on, from 1.");
        self.row(&key("sender"), Kind::Text(80), "", "none: it must be given", "From whom.");
        self.row(
            &key("channel"),
            Kind::Text(40),
            "",
            "none: it must be given",
            "By which way: letter, call, press.",
        );
        self.row(&key("text"), Kind::Text(2000), "", "none: it must be given", "What it says.");
        self.row(
            &key("expected"),
            Kind::Text(600),
            "",
            "none",
            "What a team is expected to do; for the facilitator.",
        );
        self.row(&key("objective"), Kind::Text(600), "", "none", "What it is for; for the facilitator.");
        let kinds: Vec<&'static str> = events::KINDS.iter().map(|kind| kind.name).collect();
        self.happening("injects.*.events.*", Kind::Choice(kinds));
        let answer = |name: &str| format!("injects.*.answers.*.{name}");
        self.row(&answer("title"), Kind::Text(100), "", "none: it must be given", "The answer, for people.");
        self.row(&answer("text"), Kind::Text(600), "", "none", "What it asks of the team.");
        for name in USES {
            self.row(
                &answer(&format!("time.{name}")),
                Kind::Number(0.0, 10.0),
                "half-days a week",
                "0",
                "What it takes of the week, on top of what the team spends.",
            );
        }
        for kind in KINDS {
            self.row(
                &answer(&format!("rights.{kind}")),
                levels(),
                "",
                "as the team has it",
                "Who holds this right while the answer holds.",
            );
        }
        self.row(
            &answer("rounds"),
            Kind::Whole(1, 40),
            "rounds",
            "1",
            "For how many rounds time and rights hold.",
        );
        self.happening(
            "injects.*.answers.*.acts.*",
            Kind::Choice(balcony_scenario::scenario::OWN_ACTS.to_vec()),
        );
        let buys = |name: &str| answer(&format!("buys.*.{name}"));
        self.row(
            &buys("kind"),
            Kind::Choice(INVESTMENTS.to_vec()),
            "",
            "none: it must be given",
            "What it buys.",
        );
        self.row(
            &buys("size"),
            Kind::Number(0.0, 100.0),
            "£m a year",
            "none: it must be given",
            "For how much.",
        );
        self.row(&buys("weeks"), Kind::Whole(1, 520), "weeks", "13", "For how long.");
        self.row(&buys("after"), Kind::Whole(0, 520), "weeks", "0", "Weeks after the round begins.");
    }

    fn happening(&mut self, prefix: &str, kinds: Kind) {
        let key = |name: &str| format!("{prefix}.{name}");
        self.row(
            &key("kind"),
            kinds,
            "",
            "none: it must be given",
            "What happens, through the engine's mechanisms.",
        );
        self.row(
            &key("size"),
            Kind::Number(0.0, 5.0),
            "as the kind says",
            "none: it must be given",
            "How much.",
        );
        self.row(
            &key("weeks"),
            Kind::Whole(0, 520),
            "weeks",
            "0",
            "How long; 0 is a moment, or for good where the kind says so.",
        );
        self.row(&key("after"), Kind::Whole(0, 520), "weeks", "0", "Weeks after the round begins.");
    }
}

fn levels() -> Kind {
    Kind::Choice(LEVELS.iter().map(|level| level.0).collect())
}

/// Keys of the outcomes that a debrief may name.
pub(super) fn outcomes() -> Vec<&'static str> {
    OUTCOMES.iter().map(|outcome| outcome.key).collect()
}
