//! Changes of social worker of children in care, and a timely exit from care.

use super::estimate::{Estimate, logit};
use super::follow::{CaseStatus, Follow, Person, balance, counted, level, levels, odds, share};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::context::StepContext;
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{Changes, Treatment, Unit};
use balcony_engine::world::{Child, Stage, World};

pub(super) const STUDY: Study = Study {
    name: "change-of-worker",
    title: "changes of worker of children in care",
    source: "Society for Social Work and Research 2025 (abstract)",
    design: "27,509 placements; a timely exit by the number of workers, as it comes: children who stay longer have more workers, so that it is \
             an upper bound of what a change does.",
    model: "Children who come into care within two years, followed for another; a timely exit is one within twelve months. First as the study \
            counted: exit by further workers. Then as nobody can: for half of the children, drawn, the worker never changes.",
    worlds: 93,
    parameters: &["help.stranger", "help.acquaintance", "belief.lost"],
    run,
};

const ENROLS: u32 = 104;
const YEAR: usize = 52;

fn comes_in(child: &Child, _: &World, context: &StepContext<'_>) -> bool {
    child.stage == Stage::Care && context.week - child.stage_since <= 4
}

fn out(person: &Person) -> bool {
    (1..=YEAR).any(|week| !person.is(Stage::Care, week) && person.weeks.get(week - 1).is_some())
}

/// Weeks in care within the year.
fn weeks_in(person: &Person) -> usize {
    (1..=YEAR).take_while(|week| person.is(Stage::Care, *week)).count()
}

/// Number of workers after the first, while in care.
fn further(person: &Person) -> f64 {
    let stays = weeks_in(person) as u32;
    person.workers.iter().filter(|week| **week <= stays).count() as f64
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let treatment = Treatment {
            changes: Changes { same_worker: true, ..Changes::default() },
            unit: Unit::Child,
            share: 0.5,
            from: begun.place.fork.week(0),
            enrols: ENROLS,
            lasts: YEAR as u32,
            follows: YEAR as u32,
            eligible: comes_in,
        };
        let strategy = Strategy { treatments: vec![treatment], ..Strategy::default() };
        let mut follow = Follow::default();
        begun.live(&strategy, ENROLS + YEAR as u32 + 1, &mut follow)?;
        // A child who turned eighteen within the year could not have stayed, so it is left out.
        follow.people.retain(|person| {
            person.followed(YEAR)
                && person.before.eighteen > person.since + YEAR as u32
                && matches!(person.weeks[0], CaseStatus::Stage(Stage::Care))
        });
        Ok(follow.people)
    })?;
    let counted_way = Estimate::over(&worlds, |worlds| {
        let rows: Vec<(Vec<f64>, bool)> = worlds
            .iter()
            .flat_map(|world| world.iter())
            .filter(|person| !person.treated)
            .map(|person| (vec![further(person)], out(person)))
            .collect();
        logit(&rows).map_or(f64::NAN, |beta| beta[1])
    })
    .exp();
    let all: Vec<&Vec<Person>> = worlds.iter().collect();
    let changes = level(&all, false, further);
    // Odds ratio per change of worker. `held` compares children whose worker stays with the others,
    // so its root is inverted.
    let held = odds(&worlds, out);
    let power = |x: f64| libm::pow(x, -1.0 / changes);
    let each = Estimate { value: power(held.value), low: power(held.high), high: power(held.low) };
    let lived = levels(&worlds, |person| 100.0 * share(out(person)));
    const HOW: &str = "-73 % for each further worker; confounded by length of stay, so an upper bound";
    let finding = |outcome: &str, published, simulated, levels, says| Finding {
        outcome: outcome.to_owned(),
        unit: "odds ratio",
        digits: 3,
        form: Form::Ratio,
        published,
        levels,
        simulated,
        says,
    };
    Ok(TrialResult {
        counted: counted(&worlds),
        balance: balance(&worlds),
        findings: vec![
            finding(
                "timely exit, for each change that is spared the others",
                Published::Bound { value: 0.27, how: HOW },
                each,
                Some([None, Some(lived)]),
                [
                    "",
                    "A change of worker does nothing, or good, in the model, or more than what was counted with all its confounding.",
                ],
            ),
            finding(
                "timely exit by further workers, as the study counted",
                Published::Effect {
                    value: 0.27,
                    low: 0.24,
                    high: 0.30,
                    how: "odds -73 %; a half-width of a tenth is an assumption, the error is not at hand",
                },
                counted_way,
                None,
                [
                    "Counted the same way the model shows less: workers change less while a child is in care, or staying is less tied to them.",
                    "Counted the same way the model shows more, or the opposite: workers change more while a child is in care, or staying \
                     is more tied to them.",
                ],
            ),
        ],
    })
}
