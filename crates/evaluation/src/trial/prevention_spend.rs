//! Spending on prevention, and the next judgement.

use super::estimate::{Estimate, logit};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::strategy::{Investment, InvestmentKind, Strategy};
use balcony_engine::world::World;

pub(super) const STUDY: Study = Study {
    name: "prevention-spend",
    title: "spending on prevention, and the next judgement",
    source: "Webb, Bennett and Bywaters 2022",
    design: "374 inspections: odds of a judgement of good or better by spending on preventive services, £100 a child, and on safeguarding, £100 \
             a child.",
    model: "Services that spend between nothing and £200 a child and year more on early help, and as much more or less on safeguarding staff (half \
            on recruitment, half on managers for supervision), each drawn; whenever inspectors come within four years, the first \
            judgement after one year counts.",
    worlds: 374,
    parameters: &["needs.prevention", "inspection.practice", "inspection.files"],
    run,
};

const WEEKS: u32 = 208;
/// Weeks in which a judgement does not count, because the money has had no effect yet.
const ACTS: u32 = 52;
/// Most pounds per child and year of either kind of spending.
const MOST: f64 = 200.0;

/// The first judgement that counts.
#[derive(Debug, Default)]
struct FirstJudgement {
    from: u32,
    judged: Option<u8>,
}

impl Sink for FirstJudgement {
    fn week(&mut self, week: Week, _: &[f64; ROW], world: &World) {
        if week.0 >= self.from && self.judged.is_none() && world.service.counts.inspections > 0 {
            self.judged = Some(world.service.oversight.inspection.judgement);
        }
    }
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let who = EntityId::authority(begun.start.service.authority);
        let draw = begun.start.rng_key.block(who, Tag::Trial, 3, 0);
        let pounds = [MOST * draw.uniform(0), MOST * draw.uniform(1)];
        let millions = begun.place.fork.setting().authority.children / 1e6;
        let buys = |kind, pounds: f64| Investment {
            from: begun.place.fork.week(0),
            weeks: 0,
            kind,
            size: pounds * millions,
        };
        let investments = vec![
            buys(InvestmentKind::EarlyHelp, pounds[0]),
            buys(InvestmentKind::Recruitment, 0.5 * pounds[1]),
            buys(InvestmentKind::Supervision, 0.5 * pounds[1]),
        ];
        let mut first = FirstJudgement { from: begun.place.fork.week(ACTS).0, judged: None };
        begun.live(&Strategy { investments, ..Strategy::default() }, WEEKS, &mut first)?;
        Ok((pounds.map(|pounds| pounds / 100.0).to_vec(), first.judged))
    })?;
    let inspected: Vec<(Vec<f64>, bool)> =
        worlds.into_iter().filter_map(|(pounds, judged)| judged.map(|grade| (pounds, grade >= 2))).collect();
    let of = |at: usize| {
        Estimate::over(&inspected, |rows: &[&(Vec<f64>, bool)]| {
            let rows: Vec<(Vec<f64>, bool)> = rows.iter().map(|row| (*row).clone()).collect();
            logit(&rows).map_or(f64::NAN, |beta| beta[at])
        })
        .exp()
    };
    let finding = |outcome: &str, published, simulated, says| Finding {
        outcome: outcome.to_owned(),
        unit: "odds ratio",
        digits: 2,
        form: Form::Ratio,
        published,
        levels: None,
        simulated,
        says,
    };
    let good = inspected.iter().filter(|(_, good)| *good).count() as u64;
    let bad = inspected.len() as u64 - good;
    Ok(TrialResult {
        counted: vec![
            ("inspections", vec![inspected.len() as u64]),
            ("good or better, and not", vec![good, bad]),
        ],
        balance: Vec::new(),
        findings: vec![
            finding(
                "judged good or better, £100 a child more on prevention",
                Published::Effect { value: 1.69, low: 1.28, high: 2.24, how: "published" },
                of(1),
                [
                    "Prevention does not show in what inspectors see: fewer needs make the work of the service too little better.",
                    "Prevention does more for judgements than was found.",
                ],
            ),
            finding(
                "the same, £100 a child more on safeguarding",
                Published::None {
                    low: 0.8,
                    high: 1.25,
                    how: "none shown; a fifth is an assumption, no interval is at hand",
                },
                of(2),
                ["", "Money for staff buys judgements in the model, and did not where it was counted."],
            ),
        ],
    })
}
