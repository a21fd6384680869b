//! Guesses what a user meant by a number or a day that TOML does not accept: `70%`, `0,7`,
//! `21/07/2016`, or 25 where a share is expected. The guess is never used as a value; the fault
//! only suggests it.

use balcony_engine::calendar::Date;

/// What to write instead of a text where a number or a day is expected.
pub fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    // A longer text is no number.
    if text.len() > 40 {
        return None;
    }
    let found = per_cent(text).or_else(|| decimal_comma(text)).or_else(|| day(text))?;
    Some(format!("write {found}"))
}

/// What to write instead of a number above the range of a share. A number below 5 is more likely a
/// slip than a percentage, so it gets no suggestion.
pub fn share(number: f64, low: f64, high: f64) -> Option<String> {
    let is_share = low >= 0.0 && high <= 1.0;
    (is_share && (5.0..=100.0).contains(&number) && (low..=high).contains(&(number / 100.0)))
        .then(|| format!("{number} % is {}", hundredth(&number.to_string())))
}

/// What is wrong with a line of TOML whose value is invalid, if the line alone shows it: the byte
/// range of the value, and the message. In the table of margins a share must be in quotes, and a
/// bare number is a size.
pub(super) fn line(line: &str, of_margins: impl Fn() -> bool) -> Option<(std::ops::Range<usize>, String)> {
    let equals = line.find('=')?;
    let key = line[..equals].trim();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-\"' ".contains(letter);
    let after = line[equals + 1..].split('#').next().unwrap_or_default();
    let value = after.trim();
    let first = value.chars().next()?;
    if key.is_empty() || !key.chars().all(plain) || "\"'[{".contains(first) {
        return None;
    }
    let from = equals + 1 + after.len() - after.trim_start().len();
    let span = from..from + value.len();
    if value.ends_with('%') && (key.starts_with("margins") || of_margins()) {
        return Some((span, format!("a share must stand in quotes: {key} = \"{value}\"")));
    }
    if let Some(meant) = meant(value) {
        return Some((span, format!("`{value}` is no number and no day: {meant}")));
    }
    // A word, a name or a path: it begins with a letter and contains nothing that would end a
    // quoted text.
    let word = first.is_alphabetic() || "./\\~".contains(first);
    let sound = value.chars().all(|letter| !letter.is_control() && !"\"'\\=,[]{}".contains(letter));
    (word && sound && !["true", "false", "nan", "inf"].contains(&value))
        .then(|| (span, format!("a text must stand in quotes: {key} = \"{value}\"")))
}

/// Converts `70%` and `70 %` to a share.
fn per_cent(text: &str) -> Option<String> {
    let number = text.strip_suffix('%')?.trim_end().replace(',', ".");
    is_number(&number).then(|| hundredth(&number))
}

/// Converts `0,7` to `0.7`, and `1,234` to `1234`.
fn decimal_comma(text: &str) -> Option<String> {
    let (before, after) = text.split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.chars().all(|digit| digit.is_ascii_digit());
    let whole = before.trim_start_matches('-');
    let thousands = || {
        let groups = after.split(',').all(|group| group.len() == 3 && digits(group));
        groups && whole.len() <= 3 && !whole.starts_with('0')
    };
    if !digits(whole) {
        None
    } else if thousands() {
        Some(text.replace(',', ""))
    } else {
        digits(after).then(|| format!("{before}.{after}"))
    }
}

/// Converts `21/07/2016`, `21.7.2016` and `2016/7/21` to a TOML date. The day comes before the
/// month, as in Britain, unless there is no such month.
fn day(text: &str) -> Option<String> {
    let text = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [a, b, c] = parts[..] else { return None };
    let number = |part: &str| -> Option<u16> {
        (part.len() <= 4 && part.chars().all(|digit| digit.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (a, b, c) = (number(a)?, number(b)?, number(c)?);
    let date =
        |year: u16, month: u16, day: u16| Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let found = if a >= 1000 { date(a, b, c) } else { date(c, b, a).or_else(|| date(c, a, b)) };
    found.map(|date| date.to_string())
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite) && text.starts_with(|sign: char| sign.is_ascii_digit())
}

/// Divides a decimal number by a hundred through its exponent, so that 70 % is exactly the number
/// 0.7.
fn hundredth(number: &str) -> String {
    format!("{number}e-2").parse().map_or_else(|_| number.to_owned(), |share: f64| share.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_told_as_files_take_it() {
        for (written, expected) in [
            ("70%", "0.7"),
            ("70 %", "0.7"),
            ("0,5 %", "0.005"),
            ("0,7", "0.7"),
            ("-1,25", "-1.25"),
            ("1,234", "1234"),
            ("12,345,678", "12345678"),
            ("0,125", "0.125"),
            ("21/07/2016", "2016-07-21"),
            ("01/04/2020", "2020-04-01"),
            ("07/21/2016", "2016-07-21"),
            ("1.4.2020", "2020-04-01"),
            ("2016/7/21", "2016-07-21"),
            ("2016-7-21", "2016-07-21"),
        ] {
            assert_eq!(meant(written), Some(format!("write {expected}")), "{written}");
        }
        for written in ["", "high", "a,b", "1,2,3", "99/99/2016", "%", "1/2", "é%", "nan%", "12.5"] {
            assert_eq!(meant(written), None, "{written}");
        }
    }

    #[test]
    fn a_share_in_per_cent_is_told_and_nothing_else() {
        assert_eq!(share(25.0, 0.0, 1.0).as_deref(), Some("25 % is 0.25"));
        assert_eq!(share(7.0, 0.0, 1.0).as_deref(), Some("7 % is 0.07"));
        for (number, low, high) in
            [(101.0, 0.0, 1.0), (1.5, 0.0, 1.0), (25.0, 0.0, 60.0), (-3.0, 0.0, 1.0), (95.0, 0.0, 0.9)]
        {
            assert_eq!(share(number, low, high), None, "{number}");
        }
    }

    #[test]
    fn a_line_without_quotes_is_told_with_them() {
        let said = |text: &str| line(text, || false).map(|(span, said)| (text[span].to_owned(), said));
        assert_eq!(
            said("base = new-director  # theirs"),
            Some(("new-director".into(), "a text must stand in quotes: base = \"new-director\"".into()))
        );
        assert_eq!(
            said("date = 01/04/2020"),
            Some(("01/04/2020".into(), "`01/04/2020` is no number and no day: write 2020-04-01".into()))
        );
        assert_eq!(
            said("size=70%").map(|found| found.1).as_deref(),
            Some("`70%` is no number and no day: write 0.7")
        );
        let share = line("harm = 5 %", || true).map(|found| found.1);
        assert_eq!(share.as_deref(), Some("a share must stand in quotes: harm = \"5 %\""));
        for sound in ["a = ", "[a]", "a = \"b", "a = [b]", "a = true", "= b", "# a = b", "a = b = c"] {
            assert_eq!(said(sound), None, "{sound}");
        }
    }
}
