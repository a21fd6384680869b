//! Measures an authority under its incumbent: mean figures and states over several years after the
//! warm-up.

use anyhow::{Result, anyhow};
use balcony_engine::advance::watched_up;
use balcony_engine::authority::{SOLVED, figures};
use balcony_engine::calendar::{WEEKS_A_YEAR, Week};
use balcony_engine::factors::Factors;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{ROW, Sink, measure_index};
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Authority, Setting};
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{PARTNERS, World};
use std::ops::Range;

/// Seed of the solver. No scenario uses it.
const SEED: u32 = 77;

/// Years after week 0 that do not count for the figures, because transients of the start must decay
/// first. So the solution is about the stationary state.
const SETTLING: usize = 2;

/// Means over the years that count, and over replicates.
pub(crate) struct Stands {
    /// The figures, on the scale of [`figures`].
    pub(crate) figures: [f64; SOLVED],
    /// Logarithm of the first year over the years that count: open cases, care, needs without a
    /// case.
    pub(crate) first_year: [f64; 3],
    /// The same for children in care in the first quarter of the warm-up. If there were more of
    /// them than the budget allows, hiring would stop before any year counts.
    pub(crate) begun: f64,
    /// Share of re-referrals. `timely` is the share of assessments in time.
    pub(crate) re_referrals: f64,
    pub(crate) timely: f64,
    due: f64,
    spending: f64,
    strain: f64,
    states: States,
    /// Hours due and spending that the current factors imply.
    implied: (f64, f64),
}

/// States of leaders and teams.
#[derive(Default, Clone, Copy)]
struct States {
    culture: f64,
    bond: f64,
    routine: f64,
    credibility: f64,
    partner_credibility: f64,
    member_credibility: f64,
    trust: f64,
    language: f64,
    experience: f64,
}

#[derive(Default)]
struct Sums {
    rows: Vec<[f64; ROW]>,
    due: f64,
    spending: f64,
    states: States,
}

impl Sink for Sums {
    fn week(&mut self, _: Week, row: &[f64; ROW], world: &World) {
        self.rows.push(*row);
        self.due += world.service.workforce.staffing.due;
        self.spending += world.service.environment.spending;
        let teams = world.service.workforce.teams.len().max(1) as f64;
        let of = |part: &dyn Fn(usize) -> f64| {
            (0..world.service.workforce.teams.len()).map(part).sum::<f64>() / teams
        };
        let partners = |part: &dyn Fn(usize) -> f64| (0..PARTNERS).map(part).sum::<f64>() / PARTNERS as f64;
        let s = &mut self.states;
        s.culture += of(&|team| world.service.workforce.teams[team].culture);
        s.bond += of(&|team| world.service.workforce.teams[team].bond);
        s.routine += of(&|team| world.service.workforce.teams[team].routine);
        s.credibility += world.service.leadership.director.credibility[0];
        s.partner_credibility +=
            partners(&|agency| world.service.leadership.director.credibility[1 + agency]);
        s.member_credibility += world.service.leadership.director.credibility[PARTNERS + 1];
        s.trust += partners(&|agency| world.service.partners[agency].trust);
        s.language += partners(&|agency| world.service.partners[agency].language);
        s.experience += partners(&|agency| world.service.partners[agency].discouraged);
    }
}

/// Weeks at the beginning of the warm-up that are averaged.
const BEGINNING: usize = 13;

/// Children in care at the beginning of the warm-up, by week.
#[derive(Default)]
struct Beginning(Vec<f64>);

impl Sink for Beginning {
    fn week(&mut self, _: Week, row: &[f64; ROW], _: &World) {
        if self.0.len() < BEGINNING {
            self.0.push(row[measure_index("care_stock").unwrap_or(0)]);
        }
    }
}

