//! Reads a checked experiment from a text. One pass finds every fault of the file, of the scenario
//! it names, and of the ends of its factors.

mod design;
mod factors;
mod twice;

use balcony_engine::measure::OUTCOMES;

use super::keys::all;
use super::{Experiment, Replicates, words};
use balcony_scenario::scenario::file_kind::FileKind;
use balcony_scenario::scenario::files::join;
use balcony_scenario::scenario::toml_reader::Sheet;
use balcony_scenario::scenario::{Faults, Library, SHIPPED, Scenario, margins};

/// Replicates of a point if the file gives no number.
const USUAL: u32 = 20;

/// Reads an experiment from a file.
///
/// # Errors
/// All faults together.
pub fn read(name: &str, library: &Library<'_>) -> Result<Experiment, Faults> {
    match library.files.text(name) {
        Ok(text) => read_text(name, &text, library),
        Err(why) => {
            let help = "a file that says what is to be varied: docs/EXPERIMENTS.md begins with one";
            let unread = || (format!("{name} cannot be read: {why}"), help.to_owned());
            let (said, help) = FileKind::Experiment.folder(&why, name, library.files).unwrap_or_else(unread);
            let mut sheet = Sheet::read(name, "", all(), library);
            sheet.fault(&[], said, Some(&help), None);
            Err(sheet.finish().err().unwrap_or_else(|| unreachable!("a fault was noted")))
        }
    }
}

/// Reads an experiment from a text. Paths of other files are relative to `name`.
///
/// # Errors
/// All faults together.
pub fn read_text(name: &str, text: &str, library: &Library<'_>) -> Result<Experiment, Faults> {
    if let Some((said, mut help)) = FileKind::Experiment.another(text, name) {
        let mut sheet = Sheet::read(name, "", all(), library);
        if FileKind::of(text) == Some(FileKind::Scenario) {
            help = format!(
                "a file that names one, scenario = \"{name}\", and says in [design] and [factors.NAME] what is varied"
            );
        }
        sheet.fault(&[], said, Some(&help), None);
        return Err(sheet.finish().err().unwrap_or_else(|| unreachable!("a fault was noted")));
    }
    let sheet = Sheet::read(name, text, all(), library);
    let mut reader = Reader { sheet, library, name, notes: Vec::new() };
    let scenario = reader.scenario();
    let (strategies, baseline) = reader.strategies(scenario.as_ref());
    let mut factors = reader.factors(scenario.as_ref());
    reader.twice(&factors);
    let design = reader.design(&mut factors, scenario.as_ref());
    let responses = reader.responses(scenario.as_ref());
    let replicates = reader.replicates(&responses, scenario.as_ref());
    let laid = design.as_ref().map(|(design, _)| reader.laid(design));
    let set = reader.sheet.texts(&["set"]).map(<[_]>::to_vec).unwrap_or_default();
    let title = reader.sheet.text(&["title"]).map(str::to_owned);
    let question = reader.sheet.text(&["question"]).map(str::to_owned);
    let notes = std::mem::take(&mut reader.notes);
    reader.sheet.finish()?;
    let (Some(scenario), Some((design, given)), Some(laid)) = (scenario, design, laid) else {
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
        laid,
        own: set.into_iter().filter(|set| set.trim_start().starts_with("authority.")).collect(),
        given,
        replicates,
        responses,
        notes,
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
    notes: Vec<String>,
}

impl Reader<'_> {
    /// The scenario with all settings applied that hold at every point.
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
        let mut scenario = match balcony_scenario::scenario::read(&path, self.library) {
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
        let mut settings = self.sheet.texts(&["set"]).map(<[_]>::to_vec).unwrap_or_default();
        // All settings together, because one may be valid only together with another.
        if let Ok(set) = scenario.apply_sets(&settings, self.library) {
            scenario = set;
            settings.clear();
        }
        for setting in settings {
            match scenario.apply_set(&setting, self.library) {
                Ok(set) => scenario = set,
                // The message names the setting that is wrong.
                Err(mut faults) => {
                    for fault in faults.list.iter_mut().filter(|fault| !fault.message.contains(&setting)) {
                        fault.message = format!("\"{setting}\": {}", fault.message);
                    }
                    self.sheet.adopt(&["set"], &faults);
                }
            }
        }
        match scenario.apply_sets(&margins::settings(&self.sheet), self.library) {
            Ok(set) => scenario = set,
            Err(faults) => self.sheet.adopt(&[margins::TABLE], &faults),
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
        // The baseline is compared with the others, so it must be run at every point too.
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

    fn responses(&mut self, scenario: Option<&Scenario>) -> Vec<usize> {
        let Some(scenario) = scenario else { return Vec::new() };
        let keys = self.sheet.texts(&["responses", "outcomes"]).map(<[_]>::to_vec);
        if keys.as_ref().is_some_and(Vec::is_empty) {
            self.sheet.fault(&["responses", "outcomes"], "no outcome is named", None, None);
        }
        let keys = keys
            .unwrap_or_else(|| std::iter::once(&scenario.primary).chain(&scenario.also).cloned().collect());
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

    /// Index of an outcome in the registry; an unknown key is a fault.
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

    fn replicates(&mut self, responses: &[usize], scenario: Option<&Scenario>) -> Replicates {
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
        if scenario.is_some_and(|scenario| scenario.draws > 0) {
            let message = "such an interval measures luck only, but here replicates may use different draws of the parameters";
            self.sheet.fault(&at("half-width"), message, Some("count = ..., a multiple of the draws"), None);
        }
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
