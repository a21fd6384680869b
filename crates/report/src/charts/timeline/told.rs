//! What the timeline says in words and numbers: the finding, the table, the marks.

use super::{Lane, Mark, OUTCOMES, USES, Week, percent, runs};
use crate::charts::Grid;
use crate::summary::{clean, fixed};
use balcony_engine::strategy::SITES;

/// The uses of [`USES`] in a sentence.
const USES_SAID: [&str; 7] = [
    "looking at the whole",
    "staff",
    "partners",
    "members",
    "the programme",
    "developing others",
    "rest and reflection",
];

/// Who decides, in a sentence, in the order of [`SITES`].
const SITES_SAID: [&str; 4] = ["the director", "the panel", "managers", "practitioners"];

/// A mark with its number, and in which lives it is, a bit each.
pub(super) struct Numbered<'a> {
    pub(super) number: usize,
    pub(super) mark: &'a Mark,
    pub(super) lanes: u8,
}

impl Numbered<'_> {
    pub(super) fn in_lane(&self, lane: usize) -> bool {
        self.lanes >> lane & 1 == 1
    }

    /// `7 Oct 2019: switch-over (under connected)`.
    pub(super) fn said(&self, lanes: &[Lane<'_>]) -> String {
        let mut said = format!("{}: {}", self.mark.date, clean(&self.mark.text));
        if lanes.len() > 1 && self.lanes.count_ones() == 1 {
            let name = lanes.get(self.lanes.trailing_zeros() as usize).map_or("", |lane| lane.name);
            said.push_str(&format!(", only under {}", clean(name)));
        }
        said
    }
}

/// What happened in any life, in order; what is the same in two lives stands once.
pub(super) fn numbered<'a>(lanes: &[Lane<'a>]) -> Vec<Numbered<'a>> {
    let mut all: Vec<(&Mark, u8)> = Vec::new();
    for (at, lane) in lanes.iter().enumerate().take(8) {
        for mark in lane.marks {
            match all.iter_mut().find(|(other, lanes)| *other == mark && lanes >> at & 1 == 0) {
                Some((_, lanes)) => *lanes |= 1 << at,
                None => all.push((mark, 1 << at)),
            }
        }
    }
    all.sort();
    all.iter()
        .enumerate()
        .map(|(at, (mark, lanes))| Numbered { number: at + 1, mark, lanes: *lanes })
        .collect()
}

/// The numbers at the start, wherever the week or the rights change, at the end of every year and
/// at the end.
pub(super) fn grid(lanes: &[Lane<'_>]) -> Grid {
    let mut heads = vec!["life under, week".to_owned()];
    heads.extend(USES.map(|name| format!("half-days: {name}")));
    heads.extend(SITES.map(|name| format!("% decided: {name}")));
    heads.extend(OUTCOMES.map(|(name, ..)| name.to_owned()));
    let mut rows = Vec::new();
    for lane in lanes {
        for (at, week) in lane.weeks.iter().enumerate() {
            let changed = at.checked_sub(1).is_none_or(|before| {
                let before = &lane.weeks[before];
                before.attention != week.attention || before.rights != week.rights
            });
            if !changed && !(at + 1).is_multiple_of(52) && at + 1 != lane.weeks.len() {
                continue;
            }
            let mut cells = vec![format!("{}, week {}", clean(lane.name), at + 1)];
            cells.extend(week.attention.map(|half| fixed(half, 1)));
            cells.extend(week.rights.map(percent));
            cells.extend(
                OUTCOMES.iter().zip(week.outcomes).map(|((_, places, _), value)| fixed(value, *places)),
            );
            rows.push(cells);
        }
    }
    Grid { heads, rows }
}

/// The title: what takes most of the week, and who decides most.
pub(super) fn finding(lanes: &[Lane<'_>]) -> String {
    let spent = |lane: &Lane<'_>| {
        let half = |half| fixed(half, 1);
        let (most, half) = most(&mean(lane.weeks, |week| week.attention), &USES_SAID, half);
        let changes = match runs(lane.weeks, |week| week.attention).len() - 1 {
            0 => "without a change".to_owned(),
            1 => "with one change on the way".to_owned(),
            more => format!("with {more} changes on the way"),
        };
        format!("most time went to {most} ({half} half-days a week), {changes}")
    };
    let decides = |lane: &Lane<'_>| {
        let (most, share) = most(&mean(lane.weeks, |week| week.rights), &SITES_SAID, percent);
        let under = if lanes.len() > 1 { format!(" under {}", clean(lane.name)) } else { String::new() };
        format!("with {most} ({share} %){under}")
    };
    let spent: Vec<String> = lanes.iter().map(spent).collect();
    let mut said: Vec<String> = if lanes.len() > 1 && spent.iter().all(|other| *other == spent[0]) {
        vec![format!("In both lives {}", spent[0])]
    } else {
        let said = |(lane, spent): (&Lane<'_>, &String)| format!("Under {} {spent}", clean(lane.name));
        lanes.iter().zip(&spent).map(said).collect()
    };
    let decides: Vec<String> = lanes.iter().map(decides).collect();
    said.push(format!("The largest share of decisions lay {}", decides.join(", ")));
    format!("{}.", said.join(". "))
}

/// Means over the weeks.
fn mean<const N: usize>(weeks: &[Week], read: fn(&Week) -> [f64; N]) -> [f64; N] {
    let mut sums = [0.0; N];
    for week in weeks {
        for (sum, share) in sums.iter_mut().zip(read(week)) {
            *sum += share;
        }
    }
    sums.map(|sum| sum / weeks.len().max(1) as f64)
}

/// Who has most, all of them if they are level as far as it is said, and how much.
fn most<const N: usize>(shares: &[f64; N], names: &[&str; N], say: fn(f64) -> String) -> (String, String) {
    let highest = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let level: Vec<&str> = names
        .iter()
        .zip(shares)
        .filter(|(_, share)| say(**share) == say(highest))
        .map(|(name, _)| *name)
        .collect();
    let words = match &level[..] {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        level => level.join(""),
    };
    let each = if level.len() > 1 { "each " } else { "" };
    (words, format!("{each}{}", say(highest)))
}
