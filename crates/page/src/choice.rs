//! The user's choices on the page, and the scenario file that expresses them.
//!
//! The page runs only this file. So a saved file is exactly what was run, and `balcony compare` of
//! it gives the same digest.

use balcony_engine::strategy::{KINDS, SITES, USES};
use balcony_scenario::presets;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Faults, Library, SHIPPED, Scenario, read_text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the file that the page makes.
pub const FILE: &str = "balcony-comparison.toml";

/// Number of ensemble members if parameter uncertainty is included. At least two pairs use each
/// member.
pub const WORLDS: u32 = 20;

/// All choices of the user.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// Name of a shipped scenario.
    pub question: String,
    /// Code of an authority or name of an archetype; empty for the scenario's own.
    pub authority: String,
    /// The authority's own figures, by key. They appear in the user's file and nowhere else.
    pub own: BTreeMap<String, f64>,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Whether parameters are sampled, from [`WORLDS`] ensemble members.
    pub worlds: bool,
    /// Names of the compared strategies, including the baseline.
    pub compared: Vec<String>,
    /// Name of the strategy that the others are compared with.
    pub baseline: String,
    /// Strategies that the user defined.
    pub ours: Vec<Ours>,
}

/// A strategy that the user defined.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ours {
    /// Name: lower-case letters, digits and hyphens.
    pub name: String,
    /// Source of influence, in hundredths.
    pub source: u8,
    /// Nature of impact, in hundredths.
    pub impact: u8,
    /// Half-days a week for each use, in tenths.
    pub attention: [u8; 7],
    /// Decision rights in hundredths, one row per kind of decision; `None` if impact determines
    /// them.
    pub rights: Option<[[u8; 4]; 5]>,
    /// Investments.
    pub investments: Vec<InvestmentChoice>,
    /// Responses to events.
    pub responses: Vec<Answered>,
    /// Rules about what the leader sees.
    pub rules: Vec<Ruled>,
    /// Dated changes of style.
    pub changes: Vec<Changed>,
}

/// An investment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InvestmentChoice {
    /// Kind of investment.
    pub kind: String,
    /// First week.
    pub from: u16,
    /// Length in weeks; 0 means permanent.
    pub weeks: u16,
    /// Size in hundredths of a million pounds a year.
    pub size: u16,
}

/// A response to an event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answered {
    /// Kind of event.
    pub to: String,
    /// Length in weeks.
    pub weeks: u16,
    /// Preset that is in force during the response.
    pub preset: String,
}

/// A rule about a figure that the leader sees.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ruled {
    /// Name of the figure.
    pub when: String,
    /// Whether the rule applies above the level, rather than below.
    pub above: bool,
    /// Level in hundredths.
    pub level: u16,
    /// Minimum length in weeks.
    pub weeks: u16,
    /// Preset that is in force while the rule applies.
    pub preset: String,
}

/// A dated change of style.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changed {
    /// Week of the change.
    pub week: u16,
    /// Preset that is in force from then on.
    pub preset: String,
}

/// Calls a function with the page's library: no files, the figures of England.
pub(super) fn with_library<T>(ask: impl FnOnce(&Library<'_>) -> T) -> T {
    let files = Texts::default();
    ask(&Library::new(&files, &England))
}

impl Choice {
    /// The choices with which a shipped scenario opens: its own authority, its baseline, and the
    /// personalised and connected models. `None` if there is no such scenario.
    pub fn opening(question: &str) -> Option<Self> {
        let scenario = with_library(|library| balcony_scenario::scenario::read(question, library)).ok()?;
        let mut compared = vec![scenario.baseline.clone()];
        compared.extend([presets::PERSONALISED, presets::CONNECTED].map(str::to_owned));
        Some(Self {
            question: question.to_owned(),
            seed: scenario.seed,
            baseline: scenario.baseline.clone(),
            compared,
            ..Self::default()
        })
    }

    /// Text of the scenario file; `own` says whether it contains the authority's own figures.
    pub fn file(&self, replicates: u32, own: bool) -> String {
        let mut text = String::from(
            "# A comparison made on Balcony's page. The same in a terminal:\n#   balcony compare balcony-comparison.toml\n\n",
        );
        text.push_str(&format!("base = {}\n\n", quoted(&self.question)));
        text.push_str(&format!("[scenario]\nreplicates = {replicates}\nseed = {}\n", self.seed));
        if self.worlds {
            text.push_str(&format!("parameters = \"worlds\"\ndraws = {WORLDS}\n"));
        }
        let own = own && !self.own.is_empty();
        if !self.authority.is_empty() || own {
            text.push_str("\n[authority]\n");
        }
        if !self.authority.is_empty() {
            let typical = balcony_scenario::profiles::archetype(&self.authority).is_some();
            let key = if typical { "archetype" } else { "code" };
            text.push_str(&format!("{key} = {}\n", quoted(&self.authority)));
        }
        if own {
            text.push_str(
                "# The authority's own figures: keep this file to yourself if they are not public.\n",
            );
            for (key, value) in &self.own {
                text.push_str(&format!("{} = {value}\n", bare(key)));
            }
        }
        for ours in &self.ours {
            ours.write(&mut text);
        }
        let compared: Vec<String> = self.compared.iter().map(|name| quoted(name)).collect();
        text.push_str(&format!(
            "\n[compare]\nstrategies = [{}]\nbaseline = {}\n",
            compared.join(", "),
            quoted(&self.baseline)
        ));
        text
    }

    /// The scenario of the file.
    ///
    /// # Errors
    /// All its faults together.
    pub fn scenario(&self, replicates: u32) -> Result<Scenario, Faults> {
        // A base that is not a shipped scenario is searched for among files. There are none, so it
        // is a fault with its line.
        with_library(|library| read_text(FILE, &self.file(replicates, true), library))
    }

    /// Names of the compared strategies, sorted, and the index of the baseline.
    pub fn arms(&self) -> (Vec<String>, usize) {
        let mut arms = self.compared.clone();
        arms.push(self.baseline.clone());
        arms.sort();
        arms.dedup();
        let at = arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0);
        (arms, at)
    }

    /// Whether the question is a shipped scenario.
    pub fn known(&self) -> bool {
        SHIPPED.iter().any(|(name, _)| *name == self.question)
    }
}

