//! Supervision: the effect of more supervision on staff and on children.

use super::estimate::{Estimate, correlation};
use super::follow::{Follow, Person};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::strategy::Strategy;
use balcony_engine::treatment::{Changes, Treatment, Unit};
use balcony_engine::world::{Holder, OUTSIDE, World};
use std::collections::BTreeMap;

pub(super) const STUDY: Study = Study {
    name: "supervision",
    title: "more supervision of teams",
    source: "Carpenter, Webb and Bostock 2013; Bostock and others 2019",
    design: "21 studies: supervision and staff (satisfaction, strain, intention to stay) correlate at r .3 to .4; no effect on children was shown.",
    model: "Half of the teams that hold cases, drawn, get twice the supervision for two years. Staff: correlation over workers, after a year, of being \
            in such a team with less strain; resignations over two years. Children with an open case at the start, by their team then.",
    worlds: 62,
    parameters: &["workforce.relief", "workforce.quits_support", "workforce.learning"],
    run,
};

const YEAR: u32 = 52;

/// Staff after a year, resignations, and children by the post that held them.
#[derive(Debug, Default)]
struct StaffSink {
    year: u32,
    follow: Follow,
    /// Whether the team of each post is treated. `teams` has the team of each post.
    treated: Vec<bool>,
    teams: Vec<u16>,
    /// For each worker after a year: 1 if the team is treated, and strain.
    strain: Vec<(f64, f64)>,
    /// Weeks of employed workers, by arm. `left` is the number who left.
    weeks: [f64; 2],
    left: [f64; 2],
    before: BTreeMap<u16, (bool, u32)>,
}

impl Sink for StaffSink {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.follow.week(week, row, world);
        let arm = |team: u16| world.service.workforce.teams[usize::from(team)].more_supervision > 0.0;
        if self.treated.is_empty() {
            self.treated =
                world.service.workforce.teams.iter().map(|team| team.more_supervision > 0.0).collect();
            self.teams = world.service.workforce.posts.iter().map(|post| post.team).collect();
        }
        for (at, post) in world.service.workforce.posts.iter().enumerate() {
            if !world.service.workforce.teams[usize::from(post.team)].holds_cases {
                continue;
            }
            let treated = arm(post.team);
            let employed = post.holder == Holder::Employed;
            // A worker who held the post last week and no longer does has left.
            if let Some((true, incumbent)) = self.before.get(&(at as u16)) {
                self.weeks[usize::from(treated)] += 1.0;
                if !employed || *incumbent != post.incumbent {
                    self.left[usize::from(treated)] += 1.0;
                }
            }
            self.before.insert(at as u16, (employed, post.incumbent));
            if week.0 == self.year && post.holder != Holder::Vacant {
                self.strain.push((f64::from(u8::from(treated)), f64::from(post.strain)));
            }
        }
    }
}

/// Results of one replicate: staff, resignations, and harm and re-referrals of children by arm.
struct WorldCounts {
    strain: Vec<(f64, f64)>,
    weeks: [f64; 2],
    left: [f64; 2],
    teams: [u64; 2],
    children: [f64; 2],
    harm: [f64; 2],
    again: [f64; 2],
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let worlds = ground.live(|begun| {
        let of = |changes, unit, share| Treatment {
            changes,
            unit,
            share,
            from: begun.place.fork.week(0),
            enrols: 1,
            lasts: 2 * YEAR,
            follows: 2 * YEAR,
            eligible: |child, _, _| child.is_open(),
        };
        let treatments = vec![
            of(Changes { supervision: 1.0, ..Changes::default() }, Unit::Team, 0.5),
            of(Changes::default(), Unit::Child, 0.0),
        ];
        let mut watch = StaffSink { year: begun.place.fork.week(YEAR).0, ..StaffSink::default() };
        begun.live(&Strategy { treatments, ..Strategy::default() }, 2 * YEAR + 1, &mut watch)?;
        let StaffSink { follow, treated, teams, strain, weeks, left, .. } = watch;
        let mut found = WorldCounts {
            strain,
            weeks,
            left,
            teams: [0, 1]
                .map(|arm| treated.iter().filter(|treated| usize::from(**treated) == arm).count() as u64),
            children: [0.0; 2],
            harm: [0.0; 2],
            again: [0.0; 2],
        };
        for person in follow.people.iter().filter(|person| person.post_index < OUTSIDE) {
            let arm = usize::from(treated[usize::from(teams[usize::from(person.post_index)])]);
            found.children[arm] += 1.0;
            found.harm[arm] += person.harm;
            found.again[arm] += again(person);
        }
        Ok(found)
    })?;
    let less_strain = Estimate::over(&worlds, |worlds| {
        correlation(&worlds.iter().flat_map(|world| world.strain.iter().copied()).collect::<Vec<_>>())
    })
    .times(-1.0);
    let ratio = |over: fn(&WorldCounts) -> [f64; 2], under: fn(&WorldCounts) -> [f64; 2]| {
        Estimate::over(&worlds, |worlds| {
            let sum =
                |of: fn(&WorldCounts) -> [f64; 2], arm: usize| worlds.iter().map(|w| of(w)[arm]).sum::<f64>();
            libm::log(sum(over, 1) / sum(under, 1) / (sum(over, 0) / sum(under, 0)))
        })
        .exp()
    };
    let staff = [
        "More supervision reaches staff too weakly: what it does to strain or leaving is smaller than staff themselves report.",
        "More supervision does more to staff in the model than studies found.",
    ];
    let none = |how| Published::None { low: 1.0 / 1.1, high: 1.1, how };
    let children = ["", "Supervision reaches children in the model, and no study has shown that it does."];
    let finding = |outcome: &str, ratio: bool, published, simulated, says| Finding {
        outcome: outcome.to_owned(),
        unit: if ratio { "ratio" } else { "r" },
        digits: 3,
        form: if ratio { Form::Ratio } else { Form::Difference },
        published,
        levels: None,
        simulated,
        says,
    };
    const HOW: &str = "none shown in 21 studies; a tenth is an assumption, no interval is at hand";
    let sum =
        |of: fn(&WorldCounts) -> [u64; 2], arm: usize| worlds.iter().map(|world| of(world)[arm]).sum::<u64>();
    let heads = |arm: usize| worlds.iter().map(|world| world.children[arm] as u64).sum::<u64>();
    Ok(TrialResult {
        counted: vec![
            ("teams", vec![sum(|w| w.teams, 1), sum(|w| w.teams, 0)]),
            ("children", vec![heads(1), heads(0)]),
        ],
        balance: Vec::new(),
        findings: vec![
            finding(
                "less strain, of workers in teams with more supervision",
                false,
                Published::Effect {
                    value: 0.35,
                    low: 0.3,
                    high: 0.4,
                    how: "r .3 to .4, published as a span of studies",
                },
                less_strain,
                staff,
            ),
            finding(
                "resignations",
                true,
                Published::Effect {
                    value: 0.75,
                    low: 0.6,
                    high: 0.93,
                    how: "fewer intend to leave, r about .3; what that makes of resignations is an assumption",
                },
                ratio(|w| w.left, |w| w.weeks),
                staff,
            ),
            finding(
                "serious harm to their children",
                true,
                none(HOW),
                ratio(|w| w.harm, |w| w.children),
                children,
            ),
            finding(
                "re-referrals of their children",
                true,
                none(HOW),
                ratio(|w| w.again, |w| w.children),
                children,
            ),
        ],
    })
}

/// 1 if the child was referred again within the two years, else 0.
fn again(person: &Person) -> f64 {
    f64::from(u8::from(!person.referrals.is_empty()))
}
