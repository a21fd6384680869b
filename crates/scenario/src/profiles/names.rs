//! Resolves what a user writes to an authority: old and new codes and names, in any usual spelling.

use super::Profile;
use super::build::book;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A name or code that no authority has, with suggestions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The text as the user wrote it.
    pub text: String,
    /// Nearest names, the likeliest first.
    pub nearest: Vec<String>,
    /// An explanation, if the program knows why the text is unknown or ambiguous.
    pub note: Option<String>,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no authority is called \"{}\"", self.text)?;
        if let Some(note) = &self.note {
            write!(f, ": {note}")?;
        }
        match &self.nearest[..] {
            [] => Ok(()),
            [one] => write!(f, "; did you mean {one}?"),
            [some @ .., last] => write!(f, "; did you mean {} or {last}?", some.join(", ")),
        }
    }
}

impl std::error::Error for Unknown {}

/// The authority that a text names, with a remark for the user.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The present-day authority.
    pub profile: &'static Profile,
    /// Present if the text names a former authority: which one succeeded it, and when.
    pub note: Option<String>,
}

/// Other common names of authorities.
const OTHER_NAMES: [(&str, &str); 24] = [
    ("hull", "Kingston upon Hull, City of"),
    ("bcp", "Bournemouth, Christchurch and Poole"),
    ("banes", "Bath and North East Somerset"),
    ("scilly", "Isles of Scilly"),
    ("scilly isles", "Isles of Scilly"),
    ("wight", "Isle of Wight"),
    ("east riding", "East Riding of Yorkshire"),
    ("hereford", "Herefordshire, County of"),
    ("bucks", "Buckinghamshire"),
    ("cambs", "Cambridgeshire"),
    ("glos", "Gloucestershire"),
    ("hants", "Hampshire"),
    ("herts", "Hertfordshire"),
    ("lancs", "Lancashire"),
    ("leics", "Leicestershire"),
    ("lincs", "Lincolnshire"),
    ("notts", "Nottinghamshire"),
    ("oxon", "Oxfordshire"),
    ("staffs", "Staffordshire"),
    ("wilts", "Wiltshire"),
    ("worcs", "Worcestershire"),
    ("northants", "Northamptonshire"),
    // Codes that were issued in 2025, after the list of authorities was made.
    ("e08000038", "Barnsley"),
    ("e08000039", "Sheffield"),
];

/// Words that do not distinguish authorities, so that matching ignores them.
const TITLES: [&str; 9] =
    ["council", "borough", "metropolitan", "royal", "unitary", "authority", "district", "corporation", "mbc"];
/// Words of a name that a user may leave out.
const LOOSE: [&str; 5] = ["city", "county", "of", "the", "cc"];

/// A longer text (in bytes) is not matched against names.
const LONGEST: usize = 100;

/// The authorities that a name or code leads to.
#[derive(Default)]
struct Entry {
    profiles: Vec<usize>,
    former: Option<usize>,
}

/// Normalises a name: lower case, words only, `&` as `and`, `saint` as `st`.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('&', " and ").replace(['\'', '\u{2019}', '.'], "");
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| if word == "saint" { "st" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Removes the given words; returns the whole text if no word would be left.
fn without(text: &str, words: &[&str]) -> String {
    let left: Vec<&str> = text.split(' ').filter(|word| !words.contains(word)).collect();
    if left.is_empty() { text.to_string() } else { left.join(" ") }
}

/// Short forms of a name: without the loose words, and its first part. They are used only if no
/// other name has the same form.
fn short_forms(name: &str) -> Vec<String> {
    let full = plain(name);
    let mut forms = vec![without(&full, &LOOSE)];
    for cut in [" upon ", " on ", " with ", " and "] {
        if let Some((first, second)) = full.split_once(cut) {
            forms.push(first.to_string());
            if cut == " and " || cut == " with " {
                forms.push(second.to_string());
            }
        }
    }
    if let Some((first, _)) = name.split_once(',') {
        forms.push(plain(first));
    }
    forms.retain(|form| form != "london" && *form != full);
    forms
}

/// Index of all names and codes. Full names and codes come first; a short form is added only if it
/// is free.
fn index() -> &'static BTreeMap<String, Entry> {
    static INDEX: OnceLock<BTreeMap<String, Entry>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let book = book();
        let mut index: BTreeMap<String, Entry> = BTreeMap::new();
        for (at, profile) in book.profiles.iter().enumerate() {
            for key in [plain(profile.name), plain(profile.code), plain(profile.old_code)] {
                index.entry(key).or_default().profiles.push(at);
            }
        }
        for (ons, code) in &book.aliases {
            let at = book.profiles.iter().position(|profile| profile.old_code == *code);
            if let (Some(at), false) = (at, index.contains_key(&plain(ons))) {
                index.insert(plain(ons), Entry { profiles: vec![at], former: None });
            }
        }
        for (former, about) in book.formers.iter().enumerate() {
            let after = |profile: &Profile| about.successors.contains(&profile.code);
            let profiles: Vec<usize> =
                (0..book.profiles.len()).filter(|at| after(&book.profiles[*at])).collect();
            for key in [plain(about.name), plain(about.ons), about.code.to_string()] {
                let taken =
                    index.get(&key).is_some_and(|entry| entry.former.is_none() && !key.starts_with("e1"));
                if !taken {
                    index.insert(key, Entry { profiles: profiles.clone(), former: Some(former) });
                }
            }
        }
        let mut short: BTreeMap<String, Entry> = BTreeMap::new();
        for (at, profile) in book.profiles.iter().enumerate() {
            for form in short_forms(profile.name) {
                let entry = short.entry(form).or_default();
                if !entry.profiles.contains(&at) {
                    entry.profiles.push(at);
                }
            }
        }
        for (form, entry) in short {
            index.entry(form).or_insert(entry);
        }
        for (other, name) in OTHER_NAMES {
            if let Some(Entry { profiles, former }) = index.get(&plain(name)) {
                let entry = Entry { profiles: profiles.clone(), former: *former };
                index.entry(other.to_string()).or_insert(entry);
            }
        }
        index
    })
}