/// Simulates replicates and returns means. Each replicate is run twice, the second time with its
/// variation from year to year mirrored. So the mean includes the effect of that variation, but not
/// the deviation of a few good or bad years.
pub(crate) fn measure(setting: &Setting, replicates: Range<u32>, weeks: u32) -> Result<Stands> {
    let mut mirrored = setting.clone();
    mirrored.parameters.variation.all *= -1.0;
    let settings = [setting, &mirrored];
    let places = settings.map(|setting| ForkPoint::new(setting.clone()));
    let settling = 52 * SETTLING.min(weeks as usize / 104);
    let mut settled = Sums::default();
    let mut first: Vec<[f64; ROW]> = Vec::new();
    let mut beginnings: Vec<f64> = Vec::new();
    for replicate in replicates {
        for place in &places {
            let luck = RngKey { seed: SEED, replicate };
            let mut beginning = Beginning::default();
            let mut world = watched_up(place.setting(), place.constants(), luck, &mut beginning)
                .map_err(|failure| anyhow!("the warm-up failed: {failure:?}"))?;
            beginnings.append(&mut beginning.0);
            let mut early = Sums::default();
            let (before, begun) = (settling as u32, settled.rows.len());
            for (until, sums) in [(before, &mut early), (weeks, &mut settled)] {
                place
                    .advance(&mut world, &Strategy::default(), until, sums)
                    .map_err(|failure| anyhow!("the model failed: {failure:?}"))?;
            }
            first.extend(early.rows.iter().chain(&settled.rows[begun..]).take(52));
        }
    }
    let n = settled.rows.len() as f64;
    let mean = |rows: &[[f64; ROW]], key: &str| {
        let at = measure_index(key).unwrap_or(0);
        rows.iter().map(|row| row[at]).sum::<f64>() / rows.len() as f64
    };
    let m = |key: &str| mean(&settled.rows, key);
    let a = &setting.authority;
    let yearly = |key: &str| m(key) * WEEKS_A_YEAR;
    let modelled = Authority {
        referrals: yearly("referrals"),
        no_further_action: m("no_further_action") / m("referrals"),
        not_in_need: m("not_in_need") / m("referrals"),
        enquiries: yearly("enquiries"),
        plans: m("plan_stock"),
        looked_after: m("care_stock"),
        in_need: m("open"),
        caseload: m("caseload"),
        turnover: yearly("leavers") / m("employed"),
        vacancy: m("vacant") / (m("vacant") + m("employed")),
        agency: m("agency") / (m("agency") + m("employed")),
        ..a.clone()
    };
    let mut stands = figures(&modelled);
    stands[LOAD] = libm::log(m("utilisation"));
    let s = &settled.states;
    let states = States {
        culture: s.culture / n,
        bond: s.bond / n,
        routine: s.routine / n,
        credibility: s.credibility / n,
        partner_credibility: s.partner_credibility / n,
        member_credibility: s.member_credibility / n,
        trust: s.trust / n,
        language: s.language / n,
        experience: s.experience / n,
    };
    Ok(Stands {
        figures: stands,
        first_year: ["open", "care_stock", "unserved"].map(|key| libm::log(mean(&first, key) / m(key))),
        begun: libm::log(beginnings.iter().sum::<f64>() / beginnings.len() as f64 / m("care_stock")),
        re_referrals: m("re_referrals") / m("referrals"),
        timely: m("assessments_timely") / m("assessments"),
        due: settled.due / n,
        spending: settled.spending / n,
        strain: m("strain"),
        states,
        implied: (places[0].constants().effects.due, places[0].constants().effects.spending),
    })
}

/// Index of the load in the figures.
const LOAD: usize = 7;

impl Stands {
    /// Moves the states in the factors towards the measured ones by `share`. Also corrects the
    /// factors for needs and care before the warm-up, so that the first year has the same level as
    /// the later ones. The gains are the negative inverse of what a change of the factor does to
    /// the first year; for care, the first year and the beginning of the warm-up are averaged.
    pub(crate) fn taken(&self, factors: &Factors, share: f64, pace: f64) -> Factors {
        let mut f = self.part(factors, share);
        let moved =
            |from: f64, gain: f64, rise: f64| (from + (gain * rise).clamp(-0.4, 0.4) * pace).clamp(-1.5, 1.8);
        let needs = 0.5 * (self.first_year[0] + self.first_year[2]);
        f.earlier_needs = moved(f.earlier_needs, -1.0, needs);
        f.care_entries = moved(f.care_entries, -2.5, 0.5 * (self.begun + self.first_year[1]));
        f
    }

    /// The factors with the measured states.
    pub(crate) fn settled(&self, factors: &Factors) -> Factors {
        self.part(factors, 1.0)
    }

    fn part(&self, factors: &Factors, share: f64) -> Factors {
        let to = |from: f64, value: f64| from + share * (value - from);
        let s = &self.states;
        Factors {
            due: factors.due + share * libm::log(self.due / self.implied.0),
            spending: factors.spending + share * libm::log(self.spending / self.implied.1),
            strain: to(factors.strain, self.strain),
            culture: to(factors.culture, s.culture),
            bond: to(factors.bond, s.bond),
            routine: to(factors.routine, s.routine),
            credibility: to(factors.credibility, s.credibility),
            partner_credibility: to(factors.partner_credibility, s.partner_credibility),
            member_credibility: to(factors.member_credibility, s.member_credibility),
            trust: to(factors.trust, s.trust),
            language: to(factors.language, s.language),
            experience: to(factors.experience, s.experience),
            ..*factors
        }
    }
}
