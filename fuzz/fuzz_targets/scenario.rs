//! Any bytes are a scenario or a list of faults: never a panic, never a scenario that does not read back.
#![no_main]

use balcony::scenario::files::Texts;
use balcony::scenario::{Library, Middling, read, read_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut texts = Texts::default();
    texts.0.insert("fuzz.toml".to_owned(), bytes.to_vec());
    let library = Library::new(&texts, &Middling);
    match read("fuzz.toml", &library) {
        Ok(scenario) => {
            let again = read_text("again.toml", &scenario.resolved(), &library);
            assert_eq!(again.map(|again| again.hash()), Ok(scenario.hash()));
        }
        Err(faults) => {
            assert!(!faults.list.is_empty());
            faults.draw(true);
        }
    }
});
