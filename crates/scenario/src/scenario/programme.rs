//! Reads the change programme of a scenario, and the structure of an authority: who works where and
//! who governs.

use super::Origin;
use super::build::Builder;
use super::key_tables::TASKS;
use super::layer::{GivenValue, Leaf, path};
use balcony_engine::calendar::Week;
use balcony_engine::setting::{STRUCTURE, Structure, Task, TaskKind};

/// Weeks of work of a task that gives none (assumption: a quarter at full influence, usually about
/// half a year).
const EFFORT: f64 = 13.0;

impl Builder<'_> {
    /// Reads who works where and who governs.
    pub(super) fn structure(&mut self) -> Structure {
        let mut structure = Structure::default();
        for row in STRUCTURE {
            let usual = Origin::Default("as usual".to_owned());
            *(row.field)(&mut structure) = self.number(&path(&["structure", row.key]), row.default, usual);
        }
        structure
    }

    /// All tasks with their names and prerequisites, sorted by name.
    pub(super) fn programme(&mut self) -> Vec<(String, Task)> {
        let names: Vec<String> = self.layer.entries(&path(&["programme"])).into_iter().collect();
        let mut tasks = Vec::new();
        let mut before: Vec<Vec<usize>> = Vec::new();
        for name in &names {
            let Some((task, after)) = self.task(name, &names) else { continue };
            before.push(after);
            tasks.push((name.clone(), task));
        }
        if tasks.len() == names.len() {
            self.no_circle(&names, &before);
        }
        tasks
    }

    fn task(&mut self, name: &str, names: &[String]) -> Option<(Task, Vec<usize>)> {
        let table = path(&["programme", name]);
        let at = |key: &str| [table.clone(), path(&[key])].concat();
        let header = self.layer.tables.get(&table).cloned().unwrap_or_default();
        for (wanted, why) in [("kind", "what is changed"), ("due", "the date by which it is to take effect")]
        {
            if !self.layer.mentions(&at(wanted)) && !self.layer.broken && !self.layer.refused.contains(&table)
            {
                let allowed = self.library.schema.find(&at(wanted)).map(|key| key.allowed());
                let key = at(wanted).join(".");
                self.report.fault(&header, &key, format!("this is missing: {why}"), allowed, None);
            }
        }
        let kind = match self.text(&at("kind")) {
            Some(text) => TASKS.iter().find(|(known, ..)| *known == text).map(|(_, kind, _)| *kind),
            None => None,
        };
        let from = self.week(&at("from"), 0);
        let due = self.week(&at("due"), u32::MAX);
        let effort = self.number(&at("effort"), EFFORT, Origin::Default("assumption".to_owned()));
        let size = self.number(&at("size"), 1.0, Origin::Default("the whole of it".to_owned()));
        let mut after = Vec::new();
        for wanted in self.texts(&at("after")).unwrap_or_default() {
            match names.iter().position(|known| *known == wanted && known != name) {
                Some(place) if place < 64 => after.push(place),
                _ => {
                    let place =
                        self.layer.get(&at("after")).map(|given| given.place.clone()).unwrap_or_default();
                    let nearest = self.report.nearest(&wanted, names.iter().map(String::as_str));
                    let message = format!("there is no other task `{wanted}` in the programme");
                    let others: Vec<&str> =
                        names.iter().filter(|known| *known != name).map(String::as_str).collect();
                    let known = Some(if others.is_empty() {
                        "there is no other".to_owned()
                    } else {
                        others.join(", ")
                    });
                    self.report.fault(&place, &at("after").join("."), message, known, nearest);
                }
            }
        }
        let (kind, from, due) = (kind?, from?, due?);
        if due < from {
            let place = self.layer.get(&at("due")).map(|given| given.place.clone()).unwrap_or_default();
            self.report.fault(
                &place,
                &at("due").join("."),
                format!("week {due} comes before work on it begins (week {from})"),
                Some("a later date, or an earlier `from`".to_owned()),
                None,
            );
        }
        if from >= self.weeks {
            self.late(&table.join("."), from);
        } else if due >= self.weeks && kind == TaskKind::SwitchOver {
            let key = table.join(".");
            self.warnings
                .push(format!("{key} is due after the last of {} weeks: it never happens", self.weeks));
        }
        let week = |weeks: u32| Week(self.start.0 + weeks);
        let bits = after.iter().fold(0, |bits, place| bits | 1 << place);
        Some((Task { kind, from: week(from), due: week(due), effort, size, after: bits }, after))
    }

    /// A week of the scenario, or the default; `None` after a fault. The default `u32::MAX` means
    /// that the week must be given.
    pub(super) fn week(&mut self, at: &[String], default: u32) -> Option<u32> {
        let Some(given) = self.layer.get(at).cloned() else {
            if default == u32::MAX || self.layer.mentions(at) {
                return None;
            }
            self.note(at, Leaf::Whole(i64::from(default)), Origin::Default(String::new()));
            return Some(default);
        };
        let week = self.relative(&given, &at.join("."))?;
        let GivenValue { place, .. } = given;
        let origin = self.origin(&place);
        self.note(at, Leaf::Whole(i64::from(week)), origin);
        Some(week)
    }

    /// Adds a fault if tasks wait for each other in a circle.
    fn no_circle(&mut self, names: &[String], before: &[Vec<usize>]) {
        let mut done = vec![false; names.len()];
        loop {
            let ready: Vec<usize> = (0..names.len())
                .filter(|task| !done[*task] && before[*task].iter().all(|other| done[*other]))
                .collect();
            if ready.is_empty() {
                break;
            }
            ready.into_iter().for_each(|task| done[task] = true);
        }
        let stuck: Vec<&str> =
            names.iter().zip(&done).filter(|(_, done)| !**done).map(|(name, _)| name.as_str()).collect();
        if let Some(first) = stuck.first() {
            let at = path(&["programme", first, "after"]);
            let place = self.layer.get(&at).map(|given| given.place.clone()).unwrap_or_default();
            let message = format!("these tasks wait for each other in a circle: {}", stuck.join(", "));
            self.report.fault(&place, &at.join("."), message, None, None);
        }
    }
}
