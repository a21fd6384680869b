//! The published figures with which the model is compared: which ones, for what purpose, and how
//! the model counts the same.
//!
//! A target is read from `data/observed.csv` by its id if a row exists. Counts are scaled from
//! England to 60,000 children with the population that the published referral rate implies (A019
//! over A020; A354 is of 2012). Otherwise the target is the figure of MODEL.md section 2, or the
//! share of PROTOTYPE.md part 2.

use crate::model::Measured;
use anyhow::{Context, Result};
use balcony::profiles::observed_value;
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::measure::Totals;

/// Source of a published value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// A yearly count of England, converted to a week and 60,000 children.
    Flow(&'static str),
    /// A count of England at a date, converted to 60,000 children.
    Stock(&'static str),
    /// The published value unchanged.
    Plain(&'static str),
    /// A stock minus two others.
    Less(&'static str, [&'static str; 2]),
    /// A figure of MODEL.md section 2.
    Table(f64),
}

/// How much agreement with a figure proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The model's value is computed from the figure, so agreement proves nothing.
    Input,
    /// A parameter was fitted to it.
    Fitted,
    /// Nothing was fitted to it.
    Emergent,
}

impl Kind {
    /// Name of the kind.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Fitted => "fitted",
            Self::Emergent => "emergent",
        }
    }
}

/// One line of the sanity table.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
    pub(crate) kind: Kind,
    pub(crate) model: fn(&Measured) -> f64,
}

impl Target {
    /// The target value, and its source.
    pub(crate) fn value(self) -> Result<(f64, String)> {
        let row = |id: &str| observed_value(id).with_context(|| format!("no published figure {id}"));
        let scale = 60_000.0 / (row("A019")? / row("A020")? * 10_000.0);
        Ok(match self {
            Self::Flow(id) => (row(id)? * scale / WEEKS_A_YEAR, id.to_owned()),
            Self::Stock(id) => (row(id)? * scale, id.to_owned()),
            Self::Plain(id) => (row(id)?, id.to_owned()),
            Self::Less(id, [a, b]) => ((row(id)? - row(a)? - row(b)?) * scale, format!("{id} - {a} - {b}")),
            Self::Table(value) => (value, "MODEL.md 2".to_owned()),
        })
    }
}

const fn line(name: &'static str, target: Target, kind: Kind, model: fn(&Measured) -> f64) -> Line {
    Line { name, target, kind, model }
}

fn share(values: &[u64], at: usize) -> f64 {
    100.0 * values[at] as f64 / values.iter().sum::<u64>().max(1) as f64
}

fn counts(ran: &Measured) -> &Totals {
    &ran.tally.counts
}

fn ratio(ran: &Measured, part: &str, whole: &str) -> f64 {
    ran.tally.mean(part) / ran.tally.mean(whole)
}

fn days(ran: &Measured, part: f64) -> f64 {
    days_of(&counts(ran).assessment_days.map(|n| n as f64), part)
}

/// Working days within which a share of the assessments is done, interpolated from the classes of
/// `assessment_days`.
pub(crate) fn days_of(classes: &[f64; 8], part: f64) -> f64 {
    const ENDS: [f64; 9] = [0.0, 10.0, 20.0, 30.0, 40.0, 45.0, 50.0, 60.0, 100.0];
    let wanted = part * classes.iter().sum::<f64>();
    let mut below = 0.0;
    for (at, n) in classes.iter().enumerate() {
        if below + n >= wanted && *n > 0.0 {
            return ENDS[at] + (ENDS[at + 1] - ENDS[at]) * (wanted - below) / n;
        }
        below += n;
    }
    f64::NAN
}

use Kind::{Emergent, Fitted, Input};
use Target::{Flow, Less, Plain, Stock, Table};

