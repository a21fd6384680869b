//! Reads the strategies of a scenario: coordinates or a preset, rights, attention, dated changes.

use super::build::{Builder, tidy};
use super::layer::{GivenValue, Leaf, Path, path};
use super::{Acts, Origin, StrategyDefinition};
use crate::presets;
use balcony_engine::strategy::{KINDS, SITES, Style, USES};
use std::collections::BTreeMap;

/// Most half-days a week that a director can give.
const MOST_ATTENTION: f64 = 20.0;

/// Largest deviation from 1 of the sum of a row of rights.
const CLOSE: f64 = 1e-6;

impl Builder<'_> {
    /// Reads the style under a prefix as a change to the style before it.
    pub(super) fn style(&mut self, prefix: &[String], before: Style, before_origin: Origin) -> Style {
        let at = |names: &[&str]| -> Path { [prefix, &path(names)].concat() };
        let mut style = before;
        let mut origin = before_origin.clone();
        if let Some(GivenValue { leaf: Leaf::Number(impact), .. }) = self.layer.get(&at(&["impact"])) {
            style.rights = presets::rights(*impact);
            origin = Origin::Implied(format!("impact {impact}"));
        }
        style.source = self.number(&at(&["source"]), style.source, before_origin.clone());
        for (row, kind) in KINDS.iter().enumerate() {
            self.row(&at(&["rights", kind]), &mut style.rights[row], &origin);
        }
        for (position, name) in USES.iter().enumerate() {
            style.attention[position] =
                self.number(&at(&["attention", name]), style.attention[position], before_origin.clone());
        }
        let sum: f64 = style.attention.iter().sum();
        let attention = at(&["attention"]);
        if sum > MOST_ATTENTION + CLOSE && !self.layer.refused_under(&attention) {
            let first =
                USES.iter().find_map(|name| self.layer.get(&[attention.clone(), path(&[name])].concat()));
            if let Some(place) =
                self.layer.tables.get(&attention).or(first.map(|given| &given.place)).cloned()
            {
                let message = format!("attention sums to {} half-days a week", tidy(sum));
                let allowed = format!(
                    "at most {MOST_ATTENTION} (ten are a full week, more drains); uses not given keep what held before"
                );
                self.report.fault(&place, &attention.join("."), message, Some(allowed), None);
            }
        }
        style
    }

    /// Reads one row of rights. If any site is given, sites that are not given get 0; otherwise the
    /// row stays as it was.
    fn row(&mut self, table: &[String], row: &mut [f64; 4], origin: &Origin) {
        let at = |site: &str| -> Path { [table, &path(&[site])].concat() };
        let given: Vec<&str> =
            SITES.iter().filter(|site| self.layer.get(&at(site)).is_some()).copied().collect();
        if given.is_empty() {
            for (share, site) in row.iter().zip(SITES) {
                self.note(&at(site), Leaf::Number(*share), origin.clone());
            }
            return;
        }
        for (share, site) in row.iter_mut().zip(SITES) {
            *share = self.number(&at(site), 0.0, Origin::Implied("the other sites of the row".to_owned()));
        }
        let sum: f64 = row.iter().sum();
        if (sum - 1.0).abs() > CLOSE && !self.layer.refused_under(table) {
            let absent: Vec<&str> = SITES.iter().filter(|site| !given.contains(site)).copied().collect();
            let lacking = if sum < 1.0 {
                format!("{} is missing", tidy(1.0 - sum))
            } else {
                format!("{} is too much", tidy(sum - 1.0))
            };
            let rest = if absent.is_empty() {
                String::new()
            } else {
                format!("; not given, so 0: {}", absent.join(", "))
            };
            let first = self.layer.get(&at(given[0])).map(|given| given.place.clone());
            let place = self.layer.tables.get(table).cloned().or(first).unwrap_or_default();
            let allowed = format!("shares of {} that sum to 1", SITES.join(", "));
            self.report.fault(
                &place,
                &table.join("."),
                format!("this row sums to {}: {lacking}{rest}", tidy(sum)),
                Some(allowed),
                None,
            );
        }
    }

    /// All strategies: presets, incumbent and declared ones.
    pub(super) fn strategies(&mut self, incumbent: &Style) -> BTreeMap<String, StrategyDefinition> {
        let mut all = BTreeMap::new();
        for (name, ..) in presets::PRESETS {
            let changes = presets::preset(name).map(|style| (0, String::new(), style)).into_iter().collect();
            all.insert(
                name.to_owned(),
                StrategyDefinition { name: name.to_owned(), changes, acts: Acts::default() },
            );
        }
        all.insert(
            presets::INCUMBENT.to_owned(),
            StrategyDefinition {
                name: presets::INCUMBENT.to_owned(),
                changes: Vec::new(),
                acts: Acts::default(),
            },
        );
        all.insert(presets::ADAPTIVE.to_owned(), self.adaptive_strategy(incumbent));
        for name in self.layer.entries(&path(&["strategies"])) {
            let table = path(&["strategies", &name]);
            if all.contains_key(&name) {
                let place = self.layer.tables.get(&table).cloned().unwrap_or_default();
                let message = format!("`{name}` always exists and cannot be declared");
                let allowed = format!("another name, such as our-{name}, with preset = \"{name}\"");
                self.report.fault(&place, &table.join("."), message, Some(allowed), None);
                continue;
            }
            let (changes, acts) = self.strategy(&name, incumbent);
            all.insert(name.clone(), StrategyDefinition { name, changes, acts });
        }
        all
    }

    pub(super) fn preset(&self, table: &[String], incumbent: &Style) -> Option<(Style, Origin)> {
        match self.layer.get(&[table, &path(&["preset"])].concat()) {
            Some(GivenValue { leaf: Leaf::Text(name), .. }) => {
                let style = if name == presets::INCUMBENT { Some(*incumbent) } else { presets::preset(name) };
                style.map(|style| (style, Origin::Implied(format!("preset {name}"))))
            }
            _ => None,
        }
    }

    fn strategy(&mut self, name: &str, incumbent: &Style) -> (Vec<(u32, String, Style)>, Acts) {
        let table = path(&["strategies", name]);
        let key = table.join(".");
        let at = |name: &str| [table.clone(), path(&[name])].concat();
        let preset = self.preset(&table, incumbent);
        if preset.is_none()
            && !self.layer.mentions(&at("preset"))
            && !self.layer.refused.contains(&table)
            && !self.layer.broken
        {
            let place = self.layer.tables.get(&table).cloned().unwrap_or_default();
            let whole = KINDS.iter().all(|kind| {
                let row = [table.clone(), path(&["rights", kind])].concat();
                SITES.iter().any(|site| self.layer.mentions(&[row.clone(), path(&[site])].concat()))
            });
            let source = self.layer.mentions(&at("source"));
            if !source || !(whole || self.layer.mentions(&at("impact"))) {
                let lacking = if source {
                    "impact (or all five rows of rights)"
                } else {
                    "preset, or source and impact"
                };
                let presets: Vec<&str> = presets::PRESETS.iter().map(|preset| preset.0).collect();
                let allowed =
                    format!("preset = one of {}; or source and impact from 0 to 1", presets.join(", "));
                self.report.fault(&place, &key, format!("this is missing: {lacking}"), Some(allowed), None);
            }
        }
        let (mut style, origin) = preset.unwrap_or_else(|| {
            (presets::style(0.0, 0.0), Origin::Default("the same for every strategy".to_owned()))
        });
        let (from, from_origin) = match self.layer.get(&at("from")).cloned() {
            Some(given) => {
                (self.relative(&given, &format!("{key}.from")).unwrap_or(0), self.origin(&given.place))
            }
            None => (0, Origin::Default(String::new())),
        };
        self.note(&at("from"), Leaf::Whole(i64::from(from)), from_origin);
        self.late(&key, from);
        self.text(&at("title"));
        let adapts = self.adapts(&table);
        style = self.style(&table, style, origin);
        let mut all = vec![(from, String::new(), style)];
        for (week, label) in self.dated(&table, from) {
            let table = [table.clone(), path(&["changes", &label])].concat();
            let date = [table.clone(), path(&["date"])].concat();
            if let Some(origin) = self.layer.get(&date).map(|given| self.origin(&given.place)) {
                self.note(&date, Leaf::Whole(i64::from(week)), origin);
            }
            let preset = self.preset(&table, incumbent);
            let (before, origin) =
                preset.unwrap_or_else(|| (style, Origin::Implied("what held before".to_owned())));
            style = self.style(&table, before, origin);
            self.late(&table.join("."), week);
            all.push((week, label, style));
        }
        let first = all[0].2;
        let mut acts = self.acts(&table, from, first, incumbent);
        acts.adaptive = adapts.map(|every| super::acts::adaptive(first, every));
        (all, acts)
    }

    /// Warns about something that begins after the end of the run.
    pub(super) fn late(&mut self, key: &str, week: u32) {
        if week >= self.weeks {
            self.warnings.push(format!(
                "{key} begins in week {week}, after the last of {} weeks: it never comes into force",
                self.weeks
            ));
        }
    }

    /// Dated changes of a strategy, sorted by week.
    fn dated(&mut self, table: &[String], from: u32) -> Vec<(u32, String)> {
        let changes = [table, &path(&["changes"])].concat();
        let mut dated: Vec<(u32, String)> = Vec::new();
        for label in self.layer.entries(&changes) {
            let change = [changes.clone(), path(&[&label])].concat();
            let key = change.join(".");
            let date = [change.clone(), path(&["date"])].concat();
            let Some(given) = self.layer.get(&date).cloned() else {
                if !self.layer.mentions(&date) && !self.layer.refused.contains(&change) && !self.layer.broken
                {
                    let place = self.layer.tables.get(&change).cloned().unwrap_or_default();
                    self.report.fault(
                        &place,
                        &format!("{key}.date"),
                        "this is missing: when the change comes",
                        Some("date = 2020-01-06, or a number of weeks after the start".to_owned()),
                        None,
                    );
                }
                continue;
            };
            let Some(week) = self.relative(&given, &format!("{key}.date")) else {
                continue;
            };
            if week <= from {
                let message = format!("week {week} is not after the beginning of the strategy (week {from})");
                self.report.fault(&given.place, &format!("{key}.date"), message, None, None);
            } else if let Some((_, other)) = dated.iter().find(|(known, _)| *known == week) {
                let message = format!("this is in the same week as the change `{other}`");
                self.report.fault(
                    &given.place,
                    &format!("{key}.date"),
                    message,
                    Some("one change a week".to_owned()),
                    None,
                );
            } else {
                dated.push((week, label));
            }
        }
        dated.sort();
        dated
    }
}
