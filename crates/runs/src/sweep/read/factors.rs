//! Reads the factors of an experiment file: which key each varies, and over which range.

use balcony_engine::measure::OUTCOMES;

use super::Reader;
use crate::sweep::factor::{Factor, FactorValues};
use crate::sweep::keys::MOST_FACTORS;
use crate::sweep::{Form, Level};
use balcony_doe::design::{Coordinates, DesignKind, Spread};
use balcony_scenario::scenario::schema::Kind;
use balcony_scenario::scenario::{Faults, Leaf, Scenario, hints, margins};

impl Reader<'_> {
    pub(super) fn factors(&mut self, scenario: Option<&Scenario>) -> Vec<Factor> {
        let names = self.sheet.entries(&["factors"]);
        if names.is_empty() && self.sheet.is_whole() && !self.sheet.refuses(&["factors"]) {
            let help = "[factors.NAME] with key = \"...\", and low and high or values";
            self.sheet.fault(&["factors"], "nothing is varied", Some(help), None);
        }
        if names.len() > MOST_FACTORS {
            self.sheet.fault(
                &["factors"],
                format!("{} factors: more than {MOST_FACTORS}", names.len()),
                None,
                None,
            );
            return Vec::new();
        }
        let mut factors: Vec<Factor> = Vec::new();
        for name in &names {
            if ["row", "point", "replicate", "strategy", "error"].contains(&name.as_str())
                || OUTCOMES.iter().any(|outcome| outcome.key == name)
            {
                self.sheet.fault(
                    &["factors", name],
                    "this is the name of another column of the rows",
                    Some("another name"),
                    None,
                );
            }
            let Some(factor) = self.factor(name, scenario) else { continue };
            if let Some(other) = factors.iter().find(|other| canonical(&other.key) == canonical(&factor.key))
            {
                let message = format!("the factor `{}` moves {} already", other.name, factor.key);
                self.sheet.fault(&["factors", name, "key"], message, None, None);
            }
            factors.push(factor);
        }
        factors
    }

    fn factor(&mut self, name: &str, scenario: Option<&Scenario>) -> Option<Factor> {
        let at = |field: &'static str| ["factors", name, field];
        let Some(key) = self.sheet.text(&at("key")).map(str::to_owned) else {
            if !self.sheet.mentions(&at("key")) {
                let help = format!(
                    "key = \"needs.rate\", or another that `balcony explain` knows; {name} is its column"
                );
                self.sheet.fault(&["factors", name], "it does not say what it moves", Some(&help), None);
            }
            return None;
        };
        let about = self.about(name, &key)?;
        let how = self.how(name, &about)?;
        let factor = Factor {
            name: name.to_owned(),
            key,
            unit: about.unit,
            meaning: about.meaning,
            form: about.form,
            how,
        };
        self.ends(&factor, scenario);
        Some(factor)
    }

    /// What is known about a key: type, unit and registered range.
    fn about(&mut self, name: &str, key: &str) -> Option<About> {
        let schema = &self.library.schema;
        let short = key.strip_prefix("parameters.").unwrap_or(key);
        if let Some(parameter) = schema.parameter(short) {
            let (unit, meaning) = (parameter.unit.to_owned(), parameter.meaning.to_owned());
            return Some(About {
                form: Form::Number,
                unit,
                meaning,
                range: Some((parameter.low, parameter.high)),
            });
        }
        let path: Vec<String> = key.split('.').map(str::to_owned).collect();
        let of_the_run = [
            "scenario.seed",
            "scenario.replicates",
            "scenario.draws",
            "scenario.parameters",
            "scenario.weeks",
            "base",
        ];
        if of_the_run.contains(&key) || ["compare", margins::TABLE].contains(&path[0].as_str()) {
            let help = "seed, weeks, replicates, strategies and [margins] stand in this file outside the factors; worlds are set with set = [\"scenario.parameters=worlds\"]";
            self.sheet.fault(
                &["factors", name, "key"],
                format!("`{key}` is the same at every point"),
                Some(help),
                None,
            );
            return None;
        }
        if path[0] == "authority" && !["name", "code", "archetype"].contains(&path[path.len() - 1].as_str()) {
            let help = "authority.name, authority.code or authority.archetype; a published figure is part of an authority";
            let message =
                "an authority's own figures stay in your files: as a factor they would stand in every row";
            self.sheet.fault(&["factors", name, "key"], message, Some(help), None);
            return None;
        }
        let Some(found) = schema.find(&path) else {
            let names: Vec<String> = schema
                .parameters
                .iter()
                .map(|p| p.key.to_owned())
                .chain(schema.keys.iter().map(|key| key.name()))
                .collect();
            let nearest = self.sheet.nearest(key, names.iter().map(String::as_str));
            self.sheet.fault(
                &["factors", name, "key"],
                format!("there is no key `{key}`"),
                Some("a key that `balcony explain` knows"),
                nearest,
            );
            return None;
        };
        let range = match found.kind {
            Kind::Number(low, high) | Kind::Ranged(low, high) => Some((low, high)),
            Kind::Whole(low, high) => Some((low as f64, high as f64)),
            _ => None,
        };
        let form = match found.kind {
            Kind::Number(..) | Kind::Ranged(..) => Form::Number,
            Kind::Whole(..) => Form::Whole,
            Kind::Date => Form::Day,
            // A day or a number of weeks, whichever the first end or value is.
            Kind::When => self.form_of_when(name),
            _ => Form::Text,
        };
        Some(About { form, unit: found.unit.to_owned(), meaning: found.meaning.to_owned(), range })
    }

    fn form_of_when(&self, name: &str) -> Form {
        let first = self.sheet.texts(&["factors", name, "values"]).and_then(|values| values.first());
        let day = match self.sheet.leaf(&["factors", name, "low"]) {
            Some(leaf) => matches!(leaf, Leaf::Day(_)),
            None => first.is_some_and(|first| Level::parse(first, Form::Day).is_some()),
        };
        if day { Form::Day } else { Form::Whole }
    }

    /// Reads how a factor gets its values.
    fn how(&mut self, name: &str, about: &About) -> Option<FactorValues> {
        let at = |field: &'static str| ["factors", name, field];
        let coordinates = self.kind().map(DesignKind::coordinates);
        if coordinates == Some(Coordinates::Given) {
            for field in ["low", "high", "values", "levels", "spread", "mean", "sd", "mode"] {
                if self.sheet.mentions(&at(field)) {
                    self.sheet.fault(
                        &at(field),
                        "the values come from the file of points",
                        Some("leave this line out"),
                        None,
                    );
                }
            }
            return Some(FactorValues::Given);
        }
        if let Some(texts) = self.sheet.texts(&at("values")).map(<[_]>::to_vec) {
            for field in ["low", "high", "levels", "spread", "mean", "sd", "mode"] {
                if self.sheet.mentions(&at(field)) {
                    self.sheet.fault(
                        &at(field),
                        "values are listed one by one",
                        Some("leave this line out, or values"),
                        None,
                    );
                }
            }
            if coordinates == Some(Coordinates::Steps) {
                self.sheet.fault(
                    &at("values"),
                    "morris takes steps between numbers",
                    Some("low and high"),
                    None,
                );
            }
            if texts.is_empty() || texts.len() > 1000 {
                self.sheet.fault(
                    &at("values"),
                    format!("{} values", texts.len()),
                    Some("1 to 1,000 values"),
                    None,
                );
                return None;
            }
            let mut levels = Vec::new();
            for text in &texts {
                match Level::parse(text, about.form) {
                    Some(level) if levels.contains(&level) => {
                        self.sheet.fault(&at("values"), format!("{text} stands twice"), None, None);
                    }
                    Some(level) => levels.push(level),
                    None => {
                        let wants = ["numbers", "whole numbers", "days", "texts"][about.form as usize];
                        let meant = hints::meant(text).map_or(String::new(), |meant| format!(": {meant}"));
                        let message = format!("`{text}` is not of the kind that the key takes{meant}");
                        self.sheet.fault(&at("values"), message, Some(wants), None);
                    }
                }
            }
            return Some(FactorValues::Listed(levels));
        }
        if self.sheet.mentions(&at("values")) {
            return None;
        }
        if about.form == Form::Text {
            self.sheet.fault(
                &["factors", name],
                "this key takes names, which have no range",
                Some("values = [\"...\", \"...\"]"),
                None,
            );
            return None;
        }
        let low = self.bound(name, "low", about.form);
        let high = self.bound(name, "high", about.form);
        if ["low", "high"].iter().any(|end| {
            self.sheet.mentions(&["factors", name, end]) && self.bound(name, end, about.form).is_none()
        }) {
            return None;
        }
        let (Some(low), Some(high)) = (low.or(about.range.map(|r| r.0)), high.or(about.range.map(|r| r.1)))
        else {
            self.sheet.fault(
                &["factors", name],
                "the range or the values of this factor are missing",
                Some("low and high, or values"),
                None,
            );
            return None;
        };
        if low >= high {
            self.sheet.fault(
                &at("low"),
                "low is not below high",
                Some("low < high; one value alone belongs to `set`"),
                None,
            );
            return None;
        }
        self.spread(name, about, (low, high), coordinates)
    }

    fn spread(
        &mut self,
        name: &str,
        about: &About,
        (low, high): (f64, f64),
        coordinates: Option<Coordinates>,
    ) -> Option<FactorValues> {
        let at = |field: &'static str| ["factors", name, field];
        let spread = self.sheet.text(&at("spread")).unwrap_or("uniform").to_owned();
        for (field, of) in [("mean", "normal"), ("sd", "normal"), ("mode", "triangular")] {
            if self.sheet.mentions(&at(field)) && spread != of {
                self.sheet.fault(&at(field), format!("{field} belongs to spread = \"{of}\""), None, None);
            }
        }
        if coordinates == Some(Coordinates::Levels) {
            if spread != "uniform" {
                self.sheet.fault(
                    &at("spread"),
                    "a grid is evenly spaced",
                    Some("values, or another design"),
                    None,
                );
            }
            let steps =
                self.sheet.whole(&at("levels")).or(self.sheet.whole(&["design", "levels"])).unwrap_or(5);
            if about.form != Form::Number && f64::from(steps) > high - low + 1.0 {
                let message = format!("{steps} levels, and fewer values from low to high");
                let field = if self.sheet.mentions(&at("levels")) { "levels" } else { "low" };
                self.sheet.fault(&at(field), message, Some("levels = ..., or values one by one"), None);
            }
            return Some(FactorValues::Steps(low, high, steps as usize));
        }
        if self.sheet.mentions(&at("levels")) {
            self.sheet.fault(
                &at("levels"),
                "a factor's own levels belong to a grid",
                Some("leave this line out, or design.kind = \"grid\""),
                None,
            );
        }
        let inside = |value: f64| (low..=high).contains(&value);
        let spread = match spread.as_str() {
            "log-uniform" => {
                if low <= 0.0 || about.form == Form::Day {
                    self.sheet.fault(
                        &at("spread"),
                        "a log-uniform spread needs numbers above 0",
                        Some("low > 0"),
                        None,
                    );
                    return None;
                }
                Spread::LogUniform { low, high }
            }
            "normal" => {
                let (mean, sd) = (self.bound(name, "mean", about.form), self.sheet.number(&at("sd")));
                let (Some(mean), Some(sd)) = (mean, sd) else {
                    let help = "mean = ... and sd = ..., with low and high where it is cut";
                    self.sheet.fault(&at("spread"), "a normal spread needs mean and sd", Some(help), None);
                    return None;
                };
                if !inside(mean) {
                    self.sheet.fault(
                        &at("mean"),
                        "the mean is outside low and high",
                        Some("a value between them"),
                        None,
                    );
                }
                Spread::Normal { mean, sd, low, high }
            }
            "triangular" => {
                let Some(mode) = self.bound(name, "mode", about.form) else {
                    self.sheet.fault(
                        &at("spread"),
                        "a triangular spread needs its mode",
                        Some("mode = ..., between low and high"),
                        None,
                    );
                    return None;
                };
                if !inside(mode) {
                    self.sheet.fault(
                        &at("mode"),
                        "the mode is outside low and high",
                        Some("a value between them"),
                        None,
                    );
                    return None;
                }
                Spread::Triangular { low, mode, high }
            }
            _ => Spread::Uniform { low, high },
        };
        if let Err(why) = spread.check() {
            self.sheet.fault(&at("spread"), why.to_string(), None, None);
            return None;
        }
        Some(FactorValues::Between(spread))
    }

    /// Reads an end of a range as a number. A value of another type than the key's is a fault.
    fn bound(&mut self, name: &str, field: &str, form: Form) -> Option<f64> {
        let at = ["factors", name, field];
        let (value, fits) = match self.sheet.leaf(&at)? {
            Leaf::Number(number) => {
                (*number, form == Form::Number || form == Form::Whole && libm::trunc(*number) == *number)
            }
            Leaf::Day(day) => (f64::from(day.days()), form == Form::Day),
            _ => return None,
        };
        if fits {
            return Some(value);
        }
        let wants = ["a number", "a whole number", "a day, written as 2019-04-01", "a name"][form as usize];
        self.sheet.fault(&at, "this is not of the kind that the key takes", Some(wants), None);
        None
    }

    /// If a key names an event, task or strategy that the scenario does not have, the scenario
    /// reports the missing parts of a new one. This replaces those faults by one that says what is
    /// wrong. Returns whether it did.
    fn no_entry(&mut self, factor: &Factor, scenario: &Scenario, faults: &Faults) -> bool {
        let mut path = factor.key.split('.');
        let (Some(table), Some(entry)) = (path.next(), path.next()) else { return false };
        let names: Vec<&str> = match table {
            "events" => scenario.events.iter().map(|event| event.name.as_str()).collect(),
            "programme" => scenario.programme.iter().map(|(name, _)| name.as_str()).collect(),
            "strategies" => scenario.strategies.keys().map(String::as_str).collect(),
            _ => return false,
        };
        let missing = faults.list.iter().any(|fault| fault.message.starts_with("this is missing"));
        if !missing || names.contains(&entry) {
            return false;
        }
        let nearest = self.sheet.nearest(entry, names.iter().copied());
        let allowed = if names.is_empty() { "it has none".to_owned() } else { names.join(", ") };
        let message = format!("the scenario has no `{entry}` in [{table}]");
        self.sheet.fault(&["factors", &factor.name, "key"], message, Some(&allowed), nearest);
        true
    }

    /// Applies every end and every listed value to the scenario, one at a time. A value that the
    /// scenario refuses is a fault of the file.
    fn ends(&mut self, factor: &Factor, scenario: Option<&Scenario>) {
        let Some(scenario) = scenario else { return };
        let ends: Vec<(&str, Level)> = match &factor.how {
            FactorValues::Between(spread) => {
                let (low, high) = ends(spread);
                vec![("low", factor.of(low)), ("high", factor.of(high))]
            }
            FactorValues::Steps(low, high, _) => vec![("low", factor.of(*low)), ("high", factor.of(*high))],
            FactorValues::Listed(levels) => levels.iter().map(|level| ("values", level.clone())).collect(),
            FactorValues::Given => Vec::new(),
        };
        for (field, level) in ends {
            if let Err(faults) = scenario.apply_set(&factor.setting(&level), self.library) {
                if self.no_entry(factor, scenario, &faults) {
                    return;
                }
                let field =
                    if self.sheet.mentions(&["factors", &factor.name, field]) { field } else { "key" };
                self.sheet.adopt(&["factors", &factor.name, field], &faults);
            }
        }
    }
}

/// One spelling for all keys that set the same thing.
pub(super) fn canonical(key: &str) -> String {
    let key = key.strip_prefix("parameters.").unwrap_or(key);
    match key.rsplit_once('.') {
        Some(("authority", "name" | "code" | "archetype")) => "authority".to_owned(),
        Some((event, "date" | "week")) => format!("{event}.when"),
        _ => key.to_owned(),
    }
}

/// Smallest and largest value of a distribution over numbers.
fn ends(spread: &Spread) -> (f64, f64) {
    match *spread {
        Spread::Uniform { low, high }
        | Spread::LogUniform { low, high }
        | Spread::Normal { low, high, .. }
        | Spread::Triangular { low, high, .. } => (low, high),
        Spread::Choice(count) => (0.0, count as f64 - 1.0),
    }
}

/// What is known about a key.
struct About {
    form: Form,
    unit: String,
    meaning: String,
    range: Option<(f64, f64)>,
}
