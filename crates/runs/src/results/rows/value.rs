//! Value of a factor in a table.

use balcony_engine::calendar::Date;
use serde::{Deserialize, Serialize};

/// Type of a factor's values, and so of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// A word or a name.
    Text,
}

/// A value of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// A day.
    Day(Date),
    /// A word or a name.
    Text(String),
}

impl std::fmt::Display for Level {
    /// In the form that `--set` accepts; a number with all its digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Whole(whole) => write!(f, "{whole}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl Level {
    /// Parses a value of the given type; `None` if the text is not one.
    pub fn parse(text: &str, form: Form) -> Option<Self> {
        match form {
            Form::Number => {
                text.replace('_', "").parse().ok().filter(|n: &f64| n.is_finite()).map(Self::Number)
            }
            Form::Whole => text.replace('_', "").parse().ok().map(Self::Whole),
            Form::Day => day(text).map(Self::Day),
            Form::Text => Some(Self::Text(text.to_owned())),
        }
    }

    /// The value as a number, where a day counts from 1 January 1990; `None` for a text.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Whole(whole) => Some(*whole as f64),
            Self::Day(day) => Some(f64::from(day.days())),
            Self::Text(_) => None,
        }
    }
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_to_the_last_bit() {
        let third = Level::Number(1.0 / 3.0).to_string();
        assert_eq!(Level::parse(&third, Form::Number), Some(Level::Number(1.0 / 3.0)));
        assert_eq!(Level::Number(3.0).to_string(), "3.0");
        let day = Level::parse("2019-04-01", Form::Day);
        assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2019-04-01"));
        assert_eq!(Level::parse("2019-02-30", Form::Day), None);
        assert_eq!(Level::parse("nan", Form::Number), None);
    }
}
