//! Troubled Families 2015-20: one worker for the whole family, and coordinated services.

use super::follow::{Follow, Person, balance, counted, difference, levels, ratio, share};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::context::StepContext;
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{ALL_AGENCIES, Changes, Treatment, Unit};
use balcony_engine::world::{Child, Stage, World};

pub(super) const STUDY: Study = Study {
    name: "troubled-families",
    title: "a worker for the whole family, services together",
    source: "National evaluation of the Troubled Families Programme 2015 to 2020, MHCLG 2019",
    design: "Families with several problems who joined, against a matched group; children looked after 19 to 24 months after joining, \
             plans on the way.",
    model: "Families known to two agencies or more, none of whose children is in care, case open or not, drawn half and half: the same in all but \
            luck, as matching means to make them. For a year a worker of their own gives 1.5 hours a week (assumption), and all who \
            hold a piece tell.",
    worlds: 31,
    parameters: &["help.gain", "help.wicked", "help.together"],
    run,
};

/// Hours a week of the worker (assumption: a caseload of some ten to fifteen families, and related
/// work).
const HOURS: f64 = 1.5;
/// Weeks during which families join.
const JOINS: u32 = 1;
/// Weeks of help.
const YEAR: u32 = 52;
/// Measurement periods, in weeks after joining.
const MONTHS_7_TO_18: (usize, usize) = (27, 78);
const MONTHS_19_TO_24: (usize, usize) = (79, 104);

fn several_problems(child: &Child, world: &World, _: &StepContext<'_>) -> bool {
    let mut at = child.sibling;
    let mut home = child.stage != Stage::Care;
    // Siblings form a ring; this visits each of them.
    for _ in 0..4 {
        home &= world.population.children[at as usize].stage != Stage::Care;
        at = world.population.children[at as usize].sibling;
    }
    home && child.pieces() >= 2
}

fn later_in_care(person: &Person) -> f64 {
    share(person.ever(Stage::Care, MONTHS_19_TO_24.0, MONTHS_19_TO_24.1))
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let treatment = Treatment {
            changes: Changes { tells: ALL_AGENCIES, hours: HOURS, ..Changes::default() },
            unit: Unit::Family,
            share: 0.5,
            from: begun.place.fork.week(0),
            enrols: JOINS,
            lasts: YEAR,
            follows: MONTHS_19_TO_24.1 as u32,
            eligible: several_problems,
        };
        let strategy = Strategy { treatments: vec![treatment], ..Strategy::default() };
        let mut follow = Follow::default();
        begun.live(&strategy, JOINS + MONTHS_19_TO_24.1 as u32 + 1, &mut follow)?;
        Ok(follow.people)
    })?;
    let finding =
        |outcome: &str, value: fn(&Person) -> f64, published, before: Option<[f64; 2]>, says| Finding {
            outcome: outcome.to_owned(),
            unit: "points",
            digits: 2,
            form: Form::Difference,
            published,
            levels: Some([before, Some(levels(&worlds, value).map(|level| 100.0 * level))]),
            simulated: difference(&worlds, value).times(100.0),
            says,
        };
    Ok(TrialResult {
        counted: counted(&worlds),
        balance: balance(&worlds),
        findings: vec![
            finding(
                "looked after in months 19 to 24",
                later_in_care,
                Published::Effect {
                    value: -0.8,
                    low: -1.2,
                    high: -0.4,
                    how: "half-width .4 is an assumption: the error is not at hand, the difference was reported as significant",
                },
                Some([1.7, 2.5]),
                [
                    "A year of joint help leaves too little behind: need, once lowered, decides too little about care a year later.",
                    "A year of joint help leaves more behind than the programme did.",
                ],
            ),
            Finding {
                form: Form::Ratio,
                unit: "ratio",
                levels: None,
                simulated: ratio(&worlds, later_in_care),
                ..finding(
                    "the same, as a ratio",
                    later_in_care,
                    Published::Effect {
                        value: 0.68,
                        low: 0.52,
                        high: 0.84,
                        how: "1.7 over 2.5; from the same assumption",
                    },
                    None,
                    [
                        "A year of joint help prevents a smaller share of care than the programme did.",
                        "A year of joint help prevents a larger share of care than the programme did: need, once lowered, stays low.",
                    ],
                )
            },
            finding(
                "under a plan in months 7 to 18",
                |person| share(person.ever(Stage::ProtectionPlan, MONTHS_7_TO_18.0, MONTHS_7_TO_18.1)),
                Published::Way { up: true, how: "more plans than in the group of comparison" },
                None,
                [
                    "Nobody sees more because a worker is in the house: visits of a family's own worker show the model nothing.",
                    "Joint help takes plans away at once: nothing is seen first, since a worker in the house shows the model nothing.",
                ],
            ),
            finding(
                "under a plan in months 19 to 24",
                |person| share(person.ever(Stage::ProtectionPlan, MONTHS_19_TO_24.0, MONTHS_19_TO_24.1)),
                Published::None {
                    low: -0.5,
                    high: 0.5,
                    how: "level with the group of comparison; half a point is an assumption",
                },
                None,
                [
                    "",
                    "Plans do not come back to level: what joint help takes away it takes away for longer than was found.",
                ],
            ),
            finding(
                "referred within twelve months",
                |person| share(person.referrals.iter().any(|week| *week <= 52)),
                Published::Way {
                    up: true,
                    how: "more contact with social care at first, as problems are seen",
                },
                None,
                [
                    "Nobody sees more because a worker is in the house.",
                    "Need is lowered before anybody has seen more of it: a worker in the house refers nobody in the model.",
                ],
            ),
        ],
    })
}
