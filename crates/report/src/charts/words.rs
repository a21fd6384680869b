//! Words in a drawing: the heading, lines that end in time, names that are cut and stay apart.

use crate::summary::{apart, width};
use balcony_drawing::{Anchor, Class, Drawing};

/// The finding, in as many lines as it takes; gives the place below it. A page that says it above
/// the drawing leaves it out.
pub(super) fn heading(drawing: &mut Drawing, left: f64, finding: &str, titled: bool) -> f64 {
    if !titled {
        return 6.0;
    }
    // A sign of the heading is about so wide at most.
    let lines = wrapped(finding, ((drawing.width() - 2.0 * left) / 8.4) as usize);
    let last = lines.len().saturating_sub(1) as f64;
    for (at, line) in lines.iter().enumerate() {
        drawing.text((left, 24.0 + 20.0 * at as f64), Anchor::Start, Class::Strong, line);
    }
    let y = 24.0 + 20.0 * last;
    y + 16.0
}

/// A text in lines of at most so many columns; a word that is longer than a line is cut.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let word = cut(word, room);
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() {
            line.push_str(&word);
        } else if width(line) + 1 + width(&word) > room {
            lines.push(word);
        } else {
            line.push(' ');
            line.push_str(&word);
        }
    }
    lines
}

/// A text of at most so many columns, with a sign that something is missing.
pub(super) fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sign in text.chars() {
        kept.push(sign);
        if width(&kept) + 1 > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// The same, other than what any of `among` is cut to.
pub(super) fn cut_apart(text: &str, among: &[&str], room: usize) -> String {
    apart(text, among, room, "…", |text| cut(text, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_longer_than_their_room() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a pneumonoultramicroscopic b", 9), ["a", "pneumono…", "b"]);
        assert_eq!(
            (cut("שלום עולם", 20), cut("abc", 3), cut("abcd", 3)),
            ("שלום עולם".into(), "abc".into(), "ab…".into())
        );
        assert_eq!(wrapped("", 5), [""]);
    }
}
