//! Samplers: from uniforms in (0, 1) to the few distributions the model needs, over `libm` only.
//!
//! Each is the inverse of a distribution function (but for counts), so that it is monotone in its
//! uniform: two arms that differ in a parameter keep their order. `rand_distr` is an oracle in
//! tests, never a dependency: its values move with other crates' features.

use crate::rng::{Block, EntityId, RngKey, Tag};

/// Standard normal, by inversion: algorithm AS 241 (PPND7), Wichura 1988; accurate to about 1e-7.
/// `u` lies strictly between 0 and 1.
///
/// ```
/// use balcony_engine::samplers::normal;
/// assert!((normal(0.975) - 1.96).abs() < 1e-4);
/// ```
#[inline]
pub fn normal(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * (((59.109_374_720 * r + 159.291_132_02) * r + 50.434_271_938) * r + 3.387_132_717_9)
            / (((67.187_563_600 * r + 78.757_757_664) * r + 17.895_169_469) * r + 1.0);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let mut r = libm::sqrt(-ln(tail));
    let z = if r <= 5.0 {
        r -= 1.6;
        (((0.170_238_211_03 * r + 1.306_728_481_6) * r + 2.756_815_390_0) * r + 1.423_437_277_7)
            / ((0.120_211_329_75 * r + 0.737_001_642_50) * r + 1.0)
    } else {
        r -= 5.0;
        (((0.017_337_203_997 * r + 0.428_682_943_37) * r + 3.081_226_386_0) * r + 6.657_905_115_0)
            / ((0.012_258_202_635 * r + 0.241_978_942_25) * r + 1.0)
    };
    if q < 0.0 { -z } else { z }
}

/// e^x to about 1e-9, for x between -700 and 700: powers of two apart, then a polynomial.
/// Only + - * on the same bits everywhere; three times as fast as `libm::exp` where every
/// post needs it every week.
///
/// ```
/// use balcony_engine::samplers::exp;
/// assert!((exp(1.0) - core::f64::consts::E).abs() < 1e-8);
/// ```
#[inline]
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    // Adding and taking away 1.5 x 2^52 rounds to the nearest whole number.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    let n = (x * core::f64::consts::LOG2_E + WHOLE) - WHOLE;
    let r = x - n * core::f64::consts::LN_2;
    let series = 1.0
        + r * (1.0
            + r * (1.0 / 2.0
                + r * (1.0 / 6.0
                    + r * (1.0 / 24.0
                        + r * (1.0 / 120.0
                            + r * (1.0 / 720.0 + r * (1.0 / 5040.0 + r * (1.0 / 40320.0))))))));
    f64::from_bits(((n as i64 + 1023) as u64) << 52) * series
}

/// A decay e^-x of x from 0 to 87, in single precision.
///
/// ```
/// use balcony_engine::samplers::decay;
/// assert_eq!(decay(0.0), 1.0);
/// assert!((decay(1.0) - 0.367_879).abs() < 1e-6);
/// ```
#[inline]
pub fn decay(x: f32) -> f32 {
    // Powers of two apart, then a polynomial, all in single precision: only + - * on the same bits
    // everywhere.
    const MOST: f32 = 87.0;
    /// Adding and taking away 1.5 x 2^23 rounds to the nearest whole number.
    const WHOLE: f32 = 12_582_912.0;
    /// ln 2 in two parts, the first exact in twelve bits.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    let x = x.clamp(0.0, MOST);
    let n = (x * core::f32::consts::LOG2_E + WHOLE) - WHOLE;
    let r = (n * LN_2[0] - x) + n * LN_2[1];
    let r2 = r * r;
    let high = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0);
    let series = (1.0 + r) + r2 * ((0.5 + r * (1.0 / 6.0)) + r2 * high);
    f32::from_bits(((127 - n as i32) as u32) << 23) * series
}

/// Unit exponential.
/// Falls with `u`, which lies strictly between 0 and 1; mean 1.
///
/// ```
/// use balcony_engine::samplers::exponential;
/// assert!((exponential(0.5) - core::f64::consts::LN_2).abs() < 1e-9);
/// ```
#[inline]
pub fn exponential(u: f64) -> f64 {
    -ln(u)
}

