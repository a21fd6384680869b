//! A decision as a short code that people can read out and type in, for teams whose phones do not
//! reach the host.
//!
//! The code has letters and digits that are not easily confused (no I, L, O, U), in groups of four.
//! The last two are check signs. They detect every single wrong sign, every exchange of two
//! neighbours, and nearly all other errors (1 in 1,021 is missed).
//!
//! A page whose connection is down makes the code of its form by itself. [`table`] gives it the
//! fields in order with their values; the page's script combines them (`code` in app.js).
//! `tests/golden/codes.json` holds forms with their codes, against which both are tested.

use super::{Decision, Exercise, Game, Inject, LEVELS, Prediction, SOURCES};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// A prime below 32 x 32; the check signs hold a sum modulo this prime.
const PRIME: u32 = 1021;
/// The factor of the check sum from one position to the next.
const FACTOR: u32 = 37;

/// A large number as digits of base 32, least significant first.
struct Digits(Vec<u32>);

impl Digits {
    /// Multiplies the number by `base` and adds `digit`.
    fn push(&mut self, base: u32, digit: u32) {
        let mut carry = digit;
        for place in &mut self.0 {
            let value = *place * base + carry;
            *place = value % 32;
            carry = value / 32;
        }
        while carry > 0 {
            self.0.push(carry % 32);
            carry /= 32;
        }
    }

    /// Divides the number by `base` and returns the remainder.
    fn pull(&mut self, base: u32) -> u32 {
        let mut rest = 0;
        for place in self.0.iter_mut().rev() {
            let value = rest * 32 + *place;
            *place = value / base;
            rest = value % base;
        }
        rest
    }
}

/// A part of a decision: the name of its field in the form, and its possible values.
struct Part {
    field: String,
    values: Values,
}

/// The possible values of a field. Each has a number: its position among them.
enum Values {
    /// Numbers from 0 upwards, with `per_unit` steps between 0 and 1.
    Steps { per_unit: u32, most: u32 },
    /// A choice of words.
    Words(Vec<String>),
}

impl Part {
    fn steps(field: String, per_unit: u32, most: u32) -> Self {
        Self { field, values: Values::Steps { per_unit, most } }
    }

    fn words<T: ToString>(field: String, words: impl IntoIterator<Item = T>) -> Self {
        Self { field, values: Values::Words(words.into_iter().map(|word| word.to_string()).collect()) }
    }

    /// The number of possible values.
    fn base(&self) -> u32 {
        match &self.values {
            Values::Steps { most, .. } => most + 1,
            Values::Words(words) => words.len() as u32,
        }
    }

    fn json(&self) -> Value {
        match &self.values {
            Values::Steps { per_unit, most } => {
                json!({ "field": self.field, "steps": per_unit, "most": most })
            }
            Values::Words(words) => json!({ "field": self.field, "words": words }),
        }
    }
}

/// The parts of a decision, least significant first.
fn parts(exercise: &Exercise, injects: &[&Inject]) -> Vec<Part> {
    let half_days = (exercise.most_half_days * 2.0) as u32;
    let mut parts: Vec<Part> = (0..7).map(|at| Part::steps(format!("time-{at}"), 2, half_days)).collect();
    parts.push(Part::words("source".to_owned(), 0..SOURCES.len()));
    parts.extend((0..5).map(|at| Part::words(format!("right-{at}"), 0..LEVELS.len())));
    let levers = 0..exercise.levers.len();
    parts.extend(levers.map(|at| Part::steps(format!("points-{at}"), 1, exercise.points)));
    parts.push(Part::words("rules".to_owned(), -1..=1));
    for inject in injects {
        let answers = inject.answers.iter().map(|answer| answer.key.as_str());
        parts.push(Part::words(format!("answer-{}", inject.key), std::iter::once("").chain(answers)));
    }
    parts.push(Part::words("prediction".to_owned(), ["", "rise", "fall", "stay"]));
    parts
}

/// The check sum before the signs: it covers the team, the round and the form. The form is included
/// because an inject that arrives later changes it.
fn form_check(team: u32, round: u32, parts: &[Part]) -> u32 {
    check((team * 41 + round + 1) % PRIME, parts.iter().map(Part::base))
}

/// Continues a check sum over numbers, weighted by position.
fn check(start: u32, numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.fold(start, |sum, number| (sum * FACTOR + number) % PRIME)
}

/// What a page needs to make the code of its form, as JSON: the parts, most significant first, the
/// signs, and the constants of the check sum.
pub fn table(exercise: &Exercise, injects: &[&Inject], team: u32, round: u32) -> String {
    let parts = parts(exercise, injects);
    json!({
        "parts": parts.iter().rev().map(Part::json).collect::<Vec<_>>(),
        "signs": SIGNS,
        "check": form_check(team, round, &parts),
        "factor": FACTOR,
        "prime": PRIME,
    })
    .to_string()
}

/// The sign of a digit below 32.
fn sign(digit: u32) -> char {
    char::from(SIGNS.as_bytes()[digit as usize])
}

