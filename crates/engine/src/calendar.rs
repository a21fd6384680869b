//! Weeks, dates and working days.
//!
//! The tick is a week that starts on a Monday. A [`Week`] counts Mondays since 1 January 1990 (a
//! Monday), so that draws can be keyed by absolute weeks and a warm-up needs no negative numbers. A
//! working-day stamp is `week * 5 + day`, day 0 to 4; bank holidays are not modelled (8 a year:
//! deadlines in working days are met about 3 % earlier on the real calendar).

use core::fmt;

/// Weeks in a year, everywhere a yearly rate becomes a weekly one.
pub const WEEKS_A_YEAR: f64 = 52.18;

/// Weeks in a quarter of a year.
pub(crate) const WEEKS_A_QUARTER: f64 = 13.0;
/// Working days in a week.
pub(crate) const WORKING_DAYS: f64 = 5.0;

/// A number of Mondays since 1 January 1990.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(pub u32);

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1990 to 2200.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The date, if there is such a day between 1990 and 2200.
    ///
    /// ```
    /// use balcony_engine::calendar::Date;
    /// assert!(Date::new(2020, 2, 29).is_some());
    /// assert!(Date::new(2019, 2, 29).is_none());
    /// ```
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let there_is = (1990..=2200).contains(&year)
            && (1..=12).contains(&month)
            && 1 <= day
            && day <= days_in_month(year, month);
        there_is.then_some(Self { year, month, day })
    }

    /// Days since 1 January 1990.
    ///
    /// ```
    /// use balcony_engine::calendar::Date;
    /// assert_eq!(Date::new(1990, 2, 1).unwrap().days(), 31);
    /// ```
    pub fn days(self) -> u32 {
        let mut days = 0;
        for year in 1990..self.year {
            days += if is_leap(year) { 366 } else { 365 };
        }
        for month in 1..self.month {
            days += u32::from(days_in_month(self.year, month));
        }
        days + u32::from(self.day) - 1
    }

    /// The day that many days after 1 January 1990.
    ///
    /// ```
    /// use balcony_engine::calendar::Date;
    /// assert_eq!(Date::from_days(31).to_string(), "1990-02-01");
    /// ```
    pub fn from_days(mut days: u32) -> Self {
        let mut year = 1990;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if days < length {
                break;
            }
            days -= length;
            year += 1;
        }
        let mut month = 1;
        while days >= u32::from(days_in_month(year, month)) {
            days -= u32::from(days_in_month(year, month));
            month += 1;
        }
        Self { year, month, day: days as u8 + 1 }
    }

    /// The week this day lies in.
    ///
    /// ```
    /// use balcony_engine::calendar::{Date, Week};
    /// assert_eq!(Date::new(1990, 1, 14).unwrap().week(), Week(1));
    /// ```
    pub fn week(self) -> Week {
        Week(self.days() / 7)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Week {
    /// The first whole week that starts on or after a day.
    ///
    /// ```
    /// use balcony_engine::calendar::{Date, Week};
    /// assert_eq!(Week::on_or_after(Date::new(1990, 1, 2).unwrap()), Week(1));
    /// ```
    pub fn on_or_after(date: Date) -> Self {
        Self(date.days().div_ceil(7))
    }

    /// Its Monday.
    ///
    /// ```
    /// use balcony_engine::calendar::Week;
    /// assert_eq!(Week(1526).monday().to_string(), "2019-04-01");
    /// ```
    pub fn monday(self) -> Date {
        Date::from_days(self.0 * 7)
    }
}

fn is_leap(year: u16) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_weeks_round_trip() {
        for days in 0..60_000 {
            assert_eq!(Date::from_days(days).days(), days);
        }
        let monday = Date::new(2019, 4, 1).unwrap();
        assert_eq!(monday.days() % 7, 0, "1 April 2019 was a Monday");
        assert_eq!(monday.week().monday(), monday);
        assert_eq!(
            Week::on_or_after(Date::new(2019, 4, 2).unwrap()).monday(),
            Date::new(2019, 4, 8).unwrap()
        );
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert!(Date::new(2019, 2, 29).is_none());
        assert!(Date::new(2020, 2, 29).is_some());
        assert!(Date::new(2020, 13, 1).is_none());
        assert!(Date::new(1989, 12, 31).is_none());
    }
}
