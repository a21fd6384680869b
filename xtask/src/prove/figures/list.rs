//! The forty figures, chosen and labelled by rule before any run of the twelve authorities.
//!
//! **Which figures.** Every figure of the table in [`crate::figures`] with a row in
//! `data/observed.csv`, except those that follow from two others (enquiries per referral,
//! conferences per enquiry, plans per conference, cases that are neither plan nor care, the number
//! of agency workers, the number of leavers): thirty-four. Then published figures that the model
//! counts in the same way but that table lacks: the ages of open episodes (A082 to A088; the
//! youngest class is the remainder to a hundred), care that ceased on the eighteenth birthday
//! (A327, of 2022: the nearest year), changes of directors (C010). Years are those of the fit:
//! 2018-19, durations of episodes of 2015.
//!
//! **Labels.** *Input*: each authority is scaled to its own published figure, or the figure follows
//! from such figures by subtraction. That is stricter than the table, which is about the average
//! authority. *Fitted*: `cargo xtask fit` moved a parameter for it, or a parameter's own source
//! says that it was set for it. *Emergent*: all others, including figures that nearly follow from
//! others in a stationary service (starts and ends of a stock).

use super::sample::Simulated;
use crate::figures::{Kind, days_of};
use anyhow::{Context, Result};
use balcony::profiles::observed_value;

/// Number of authorities over which changes of directors were counted (C054 and its neighbours;
/// crates/engine/src/mechanisms/directors.rs).
const AUTHORITIES: f64 = 152.0;

/// A count of one run, or its mean.
type Part = fn(&Simulated) -> f64;

/// How a figure of the mixture is computed. Rates per child are averaged over authorities with
/// equal weights.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A count per 10,000 children.
    Count(Part),
    /// A ratio of two rates, in per cent.
    Percent(Part, Part),
    /// A ratio of two rates.
    Ratio(Part, Part),
    /// A count per authority, whatever its size.
    Each(Part),
    /// Median number of working days of an assessment.
    Median,
}

/// One published figure.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) kind: Kind,
    pub(super) form: Form,
}

impl Figure {
    /// The published value for England, in the unit of the mixture.
    pub(super) fn published(&self) -> Result<f64> {
        let row = |id: &str| observed_value(id).with_context(|| format!("no published figure {id}"));
        let value = row(self.id)?;
        Ok(match self.form {
            // Children of England in units of ten thousand, from the published referral rate.
            Form::Count(_) => value / (row("A019")? / row("A020")?),
            Form::Each(_) => value / AUTHORITIES,
            Form::Percent(..) | Form::Ratio(..) | Form::Median => value,
        })
    }

    /// The value in a mixture; `None` if its denominator is 0, for example if a sample has no
    /// plans.
    pub(super) fn model(&self, mixture: &[&Simulated]) -> Option<f64> {
        let rate = |part: Part| per_child(mixture.iter().map(|ran| (part(ran), ran.children)));
        let over = |part: Part, whole: Part| (rate(whole) != 0.0).then(|| rate(part) / rate(whole));
        match self.form {
            Form::Count(part) => Some(10_000.0 * rate(part)),
            Form::Percent(part, whole) => over(part, whole).map(|share| 100.0 * share),
            Form::Ratio(part, whole) => over(part, whole),
            Form::Each(part) => Some(mixture.iter().map(|ran| part(ran)).sum::<f64>() / mixture.len() as f64),
            Form::Median => {
                let class = |at: usize| {
                    let days = |ran: &&Simulated| ran.measured.tally.counts.assessment_days[at] as f64;
                    per_child(mixture.iter().map(|ran| (days(ran), ran.children)))
                };
                let classes: [f64; 8] = std::array::from_fn(class);
                (classes.iter().sum::<f64>() != 0.0).then(|| days_of(&classes, 0.5))
            }
        }
    }
}

/// Mean of counts per child; every authority represents the same number of children.
pub(super) fn per_child(counts: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (count, children) in counts {
        sum += count / children;
        n += 1.0;
    }
    sum / n
}

const fn figure(name: &'static str, id: &'static str, kind: Kind, form: Form) -> Figure {
    Figure { name, id, kind, form }
}

fn all(classes: [u64; 5]) -> f64 {
    classes.iter().sum::<u64>() as f64
}

fn episodes(ran: &Simulated) -> f64 {
    all(ran.measured.tally.counts.ended_by_length)
}

fn plans(ran: &Simulated) -> f64 {
    all(ran.measured.tally.counts.plans_by_length)
}

fn episode(ran: &Simulated, class: usize) -> f64 {
    ran.measured.tally.counts.ended_by_length[class] as f64
}

fn plan(ran: &Simulated, class: usize) -> f64 {
    ran.measured.tally.counts.plans_by_length[class] as f64
}

