//! C interface to Balcony for a browser's worker: a buffer that passes texts and bytes, and a few
//! functions.
//!
//! Built for `wasm32-unknown-unknown` by `.ci/page.sh`. One instance is one [`Desk`]. The caller
//! gets a buffer from [`alloc`], writes a request there, calls [`ask`], [`play`], [`take`] or
//! [`replicate`], and reads the answer at [`answer`] before the next call. This file has the
//! project's only unsafe code, because a browser can pass only numbers.

use balcony_page::{Desk, alone::Alone};
use balcony_engine::golden;
use std::cell::RefCell;

thread_local! {
    // WebAssembly has one thread per instance.
    static DESK: RefCell<Desk> = RefCell::default();
    static ALONE: RefCell<Alone> = RefCell::default();
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Provides a buffer for a request of `bytes` bytes and returns its address, which is valid until
/// the next call of this function.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(bytes: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        request.clear();
        request.resize(bytes, 0);
        request.as_mut_ptr()
    })
}

/// Address of the last answer.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn keep(answer: Vec<u8>) -> usize {
    let bytes = answer.len();
    ANSWER.set(answer);
    bytes
}

/// Answers the request in the buffer, a JSON text; returns the length of the answer, also a JSON
/// text.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    let request = REQUEST.with_borrow(|request| String::from_utf8_lossy(request).into_owned());
    keep(DESK.with_borrow_mut(|desk| desk.ask(&request)).into_bytes())
}

/// Answers a request to the game of a team without a server; otherwise like [`ask`].
#[unsafe(no_mangle)]
pub extern "C" fn play() -> usize {
    let request = REQUEST.with_borrow(|request| String::from_utf8_lossy(request).into_owned());
    keep(ALONE.with_borrow_mut(|alone| alone.ask(&request)).into_bytes())
}

/// Simulates a replicate; returns the length of its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn replicate(number: u32) -> usize {
    keep(DESK.with_borrow_mut(|desk| desk.replicate(number)))
}

/// Accepts the bytes of a replicate from the buffer; returns the length of the answer, a JSON text.
#[unsafe(no_mangle)]
pub extern "C" fn take() -> usize {
    let bytes = REQUEST.take();
    keep(DESK.with_borrow_mut(|desk| desk.take(&bytes)).into_bytes())
}

/// Number of golden digests of the engine.
#[unsafe(no_mangle)]
pub extern "C" fn goldens() -> u32 {
    golden::COUNT
}

/// One golden digest.
#[unsafe(no_mangle)]
pub extern "C" fn golden(number: u32) -> u64 {
    golden::digest(number)
}
