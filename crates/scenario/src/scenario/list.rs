//! Output of `balcony list`: the scenarios that ship with the program.

use super::files::Texts;
use super::show::{WIDE, wrap};
use super::{Authorities, Library, SHIPPED, read};

/// One shipped scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Name of the scenario.
    pub name: String,
    /// Title of the scenario.
    pub title: String,
    /// Question that the scenario asks.
    pub question: String,
    /// Key of the primary outcome: the one that answers the question.
    pub primary: String,
    /// Keys of further primary outcomes.
    pub also: Vec<String>,
    /// How long a run takes, in words.
    pub run_time: String,
}

impl Listed {
    /// Keys of all primary outcomes in words: `culture and harm`.
    fn primaries(&self) -> String {
        let Some((last, before)) = self.also.split_last() else { return self.primary.clone() };
        let first: Vec<&str> = std::iter::once(&self.primary).chain(before).map(String::as_str).collect();
        format!("{} and {last}", first.join(", "))
    }
}

/// The shipped scenarios, sorted by name.
pub fn list(authorities: &dyn Authorities) -> Vec<Listed> {
    let files = Texts::default();
    let library = Library::new(&files, authorities);
    let scenarios = SHIPPED.iter().filter_map(|(name, _)| read(name, &library).ok());
    scenarios
        .map(|scenario| Listed {
            name: scenario.name,
            title: scenario.title,
            question: scenario.question,
            primary: scenario.primary,
            also: scenario.also,
            run_time: scenario.run_time,
        })
        .collect()
}

/// The shipped scenarios as text of 80 columns.
pub fn list_text(authorities: &dyn Authorities) -> String {
    let mut text = String::new();
    for listed in list(authorities) {
        text.push_str(&wrap(&format!("{}: {}", listed.name, listed.title), "", "  ", WIDE));
        text.push('\n');
        text.push_str(&wrap(&listed.question, "  ", "  ", WIDE));
        text.push('\n');
        text.push_str(&wrap(
            &format!("decided by {}; {}", listed.primaries(), listed.run_time),
            "  ",
            "  ",
            WIDE,
        ));
        text.push_str("\n\n");
    }
    text.push_str("Run one: balcony compare NAME. Begin your own: balcony new FILE --from NAME.\n");
    text
}
