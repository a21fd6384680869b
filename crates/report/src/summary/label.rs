//! Shortens names and keeps them distinct: `first-hold-the-line` and `first-hold-the-team` must not
//! both become `first-hold-t~`.

use super::text::width;

/// Shortens a name to at most `columns` columns, so that it differs from the shortened names in
/// `among`. `usual` cuts a text at its end. If that gives two equal names, the middle is left out
/// instead; if the ends are equal too, the names are numbered.
pub fn apart(
    name: &str,
    among: &[&str],
    columns: usize,
    sign: &str,
    usual: impl Fn(&str) -> String,
) -> String {
    let cut = usual(name);
    let alike: Vec<&str> =
        among.iter().copied().filter(|other| *other != name && usual(other) == cut).collect();
    if alike.is_empty() || columns < 5 {
        return cut;
    }
    let ends = |text: &str, tail: usize| {
        let signs: Vec<char> = text.chars().collect();
        let head = (columns - 1).saturating_sub(tail).min(signs.len());
        let (head, tail) = (&signs[..head], &signs[signs.len().saturating_sub(tail)..]);
        format!("{}{sign}{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
    };
    for tail in columns / 2..columns - 1 {
        let own = ends(name, tail);
        if width(&own) <= columns && alike.iter().all(|other| ends(other, tail) != own) {
            return own;
        }
    }
    let place = 1 + alike.iter().filter(|other| **other < name).count();
    let number = format!("{sign}{place}");
    let mut head: String = name.chars().take(columns).collect();
    while width(&head) + width(&number) > columns && head.pop().is_some() {}
    format!("{head}{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[&str], columns: usize) -> Vec<String> {
        let usual = |text: &str| {
            if width(text) <= columns {
                return text.to_owned();
            }
            format!("{}~", text.chars().take(columns - 1).collect::<String>())
        };
        names.iter().map(|name| apart(name, names, columns, "~", usual)).collect()
    }

    #[test]
    fn names_that_are_shortened_stay_apart() {
        assert_eq!(
            all(&["first-hold-the-line", "first-hold-the-team", "connected"], 13),
            ["first-~e-line", "first-~e-team", "connected"]
        );
        // Names that remain distinct after the usual cut are cut as usual.
        assert_eq!(all(&["a-long-name-of-one", "another-long-name"], 13), ["a-long-name-~", "another-long~"]);
        for columns in 5..30 {
            let middles =
                ["all-begin-alike-one-all-end-alike", "all-begin-alike-two-all-end-alike", "all-begin"];
            for names in [&middles[..], &["hold-1", "hold-2", "hold-3"], &["hold-first-1", "hold-first-2"]] {
                let found = all(names, columns);
                assert!(found.iter().all(|label| width(label) <= columns), "{columns}: {found:?}");
                let mut told = found.clone();
                told.sort();
                told.dedup();
                assert_eq!(told.len(), names.len(), "{columns}: {found:?}");
            }
        }
    }
}
