//! How strategies are drawn: one colour, one mark and one dash each, by their names, whatever else
//! is shown.
//!
//! Marks mean something. A square leads along the line, a circle along relationships. Filled: the
//! top decides; open: those who do the work. Colours have a light and a dark form, each with a
//! contrast of at least 4.5 to its ground.

/// How a strategy is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StrategyLook {
    /// Name of the strategy; empty for one of the looks that any other name may get.
    pub name: &'static str,
    /// Its colour on a light ground: red, green and blue in six digits.
    pub light: u32,
    /// Its colour on a dark ground.
    pub dark: u32,
    /// Its mark, as [`crate::Drawing::shape`] counts them.
    pub shape: usize,
    /// Lengths of dashes and gaps of its lines; `None` for a solid line.
    pub dashes: Option<[f64; 2]>,
}

const fn look(
    name: &'static str,
    (light, dark): (u32, u32),
    shape: usize,
    dashes: Option<[f64; 2]>,
) -> StrategyLook {
    StrategyLook { name, light, dark, shape, dashes }
}

/// All looks: of the strategies that every question has, of those that a user makes, and further
/// ones for any other name.
pub const LOOKS: [StrategyLook; 15] = [
    look("incumbent", (0x5d_6872, 0x98_a3ad), 3, Some([5.0, 3.0])),
    look("authentic", (0x97_6300, 0xf4_ca5c), 0, None),
    look("connected", (0x08_5c3b, 0x8f_efc4), 5, None),
    look("distributed", (0x12_3a8c, 0x9c_c0ff), 6, Some([7.0, 4.0])),
    look("personalised", (0x4a_1259, 0xb0_74c6), 1, Some([2.0, 4.0])),
    look("adaptive", (0x6b_4a2b, 0xd9_b48c), 9, Some([9.0, 3.0])),
    look("ours", (0xb5_0f56, 0xff_86b4), 11, None),
    look("ours-2", (0x00_6f8f, 0x6d_d6f2), 10, Some([9.0, 3.0])),
    look("ours-3", (0x7a_5200, 0xe0_b060), 2, Some([3.0, 3.0])),
    look("", (0x56_4bcb, 0xac_a4ff), 4, None),
    look("", (0xbd_3348, 0xff_8592), 7, Some([6.0, 3.0])),
    look("", (0x2a_7330, 0x7b_cb80), 8, Some([3.0, 3.0])),
    look("", (0x1b_62a5, 0x6d_b3f2), 2, Some([9.0, 3.0])),
    look("", (0x9a_5b00, 0xf0_a840), 9, Some([4.0, 2.0])),
    look("", (0x00_776b, 0x4f_d0c0), 10, Some([2.0, 3.0])),
];

/// Number of looks that have a name of their own.
const NAMED: usize = 9;

/// Index in [`LOOKS`] for each of several strategies that are shown together. A name that has no
/// look of its own gets one that depends on the name, and the next free one if another of them has
/// it already.
#[must_use]
pub fn looks_of<N: AsRef<str>>(names: &[N]) -> Vec<usize> {
    let further = LOOKS.len() - NAMED;
    let mut taken = vec![0; further];
    let mut found = vec![0; names.len()];
    let mut sorted: Vec<usize> = (0..names.len()).collect();
    sorted.sort_by_key(|at| names[*at].as_ref());
    for at in sorted {
        let name = names[at].as_ref();
        found[at] = LOOKS[..NAMED].iter().position(|look| look.name == name).unwrap_or_else(|| {
            let wished = name.bytes().fold(7_usize, |sum, byte| (31 * sum + usize::from(byte)) % 10_007);
            let least = taken.iter().copied().min().unwrap_or(0);
            let free = (0..further).map(|step| (wished + step) % further).find(|at| taken[*at] == least);
            let place = free.unwrap_or(0);
            taken[place] += 1;
            NAMED + place
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    // The last digit does not matter here.
    #[allow(clippy::disallowed_methods)]
    fn contrast(one: u32, other: u32) -> f64 {
        let light = |colour: u32| {
            let part = |shift: u32| {
                let share = f64::from(colour >> shift & 255) / 255.0;
                if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let (high, low) = (light(one).max(light(other)), light(one).min(light(other)));
        (high + 0.05) / (low + 0.05)
    }

    #[test]
    fn every_colour_is_read_on_its_ground() {
        for look in LOOKS {
            assert!(contrast(look.light, 0xff_ffff) >= 4.5, "{look:?}");
            assert!(contrast(look.dark, 0x16_181b) >= 4.5, "{look:?}");
        }
    }

    #[test]
    fn a_strategy_looks_the_same_whatever_else_is_shown() {
        let all = ["authentic", "connected", "distributed", "incumbent", "ours", "personalised"];
        for name in all {
            let alone = looks_of(&[name])[0];
            assert_eq!(LOOKS[alone].name, name);
            let together = looks_of(&all);
            assert_eq!(together[all.iter().position(|one| *one == name).unwrap()], alone);
        }
        let own = looks_of(&["hold-the-line"]);
        assert_eq!(looks_of(&["connected", "hold-the-line"])[1], own[0]);
    }

    #[test]
    fn no_two_strategies_have_the_same_look_or_mark() {
        let names: Vec<String> = (0..6).map(|at| format!("plan-{at}")).collect();
        let mut found = looks_of(&names);
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 6, "{found:?}");
        for (at, one) in LOOKS[..NAMED].iter().enumerate() {
            for other in &LOOKS[..at] {
                assert!(one.shape != other.shape && one.light != other.light, "{one:?} {other:?}");
                assert!(one.name != other.name);
            }
        }
        assert!(LOOKS[NAMED..].iter().all(|look| look.name.is_empty()));
    }
}
