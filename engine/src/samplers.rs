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

/// Something that may come to somebody in any week, on their own luck in absolute weeks, so that it can be taken up anywhere.
/// One draw deals a window of sixteen weeks a byte each; in a week whose byte lies below the chance, rounded up to a 256th,
/// a draw of that week's own completes the byte to a uniform and brings three marks. A higher chance adds weeks and moves none.
#[derive(Debug, Clone, Copy)]
pub struct Chance {
    /// Whose.
    pub who: Lineage,
    /// Of what.
    pub what: Tag,
}

/// Weeks of a window.
const WINDOW: u32 = 16;
/// One in every byte.
const ONES: u128 = u128::MAX / 255;

/// A week in which it may come, and that week's byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The week.
    pub week: u32,
    /// Its byte; [`Candidate::NONE`] if nothing can come before this week, and it is to be looked at again then.
    pub byte: u8,
}

impl Candidate {
    /// No week was found.
    pub const NONE: u8 = 255;

    /// Does this still stand in week `from`, at a chance that has only fallen since?
    #[inline]
    pub fn stands(self, from: u32, chance: f32) -> bool {
        from <= self.week && f32::from(self.byte) < 256.0 * chance
    }
}

impl Chance {
    /// The first week from `from` on in which it may come at a chance of at most one half; nothing later than the window of
    /// `until` is looked at.
    #[inline]
    pub fn seek(self, luck: Luck, from: u32, until: u32, chance: f32) -> Candidate {
        // The first byte below the limit, found in all sixteen at once: a borrow only runs upwards from a byte that is below.
        let limit = ONES * u128::from(libm::ceilf(256.0 * chance).clamp(0.0, 128.0) as u8);
        let mut window = from / WINDOW;
        let mut gone_by = (1u128 << (8 * (from % WINDOW))) - 1;
        loop {
            let Block([a, b, c, d]) = luck.block(self.who, self.what, window, 0);
            let bytes = u128::from(a) | u128::from(b) << 32 | u128::from(c) << 64 | u128::from(d) << 96;
            let bytes = bytes | gone_by;
            let below = bytes.wrapping_sub(limit) & !bytes & (ONES << 7);
            if below != 0 {
                let place = below.trailing_zeros() / 8;
                return Candidate { week: window * WINDOW + place, byte: (bytes >> (8 * place)) as u8 };
            }
            window += 1;
            gone_by = 0;
            if until < window * WINDOW {
                return Candidate { week: window * WINDOW, byte: Candidate::NONE };
            }
        }
    }

    /// Does it come in the week of a candidate? If so, that week's draw, whose words 1 to 3 are free.
    #[inline]
    pub fn comes(self, luck: Luck, at: Candidate, chance: f32) -> Option<Block> {
        if f32::from(at.byte) >= 256.0 * chance {
            return None;
        }
        let draw = luck.block(self.who, self.what, at.week, 1);
        (f64::from(at.byte) + draw.uniform(0) < 256.0 * f64::from(chance)).then_some(draw)
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

    /// All weeks in which something comes at one chance, by seeking on.
    fn weeks(chance: Chance, luck: Luck, from: u32, until: u32, p: f32) -> Vec<u32> {
        let mut weeks = Vec::new();
        let mut from = from;
        loop {
            let at = chance.seek(luck, from, until, p);
            if until <= at.week {
                return weeks;
            }
            if chance.comes(luck, at, p).is_some() {
                weeks.push(at.week);
            }
            from = if at.byte == Candidate::NONE { at.week } else { at.week + 1 };
        }
    }

    /// Counts in n = 4,000 times 300 weeks at five chances against the binomial mean; standard error
    /// sqrt(300 p (1 - p) / n), critical value 4. And: taken up in any week, the same weeks follow; a higher chance keeps all
    /// weeks of a lower one.
    #[test]
    fn chances_are_binomial_nested_and_can_be_taken_up_anywhere() {
        let luck = Luck { seed: 3, replicate: 1 };
        let mut lower: Vec<Vec<u32>> = vec![Vec::new(); 4_000];
        for p in [0.001_f32, 0.0173, 0.02, 0.141, 0.5] {
            let mut count = 0;
            for child in 0..4_000u32 {
                let who = Lineage::family(1, 0, 1000, child);
                let chance = Chance { who, what: Tag::Notice };
                let found = weeks(chance, luck, 1500, 1800, p);
                let later = 1500 + child % 300;
                let rest: Vec<u32> = found.iter().copied().filter(|week| later <= *week).collect();
                assert_eq!(weeks(chance, luck, later, 1800, p), rest);
                assert!(lower[child as usize].iter().all(|week| found.contains(week)));
                count += found.len();
                lower[child as usize] = found;
            }
            let mean = count as f64 / 4_000.0;
            let p = f64::from(p);
            let error = (300.0 * p * (1.0 - p) / 4_000.0).sqrt();
            assert!((mean - 300.0 * p).abs() < 4.0 * error, "{p}: {mean}");
        }
        let who = Lineage::family(1, 0, 1000, 0);
        for nothing in [0.0, -1.0, f32::NAN] {
            assert_eq!(weeks(Chance { who, what: Tag::Notice }, luck, 1500, 1800, nothing), Vec::<u32>::new());
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
