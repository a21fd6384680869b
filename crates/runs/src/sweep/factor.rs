//! A factor: which key it varies, and how a coordinate of the unit cube becomes a value.

use balcony_engine::calendar::Date;

use crate::results::rows::{Form, Level};
use balcony_doe::design::Spread;

/// How a factor gets its values.
#[derive(Debug, Clone, PartialEq)]
pub enum FactorValues {
    /// A distribution between two ends.
    Between(Spread),
    /// Evenly spaced values between two ends, both included, and their number.
    Steps(f64, f64, usize),
    /// One of a list.
    Listed(Vec<Level>),
    /// Given for each point in a file.
    Given,
}

/// A factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Name in the experiment file, and of the column.
    pub name: String,
    /// Key that the factor varies.
    pub key: String,
    /// Unit of the key; empty if it has none.
    pub unit: String,
    /// Meaning of the key.
    pub meaning: String,
    /// Type of the values.
    pub form: Form,
    /// How the factor gets its values.
    pub how: FactorValues,
}

impl Factor {
    /// The value for a coordinate `u` in the unit interval.
    pub fn level(&self, u: f64) -> Level {
        match &self.how {
            // Every whole number or day is equally likely, ends included.
            FactorValues::Between(Spread::Uniform { low, high }) if self.form != Form::Number => {
                self.of(libm::floor(low + u * (high - low + 1.0)).min(*high))
            }
            FactorValues::Between(spread) => self.of(spread.value(u)),
            FactorValues::Steps(low, high, steps) => {
                let step = place(u, *steps) as f64;
                // The last value is exactly the end, without rounding.
                let last = *steps as f64 - 1.0;
                self.of(if step == last { *high } else { low + (high - low) * step / last })
            }
            FactorValues::Listed(levels) => levels[place(u, levels.len())].clone(),
            FactorValues::Given => Level::Number(u),
        }
    }

    /// Converts a number to a value of this factor's type.
    pub(super) fn of(&self, number: f64) -> Level {
        match self.form {
            Form::Number | Form::Text => Level::Number(number),
            Form::Whole => Level::Whole(libm::round(number) as i64),
            Form::Day => Level::Day(Date::from_days(libm::round(number.max(0.0)) as u32)),
        }
    }

    /// The `key=value` setting for a value.
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
