//! Converts a team's decisions to a strategy file, for `balcony compare` on the same scenario.

use balcony_engine::calendar::Week;
use balcony_engine::strategy::{KINDS, SITES, Strategy, Style, USES};
use std::fmt::Write as _;

/// Writes a strategy file that reads back as this strategy; weeks are counted from `start`.
pub fn strategy_file(title: &str, strategy: &Strategy, start: Week, incumbent: &Style) -> String {
    let mut text = String::from(
        "# A team's way through an exercise, as a strategy: balcony compare place.toml --strategies THIS-FILE,incumbent\n",
    );
    let _ = writeln!(text, "title = {title:?}");
    let first = strategy.changes.first().map_or(*incumbent, |(_, style)| *style);
    let from = strategy.changes.first().map_or(0, |(week, _)| week.0 - start.0);
    let _ = writeln!(text, "from = {from}");
    way(&mut text, &first);
    for (week, style) in strategy.changes.iter().skip(1) {
        let at = week.0 - start.0;
        let _ = writeln!(text, "\n[changes.week-{at}]\ndate = {at}");
        way(&mut text, style);
    }
    // Tables are read in the order of their names, so the numbers have leading zeros.
    for (number, bought) in strategy.investments.iter().enumerate() {
        let kind = bought.kind.key();
        let _ = writeln!(
            text,
            "\n[investments.n{:03}]\nkind = {kind:?}\nfrom = {}\nweeks = {}\nsize = {:?}",
            number + 1,
            bought.from.0 - start.0,
            bought.weeks,
            bought.size
        );
    }
    for (number, act) in strategy.acts.iter().enumerate() {
        let kind = balcony_scenario::scenario::events::row(act.kind).name;
        let _ = writeln!(
            text,
            "\n[acts.n{:03}]\nkind = {kind:?}\ndate = {}\nweeks = {}\nsize = {:?}",
            number + 1,
            act.week.0 - start.0,
            act.weeks,
            act.size
        );
    }
    text
}

fn way(text: &mut String, style: &Style) {
    let _ = writeln!(text, "source = {:?}", style.source);
    let times: Vec<String> =
        USES.iter().zip(style.attention).map(|(name, time)| format!("{name} = {time:?}")).collect();
    let _ = writeln!(text, "attention = {{ {} }}", times.join(", "));
    for (kind, row) in KINDS.iter().zip(style.rights) {
        let sites: Vec<String> =
            SITES.iter().zip(row).map(|(site, share)| format!("{site} = {share:?}")).collect();
        let _ = writeln!(text, "rights.{kind} = {{ {} }}", sites.join(", "));
    }
}
