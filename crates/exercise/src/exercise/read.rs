//! Reads an exercise: checks the file and the scenario that it names, and reports all faults
//! together.

use super::decision::LEVELS;
use super::inject::{AnswerFunding, Happening};
use super::keys::{BETTER, HOW, STEPS, all};
use super::lower::ROWS;
use super::recording_files::RecordingFiles;
use super::shipped::EXERCISES;
use super::{Answer, Condition, Decision, Exercise, Figure, From, Inject, InjectTime, Lever, Role, Tile};
use balcony_engine::measure::measure_index;
use balcony_engine::registry::Better;
use balcony_engine::strategy::{INVESTMENTS, InvestmentKind, KINDS, SIGNALS, SITES, USES};
use balcony_scenario::currency::{POUND, in_currency};
use balcony_scenario::scenario::file_kind::FileKind;
use balcony_scenario::scenario::files::join;
use balcony_scenario::scenario::toml_reader::Sheet;
use balcony_scenario::scenario::{Faults, Leaf, Library, SHIPPED, Scenario, events, margins};

/// Used if a file has no statement of its own.
const SAFETY: &str = "This exercise tries out a system, not people. Nobody is marked, and there is no table of winners. \
    What is said here stays here. The numbers come from a model: they help to think, they forecast nothing.";

/// Reads a shipped exercise by name, or a file.
///
/// # Errors
/// All faults, if there are any.
pub fn read(name: &str, library: &Library<'_>) -> Result<Exercise, Faults> {
    if let Some((_, text)) = EXERCISES.iter().find(|(known, _)| *known == name) {
        return read_text(name, text, library);
    }
    match library.files.text(name) {
        Ok(text) => read_text(name, &text, library),
        Err(why) => {
            let mut sheet = Sheet::read(name, "", all(), library);
            let nearest = sheet.nearest(name, EXERCISES.iter().map(|(known, _)| *known));
            let known = EXERCISES.map(|(known, _)| known).join(", ");
            let help = format!("one of {known}, or a file: balcony exercise new my-day.toml begins one");
            let unread = || (format!("{name} cannot be read: {why}"), help);
            let (said, help) = FileKind::Exercise.folder(&why, name, library.files).unwrap_or_else(unread);
            sheet.fault(&[], said, Some(&help), nearest);
            Err(sheet.finish().err().unwrap_or_else(|| unreachable!("a fault was noted")))
        }
    }
}

/// Reads an exercise from a text. Paths of other files are relative to `name`.
///
/// # Errors
/// All faults, if there are any.
pub fn read_text(name: &str, text: &str, library: &Library<'_>) -> Result<Exercise, Faults> {
    let noting = RecordingFiles::of(library.files);
    let noted = Library { files: &noting, authorities: library.authorities, schema: library.schema.clone() };
    let mut exercise = read_with(name, text, &noted)?;
    exercise.attached = noting.taken();
    Ok(exercise)
}

