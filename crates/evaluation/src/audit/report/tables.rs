//! The tables of the report.

use super::super::case::{ARMS, arms};
use super::super::coefficients::reversals as find_reversals;
use super::super::contexts::OUTCOMES;
use super::super::row::{EFFECTS, Row};
use super::super::section::Section;
use super::super::tally::{TRAITS, Tally, all_pooled, known, tally};
use super::{Coefficients, Report, SHORT, letter, letters, presets, short};
use balcony_engine::measure::{OUTCOMES as ENGINE, outcome_index};
use balcony_engine::registry::Better;
use balcony_report::summary::ceiling::ceiling;
use balcony_report::summary::{fixed, interval, signed};
use balcony_runs::experiment::stats::{Relation, verdict, words};
use balcony_scenario::profiles;

/// Headings of a table with one column per outcome.
fn heads(first: &str) -> Vec<&str> {
    std::iter::once(first).chain(OUTCOMES).collect()
}

/// A row with one cell per outcome.
fn cells(first: &str, cell: impl FnMut(usize) -> String) -> Vec<String> {
    std::iter::once(first.to_owned()).chain((0..OUTCOMES.len()).map(cell)).collect()
}

fn tallies(rows: &[Row]) -> Vec<Tally> {
    (0..OUTCOMES.len()).map(|outcome| tally(rows, outcome)).collect()
}

/// The outcomes: unit, better direction, smallest effect of interest.
pub(super) fn outcomes() -> Section {
    let mut section =
        Section::new("Outcomes, fixed beforehand", ["outcome", "unit", "better", "matters from"]);
    for (at, key) in OUTCOMES.iter().enumerate() {
        let outcome = known(at);
        let better = format!("{:?}", outcome.better).to_lowercase();
        section.row([(*key).to_owned(), outcome.unit.to_owned(), better, outcome.margin.to_string()]);
    }
    section.note(
        "What matters is measured in each context by the incumbent's mean there: a share of it, and never less than the floor.",
    );
    section
}

/// How often each arm is clearly best, and how often none is.
pub(super) fn first(rows: &[Row]) -> Section {
    let tallies = tallies(rows);
    let title = format!("Who comes first, in {} registered contexts", rows.len());
    let mut section = Section::new(title, heads("contexts in which"));
    for (arm, name) in arms().iter().enumerate() {
        section.row(cells(&format!("clearly best: {name}"), |at| tallies[at].best[arm].to_string()));
    }
    section.row(cells(words::SEVERAL, |at| tallies[at].several.to_string()));
    section.row(cells(words::NO_DIFFERENCE, |at| tallies[at].no_difference.to_string()));
    section.row(cells(words::CANNOT_TELL, |at| tallies[at].cannot_tell.to_string()));
    section
}

/// How often each arm is one of several at the top.
pub(super) fn at_top(rows: &[Row]) -> Section {
    let tallies = tallies(rows);
    let mut section = Section::new("One of several at the top", heads("way of leading"));
    for (arm, name) in arms().iter().enumerate() {
        section.row(cells(name, |at| tallies[at].at_top[arm].to_string()));
    }
    section
        .note("Contexts in which no difference matters between it, the leading one and all others that are not clearly worse.");
    section
}

/// How often each arm is clearly worse than the leading one.
pub(super) fn beaten(rows: &[Row]) -> Section {
    let tallies = tallies(rows);
    let mut section = Section::new("Clearly worse than the one that leads", heads("contexts in which"));
    for (arm, name) in arms().iter().enumerate() {
        section.row(cells(name, |at| tallies[at].worse[arm].to_string()));
    }
    section
}

/// Each preset against the incumbent.
pub(super) fn against(rows: &[Row]) -> Section {
    let tallies = tallies(rows);
    let mut section = Section::new(
        "Against the incumbent: clearly better/no difference/clearly worse/cannot tell",
        heads("way of leading"),
    );
    for (arm, name) in arms().iter().enumerate().skip(1) {
        section.row(cells(name, |at| tallies[at].to_incumbent[arm].map(|count| count.to_string()).join("/")));
    }
    section
}

