//! The parts of a strategy other than style: investments, responses, rules, own acts, and whether
//! it adapts.

use super::build::Builder;
use super::layer::{GivenValue, Leaf, Path, path};
use super::{Acts, Origin, StrategyDefinition, events};
use crate::presets;
use balcony_engine::calendar::Week;
use balcony_engine::setting::Event;
use balcony_engine::strategy::{
    Adaptive, INVESTMENTS, Investment, InvestmentKind, Response, Rule, SIGNALS, Signal, Style, TRIGGERS,
    Trigger,
};

/// Weeks that a response or rule lasts if the file gives no length (assumption: a quarter).
const QUARTER: u32 = 13;

/// File names of [`balcony_engine::strategy::ACTS`], in the same order.
pub const OWN: [&str; 5] = ["rules-removed", "rules-added", "budget-cut", "work-surge", "director-leaves"];

/// Styles that an adaptive director may try: the first style, then the four models with the
/// attention of the first.
pub(super) fn adaptive(first: Style, every: u32) -> Adaptive {
    let mut styles = vec![first];
    for (_, source, impact, _) in presets::PRESETS {
        let style = Style { attention: first.attention, ..presets::style(source, impact) };
        if style != first {
            styles.push(style);
        }
    }
    Adaptive { styles, every }
}