fn read_with(name: &str, text: &str, library: &Library<'_>) -> Result<Exercise, Faults> {
    if let Some((said, mut help)) = FileKind::Exercise.another(text, name) {
        let mut sheet = Sheet::read(name, "", all(), library);
        if FileKind::of(text) == Some(FileKind::Scenario) {
            help = format!("a file that names one: scenario = \"{name}\"");
        }
        sheet.fault(&[], said, Some(&help), None);
        return Err(sheet.finish().err().unwrap_or_else(|| unreachable!("a fault was noted")));
    }
    let mut reader = Reader { sheet: Sheet::read(name, text, all(), library), library, name };
    let levers = reader.levers();
    let opening = reader.opening(&levers);
    let scenario = reader.scenario(&opening);
    let levers: Vec<Lever> = levers.into_iter().map(|(lever, _)| lever).collect();
    let currency = scenario.as_ref().map_or(POUND.to_owned(), |scenario| scenario.currency.clone());
    reader.sheet.speaks_of_pounds(&currency);
    let (figures, hidden) = reader.figures(&currency);
    let tiles = reader.tiles(&figures);
    let rounds = reader.sheet.whole(&["rounds"]).unwrap_or(12);
    let weeks = reader.sheet.whole(&["weeks"]).unwrap_or(13);
    let injects = reader.injects(&figures, rounds);
    let predict = reader.named(&["predict"], &figures);
    let (ways, debrief) = reader.debrief();
    let roles = reader.roles();
    let minutes = reader.minutes(rounds);
    let title = reader.needed(&["title"], "what the exercise is called");
    let half_days = reader.sheet.number(&["half-days"]).unwrap_or(12.0);
    let spent: f64 = opening.time.iter().map(|time| f64::from(*time) / 2.0).sum();
    if spent > half_days {
        let message = format!("the opening week holds {spent} half-days; {half_days} are the most");
        reader.sheet.fault(&["opening", "time"], message, None, None);
    }
    let most = reader.sheet.whole(&["points"]).unwrap_or(20);
    let given: u32 = opening.points.iter().map(|points| u32::from(*points)).sum();
    if given > most {
        let message = format!("{given} points are in force when the room begins; {most} a year are the most");
        reader.sheet.fault(&["levers"], message, None, None);
    }
    if tiles.is_empty() && reader.sheet.is_whole() && !reader.sheet.refuses(&["tiles"]) {
        reader.sheet.fault(
            &["tiles"],
            "there is no tile: teams would see nothing",
            Some("[tiles.NAME] with a title and figures"),
            None,
        );
    }
    let text_at = |key: &str, usual: &str| {
        reader.sheet.text(&[key]).map_or(usual.to_owned(), |text| text.trim().to_owned())
    };
    let story = scenario.as_ref().map_or("", |scenario| &scenario.story).trim().to_owned();
    let (briefing, safety, word) =
        (text_at("briefing", &story), text_at("safety", SAFETY), text_at("word", "quarter"));
    let whole = |key: &str, usual: u32| reader.sheet.whole(&[key]).unwrap_or(usual);
    let (runs, luck, points, changes) =
        (whole("runs", 200), whole("luck", 0), whole("points", 20), whole("changes", 2));
    let rules = reader.sheet.number(&["rules"]).unwrap_or(0.1);
    reader.sheet.finish()?;
    let Some(scenario) = scenario else { unreachable!("what is missing was noted as a fault") };
    Ok(Exercise {
        name: name.to_owned(),
        title,
        briefing,
        safety,
        scenario,
        source: text.to_owned(),
        attached: Default::default(),
        rounds,
        weeks,
        word,
        minutes,
        runs,
        luck,
        most_half_days: half_days,
        points,
        changes,
        rules,
        opening,
        roles,
        levers,
        injects,
        figures,
        tiles,
        hidden,
        predict,
        outcomes: ways,
        debrief,
    })
}

pub(super) struct Reader<'a> {
    pub(super) sheet: Sheet,
    library: &'a Library<'a>,
    name: &'a str,
}