/// Effects of source and impact over the contexts, for a terminal.
pub(super) fn effects_short(rows: &[Row]) -> Section {
    let title = "Effects of source and impact, mean of the contexts";
    let mut section = Section::new(title, ["", "", "mean", "95 % interval", "verdict", "contexts"]);
    for (at, effects) in all_pooled(rows).iter().enumerate() {
        let digits = known(at).digits + 1;
        for (effect, name) in effects.iter().zip(EFFECTS) {
            section.row([
                if name == EFFECTS[0] { OUTCOMES[at].to_owned() } else { String::new() },
                name.to_owned(),
                signed(effect.mean, digits),
                interval(effect.interval, digits),
                effect.verdict.short(Better::Neither).to_owned(),
                effect.counts.map(|count| count.to_string()).join("/"),
            ]);
        }
    }
    section.note(
        "Intervals with the context as the unit; lower is better on all five. Last column: contexts in which the effect alone is \
         clearly lower/clearly higher/a little lower/a little higher/no difference that matters/cannot tell yet.",
    );
    section
}

/// Effects of source and impact over the contexts, for the file.
pub(super) fn effects(rows: &[Row]) -> Section {
    let heads = [
        "outcome",
        "effect",
        "mean",
        "95 % interval",
        "verdict",
        "in % of the incumbent's",
        "95 % interval",
        "in % of the ceiling",
        "contexts: clearly lower",
        "clearly higher",
        "a little lower",
        "a little higher",
        "no difference that matters",
        "cannot tell yet",
    ];
    let mut section = Section::new("Effects of source and impact, over the contexts", heads);
    for (at, effects) in all_pooled(rows).iter().enumerate() {
        let digits = known(at).digits + 1;
        // Change of the outcome under perfect practice, in per cent of the incumbent's value.
        let ceiling = ceiling(OUTCOMES[at])
            .filter(|ceiling| ceiling.baseline != 0.0)
            .map(|ceiling| 100.0 * ceiling.change[0] / ceiling.baseline);
        for (effect, name) in effects.iter().zip(EFFECTS) {
            let mut cells = vec![
                OUTCOMES[at].to_owned(),
                name.to_owned(),
                signed(effect.mean, digits),
                interval(effect.interval, digits),
                effect.verdict.words(Better::Neither).to_owned(),
                signed(effect.percent.0, 2),
                interval(effect.percent.1, 2),
                ceiling
                    .map_or("not known".to_owned(), |ceiling| signed(100.0 * effect.percent.0 / ceiling, 1)),
            ];
            cells.extend(effect.counts.map(|count| count.to_string()));
            section.row(cells);
        }
    }
    section.note(
        "source: from formal to moral; impact: from formal to social; together: what the two do beyond their sum (halved). \
         Contrasts of the four presets in each pair, their mean in each context, and the mean of these over contexts with \
         Student's interval: the context is the unit. In % of the ceiling: how much of what perfect practice reaches in England's average \
         authority in three years, as a share of the level there; above nought is better. The last six columns judge each context by its own 95 % interval.",
    );
    section
}

/// Calls by trait of the contexts, in short.
pub(super) fn traits(rows: &[Row]) -> Section {
    let mut section = Section::new("By what the contexts are like", heads(""));
    for one in TRAITS {
        for (group, name) in one.groups.iter().enumerate() {
            let members: Vec<&Row> = rows.iter().filter(|row| (one.of)(row) == group).collect();
            let label = format!("{} {name} ({})", one.name.trim_start_matches("start "), members.len());
            section.row(cells(&label, |at| {
                let found = tally(members.iter().copied(), at);
                let best = found.best.iter().sum::<usize>();
                format!("{best}/{}/{}/{}", found.several, found.no_difference, found.cannot_tell)
            }));
        }
    }
    section.note(
        "Contexts in which one is clearly best/no difference matters at the top/none matters/one cannot tell yet; how many there are, in brackets.",
    );
    section
}

