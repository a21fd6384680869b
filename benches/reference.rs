//! The plain reference loop, CASEFLOW, per case-week.
//!
//! Balcony's cost is reported as a ratio to it, measured in one call on one machine.

#[expect(dead_code, reason = "the weekly records are read by caseflow/check.rs")]
mod caseflow;

use caseflow::{WEEKS, run};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

fn reference(criterion: &mut Criterion) {
    let seed = 1;
    let mut group = criterion.benchmark_group("caseflow");
    group.throughput(Throughput::Elements(run(seed, WEEKS).case_weeks));
    group.sample_size(20).measurement_time(Duration::from_secs(10));
    group.bench_function("plain, ten years of one place", |bencher| {
        bencher.iter(|| run(black_box(seed), black_box(WEEKS)).case_weeks);
    });
    group.finish();
}

criterion_group!(benches, reference);
criterion_main!(benches);
