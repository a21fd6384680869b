//! Figures of the dashboard for one round, computed from weekly measures or from what leaders see.

use balcony_engine::measure::ROW;
use balcony_engine::registry::Better;
use balcony_report::summary::fixed;
use balcony_scenario::currency::{POUND, in_currency};

/// The source of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum From {
    /// What leaders see at the end of a round, delayed and better than reality: an index into
    /// [`balcony_engine::strategy::SIGNALS`].
    Seen(usize),
    /// The true value of that signal.
    Real(usize),
    /// Sum of a weekly measure over the round.
    Sum(usize),
    /// Mean of a weekly measure over the round.
    Mean(usize),
    /// Value of a weekly measure in the last week.
    Last(usize),
    /// Sum of one measure divided by the sum of another.
    Share(usize, usize),
}

/// One figure of the dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Name in the exercise file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Unit; `%` for shares.
    pub unit: String,
    /// Currency symbol, if the figure is in millions of money.
    pub money: Option<String>,
    /// Source of the value.
    pub from: From,
    /// Factor by which the value is multiplied.
    pub times: f64,
    /// Number of decimal places.
    pub digits: u8,
    /// Which direction is better.
    pub better: Better,
    /// Smallest difference that counts as a change, in the figure's unit.
    pub step: f64,
}

/// Sums over one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    weeks: f64,
    sums: [f64; ROW],
    last: [f64; ROW],
}

impl Default for Sums {
    fn default() -> Self {
        Self { weeks: 0.0, sums: [0.0; ROW], last: [0.0; ROW] }
    }
}

impl Sums {
    /// Adds a week.
    pub fn add(&mut self, row: &[f64; ROW]) {
        self.weeks += 1.0;
        self.last = *row;
        for (sum, value) in self.sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

impl Figure {
    /// Value for a simulated round; NaN if nothing was counted.
    pub fn value(&self, sums: &Sums, seen: &balcony_engine::world::Seen) -> f64 {
        // Before the first week nothing has been counted, but leaders already see signals.
        if sums.weeks == 0.0 && !matches!(self.from, From::Seen(_) | From::Real(_)) {
            return f64::NAN;
        }
        let raw = match self.from {
            From::Seen(at) => seen.now[at],
            From::Real(at) => seen.real[at],
            From::Sum(at) => sums.sums[at],
            From::Mean(at) => sums.sums[at] / sums.weeks,
            From::Last(at) => sums.last[at],
            From::Share(part, whole) => sums.sums[part] / sums.sums[whole],
        };
        raw * self.times
    }

    /// Formats a value with its digits and unit.
    pub fn shown(&self, value: f64) -> String {
        if !value.is_finite() {
            return "none counted".to_owned();
        }
        let number = fixed(value, self.digits);
        match self.unit.as_str() {
            "" => number,
            "%" => format!("{number} %"),
            _ if self.money.is_some() => {
                in_currency(format!("£{number}m"), self.money.as_deref().unwrap_or(POUND))
            }
            unit => format!("{number} {unit}"),
        }
    }

    /// Whether the figure rose, fell or stayed, by its step; `None` if a value is missing.
    pub fn moved(&self, before: f64, after: f64) -> Option<super::Prediction> {
        use super::Prediction::{Fall, Rise, Stay};
        let by = after - before;
        if !by.is_finite() {
            return None;
        }
        // The tolerance makes a difference of exactly one step count in spite of rounding.
        Some(if by.abs() < self.step - 1e-9 {
            Stay
        } else if by > 0.0 {
            Rise
        } else {
            Fall
        })
    }
}

/// Describes a change: `up 1.2`, `down 3`, `as before`.
pub fn words(figure: &Figure, before: f64, after: f64) -> String {
    match figure.moved(before, after) {
        Some(super::Prediction::Rise) => format!("up {}", fixed(after - before, figure.digits)),
        Some(super::Prediction::Fall) => format!("down {}", fixed(before - after, figure.digits)),
        Some(super::Prediction::Stay) => "as before".to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Prediction;
    use super::*;

    #[test]
    fn what_moves_by_less_than_a_step_stays() {
        let figure = Figure {
            key: String::new(),
            title: String::new(),
            unit: "%".to_owned(),
            money: None,
            from: From::Seen(0),
            times: 100.0,
            digits: 1,
            better: Better::Lower,
            step: 0.5,
        };
        assert_eq!(figure.moved(10.0, 10.4), Some(Prediction::Stay));
        assert_eq!(figure.moved(10.0, 10.5), Some(Prediction::Rise));
        assert_eq!(figure.moved(10.0, 9.5), Some(Prediction::Fall));
        assert_eq!(figure.moved(f64::NAN, 9.5), None);
        assert_eq!(words(&figure, 10.0, 9.0), "down 1.0");
        assert_eq!(figure.shown(12.34), "12.3 %");
    }
}
