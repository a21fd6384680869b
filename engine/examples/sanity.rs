//! The sanity table of MODEL.md section 2: model beside published, for the average authority.
//!
//! `cargo run --release -p balcony-engine --example sanity -- [replicates] [years] [key=value ...]`

use balcony_engine::advance::{advance, outstanding, warmed_up};
use balcony_engine::authority::AVERAGE;
use balcony_engine::calendar::{Date, Week};
use balcony_engine::draws::Luck;
use balcony_engine::measure::{OUTCOMES, Tally, Totals};
use balcony_engine::parameters::Parameters;
use balcony_engine::plan::{Plan, Style};
use balcony_engine::scene::Constants;
use balcony_engine::setting::{Setting, Start};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let replicates: u32 = args.first().map_or(8, |n| n.parse().unwrap());
    let years: u32 = args.get(1).map_or(5, |n| n.parse().unwrap());
    let rights = [[0.315, 0.135, 0.34, 0.21], [0.52, 0.2, 0.13, 0.15], [0.0, 0.07, 0.72, 0.21], [0.42, 0.17, 0.2, 0.21], [0.28, 0.17, 0.31, 0.24]];
    let incumbent = Style { source: 0.3, rights, attention: [1.5, 1.5, 2.0, 1.5, 2.0, 1.0, 0.5] };
    let mut setting = Setting {
        authority: AVERAGE,
        start_week: Week::on_or_after(Date::new(2019, 4, 1).unwrap()),
        warm_up: 416,
        start: Start {
            culture: 0.4, prescription: 0.55, trust: 0.5, language: 0.6, routine: 0.7, credibility: 0.5,
            authorisation: 0.6, authority: 0.8, salience: 0.3, tenure: 60.0, incumbent,
        },
        events: Vec::new(),
        parameters: Parameters::default(),
    };
    for arg in args.iter().skip(2) {
        let (key, value) = arg.split_once('=').unwrap();
        match key {
            "warm" => setting.warm_up = value.parse().unwrap(),
            _ => *setting.parameters.value(key).unwrap_or_else(|| panic!("no {key}")) = value.parse().unwrap(),
        }
    }
    let constants = Constants::of(&setting);
    let begun = std::time::Instant::now();
    let runs: Vec<(Tally, Vec<f64>, u64, Vec<f64>)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..2)
            .map(|thread| {
                let (setting, constants) = (&setting, &constants);
                scope.spawn(move || {
                    (0..replicates)
                        .filter(|r| r % 2 == thread)
                        .map(|replicate| {
                            let mut world = warmed_up(setting, constants, Luck { seed: 1, replicate }).unwrap();
                            let mut tally = Tally::default();
                            let mut stocks = vec![f64::from(world.stocks.stage[0])];
                            for year in 1..=years {
                                let until = Week(setting.start_week.0 + 52 * year);
                                advance(&mut world, &Plan::default(), setting, constants, until, &mut tally).unwrap();
                                stocks.push(f64::from(world.stocks.stage[0]));
                            }
                            let left = outstanding(&world, setting, constants);
                            (tally.clone(), tally.outcomes(&left), world.case_weeks, stocks)
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect()
    });
    let wall = begun.elapsed().as_secs_f64();
    let n = runs.len() as f64;
    let case_weeks: u64 = runs.iter().map(|run| run.2).sum();
    println!("{case_weeks} case-weeks, {wall:.2} s on two threads, {:.1} ns of a core each", 2e9 * wall / case_weeks as f64);
    for year in 0..=years as usize {
        print!("unserved at year {year}: {:.0}  ", runs.iter().map(|run| run.3[year]).sum::<f64>() / n);
    }
    println!();
    let mean = |key: &str| runs.iter().map(|run| run.0.mean(key)).sum::<f64>() / n;
    let rows = [
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
        ("incidents a year", mean("incidents") * 52.18, 0.7),
        ("unserved", mean("unserved"), 8000.0),
        ("culture", mean("culture"), f64::NAN),
        ("prescription", mean("prescription"), f64::NAN),
        ("trust", mean("trust"), f64::NAN),
        ("language", mean("language"), f64::NAN),
        ("routine", mean("routine"), f64::NAN),
        ("credibility", mean("credibility"), f64::NAN),
        ("authorisation", mean("authorisation"), f64::NAN),
        ("salience", mean("salience"), f64::NAN),
    ];
    for (name, model, published) in rows {
        println!("{name:22} {model:10.3} {published:10.3} {:+6.1} %", 100.0 * (model / published - 1.0));
    }
    let total = |of: &dyn Fn(&Totals) -> Vec<u64>| -> Vec<f64> {
        let mut sums: Vec<f64> = Vec::new();
        for run in &runs {
            let values = of(&run.0.counts);
            sums.resize(values.len(), 0.0);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value as f64;
            }
        }
        let all: f64 = sums.iter().sum();
        sums.iter().map(|sum| (1000.0 * sum / all).round() / 10.0).collect()
    };
    println!("ended need by length   {:?}  published 46 17 15 12 10", total(&|t| t.ended_by_length.to_vec()));
    println!("ended plans by length  {:?}  published 18 11 43 25 3", total(&|t| t.plans_by_length.to_vec()));
    println!("assessment days        {:?}  to 10 20 30 40 45 50 60 more; published 15 17 16 19 16 5 5 7", total(&|t| t.assessment_days.to_vec()));
    println!("decided by site        {:?}", total(&|t| t.decided.to_vec()));
    println!("by source              {:?}", total(&|t| t.by_source.to_vec()));
    println!("plan weeks {:.0} (40), care weeks {:.0} (135)", mean("plan_stock") / mean("plans_ended"), mean("care_stock") / mean("care_ceased"));
    for (index, outcome) in OUTCOMES.iter().enumerate() {
        let values: Vec<f64> = runs.iter().map(|run| run.1[index]).collect();
        let m = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
        println!("  {:22} {m:10.3} sd {sd:8.3} {}", outcome.key, outcome.unit);
    }
}
