//! What changed for a child within one week, read off two looks at it. No words here.

use balcony_engine::parameters::Parameters;
use balcony_engine::world::{ASSESSING, CONFERENCE, Child, ENQUIRY, NO_POST, OUTSIDE, Stage};

use super::watch::{Glimpse, Seen};

/// Two looks at a child, a week apart, while its need lives at the first.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// At the end of the week before.
    pub before: &'a Seen,
    /// At the end of this week; none if the need has ended.
    pub after: Option<&'a Seen>,
    /// This week.
    pub glimpse: &'a Glimpse,
    /// The model's parameters.
    pub p: &'a Parameters,
}

/// Who holds a case, as far as changes of worker follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    stage: Stage,
    worker_since: u32,
    post_index: u16,
}

impl Held {
    /// What a record and its post say of it.
    pub fn of(child: &Child, post_index: u16) -> Self {
        Self { stage: child.stage, worker_since: child.worker_since, post_index }
    }

    /// Did a post take the case between two looks a week apart (also if it lost it at once)?
    fn taken(self, is: Self) -> bool {
        let open = is.stage != Stage::Unserved;
        open && is.worker_since != self.worker_since
            || is.post_index != self.post_index && is.post_index != NO_POST
    }

    /// Changes of worker between two looks a week apart.
    pub fn worker_changes(self, is: Self) -> u32 {
        if is.stage == Stage::Unserved {
            return 0;
        }
        let taken = self.taken(is);
        // Found in need: the case is handed to another team, unless others than a social worker
        // take it.
        let found = self.stage == Stage::Assessment && is.stage == Stage::Need;
        match (self.post_index, is.post_index) {
            (NO_POST, NO_POST) if !taken => u32::from(found),
            (NO_POST, NO_POST) => 1 + u32::from(found),
            (NO_POST, OUTSIDE) => 0,
            (NO_POST, _) => u32::from(found),
            (_, NO_POST) => 1 + u32::from(taken),
            (_, OUTSIDE) => 0,
            _ => u32::from(taken),
        }
    }
}

/// How a week's risk moved by itself, beyond what time and help do.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moved {
    /// Risk before and after.
    pub from: f64,
    /// Risk after.
    pub to: f64,
    /// By how much a shock raised it, of what was left to 1.
    pub shock: f64,
    /// Was the child harmed?
    pub harmed: bool,
    /// Did the child move between placements?
    pub moved: bool,
    /// Did early help lower the base level?
    pub early_help: bool,
}

impl<'a> Changes<'a> {
    /// The week that was lived.
    pub fn week(&self) -> u32 {
        self.glimpse.week
    }