/// Natural logarithm of a normal positive number, to about 1e-10: exponent and mantissa apart, then
/// the series of 2 atanh((m - 1) / (m + 1)). Only + - * / on the same bits everywhere; three times
/// as fast as `libm::log`.
///
/// ```
/// use balcony_engine::samplers::ln;
/// assert!((ln(10.0) - 2.302_585_093).abs() < 1e-9);
/// ```
#[inline]
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    // The mantissa is brought between 1/sqrt(2) and sqrt(2).
    let shifted = bits.wrapping_sub(0x3fe6_a09e_667f_3bcd);
    let exponent = (shifted as i64) >> 52;
    let m = f64::from_bits(bits.wrapping_sub((exponent << 52) as u64));
    let t = (m - 1.0) / (m + 1.0);
    let t2 = t * t;
    let series =
        1.0 + t2 * (1.0 / 3.0 + t2 * (1.0 / 5.0 + t2 * (1.0 / 7.0 + t2 * (1.0 / 9.0 + t2 * (1.0 / 11.0)))));
    exponent as f64 * core::f64::consts::LN_2 + 2.0 * t * series
}

/// Logistic function.
///
/// ```
/// use balcony_engine::samplers::logistic;
/// assert_eq!(logistic(0.0), 0.5);
/// ```
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Number of a Poisson process's points in a unit of time at `rate`: how many of the keyed unit
/// exponentials of (who, what, when) fit below it. A higher rate adds points and moves none.
///
/// ```
/// use balcony_engine::rng::{EntityId, RngKey, Tag};
/// use balcony_engine::samplers::arrivals;
/// let rng_key = RngKey { seed: 1, replicate: 0 };
/// let points = |rate| arrivals(rng_key, EntityId::authority(1), Tag::Background, 1526, rate);
/// assert_eq!(points(0.0), 0);
/// assert!(points(2.0) <= points(3.0));
/// ```
pub fn arrivals(rng_key: RngKey, who: EntityId, what: Tag, when: u32, rate: f64) -> u32 {
    let mut sum = 0.0;
    let mut n = 0;
    loop {
        let block = rng_key.block(who, what, when, (n / 4) as u16);
        for word in 0..4 {
            sum += exponential(block.uniform(word));
            if sum < rate && n < 16_383 {
                n += 1;
            } else {
                return n;
            }
        }
    }
}

/// Points of a Poisson process in weeks, drawn by windows. One draw gives the number of points of a
/// window, at most eight, and the week and mark of each. A search can start in any week without the
/// draws before it, and costs one draw for each window, not one for each point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Windows {
    /// Most points a week.
    pub most: f32,
    /// One over it.
    pub over: f32,
    /// Weeks of a window: a power of two, at most 64.
    weeks: u32,
    /// In 65,536ths, the chance of at most 0, 1, ... 7 points in a window.
    at_most: [u32; 8],
}

impl Windows {
    /// Windows with `most` points a week on average: as long as eight points are enough (three
    /// expected: more than eight in one window of 260), at most 64 weeks.
    ///
    /// ```
    /// use balcony_engine::samplers::Windows;
    /// let windows = Windows::new(0.2);
    /// assert_eq!((windows.most, windows.over), (0.2, 5.0));
    /// ```
    pub fn new(most: f64) -> Self {
        let mut weeks = 64;
        while weeks > 1 && most * f64::from(weeks) > 3.0 {
            weeks /= 2;
        }
        let mean = most * f64::from(weeks);
        let mut chance = libm::exp(-mean);
        let mut sum = 0.0;
        let at_most = core::array::from_fn(|n| {
            sum += chance;
            chance *= mean / (n + 1) as f64;
            libm::round(sum * 65_536.0) as u32
        });
        Self { most: most as f32, over: (1.0 / most) as f32, weeks, at_most }
    }

