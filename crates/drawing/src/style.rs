//! Styles of shapes: classes that many shapes share, and properties of single shapes. One table
//! (`RULES`) gives both the style sheet of every SVG and the look of every PDF and PNG.

use crate::{Figure, Shape};
use std::fmt;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// That of the text around the drawing, which follows the reader's light or dark mode.
    Text,
    /// Red, green and blue.
    Rgb([u8; 3]),
}

/// Colours of series that are no strategies, by number.
const INKS: [Ink; 7] = [
    Ink::rgb(0x0072b2),
    Ink::rgb(0xd55e00),
    Ink::rgb(0x009e73),
    Ink::rgb(0xcc79a7),
    Ink::rgb(0xe69f00),
    Ink::rgb(0x56b4e9),
    Ink::rgb(0x7f7f7f),
];

impl Ink {
    /// A colour by its six digits.
    #[must_use]
    pub const fn rgb(digits: u32) -> Self {
        let [_, red, green, blue] = digits.to_be_bytes();
        Self::Rgb([red, green, blue])
    }

    /// The colour of a series that is no strategy, by its number.
    #[must_use]
    pub fn of_series(number: usize) -> Self {
        INKS[number % INKS.len()]
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => out.write_str("currentColor"),
            Self::Rgb([red, green, blue]) => write!(out, "#{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

/// A property of a style.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Property {
    /// Colour of the filling; none for no filling.
    Fill(Option<Ink>),
    /// Colour of the lines.
    Stroke(Ink),
    /// Opacity of the filling, 0 to 1.
    FillOpacity(f64),
    /// The same for a computed value, which SVG gets with two digits, like a coordinate.
    Shade(f64),
    /// Opacity of the lines.
    StrokeOpacity(f64),
    /// Opacity of the whole shape.
    Opacity(f64),
    /// Width of the lines.
    StrokeWidth(f64),
    /// The same for a computed value.
    Width(f64),
    /// Lines end round.
    RoundEnds,
    /// Lines turn round.
    RoundJoins,
    /// Lengths of dashes and of gaps.
    Dashes([f64; 2]),
    /// The reader's own font in this size.
    Font(f64),
    /// The size of letters.
    FontSize(f64),
    /// Letters are bold.
    Bold,
}

impl Property {
    /// Its name and value in SVG.
    pub(crate) fn said(self) -> (&'static str, String) {
        match self {
            Self::Fill(ink) => ("fill", ink.map_or("none".to_owned(), |ink| ink.to_string())),
            Self::Stroke(ink) => ("stroke", ink.to_string()),
            Self::FillOpacity(share) => ("fill-opacity", short(share)),
            Self::Shade(share) => ("fill-opacity", format!("{share:.2}")),
            Self::StrokeOpacity(share) => ("stroke-opacity", short(share)),
            Self::Opacity(share) => ("opacity", short(share)),
            Self::StrokeWidth(width) => ("stroke-width", short(width)),
            Self::Width(width) => ("stroke-width", format!("{width:.2}")),
            Self::RoundEnds => ("stroke-linecap", "round".to_owned()),
            Self::RoundJoins => ("stroke-linejoin", "round".to_owned()),
            Self::Dashes([on, off]) => ("stroke-dasharray", format!("{} {}", short(on), short(off))),
            Self::Font(size) => ("font", format!("{}px system-ui,sans-serif", short(size))),
            Self::FontSize(size) => ("font-size", format!("{}px", short(size))),
            Self::Bold => ("font-weight", "600".to_owned()),
        }
    }
}

/// A number of a style: `.5`, `1.7`, `14`.
fn short(number: f64) -> String {
    let text = number.to_string();
    text.strip_prefix('0').filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}

/// A style that many shapes share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Nothing of its own.
    Plain,
    /// Small text.
    Small,
    /// Bold text.
    Strong,
    /// Fainter.
    Faint,
    /// Small text, fainter.
    SmallFaint,
    /// Small text, bold.
    SmallStrong,
    /// An axis.
    Axis,
    /// A line across, beside a number of an axis.
    Grid,
    /// Where a difference is nothing.
    Zero,
    /// What does not matter.
    Band,
    /// A mark of a strategy.
    Mark,
    /// An interval.
    Bar,
    /// A curve.
    Curve,
    /// One of many dots that may lie on each other.
    Cloud,
}

impl Class {
    /// Its names in SVG, with a space between two.
    pub(crate) fn names(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Small => "small",
            Self::Strong => "strong",
            Self::Faint => "faint",
            Self::SmallFaint => "small faint",
            Self::SmallStrong => "small strong",
            Self::Axis => "axis",
            Self::Grid => "grid",
            Self::Zero => "zero",
            Self::Band => "band",
            Self::Mark => "mark",
            Self::Bar => "bar",
            Self::Curve => "curve",
            Self::Cloud => "cloud",
        }
    }
}

/// Properties of every text.
const TEXT: &[Property] = &[Property::Font(14.0), Property::Fill(Some(Ink::Text))];

/// Properties of each class. Where two classes set the same property, the later row wins.
const RULES: &[(&str, &[Property])] = &[
    ("small", &[Property::FontSize(12.0)]),
    ("strong", &[Property::Bold]),
    ("faint", &[Property::Opacity(0.72)]),
    ("axis", &[Property::Stroke(Ink::Text), Property::StrokeWidth(1.0)]),
    ("grid", &[Property::Stroke(Ink::Text), Property::StrokeOpacity(0.18)]),
    ("zero", &[Property::Stroke(Ink::Text), Property::StrokeWidth(1.5)]),
    ("band", &[Property::Fill(Some(Ink::Text)), Property::FillOpacity(0.1)]),
    ("mark", &[Property::Stroke(Ink::Text), Property::StrokeWidth(1.0)]),
    ("bar", &[Property::StrokeWidth(3.0), Property::RoundEnds]),
    ("curve", &[Property::Fill(None), Property::StrokeWidth(2.5), Property::RoundJoins]),
    ("cloud", &[Property::FillOpacity(0.35)]),
];

