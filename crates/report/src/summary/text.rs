//! Text in columns: measures, cuts, pads and wraps it for a terminal, and removes harmful
//! characters from text of users.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Look, apart};
use balcony_study::experiment::Table;

/// Number of terminal columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cleans a user's text to one line: no characters that move the cursor, set colours or change the
/// direction of what follows. A right-to-left text is isolated, so that it cannot reorder the
/// numbers beside it.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            sign if sign.is_whitespace() => clean.push(' '),
            sign if sign.is_control() => {}
            // Direction marks, overrides and isolates; the zero-width space and the byte order
            // mark.
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {}
            sign => clean.push(sign),
        }
    }
    let clean = clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if clean.chars().any(runs_leftwards) { format!("\u{2068}{clean}\u{2069}") } else { clean }
}

/// Whether a character belongs to a right-to-left script, such as Hebrew or Arabic.
fn runs_leftwards(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Cleans a text and cuts it to at most `columns` columns.
pub(super) fn fit(text: &str, columns: usize, look: &Look) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    let isolated = text.starts_with('\u{2068}');
    let mut cut = String::new();
    for sign in text.chars() {
        if width(&cut) + sign.width().unwrap_or(0) + 1 > columns {
            break;
        }
        cut.push(sign);
    }
    // A sequence can be wider than the sum of its characters, so remove characters until it fits.
    while width(&cut) + 1 > columns && cut.pop().is_some() {}
    let cut = format!("{}{}", cut.trim_end(), look.cut());
    if isolated { format!("{cut}\u{2069}") } else { cut }
}

/// Shortens the name of a strategy to `columns` columns, distinct from all other strategies.
pub(super) fn arm(name: &str, table: &Table, columns: usize, look: &Look) -> String {
    let names: Vec<String> = table.arms.iter().map(|arm| clean(arm)).collect();
    let among: Vec<&str> = names.iter().map(String::as_str).collect();
    apart(&clean(name), &among, columns, look.cut(), |text| fit(text, columns, look))
}

/// Cuts a text and pads it on the right.
pub(super) fn left(text: &str, columns: usize, look: &Look) -> String {
    let text = fit(text, columns, look);
    let gap = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(gap))
}

/// Cuts a text and pads it on the left.
pub(super) fn right(text: &str, columns: usize, look: &Look) -> String {
    let text = fit(text, columns, look);
    let gap = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(gap))
}

/// Breaks a text at spaces into lines of at most `columns` columns. A word longer than a line is
/// cut.
pub fn wrap(text: &str, columns: usize, look: &Look) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word = if width(word) > columns { fit(word, columns, look) } else { word.to_owned() };
        if !line.is_empty() && width(&line) + 1 + width(&word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A paragraph with a hanging indent: the mark, then the first line; other lines are indented.
pub fn item(mark: &str, text: &str, look: &Look) -> String {
    let indent = " ".repeat(width(mark));
    let lines = wrap(text, look.width - width(mark), look);
    let line = |(at, line): (usize, &String)| format!("{}{line}\n", if at == 0 { mark } else { &indent });
    lines.iter().enumerate().map(line).collect()
}

/// Makes the first letter lower case, unless the second is upper case.
pub fn small(text: &str) -> String {
    let mut signs = text.chars();
    match (signs.next(), signs.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(signs).collect(),
        _ => text.to_owned(),
    }
}

/// Joins names: `a`, `a and b`, `a, b and c`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_signs_are_taken_away() {
        assert_eq!(clean("a\x1b[31mb\r\n c\u{202e}d"), "a[31mb cd");
        assert_eq!(clean("\"<b>quoted</b>\""), "\"<b>quoted</b>\"");
        assert_eq!(clean("שלום"), "\u{2068}שלום\u{2069}");
        assert_eq!(width(&clean("שלום")), 4);
    }

    #[test]
    fn cutting_minds_the_width_of_signs() {
        let look = Look::PLAIN;
        for text in [
            "plain text that is long",
            "日本語のとても長い題名",
            "👩‍👧‍👦👩‍👧‍👦👩‍👧‍👦👩‍👧‍👦",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            "שלום לכולם ולכל הילדים",
        ] {
            for columns in [1, 2, 7, 12] {
                assert!(width(&fit(text, columns, &look)) <= columns, "{text} in {columns}");
                assert_eq!(width(&left(text, columns, &look)), columns);
                assert_eq!(width(&right(text, columns, &look)), columns);
            }
        }
    }

    #[test]
    fn paragraphs_hang() {
        let look = Look { width: 12, ..Look::PLAIN };
        assert_eq!(item("1. ", "one two three four", &look), "1. one two\n   three\n   four\n");
        assert_eq!(list(&["a", "b", "c"].map(str::to_owned)), "a, b and c");
        assert_eq!(
            (small("Serious harm"), small("DCS posts")),
            ("serious harm".to_owned(), "DCS posts".to_owned())
        );
    }
}
