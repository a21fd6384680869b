//! What is left of a way of leading half a year and a year after the director has gone.

use super::Options;
use crate::model::{each, scenario, warm};
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::experiment::stats::{ErrorUnit, mean};
use balcony::presets::{INCUMBENT, PRESETS};
use balcony_engine::calendar::Week;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{ROW, Sink, measure_index};
use balcony_engine::parameters::Parameters;
use balcony_engine::setting::{Event, EventKind, Setting};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::World;

const CLAIM: &str = "What is left of a way of leading after its director has gone, in five contexts, for three answers to the \
                     question whether the successor takes it up. Nothing is claimed; what is found is shown.";
/// Contexts: shipped scenarios, of which the first is the one whose parameters are varied.
const CONTEXTS: [&str; 5] =
    ["culture-shift", "tight-budgets", "crushing-climate", "transition-risks", "new-director"];
/// The week in which the director goes, after two years.
const GOES: u32 = 104;
/// Weeks after that at which one looks: the week before it, half a year, a year.
const LOOKS: [u32; 3] = [0, 26, 52];
/// What is looked at: conditions that leading changes.
const LOOKED_AT: [&str; 4] = ["culture", "trust", "known", SOURCE_BELOW];
/// Mean source of influence in the ways of leading of those below: no measure of the engine, which
/// knows no better or worse of it.
const SOURCE_BELOW: &str = "source of leaders below";
/// Shares of the way that the successor takes up.
const TAKES_UP: [f64; 3] = [0.0, 0.5, 1.0];
/// Parameters that could turn the order round.
const VARIED: [&str; 14] = [
    "leaders.adopts",
    "leaders.returns",
    "leaders.believes_line",
    "leaders.believes_relations",
    "leaders.daily",
    "culture.holds",
    "culture.conform",
    "culture.conversion",
    "influence.lost",
    "influence.newcomer",
    "market.known",
    "directors.interim_weeks",
    "directors.interim_share",
    "directors.confidence",
];
/// Weeks of leading before it for a difference to be worth dividing by, in standard errors.
const WORTH_DIVIDING: f64 = 3.0;

/// Differences from the incumbent's way: by way, look, quantity, replicate.
type Found = Vec<Vec<Vec<Vec<f64>>>>;

/// Runs every context, and the first one at the ends of each range.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let heads = [
        "context",
        "takes up",
        "way",
        "of",
        "the day before",
        "after 26 weeks",
        "after 52 weeks",
        "left at 26",
        "left at 52",
        "incumbent's level",
    ];
    let mut report = Report::new("succession", CLAIM, &heads);
    report.only_shows();
    let pairs = options.size(24, 6);
    let mut orders = Vec::new();
    for context in CONTEXTS {
        let (found, levels) = run(options, context, &setting(options, context)?, pairs)?;
        for (share, found) in TAKES_UP.into_iter().zip(&found) {
            rows(&mut report, context, share, found, &levels);
            orders.push((context, share, order(found)));
        }
    }
    report.table("Order of the ways in culture a year after, most first", &["context", "takes up", "order"]);
    for (context, share, order) in orders {
        report.row([context.to_owned(), format!("{share}"), order]);
    }
    vary(options, &mut report, pairs.div_ceil(4))?;
    report.note(format!(
        "{pairs} pairs: the same luck under each way and under the incumbent's, in both of which the director goes in week {GOES} \
         and nobody else does. Differences with standard errors; what is left is the ratio of means, blank where the day before \
         differs by less than {WORTH_DIVIDING} standard errors."
    ));
    report.note(
        "`takes up` is `lead.takes_up`: 1 says that the authority chose the way of leading, and is the default; 0 that the successor \
         leads in a way of their own, around the usual one. It is not known. Leaders below the director are people, who return to \
         ways of their own when nobody leads them elsewhere."
            .to_owned(),
    );
    Ok(report)
}

/// A context in which the director goes once, in a known week.
fn setting(options: &Options, context: &str) -> Result<Setting> {
    let mut setting = options.setting_of(&scenario(context)?)?;
    setting.structure.bound = 1.0;
    setting.events.retain(|event| event.kind != EventKind::DirectorLeaves);
    let week = Week(setting.start_week.0 + GOES);
    setting.events.push(Event { week, weeks: 0, kind: EventKind::DirectorLeaves, size: 1.0 });
    setting.events.sort_by_key(|event| event.week);
    Ok(setting)
}

/// Notes what is looked at in the weeks of [`LOOKS`].
struct Looks {
    start: u32,
    at: [Option<usize>; LOOKED_AT.len()],
    seen: Vec<[f64; LOOKED_AT.len()]>,
}

impl Sink for Looks {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        // The row of a week is what it ends with: of the day before, that of the week before.
        let after = (week.0 + 1).checked_sub(self.start + GOES);
        if after.is_some_and(|after| LOOKS.contains(&after)) {
            self.seen.push(self.at.map(|measure| measure.map_or_else(|| source_below(world), |at| row[at])));
        }
    }
}

fn source_below(world: &World) -> f64 {
    let posts = &world.service.leadership.below.posts;
    posts.iter().map(|leader| leader.way.source).sum::<f64>() / posts.len().max(1) as f64
}

