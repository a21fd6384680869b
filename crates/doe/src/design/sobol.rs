//! Sobol's sequence in Gray-code order (Sobol' 1967; Antonov & Saleev 1979; Bratley & Fox 1988, ACM
//! TOMS 14, algorithm 659), with the direction numbers of Joe & Kuo. Any point directly: coordinate
//! = XOR of the direction numbers at the set bits of i ^ (i >> 1). Equal to the bit to
//! `scipy.stats.qmc.Sobol(d, scramble=False)` (scipy 1.17.1).

use super::joe_kuo::ROWS;
use super::random::Random;

const BITS: usize = 32;
/// Most points: scipy's limit too, so that the two are never told apart.
pub(super) const MOST_POINTS: usize = 1 << 30;
/// Most dimensions of the table.
pub(super) const MOST_DIMENSIONS: usize = ROWS.len();

/// Direction numbers of some dimensions, and what each coordinate is shifted by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sequence {
    directions: Vec<[u32; BITS]>,
    /// 53 bits a dimension; empty without a shift.
    shifts: Vec<u64>,
}

impl Sequence {
    /// So many dimensions, at most [`MOST_DIMENSIONS`]; with a seed, every coordinate is XORed with
    /// 53 random bits of its own (a digital shift: Owen 1998, Monte Carlo extension of quasi-Monte
    /// Carlo), which keeps the sequence's balance and makes estimates from it unbiased and its
    /// repetitions independent.
    pub(super) fn new(dimensions: usize, seed: Option<u64>) -> Self {
        let shifts = match seed {
            None => Vec::new(),
            Some(seed) => {
                let mut random = Random::new(seed, b"balcony design: shifts  ", 0);
                (0..dimensions).map(|_| random.bits() >> 11).collect()
            }
        };
        Self { directions: ROWS[..dimensions].iter().map(directions).collect(), shifts }
    }

    /// One coordinate of one point, at least 0 and below 1.
    pub(super) fn coordinate(&self, index: usize, dimension: usize) -> f64 {
        let gray = index ^ (index >> 1);
        let directions = &self.directions[dimension];
        let mut bits = 0;
        let mut left = gray;
        while left != 0 {
            bits ^= directions[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        let shift = self.shifts.get(dimension).copied().unwrap_or(0);
        ((u64::from(bits) << 21) ^ shift) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }
}

/// Direction numbers of one dimension, the leading bit highest.
fn directions((polynomial, first): &(u32, &[u32])) -> [u32; BITS] {
    let mut found = [0; BITS];
    if *polynomial == 1 {
        for (at, direction) in found.iter_mut().enumerate() {
            *direction = 1 << (BITS - 1 - at);
        }
        return found;
    }
    let degree = first.len();
    for at in 0..BITS {
        found[at] = if at < degree {
            first[at] << (BITS - 1 - at)
        } else {
            let mut next = found[at - degree] ^ (found[at - degree] >> degree);
            for back in 1..degree {
                if (polynomial >> (degree - back)) & 1 == 1 {
                    next ^= found[at - back];
                }
            }
            next
        };
    }
    found
}
