//! The parts of a Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21): every range is
//! cut into as many equal strata as there are points, and every stratum of every range is met
//! exactly once. Whence the random numbers come is the caller's.

/// The strata of one range, one for each point, in random order. `below(n)` draws a whole number
/// below n.
pub fn strata(points: u32, below: impl FnMut(usize) -> usize) -> Vec<u32> {
    let mut strata: Vec<u32> = (0..points).collect();
    shuffle(&mut strata, below);
    strata
}

/// The coordinate at a share of its stratum, at least 0 and below 1.
pub fn coordinate(stratum: u32, share: f64, points: usize) -> f64 {
    let (stratum, points) = (f64::from(stratum), points as f64);
    // Just below the upper edge the sum may round to it, and the edge is the next stratum's.
    ((stratum + share) / points).min(((stratum + 1.0) / points).next_down())
}

/// Puts a list in random order (Fisher and Yates, from the end).
pub(super) fn shuffle<T>(list: &mut [T], mut below: impl FnMut(usize) -> usize) {
    for at in (1..list.len()).rev() {
        list.swap(at, below(at + 1));
    }
}
