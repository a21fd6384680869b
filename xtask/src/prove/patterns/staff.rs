//! Patterns of staff: turnover, changes of worker, and their correlates.

use super::super::Options;
use super::lab::{Bound, Test, batches, correlated, partial, pearson, runs, score, test};
use crate::model::{Measured, each, go_on, set, warm, with_event};
use anyhow::{Result, anyhow};
use balcony::experiment::stats::mean;
use balcony_engine::calendar::{WEEKS_A_YEAR, Week};
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::EntityId;
use balcony_engine::setting::{EventKind, State};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{Holder, OUTSIDE, World};

/// Leavers per year in per cent of the employed, over some weeks.
fn quits(ran: &Measured, from: usize, to: usize) -> f64 {
    100.0 * WEEKS_A_YEAR * ran.mean("leavers", from, to) / ran.mean("employed", from, to)
}

/// Pattern 5: the same service with the judgement inadequate or good.
pub(super) fn judged(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(64, 8);
    let judged = |grade: f64| {
        let mut setting = options.average()?;
        setting.start.hold(State::Judgement, grade);
        runs(options, n, &setting, 156)
    };
    let (bad, good) = (judged(0.0)?, judged(2.0)?);
    let apart = |part: &str, whole: &[&str]| -> Vec<f64> {
        let share = |ran: &Measured| {
            let all: f64 = whole.iter().map(|key| ran.mean(key, 52, 156)).sum();
            100.0 * ran.mean(part, 52, 156) / all
        };
        bad.iter().zip(&good).map(|(bad, good)| share(bad) - share(good)).collect()
    };
    let what = |name: &str| format!("{name} in years 2-3, inadequate less good, points (pairs)");
    Ok(vec![
        test(what("vacancy"), &apart("vacant", &["vacant", "employed"]), Bound::Above(0.0))
            .made_of("equation"),
        test(what("agency"), &apart("agency", &["agency", "employed"]), Bound::Above(0.0))
            .made_of("equation"),
        test(what("re-referrals"), &apart("re_referrals", &["referrals"]), Bound::Between(-2.0, 2.0)),
    ])
}

/// The holder of a child's case.
#[derive(Clone, Copy, PartialEq)]
struct CaseHolder {
    entity_id: EntityId,
    post_index: u16,
    incumbent: u32,
    agency: bool,
}

/// For every child whose case is open throughout, counts how often another worker took it, and why.
struct Workers {
    /// By slot: last holder, number of changes, weeks that the case has been open.
    last: Vec<Option<(CaseHolder, u32, u32)>>,
    weeks: u32,
    /// Number of changes because an employed worker left, an agency worker left, or the case was
    /// handed over.
    why: [f64; 3],
}

impl Sink for Workers {
    fn week(&mut self, _: Week, _: &[f64; ROW], world: &World) {
        self.weeks += 1;
        self.last.resize(world.population.children.len(), None);
        for (slot, child) in world.population.children.iter().enumerate() {
            let post_index = world.population.post_of[slot];
            if child.entity_id.0 == 0 || !child.is_open() || post_index == OUTSIDE {
                self.last[slot] = None;
                continue;
            }
            let last = self.last[slot].filter(|(held, ..)| held.entity_id == child.entity_id);
            let Some(post) = world.service.workforce.posts.get(usize::from(post_index)) else {
                // The case waits to be allocated.
                self.last[slot] = last.map(|(held, changes, weeks)| (held, changes, weeks + 1));
                continue;
            };
            let agency = post.holder == Holder::Agency;
            let now =
                CaseHolder { entity_id: child.entity_id, post_index, incumbent: post.incumbent, agency };
            let (mut changes, mut weeks) = (0, 0);
            if let Some((held, before, open)) = last {
                (changes, weeks) = (before, open);
                if (held.post_index, held.incumbent) != (now.post_index, now.incumbent) {
                    changes += 1;
                    let left =
                        world.service.workforce.posts.get(usize::from(held.post_index)).is_none_or(|post| {
                            post.incumbent != held.incumbent || post.holder == Holder::Vacant
                        });
                    self.why[if !left { 2 } else { usize::from(held.agency) }] += 1.0;
                }
            }
            self.last[slot] = Some((now, changes, weeks + 1));
        }
    }
}

/// Pattern 6: changes of worker of children whose case is open for two years with social workers.
pub(super) fn workers_per_child(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let place = ForkPoint::new(setting.clone());
    let found = each(options.size(32, 8), |replicate| {
        let mut world = warm(&place, options.luck(replicate))?;
        let mut workers = Workers { last: Vec::new(), weeks: 0, why: [0.0; 3] };
        place
            .advance(&mut world, &Strategy::default(), 104, &mut workers)
            .map_err(|failure| anyhow!("the model failed: {failure:?}"))?;
        let whole = workers.last.iter().flatten().filter(|(.., weeks)| *weeks == workers.weeks);
        let counts: Vec<f64> = whole.map(|(_, changes, _)| f64::from(*changes)).collect();
        let spread = balcony::experiment::stats::sd(&counts);
        Ok((spread * spread / mean(&counts), workers.why))
    })?;
    let index: Vec<f64> = found.iter().map(|(index, _)| *index).collect();
    let share = |at: usize| -> Vec<f64> {
        found.iter().map(|(_, why)| 100.0 * why[at] / why.iter().sum::<f64>()).collect()
    };
    Ok(vec![
        test(
            "variance over mean of changes, two years of open cases (replicates)",
            &index,
            Bound::Above(1.0),
        ),
        test("changes because an employed worker quit, % (replicates)", &share(0), Bound::Below(33.3)),
        test("changes because an agency worker left, % (replicates)", &share(1), Bound::Reported),
        test("handovers between teams, % (replicates)", &share(2), Bound::Reported),
    ])
}

