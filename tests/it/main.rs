//! Tests of Balcony from outside, in one binary.
mod analyse;
mod audit;
mod charts;
mod cli;
mod contract;
mod documents;
mod effects;
mod elsewhere;
mod england;
mod england_dated;
mod exercise;
mod faulty;
mod fuzzing;
mod golden;
mod honesty;
mod kept;
mod margins;
mod outside;
mod page;
mod profile_names;
mod profiles;
mod property;
mod report;
mod results;
mod room_door;
mod room_file;
mod room_stage;
mod stored;
mod sweep;
mod tidy;
mod trace;
mod trial;
mod tutorial;
mod uncertainty;
mod validate;
mod worlds;

/// Sends the signal of Ctrl-C to a process. It does not use the program `kill`, which may not be
/// installed.
#[cfg(unix)]
fn interrupt(pid: &str) {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = pid.parse().ok().and_then(Pid::from_raw).expect("a number");
    kill_process(pid, Signal::INT).expect("it runs");
}
