//! Pictures: a drawing as PDF or PNG, for slides and papers that take no SVG. White paper, black
//! ink, the same shapes and words.
//!
//! Both writers read the list of shapes from which the SVG is written (`balcony-drawing`). A PDF
//! keeps text as text in Helvetica, which every PDF reader has. Characters that Helvetica lacks
//! (Hebrew, for example) are drawn from the bundled font and can still be searched for. A PNG takes
//! all its letters from the bundled font (`fonts.rs`). A character that this font lacks is drawn as
//! a box and reported.
//!
//! Why not `resvg` and `svg2pdf`: they shape every script, and cost minutes of every build. What is
//! here costs seconds, but shapes no text: the font has no script whose letters join. The same
//! results give the same bytes: no dates, no random names, no fonts of the machine.

mod fonts;
mod helvetica;
mod pdf;
mod png;

use balcony_drawing::{Anchor, Figure, Ink, Point};
pub use pdf::pdf;
pub use png::png;
use std::collections::BTreeSet;

/// How hard bytes are pressed together: `zlib`'s own choice.
const LEVEL: u8 = 6;

/// A picture in its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What to write into a file.
    pub bytes: Vec<u8>,
    /// Characters that the font lacks. Each is drawn as a box.
    pub boxes: Vec<char>,
}

impl Made {
    fn new(bytes: Vec<u8>, boxes: BTreeSet<char>) -> Self {
        Self { bytes, boxes: boxes.into_iter().collect() }
    }
}

/// More pixels than can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a picture of {width} by {height} pixels is too large to be drawn; try a smaller --scale or --width, or .svg"
)]
pub struct TooLarge {
    width: u32,
    height: u32,
}

/// A figure as both writers draw it. Numbers are rounded to two digits, as in the SVG.
enum Drawn<'a> {
    /// Words at a point. `before` is the share of their width to the left of it.
    Text { at: (f32, f32), before: f32, words: &'a str },
    /// Straight lines through points.
    Lines { points: Vec<(f32, f32)>, closed: bool },
    /// A circle.
    Circle { at: (f32, f32), radius: f32 },
}

impl<'a> From<&'a Figure> for Drawn<'a> {
    fn from(figure: &'a Figure) -> Self {
        let lines = |points: &[Point], closed| Drawn::Lines {
            points: points.iter().copied().map(place).collect(),
            closed,
        };
        match figure {
            Figure::Text { at, anchor, words } => {
                let before = match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => 0.5,
                    Anchor::End => 1.0,
                };
                Drawn::Text { at: place(*at), before, words }
            }
            Figure::Line { from, to } => lines(&[*from, *to], false),
            Figure::Rect { at, size } => {
                let ((x, y), (width, height)) = (place(*at), place(*size));
                let points = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
                Drawn::Lines { points, closed: true }
            }
            Figure::Circle { at, radius } => Drawn::Circle { at: place(*at), radius: rounded(*radius) },
            Figure::Polyline(points) => lines(points, false),
            Figure::Polygon(points) => lines(points, true),
        }
    }
}

fn rounded(number: f64) -> f32 {
    ((number * 100.0).round() / 100.0) as f32
}

fn place((x, y): Point) -> (f32, f32) {
    (rounded(x), rounded(y))
}

/// A colour on white paper, and its opacity.
fn on_paper((ink, opacity): (Ink, f64)) -> ([u8; 3], f32) {
    let rgb = match ink {
        Ink::Text => [0; 3],
        Ink::Rgb(rgb) => rgb,
    };
    (rgb, rounded(opacity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_drawing::{Class, Drawing};

    #[test]
    fn all_that_a_drawing_can_hold_is_in_both_pictures_and_words_alike() {
        let mut drawing = Drawing::new(300.0);
        drawing.grow(200.0);
        drawing.describe("What was found", "All there is");
        let (a, b, ink) = ((10.0, 20.0), (60.0, 70.0), Ink::rgb(0x0072b2));
        for class in [Class::Plain, Class::Small, Class::Strong, Class::SmallFaint] {
            drawing.text(a, Anchor::Middle, class, "a < b & \"c\" − שלום 👧");
        }
        drawing.line(a, b, Class::Axis, None);
        drawing.rect(a, b, Class::Band);
        (0..12).for_each(|shape| drawing.shape(b, 5.0, shape, ink));
        drawing.dotted(&[a, b]);
        drawing.between(&[a, b], &[b, a], ink);
        let (paper, pixels) = (pdf(&drawing), png(&drawing, 1).expect("small enough"));
        assert!(paper.bytes.starts_with(b"%PDF") && pixels.bytes.starts_with(b"\x89PNG"));
        assert_eq!((&paper.boxes[..], &pixels.boxes[..]), (&['👧'][..], &['👧'][..]));
        assert_eq!((&paper, Ok(&pixels)), (&pdf(&drawing), png(&drawing, 1).as_ref()), "the same bytes");
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused() {
        let mut drawing = Drawing::new(4000.0);
        drawing.grow(10.0);
        let error = png(&drawing, 4).expect_err("too large").to_string();
        assert!(error.contains("16000 by 40 pixels"), "{error}");
    }
}
