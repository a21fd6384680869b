//! Money in a currency other than the pound. The program writes every unit with `£`; a scenario for
//! a place outside England may ask for another symbol.

/// The currency symbol in which all units are written.
pub const POUND: &str = "£";
/// What the program writes for `£` on a terminal that shows ASCII only.
const LETTERS: &str = "GBP ";
/// Other currency symbols, each with its spelling for an ASCII terminal. `$` is ASCII already.
const SIGNS: [(&str, &str); 17] = [
    ("$", "$"),
    ("€", "EUR "),
    ("¥", "JPY "),
    ("₹", "INR "),
    ("₽", "RUB "),
    ("₺", "TRY "),
    ("₩", "KRW "),
    ("₪", "ILS "),
    ("₫", "VND "),
    ("₴", "UAH "),
    ("₦", "NGN "),
    ("₱", "PHP "),
    ("฿", "THB "),
    ("₡", "CRC "),
    ("₲", "PYG "),
    ("₵", "GHS "),
    ("₸", "KZT "),
];
/// Most letters that a currency symbol may have.
const MOST: usize = 3;

/// Whether `text` can serve as a currency symbol: a known sign with up to two Latin letters before
/// it, or one to three Latin letters.
///
/// ```
/// use balcony_scenario::currency::is_currency;
/// assert!(is_currency("€") && is_currency("kr") && is_currency("zł") && is_currency("A$"));
/// assert!(!is_currency("€2") && !is_currency("E£") && !is_currency(""));
/// ```
pub fn is_currency(text: &str) -> bool {
    let sign = SIGNS.iter().find(|(sign, _)| text.ends_with(sign)).map_or("", |(sign, _)| sign);
    let before = &text[..text.len() - sign.len()];
    let letters = before.chars().count();
    // Only Latin letters, because other scripts may run from right to left.
    let latin = before.chars().all(|sign| sign.is_alphabetic() && sign < '\u{250}');
    text == POUND || latin && letters + usize::from(!sign.is_empty()) <= MOST && !text.is_empty()
}

/// Replaces `£` by another symbol in a text that the program wrote. A symbol of letters gets a
/// space before a number. A `£` that belongs to no amount and no unit is left alone.
///
/// ```
/// use balcony_scenario::currency::in_currency;
/// assert_eq!(in_currency("£1.2m a year".to_owned(), "€"), "€1.2m a year");
/// assert_eq!(in_currency("£1.2m a year (£m)".to_owned(), "kr"), "kr 1.2m a year (kr m)");
/// assert_eq!(in_currency("GBP 1.2m a year".to_owned(), "€"), "EUR 1.2m a year");
/// assert_eq!(in_currency("results in £run".to_owned(), "€"), "results in £run");
/// ```
pub fn in_currency(text: String, symbol: &str) -> String {
    if symbol == POUND || !is_currency(symbol) {
        return text;
    }
    let letters = symbol.chars().all(char::is_alphabetic);
    let shown = if letters { format!("{symbol} ") } else { symbol.to_owned() };
    let in_ascii = SIGNS.iter().find(|(sign, _)| *sign == symbol).map_or(&*shown, |(_, letters)| letters);
    let mut changed = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((at, found)) = next(rest) {
        let (before, after) = (&rest[..at], &rest[at + found.len()..]);
        changed.push_str(before);
        changed.push_str(match (found, is_money(before, after)) {
            (POUND, true) if after.starts_with(' ') => symbol,
            (POUND, true) => &shown,
            (_, true) => in_ascii,
            (_, false) => found,
        });
        rest = after;
    }
    changed + rest
}

/// Byte offset of the first pound sign in either spelling, and the spelling found.
fn next(text: &str) -> Option<(usize, &'static str)> {
    [POUND, LETTERS].into_iter().filter_map(|found| Some((text.find(found)?, found))).min()
}

/// Whether the pound sign between `before` and `after` belongs to an amount or a unit.
fn is_money(before: &str, after: &str) -> bool {
    let word = before.chars().next_back().is_some_and(char::is_alphanumeric);
    let mut signs = after.chars();
    let unit = match signs.next() {
        Some(sign) if sign.is_ascii_digit() => true,
        Some('m') => !signs.next().is_some_and(char::is_alphanumeric),
        Some(_) => after.trim_start().starts_with("thousand") || after.trim_start().starts_with("a "),
        None => true,
    };
    unit && !word
}
