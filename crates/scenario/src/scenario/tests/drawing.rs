//! Which numbers are sampled, which are not, and where a sampled value goes in the setting.

use super::super::key_tables::{FIGURES, Figure, STATES};
use super::*;
use balcony_engine::parameters::Parameters;
use balcony_engine::setting::STRUCTURE;

const RANGES: &str = "[scenario]\ntitle = 't'\nprimary = 'harm'\nparameters = 'ranges'\n[authority]\narchetype = 'metropolitan'\n";

fn england(text: &str) -> Scenario {
    let files = Texts::default();
    let library = Library::new(&files, &England);
    read_text("drawn.toml", text, &library).unwrap_or_else(|faults| panic!("{faults}"))
}

fn keys(scenario: &Scenario) -> Vec<String> {
    scenario.unknowns().list.into_iter().map(|unknown| unknown.key).collect()
}

#[test]
fn central_draws_nothing_and_ranges_draw_what_is_not_fixed() {
    let central = small("[parameters]\n'needs.rate' = { low = 50, high = 60 }\n").expect("sound");
    assert_eq!((central.draws, central.unknowns().list.len()), (0, 0));
    assert_eq!(central.unknowns().draw_of(3), None);
    let files = Texts::default();
    let library = library(&files);
    let drawn = central.apply_set("scenario.parameters=ranges", &library).expect("sound");
    assert_eq!(drawn.draws, 40);
    assert_eq!(keys(&drawn), ["needs.rate", "leaders.chi_line"]);
    let rate = &drawn.unknowns().list[0];
    assert_eq!((rate.low, rate.central, rate.high), (50.0, 55.0, 60.0), "the scenario's range");
    let chi = &drawn.unknowns().list[1];
    assert_eq!((chi.low, chi.central, chi.high), (0.1, 0.3, 0.5), "the registry's range");
    let fixed = drawn.apply_set("leaders.chi_line=0.2", &library).expect("sound");
    assert_eq!(keys(&fixed), ["needs.rate"], "a number is no range");
    let trust = fixed.apply_set("start.trust={low=0.3,high=0.6}", &library).expect("sound");
    assert_eq!(keys(&trust), ["start.trust", "needs.rate"]);
}

// Covers every parameter, every figure, every state, the structure and the size of an event: the
// setting of a sample equals that of a scenario with the sampled values written into it.
#[test]
fn a_draw_is_the_scenario_with_the_drawn_values_written_into_it() {
    let mut text = RANGES.to_owned();
    for Figure { key: name, unit, .. } in FIGURES {
        let (low, high) = if unit.starts_with("share") { (0.05, 0.3) } else { (20.0, 60.0) };
        let (low, high) = if name == "spending" { (1e6, 2e6) } else { (low, high) };
        let low = if name == "children" { 100.0 } else { low };
        let high = if name == "children" { 900.0 } else { high };
        text.push_str(&format!("{name} = {{ low = {low}, high = {high} }}\n"));
    }
    text.push_str("[start]\n");
    for state in STATES {
        text.push_str(&format!("{} = {{ low = 0.1, central = 0.2, high = 0.9 }}\n", state.key));
    }
    text.push_str("[structure]\n");
    for row in STRUCTURE {
        text.push_str(&format!("{} = {{ low = 0.1, central = 0.2, high = 0.4 }}\n", row.key));
    }
    text.push_str("[events.late]\nkind = 'budget-cut'\nweek = 9\nsize = { low = 0.1, high = 0.2 }\n");
    text.push_str(
        "[events.early]\nkind = 'work-surge'\nweek = 2\nweeks = 4\nsize = { low = 0.3, high = 0.4 }\n",
    );
    let scenario = england(&text);
    let unknowns = scenario.unknowns();
    let all = Parameters::registry().count() + FIGURES.len() + STATES.len() + STRUCTURE.len() + 2;
    assert_eq!(unknowns.list.len(), all);
    let files = Texts::default();
    let library = Library::new(&files, &England);
    for draw in [0, 7] {
        let set = |unknown: &Unknown| format!("{}={:?}", unknown.key, unknown.value(1, draw));
        let mut sets: Vec<String> = unknowns.list.iter().map(set).collect();
        sets.push("scenario.parameters=central".to_owned());
        let written = scenario.apply_sets(&sets, &library).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(unknowns.setting(&scenario.setting(), draw), written.setting());
    }
    assert_ne!(unknowns.setting(&scenario.setting(), 0), unknowns.setting(&scenario.setting(), 1));
    let own = unknowns.list.iter().filter(|unknown| unknown.own).count();
    assert_eq!(own, FIGURES.len(), "an authority's own figures are known as such");
}

