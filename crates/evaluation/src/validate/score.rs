//! Evaluates forecasts: the continuous ranked probability score of a sample, and two forecasts
//! without a model.

use balcony_runs::experiment::stats::{mean, sd, t_quantile};

/// Score of a sample for the observed value y: mean |x - y| - mean |x - x'| / (2 - 2/m). The second
/// mean is over all m^2 pairs, and the factor makes the score fair to small samples. For a single
/// value it is the absolute error; NaN for an empty sample. It has the unit of the figure; less is
/// better.
pub fn crps(sample: &[f64], came: f64) -> f64 {
    let m = sample.len() as f64;
    if sample.is_empty() {
        return f64::NAN;
    }
    let away = sample.iter().map(|x| (x - came).abs()).sum::<f64>() / m;
    if sample.len() == 1 {
        return away;
    }
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    // The sum of |x - x'| over all ordered pairs is 2 sum (2i - m + 1) x(i).
    let spread: f64 = sorted.iter().enumerate().map(|(at, x)| (2.0 * at as f64 - m + 1.0) * x).sum();
    away - 2.0 * spread / (m * m) / (2.0 - 2.0 / m)
}

/// Predictive interval for a further value of a sample, by Student's t, with probability `within`.
/// `error` is the standard error of the sample's mean, and `units` the number of independent units
/// behind it. `None` below two values or units.
pub fn predictive(sample: &[f64], error: f64, units: usize, within: f64) -> Option<(f64, f64)> {
    if sample.len() < 2 || units < 2 {
        return None;
    }
    let (middle, spread) = (mean(sample), sd(sample));
    let half =
        t_quantile(0.5 + within / 2.0, (units - 1) as f64) * libm::sqrt(spread * spread + error * error);
    half.is_finite().then_some((middle - half, middle + half))
}

/// A forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Forecast value.
    pub value: f64,
    /// Equally likely values; only the forecast value itself if it has no spread.
    pub sample: Vec<f64>,
}

/// Forecast that carries the last published year forward. Its spread is that of the earlier changes
/// from year to year, in both directions.
pub fn carried(history: &[(f64, f64)]) -> Option<Forecast> {
    let value = history.last()?.1;
    let steps: Vec<f64> = history
        .windows(2)
        .filter(|pair| pair[1].0 > pair[0].0)
        .map(|pair| ((pair[1].1 - pair[0].1) / libm::sqrt(pair[1].0 - pair[0].0)).abs())
        .collect();
    let mut sample: Vec<f64> = steps.iter().flat_map(|step| [value - step, value + step]).collect();
    if sample.len() < 4 {
        sample = vec![value];
    }
    Some(Forecast { value, sample })
}

/// Forecast from the place's own mean and the national trend (`trend` has years and values, none
/// later than the history). Its spread is that of the residuals.
pub fn trended(history: &[(f64, f64)], trend: &[(f64, f64)], year: f64) -> Option<Forecast> {
    if history.len() < 3 || trend.len() < 3 {
        return None;
    }
    let slope = slope(trend)?;
    let years = mean(&history.iter().map(|point| point.0).collect::<Vec<_>>());
    let level = mean(&history.iter().map(|point| point.1).collect::<Vec<_>>());
    let at = |year: f64| level + slope * (year - years);
    let value = at(year);
    let sample = history.iter().map(|(when, was)| value + was - at(*when)).collect();
    Some(Forecast { value, sample })
}

/// Slope of the least-squares line through the points.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let x = mean(&points.iter().map(|point| point.0).collect::<Vec<_>>());
    let y = mean(&points.iter().map(|point| point.1).collect::<Vec<_>>());
    let square: f64 = points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum();
    let product: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    (square > 0.0).then(|| product / square)
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand: {1, 3} against 2: mean |x - y| = 1; mean |x - x'| = (0 + 2 + 2 + 0)/4 = 1, over 2 -
    // 1 = 1: 1 - 1 = 0. {0, 1, 5} against 2: (2 + 1 + 3)/3 = 2; pairs 2 (1 + 5 + 4)/9 = 20/9, over
    // 4/3: 5/3; 2 - 5/3 = 1/3.
    #[test]
    fn scores_by_hand() {
        assert!((crps(&[1.0, 3.0], 2.0) - 0.0).abs() < 1e-12);
        assert!((crps(&[5.0, 0.0, 1.0], 2.0) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(crps(&[4.0], 2.5), 1.5);
        assert_eq!(crps(&[4.0, 4.0, 4.0], 2.5), 1.5);
        assert!(crps(&[], 1.0).is_nan());
    }

    // For the middle of a long regular sample of the uniform distribution on 0 to 1, the score is
    // 1/12.
    #[test]
    fn the_score_of_a_uniform_forecast() {
        let sample: Vec<f64> = (0..2000).map(|at| (f64::from(at) + 0.5) / 2000.0).collect();
        assert!((crps(&sample, 0.5) - 1.0 / 12.0).abs() < 1e-3);
    }

    // Mean 2, s.d. 1 of {1, 2, 3}; t(2, .95) = 2.919986.
    #[test]
    fn a_further_value_by_students_t() {
        let (low, high) = predictive(&[1.0, 2.0, 3.0], 0.0, 3, 0.9).unwrap();
        assert!((low - (2.0 - 2.919_986)).abs() < 1e-5 && (high - (2.0 + 2.919_986)).abs() < 1e-5);
        assert_eq!(predictive(&[1.0], 0.1, 3, 0.9), None);
        // Two parameter samples give the four values: t(1, .95) = 6.313752.
        let (low, _) = predictive(&[1.0, 1.0, 3.0, 3.0], 0.0, 2, 0.9).unwrap();
        assert!((low - (2.0 - 6.313_752 * libm::sqrt(4.0 / 3.0))).abs() < 1e-4);
    }

    #[test]
    fn forecasts_without_a_model_by_hand() {
        let history = [(2015.0, 10.0), (2016.0, 12.0), (2017.0, 11.0)];
        let last = carried(&history).unwrap();
        assert_eq!((last.value, &last.sample[..]), (11.0, &[9.0, 13.0, 10.0, 12.0][..]));
        assert_eq!(carried(&history[..1]).unwrap().sample, [10.0]);
        assert_eq!(carried(&[]), None);
        // Own mean 11 at 2016; the national trend rises by 2 a year; 2018 is two years later.
        let nation = [(2015.0, 100.0), (2016.0, 102.0), (2017.0, 104.0)];
        let trend = trended(&history, &nation, 2018.0).unwrap();
        assert!((trend.value - 15.0).abs() < 1e-12);
        // Residuals: 10 - 9, 12 - 11, 11 - 13.
        assert_eq!(trend.sample.iter().map(|x| (x - 15.0).round()).collect::<Vec<_>>(), [1.0, 1.0, -2.0]);
        assert_eq!(trended(&history[..2], &nation, 2018.0), None);
    }
}
