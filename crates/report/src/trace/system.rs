//! Events of the service as a whole, in sentences: the programme, inspections, partners, and a
//! director who changes style.

use balcony_engine::setting::{Setting, TaskKind};

use super::Event;
use super::post::Sight;
use super::words::span;

const JUDGEMENTS: [&str; 4] = ["inadequate", "requires improvement", "good", "outstanding"];

/// The word for an inspection's judgement.
pub(super) fn judgement(grade: f64) -> &'static str {
    JUDGEMENTS[(grade as usize).min(3)]
}

/// Adds this week's events.
pub(super) fn tell(before: &Sight, now: &Sight, setting: &Setting, events: &mut Vec<Event>) {
    let mut say = |key: &'static str, sentence: String, numbers: Vec<(&'static str, f64)>| {
        events.push(Event { week: now.week, key, sentence, numbers });
    };
    for (at, task) in setting.tasks.iter().take(64).enumerate() {
        if (now.done & !before.done) >> at & 1 == 0 {
            continue;
        }
        let late = now.week.saturating_sub(task.due.0);
        let on_time = if late == 0 { "in time".to_owned() } else { format!("{} late", span(late)) };
        let sentence = match task.kind {
            TaskKind::RulesRemoved => {
                let rules = now.measure("prescription");
                format!("The rules that were to go are gone, {on_time}; prescription stands at {rules:.2}.")
            }
            TaskKind::SwitchOver => {
                let (was, is) = (before.measure("trust"), now.measure("trust"));
                let moved = now.measure("worker_changes");
                format!(
                    "The day of a switch-over, {on_time}: trust between agencies went from {was:.2} to {is:.2}, and {moved:.0} cases \
                     changed hands this week."
                )
            }
            TaskKind::PracticeFramework => format!("A practice framework was announced, {on_time}."),
            TaskKind::JointProposal => {
                let adopted = 100.0 * now.measure("adopted");
                format!(
                    "A joint proposal was put to partners, {on_time}; of those asked so far {adopted:.0} % hold to it."
                )
            }
        };
        say("programme", sentence, vec![("weeks late", f64::from(late))]);
    }
    let done = setting.tasks.len();
    if (now.done >> done.min(63)) > (before.done >> done.min(63)) {
        let rules = now.measure("prescription");
        say(
            "programme",
            format!("The programme was complete; prescription stands at {rules:.2}."),
            vec![("prescription", rules)],
        );
    }
    if now.inspections > 0 {
        let (was, is) = (before.measure("judgement"), now.measure("judgement"));
        let before = if was == is { "as before".to_owned() } else { format!("{} before", judgement(was)) };
        say(
            "inspection",
            format!("Inspectors came. Their judgement: {} ({before}).", judgement(is)),
            vec![("judgement", is)],
        );
    }
    for level in [0.25, 0.5, 0.75] {
        if before.measure("framework") < level && now.measure("framework") >= level {
            say(
                "framework",
                format!("The practice framework was embedded to {:.0} %.", 100.0 * level),
                vec![("framework", now.measure("framework"))],
            );
        }
    }
    if now.measure("style_changes") > before.measure("style_changes") {
        say(
            "adapted",
            "The director saw that it went worse, and tried another way of leading.".to_owned(),
            vec![("changes", now.measure("style_changes"))],
        );
    }
}
