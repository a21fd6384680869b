//! The sanity table of MODEL.md section 2, and the fit that makes it come out: model beside published, for the average
//! authority of 60,000 children.
//!
//! `cargo run --release --example sanity -- [table|fit] [replicates] [years] [key=value ...]`
//!
//! The fit moves one parameter for one published figure, by stochastic approximation, and prints the values found; what is
//! fitted is written into the registry by hand, so that a fit is a commit that one can read.

use balcony::presets;
use balcony_engine::advance::{advance, outstanding, warmed_up};
use balcony_engine::authority::AVERAGE;
use balcony_engine::calendar::{Date, Week};
use balcony_engine::draws::Luck;
use balcony_engine::measure::{OUTCOMES, Tally, Totals};
use balcony_engine::parameters::Parameters;
use balcony_engine::plan::Plan;
use balcony_engine::scene::Constants;
use balcony_engine::setting::{Setting, Start};

/// Parameter, figure, published value, gain: the step of the parameter for a relative miss of one.
const FITTED: &[(&str, &str, f64, f64)] = &[
    ("needs.rate", "referrals", 63.0, 40.0),
    ("noticing.contact_margin", "contacts", 230.0, 0.10),
    ("decisions.no_further_action", "no further action %", 8.1, 0.03),
    ("decisions.need", "not in need %", 29.1, 0.06),
    ("decisions.enquiry", "enquiries", 19.4, -0.10),
    ("decisions.conference", "conferences", 7.4, -0.10),
    ("decisions.plan", "plans started", 6.4, -0.10),
    ("decisions.step_down", "plan stock", 262.0, -0.15),
    ("decisions.care", "care started", 3.1, -0.10),
    ("decisions.home", "care stock", 392.0, -0.08),
    ("decisions.close", "other", 1350.0, -0.12),
    ("decisions.first_review", "ended within 3 months %", 45.8, 0.15),
    ("needs.harm", "reviews a year", 0.7, 6e-5),
    ("needs.history", "repeat plans %", 20.8, 0.1),
    ("workforce.fill", "vacancies", 30.0, -0.012),
    ("workforce.quits", "leavers", 0.44, 0.10),
    ("pathway.hurry", "timely %", 83.1, 1.5),
    ("pathway.outside", "caseload", 16.9, -0.5),
    ("pathway.handover", "changes of worker", 1.0, 0.5),
    ("placement.residential", "cost £m a week", 0.9, -0.2),
    ("work.need", "utilisation", 0.905, 0.5),
];

struct Ran {
    tally: Tally,
    outcomes: Vec<f64>,
    case_weeks: u64,
    unserved: Vec<f64>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let fit = args.first().is_some_and(|word| word == "fit");
    let replicates: u32 = args.get(1).map_or(8, |n| n.parse().expect("replicates is a number"));
    let years: u32 = args.get(2).map_or(5, |n| n.parse().expect("years is a number"));
    let mut setting = Setting {
        authority: AVERAGE,
        start_week: Week::on_or_after(Date::new(2019, 4, 1).expect("a date")),
        warm_up: 416,
        start: Start {
            culture: 0.4,
            prescription: 0.55,
            trust: 0.5,
            language: 0.6,
            routine: 0.7,
            credibility: 0.5,
            authorisation: 0.6,
            authority: 0.8,
            salience: 0.3,
            tenure: 60.0,
            incumbent: presets::incumbent(),
        },
        events: Vec::new(),
        parameters: Parameters::default(),
    };
    for arg in args.iter().skip(3) {
        let (key, value) = arg.split_once('=').expect("key=value");
        let value: f64 = value.parse().expect("a number");
        match key {
            "warm-up" => setting.warm_up = value as u32,
            _ => *setting.parameters.value(key).unwrap_or_else(|| panic!("no parameter {key}")) = value,
        }
    }
    if fit {
        for step in 0..24 {
            let rows = rows(&simulate(&setting, replicates, years, step * replicates));
            let pace = 0.7 / (1.0 + f64::from(step) / 8.0);
            let mut worst: f64 = 0.0;
            for (key, figure, published, gain) in FITTED {
                let model = rows.iter().find(|row| row.0 == *figure).expect("a row").1;
                let miss = (published / model).ln_clamped();
                worst = worst.max(miss.abs());
                let registered = Parameters::registry().find(|row| row.key == *key).expect("a parameter");
                let value = setting.parameters.value(key).expect("a parameter");
                *value = (*value + pace * gain * miss).clamp(registered.low, registered.high);
            }
            eprintln!("step {step}: largest miss {:.3}", worst);
        }
        for (key, ..) in FITTED {
            println!("{key} = {:.5}", setting.parameters.value(key).expect("a parameter"));
        }
    }
    table(&simulate(&setting, replicates.max(8), years, 1000));
}

