//! A picture as PDF: one page of its size, tagged as one figure that has its text for those who do
//! not see it.
//!
//! Words are words of Helvetica. What Helvetica lacks is drawn as outlines, marked as the words
//! that it is.

use super::fonts::{Outlines, Step, outlines, stretches};
use super::{Drawn, LEVEL, Made, helvetica, on_paper, rounded};
use balcony_drawing::{Drawing, Look, Shape};
use pdf_writer::types::{LineCapStyle, LineJoinStyle, StructRole, TextRenderingMode};
use pdf_writer::writers::StructTreeRoot;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeSet;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const DRAWN: Ref = Ref::new(4);
const INFO: Ref = Ref::new(5);
const PLAIN: Ref = Ref::new(6);
const STRONG: Ref = Ref::new(7);
const TREE: Ref = Ref::new(8);
const FIGURE: Ref = Ref::new(9);
const PARENTS: Ref = Ref::new(10);
/// Opacities come behind.
const OPACITIES: i32 = 11;

/// How far from its corner the curve of a quarter of a circle is pulled.
const PULL: f32 = 0.552_285;

/// A drawing as PDF: one page of its size.
#[must_use]
pub fn pdf(drawing: &Drawing) -> Made {
    let (width, height) = drawing.size();
    let mut boxes = BTreeSet::new();
    let (content, opacities) = content(drawing, &mut boxes);
    let mut pdf = Pdf::new();
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGES).lang(TextStr("en-GB"));
    catalog.mark_info().marked(true);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.pair(Name(b"StructTreeRoot"), TREE);
    catalog.finish();
    let mut tree = pdf.indirect(TREE).start::<StructTreeRoot<'_>>();
    tree.child(FIGURE);
    tree.parent_tree().nums().insert(0, PARENTS);
    tree.parent_tree_next_key(1);
    tree.finish();
    pdf.indirect(PARENTS).array().item(FIGURE);
    let mut figure = pdf.struct_element(FIGURE);
    figure.kind(StructRole::Figure).parent(TREE).page(PAGE);
    figure.alt(TextStr(drawing.description()));
    figure.children().marked_content_id(0);
    figure.finish();
    pdf.pages(PAGES).kids([PAGE]).count(1);
    let mut page = pdf.page(PAGE);
    page.parent(PAGES).media_box(Rect::new(0.0, 0.0, width as f32, height as f32)).contents(DRAWN);
    page.struct_parents(0);
    let mut resources = page.resources();
    resources.fonts().pair(Name(b"P"), PLAIN).pair(Name(b"S"), STRONG);
    let mut states = resources.ext_g_states();
    for (at, _) in opacities.iter().enumerate() {
        states.pair(Name(&state(at)), Ref::new(OPACITIES + at as i32));
    }
    states.finish();
    resources.finish();
    page.finish();
    for (at, (fill, stroke)) in opacities.iter().enumerate() {
        let mut state = pdf.ext_graphics(Ref::new(OPACITIES + at as i32));
        state.non_stroking_alpha(*fill).stroking_alpha(*stroke);
    }
    for (font, name) in [(PLAIN, &b"Helvetica"[..]), (STRONG, b"Helvetica-Bold")] {
        let mut font = pdf.type1_font(font);
        font.base_font(Name(name));
        let mut encoding = font.encoding_custom();
        encoding.base_encoding(Name(b"WinAnsiEncoding"));
        encoding.differences().consecutive(helvetica::MINUS, [Name(b"minus")]);
    }
    pdf.document_info(INFO).title(TextStr(drawing.title())).creator(TextStr("Balcony"));
    let small = miniz_oxide::deflate::compress_to_vec_zlib(&content, LEVEL);
    pdf.stream(DRAWN, &small).filter(Filter::FlateDecode);
    Made::new(pdf.finish(), boxes)
}

/// The name of an opacity.
fn state(at: usize) -> Vec<u8> {
    format!("O{at}").into_bytes()
}

/// What stands on the page, and the opacities that it uses.
fn content(drawing: &Drawing, boxes: &mut BTreeSet<char>) -> (Vec<u8>, Vec<(f32, f32)>) {
    let mut page = Page { content: Content::new(), opacities: Vec::new(), boxes };
    let (width, height) = drawing.size();
    page.content.begin_marked_content(Name(b"Artifact"));
    page.content.set_fill_rgb(1.0, 1.0, 1.0).rect(0.0, 0.0, width as f32, height as f32).fill_nonzero();
    page.content.end_marked_content();
    // Heights go down from the top, as in the drawing.
    page.content.transform([1.0, 0.0, 0.0, -1.0, 0.0, height as f32]);
    page.content.begin_marked_content_with_properties(Name(b"Figure")).properties().identify(0);
    for shape in drawing.shapes() {
        page.shape(shape);
    }
    page.content.end_marked_content();
    (page.content.finish().into_vec(), page.opacities)
}

