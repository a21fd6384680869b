//! Any bytes are a decision's form or an error in words: `crates/app/src/fuzzing.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    balcony::fuzzing::call("form", bytes);
});
