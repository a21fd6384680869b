//! The bundled font, and words as outlines. Arimo has the widths of Helvetica, so PDF and PNG look
//! alike. `fonts/subset.sh` says which characters the subset keeps.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::BTreeSet;
use unicode_bidi::{BidiInfo, Level};

const PLAIN: &[u8] = include_bytes!("../fonts/Arimo-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../fonts/Arimo-Bold.ttf");

/// A part of an outline: to the right and down from where the words begin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Quad(f32, f32, f32, f32),
    Cubic(f32, f32, f32, f32, f32, f32),
    Close,
}

/// Words in outlines.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    pub(super) steps: Vec<Step>,
    pub(super) width: f32,
}

/// Words of one direction: as they are said, and as they stand from left to right.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) said: String,
    pub(super) seen: String,
}

/// Outlines of words that are in visual order already. A character that the font lacks becomes the
/// font's missing-glyph box and is added to `boxes`.
pub(super) fn outlines(text: &str, strong: bool, size: f32, boxes: &mut BTreeSet<char>) -> Outlines {
    let font = FontRef::new(if strong { STRONG } else { PLAIN }).expect("the bundled font can be read");
    let (own, usual) = (Size::unscaled(), LocationRef::default());
    let scale = size / f32::from(font.metrics(own, usual).units_per_em);
    let (signs, shapes, widths) = (font.charmap(), font.outline_glyphs(), font.glyph_metrics(own, usual));
    let mut out = Outlines::default();
    for sign in text.chars().filter(|sign| !is_silent(*sign)) {
        let glyph = signs.map(sign).filter(|glyph| *glyph != GlyphId::NOTDEF).unwrap_or_else(|| {
            boxes.insert(sign);
            GlyphId::NOTDEF
        });
        if let Some(shape) = shapes.get(glyph) {
            let mut pen = Pen { scale, left: out.width, steps: &mut out.steps };
            shape.draw(DrawSettings::unhinted(own, usual), &mut pen).expect("the bundled font can be drawn");
        }
        out.width += widths.advance_width(glyph).unwrap_or(0.0) * scale;
    }
    out
}

/// Lays an outline of a font, whose heights go up, behind what is drawn already.
struct Pen<'a> {
    scale: f32,
    left: f32,
    steps: &'a mut Vec<Step>,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, -y * self.scale)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.steps.push(Step::Move(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.steps.push(Step::Line(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.steps.push(Step::Quad(x1, y1, x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.steps.push(Step::Cubic(x1, y1, x2, y2, x, y));
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

/// A line of text in stretches of one direction, from left to right as they stand on paper.
pub(super) fn stretches(text: &str) -> Vec<Stretch> {
    let info = BidiInfo::new(text, Some(Level::ltr()));
    let Some(line) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(line, line.range.clone());
    let stretch = |run: std::ops::Range<usize>| {
        let said = text[run.clone()].to_owned();
        let seen =
            if levels[run.start].is_rtl() { said.chars().rev().map(turned).collect() } else { said.clone() };
        Stretch { said, seen }
    };
    runs.into_iter().map(stretch).collect()
}

/// A bracket as it stands in words from right to left.
fn turned(sign: char) -> char {
    match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '<' => '>',
        '>' => '<',
        other => other,
    }
}

/// Signs that steer others and have no shape.
fn is_silent(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helvetica;

    #[test]
    fn words_from_right_to_left_stand_so() {
        let seen = |text| stretches(text).into_iter().map(|stretch| stretch.seen).collect::<String>();
        assert_eq!(seen("better than (incumbent)"), "better than (incumbent)");
        assert_eq!(seen("than אב (ג) better"), "than (ג) בא better");
        assert_eq!(seen(""), "");
        let said: Vec<String> = stretches("a אב c").into_iter().map(|stretch| stretch.said).collect();
        assert_eq!(said, ["a ", "אב", " c"]);
    }

    // Seen to fail with a subset without U+2022.
    #[test]
    fn letters_are_as_wide_as_those_of_helvetica() {
        for strong in [false, true] {
            for sign in (' '..='\u{17f}').chain("−–—‘’‚“”„†‡•…‰‹›€™".chars())
            {
                let letter = sign.is_ascii() || sign.is_alphabetic() || sign > '\u{17f}';
                let Some(byte) = helvetica::byte(sign).filter(|_| letter) else { continue };
                let mut boxes = BTreeSet::new();
                let ours = outlines(&sign.to_string(), strong, 1.0, &mut boxes).width;
                let theirs = helvetica::width(&[byte], strong);
                assert!(boxes.is_empty() && (ours - theirs).abs() < 0.04, "{sign}: {ours}, {theirs}");
            }
        }
    }

    #[test]
    fn the_signs_of_europe_and_of_mathematics_are_there() {
        let mut boxes = BTreeSet::new();
        let latin: String = (' '..='~').chain('\u{a0}'..='\u{17f}').collect();
        for text in [&latin, "ẀẁẂẃẄẅỲỳŴŵŶŷ", "ȘșȚț", "ΑΩαωΔΣμπ", "Яя", "אבגש", "←↑→↓↔−√∞≈≠≤≥×÷±¼½¾⅓", "€₪₹₺₽"]
        {
            for strong in [false, true] {
                assert!(
                    outlines(text, strong, 10.0, &mut boxes).width > 0.0 && boxes.is_empty(),
                    "{boxes:?}"
                );
            }
        }
    }

    #[test]
    fn what_the_font_lacks_is_its_box_and_is_told_of() {
        let mut boxes = BTreeSet::new();
        let one = outlines("س", true, 10.0, &mut boxes);
        let two = outlines("س\u{fe0f}漢", true, 10.0, &mut boxes);
        assert_eq!(boxes.into_iter().collect::<String>(), "س漢");
        // A box has an outer and an inner edge.
        let edges = |out: &Outlines| out.steps.iter().filter(|step| **step == Step::Close).count();
        assert_eq!((edges(&one), edges(&two), two.width), (2, 4, 2.0 * one.width));
    }
}
