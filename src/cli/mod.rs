//! The command line: it reads options, calls the other modules and prints their results. It
//! contains no model, no statistics and no file formats.
//!
//! Exit codes: 0 done, 2 scenario or usage, 3 model failure, 4 results exist or do not match, 5
//! storage, 130 interrupted.

mod analyse;
mod args;
mod audit;
mod codebook;
mod complete;
mod england;
mod errors;
mod exercise;
mod fail;
mod help;
mod load;
mod man;
mod new;
mod out;
mod package;
mod plot;
mod rehearse;
mod report;
mod sweep;
mod tables;
mod texts;
mod trace;
mod trial;
mod validate;
mod version;
mod work;

use clap::{CommandFactory, FromArgMatches};

use args::{Args, Command};
use fail::Failure;
use out::{note, print, shown};

/// Runs the command of this process; returns its exit code.
pub fn main() -> u8 {
    let args = match command().try_get_matches().and_then(|found| Args::from_arg_matches(&found)) {
        Ok(args) => args,
        Err(error) => {
            // Standard output may be closed (`balcony --help | head`). The message repeats what was
            // typed, so control characters in it are made visible.
            let plain = error.to_string();
            if shown(&plain, false) == plain {
                let _ = error.print();
            } else {
                note(shown(&plain, false).trim_end());
            }
            if error.use_stderr() && errors::wanted() {
                let _ = print(&format!("{}\n", errors::of_usage(&error)));
            }
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    match dispatch(&args.command) {
        Ok(()) => 0,
        Err(failure) => {
            if let Some(line) = Some(()).filter(|()| errors::wanted()).and_then(|()| errors::line(&failure)) {
                let _ = print(&format!("{line}\n"));
            }
            failure.report()
        }
    }
}

/// The command line. A negative number is a value out of range, not an unknown option.
pub(crate) fn command() -> clap::Command {
    fn numbers(command: clap::Command) -> clap::Command {
        let takes = |arg: &clap::Arg| arg.get_long().is_some() && arg.get_action().takes_values();
        command
            .mut_args(|arg| if takes(&arg) { arg.allow_negative_numbers(true) } else { arg })
            .mut_subcommands(numbers)
    }
    numbers(Args::command())
}

fn dispatch(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Run(run) => work::run(run),
        Command::Compare(compare) => work::compare(compare),
        Command::Trace(trace) => trace::trace(trace),
        Command::Sweep(sweep) => sweep::sweep(sweep),
        Command::Package(package) => package::package(package),
        Command::Analyse(analyse) => analyse::analyse(analyse),
        Command::Merge(merge) => sweep::merge(merge),
        Command::Audit(audit) => audit::audit(audit),
        Command::Validate(asked) => validate::validate(asked),
        Command::Trial(asked) => trial::trial(asked),
        Command::Exercise(asked) => exercise::exercise(asked),
        Command::Plot(plot) => plot::plot(plot),
        Command::Report(report) => report::report(report),
        Command::Tables(asked) => tables::tables(asked),
        Command::Check(check) => texts::check(check),
        Command::Show(show) => texts::show(show),
        Command::Diff(diff) => texts::diff(diff),
        Command::New(new) => new::new(new),
        Command::List => texts::list(),
        Command::Explain(explain) => texts::explain(explain),
        Command::Schema(schema) => texts::schema(schema),
        Command::Codebook(asked) => codebook::codebook(asked),
        Command::Completions(asked) => complete::completions(asked),
        Command::Man(asked) => man::man(asked),
    }
}
