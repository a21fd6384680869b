//! From figures to places on the paper, and the round numbers beside an axis.

/// A straight scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From a range of figures, widened a little, to a range of places. A range of one figure is
    /// widened to have a length.
    pub(super) fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let room = match high - low {
            0.0 => low.abs().max(1.0) * 0.05,
            length => length * 0.04,
        };
        Self { low: low - room, high: high + room, from, to }
    }

    /// The same without room at the ends: what fills a panel from edge to edge.
    pub(super) fn tight(low: f64, high: f64, from: f64, to: f64) -> Self {
        Self { low, high: if high > low { high } else { low + 1.0 }, from, to }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Round numbers within it, about so many.
    pub(super) fn ticks(&self, about: usize) -> Vec<f64> {
        let about = about.max(1);
        let ticks = self.ticks_of(about);
        // One tick alone says nothing of the scale.
        if ticks.len() < 2 { self.ticks_of(2 * about + 1) } else { ticks }
    }

    fn ticks_of(&self, about: usize) -> Vec<f64> {
        let rough = (self.high - self.low) / about as f64;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= rough * 0.999).unwrap_or(10.0)
                * power;
        let first = libm::ceil(self.low / step - 1e-9) as i64;
        let last = libm::floor(self.high / step + 1e-9) as i64;
        (first..=last).map(|n| n as f64 * step).collect()
    }
}

/// Digits that tell ticks apart.
pub(super) fn digits(ticks: &[f64]) -> u8 {
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if !step.is_finite() {
        // One tick alone: as many digits as it has.
        let short = |digits: &u8| {
            let shifted = ticks.first().copied().unwrap_or(0.0) * libm::pow(10.0, f64::from(*digits));
            (shifted - libm::round(shifted)).abs() < 1e-6
        };
        return (0_u8..6).find(short).unwrap_or(6);
    }
    (0_u8..6).find(|digits| step * libm::pow(10.0, f64::from(*digits)) >= 0.999).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let scale = Scale::new(0.013, 0.087, 0.0, 100.0);
        let ticks = scale.ticks(4);
        assert_eq!(
            ticks.iter().map(|tick| format!("{tick:.*}", usize::from(digits(&ticks)))).collect::<Vec<_>>(),
            ["0.02", "0.04", "0.06", "0.08"]
        );
        assert!(ticks.iter().all(|tick| (0.0..=100.0).contains(&scale.at(*tick))));
        assert_eq!((digits(&[12_000.0]), digits(&[0.25]), digits(&[])), (0, 2, 0));
        // Seen with 0.5 alone, on a phone.
        let narrow = Scale::new(0.28, 0.74, 0.0, 340.0).ticks(1);
        assert!(narrow.len() >= 2, "{narrow:?}");
        let point = Scale::new(3.0, 3.0, 0.0, 10.0);
        assert!((point.at(3.0) - 5.0).abs() < 1e-9);
    }
}
