//! The kinds of event that a scenario may use: name, meaning of the size, range.

use balcony_engine::setting::EventKind;

/// One kind of event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kind {
    /// Name in a scenario file.
    pub name: &'static str,
    /// The kind in the engine.
    pub kind: EventKind,
    /// Largest allowed size.
    pub high: f64,
    /// Unit of the size.
    pub unit: &'static str,
    /// Whether the event has a length. If it has, a length of 0 weeks has no effect.
    pub lasts: bool,
    /// Description of what happens.
    pub meaning: &'static str,
}

impl Kind {
    /// The allowed sizes in words.
    pub fn allowed(&self) -> String {
        format!("a number from 0 to {} ({}); 0 is no event at all", self.high, self.unit)
    }
}

/// All kinds, in the engine's order.
pub const KINDS: [Kind; EventKind::COUNT] = {
    let mut all = [of(EventKind::SeriousIncident); EventKind::COUNT];
    let mut at = 0;
    while at < EventKind::COUNT {
        all[at] = of(EventKind::ALL[at]);
        at += 1;
    }
    all
};

const fn of(kind: EventKind) -> Kind {
    let (high, unit, lasts, meaning) = match kind {
        EventKind::SeriousIncident => (
            1.0,
            "rise of public salience, share",
            false,
            "A child known to the authority is seriously harmed and the public hears.",
        ),
        EventKind::ScandalElsewhere => (
            1.0,
            "rise of public salience, share",
            false,
            "A scandal elsewhere: fear rises half as much, nobody here is blamed.",
        ),
        EventKind::NeedsSurge => {
            (5.0, "share on top of the usual rate", true, "More children come to have needs while it lasts.")
        }
        EventKind::ContactsSurge => (
            5.0,
            "share on top of the usual rate",
            true,
            "More contacts about children without need while it lasts.",
        ),
        EventKind::WorkSurge => {
            (5.0, "share on top of the usual hours", true, "Every case takes more hours while it lasts.")
        }
        EventKind::BudgetCut => {
            (0.9, "share of the budget", false, "The budget falls while it lasts; with 0 weeks, for good.")
        }
        EventKind::DirectorLeaves => (1.0, "probability", false, "The director leaves."),
        EventKind::RulesRemoved => (
            1.0,
            "share of prescription",
            false,
            "Rules are taken away, if and as fast as the programme is completed.",
        ),
        EventKind::RulesAdded => (1.0, "share of what is left", false, "Rules are added at once."),
        EventKind::PrescriptionHeld => (
            1.0,
            "prescription, share",
            true,
            "Prescription is held at a value while it lasts: an experiment's lever.",
        ),
        EventKind::TrustHeld => (
            1.0,
            "trust, share",
            true,
            "Trust between agencies is held at a value while it lasts: an experiment's lever.",
        ),
        EventKind::RecruitmentDrive => {
            (5.0, "share on top of the usual rate", true, "Vacancies are filled faster while it lasts.")
        }
        EventKind::Inspection => {
            (1.0, "probability", false, "Inspectors come in this week, whenever they were due.")
        }
        EventKind::PartnerCut => (
            0.9,
            "share of partners' budgets",
            false,
            "Partners' budgets fall while it lasts; with 0 weeks, for good. It is felt in their staff, and as far as budgets are pooled.",
        ),
    };
    Kind { name: kind.key(), kind, high, unit, lasts, meaning }
}

/// The kind with a name; `None` if there is none.
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The row of an engine's kind.
pub fn row(kind: EventKind) -> &'static Kind {
    const ROWS: &[Kind; EventKind::COUNT] = &KINDS;
    &ROWS[kind as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_kebab_name() {
        for row in KINDS {
            let mut kebab = String::new();
            for (at, letter) in format!("{:?}", row.kind).char_indices() {
                if letter.is_uppercase() && at > 0 {
                    kebab.push('-');
                }
                kebab.push(letter.to_ascii_lowercase());
            }
            assert_eq!(kebab, row.name);
            assert_eq!(super::row(row.kind), find(row.name).unwrap());
        }
    }
}
