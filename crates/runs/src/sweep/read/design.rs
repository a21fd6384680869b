//! Reads the design of an experiment file: how points are laid out, and which parts a file of
//! points determines.

use super::Reader;
use crate::results::rows::DesignFacts;
use crate::sweep::factor::{Factor, FactorValues};
use crate::sweep::keys::{MOST_POINTS, designs};
use crate::sweep::{Level, points};
use balcony_doe::design::{Coordinates, Design, DesignKind, DesignOption};
use balcony_scenario::scenario::Scenario;
use balcony_scenario::scenario::files::join;

/// A seed, and levels of a Morris design, if the file says nothing.
const SEED: u32 = 1;
const LEVELS: u32 = 4;

impl Reader<'_> {
    /// The kind of design, if the file gives a sound one.
    pub(super) fn kind(&self) -> Option<DesignKind> {
        self.sheet.text(&["design", "kind"]).and_then(DesignKind::of)
    }

    pub(super) fn design(
        &mut self,
        factors: &mut [Factor],
        scenario: Option<&Scenario>,
    ) -> Option<(Design, Vec<Level>)> {
        let Some(kind) = self.kind() else {
            if self.sheet.is_whole() && !self.sheet.mentions(&["design", "kind"]) {
                let help = format!("[design] with kind = one of {}", designs().join(", "));
                self.sheet.fault(&["design"], "it does not say how points are laid", Some(&help), None);
            }
            return None;
        };
        for option in DesignOption::ALL {
            if self.sheet.mentions(&["design", option.key()]) && !kind.takes(option) {
                let takers: Vec<&str> =
                    DesignKind::ALL.iter().filter(|kind| kind.takes(option)).map(|kind| kind.key()).collect();
                self.sheet.fault(
                    &["design", option.key()],
                    format!("`{}` has no meaning in design.kind = \"{kind}\"", option.key()),
                    Some(&format!("it belongs to {}", takers.join(", "))),
                    None,
                );
            }
        }
        if let Some(option) = kind.needs()
            && !self.sheet.mentions(&["design", option.key()])
        {
            let meaning =
                crate::sweep::key(&format!("design.{}", option.key())).map_or("", |key| key.meaning);
            let message = format!("{kind} needs `{}`", option.key());
            self.sheet.fault(&["design", "kind"], message, Some(meaning), None);
            return None;
        }
        // Faults of a file of points are told beside those of the experiment.
        if self.sheet.is_faulty() && kind.coordinates() != Coordinates::Given {
            return None;
        }
        let k = factors.len();
        let points = self.whole(DesignOption::Points, 1) as usize;
        let seed = u64::from(self.whole(DesignOption::Seed, SEED));
        let design = match kind {
            DesignKind::Grid => {
                let steps = |factor: &Factor| match &factor.how {
                    FactorValues::Steps(_, _, steps) => *steps,
                    FactorValues::Listed(levels) => levels.len(),
                    FactorValues::Between(_) | FactorValues::Given => 1,
                };
                let steps: Vec<usize> = factors.iter().map(steps).collect();
                let product = steps.iter().try_fold(1usize, |product, step| product.checked_mul(*step));
                if product.is_none_or(|product| product > MOST_POINTS as usize) {
                    let message = format!("this grid has more than {MOST_POINTS} points");
                    let help = "fewer levels, or a sample: latin-hypercube";
                    self.sheet.fault(&["design", "kind"], message, Some(help), None);
                    return None;
                }
                Design::grid(&steps)
            }
            DesignKind::LatinHypercube => Design::latin_hypercube(k, points, seed),
            DesignKind::Sobol if self.says_yes(DesignOption::Shift, false) => {
                Design::sobol_shifted(k, points, seed)
            }
            DesignKind::Sobol => Design::sobol(k, points),
            DesignKind::Saltelli => {
                let second = self.says_yes(DesignOption::SecondOrder, false);
                let all = points * if second { 2 * k + 2 } else { k + 2 };
                self.few_enough(all, DesignOption::Points, "fewer rows of the base sample")?;
                let shift = self.says_yes(DesignOption::Shift, true).then_some(seed);
                Design::saltelli(k, points, second, shift)
            }
            DesignKind::Morris => {
                let levels = self.whole(DesignOption::Levels, LEVELS) as usize;
                if !levels.is_multiple_of(2) {
                    let message = "morris needs an even number of levels";
                    self.sheet.fault(&["design", "levels"], message, Some("4, 6, 8"), None);
                    return None;
                }
                let trajectories = self.whole(DesignOption::Trajectories, 1) as usize;
                let all = trajectories * (k + 1);
                self.few_enough(all, DesignOption::Trajectories, "fewer trajectories")?;
                Design::morris(k, trajectories, levels, seed)
            }
            DesignKind::Points => return self.points(factors, scenario),
        };
        match design {
            Ok(design) => Some((design, Vec::new())),
            Err(why) => {
                self.sheet.fault(&["design", "kind"], why.to_string(), None, None);
                None
            }
        }
    }

    fn whole(&self, option: DesignOption, usual: u32) -> u32 {
        self.sheet.whole(&["design", option.key()]).unwrap_or(usual)
    }

    fn says_yes(&self, option: DesignOption, usual: bool) -> bool {
        self.sheet.text(&["design", option.key()]).map_or(usual, |said| said == "yes")
    }

    /// Reports a fault at an option that makes too many points.
    fn few_enough(&mut self, points: usize, option: DesignOption, help: &str) -> Option<()> {
        if points <= MOST_POINTS as usize {
            return Some(());
        }
        let message = format!("{points} points: more than {MOST_POINTS}");
        self.sheet.fault(&["design", option.key()], message, Some(help), None);
        None
    }

    /// Properties of the design, for analyses.
    pub(super) fn laid(&self, design: &Design) -> DesignFacts {
        let kind = design.kind();
        DesignFacts {
            kind,
            block: u32::try_from(design.block()).unwrap_or(1),
            levels: match kind.coordinates() {
                Coordinates::Steps => self.whole(DesignOption::Levels, LEVELS),
                Coordinates::Levels | Coordinates::Spread | Coordinates::Given => 0,
            },
            seed: self.whole(DesignOption::Seed, SEED).into(),
            second_order: self.says_yes(DesignOption::SecondOrder, false),
        }
    }

    fn points(
        &mut self,
        factors: &mut [Factor],
        scenario: Option<&Scenario>,
    ) -> Option<(Design, Vec<Level>)> {
        let file = self.sheet.text(&["design", "file"])?.to_owned();
        match points::read(&join(self.name, &file), factors, self.library, scenario) {
            Ok(_) if self.sheet.is_faulty() => None,
            // The values of given points are known already; the design only counts the points.
            Ok(points::PointsFile { levels, ignored }) => {
                let name = |column: &String| {
                    let column = if column.is_empty() { "without a name" } else { column };
                    format!("{file}: the column {column} is left out: it only counts the rows")
                };
                self.notes.extend(ignored.iter().map(name));
                Some((Design::points(factors.len(), vec![0.0; levels.len()]).ok()?, levels))
            }
            Err(messages) => {
                for message in messages {
                    self.sheet.fault(&["design", "file"], message, None, None);
                }
                None
            }
        }
    }
}