#[test]
fn a_draw_of_one_number_does_not_hang_on_what_else_is_drawn() {
    let all = england(RANGES);
    let few = england(&format!("{RANGES}[parameters]\n'needs.rate' = 60\n'needs.fall' = 0.005\n"));
    assert_eq!(all.unknowns().list.len(), few.unknowns().list.len() + 2);
    let values = |scenario: &Scenario, key: &str| {
        let list = scenario.unknowns().list;
        let found = list.iter().find(|unknown| unknown.key == key).map(|unknown| unknown.value(1, 3));
        found.expect("it is drawn")
    };
    for unknown in few.unknowns().list {
        assert_eq!(values(&all, &unknown.key).to_bits(), values(&few, &unknown.key).to_bits());
        assert!((unknown.low..=unknown.high).contains(&unknown.value(1, 3)), "{}", unknown.key);
    }
}

#[test]
fn the_resolved_text_reads_back_to_the_same_draws() {
    let scenario = england(&format!("{RANGES}[start]\ntrust = {{ low = 0.3, high = 0.4 }}\n"));
    let again = england(&scenario.resolved());
    assert_eq!(again.resolved(), scenario.resolved());
    assert_eq!(again.unknowns(), scenario.unknowns());
    let central = england(&RANGES.replace("ranges", "central"));
    assert_ne!(central.hash(), scenario.hash());
}

// The first replicates cover every sample, and the numbers of replicates of two samples differ by
// at most one, however many replicates there are.
#[test]
fn a_prefix_of_replicates_is_balanced() {
    let unknowns = Unknowns { draws: 7, ..Unknowns::default() };
    let mut counts = [0_u32; 7];
    for replicate in 0..100 {
        counts[unknowns.draw_of(replicate).expect("a draw") as usize] += 1;
        let (least, most) = (counts.iter().min(), counts.iter().max());
        assert!(most.copied() <= least.map(|least| least + 1), "{counts:?}");
    }
}

#[test]
fn too_few_replicates_and_too_many_draws_are_refused_with_a_way_out() {
    let said = |more: &str| {
        let text = SMALL.replace("[authority]", &format!("parameters = 'ranges'\n{more}\n[authority]"));
        read_text("small.toml", &text, &library(&Texts::default())).map(|scenario| scenario.draws)
    };
    assert_eq!(said("replicates = 40\ndraws = 20").ok(), Some(20));
    assert_eq!(said("replicates = 41\ndraws = 20").ok(), Some(20));
    assert_eq!(said("replicates = 4").ok(), Some(2));
    assert_eq!(said("replicates = 1000").ok(), Some(200));
    let few = said("replicates = 3").expect_err("too few").to_string();
    assert!(few.contains("3 replicates are too few") && few.contains("4 or more"), "{few}");
    let many = said("replicates = 40\ndraws = 21").expect_err("too many").to_string();
    assert!(many.contains("21 draws of 40 replicates") && many.contains("or 42 replicates"), "{many}");
    let word = SMALL.replace("[authority]", "parameters = 'range'\n[authority]");
    let word = read_text("small.toml", &word, &library(&Texts::default())).expect_err("no such word");
    assert!(word.to_string().contains("ranges"), "{word}");
    let idle = SMALL.replace("[authority]", "draws = 20\n[authority]");
    let idle = read_text("small.toml", &idle, &library(&Texts::default())).expect("sound");
    assert!(idle.warnings.iter().any(|warning| warning.contains("does nothing")), "{:?}", idle.warnings);
}

#[test]
fn check_and_show_say_what_is_drawn() {
    let scenario = england(RANGES);
    let said = check(&scenario, 2, Vec::new()).to_string();
    let count = scenario.unknowns().list.len();
    assert!(said.contains(&format!("drawn       {count} numbers from their ranges, 40 times")), "{said}");
    let shown = show(&scenario);
    let default = Parameters::default().needs.rate;
    let rate = format!("{default} (30 to 90)");
    assert!(shown.contains(&rate) && shown.contains("draws"), "{shown}");
    let central = england(&RANGES.replace("ranges", "central"));
    assert!(!show(&central).contains(&rate));
    assert!(!check(&central, 2, Vec::new()).to_string().contains("numbers from"));
}

// Reading and sampling share a row's field, so only its name tells whether it is the right one.
// Seen to fail with the field of `plans` set to `enquiries`.
#[test]
fn every_figure_and_state_fills_the_field_of_its_name() {
    let setting = england(RANGES).setting();
    for row in FIGURES {
        let mut authority = setting.authority.clone();
        *(row.field)(&mut authority) = 12_345.5;
        let field = format!("{}: 12345.5", row.key.replace('-', "_"));
        assert!(format!("{authority:?}").contains(&field), "{field}");
    }
    for row in STATES {
        let mut start = setting.start.clone();
        *(row.field)(&mut start) = 12_345.5;
        let field = format!("{}: 12345.5", row.key.replace('-', "_"));
        assert!(format!("{start:?}").contains(&field), "{field}");
    }
}
