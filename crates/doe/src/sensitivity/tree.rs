//! A small classification tree that separates classes (Breiman, Friedman, Olshen & Stone 1984),
//! meant to be read by people.
//!
//! Splits are chosen greedily by Gini's impurity. Impurities are compared as exact fractions of
//! whole numbers. Among equally good splits the first factor wins, and then the lowest cut, so the
//! tree is the same on every machine. A split must make the impurity strictly smaller, so two
//! factors that are informative only in combination are not found.

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Number of items by class.
    pub counts: Vec<usize>,
    /// The split; `None` in a leaf.
    pub split: Option<Split>,
}

/// A split by one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Index of the factor.
    pub factor: usize,
    /// Midpoint between the two neighbouring values that it separates.
    pub cut: f64,
    /// Items at or below the cut.
    pub below: Box<Tree>,
    /// Items above the cut.
    pub above: Box<Tree>,
}

/// A leaf and the path to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The splits from the root on: factor, whether the leaf is above the cut, and the cut.
    pub way: Vec<(usize, bool, f64)>,
    /// Number of items by class.
    pub counts: Vec<usize>,
}

/// Grows a tree of at most `depth` levels from `x` (one column per factor) and the class of each
/// item. Classes are numbered below `classes`; no leaf has fewer than `least_leaf` items. Items
/// with a value that is not finite are left out of the tree and of its counts.
///
/// # Panics
/// If a column is not as long as `class`, or a class is not below `classes`.
pub fn split(x: &[Vec<f64>], class: &[usize], classes: usize, depth: u32, least_leaf: usize) -> Tree {
    assert!(x.iter().all(|column| column.len() == class.len()), "one value for each item");
    let items: Vec<usize> =
        (0..class.len()).filter(|item| x.iter().all(|column| column[*item].is_finite())).collect();
    grow(x, class, classes, depth, least_leaf.max(1), &items)
}

fn count(class: &[usize], classes: usize, items: &[usize]) -> Vec<usize> {
    let mut counts = vec![0; classes];
    items.iter().for_each(|item| counts[class[*item]] += 1);
    counts
}

fn grow(
    x: &[Vec<f64>],
    class: &[usize],
    classes: usize,
    depth: u32,
    least_leaf: usize,
    items: &[usize],
) -> Tree {
    let counts = count(class, classes, items);
    let best = if depth == 0 { None } else { best(x, class, &counts, least_leaf, items) };
    let split = best.map(|(factor, cut)| {
        let (below, above): (Vec<usize>, Vec<usize>) =
            items.iter().copied().partition(|item| x[factor][*item] <= cut);
        let branch = |items: &[usize]| Box::new(grow(x, class, classes, depth - 1, least_leaf, items));
        Split { factor, cut, below: branch(&below), above: branch(&above) }
    });
    Tree { counts, split }
}

/// Sum of squares over the sum, as a fraction; a larger value means purer.
fn purity(counts: &[usize]) -> (u128, u128) {
    let squares = counts.iter().map(|count| (*count as u128) * (*count as u128)).sum();
    (squares, counts.iter().map(|count| *count as u128).sum())
}

fn best(
    x: &[Vec<f64>],
    class: &[usize],
    counts: &[usize],
    least_leaf: usize,
    items: &[usize],
) -> Option<(usize, f64)> {
    let mut purest = purity(counts);
    let mut found = None;
    for (factor, column) in x.iter().enumerate() {
        let mut order = items.to_vec();
        order.sort_by(|a, b| column[*a].total_cmp(&column[*b]));
        let (mut below, mut above) = (vec![0; counts.len()], counts.to_vec());
        for (at, pair) in order.windows(2).enumerate() {
            below[class[pair[0]]] += 1;
            above[class[pair[0]]] -= 1;
            let (low, high) = (column[pair[0]], column[pair[1]]);
            if low == high || at + 1 < least_leaf || order.len() - at - 1 < least_leaf {
                continue;
            }
            let ((b, n), (a, m)) = (purity(&below), purity(&above));
            let here = (b * m + a * n, n * m);
            // Exact for up to about 10^6 items, because products stay below 2^128.
            if here.0 * purest.1 > purest.0 * here.1 {
                purest = here;
                let middle = low + (high - low) / 2.0;
                found = Some((factor, if middle < high { middle } else { low }));
            }
        }
    }
    found
}

impl Tree {
    /// The leaves, those below a cut first.
    pub fn leaves(&self) -> Vec<Leaf> {
        let Some(split) = &self.split else {
            return vec![Leaf { way: Vec::new(), counts: self.counts.clone() }];
        };
        let mut leaves = Vec::new();
        for (branch, above) in [(&split.below, false), (&split.above, true)] {
            for mut leaf in branch.leaves() {
                leaf.way.insert(0, (split.factor, above, split.cut));
                leaves.push(leaf);
            }
        }
        leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_rule_is_found() {
        // Class 1 if the second factor is above 0.5 and the first above 0.25.
        let first: Vec<f64> = (0..64).map(|at| f64::from(at % 8) / 8.0).collect();
        let second: Vec<f64> = (0..64).map(|at| f64::from(at / 8) / 8.0).collect();
        let class: Vec<usize> =
            first.iter().zip(&second).map(|(a, b)| usize::from(*b > 0.5 && *a > 0.25)).collect();
        let tree = split(&[first, second], &class, 2, 2, 1);
        let leaves = tree.leaves();
        assert_eq!(tree.counts, [49, 15]);
        let root = tree.split.expect("a split");
        assert_eq!((root.factor, root.cut), (1, 0.5625));
        assert_eq!(root.below.counts, [40, 0]);
        assert_eq!(leaves.len(), 3);
        assert_eq!(
            (leaves[2].way.clone(), leaves[2].counts.clone()),
            (vec![(1, true, 0.5625), (0, true, 0.3125)], vec![0, 15])
        );
    }

    #[test]
    fn ties_go_to_the_first_factor_and_the_lowest_cut() {
        let column = vec![0.0, 1.0, 2.0, 3.0];
        let tree = split(&[column.clone(), column.clone()], &[0, 1, 1, 0], 2, 1, 1);
        let root = tree.split.expect("a split");
        assert_eq!((root.factor, root.cut), (0, 0.5));
        // Cases without gain: XOR, a pure node, a single value.
        let (a, b) = (vec![0.0, 0.0, 1.0, 1.0], vec![0.0, 1.0, 0.0, 1.0]);
        assert!(split(&[a, b], &[0, 1, 1, 0], 2, 2, 1).split.is_none());
        assert!(split(std::slice::from_ref(&column), &[1; 4], 2, 2, 1).split.is_none());
        assert!(split(&[vec![1.0; 4]], &[0, 1, 1, 0], 2, 2, 1).split.is_none());
        assert!(split(&[column], &[0, 1, 1, 1], 2, 2, 2).split.is_none_or(|root| root.cut == 1.5));
    }

    #[test]
    fn items_without_a_value_are_left_out() {
        let tree = split(&[vec![0.0, f64::NAN, 1.0]], &[0, 0, 1], 2, 2, 1);
        assert_eq!(tree.counts, [1, 1]);
        assert_eq!(tree.split.expect("a split").cut, 0.5);
    }
}
