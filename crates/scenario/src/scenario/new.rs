//! Output of `balcony new`: a scenario that explains its keys in comments and passes `check` as it
//! is.

use super::key_tables::{ARCHETYPES, FIGURES, STATES, TASKS};
use super::read::read;
use super::resolved::{quote, value};
use super::schema::{Key, Kind, Schema};
use super::show::{rounded, wrap};
use super::{Library, Published, SHIPPED, Scenario, events};
use balcony_engine::measure::OUTCOMES;
use balcony_engine::setting::STRUCTURE;

/// Width of the written file in columns.
const COLUMNS: usize = 100;

/// Why no file can be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFile {
    /// There is no shipped scenario with that name.
    #[error("there is no shipped scenario `{0}`; there are {names}", names = SHIPPED.map(|shipped| shipped.0).join(", "))]
    Scenario(String),
    /// No authority has that name; with the nearest names.
    #[error("there is no authority `{0}`{near}", near = if .1.is_empty() { String::new() } else { format!("; nearest: {}", .1.join(", ")) })]
    Authority(String, Vec<String>),
}

/// Text of a new scenario. It may build on a shipped scenario (`from`), use an authority (name,
/// code or archetype), or both.
///
/// # Errors
/// If `from` or `authority` is unknown.
pub fn new_file(
    from: Option<&str>,
    authority: Option<&str>,
    library: &Library<'_>,
) -> Result<String, NoFile> {
    let shipped = match from {
        Some(name) => Some(
            SHIPPED
                .iter()
                .find(|shipped| shipped.0 == name)
                .ok_or_else(|| NoFile::Scenario(name.to_owned()))?,
        ),
        None => None,
    };
    let published = match authority {
        Some(name) => {
            let archetype = ARCHETYPES.contains(&name);
            let found =
                if archetype { library.authorities.archetype(name) } else { library.authorities.find(name) };
            Some((name, archetype, found.map_err(|nearest| NoFile::Authority(name.to_owned(), nearest))?))
        }
        None => None,
    };
    let schema = &library.schema;
    let under = shipped.and_then(|(name, _)| read(name, library).ok());
    let mut page = Page { text: String::new(), under };
    page.words("A scenario of your own. Lines that begin with # are comments; take the # away from a value to change it. `balcony check FILE` finds every mistake at once; `balcony show FILE` says where each value comes from; `balcony explain KEY` says what a key means.");
    if let Some((name, _)) = shipped {
        page.line("");
        page.words("Everything that this file does not say comes from the scenario below.");
        page.line(&format!("base = {}", quote(name)));
    }
    page.scenario(schema, shipped.map(|shipped| shipped.0));
    page.authority(
        schema,
        published.as_ref().map(|(name, archetype, published)| (*name, *archetype, published)),
        shipped.is_some(),
    );
    page.start(schema);
    page.changes(schema);
    page.events();
    page.strategies();
    page.parameters(schema);
    Ok(page.text)
}

/// The text so far, and the scenario that it builds on.
struct Page {
    text: String,
    under: Option<Scenario>,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn words(&mut self, words: &str) {
        self.line(&wrap(words, "# ", "# ", COLUMNS));
    }

    fn heading(&mut self, table: &str, words: &str) {
        self.line("");
        self.line(table);
        self.words(words);
    }

    fn key(&mut self, schema: &Schema, path: &[&str], line: &str) {
        let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
        if let Some(key) = schema.find(&path) {
            self.words(&describe(key));
        }
        self.line(line);
    }

    /// The value that applies if the file does not give one: the base's value, or the default.
    fn holds(&self, path: &[&str], default: &str) -> String {
        let found = self.under.as_ref().and_then(|scenario| {
            let mut entries = scenario.entries.iter();
            entries.find(|entry| entry.path == path)
        });
        found.map_or_else(|| default.to_owned(), |entry| value(&entry.leaf))
    }

    fn scenario(&mut self, schema: &Schema, from: Option<&str>) {
        self.heading("[scenario]", "What it is called, what it asks, and how long it runs.");
        let title = from.map_or("Our scenario".to_owned(), |name| format!("Our own {name}"));
        self.key(schema, &["scenario", "title"], &format!("title = {}", quote(&title)));
        let hidden = if from.is_some() { "# " } else { "" };
        self.key(
            schema,
            &["scenario", "question"],
            &format!(
                "{hidden}question = \"Which way of leading serves children here best over three years?\""
            ),
        );
        let outcomes = OUTCOMES.iter().map(|outcome| outcome.key).collect::<Vec<_>>().join(", ");
        self.words(&format!(
            "The one outcome that decides, named before any result is looked at: {outcomes}."
        ));
        let primary = self.holds(&["scenario", "primary"], "\"re-referrals\"");
        self.line(&format!("{hidden}primary = {primary}"));
        for (key, value) in [
            ("start", "2019-04-01"),
            ("weeks", "156"),
            ("replicates", "200"),
            ("parameters", "\"central\""),
            ("seed", "1"),
        ] {
            self.key(
                schema,
                &["scenario", key],
                &format!("# {key} = {}", self.holds(&["scenario", key], value)),
            );
        }
    }