/// The authority that a code or a name means, with a remark if it names a former one.
///
/// # Errors
/// If no authority has that name, or if a former authority has several successors.
pub fn resolve(text: &str) -> Result<Resolved, Unknown> {
    if let Some(profile) = super::archetype(text) {
        return Ok(Resolved { profile, note: None });
    }
    let full = plain(text);
    let untitled = without(full.strip_prefix("london borough of ").unwrap_or(&full), &TITLES);
    let loose = without(&untitled, &LOOSE);
    let entry = [&full, &untitled, &loose].into_iter().find_map(|form| index().get(form));
    let unknown = |nearest, note| Err(Unknown { text: text.trim().to_string(), nearest, note });
    let Some(entry) = entry else {
        return unknown(nearest(&untitled), note(&full));
    };
    let book = book();
    let names: Vec<&str> = entry.profiles.iter().map(|at| book.profiles[*at].name).collect();
    let former = entry.former.map(|former| {
        let about = &book.formers[former];
        let why = if names == [about.name] { "has another code now" } else { "is no more" };
        format!("{} {why}: {} took over in {}", about.name, names.join(" and "), about.year)
    });
    match entry.profiles[..] {
        [at] => Ok(Resolved { profile: &book.profiles[at], note: former }),
        _ => {
            let note =
                former.unwrap_or_else(|| format!("{} are both called so in short", names.join(" and ")));
            unknown(names.iter().map(ToString::to_string).collect(), Some(note))
        }
    }
}

/// Explains why a text names no authority, if a reason is known.
fn note(text: &str) -> Option<String> {
    let code = text.len() == 9 && text.chars().skip(1).all(|letter| letter.is_ascii_digit());
    let note = match text {
        "" => "the name or code of an authority is needed",
        "london" => "London is 33 authorities; one of them is City of London",
        text if code && text.starts_with(['w', 's', 'n']) => "only authorities in England are known",
        _ if code => "no authority with children's services in England has or had this code",
        text if text.len() == 3 && text.chars().all(|letter| letter.is_ascii_digit()) => {
            "no authority has or had this code"
        }
        _ => return None,
    };
    Some(note.to_string())
}

/// Up to three similar names, the likeliest first.
fn nearest(text: &str) -> Vec<String> {
    if text.is_empty() || text.len() > LONGEST || text.chars().any(|letter| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let book = book();
    let names = book.profiles.iter().map(|profile| profile.name);
    let names = names.chain(book.archetypes.iter().map(|profile| profile.name));
    let like = |name: &str| {
        let forms = short_forms(name).into_iter().chain([plain(name)]);
        let alike = forms.map(|form| strsim::normalized_damerau_levenshtein(&form, text));
        let within = if text.len() > 3 && plain(name).contains(text) { 0.8 } else { 0.0 };
        alike.fold(within, f64::max)
    };
    let mut scored: Vec<(f64, &str)> = names.map(|name| (like(name), name)).collect();
    scored.retain(|(score, _)| *score >= 0.6);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.iter().take(3).map(|(_, name)| name.to_string()).collect()
}
