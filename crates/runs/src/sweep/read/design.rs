//! Reads the design of an experiment file: how points are laid out, and which parts a file of
//! points determines.

use super::Reader;
use crate::design::Design;
use crate::results::rows::DesignFacts;
use crate::scenario::Scenario;
use crate::scenario::files::join;
use crate::sweep::factor::{Factor, FactorValues};
use crate::sweep::keys::{DESIGNS, MOST_POINTS};
use crate::sweep::{Level, points};

impl Reader<'_> {
    pub(super) fn design(
        &mut self,
        factors: &mut [Factor],
        scenario: Option<&Scenario>,
    ) -> (Option<Design>, Vec<Level>) {
        let Some(kind) = self.sheet.text(&["design", "kind"]).map(str::to_owned) else {
            if self.sheet.is_whole() && !self.sheet.mentions(&["design", "kind"]) {
                let help = format!("[design] with kind = one of {}", DESIGNS.join(", "));
                self.sheet.fault(&["design"], "it does not say how points are laid", Some(&help), None);
            }
            return (None, Vec::new());
        };
        let belongs: &[(&str, &[&str])] = &[
            ("points", &["latin-hypercube", "sobol", "saltelli"]),
            ("trajectories", &["morris"]),
            ("levels", &["grid", "morris"]),
            ("seed", &["latin-hypercube", "sobol", "morris", "saltelli"]),
            ("shift", &["sobol", "saltelli"]),
            ("second-order", &["saltelli"]),
            ("file", &["points"]),
        ];
        for (field, kinds) in belongs {
            if self.sheet.mentions(&["design", field]) && !kinds.contains(&kind.as_str()) {
                let message = format!("`{field}` has no meaning in design.kind = \"{kind}\"");
                self.sheet.fault(
                    &["design", field],
                    message,
                    Some(&format!("it belongs to {}", kinds.join(", "))),
                    None,
                );
            }
        }
        let needed: &[&str] = match kind.as_str() {
            "latin-hypercube" | "sobol" | "saltelli" => &["points"],
            "morris" => &["trajectories"],
            "points" => &["file"],
            _ => &[],
        };
        for field in needed {
            if !self.sheet.mentions(&["design", field]) {
                let meaning = crate::sweep::key(&format!("design.{field}")).map_or("", |key| key.meaning);
                self.sheet.fault(&["design", "kind"], format!("{kind} needs `{field}`"), Some(meaning), None);
                return (None, Vec::new());
            }
        }
        if self.sheet.is_faulty() && kind != "points" {
            return (None, Vec::new());
        }
        let (k, seed) = (factors.len(), u64::from(self.sheet.whole(&["design", "seed"]).unwrap_or(1)));
        let whole = |field: &str| self.sheet.whole(&["design", field]).unwrap_or(1) as usize;
        let says = |field: &str, usual: &str| self.sheet.text(&["design", field]).unwrap_or(usual) == "yes";
        let shift = says("shift", if kind == "saltelli" { "yes" } else { "no" }).then_some(seed);
        let levels = self.sheet.whole(&["design", "levels"]).unwrap_or(4) as usize;
        let design = match kind.as_str() {
            "grid" => {
                let steps = |factor: &Factor| match &factor.how {
                    FactorValues::Steps(_, _, steps) => *steps,
                    FactorValues::Listed(levels) => levels.len(),
                    _ => 1,
                };
                let steps: Vec<usize> = factors.iter().map(steps).collect();
                let product = steps.iter().try_fold(1usize, |product, step| product.checked_mul(*step));
                if product.is_none_or(|product| product > MOST_POINTS as usize) {
                    let message = format!("this grid has more than {MOST_POINTS} points");
                    self.sheet.fault(
                        &["design", "kind"],
                        message,
                        Some("fewer levels, or a sample: latin-hypercube"),
                        None,
                    );
                    return (None, Vec::new());
                }
                Design::grid(&steps)
            }
            "latin-hypercube" => Design::latin_hypercube(k, whole("points"), seed),
            "sobol" => match shift {
                Some(seed) => Design::sobol_shifted(k, whole("points"), seed),
                None => Design::sobol(k, whole("points")),
            },
            "saltelli" => {
                let second = says("second-order", "no");
                let points = whole("points") * if second { 2 * k + 2 } else { k + 2 };
                if points > MOST_POINTS as usize {
                    let message = format!("{points} points: more than {MOST_POINTS}");
                    self.sheet.fault(
                        &["design", "points"],
                        message,
                        Some("fewer rows of the base sample"),
                        None,
                    );
                    return (None, Vec::new());
                }
                Design::saltelli(k, whole("points"), second, shift)
            }
            "morris" => {
                if !levels.is_multiple_of(2) {
                    self.sheet.fault(
                        &["design", "levels"],
                        "morris needs an even number of levels",
                        Some("4, 6, 8"),
                        None,
                    );
                    return (None, Vec::new());
                }
                let points = whole("trajectories") * (k + 1);
                if points > MOST_POINTS as usize {
                    let message = format!("{points} points: more than {MOST_POINTS}");
                    self.sheet.fault(&["design", "trajectories"], message, Some("fewer trajectories"), None);
                    return (None, Vec::new());
                }
                Design::morris(k, whole("trajectories"), levels, seed)
            }
            _ => return self.points(factors, scenario),
        };
        match design {
            Ok(design) => (Some(design), Vec::new()),
            Err(why) => {
                self.sheet.fault(&["design", "kind"], why.to_string(), None, None);
                (None, Vec::new())
            }
        }
    }

    /// Properties of the design, for analyses.
    pub(super) fn laid(&self) -> DesignFacts {
        let kind = self.sheet.text(&["design", "kind"]).unwrap_or_default().to_owned();
        let levels = self.sheet.whole(&["design", "levels"]).unwrap_or(4);
        DesignFacts {
            block: 1,
            levels: if kind == "morris" { levels } else { 0 },
            seed: self.sheet.whole(&["design", "seed"]).unwrap_or(1).into(),
            second_order: self.sheet.text(&["design", "second-order"]) == Some("yes"),
            kind,
        }
    }

    fn points(
        &mut self,
        factors: &mut [Factor],
        scenario: Option<&Scenario>,
    ) -> (Option<Design>, Vec<Level>) {
        let Some(file) = self.sheet.text(&["design", "file"]).map(str::to_owned) else {
            return (None, Vec::new());
        };
        match points::read(&join(self.name, &file), factors, self.library, scenario) {
            Ok(points::Given { levels, .. }) if self.sheet.is_faulty() => (None, levels),
            // The values of given points are known already; the design only counts the points.
            Ok(points::Given { levels, ignored }) => {
                let name = |column: &String| {
                    let column = if column.is_empty() { "without a name" } else { column };
                    format!("{file}: the column {column} is left out: it only counts the rows")
                };
                self.notes.extend(ignored.iter().map(name));
                (Design::points(factors.len(), vec![0.0; levels.len()]).ok(), levels)
            }
            Err(messages) => {
                for message in messages {
                    self.sheet.fault(&["design", "file"], message, None, None);
                }
                (None, Vec::new())
            }
        }
    }
}
