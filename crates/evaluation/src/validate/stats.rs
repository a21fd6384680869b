//! Regressions across authorities, and the rank correlation that goes with them.

pub use balcony_study::experiment::stats::spearman;

/// One observation of a regression with two explanatory variables.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// Dependent variable.
    pub y: f64,
    /// First explanatory variable.
    pub first: f64,
    /// Second explanatory variable.
    pub second: f64,
    /// Group of the observation. Observations of one group are correlated.
    pub group: usize,
}

/// Coefficient of the first explanatory variable in a least-squares regression with an intercept,
/// and its standard error. Ungrouped observations are assumed independent with equal variance.
/// Grouped ones have a cluster-robust error (Liang and Zeger 1986, times G/(G-1)). `None` if the
/// observations do not determine the coefficient.
pub fn coefficient(points: &[Point], grouped: bool) -> Option<(f64, f64)> {
    let row = |point: &Point| [1.0, point.first, point.second];
    let mut moment = [[0.0; 3]; 3];
    let mut right = [0.0; 3];
    for point in points {
        let x = row(point);
        for i in 0..3 {
            right[i] += x[i] * point.y;
            for j in 0..3 {
                moment[i][j] += x[i] * x[j];
            }
        }
    }
    let inverse = inverse(moment)?;
    let beta: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| inverse[i][j] * right[j]).sum());
    let left = |point: &Point| point.y - row(point).iter().zip(beta).map(|(x, b)| x * b).sum::<f64>();
    let n = points.len() as f64;
    if !grouped {
        let squares: f64 = points.iter().map(|point| left(point) * left(point)).sum();
        return (n > 3.0).then(|| (beta[1], libm::sqrt(inverse[1][1] * squares / (n - 3.0))));
    }
    let mut scores: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
    for point in points {
        let weight: f64 = row(point).iter().zip(inverse[1]).map(|(x, v)| x * v).sum();
        *scores.entry(point.group).or_default() += weight * left(point);
    }
    let groups = scores.len() as f64;
    let variance: f64 = scores.values().map(|score| score * score).sum::<f64>() * groups / (groups - 1.0);
    (groups > 4.0).then(|| (beta[1], libm::sqrt(variance)))
}

/// Inverse of a 3 x 3 matrix; `None` if it is singular.
fn inverse(m: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let minor = |i: usize, j: usize| {
        let (a, b) = ((i + 1) % 3, (i + 2) % 3);
        let (c, d) = ((j + 1) % 3, (j + 2) % 3);
        m[a][c] * m[b][d] - m[a][d] * m[b][c]
    };
    let determinant = (0..3).map(|j| m[0][j] * minor(0, j)).sum::<f64>();
    let size: f64 = m.iter().map(|row| row.iter().map(|x| x.abs()).sum::<f64>()).product();
    (determinant.abs() > 1e-12 * size)
        .then(|| std::array::from_fn(|i| std::array::from_fn(|j| minor(j, i) / determinant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // y = 1 + 2 first - second, plus errors (+1, -1, -1, +1, 0, 0) that are orthogonal to both, so
    // the coefficient is 2. X'X is diagonal but for n: sum first^2 = 4 + ... by hand below.
    #[test]
    fn a_coefficient_by_hand() {
        let at = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 0.0), (0.0, 0.0)];
        let errors = [1.0, -1.0, -1.0, 1.0, 0.0, 0.0];
        let points: Vec<Point> = at
            .iter()
            .zip(errors)
            .enumerate()
            .map(|(group, ((first, second), error))| Point {
                y: 1.0 + 2.0 * first - second + error,
                first: *first,
                second: *second,
                group,
            })
            .collect();
        // Residual sum of squares 4 over 6 - 3 = 3; (X'X)^-1 for the first variable is 1/4:
        // sqrt(4/3/4).
        let (beta, error) = coefficient(&points, false).unwrap();
        assert!((beta - 2.0).abs() < 1e-12 && (error - libm::sqrt(1.0 / 3.0)).abs() < 1e-12);
        // Each observation is a group: sum (first/4)^2 e^2 = 4/16, times 6/5.
        let (_, error) = coefficient(&points, true).unwrap();
        assert!((error - libm::sqrt(0.25 * 1.2)).abs() < 1e-12);
        assert_eq!(coefficient(&points[..2], false), None);
    }
}
