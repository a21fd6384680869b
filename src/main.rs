//! The command line of Balcony. Everything is in [`balcony::cli`].
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(balcony::cli::main())
}
