//! Data of the chart of a director's years: weekly style and outcomes, dated marks, and trust of
//! each partner.

use balcony_engine::calendar::Week as Calendar;
use balcony_engine::setting::{Event, EventKind, Setting, TaskKind};
use balcony_engine::strategy::Style;

use super::post::Sight;
use super::system::judgement;
use super::warm_replicate::Names;
use super::words::span;
use crate::charts::timeline::{Kind, Mark, Week};

/// Weekly data of a post for the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Years {
    /// Every week from week 0 on.
    pub weeks: Vec<Week>,
    /// Dated marks.
    pub marks: Vec<Mark>,
    /// Trust of each partner in social care: at week 0, then after every week.
    pub trust: Vec<[f64; 6]>,
}

impl Years {
    /// Converts observations; the first one is the state at week 0.
    pub fn of(past: &[Sight], setting: &Setting, names: &Names) -> Self {
        let lived = past.get(1..).unwrap_or_default();
        let mut marks = Vec::new();
        for pair in past.windows(2) {
            happened(&pair[0], &pair[1], setting, names, &mut marks);
        }
        Self {
            weeks: lived.iter().map(week).collect(),
            marks,
            trust: past.iter().map(|sight| sight.trust).collect(),
        }
    }
}

fn week(sight: &Sight) -> Week {
    Week {
        attention: sight.style.attention,
        rights: rights(&sight.style),
        outcomes: [sight.measure("caseload"), 100.0 * sight.vacancy(), sight.measure("culture")],
    }
}

/// Share of decisions that each site takes, averaged over the kinds of decision.
fn rights(style: &Style) -> [f64; 4] {
    let kinds = style.rights.len() as f64;
    std::array::from_fn(|site| style.rights.iter().map(|row| row[site]).sum::<f64>() / kinds)
}

/// Adds the marks of one week.
fn happened(before: &Sight, now: &Sight, setting: &Setting, names: &Names, marks: &mut Vec<Mark>) {
    let first = setting.start_week.0;
    let date = Calendar(now.week).monday();
    let mut mark = |kind: Kind, text: String| {
        marks.push(Mark {
            week: now.week.saturating_sub(first),
            kind,
            date: format!("{} {} {}", date.day, super::tell::month(date), date.year),
            text,
        });
    };
    for (at, event) in setting.events.iter().enumerate().filter(|(_, event)| event.week.0 == now.week) {
        if let Some(said) = event_said(event) {
            mark(Kind::Event, named(&said, names.events.get(at)));
        }
    }
    let done = now.done & !before.done;
    for at in (0..64).filter(|at| done >> at & 1 == 1) {
        let said = match setting.tasks.get(at).map(|task| task.kind) {
            Some(TaskKind::RulesRemoved) => "rules are gone",
            Some(TaskKind::SwitchOver) => "switch-over",
            Some(TaskKind::PracticeFramework) => "practice framework announced",
            Some(TaskKind::JointProposal) => "joint proposal put to partners",
            // Tasks that events added follow those of the scenario.
            None => "the rules that were to go are gone",
        };
        mark(Kind::Task, named(said, names.tasks.get(at)));
    }
    if now.inspections > 0 {
        mark(Kind::Inspection, format!("inspection: {}", judgement(now.measure("judgement"))));
    }
    if before.director.incumbent != now.director.incumbent {
        let said = match (before.director.interim, now.director.interim) {
            (true, _) => "a new director starts",
            (false, true) => "the director leaves, an interim takes over",
            (false, false) => "the director leaves, a successor starts at once",
        };
        mark(Kind::Director, said.to_owned());
    }
}

/// Adds the scenario's name, if there is one.
fn named(said: &str, name: Option<&String>) -> String {
    name.map_or_else(|| said.to_owned(), |name| format!("{said} ({name})"))
}

/// Describes an event in a few words; `None` if its size is 0 or if another mark reports its
/// result.
fn event_said(event: &Event) -> Option<String> {
    if event.size == 0.0 {
        return None;
    }
    let percent = format!("{:.0} %", 100.0 * event.size);
    let lasting = if event.weeks == 0 { String::new() } else { format!(" for {}", span(event.weeks)) };
    Some(match event.kind {
        EventKind::SeriousIncident => "a child is seriously harmed, the public hears".to_owned(),
        EventKind::ScandalElsewhere => "a scandal elsewhere in England".to_owned(),
        EventKind::NeedsSurge => format!("{percent} more needs{lasting}"),
        EventKind::ContactsSurge => format!("{percent} more contacts without needs{lasting}"),
        EventKind::WorkSurge => format!("{percent} more hours for every case{lasting}"),
        EventKind::BudgetCut => format!("the budget falls by {percent}{lasting}"),
        EventKind::RulesRemoved => format!("it is decided that {percent} of rules are to go"),
        EventKind::RulesAdded => "rules are added".to_owned(),
        EventKind::PrescriptionHeld => format!("prescription held at {:.2}{lasting}", event.size),
        EventKind::TrustHeld => format!("trust held at {:.2}{lasting}", event.size),
        EventKind::RecruitmentDrive => format!("a recruitment drive{lasting}"),
        EventKind::PartnerCut => format!("partners' budgets fall by {percent}{lasting}"),
        EventKind::DirectorLeaves | EventKind::Inspection => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_no_size_is_none_and_a_name_is_said() {
        let mut event = Event { week: Calendar(9), weeks: 13, kind: EventKind::WorkSurge, size: 0.08 };
        assert_eq!(event_said(&event).as_deref(), Some("8 % more hours for every case for 13 weeks"));
        event.size = 0.0;
        assert_eq!(event_said(&event), None);
        assert_eq!(named("switch-over", Some(&"restructure".to_owned())), "switch-over (restructure)");
        assert_eq!(named("switch-over", None), "switch-over");
    }

    #[test]
    fn rights_are_the_mean_of_the_kinds() {
        let mut rights = [[0.0, 0.0, 1.0, 0.0]; 5];
        rights[0] = [1.0, 0.0, 0.0, 0.0];
        let style = Style { source: 0.0, rights, attention: [1.0; 7] };
        let mean = super::rights(&style);
        assert!((mean[0] - 0.2).abs() < 1e-12 && (mean[2] - 0.8).abs() < 1e-12);
    }
}
