//! Signs of Safety: a framework for a whole authority.

use super::estimate::Estimate;
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink, measure_index};
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{Changes, Treatment, Unit};
use balcony_engine::world::World;

pub(super) const STUDY: Study = Study {
    name: "signs-of-safety",
    title: "a practice framework for a whole authority",
    source: "Baginsky and others 2020 (DfE); What Works for Children's Social Care 2021",
    design: "Nine authorities that introduced Signs of Safety against similar ones that did not, differences in differences; re-referral, \
             escalation of re-referrals, duration of assessments.",
    model: "Each authority is lived twice from the same day with the same luck, once with a framework announced and fully backed, so that \
            nothing else differs; two years, the second is counted. Teams take it up and embed it, or not, as the model has it. The model \
            does not speak of kinship care (published: -13 points).",
    worlds: 31,
    parameters: &["framework.learning", "framework.holds", "framework.embed"],
    run,
};

const YEAR: u32 = 52;

/// Sums over the second year, and how far the framework was embedded in its last week.
#[derive(Debug, Clone, Copy, Default)]
struct SecondYear {
    from: u32,
    referrals: f64,
    again: f64,
    escalated: f64,
    assessments: f64,
    timely: f64,
    days: f64,
    embedded: f64,
}

/// Midpoints of the published classes of working days (assumption: the last is 75).
const DAYS: [f64; 8] = [5.0, 15.5, 25.5, 35.5, 43.0, 48.0, 55.5, 75.0];

impl Sink for SecondYear {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        if week.0 < self.from {
            return;
        }
        let c = &world.service.counts;
        self.referrals += f64::from(c.referrals);
        self.again += f64::from(c.re_referrals);
        self.escalated += f64::from(c.plans_started + c.care_started);
        self.assessments += f64::from(c.assessments);
        self.timely += f64::from(c.timely);
        self.days += c.assessment_days.iter().zip(DAYS).map(|(n, days)| f64::from(*n) * days).sum::<f64>();
        self.embedded = measure_index("framework").map_or(f64::NAN, |at| row[at]);
    }
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let announced = Treatment {
            changes: Changes { framework: 1.0, ..Changes::default() },
            unit: Unit::Authority,
            share: 1.0,
            from: begun.place.fork.week(0),
            enrols: 1,
            lasts: 2 * YEAR,
            follows: 0,
            eligible: |_, _, _| false,
        };
        let lived = |treatments| {
            let mut second = SecondYear { from: begun.place.fork.week(YEAR).0, ..SecondYear::default() };
            let strategy = Strategy { treatments, ..Strategy::default() };
            begun.live(&strategy, 2 * YEAR, &mut second).map(|_| second)
        };
        Ok([lived(vec![announced])?, lived(Vec::new())?])
    })?;
    let of = |value: fn(&SecondYear) -> (f64, f64)| {
        let level = |worlds: &[&[SecondYear; 2]], arm: usize| {
            let (mut over, mut under) = (0.0, 0.0);
            for world in worlds {
                let (a, b) = value(&world[arm]);
                over += a;
                under += b;
            }
            over / under
        };
        let all: Vec<&[SecondYear; 2]> = worlds.iter().collect();
        (
            Estimate::over(&worlds, |worlds| level(worlds, 0) - level(worlds, 1)),
            [level(&all, 0), level(&all, 1)],
        )
    };
    let finding = |outcome: &str, (unit, by): (&'static str, f64), value, band: (f64, &'static str), says| {
        let (simulated, lived) = of(value);
        Finding {
            outcome: outcome.to_owned(),
            unit,
            digits: 2,
            form: Form::Difference,
            published: Published::None { low: -band.0, high: band.0, how: band.1 },
            levels: Some([None, Some(lived.map(|level| level * by))]),
            simulated: simulated.times(by),
            says,
        }
    };
    const POINTS: (f64, &str) = (2.0, "none shown; two points are an assumption, no interval is at hand");
    let says = [
        "",
        "A framework that was announced changes children's paths in the model, and did not where it was tried.",
    ];
    Ok(TrialResult {
        counted: vec![("authorities", vec![worlds.len() as u64])],
        balance: Vec::new(),
        findings: vec![
            finding(
                "re-referrals, of all referrals",
                ("points", 100.0),
                |s| (s.again, s.referrals),
                POINTS,
                says,
            ),
            finding(
                "plans and care begun, of all referrals",
                ("points", 100.0),
                |s| (s.escalated, s.referrals),
                POINTS,
                says,
            ),
            finding(
                "length of an assessment",
                ("working days", 1.0),
                |s| (s.days, s.assessments),
                (2.0, "none shown; two days are an assumption, no interval is at hand"),
                says,
            ),
            finding(
                "how far the framework is embedded after two years",
                ("0 to 1", 1.0),
                |s| (s.embedded, 1.0),
                (0.5, "announced and not embedded: less than half is an assumption"),
                ["", "The model embeds a framework within two years where leaders only announce it."],
            ),
        ],
    })
}
