//! The engine: one quarter of the average authority, and one replicate with its warm-up. Throughput
//! counts case-weeks.

mod place;

use balcony_engine::context::Constants;
use balcony_engine::strategy::Strategy;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

fn week(criterion: &mut Criterion) {
    let scenario = place::scenario();
    let setting = scenario.setting();
    let (constants, strategy) = (Constants::of(&setting), Strategy::default());
    let world = place::warm(&setting, &constants, 0);
    let mut group = criterion.benchmark_group("engine");
    group.sample_size(20).measurement_time(Duration::from_secs(5));

    // A quarter at a time, because a single week takes little time compared with the copy from
    // which each iteration must start.
    let weeks = 13;
    let case_weeks = place::go_on(&mut world.clone(), &strategy, &setting, &constants, weeks);
    group.throughput(Throughput::Elements(case_weeks));
    group.bench_function("13 weeks", |bencher| {
        let run = |world: &mut _| place::go_on(world, black_box(&strategy), &setting, &constants, weeks);
        bencher.iter_batched_ref(|| world.clone(), run, BatchSize::LargeInput);
    });

    let replicate = || {
        let mut world = place::warm(&setting, &constants, black_box(0));
        place::go_on(&mut world, &strategy, &setting, &constants, scenario.weeks);
        world.case_weeks
    };
    group.sample_size(10).throughput(Throughput::Elements(replicate()));
    group.bench_function("one replicate with its warm-up", |bencher| bencher.iter(replicate));
    group.finish();
}

criterion_group!(benches, week);
criterion_main!(benches);
