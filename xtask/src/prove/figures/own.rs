//! The published figures of the twelve authorities beside those of England and of the model. They
//! show which part of a miss comes from the sample and which from the model.

use super::super::sanity::digits;
use super::list::{FIGURES, Figure, Form, per_child};
use crate::report::Report;
use anyhow::Result;
use balcony::profiles::Profile;
use balcony_engine::setting::Authority;

/// Reads a figure of an authority.
type Own = fn(&Authority) -> f64;

/// Input figures as the authorities published them: id, numerator, denominator (0 for a count).
pub(super) const OWN: [(&str, Own, Own); 12] = [
    ("A019", |a| a.referrals, |_| 0.0),
    ("A052", |a| a.no_further_action * a.referrals, |a| a.referrals),
    ("A053", |a| a.not_in_need * a.referrals, |a| a.referrals),
    ("A066", |a| a.in_need, |_| 0.0),
    ("A146", |a| a.enquiries, |_| 0.0),
    ("A212", |a| a.plans, |_| 0.0),
    ("A281", |a| a.looked_after, |_| 0.0),
    ("B032", |a| a.in_post, |_| 0.0),
    ("B035", |a| a.agency / (1.0 - a.agency) * a.in_post, |a| a.in_post / (1.0 - a.agency)),
    ("B033", |a| a.vacancy / (1.0 - a.vacancy) * a.in_post, |a| a.in_post / (1.0 - a.vacancy)),
    ("B034", |a| a.turnover * a.in_post, |a| a.in_post),
    ("B036", |a| a.in_need, |a| a.in_need / a.caseload),
];

impl Figure {
    /// The value from the authorities' own published figures, in the same unit; `None` if they have
    /// no such figure.
    pub(super) fn own(&self, authorities: &[Authority]) -> Option<f64> {
        let (_, part, whole) = OWN.iter().find(|(id, ..)| *id == self.id)?;
        let rate = |of: Own| per_child(authorities.iter().map(|a| (of(a), a.children)));
        Some(match self.form {
            Form::Count(_) => 10_000.0 * rate(*part),
            Form::Percent(..) => 100.0 * rate(*part) / rate(*whole),
            Form::Ratio(..) | Form::Each(_) | Form::Median => rate(*part) / rate(*whole),
        })
    }
}

/// Tables of the twelve authorities and of their own figures. `models` has the model's values in
/// the order of the figures.
pub(super) fn tables(report: &mut Report, sample: &[&Profile], models: &[f64]) -> Result<()> {
    let authorities: Vec<Authority> = sample.iter().map(|profile| profile.authority()).collect();
    report.table("The twelve", &["authority", "children", "deprivation"]);
    for (profile, authority) in sample.iter().zip(&authorities) {
        report.row([
            profile.name.to_owned(),
            format!("{:.0}", authority.children),
            format!("{:.3}", authority.deprivation),
        ]);
    }
    let heads =
        ["input", "England", "the twelve's own", "own beside England, %", "model", "model beside own, %"];
    report.table("What the twelve published themselves", &heads);
    for (figure, model) in FIGURES.iter().zip(models) {
        if let Some(own) = figure.own(&authorities) {
            let england = figure.published()?;
            let beside = |a: f64, b: f64| format!("{:+.1}", 100.0 * (a / b - 1.0));
            report.row([
                figure.name.to_owned(),
                digits(england),
                digits(own),
                beside(own, england),
                digits(*model),
                beside(*model, own),
            ]);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Kind;
    use balcony_engine::authority::AVERAGE;

    #[test]
    fn inputs_have_figures_of_their_own_and_nothing_else_has() {
        for figure in &FIGURES {
            let own = figure.own(&[AVERAGE]).is_some();
            // The number of episodes that started follows from three figures that have own values.
            assert!(own == (figure.kind == Kind::Input) || figure.id == "A073", "{}", figure.name);
        }
    }

    #[test]
    fn own_figures_count_children_and_not_authorities() {
        // Referrals of 100 and 200 per 10,000, of which 50 % and 20 % without action: 90 of 300.
        let mut authorities = [AVERAGE, AVERAGE];
        for (a, (children, referrals, none)) in
            authorities.iter_mut().zip([(1_000.0, 10.0, 0.5), (4_000.0, 80.0, 0.2)])
        {
            (a.children, a.referrals, a.no_further_action) = (children, referrals, none);
        }
        let own = |id: &str| FIGURES.iter().find(|f| f.id == id).unwrap().own(&authorities).unwrap();
        assert!((own("A019") - 150.0).abs() < 1e-9 && (own("A052") - 30.0).abs() < 1e-9);
        assert!((own("B036") - 16.9).abs() < 1e-9 && (own("B035") - 15.8).abs() < 1e-9);
    }
}
