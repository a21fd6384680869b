//! A QR code as a drawing for a page.

use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// Modules that must stay light around a code.
const QUIET: usize = 4;

/// A QR code of a text: dark modules on white with the quiet zone that readers need; `None` if the
/// text is too long for a code.
pub(super) fn qr(text: &str) -> Option<Markup> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().iter().enumerate() {
        if *colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
        }
    }
    let all = width + 2 * QUIET;
    Some(html! {
        svg class="qr" viewBox={ "0 0 " (all) " " (all) } role="img" aria-label={ "QR code: " (text) }
            shape-rendering="crispEdges" {
            rect width=(all) height=(all) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules of a drawing, row by row.
    fn modules(text: &str) -> Vec<Vec<bool>> {
        let markup = qr(text).expect("short enough").into_string();
        let view = markup.split("0 0 ").nth(1).expect("a size");
        let all: usize = view.split([' ', '"']).next().expect("a size").parse().expect("a number");
        let mut found = vec![vec![false; all - 2 * QUIET]; all - 2 * QUIET];
        for square in markup.split('M').skip(1) {
            let mut numbers = square.split([' ', 'h']).map(|number| number.parse::<usize>());
            let (Some(Ok(x)), Some(Ok(y))) = (numbers.next(), numbers.next()) else { continue };
            found[y - QUIET][x - QUIET] = true;
        }
        found
    }

    /// Reads the format of a code: its level of correction and its mask, from the modules beside
    /// the upper left corner (ISO/IEC 18004, section 7.9).
    fn format_of(modules: &[Vec<bool>]) -> (usize, usize) {
        let bits = (0..5).fold(0, |bits, x| bits << 1 | usize::from(modules[8][x]));
        let bits = bits ^ 0b10101;
        (bits >> 3, bits & 7)
    }

    fn masked(mask: usize, x: usize, y: usize) -> bool {
        (match mask {
            0 => (x + y) % 2,
            1 => y % 2,
            2 => x % 3,
            3 => (x + y) % 3,
            4 => (y / 2 + x / 3) % 2,
            5 => x * y % 2 + x * y % 3,
            6 => (x * y % 2 + x * y % 3) % 2,
            _ => ((x + y) % 2 + x * y % 3) % 2,
        }) == 0
    }

    /// Reads the text of a code of versions 1 to 6 as a scanner does, without correcting anything.
    /// `blocks` is the number of blocks over which its codewords are spread.
    fn scanned(modules: &[Vec<bool>], blocks: usize) -> String {
        let width = modules.len();
        let (_, mask) = format_of(modules);
        let middle = width - 7;
        let is_function = |x: usize, y: usize| {
            let (first, last) = (9, width - 8);
            let corner = (x < first && (y < first || y >= last)) || (y < first && x >= last);
            let aligned = width > 21 && x.abs_diff(middle) <= 2 && y.abs_diff(middle) <= 2;
            corner || aligned || x == 6 || y == 6
        };
        let mut bits = Vec::new();
        let mut right = width - 1;
        let mut up = true;
        while right > 0 {
            if right == 6 {
                right -= 1;
            }
            for step in 0..width {
                let y = if up { width - 1 - step } else { step };
                for x in [right, right - 1] {
                    if !is_function(x, y) {
                        bits.push(modules[y][x] != masked(mask, x, y));
                    }
                }
            }
            up = !up;
            if right < 2 {
                break;
            }
            right -= 2;
        }
        let words: Vec<u8> = bits
            .chunks_exact(8)
            .map(|byte| byte.iter().fold(0, |word, bit| word << 1 | u8::from(*bit)))
            .collect();
        // The first codewords of all blocks come first, then the second ones.
        let stream: Vec<u8> = (0..blocks)
            .flat_map(|block| {
                words
                    .iter()
                    .skip(block)
                    .step_by(blocks)
                    .copied()
                    .take(words.len() / blocks)
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(stream[0] >> 4, 0b0100, "bytes");
        let nibble = |at: usize| if at.is_multiple_of(2) { stream[at / 2] >> 4 } else { stream[at / 2] & 15 };
        let byte = |at: usize| nibble(at) << 4 | nibble(at + 1);
        let length = usize::from(byte(1));
        String::from_utf8((0..length).map(|at| byte(3 + 2 * at)).collect()).expect("a text")
    }

    // A code that a scanner cannot read, or reads otherwise, is worse than none.
    #[test]
    fn a_scanner_reads_the_text() {
        for text in ["a", "https://a.uk/#x", "https://balcony.uk/#culture-shift.E"] {
            let modules = modules(text);
            assert!([21, 25, 29, 33].contains(&modules.len()), "{}", modules.len());
            assert_eq!(scanned(&modules, 1), text);
        }
    }

    // The three finders, the timing pattern and the dark module are where readers look for them.
    #[test]
    fn the_patterns_are_in_their_places() {
        let modules = modules(
            "https://balcony.example.gov.uk/page/balcony.html#culture-shift.E06000017.EAAAAAAAAAAAAAA",
        );
        let width = modules.len();
        for (x, y) in [(0, 0), (width - 7, 0), (0, width - 7)] {
            for (row, column) in (0..7).flat_map(|row| (0..7).map(move |column| (row, column))) {
                let ring = row.min(column).min(6 - row).min(6 - column);
                assert_eq!(modules[y + row][x + column], ring != 1, "{x} {y} {row} {column}");
            }
        }
        assert!(
            (8..width - 8)
                .all(|at| modules[6][at] == at.is_multiple_of(2) && modules[at][6] == at.is_multiple_of(2))
        );
        assert!(modules[width - 8][8]);
        assert_eq!(qr(&"x".repeat(4000)).map(|_| ()), None);
    }
}
