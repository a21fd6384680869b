//! The runs that are compared with published figures: ten years of each authority under its
//! incumbent, without events.

use super::figures::{FIGURES, YEAR, Year, place as figure_index};
use balcony_engine::calendar::Week;
use balcony_engine::error::ModelFailure as Broken;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::measure::{ROW, Sink};
use balcony_engine::rng::RngKey;
use balcony_engine::strategy::Strategy;
use balcony_engine::world::{ONE, World};
use balcony_runs::experiment::{Cancel, ModelFailure, Pool, Progress, Stop, Stopping};
use balcony_scenario::ensemble::members;
use balcony_scenario::profiles::Profile;
use balcony_scenario::scenario::files::Texts;
use balcony_scenario::scenario::{England, Faults, Library, Unknowns, read_text};
use std::ops::ControlFlow;

/// Simulated years.
pub const YEARS: usize = 10;
/// Length of a simulation, in weeks.
const WEEKS: u32 = YEARS as u32 * YEAR;
/// Week of a year in which staff are counted: week 26 contains 30 September.
const SEPTEMBER: u32 = 26;

/// An authority that is compared with its published figures.
#[derive(Debug)]
pub struct ValidationPlace {
    /// Profile of the authority.
    pub profile: &'static Profile,
    /// Number of children aged 0-17.
    pub children: f64,
    /// Number of replicates.
    pub replicates: u32,
    fork: ForkPoint,
    unknowns: Unknowns,
}

/// How to simulate.
#[derive(Debug, Clone, Copy)]
pub struct ValidationOptions<'a> {
    /// Seed of the random numbers.
    pub seed: u32,
    /// Whether parameters are sampled from the calibrated ensemble.
    pub worlds: bool,
    /// Number of threads; 0 means one per processor.
    pub threads: usize,
    /// Progress display.
    pub progress: &'a Progress,
    /// Stop flag.
    pub cancel: &'a Cancel,
}

/// One run: all figures by year, in the order of `FIGURES`, and the first inspection after week 0.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorityRun {
    /// Figures of each year.
    pub years: Vec<Vec<f64>>,
    /// Year (from 0) and judgement of the first inspection; `None` if there was none.
    pub inspected: Option<(usize, u8)>,
    /// Index of the parameter sample; `None` with central parameters.
    pub draw: Option<u32>,
}

impl ValidationPlace {
    /// A scenario that sets only the authority, the start and the length; everything else has its
    /// default.
    ///
    /// # Errors
    /// If it is not a valid scenario. A test checks that all are.
    pub fn new(profile: &'static Profile, replicates: u32, worlds: bool) -> Result<Self, Faults> {
        let text = format!(
            "[scenario]\ntitle = \"Quiet\"\nquestion = \"What happens when nothing happens?\"\nprimary = \"re-referrals\"\nstart = 2019-04-01\n\
             weeks = {WEEKS}\nreplicates = {replicates}\n{}[authority]\nname = \"{}\"\n",
            if worlds { drawn(replicates) } else { String::new() },
            profile.code
        );
        let texts = Texts::default();
        let scenario = read_text("quiet", &text, &Library::new(&texts, &England))?;
        let setting = scenario.setting();
        Ok(Self {
            profile,
            children: setting.authority.children,
            replicates,
            unknowns: scenario.unknowns(),
            fork: ForkPoint::new(setting),
        })
    }

    /// Simulates one replicate.
    fn life(&self, seed: u32, replicate: u32) -> Result<AuthorityRun, ModelFailure> {
        let rng_key = RngKey { seed, replicate };
        let draw = self.unknowns.draw_of(replicate);
        let drawn = draw.map(|draw| ForkPoint::new(self.unknowns.setting(self.fork.setting(), draw)));
        years(drawn.as_ref().unwrap_or(&self.fork), rng_key)
            .map(|(years, inspected)| AuthorityRun { years, inspected, draw })
            .map_err(|failed| ModelFailure::of(&failed, self.profile.name, self.fork.week(0)))
    }
}

