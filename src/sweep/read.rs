//! From a text to a checked experiment. Every fault of the file, of the scenario it names and of every end of every factor is
//! found in one pass.

use balcony_engine::measure::OUTCOMES;

use super::factor::{Factor, How};
use super::keys::{MOST_FACTORS, MOST_POINTS, all};
use super::{Experiment, Replicates, points, words};
use super::{Form, Level};
use crate::design::{Design, Spread};
use crate::scenario::files::join;
use crate::scenario::schema::Kind;
use crate::scenario::sheet::Sheet;
use crate::scenario::{Faults, Leaf, Library, SHIPPED, Scenario};

/// Replicates of a point if the file says nothing.
const USUAL: u32 = 20;

/// Reads an experiment from a file.
///
/// # Errors
/// All faults at once.
pub fn read(name: &str, library: &Library<'_>) -> Result<Experiment, Faults> {
    match library.files.text(name) {
        Ok(text) => read_text(name, &text, library),
        Err(why) => {
            let help = format!("{name} cannot be read: {why}");
            let mut sheet = Sheet::read(name, "", all(), library);
            sheet.fault(
                &[],
                help,
                Some("a file that says what is to be varied: docs/EXPERIMENTS.md begins with one"),
                None,
            );
            Err(sheet.finish().err().unwrap_or_else(|| unreachable!("a fault was noted")))
        }
    }
}

/// Reads an experiment from a text at hand; other files are looked for as seen from `name`.
///
/// # Errors
/// All faults at once.
pub fn read_text(name: &str, text: &str, library: &Library<'_>) -> Result<Experiment, Faults> {
    let mut reader = Reader { sheet: Sheet::read(name, text, all(), library), library, name };
    let scenario = reader.scenario();
    let (strategies, baseline) = reader.strategies(scenario.as_ref());
    let factors = reader.factors(scenario.as_ref());
    let (design, given) = reader.design(&factors, scenario.as_ref());
    let responses = reader.responses(scenario.as_ref());
    let replicates = reader.replicates(&responses);
    let title = reader.sheet.text(&["title"]).map(str::to_owned);
    let question = reader.sheet.text(&["question"]).map(str::to_owned);
    reader.sheet.finish()?;
    let (Some(scenario), Some(design)) = (scenario, design) else {
        unreachable!("what is missing was noted as a fault")
    };
    let mut experiment = Experiment {
        name: name.to_owned(),
        title: title.unwrap_or_else(|| scenario.title.clone()),
        question: question.unwrap_or_else(|| scenario.question.clone()),
        scenario,
        strategies,
        baseline,
        factors,
        design,
        given,
        replicates,
        responses,
        source: text.to_owned(),
        resolved: String::new(),
    };
    experiment.resolved = words::resolved(&experiment);
    Ok(experiment)
}

struct Reader<'a> {
    sheet: Sheet,
    library: &'a Library<'a>,
    name: &'a str,
}

