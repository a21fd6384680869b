//! Encodes a replicate for transfer between workers, little-endian: a marker, its index, its
//! case-weeks, then outcomes, quarters and weekly series of every strategy. A failure is a marker
//! and its message.

use balcony_numeric::bytes::{Malformed, Reader, Writer};
use balcony_study::experiment::{ArmResult, Replicate, Shape};

const WHOLE: u8 = 0;
const FAILED: u8 = 1;

/// Encodes a replicate.
pub(super) fn wrap(replicate: &Replicate) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u8(WHOLE).u32(replicate.replicate);
    bytes.u64(replicate.case_weeks).u64(replicate.warm_up_case_weeks);
    for arm in &replicate.arms {
        bytes.f64s(&arm.outcomes).f64s(&arm.primary_by_quarter).f32s(&arm.series);
    }
    bytes.finish()
}

/// Encodes a failure.
pub(super) fn fault(words: &str) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.u8(FAILED).bytes(words.as_bytes());
    bytes.finish()
}

/// Decodes a replicate.
///
/// # Errors
/// The message of a failure; or that the bytes are not a replicate of this shape.
pub(super) fn unwrap(bytes: &[u8], shape: &Shape) -> Result<Replicate, String> {
    let mut reader = Reader::new(bytes);
    let read = match reader.u8() {
        Ok(WHOLE) => replicate(reader, shape),
        Ok(FAILED) => return Err(String::from_utf8_lossy(reader.rest()).into_owned()),
        _ => Err(Malformed),
    };
    read.map_err(|Malformed| "what came from a worker is not a run of this comparison".to_owned())
}

fn replicate(mut reader: Reader<'_>, shape: &Shape) -> Result<Replicate, Malformed> {
    let (replicate, case_weeks, warm_up_case_weeks) = (reader.u32()?, reader.u64()?, reader.u64()?);
    let arm = |_| {
        Ok(ArmResult {
            outcomes: reader.f64s(shape.outcomes)?,
            primary_by_quarter: reader.f64s(shape.quarters)?,
            details: Vec::new(),
            quarters: Vec::new(),
            series: reader.f32s(shape.weeks * shape.measures)?,
        })
    };
    let arms = (0..shape.arms).map(arm).collect::<Result<_, _>>()?;
    reader.finish()?;
    Ok(Replicate { replicate, arms, case_weeks, warm_up_case_weeks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replicate_comes_out_as_it_went_in_bit_by_bit() {
        let shape =
            Shape { arms: 2, outcomes: 2, quarters: 1, by_quarter: 0, details: 0, weeks: 3, measures: 2 };
        let arm = |number: f64| ArmResult {
            outcomes: vec![number, -0.0],
            series: vec![1.5, -0.0, f32::MAX, 4.0, 5.0, 0.1],
            primary_by_quarter: vec![f64::NAN],
            details: Vec::new(),
            quarters: Vec::new(),
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
        assert!(unwrap(&bytes[..bytes.len() - 1], &shape).is_err());
        assert!(unwrap(&[&bytes[..], &[0]].concat(), &shape).is_err());
        assert_eq!(unwrap(&fault("no"), &shape), Err("no".to_owned()));
    }
}
