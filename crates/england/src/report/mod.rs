//! What `run` and `compare` print of a national scenario, at 80 columns, and the tables that they
//! keep.

mod answer;
pub mod children;
mod compare;
mod json;
mod run;
mod tables;

pub use answer::answer;
pub use compare::compare;
pub use json::json_line;
pub use run::run;
pub(crate) use tables::place_names;
pub use tables::{FILES, MANIFEST, MANIFEST_KIND, about, tables};

use crate::figures::Row;
use crate::scenario::National;
use balcony_engine::registry::Better;
use balcony_report::summary::{Look, clean, item, list, many, width, wrap};
use balcony_report::trace::tell::day;

/// Title, question, what the command line sets, what was run.
fn head(national: &National, paired: bool, look: &Look, out: &mut String) {
    out.push_str(&format!("{}\n", look.strong(&clean(&national.title))));
    out.push_str(&item("", &clean(&national.question), look));
    // The line below says how many runs and years there are, and the seed.
    let told = ["england.replicates=", "england.seed=", "england.weeks="];
    let laid = |set: &&String| told.iter().all(|key| !set.starts_with(key));
    let laid: Vec<String> = national.sets.iter().filter(laid).cloned().collect();
    if !laid.is_empty() {
        out.push_str(&item("", &format!("With {}", clean(&list(&laid))), look));
    }
    let runs = u64::from(national.replicates);
    let runs = if paired {
        let runs = many(runs, "paired run", "paired runs");
        format!("{runs}: the same people and the same luck under every policy")
    } else {
        many(runs, "run, with its own luck", "runs, each with its own luck")
    };
    let years = many(national.years().into(), "year", "years");
    let line = format!("{runs}; {years} from {}; seed {}", day(national.start), national.seed);
    wrap(&line, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
    out.push_str(&format!("{}\n", look.rule()));
}

/// The heading of a section, and a short remark.
fn heading(name: &str, rest: &str, look: &Look, out: &mut String) {
    out.push_str(&format!("\n{}", look.strong(&name.to_uppercase())));
    if !rest.is_empty() {
        let room = look.width.saturating_sub(width(name) + 2);
        out.push_str(&format!("  {}", look.faint(&cut(rest, room, look))));
    }
    out.push('\n');
}

/// `weeks a year; lower is better`.
fn unit(row: &Row, look: &Look) -> String {
    let unit = if look.unicode { row.unit.to_owned() } else { row.unit.replace('£', "GBP ") };
    match row.better {
        Better::Lower => format!("{unit}; lower is better"),
        Better::Higher => format!("{unit}; higher is better"),
        Better::Neither => unit,
    }
}

/// A text, cut and filled up on the right.
fn left(text: &str, columns: usize, look: &Look) -> String {
    let text = cut(text, columns, look);
    let gap = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(gap))
}

/// A text, filled up on the left.
fn right(text: &str, columns: usize, look: &Look) -> String {
    let text = cut(text, columns, look);
    let gap = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(gap))
}

fn cut(text: &str, columns: usize, look: &Look) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for sign in text.chars() {
        if width(&cut) + 2 > columns {
            break;
        }
        cut.push(sign);
    }
    format!("{}{}", cut.trim_end(), if look.unicode { "…" } else { "~" })
}

/// A line without white space at its end.
fn push(line: &str, out: &mut String) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Columns for the names of policies.
fn name_columns(national: &National) -> usize {
    let longest = national.policies.iter().map(|policy| width(&policy.name)).max();
    longest.unwrap_or(9).clamp(9, 18)
}