use Form::{Count, Each, Median, Percent, Ratio};
use Kind::{Emergent, Fitted, Input};

/// The forty figures, in the order of the pathway.
pub(super) const FIGURES: [Figure; 40] = [
    figure("referrals a year per 10,000 children", "A019", Input, Count(|r| r.yearly("referrals"))),
    figure("re-referrals, %", "A041", Emergent, Percent(|r| r.mean("re_referrals"), |r| r.mean("referrals"))),
    figure(
        "no further action, %",
        "A052",
        Input,
        Percent(|r| r.mean("no_further_action"), |r| r.mean("referrals")),
    ),
    figure(
        "assessed, not in need, %",
        "A053",
        Input,
        Percent(|r| r.mean("not_in_need"), |r| r.mean("referrals")),
    ),
    figure("assessments a year per 10,000", "A131", Emergent, Count(|r| r.yearly("assessments"))),
    figure(
        "assessments within 45 days, %",
        "A118",
        Fitted,
        Percent(|r| r.mean("assessments_timely"), |r| r.mean("assessments")),
    ),
    figure("assessment days, median", "A132", Fitted, Median),
    figure("episodes started a year per 10,000", "A073", Input, Count(|r| r.yearly("started"))),
    figure("episodes ended a year per 10,000", "A074", Emergent, Count(|r| r.yearly("ended"))),
    figure("episodes ended within 3 months, %", "A079", Fitted, Percent(|r| episode(r, 0), episodes)),
    figure("episodes ended after 3-6 months, %", "A081", Fitted, Percent(|r| episode(r, 1), episodes)),
    figure("episodes ended after 6-12 months, %", "A083", Emergent, Percent(|r| episode(r, 2), episodes)),
    figure("episodes ended after 1-2 years, %", "A085", Emergent, Percent(|r| episode(r, 3), episodes)),
    figure("episodes ended after 2 years, %", "A087", Emergent, Percent(|r| episode(r, 4), episodes)),
    figure(
        "open episodes aged 3-6 months, %",
        "A082",
        Emergent,
        Percent(|r| r.ages[1] as f64, |r| all(r.ages)),
    ),
    figure(
        "open episodes aged 6-12 months, %",
        "A084",
        Emergent,
        Percent(|r| r.ages[2] as f64, |r| all(r.ages)),
    ),
    figure(
        "open episodes aged 1-2 years, %",
        "A086",
        Emergent,
        Percent(|r| r.ages[3] as f64, |r| all(r.ages)),
    ),
    figure(
        "open episodes aged over 2 years, %",
        "A088",
        Emergent,
        Percent(|r| r.ages[4] as f64, |r| all(r.ages)),
    ),
    figure("children in need per 10,000", "A066", Input, Count(|r| r.mean("open"))),
    figure("enquiries a year per 10,000", "A146", Input, Count(|r| r.yearly("enquiries"))),
    figure("conferences a year per 10,000", "A162", Fitted, Count(|r| r.yearly("conferences"))),
    figure("plans started a year per 10,000", "A211", Fitted, Count(|r| r.yearly("plans_started"))),
    figure("plans ended a year per 10,000", "A220", Emergent, Count(|r| r.yearly("plans_ended"))),
    figure("children with a plan per 10,000", "A212", Input, Count(|r| r.mean("plan_stock"))),
    figure(
        "repeat plans, %",
        "A234",
        Fitted,
        Percent(|r| r.mean("plans_repeat"), |r| r.mean("plans_started")),
    ),
    figure("plans ended within 3 months, %", "A246", Emergent, Percent(|r| plan(r, 0), plans)),
    figure("plans ended after 3-6 months, %", "A247", Emergent, Percent(|r| plan(r, 1), plans)),
    figure("plans ended after 6-12 months, %", "A248", Emergent, Percent(|r| plan(r, 2), plans)),
    figure("plans ended after 1-2 years, %", "A249", Emergent, Percent(|r| plan(r, 3), plans)),
    figure("care started a year per 10,000", "A282", Fitted, Count(|r| r.yearly("care_started"))),
    figure("care ceased a year per 10,000", "A283", Emergent, Count(|r| r.yearly("care_ceased"))),
    figure(
        "care ceased on the 18th birthday, %",
        "A327",
        Emergent,
        Percent(|r| r.count(r.measured.tally.counts.care_eighteen), |r| r.yearly("care_ceased")),
    ),
    figure("children looked after per 10,000", "A281", Input, Count(|r| r.mean("care_stock"))),
    figure("social workers in post per 10,000", "B032", Input, Count(|r| r.mean("employed"))),
    figure(
        "agency rate, %",
        "B035",
        Input,
        Percent(|r| r.mean("agency"), |r| r.mean("agency") + r.mean("employed")),
    ),
    figure(
        "vacancy rate, %",
        "B033",
        Input,
        Percent(|r| r.mean("vacant"), |r| r.mean("vacant") + r.mean("employed")),
    ),
    figure("turnover, %", "B034", Input, Percent(|r| r.yearly("leavers"), |r| r.mean("employed"))),
    figure("starters a year per 10,000", "B079", Emergent, Count(|r| r.yearly("starters"))),
    // Mean caseload of the authorities, weighted by the number of staff who hold cases at the end.
    figure("caseload", "B036", Input, Ratio(|r| r.mean("caseload") * r.holders, |r| r.holders)),
    figure(
        "changes of director a year and authority",
        "C010",
        Fitted,
        Each(|r| r.measured.outcome("director-changes")),
    ),
];