/// Differences from the incumbent's way for each share taken up, and the levels under it. Nothing
/// of the share is felt before the director goes, so that all of them share a warm-up; and nothing
/// under the incumbent's way.
fn run(
    options: &Options,
    context: &str,
    setting: &Setting,
    pairs: u32,
) -> Result<(Vec<Found>, Vec<Vec<f64>>)> {
    let scenario = scenario(context)?;
    let usual = scenario.strategy(INCUMBENT)?;
    let ways =
        PRESETS.iter().map(|preset| Ok(scenario.strategy(preset.0)?)).collect::<Result<Vec<Strategy>>>()?;
    let mut at = [None; LOOKED_AT.len()];
    for (index, key) in at.iter_mut().zip(LOOKED_AT) {
        if key != SOURCE_BELOW {
            *index = Some(measure_index(key).with_context(|| format!("no measure is called {key}"))?);
        }
    }
    let places = TAKES_UP.map(|share| {
        let mut setting = setting.clone();
        setting.parameters.lead.takes_up = share;
        ForkPoint::new(setting)
    });
    let weeks = GOES + LOOKS[LOOKS.len() - 1] + 1;
    let ran = each(pairs, |replicate| {
        let world = warm(&places[0], options.luck(replicate))?;
        let arm = |place: &ForkPoint, strategy: &Strategy| {
            let mut looks = Looks { start: setting.start_week.0, at, seen: Vec::new() };
            place
                .advance(&mut world.clone(), strategy, weeks, &mut looks)
                .map_err(|failure| anyhow::anyhow!("{context}: {failure:?}"))?;
            Ok(looks.seen)
        };
        let of = |place: &ForkPoint| ways.iter().map(|way| arm(place, way)).collect::<Result<Vec<_>>>();
        Ok((arm(&places[0], &usual)?, places.iter().map(of).collect::<Result<Vec<_>>>()?))
    })?;
    let difference = |share: usize, way: usize, look: usize, of: usize| -> Vec<f64> {
        ran.iter().map(|(usual, shares)| shares[share][way][look][of] - usual[look][of]).collect()
    };
    let quantities = |share: usize, way: usize, look: usize| {
        (0..LOOKED_AT.len()).map(|of| difference(share, way, look, of)).collect()
    };
    let looks =
        |share: usize, way: usize| (0..LOOKS.len()).map(|look| quantities(share, way, look)).collect();
    let found = |share: usize| (0..ways.len()).map(|way| looks(share, way)).collect();
    let level =
        |look: usize, of: usize| mean(&ran.iter().map(|(usual, _)| usual[look][of]).collect::<Vec<_>>());
    let levels =
        (0..LOOKS.len()).map(|look| (0..LOOKED_AT.len()).map(|of| level(look, of)).collect()).collect();
    Ok(((0..TAKES_UP.len()).map(found).collect(), levels))
}

fn rows(report: &mut Report, context: &str, share: f64, found: &Found, levels: &[Vec<f64>]) {
    for (of, key) in LOOKED_AT.iter().enumerate() {
        for (way, (name, ..)) in PRESETS.iter().enumerate() {
            let estimates: Vec<_> =
                (0..LOOKS.len()).map(|look| ErrorUnit::Replicate.estimate(&found[way][look][of])).collect();
            let cell = |look: usize| format!("{:+.4} ({:.4})", estimates[look].mean, estimates[look].error);
            let worth = estimates[0].mean.abs() > WORTH_DIVIDING * estimates[0].error;
            let left = |look: usize| {
                if worth { format!("{:.2}", estimates[look].mean / estimates[0].mean) } else { String::new() }
            };
            report.row([
                context.to_owned(),
                format!("{share}"),
                (*name).to_owned(),
                (*key).to_owned(),
                cell(0),
                cell(1),
                cell(2),
                left(1),
                left(2),
                format!("{:.3}", levels[0][of]),
            ]);
        }
    }
}

/// The ways by culture a year after; an equals sign where the next is not clearly less.
fn order(found: &Found) -> String {
    let last = LOOKS.len() - 1;
    let culture = |way: usize| mean(&found[way][last][0]);
    let mut ways: Vec<usize> = (0..found.len()).collect();
    ways.sort_by(|a, b| culture(*b).total_cmp(&culture(*a)));
    let mut text = String::new();
    for (place, way) in ways.iter().enumerate() {
        if place > 0 {
            let (one, other) = (&found[ways[place - 1]][last][0], &found[*way][last][0]);
            let gap: Vec<f64> = one.iter().zip(other).map(|(one, other)| one - other).collect();
            let clear =
                ErrorUnit::Replicate.estimate(&gap).interval.is_some_and(|interval| interval.low > 0.0);
            text.push_str(if clear { " > " } else { " = " });
        }
        text.push_str(PRESETS[*way].0);
    }
    text
}

/// Each parameter at both ends of its range, in the first context, at each share taken up.
fn vary(options: &Options, report: &mut Report, pairs: u32) -> Result<()> {
    report.table(
        "What turns the order round, in the first context (culture a year after)",
        &["parameter", "value", "takes up", "order"],
    );
    let mut tell = |key: &str, value: String, setting: &Setting| -> Result<()> {
        let (found, _) = run(options, CONTEXTS[0], setting, pairs)?;
        for (share, found) in TAKES_UP.into_iter().zip(&found) {
            report.row([key.to_owned(), value.clone(), format!("{share}"), order(found)]);
        }
        Ok(())
    };
    let usual = setting(options, CONTEXTS[0])?;
    tell("as it is", String::new(), &usual)?;
    for key in VARIED {
        let row = Parameters::registry().find(|row| row.key == key).context("a parameter")?;
        for value in [row.low, row.high] {
            let mut setting = usual.clone();
            *setting.parameters.value(key).context("a parameter")? = value;
            tell(key, format!("{value}"), &setting)?;
        }
    }
    Ok(())
}
