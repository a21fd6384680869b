//! What somebody has chosen on the page, and the scenario file that says the same.
//!
//! The page never runs anything but this file: what is saved is what was run, and `balcony compare`
//! of it gives the same digest.

use crate::presets;
use crate::scenario::files::Texts;
use crate::scenario::{England, Faults, Library, SHIPPED, Scenario, read_text};
use balcony_engine::strategy::{KINDS, SITES, USES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the file that the page makes.
pub const FILE: &str = "balcony-comparison.toml";

/// Worlds that are drawn where what nobody knows is; at least two pairs live in each.
pub const WORLDS: u32 = 20;

/// All that is chosen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// A shipped scenario.
    pub question: String,
    /// Code of an authority or name of a typical one; empty for the scenario's own.
    pub authority: String,
    /// The authority's own figures, by key. They go into the user's file and nowhere else.
    pub own: BTreeMap<String, f64>,
    /// The seed.
    pub seed: u32,
    /// Whether what nobody knows is drawn too, in [`WORLDS`] registered worlds.
    pub worlds: bool,
    /// The strategies that are compared, the baseline among them.
    pub compared: Vec<String>,
    /// The strategy that the others are compared with.
    pub baseline: String,
    /// Strategies of the user's own.
    pub ours: Vec<Ours>,
}

/// A strategy of the user's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ours {
    /// Its name: small letters, digits and hyphens.
    pub name: String,
    /// Source of influence, hundredths.
    pub source: u8,
    /// Nature of impact, hundredths.
    pub impact: u8,
    /// Half-days a week, by use, in tenths.
    pub attention: [u8; 7],
    /// Who decides, hundredths, a row per kind; none where impact says it.
    pub rights: Option<[[u8; 4]; 5]>,
    /// What is bought.
    pub investments: Vec<Bought>,
    /// What is done when something happens.
    pub responses: Vec<Answered>,
    /// What is done when something is seen.
    pub rules: Vec<Ruled>,
    /// When the way of leading changes.
    pub changes: Vec<Changed>,
}

/// An investment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bought {
    /// For what.
    pub kind: String,
    /// From which week on.
    pub from: u16,
    /// For how many weeks; 0: for good.
    pub weeks: u16,
    /// Hundredths of a million pounds a year.
    pub size: u16,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answered {
    /// To what.
    pub to: String,
    /// For how many weeks.
    pub weeks: u16,
    /// How things are led then.
    pub preset: String,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ruled {
    /// The figure it goes by.
    pub when: String,
    /// Whether it acts above the level or below.
    pub above: bool,
    /// The level, in hundredths.
    pub level: u16,
    /// For how many weeks at least.
    pub weeks: u16,
    /// How things are led then.
    pub preset: String,
}

/// A dated change of the way of leading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changed {
    /// The week.
    pub week: u16,
    /// How things are led from then on.
    pub preset: String,
}

/// The library of the page: no files, the figures of England.
pub(super) fn with_library<T>(ask: impl FnOnce(&Library<'_>) -> T) -> T {
    let files = Texts::default();
    ask(&Library::new(&files, &England))
}

impl Choice {
    /// The choice that a shipped scenario opens with: its own authority, its baseline and the way
    /// of leading furthest from it.
    pub fn opening(question: &str) -> Option<Self> {
        let scenario = with_library(|library| crate::scenario::read(question, library)).ok()?;
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

    /// The scenario file; `own` tells whether the authority's own figures go into it.
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
            let typical = crate::profiles::archetype(&self.authority).is_some();
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

    /// The scenario that the file says.
    ///
    /// # Errors
    /// All faults of it at once.
    pub fn scenario(&self, replicates: u32) -> Result<Scenario, Faults> {
        // A base that is not shipped would be looked for among files, of which there are none: it
        // is a fault with its line.
        with_library(|library| read_text(FILE, &self.file(replicates, true), library))
    }

    /// The names that are compared, sorted, and the place of the baseline among them.
    pub fn arms(&self) -> (Vec<String>, usize) {
        let mut arms = self.compared.clone();
        arms.push(self.baseline.clone());
        arms.sort();
        arms.dedup();
        let at = arms.iter().position(|arm| *arm == self.baseline).unwrap_or(0);
        (arms, at)
    }

    /// The place of the question among the shipped scenarios.
    pub fn known(&self) -> bool {
        SHIPPED.iter().any(|(name, _)| *name == self.question)
    }
}

impl Ours {
    /// A strategy at a point of the square, with the usual week.
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
        for (at, Bought { kind, from, weeks, size }) in self.investments.iter().enumerate() {
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

/// Entries are named by letters, so that their order by name is the order they were given in.
fn numbered(at: usize) -> String {
    format!("{}", char::from(b'a' + (at % 26) as u8))
}

/// `0.35` of 35.
fn hundredths(value: u16) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// `1.5` of 15.
fn tenths_of(value: u8) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// A text in TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key in TOML: as it is where it may stand bare.
fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if plain { key.to_owned() } else { quoted(key) }
}
