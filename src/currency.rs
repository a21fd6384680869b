//! Money in another currency than the pound: units are written with `£`, and a place outside
//! England may have another symbol.

/// The symbol that units are written with.
pub const POUND: &str = "£";
/// Signs besides letters that a symbol may consist of.
const SIGNS: &str = "£$€¥₹₽₺₩₪₫₴₦₱฿₡₲₵₸₼₾";
/// Signs of a symbol at most.
const MOST: usize = 3;

/// Whether a text can stand for a currency: one to three letters or signs of currencies.
///
/// ```
/// use balcony::currency::is_currency;
/// assert!(is_currency("€") && is_currency("kr") && !is_currency("€2") && !is_currency(""));
/// ```
pub fn is_currency(text: &str) -> bool {
    let signs = text.chars().count();
    (1..=MOST).contains(&signs) && text.chars().all(|sign| sign.is_alphabetic() || SIGNS.contains(sign))
}

/// A text about money with another symbol in the place of `£`. Letters get a space before a number.
///
/// ```
/// use balcony::currency::in_currency;
/// assert_eq!(in_currency("£1.2m a year".to_owned(), "€"), "€1.2m a year");
/// assert_eq!(in_currency("£1.2m a year (£m)".to_owned(), "kr"), "kr 1.2m a year (kr m)");
/// assert_eq!(in_currency("GBP 1.2m a year".to_owned(), "€"), "€1.2m a year");
/// ```
pub fn in_currency(text: String, symbol: &str) -> String {
    if symbol == POUND || !is_currency(symbol) {
        return text;
    }
    let letters = symbol.chars().all(char::is_alphabetic);
    let shown = if letters { format!("{symbol} ") } else { symbol.to_owned() };
    // Where a terminal shows ASCII alone, the pound is written in letters.
    text.replace("£ ", &format!("{symbol} ")).replace("GBP ", &shown).replace(POUND, &shown)
}
