//! The sentences of the source, looked for in three constant climates.

use super::{Options, percent};
use crate::model::each;
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::{mean, sd};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_england::places::REGIONS;
use balcony_market::climate::Course;
use balcony_market::counts::{Watch, Year, years};
use balcony_market::log::Change;
use balcony_market::{Entry, Log, Market, Setting};

/// Constant climates: calm, the years since 2014, the worst.
const CLIMATES: [f64; 3] = [0.0, 0.4, 1.0];
/// Years of each run after twenty in which the market settles. The first is not counted: it has no
/// July before.
const YEARS: (u16, u16) = (2010, 2030);
/// Years of a decade: the windows of rows about ten years.
const DECADE: usize = 10;
/// A region that has fourteen authorities.
const NAMED: &str = "West Midlands";

/// The end of one year.
struct End {
    year: Year,
    posts: f64,
    /// Interims in post and posts, by region.
    regions: Vec<(usize, usize)>,
    /// Weeks in post of the permanent directors who went this year.
    completed: Vec<f64>,
}

impl End {
    fn changed(&self) -> f64 {
        self.year.one + self.year.more
    }

    /// The largest share of interims in a region.
    fn worst(&self) -> f64 {
        self.regions.iter().map(|(interims, posts)| *interims as f64 / *posts as f64).fold(0.0, f64::max)
    }

    /// Interims in the named region.
    fn named(&self) -> usize {
        let at = REGIONS.iter().position(|region| *region == NAMED).unwrap_or(0);
        self.regions[at].0
    }
}

#[derive(Default)]
struct Ends {
    completed: Vec<f64>,
    regions: Vec<Vec<(usize, usize)>>,
    all: Vec<Vec<f64>>,
}

impl Log for Ends {
    fn entry(&mut self, entry: Entry) {
        if let Change::Gone { weeks, .. } = entry.change {
            self.completed.push(f64::from(weeks) / WEEKS_A_YEAR);
        }
    }
}

impl Watch for Ends {
    fn july(&mut self, _: &Market, _: u16) {}

    fn march(&mut self, market: &Market, _: u16) {
        let mut regions = vec![(0, 0); REGIONS.len()];
        for state in &market.places {
            let (interims, posts) = &mut regions[usize::from(state.place.region)];
            *interims += usize::from(state.director.interim);
            *posts += 1;
        }
        self.all.push(core::mem::take(&mut self.completed));
        self.regions.push(regions);
    }
}

/// One run: the ends of its years.
fn run(options: &Options, setting: &Setting, replicate: u32) -> Vec<End> {
    let mut ends = Ends::default();
    let mut market = Market::new(setting, options.luck(replicate));
    let years = years(&mut market, setting, YEARS.0, YEARS.1, &mut ends);
    let posts = market.places.len() as f64;
    let rest = ends.regions.into_iter().zip(ends.all);
    years
        .into_iter()
        .zip(rest)
        .skip(1)
        .map(|(year, (regions, completed))| End { year, posts, regions, completed })
        .collect()
}

/// Which share of what is counted shows the sentence, in per cent.
struct Sentence {
    says: &'static str,
    counts: &'static str,
    share: fn(&[Vec<End>]) -> f64,
}

/// The share of year-ends for which something holds.
fn ends(runs: &[Vec<End>], holds: impl Fn(&End) -> bool) -> f64 {
    percent(&runs.iter().flatten().collect::<Vec<_>>(), |end| holds(end))
}

/// The share of decades for which something holds.
fn decades(runs: &[Vec<End>], holds: impl Fn(&[End]) -> bool) -> f64 {
    percent(&runs.iter().flat_map(|run| run.chunks_exact(DECADE)).collect::<Vec<_>>(), |decade| holds(decade))
}

