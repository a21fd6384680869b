//! Texts about national scenarios and the market's names: `check`, `list`, `explain`, `schema`.

use super::{National, SHIPPED, read, schema, size_of, without_effect};
use crate::figures::{ROWS, meaning, position};
use crate::places::year_of_figures;
use balcony_engine::calendar::Week;
use balcony_engine::registry::Better;
use balcony_market::Parameters;
use balcony_market::development::Kind;
use balcony_market::events::Kind as EventKind;
use balcony_report::summary::{Look, clean, item, list, many};
use balcony_scenario::profiles;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Library, duration};
use serde_json::Value;

/// Nanoseconds of processor time of an authority in a tick of four weeks, on a shared machine of
/// two cores: `balcony compare ever-decreasing-circle --json`, `wall` times `threads`.
const NS_PER_TICK: f64 = 4_500.0;

/// What `balcony check` says of a national scenario.
pub fn check(national: &National, threads: usize, library: &Library<'_>) -> String {
    let look = Look::PLAIN;
    let name = clean(&national.name);
    let mut text = item("", &format!("{name}: {} is sound.", clean(&national.title)), &look);
    let policies: Vec<String> = national
        .policies
        .iter()
        .map(|policy| format!("{} ({})", policy.name, clean(&policy.title)))
        .collect();
    let base = &national.policies[national.base].name;
    let years = many(national.years().into(), "year", "years");
    let sentence = format!(
        "Policies: {}. The base is {base}. Decided by {}. {years} from {}, {}, seed {}.",
        list(&policies),
        ROWS[national.primary].title.to_lowercase(),
        national.start,
        many(national.replicates.into(), "run", "runs"),
        national.seed
    );
    text.push_str(&item("  ", &sentence, &look));
    let ticks = f64::from(national.first_week()) / 4.0
        + f64::from(national.weeks) / 4.0 * national.policies.len() as f64;
    let places = national.history.places.len() as f64;
    let seconds =
        ticks * places * f64::from(national.replicates) * NS_PER_TICK * 1e-9 / threads.max(1) as f64;
    let threads = many(threads as u64, "thread", "threads");
    text.push_str(&item("  ", &format!("A comparison takes {} on {threads}.", duration(seconds)), &look));
    for warning in warnings(national, library) {
        text.push_str(&item("  warning: ", &warning, &look));
    }
    text.push_str(&item(
        "  not tested: ",
        "what programmes do to people is assumed, for no estimate of any programme's effect was found; what leaving does to results, and \
         the share of panels that fail, are not identified by what is published",
        &look,
    ));
    text
}

/// What deserves a second look.
fn warnings(national: &National, library: &Library<'_>) -> Vec<String> {
    let mut warnings = without_effect(national, library);
    warnings.extend(figures_of_start(national));
    if national.replicates < 30 {
        warnings.push(format!(
            "{} runs: intervals will be wide, and of most differences one cannot tell yet",
            national.replicates
        ));
    }
    for (at, policy) in national.policies.iter().enumerate() {
        let same = |other: &&super::Policy| other.setting == policy.setting;
        if let Some(first) = national.policies[..at].iter().find(same) {
            warnings.push(format!("{} is the same policy as {}", policy.name, first.name));
        }
    }
    warnings
}

/// What is said of the figures with which authorities begin before the last year that has figures
/// of all.
///
/// ```
/// use balcony_england::scenario::{figures_of_start, read};
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let from = |day: &str| read("england", &[format!("england.start={day}")], &library).unwrap();
/// assert!(figures_of_start(&from("2010-04-01")).unwrap().contains("March 2010"));
/// assert_eq!(figures_of_start(&from("2019-04-01")), None);
/// ```
pub fn figures_of_start(national: &National) -> Option<String> {
    let year = year_of_figures(Week(national.first_week()).monday());
    (year < profiles::YEARS.1).then(|| {
        format!(
            "with --children authorities begin with their figures of the year ending March {year}, as far as these were published: \
             enquiries are from 2013 on, sources of referrals from 2014 on, and social workers always of September 2018 to 2020"
        )
    })
}

/// The shipped national scenarios, as `balcony list` shows them.
///
/// ```
/// assert!(balcony_england::scenario::list_text().contains("ever-decreasing-circle: "));
/// ```
pub fn list_text() -> String {
    let look = Look::PLAIN;
    let files = Texts::default();
    let library = Library::new(&files, &England);
    let mut text = String::new();
    for (name, _) in SHIPPED {
        let Ok(national) = read(name, &[], &library) else { continue };
        text.push_str(&hang("", &format!("{name}: {}", national.title), &look));
        text.push_str(&hang("  ", &national.question, &look));
        let decided = format!("decided by {}; {}", ROWS[national.primary].key, national.run_time);
        text.push_str(&hang("  ", &decided, &look));
        text.push('\n');
    }
    text
}

/// A paragraph that is indented by two columns from its second line on.
fn hang(mark: &str, words: &str, look: &Look) -> String {
    let lines = balcony_report::summary::wrap(words, look.width - 2, look);
    let line = |(at, line): (usize, &String)| format!("{}{line}\n", if at == 0 { mark } else { "  " });
    lines.iter().enumerate().map(line).collect()
}

/// All names of the national market that can be explained, for the nearest of a wrong one.
pub fn names() -> Vec<&'static str> {
    let parameters = Parameters::registry().map(|row| row.key);
    parameters.chain(ROWS.iter().map(|row| row.key)).chain(SHIPPED.map(|(name, _)| name)).collect()
}

