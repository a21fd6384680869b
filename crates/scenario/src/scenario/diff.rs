//! Output of `balcony diff`: the values in which two scenarios differ, with their origins.

use super::show::{WIDE, plain, wrap};
use super::{Entry, Scenario};
use std::collections::{BTreeMap, BTreeSet};

/// Lists the values in which two scenarios differ, or says that there are none.
pub fn diff(a: &Scenario, b: &Scenario) -> String {
    let by_key = |scenario: &Scenario| -> BTreeMap<String, Entry> {
        scenario.entries.iter().map(|entry| (entry.key(), entry.clone())).collect()
    };
    let (left, right) = (by_key(a), by_key(b));
    // Keeps the order of the files instead of sorting by name.
    let mut seen = BTreeSet::new();
    let keys: Vec<String> =
        a.entries.iter().chain(&b.entries).map(Entry::key).filter(|key| seen.insert(key.clone())).collect();
    let mut text = String::new();
    let mut count = 0;
    for key in keys {
        let (was, is) = (left.get(&key), right.get(&key));
        if was.map(|entry| &entry.leaf) == is.map(|entry| &entry.leaf) {
            continue;
        }
        count += 1;
        text.push_str(&format!("{key}\n"));
        for (sign, entry) in [("-", was), ("+", is)] {
            let words = entry.map_or("(not there)".to_owned(), |entry| {
                format!("{}  [{}]", plain(&entry.leaf), entry.origin)
            });
            text.push_str(&wrap(&words, &format!("  {sign} "), "    ", WIDE));
            text.push('\n');
        }
    }
    let heading = format!("- {} ({})\n+ {} ({})\n", a.title, a.name, b.title, b.name);
    match count {
        0 => format!("{heading}\nEvery value is the same.\n  hash {}\n", a.hash()),
        1 => format!("{heading}\n{text}\n1 value differs.\n"),
        count => format!("{heading}\n{text}\n{count} values differ.\n"),
    }
}
