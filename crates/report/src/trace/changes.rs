//! Finds what changed for a child within one week, by comparing two observations. It contains no
//! text.

use balcony_engine::mechanisms::pathway::RE_REFERRAL;
use balcony_engine::parameters::Parameters;
use balcony_engine::world::{ASSESSING, CONFERENCE, Child, ENQUIRY, NO_POST, OUTSIDE, Stage};

use super::watch::{Glimpse, Seen};

/// Two observations of a child, one week apart. The need must exist at the first.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// The child at the end of the week before.
    pub before: &'a Seen,
    /// The child at the end of this week; `None` if the need has ended.
    pub after: Option<&'a Seen>,
    /// The observation of this week, with facts about the authority.
    pub glimpse: &'a Glimpse,
    /// Parameters of the model.
    pub p: &'a Parameters,
}

/// Who holds a case: the facts from which changes of worker follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseHolder {
    stage: Stage,
    worker_since: u32,
    post_index: u16,
}

impl CaseHolder {
    /// Reads these facts from a child's record and the post that holds its case.
    pub fn of(child: &Child, post_index: u16) -> Self {
        Self { stage: child.stage, worker_since: child.worker_since, post_index }
    }

    /// Whether a post took the case within the week, even if it lost the case in the same week.
    fn taken(self, is: Self) -> bool {
        let open = is.stage != Stage::Unserved;
        open && is.worker_since != self.worker_since
            || is.post_index != self.post_index && is.post_index != NO_POST
    }

    /// Number of changes of worker between two observations one week apart.
    pub fn worker_changes(self, is: Self) -> u32 {
        if is.stage == Stage::Unserved {
            return 0;
        }
        let taken = self.taken(is);
        // A child found in need is handed to another team. That counts as a change, unless a team
        // without social workers takes the case.
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

/// Change of a child's risk within a week, beyond the usual effect of time and help.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moved {
    /// Risk before, from 0 to 1.
    pub from: f64,
    /// Risk after, from 0 to 1.
    pub to: f64,
    /// Rise that a shock caused, as a share of the distance to 1.
    pub shock: f64,
    /// Whether the child was harmed.
    pub harmed: bool,
    /// Whether the child moved between placements.
    pub moved: bool,
    /// Whether early help lowered the base level of risk.
    pub early_help: bool,
}

impl<'a> Changes<'a> {
    /// The absolute week of the later observation.
    pub fn week(&self) -> u32 {
        self.glimpse.week
    }

    /// The child's record one week before.
    pub fn was(&self) -> &'a Child {
        &self.before.child
    }

    fn is(&self) -> Option<&'a Child> {
        self.after.map(|after| &after.child)
    }

    /// Whether the child was referred this week.
    pub fn referred(&self) -> bool {
        self.is().is_some_and(|is| is.referred == self.week() && self.was().referred != self.week())
    }

    /// Whether that is a re-referral within twelve months.
    pub fn re_referred(&self) -> bool {
        let last = self.was().referred;
        self.referred() && last > 0 && self.week() - last <= RE_REFERRAL
    }

    /// Agencies that may have made the referral, one bit each. A single bit means that the source
    /// is certain.
    pub fn referrers(&self) -> u8 {
        let Some(is) = self.is() else { return 0 };
        if is.shared.count_ones() == 1 { is.shared } else { is.holders & self.glimpse.referring }
    }

    /// The stage from which the case was closed this week, if it was. A referral closed at the
    /// front door does not count.
    pub fn closed(&self) -> Option<Stage> {
        let open_after = self.is().is_some_and(Child::is_open);
        (self.was().is_open() && !open_after).then_some(self.was().stage)
    }

    /// Duration in weeks of the assessment that ended this week, if one did.
    pub fn assessed(&self) -> Option<u32> {
        let still =
            self.is().is_some_and(|is| is.has(ASSESSING) && is.assess_since == self.was().assess_since);
        let ended = self.was().has(ASSESSING) && !still && !self.came_of_age();
        ended.then(|| self.week() - self.was().assess_since)
    }

    /// Whether a new assessment of an open case began this week.
    pub fn assessed_afresh(&self) -> bool {
        self.is().is_some_and(|is| is.has(ASSESSING) && is.assess_since == self.week()) && !self.referred()
    }

    /// Whether a section 47 enquiry began this week.
    pub fn enquiry_began(&self) -> bool {
        let anew = |is: &Child| {
            let due = self.week() + self.p.pathway.enquiry_weeks as u32;
            is.enquiry_due != self.was().enquiry_due && is.enquiry_due == due && !is.has(CONFERENCE)
        };
        self.is().is_some_and(|is| is.has(ENQUIRY) && (!self.was().has(ENQUIRY) || anew(is)))
    }

    /// Whether it began because of a conference about a brother or sister.
    pub fn enquiry_joined(&self) -> bool {
        self.enquiry_began() && self.is().is_some_and(|is| is.has(CONFERENCE))
    }

    /// Whether an earlier enquiry ended this week, or led to a conference.
    pub fn enquiry_ended(&self) -> bool {
        let on = self.is().is_some_and(|is| is.has(ENQUIRY) && !is.has(CONFERENCE) && !self.enquiry_began());
        self.was().has(ENQUIRY) && !self.was().has(CONFERENCE) && !on
    }

    /// Whether a conference was called this week.
    pub fn conference_called(&self) -> bool {
        self.is().is_some_and(|is| is.has(CONFERENCE)) && !self.was().has(CONFERENCE)
    }

    /// Whether the conference was held this week.
    pub fn conference_held(&self) -> bool {
        self.was().has(CONFERENCE) && self.was().enquiry_due <= self.week() && !self.came_of_age_first()
    }

    /// Whether the child turned eighteen this week.
    pub fn came_of_age(&self) -> bool {
        self.after.is_none() && self.was().eighteen <= self.week()
    }

    /// Whether the birthday was before this week. A conference in the week of the birthday is still
    /// held.
    fn came_of_age_first(&self) -> bool {
        self.was().eighteen < self.week()
    }

    /// Whether the child left care permanently, by adoption or special guardianship.
    pub fn permanence(&self) -> bool {
        self.after.is_none() && !self.came_of_age() && self.was().stage == Stage::Care
    }

    /// Whether a protection plan started this week.
    pub fn plan_started(&self) -> bool {
        self.is().is_some_and(|is| is.plans_ever > self.was().plans_ever)
    }

    /// Whether a post took the case this week, even if it lost the case in the same week.
    pub fn taken(&self) -> bool {
        self.holding().is_some_and(|(was, is)| was.taken(is))
    }

    fn holding(&self) -> Option<(CaseHolder, CaseHolder)> {
        let held = |seen: &Seen| CaseHolder::of(&seen.child, seen.post_index);
        self.after.map(|after| (held(self.before), held(after)))
    }

    /// Changes of worker this week, counted as the engine counts them: a handover to another team,
    /// and each worker who leaves.
    pub fn worker_changes(&self) -> u32 {
        self.holding().map_or(0, |(was, is)| was.worker_changes(is))
    }

    /// What moved the risk this week. Harm, a placement move and early help are inferred from the
    /// size of the change.
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
