//! Dated national events of a file: `[events.NAME]`, read with all faults, and as the market has
//! them.

use super::read::Reader;
use balcony_engine::calendar::{Date, Week};
use balcony_market::development::{Kind as Programme, Scheme};
use balcony_market::events::{Dates, Event, Kind};
use balcony_market::{Setting, TICK};
use balcony_scenario::scenario::{Leaf, nearest};

/// What may be said of the size of each kind: the range, the unit, what a size does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeOf {
    /// The kind.
    pub kind: Kind,
    /// The least size.
    pub low: f64,
    /// The greatest size.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What an event of this kind does.
    pub meaning: &'static str,
}

/// Every kind, in the market's order.
pub const SIZES: [SizeOf; Kind::COUNT] = [
    SizeOf {
        kind: Kind::Scandal,
        low: 0.0,
        high: super::keys::WORST,
        unit: "climate",
        meaning: "A scandal that the whole country hears of: the climate rises by the size for its weeks, and then falls back by half in \
                  every `climate.half_life`. With children, public salience also rises in every authority, as after a scandal elsewhere.",
    },
    SizeOf {
        kind: Kind::Funding,
        low: -0.9,
        high: 1.0,
        unit: "share of every authority's budget",
        meaning: "The budget of every authority falls (below 0) or rises (above 0) by the share; with 0 weeks, for good. It acts on budgets \
                  alone, and so only with children.",
    },
    SizeOf {
        kind: Kind::Framework,
        low: -2.0,
        high: 2.0,
        unit: "standard deviations between authorities",
        meaning: "Another framework of inspection: inspectors are stricter (above 0) or milder (below 0) by the size; with 0 weeks, for good.",
    },
    SizeOf {
        kind: Kind::Policy,
        low: 0.0,
        high: 10.0,
        unit: "times the programme's usual seats",
        meaning: "A programme is run for the whole country; with 0 weeks, for good.",
    },
];

/// What may be said of the size of a kind.
///
/// ```
/// use balcony_england::scenario::size_of;
/// use balcony_market::events::Kind;
/// assert_eq!(size_of(Kind::Scandal).unit, "climate");
/// ```
pub fn size_of(kind: Kind) -> &'static SizeOf {
    const ROWS: &[SizeOf; Kind::COUNT] = &SIZES;
    &ROWS[kind as usize]
}

/// One event of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedEvent {
    /// Its name in the file.
    pub name: String,
    /// What kind of event.
    pub kind: Kind,
    /// When it happens or begins.
    pub date: Date,
    /// Weeks that it lasts; 0: a moment for a scandal, for good otherwise.
    pub weeks: u32,
    /// How much.
    pub size: f64,
    /// The programme of a policy.
    pub programme: Option<Programme>,
    /// Under which policies it happens; none: under all.
    pub policies: Vec<String>,
}

impl DatedEvent {
    fn concerns(&self, policy: Option<&str>) -> bool {
        self.policies.is_empty() || policy.is_some_and(|name| self.policies.iter().any(|one| one == name))
    }

    /// The programme that a policy runs; none for other kinds.
    fn scheme(&self) -> Option<Scheme> {
        let kind = self.programme.filter(|_| self.kind == Kind::Policy && self.size > 0.0)?;
        let usual = Scheme::usual(kind);
        let from = tick_on_or_after(self.date);
        let until = (self.weeks > 0).then_some(from + self.weeks);
        let seats = (f64::from(usual.seats) * self.size).round() as u32;
        Some(Scheme { seats, dates: Dates { from: Some(from), until }, ..usual })
    }

    /// The event of other kinds. Policies begin with the first tick from the start on: what is
    /// dated earlier, but not before the start, happens then.
    fn event(&self, start: Date) -> Option<Event> {
        // A size of nothing is no event.
        let happens = self.kind != Kind::Policy && self.size != 0.0;
        let first = if self.date < start { 0 } else { tick_on_or_after(start) };
        let (kind, week) = (self.kind, self.date.week().0.max(first));
        happens.then_some(Event { kind, week, weeks: self.weeks, size: self.size })
    }
}

/// The first tick of the market on or after a day.
pub(super) fn tick_on_or_after(date: Date) -> u32 {
    Week::on_or_after(date).0.div_ceil(TICK) * TICK
}

/// The tick of the market in which a day lies.
fn tick_of(date: Date) -> u32 {
    date.week().0 / TICK * TICK
}

/// Lays the events that happen under a policy on a setting; without a name, those under all.
pub(super) fn lay(events: &[DatedEvent], start: Date, policy: Option<&str>, setting: &mut Setting) {
    let of = || events.iter().filter(move |event| event.concerns(policy));
    setting.events = of().filter_map(|event| event.event(start)).collect();
    // In the order of time, and of their kinds: the order of a file means nothing.
    setting.events.sort_by(|a, b| {
        let order = |event: &Event| (event.week, event.kind, event.weeks);
        order(a).cmp(&order(b)).then(a.size.total_cmp(&b.size))
    });
    let mut schemes: Vec<Scheme> = of().filter_map(DatedEvent::scheme).collect();
    schemes.sort_by_key(|scheme| (scheme.kind, scheme.dates.from, scheme.dates.until, scheme.seats));
    // Those of the whole country come before a policy's own.
    schemes.append(&mut setting.schemes);
    setting.schemes = schemes;
}

