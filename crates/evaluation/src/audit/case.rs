//! One case of the audit: a setting for the engine, and the five strategies that are compared in
//! it.

use super::contexts::{Context, OUTCOMES};
use super::row::About;
use balcony_engine::measure::outcome_index;
use balcony_engine::setting::Setting;
use balcony_engine::strategy::{Strategy, Style};
use balcony_scenario::presets::{INCUMBENT, PRESETS};
use balcony_scenario::profiles;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Faults, Library, SHIPPED, Scenario, read_text};

/// Number of compared arms: the incumbent and the four presets.
pub const ARMS: usize = 1 + PRESETS.len();

/// Names of the arms: the incumbent first, then the presets in their order.
pub fn arms() -> [&'static str; ARMS] {
    std::array::from_fn(|arm| if arm == 0 { INCUMBENT } else { PRESETS[arm - 1].0 })
}

/// Parameter that determines how far the two routes of influence differ.
const SEPARATE: &str = "influence.separate";

/// A setting in which the arms are judged.
#[derive(Debug, Clone)]
pub struct Case {
    /// Description of the case.
    pub about: About,
    /// Index in the registry of the scenario's own primary outcome, if it is not among
    /// [`OUTCOMES`].
    pub own: Option<usize>,
    /// Seed of the random numbers.
    pub seed: u32,
    /// The engine's inputs except the strategy.
    pub setting: Setting,
    /// Strategies of the arms, in the order of [`arms`].
    pub strategies: Vec<Strategy>,
}

impl Case {
    /// The shipped scenarios, in their order, all with `seed` as their seed.
    ///
    /// # Errors
    /// If one of them has a fault. A test checks that none has.
    pub fn shipped(seed: u32, sets: &[String]) -> Result<Vec<Self>, Faults> {
        SHIPPED.iter().map(|(name, text)| Self::read(name, text, seed, sets)).collect()
    }

    /// A registered context. Its seed is `seed` plus its number, so that contexts share no random
    /// numbers.
    ///
    /// # Errors
    /// If it is not a valid scenario. A test checks that every context is.
    pub fn registered(context: &Context, seed: u32, sets: &[String]) -> Result<Self, Faults> {
        Self::read(&context.number.to_string(), &context.scenario(), seed.wrapping_add(context.number), sets)
    }

    /// Reads a scenario from a text and applies settings as `--set` does.
    ///
    /// # Errors
    /// If the scenario or a setting has faults.
    pub fn read(name: &str, text: &str, seed: u32, sets: &[String]) -> Result<Self, Faults> {
        let texts = Texts::default();
        let library = Library::new(&texts, &England);
        let scenario = read_text(name, text, &library)?.apply_sets(sets, &library)?;
        Ok(Self::of(name, &scenario, seed))
    }

    fn of(name: &str, scenario: &Scenario, seed: u32) -> Self {
        let setting = scenario.setting();
        let authority = profiles::all().iter().find(|profile| profile.id == setting.authority.id);
        Self {
            about: About {
                name: name.to_owned(),
                authority: authority.map_or(&*scenario.authority_label, |profile| profile.code).to_owned(),
                children: setting.authority.children,
                weeks: scenario.weeks,
                culture: setting.start.culture,
                events: scenario.events.len(),
            },
            own: outcome_index(&scenario.primary).filter(|_| !OUTCOMES.contains(&&*scenario.primary)),
            seed,
            strategies: arms().iter().map(|arm| scenario.strategy(arm).unwrap_or_default()).collect(),
            setting,
        }
    }

    /// The case with another name and another value of a parameter; `None` if there is no such
    /// parameter.
    pub fn with(&self, name: String, key: &str, value: f64) -> Option<Self> {
        let mut case = self.clone();
        case.about.name = name;
        *case.setting.parameters.value(key)? = value;
        Some(case)
    }

    /// Value of a parameter.
    pub fn parameter(&self, key: &str) -> Option<f64> {
        self.setting.parameters.clone().value(key).copied()
    }

    /// The null case: both routes of influence are equal, and all arms have the incumbent's rights
    /// and attention. Only their sources differ, which must make no difference.
    pub fn null(&self) -> Self {
        let mut case = self.clone();
        if let Some(separate) = case.setting.parameters.value(SEPARATE) {
            *separate = 0.0;
        }
        let (start, incumbent) = (case.setting.start_week, case.setting.start.incumbent);
        let presets = PRESETS
            .iter()
            .map(|(_, source, ..)| Strategy::of(vec![(start, Style { source: *source, ..incumbent })]));
        case.strategies = std::iter::once(Strategy::default()).chain(presets).collect();
        case
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::contexts::registered;

    #[test]
    fn every_registered_context_is_a_sound_scenario() {
        for context in registered().expect("the file") {
            let case = Case::registered(&context, 1, &[]).unwrap_or_else(|faults| panic!("{faults}"));
            let about = &case.about;
            assert_eq!((about.weeks, about.events), (context.weeks, context.events.len()), "{}", about.name);
            assert_eq!((about.culture, &about.authority), (context.states[0], &context.code));
            assert_eq!(case.own, None, "registered contexts are judged on the registered outcomes alone");
            assert_eq!(case.seed, 1 + context.number);
            assert_eq!(case.strategies.len(), ARMS);
            assert!(
                case.strategies[0].changes.is_empty()
                    && case.strategies[1..].iter().all(|strategy| strategy.changes.len() == 1)
            );
        }
    }

    #[test]
    fn every_shipped_scenario_is_a_case_judged_on_the_outcome_that_decides_in_it() {
        let cases = Case::shipped(1, &[]).expect("sound");
        assert_eq!(cases.len(), SHIPPED.len());
        for (case, (_, text)) in cases.iter().zip(SHIPPED) {
            let named =
                |key: &str| ["", "["].iter().any(|open| text.contains(&format!("primary = {open}\"{key}\"")));
            let own = case.own.map(|at| balcony_engine::measure::OUTCOMES[at].key);
            assert!(own.is_some_and(named) || own.is_none() && OUTCOMES.into_iter().any(named));
        }
    }

    #[test]
    fn a_null_case_differs_in_sources_alone() {
        let case = Case::shipped(1, &[]).expect("sound").remove(0).null();
        assert_eq!(case.parameter(SEPARATE), Some(0.0));
        let incumbent = case.setting.start.incumbent;
        for (strategy, (_, source, ..)) in case.strategies[1..].iter().zip(PRESETS) {
            assert_eq!(strategy.changes[0].1, Style { source, ..incumbent });
        }
        assert!(case.with("x".to_owned(), "influence.nothing", 0.0).is_none());
    }
}
