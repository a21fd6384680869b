//! Any bytes are a session's log or an error in words: `crates/app/src/fuzzing.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    balcony::fuzzing::call("log", bytes);
});
