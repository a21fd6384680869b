//! A decision as the fields of its form.

use crate::exercise::{Decision, Prediction};

/// What a form says, read with care: what is not a number or out of range makes the whole form
/// unread.
pub fn decision(form: &[(String, String)], levers: usize) -> Option<Decision> {
    let get = |key: &str| form.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
    let mut time = [0; 7];
    for (at, place) in time.iter_mut().enumerate() {
        let half_days: f64 = get(&format!("time-{at}"))?.replace(',', ".").parse().ok()?;
        let doubled = half_days * 2.0;
        if !(0.0..=40.0).contains(&doubled) {
            return None;
        }
        // Halves of a half-day; what lies between goes to the nearest.
        *place = doubled.round() as u8;
    }
    let mut rights = [0; 5];
    for (at, place) in rights.iter_mut().enumerate() {
        *place = get(&format!("right-{at}"))?.parse().ok()?;
    }
    let points =
        (0..levers).map(|at| get(&format!("points-{at}"))?.parse().ok()).collect::<Option<Vec<u8>>>()?;
    let answers = form
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("answer-")?.to_owned(), value.trim().to_owned())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let prediction = match get("prediction").unwrap_or_default() {
        "rise" => Some(Prediction::Rise),
        "fall" => Some(Prediction::Fall),
        "stay" => Some(Prediction::Stay),
        _ => None,
    };
    let rules: i8 = get("rules").unwrap_or("0").parse().ok().filter(|rules| (-1..=1).contains(rules))?;
    Some(Decision { time, source: get("source")?.parse().ok()?, rights, points, rules, answers, prediction })
}

/// The fields of a decision, as the page's form sends them for a round: what [`decision`] reads.
pub fn form(decision: &Decision, round: u32) -> String {
    let mut fields = vec![format!("round={round}")];
    fields.extend((0..7).map(|at| format!("time-{at}={}", decision.half_days(at))));
    fields.push(format!("source={}&rules={}", decision.source, decision.rules));
    fields.extend(decision.rights.iter().enumerate().map(|(at, level)| format!("right-{at}={level}")));
    fields.extend(decision.points.iter().enumerate().map(|(at, points)| format!("points-{at}={points}")));
    fields.extend(decision.answers.iter().map(|(inject, answer)| format!("answer-{inject}={answer}")));
    let prediction = match decision.prediction {
        Some(Prediction::Rise) => "rise",
        Some(Prediction::Fall) => "fall",
        Some(Prediction::Stay) => "stay",
        None => "",
    };
    fields.push(format!("prediction={prediction}"));
    fields.join("&")
}
