//! Milestones: a measure that passes a threshold is reported once. It is reported again only after
//! it has gone back some way.

use super::Event;
use super::post::Sight;
use super::words::thousands;

/// A measure with the thresholds at which it is reported.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    key: &'static str,
    steps: &'static [f64],
    read: fn(&Sight) -> f64,
    say: fn(f64, f64, bool) -> String,
    band: usize,
    smooth: f64,
    weight: f64,
}

/// Distance beyond a threshold at which it counts as passed, as a share of the distance between the
/// first two thresholds. It prevents repeated reports of a measure that moves around a threshold.
const BEYOND: f64 = 0.3;

impl Mark {
    fn new(
        key: &'static str,
        steps: &'static [f64],
        weight: f64,
        read: fn(&Sight) -> f64,
        say: fn(f64, f64, bool) -> String,
    ) -> Self {
        Self { key, steps, read, say, band: 0, smooth: f64::NAN, weight }
    }

    /// All measures that are followed, with their values at the start.
    pub(super) fn all(start: &Sight) -> Vec<Self> {
        let mut marks = vec![
            Self::new(
                "culture",
                &[0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75],
                1.0,
                |sight| sight.measure("culture"),
                |step, _, up| {
                    let way = if up { "towards learning" } else { "back towards compliance" };
                    format!("The culture of teams moved {way}, past {step:.2}.")
                },
            ),
            Self::new(
                "prescription",
                &[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
                1.0,
                |sight| sight.measure("prescription"),
                |step, _, up| {
                    let way = if up { "thickened" } else { "thinned" };
                    format!(
                        "The rules {way}: prescription {} {step:.1} of 1.",
                        if up { "rose above" } else { "fell below" }
                    )
                },
            ),
            Self::new(
                "trust",
                &[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
                1.0,
                |sight| sight.measure("trust"),
                |step, _, up| {
                    let way = if up { "rose above" } else { "fell below" };
                    format!("Trust between agencies {way} {step:.1} of 1.")
                },
            ),
            Self::new(
                "vacancy",
                &[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4],
                0.15,
                |sight| sight.vacancy(),
                |step, now, up| {
                    let way = if up { "More than" } else { "Fewer than" };
                    format!(
                        "{way} {:.0} % of posts had no employed holder (now {:.0} %).",
                        100.0 * step,
                        100.0 * now
                    )
                },
            ),
            Self::new(
                "utilisation",
                &[0.8, 0.9, 1.0, 1.1, 1.2, 1.3],
                0.1,
                |sight| sight.measure("utilisation"),
                |step, now, up| {
                    if (step - 1.0).abs() < 1e-9 && up {
                        format!("The work due passed the hours there were: {now:.2} times as much.")
                    } else {
                        let way = if up { "rose above" } else { "fell below" };
                        format!("The work due {way} {step:.1} times the hours there were.")
                    }
                },
            ),
            Self::new(
                "authorisation",
                &[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
                1.0,
                |sight| sight.director.authorisation,
                |step, _, up| {
                    let way = if up { "rose above" } else { "fell below" };
                    format!("The mandate from members, chief executive and public {way} {step:.1} of 1.")
                },
            ),
            Self::new(
                "credibility",
                &[0.2, 0.35, 0.5, 0.65, 0.8],
                1.0,
                |sight| sight.director.credibility[0],
                |step, _, up| {
                    let way = if up { "rose above" } else { "fell below" };
                    format!("The director's credibility with staff {way} {step:.2} of 1.")
                },
            ),
            Self::new(
                "strain",
                &[0.5, 0.7, 0.85],
                1.0,
                |sight| sight.director.strain,
                |step, _, up| {
                    let way = if up { "rose above" } else { "fell below" };
                    format!("The director's own strain {way} {step:.1} of 1.")
                },
            ),
            Self::new(
                "staff-strain",
                &[0.2, 0.3, 0.4, 0.5],
                0.3,
                |sight| sight.measure("strain"),
                |step, _, up| {
                    let way = if up { "rose above" } else { "fell below" };
                    format!("The strain of staff {way} {step:.1} of 1.")
                },
            ),
            Self::new(
                "early-help",
                &[0.7, 0.8, 0.9],
                0.5,
                |sight| sight.around.early_help,
                |step, _, up| {
                    let way = if up { "recovered to" } else { "was cut below" };
                    format!("Early help {way} {:.0} % of what is usual.", 100.0 * step)
                },
            ),
            Self::new(
                "frozen",
                &[0.05, 0.15, 0.3],
                0.5,
                |sight| sight.around.frozen,
                |step, _, up| {
                    let way = if up { "More" } else { "Fewer" };
                    format!("{way} than {:.0} % of vacant posts were frozen to save money.", 100.0 * step)
                },
            ),
            Self::new(
                "queue",
                &[5.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 4000.0],
                0.5,
                |sight| f64::from(sight.waiting),
                |step, _, up| match (up, step < 6.0) {
                    (true, true) => "Decisions began to pile up on the director's desk.".to_owned(),
                    (true, false) => {
                        format!("More than {} decisions waited on the director's desk.", thousands(step))
                    }
                    (false, true) => {
                        "The director's desk was cleared: no decision waited for long.".to_owned()
                    }
                    (false, false) => {
                        format!(
                            "Fewer than {} decisions still waited on the director's desk.",
                            thousands(step)
                        )
                    }
                },
            ),
        ];
        for mark in &mut marks {
            mark.stand(start);
        }
        marks
    }

    /// Resets the measures that belong to a person, because another sentence reports the new
    /// director's values.
    pub(super) fn begin_anew(&mut self, sight: &Sight) {
        if ["credibility", "strain"].contains(&self.key) {
            self.stand(sight);
        }
    }

    fn stand(&mut self, sight: &Sight) {
        self.smooth = (self.read)(sight);
        self.band = self.steps.iter().filter(|step| self.smooth >= **step).count();
    }

    /// Adds the threshold that was passed this week, if any.
    pub(super) fn tell(&mut self, sight: &Sight, events: &mut Vec<Event>) {
        self.smooth += self.weight * ((self.read)(sight) - self.smooth);
        let margin = BEYOND * (self.steps[1] - self.steps[0]);
        let before = self.band;
        while self.band < self.steps.len() && self.smooth >= self.steps[self.band] + margin {
            self.band += 1;
        }
        while self.band > 0 && self.smooth < self.steps[self.band - 1] - margin {
            self.band -= 1;
        }
        if self.band == before {
            return;
        }
        let up = self.band > before;
        let step = if up { self.steps[self.band - 1] } else { self.steps[self.band] };
        let numbers = vec![("step", step), ("value", self.smooth)];
        events.push(Event {
            week: sight.week,
            key: self.key,
            sentence: (self.say)(step, self.smooth, up),
            numbers,
        });
    }
}
