//! Any bytes must give a part of a sweep or an error message: `crates/app/src/fuzzing.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    balcony::fuzzing::call("part", bytes);
});