/// Calls by trait of the contexts, one table per trait.
pub(super) fn by_trait(rows: &[Row]) -> Vec<Section> {
    let table = |one: super::super::tally::Trait| {
        let mut section = Section::new(format!("By {}", one.name), heads("contexts"));
        for (group, name) in one.groups.iter().enumerate() {
            let members: Vec<&Row> = rows.iter().filter(|row| (one.of)(row) == group).collect();
            let found: Vec<Tally> =
                (0..OUTCOMES.len()).map(|at| tally(members.iter().copied(), at)).collect();
            section.row(cells(&format!("{name}: {}", members.len()), |at| {
                let tally = &found[at];
                let best = (0..ARMS).filter(|arm| tally.best[*arm] > 0);
                let best: Vec<String> =
                    best.map(|arm| format!("{} {}", letter(arm), tally.best[arm])).collect();
                let best = if best.is_empty() { "none".to_owned() } else { best.join(" ") };
                format!("{best}; {}/{}/{}", tally.several, tally.no_difference, tally.cannot_tell)
            }));
        }
        section.note("Clearly best, by letter; then no difference that matters at the top/none at all/cannot tell yet.");
        section
    };
    TRAITS.into_iter().map(table).collect()
}

/// Calls in the shipped scenarios.
pub(super) fn shipped(rows: &[Row]) -> Section {
    let mut section = Section::new("Shipped scenarios", heads("scenario"));
    for row in rows {
        section.row(cells(&row.about.name, |at| {
            let own = if primary(&row.about.name) == Some(OUTCOMES[at]) { "*" } else { "" };
            format!("{own}{}", short(&row.judged[at].standing))
        }));
    }
    section.note(format!("{SHORT} *: the scenario's own primary outcome."));
    section
}

/// Primary outcome of a shipped scenario, if it is a registered one.
fn primary(name: &str) -> Option<&'static str> {
    let text = balcony_scenario::scenario::SHIPPED.iter().find(|(shipped, _)| *shipped == name)?.1;
    let first = |key: &str| ["", "["].iter().any(|open| text.contains(&format!("primary = {open}\"{key}\"")));
    OUTCOMES.into_iter().find(|key| first(key))
}

/// Shipped scenarios whose primary outcome is not a registered one, judged on that outcome.
pub(super) fn own(rows: &[Row]) -> Section {
    let mut heads = vec!["scenario", "outcome", "first"];
    heads.extend((0..ARMS).map(letter));
    let mut section = Section::new("Shipped scenarios on an outcome of their own", heads);
    for row in rows {
        let Some((key, judged)) = &row.own else { continue };
        let digits = outcome_index(key).map_or(3, |at| ENGINE[at].digits + 1);
        let mut cells = vec![row.about.name.clone(), key.clone(), short(&judged.standing)];
        cells.extend(judged.means.iter().map(|mean| fixed(*mean, digits)));
        section.row(cells);
    }
    section.note("Who comes first, and the mean of each way of leading.");
    section
}

/// Effects in the shipped scenarios.
pub(super) fn shipped_effects(rows: &[Row]) -> Section {
    let mut section = Section::new(
        "Effects in the shipped scenarios",
        ["scenario", "outcome", "source", "impact", "together"],
    );
    for row in rows {
        let registered = OUTCOMES.iter().enumerate().map(|(at, _)| (known(at), &row.judged[at]));
        let own = row.own.iter().filter_map(|(key, judged)| Some((&ENGINE[outcome_index(key)?], judged)));
        for (outcome, judged) in registered.chain(own) {
            let mut cells = vec![row.about.name.clone(), outcome.key.to_owned()];
            cells.extend(judged.effects.iter().map(|effect| {
                let verdict =
                    verdict(Some(effect.interval), outcome.margin.at(judged.means[0])).words(Better::Neither);
                let interval = interval(Some(effect.interval), outcome.digits + 1);
                format!("{} ({interval}), {verdict}", signed(effect.mean, outcome.digits + 1))
            }));
            section.row(cells);
        }
    }
    section
}

/// Result of the null runs.
pub(super) fn null(report: &Report<'_>) -> Section {
    let rows = || report.shipped.iter().chain(report.contexts);
    let ran = rows().filter(|row| row.differing.is_some()).count();
    let not: Vec<&Row> = rows().filter(|row| row.differing.is_some_and(|count| count > 0)).collect();
    let mut section = Section::new("The null run", Vec::<String>::new());
    let found = if not.is_empty() {
        format!("all five ways of leading are the same bit by bit, on every outcome, in all {ran} cases.")
    } else {
        let names: Vec<&str> = not.iter().map(|row| &*row.about.name).collect();
        format!("NOT THE SAME in {} of {ran} cases: {}.", not.len(), names.join(", "))
    };
    section.note(format!("With both routes of influence alike and equal rights: {found}"));
    section
}

