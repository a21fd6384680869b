//! The authority of a scenario: which one it is, its published figures, and the user's figures that
//! replace them.

use super::build::{Builder, tidy};
use super::key_tables::{FIGURES, NAMING};
use super::layer::{GivenValue, Leaf, path};
use super::report::{Role, short};
use super::tree::SourceSpan;
use super::{Origin, Published};
use crate::currency::{POUND, is_currency};
use balcony_engine::parameters::SOURCES;
use balcony_engine::registry::Parameter;
use balcony_engine::setting::Authority;
use std::collections::BTreeMap;

/// Figures that are displayed but that no mechanism reads.
pub const RECORDED: [&str; 2] = ["deprivation", "spending"];
/// Figures that grow with the number of children. They are scaled if an archetype gets another
/// size.
const GROWING: [&str; 7] =
    ["referrals", "in-need", "enquiries", "plans", "looked-after", "in-post", "spending"];

/// Id of an authority without a published name.
const OWN: u16 = 9999;

impl Builder<'_> {
    /// Reads the currency symbol; the pound if there is none.
    fn currency(&mut self) -> String {
        let key = path(&["authority", "currency"]);
        let Some(symbol) = self.text(&key) else { return POUND.to_owned() };
        if !is_currency(&symbol) {
            let place = self.layer.get(&key).map(|given| given.place.clone()).unwrap_or_default();
            self.report.fault(
                &place,
                "authority.currency",
                format!("`{}` is no symbol of a currency", short(&symbol)),
                Some("one to three letters or signs, such as € or kr".to_owned()),
                None,
            );
            return POUND.to_owned();
        }
        if symbol != POUND {
            let ours = |parameter: &Parameter| self.layer.mentions(&path(&["parameters", parameter.key]));
            let priced = self.library.schema.parameters.iter().filter(|one| one.unit.starts_with(POUND));
            let prices: Vec<&str> = priced.filter(|one| !ours(one)).map(|one| one.key).collect();
            if !prices.is_empty() {
                self.warnings.push(format!(
                    "money is shown in {symbol}, but these prices are still English ones in pounds: {}",
                    prices.join(", ")
                ));
            }
        }
        symbol
    }

    /// Reads the name, the currency and the figures. The user's figures replace published ones.
    pub(super) fn authority(&mut self) -> (String, String, Authority) {
        let published = self.published();
        let currency = self.currency();
        if currency != POUND {
            self.report.speaks_of_pounds(self.layer.of_pounds(), &currency);
        }
        let Some(published) = published else {
            return (String::new(), currency, nobody());
        };
        self.warnings.extend(published.note);
        let base = published.authority;
        let mut figures = base.clone();
        let children_key = path(&["authority", "children"]);
        let typical = self.layer.get(&path(&["authority", "archetype"])).is_some();
        let scaled = typical
            && self.layer.get(&children_key).is_some_and(|given| given.leaf != Leaf::Number(base.children));
        for row in FIGURES {
            let key = row.key;
            let key_path = path(&["authority", key]);
            // Children come first.
            let children = figures.children;
            let value = (row.field)(&mut figures);
            let (default, origin) = if scaled && GROWING.contains(&key) {
                let per_child = *value / base.children;
                (per_child * children, Origin::Implied("the typical authority's rate per child".to_owned()))
            } else {
                (*value, Origin::Published(published.origins.get(key).cloned().unwrap_or_default()))
            };
            *value = self.number(&key_path, default, origin);
            let counted =
                (row.unit == "children" || row.unit == "a year") && self.layer.get(&key_path).is_some();
            if counted && *value > 0.0 && *value <= 5.0 {
                self.warnings.push(format!("authority.{key} is a count of 1 to 5: it may point to a child; do not pass this file or its results on"));
            }
        }
        let Authority {
            no_further_action, not_in_need, in_need, plans, looked_after, agency, vacancy, ..
        } = figures;
        if no_further_action + not_in_need > 1.0
            && let Some(given) = self
                .layer
                .get(&path(&["authority", "not-in-need"]))
                .or_else(|| self.layer.get(&path(&["authority", "no-further-action"])))
        {
            let message = format!(
                "no-further-action ({no_further_action}) and not-in-need ({not_in_need}) are together more than all referrals"
            );
            self.report.fault(
                &given.place.clone(),
                "authority.not-in-need",
                message,
                Some("shares that sum to at most 1".to_owned()),
                None,
            );
        }
        self.of_no_effect(agency, vacancy);
        if !typical
            && self.layer.get(&children_key).is_some()
            && self.layer.get(&path(&["authority", "referrals"])).is_none()
            && base.children > 0.0
        {
            self.warnings.push("authority.children is yours, the counts that go with it are the published ones: give referrals, in-need, enquiries, plans, looked-after and in-post too".to_owned());
        }
        if plans + looked_after > in_need {
            self.warnings.push(format!("children with a plan ({plans}) and looked after ({looked_after}) are more than children in need ({in_need}), who include them"));
        }
        figures.sources = self.sources(base.sources, &published.origins);
        // Changed figures move the authority's factors; published figures keep the solved ones.
        let authority = if figures == base {
            figures
        } else {
            Authority { factors: crate::profiles::factors(base.id, &figures), ..figures }
        };
        (published.label, currency, authority)
    }

    /// Warns about given figures that the model does not read, or does not use as given.
    fn of_no_effect(&mut self, agency: f64, vacancy: f64) {
        let given = |key: &str| self.layer.get(&path(&["authority", key])).is_some();
        let recorded: Vec<&str> = RECORDED.into_iter().filter(|key| given(key)).collect();
        let above = given("agency") && agency > vacancy;
        for key in recorded {
            self.warnings.push(format!("authority.{key} is only on record: nothing in the model reads it"));
        }
        if above {
            self.warnings.push(format!(
                "authority.agency ({agency}) is above authority.vacancy ({vacancy}): agency workers sit in vacant posts first; give the vacancy that goes with it"
            ));
        }
    }

    fn sources(&mut self, published: [f64; 7], origins: &BTreeMap<String, String>) -> [f64; 7] {
        let table = path(&["authority", "sources"]);
        let given: Vec<SourceSpan> = SOURCES
            .iter()
            .filter_map(|name| self.layer.get(&[table.clone(), path(&[name])].concat()))
            .map(|given| given.place.clone())
            .collect();
        let own = !given.is_empty();
        let mut shares = published;
        for (at, name) in SOURCES.iter().enumerate() {
            let default = if own { 0.0 } else { published[at] };
            let origin = if own {
                Origin::Implied("the other sources".to_owned())
            } else {
                Origin::Published(origins.get(&format!("sources.{name}")).cloned().unwrap_or_default())
            };
            shares[at] = self.number(&[table.clone(), path(&[name])].concat(), default, origin);
        }
        if own {
            let sum: f64 = shares.iter().sum();
            if (sum - 1.0).abs() > 0.005 && !self.layer.refused_under(&table) {
                let not_given: Vec<&str> = SOURCES
                    .iter()
                    .filter(|name| self.layer.get(&[table.clone(), path(&[name])].concat()).is_none())
                    .copied()
                    .collect();
                let rest = if not_given.is_empty() {
                    String::new()
                } else {
                    format!("; not given, so 0: {}", not_given.join(", "))
                };
                self.report.fault(
                    &given[0],
                    "authority.sources",
                    format!("the shares sum to {}, not to 1{rest}", tidy(sum)),
                    Some("seven shares that sum to 1".to_owned()),
                    None,
                );
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

    /// The given name, if it is not an authority of England, with the nearest names.
    pub(super) fn elsewhere(&self) -> Option<(String, Vec<String>)> {
        let Leaf::Text(text) = &self.layer.get(&path(&["authority", "name"]))?.leaf else { return None };
        if text.trim().is_empty() {
            return None;
        }
        self.library.named("name", text).err().map(|nearest| (text.clone(), nearest))
    }

    /// Figures that are missing and that a place without published figures needs.
    fn lacking(&self) -> Vec<String> {
        let figures = FIGURES
            .iter()
            .map(|figure| figure.key)
            .filter(|key| !RECORDED.contains(key))
            .filter(|key| !self.layer.mentions(&path(&["authority", key])));
        let sources = path(&["authority", "sources"]);
        let no_sources = !self.layer.leaves.keys().any(|key| key.starts_with(&sources));
        figures.chain(no_sources.then_some("sources")).map(str::to_owned).collect()
    }

    /// Published figures of the named authority; empty figures if none is named.
    fn published(&mut self) -> Option<Published> {
        let named: Vec<&str> =
            NAMING.iter().filter(|key| self.layer.mentions(&path(&["authority", key]))).copied().collect();
        match named.as_slice() {
            [] => {
                let lacking = self.lacking();
                if lacking.is_empty() {
                    return Some(of_ones_own("own figures", None));
                }
                if !self.layer.broken {
                    let place = self.layer.tables.get(&path(&["authority"])).cloned().unwrap_or_default();
                    let allowed = format!(
                        "name, code or archetype; or all figures (not given: {})",
                        lacking.join(", ")
                    );
                    self.report.fault(
                        &place,
                        "authority",
                        "this is missing: which authority it is",
                        Some(allowed),
                        None,
                    );
                }
                None
            }
            [key] => {
                let GivenValue { leaf: Leaf::Text(text), place } =
                    self.layer.get(&path(&["authority", key]))?.clone()
                else {
                    return None;
                };
                self.text(&path(&["authority", key]));
                match self.library.named(key, &text) {
                    Ok(published) => Some(published),
                    Err(nearest) => {
                        let nearest = (!nearest.is_empty()).then(|| nearest.join(", "));
                        let lacking = self.lacking();
                        if *key == "name" && lacking.is_empty() && !text.trim().is_empty() {
                            return Some(of_ones_own(&text, Some(not_of_england(&text, nearest))));
                        }
                        let allowed = "the name or the code of an authority in England".to_owned();
                        // An option can name a place, but it cannot give the place's figures.
                        let of_a_file = self.report.sources[place.file].role != Role::Command;
                        let allowed = match *key {
                            "name" if of_a_file => format!(
                                "{allowed}; for a place elsewhere an archetype too, or all figures (not \
                                 given: {})",
                                lacking.join(", ")
                            ),
                            _ => allowed,
                        };
                        self.report.fault(
                            &place,
                            &format!("authority.{key}"),
                            format!("there is no authority `{}`", short(&text)),
                            Some(allowed),
                            nearest,
                        );
                        None
                    }
                }
            }
            ["name", "archetype"] if self.elsewhere().is_some() => {
                let (text, nearest) = self.elsewhere()?;
                let Leaf::Text(typical) = &self.layer.get(&path(&["authority", "archetype"]))?.leaf else {
                    return None;
                };
                let typical = typical.clone();
                self.text(&path(&["authority", "name"]));
                self.text(&path(&["authority", "archetype"]));
                let published = self.library.named("archetype", &typical).ok()?;
                let nearest = (!nearest.is_empty()).then(|| nearest.join(", "));
                Some(Published { note: Some(not_of_england(&text, nearest)), label: text, ..published })
            }
            // A refused name has a fault already.
            [..] if named.iter().any(|key| self.layer.refused.contains(&path(&["authority", key]))) => None,
            [first, second, ..] => {
                if let Some(given) = self.layer.get(&path(&["authority", second])) {
                    let message = format!("the authority is given twice, by {first} and by {second}");
                    self.report.fault(
                        &given.place.clone(),
                        &format!("authority.{second}"),
                        message,
                        Some("one of name, code, archetype".to_owned()),
                        None,
                    );
                }
                None
            }
        }
    }
}

/// A place without published figures.
fn of_ones_own(label: &str, note: Option<String>) -> Published {
    let authority = Authority { id: OWN, ..nobody() };
    Published { label: label.to_owned(), authority, origins: BTreeMap::new(), note }
}

/// Warning for a name that is not an authority of England and may be a misspelling.
fn not_of_england(name: &str, nearest: Option<String>) -> String {
    let nearest = nearest.map_or(String::new(), |names| format!(" (nearest: {names})"));
    format!("`{}` is no authority of England{nearest}: it is taken as a place of your own", short(name))
}

/// Placeholder figures with which the checks continue after a fault. They are never part of a
/// scenario that is returned.
fn nobody() -> Authority {
    Authority {
        id: OWN,
        children: 0.0,
        referrals: 0.0,
        no_further_action: 0.0,
        not_in_need: 0.0,
        in_need: f64::INFINITY,
        enquiries: 0.0,
        plans: 0.0,
        looked_after: 0.0,
        in_post: 0.0,
        agency: 0.0,
        vacancy: 0.0,
        turnover: 0.0,
        caseload: 0.0,
        sources: [0.0; 7],
        deprivation: 0.0,
        spending: 0.0,
        factors: balcony_engine::factors::Factors::NEUTRAL,
    }
}
