//! The rows of the table of keys: everything that a scenario may contain, defined once.

use super::events;
use super::key_tables::{ARCHETYPES, FIGURES, Figure, STATES, StartState, TASKS};
use super::schema::{Key, Kind};
use super::unknown::{MODES, MOST};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::parameters::SOURCES;
use balcony_engine::setting::{STRUCTURE, StructureKey};
use balcony_engine::strategy::{INVESTMENTS, KINDS, SIGNALS, SITES, TRIGGERS, USES};

const RULE: &str = "a rule of the file";

/// All keys, in the order in which a file gives them.
pub(super) fn all() -> Vec<Key> {
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
    table.row(
        "authority.name",
        Kind::Text(100),
        "",
        "none",
        "A real authority of England, whose published figures are used; or the name of a place of your \
         own, beside an archetype or all figures.",
        "Office for National Statistics names",
    );
    table.row(
        "authority.code",
        Kind::Text(100),
        "",
        "none",
        "A real authority, by its code (E06..., E08..., E09..., E10...); its published figures are used.",
        "Office for National Statistics codes",
    );
    table.row(
        "authority.archetype",
        Kind::Choice(ARCHETYPES.to_vec()),
        "",
        "none",
        "A typical authority instead of a real one.",
        RULE,
    );
    table.row(
        "authority.currency",
        Kind::Text(12),
        "",
        "£",
        "The symbol of money where it is shown, such as €. It converts nothing: prices are parameters, in \
         pounds until you set them.",
        RULE,
    );
    for Figure { key, low, high, unit, meaning, source, .. } in FIGURES {
        let path = format!("authority.{key}");
        table.row(&path, Kind::Ranged(low, high), unit, "the published figure", meaning, source);
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
    for StartState { key, default, unit, high, meaning, .. } in STATES {
        table.row(
            &format!("start.{key}"),
            Kind::Ranged(0.0, high),
            unit,
            &default.to_string(),
            meaning,
            if unit == "share" { "a share; the default is an assumption" } else { "assumption" },
        );
    }
    table.structure();
    table.style("start.incumbent", "the incumbent's, from source 0.3 and impact 0.3");
    table.events();
    table.programme();
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
    table.acts();
    table.row(
        "compare.strategies",
        Kind::Texts,
        "",
        "every strategy but adaptive",
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
    table.0.extend(super::margins::keys());
    table.0
}

fn preset_choice() -> Kind {
    Kind::Choice(
        crate::presets::PRESETS.iter().map(|preset| preset.0).chain([crate::presets::INCUMBENT]).collect(),
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
        self.0.push(Key { path, kind, unit, default: default.to_owned(), meaning, source });
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
            Kind::Choices(outcomes),
            "",
            "none: it must be given",
            "The outcome that decides, named before any result is looked at; or a list of them, the one that \
             answers the question first.",
            RULE,
        );
        self.row(
            "scenario.start",
            Kind::Date,
            "",
            "2019-04-01",
            "Week 0 is the first whole week (Monday) on or after this day; dates of a base move with it.",
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
            "104",
            "Weeks before week 0 in which children, staff and queues settle.",
            "twenty years at most",
        );
        self.row(
            "scenario.replicates",
            Kind::Whole(1, 1_000_000),
            "runs",
            "200",
            "Number of replicates: runs of the same scenario with different random numbers.",
            "assumption",
        );
        self.row(
            "scenario.parameters",
            Kind::Choice(MODES.to_vec()),
            "",
            "central",
            "How uncertain parameters are treated: `central` gives every number its central value; `worlds` gives every parameter that the scenario does not fix its value in a world that was fitted again to the published figures; `ranges` draws it from its range alone; both draw every other number that is given as a range.",
            "assumption: half of the draws on either side of the central value, fewer towards the ends; with `ranges` nothing is fitted again",
        );
        self.row(
            "scenario.draws",
            Kind::Whole(2, MOST),
            "draws",
            "a fifth of the replicates, with parameters = \"worlds\" (at most as many as are registered) or \"ranges\"",
            "Number of parameter samples; replicate r uses sample r modulo this number, at least two replicates per sample.",
            "assumption: five replicates of a draw",
        );
        self.row(
            "scenario.seed",
            Kind::Whole(0, 4_294_967_295),
            "",
            "1",
            "Seed of all random numbers.",
            "32 bits",
        );
        self.row("scenario.run-time", Kind::Text(120), "", "none", "How long it takes, in words.", RULE);
    }

    fn events(&mut self) {
        let kinds = events::KINDS.iter().map(|kind| kind.name).collect();
        self.row("events.*.kind", Kind::Choice(kinds), "", "none: it must be given", "What happens.", RULE);
        self.row("events.*.date", Kind::Date, "", "none", "The day it happens or begins.", RULE);
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

    fn structure(&mut self) {
        for StructureKey { key, default, unit, high, meaning, .. } in STRUCTURE {
            let path = format!("structure.{key}");
            self.row(&path, Kind::Ranged(0.0, high), unit, &default.to_string(), meaning, "assumption");
        }
    }

    fn programme(&mut self) {
        let kinds = TASKS.iter().map(|(name, ..)| *name).collect();
        let key = |name: &str| format!("programme.*.{name}");
        self.row(&key("kind"), Kind::Choice(kinds), "", "none: it must be given", "What is changed: rules are removed, people or systems are switched over, a practice framework is announced, or partners are asked to join in.", RULE);
        self.row(&key("from"), Kind::When, "", "week 0", "When work on it may begin.", RULE);
        self.row(
            &key("due"),
            Kind::When,
            "",
            "none: it must be given",
            "The date by which it is to take effect; a switch-over never comes before.",
            RULE,
        );
        self.row(&key("effort"), Kind::Ranged(1.0, 520.0), "weeks of work", "13", "Weeks of work at full influence and usual time for the programme; as a rule it takes two or three times as long.", "assumption");
        self.row(
            &key("size"),
            Kind::Ranged(0.0, 1.0),
            "share",
            "1",
            "How much: of rules, of what is switched over, of backing, of the force of law.",
            "assumption",
        );
        self.row(&key("after"), Kind::Texts, "", "none", "Tasks that must be done before, by name.", RULE);
    }

    fn acts(&mut self) {
        let key = |name: &str| format!("strategies.*.{name}");
        self.row(&key("title"), Kind::Text(120), "", "none", "The strategy's name for people.", RULE);
        self.row(
            &key("adaptive"),
            Kind::Choice(vec!["presets"]),
            "",
            "none",
            "An adaptive director: switches between the four models when results are seen to get worse.",
            "MECHANISMS.md section 5",
        );
        self.row(
            &key("adapts-every"),
            Kind::Whole(4, 520),
            "weeks",
            "26",
            "Weeks between two looks of an adaptive director at whether it goes well.",
            "assumption",
        );
        self.row(
            &key("investments.*.kind"),
            Kind::Choice(INVESTMENTS.to_vec()),
            "",
            "none: it must be given",
            "What is bought.",
            RULE,
        );
        self.row(
            &key("investments.*.from"),
            Kind::When,
            "",
            "when the strategy begins",
            "From when it is paid for.",
            RULE,
        );
        self.row(
            &key("investments.*.weeks"),
            Kind::Whole(0, 5200),
            "weeks",
            "0",
            "For how long; 0 is for good.",
            RULE,
        );
        self.row(
            &key("investments.*.size"),
            Kind::Number(0.0, 100.0),
            "£m a year",
            "none: it must be given",
            "How much a year.",
            RULE,
        );
        self.row(
            &key("acts.*.kind"),
            Kind::Choice(super::acts::OWN.to_vec()),
            "",
            "none: it must be given",
            "A dated action of the leader: it has the effect of an event of that kind, under this strategy only.",
            RULE,
        );
        self.row(&key("acts.*.date"), Kind::When, "", "none: it must be given", "When it is done.", RULE);
        self.row(
            &key("acts.*.weeks"),
            Kind::Whole(0, 5200),
            "weeks",
            "0",
            "For how long; 0 is at once, or for good where the kind says so.",
            RULE,
        );
        self.row(
            &key("acts.*.size"),
            Kind::Number(0.0, 5.0),
            "as the kind says",
            "none: it must be given",
            "How much; 0 is nothing at all.",
            RULE,
        );
        self.row(
            &key("responses.*.to"),
            Kind::Choice(TRIGGERS.to_vec()),
            "",
            "none: it must be given",
            "What it responds to.",
            RULE,
        );
        self.row(
            &key("rules.*.when"),
            Kind::Choice(SIGNALS.to_vec()),
            "",
            "none: it must be given",
            "The figure, as leaders see it, that the rule goes by.",
            RULE,
        );
        for (name, meaning) in [
            ("above", "The rule acts while the figure is above this."),
            ("below", "The rule acts while the figure is below this."),
        ] {
            self.row(
                &key(&format!("rules.*.{name}")),
                Kind::Number(-10.0, 100.0),
                "as the figure",
                "none",
                meaning,
                RULE,
            );
        }
        for act in ["responses.*", "rules.*"] {
            self.row(
                &key(&format!("{act}.weeks")),
                Kind::Whole(1, 5200),
                "weeks",
                "13",
                "For how long at least.",
                RULE,
            );
            self.row(
                &key(&format!("{act}.preset")),
                preset_choice(),
                "",
                "the strategy's own",
                "The model of leadership for that time.",
                "the four models",
            );
            self.style(&key(act), "the strategy's own");
        }
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
                self.row(
                    &format!("{prefix}.rights.{kind}.{site}"),
                    Kind::Number(0.0, 1.0),
                    "share",
                    default,
                    "Share of occasions of this kind that this site decides; the four sites sum to 1.",
                    "assumption",
                );
            }
        }
        for name in USES {
            self.row(
                &format!("{prefix}.attention.{name}"),
                Kind::Number(0.0, 20.0),
                "half-days a week",
                default,
                "How much of the director's week goes here; ten half-days are a full week, more drains.",
                "assumption",
            );
        }
    }
}