/// The chance of at least so many of n, each with chance p.
fn at_least(least: usize, n: usize, p: f64) -> f64 {
    // The probability of k of n, and with it of k + 1, from that of none.
    let mut of = (0..n).fold(1.0, |of, _| of * (1.0 - p));
    let mut sum = 0.0;
    for k in 0..=n {
        if k >= least {
            sum += of;
        }
        of *= (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
    }
    sum
}

/// The chance that a share of interims is reached in any region, if they fell anywhere alike.
fn by_chance(runs: &[Vec<End>], share: f64) -> f64 {
    let Some(first) = runs.first().and_then(|run| run.first()) else { return f64::NAN };
    let all: Vec<f64> = runs.iter().flatten().map(|end| end.year.interims_in_post / end.posts).collect();
    let p = mean(&all);
    let none = first
        .regions
        .iter()
        .map(|(_, posts)| 1.0 - at_least((share * *posts as f64 - 1e-9).ceil() as usize, *posts, p));
    100.0 * (1.0 - none.product::<f64>())
}

/// Six of the fourteen authorities of a region.
const SIX_OF_14: f64 = 6.0 / 14.0;

const SENTENCES: &[Sentence] = &[
    Sentence {
        says: "15 % in 2008",
        counts: "years in which at most 15 % of posts lose a permanent director",
        share: |runs| ends(runs, |end| end.year.permanent_exits <= 0.15 * end.posts),
    },
    Sentence {
        says: "15 % in 2008",
        counts: "years in which, July to July, at most 15 % of posts have another holder",
        share: |runs| ends(runs, |end| end.year.differs <= 15.0),
    },
    Sentence {
        says: "19 % or 30 a year",
        counts: "years with 27 to 33 permanent exits",
        share: |runs| ends(runs, |end| (27.0..=33.0).contains(&end.year.permanent_exits)),
    },
    Sentence {
        says: "19 % or 30 a year",
        counts: "decades with 28 to 32 permanent exits a year",
        share: |runs| {
            decades(runs, |decade| {
                let exits: Vec<f64> = decade.iter().map(|end| end.year.permanent_exits).collect();
                (28.0..=32.0).contains(&mean(&exits))
            })
        },
    },
    Sentence {
        says: "19 % or 30 a year",
        counts: "years with 27 to 33 authorities with a change",
        share: |runs| ends(runs, |end| (27.0..=33.0).contains(&end.changed())),
    },
    Sentence {
        says: "tenure of 5 to 7 years",
        counts: "decades in which the mean of completed tenures is 5 to 7 years",
        share: |runs| {
            decades(runs, |decade| {
                let all: Vec<f64> = decade.iter().flat_map(|end| end.completed.iter().copied()).collect();
                (5.0..=7.0).contains(&mean(&all))
            })
        },
    },
    Sentence {
        says: "tenure of 5 to 7 years",
        counts: "decades in which posts over permanent exits a year are 5 to 7",
        share: |runs| {
            decades(runs, |decade| {
                let exits: f64 = decade.iter().map(|end| end.year.permanent_exits).sum();
                let years: f64 = decade.iter().map(|end| end.posts).sum();
                (5.0..=7.0).contains(&(years / exits))
            })
        },
    },
    Sentence {
        says: "tenure of 5 to 7 years",
        counts: "year-ends at which permanent directors have been in post for 5 years or more on average",
        share: |runs| ends(runs, |end| end.year.tenure >= 60.0),
    },
    Sentence {
        says: "tenure of 5 to 7 years",
        counts: "permanent exits after 5 years or more",
        share: |runs| {
            let completed: Vec<f64> =
                runs.iter().flatten().flat_map(|end| end.completed.iter().copied()).collect();
            percent(&completed, |years| *years >= 5.0)
        },
    },
    Sentence {
        says: "44 of 152 in a year",
        counts: "years with 44 authorities with a change, or more",
        share: |runs| ends(runs, |end| end.changed() >= 44.0),
    },
    Sentence {
        says: "44 of 152 in a year",
        counts: "years with 44 permanent exits or more",
        share: |runs| ends(runs, |end| end.year.permanent_exits >= 44.0),
    },
    Sentence {
        says: "half of one region's councils with interims",
        counts: "year-ends with interims in half of some region",
        share: |runs| ends(runs, |end| end.worst() >= 0.5),
    },
    Sentence {
        says: "half of one region's councils with interims",
        counts: "the same if interims fell anywhere alike",
        share: |runs| by_chance(runs, 0.5),
    },
    Sentence {
        says: "half of one region's councils with interims",
        counts: "decades in which it happens",
        share: |runs| decades(runs, |decade| decade.iter().any(|end| end.worst() >= 0.5)),
    },
    Sentence {
        says: "nearly half: three in seven",
        counts: "year-ends with interims in 3/7 of some region",
        share: |runs| ends(runs, |end| end.worst() >= SIX_OF_14 - 1e-9),
    },
    Sentence {
        says: "nearly half: three in seven",
        counts: "the same if interims fell anywhere alike",
        share: |runs| by_chance(runs, SIX_OF_14),
    },
    Sentence {
        says: "nearly half: three in seven",
        counts: "decades in which it happens",
        share: |runs| decades(runs, |decade| decade.iter().any(|end| end.worst() >= SIX_OF_14 - 1e-9)),
    },
    Sentence {
        says: "nearly half: three in seven",
        counts: "year-ends with interims in six of the 14 of the West Midlands",
        share: |runs| ends(runs, |end| end.named() >= 6),
    },
];

/// Levels of the three climates.
type Level = (&'static str, fn(&End) -> f64);
const LEVELS: [Level; 8] = [
    ("permanent exits", |end| end.year.permanent_exits),
    ("the same, % of posts", |end| 100.0 * end.year.permanent_exits / end.posts),
    ("new holders, interims included", |end| end.year.changes),
    ("authorities with a change", End::changed),
    ("completed tenure of permanent directors, years", |end| mean(&end.completed)),
    ("elapsed tenure of permanent directors, years", |end| end.year.tenure / 12.0),
    ("interims in post", |end| end.year.interims_in_post),
    ("failed panels", |end| end.year.failed),
];

/// Adds the tables.
pub(super) fn show(options: &Options, base: &Setting, report: &mut Report) -> Result<()> {
    let n = options.size(48, 4);
    let mut climates = Vec::new();
    for climate in CLIMATES {
        let closed = Setting::closed(base.places.clone());
        let setting =
            Setting { course: Course::constant(climate), parameters: base.parameters.clone(), ..closed };
        climates.push(each(n, |replicate| Ok(run(options, &setting, replicate)))?);
    }
    let heads = ["a year, mean (s.d. of years)", "climate 0", "climate .4", "climate 1"];
    report.table("Levels in a constant climate", &heads);
    for (name, level) in LEVELS {
        let cells = climates.iter().map(|runs| {
            let values = runs.iter().flatten().map(level).collect::<Vec<_>>();
            format!("{:.1} ({:.1})", mean(&values), sd(&values))
        });
        report.row([name.to_owned()].into_iter().chain(cells));
    }
    let heads = ["sentence", "share, %, of", "climate 0", "climate .4", "climate 1", "most often in climate"];
    report.table("Sentences of the source: how often in a constant climate", &heads);
    for sentence in SENTENCES {
        let shares: Vec<f64> = climates.iter().map(|runs| (sentence.share)(runs)).collect();
        let most = shares.iter().copied().fold(0.0, f64::max);
        let most_often = CLIMATES.iter().zip(&shares).find(|(_, share)| **share == most && most > 0.0);
        let cells = shares.iter().map(|share| {
            if *share > 0.0 && *share < 10.0 { format!("{share:.2}") } else { format!("{share:.0}") }
        });
        let says = [sentence.says.to_owned(), sentence.counts.to_owned()];
        let most_often = most_often.map_or("none".to_owned(), |(climate, _)| climate.to_string());
        report.row(says.into_iter().chain(cells).chain([most_often]));
    }
    let counted = u32::from(YEARS.1 - YEARS.0);
    let count = n * counted;
    report.note(format!(
        "Climates: n = {n} runs of {counted} years in each, {count} year-ends and {} decades, after 20 years in which the market settles; \
         years of one run are not independent, so that the standard error of a share near 50 % lies between {:.1} points (years \
         independent) and {:.1} (runs alone).",
        count / DECADE as u32,
        50.0 / f64::from(count).sqrt(),
        50.0 / f64::from(n).sqrt()
    ));
    seed(options, base, report)
}

/// The first sentence in history itself: everybody was new in 2006.
fn seed(options: &Options, base: &Setting, report: &mut Report) -> Result<()> {
    let n = options.size(100, 10);
    let years = each(n, |replicate| {
        let mut market = Market::new(base, options.luck(replicate));
        let mut ends = Ends::default();
        let years = years(&mut market, base, 2008, 2010, &mut ends);
        Ok((years[1].differs, 100.0 * years[0].permanent_exits / market.places.len() as f64))
    })?;
    let (differs, exits): (Vec<f64>, Vec<f64>) = years.into_iter().unzip();
    let row = |values: &[f64]| {
        format!(
            "{:.1} % (s.d. {:.1}; 15 % is {:+.1} s.d. away; {:.0} % of runs have at most 15 %)",
            mean(values),
            sd(values),
            (15.0 - mean(values)) / sd(values),
            percent(values, |value| *value <= 15.0)
        )
    };
    report.note(format!(
        "15 % in 2008, in history with everybody new in 2006, n = {n} runs: July 2007 to July 2008 posts with another holder {}; \
         permanent exits of April 2007 to March 2008 {}.",
        row(&differs),
        row(&exits)
    ));
    Ok(())
}