/// Pattern 7: vacant posts divided by leavers per month.
pub(super) fn vacancy_in_leavers(options: &Options) -> Result<Vec<Test>> {
    let ran = runs(options, options.size(64, 8), &options.average()?, 156)?;
    let months = |ran: &[Measured]| {
        let of = |key: &str| mean(&ran.iter().map(|ran| ran.mean(key, 0, 156)).collect::<Vec<_>>());
        12.0 * of("vacant") / (of("leavers") * WEEKS_A_YEAR)
    };
    let months = batches(&ran, months);
    Ok(vec![
        test("months of leavers that vacancies make up (batches)", &months, Bound::Between(12.0, 24.0))
            .made_of("fitted"),
    ])
}

/// Pattern 9: services with 0 to 35 % more work per case, spread evenly over the replicates.
pub(super) fn through_strain(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(400, 16);
    let setting = options.average()?;
    let place = ForkPoint::new(setting.clone());
    let ran = each(n, |replicate| {
        let more = 0.35 * f64::from(replicate) / f64::from(n - 1);
        let busy = with_event(&setting, EventKind::WorkSurge, more, 104);
        let mut world = warm(&place, options.luck(replicate))?;
        go_on(&mut world, &Strategy::default(), &place.with_events(&busy.events), 104)
    })?;
    let of = |figure: &dyn Fn(&Measured) -> f64| ran.iter().map(figure).collect::<Vec<f64>>();
    let caseload = of(&|ran| ran.mean("caseload", 26, 104));
    let strain = of(&|ran| ran.mean("strain", 26, 104));
    let quits = of(&|ran| quits(ran, 26, 104));
    Ok(vec![
        correlated(
            "caseload with quits, strain held: partial correlation (replicates)",
            partial(&caseload, &quits, &strain),
            ran.len(),
            Bound::Between(-0.25, 0.25),
        )
        .made_of("equation"),
        correlated("strain with quits (replicates)", pearson(&strain, &quits), ran.len(), Bound::Above(0.0))
            .made_of("equation"),
        correlated(
            "caseload with quits (replicates)",
            pearson(&caseload, &quits),
            ran.len(),
            Bound::Reported,
        ),
    ])
}

/// Pattern 10: three years in a learning service with few rules, compared with a compliant one with
/// many.
pub(super) fn climate(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(64, 8);
    let run = |culture: f64, prescription: f64| {
        let mut setting = options.average()?;
        setting.start.hold(State::Culture, culture);
        setting.start.hold(State::Prescription, prescription);
        runs(options, n, &setting, 156)
    };
    let (poor, good) = (run(0.15, 0.75)?, run(0.75, 0.3)?);
    let pairs: Vec<(&Measured, &Measured)> = poor.iter().zip(&good).collect();
    let ratio = batches(&pairs, |batch| {
        let of = |good: bool| {
            mean(
                &batch
                    .iter()
                    .map(|pair| quits(if good { pair.1 } else { pair.0 }, 0, 156))
                    .collect::<Vec<_>>(),
            )
        };
        of(true) / of(false)
    });
    Ok(vec![
        test("quits in the better climate over those in the worse (batches)", &ratio, Bound::Below(1.0)),
        test("the same: a cut of at most two thirds (batches)", &ratio, Bound::Above(1.0 / 3.0)),
    ])
}

/// Pattern 11: replicates that differ only in their random numbers.
pub(super) fn quits_and_performance(options: &Options) -> Result<Vec<Test>> {
    let ran = runs(options, options.size(400, 16), &options.average()?, 156)?;
    let left: Vec<f64> = ran.iter().map(|ran| quits(ran, 0, 156)).collect();
    let score: Vec<f64> = ran.iter().map(|ran| score(ran, 0, 156)).collect();
    let r = pearson(&left, &score);
    let what = "quits with performance over three years: correlation (replicates)";
    Ok(vec![correlated(what, r, ran.len(), Bound::Between(-0.5, 0.0))])
}

/// Multiplies a parameter by a factor.
pub(super) fn times(setting: &mut balcony_engine::setting::Setting, key: &str, factor: f64) -> Result<()> {
    let usual = *setting.parameters.value(key).ok_or_else(|| anyhow!("no parameter is called {key}"))?;
    set(setting, key, usual * factor)
}
