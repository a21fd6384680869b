//! Any bytes must give a link of the page or an error message: `crates/app/src/fuzzing.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    balcony::fuzzing::call("link", bytes);
});