trait Logarithm {
    fn ln_clamped(self) -> f64;
}
impl Logarithm for f64 {
    fn ln_clamped(self) -> f64 {
        libm::log(self.clamp(0.3, 3.0))
    }
}

fn simulate(setting: &Setting, replicates: u32, years: u32, first: u32) -> Vec<Ran> {
    let constants = Constants::of(setting);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..2)
            .map(|thread| {
                let (setting, constants) = (setting, &constants);
                scope.spawn(move || {
                    (first..first + replicates)
                        .filter(|r| r % 2 == thread)
                        .map(|replicate| {
                            let mut world = warmed_up(setting, constants, Luck { seed: 1, replicate })
                                .expect("a sound model");
                            let mut tally = Tally::default();
                            let mut unserved = vec![f64::from(world.stocks.stage[0])];
                            for year in 1..=years {
                                let until = Week(setting.start_week.0 + 52 * year);
                                advance(&mut world, &Plan::default(), setting, constants, until, &mut tally)
                                    .expect("a sound model");
                                unserved.push(f64::from(world.stocks.stage[0]));
                            }
                            let left = outstanding(&world, setting, constants);
                            Ran {
                                outcomes: tally.outcomes(&left),
                                tally,
                                case_weeks: world.case_weeks,
                                unserved,
                            }
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("a thread")).collect()
    })
}

fn shares(runs: &[Ran], of: &dyn Fn(&Totals) -> Vec<u64>) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::new();
    for run in runs {
        let values = of(&run.tally.counts);
        sums.resize(values.len(), 0.0);
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value as f64;
        }
    }
    let all: f64 = sums.iter().sum();
    sums.iter().map(|sum| (1000.0 * sum / all).round() / 10.0).collect()
}

