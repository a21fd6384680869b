//! Sums in fixed point: whole numbers, so that the order of their terms does not matter.

/// One in fixed point: 2^40.
pub const ONE: f64 = 1_099_511_627_776.0;

/// 1.5 x 2^12, whose last place is 2^-40: what a term adds to its bits is the term in fixed point.
const PLACE: f64 = 6144.0;
/// Terms below this keep the place.
const MOST: f32 = 2048.0;

/// A term of a sum in fixed point, rounded.
/// In units of 2^-40; 0 for what is not a number.
///
/// ```
/// use balcony_engine::fixed::{ONE, fixed};
/// assert_eq!(fixed(0.25) as f64 / ONE, 0.25);
/// ```
#[inline]
pub fn fixed(x: f32) -> i64 {
    if x.abs() < MOST {
        ((f64::from(x) + PLACE).to_bits() as i64).wrapping_sub(PLACE.to_bits() as i64)
    } else {
        libm::rint(f64::from(x) * ONE) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_nearest_whole_number() {
        for x in [0.0, 1.0, -1.0, 1e-13, 3.3e-7, -0.25, 17.123_457, 2047.999, -2047.999, 2048.0, 1e6] {
            assert_eq!(fixed(x), libm::rint(f64::from(x) * ONE) as i64, "{x}");
        }
        assert_eq!(fixed(f32::NAN), 0);
    }
}
