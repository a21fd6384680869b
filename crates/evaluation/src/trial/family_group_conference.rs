//! Family group conferences before care proceedings: a randomised trial.

use super::estimate::Estimate;
use super::follow::{Follow, Person, Worlds, balance, counted, difference, levels, share};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::context::StepContext;
use balcony_engine::mechanisms::sites;
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{ALL_AGENCIES, Changes, Treatment, Unit};
use balcony_engine::world::{Child, ENQUIRY, Stage, WAITING, World};

pub(super) const STUDY: Study = Study {
    name: "family-group-conference",
    title: "family group conferences before care proceedings",
    source: "Taylor and others 2024, British Journal of Social Work, bcae035",
    design: "1,511 families entering pre-proceedings in 21 authorities, September 2020 to May 2022, drawn to be referred to a family group \
             conference or not; care twelve months after the letter.",
    model: "Families with a child under a plan or an enquiry of whom what is feared passes the threshold of care, while nobody has asked a \
            court yet: the nearest there is to the letter before proceedings. Drawn half and half. For a year all who hold a piece of the \
            picture tell what they know, and help is decided on anew with them. Every treated family has its conference; in the study \
            not all did. At its best, as a ceiling: help fits as well, and a worker of the family's own gives 1.5 hours a week.",
    worlds: 21,
    parameters: &["help.wicked", "help.gain", "needs.blind"],
    run,
};

/// Weeks of enrolment: September 2020 to May 2022.
const ENROLS: u32 = 87;
/// Weeks after enrolment at which children in care are counted.
const YEAR: usize = 52;
/// Hours a week of a worker that the help itself takes (assumption: as in Troubled Families).
const HOURS: f64 = 1.5;

/// Whether care will be sought unless something changes, as the pre-proceedings letter says.
fn near_care(child: &Child, _: &World, context: &StepContext<'_>) -> bool {
    let asked = child.stage == Stage::ProtectionPlan || child.is_open() && child.has(ENQUIRY);
    asked
        && child.stage != Stage::Care
        && !child.has(WAITING)
        && child.believed + sites::feared(child, context) > context.weekly.thresholds.care
}

/// Whether the child was at home and known to the service at enrolment, and was followed for a
/// year.
fn counts(person: &Person) -> bool {
    matches!(person.before.stage, Stage::Assessment | Stage::Need | Stage::ProtectionPlan)
        && person.followed(YEAR)
}

fn lives(ground: &TrialOptions<'_>, changes: Changes) -> Result<Worlds, Failed> {
    ground.live(|begun| {
        let treatment = Treatment {
            changes,
            unit: Unit::Family,
            share: 0.5,
            from: begun.place.fork.week(0),
            enrols: ENROLS,
            lasts: YEAR as u32,
            follows: YEAR as u32,
            eligible: near_care,
        };
        let strategy = Strategy { treatments: vec![treatment], ..Strategy::default() };
        let mut follow = Follow::default();
        begun.live(&strategy, ENROLS + YEAR as u32 + 1, &mut follow)?;
        follow.people.retain(counts);
        Ok(follow.people)
    })
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let joint = Changes { tells: ALL_AGENCIES, ..Changes::default() };
    let worlds = lives(ground, joint)?;
    let at_best = lives(ground, Changes { fits: true, hours: HOURS, ..joint })?;
    let in_care = |person: &Person| share(person.is(Stage::Care, YEAR));
    let asked = |person: &Person| share(person.asked.is_some_and(|week| week as usize <= YEAR));
    let points = |worlds: &Worlds, value: fn(&Person) -> f64| -> (Estimate, [f64; 2]) {
        let [treated, others] = levels(worlds, value);
        (difference(worlds, value).times(100.0), [100.0 * treated, 100.0 * others])
    };
    let finding = |worlds: &Worlds, outcome: &str, value, published, before, says| {
        let (simulated, lived) = points(worlds, value);
        Finding {
            outcome: outcome.to_owned(),
            unit: "points",
            digits: 1,
            form: Form::Difference,
            published,
            levels: Some([Some(before), Some(lived)]),
            simulated,
            says,
        }
    };
    let care = Published::Effect {
        value: -8.6,
        low: -13.5,
        high: -3.7,
        how: "worked out from the shares and half of 1,511 families in each arm",
    };
    Ok(TrialResult {
        counted: counted(&worlds),
        balance: balance(&worlds),
        findings: vec![
            finding(
                &worlds,
                "in care after twelve months",
                in_care,
                care,
                [36.2, 44.8],
                [
                    "Help that joins those who hold the pieces keeps too few children at home: sharing what is known does too little to \
                     the risk within a year.",
                    "Sharing what is known moves decisions on care further than a conference does.",
                ],
            ),
            finding(
                &worlds,
                "a court is asked within twelve months",
                asked,
                Published::Effect {
                    value: -12.5,
                    low: -17.2,
                    high: -7.8,
                    how: "worked out from the shares and half of 1,511 families in each arm; proceedings until the end of the study",
                },
                [59.2, 71.7],
                [
                    "What is judged of the family changes too little when it is helped jointly.",
                    "Sharing what is known keeps more families out of court than a conference does, or less than none.",
                ],
            ),
            finding(
                &at_best,
                "in care after twelve months, if help also fits and the family has a worker for itself",
                in_care,
                care,
                [36.2, 44.8],
                [
                    "Even help at its best keeps too few children at home: need near care moves too slowly, whatever is done within a year.",
                    "Help at its best keeps more children at home than a conference does: what a conference brings lies between the two.",
                ],
            ),
        ],
    })
}