/// All lines of the table, in order.
pub(crate) const LINES: &[Line] = &[
    line("contacts a week", Table(230.0), Fitted, |r| r.tally.mean("contacts")),
    line("referrals a week", Flow("A019"), Fitted, |r| r.tally.mean("referrals")),
    line("re-referrals, %", Plain("A041"), Emergent, |r| 100.0 * ratio(r, "re_referrals", "referrals")),
    line("no further action, %", Plain("A052"), Fitted, |r| {
        100.0 * ratio(r, "no_further_action", "referrals")
    }),
    line("assessed, not in need, %", Plain("A053"), Fitted, |r| 100.0 * ratio(r, "not_in_need", "referrals")),
    line("assessments a week", Flow("A131"), Emergent, |r| r.tally.mean("assessments")),
    line("assessments open", Table(390.0), Emergent, |r| r.tally.mean("assessments_open")),
    line("within 45 days, %", Plain("A118"), Fitted, |r| {
        100.0 * ratio(r, "assessments_timely", "assessments")
    }),
    line("assessment days, lower quartile", Table(16.0), Emergent, |r| days(r, 0.25)),
    line("assessment days, median", Plain("A132"), Fitted, |r| days(r, 0.5)),
    line("assessment days, upper quartile", Table(44.0), Emergent, |r| days(r, 0.75)),
    line("episodes started a week", Flow("A073"), Emergent, |r| r.tally.mean("started")),
    line("episodes ended a week", Flow("A074"), Emergent, |r| r.tally.mean("ended")),
    line("ended within 3 months, %", Plain("A079"), Fitted, |r| share(&counts(r).ended_by_length, 0)),
    line("ended after 3-6 months, %", Plain("A081"), Fitted, |r| share(&counts(r).ended_by_length, 1)),
    line("ended after 6-12 months, %", Plain("A083"), Emergent, |r| share(&counts(r).ended_by_length, 2)),
    line("ended after 1-2 years, %", Plain("A085"), Emergent, |r| share(&counts(r).ended_by_length, 3)),
    line("ended after 2 years, %", Plain("A087"), Emergent, |r| share(&counts(r).ended_by_length, 4)),
    line("enquiries a week", Flow("A146"), Fitted, |r| r.tally.mean("enquiries")),
    line("enquiries per referral", Plain("A185"), Emergent, |r| ratio(r, "enquiries", "referrals")),
    line("conferences a week", Flow("A162"), Fitted, |r| r.tally.mean("conferences")),
    line("conferences per enquiry", Plain("A186"), Emergent, |r| ratio(r, "conferences", "enquiries")),
    line("plans per conference", Plain("A187"), Emergent, |r| ratio(r, "plans_started", "conferences")),
    line("plans started a week", Flow("A211"), Fitted, |r| r.tally.mean("plans_started")),
    line("plans ended a week", Flow("A220"), Emergent, |r| r.tally.mean("plans_ended")),
    line("repeat plans, %", Plain("A234"), Fitted, |r| 100.0 * ratio(r, "plans_repeat", "plans_started")),
    line("plans ended within 3 months, %", Plain("A246"), Emergent, |r| share(&counts(r).plans_by_length, 0)),
    line("plans ended after 3-6 months, %", Plain("A247"), Emergent, |r| {
        share(&counts(r).plans_by_length, 1)
    }),
    line("plans ended after 6-12 months, %", Plain("A248"), Emergent, |r| {
        share(&counts(r).plans_by_length, 2)
    }),
    line("plans ended after 1-2 years, %", Plain("A249"), Emergent, |r| share(&counts(r).plans_by_length, 3)),
    line("weeks on a plan", Table(40.0), Emergent, |r| ratio(r, "plan_stock", "plans_ended")),
    line("care started a week", Flow("A282"), Fitted, |r| r.tally.mean("care_started")),
    line("care ceased a week", Flow("A283"), Emergent, |r| r.tally.mean("care_ceased")),
    line("weeks in care", Table(135.0), Emergent, |r| ratio(r, "care_stock", "care_ceased")),
    line("children in need", Stock("A066"), Emergent, |r| r.tally.mean("open")),
    line("of them with a plan", Stock("A212"), Fitted, |r| r.tally.mean("plan_stock")),
    line("of them in care", Stock("A281"), Fitted, |r| r.tally.mean("care_stock")),
    line("of them other", Less("A066", ["A212", "A281"]), Fitted, |r| {
        r.tally.mean("open") - r.tally.mean("plan_stock") - r.tally.mean("care_stock")
    }),
    line("social workers in post", Stock("B032"), Input, |r| r.tally.mean("employed")),
    line("agency workers", Stock("B082"), Emergent, |r| r.tally.mean("agency")),
    line("agency rate, %", Plain("B035"), Emergent, |r| r.outcome("agency")),
    line("vacancies", Table(30.0), Fitted, |r| r.tally.mean("vacant")),
    line("vacancy rate, %", Plain("B033"), Emergent, |r| r.outcome("vacancy")),
    line("leavers a week", Flow("B080"), Fitted, |r| r.tally.mean("leavers")),
    line("turnover, %", Plain("B034"), Emergent, |r| r.outcome("turnover")),
    line("starters a week", Flow("B079"), Emergent, |r| r.tally.mean("starters")),
    line("caseload", Plain("B036"), Fitted, |r| r.tally.mean("caseload")),
    line("changes of worker a child and year", Table(1.0), Fitted, |r| r.outcome("worker-changes")),
    line("face to face, hours a case and week", Table(0.65), Emergent, |r| r.outcome("face-to-face")),
    line("utilisation", Table(0.905), Fitted, |r| r.tally.mean("utilisation")),
    line("strain", Table(0.2), Emergent, |r| r.tally.mean("strain")),
    line("serious reviews a year", Table(0.7), Fitted, |r| r.outcome("harm")),
    line("spending, £m a week", Table(0.9), Fitted, |r| r.tally.mean("cost")),
    line("changes of director a year", Table(0.34), Fitted, |r| r.outcome("director-changes")),
];

/// The line with this name.
pub(crate) fn named(name: &str) -> Result<&'static Line> {
    LINES.iter().find(|line| line.name == name).with_context(|| format!("no figure is called {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_there_and_about_what_the_table_of_the_model_says() {
        for line in LINES {
            assert!(line.target.value().unwrap().0 > 0.0, "{}", line.name);
        }
        let near = |name: &str, value: f64| {
            let target = named(name).unwrap().target.value().unwrap().0;
            assert!((target / value - 1.0).abs() < 0.05, "{name}: {target}");
        };
        near("referrals a week", 63.0);
        near("children in need", 2005.0);
        near("of them other", 1350.0);
        near("social workers in post", 154.0);
    }
}
