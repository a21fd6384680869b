//! Sure Start: several years of early help, in poor and less poor places.

use super::estimate::Estimate;
use super::follow::{Follow, Person};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::context::StepContext;
use balcony_engine::strategy::{Investment, InvestmentKind, Strategy};
use balcony_engine::treatment::{Changes, Treatment, Unit};
use balcony_engine::world::{Child, World};

pub(super) const STUDY: Study = Study {
    name: "sure-start",
    title: "early help for years, in places rich and poor",
    source: "Institute for Fiscal Studies 2019 and 2021 (Cattan, Conti, Farquharson, Ginja, Pecher)",
    design: "Sure Start at its peak, as it came to one place after the other; admissions to hospital by age, in places rich and poor.",
    model: "Each authority is lived twice with the same luck, once with £160 a child and year of early help on top, which is what Sure Start \
            cost at its peak (£1.8bn over the children of England). Hazard of serious harm to children with needs, summed, stands for \
            admissions: the model knows no illness, so that only the part due to harm can answer. Poor and rich: the third of the sample \
            in which most, and fewest, children are poor.",
    worlds: 31,
    parameters: &["needs.prevention", "noticing.early_help_gain"],
    run,
};

/// Pounds per child and year: £1.8bn over 11.3m children.
const POUNDS: f64 = 160.0;
const YEAR: u32 = 52;
/// Measurements, each a year long: week of its start, and the ages of the children from and to.
const LOOKS: [(u32, u32, u32); 2] = [(5 * YEAR, 5, 6), (15 * YEAR, 11, 16)];
/// Weeks from birth to the eighteenth birthday.
const EIGHTEEN: u32 = 939;
const WEEKS_A_YEAR: f64 = 52.18;

fn aged(child: &Child, context: &StepContext<'_>, (from, to): (u32, u32)) -> bool {
    let age = f64::from(EIGHTEEN.saturating_sub(child.eighteen.saturating_sub(context.week))) / WEEKS_A_YEAR;
    f64::from(from) <= age && age < f64::from(to)
}

fn five(child: &Child, _: &World, context: &StepContext<'_>) -> bool {
    aged(child, context, (LOOKS[0].1, LOOKS[0].2))
}

fn older(child: &Child, _: &World, context: &StepContext<'_>) -> bool {
    aged(child, context, (LOOKS[1].1, LOOKS[1].2))
}

/// Summed hazard at both ages in one replicate, with early help and without.
#[derive(Debug, Clone, Copy)]
struct Harm {
    authority: u16,
    deprivation: f64,
    arms: [[f64; 2]; 2],
}

fn lives(ground: &TrialOptions<'_>) -> Result<Vec<Harm>, Failed> {
    ground.live(|begun| {
        let looks = |at: usize| Treatment {
            changes: Changes::default(),
            unit: Unit::Child,
            share: 0.0,
            from: begun.place.fork.week(LOOKS[at].0),
            enrols: YEAR,
            lasts: YEAR,
            follows: YEAR,
            eligible: if at == 0 { five } else { older },
        };
        let size = POUNDS * begun.place.fork.setting().authority.children / 1e6;
        let early_help =
            Investment { from: begun.place.fork.week(0), weeks: 0, kind: InvestmentKind::EarlyHelp, size };
        let mut arms = [[0.0; 2]; 2];
        for (arm, investments) in [vec![early_help], Vec::new()].into_iter().enumerate() {
            let strategy =
                Strategy { investments, treatments: vec![looks(0), looks(1)], ..Strategy::default() };
            let mut follow = Follow::default();
            begun.live(&strategy, LOOKS[1].0 + 2 * YEAR, &mut follow)?;
            let later = begun.place.fork.week(LOOKS[1].0).0;
            let sum = |late: bool| {
                let of = follow.people.iter().filter(|person: &&Person| (person.since >= later) == late);
                of.map(|person| person.harm).sum::<f64>()
            };
            arms[arm] = [sum(false), sum(true)];
        }
        let of = &begun.place.fork.setting().authority;
        Ok(Harm { authority: of.id, deprivation: of.deprivation, arms })
    })
}

/// Reduction of the hazard by early help, in per cent.
fn effect(worlds: &[Harm], age: usize) -> Estimate {
    let log = Estimate::over(worlds, |worlds| {
        let sum = |arm: usize| worlds.iter().map(|harm| harm.arms[arm][age]).sum::<f64>();
        libm::log(sum(0) / sum(1))
    });
    let percent = |log: f64| 100.0 * (libm::exp(log) - 1.0);
    Estimate { value: percent(log.value), low: percent(log.low), high: percent(log.high) }
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let all = lives(ground)?;
    let mut places: Vec<(f64, u16)> = all.iter().map(|harm| (harm.deprivation, harm.authority)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    places.dedup();
    let third = places.len() / 3;
    let of = |places: &[(f64, u16)]| -> Vec<Harm> {
        let there = |harm: &&Harm| places.iter().any(|(_, authority)| *authority == harm.authority);
        all.iter().filter(there).copied().collect()
    };
    let finding = |outcome: &str, published, simulated, says| Finding {
        outcome: outcome.to_owned(),
        unit: "%",
        digits: 1,
        form: Form::Difference,
        published,
        levels: None,
        simulated,
        says,
    };
    let says = [
        "Early help reaches too little of what harms children years later: prevention is too weak, or what it prevents is not what harms.",
        "Early help prevents more harm in the model than admissions fell.",
    ];
    const HOW: &str =
        "half-width of half the effect is an assumption: reported as significant, the error is not at hand";
    let mut findings = vec![
        finding(
            "serious harm to five-year-olds, after five years",
            Published::Effect { value: -7.0, low: -10.5, high: -3.5, how: HOW },
            effect(&all, 0),
            says,
        ),
        finding(
            "serious harm to children of 11 to 15, after 15 years",
            Published::Effect { value: -8.0, low: -12.0, high: -4.0, how: HOW },
            effect(&all, 1),
            says,
        ),
    ];
    let mut counted = vec![("authorities", vec![all.len() as u64])];
    if third >= 2 {
        let (rich, poor) = (of(&places[..third]), of(&places[places.len() - third..]));
        counted.push(("poor and rich", vec![poor.len() as u64, rich.len() as u64]));
        findings.push(finding(
            "the same, in the poorest third",
            Published::Effect {
                value: -11.0,
                low: -16.5,
                high: -5.5,
                how: "poorest 30 % of neighbourhoods, age 10; half-width of half the effect is an assumption",
            },
            effect(&poor, 1),
            says,
        ));
        findings.push(finding(
            "the same, in the richest third",
            Published::None { low: -3.0, high: 3.0, how: "none in the richest 30 %; three per cent are an assumption" },
            effect(&rich, 1),
            [
                "",
                "Early help works in rich places as in poor ones: the model prevents a share of needs, wherever they are, and not need where \
                 it is.",
            ],
        ));
    }
    Ok(TrialResult { counted, balance: Vec::new(), findings })
}
