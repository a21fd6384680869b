//! Money in another currency than the pound: units are written with `£`, and a place outside
//! England may have another symbol.

/// The symbol that units are written with.
pub const POUND: &str = "£";
/// What stands for it where a terminal shows ASCII alone.
const LETTERS: &str = "GBP ";
/// Other signs of currencies, and their letters for such a terminal; `$` needs none.
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
/// Letters of a symbol at most.
const MOST: usize = 3;

/// Whether a text can stand for a currency: a sign of one, with a letter or two before it, or one
/// to three Latin letters.
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
    // Latin letters alone: others may be written from right to left.
    let latin = before.chars().all(|sign| sign.is_alphabetic() && sign < '\u{250}');
    text == POUND || latin && letters + usize::from(!sign.is_empty()) <= MOST && !text.is_empty()
}

/// A text that the program wrote about money, with another symbol in the place of `£`. Letters get
/// a space before a number. What is no amount or unit stays as it is.
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

/// The next sign of the pound, in either form, and where it stands.
fn next(text: &str) -> Option<(usize, &'static str)> {
    [POUND, LETTERS].into_iter().filter_map(|found| Some((text.find(found)?, found))).min()
}

/// Whether a sign of the pound belongs to an amount or a unit, by what stands around it.
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
