//! Builds a [`Scenario`] from its layers: fills in defaults and published figures, and makes the
//! checks that involve more than one key.

use super::key_tables::STATES;
use super::layer::{GivenValue, Layer, Leaf, Path, path};
use super::read::{Layers, Library};
use super::report::{Report, Role};
use super::tree::SourceSpan;
use super::{Entry, Faults, Origin, Scenario};
use crate::ensemble::FIXED;
use balcony_engine::calendar::{Date, Week};
use balcony_engine::factors::Factors;
use balcony_engine::setting::{HeldStates, Start};
use std::collections::BTreeMap;

/// First day of a scenario that gives none.
pub(super) const START: Date = Date { year: 2019, month: 4, day: 1 };

/// State of the builder while it reads the layers.
pub(super) struct Builder<'a> {
    pub(super) layer: &'a Layer,
    pub(super) report: &'a mut Report,
    pub(super) library: &'a Library<'a>,
    pub(super) entries: Vec<Entry>,
    pub(super) warnings: Vec<String>,
    pub(super) start: Week,
    pub(super) weeks: u32,
    pub(super) cut: bool,
}

/// Builds a scenario.
///
/// # Errors
/// All faults of reading and building together.
pub(super) fn build(name: &str, mut layers: Layers, library: &Library<'_>) -> Result<Scenario, Faults> {
    if layers.report.sources.is_empty() {
        layers.report.finish(name)?;
    }
    let asked = layers.report.sources.first().map_or(name, |source| source.name.as_str()).to_owned();
    let layer = std::mem::take(&mut layers.layer);
    let mut builder = Builder {
        layer: &layer,
        report: &mut layers.report,
        library,
        entries: Vec::new(),
        warnings: layers.left_out.clone(),
        start: Week(0),
        weeks: 0,
        cut: layers.cut,
    };
    let mut scenario = builder.all(asked);
    scenario.entries = std::mem::take(&mut builder.entries);
    scenario.warnings = std::mem::take(&mut builder.warnings);
    layers.report.finish(name)?;
    layers.layer = layer;
    scenario.layers = layers;
    Ok(scenario)
}