impl Reader {
    /// All events of the file, in its order.
    pub(super) fn events(&mut self, start: Date) -> Vec<DatedEvent> {
        let names = self.texts.entries(&["events"]);
        names.into_iter().filter_map(|name| self.event(name, start)).collect()
    }

    fn event(&mut self, name: String, start: Date) -> Option<DatedEvent> {
        let path = |key: &'static str| ["events", &*name, key];
        if self.texts.hides(&["events", &name]) {
            return None;
        }
        let whole = self.texts.is_whole();
        for (key, what, allowed) in [
            ("kind", "what kind of event it is", format!("one of {}", Kind::KEYS.join(", "))),
            ("date", "the day on which it happens", "a day, written without quotes: 2027-04-01".to_owned()),
            ("size", "how much; 0 is no event", "a number".to_owned()),
        ] {
            if whole && !self.texts.mentions(&path(key)) {
                self.texts.fault(&path(key), format!("this is missing: {what}"), Some(&allowed), None);
            }
        }
        let kind = self.texts.text(&path("kind")).and_then(|key| Kind::of(&key));
        let date = match self.texts.leaf(&path("date")) {
            Some(Leaf::Day(date)) => Some(*date),
            _ => None,
        };
        let size = self.texts.number(&path("size"));
        if let (Some(kind), Some(size)) = (kind, size) {
            let row = size_of(kind);
            if !(row.low..=row.high).contains(&size) {
                let allowed = format!("a number from {} to {} ({})", row.low, row.high, row.unit);
                let message = format!("{size} is no size of an event of kind {}", kind.key());
                self.texts.fault(&path("size"), message, Some(&allowed), None);
            }
        }
        let programme = self.texts.text(&path("programme")).and_then(|key| Programme::of(&key));
        let says = self.texts.mentions(&path("programme"));
        match kind {
            Some(Kind::Policy) if !says && whole => {
                let allowed = format!("one of {}", Programme::KEYS.join(", "));
                let message = "this is missing: which programme is run";
                self.texts.fault(&path("programme"), message, Some(&allowed), None);
            }
            Some(other) if says && other != Kind::Policy => {
                let message = format!("an event of kind {} runs no programme", other.key());
                let allowed = "no programme, or kind = \"policy\"";
                self.texts.fault(&path("programme"), message, Some(allowed), None);
            }
            _ => {}
        }
        let policies = self.under(&name, date, start);
        let weeks = self.texts.whole(&path("weeks")).unwrap_or(0);
        Some(DatedEvent { kind: kind?, date: date?, size: size?, weeks, programme, policies, name })
    }

    /// The policies under which an event happens.
    fn under(&mut self, name: &str, date: Option<Date>, start: Date) -> Vec<String> {
        let path = ["events", name, "policies"];
        let policies = match self.texts.leaf(&path) {
            Some(Leaf::Texts(policies)) => policies.clone(),
            _ => return Vec::new(),
        };
        let known = self.texts.entries(&["policies"]);
        for policy in policies.iter().filter(|policy| !known.contains(policy)) {
            let near = nearest(policy, known.iter().map(String::as_str)).map(str::to_owned);
            let allowed = format!("some of {}", known.join(", "));
            self.texts.fault(&path, format!("there is no policy `{policy}`"), Some(&allowed), near);
        }
        if let Some(date) = date.filter(|date| *date < start) {
            let message = format!("{date} is before the start, until which all policies are the same");
            self.texts.fault(&path, message, Some("no policies: it happened under all"), None);
        } else if policies.is_empty() {
            self.texts.fault(&path, "under no policy nothing happens", Some("the name of a policy"), None);
        }
        policies
    }

    /// When a rule or a programme of a policy is in force: two days, none of them before the start.
    pub(super) fn dates(&mut self, from: &[&str], until: &[&str], start: Date) -> Dates {
        let [first, last] = [from, until].map(|path| {
            let Some(Leaf::Day(date)) = self.texts.leaf(path) else { return None };
            let date = *date;
            if date < start {
                let message = format!("{date} is before the start, until which all policies are the same");
                self.texts.fault(path, message, Some(&format!("a day from {start} on")), None);
            }
            Some(date)
        });
        if let Some(last) = last.filter(|last| *last <= first.unwrap_or(start)) {
            let after = first.unwrap_or(start);
            let message = format!("{last} is not after {after}, when it begins");
            self.texts.fault(until, message, Some(&format!("a day after {after}")), None);
        }
        Dates { from: first.map(tick_on_or_after), until: last.map(tick_of) }
    }
}
