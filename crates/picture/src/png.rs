//! A picture as PNG: `tiny-skia` draws it, with the letters as outlines. A point is a 72nd of an
//! inch, as in the PDF; title and text go with it.

use super::fonts::{Outlines, Step, outlines, stretches};
use super::{Drawn, LEVEL, Made, TooLarge, on_paper, rounded};
use balcony_drawing::{Drawing, Figure, Ink, Look};
use std::collections::BTreeSet;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

/// Points of a metre: 72 are an inch.
const METRE: f32 = 72.0 / 0.0254;

/// The longest side, in pixels.
const MOST: f32 = 12_000.0;

/// A drawing as PNG, so many pixels to the point.
///
/// # Errors
///
/// The picture has too many pixels.
pub fn png(drawing: &Drawing, scale: u8) -> Result<Made, TooLarge> {
    let scale = f32::from(scale);
    let (width, height) = (drawing.size().0 as f32 * scale, drawing.size().1 as f32 * scale);
    let paper = (width.max(height) <= MOST).then(|| Pixmap::new(width as u32, height as u32)).flatten();
    let mut paper = paper.ok_or(TooLarge { width: width as u32, height: height as u32 })?;
    paper.fill(Color::WHITE);
    let boxes = draw(drawing, scale, &mut paper);
    Ok(Made::new(written(drawing, &paper, scale), boxes))
}

/// Draws a drawing on paper; gives the signs that are boxes.
fn draw(drawing: &Drawing, scale: f32, paper: &mut Pixmap) -> BTreeSet<char> {
    let mut boxes = BTreeSet::new();
    let transform = Transform::from_scale(scale, scale);
    for shape in drawing.shapes() {
        let look = shape.look();
        let Some(path) = path(&shape.figure, &look, &mut boxes) else { continue };
        if let Some(ink) = look.fill {
            paper.fill_path(&path, &paint(ink), FillRule::Winding, transform, None);
        }
        if let Some(ink) = look.stroke {
            paper.stroke_path(&path, &paint(ink), &stroke(&look), transform, None);
        }
    }
    boxes
}

fn paint(ink: (Ink, f64)) -> Paint<'static> {
    let mut paint = Paint::default();
    let ([red, green, blue], opacity) = on_paper(ink);
    paint.set_color_rgba8(red, green, blue, (opacity * 255.0).round() as u8);
    paint
}

fn stroke(look: &Look) -> Stroke {
    Stroke {
        width: rounded(look.width),
        line_cap: if look.round_ends { LineCap::Round } else { LineCap::Butt },
        line_join: if look.round_joins { LineJoin::Round } else { LineJoin::Miter },
        dash: look.dashes.and_then(|dashes| StrokeDash::new(dashes.map(rounded).to_vec(), 0.0)),
        ..Stroke::default()
    }
}

fn path(figure: &Figure, look: &Look, boxes: &mut BTreeSet<char>) -> Option<Path> {
    let mut path = PathBuilder::new();
    match Drawn::from(figure) {
        Drawn::Circle { at: (x, y), radius } => path.push_circle(x, y, radius),
        Drawn::Lines { points, closed } => {
            for (nth, (x, y)) in points.into_iter().enumerate() {
                if nth == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
            }
            if closed {
                path.close();
            }
        }
        Drawn::Text { at, before, words } => {
            let seen: String = stretches(words).into_iter().map(|stretch| stretch.seen).collect();
            let Outlines { steps, width } = outlines(&seen, look.strong, look.size as f32, boxes);
            let (left, y) = (at.0 - before * width, at.1);
            for step in steps {
                match step {
                    Step::Move(x, dy) => path.move_to(left + x, y + dy),
                    Step::Line(x, dy) => path.line_to(left + x, y + dy),
                    Step::Quad(x1, y1, x, dy) => path.quad_to(left + x1, y + y1, left + x, y + dy),
                    Step::Cubic(x1, y1, x2, y2, x, dy) => {
                        path.cubic_to(left + x1, y + y1, left + x2, y + y2, left + x, y + dy);
                    }
                    Step::Close => path.close(),
                }
            }
        }
    }
    path.finish()
}

/// The pixels in a file. The paper is white all over: nothing shines through, and the fourth value
/// of a pixel says nothing.
fn written(drawing: &Drawing, paper: &Pixmap, scale: f32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    // Eight bits each of red, green and blue; pressed, filtered and ordered in the only or the
    // plain way.
    let form = [8, 2, 0, 0, 0];
    let size = [paper.width().to_be_bytes(), paper.height().to_be_bytes()].concat();
    chunk(&mut bytes, *b"IHDR", &[&size[..], &form].concat());
    let dense = ((scale * METRE).round() as u32).to_be_bytes();
    chunk(&mut bytes, *b"pHYs", &[&dense[..], &dense, &[1]].concat());
    for (name, text) in [("Title", drawing.title()), ("Description", drawing.description())] {
        // Not pressed, in English, its name not translated.
        let head = [name.as_bytes(), b"\0\0\0en-GB\0\0"].concat();
        chunk(&mut bytes, *b"iTXt", &[&head, text.as_bytes()].concat());
    }
    let row = paper.width() as usize * 4;
    let mut pixels = Vec::with_capacity(paper.data().len());
    for row in paper.data().chunks_exact(row) {
        // No filter: areas of one colour are pressed well as they are.
        pixels.push(0);
        pixels.extend(row.chunks_exact(4).flat_map(|pixel| &pixel[..3]));
    }
    chunk(&mut bytes, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&pixels, LEVEL));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

/// A part of a PNG: its length, its kind, what it holds, its check.
fn chunk(bytes: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    bytes.extend((data.len() as u32).to_be_bytes());
    let from = bytes.len();
    bytes.extend(kind);
    bytes.extend(data);
    let check = crc(&bytes[from..]);
    bytes.extend(check.to_be_bytes());
}

/// The check of ISO 3309, as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    let bit = |rest: u32| if rest & 1 == 1 { 0xedb8_8320 ^ (rest >> 1) } else { rest >> 1 };
    let table: Vec<u32> = (0..256_u32).map(|byte| (0..8).fold(byte, |rest, _| bit(rest))).collect();
    !bytes.iter().fold(!0, |crc, byte| table[((crc ^ u32::from(*byte)) & 255) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The check value that every description of this CRC gives, and that of a PNG's last part.
    #[test]
    fn the_check_is_that_of_the_standard() {
        assert_eq!((crc(b"123456789"), crc(b"IEND")), (0xcbf4_3926, 0xae42_6082));
    }

    #[test]
    fn pixels_come_back_from_the_file() {
        let mut drawing = Drawing::new(4.0);
        drawing.shade((0.0, 0.0), (2.0, 2.0), 1.0);
        drawing.tie((2.0, 1.0), (3.0, 1.0), 2.0, Ink::rgb(0x0072b2));
        let mut paper = Pixmap::new(4, 2).expect("paper");
        paper.fill(Color::WHITE);
        draw(&drawing, 1.0, &mut paper);
        let bytes = written(&drawing, &paper, 1.0);
        assert_eq!(&bytes[16..24], &[0, 0, 0, 4, 0, 0, 0, 2]);
        let start = bytes.windows(4).position(|kind| kind == b"IDAT").expect("pixels") + 4;
        let pixels = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes[start..bytes.len() - 16]);
        let row = [&[0][..], &[0; 6], &[0, 114, 178], &[255; 3]].concat();
        assert_eq!(pixels.expect("pressed"), row.repeat(2));
    }
}