impl Reader<'_> {
    /// A required text; reports a fault if it is missing.
    pub(super) fn needed(&mut self, at: &[&str], what: &str) -> String {
        if let Some(text) = self.sheet.text(at) {
            return text.trim().to_owned();
        }
        if self.sheet.is_whole() && !self.sheet.mentions(at) {
            self.sheet.fault(at, format!("this is missing: {what}"), None, None);
        }
        String::new()
    }

    /// Index of a required choice in `names`; reports a fault if it is missing.
    fn choice(&mut self, at: &[&str], names: &[&str], what: &str) -> Option<usize> {
        let text = self.sheet.text(at).map(str::to_owned);
        match text {
            Some(text) => names.iter().position(|name| *name == text),
            None => {
                if self.sheet.is_whole() && !self.sheet.mentions(at) {
                    let allowed = format!("one of {}", names.join(", "));
                    self.sheet.fault(at, format!("this is missing: {what}"), Some(&allowed), None);
                }
                None
            }
        }
    }

    fn size(&mut self, at: &[&str], what: &str) -> f64 {
        if let Some(size) = self.sheet.number(at) {
            return size;
        }
        if self.sheet.is_whole() && !self.sheet.mentions(at) {
            self.sheet.fault(at, format!("this is missing: {what}"), None, None);
        }
        0.0
    }

    fn is(&self, at: &[&str]) -> bool {
        self.sheet.text(at) == Some("yes")
    }

    fn levers(&mut self) -> Vec<(Lever, u32)> {
        let mut levers = Vec::new();
        for key in self.sheet.entries(&["levers"]) {
            let title = self.needed(&["levers", &key, "title"], "what is bought");
            let kind = self.choice(&["levers", &key, "kind"], &INVESTMENTS, "what the engine buys");
            let point = self.size(&["levers", &key, "point"], "what one point is, in £m a year");
            let text = self.sheet.text(&["levers", &key, "text"]).unwrap_or("").trim().to_owned();
            let starts_after = self.sheet.whole(&["levers", &key, "starts-after"]).unwrap_or(0);
            let opening = self.sheet.whole(&["levers", &key, "opening"]).unwrap_or(0);
            let kind = kind.and_then(InvestmentKind::at).unwrap_or(InvestmentKind::EarlyHelp);
            levers.push((Lever { key, title, text, kind, point, starts_after }, opening));
        }
        levers
    }

    fn opening(&mut self, levers: &[(Lever, u32)]) -> Decision {
        let mut time = [0; 7];
        for (at, name) in USES.iter().enumerate() {
            let half_days = self.sheet.number(&["opening", "time", name]).unwrap_or(0.0);
            let doubled = half_days * 2.0;
            if doubled.fract() != 0.0 {
                self.sheet.fault(
                    &["opening", "time", name],
                    "time is in halves of a half-day",
                    Some("such as 1.5"),
                    None,
                );
            }
            time[at] = doubled as u8;
        }
        let step = self.sheet.text(&["opening", "influence"]).unwrap_or("mostly-line");
        let source = STEPS.iter().position(|name| *name == step).unwrap_or(1) as u8;
        let level = |kind: &str| {
            let level = self.sheet.text(&["opening", "rights", kind]).unwrap_or("manager");
            LEVELS.iter().position(|(name, _)| *name == level).unwrap_or(2) as u8
        };
        let rights = KINDS.map(level);
        let points = levers.iter().map(|(_, points)| (*points).min(255) as u8).collect();
        Decision { time, source, rights, points, rules: 0, answers: Default::default(), prediction: None }
    }

    /// Reads the scenario and sets the opening decision as its incumbent's style.
    fn scenario(&mut self, opening: &Decision) -> Option<Scenario> {
        let wanted = self.needed(&["scenario"], "the scenario under the exercise");
        if wanted.is_empty() {
            return None;
        }
        let shipped = SHIPPED.iter().any(|(name, _)| *name == wanted);
        let path = if shipped { wanted } else { join(self.name, &wanted) };
        let mut scenario = match balcony_scenario::scenario::read(&path, self.library) {
            Ok(scenario) => scenario,
            Err(faults) => {
                let unread = faults.list.iter().all(|fault| fault.line == 0);
                if unread {
                    self.sheet.adopt(&["scenario"], &faults);
                } else {
                    self.sheet.take_in(faults);
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
        let given = self.sheet.texts(&["set"]).map(<[_]>::to_vec).unwrap_or_default();
        let sets = match scenario.apply_sets(&given, self.library) {
            Ok(set) => {
                scenario = set;
                incumbent(opening)
            }
            Err(faults) => {
                self.sheet.adopt(&["set"], &faults);
                return Some(scenario);
            }
        };
        match scenario.apply_sets(&margins::settings(&self.sheet), self.library) {
            Ok(set) => scenario = set,
            Err(faults) => self.sheet.adopt(&[margins::TABLE], &faults),
        }
        match scenario.apply_sets(&sets, self.library) {
            Ok(set) => scenario = set,
            Err(faults) => self.sheet.adopt(&["opening"], &faults),
        }
        if self.is(&["without-events"]) {
            scenario.events.clear();
            scenario.entries.retain(|entry| entry.path[0] != "events");
        }
        Some(scenario)
    }

    fn figures(&mut self, currency: &str) -> (Vec<Figure>, Vec<usize>) {
        let (mut figures, mut hidden) = (Vec::new(), Vec::new());
        for key in self.sheet.entries(&["figures"]) {
            let title = self.needed(&["figures", &key, "title"], "the figure's name");
            let step = self.size(&["figures", &key, "step"], "how much is a change");
            let from = self.from(&key);
            let unit = self.sheet.text(&["figures", &key, "unit"]).unwrap_or("").to_owned();
            let times = self.sheet.number(&["figures", &key, "times"]).unwrap_or(1.0);
            let digits = self.sheet.whole(&["figures", &key, "digits"]).unwrap_or(1) as u8;
            let better = match self.sheet.text(&["figures", &key, "better"]) {
                Some(word) if word == BETTER[0] => Better::Lower,
                Some(word) if word == BETTER[1] => Better::Higher,
                _ => Better::Neither,
            };
            if self.is(&["figures", &key, "hidden"]) {
                hidden.push(figures.len());
            }
            let unit = in_currency(unit, currency);
            let money = (unit == in_currency("£m".to_owned(), currency)).then(|| currency.to_owned());
            figures.push(Figure { key, title, unit, money, from, times, digits, better, step });
        }
        (figures, hidden)
    }

    fn from(&mut self, key: &str) -> From {
        let at = |sheet: &Sheet, name: &str, names: &[&str]| {
            let text = sheet.text(&["figures", key, name])?.to_owned();
            names.iter().position(|known| *known == text)
        };
        let seen = at(&self.sheet, "seen", &SIGNALS);
        let real = at(&self.sheet, "real", &SIGNALS);
        let measure = self.sheet.text(&["figures", key, "measure"]).and_then(measure_index);
        let of = self.sheet.text(&["figures", key, "of"]).and_then(measure_index);
        match (seen, real, measure) {
            (Some(at), None, None) => From::Seen(at),
            (None, Some(at), None) => From::Real(at),
            (None, None, Some(at)) => match (of, self.sheet.text(&["figures", key, "how"])) {
                (Some(of), _) => From::Share(at, of),
                (None, Some(how)) if how == HOW[0] => From::Sum(at),
                (None, Some(how)) if how == HOW[2] => From::Last(at),
                _ => From::Mean(at),
            },
            _ => {
                let mentions = |name: &str| self.sheet.mentions(&["figures", key, name]);
                let given = ["seen", "real", "measure"].iter().filter(|name| mentions(name)).count();
                if self.sheet.is_whole() && given != 1 {
                    let message = "a figure is one of: seen by leaders, real, or a measure";
                    self.sheet.fault(
                        &["figures", key],
                        message,
                        Some("seen = \"vacancy\", real = \"culture\", or measure = \"referrals\""),
                        None,
                    );
                }
                From::Mean(0)
            }
        }
    }

    /// Indices of the figures that a list names.
    fn named(&mut self, at: &[&str], figures: &[Figure]) -> Vec<usize> {
        let names = self.sheet.texts(at).map(<[_]>::to_vec).unwrap_or_default();
        let known: Vec<&str> = figures.iter().map(|figure| figure.key.as_str()).collect();
        names
            .iter()
            .filter_map(|name| {
                let place = known.iter().position(|known| known == name);
                if place.is_none() {
                    let nearest = self.sheet.nearest(name, known.iter().copied());
                    self.sheet.fault(
                        at,
                        format!("there is no figure `{name}`"),
                        Some(&known.join(", ")),
                        nearest,
                    );
                }
                place
            })
            .collect()
    }

    fn tiles(&mut self, figures: &[Figure]) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for key in self.sheet.entries(&["tiles"]) {
            let title = self.needed(&["tiles", &key, "title"], "what stands above the tile");
            let hides = self.sheet.text(&["tiles", &key, "hides"]).unwrap_or("").trim().to_owned();
            let places = self.named(&["tiles", &key, "figures"], figures);
            let named = self.sheet.texts(&["tiles", &key, "figures"]).is_some_and(|names| !names.is_empty());
            if !named && self.sheet.is_whole() {
                self.sheet.fault(&["tiles", &key, "figures"], "a tile shows at least one figure", None, None);
            }
            tiles.push(Tile { key, title, hides, figures: places });
        }
        tiles
    }

    fn roles(&mut self) -> Vec<Role> {
        let mut roles = Vec::new();
        for key in self.sheet.entries(&["roles"]) {
            let title = self.needed(&["roles", &key, "title"], "the part's name");
            let text = self.needed(&["roles", &key, "text"], "what whoever plays it looks at");
            roles.push(Role { key, title, text });
        }
        roles
    }

    fn minutes(&mut self, rounds: u32) -> Vec<f64> {
        let given = match self.sheet.leaf(&["minutes"]) {
            Some(Leaf::Texts(values)) => values.clone(),
            _ => Vec::new(),
        };
        let mut minutes = Vec::new();
        for value in &given {
            match value.parse::<f64>() {
                Ok(number) if (0.0..=240.0).contains(&number) => minutes.push(number),
                _ => self.sheet.fault(
                    &["minutes"],
                    format!("{value} is no number of minutes"),
                    Some("numbers from 0 to 240"),
                    None,
                ),
            }
        }
        let last = minutes.last().copied().unwrap_or(5.0);
        minutes.resize(rounds as usize, last);
        minutes
    }

    fn injects(&mut self, figures: &[Figure], rounds: u32) -> Vec<Inject> {
        let mut injects = Vec::new();
        for key in self.sheet.entries(&["injects"]) {
            let k = key.as_str();
            let title = self.needed(&["injects", k, "title"], "the inject's name");
            let sender = self.needed(&["injects", k, "sender"], "from whom it comes");
            let channel = self.needed(&["injects", k, "channel"], "by which way it comes");
            let text = self.needed(&["injects", k, "text"], "what it says");
            let when = self.when(k, figures, rounds);
            let optional =
                |sheet: &Sheet, name: &str| sheet.text(&["injects", k, name]).unwrap_or("").trim().to_owned();
            let (expected, objective) =
                (optional(&self.sheet, "expected"), optional(&self.sheet, "objective"));
            let happenings = self.happenings(&["injects", k, "events"]);
            let answers = self.answers(k);
            injects.push(Inject {
                title,
                when,
                sender,
                channel,
                text,
                expected,
                objective,
                events: happenings,
                answers,
                key,
            });
        }
        injects
    }

    fn when(&mut self, key: &str, figures: &[Figure], rounds: u32) -> InjectTime {
        let round = self.sheet.whole(&["injects", key, "round"]);
        let held = self.is(&["injects", key, "held"]);
        let conditional = ["figure", "above", "below", "from"]
            .iter()
            .any(|name| self.sheet.mentions(&["injects", key, "if", name]));
        let mentions = self.sheet.mentions(&["injects", key, "round"]);
        if usize::from(mentions) + usize::from(held) + usize::from(conditional) != 1 {
            if self.sheet.is_whole() {
                let message =
                    "an inject comes in a round, is held, or comes if a figure is past a level: one of these";
                self.sheet.fault(
                    &["injects", key],
                    message,
                    Some("round = 3, held = \"yes\", or if = { figure = \"vacancy\", above = 30 }"),
                    None,
                );
            }
            return InjectTime::Held;
        }
        if let Some(round) = round {
            if round > rounds {
                let message = format!("there are {rounds} rounds");
                self.sheet.fault(
                    &["injects", key, "round"],
                    message,
                    Some(&format!("a round from 1 to {rounds}")),
                    None,
                );
            }
            return InjectTime::Round(round - 1);
        }
        if !conditional {
            return InjectTime::Held;
        }
        let name = self.needed(&["injects", key, "if", "figure"], "the figure that it goes by");
        let place = figures.iter().position(|figure| figure.key == name);
        if place.is_none() && !name.is_empty() {
            let known: Vec<&str> = figures.iter().map(|figure| figure.key.as_str()).collect();
            let nearest = self.sheet.nearest(&name, known.iter().copied());
            self.sheet.fault(
                &["injects", key, "if", "figure"],
                format!("there is no figure `{name}`"),
                Some(&known.join(", ")),
                nearest,
            );
        }
        let above = self.sheet.number(&["injects", key, "if", "above"]);
        let below = self.sheet.number(&["injects", key, "if", "below"]);
        let (above, level) = match (above, below) {
            (Some(level), None) => (true, level),
            (None, Some(level)) => (false, level),
            _ => {
                if self.sheet.is_whole() {
                    self.sheet.fault(
                        &["injects", key, "if"],
                        "a level is given above which or below which it comes, not both",
                        Some("above = 30, or below = 60"),
                        None,
                    );
                }
                (true, 0.0)
            }
        };
        let from = self.sheet.whole(&["injects", key, "if", "from"]).unwrap_or(2).max(1) - 1;
        InjectTime::If(Condition { from, figure: place.unwrap_or(0), above, level })
    }

    fn happenings(&mut self, under: &[&str]) -> Vec<Happening> {
        let names: Vec<&str> = events::KINDS.iter().map(|kind| kind.name).collect();
        let mut all = Vec::new();
        for name in self.sheet.entries(under) {
            let at = |key: &'static str| [under, &[name.as_str(), key]].concat();
            let kind = self.choice(&at("kind"), &names, "what happens");
            let size = self.size(&at("size"), "how much");
            let weeks = self.sheet.whole(&at("weeks")).unwrap_or(0);
            let after = self.sheet.whole(&at("after")).unwrap_or(0);
            let Some(kind) = kind.map(|kind| &events::KINDS[kind]) else { continue };
            if size > kind.high {
                let message = format!("{size} is out of range for {}", kind.name);
                self.sheet.fault(&at("size"), message, Some(&kind.allowed()), None);
            }
            if kind.lasts && weeks == 0 {
                let message = format!("{} of 0 weeks does nothing", kind.name);
                self.sheet.fault(&[under, &[name.as_str()]].concat(), message, Some("weeks = 13"), None);
            }
            all.push(Happening { after, weeks, kind: kind.kind, size });
        }
        all
    }

    fn answers(&mut self, inject: &str) -> Vec<Answer> {
        let mut answers = Vec::new();
        for key in self.sheet.entries(&["injects", inject, "answers"]) {
            let under = ["injects", inject, "answers", key.as_str()];
            let at = |names: &[&'static str]| -> Vec<&str> { [&under[..], names].concat() };
            let title = self.needed(&at(&["title"]), "the answer");
            let text = self.sheet.text(&at(&["text"])).unwrap_or("").trim().to_owned();
            let time = USES.map(|name| self.sheet.number(&at(&["time", name])).unwrap_or(0.0));
            let rights = KINDS.map(|kind| {
                let level = self.sheet.text(&at(&["rights", kind]))?;
                LEVELS.iter().position(|(name, _)| *name == level).map(|level| level as u8)
            });
            let rounds = self.sheet.whole(&at(&["rounds"])).unwrap_or(1);
            let acts = self.happenings(&at(&["acts"]));
            let mut buys = Vec::new();
            for name in self.sheet.entries(&at(&["buys"])) {
                let at = |key: &'static str| [&under[..], &["buys", name.as_str(), key]].concat();
                let kind = self.choice(&at("kind"), &INVESTMENTS, "what it buys");
                let kind = kind.and_then(InvestmentKind::at).unwrap_or(InvestmentKind::EarlyHelp);
                let size = self.size(&at("size"), "for how much, in £m a year");
                let weeks = self.sheet.whole(&at("weeks")).unwrap_or(13);
                let after = self.sheet.whole(&at("after")).unwrap_or(0);
                buys.push(AnswerFunding { after, weeks, kind, size });
            }
            answers.push(Answer { key: key.clone(), title, text, time, rights, rounds, acts, buys });
        }
        answers
    }
}

/// The opening decision as settings of the scenario's incumbent.
fn incumbent(opening: &Decision) -> Vec<String> {
    let mut sets = vec![format!("start.incumbent.source={}", f64::from(opening.source) / 4.0)];
    for (at, name) in USES.iter().enumerate() {
        sets.push(format!("start.incumbent.attention.{name}={}", opening.half_days(at)));
    }
    for (kind, level) in KINDS.iter().zip(opening.rights) {
        let row: Vec<String> = SITES
            .iter()
            .zip(ROWS[usize::from(level)])
            .map(|(site, share)| format!("{site} = {share}"))
            .collect();
        sets.push(format!("start.incumbent.rights.{kind}={{ {} }}", row.join(", ")));
    }
    sets
}
