//! A replicate as bytes on its way from one worker to another: a mark, its number, its case-weeks, then every strategy's outcomes
//! and quarters, all little-endian. Or a mark and the words of a failure.

use crate::experiment::{ArmResult, Replicate, Shape};

const WHOLE: u8 = 0;
const FAILED: u8 = 1;

/// The bytes of a replicate without a weekly series.
pub(super) fn wrap(replicate: &Replicate) -> Vec<u8> {
    let mut bytes = vec![WHOLE];
    bytes.extend(replicate.replicate.to_le_bytes());
    bytes.extend(replicate.case_weeks.to_le_bytes());
    bytes.extend(replicate.warm_up_case_weeks.to_le_bytes());
    for arm in &replicate.arms {
        for number in arm.outcomes.iter().chain(&arm.primary_by_quarter) {
            bytes.extend(number.to_bits().to_le_bytes());
        }
    }
    bytes
}

/// The bytes of a failure.
pub(super) fn fault(words: &str) -> Vec<u8> {
    std::iter::once(FAILED).chain(words.bytes()).collect()
}

/// The replicate again.
///
/// # Errors
/// The words of a failure; or that the bytes are not a replicate of this shape.
pub(super) fn unwrap(bytes: &[u8], shape: &Shape) -> Result<Replicate, String> {
    let not_one = || "what came from a worker is not a run of this comparison".to_owned();
    let rest = match bytes.split_first() {
        Some((&WHOLE, rest)) => rest,
        Some((&FAILED, words)) => return Err(String::from_utf8_lossy(words).into_owned()),
        _ => return Err(not_one()),
    };
    let numbers = shape.outcomes + shape.quarters;
    if rest.len() != 20 + 8 * shape.arms * numbers {
        return Err(not_one());
    }
    let eight = |from: usize| {
        let mut eight = [0; 8];
        eight.copy_from_slice(&rest[from..from + 8]);
        eight
    };
    let mut four = [0; 4];
    four.copy_from_slice(&rest[..4]);
    let number = |arm: usize, at: usize| f64::from_le_bytes(eight(20 + 8 * (arm * numbers + at)));
    let arms = (0..shape.arms)
        .map(|arm| ArmResult {
            outcomes: (0..shape.outcomes).map(|at| number(arm, at)).collect(),
            series: Vec::new(),
            primary_by_quarter: (shape.outcomes..numbers).map(|at| number(arm, at)).collect(),
        })
        .collect();
    Ok(Replicate {
        replicate: u32::from_le_bytes(four),
        arms,
        case_weeks: u64::from_le_bytes(eight(4)),
        warm_up_case_weeks: u64::from_le_bytes(eight(12)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replicate_comes_out_as_it_went_in_bit_by_bit() {
        let shape = Shape { outcomes: 2, quarters: 1, weeks: 0, ..Shape::new(2, 13, false) };
        let arm = |number: f64| ArmResult {
            outcomes: vec![number, -0.0],
            series: Vec::new(),
            primary_by_quarter: vec![f64::NAN],
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
        assert!(unwrap(&bytes[1..], &shape).is_err() && unwrap(&[], &shape).is_err());
        assert_eq!(unwrap(&fault("no"), &shape), Err("no".to_owned()));
    }
}
