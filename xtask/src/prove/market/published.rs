//! Published figures beside the model.

use super::{Options, percent};
use crate::model::each;
use crate::prove::sanity::digits;
use crate::report::Report;
use anyhow::{Context, Result};
use balcony::experiment::stats::{defined, mean, sd};
use balcony::profiles::observed;
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::rng::EntityId;
use balcony_market::counts::{Holders, Watch, Year, tick_of, years};
use balcony_market::log::Change;
use balcony_market::{Entry, Log, Market, Setting};
use std::collections::{BTreeMap, BTreeSet};

/// Heads of the table.
pub(super) const HEADS: [&str; 11] = [
    "figure",
    "year",
    "which count",
    "source",
    "published",
    "model",
    "s.d. of runs",
    "error, %",
    "runs beyond, %",
    "verdict",
    "fitted",
];
/// Years, by the March in which they end, that are counted.
const YEARS: (u16, u16) = (2008, 2023);

/// Where a published value stands.
enum Source {
    /// A row of `data/observed.csv`.
    Row(&'static str),
    /// A figure of the second search for evidence, which is not in that file, and whose it is.
    Text(f64, &'static str),
}
use Source::{Row, Text};

/// One published figure, and how the model counts the same.
struct Figure {
    name: &'static str,
    year: &'static str,
    count: &'static str,
    source: Source,
    /// The published value is known to this much on either side, as it was rounded.
    rounded: f64,
    fitted: bool,
    model: fn(&Run) -> f64,
}

const fn figure(
    name: &'static str,
    (year, count): (&'static str, &'static str),
    (source, rounded): (Source, f64),
    fitted: bool,
    model: fn(&Run) -> f64,
) -> Figure {
    Figure { name, year, count, source, rounded, fitted, model }
}

const ADCS: &str = "ADCS";
const CYP_NOW: &str = "CYP Now";
const SEED: &str = "a seed of the project";
const SURVEY: &str = "a survey of directors";
const WORKED: &str = "worked out from the others";
const SNAPSHOT: &str = "snapshots, July to July";
const CHANGES: &str = "changes, April to March";
const AUTHORITIES: &str = "authorities, April to March";
const MARCH: &str = "snapshot, 31 March";
const STARTS: &str = "appointments, April to March";
const DIFFERS: &str = "posts with another holder, %";
const ALL: &str = "new holders, interims included";
const CHANGED: &str = "authorities with a change";
const FIRST: &str = "first-time permanent directors";
const INTERIMS: &str = "interim appointments";
const FITTED: bool = true;
const NOT: bool = false;

const FIGURES: &[Figure] = &[
    figure(DIFFERS, ("2008-09", SNAPSHOT), (Row("C003"), 0.05), NOT, |run| run.in_july(2009).differs),
    figure(DIFFERS, ("2012-13", SNAPSHOT), (Row("C004"), 0.05), FITTED, |run| run.in_july(2013).differs),
    figure(DIFFERS, ("2013-14", SNAPSHOT), (Text(25.7, ADCS), 0.05), NOT, |run| run.in_july(2014).differs),
    figure(
        "authorities with four directors in five years",
        ("2008-13", "snapshots, six Julys"),
        (Text(13.0, ADCS), 0.0),
        NOT,
        |run| run.watched.four as f64,
    ),
    figure(ALL, ("2013-14", CHANGES), (Row("C005"), 0.0), NOT, |run| run.year(2014).changes),
    figure(ALL, ("2015-16", CHANGES), (Row("C006"), 0.0), NOT, |run| run.year(2016).changes),
    figure(ALL, ("2016-17", CHANGES), (Row("C007"), 0.0), NOT, |run| run.year(2017).changes),
    figure(ALL, ("2017-18", CHANGES), (Row("C008"), 0.0), FITTED, |run| run.year(2018).changes),
    figure(ALL, ("2018-19", CHANGES), (Row("C010"), 0.0), FITTED, |run| run.year(2019).changes),
    figure(ALL, ("2019-20", CHANGES), (Row("C012"), 0.0), FITTED, |run| run.year(2020).changes),
    figure(ALL, ("2020-21", CHANGES), (Row("C014"), 0.0), FITTED, |run| run.year(2021).changes),
    figure(ALL, ("2021-22", CHANGES), (Row("C016"), 0.0), FITTED, |run| run.year(2022).changes),
    figure("the same, mean of a year", ("2017-22", CHANGES), (Text(51.8, WORKED), 0.0), FITTED, |run| {
        run.mean(2018, 2022, |year| year.changes)
    }),
    figure("the same, mean of a year", ("2007-18", CHANGES), (Row("C054"), 0.05), NOT, |run| {
        run.mean(2008, 2018, |year| year.changes)
    }),
    figure(CHANGED, ("2017-18", AUTHORITIES), (Row("C009"), 0.0), NOT, |run| run.changed(2018)),
    figure(CHANGED, ("2018-19", AUTHORITIES), (Row("C011"), 0.0), NOT, |run| run.changed(2019)),
    figure(CHANGED, ("2019-20", AUTHORITIES), (Row("C013"), 0.0), NOT, |run| run.changed(2020)),
    figure(CHANGED, ("2020-21", AUTHORITIES), (Row("C015"), 0.0), NOT, |run| run.changed(2021)),
    figure(CHANGED, ("2021-22", AUTHORITIES), (Row("C017"), 0.8), NOT, |run| run.changed(2022)),
    figure(
        "authorities with two changes or more",
        ("2017-18", AUTHORITIES),
        (Text(8.0, ADCS), 0.0),
        NOT,
        |run| run.year(2018).more,
    ),
    figure(FIRST, ("2015-16", STARTS), (Row("C024"), 0.0), NOT, |run| run.year(2016).first_time),
    figure(FIRST, ("2016-17", STARTS), (Row("C025"), 0.0), NOT, |run| run.year(2017).first_time),
    figure(FIRST, ("2017-18", STARTS), (Row("C026"), 0.0), FITTED, |run| run.year(2018).first_time),
    figure(FIRST, ("2018-19", STARTS), (Row("C028"), 0.0), FITTED, |run| run.year(2019).first_time),
    figure(FIRST, ("2019-20", STARTS), (Row("C030"), 0.0), FITTED, |run| run.year(2020).first_time),
    figure(FIRST, ("2020-21", STARTS), (Row("C032"), 0.0), FITTED, |run| run.year(2021).first_time),
    figure(FIRST, ("2021-22", STARTS), (Text(17.0, ADCS), 0.0), FITTED, |run| run.year(2022).first_time),
    figure("of them from the second tier, share", ("2017-18", STARTS), (Row("C038"), 0.0), FITTED, |run| {
        run.year(2018).second_tier
    }),
    figure("of them from the second tier, share", ("2018-19", STARTS), (Row("C039"), 0.0), FITTED, |run| {
        run.year(2019).second_tier
    }),
    figure(
        "of these from the same authority, share",
        ("2020-21", STARTS),
        (Row("C041"), 0.0),
        FITTED,
        |run| run.year(2021).inside,
    ),
    figure(INTERIMS, ("2017-18", STARTS), (Row("C027"), 0.0), FITTED, |run| run.year(2018).interims),
    figure(INTERIMS, ("2018-19", STARTS), (Row("C029"), 0.0), FITTED, |run| run.year(2019).interims),
    figure(INTERIMS, ("2019-20", STARTS), (Row("C031"), 0.0), FITTED, |run| run.year(2020).interims),
    figure(INTERIMS, ("2020-21", STARTS), (Row("C033"), 0.0), FITTED, |run| run.year(2021).interims),
    figure(
        "assistant directors among interims, share",
        ("2017-18", STARTS),
        (Text(15.0 / 27.0, ADCS), 0.0),
        NOT,
        |run| 1.0 - run.year(2018).former,
    ),
    figure(
        "of the same authority, share",
        ("2018-19", STARTS),
        (Text(11.0 / 20.0, ADCS), 0.0),
        FITTED,
        |run| run.year(2019).own,
    ),
    figure("former directors, share", ("2018-19", STARTS), (Text(7.0 / 20.0, ADCS), 0.0), FITTED, |run| {
        run.year(2019).former
    }),
    figure("moves from director to director", ("2017-18", STARTS), (Row("C042"), 0.0), FITTED, |run| {
        run.year(2018).moves
    }),
    figure("moves from director to director", ("2018-19", STARTS), (Row("C043"), 0.0), FITTED, |run| {
        run.year(2019).moves
    }),
    figure("moves for each appointment", ("2017-18", STARTS), (Text(0.21, WORKED), 0.005), FITTED, |run| {
        run.year(2018).moves / run.year(2018).appointed
    }),
    figure("moves for each appointment", ("2018-19", STARTS), (Text(0.355, WORKED), 0.0005), FITTED, |run| {
        run.year(2019).moves / run.year(2019).appointed
    }),
    figure("elapsed, permanent, months", ("2013", MARCH), (Row("C048"), 0.5), FITTED, |run| {
        run.year(2013).tenure
    }),
    figure("elapsed, permanent, months", ("2018", MARCH), (Row("C049"), 0.5), FITTED, |run| {
        run.year(2018).tenure
    }),
    figure("elapsed, all holders, months", ("2020", MARCH), (Row("C050"), 0.5), NOT, |run| {
        run.year(2020).tenure_all
    }),
    figure(
        "elapsed, all holders, months (26 to 30)",
        ("2017-21", MARCH),
        (Text(28.0, ADCS), 2.0),
        NOT,
        |run| run.mean(2017, 2021, |year| year.tenure_all),
    ),
    figure("summed over authorities, permanent, years", ("2019", MARCH), (Row("C053"), 0.5), NOT, |run| {
        run.watched.summed
    }),
    figure("interims in post", ("2018", MARCH), (Row("C045"), 0.0), FITTED, |run| {
        run.year(2018).interims_in_post
    }),
    figure("interims in post", ("2020", MARCH), (Row("C046"), 0.0), FITTED, |run| {
        run.year(2020).interims_in_post
    }),
    figure(
        "spell of an interim, months (7 to 8)",
        ("2017-22", "spells that ended"),
        (Text(7.5, WORKED), 0.5),
        FITTED,
        |run| run.mean(2018, 2022, |year| year.spell) / WEEKS_A_YEAR * 12.0,
    ),
    figure(
        "holders in six years",
        ("2008-14", "snapshots, seven Julys"),
        (Row("C062"), 0.05),
        FITTED,
        |run| run.holders(&[0, 1, 2, 3]),
    ),
    figure(
        "the same where outstanding",
        ("2008-14", "snapshots, seven Julys"),
        (Text(2.2, CYP_NOW), 0.05),
        FITTED,
        |run| run.holders(&[3]),
    ),
    figure(
        "the same where good",
        ("2008-14", "snapshots, seven Julys"),
        (Text(2.3, CYP_NOW), 0.05),
        FITTED,
        |run| run.holders(&[2]),
    ),
    figure(
        "the same where adequate",
        ("2008-14", "snapshots, seven Julys"),
        (Text(2.6, CYP_NOW), 0.05),
        FITTED,
        |run| run.holders(&[1]),
    ),
    figure(
        "the same where inadequate",
        ("2008-14", "snapshots, seven Julys"),
        (Text(2.9, CYP_NOW), 0.05),
        FITTED,
        |run| run.holders(&[0]),
    ),
    figure(
        "changes, inadequate to good, ratio",
        ("2008-14", "snapshots, seven Julys"),
        (Text(1.5, WORKED), 0.05),
        FITTED,
        |run| (run.holders(&[0]) - 1.0) / (run.holders(&[2]) - 1.0),
    ),
    figure(
        "directors with a background in social care, %",
        ("2023", MARCH),
        (Row("C070"), 0.5),
        FITTED,
        |run| 100.0 * run.year(2023).social_care,
    ),
    figure(
        "appointed straight from the post for social care, %",
        ("2022-23", "appointments of five years; published: directors in post"),
        (Row("C071"), 0.5),
        NOT,
        |run| 100.0 * run.mean(2019, 2023, |year| year.from_social_care),
    ),
    figure("directors who had been one elsewhere, %", ("2018", MARCH), (Row("C056"), 0.5), NOT, |run| {
        100.0 * run.year(2018).elsewhere
    }),
    figure("age of directors", ("about 2018", MARCH), (Text(53.0, SEED), 0.5), FITTED, |run| {
        run.year(2018).age
    }),
    figure("age of the second tier", ("about 2018", MARCH), (Text(51.0, SEED), 0.5), FITTED, |run| {
        run.year(2018).age_second
    }),
    figure("age of the third tier", ("about 2018", MARCH), (Text(50.0, SEED), 0.5), FITTED, |run| {
        run.year(2018).age_third
    }),
    figure(
        "age of the second tier who aspire",
        ("about 2018", MARCH),
        (Text(50.0, SEED), 0.5),
        FITTED,
        |run| run.year(2018).age_attracted_second,
    ),
    figure(
        "age of the third tier who want to rise",
        ("about 2018", MARCH),
        (Text(47.0, SEED), 0.5),
        FITTED,
        |run| run.year(2018).age_attracted_third,
    ),
    figure(
        "second tier who aspire, % (half)",
        ("about 2018", MARCH),
        (Text(50.0, SURVEY), 5.0),
        FITTED,
        |run| 100.0 * run.year(2018).aspire,
    ),
    figure("applicants for a post", ("2017", "panels, April to March"), (Row("C073"), 0.5), FITTED, |run| {
        run.year(2017).applicants
    }),
    figure(
        "directors gone within three years, % (half would retire or leave)",
        ("2009-12", "directors of March 2009; published: intentions"),
        (Text(50.0, SURVEY), 5.0),
        NOT,
        |run| run.watched.gone,
    ),
];

/// What one run showed.
struct Run {
    years: Vec<Year>,
    watched: Watched,
}

impl Run {
    /// The year that ends in a March.
    fn year(&self, year: u16) -> &Year {
        &self.years[usize::from(year - YEARS.0)]
    }

    /// The year in which a July is compared with the July before.
    fn in_july(&self, july: u16) -> &Year {
        self.year(july + 1)
    }

    /// The mean of a figure over years.
    fn mean(&self, first: u16, last: u16, figure: impl Fn(&Year) -> f64) -> f64 {
        mean(&(first..=last).map(|year| figure(self.year(year))).collect::<Vec<_>>())
    }

    /// Authorities with a change or more.
    fn changed(&self, year: u16) -> f64 {
        self.year(year).one + self.year(year).more
    }

    /// Holders of a post from July 2008 to July 2014, where judged so.
    fn holders(&self, judgements: &[usize]) -> f64 {
        let of = |judgement: &usize| self.watched.holders.by_judgement[*judgement];
        let sum = judgements.iter().map(of).fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        sum.0 / sum.1
    }
}

/// What the counts of years do not show.
#[derive(Default)]
struct Watched {
    holders: Holders,
    seen: Vec<BTreeSet<EntityId>>,
    /// Authorities with four holders or more in the Julys of 2008 to 2013.
    four: usize,
    served: BTreeMap<EntityId, u32>,
    /// Years served as director, summed over authorities, of the directors of March 2019.
    summed: f64,
    in_post: Vec<EntityId>,
    /// Of the directors of March 2009, those who are none in March 2012, %.
    gone: f64,
}

impl Log for Watched {
    fn entry(&mut self, entry: Entry) {
        // The post began in 2006.
        if let Change::Gone { weeks, .. } = entry.change
            && entry.week >= tick_of(2006, 4)
        {
            *self.served.entry(entry.who).or_default() += weeks;
        }
    }
}

impl Watch for Watched {
    fn july(&mut self, market: &Market, year: u16) {
        self.holders.july(market, year);
        if !(2008..=2013).contains(&year) {
            return;
        }
        self.seen.resize(market.places.len(), BTreeSet::new());
        for (seen, state) in self.seen.iter_mut().zip(&market.places) {
            seen.extend(state.director.holder.map(|slot| market.person(slot).id));
        }
        self.four = self.seen.iter().filter(|seen| seen.len() >= 4).count();
    }

    fn march(&mut self, market: &Market, year: u16) {
        let permanent = market.places.iter().filter(|state| !state.director.interim);
        let permanent = permanent
            .filter_map(|state| Some((market.person(state.director.holder?).id, state.director.since)));
        let permanent: Vec<(EntityId, u32)> = permanent.collect();
        let is_one = |id: &EntityId| permanent.iter().any(|(other, _)| other == id);
        match year {
            2009 => self.in_post = permanent.into_iter().map(|(id, _)| id).collect(),
            2012 => self.gone = percent(&self.in_post, |id| !is_one(id)),
            2019 => {
                let weeks = |(id, since): &(EntityId, u32)| {
                    f64::from(market.week - since + self.served.get(id).copied().unwrap_or(0))
                };
                self.summed = mean(&permanent.iter().map(weeks).collect::<Vec<_>>()) / WEEKS_A_YEAR;
            }
            _ => {}
        }
    }
}

/// How a published value lies among the runs: the share beyond it, two-sided, in per cent, and in
/// words.
fn judge(values: &[f64], published: f64, rounded: f64) -> (f64, &'static str) {
    let above = percent(values, |value| *value >= published - rounded);
    let below = percent(values, |value| *value <= published + rounded);
    let beyond = (2.0 * above.min(below)).min(100.0);
    let verdict = match beyond {
        beyond if beyond >= 20.0 => "within 80 %",
        beyond if beyond >= 5.0 => "within 95 %",
        _ => "outside",
    };
    (beyond, verdict)
}

/// Adds the table.
pub(super) fn show(options: &Options, base: &Setting, report: &mut Report) -> Result<()> {
    let n = options.size(100, 10);
    let runs = each(n, |replicate| {
        let mut watched = Watched::default();
        let mut market = Market::new(base, options.luck(replicate));
        let years = years(&mut market, base, YEARS.0, YEARS.1, &mut watched);
        Ok(Run { years, watched })
    })?;
    let mut verdicts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for figure in FIGURES {
        let values: Vec<f64> = runs.iter().map(figure.model).collect();
        let values: Vec<f64> = defined(&values).collect();
        let (source, published) = match figure.source {
            Row(id) => {
                let row = observed().iter().find(|row| row.id == id);
                let row = row.with_context(|| format!("no row is called {id}"))?;
                let value = row.value.with_context(|| format!("{id} has no value"))?;
                (format!("{id}: {}", row.source), value)
            }
            Text(value, source) => (format!("EVIDENCE: {source}"), value),
        };
        let (beyond, verdict) = judge(&values, published, figure.rounded);
        *verdicts.entry((figure.fitted, verdict)).or_default() += 1;
        let model = mean(&values);
        report.row([
            figure.name.to_owned(),
            figure.year.to_owned(),
            figure.count.to_owned(),
            source,
            digits(published),
            digits(model),
            digits(sd(&values)),
            format!("{:+.0}", 100.0 * (model / published - 1.0)),
            format!("{beyond:.0}"),
            verdict.to_owned(),
            if figure.fitted { "fitted" } else { "not fitted" }.to_owned(),
        ]);
        report.expect(model.is_finite(), || format!("{}: not a number", figure.name));
    }
    let count = |fitted| {
        ["within 80 %", "within 95 %", "outside"]
            .map(|verdict| format!("{} {verdict}", verdicts.get(&(fitted, verdict)).unwrap_or(&0)))
            .join(", ")
    };
    report.note(format!(
        "First table: n = {n} runs from 1990, each with other luck. The share beyond is two-sided: twice the smaller of the shares of \
         runs at or above, and at or below, the published value, which is taken to lie anywhere within its rounding (half a unit of \
         ages, months and per cent; the given range of 26-30 and 7-8 months; 5 points around `half`); counts are exact. Within 80 % \
         means that at least 20 % of runs lie beyond. Fitted: {}. Not fitted: {}.",
        count(true),
        count(false)
    ));
    report.note(
        "The fit used changes of 2017-22, first-time directors, interims and their sources, tenure, ages of the tiers, who aspires, \
         applicants, and holders by judgement; also, as the sources of parameters say, 34.2 % in 2012-13, moves, appointments from the \
         second tier and from inside, interims in post and their spells, and the background of directors. All of these are called fitted. \
         Years of one series share their parameters: a series whose mean was fitted can still fail in single years. Figures of the same \
         posts depend on each other, so that the verdicts are fewer pieces of evidence than rows."
            .to_owned(),
    );
    report.note(
        "Sources: ids are rows of `data/observed.csv`; EVIDENCE is the second search for evidence, section 1 (The national market of \
         directors), whose figures are ADCS's, of surveys of directors, or worked out from them. Posts whose director leads adults' \
         services too (46 in 2018) are an input and not compared. Three counts must not be mixed: changes (each new holder, interims \
         included), authorities with a change, and snapshots from July to July, which see one of several changes."
            .to_owned(),
    );
    Ok(())
}
