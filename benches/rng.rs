//! Random numbers: a block of Philox, a normal and an exponential number.

use balcony_engine::rng::philox;
use balcony_engine::samplers::{exponential, normal};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const MANY: u32 = 4096;

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draws");
    group.throughput(Throughput::Elements(u64::from(MANY)));
    group.bench_function("philox block", |bencher| {
        bencher.iter(|| {
            (0..MANY).fold(0, |sum: u32, n| sum.wrapping_add(philox([n, 1, 2, 3], [black_box(4), 5])[0]))
        });
    });
    let uniforms: Vec<f64> = (0..MANY).map(|n| (f64::from(n) + 0.5) / f64::from(MANY)).collect();
    group.bench_function("normal", |bencher| {
        bencher.iter(|| black_box(&uniforms).iter().map(|u| normal(*u)).sum::<f64>());
    });
    group.bench_function("exponential", |bencher| {
        bencher.iter(|| black_box(&uniforms).iter().map(|u| exponential(*u)).sum::<f64>());
    });
    group.finish();
}

criterion_group!(benches, draws);
criterion_main!(benches);
