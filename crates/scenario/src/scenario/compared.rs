//! Which strategies of a scenario are compared, and which of them is the baseline.

use super::build::Builder;
use super::layer::{GivenValue, Leaf, path};
use super::report::short;
use super::{Origin, StrategyDefinition};
use crate::presets;
use std::collections::BTreeMap;

impl Builder<'_> {
    /// Names of the compared strategies, and the name of the baseline.
    pub(super) fn compare(
        &mut self,
        strategies: &BTreeMap<String, StrategyDefinition>,
    ) -> (Vec<String>, String) {
        let names =
            |builder: &Self, name: &str| builder.report.nearest(name, strategies.keys().map(String::as_str));
        let first = strategies.keys().take(30).cloned();
        let known = first.collect::<Vec<_>>().join(", ");
        let list = path(&["compare", "strategies"]);
        let mut compared: Vec<String> = Vec::new();
        match self.layer.get(&list).cloned() {
            Some(GivenValue { leaf: Leaf::Texts(wanted), place }) => {
                for name in &wanted {
                    if compared.contains(name) {
                        self.report.fault(
                            &place,
                            "compare.strategies",
                            format!("`{}` stands here twice", short(name)),
                            None,
                            None,
                        );
                    } else if !strategies.contains_key(name) {
                        let nearest = names(self, name);
                        self.report.fault(
                            &place,
                            "compare.strategies",
                            format!("there is no strategy `{}`", short(name)),
                            Some(known.clone()),
                            nearest,
                        );
                    } else {
                        compared.push(name.clone());
                    }
                }
                if wanted.is_empty() {
                    self.report.fault(
                        &place,
                        "compare.strategies",
                        "this list is empty",
                        Some(known.clone()),
                        None,
                    );
                }
                compared.sort();
                let origin = self.origin(&place);
                self.note(&list, Leaf::Texts(compared.clone()), origin);
            }
            _ => {
                compared = strategies.keys().filter(|name| *name != presets::ADAPTIVE).cloned().collect();
                self.note(
                    &list,
                    Leaf::Texts(compared.clone()),
                    Origin::Default("every strategy but adaptive".to_owned()),
                );
            }
        }
        let key = path(&["compare", "baseline"]);
        let mut baseline = presets::INCUMBENT.to_owned();
        match self.layer.get(&key).cloned() {
            Some(GivenValue { leaf: Leaf::Text(name), place }) => {
                if strategies.contains_key(&name) {
                    let origin = self.origin(&place);
                    self.note(&key, Leaf::Text(name.clone()), origin);
                    baseline = name;
                } else {
                    let nearest = names(self, &name);
                    self.report.fault(
                        &place,
                        "compare.baseline",
                        format!("there is no strategy `{}`", short(&name)),
                        Some(known),
                        nearest,
                    );
                }
            }
            _ => self.note(&key, Leaf::Text(baseline.clone()), Origin::Default(String::new())),
        }
        if !compared.contains(&baseline) {
            compared.push(baseline.clone());
            compared.sort();
        }
        (compared, baseline)
    }
}