    /// The first point of a window from a week of it on with a mark below a limit: its week, its
    /// mark.
    #[inline]
    fn first(&self, Block([a, b, c, d]): Block, gone_by: u32, limit: u32) -> Option<(u32, u16)> {
        let of = a & 0xffff;
        let mut dealt = 0;
        while dealt < self.at_most.len() && self.at_most[dealt] <= of {
            dealt += 1;
        }
        let last = self.weeks - 1;
        // The week stands in higher bits than the mark, so that the smallest number is the first
        // point. A point that does not count gets the greatest number.
        let key = |bits: u64| {
            let (week, mark) = (bits as u32 & last, (bits >> 6) as u32 & 0xff);
            if mark < limit && gone_by <= week { week << 16 | mark } else { u32::MAX }
        };
        // Four points of 14 bits in the first 112 bits behind the number, four in the rest.
        let low = u64::from(a >> 16) | u64::from(b) << 16 | u64::from(c) << 48;
        let high = u64::from(c) >> 8 | u64::from(d) << 24;
        let mut best = u32::MAX;
        for point in 0..dealt {
            let bits = if point < 4 { low >> (14 * point) } else { high >> (14 * (point - 4)) };
            best = best.min(key(bits));
        }
        (best < u32::MAX).then_some((best >> 16, best as u16))
    }

    /// The week and mark of the points of a window.
    #[cfg(test)]
    fn points(&self, Block([a, b, c, d]): Block) -> impl Iterator<Item = (u32, u16)> {
        let dealt = self.at_most.iter().filter(|chance| **chance <= a & 0xffff).count();
        let mut bits = u128::from(a >> 16) | u128::from(b) << 16 | u128::from(c) << 48 | u128::from(d) << 80;
        let last = self.weeks - 1;
        (0..dealt).map(move |_| {
            let point = bits as u32;
            bits >>= 14;
            (point & last, (point >> 6 & 0xff) as u16)
        })
    }
}

/// An event that may happen to an entity in any week. It happens in a week that holds a point whose
/// mark lies below a share. Points are keyed by the entity and the absolute week. Windows give the
/// mark in 256ths; a second draw, keyed by the week, completes it and gives three more words. A
/// higher share adds weeks and moves none.
#[derive(Debug, Clone, Copy)]
pub struct Chance<'a> {
    /// The entity.
    pub who: EntityId,
    /// The tag of the draws.
    pub what: Tag,
    /// Which of several streams of that tag.
    pub index: u16,
    /// The windows of its points.
    pub windows: &'a Windows,
}

/// The next week in which the event may happen, as far as it has been searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The week.
    pub week: u32,
    /// Its mark; 256 if the search found nothing up to this week and went no further.
    pub mark: u16,
    /// The share of the search, in 256ths: no week that was passed over has a mark below it.
    pub limit: u16,
}

/// No point's mark.
const NONE: u16 = 256;

impl Candidate {
    /// Nothing is known of any week.
    pub const UNKNOWN: Self = Self { week: u32::MAX, mark: NONE, limit: 0 };
}