/// What a name of the national market means: a parameter, a figure, a programme, a key of a file, a
/// shipped scenario. An empty name lists all; `None` if nothing is called so.
///
/// ```
/// use balcony_england::scenario::explain;
/// assert!(explain("leaving.level").unwrap().contains("0.08 to 0.3"));
/// assert!(explain("needs.rate").is_none());
/// ```
pub fn explain(name: &str) -> Option<String> {
    let look = Look::PLAIN;
    let name = name.trim();
    let mut found = Vec::new();
    if name.is_empty() {
        let mut text = String::new();
        let mut part = |title: &str, names: Vec<&str>| {
            text.push_str(&format!("\n{title}\n{}", item("  ", &names.join(", "), &look)));
        };
        part("National scenarios", SHIPPED.map(|(name, _)| name).to_vec());
        part("Figures of a year of the national market", ROWS.iter().map(|row| row.key).collect());
        part("Programmes of the national market", Kind::KEYS.to_vec());
        part("Events of a national scenario", EventKind::KEYS.to_vec());
        part("Parameters of the national market", Parameters::registry().map(|row| row.key).collect());
        return Some(text);
    }
    if let Some(row) = Parameters::registry().find(|row| row.key == name.trim_start_matches("parameters.")) {
        found.push(page(
            &format!("{} (parameter of the national market)", row.key),
            row.meaning,
            &[
                ("unit", row.unit.to_owned()),
                ("default", row.default.to_string()),
                ("range", format!("{} to {}", row.low, row.high)),
                ("source", row.source.to_owned()),
                ("write", format!("[parameters] \"{}\" = {}", row.key, row.default)),
            ],
        ));
    }
    if let Some(figure) = position(name) {
        let row = &ROWS[figure];
        let better = match row.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "neither: it describes, it does not judge",
        };
        found.push(page(
            &format!("{name}: {} (figure of a year of the national market)", row.title),
            meaning(figure),
            &[
                ("unit", row.unit.to_owned()),
                ("better", better.to_owned()),
                ("matters", format!("a difference of {} (assumption)", row.margin)),
            ],
        ));
    }
    if let Some(kind) = Kind::of(name) {
        let usual = balcony_market::development::Scheme::usual(kind);
        found.push(page(
            &format!("{name} (programme of the national market)"),
            programme(kind),
            &[
                (
                    "usually",
                    format!("{} seats a year, {} weeks, £{} a seat", usual.seats, usual.weeks, usual.cost),
                ),
                ("write", format!("[policies.NAME.programmes.{name}] seats = {}", usual.seats)),
            ],
        ));
    }
    if let Some(kind) = EventKind::of(name) {
        let row = size_of(kind);
        let programme = if kind == EventKind::Policy { "\nprogramme = \"mentors\"" } else { "" };
        found.push(page(
            &format!("{name} (event of a national scenario)"),
            row.meaning,
            &[
                ("size", format!("{} to {} ({}); 0 is no event", row.low, row.high, row.unit)),
                (
                    "write",
                    format!(
                        "[events.NAME] kind = \"{name}\"; date, size and weeks are keys of its own{programme}"
                    ),
                ),
            ],
        ));
    }
    if let Some((_, text)) = SHIPPED.iter().find(|(known, _)| *known == name) {
        let head = text.lines().take_while(|line| line.starts_with('#'));
        found.push(head.map(|line| line.trim_start_matches(['#', ' ']).to_owned() + "\n").collect());
    }
    let keys = schema().keys;
    let alike = |key: &&balcony_scenario::scenario::schema::Key| {
        let whole = key.name().replace('*', "NAME");
        key.name() == name || whole == name || key.path.last().is_some_and(|last| last == name)
    };
    // Programmes have the same four keys each: one of them says it.
    let mut seen = Vec::new();
    for key in keys.iter().filter(alike) {
        if seen.contains(&key.meaning) {
            continue;
        }
        seen.push(key.meaning);
        found.push(page(
            &format!("{} (key of a national scenario)", key.name().replace('*', "NAME")),
            key.meaning,
            &[("takes", key.allowed()), ("default", key.default.clone())],
        ));
    }
    (!found.is_empty()).then(|| found.join("\n"))
}

/// What a programme is.
///
/// ```
/// use balcony_england::scenario::programme;
/// use balcony_market::development::Kind;
/// assert!(programme(Kind::Mentors).starts_with("A mentor"));
/// ```
pub fn programme(kind: Kind) -> &'static str {
    match kind {
        Kind::Aspirants => {
            "Prepares assistant directors who want to be directors: they become readier, and want it more."
        }
        Kind::Mentors => {
            "A mentor for each new director: leaving is lower for two years. Seats matter only where funds taper, weeks never."
        }
        Kind::Executive => "For serving directors: they become readier, and leaving is lower for two years.",
        Kind::Accelerated => "Prepares heads of service to become directors at once, in their own authority.",
        Kind::Succession => {
            "Authorities plan succession: their assistant directors become ready sooner. Seats are authorities at a time."
        }
        Kind::Interdisciplinary => {
            "Prepares assistant directors without a background in social care; under a rule that asks for proof they count as proven."
        }
        Kind::Lent => {
            "A director is lent to authorities judged inadequate: leaving there is lower for a year."
        }
    }
}

fn page(title: &str, meaning: &str, rows: &[(&str, String)]) -> String {
    let look = Look::PLAIN;
    let mut text = format!("{}{}", item("", title, &look), item("  ", meaning, &look));
    for (name, words) in rows {
        text.push_str(&item(&format!("  {name:<12} "), words, &look));
    }
    text
}

/// The keys as a JSON Schema, for editors.
pub fn json_schema() -> Value {
    let mut value = balcony_scenario::scenario::schema(&schema(), "A national scenario of Balcony");
    let parameters = value["properties"]["parameters"].clone();
    value["properties"]["policies"]["additionalProperties"]["properties"]["parameters"] = parameters;
    value
}
