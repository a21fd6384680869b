//! Any bytes are a file of published figures or an error in words: `crates/app/src/fuzzing.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    balcony::fuzzing::call("observed", bytes);
});
