//! Changes of the child's own state, and of what social care believes about it, in sentences.

use super::Event;
use super::changes::Changes;
use super::watch::Glimpse;
use super::words::{believed as took, number, risk, span};

/// Smallest rise of risk that is reported as a shock.
const TOLD: f64 = 0.05;
/// Difference of belief and truth that is reported. They count as close again below half of it.
const APART: f64 = 0.2;

/// Adds this week's shocks, harm and early help.
pub(super) fn tell(changes: &Changes<'_>, events: &mut Vec<Event>) {
    let moved = changes.moved();
    let mut say = |key, sentence: String, numbers: Vec<(&'static str, f64)>| {
        events.push(Event { week: changes.week(), key, sentence, numbers });
    };
    let numbers = vec![("from", moved.from), ("to", moved.to)];
    let shocked = moved.shock * (1.0 - moved.from) >= TOLD;
    if shocked && !moved.harmed {
        let sentence =
            format!("Something shook the family: risk rose from {:.2} to {}.", moved.from, risk(moved.to));
        say("shock", sentence, numbers.clone());
    }
    if moved.harmed {
        let how = match (changes.glimpse.incidents, shocked) {
            (0, true) => "Something shook the family and the child was harmed, not seriously",
            (0, false) => "The child was harmed, not seriously",
            (_, true) => {
                "Something shook the family and the child was harmed, in a week with a serious incident here"
            }
            (_, false) => "The child was harmed, in a week with a serious incident in the authority",
        };
        let sentence = format!("{how}: risk went from {:.2} to {}.", moved.from, risk(moved.to));
        say("harm", sentence, numbers.clone());
    }
    if moved.early_help {
        say(
            "early-help",
            "A contact was not accepted, and early help took the family up.".to_owned(),
            numbers,
        );
    }
}

/// Whether a difference of belief and truth has been reported, and since which week.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Apart {
    told: bool,
    since: u32,
}

impl Apart {
    /// Adds that belief and truth differ much, or that they are close again.
    pub(super) fn tell(&mut self, week: u32, glimpse: &Glimpse, events: &mut Vec<Event>) {
        let Some(seen) = glimpse.seen.filter(|seen| seen.child.is_open()) else {
            self.told = false;
            return;
        };
        let (believed, truth) = (f64::from(seen.child.believed).clamp(0.0, 1.0), f64::from(seen.risk));
        let apart = (believed - truth).abs();
        let numbers = vec![("believed", believed), ("risk", truth)];
        // In the week of a referral, the front door's belief is reported elsewhere.
        if !self.told && apart >= APART && seen.child.referred != week {
            let (shared, all) = ((seen.child.shared & seen.child.holders).count_ones(), seen.child.pieces());
            let had = match (shared, all) {
                (0, 1) => "It did not have the one piece of the picture there was.".to_owned(),
                (1, 1) => "It had the one piece of the picture there was.".to_owned(),
                (2, 2) => "It had both pieces of the picture.".to_owned(),
                (0, all) => format!("It had none of the {} pieces of the picture.", number(all)),
                (shared, all) if shared == all => {
                    format!("It had all {} pieces of the picture.", number(all))
                }
                (shared, all) => {
                    format!("It had {} of {} pieces of the picture.", number(shared), number(all))
                }
            };
            let sentence = format!("Social care {}. {had}", took(believed, truth));
            events.push(Event { week, key: "belief-apart", sentence, numbers });
            (self.told, self.since) = (true, week);
        } else if self.told && apart < 0.5 * APART {
            let weeks = span(week - self.since);
            let sentence =
                format!("After {weeks} belief and truth were close again: {believed:.2} and {truth:.2}.");
            events.push(Event { week, key: "belief-close", sentence, numbers });
            self.told = false;
        }
    }
}
