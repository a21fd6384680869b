//! Encodes a replicate for transfer between workers, little-endian: a marker, its index, its
//! case-weeks, then outcomes, quarters and weekly series of every strategy. A failure is a marker
//! and its message.

use crate::experiment::{ArmResult, Replicate, Shape};

const WHOLE: u8 = 0;
const FAILED: u8 = 1;

/// Encodes a replicate.
pub(super) fn wrap(replicate: &Replicate) -> Vec<u8> {
    let mut bytes = vec![WHOLE];
    bytes.extend(replicate.replicate.to_le_bytes());
    bytes.extend(replicate.case_weeks.to_le_bytes());
    bytes.extend(replicate.warm_up_case_weeks.to_le_bytes());
    for arm in &replicate.arms {
        for number in arm.outcomes.iter().chain(&arm.primary_by_quarter) {
            bytes.extend(number.to_bits().to_le_bytes());
        }
        for number in &arm.series {
            bytes.extend(number.to_bits().to_le_bytes());
        }
    }
    bytes
}

/// Encodes a failure.
pub(super) fn fault(words: &str) -> Vec<u8> {
    std::iter::once(FAILED).chain(words.bytes()).collect()
}

/// Decodes a replicate.
///
/// # Errors
/// The message of a failure; or that the bytes are not a replicate of this shape.
pub(super) fn unwrap(bytes: &[u8], shape: &Shape) -> Result<Replicate, String> {
    let not_one = || "what came from a worker is not a run of this comparison".to_owned();
    let rest = match bytes.split_first() {
        Some((&WHOLE, rest)) => rest,
        Some((&FAILED, words)) => return Err(String::from_utf8_lossy(words).into_owned()),
        _ => return Err(not_one()),
    };
    let (wide, narrow) = (shape.outcomes + shape.quarters, shape.weeks * shape.measures);
    let each = 8 * wide + 4 * narrow;
    if rest.len() != 20 + shape.arms * each {
        return Err(not_one());
    }
    let arm = |bytes: &[u8]| {
        let (first, last) = bytes.split_at(8 * wide);
        let mut numbers = first.chunks_exact(8).map(|eight| f64::from_bits(whole(eight)));
        ArmResult {
            outcomes: numbers.by_ref().take(shape.outcomes).collect(),
            primary_by_quarter: numbers.collect(),
            details: Vec::new(),
            series: last.chunks_exact(4).map(|four| f32::from_bits(whole(four) as u32)).collect(),
        }
    };
    let arms = rest[20..].chunks_exact(each.max(1)).map(arm).collect();
    Ok(Replicate {
        replicate: whole(&rest[..4]) as u32,
        arms,
        case_weeks: whole(&rest[4..12]),
        warm_up_case_weeks: whole(&rest[12..20]),
    })
}

/// A little-endian whole number.
fn whole(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |whole, byte| whole << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replicate_comes_out_as_it_went_in_bit_by_bit() {
        let shape = Shape { arms: 2, outcomes: 2, quarters: 1, details: 0, weeks: 3, measures: 2 };
        let arm = |number: f64| ArmResult {
            outcomes: vec![number, -0.0],
            series: vec![1.5, -0.0, f32::MAX, 4.0, 5.0, 0.1],
            primary_by_quarter: vec![f64::NAN],
            details: Vec::new(),
        };
        let replicate = Replicate {
            replicate: 7,
            arms: vec![arm(0.1), arm(f64::MIN_POSITIVE)],
            case_weeks: u64::MAX,
            warm_up_case_weeks: 3,
        };
        let bytes = wrap(&replicate);
        let back = unwrap(&bytes, &shape).unwrap();
        assert_eq!(wrap(&back), bytes);
        assert_eq!((back.replicate, back.case_weeks, back.arms[0].outcomes[0]), (7, u64::MAX, 0.1));
        assert_eq!(back.arms[1].series[5], 0.1);
        assert!(unwrap(&bytes[1..], &shape).is_err() && unwrap(&[], &shape).is_err());
        assert_eq!(unwrap(&fault("no"), &shape), Err("no".to_owned()));
    }
}