    fn authority(&mut self, schema: &Schema, published: Option<(&str, bool, &Published)>, based: bool) {
        self.heading(
            "[authority]",
            "Which authority: a real one by name or code, or a typical one by archetype.",
        );
        match published {
            Some((name, true, _)) => self.line(&format!("archetype = {}", quote(name))),
            Some((name, false, _)) => self.line(&format!("name = {}", quote(name))),
            None if based => self.line("# archetype = \"metropolitan\""),
            None => self.line("archetype = \"metropolitan\""),
        }
        self.words(&format!("Archetypes: {}.", ARCHETYPES.join(", ")));
        self.words("Your own figures may take the place of the published ones. They stay in this file: results carry a hash of them only. Never write counts of 1 to 5: they may point to a child. A number, or { low = ..., high = ... } if you are not sure. Ranges are wider than any authority in the figures of the Department for Education.");
        let mut figures = published.map(|(_, _, published)| published.authority.clone());
        for row in FIGURES {
            let key = row.key;
            let origin = published.and_then(|(_, _, published)| published.origins.get(key));
            let shown = match &mut figures {
                Some(figures) => rounded(*(row.field)(figures)).replace(',', ""),
                None => "...".to_owned(),
            };
            if let Some(origin) = origin {
                let origin = origin.replace(char::is_control, " ");
                self.words(&format!("Published figure; {origin}."));
            }
            self.key(schema, &["authority", key], &format!("# {key} = {shown}"));
        }
    }

    fn start(&mut self, schema: &Schema) {
        self.heading("[start]", "What is found in week 0, the same for every strategy. A number, or { low = ..., high = ... } if you are not sure. The program's own defaults are assumptions.");
        for row in STATES {
            let path = ["start", row.key];
            let line = format!("# {} = {}", row.key, self.holds(&path, &row.default.to_string()));
            self.key(schema, &path, &line);
        }
    }

    fn changes(&mut self, schema: &Schema) {
        self.heading(
            "[structure]",
            "Who sits where and who governs, the same for every strategy. A number, or a range if you are not sure.",
        );
        for row in STRUCTURE {
            let path = ["structure", row.key];
            let line = format!("# {} = {}", row.key, self.holds(&path, &row.default.to_string()));
            self.key(schema, &path, &line);
        }
        self.line("");
        self.words("The change programme: tasks with a name of your own, a kind, a date, effort (weeks of work), a size, and what must be done before. For instance:");
        for line in [
            "[programme.new-system]",
            "kind = \"switch-over\"",
            "due = 2020-04-06",
            "effort = 8",
            "size = 0.6",
        ] {
            self.line(&format!("# {line}"));
        }
        self.words("The kinds of task:");
        for (name, _, meaning) in TASKS {
            self.line(&wrap(&format!("{name}: {meaning}"), "#   ", "#     ", COLUMNS));
        }
    }

    fn events(&mut self) {
        self.line("");
        self.words("What happens, in every strategy alike. Each event has a name of your own, a kind, a date (or week = weeks after the start), a size, and weeks if it lasts. For instance:");
        for line in
            ["[events.bad-winter]", "kind = \"needs-surge\"", "date = 2019-12-02", "weeks = 13", "size = 0.1"]
        {
            self.line(&format!("# {line}"));
        }
        self.words("The kinds, and what their size means:");
        for kind in events::KINDS {
            self.line(&wrap(
                &format!("{}: {} Size: 0 to {} ({}).", kind.name, kind.meaning, kind.high, kind.unit),
                "#   ",
                "#     ",
                COLUMNS,
            ));
        }
    }

    fn strategies(&mut self) {
        self.line("");
        self.words("Ways of leading. Six always exist: personalised, authentic, distributed, connected, incumbent (nothing changes), and adaptive (tries them; compared only if it is named). Your own begins with one of them, or with two coordinates from 0 to 1: source (0 influence along the line, 1 along relationships) and impact (0 the top decides, 1 those who do the work). For instance, a mixture from the tenth week on that spends more of the week with partners:");
        for line in [
            "[strategies.ours]",
            "source = 0.7",
            "impact = 0.5",
            "from = 10",
            "[strategies.ours.attention]",
            "partners = 3",
            "programme = 1",
            "[strategies.ours.rights.placements]",
            "director = 0.5",
            "panel = 0.5",
            "[strategies.ours.investments.training]",
            "kind = \"joint-training\"",
            "size = 0.1",
            "[strategies.ours.responses.be-seen]",
            "to = \"serious-incident\"",
            "weeks = 26",
            "attention.dance-floor = 3",
            "[strategies.ours.rules.keep-people]",
            "when = \"vacancy\"",
            "above = 0.25",
            "attention.developing = 2.5",
        ] {
            self.line(&format!("# {line}"));
        }
        self.words("Attention is in half-days a week; ten are a full week. Rights are shares of occasions; a row of four sites sums to 1. Investments are in £m a year; responses and rules hold for their weeks (balcony explain investments, responses, rules).");
    }

    fn parameters(&mut self, schema: &Schema) {
        self.heading(
            "[parameters]",
            "Parameters of the model. Change them only to test how results depend on them.",
        );
        for parameter in schema.parameters.iter().take(4) {
            let words = format!(
                "{} {}; {} to {}. Source: {}.",
                parameter.meaning,
                parameter.unit,
                rounded(parameter.low),
                rounded(parameter.high),
                parameter.source
            );
            self.words(&words);
            self.line(&format!(
                "# {} = {}",
                quote(parameter.key),
                rounded(parameter.default).replace(',', "")
            ));
        }
    }
}

fn describe(key: &Key) -> String {
    let unit = if key.unit.is_empty() { String::new() } else { format!(" ({})", key.unit) };
    let range = match &key.kind {
        Kind::Whole(low, high) => format!(" From {low} to {high}{unit}."),
        Kind::Number(low, high) | Kind::Ranged(low, high) => {
            format!(" From {} to {}{unit}.", rounded(*low), rounded(*high))
        }
        _ => String::new(),
    };
    format!("{}{range}", key.meaning)
}
