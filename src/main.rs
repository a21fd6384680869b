//! Entry point of the command line, which is in [`balcony::cli`].
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(balcony::cli::main())
}
