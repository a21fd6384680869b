//! A sketch: what gives while the user shapes a strategy.
//!
//! A few pairs of the user's own strategies and the baseline; afterwards, of the other compared
//! strategies too. Each worker keeps the warmed-up states of its pairs and all runs in them
//! ([`balcony_study::simulate::Scratch`]), so that a change of one strategy simulates that strategy
//! alone, on the same luck. A sketch has no series, no report and no digest; "run in full" runs the
//! ordinary comparison.

use super::Work;
use super::choice::Choice;
use balcony_report::summary::{Basis, Beside, Indicator, Reading, beside, gist, indicators};
use balcony_study::experiment::stats::Verdict;
use serde::Deserialize;
use serde_json::{Value, json};

/// Numbers of pairs after which a sketch is shown.
pub(super) const LOOKS: [u32; 4] = [4, 8, 12, 20];

/// Bytes of warmed-up states that a sketching desk keeps: twenty of a large authority.
pub(super) const KEPT: usize = 160 << 20;

/// Which strategies a sketch simulates beside the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Sketched {
    /// Those of one's own.
    Own,
    /// All that are compared.
    All,
}

impl Work {
    /// The sketch of a choice, with central parameters.
    pub(super) fn sketch(choice: &Choice, sketched: Sketched) -> Result<Self, String> {
        // Intervals are as wide as in the full comparison, with all that it compares.
        let own: Vec<String> = choice.ours.iter().map(|ours| ours.name.clone()).collect();
        let mut all = [&own[..], &choice.compared].concat();
        all.sort();
        all.dedup();
        let strategies = Choice { compared: all.clone(), ..choice.clone() }.arms().0.len();
        let compared = match sketched {
            Sketched::Own => own,
            Sketched::All => all,
        };
        let work = Self::of(Choice { compared, worlds: false, ..choice.clone() }, Some(strategies))?;
        if work.arms.len() < 2 {
            return Err("there is no strategy of your own beside the one that it is compared with".to_owned());
        }
        Ok(work)
    }
}

/// The indicators of a sketch, or of a comparison.
pub(super) fn told(work: &Work) -> Value {
    let basis = match work.sketch {
        Some(strategies) => Basis::Sketch { strategies },
        None => Basis::Run,
    };
    let (own, others): (Vec<usize>, Vec<usize>) = (0..work.arms.len())
        .filter(|arm| *arm != work.baseline)
        .partition(|arm| work.choice.ours.iter().any(|ours| ours.name == work.arms[*arm]));
    let all = indicators(&work.table, work.primary, basis, &own);
    let among = own.iter().flat_map(|one| others.iter().map(move |other| [*one, *other]));
    let among = among.map(|two| beside(&work.table, work.primary, basis, two));
    let strategies = all.first().map_or(&[][..], |one| &one.readings);
    let gist = |one: &Reading| json!({ "strategy": one.strategy, "words": gist(&all, &one.strategy) });
    json!({
        "pairs": work.table.replicates,
        "sketch": work.sketch.is_some(),
        "settled": work.sketch.is_none() && work.enough(),
        "baseline": work.arms[work.baseline],
        "gists": strategies.iter().map(gist).collect::<Value>(),
        "among": among.map(|one| among_of(&one)).collect::<Value>(),
        "indicators": all.iter().map(indicator).collect::<Value>(),
    })
}

fn among_of(one: &Beside) -> Value {
    json!({
        "strategy": one.strategy, "other": one.other, "words": one.words, "said": one.said,
        "clear": one.verdict.is_clear(), "better": one.better,
    })
}

fn indicator(one: &Indicator) -> Value {
    json!({
        "key": one.key, "name": one.name, "short": one.short, "unit": one.unit, "found": one.found,
        "matters": one.matters, "readings": one.readings.iter().map(reading).collect::<Value>(),
    })
}

