//! The words on the terminal.