/// Parameters that reverse the order of two presets.
pub(super) fn reversals(coefficients: &Coefficients<'_>) -> Section {
    let found = find_reversals(coefficients.rows);
    let mut section = Section::new(
        "Parameters that reverse an order",
        ["scenario and parameter", "pair", "first at: low", "given", "high"],
    );
    let mut under = None;
    for reversal in &found {
        let (a, b) = reversal.pair;
        if under != Some((&reversal.scenario, reversal.outcome)) {
            under = Some((&reversal.scenario, reversal.outcome));
            let own = if primary(&reversal.scenario) == Some(OUTCOMES[reversal.outcome]) { "*" } else { "" };
            let place = format!("{}, {own}{}", reversal.scenario, OUTCOMES[reversal.outcome]);
            section.row([&*place, "", "", "", ""]);
        }
        let sign = |relation: Relation| match relation {
            Relation::Better => letter(a),
            Relation::Worse => letter(b),
            Relation::NoDifference => "none",
            Relation::CannotTell => "?",
        };
        let mut cells = vec![format!("- {}", reversal.key), format!("{} {}", letter(a), letter(b))];
        cells.extend(reversal.relations.map(|relation| sign(relation).to_owned()));
        section.row(cells);
    }
    let cases = coefficients.rows.len();
    section.note(format!(
        "{cases} runs of {} pairs: every parameter at either end of its range, one at a time. {} reversals: one preset clearly \
         better at one place of the range, the other at another; none: no difference that matters; ?: cannot tell yet. Nothing corrects for the number of \
         parameters. *: the scenario's own primary outcome.",
        coefficients.pairs,
        if found.is_empty() { "No".to_owned() } else { found.len().to_string() }
    ));
    section
}

/// One row per context.
pub(super) fn every(rows: &[Row]) -> Section {
    let mut columns = vec!["context", "authority", "children", "weeks", "culture", "events"];
    columns.extend(OUTCOMES);
    let mut section = Section::new("Every context", columns);
    for row in rows {
        let name = profiles::all().iter().find(|profile| profile.code == row.about.authority);
        let name = name.map_or(&*row.about.authority, |profile| profile.name);
        let mut cells = vec![
            row.about.name.clone(),
            name.to_owned(),
            fixed(row.about.children, 0),
            row.about.weeks.to_string(),
        ];
        cells.extend([row.about.culture.to_string(), row.about.events.to_string()]);
        cells.extend(row.judged.iter().map(|judged| short(&judged.standing)));
        section.row(cells);
    }
    section.note(format!("{SHORT} {}; presets: {}.", letters(), presets().join(", ")));
    section
}

#[cfg(test)]
mod tests {
    use super::super::super::row::tests::row;
    use super::*;
    use balcony_report::summary::{Look, width};

    #[test]
    fn reversals_are_told_by_scenario_within_eighty_columns() {
        let key = "surroundings.early_help_cost";
        let rows = [
            row("high-profile-case", 1, "oooobooooo"),
            row(&format!("high-profile-case:{key}:low"), 1, "oooowooooo"),
            row(&format!("high-profile-case:{key}:high"), 1, "oooooooooo"),
        ];
        let text = reversals(&Coefficients { pairs: 4, rows: &rows }).terminal(&Look::PLAIN);
        assert!(text.lines().all(|line| width(line) <= 80), "{text}");
        for line in
            ["high-profile-case, *harm", "- surroundings.early_help_cost    p a              a      p     ?"]
        {
            assert!(text.lines().any(|found| found == line), "{text}");
        }
        let none = reversals(&Coefficients { pairs: 4, rows: &rows[..1] });
        assert!(none.rows.is_empty() && none.notes[0].contains("No reversals"));
    }

    #[test]
    fn a_null_run_that_is_none_is_shouted() {
        let mut rows = [row("7", 0, "llllllllll"), row("8", 0, "llllllllll")];
        let report = |rows: &[Row]| {
            let report = Report {
                version: "0",
                seed: 1,
                pairs: 2,
                of: 2,
                years: None,
                sets: &[],
                shipped: &[],
                contexts: rows,
                coefficients: None,
            };
            null(&report).notes.join(" ")
        };
        assert!(report(&rows).contains("in all 2 cases"));
        rows[1].differing = Some(3);
        assert!(report(&rows).contains("NOT THE SAME in 1 of 2 cases: 8"));
    }
}