impl Builder<'_> {
    /// The built-in adaptive strategy, which begins with the incumbent style.
    pub(super) fn adaptive_strategy(&self, incumbent: &Style) -> StrategyDefinition {
        let acts = Acts { adaptive: Some(adaptive(*incumbent, presets::LOOKS_EVERY)), ..Acts::default() };
        let changes = vec![(0, String::new(), *incumbent)];
        StrategyDefinition { name: presets::ADAPTIVE.to_owned(), changes, acts }
    }

    /// Weeks between reviews if the strategy adapts, else `None`.
    pub(super) fn adapts(&mut self, table: &[String]) -> Option<u32> {
        let at = |key: &str| [table, &path(&[key])].concat();
        let tries = self.text(&at("adaptive"));
        let every = self.whole_at(&at("adapts-every"), presets::LOOKS_EVERY, tries.is_some());
        tries.map(|_| every)
    }

    fn whole_at(&mut self, at: &[String], default: u32, shown: bool) -> u32 {
        match self.take(at) {
            Some(Leaf::Whole(whole)) => u32::try_from(whole).unwrap_or(default),
            _ => {
                if shown {
                    self.note(at, Leaf::Whole(i64::from(default)), Origin::Default("assumption".to_owned()));
                }
                default
            }
        }
    }

    /// Reads investments, responses and rules of a strategy. Their styles are changes to `style`.
    pub(super) fn acts(&mut self, table: &[String], from: u32, style: Style, incumbent: &Style) -> Acts {
        let mut acts = Acts::default();
        for (at, _) in self.named(table, "investments") {
            acts.investments.extend(self.investment(&at, from));
        }
        for (at, _) in self.named(table, "responses") {
            acts.responses.extend(self.response(&at, style, incumbent));
        }
        for (at, _) in self.named(table, "rules") {
            acts.rules.extend(self.rule(&at, style, incumbent));
        }
        for (at, _) in self.named(table, "acts") {
            acts.acts.extend(self.own_act(&at));
        }
        acts
    }

    /// Reads something that the leader does on a date. Its kinds are kinds of event and are checked
    /// as events are.
    fn own_act(&mut self, table: &[String]) -> Option<Event> {
        let at = |key: &str| [table, &path(&[key])].concat();
        let kind = self.choice(table, "kind", &OWN, "what is done");
        for (key, message) in
            [("size", "this is missing: how much"), ("date", "this is missing: when it is done")]
        {
            if !self.layer.mentions(&at(key)) && !self.layer.broken && !self.layer.refused.contains(table) {
                let place = self.layer.tables.get(table).cloned().unwrap_or_default();
                let allowed = self.library.schema.find(&at(key)).map(|key| key.allowed());
                self.report.fault(&place, &at(key).join("."), message.to_owned(), allowed, None);
            }
        }
        let week = self.week(&at("date"), 0);
        let weeks = self.whole_at(&at("weeks"), 0, true);
        let size = self.number(&at("size"), 0.0, Origin::Default("none".to_owned()));
        let kind = events::find(OWN.get(kind?)?)?;
        if size > kind.high {
            let place = self.layer.get(&at("size")).map(|given| given.place.clone()).unwrap_or_default();
            let message = format!("{} is out of range for {}", super::build::tidy(size), kind.name);
            self.report.fault(&place, &at("size").join("."), message, Some(kind.allowed()), None);
        }
        if let Some(week) = week {
            self.late(&table.join("."), week);
        }
        if kind.lasts && weeks == 0 {
            let key = table.join(".");
            self.warnings.push(format!("{key} lasts 0 weeks, so that it does nothing: give weeks"));
        }
        Some(Event { week: Week(self.start.0 + week?), weeks, kind: kind.kind, size })
    }

    fn named(&self, table: &[String], what: &str) -> Vec<(Path, String)> {
        let all = [table, &path(&[what])].concat();
        let entries = self.layer.entries(&all);
        entries.into_iter().map(|name| ([all.clone(), vec![name.clone()]].concat(), name)).collect()
    }

    /// Index of a choice in `names`. A missing choice is a fault.
    fn choice(&mut self, table: &[String], key: &str, names: &[&str], why: &str) -> Option<usize> {
        let at = [table, &path(&[key])].concat();
        if !self.layer.mentions(&at) && !self.layer.broken && !self.layer.refused.contains(table) {
            let place = self.layer.tables.get(table).cloned().unwrap_or_default();
            let allowed = Some(format!("one of {}", names.join(", ")));
            self.report.fault(&place, &at.join("."), format!("this is missing: {why}"), allowed, None);
        }
        let text = self.text(&at)?;
        names.iter().position(|name| *name == text)
    }

    fn investment(&mut self, table: &[String], from: u32) -> Option<Investment> {
        let at = |key: &str| [table, &path(&[key])].concat();
        let kind = self.choice(table, "kind", &INVESTMENTS, "what is bought");
        let size = at("size");
        if !self.layer.mentions(&size) && !self.layer.broken && !self.layer.refused.contains(table) {
            let place = self.layer.tables.get(table).cloned().unwrap_or_default();
            let allowed = self.library.schema.find(&size).map(|key| key.allowed());
            let message = "this is missing: how much a year".to_owned();
            self.report.fault(&place, &size.join("."), message, allowed, None);
        }
        let begins = self.week(&at("from"), from);
        let weeks = self.whole_at(&at("weeks"), 0, true);
        let size = self.number(&size, 0.0, Origin::Default("none".to_owned()));
        if let Some(week) = begins {
            self.late(&table.join("."), week);
        }
        if size == 0.0 {
            self.warnings.push(format!("{}.size is 0, so that nothing is bought", table.join(".")));
        }
        Some(Investment { from: Week(self.start.0 + begins?), weeks, kind: InvestmentKind::at(kind?)?, size })
    }

    fn led(&mut self, table: &[String], before: Style, incumbent: &Style) -> Style {
        let (before, origin) = self
            .preset(table, incumbent)
            .unwrap_or_else(|| (before, Origin::Implied("the strategy's own".to_owned())));
        self.style(table, before, origin)
    }

    /// Warns if a style that comes into force is the same as the one before.
    fn same_style(&mut self, table: &[String], before: &Style, style: &Style) {
        if before == style && !self.layer.broken && !self.layer.refused_under(table) {
            self.warnings.push(format!(
                "{} has the same style as the strategy at its start, so it changes nothing while that style is in force: give a preset, source, impact, rights or attention",
                table.join(".")
            ));
        }
    }

    fn response(&mut self, table: &[String], style: Style, incumbent: &Style) -> Option<Response> {
        let at = |key: &str| [table, &path(&[key])].concat();
        let to = self.choice(table, "to", &TRIGGERS, "what it responds to");
        let weeks = self.whole_at(&at("weeks"), QUARTER, true);
        let before = style;
        let style = self.led(table, style, incumbent);
        self.same_style(table, &before, &style);
        Some(Response { to: Trigger::at(to?)?, weeks, style })
    }

    fn rule(&mut self, table: &[String], style: Style, incumbent: &Style) -> Option<Rule> {
        let at = |key: &str| [table, &path(&[key])].concat();
        let signal = self.choice(table, "when", &SIGNALS, "which figure it goes by");
        let place = self.layer.tables.get(table).cloned().unwrap_or_default();
        let level = match (self.layer.get(&at("above")), self.layer.get(&at("below"))) {
            (Some(_), Some(GivenValue { place, .. })) => {
                let place = place.clone();
                let message = "a rule acts above a level or below one, not both".to_owned();
                self.report.fault(
                    &place,
                    &at("below").join("."),
                    message,
                    Some("one of above, below".to_owned()),
                    None,
                );
                None
            }
            (Some(_), None) => Some((true, "above")),
            (None, Some(_)) => Some((false, "below")),
            (None, None) => {
                let given = self.layer.mentions(&at("above")) || self.layer.mentions(&at("below"));
                if !given && !self.layer.broken && !self.layer.refused.contains(table) {
                    let message = "this is missing: the level at which it acts".to_owned();
                    let allowed = Some("above = 0.25, or below = 0.7".to_owned());
                    self.report.fault(&place, &table.join("."), message, allowed, None);
                }
                None
            }
        };
        let level =
            level.map(|(above, key)| (above, self.number(&at(key), 0.0, Origin::Default(String::new()))));
        let weeks = self.whole_at(&at("weeks"), QUARTER, true);
        let before = style;
        let style = self.led(table, style, incumbent);
        self.same_style(table, &before, &style);
        let (above, level) = level?;
        Some(Rule { signal: Signal::at(signal?)?, above, level, weeks, style })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_own_acts_are_the_engines() {
        for (name, kind) in OWN.iter().zip(balcony_engine::strategy::ACTS) {
            assert_eq!(events::find(name).map(|row| row.kind), Some(kind));
        }
    }
}
