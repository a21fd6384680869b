//! The rule of honesty (`docs/design/CONTRACT.md`): the engine sees a model of leadership as
//! numbers, and nothing else.

use crate::contract::kit::{Past, arm, event, preset, same, setting, strategy, warm};
use balcony::presets::{ATTENTION, INCUMBENT, PRESETS};
use balcony::scenario::{Library, Middling, Scenario, files::Texts, read_text};
use balcony_engine::setting::{EventKind, Setting};
use balcony_engine::strategy::{Strategy, Style};
use balcony_engine::world::World;
use std::collections::BTreeMap;

const WEEKS: u32 = 104;

/// A setting in which the director leaves, and trust, salience and rules change: everything that
/// influence affects.
fn eventful(separate: f64) -> (Setting, World) {
    let mut setting = setting();
    setting.parameters.influence.separate = separate;
    setting.events = vec![
        event(4, EventKind::RulesRemoved, 0.4),
        event(9, EventKind::SeriousIncident, 0.4),
        event(40, EventKind::DirectorLeaves, 1.0),
    ];
    let world = warm(&setting, 1, 0);
    (setting, world)
}

fn with_source(source: f64) -> Style {
    Style { source, ..preset("connected") }
}

fn lived(setting: &Setting, world: &World, style: Style) -> (Past, World) {
    arm(world, setting, &strategy(&[(0, style)]), WEEKS)
}

// Seen to fail with `separate` taken for 1 in `routes` and in `conversion` of influence.rs ("source
// 0 and 0.1: week 0: culture"), and in `on_partner` ("week 0: trust").
#[test]
fn with_equal_influence_and_equal_rights_the_source_makes_no_difference_bit_for_bit() {
    let (setting, world) = eventful(0.0);
    let (line, end) = lived(&setting, &world, with_source(0.0));
    for source in [0.1, 0.5, 1.0] {
        let (other, mut other_end) = lived(&setting, &world, with_source(source));
        same(&line, &other, WEEKS as usize, &format!("source 0 and {source}"));
        assert_eq!(line.outcomes(&setting, &end), other.outcomes(&setting, &other_end));
        // Only the source itself differs in the world: the director's, and what leaders took up of
        // it.
        let (leads, same) = (&end.service.leadership, &mut other_end.service.leadership);
        same.style.source = leads.style.source;
        same.director.own.source = leads.director.own.source;
        for (leader, as_before) in same.below.posts.iter_mut().zip(&leads.below.posts) {
            leader.way.source = as_before.way.source;
            leader.own.source = as_before.own.source;
        }
        for (leader, as_before) in same.below.partners.iter_mut().zip(&leads.below.partners) {
            (leader.source, leader.own) = (as_before.source, as_before.own);
        }
        assert!(end == other_end);
    }
}

#[test]
fn with_influence_as_it_is_the_source_makes_a_difference() {
    let (setting, world) = eventful(1.0);
    let ((line, _), (relations, _)) =
        (lived(&setting, &world, with_source(0.0)), lived(&setting, &world, with_source(1.0)));
    assert!(line.first_difference(&relations, WEEKS as usize).is_some());
}

#[test]
fn the_four_presets_with_equal_influence_and_the_same_rights_are_the_same() {
    let (setting, world) = eventful(0.0);
    let rights = preset("connected").rights;
    let runs = PRESETS.map(|(name, ..)| lived(&setting, &world, Style { rights, ..preset(name) }).0);
    for (run, (name, ..)) in runs.iter().zip(PRESETS) {
        same(&runs[0], run, WEEKS as usize, name);
    }
}

#[test]
fn with_equal_influence_and_the_incumbents_own_rights_no_source_pays_for_departing() {
    let (setting, world) = eventful(0.0);
    let incumbent = setting.start.incumbent;
    let (stays, _) = lived(&setting, &world, incumbent);
    let (departs, _) = lived(&setting, &world, Style { source: 1.0, ..incumbent });
    same(&stays, &departs, WEEKS as usize, "the incumbent's source, and another");
}

#[test]
fn permuting_the_labels_of_the_presets_permutes_the_results() {
    let (setting, world) = eventful(1.0);
    let labels = PRESETS.map(|(name, ..)| name);
    let under = |turn: usize| -> BTreeMap<&str, Past> {
        let turned = |index: usize| labels[(index + turn) % labels.len()];
        let run = |index| (labels[index], lived(&setting, &world, preset(turned(index))).0);
        (0..labels.len()).map(run).collect()
    };
    let (usual, turned) = (under(0), under(1));
    for (index, label) in labels.iter().enumerate() {
        let meant = labels[(index + 1) % labels.len()];
        same(&usual[meant], &turned[label], WEEKS as usize, &format!("{label} now means {meant}"));
        assert!(usual[label].first_difference(&turned[label], WEEKS as usize).is_some(), "{label}");
    }
}

