//! Correlates leadership with its results: first for staff and organisation, then for the people
//! whom it is meant to serve.

use super::estimate::{Estimate, correlation};
use super::place::TrialOptions;
use super::verdict::Published;
use super::{Failed, Finding, Form, Study, TrialResult};
use balcony_engine::calendar::Week;
use balcony_engine::measure::{OutcomeAccumulator, ROW, Sink, outcome_index};
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::strategy::{Strategy, Style};
use balcony_engine::world::World;
use balcony_scenario::presets::{ATTENTION, rights};

pub(super) const STUDY: Study = Study {
    name: "leadership-in-schools",
    title: "leading, staff and those for whom it is done",
    source: "Tan and others 2020; Robinson, Lloyd and Rowe 2008 (meta-analyses of school leadership)",
    design: "Leadership as staff rate it, against staff and organisation (r .33) and against what pupils learn (much smaller), over schools.",
    model: "Services of one kind under directors who lead differently: source, impact, and time for people are drawn, three years. Leadership \
            as staff would rate it is the bond of teams with the director, the mean of the third year; staff and organisation are \
            support, culture and strain of teams; children are serious harm and re-referrals. Without --authority all are lived in the \
            first authority of the sample, since what places differ in is not what leaders do.",
    worlds: 200,
    parameters: &["culture.support_leading", "culture.conversion", "influence.chi_relations"],
    run,
};

const WEEKS: u32 = 156;
const FROM: u32 = 104;

/// Means of the third year.
#[derive(Debug, Default)]
struct ThirdYear {
    from: u32,
    tally: OutcomeAccumulator,
    weeks: f64,
    led: f64,
    support: f64,
    strain: f64,
    culture: f64,
}

impl Sink for ThirdYear {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        if week.0 < self.from {
            return;
        }
        self.tally.week(week, row, world);
        self.weeks += 1.0;
        let n = world.service.workforce.teams.len().max(1) as f64;
        let mean = |of: fn(&balcony_engine::world::Team) -> f64| {
            world.service.workforce.teams.iter().map(of).sum::<f64>() / n
        };
        self.led += mean(|team| team.bond);
        self.support += mean(|team| team.support);
        self.strain += mean(|team| team.strain);
        self.culture += mean(|team| team.culture);
    }
}

/// A random leadership style; it is none of the presets.
fn drawn(world: &World) -> Style {
    let who = EntityId::authority(world.service.authority);
    let draw = world.rng_key.block(who, Tag::Trial, 2, 0);
    let mut attention = ATTENTION;
    // Time for people, from half to twice the usual, at the cost of balcony time and the programme.
    let people = 0.5 + 1.5 * draw.uniform(2);
    let more = (attention[1] + attention[5]) * (people - 1.0);
    attention[1] *= people;
    attention[5] *= people;
    attention[0] = (attention[0] - 0.5 * more).max(0.0);
    attention[4] = (attention[4] - 0.5 * more).max(0.0);
    Style { source: draw.uniform(0), rights: rights(draw.uniform(1)), attention }
}

fn run(ground: &TrialOptions<'_>) -> Result<TrialResult, Failed> {
    let profiles = ground.profiles();
    let (harm, again) = (outcome_index("harm"), outcome_index("re-referrals"));
    let worlds = ground.live_in(&profiles[..1], |begun| {
        let mut third = ThirdYear { from: begun.place.fork.week(FROM).0, ..ThirdYear::default() };
        let strategy = Strategy::of(vec![(begun.place.fork.week(0), drawn(&begun.start))]);
        let world = begun.live(&strategy, WEEKS, &mut third)?;
        let outcomes = third.tally.outcomes(&begun.place.fork.unaccrued(&world));
        let of = |at: Option<usize>| at.map_or(f64::NAN, |at| outcomes[at]);
        let n = third.weeks;
        Ok([third.led / n, third.support / n, third.culture / n, -third.strain / n, -of(harm), -of(again)])
    })?;
    let r = |at: usize| {
        Estimate::over(&worlds, |worlds: &[&[f64; 6]]| {
            correlation(&worlds.iter().map(|world| (world[0], world[at])).collect::<Vec<_>>())
        })
    };
    let staff = Published::Effect {
        value: 0.33,
        low: 0.2,
        high: 0.46,
        how: "r .33, published; the interval, which spans what the meta-analyses found, is an assumption",
    };
    let children = Published::Effect {
        value: 0.1,
        low: 0.0,
        high: 0.2,
        how: "much smaller for pupils; .0 to .2 is an assumption",
    };
    let finding = |outcome: &str, at, published, says| Finding {
        outcome: outcome.to_owned(),
        unit: "r",
        digits: 2,
        form: Form::Difference,
        published,
        levels: None,
        simulated: r(at),
        says,
    };
    let of_staff = [
        "How leaders are with people shows too little in staff and organisation.",
        "How leaders are with people decides more about staff and organisation in the model than in schools: too little else moves them.",
    ];
    let of_children = [
        "What leaders do does not reach children at all.",
        "What leaders do reaches children more than anybody has found, or the wrong way.",
    ];
    Ok(TrialResult {
        counted: vec![("services", vec![worlds.len() as u64])],
        balance: Vec::new(),
        findings: vec![
            finding("support of staff", 1, staff, of_staff),
            finding("learning culture", 2, staff, of_staff),
            finding("less strain", 3, staff, of_staff),
            finding("less serious harm to children", 4, children, of_children),
            finding("fewer re-referrals", 5, children, of_children),
        ],
    })
}
