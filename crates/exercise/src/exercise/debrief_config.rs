//! Reads the debrief of an exercise file: its parts, their questions, and what the screen shows.

use super::keys::outcomes;
use super::read::Reader;
use super::{Part, SHOWN};

impl Reader<'_> {
    pub(super) fn debrief(&mut self) -> (Vec<usize>, Vec<Part>) {
        let known = outcomes();
        let usual = ["harm", "re-referrals", "turnover", "cost"].map(str::to_owned).to_vec();
        let given = self.sheet.texts(&["debrief", "outcomes"]).map(<[_]>::to_vec).unwrap_or(usual);
        let mut places = Vec::new();
        for name in &given {
            match known.iter().position(|known| known == name) {
                Some(at) => places.push(at),
                None => {
                    let nearest = self.sheet.nearest(name, known.iter().copied());
                    self.sheet.fault(
                        &["debrief", "outcomes"],
                        format!("there is no outcome `{name}`"),
                        Some(&known.join(", ")),
                        nearest,
                    );
                }
            }
        }
        let mut parts = Vec::new();
        for key in self.sheet.entries(&["debrief", "parts"]) {
            let title = self.needed(&["debrief", "parts", &key, "title"], "the part's name");
            let minutes = self.sheet.number(&["debrief", "parts", &key, "minutes"]).unwrap_or(5.0);
            let questions = self
                .sheet
                .texts(&["debrief", "parts", &key, "questions"])
                .map(<[_]>::to_vec)
                .unwrap_or_default();
            let shows = self.shows(&key);
            parts.push(Part { key, title, minutes, questions, shows });
        }
        (places, parts)
    }

    fn shows(&mut self, key: &str) -> Vec<String> {
        let path = ["debrief", "parts", key, "shows"];
        let given = self.sheet.texts(&path).map(<[_]>::to_vec).unwrap_or_default();
        let names = || SHOWN.iter().map(|(name, _)| *name);
        for name in given.iter().filter(|name| names().all(|known| known != name.as_str())) {
            let nearest = self.sheet.nearest(name, names());
            let all = names().collect::<Vec<_>>().join(", ");
            self.sheet.fault(&path, format!("the screen cannot show `{name}`"), Some(&all), nearest);
        }
        given
    }
}
