//! The national climate: how much public blame directors live under, as history had it.
//!
//! *Question.* What did the years after a national scandal do to the market? *Equations.* The
//! climate C is 0 in calm years and 1 at its worst; between dated points it moves in a straight
//! line. C raises the leaving of directors ([`crate::leaving`]) and lowers the wish to become one
//! ([`crate::campaign`], [`crate::ladder`]). *Sources.* The course of C is inferred from the yearly
//! changes themselves: 19.7 % of posts in 2008-09, 34.2 % in 2012-13, 25.7 % in 2013-14, 34 a
//! hundred posts in 2017-22 (EVIDENCE.md section 1).

use balcony_engine::calendar::{Date, Week};
use balcony_engine::parameters;

parameters! {
    /// What the climate does.
    Climate "climate" {
        worst: 1.0, 0.0 .. 1.5, "climate", "the unit: 2012-13", "The climate of 2012-13, the worst year that was published.";
        half_life: 78.0, 17.0 .. 156.0, "weeks", "MECHANISMS.md section 3: public salience falls by half in 18 months (4-36)", "Half-life of what a dated national scandal adds to the climate.";
        since: 0.4, 0.0 .. 1.0, "climate", "fitted: 47 to 52 changes a year in 2014-22", "The climate from 2014 on.";
        leaving: 0.65, 0.0 .. 1.5, "log per unit", "fitted: 34.2 % of posts in 2012-13", "How far the climate raises the leaving of directors.";
        wish: 0.3, 0.0 .. 0.8, "latent, and log of rates", "assumption", "How far the climate lowers the wish to become a director, and to apply elsewhere.";
    }
}

/// The course of the climate: weeks and values, in order of weeks. Before the first point it has
/// the first value, after the last the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Course(Vec<(Week, f64)>);

impl Course {
    /// A climate that never changes.
    ///
    /// ```
    /// use balcony_market::climate::Course;
    /// assert_eq!(Course::constant(0.4).at(1000), 0.4);
    /// ```
    pub fn constant(value: f64) -> Self {
        Self(vec![(Week(0), value)])
    }

    /// The climate of England as history had it: calm until the autumn of 2008, worst from April
    /// 2012 to the end of 2013, `since` from April 2014 on.
    ///
    /// ```
    /// use balcony_market::climate::{Climate, Course};
    /// use balcony_engine::calendar::Date;
    /// let course = Course::history(&Climate::default());
    /// let at = |year| course.at(Date::new(year, 6, 1).unwrap().week().0);
    /// assert_eq!((at(2007), at(2013), at(2020)), (0.0, 1.0, 0.4));
    /// ```
    pub fn history(p: &Climate) -> Self {
        let on = |year, month| Date::new(year, month, 1).map_or(Week(0), Date::week);
        Self(vec![
            (on(2008, 11), 0.0),
            (on(2012, 4), p.worst),
            (on(2013, 12), p.worst),
            (on(2014, 4), p.since),
        ])
    }

    /// As this one until a week, from there on one value.
    ///
    /// ```
    /// use balcony_market::climate::Course;
    /// let course = Course::constant(0.4).from(100, 1.0);
    /// assert_eq!((course.at(99), course.at(100)), (0.4, 1.0));
    /// ```
    #[must_use]
    pub fn from(&self, week: u32, value: f64) -> Self {
        let mut points: Vec<_> = self.0.iter().copied().filter(|(at, _)| at.0 < week).collect();
        points.push((Week(week.saturating_sub(1)), self.at(week.saturating_sub(1))));
        points.push((Week(week), value));
        Self(points)
    }

    /// As this one until the first of some points, and from there on in straight lines through
    /// them. The points are in order of weeks.
    ///
    /// ```
    /// use balcony_market::climate::Course;
    /// let course = Course::constant(0.4).through(&[(100, 0.4), (200, 1.0)]);
    /// assert_eq!((course.at(99), course.at(150), course.at(300)), (0.4, 0.7, 1.0));
    /// ```
    #[must_use]
    pub fn through(&self, points: &[(u32, f64)]) -> Self {
        let Some(((week, value), others)) = points.split_first() else { return self.clone() };
        let mut course = self.from(*week, *value);
        course.0.extend(others.iter().map(|(week, value)| (Week(*week), *value)));
        course
    }

    /// The climate of a week.
    ///
    /// ```
    /// use balcony_market::climate::Course;
    /// assert_eq!(Course::constant(1.0).at(0), 1.0);
    /// ```
    pub fn at(&self, week: u32) -> f64 {
        let after = self.0.partition_point(|(at, _)| at.0 <= week);
        let Some((from, value)) = after.checked_sub(1).map(|before| self.0[before]) else {
            return self.0.first().map_or(0.0, |point| point.1);
        };
        let Some((until, next)) = self.0.get(after) else { return value };
        value + (next - value) * f64::from(week - from.0) / f64::from(until.0 - from.0)
    }
}