fn years(place: &ForkPoint, rng_key: RngKey) -> Result<YearsAndInspection, Broken> {
    let mut world = place.warmed_up(rng_key)?;
    let strategy = Strategy::default();
    let mut years = Vec::with_capacity(YEARS);
    let (mut inspected, mut directors) = (None, 0.0);
    for year in 0..YEARS {
        let mut living = YearSink { year: Year::default(), week: 0, judged: None };
        place.advance(&mut world, &strategy, (year as u32 + 1) * YEAR, &mut living)?;
        if let (None, Some(grade)) = (inspected, living.judged) {
            inspected = Some((year, grade));
        }
        let mut lived = living.year;
        if year == 0 {
            // At week 0 nothing is unaccrued. The unaccrued part at the end of the first year
            // belongs to that year.
            let unaccrued_before = place.unaccrued(&world);
            lived.face += unaccrued_before.face_hours as f64 / ONE;
            lived.harm[0] += unaccrued_before.harm_open as f64 / ONE;
            lived.harm[1] += unaccrued_before.harm_unserved as f64 / ONE;
        }
        if year < 6 {
            directors += lived.directors;
        }
        years.push(FIGURES.iter().map(|figure| (figure.value)(&lived)).collect::<Vec<f64>>());
    }
    let mut whole = |key: &str, value: f64| {
        if let (Some(at), Some(first)) = (figure_index(key), years.first_mut()) {
            first[at] = value;
        }
    };
    whole("directors-in-six-years", 1.0 + directors);
    if let Some((_, grade)) = inspected {
        for (at, key) in ["inadequate", "improve", "good", "outstanding"].into_iter().enumerate() {
            whole(&format!("first-judgement-{key}"), f64::from(u8::from(usize::from(grade) == at)));
        }
    }
    Ok((years, inspected))
}

/// Two replicates per parameter sample, if the ensemble is large enough, so that random variation
/// can be separated from parameter uncertainty.
fn drawn(replicates: u32) -> String {
    let most = u32::try_from(members().len()).unwrap_or(u32::MAX);
    format!("parameters = \"worlds\"\ndraws = {}\n", (replicates / 2).clamp(2, most.max(2)))
}

/// Figures by year, and the first inspection.
type YearsAndInspection = (Vec<Vec<f64>>, Option<(usize, u8)>);

struct YearSink {
    year: Year,
    week: u32,
    judged: Option<u8>,
}

impl Sink for YearSink {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.year.tally.week(week, row, world);
        self.year.count(world);
        self.week += 1;
        if self.week == SEPTEMBER {
            self.year.look(row, world);
        }
        if self.week == YEAR {
            self.year.close(row, world);
        }
        if world.service.counts.inspections > 0 && self.judged.is_none() {
            self.judged = Some(world.service.oversight.inspection.judgement);
        }
    }
}

/// All runs of all authorities, in their order.
///
/// # Errors
/// If the model fails, threads cannot be started, or a stop was requested.
pub fn live(places: &[ValidationPlace], how: &ValidationOptions<'_>) -> Result<Vec<Vec<AuthorityRun>>, Stop> {
    let jobs: Vec<(usize, u32)> = places
        .iter()
        .enumerate()
        .flat_map(|(at, place)| (0..place.replicates).map(move |replicate| (at, replicate)))
        .collect();
    let mut lives: Vec<Vec<AuthorityRun>> = places.iter().map(|_| Vec::new()).collect();
    let pool = Pool::new(how.threads)?;
    let all = jobs.len() as u32;
    how.progress.begin(all, 0, Stopping::All);
    let ended = pool.ordered(
        jobs.len(),
        how.cancel,
        || (),
        |job, ()| {
            let (at, replicate) = jobs[job];
            places[at].life(how.seed, replicate)
        },
        |job, life| {
            lives[jobs[job].0].push(life.map_err(Stop::Model)?);
            how.progress.step();
            Ok::<_, Stop>(ControlFlow::Continue(()))
        },
    )?;
    how.progress.finish();
    if ended.whole { Ok(lives) } else { Err(Stop::Interrupted { kept: 0, replicates: all }) }
}