impl Ours {
    /// A strategy at a point of the square, with the usual attention.
    pub fn at(name: &str, source: u8, impact: u8) -> Self {
        let attention = presets::ATTENTION.map(|half_days| (half_days * 10.0) as u8);
        Self { name: name.to_owned(), source, impact, attention, ..Self::default() }
    }

    fn write(&self, text: &mut String) {
        let table = format!("strategies.{}", bare(&self.name));
        text.push_str(&format!(
            "\n[{table}]\nsource = {}\nimpact = {}\n",
            hundredths(self.source.into()),
            hundredths(self.impact.into())
        ));
        let uses: Vec<String> = USES
            .iter()
            .zip(self.attention)
            .map(|(name, tenths)| format!("{name} = {}", tenths_of(tenths)))
            .collect();
        text.push_str(&format!("attention = {{ {} }}\n", uses.join(", ")));
        if let Some(rights) = &self.rights {
            text.push_str(&format!("[{table}.rights]\n"));
            for (kind, row) in KINDS.iter().zip(rights) {
                let shares: Vec<String> = SITES
                    .iter()
                    .zip(row)
                    .map(|(site, share)| format!("{site} = {}", hundredths(u16::from(*share))))
                    .collect();
                text.push_str(&format!("{kind} = {{ {} }}\n", shares.join(", ")));
            }
        }
        for (at, InvestmentChoice { kind, from, weeks, size }) in self.investments.iter().enumerate() {
            text.push_str(&format!(
                "[{table}.investments.{}]\nkind = {}\nfrom = {from}\nweeks = {weeks}\nsize = {}\n",
                numbered(at),
                quoted(kind),
                hundredths(*size)
            ));
        }
        for (at, Answered { to, weeks, preset }) in self.responses.iter().enumerate() {
            text.push_str(&format!(
                "[{table}.responses.{}]\nto = {}\nweeks = {weeks}\npreset = {}\n",
                numbered(at),
                quoted(to),
                quoted(preset)
            ));
        }
        for (at, Ruled { when, above, level, weeks, preset }) in self.rules.iter().enumerate() {
            text.push_str(&format!(
                "[{table}.rules.{}]\nwhen = {}\n{} = {}\nweeks = {weeks}\npreset = {}\n",
                numbered(at),
                quoted(when),
                if *above { "above" } else { "below" },
                hundredths(*level),
                quoted(preset)
            ));
        }
        for (at, Changed { week, preset }) in self.changes.iter().enumerate() {
            text.push_str(&format!(
                "[{table}.changes.{}]\ndate = {week}\npreset = {}\n",
                numbered(at),
                quoted(preset)
            ));
        }
    }
}

/// Name of an entry: a letter, so that sorting by name keeps the given order.
fn numbered(at: usize) -> String {
    format!("{}", char::from(b'a' + (at % 26) as u8))
}

/// Formats hundredths: 35 gives `0.35`.
fn hundredths(value: u16) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Formats tenths: 15 gives `1.5`.
fn tenths_of(value: u8) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// Quotes a text for TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A TOML key, quoted only if necessary.
fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if plain { key.to_owned() } else { quoted(key) }
}