fn scenario(strategies: &str) -> Scenario {
    let text = format!(
        "[scenario]\ntitle = \"t\"\nquestion = \"q?\"\nprimary = \"harm\"\nstart = 2019-04-01\nweeks = 52\n\
         [authority]\narchetype = \"shire-county\"\n{strategies}"
    );
    let texts = Texts::default();
    read_text("named", &text, &Library::new(&texts, &Middling)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn lowered(scenario: &Scenario, strategy: &str) -> Strategy {
    scenario.strategy(strategy).expect("a strategy")
}

#[test]
fn a_name_in_a_scenario_is_a_name_and_nothing_else() {
    let scenario = scenario(
        "[strategies.alpha]\npreset = \"connected\"\n[strategies.zeta]\npreset = \"connected\"\n\
         [strategies.ours]\nsource = 1.0\nimpact = 1.0\n",
    );
    let strategies = ["alpha", "zeta", "ours", "connected"].map(|name| lowered(&scenario, name));
    for strategy in &strategies[1..] {
        assert_eq!(strategy, &strategies[0]);
    }
    assert_ne!(lowered(&scenario, "personalised"), strategies[0]);
}

#[test]
fn presets_are_corners_of_one_square_with_the_same_week() {
    for (index, (name, source, impact, told)) in PRESETS.iter().enumerate() {
        assert_eq!((*source, *impact), (f64::from(index as u32 % 2), f64::from(index as u32 / 2)), "{name}");
        let style = preset(name);
        assert_eq!(style.source, *source, "{name}");
        assert_eq!(style.attention, ATTENTION, "{name}: time is equal across presets");
        assert_eq!(style.attention.iter().sum::<f64>(), 10.0, "{name}: a week has ten half-days");
        assert!(!told.is_empty() && *name != INCUMBENT);
        // Decision rights follow from impact alone.
        let twin = PRESETS.iter().find(|other| other.0 != *name && other.2 == *impact).expect("a twin");
        assert_eq!(style.rights, preset(twin.0).rights, "{name}");
        for row in style.rights {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{name}");
        }
    }
}

// Seen to fail with `const connected: u8 = 1;` in culture.rs and in the market's growth.rs; a
// comment may contain the word.
#[test]
fn the_engine_and_the_market_do_not_know_the_names() {
    let mut files = 0;
    let market = crate::tidy::sources("crates/market/src");
    for (path, text) in crate::tidy::sources("crates/engine/src").into_iter().chain(market) {
        let code = crate::tidy::code(&text).to_lowercase();
        for (name, ..) in PRESETS {
            assert!(!code.contains(name), "{path} knows `{name}`");
        }
        files += 1;
    }
    assert!(files > 20, "{files} files of the engine were seen");
}

/// Sources outside `crates/*/src` that must take the names from presets.rs. Their tests may use
/// them.
const ALSO: [(&str, &str); 6] = [
    ("xtask/src", "rs"),
    ("python/src", "rs"),
    ("web/src", "rs"),
    ("web/page", "js"),
    ("crates/exercise/src/team_view/assets", "js"),
    ("python/balcony", "py"),
];
/// A package of Dask has the name of a preset.
const DASK: (&str, &str) = ("python/balcony/cluster.py", "distributed");
/// The table of looks, in a crate that depends on nothing. A test of the report keeps its names.
const LOOKS: &str = "crates/drawing/src/looks.rs";

// Seen to fail with the four names spelt out in crates/exercise/src/exercise/bots.rs, with one in
// web/page/form.js and with one in python/balcony/_work.py.
#[test]
fn one_file_spells_the_names() {
    let home = "crates/scenario/src/presets.rs";
    let also = ALSO.iter().flat_map(|(folder, ending)| crate::tidy::files(folder, ending));
    for (path, text) in crate::tidy::of_the_program().into_iter().chain(also) {
        let tests = path.contains("/tests");
        let (code, quotes) = match path.rsplit_once('.') {
            Some((_, "rs")) => {
                let code = crate::tidy::code(&text);
                (code.split("#[cfg(test)]").next().unwrap_or_default().to_owned(), "\"")
            }
            // Docstrings may name presets.
            Some((_, "py")) => (text.split("\"\"\"").step_by(2).collect(), "\"'"),
            _ => (text, "\"'`"),
        };
        for (name, ..) in PRESETS {
            let spelt = quotes.chars().any(|quote| code.contains(&format!("{quote}{name}{quote}")));
            let may = path == home || path == LOOKS || tests || (path.as_str(), name) == DASK;
            assert!(may || !spelt, "{path}: take `{name}` from presets.rs");
            assert!(spelt || path != home, "{path} does not spell `{name}`");
        }
    }
}