/// Encodes a decision that is valid in its round; `None` if a value does not fit the form.
pub fn code(
    exercise: &Exercise,
    injects: &[&Inject],
    team: u32,
    round: u32,
    decision: &Decision,
) -> Option<String> {
    let mut values: Vec<u32> = decision.time.iter().map(|time| u32::from(*time)).collect();
    values.push(u32::from(decision.source));
    values.extend(decision.rights.iter().map(|level| u32::from(*level)));
    values.extend(decision.points.iter().map(|points| u32::from(*points)));
    values.push((i32::from(decision.rules) + 1) as u32);
    for inject in injects {
        let answer = decision.answers.get(&inject.key);
        values.push(match answer {
            None => 0,
            Some(key) => inject.answers.iter().position(|answer| answer.key == *key)? as u32 + 1,
        });
    }
    values.push(match decision.prediction {
        None => 0,
        Some(Prediction::Rise) => 1,
        Some(Prediction::Fall) => 2,
        Some(Prediction::Stay) => 3,
    });
    let parts = parts(exercise, injects);
    if parts.len() != values.len() || values.iter().zip(&parts).any(|(value, part)| *value >= part.base()) {
        return None;
    }
    let mut digits = Digits(Vec::new());
    for (value, part) in values.iter().zip(&parts).rev() {
        digits.push(part.base(), *value);
    }
    let sum = check(form_check(team, round, &parts), digits.0.iter().copied());
    let text: Vec<char> = digits.0.iter().rev().copied().chain([sum / 32, sum % 32]).map(sign).collect();
    Some(text.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// Decodes the decision of a team in a round.
///
/// # Errors
/// If the text is no valid code; the message says what is wrong.
pub fn decode(
    exercise: &Exercise,
    injects: &[&Inject],
    team: u32,
    round: u32,
    text: &str,
) -> Result<Decision, String> {
    let mut signs = Vec::new();
    for sign in text.to_uppercase().chars().filter(|sign| !sign.is_whitespace() && *sign != '-') {
        let sign = meant(sign);
        // Every sign is one byte.
        signs.push(SIGNS.find(sign).ok_or_else(|| format!("`{sign}` is not a sign of a code"))? as u32);
    }
    let parts = parts(exercise, injects);
    if signs.len() < 2 || signs.len() > 60 {
        return Err("this is too short or too long for a code".to_owned());
    }
    let sum = signs.split_off(signs.len() - 2);
    signs.reverse();
    if check(form_check(team, round, &parts), signs.iter().copied()) != sum[0] * 32 + sum[1] {
        return Err(format!(
            "the check signs do not fit: a sign is wrong, or it is the code of another team or {}",
            exercise.word
        ));
    }
    let mut digits = Digits(signs);
    let mut values = parts.iter().map(|part| digits.pull(part.base())).collect::<Vec<_>>().into_iter();
    let mut next = || values.next().unwrap_or(0);
    let time = std::array::from_fn(|_| next() as u8);
    let source = next() as u8;
    let rights = std::array::from_fn(|_| next() as u8);
    let points = exercise.levers.iter().map(|_| next() as u8).collect();
    let rules = next() as i8 - 1;
    let mut answers = std::collections::BTreeMap::new();
    for inject in injects {
        if let Some(answer) = (next() as usize).checked_sub(1).and_then(|at| inject.answers.get(at)) {
            answers.insert(inject.key.clone(), answer.key.clone());
        }
    }
    let prediction = match next() {
        1 => Some(Prediction::Rise),
        2 => Some(Prediction::Fall),
        3 => Some(Prediction::Stay),
        _ => None,
    };
    if digits.0.iter().any(|digit| *digit != 0) {
        return Err("this is too long for a code of this exercise".to_owned());
    }
    Ok(Decision { time, source, rights, points, rules, answers, prediction })
}
/// What the facilitator did with an inject, for a team without a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InjectOutcome {
    /// The inject comes now.
    Sent,
    /// The inject will not come.
    Skipped,
}

/// The first 20 bits of a digest as four signs.
fn four(digest: &[u8]) -> String {
    let bits = digest.iter().take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) >> 4;
    [15, 10, 5, 0].map(|at| sign(bits >> at & 31)).iter().collect()
}

/// Four signs that identify a state. Two machines that show the same signs have the same state,
/// except for one chance in a million.
pub fn signs(state: &str) -> String {
    four(&Sha256::digest(state.as_bytes()))
}

/// The code word by which a team without a connection learns that an inject was sent by hand or
/// skipped. It does not reveal the inject's text.
pub fn word(exercise: &Exercise, said: InjectOutcome, inject: &Inject) -> String {
    let what = if said == InjectOutcome::Sent { "sent" } else { "skipped" };
    four(&Sha256::digest(format!("{} {what} {}", Game::identity(exercise), inject.key).as_bytes()))
}

/// Reads such a code word; returns what was done and the inject's name, or `None` if the text is no
/// word of this exercise.
pub fn heard(exercise: &Exercise, text: &str) -> Option<(InjectOutcome, String)> {
    let typed: String =
        text.to_uppercase().chars().filter(|sign| !sign.is_whitespace() && *sign != '-').map(meant).collect();
    let all = exercise
        .injects
        .iter()
        .flat_map(|inject| [(InjectOutcome::Sent, inject), (InjectOutcome::Skipped, inject)]);
    all.into_iter()
        .find(|(said, inject)| word(exercise, *said, inject) == typed)
        .map(|(said, inject)| (said, inject.key.clone()))
}

/// Replaces letters that are easily confused by the sign that they resemble.
fn meant(sign: char) -> char {
    match sign {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        sign => sign,
    }
}
