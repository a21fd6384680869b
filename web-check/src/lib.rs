//! The engine behind a C interface, to show that WebAssembly and the native build compute the same values.
//!
//! `.ci/wasm.sh` builds this for `wasm32-unknown-unknown`, runs it in Node (`digest.mjs`), runs `examples/native.rs` beside
//! it and compares the two lists line by line. Two compilers take part (rustup's and Debian's), so the comparison also
//! guards against a change of compiler.

use balcony_engine::golden;

/// How many digests there are: scenario numbers are `0..scenarios()`.
#[unsafe(no_mangle)]
pub extern "C" fn scenarios() -> u32 {
    golden::COUNT
}

/// The digest of one numbered scenario.
#[unsafe(no_mangle)]
pub extern "C" fn digest(scenario: u32) -> u64 {
    golden::digest(scenario)
}
