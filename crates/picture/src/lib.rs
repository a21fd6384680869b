//! Pictures: a drawing as PDF or PNG, for slides and papers that take no SVG. White paper, black
//! ink, the same shapes and words.
//!
//! Both are written from the list of shapes that the SVG is written from too (`balcony-drawing`). A
//! PDF keeps text as text, in Helvetica, which every reader of PDF has; what Helvetica lacks
//! (Hebrew, say) is drawn from a font of the machine and can still be searched for. A PNG takes all
//! its letters from a font of the machine (`fonts.rs`). What no font has is a box, and is told of.
//!
//! Why not `resvg` and `svg2pdf`: they shape every script, and cost minutes of every build. What is
//! here costs seconds, and shapes none: scripts whose letters join are boxes too. The same results
//! on the same machine give the same bytes: no dates, no random names.

mod fonts;
mod helvetica;
mod pdf;
mod png;

use balcony_drawing::{Anchor, Figure, Ink, Point};
pub use fonts::Fonts;
pub use pdf::pdf;
pub use png::png;

/// How hard bytes are pressed together: `zlib`'s own choice.
const LEVEL: u8 = 6;

/// A picture in its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What to write into a file.
    pub bytes: Vec<u8>,
    /// Signs that no font of the machine could show: each is a box.
    pub boxes: Vec<char>,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// A PNG has no letters of its own.
    #[error(
        "no font was found for the letters of a .png; install Liberation Sans or DejaVu Sans, or keep the chart as .pdf or .svg, which \
         need none"
    )]
    NoFont,
    /// More pixels than can be drawn.
    #[error(
        "a picture of {0} by {1} pixels is too large to be drawn; try a smaller --scale or --width, or .svg"
    )]
    TooLarge(u32, u32),
}

/// What is drawn for a figure: the numbers have the two digits that they have in the SVG.
enum Drawn<'a> {
    /// Words at a point; the share of their width that lies left of it.
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

/// A colour on white paper: red, green and blue, and how dense it is.
fn on_paper((ink, density): (Ink, f64)) -> ([u8; 3], f32) {
    let rgb = match ink {
        Ink::Text => [0; 3],
        Ink::Rgb(rgb) => rgb,
    };
    (rgb, rounded(density))
}