#[cfg(test)]
mod tests {
    use super::super::sample::tests::small;
    use super::*;
    use crate::figures::{LINES, Target};
    use balcony::profiles::observed;

    fn id(target: Target) -> Option<&'static str> {
        match target {
            Target::Flow(id) | Target::Stock(id) | Target::Plain(id) => Some(id),
            Target::Less(..) | Target::Table(_) => None,
        }
    }

    #[test]
    fn forty_published_figures_of_england_each_once() {
        let mut names: Vec<_> = FIGURES.iter().map(|figure| figure.name).collect();
        let mut ids: Vec<_> = FIGURES.iter().map(|figure| figure.id).collect();
        for list in [&mut names, &mut ids] {
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), 40);
        }
        for figure in &FIGURES {
            let row = observed().iter().find(|row| row.id == figure.id).unwrap();
            assert!(row.geography == "England" && row.value.unwrap() > 0.0, "{}", figure.id);
            assert!(figure.published().unwrap() > 0.0, "{}", figure.id);
        }
    }

    // 650,930 referrals at 553.7 per 10,000 give 11,756,005 children; 399,510 in need are then
    // 339.8 per 10,000.
    #[test]
    fn counts_are_per_ten_thousand_children() {
        let published = |id: &str| FIGURES.iter().find(|f| f.id == id).unwrap().published().unwrap();
        assert!((published("A019") - 553.7).abs() < 1e-9);
        assert!((published("A066") - 399_510.0 / 1_175.600_5).abs() < 1e-3);
        assert!((published("C010") - 51.0 / 152.0).abs() < 1e-12);
        assert_eq!(published("B036"), 16.9);
    }

    #[test]
    fn labels_are_no_bolder_than_those_of_the_table() {
        let rank = |kind: Kind| [Input, Fitted, Emergent].iter().position(|other| *other == kind);
        for figure in &FIGURES {
            if let Some(line) = LINES.iter().find(|line| id(line.target) == Some(figure.id)) {
                assert!(rank(figure.kind) <= rank(line.kind), "{}", figure.name);
            }
        }
    }

    #[test]
    fn a_mixture_counts_children_and_not_authorities() {
        // 10 of 1,000 and 80 of 4,000 children: 1 % and 2 %.
        assert!((per_child([(10.0, 1_000.0), (80.0, 4_000.0)].into_iter()) - 0.015).abs() < 1e-15);
    }

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        let mut ran = small();
        let ended = FIGURES.iter().find(|f| f.id == "A246").unwrap();
        assert!(ended.model(&[&ran]).unwrap() > 0.0);
        ran.measured.tally.counts.plans_by_length = [0; 5];
        assert_eq!(ended.model(&[&ran]), None);
        // One authority with plans is enough.
        assert!(ended.model(&[&ran, &small()]).unwrap() > 0.0);
        ran.measured.tally.counts.assessment_days = [0; 8];
        assert_eq!(FIGURES.iter().find(|f| f.id == "A132").unwrap().model(&[&ran]), None);
    }

    // An authority of 6,000 children; counts of the table are for 60,000.
    #[test]
    fn figures_of_one_authority_miss_as_those_of_the_table() {
        let ran = small();
        let mut compared = 0;
        for figure in &FIGURES {
            let Some(line) = LINES.iter().find(|line| id(line.target) == Some(figure.id)) else {
                continue;
            };
            let size = if matches!(figure.form, Count(_)) { 10.0 } else { 1.0 };
            let table = size * (line.model)(&ran.measured) / line.target.value().unwrap().0;
            let here = figure.model(&[&ran]).unwrap() / figure.published().unwrap();
            assert!((here - table).abs() < 1e-9, "{}: {here} {table}", figure.name);
            // Two identical authorities give the same as one.
            let twice = figure.model(&[&ran, &ran]).unwrap() / figure.published().unwrap();
            assert!((twice - here).abs() < 1e-9, "{}", figure.name);
            compared += 1;
        }
        assert_eq!(compared, 34);
    }
}