impl Reader<'_> {
    /// The scenario with everything laid on it that holds at every point.
    fn scenario(&mut self) -> Option<Scenario> {
        let Some(wanted) = self.sheet.text(&["scenario"]).map(str::to_owned) else {
            if self.sheet.is_whole() && !self.sheet.mentions(&["scenario"]) {
                let names = SHIPPED.map(|(name, _)| name).join(", ");
                self.sheet.fault(
                    &["scenario"],
                    "no scenario is named",
                    Some(&format!("scenario = \"...\": one of {names}, or a file")),
                    None,
                );
            }
            return None;
        };
        let shipped = SHIPPED.iter().any(|(name, _)| *name == wanted);
        let path = if shipped { wanted.clone() } else { join(self.name, &wanted) };
        let mut scenario = match crate::scenario::read(&path, self.library) {
            Ok(scenario) => scenario,
            Err(faults) => {
                let unread = faults.list.iter().all(|fault| fault.line == 0);
                if unread {
                    self.sheet.adopt(&["scenario"], &faults)
                } else {
                    self.sheet.take_in(faults)
                }
                return None;
            }
        };
        if let Some(authority) = self.sheet.text(&["authority"]).map(str::to_owned) {
            match scenario.with_authority(&authority, self.library) {
                Ok(there) => scenario = there,
                Err(faults) => self.sheet.adopt(&["authority"], &faults),
            }
        }
        for setting in self.sheet.texts(&["set"]).map(<[_]>::to_vec).unwrap_or_default() {
            match scenario.apply_set(&setting, self.library) {
                Ok(set) => scenario = set,
                Err(faults) => self.sheet.adopt(&["set"], &faults),
            }
        }
        if let Some(seed) = self.sheet.whole(&["seed"]) {
            match scenario.apply_set(&format!("scenario.seed={seed}"), self.library) {
                Ok(set) => scenario = set,
                Err(faults) => self.sheet.adopt(&["seed"], &faults),
            }
        }
        if let Some(weeks) = self.sheet.whole(&["weeks"]) {
            match scenario.with_weeks(weeks, self.library) {
                Ok(cut) => scenario = cut,
                Err(faults) => self.sheet.adopt(&["weeks"], &faults),
            }
        }
        Some(scenario)
    }

    fn strategies(&mut self, scenario: Option<&Scenario>) -> (Vec<String>, usize) {
        let Some(scenario) = scenario else { return (Vec::new(), 0) };
        let known = scenario.strategy_names();
        let given = self.sheet.texts(&["strategies"]).map(<[_]>::to_vec);
        let mut strategies = given.clone().unwrap_or_else(|| scenario.compared.clone());
        let baseline = self.sheet.text(&["baseline"]).map(str::to_owned);
        for (at, names) in [("strategies", &strategies[..]), ("baseline", baseline.as_slice())] {
            for name in names.iter().filter(|name| !known.contains(name)) {
                let nearest = self.sheet.nearest(name, known.iter().map(String::as_str));
                self.sheet.fault(
                    &[at],
                    format!("there is no strategy `{name}`"),
                    Some(&known.join(", ")),
                    nearest,
                );
            }
        }
        let count = strategies.len();
        strategies.sort();
        strategies.dedup();
        if strategies.len() < count {
            self.sheet.fault(&["strategies"], "a strategy is named twice", None, None);
        }
        if strategies.is_empty() {
            self.sheet.fault(&["strategies"], "no strategy is named", Some(&known.join(", ")), None);
            return (strategies, 0);
        }
        // The baseline is compared with the others, so it lives through every point too.
        let usual = || strategies.contains(&scenario.baseline).then(|| scenario.baseline.clone());
        let first = || given.as_ref().and_then(|names| names.first()).unwrap_or(&strategies[0]).clone();
        let baseline = baseline.or_else(usual).unwrap_or_else(first);
        if !strategies.contains(&baseline) {
            strategies.push(baseline.clone());
            strategies.sort();
        }
        let at = strategies.iter().position(|name| *name == baseline).unwrap_or(0);
        (strategies, at)
    }

    fn factors(&mut self, scenario: Option<&Scenario>) -> Vec<Factor> {
        let names = self.sheet.entries(&["factors"]);
        if names.is_empty() && self.sheet.is_whole() {
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
            if let Some(other) = factors.iter().find(|other| other.key == factor.key) {
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
        let Some(about) = self.about(name, &key) else { return None };
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

    /// What is known of a key: its form, unit and registered range.
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
        if of_the_run.contains(&key) || path[0] == "compare" {
            let help = "seed, weeks, replicates and strategies stand at the top of this file; worlds are set with set = [\"scenario.parameters=worlds\"]";
            self.sheet.fault(
                &["factors", name, "key"],
                format!("`{key}` is the same at every point"),
                Some(help),
                None,
            );
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
            // A day or a number of weeks: as the first of its ends or values is written.
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

    /// How a factor gets its values.
    fn how(&mut self, name: &str, about: &About) -> Option<How> {
        let at = |field: &'static str| ["factors", name, field];
        let kind = self.sheet.text(&["design", "kind"]).map(str::to_owned);
        if kind.as_deref() == Some("points") {
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
            return Some(How::Given);
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
            if kind.as_deref() == Some("morris") {
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
                        self.sheet.fault(
                            &at("values"),
                            format!("`{text}` is not of the kind that the key takes"),
                            Some(wants),
                            None,
                        );
                    }
                }
            }
            return Some(How::Listed(levels));
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
                "it does not say between what it moves",
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
        self.spread(name, about, (low, high), kind.as_deref())
    }

    fn spread(
        &mut self,
        name: &str,
        about: &About,
        (low, high): (f64, f64),
        kind: Option<&str>,
    ) -> Option<How> {
        let at = |field: &'static str| ["factors", name, field];
        let spread = self.sheet.text(&at("spread")).unwrap_or("uniform").to_owned();
        for (field, of) in [("mean", "normal"), ("sd", "normal"), ("mode", "triangular")] {
            if self.sheet.mentions(&at(field)) && spread != of {
                self.sheet.fault(&at(field), format!("{field} belongs to spread = \"{of}\""), None, None);
            }
        }
        if kind == Some("grid") {
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
            return Some(How::Steps(low, high, steps as usize));
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
        Some(How::Between(spread))
    }

    /// An end of a range as a number; a fault if it is of another form than the key's.
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

    /// Lays every end and every listed value on the scenario, one at a time: what cannot be is a fault of the file.
    fn ends(&mut self, factor: &Factor, scenario: Option<&Scenario>) {
        let Some(scenario) = scenario else { return };
        let ends: Vec<(&str, Level)> = match &factor.how {
            How::Between(spread) => {
                let (low, high) = ends(spread);
                vec![("low", factor.of(low)), ("high", factor.of(high))]
            }
            How::Steps(low, high, _) => vec![("low", factor.of(*low)), ("high", factor.of(*high))],
            How::Listed(levels) => levels.iter().map(|level| ("values", level.clone())).collect(),
            How::Given => Vec::new(),
        };
        for (field, level) in ends {
            if let Err(faults) = scenario.apply_set(&factor.setting(&level), self.library) {
                let field =
                    if self.sheet.mentions(&["factors", &factor.name, field]) { field } else { "key" };
                self.sheet.adopt(&["factors", &factor.name, field], &faults);
            }
        }
    }

    fn design(&mut self, factors: &[Factor], scenario: Option<&Scenario>) -> (Option<Design>, Vec<Level>) {
        let Some(kind) = self.sheet.text(&["design", "kind"]).map(str::to_owned) else {
            if self.sheet.is_whole() && !self.sheet.mentions(&["design", "kind"]) {
                let help = format!("[design] with kind = one of {}", super::keys::DESIGNS.join(", "));
                self.sheet.fault(&["design"], "it does not say how points are laid", Some(&help), None);
            }
            return (None, Vec::new());
        };
        let belongs: &[(&str, &[&str])] = &[
            ("points", &["latin-hypercube", "sobol", "saltelli"]),
            ("trajectories", &["morris"]),
            ("levels", &["grid", "morris"]),
            ("seed", &["latin-hypercube", "sobol", "morris", "saltelli"]),
            ("shift", &["sobol", "saltelli"]),
            ("second-order", &["saltelli"]),
            ("file", &["points"]),
        ];
        for (field, kinds) in belongs {
            if self.sheet.mentions(&["design", field]) && !kinds.contains(&kind.as_str()) {
                let message = format!("`{field}` has no meaning in design.kind = \"{kind}\"");
                self.sheet.fault(
                    &["design", field],
                    message,
                    Some(&format!("it belongs to {}", kinds.join(", "))),
                    None,
                );
            }
        }
        let needed: &[&str] = match kind.as_str() {
            "latin-hypercube" | "sobol" | "saltelli" => &["points"],
            "morris" => &["trajectories"],
            "points" => &["file"],
            _ => &[],
        };
        for field in needed {
            if !self.sheet.mentions(&["design", field]) {
                let meaning = super::key(&format!("design.{field}")).map_or("", |key| key.meaning);
                self.sheet.fault(&["design", "kind"], format!("{kind} needs `{field}`"), Some(meaning), None);
                return (None, Vec::new());
            }
        }
        if self.sheet.is_faulty() && kind != "points" {
            return (None, Vec::new());
        }
        let (k, seed) = (factors.len(), u64::from(self.sheet.whole(&["design", "seed"]).unwrap_or(1)));
        let whole = |field: &str| self.sheet.whole(&["design", field]).unwrap_or(1) as usize;
        let says = |field: &str, usual: &str| self.sheet.text(&["design", field]).unwrap_or(usual) == "yes";
        let shift = says("shift", if kind == "saltelli" { "yes" } else { "no" }).then_some(seed);
        let levels = self.sheet.whole(&["design", "levels"]).unwrap_or(4) as usize;
        let design = match kind.as_str() {
            "grid" => {
                let steps = |factor: &Factor| match &factor.how {
                    How::Steps(_, _, steps) => *steps,
                    How::Listed(levels) => levels.len(),
                    _ => 1,
                };
                let steps: Vec<usize> = factors.iter().map(steps).collect();
                let product = steps.iter().try_fold(1usize, |product, step| product.checked_mul(*step));
                if product.is_none_or(|product| product > MOST_POINTS as usize) {
                    let message = format!("this grid has more than {MOST_POINTS} points");
                    self.sheet.fault(
                        &["design", "kind"],
                        message,
                        Some("fewer levels, or a sample: latin-hypercube"),
                        None,
                    );
                    return (None, Vec::new());
                }
                Design::grid(&steps)
            }
            "latin-hypercube" => Design::latin_hypercube(k, whole("points"), seed),
            "sobol" => match shift {
                Some(seed) => Design::sobol_shifted(k, whole("points"), seed),
                None => Design::sobol(k, whole("points")),
            },
            "saltelli" => {
                let second = says("second-order", "no");
                let points = whole("points") * if second { 2 * k + 2 } else { k + 2 };
                if points > MOST_POINTS as usize {
                    let message = format!("{points} points: more than {MOST_POINTS}");
                    self.sheet.fault(
                        &["design", "points"],
                        message,
                        Some("fewer rows of the base sample"),
                        None,
                    );
                    return (None, Vec::new());
                }
                Design::saltelli(k, whole("points"), second, shift)
            }
            "morris" => {
                if !levels.is_multiple_of(2) {
                    self.sheet.fault(
                        &["design", "levels"],
                        "morris needs an even number of levels",
                        Some("4, 6, 8"),
                        None,
                    );
                    return (None, Vec::new());
                }
                Design::morris(k, whole("trajectories"), levels, seed)
            }
            _ => return self.points(factors, scenario),
        };
        match design {
            Ok(design) => (Some(design), Vec::new()),
            Err(why) => {
                self.sheet.fault(&["design", "kind"], why.to_string(), None, None);
                (None, Vec::new())
            }
        }
    }

    fn points(&mut self, factors: &[Factor], scenario: Option<&Scenario>) -> (Option<Design>, Vec<Level>) {
        let Some(file) = self.sheet.text(&["design", "file"]).map(str::to_owned) else {
            return (None, Vec::new());
        };
        match points::read(&join(self.name, &file), factors, self.library, scenario) {
            Ok(given) if self.sheet.is_faulty() => (None, given),
            // The design only counts points that are given: their values are at hand.
            Ok(given) => (Design::points(factors.len(), vec![0.0; given.len()]).ok(), given),
            Err(messages) => {
                for message in messages {
                    self.sheet.fault(&["design", "file"], message, None, None);
                }
                (None, Vec::new())
            }
        }
    }

    fn responses(&mut self, scenario: Option<&Scenario>) -> Vec<usize> {
        let Some(scenario) = scenario else { return Vec::new() };
        let keys = self.sheet.texts(&["responses", "outcomes"]).map(<[_]>::to_vec);
        if keys.as_ref().is_some_and(Vec::is_empty) {
            self.sheet.fault(&["responses", "outcomes"], "no outcome is named", None, None);
        }
        let keys = keys.unwrap_or_else(|| vec![scenario.primary.clone()]);
        let mut responses = Vec::new();
        for key in &keys {
            match self.outcome(&["responses", "outcomes"], key) {
                Some(at) if responses.contains(&at) => {
                    self.sheet.fault(&["responses", "outcomes"], format!("`{key}` stands twice"), None, None);
                }
                Some(at) => responses.push(at),
                None => {}
            }
        }
        responses
    }

    /// The row of the registry for an outcome, or a fault.
    fn outcome(&mut self, at: &[&str], key: &str) -> Option<usize> {
        let found = OUTCOMES.iter().position(|outcome| outcome.key == key);
        if found.is_none() {
            let keys = OUTCOMES.iter().map(|outcome| outcome.key);
            let nearest = self.sheet.nearest(key, keys.clone());
            let known = keys.collect::<Vec<_>>().join(", ");
            self.sheet.fault(at, format!("there is no outcome `{key}`"), Some(&known), nearest);
        }
        found
    }

    fn replicates(&mut self, responses: &[usize]) -> Replicates {
        let at = |field: &'static str| ["replicates", field];
        let until = self.sheet.mentions(&at("half-width"));
        if until && self.sheet.mentions(&at("count")) {
            self.sheet.fault(
                &at("count"),
                "both a count and a half-width are given",
                Some("one of them; `most` is the cap of a half-width"),
                None,
            );
        }
        for field in ["of", "least", "most"] {
            if !until && self.sheet.mentions(&at(field)) {
                self.sheet.fault(
                    &at(field),
                    format!("`{field}` belongs to half-width"),
                    Some("give half-width, or leave this line out"),
                    None,
                );
            }
        }
        let Some(half_width) = self.sheet.number(&at("half-width")) else {
            return Replicates::Count(self.sheet.whole(&at("count")).unwrap_or(USUAL));
        };
        let outcome = match self.sheet.text(&at("of")).map(str::to_owned) {
            Some(key) => self.outcome(&at("of"), &key),
            None => responses.first().copied(),
        };
        let (least, most) = (self.sheet.whole(&at("least")), self.sheet.whole(&at("most")).unwrap_or(200));
        let least = least.unwrap_or(16.min(most));
        if least > most {
            self.sheet.fault(&at("least"), "least is more than most", None, None);
        }
        Replicates::Until { half_width, outcome: outcome.unwrap_or(0), least, most }
    }
}

/// The least and the greatest value of a spread over numbers.
fn ends(spread: &Spread) -> (f64, f64) {
    match *spread {
        Spread::Uniform { low, high }
        | Spread::LogUniform { low, high }
        | Spread::Normal { low, high, .. }
        | Spread::Triangular { low, high, .. } => (low, high),
        Spread::Choice(count) => (0.0, count as f64 - 1.0),
    }
}

/// What is known of a key.
struct About {
    form: Form,
    unit: String,
    meaning: String,
    range: Option<(f64, f64)>,
}
