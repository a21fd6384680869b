//! A decision as a short code that people can read out and type in, for teams whose phones do not
//! reach the host.
//!
//! The code has letters and digits that are not easily confused (no I, L, O, U), in groups of four.
//! The last two are check signs. They detect every single wrong sign, every exchange of two
//! neighbours, and nearly all other errors (1 in 1,021 is missed).

use super::{Decision, Exercise, Game, Inject, LEVELS, Prediction, SOURCES};
use sha2::{Digest, Sha256};

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// A prime below 32 x 32; the check signs hold a sum modulo this prime.
const PRIME: u32 = 1021;

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

/// The number of possible values of each part of a decision, least significant first. A page uses
/// it to make the code by itself while its connection is down.
pub fn bases(exercise: &Exercise, injects: &[&Inject]) -> Vec<u32> {
    parts(exercise, injects)
}

/// The number of possible values of each part, in the order in which the parts are encoded.
fn parts(exercise: &Exercise, injects: &[&Inject]) -> Vec<u32> {
    let time = (exercise.most_half_days * 2.0) as u32 + 1;
    let mut bases = vec![time; 7];
    bases.push(SOURCES.len() as u32);
    bases.extend([LEVELS.len() as u32; 5]);
    bases.extend(exercise.levers.iter().map(|_| exercise.points + 1));
    bases.push(3);
    bases.extend(injects.iter().map(|inject| inject.answers.len() as u32 + 1));
    bases.push(4);
    bases
}

/// The check sum of a code. It covers the team, the round, the bases and the signs, weighted by
/// position. The bases are included because an inject that arrives later changes the form.
fn check(team: u32, round: u32, bases: &[u32], signs: &[u32]) -> u32 {
    bases.iter().chain(signs).fold((team * 41 + round + 1) % PRIME, |sum, sign| (sum * 37 + sign) % PRIME)
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
    let bases = parts(exercise, injects);
    if bases.len() != values.len() || values.iter().zip(&bases).any(|(value, base)| value >= base) {
        return None;
    }
    let mut digits = Digits(Vec::new());
    for (value, base) in values.iter().zip(&bases).rev() {
        digits.push(*base, *value);
    }
    let sum = check(team, round, &bases, &digits.0);
    let signs = digits.0.iter().rev().copied().chain([sum / 32, sum % 32]);
    let text: Vec<char> = signs.map(|sign| char::from(SIGNS[sign as usize])).collect();
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
        let place = SIGNS.iter().position(|known| char::from(*known) == sign);
        signs.push(place.ok_or_else(|| format!("`{sign}` is not a sign of a code"))? as u32);
    }
    let bases = parts(exercise, injects);
    if signs.len() < 2 || signs.len() > 60 {
        return Err("this is too short or too long for a code".to_owned());
    }
    let sum = signs.split_off(signs.len() - 2);
    signs.reverse();
    if check(team, round, &bases, &signs) != sum[0] * 32 + sum[1] {
        return Err(format!(
            "the check signs do not fit: a sign is wrong, or it is the code of another team or {}",
            exercise.word
        ));
    }
    let mut digits = Digits(signs);
    let mut values = bases.iter().map(|base| digits.pull(*base)).collect::<Vec<_>>().into_iter();
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
pub enum Said {
    /// The inject comes now.
    Sent,
    /// The inject will not come.
    Skipped,
}

/// The first 20 bits of a digest as four signs.
fn four(digest: &[u8]) -> String {
    let bits = digest.iter().take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) >> 4;
    [15, 10, 5, 0].map(|at| char::from(SIGNS[(bits >> at & 31) as usize])).iter().collect()
}

/// Four signs that identify a state. Two machines that show the same signs have the same state,
/// except for one chance in a million.
pub fn signs(state: &str) -> String {
    four(&Sha256::digest(state.as_bytes()))
}

/// The code word by which a team without a connection learns that an inject was sent by hand or
/// skipped. It does not reveal the inject's text.
pub fn word(exercise: &Exercise, said: Said, inject: &Inject) -> String {
    let what = if said == Said::Sent { "sent" } else { "skipped" };
    four(&Sha256::digest(format!("{} {what} {}", Game::identity(exercise), inject.key).as_bytes()))
}

/// Reads such a code word; returns what was done and the inject's name, or `None` if the text is no
/// word of this exercise.
pub fn heard(exercise: &Exercise, text: &str) -> Option<(Said, String)> {
    let typed: String =
        text.to_uppercase().chars().filter(|sign| !sign.is_whitespace() && *sign != '-').map(meant).collect();
    let all = exercise.injects.iter().flat_map(|inject| [(Said::Sent, inject), (Said::Skipped, inject)]);
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
