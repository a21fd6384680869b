//! From the layers to a [`Scenario`]: defaults, published figures, and the checks that need more than one key.

use super::layer::{Given, Layer, Leaf, Path, path};
use super::read::{Layers, Library};
use super::report::{Report, Role, short};
use super::schema::{FIGURES, NAMING, STATES};
use super::tree::Place;
use super::{Entry, Faults, NamedEvent, Origin, Published, Scenario, events};
use balcony_engine::calendar::{Date, Week};
use balcony_engine::parameters::SOURCES;
use balcony_engine::setting::{Authority, Event, Start};
use std::collections::BTreeMap;

/// The id of an authority that no published name is given for.
const OWN: u16 = 9999;

/// A scenario in the making.
pub(super) struct Builder<'a> {
    pub(super) layer: &'a Layer,
    pub(super) report: &'a mut Report,
    pub(super) library: &'a Library<'a>,
    pub(super) entries: Vec<Entry>,
    pub(super) warnings: Vec<String>,
    pub(super) start: Week,
    pub(super) weeks: u32,
    cut: bool,
}

/// Builds a scenario, or gives all faults found until now and here.
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
        warnings: Vec::new(),
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
        let title = text(self, "title").unwrap_or_else(|| self.missing("scenario.title", "a scenario needs a title"));
        let question = text(self, "question").unwrap_or_default();
        let story = text(self, "story").unwrap_or_default();
        let sources = self.texts(&path(&["scenario", "sources"])).unwrap_or_default();
        let primary = text(self, "primary").unwrap_or_else(|| self.missing("scenario.primary", "a scenario names the one outcome that decides"));
        let start = self.start_day();
        let weeks = self.whole("weeks", 156);
        let warm_up = self.whole("warm-up", 416);
        let replicates = self.whole("replicates", 200);
        let seed = self.whole("seed", 1);
        let run_time = text(self, "run-time").unwrap_or_default();
        (self.start, self.weeks) = (Week::on_or_after(start), weeks);
        if self.start.0 < warm_up {
            let at = self.layer.get(&path(&["scenario", "warm-up"])).or_else(|| self.layer.get(&path(&["scenario", "start"])));
            if let Some(place) = at.map(|given| given.place.clone()) {
                self.report.fault(&place, "scenario.warm-up", "the warm-up reaches back before 1 January 1990", Some("a later start or a shorter warm-up".to_owned()), None);
            }
        }
        let (authority_label, authority) = self.authority();
        let start_states = self.start_states();
        let parameters = self.parameters();
        let events = self.events();
        let strategies = self.strategies(&start_states.incumbent);
        let (compared, baseline) = self.compare(&strategies);
        Scenario {
            name, title, question, story, sources, primary, start, weeks, warm_up, replicates, seed, run_time, authority_label,
            authority, start_states, events, strategies, compared, baseline, parameters,
            entries: Vec::new(),
            warnings: Vec::new(),
            layers: Layers::default(),
        }
    }

    /// Where a given value comes from.
    pub(super) fn origin(&self, place: &Place) -> Origin {
        let source = &self.report.sources[place.file];
        match source.role {
            Role::Asked => Origin::File(source.name.clone(), self.report.line(place)),
            Role::Base => Origin::Base(source.name.clone(), self.report.line(place)),
            Role::Command => Origin::Command(source.name.clone()),
        }
    }

    /// Notes a resolved value.
    pub(super) fn note(&mut self, path: &[String], leaf: Leaf, origin: Origin) {
        self.entries.push(Entry { path: path.to_vec(), leaf, origin });
    }

    fn missing(&mut self, key: &str, why: &str) -> String {
        if !self.layer.broken && !self.layer.mentions(&key.split('.').map(str::to_owned).collect::<Path>()) {
            let allowed = self.library.schema.find(&key.split('.').map(str::to_owned).collect::<Path>()).map(|key| key.allowed());
            let place = Place::default();
            self.report.fault(&place, key, format!("this is missing: {why}"), allowed, None);
        }
        String::new()
    }

    fn take(&mut self, path: &[String]) -> Option<Leaf> {
        let Given { leaf, place } = self.layer.get(path)?.clone();
        let origin = self.origin(&place);
        self.note(path, leaf.clone(), origin);
        Some(leaf)
    }

    fn text(&mut self, path: &[String]) -> Option<String> {
        match self.take(path)? {
            Leaf::Text(text) => Some(text),
            _ => None,
        }
    }

    fn texts(&mut self, path: &[String]) -> Option<Vec<String>> {
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
        let default = Date { year: 2019, month: 4, day: 1 };
        match self.take(&path) {
            Some(Leaf::Day(date)) => {
                if date.year > 2099
                    && let Some(place) = self.layer.get(&path).map(|given| given.place.clone())
                {
                    self.report.fault(&place, "scenario.start", "this is too late", Some("a day before 2100".to_owned()), None);
                }
                date
            }
            _ => {
                self.note(&path, Leaf::Day(default), Origin::Default(String::new()));
                default
            }
        }
    }

    /// A number that was given, else the default; noted either way. The central value of a range.
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

    fn authority(&mut self) -> (String, Authority) {
        let Some(published) = self.published() else {
            return (String::new(), Middle::authority());
        };
        let base = published.authority;
        let defaults = [
            base.children, base.referrals, base.no_further_action, base.not_in_need, base.in_need, base.enquiries, base.plans,
            base.looked_after, base.in_post, base.agency, base.vacancy, base.turnover, base.caseload, base.deprivation, base.spending,
        ];
        let mut values = [0.0; FIGURES.len()];
        for (at, (key, _, _, unit, ..)) in FIGURES.iter().enumerate() {
            let origin = published.origins.get(*key).cloned().unwrap_or_default();
            let key_path = path(&["authority", key]);
            values[at] = self.number(&key_path, defaults[at], Origin::Published(origin));
            let counted = (*unit == "children" || *unit == "a year") && self.layer.get(&key_path).is_some();
            if counted && values[at] > 0.0 && values[at] <= 5.0 {
                self.warnings.push(format!("authority.{key} is a count of 1 to 5: it may point to a child; do not pass this file or its results on"));
            }
        }
        let [children, referrals, no_further_action, not_in_need, in_need, enquiries, plans, looked_after, in_post, agency, vacancy, turnover, caseload, deprivation, spending] = values;
        if no_further_action + not_in_need > 1.0
            && let Some(given) = self.layer.get(&path(&["authority", "not-in-need"])).or_else(|| self.layer.get(&path(&["authority", "no-further-action"])))
        {
            let message = format!("no-further-action ({no_further_action}) and not-in-need ({not_in_need}) are together more than all referrals");
            self.report.fault(&given.place.clone(), "authority.not-in-need", message, Some("shares that sum to at most 1".to_owned()), None);
        }
        if plans + looked_after > in_need {
            self.warnings.push(format!("children with a plan ({plans}) and looked after ({looked_after}) are more than children in need ({in_need}), who include them"));
        }
        let sources = self.sources(base.sources, published.origins.get("sources").cloned().unwrap_or_default());
        let authority = Authority {
            id: base.id, children, referrals, no_further_action, not_in_need, in_need, enquiries, plans, looked_after, in_post, agency,
            vacancy, turnover, caseload, sources, deprivation, spending,
        };
        (published.label, authority)
    }

    fn sources(&mut self, published: [f64; 7], origin: String) -> [f64; 7] {
        let table = path(&["authority", "sources"]);
        let given: Vec<Place> = SOURCES.iter().filter_map(|name| self.layer.get(&[table.clone(), path(&[name])].concat())).map(|given| given.place.clone()).collect();
        let own = !given.is_empty();
        let mut shares = published;
        for (at, name) in SOURCES.iter().enumerate() {
            let default = if own { 0.0 } else { published[at] };
            let origin = if own { Origin::Implied("the other sources".to_owned()) } else { Origin::Published(origin.clone()) };
            shares[at] = self.number(&[table.clone(), path(&[name])].concat(), default, origin);
        }
        if own {
            let sum: f64 = shares.iter().sum();
            if (sum - 1.0).abs() > 0.005 && !self.layer.refused_under(&table) {
                let not_given: Vec<&str> = SOURCES.iter().filter(|name| self.layer.get(&[table.clone(), path(&[name])].concat()).is_none()).copied().collect();
                let rest = if not_given.is_empty() { String::new() } else { format!("; not given, so 0: {}", not_given.join(", ")) };
                self.report.fault(&given[0], "authority.sources", format!("the shares sum to {}, not to 1{rest}", tidy(sum)), Some("seven shares that sum to 1".to_owned()), None);
            } else if (sum - 1.0).abs() > 1e-9 {
                shares.iter_mut().for_each(|share| *share /= sum);
                let count = self.entries.len() - SOURCES.len();
                for (entry, share) in self.entries[count..].iter_mut().zip(shares) {
                    entry.leaf = Leaf::Number(share);
                }
            }
        }
        shares
    }

    /// The published figures of the authority that is named; own figures alone if none is.
    fn published(&mut self) -> Option<Published> {
        let named: Vec<&str> = NAMING.iter().filter(|key| self.layer.mentions(&path(&["authority", key]))).copied().collect();
        match named.as_slice() {
            [] => {
                let lacking: Vec<String> = FIGURES
                    .iter()
                    .map(|figure| figure.0.to_owned())
                    .filter(|key| !self.layer.mentions(&path(&["authority", key])))
                    .chain((!self.layer.leaves.keys().any(|key| key.starts_with(&path(&["authority", "sources"])))).then(|| "sources".to_owned()))
                    .collect();
                if lacking.is_empty() {
                    let authority = Authority { id: OWN, ..Middle::authority() };
                    return Some(Published { label: "own figures".to_owned(), authority, origins: BTreeMap::new() });
                }
                if !self.layer.broken {
                    let place = self.layer.tables.get(&path(&["authority"])).cloned().unwrap_or_default();
                    let allowed = format!("name, code or archetype; or all figures (not given: {})", lacking.join(", "));
                    self.report.fault(&place, "authority", "this is missing: which authority it is", Some(allowed), None);
                }
                None
            }
            [key] => {
                let Given { leaf: Leaf::Text(text), place } = self.layer.get(&path(&["authority", key]))?.clone() else { return None };
                self.text(&path(&["authority", key]));
                let found = if *key == "archetype" { self.library.authorities.archetype(&text) } else { self.library.authorities.find(&text) };
                match found {
                    Ok(published) => Some(published),
                    Err(nearest) => {
                        let nearest = (!nearest.is_empty()).then(|| nearest.join(", "));
                        self.report.fault(&place, &format!("authority.{key}"), format!("there is no authority `{}`", short(&text)), Some("the name or the code of an authority in England".to_owned()), nearest);
                        None
                    }
                }
            }
            [first, second, ..] => {
                if let Some(given) = self.layer.get(&path(&["authority", second])) {
                    let message = format!("the authority is given twice, by {first} and by {second}");
                    self.report.fault(&given.place.clone(), &format!("authority.{second}"), message, Some("one of name, code, archetype".to_owned()), None);
                }
                None
            }
        }
    }

    fn start_states(&mut self) -> Start {
        let mut values = [0.0; STATES.len()];
        for (at, (key, default, ..)) in STATES.iter().enumerate() {
            values[at] = self.number(&path(&["start", key]), *default, Origin::Default("assumption".to_owned()));
        }
        let [culture, prescription, trust, language, routine, credibility, authorisation, authority, salience, tenure] = values;
        let before = crate::presets::incumbent();
        let incumbent = self.style(&path(&["start", "incumbent"]), before, Origin::Default("assumption".to_owned()));
        Start { culture, prescription, trust, language, routine, credibility, authorisation, authority, salience, tenure, incumbent }
    }

    fn parameters(&mut self) -> BTreeMap<String, f64> {
        let mut values = BTreeMap::new();
        for parameter in &self.library.schema.parameters {
            let origin = Origin::Default(parameter.source.to_owned());
            let value = self.number(&path(&["parameters", parameter.key]), parameter.default, origin);
            values.insert(parameter.key.to_owned(), value);
        }
        values
    }

    fn events(&mut self) -> Vec<NamedEvent> {
        let mut list: Vec<NamedEvent> = self.layer.entries(&path(&["events"])).iter().filter_map(|name| self.event(name)).collect();
        list.sort_by(|a, b| (a.event.week, &a.name).cmp(&(b.event.week, &b.name)));
        list
    }

    fn event(&mut self, name: &str) -> Option<NamedEvent> {
        let table = path(&["events", name]);
        let key = table.join(".");
        let at = |key: &str| [table.clone(), path(&[key])].concat();
        let header = self.layer.tables.get(&table).cloned().unwrap_or_default();
        let kind = match self.layer.get(&at("kind")) {
            Some(Given { leaf: Leaf::Text(kind), .. }) => events::find(kind),
            _ => None,
        };
        for (wanted, why) in [("kind", "what happens"), ("size", "how much")] {
            if !self.layer.mentions(&at(wanted)) && !self.layer.broken && !self.layer.refused.contains(&table) {
                let allowed = match kind {
                    Some(kind) if wanted == "size" => Some(kind.allowed()),
                    _ => self.library.schema.find(&at(wanted)).map(|key| key.allowed()),
                };
                self.report.fault(&header, &format!("{key}.{wanted}"), format!("this is missing: {why}"), allowed, None);
            }
        }
        let when = self.event_week(name, &header);
        let weeks = match self.layer.get(&at("weeks")) {
            Some(Given { leaf: Leaf::Whole(weeks), .. }) => u32::try_from(*weeks).unwrap_or(0),
            _ => 0,
        };
        let size = match self.layer.get(&at("size")) {
            Some(Given { leaf: Leaf::Number(size), place }) => Some((*size, *size, place.clone())),
            Some(Given { leaf: Leaf::Range { central, high, .. }, place }) => Some((*central, *high, place.clone())),
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

    fn event_week(&mut self, name: &str, header: &Place) -> Option<(u32, Origin)> {
        let at = |key: &str| path(&["events", name, key]);
        let given = match (self.layer.get(&at("date")), self.layer.get(&at("week"))) {
            (Some(_), Some(week)) => {
                let place = week.place.clone();
                self.report.fault(&place, &at("week").join("."), "the week is given twice, by date and by week", Some("one of date, week".to_owned()), None);
                return None;
            }
            (Some(given), None) | (None, Some(given)) => given.clone(),
            (None, None) => {
                if !self.layer.broken && !self.layer.mentions(&at("date")) && !self.layer.mentions(&at("week")) && !self.layer.refused.contains(&path(&["events", name])) {
                    let allowed = "date = 2019-08-01, or week = 17 (weeks after the start)".to_owned();
                    self.report.fault(header, &path(&["events", name]).join("."), "this is missing: when it happens", Some(allowed), None);
                }
                return None;
            }
        };
        let key = format!("events.{name}");
        let week = self.relative(&given, &key)?;
        if week >= self.weeks {
            if self.cut {
                self.warnings.push(format!("{key} comes after the last of {} weeks and is left out", self.weeks));
            } else {
                let message = format!("this is after the last week (week {}, {})", self.weeks - 1, Week(self.start.0 + self.weeks - 1).monday());
                let allowed = format!("week 0 to {}, or a longer run (scenario.weeks)", self.weeks - 1);
                self.report.fault(&given.place, &key, message, Some(allowed), None);
            }
            return None;
        }
        Some((week, self.origin(&given.place)))
    }

    /// Weeks after the start of a day or a number of weeks.
    pub(super) fn relative(&mut self, given: &Given, key: &str) -> Option<u32> {
        match given.leaf {
            Leaf::Whole(week) => u32::try_from(week).ok(),
            Leaf::Day(date) if date.week() >= self.start => Some(date.week().0 - self.start.0),
            Leaf::Day(date) => {
                let start = self.start.monday();
                self.report.fault(&given.place, key, format!("{date} is before the start"), Some(format!("week 0 begins on {start}")), None);
                None
            }
            _ => None,
        }
    }
}

struct Middle;

impl Middle {
    /// Figures to go on with when the authority is faulty; never those of a scenario that is handed out.
    fn authority() -> Authority {
        Authority {
            id: OWN, children: 0.0, referrals: 0.0, no_further_action: 0.0, not_in_need: 0.0, in_need: f64::INFINITY, enquiries: 0.0,
            plans: 0.0, looked_after: 0.0, in_post: 0.0, agency: 0.0, vacancy: 0.0, turnover: 0.0, caseload: 0.0, sources: [0.0; 7],
            deprivation: 0.0, spending: 0.0,
        }
    }
}

/// A number for a message, without the dust of floating point.
pub(super) fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
