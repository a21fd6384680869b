//! The runner: order, windows, failures, interruptions.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use balcony::experiment::{Cancel, ModelFailure, Shape, Stop};
use balcony_engine::measure::{MEASURES, OUTCOMES, measure_index, outcome_index};

use super::fake::{Ask, replicate};

#[test]
fn the_same_table_on_any_number_of_threads() {
    let one = Ask { threads: 1, ..Ask::default() }.run(None).expect("it runs");
    for threads in [2, 3, 8] {
        let many = Ask { threads, ..Ask::default() }.run(None).expect("it runs");
        assert_eq!(many.table, one.table);
        assert_eq!(many.timing.threads, threads);
    }
    assert_eq!(one.case_weeks, (0..43).map(|number| 1000 + number).sum::<u64>());
    assert_eq!(one.warm_up_case_weeks, 4300);
}

#[test]
fn memory_does_not_grow_with_replicates_even_if_the_first_is_slow() {
    let mut most = Vec::new();
    for replicates in [100, 1000] {
        let ask = Ask { replicates, weeks: 2, threads: 4, ..Ask::default() };
        let (arms, shape) = (ask.sorted(), Shape::new(3, 2, true));
        let begun = AtomicU32::new(0);
        let run = ask.run_with(None, &Cancel::default(), |number, _: &mut ()| {
            begun.fetch_add(1, Ordering::SeqCst);
            // The first ends when the others have begun as many as they may, and has time to see
            // whether they begin more.
            while number == 0 && begun.load(Ordering::SeqCst) < 16 {
                std::thread::yield_now();
            }
            if number == 0 {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(replicate(number, &arms, shape))
        });
        most.push(run.expect("it runs").most_at_once);
    }
    assert_eq!(most, [16, 16], "four a thread, however many are asked for");
}

#[test]
fn scratch_is_made_once_a_thread() {
    static MADE: AtomicU32 = AtomicU32::new(0);
    struct Scratch;
    impl Default for Scratch {
        fn default() -> Self {
            MADE.fetch_add(1, Ordering::SeqCst);
            Self
        }
    }
    let ask = Ask { threads: 3, ..Ask::default() };
    let (arms, shape) = (ask.sorted(), Shape::new(3, 30, true));
    ask.run_with(None, &Cancel::default(), |number, _: &mut Scratch| Ok(replicate(number, &arms, shape)))
        .expect("it runs");
    assert_eq!(MADE.load(Ordering::SeqCst), 3);
}

fn failure(
    simulate: impl Fn(u32, &mut ()) -> Result<balcony::experiment::Replicate, ModelFailure> + Sync,
    threads: usize,
) -> ModelFailure {
    match (Ask { threads, ..Ask::default() }).run_with(None, &Cancel::default(), simulate) {
        Err(stop @ Stop::Model(_)) => {
            assert_eq!(stop.exit_code(), 3);
            let Stop::Model(failure) = stop else { unreachable!() };
            failure
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_failure_reported_is_the_first_in_order() {
    let (arms, shape) = (Ask::default().sorted(), Shape::new(3, 30, true));
    for threads in [1, 2, 8] {
        let found = failure(
            |number, _| {
                if number == 11 {
                    std::thread::sleep(Duration::from_millis(20));
                }
                if number >= 11 {
                    let text = |text: &str| text.to_owned();
                    return Err(ModelFailure {
                        authority: text("Barnsley"),
                        agent: format!("team {number}"),
                        week: Some(3),
                        mechanism: text("strain"),
                        message: text("negative hours"),
                    });
                }
                Ok(replicate(number, &arms, shape))
            },
            threads,
        );
        assert_eq!(
            found.to_string(),
            "the model failed: negative hours (authority Barnsley, team 11, week 3, strain)"
        );
    }
}

#[test]
fn numbers_that_are_none_are_failures_with_a_name() {
    let (arms, shape) = (Ask::default().sorted(), Shape::new(3, 30, true));
    let at = outcome_index("strain").expect("an outcome");
    let found = failure(
        |number, _| {
            let mut replicate = replicate(number, &arms, shape);
            if number == 20 {
                replicate.arms[1].outcomes[at] = f64::INFINITY;
            }
            Ok(replicate)
        },
        2,
    );
    assert_eq!(found.message, "the outcome `strain` is inf");
    assert_eq!(found.agent, "strategy connected, replicate 20");
    let measure = measure_index("trust").expect("a measure");
    let found = failure(
        |number, _| {
            let mut replicate = replicate(number, &arms, shape);
            replicate.arms[2].series[7 * MEASURES.len() + measure] = f32::NAN;
            Ok(replicate)
        },
        2,
    );
    assert_eq!((found.message.as_str(), found.week), ("the weekly measure `trust` is NaN", Some(7)));
    let found = failure(
        |number, _| {
            let mut replicate = replicate(number, &arms, shape);
            replicate.arms[0].outcomes.pop();
            Ok(replicate)
        },
        2,
    );
    assert_eq!(found.message, format!("{} outcomes instead of {}", OUTCOMES.len() - 1, OUTCOMES.len()));
}

#[test]
fn a_panic_in_the_model_is_a_failure_and_not_a_hang() {
    let (arms, shape) = (Ask::default().sorted(), Shape::new(3, 30, true));
    let found = failure(
        |number, _| {
            if number == 5 { panic!("no such case {number}") } else { Ok(replicate(number, &arms, shape)) }
        },
        3,
    );
    assert_eq!((found.message.as_str(), found.agent.as_str()), ("no such case 5", "replicate 5"));
}

#[test]
fn an_interruption_without_a_folder_keeps_nothing() {
    match (Ask { stop_at: Some(9), ..Ask::default() }).run(None) {
        Err(stop @ Stop::Interrupted { kept: 0, replicates: 43 }) => assert_eq!(stop.exit_code(), 130),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_replicate_one_week_and_no_series_work() {
    for (replicates, weeks, series) in [(1, 1, true), (1, 1, false), (9, 13, false), (2, 14, true)] {
        let run = Ask { replicates, weeks, series, ..Ask::default() }.run(None).expect("it runs");
        assert_eq!(run.table.replicates, replicates);
        assert_eq!(run.table.measure(0, 0).len(), if series { weeks.div_ceil(13) as usize } else { 0 });
    }
}
