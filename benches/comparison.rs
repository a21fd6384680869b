//! A small comparison: five strategies, two replicates, one thread. Throughput counts case-weeks.

mod place;

use balcony::presets::{INCUMBENT, PRESETS};
use balcony_engine::context::Constants;
use balcony_engine::strategy::Strategy;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

fn comparison(criterion: &mut Criterion) {
    let scenario = place::scenario();
    let setting = scenario.setting();
    let constants = Constants::of(&setting);
    let names = PRESETS.iter().map(|preset| preset.0).chain([INCUMBENT]);
    let strategies: Vec<Strategy> = names.map(|name| scenario.strategy(name).expect("a preset")).collect();
    let run = || {
        let mut case_weeks = 0;
        for replicate in 0..2 {
            let world = place::warm(&setting, &constants, black_box(replicate));
            case_weeks += world.case_weeks;
            for strategy in &strategies {
                case_weeks +=
                    place::go_on(&mut world.clone(), strategy, &setting, &constants, scenario.weeks);
            }
        }
        case_weeks
    };
    let mut group = criterion.benchmark_group("comparison");
    group.throughput(Throughput::Elements(run())).sample_size(10).measurement_time(Duration::from_secs(20));
    group.bench_function("five arms, two replicates", |bencher| bencher.iter(run));
    group.finish();
}

criterion_group!(benches, comparison);
criterion_main!(benches);
