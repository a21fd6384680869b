//! Change programme: dated tasks with effort and order, and what a switch-over breaks.
//!
//! *Question.* What do fixed changes by key dates cost, and what is left when they have come?
//! *Equations.* A task is worked on from its first week once those before it are done; its progress
//! a week is time for the programme x influence on teams / (effort x tasks under way). The work
//! takes hours: in all `work.change` x `takes` weeks for a task of usual effort, spread as it is
//! done, so that slow work costs less a week and as much in all; and running two ways side by side
//! takes `drag` until it is done. Rules go as the work goes. A switch-over takes effect on its date
//! if it is prepared as far as `ready`, else late, and is the worse for what was not prepared; it
//! cuts trust, language, routine and bonds by `cut` x size, strains everybody, gives a share of
//! cases to other workers, and leaves people finding their way for a quarter or two. A framework is
//! announced and a joint proposal put to partners when the task is done. *Sources.* MODEL.md
//! section 6; D001-D009 (the Munro recommendations slipped 15.5 months); Andrews and Boyne 2012
//! (worse before a reorganisation).

use crate::context::StepContext;
use crate::mechanisms::{casework, help, influence, partners};
use crate::parameters;
use crate::rng::Tag;
use crate::setting::TaskKind;
use crate::style::{USUAL_PROGRAMME, Use};
use crate::world::{NEVER, OUTSIDE, Service, World};

parameters! {
    /// Change programme.
    Programme "programme" {
        pace: 0.09, 0.02 .. 0.3, "a week", "MECHANISMS.md section 3: 6-18 months; D007", "Progress of a removal of rules that an event brings, at full influence and usual time.";
        takes: 39.0, 26.0 .. 52.0, "weeks", "MECHANISMS.md section 3: 6-12 months", "For how long a task takes `work.change` of hours, at the pace at which it is worked on; slower work takes less a week and as much in all.";
        drag: 0.02, 0.0 .. 0.12, "share of hours", "assumption: running two ways side by side", "Hours that a task takes while it is unfinished, worked on or not.";
        cut: 0.3, 0.1 .. 0.6, "share", "MODEL.md section 6; MECHANISMS.md section 3", "What a full switch-over takes of trust, language, routine and bonds.";
        strain: 0.08, 0.0 .. 0.2, "0 to 1", "assumption", "What a full switch-over adds to everybody's strain.";
        moved: 0.3, 0.0 .. 0.8, "share", "assumption", "Cases that get another worker at a full switch-over.";
        unsettled: 0.12, 0.0 .. 0.25, "share", "MECHANISMS.md section 3 (zeta .05-.25, 6-12 months)", "Hours lost in the weeks after a full switch-over.";
        settles: 13.0, 4.0 .. 40.0, "weeks", "assumption", "Time in which that falls to about a third.";
        ready: 0.6, 0.0 .. 1.0, "share", "assumption", "How far a switch-over must be prepared to go ahead on its date; it is put off week by week until then.";
        unready: 1.0, 0.0 .. 2.0, "ratio", "assumption", "How much worse a switch-over is for what was not prepared.";
        late: 0.1, 0.0 .. 0.4, "a year", "assumption", "What a task that is overdue takes from the mandate.";
    }
}

/// Most of the rules that a task takes away: a numerical guard that keeps the share away from 1.
pub(crate) const MOST_REMOVED: f64 = 0.95;

