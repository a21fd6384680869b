//! Describes results: the text for a terminal with digest and attribution, and the JSON object for
//! programs.

use balcony_engine::measure::outcome_index;

use super::library;
use super::published::{attribution, published};
use crate::currency::in_currency;
use crate::experiment::Timing;
use crate::presets;
use crate::results::Results;
use crate::scenario::{Scenario, read_text};
use crate::summary::ceiling::ceiling;
use crate::summary::{self, About, Corners, Figure, Look};

/// Information about results that the results themselves do not contain.
#[derive(Debug, Clone, Default)]
pub struct Words {
    published: Vec<Option<Figure>>,
    drawn: usize,
}

impl Words {
    /// For results of this scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self { published: published(scenario), drawn: scenario.unknowns().list.len() }
    }

    /// For results that were read from a folder, from the scenario in their manifest.
    pub fn read(results: &Results) -> Self {
        let scenario = read_text("the manifest", &results.manifest.scenario, &library());
        scenario.map(|scenario| Self::of(&scenario)).unwrap_or_default()
    }

    fn about<'a>(&'a self, results: &'a Results, laid: &'a [String], titles: &'a [String]) -> About<'a> {
        let (manifest, identity) = (&results.manifest, &results.manifest.identity);
        let corners = Corners { factors: ["source", "impact"], arms: presets::NAMES };
        let all = presets::NAMES.iter().all(|name| results.table.arm(name).is_some());
        About {
            title: &manifest.title,
            authority: &manifest.authority,
            question: &manifest.question,
            primary: outcome_index(&identity.primary).unwrap_or(0),
            most: identity.replicates,
            weeks: identity.weeks,
            seed: identity.seed,
            drawn: self.drawn,
            worlds: identity.parameters.starts_with("worlds"),
            numbers: &results.numbers,
            on_page: false,
            titles,
            laid,
            published: &self.published,
            corners: all.then_some(corners),
            ceiling: ceiling(&identity.primary),
            folder: (!results.path.as_os_str().is_empty()).then_some(&*results.path),
        }
    }

    /// The whole text; `compares` says whether it describes a comparison.
    pub fn text(&self, results: &Results, compares: bool, look: &Look) -> String {
        let tell = if compares { summary::compare } else { summary::run };
        let titles = titles(results);
        let mut text = tell(&self.about(results, &results.manifest.laid(), &titles), &results.table, look);
        let digest = results.manifest.outcomes_digest.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "Digest {}: anyone with this scenario, seed and version gets it.\n",
            digest.get(..16).unwrap_or_default()
        ));
        text.push_str(&summary::item("", summary::YEARS, look));
        text.push_str(&attribution(look));
        in_currency(text, &results.manifest.currency)
    }

    /// The JSON object on one line, without a line ending. `case_weeks` has all case-weeks and
    /// those of the warm-up.
    pub fn json(
        &self,
        results: &Results,
        timing: &Timing,
        case_weeks: [u64; 2],
        warnings: &[String],
    ) -> String {
        let about = self.about(results, &[], &[]);
        let line = summary::json_line(&about, &results.table, timing, case_weeks, warnings);
        in_currency(line, &results.manifest.currency)
    }
}

/// Several places in one answer: each beside its own baseline, as text.
pub fn side_by_side(all: &[(Words, Results)], look: &Look) -> String {
    let Some((_, first)) = all.first() else { return String::new() };
    let (laid, titles) = (first.manifest.laid(), titles(first));
    let told: Vec<_> =
        all.iter().map(|(words, results)| (words.about(results, &laid, &titles), &results.table)).collect();
    let mut text = summary::side_by_side(&told, look);
    for (_, results) in all {
        let digest = results.manifest.outcomes_digest.as_deref().unwrap_or_default();
        let digest = digest.get(..16).unwrap_or_default();
        text.push_str(&format!("Digest {digest}: {}\n", summary::clean(&results.manifest.authority)));
    }
    text.push_str(&summary::item("", summary::YEARS, look));
    text.push_str(&attribution(look));
    in_currency(text, &first.manifest.currency)
}

/// Titles of the strategies that were run, as `name: title`; the presets have none.
fn titles(results: &Results) -> Vec<String> {
    let all: Option<toml::Table> = results.manifest.scenario.parse().ok();
    let title = |name: &String| {
        let title = all.as_ref()?.get("strategies")?.get(name)?.get("title")?.as_str()?;
        Some(format!("{name}: {title}"))
    };
    results.manifest.identity.arms.iter().filter_map(title).collect()
}
