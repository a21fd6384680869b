//! The tests that see Balcony from outside, in one binary.
mod analyse;
mod audit;
mod charts;
mod cli;
mod contract;
mod documents;
mod effects;
mod elsewhere;
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
mod sweep;
mod tidy;
mod trace;
mod trial;
mod tutorial;
mod uncertainty;
mod validate;
mod worlds;

/// Does to a process what Ctrl-C does. There may be no program that does it: `kill` is a package.
#[cfg(unix)]
fn interrupt(pid: &str) {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = pid.parse().ok().and_then(Pid::from_raw).expect("a number");
    kill_process(pid, Signal::INT).expect("it runs");
}
