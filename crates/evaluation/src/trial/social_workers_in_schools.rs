//! Social workers in schools: a cluster-randomised trial.

use super::estimate::Estimate;
use super::follow::{Follow, Person, balance, share};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::context::StepContext;
use balcony_engine::mechanisms::needs;
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{Changes, Treatment, Unit};
use balcony_engine::world::{Child, Stage, World};

pub(super) const STUDY: Study = Study {
    name: "social-workers-in-schools",
    title: "social workers placed in schools",
    source: "What Works for Children's Social Care; Society for Social Work and Research 2025",
    design: "268 secondary schools in 21 authorities, two school years from September 2020; enquiries under section 47, and referrals, \
             assessments and days in care of their pupils.",
    model: "Children with needs aged 11 to 15 belong to one of 13 schools of their authority, drawn half and half. For two years the piece \
            that the school of a treated child holds is always told to its worker; one hour in twenty of casework, in the whole \
            authority, goes to being at the schools (assumption). Schools have the same number of pupils on average, so that counts stand \
            for rates.",
    worlds: 21,
    parameters: &["belief.piece", "belief.unseen"],
    run,
};

/// Schools per authority: 268 in 21 authorities.
const SCHOOLS: u16 = 13;
/// Weeks of two school years.
const WEEKS: u32 = 99;
/// Index of schools in the list of agencies.
const SCHOOL: u8 = 1;
/// Share of casework hours that presence at the schools costs (assumption).
const AWAY: f64 = 0.05;

fn pupil(child: &Child, _: &World, context: &StepContext<'_>) -> bool {
    // Aged eleven to fifteen: 364 to 104 weeks of compulsory school, plus two years, remain.
    let left = child.eighteen.saturating_sub(context.week);
    needs::school_age(child, context.week) && left <= 365
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let of = |changes, unit, share| Treatment {
            changes,
            unit,
            share,
            from: begun.place.fork.week(0),
            enrols: WEEKS,
            lasts: WEEKS,
            follows: WEEKS,
            eligible: pupil,
        };
        let treatments = vec![
            of(Changes { tells: SCHOOL, ..Changes::default() }, Unit::School(SCHOOLS), 0.5),
            of(Changes { away: AWAY, ..Changes::default() }, Unit::Authority, 1.0),
        ];
        let strategy = Strategy { treatments, ..Strategy::default() };
        let mut follow = Follow::default();
        let world = begun.live(&strategy, WEEKS + 1, &mut follow)?;
        let treated = follow.people.iter().filter(|person| person.treated);
        let schools: std::collections::BTreeSet<u16> = treated
            .map(|person| balcony_engine::treatment::school(world.rng_key, person.who, SCHOOLS))
            .collect();
        Ok((schools.len() as f64, follow.people))
    })?;
    // Counts per school: those of treated children over treated schools, those of the others over
    // the other schools.
    let rates = |value: fn(&Person) -> f64| -> (Estimate, [f64; 2]) {
        let rate = |worlds: &[&(f64, Vec<Person>)], treated: bool| {
            let (mut sum, mut schools) = (0.0, 0.0);
            for (there, people) in worlds {
                let of = people.iter().filter(|person| person.treated == treated);
                sum += of.map(value).sum::<f64>();
                schools += if treated { *there } else { f64::from(SCHOOLS) - there };
            }
            sum / schools
        };
        let all: Vec<&(f64, Vec<Person>)> = worlds.iter().collect();
        let ratio = Estimate::over(&worlds, |worlds| libm::log(rate(worlds, true) / rate(worlds, false)));
        (ratio.exp(), [rate(&all, true), rate(&all, false)])
    };
    let finding = |outcome: &str, value, published, says| {
        let (simulated, lived) = rates(value);
        Finding {
            outcome: outcome.to_owned(),
            unit: "ratio of rates",
            digits: 3,
            form: Form::Ratio,
            published,
            levels: Some([None, Some(lived)]),
            simulated,
            says,
        }
    };
    let none = Published::None {
        low: 1.0 / 1.1,
        high: 1.1,
        how: "none shown; a tenth is an assumption, no interval is at hand",
    };
    let says = [
        "",
        "Being near changes more in the model than in schools: a piece that is always told moves decisions too far.",
    ];
    let treated = worlds.iter().map(|(schools, _)| *schools as u64).sum::<u64>();
    let all = worlds.len() as u64 * u64::from(SCHOOLS);
    let people: Vec<Vec<Person>> = worlds.iter().map(|(_, people)| people.clone()).collect();
    let pupils = |arm: bool| people.iter().flatten().filter(|person| person.treated == arm).count() as u64;
    Ok(TrialResult {
        counted: vec![
            ("schools", vec![treated, all - treated]),
            ("children with needs", vec![pupils(true), pupils(false)]),
        ],
        balance: balance(&people),
        findings: vec![
            finding(
                "enquiries begun, for each school",
                |person| person.enquiries.len() as f64,
                Published::None { low: 0.955, high: 1.166, how: "+5.5 % (-4.5 to +16.6), published" },
                says,
            ),
            finding("referrals, for each school", |person| person.referrals.len() as f64, none, says),
            finding(
                "weeks in care, for each school",
                |person| (1..=WEEKS as usize).map(|week| share(person.is(Stage::Care, week))).sum(),
                none,
                says,
            ),
        ],
    })
}