/// The style sheet inside every SVG.
#[must_use]
pub fn style() -> String {
    let rule = |name: &str, sets: &[Property]| {
        let sets: Vec<String> =
            sets.iter().map(|set| set.said()).map(|(key, value)| format!("{key}:{value}")).collect();
        format!("{name}{{{}}}", sets.join(";"))
    };
    let classes = RULES.iter().map(|(name, sets)| rule(&format!(".{name}"), sets));
    std::iter::once(rule("text", TEXT)).chain(classes).collect()
}

/// The resolved style of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Colour and opacity of the filling; none for no filling.
    pub fill: Option<(Ink, f64)>,
    /// Colour and opacity of the lines; none for no lines.
    pub stroke: Option<(Ink, f64)>,
    /// Width of the lines.
    pub width: f64,
    /// Whether lines end round.
    pub round_ends: bool,
    /// Whether lines turn round.
    pub round_joins: bool,
    /// How far lines are drawn and left out.
    pub dashes: Option<[f64; 2]>,
    /// The size of letters.
    pub size: f64,
    /// Whether letters are bold.
    pub strong: bool,
}

impl Shape {
    /// Resolves the style in the order of SVG: own properties, then those of every text, then those
    /// of the class.
    #[must_use]
    pub fn look(&self) -> Look {
        let (mut fill, mut stroke) = (Some(Ink::Text), None);
        let (mut filled, mut stroked, mut all) = (1.0, 1.0, 1.0);
        let mut look = Look {
            fill: None,
            stroke: None,
            width: 1.0,
            round_ends: false,
            round_joins: false,
            dashes: None,
            size: 16.0,
            strong: false,
        };
        let text = if matches!(self.figure, Figure::Text { .. }) { TEXT } else { &[] };
        let names = self.class.map_or("", Class::names);
        let classed = RULES.iter().filter(|(name, _)| names.split(' ').any(|own| own == *name));
        for set in self.own.iter().chain(text).chain(classed.flat_map(|(_, sets)| *sets)) {
            match *set {
                Property::Fill(ink) => fill = ink,
                Property::Stroke(ink) => stroke = Some(ink),
                Property::FillOpacity(share) | Property::Shade(share) => filled = share,
                Property::StrokeOpacity(share) => stroked = share,
                Property::Opacity(share) => all = share,
                Property::StrokeWidth(width) | Property::Width(width) => look.width = width,
                Property::RoundEnds => look.round_ends = true,
                Property::RoundJoins => look.round_joins = true,
                Property::Dashes(dashes) => look.dashes = Some(dashes),
                Property::Font(size) | Property::FontSize(size) => look.size = size,
                Property::Bold => look.strong = true,
            }
        }
        if matches!(self.figure, Figure::Line { .. }) {
            fill = None;
        }
        look.fill = fill.map(|ink| (ink, filled * all));
        look.stroke = stroke.map(|ink| (ink, stroked * all));
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Anchor, Drawing};

    // The server sends browsers a digest of this text.
    #[test]
    fn the_style_is_written_from_the_table() {
        assert_eq!(
            style(),
            "text{font:14px system-ui,sans-serif;fill:currentColor}.small{font-size:12px}.strong{font-weight:600}\
             .faint{opacity:.72}.axis{stroke:currentColor;stroke-width:1}.grid{stroke:currentColor;stroke-opacity:.18}\
             .zero{stroke:currentColor;stroke-width:1.5}.band{fill:currentColor;fill-opacity:.1}.mark{stroke:currentColor;stroke-width:1}\
             .bar{stroke-width:3;stroke-linecap:round}.curve{fill:none;stroke-width:2.5;stroke-linejoin:round}.cloud{fill-opacity:.35}"
        );
    }

    // A class without a row would be drawn plainly, and no other test would see it.
    #[test]
    fn every_name_of_a_class_has_a_rule() {
        use Class::*;
        let all =
            [Small, Strong, Faint, SmallFaint, SmallStrong, Axis, Grid, Zero, Band, Mark, Bar, Curve, Cloud];
        for name in all.iter().flat_map(|class| class.names().split(' ')) {
            assert!(RULES.iter().any(|(rule, _)| *rule == name), "{name}");
        }
    }

    // A class wins over own properties, and the later of two rules over the earlier.
    #[test]
    fn styles_are_laid_over_each_other() {
        let mut drawing = Drawing::new(10.0);
        drawing.dot((1.0, 2.0), 3.0, Class::Faint, Ink::rgb(0x102030));
        drawing.text((1.0, 2.0), Anchor::End, Class::SmallStrong, "a");
        drawing.line((1.0, 2.0), (3.0, 4.0), Class::Bar, Some(Ink::Text));
        drawing.tie((1.0, 2.0), (3.0, 4.0), 2.5, Ink::Text);
        let [dot, text, line, tie] = [0, 1, 2, 3].map(|at| drawing.shapes()[at].look());
        assert_eq!((dot.fill, dot.stroke), (Some((Ink::Rgb([16, 32, 48]), 0.72)), None));
        assert_eq!((text.size, text.strong, text.fill), (12.0, true, Some((Ink::Text, 1.0))));
        assert_eq!((line.fill, line.width, line.round_ends), (None, 3.0, true));
        assert_eq!((tie.stroke, tie.width), (Some((Ink::Text, 1.0)), 2.5));
    }
}
