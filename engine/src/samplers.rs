//! Samplers: from uniforms in (0, 1) to the few distributions the model needs, over `libm` only.
//!
//! Each is the inverse of a distribution function (but for counts), so that it is monotone in its uniform: two arms that
//! differ in a parameter keep their order. `rand_distr` is an oracle in tests, never a dependency: its values move with
//! other crates' features.

use crate::draws::{Block, Lineage, Luck, Tag};

/// Standard normal, by inversion: algorithm AS 241 (PPND7), Wichura 1988; accurate to about 1e-7.
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

/// e^x to about 1e-9, for x between -700 and 700: powers of two apart, then a polynomial. Only + - * on the same bits
/// everywhere; three times as fast as `libm::exp` where every post needs it every week.
#[inline]
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let n = libm::floor(x * core::f64::consts::LOG2_E + 0.5);
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

/// Unit exponential.
#[inline]
pub fn exponential(u: f64) -> f64 {
    -ln(u)
}

/// Natural logarithm of a normal positive number, to about 1e-10: exponent and mantissa apart, then the series of
/// 2 atanh((m - 1) / (m + 1)). Only + - * / on the same bits everywhere; three times as fast as `libm::log` on the hottest path
/// of the model, the waits of every child.
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
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Number of a Poisson process's points in a unit of time at `rate`: how many of the keyed unit exponentials of
/// (who, what, when) fit below it. A higher rate adds points and moves none.
pub fn arrivals(luck: Luck, who: Lineage, what: Tag, when: u32, rate: f64) -> u32 {
    let mut sum = 0.0;
    let mut n = 0;
    loop {
        let block = luck.block(who, what, when, (n / 4) as u16);
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

/// A Poisson process of possible events in absolute weeks, on somebody's own stream, at a bounding rate. Its time is cut into
/// blocks that each start afresh (an exponential wait forgets), so that it can be taken up anywhere without drawing the years
/// before. Point n of a block is one draw: word 0 its wait, words 1 to 3 its marks.
#[derive(Debug, Clone, Copy)]
pub struct Stream {
    /// Whose.
    pub who: Lineage,
    /// Of what.
    pub what: Tag,
    /// Which of several.
    pub index: u16,
    /// Points a week.
    pub rate: f64,
    /// Weeks of a block: long for rare points, short for streams that are often taken up afresh.
    pub block: u32,
}

/// Weeks that a search looks ahead for a point that counts; then any point is a time to look again.
const AHEAD: u32 = 64;

impl Stream {
    /// The draw of a point, by its time and number.
    #[inline]
    pub fn draw(self, luck: Luck, (point, number): (f32, u16)) -> Block {
        luck.block(self.who, self.what, (point as u32 / self.block) << 8 | u32::from(number), self.index)
    }

    /// The first point at or after the beginning of week `from`, behind the point `at` (or from the block's beginning), that
    /// counts; beyond 64 weeks, the first point. Whoever gets there looks at its marks again.
    #[inline]
    pub fn seek(
        self,
        luck: Luck,
        at: Option<(f32, u16)>,
        from: u32,
        counts: impl Fn(Block) -> bool,
    ) -> (f32, u16) {
        let mut block = from / self.block;
        let mut point = (block * self.block) as f32;
        let mut number = 0;
        if let Some((last, n)) = at {
            // A point of this block or of a later one is the place to go on from.
            if point <= last {
                block = last as u32 / self.block;
                point = last;
                number = n + 1;
            }
        }
        let wait = 1.0 / self.rate;
        let (begin, far) = (from as f32, (from + AHEAD) as f32);
        loop {
            let draw = luck.block(self.who, self.what, block << 8 | u32::from(number), self.index);
            point += (exponential(draw.uniform(0)) * wait) as f32;
            if ((block + 1) * self.block) as f32 <= point || number >= 255 {
                block += 1;
                number = 0;
                point = (block * self.block) as f32;
            } else if begin <= point && (far <= point || counts(draw)) {
                return (point, number);
            } else {
                number += 1;
            }
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
    fn exp_agrees_with_libm() {
        let mut x = -40.0;
        while x < 40.0 {
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 2e-9, "{x}");
            x += 0.000_71;
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(-1e9) >= 0.0 && exp(1e9).is_finite());
    }

    /// Counts of points in n = 4,000 streams of 300 weeks at three rates, sought from a week inside a block; standard error
    /// sqrt(mean / n), critical value 4. And: a point that counts is found again from any week before it.
    #[test]
    fn streams_are_poisson_and_can_be_taken_up_anywhere() {
        let luck = Luck { seed: 3, replicate: 1 };
        for (rate, block) in [(0.004, 512), (0.02, 128), (0.14, 16)] {
            let mut points = 0u32;
            for child in 0..4_000 {
                let who = Lineage::family(1, 0, 1000, child);
                let stream = Stream { who, what: Tag::Notice, index: 0, rate, block };
                let mut at = stream.seek(luck, None, 1500, |_| true);
                while at.0 < 1800.0 {
                    points += 1;
                    assert_eq!(
                        stream.seek(luck, None, at.0 as u32, |draw| draw == stream.draw(luck, at)),
                        at
                    );
                    let next = stream.seek(luck, Some(at), at.0 as u32, |_| true);
                    assert!(at.0 <= next.0 && at != next);
                    at = next;
                }
            }
            let mean = f64::from(points) / 4_000.0;
            let expected = rate * 300.0;
            assert!((mean - expected).abs() < 4.0 * (expected / 4_000.0).sqrt(), "{rate}: {mean} {expected}");
        }
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
        let luck = Luck { seed: 7, replicate: 0 };
        let n = 100_000;
        let (mut z, mut zz, mut e, mut ee) = (0.0, 0.0, 0.0, 0.0);
        for i in 0..n {
            let block = luck.block(Lineage::authority(1), Tag::Evidence, i, 0);
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

    /// Poisson mean and variance, n = 20,000 weeks at each rate; standard errors sqrt(rate/n), critical value 4.
    #[test]
    fn arrivals_are_poisson_and_nested() {
        let luck = Luck { seed: 11, replicate: 3 };
        let who = Lineage::authority(5);
        for rate in [0.3, 4.0, 54.0] {
            let n = 20_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for week in 0..n {
                let count = f64::from(arrivals(luck, who, Tag::NeedArises, week, rate));
                sum += count;
                squares += count * count;
                assert!(arrivals(luck, who, Tag::NeedArises, week, rate * 1.1) as f64 >= count);
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
        assert_eq!(arrivals(luck, who, Tag::NeedArises, 0, 0.0), 0);
        assert_eq!(arrivals(luck, who, Tag::NeedArises, 0, f64::NAN), 0);
    }

    /// Golden values: the first draws of a key never move.
    #[test]
    fn the_first_values_are_fixed() {
        let block = Luck { seed: 1, replicate: 0 }.block(Lineage::authority(1), Tag::NeedArises, 1525, 0);
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
