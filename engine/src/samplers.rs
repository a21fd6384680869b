//! Samplers: from uniforms in (0, 1) to the few distributions the model needs, over `libm` only.
//!
//! Each is the inverse of a distribution function (but for counts), so that it is monotone in its uniform: two arms that
//! differ in a parameter keep their order. `rand_distr` is an oracle in tests, never a dependency: its values move with
//! other crates' features.

use crate::draws::{Lineage, Luck, Tag};

/// Standard normal, by inversion: algorithm AS 241 (PPND16), Wichura 1988; relative error about 1e-16.
pub fn normal(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q
            * (((((((2.509_080_928_730_122_7e3 * r + 3.343_057_558_358_813e4) * r
                + 6.726_577_092_700_87e4)
                * r
                + 4.592_195_393_154_987e4)
                * r
                + 1.373_169_376_550_946e4)
                * r
                + 1.971_590_950_306_551_3e3)
                * r
                + 1.331_416_678_917_843_8e2)
                * r
                + 3.387_132_872_796_366_5)
            / (((((((5.226_495_278_852_854e3 * r + 2.872_908_573_572_194_3e4) * r
                + 3.930_789_580_009_271e4)
                * r
                + 2.121_379_430_158_659_7e4)
                * r
                + 5.394_196_021_424_751e3)
                * r
                + 6.871_870_074_920_579e2)
                * r
                + 4.231_333_070_160_091e1)
                * r
                + 1.0);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let mut r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 {
        r -= 1.6;
        (((((((7.745_450_142_783_414e-4 * r + 2.272_384_498_926_918_4e-2) * r + 2.417_807_251_774_506e-1)
            * r
            + 1.270_458_252_452_368_4)
            * r
            + 3.647_848_324_763_204_5)
            * r
            + 5.769_497_221_460_691)
            * r
            + 4.630_337_846_156_546)
            * r
            + 1.423_437_110_749_683_5)
            / (((((((1.050_750_071_644_416_9e-9 * r + 5.475_938_084_995_345e-4) * r
                + 1.519_866_656_361_645_7e-2)
                * r
                + 1.481_039_764_274_800_8e-1)
                * r
                + 6.897_673_349_851e-1)
                * r
                + 1.676_384_830_183_803_8)
                * r
                + 2.053_191_626_637_759)
                * r
                + 1.0)
    } else {
        r -= 5.0;
        (((((((2.010_334_399_292_288_1e-7 * r + 2.711_555_568_743_487_6e-5) * r
            + 1.242_660_947_388_078_4e-3)
            * r
            + 2.653_218_952_657_612_4e-2)
            * r
            + 2.965_605_718_285_048_7e-1)
            * r
            + 1.784_826_539_917_291_3)
            * r
            + 5.463_784_911_164_114)
            * r
            + 6.657_904_643_501_103)
            / (((((((2.044_263_103_389_939_8e-15 * r + 1.421_511_758_316_446e-7) * r
                + 1.846_318_317_510_054_8e-5)
                * r
                + 7.868_691_311_456_133e-4)
                * r
                + 1.487_536_129_085_061_5e-2)
                * r
                + 1.369_298_809_227_358e-1)
                * r
                + 5.998_322_065_558_88e-1)
                * r
                + 1.0)
    };
    if q < 0.0 { -z } else { z }
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
    1.0 / (1.0 + libm::exp(-x))
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
            if !(sum < rate) || n >= 16_383 {
                return n;
            }
            n += 1;
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
            assert!((normal(p) - z).abs() < 1e-9 * (1.0 + z.abs()), "{p}: {} {z}", normal(p));
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
        0x3fb3_e5e3_3a12_9ba9,
        0x3fe4_41d5_107a_832b,
        0xbfe6_a750_1725_6acd,
        0x3ff6_de13_326f_933d,
        0x3fde_99fb_5c95_95b0,
        0x3fd8_551f_d4a0_6283,
        0xbfce_f6c8_8cd8_43c2,
        0x3fec_f819_444f_31e6,
    ];
}