impl Chance<'_> {
    /// Does the event happen in this week, at a share of all points? If so, the draw of that week;
    /// its words 1 to 3 are free.
    #[inline]
    pub(crate) fn comes(self, rng_key: RngKey, known: Candidate, week: u32, share: f32) -> Option<Block> {
        if known.week != week || f32::from(known.mark) >= 256.0 * share.min(1.0) {
            return None;
        }
        let draw = rng_key.block(self.who, self.what, week, 0x100 | self.index);
        (f64::from(known.mark) + draw.uniform(0) < 256.0 * f64::from(share)).then_some(draw)
    }

    /// The next candidate from week `from` on, at a share of all points, given the known one.
    /// Nothing beyond `until` is needed.
    ///
    /// ```
    /// use balcony_engine::rng::{EntityId, RngKey, Tag};
    /// use balcony_engine::samplers::{Candidate, Chance, Windows};
    /// let windows = Windows::new(0.2);
    /// let who = EntityId::authority(1);
    /// let chance = Chance { who, what: Tag::Shock, index: 0, windows: &windows };
    /// let rng_key = RngKey { seed: 1, replicate: 0 };
    /// let next = |share| chance.next(rng_key, Candidate::UNKNOWN, 1526, 5000, share).week;
    /// // A higher share brings the next week nearer, or leaves it where it is.
    /// assert!(next(1.0) <= next(0.5));
    /// // At a share of nothing it never comes.
    /// assert_eq!(next(0.0), u32::MAX);
    /// ```
    #[inline]
    pub fn next(self, rng_key: RngKey, known: Candidate, from: u32, until: u32, share: f32) -> Candidate {
        // Rounded up; a share that is not a number is none.
        let limit = ((256.0 * share + 0.999) as u16).min(NONE);
        if limit == 0 {
            return Candidate::UNKNOWN;
        }
        if limit > known.limit {
            return self.seek(rng_key, from, until, limit);
        }
        if from <= known.week && known.mark < limit {
            return known;
        }
        let from = from.max(if known.mark == NONE { known.week + 1 } else { known.week });
        if until < from {
            return Candidate { week: from - 1, mark: NONE, limit };
        }
        self.seek(rng_key, from, until, limit)
    }

    /// The first week from `from` on with a mark below the limit.
    fn seek(self, rng_key: RngKey, from: u32, until: u32, limit: u16) -> Candidate {
        let weeks = self.windows.weeks;
        let mut window = from / weeks;
        let mut gone_by = from % weeks;
        loop {
            let draw = rng_key.block(self.who, self.what, window, self.index);
            let found = self.windows.first(draw, gone_by, u32::from(limit));
            let (week, mark) = found.unwrap_or((weeks - 1, NONE));
            if mark < NONE || until < (window + 1) * weeks {
                return Candidate { week: window * weeks + week, mark, limit };
            }
            window += 1;
            gone_by = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_agrees_with_tabulated_quantiles() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.025, -1.959_963_984_540_054),
            (0.9, 1.281_551_565_544_600_4),
            (1e-10, -6.361_340_902_404_056),
            (1e-300, -37.047_096_299_361_2),
        ] {
            assert!((normal(p) - z).abs() < 2e-7 * (1.0 + z.abs()), "{p}: {} {z}", normal(p));
        }
    }

    #[test]
    fn the_first_point_of_a_window_is_the_least_of_its_points() {
        let rng_key = RngKey { seed: 5, replicate: 0 };
        for most in [0.004, 0.03, 0.2, 1.1] {
            let windows = Windows::new(most);
            for window in 0..4000 {
                let draw = rng_key.block(EntityId::authority(1), Tag::Notice, window, 0);
                for (gone_by, limit) in [(0, 256), (0, 40), (windows.weeks / 2, 256), (windows.weeks - 1, 90)]
                {
                    let counts = |point: &(u32, u16)| u32::from(point.1) < limit && gone_by <= point.0;
                    let expected = windows.points(draw).filter(counts).min();
                    assert_eq!(windows.first(draw, gone_by, limit), expected, "{most}, window {window}");
                }
            }
        }
    }

    #[test]
    fn a_decay_agrees_with_libm() {
        let mut x = 0.0f32;
        while x < 80.0 {
            assert!((f64::from(decay(x)) / libm::exp(-f64::from(x)) - 1.0).abs() < 3e-7, "{x}: {}", decay(x));
            x += 0.000_71;
        }
        assert_eq!((decay(0.0), decay(-1.0)), (1.0, 1.0));
        assert!(decay(1e9) < 1e-37);
    }

    #[test]
    fn exp_agrees_with_libm() {
        let mut x = -40.0;
        while x < 40.0 {
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 2e-9, "{x}");
            x += 0.000_71;
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(-1e9) >= 0.0 && exp(1e9).is_finite());
    }

    /// All weeks in which something comes at one share, by seeking on.
    fn weeks(chance: Chance<'_>, rng_key: RngKey, from: u32, until: u32, share: f32) -> Vec<u32> {
        let mut weeks = Vec::new();
        let mut known = chance.next(rng_key, Candidate::UNKNOWN, from, until, share);
        while known.week < until {
            if chance.comes(rng_key, known, known.week, share).is_some() {
                weeks.push(known.week);
            }
            known = chance.next(rng_key, known, known.week + 1, until, share);
        }
        weeks
    }

    /// Counts in n = 4,000 times 320 weeks against 1 - e^-h a week, the chance of at least one
    /// point; standard error sqrt(320 q (1 - q) / n), critical value 4; and the variance between
    /// children, as of independent weeks, within 4 standard errors sqrt(2/n). And: taken up in any
    /// week, the same weeks follow; a higher share keeps all weeks of a lower one.
    #[test]
    fn chances_are_poisson_nested_and_can_be_taken_up_anywhere() {
        let rng_key = RngKey { seed: 3, replicate: 1 };
        for most in [0.03, 0.17, 0.002, 0.06] {
            let windows = Windows::new(most);
            let mut lower: Vec<Vec<u32>> = vec![Vec::new(); 4_000];
            for share in [0.003_f32, 0.25, 0.5037, 1.0] {
                let (mut count, mut squares) = (0.0, 0.0);
                for child in 0..4_000u32 {
                    let who = EntityId::family(1, 0, 1000, child);
                    let chance = Chance { who, what: Tag::Notice, index: 0, windows: &windows };
                    let found = weeks(chance, rng_key, 1536, 1856, share);
                    let later = 1536 + child % 320;
                    let rest: Vec<u32> = found.iter().copied().filter(|week| later <= *week).collect();
                    assert_eq!(weeks(chance, rng_key, later, 1856, share), rest);
                    assert!(lower[child as usize].iter().all(|week| found.contains(week)));
                    count += found.len() as f64;
                    squares += (found.len() * found.len()) as f64;
                    lower[child as usize] = found;
                }
                let (n, mean) = (4_000.0, count / 4_000.0);
                let q = 1.0 - libm::exp(-most * f64::from(share));
                let variance = 320.0 * q * (1.0 - q);
                assert!((mean - 320.0 * q).abs() < 4.0 * (variance / n).sqrt(), "{most} {share}: {mean}");
                let between = squares / n - mean * mean;
                let error = variance * ((2.0 + 1.0 / variance) / n).sqrt();
                assert!((between - variance).abs() < 4.0 * error, "{most} {share}: {between} {variance}");
            }
            let who = EntityId::family(1, 0, 1000, 0);
            let chance = Chance { who, what: Tag::Notice, index: 0, windows: &windows };
            for nothing in [0.0, -1.0, f32::NAN] {
                assert_eq!(weeks(chance, rng_key, 1536, 1856, nothing), Vec::<u32>::new());
            }
        }
    }

    /// 1,000 histories of 400 weeks. The share rises and falls at random, and searches stop at
    /// random weeks. The event happens in exactly those weeks in which a check of every point of
    /// every week finds it.
    // Seen to fail without `limit > known.limit`, and with the search going on one week later; a
    // first form that looked again only in the week after the last one searched missed what came in
    // it.
    #[test]
    fn a_share_that_moves_finds_what_a_look_at_every_week_finds() {
        let rng_key = RngKey { seed: 9, replicate: 4 };
        let windows = Windows::new(0.17);
        let mut found = 0;
        for life in 0..1_000u32 {
            let who = EntityId::family(2, 1, 1100, life);
            let chance = Chance { who, what: Tag::Notice, index: 1, windows: &windows };
            let dice = |week, word| rng_key.block(who, Tag::Seen, week, 7).uniform(word);
            let mut share = dice(0, 0) as f32;
            let mut known = chance.next(rng_key, Candidate::UNKNOWN, 1_000, 1_000, share);
            for week in 1_000..1_400u32 {
                let comes = chance.comes(rng_key, known, week, share).is_some();
                let points = windows.points(rng_key.block(who, Tag::Notice, week / windows.weeks, 1));
                let mark = points.filter(|point| point.0 == week % windows.weeks).map(|point| point.1).min();
                let rest = rng_key.block(who, Tag::Notice, week, 0x101).uniform(0);
                let brute = mark.is_some_and(|mark| f64::from(mark) + rest < 256.0 * f64::from(share));
                assert_eq!(comes, brute, "life {life}, week {week}, share {share}");
                found += u32::from(comes);
                if known.week == week || dice(week, 1) < 0.2 {
                    // A share may fall at any time, and rise where the next candidate is asked for
                    // anew.
                    share = (1.4 * dice(week, 2) - 0.2) as f32;
                    let until = week + 1 + (40.0 * dice(week, 3)) as u32;
                    known = chance.next(rng_key, known, week + 1, until, share);
                }
            }
        }
        assert!(found > 10_000, "{found}");
    }

    #[test]
    fn ln_agrees_with_libm() {
        let mut x = 1e-12;
        while x < 1e6 {
            assert!((ln(x) - libm::log(x)).abs() < 2e-10 * (1.0 + libm::log(x).abs()), "{x}");
            x *= 1.000_37;
        }
        assert_eq!(ln(1.0), 0.0);
    }

    /// Mean and variance of n = 400,000; standard errors 1/sqrt(n) and sqrt(2/n); critical value 4.
    #[test]
    fn normal_and_exponential_have_their_moments() {
        let rng_key = RngKey { seed: 7, replicate: 0 };
        let n = 100_000;
        let (mut z, mut zz, mut e, mut ee) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..n {
            let block = rng_key.block(EntityId::authority(1), Tag::Evidence, i, 0);
            for word in 0..4 {
                let x = normal(block.uniform(word));
                z += x;
                zz += x * x;
                let y = exponential(block.uniform(word));
                e += y;
                ee += y * y;
            }
        }
        let n = 4.0 * f64::from(n);
        assert!((z / n).abs() < 4.0 / n.sqrt());
        assert!((zz / n - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
        assert!((e / n - 1.0).abs() < 4.0 / n.sqrt());
        assert!((ee / n - 2.0).abs() < 4.0 * (20.0 / n).sqrt());
    }

    /// Poisson mean and variance, n = 20,000 weeks at each rate; standard errors sqrt(rate/n),
    /// critical value 4.
    #[test]
    fn arrivals_are_poisson_and_nested() {
        let rng_key = RngKey { seed: 11, replicate: 3 };
        let who = EntityId::authority(5);
        for rate in [0.3, 4.0, 54.0] {
            let n = 20_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for week in 0..n {
                let count = f64::from(arrivals(rng_key, who, Tag::NeedArises, week, rate));
                sum += count;
                squares += count * count;
                assert!(arrivals(rng_key, who, Tag::NeedArises, week, rate * 1.1) as f64 >= count);
            }
            let n = f64::from(n);
            let mean = sum / n;
            let variance = squares / n - mean * mean;
            assert!((mean - rate).abs() < 4.0 * (rate / n).sqrt(), "{rate}: {mean}");
            assert!(
                (variance - rate).abs() < 4.0 * ((rate + 2.0 * rate * rate) / n).sqrt(),
                "{rate}: {variance}"
            );
        }
        assert_eq!(arrivals(rng_key, who, Tag::NeedArises, 0, 0.0), 0);
        assert_eq!(arrivals(rng_key, who, Tag::NeedArises, 0, f64::NAN), 0);
    }

    /// Golden values: the first draws of a key never move.
    #[test]
    fn the_first_values_are_fixed() {
        let block = RngKey { seed: 1, replicate: 0 }.block(EntityId::authority(1), Tag::NeedArises, 1525, 0);
        let drawn: Vec<u64> = (0..4)
            .flat_map(|word| {
                [normal(block.uniform(word)).to_bits(), exponential(block.uniform(word)).to_bits()]
            })
            .collect();
        assert_eq!(drawn, GOLDEN, "{drawn:#x?}");
    }

    const GOLDEN: [u64; 8] = [
        0x3fb3_e5e3_4506_73ac,
        0x3fe4_41d5_107a_832b,
        0xbfe6_a750_1fb9_49ab,
        0x3ff6_de13_326f_933d,
        0x3fde_99fb_5f66_a84b,
        0x3fd8_551f_d4a1_b1f8,
        0xbfce_f6c8_7b2b_c467,
        0x3fec_f819_444f_30c7,
    ];
}