/// Name, model, published.
fn rows(runs: &[Ran]) -> Vec<(&'static str, f64, f64)> {
    let n = runs.len() as f64;
    let mean = |key: &str| runs.iter().map(|run| run.tally.mean(key)).sum::<f64>() / n;
    vec![
        ("contacts", mean("contacts"), 230.0),
        ("referrals", mean("referrals"), 63.0),
        ("re-referrals %", 100.0 * mean("re_referrals") / mean("referrals"), 22.0),
        ("no further action %", 100.0 * mean("no_further_action") / mean("referrals"), 8.1),
        ("not in need %", 100.0 * mean("not_in_need") / mean("referrals"), 29.1),
        ("assessments", mean("assessments"), 62.0),
        ("assessments open", mean("assessments_open"), 390.0),
        ("timely %", 100.0 * mean("assessments_timely") / mean("assessments"), 83.1),
        ("started", mean("started"), 39.0),
        ("ended", mean("ended"), 35.0),
        ("enquiries", mean("enquiries"), 19.4),
        ("conferences", mean("conferences"), 7.4),
        ("plans started", mean("plans_started"), 6.4),
        ("plans ended", mean("plans_ended"), 6.5),
        ("repeat plans %", 100.0 * mean("plans_repeat") / mean("plans_started"), 20.8),
        ("care started", mean("care_started"), 3.1),
        ("care ceased", mean("care_ceased"), 2.8),
        ("in need", mean("open"), 2005.0),
        ("plan stock", mean("plan_stock"), 262.0),
        ("care stock", mean("care_stock"), 392.0),
        ("other", mean("open") - mean("plan_stock") - mean("care_stock"), 1350.0),
        ("social workers", mean("employed"), 154.0),
        ("agency", mean("agency"), 29.0),
        ("vacancies", mean("vacant"), 30.0),
        ("leavers", mean("leavers"), 0.44),
        ("starters", mean("starters"), 0.57),
        ("caseload", mean("caseload"), 16.9),
        ("utilisation", mean("utilisation"), 0.905),
        ("strain", mean("strain"), 0.2),
        ("expertise", mean("expertise"), 0.5),
        ("cost £m a week", mean("cost"), 0.9),
        ("reviews a year", runs.iter().map(|run| run.outcomes[0]).sum::<f64>() / n, 0.7),
        ("incidents a year", mean("incidents") * 52.18, 0.7),
        ("ended within 3 months %", shares(runs, &|t| t.ended_by_length.to_vec())[0], 45.8),
        ("changes of worker", mean("worker_changes") * 52.18 / mean("open"), 1.0),
        ("unserved", mean("unserved"), 8000.0),
        ("culture", mean("culture"), f64::NAN),
        ("prescription", mean("prescription"), f64::NAN),
        ("trust", mean("trust"), f64::NAN),
        ("language", mean("language"), f64::NAN),
        ("routine", mean("routine"), f64::NAN),
        ("credibility", mean("credibility"), f64::NAN),
        ("authorisation", mean("authorisation"), f64::NAN),
        ("salience", mean("salience"), f64::NAN),
    ]
}

fn table(runs: &[Ran]) {
    let n = runs.len() as f64;
    for year in 0..runs[0].unserved.len() {
        print!(
            "unserved at year {year}: {:.0}  ",
            runs.iter().map(|run| run.unserved[year]).sum::<f64>() / n
        );
    }
    println!("({} case-weeks)", runs.iter().map(|run| run.case_weeks).sum::<u64>());
    let mean = |key: &str| runs.iter().map(|run| run.tally.mean(key)).sum::<f64>() / n;
    for (name, model, published) in rows(runs) {
        println!("{name:24} {model:10.3} {published:10.3} {:+6.1} %", 100.0 * (model / published - 1.0));
    }
    println!(
        "ended need by length   {:?}  published 46 17 15 12 10",
        shares(runs, &|t| t.ended_by_length.to_vec())
    );
    println!(
        "ended plans by length  {:?}  published 18 11 43 25 3",
        shares(runs, &|t| t.plans_by_length.to_vec())
    );
    println!(
        "assessment days        {:?}  to 10 20 30 40 45 50 60 more; published 15 17 16 19 16 5 5 7",
        shares(runs, &|t| t.assessment_days.to_vec())
    );
    println!("decided by site        {:?}", shares(runs, &|t| t.decided.to_vec()));
    println!("by source              {:?}", shares(runs, &|t| t.by_source.to_vec()));
    println!(
        "plan weeks {:.0} (40), care weeks {:.0} (135)",
        mean("plan_stock") / mean("plans_ended"),
        mean("care_stock") / mean("care_ceased")
    );
    let care: Vec<f64> = [
        runs.iter().map(|r| r.tally.counts.care_home as f64).sum::<f64>(),
        runs.iter().map(|r| r.tally.counts.care_eighteen as f64).sum::<f64>(),
        runs.iter().map(|r| r.tally.counts.moves as f64).sum::<f64>(),
    ]
    .to_vec();
    println!("care ended home, at 18; moves: {care:?}");
    for (index, outcome) in OUTCOMES.iter().enumerate() {
        let values: Vec<f64> = runs.iter().map(|run| run.outcomes[index]).collect();
        let m = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
        println!("  {:22} {m:10.3} sd {sd:8.3} {}", outcome.key, outcome.unit);
    }
}
