//! A factor: what is moved, and how a point of the unit cube becomes a value of it.

use balcony_engine::calendar::Date;

use crate::design::Spread;
use crate::results::rows::{Form, Level};

/// How a factor gets its values.
#[derive(Debug, Clone, PartialEq)]
pub enum FactorValues {
    /// Between two ends.
    Between(Spread),
    /// Evenly spaced between two ends, these among them: so many values.
    Steps(f64, f64, usize),
    /// One of a list.
    Listed(Vec<Level>),
    /// Given point by point in a file.
    Given,
}

/// A factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name in the file: the name of its column.
    pub name: String,
    /// The key it moves.
    pub key: String,
    /// The unit of the key; empty where it has none.
    pub unit: String,
    /// What the key means.
    pub meaning: String,
    /// The type of its values.
    pub form: Form,
    /// How it gets them.
    pub how: FactorValues,
}

impl Factor {
    /// The value at a place of the unit interval.
    pub fn level(&self, u: f64) -> Level {
        match &self.how {
            // Every whole number, or day, is as likely as any other, the ends included.
            FactorValues::Between(Spread::Uniform { low, high }) if self.form != Form::Number => {
                self.of(libm::floor(low + u * (high - low + 1.0)).min(*high))
            }
            FactorValues::Between(spread) => self.of(spread.value(u)),
            FactorValues::Steps(low, high, steps) => {
                let step = place(u, *steps) as f64;
                // The last one is the end itself, whatever rounding does.
                let last = *steps as f64 - 1.0;
                self.of(if step == last { *high } else { low + (high - low) * step / last })
            }
            FactorValues::Listed(levels) => levels[place(u, levels.len())].clone(),
            FactorValues::Given => Level::Number(u),
        }
    }

    /// A number as a value of this factor's form.
    pub(super) fn of(&self, number: f64) -> Level {
        match self.form {
            Form::Number | Form::Text => Level::Number(number),
            Form::Whole => Level::Whole(libm::round(number) as i64),
            Form::Day => Level::Day(Date::from_days(libm::round(number.max(0.0)) as u32)),
        }
    }

    /// What `--set` is given for a value.
    pub fn setting(&self, level: &Level) -> String {
        format!("{}={level}", self.key)
    }
}

fn place(u: f64, count: usize) -> usize {
    ((u * count as f64) as usize).min(count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(form: Form, how: FactorValues) -> Factor {
        let text = String::new;
        Factor { name: "a".into(), key: "start.trust".into(), unit: text(), meaning: text(), form, how }
    }

    #[test]
    fn values_are_of_the_factors_form_and_ends_are_reached() {
        let steps = factor(Form::Number, FactorValues::Steps(0.1, 0.7, 4));
        assert_eq!(steps.level(0.999), Level::Number(0.7));
        assert_eq!(steps.level(0.0), Level::Number(0.1));
        let days = factor(Form::Day, FactorValues::Between(Spread::Uniform { low: 100.0, high: 102.0 }));
        assert_eq!(days.level(0.5), Level::Day(Date::from_days(101)));
        let even = factor(Form::Whole, FactorValues::Between(Spread::Uniform { low: 0.0, high: 3.0 }));
        let found: Vec<String> =
            [0.0, 0.24, 0.26, 0.51, 0.76, 1.0].map(|u| even.level(u).to_string()).to_vec();
        assert_eq!(found, ["0", "0", "1", "2", "3", "3"]);
        let listed =
            factor(Form::Text, FactorValues::Listed(vec![Level::Text("x".into()), Level::Text("y".into())]));
        assert_eq!(listed.level(0.5).to_string(), "y");
        assert_eq!(listed.level(1.0).to_string(), "y");
    }
}
