//! Reads the events of a scenario. Kind, week and size must be within their bounds and within the
//! run.

use super::build::{Builder, tidy};
use super::layer::{GivenValue, Leaf, path};
use super::tree::SourceSpan;
use super::{NamedEvent, Origin, events};
use balcony_engine::calendar::Week;
use balcony_engine::setting::Event;

impl Builder<'_> {
    /// All events, sorted by week and name.
    pub(super) fn events(&mut self) -> Vec<NamedEvent> {
        let mut list: Vec<NamedEvent> =
            self.layer.entries(&path(&["events"])).iter().filter_map(|name| self.event(name)).collect();
        list.sort_by(|a, b| (a.event.week, &a.name).cmp(&(b.event.week, &b.name)));
        list
    }

    fn event(&mut self, name: &str) -> Option<NamedEvent> {
        let table = path(&["events", name]);
        let key = table.join(".");
        let at = |key: &str| [table.clone(), path(&[key])].concat();
        let header = self.layer.tables.get(&table).cloned().unwrap_or_default();
        let kind = match self.layer.get(&at("kind")) {
            Some(GivenValue { leaf: Leaf::Text(kind), .. }) => events::find(kind),
            _ => None,
        };
        for (wanted, why) in [("kind", "what happens"), ("size", "how much")] {
            if !self.layer.mentions(&at(wanted)) && !self.layer.broken && !self.layer.refused.contains(&table)
            {
                let allowed = match kind {
                    Some(kind) if wanted == "size" => Some(kind.allowed()),
                    _ => self.library.schema.find(&at(wanted)).map(|key| key.allowed()),
                };
                self.report.fault(
                    &header,
                    &format!("{key}.{wanted}"),
                    format!("this is missing: {why}"),
                    allowed,
                    None,
                );
            }
        }
        let when = self.event_week(name, &header);
        let weeks = match self.layer.get(&at("weeks")) {
            Some(GivenValue { leaf: Leaf::Whole(weeks), .. }) => u32::try_from(*weeks).unwrap_or(0),
            _ => 0,
        };
        let size = match self.layer.get(&at("size")) {
            Some(GivenValue { leaf: Leaf::Number(size), place }) => Some((*size, *size, place.clone())),
            Some(GivenValue { leaf: Leaf::Range { central, high, .. }, place }) => {
                Some((*central, *high, place.clone()))
            }
            _ => None,
        };
        let (kind, (size, greatest, place)) = (kind?, size?);
        if greatest > kind.high {
            let message = format!("{} is out of range for {}", tidy(greatest), kind.name);
            self.report.fault(&place, &format!("{key}.size"), message, Some(kind.allowed()), None);
        }
        let (week, origin) = when?;
        if kind.lasts && weeks == 0 {
            self.warnings.push(format!("{key} lasts 0 weeks, so that it does nothing: give weeks"));
        }
        self.text(&at("kind"));
        self.note(&at("week"), Leaf::Whole(i64::from(week)), origin);
        if self.take(&at("weeks")).is_none() {
            self.note(&at("weeks"), Leaf::Whole(0), Origin::Default(String::new()));
        }
        self.take(&at("size"));
        let event = Event { week: Week(self.start.0 + week), weeks, kind: kind.kind, size };
        Some(NamedEvent { name: name.to_owned(), event })
    }

    fn event_week(&mut self, name: &str, header: &SourceSpan) -> Option<(u32, Origin)> {
        let at = |key: &str| path(&["events", name, key]);
        let given = match (self.layer.get(&at("date")), self.layer.get(&at("week"))) {
            (Some(_), Some(week)) => {
                let place = week.place.clone();
                self.report.fault(
                    &place,
                    &at("week").join("."),
                    "the week is given twice, by date and by week",
                    Some("one of date, week".to_owned()),
                    None,
                );
                return None;
            }
            (Some(given), None) | (None, Some(given)) => given.clone(),
            (None, None) => {
                if !self.layer.broken
                    && !self.layer.mentions(&at("date"))
                    && !self.layer.mentions(&at("week"))
                    && !self.layer.refused.contains(&path(&["events", name]))
                {
                    let allowed = "date = 2019-08-01, or week = 17 (weeks after the start)".to_owned();
                    self.report.fault(
                        header,
                        &path(&["events", name]).join("."),
                        "this is missing: when it happens",
                        Some(allowed),
                        None,
                    );
                }
                return None;
            }
        };
        let key = format!("events.{name}");
        let week = self.relative(&given, &key)?;
        if week >= self.weeks {
            if self.cut {
                self.warnings
                    .push(format!("{key} comes after the last of {} weeks and is left out", self.weeks));
            } else {
                let message = format!(
                    "this is after the last week (week {}, {})",
                    self.weeks - 1,
                    Week(self.start.0 + self.weeks - 1).monday()
                );
                let allowed = format!("week 0 to {}, or a longer run (scenario.weeks)", self.weeks - 1);
                self.report.fault(&given.place, &key, message, Some(allowed), None);
            }
            return None;
        }
        Some((week, self.origin(&given.place)))
    }
}
