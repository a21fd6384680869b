//! The cost of an event compared with a lower bound, and of a case-week compared with CASEFLOW. All
//! are measured in one run, because only ratios can be compared between machines.
//!
//! The lower bound ("floor") does nothing but an event: it reads and writes a record of 128 bytes,
//! computes four blocks of Philox, a decay and a fifth power, takes an unpredictable branch, and
//! puts the next event into a calendar.

#[expect(dead_code, reason = "the weekly records are read by caseflow/check.rs")]
mod caseflow;
mod place;

use balcony_engine::context::Constants;
use balcony_engine::rng::philox;
use balcony_engine::samplers::decay;
use balcony_engine::strategy::Strategy;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Weeks of one iteration: a year.
const WEEKS: u32 = 52;
/// Number of records of the floor: about the children of the average authority.
const CHILDREN: u32 = 12_000;
/// Length of its calendar in weeks.
const RING: usize = 256;

/// A record of the size of a child's.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Record {
    base: f32,
    excess: f32,
    at: u32,
    due: u32,
    rest: [u32; 28],
}

/// The floor: records and a calendar.
#[derive(Clone)]
struct Floor {
    records: Vec<Record>,
    ring: Vec<Vec<u32>>,
    week: u32,
    harm: f64,
}

impl Floor {
    fn new() -> Self {
        let mut ring = vec![Vec::new(); RING];
        let record =
            |slot: u32| Record { base: 0.3, excess: 0.2, at: 0, due: 1 + slot % 28, rest: [slot; 28] };
        let records: Vec<Record> = (0..CHILDREN).map(record).collect();
        for (slot, record) in records.iter().enumerate() {
            ring[record.due as usize].push(slot as u32);
        }
        Self { records, ring, week: 1, harm: 0.0 }
    }

    /// Simulates some weeks; returns the number of events.
    fn go_on(&mut self, weeks: u32) -> u64 {
        let mut events = 0;
        for _ in 0..weeks {
            let due = core::mem::take(&mut self.ring[self.week as usize % RING]);
            events += due.len() as u64;
            for slot in due {
                let mut record = self.records[slot as usize];
                let bits = (0..4).fold(0, |bits, draw| bits ^ philox([slot, 1, self.week, draw], [1, 2])[0]);
                let left = decay(0.02 * (self.week - record.at) as f32);
                record.base *= left;
                record.excess *= left;
                let r = record.base + record.excess;
                self.harm += f64::from(r * r * r * r * r);
                if bits & 1 == 1 {
                    record.base += 0.3 * (1.0 - record.base);
                } else {
                    record.excess += 0.2 * (1.0 - record.excess);
                }
                record.at = self.week;
                record.due = self.week + 1 + (bits >> 8) % 28;
                record.rest[(bits >> 4) as usize % 28] = bits;
                self.ring[record.due as usize % RING].push(slot);
                self.records[slot as usize] = record;
            }
            self.week += 1;
        }
        events
    }
}

fn ratio(criterion: &mut Criterion) {
    let scenario = place::scenario();
    let setting = scenario.setting();
    let (constants, strategy) = (Constants::of(&setting), Strategy::default());
    let world = place::warm(&setting, &constants, 0);
    let mut floor = Floor::new();
    floor.go_on(WEEKS);
    let mut group = criterion.benchmark_group("ratio");
    group.sample_size(20).measurement_time(Duration::from_secs(5));

    let events = floor.clone().go_on(WEEKS);
    group.throughput(Throughput::Elements(events));
    group.bench_function("floor, an event", |bencher| {
        bencher.iter_batched_ref(
            || floor.clone(),
            |floor| black_box(floor.go_on(WEEKS) as f64 + floor.harm),
            BatchSize::LargeInput,
        );
    });
    let live = |world: &mut _| place::go_on(world, black_box(&strategy), &setting, &constants, WEEKS);
    let mut lived = world.clone();
    let case_weeks = live(&mut lived);
    group.throughput(Throughput::Elements(lived.events - world.events));
    group.bench_function("engine, an event", |bencher| {
        bencher.iter_batched_ref(|| world.clone(), live, BatchSize::LargeInput);
    });
    group.throughput(Throughput::Elements(case_weeks));
    group.bench_function("engine, a case-week", |bencher| {
        bencher.iter_batched_ref(|| world.clone(), live, BatchSize::LargeInput);
    });
    group.throughput(Throughput::Elements(caseflow::run(1, caseflow::WEEKS).case_weeks));
    group.bench_function("CASEFLOW, a case-week", |bencher| {
        bencher.iter(|| caseflow::run(black_box(1), black_box(caseflow::WEEKS)).case_weeks);
    });
    group.finish();
}

criterion_group!(benches, ratio);
criterion_main!(benches);