/// One week of the programme.
pub(crate) fn work(world: &mut World, context: &StepContext<'_>) {
    if context.warming {
        return;
    }
    let programme = &mut world.service.programme;
    programme.worked = 0.0;
    programme.unsettled *= libm::exp(-1.0 / context.p.programme.settles);
    let tasks = &context.setting.tasks;
    programme.tasks.resize(tasks.len() + programme.added.len(), Default::default());
    let open = |index: usize| programme.tasks[index].done == NEVER;
    let ready = |index: usize| match tasks.get(index) {
        Some(task) => {
            let before = |other: usize| task.after >> other & 1 == 1 && open(other);
            task.from.0 <= context.week && !(0..tasks.len().min(64)).any(before)
        }
        None => true,
    };
    let due = |index: usize| tasks[index].due.0 <= context.week;
    let overdue: Vec<u32> = (0..tasks.len())
        .filter(|index| due(*index) && open(*index))
        .map(|index| context.week - tasks[index].due.0)
        .collect();
    let under_way: Vec<usize> =
        (0..programme.tasks.len()).filter(|index| open(*index) && ready(*index)).collect();
    programme.overdue = overdue.len() as u32;
    programme.overdue_weeks = overdue.iter().map(|weeks| f64::from(*weeks)).sum();
    if under_way.is_empty() {
        return;
    }
    let unfinished = under_way.iter().filter(|index| programme.tasks[**index].progress < 1.0).count();
    let time = (context.style.time(Use::Programme) / USUAL_PROGRAMME).min(2.0);
    let step = time * influence::mean_strength(&world.service, context) / unfinished.max(1) as f64;
    for index in under_way {
        let (service, task) = (&mut world.service, tasks.get(index));
        let programme = &mut service.programme;
        let effort = task.map_or(1.0 / context.p.programme.pace, |task| task.effort);
        let before = programme.tasks[index].progress;
        let after = (before + step / effort.max(1.0)).min(1.0);
        programme.tasks[index].progress = after;
        // A task of usual size is one that an event brings.
        programme.worked += (after - before) * effort * context.p.programme.pace;
        let (kind, size) = match task {
            Some(task) => (task.kind, task.size),
            None => (TaskKind::RulesRemoved, programme.added[index - tasks.len()]),
        };
        if kind == TaskKind::RulesRemoved {
            // Each step removes its part of what stood when the task began.
            let remove = size.min(MOST_REMOVED);
            for rules in &mut service.leadership.prescription {
                *rules *= (1.0 - remove * after) / (1.0 - remove * before).max(1e-9);
            }
        }
        let overdue = task.is_some_and(|task| task.due.0 <= context.week);
        let p = &context.p.programme;
        // A switch-over has a day; everything else comes when it is done.
        let (comes, size) = if kind == TaskKind::SwitchOver && task.is_some() {
            (overdue && after >= p.ready.min(1.0), size * (1.0 + p.unready * (1.0 - after)))
        } else {
            (after >= 1.0, size)
        };
        if comes {
            if let Some(task) = task {
                programme.late += f64::from(context.week.saturating_sub(task.due.0));
                programme.dated_done += 1;
            }
            programme.tasks[index].done = context.week;
            take_effect(world, context, kind, size);
        } else if overdue {
            service.leadership.director.authorisation *=
                1.0 - context.p.programme.late / crate::calendar::WEEKS_A_YEAR;
        }
    }
}

fn take_effect(world: &mut World, context: &StepContext<'_>, kind: TaskKind, size: f64) {
    match kind {
        TaskKind::RulesRemoved => {}
        TaskKind::SwitchOver => switch_over(world, context, size),
        TaskKind::PracticeFramework => world.service.programme.framework = size,
        TaskKind::JointProposal => partners::ask(&mut world.service, context, size),
    }
}

/// Share of hours that unfinished change takes: the work on it, and running two ways side by side.
pub(crate) fn unfinished(service: &Service, context: &StepContext<'_>) -> f64 {
    let tasks = &context.setting.tasks;
    let mut sum = 0.0;
    for (index, task) in service.programme.tasks.iter().enumerate() {
        let begun = tasks.get(index).is_none_or(|of| of.from.0 <= context.week);
        if begun && task.done == NEVER {
            sum += 1.0 - task.progress;
        }
    }
    let p = &context.p.programme;
    (context.p.work.change * p.takes * service.programme.worked + p.drag * sum).min(0.5)
}

/// Progress of the programme, mean of its tasks; 1 where there is none.
pub(crate) fn done(service: &Service) -> f64 {
    let tasks = &service.programme.tasks;
    if tasks.is_empty() {
        return 1.0;
    }
    tasks.iter().map(|task| task.progress).sum::<f64>() / tasks.len() as f64
}

/// Weeks by which dated tasks are late, those still open until now, mean of those with a date that
/// has come.
pub(crate) fn late(service: &Service) -> f64 {
    let due = service.programme.dated_done + service.programme.overdue;
    (service.programme.late + service.programme.overdue_weeks) / f64::from(due.max(1))
}

/// The day of a switch-over.
fn switch_over(world: &mut World, context: &StepContext<'_>, size: f64) {
    let p = &context.p.programme;
    let service = &mut world.service;
    let kept = (1.0 - p.cut * size).max(0.0);
    for partner in &mut service.partners[..6] {
        partner.trust *= kept;
        partner.language *= kept;
    }
    for team in &mut service.workforce.teams {
        team.routine *= kept;
        team.bond *= kept;
    }
    for leader in &mut service.leadership.below.posts {
        leader.tie *= kept;
    }
    for post in &mut service.workforce.posts {
        post.strain = (post.strain + (p.strain * size) as f32).min(1.0);
    }
    service.programme.unsettled = (service.programme.unsettled + p.unsettled * size).min(0.5);
    for slot in 0..world.population.children.len() {
        let mut cursor = world.cursor(slot as u32, context);
        let child = &*cursor.child;
        if child.entity_id.0 == 0 || !child.is_open() || *cursor.post_index >= OUTSIDE {
            continue;
        }
        if context.rng_key.uniform(child.entity_id, Tag::SwitchOver, context.week, 0) < p.moved * size {
            help::deliver(&mut cursor);
            cursor.child.seen_hours = 0.0;
            casework::hand_over(&mut cursor);
        }
    }
}