impl Builder<'_> {
    fn all(&mut self, name: String) -> Scenario {
        let text = |builder: &mut Self, key: &str| builder.text(&path(&["scenario", key]));
        let title =
            text(self, "title").unwrap_or_else(|| self.missing("scenario.title", "a scenario needs a title"));
        let question = text(self, "question").unwrap_or_default();
        let story = text(self, "story").unwrap_or_default();
        let sources = self.texts(&path(&["scenario", "sources"])).unwrap_or_default();
        let (primary, also) = self.primary();
        let start = self.start_day();
        let weeks = self.whole("weeks", 156);
        let warm_up = self.whole("warm-up", WARM_UP);
        let replicates = self.whole("replicates", 200);
        let (draws, worlds) = self.draws(replicates);
        let seed = self.whole("seed", 1);
        let run_time = text(self, "run-time").unwrap_or_default();
        (self.start, self.weeks) = (Week::on_or_after(start), weeks);
        if self.start.0 < warm_up {
            let at = self
                .layer
                .get(&path(&["scenario", "warm-up"]))
                .or_else(|| self.layer.get(&path(&["scenario", "start"])));
            if let Some(place) = at.map(|given| given.place.clone()) {
                self.report.fault(
                    &place,
                    "scenario.warm-up",
                    "the warm-up reaches back before 1 January 1990",
                    Some("a later start or a shorter warm-up".to_owned()),
                    None,
                );
            }
        }
        let (authority_label, currency, authority) = self.authority();
        let start_states = self.start_states(&authority.factors);
        let parameters = self.parameters(draws > 0, worlds);
        let structure = self.structure();
        let events = self.events();
        let programme = self.programme();
        let strategies = self.strategies(&start_states.incumbent);
        let (compared, baseline) = self.compare(&strategies);
        let margins = self.margins();
        Scenario {
            name,
            title,
            question,
            story,
            sources,
            primary,
            also,
            start,
            weeks,
            warm_up,
            replicates,
            draws,
            worlds,
            seed,
            run_time,
            authority_label,
            elsewhere: self.elsewhere().is_some(),
            currency,
            authority,
            start_states,
            events,
            programme,
            structure,
            strategies,
            compared,
            baseline,
            margins,
            parameters,
            entries: Vec::new(),
            warnings: Vec::new(),
            layers: Layers::default(),
        }
    }

    /// The outcome that answers the question, and the other outcomes that decide.
    fn primary(&mut self) -> (String, Vec<String>) {
        match self.take(&path(&["scenario", "primary"])) {
            Some(Leaf::Text(one)) => (one, Vec::new()),
            Some(Leaf::Texts(mut all)) if !all.is_empty() => {
                let also = all.split_off(1);
                (all.remove(0), also)
            }
            _ => (self.missing("scenario.primary", "a scenario names the outcome that decides"), Vec::new()),
        }
    }

    /// Origin of a value that a file or an option gives.
    pub(super) fn origin(&self, place: &SourceSpan) -> Origin {
        let source = &self.report.sources[place.file];
        match source.role {
            Role::Asked => Origin::File(source.name.clone(), self.report.line(place)),
            Role::Base => Origin::Base(source.name.clone(), self.report.line(place)),
            Role::Command => Origin::Command(source.name.clone()),
        }
    }

    /// Records a resolved value.
    pub(super) fn note(&mut self, path: &[String], leaf: Leaf, origin: Origin) {
        self.entries.push(Entry { path: path.to_vec(), leaf, origin });
    }

    fn missing(&mut self, key: &str, why: &str) -> String {
        if !self.layer.broken && !self.layer.mentions(&key.split('.').map(str::to_owned).collect::<Path>()) {
            let allowed = self
                .library
                .schema
                .find(&key.split('.').map(str::to_owned).collect::<Path>())
                .map(|key| key.allowed());
            let place = SourceSpan::default();
            self.report.fault(&place, key, format!("this is missing: {why}"), allowed, None);
        }
        String::new()
    }

    pub(super) fn take(&mut self, path: &[String]) -> Option<Leaf> {
        let GivenValue { leaf, place } = self.layer.get(path)?.clone();
        let origin = self.origin(&place);
        self.note(path, leaf.clone(), origin);
        Some(leaf)
    }

    pub(super) fn text(&mut self, path: &[String]) -> Option<String> {
        match self.take(path)? {
            Leaf::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn texts(&mut self, path: &[String]) -> Option<Vec<String>> {
        match self.take(path)? {
            Leaf::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    fn whole(&mut self, key: &str, default: u32) -> u32 {
        let path = path(&["scenario", key]);
        match self.take(&path) {
            Some(Leaf::Whole(whole)) => u32::try_from(whole).unwrap_or(default),
            _ => {
                self.note(&path, Leaf::Whole(i64::from(default)), Origin::Default(String::new()));
                default
            }
        }
    }

    fn start_day(&mut self) -> Date {
        let path = path(&["scenario", "start"]);
        match self.take(&path) {
            Some(Leaf::Day(date)) => {
                if date.year > 2099
                    && let Some(place) = self.layer.get(&path).map(|given| given.place.clone())
                {
                    self.report.fault(
                        &place,
                        "scenario.start",
                        "this is too late",
                        Some("a day before 2100".to_owned()),
                        None,
                    );
                }
                date
            }
            _ => {
                self.note(&path, Leaf::Day(START), Origin::Default(String::new()));
                START
            }
        }
    }

    /// The given number, or else the default; for a range its central value. Records the value
    /// either way.
    pub(super) fn number(&mut self, path: &[String], default: f64, origin: Origin) -> f64 {
        match self.take(path) {
            Some(Leaf::Number(number)) => number,
            Some(Leaf::Range { central, .. }) => central,
            _ => {
                self.note(path, Leaf::Number(default), origin);
                default
            }
        }
    }

    /// A state that the file sets to an unusual value is held until week 0. Every other state
    /// starts where the authority would be under its incumbent.
    fn start_states(&mut self, stands: &Factors) -> Start {
        let mut start = Start::middling(crate::presets::incumbent());
        for row in STATES {
            let origin = match row.own {
                Some(_) => Origin::Implied("the authority under its incumbent".to_owned()),
                None => Origin::Default("assumption".to_owned()),
            };
            let value = self.number(&path(&["start", row.key]), row.usual(stands), origin);
            *(row.field)(&mut start) = value;
        }
        start.held = held(&mut start, stands);
        let origin = Origin::Default("assumption".to_owned());
        start.incumbent = self.style(&path(&["start", "incumbent"]), start.incumbent, origin);
        start
    }

    /// Central values of all parameters. A parameter that will be sampled and has no given value is
    /// recorded with its range. The calibrated ensemble does not vary levers, so with `worlds` they
    /// keep their default.
    fn parameters(&mut self, drawn: bool, worlds: bool) -> BTreeMap<String, f64> {
        let mut values = BTreeMap::new();
        for parameter in &self.library.schema.parameters {
            let (key, central) = (path(&["parameters", parameter.key]), parameter.default);
            let origin = Origin::Default(parameter.source.to_owned());
            let drawn = drawn && !(worlds && FIXED.contains(&parameter.key));
            let value = if drawn && self.layer.get(&key).is_none() {
                self.note(&key, Leaf::Range { low: parameter.low, central, high: parameter.high }, origin);
                central
            } else {
                self.number(&key, central, origin)
            };
            values.insert(parameter.key.to_owned(), value);
        }
        values
    }

    /// Weeks from the start of a given day or week number. A day before the start is a fault and
    /// gives `None`.
    pub(super) fn relative(&mut self, given: &GivenValue, key: &str) -> Option<u32> {
        match given.leaf {
            Leaf::Whole(week) => u32::try_from(week).ok(),
            Leaf::Day(date) if date.week() >= self.start => Some(date.week().0 - self.start.0),
            Leaf::Day(date) => {
                let start = self.start.monday();
                self.report.fault(
                    &given.place,
                    key,
                    format!("{date} is before the start"),
                    Some(format!("week 0 begins on {start}")),
                    None,
                );
                None
            }
            _ => None,
        }
    }
}

/// States that are held until week 0, because their given value differs from the usual one. A value
/// equal to the usual one is not held. So a resolved scenario, which gives every value, reads back
/// the same.
pub(super) fn held(start: &mut Start, stands: &Factors) -> HeldStates {
    STATES.iter().fold(HeldStates::default(), |held, row| match row.holds {
        Some(state) if *(row.field)(start) != row.usual(stands) => held.with(state),
        _ => held,
    })
}

/// Weeks of warm-up. Children's needs start in their long-run distribution; two years are enough
/// for the other states.
pub const WARM_UP: u32 = 104;

/// Rounds a number for a message, to hide floating-point noise.
pub(super) fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
