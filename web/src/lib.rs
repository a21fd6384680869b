//! Balcony behind a C interface, for a browser's worker: a buffer to hand texts and bytes over in,
//! and four things to ask.
//!
//! Built for `wasm32-unknown-unknown` by `.ci/page.sh`. One instance is one [`Desk`]. The caller
//! asks for room ([`room`]), writes a request there, calls [`ask`], [`play`], [`take`] or
//! [`replicate`], and reads the answer at [`answer`] before it asks again. This file holds the
//! project's only unsafe code: a browser can hand over nothing but numbers.

use balcony_page::{Desk, alone::Alone};
use balcony_engine::golden;
use std::cell::RefCell;

thread_local! {
    // WebAssembly has one thread an instance.
    static DESK: RefCell<Desk> = RefCell::default();
    static ALONE: RefCell<Alone> = RefCell::default();
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a request of so many bytes; where it begins. Holds until the next call of this
/// function.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        request.clear();
        request.resize(bytes, 0);
        request.as_mut_ptr()
    })
}

/// Where the last answer begins.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn keep(answer: Vec<u8>) -> usize {
    let bytes = answer.len();
    ANSWER.set(answer);
    bytes
}

/// Asks what was written into the room, a JSON text; the length of the answer, a JSON text as well.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    let request = REQUEST.with_borrow(|request| String::from_utf8_lossy(request).into_owned());
    keep(DESK.with_borrow_mut(|desk| desk.ask(&request)).into_bytes())
}

/// The same to a team's game without a room.
#[unsafe(no_mangle)]
pub extern "C" fn play() -> usize {
    let request = REQUEST.with_borrow(|request| String::from_utf8_lossy(request).into_owned());
    keep(ALONE.with_borrow_mut(|alone| alone.ask(&request)).into_bytes())
}

/// Simulates a replicate; the length of its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn replicate(number: u32) -> usize {
    keep(DESK.with_borrow_mut(|desk| desk.replicate(number)))
}

/// Takes the bytes of a replicate from the room; the length of the answer, a JSON text.
#[unsafe(no_mangle)]
pub extern "C" fn take() -> usize {
    let bytes = REQUEST.take();
    keep(DESK.with_borrow_mut(|desk| desk.take(&bytes)).into_bytes())
}

/// How many golden digests of the engine there are.
#[unsafe(no_mangle)]
pub extern "C" fn goldens() -> u32 {
    golden::COUNT
}

/// One of them.
#[unsafe(no_mangle)]
pub extern "C" fn golden(number: u32) -> u64 {
    golden::digest(number)
}