struct Page<'a> {
    content: Content,
    opacities: Vec<(f32, f32)>,
    boxes: &'a mut BTreeSet<char>,
}

impl Page<'_> {
    fn shape(&mut self, shape: &Shape) {
        let look = shape.look();
        let (fill, stroke) = (look.fill.map(on_paper), look.stroke.map(on_paper));
        let drawn = Drawn::from(&shape.figure);
        self.content.save_state();
        self.inks(fill, stroke);
        match &drawn {
            Drawn::Text { at, before, words } => self.words(*at, *before, words, &look),
            Drawn::Lines { points, closed } => {
                for (nth, (x, y)) in points.iter().enumerate() {
                    if nth == 0 {
                        self.content.move_to(*x, *y)
                    } else {
                        self.content.line_to(*x, *y)
                    };
                }
                if *closed {
                    self.content.close_path();
                }
            }
            Drawn::Circle { at: (x, y), radius: r } => {
                let (x, y, r, c) = (*x, *y, *r, r * PULL);
                self.content
                    .move_to(x + r, y)
                    .cubic_to(x + r, y + c, x + c, y + r, x, y + r)
                    .cubic_to(x - c, y + r, x - r, y + c, x - r, y)
                    .cubic_to(x - r, y - c, x - c, y - r, x, y - r)
                    .cubic_to(x + c, y - r, x + r, y - c, x + r, y)
                    .close_path();
            }
        }
        if !matches!(drawn, Drawn::Text { .. }) {
            if stroke.is_some() {
                self.lines(&look);
            }
            match (fill.is_some(), stroke.is_some()) {
                (true, true) => self.content.fill_nonzero_and_stroke(),
                (true, false) => self.content.fill_nonzero(),
                (false, true) => self.content.stroke(),
                (false, false) => self.content.end_path(),
            };
        }
        self.content.restore_state();
    }

    fn inks(&mut self, fill: Option<([u8; 3], f32)>, stroke: Option<([u8; 3], f32)>) {
        let share = |[red, green, blue]: [u8; 3]| [red, green, blue].map(|part| f32::from(part) / 255.0);
        if let Some((rgb, _)) = fill {
            let [red, green, blue] = share(rgb);
            self.content.set_fill_rgb(red, green, blue);
        }
        if let Some((rgb, _)) = stroke {
            let [red, green, blue] = share(rgb);
            self.content.set_stroke_rgb(red, green, blue);
        }
        let opacity = (fill.map_or(1.0, |(_, opacity)| opacity), stroke.map_or(1.0, |(_, opacity)| opacity));
        if opacity == (1.0, 1.0) {
            return;
        }
        let known = self.opacities.iter().position(|known| *known == opacity);
        let at = known.unwrap_or_else(|| {
            self.opacities.push(opacity);
            self.opacities.len() - 1
        });
        self.content.set_parameters(Name(&state(at)));
    }

    fn lines(&mut self, look: &Look) {
        self.content.set_line_width(rounded(look.width));
        if look.round_ends {
            self.content.set_line_cap(LineCapStyle::RoundCap);
        }
        if look.round_joins {
            self.content.set_line_join(LineJoinStyle::RoundJoin);
        }
        if let Some(dashes) = look.dashes {
            self.content.set_dash_pattern(dashes.map(rounded), 0.0);
        }
    }

    /// Words in Helvetica as far as it goes, stretch by stretch.
    fn words(&mut self, (x, y): (f32, f32), before: f32, words: &str, look: &Look) {
        let (size, strong) = (look.size as f32, look.strong);
        enum Part {
            Helvetica(Vec<u8>, f32),
            Drawn(String, Outlines),
        }
        let mut parts = Vec::new();
        for stretch in stretches(words) {
            let ours = |sign: char| helvetica::byte(sign).is_some();
            // From right to left every sign is a piece, since readers turn the pieces round;
            // another stretch is cut where Helvetica ends.
            let pieces: Vec<(String, String)> = if stretch.seen == stretch.said {
                chunks(&stretch.seen, ours).into_iter().map(|piece| (piece.into(), piece.into())).collect()
            } else {
                let signs = stretch.said.chars().rev().zip(stretch.seen.chars());
                signs.map(|(said, seen)| (said.into(), seen.into())).collect()
            };
            for (said, seen) in pieces {
                if seen.chars().all(ours) {
                    let bytes: Vec<u8> = seen.chars().filter_map(helvetica::byte).collect();
                    let width = helvetica::width(&bytes, strong) * size;
                    parts.push(Part::Helvetica(bytes, width));
                } else {
                    let drawn = outlines(&seen, strong, size, self.boxes);
                    parts.push(Part::Drawn(said, drawn));
                }
            }
        }
        let width = |part: &Part| match part {
            Part::Helvetica(_, width) => *width,
            Part::Drawn(_, drawn) => drawn.width,
        };
        let mut left = x - before * parts.iter().map(width).sum::<f32>();
        for part in parts {
            let next = left + width(&part);
            match part {
                Part::Helvetica(bytes, _) => self.show(&bytes, (left, y), look),
                Part::Drawn(said, drawn) => self.draw(&said, &drawn, (left, y), look),
            }
            left = next;
        }
    }

    fn show(&mut self, bytes: &[u8], (x, y): (f32, f32), look: &Look) {
        let font = Name(if look.strong { b"S" } else { b"P" });
        self.content
            .begin_text()
            .set_font(font, look.size as f32)
            .set_text_matrix([1.0, 0.0, 0.0, -1.0, x, y])
            .show(Str(bytes))
            .end_text();
    }

    /// Outlines that stand for words. Readers look for words where letters are: an invisible letter
    /// of the same width lies below.
    fn draw(&mut self, said: &str, drawn: &Outlines, (left, y): (f32, f32), look: &Look) {
        let mut mark = self.content.begin_marked_content_with_properties(Name(b"Span"));
        mark.properties().actual_text(TextStr(said));
        mark.finish();
        let mut now = (left, y);
        for step in &drawn.steps {
            match *step {
                Step::Move(x, dy) => {
                    now = (left + x, y + dy);
                    self.content.move_to(now.0, now.1);
                }
                Step::Line(x, dy) => {
                    now = (left + x, y + dy);
                    self.content.line_to(now.0, now.1);
                }
                Step::Quad(x1, y1, x, dy) => {
                    // PDF has cubic curves only: both hands reach two thirds of the way to the one.
                    let (hand, end) = ((left + x1, y + y1), (left + x, y + dy));
                    let toward = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    self.content.cubic_to(
                        toward(now.0, hand.0),
                        toward(now.1, hand.1),
                        toward(end.0, hand.0),
                        toward(end.1, hand.1),
                        end.0,
                        end.1,
                    );
                    now = end;
                }
                Step::Cubic(x1, y1, x2, y2, x, dy) => {
                    now = (left + x, y + dy);
                    self.content.cubic_to(left + x1, y + y1, left + x2, y + y2, now.0, now.1);
                }
                Step::Close => {
                    self.content.close_path();
                }
            }
        }
        self.content.fill_nonzero();
        self.content.save_state().set_text_rendering_mode(TextRenderingMode::Invisible);
        let wide = helvetica::width(b"x", look.strong) * look.size as f32;
        self.content.set_horizontal_scaling(100.0 * drawn.width / wide);
        self.show(b"x", (left, y), look);
        self.content.restore_state();
        self.content.end_marked_content();
    }
}

/// A text cut where what is asked of its signs changes.
fn chunks(text: &str, asked: impl Fn(char) -> bool) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, sign) in text.char_indices() {
        let now = asked(sign);
        if before.is_some_and(|before| before != now) {
            chunks.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        chunks.push(&text[start..]);
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_drawing::{Anchor, Class};

    #[test]
    fn words_are_cut_where_helvetica_ends() {
        let ours = |sign| helvetica::byte(sign).is_some();
        assert_eq!(chunks("a − b 漢字 c", ours), ["a − b ", "漢字", " c"]);
        assert!(chunks("", ours).is_empty());
    }

    #[test]
    fn the_page_holds_the_words() {
        let mut drawing = Drawing::new(90.0);
        drawing.text((1.0, 2.0), Anchor::End, Class::Plain, "less − (more)");
        let (page, opacities) = content(&drawing, &mut BTreeSet::new());
        // A text that is not all ASCII is written in the digits of its bytes.
        let digits: String = b"less \x81 (more)".iter().map(|byte| format!("{byte:02X}")).collect();
        let page = String::from_utf8_lossy(&page).into_owned();
        assert!(page.contains(&format!("<{digits}> Tj")), "{page}");
        assert!(opacities.is_empty());
    }
}