fn reading(one: &Reading) -> Value {
    let interval = one.interval.map(|interval| [interval.low, interval.high]);
    json!({
        "strategy": one.strategy, "level": one.level, "steps": one.steps, "interval": interval,
        "words": one.words, "short": one.short, "better": one.better, "clear": one.verdict.is_clear(),
        "open": one.verdict == Verdict::CannotTell, "told": one.told,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Desk;
    use crate::choice::Ours;

    fn choice(impact: u8) -> Choice {
        Choice {
            authority: "E06000017".to_owned(),
            ours: vec![Ours::at("ours", 60, impact)],
            ..Choice::opening("culture-shift").unwrap()
        }
    }

    fn ask(desk: &mut Desk, what: &Value) -> Value {
        serde_json::from_str(&desk.ask(&what.to_string())).unwrap()
    }

    fn begun(desk: &mut Desk, choice: &Choice, sketch: Option<&str>) {
        let answer = ask(desk, &json!({ "ask": "begin", "choice": choice, "sketch": sketch }));
        assert_eq!(answer, json!({ "begun": true }));
    }

    /// The sketch after two pairs. Bytes of an unedited strategy come from the store.
    fn sketched(desk: &mut Desk, choice: &Choice) -> Value {
        sketched_of(desk, choice, "own")
    }

    fn sketched_of(desk: &mut Desk, choice: &Choice, which: &str) -> Value {
        begun(desk, choice, Some(which));
        for number in 0..2 {
            let bytes = desk.replicate(number);
            assert_eq!(desk.take(&bytes), format!(r#"{{"kept":{}}}"#, number + 1));
        }
        ask(desk, &json!({ "ask": "indicators", "replicates": 2 }))
    }

    // What is kept between two strategies changes nothing: a desk that sketched another strategy
    // before gives the very same as a new one, and both the levels of the ordinary comparison.
    #[test]
    fn a_sketch_is_the_same_whatever_was_sketched_before() {
        let mut desk = Desk::default();
        let first = sketched(&mut desk, &choice(85));
        let other = sketched(&mut desk, &choice(10));
        assert_ne!(first["indicators"], other["indicators"]);
        assert_eq!(sketched(&mut desk, &choice(85)), first, "undo gives the first again");
        assert_eq!(sketched(&mut Desk::default(), &choice(10)), other);
        assert_eq!(
            (&first["pairs"], &first["sketch"], &first["settled"]),
            (&json!(2), &json!(true), &json!(false))
        );
        let mut ordinary = Desk::default();
        let compared = vec!["incumbent".to_owned(), "ours".to_owned()];
        begun(&mut ordinary, &Choice { compared, ..choice(85) }, None);
        for number in 0..2 {
            let bytes = ordinary.replicate(number);
            ordinary.take(&bytes);
        }
        let sure = ask(&mut ordinary, &json!({ "ask": "indicators", "replicates": 2 }));
        assert_eq!(sure["sketch"], false);
        for (one, other) in
            first["indicators"].as_array().unwrap().iter().zip(sure["indicators"].as_array().unwrap())
        {
            assert_eq!(one["found"], other["found"]);
            assert_eq!(one["readings"][0]["level"], other["readings"][0]["level"]);
            assert_eq!(one["readings"][0]["steps"], other["readings"][0]["steps"]);
        }
    }

    // The other strategies are simulated after the user's own, and change nothing that was said of
    // these.
    #[test]
    fn beside_the_other_strategies_the_indicators_stay_the_same() {
        let mut desk = Desk::default();
        let own = sketched(&mut desk, &choice(85));
        assert_eq!(own["among"], json!([]));
        let mut compared = choice(85).compared;
        compared.push("ours".to_owned());
        let all = sketched_of(&mut desk, &Choice { compared, ..choice(85) }, "all");
        let among = all["among"].as_array().unwrap();
        let two: Vec<_> = among.iter().map(|one| (&one["strategy"], &one["other"])).collect();
        let ours = json!("ours");
        assert_eq!(two, [(&ours, &json!("connected")), (&ours, &json!("personalised"))]);
        assert!(
            among.iter().all(|one| one["words"].as_str().unwrap().starts_with("Learning culture: ")),
            "{all}"
        );
        for key in ["pairs", "sketch", "settled", "baseline", "gists", "indicators"] {
            assert_eq!(all[key], own[key], "{key}");
        }
        assert_eq!(sketched_of(&mut Desk::default(), &choice(85), "all"), all);
    }

    #[test]
    fn without_a_strategy_of_ones_own_there_is_nothing_to_sketch() {
        let choice = Choice { baseline: "ours".to_owned(), ..choice(50) };
        let answer = ask(&mut Desk::default(), &json!({ "ask": "begin", "choice": choice, "sketch": "own" }));
        assert!(answer["fault"].as_str().unwrap().contains("no strategy of your own"), "{answer}");
    }
}
