//! Pictures: a drawing as PDF or PNG, for slides and papers that take no SVG. White paper, black ink, the same shapes and words.
//!
//! The finished SVG is read, style and all, and drawn again: there is one drawing, and the pictures cannot drift from it. `read.rs` knows
//! exactly what `svg.rs` writes; anything else is an error, never a picture with something missing. A PDF keeps text as text, in Helvetica,
//! which every reader of PDF has; what Helvetica lacks (Hebrew, say) is drawn from a font of the machine and can still be searched for.
//! A PNG takes all its letters from a font of the machine (`fonts.rs`). What no font has is a box, and is told of.
//!
//! Why not `resvg` and `svg2pdf`: they shape every script, and cost minutes of every build. What is here costs seconds, and shapes none: scripts
//! whose letters join are boxes too. The same results on the same machine give the same bytes: no dates, no random names.

mod fonts;
mod helvetica;
mod pdf;
mod png;
mod read;

pub use fonts::Fonts;

/// How hard bytes are pressed together: `zlib`'s own choice.
const LEVEL: u8 = 6;

/// A drawing that was read, ready to be drawn again.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    width: f32,
    height: f32,
    title: String,
    about: String,
    shapes: Vec<Shape>,
}

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
    /// The drawing holds what pictures do not know.
    #[error("the drawing holds {0}, which pictures do not know; keep it as .svg")]
    Unknown(String),
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

/// A colour and how much of it, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ink {
    rgb: [u8; 3],
    alpha: f32,
}

/// How a shape is drawn. Opacities are kept apart until it is known what is filled.
#[derive(Debug, Clone, PartialEq)]
struct Style {
    fill: Option<[u8; 3]>,
    stroke: Option<[u8; 3]>,
    fill_opacity: f32,
    stroke_opacity: f32,
    opacity: f32,
    width: f32,
    round_ends: bool,
    round_joins: bool,
    dashes: Vec<f32>,
    size: f32,
    strong: bool,
}

impl Style {
    fn filled(&self) -> Option<Ink> {
        self.fill.map(|rgb| Ink { rgb, alpha: self.fill_opacity * self.opacity })
    }

    fn stroked(&self) -> Option<Ink> {
        self.stroke.map(|rgb| Ink { rgb, alpha: self.stroke_opacity * self.opacity })
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Shape {
    figure: Figure,
    style: Style,
}

#[derive(Debug, Clone, PartialEq)]
enum Figure {
    /// Words at a point; the share of their width that lies left of it.
    Text {
        at: (f32, f32),
        before: f32,
        words: String,
    },
    /// Straight lines through points.
    Lines {
        points: Vec<(f32, f32)>,
        closed: bool,
    },
    Circle {
        at: (f32, f32),
        radius: f32,
    },
}

impl Picture {
    /// Reads a drawing of this program.
    ///
    /// # Errors
    ///
    /// The drawing holds what pictures do not know.
    pub fn read(svg: &str) -> Result<Self, NoPicture> {
        read::picture(svg).map_err(NoPicture::Unknown)
    }

    /// The picture as PDF: one page of its size.
    #[must_use]
    pub fn pdf(&self, fonts: &Fonts) -> Made {
        pdf::make(self, fonts)
    }

    /// The picture as PNG, so many pixels to the point.
    ///
    /// # Errors
    ///
    /// There is no font, or the picture is too large.
    pub fn png(&self, fonts: &Fonts, scale: u8) -> Result<Made, NoPicture> {
        png::make(self, fonts, scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::svg::{Anchor, Drawing};

    /// A drawing with everything that a drawing can hold.
    fn everything() -> String {
        let mut drawing = Drawing::new(300.0);
        drawing.grow(200.0);
        let (a, b) = ((10.0, 20.0), (60.0, 70.0));
        for class in ["", "small", "strong", "small faint"] {
            drawing.text(a, Anchor::Start, class, "a < b & \"c\" − שלום 👧");
        }
        drawing.text(a, Anchor::Middle, "", "b");
        drawing.text(a, Anchor::End, "", "c");
        drawing.heading(10.0, "What was found", true);
        for class in ["axis", "grid", "zero", "bar"] {
            drawing.line(a, b, class, Some("#0072b2"));
        }
        drawing.rect(a, b, "band");
        drawing.bar(a, b, "#0072b2");
        drawing.dot(a, 3.0, "cloud", "#0072b2");
        (0..12).for_each(|arm| drawing.mark(b, arm));
        drawing.shape(a, 4.0, 2, "currentColor");
        drawing.shade(a, b, 0.4);
        drawing.tie(a, b, 2.5, "#0072b2");
        drawing.ring(a, 5.0);
        drawing.fine(&[a, b], "#0072b2");
        drawing.dotted(&[a, b]);
        drawing.curve(&[a, b], "#0072b2");
        drawing.between(&[a, b], &[b, a], "#0072b2");
        drawing.finish("all", "What was found", "All there is")
    }

    // Seen to fail with a method of `Drawing` that `everything` did not call.
    #[test]
    fn pictures_know_every_primitive() {
        let source = include_str!("../svg.rs").split("#[cfg(test)]").next().expect("the code");
        let body = source.split_once("impl Drawing {").expect("the drawing").1;
        let body = body.split_once("\n}\n").expect("its end").0;
        let here = include_str!("mod.rs");
        let mut known = 0;
        for name in body.split("pub(super) fn ").skip(1).filter_map(|rest| rest.split('(').next()) {
            let called = here.contains(&format!("drawing.{name}(")) || name == "new";
            assert!(called, "`everything` does not draw `{name}`: do pictures know it?");
            known += 1;
        }
        assert!(known > 15);
        let picture = Picture::read(&everything()).expect("all of it is known");
        assert_eq!((picture.width, picture.height), (300.0, 200.0));
        assert_eq!((&*picture.title, &*picture.about), ("What was found", "All there is"));
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        let svg = everything();
        for (from, to, said) in [
            ("<circle ", "<ellipse ", "ellipse"),
            ("class=\"band\"", "class=\"bond\"", "bond"),
            ("class=\"band\"", "class=\"band\" rx=\"3\"", "rx"),
            (".band{", ".band{filter:blur(2px);", "filter"),
            (".band{", "g .band{", "g .band"),
            ("stroke-linecap:round", "stroke-linecap:square", "square"),
            ("fill=\"#0072b2\"", "fill=\"teal\"", "teal"),
            ("&amp;", "&nbsp;", "&nbsp;"),
        ] {
            assert!(svg.contains(from), "{from}");
            let error = Picture::read(&svg.replacen(from, to, 1)).expect_err(to);
            assert!(error.to_string().contains(said), "{to}: {error}");
        }
    }

    #[test]
    fn without_a_font_a_pdf_has_boxes_and_there_is_no_png() {
        let picture = Picture::read(&everything()).expect("a drawing");
        let none = Fonts::none();
        assert_eq!(picture.png(&none, 1), Err(NoPicture::NoFont));
        let made = picture.pdf(&none);
        assert!(made.bytes.starts_with(b"%PDF"));
        assert_eq!(made.boxes, ['ו', 'ל', 'ם', 'ש', '👧']);
        assert_eq!(made, picture.pdf(&none), "the same bytes");
    }
}
