//! Pictures: a drawing as PDF or PNG, for slides and papers that take no SVG. White paper, black
//! ink, the same shapes and words.
//!
//! The finished SVG is read, style and all, and drawn again: there is one drawing, and the pictures
//! cannot drift from it. `read.rs` knows exactly what `charts::svg` of `balcony-report` writes;
//! anything else is an error, never a picture with something missing. A PDF keeps text as text, in
//! Helvetica, which every reader of PDF has; what Helvetica lacks (Hebrew, say) is drawn from a
//! font of the machine and can still be searched for. A PNG takes all its letters from a font of
//! the machine (`fonts.rs`). What no font has is a box, and is told of.
//!
//! Why not `resvg` and `svg2pdf`: they shape every script, and cost minutes of every build. What is
//! here costs seconds, and shapes none: scripts whose letters join are boxes too. The same results
//! on the same machine give the same bytes: no dates, no random names.

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

    /// Its width and height, in points.
    pub fn size(&self) -> (f32, f32) {
        (self.width, self.height)
    }

    /// What was found.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What those are told who do not see it.
    pub fn about(&self) -> &str {
        &self.about
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