    /// The record a week before.
    pub fn was(&self) -> &'a Child {
        &self.before.child
    }

    fn is(&self) -> Option<&'a Child> {
        self.after.map(|after| &after.child)
    }

    /// Was the child referred this week?
    pub fn referred(&self) -> bool {
        self.is().is_some_and(|is| is.referred == self.week() && self.was().referred != self.week())
    }

    /// Is that a re-referral within twelve months?
    pub fn re_referred(&self) -> bool {
        let last = self.was().referred;
        self.referred() && last > 0 && self.week() - last <= 52
    }

    /// The agencies that may have made the referral: one bit if it can be told.
    pub fn referrers(&self) -> u8 {
        let Some(is) = self.is() else { return 0 };
        if is.shared.count_ones() == 1 { is.shared } else { is.holders & self.glimpse.referring }
    }

    /// Was the case closed this week, from which stage? A referral closed at the front door is
    /// none.
    pub fn closed(&self) -> Option<Stage> {
        let open_after = self.is().is_some_and(Child::is_open);
        (self.was().is_open() && !open_after).then_some(self.was().stage)
    }

    /// Did an assessment end this week, after how many weeks?
    pub fn assessed(&self) -> Option<u32> {
        let still =
            self.is().is_some_and(|is| is.has(ASSESSING) && is.assess_since == self.was().assess_since);
        let ended = self.was().has(ASSESSING) && !still && !self.came_of_age();
        ended.then(|| self.week() - self.was().assess_since)
    }

    /// Did a fresh assessment of an open case begin?
    pub fn assessed_afresh(&self) -> bool {
        self.is().is_some_and(|is| is.has(ASSESSING) && is.assess_since == self.week()) && !self.referred()
    }

    /// Did a section 47 enquiry begin this week?
    pub fn enquiry_began(&self) -> bool {
        let anew = |is: &Child| {
            let due = self.week() + self.p.pathway.enquiry_weeks as u32;
            is.enquiry_due != self.was().enquiry_due && is.enquiry_due == due && !is.has(CONFERENCE)
        };
        self.is().is_some_and(|is| is.has(ENQUIRY) && (!self.was().has(ENQUIRY) || anew(is)))
    }

    /// Did it begin because of a brother or sister's conference?
    pub fn enquiry_joined(&self) -> bool {
        self.enquiry_began() && self.is().is_some_and(|is| is.has(CONFERENCE))
    }

    /// Did an enquiry that ran before this week end, or go to its conference?
    pub fn enquiry_ended(&self) -> bool {
        let on = self.is().is_some_and(|is| is.has(ENQUIRY) && !is.has(CONFERENCE) && !self.enquiry_began());
        self.was().has(ENQUIRY) && !self.was().has(CONFERENCE) && !on
    }

    /// Was a conference called?
    pub fn conference_called(&self) -> bool {
        self.is().is_some_and(|is| is.has(CONFERENCE)) && !self.was().has(CONFERENCE)
    }

    /// Was the conference held?
    pub fn conference_held(&self) -> bool {
        self.was().has(CONFERENCE) && self.was().enquiry_due <= self.week() && !self.came_of_age_first()
    }

    /// Did the child turn eighteen?
    pub fn came_of_age(&self) -> bool {
        self.after.is_none() && self.was().eighteen <= self.week()
    }

    /// A conference on the birthday itself is still held.
    fn came_of_age_first(&self) -> bool {
        self.was().eighteen < self.week()
    }

    /// Left care for good (adoption, special guardianship)?
    pub fn permanence(&self) -> bool {
        self.after.is_none() && !self.came_of_age() && self.was().stage == Stage::Care
    }

    /// Did a protection plan start?
    pub fn plan_started(&self) -> bool {
        self.is().is_some_and(|is| is.plans_ever > self.was().plans_ever)
    }

    /// Did a post take the case this week (also if it lost it at once)?
    pub fn taken(&self) -> bool {
        self.holding().is_some_and(|(was, is)| was.taken(is))
    }

    fn holding(&self) -> Option<(Held, Held)> {
        let held = |seen: &Seen| Held::of(&seen.child, seen.post_index);
        self.after.map(|after| (held(self.before), held(after)))
    }

    /// Changes of worker, as the engine counts them: a handover to another team, and each worker
    /// who leaves.
    pub fn worker_changes(&self) -> u32 {
        self.holding().map_or(0, |(was, is)| was.worker_changes(is))
    }

    /// What moved the risk this week.
    pub fn moved(&self) -> Moved {
        let (from, base) = (f64::from(self.before.risk), f64::from(self.before.base));
        let Some(is) = self.is().filter(|is| is.at == self.week()) else { return Moved::default() };
        let to = f64::from(is.risk());
        let up = (f64::from(is.base) - base) / (1.0 - base);
        let (harm, moving) = (self.p.needs.harm_base, self.p.placement.move_harm);
        let in_care = self.was().stage == Stage::Care && is.stage == Stage::Care;
        let harmed = is.harm_number != self.was().harm_number && harm > 0.0 && up > 0.6 * harm;
        let left = if harmed { 1.0 - (1.0 - up) / (1.0 - harm) } else { up };
        let moved = in_care && moving > 0.0 && left > 0.6 * moving;
        let mut room = 1.0 - from;
        for (happened, size) in [(harmed, harm), (moved, moving)] {
            room *= if happened { 1.0 - size } else { 1.0 };
        }
        let shock = if room > 1e-6 { 1.0 - (1.0 - to) / room } else { 0.0 };
        let early_help = !self.was().is_open() && up < -0.01;
        Moved { from, to, shock, harmed, moved, early_help }
    }
}
