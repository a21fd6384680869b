//! A map of tiles of equal size: authorities by region and name, the darker the greater. No
//! boundaries are drawn: a large county and a small borough each have one director.

use super::{EDGE, Picture, cut, lines, title};
use balcony_drawing::{Anchor, Class, Drawing};
use balcony_report::summary::{fixed, many};

/// One authority on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// Its number.
    pub value: f64,
}

/// What the map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Weeks without a permanent director.
    Weeks,
    /// Permanent directors.
    Directors,
}

impl Measure {
    /// Key, noun, digits.
    fn words(self) -> (&'static str, &'static str, u8) {
        match self {
            Self::Weeks => ("weeks", "weeks without a permanent director", 0),
            Self::Directors => ("directors", "permanent directors", 1),
        }
    }
}

/// Width that a tile has at least, and its height.
const TILE: (f64, f64) = (84.0, 36.0);
/// Classes of shade.
const CLASSES: usize = 5;
/// Shade of the lightest and of the darkest class. Text stays legible on both.
const LIGHT: f64 = 0.04;
const DARK: f64 = 0.44;

/// The map; `years` is how long was counted.
///
/// ```
/// use balcony_england::charts::{Measure, Tile, map};
/// let tile = |name: &str, value| Tile { name: name.into(), region: "London".into(), value };
/// let picture = map(&[tile("Camden", 40.0), tile("Barnet", 62.0)], Measure::Weeks, 10, 720.0);
/// assert!(picture.finding.starts_with("Over 10 years authorities have between 40 (Camden) and 62 (Barnet)"));
/// ```
pub fn map(tiles: &[Tile], measure: Measure, years: u32, width: f64) -> Picture {
    let (key, noun, digits) = measure.words();
    let [(low, least), (high, most)] = ends(tiles);
    let span = many(u64::from(years), "year", "years");
    let finding = format!(
        "Over {span} authorities have between {} ({least}) and {} ({most}) {noun}: means over the runs.",
        fixed(low, digits),
        fixed(high, digits),
    );
    let about = "Tiles have equal size and stand by region and name; the darker, the more. The number in each is what the shade stands for. \
                 Authorities differ here by luck, size and joint posts alone: the more runs, the paler the map.";
    let words = Words { key, finding, about: about.to_owned(), number: &|value| fixed(value, digits) };
    let dark = |tile: &Tile| shade(class(tile.value, low, high));
    draw(tiles, &words, &dark, Some((low, high)), width)
}

/// What a map says.
pub(super) struct Words<'a> {
    /// Key of the picture.
    pub key: &'static str,
    /// What was found.
    pub finding: String,
    /// How to read it.
    pub about: String,
    /// How a number is written.
    pub number: &'a dyn Fn(f64) -> String,
}

/// The least and the greatest value, with whose it is.
pub(super) fn ends(tiles: &[Tile]) -> [(f64, &str); 2] {
    let by_value = |a: &&Tile, b: &&Tile| a.value.total_cmp(&b.value).then(b.name.cmp(&a.name));
    [tiles.iter().min_by(by_value), tiles.iter().max_by(by_value)]
        .map(|tile| tile.map_or((0.0, "nobody"), |tile| (tile.value, tile.name.as_str())))
}

/// Tiles with their numbers, as dark as they are said to be; a key to the classes of a range.
pub(super) fn draw(
    tiles: &[Tile],
    words: &Words<'_>,
    dark: &dyn Fn(&Tile) -> f64,
    range: Option<(f64, f64)>,
    width: f64,
) -> Picture {
    let mut tiles: Vec<&Tile> = tiles.iter().collect();
    let order = crate::places::REGIONS;
    let region = |tile: &Tile| order.iter().position(|name| *name == tile.region).unwrap_or(order.len());
    tiles.sort_by(|a, b| region(a).cmp(&region(b)).then(a.name.cmp(&b.name)));
    let mut drawing = Drawing::new(width);
    let mut y = title(&mut drawing, &words.finding);
    let across = (((width - 2.0 * EDGE) / TILE.0) as usize).max(1);
    let wide = (width - 2.0 * EDGE) / across as f64;
    let room = ((wide - 6.0) / 7.2) as usize;
    for name in order {
        let of: Vec<&&Tile> = tiles.iter().filter(|tile| tile.region == name).collect();
        if of.is_empty() {
            continue;
        }
        drawing.text((EDGE, y + 14.0), Anchor::Start, Class::SmallStrong, name);
        y += 20.0;
        for (at, tile) in of.iter().enumerate() {
            let place = (EDGE + wide * (at % across) as f64, y + TILE.1 * (at / across) as f64);
            drawing.shade(place, (wide - 2.0, TILE.1 - 2.0), dark(tile));
            let name = tile.name.split(',').next().unwrap_or_default();
            let short = cut(name, room);
            drawing.text((place.0 + 3.0, place.1 + 14.0), Anchor::Start, Class::Small, &short);
            let number = (words.number)(tile.value);
            drawing.text((place.0 + 3.0, place.1 + 29.0), Anchor::Start, Class::SmallStrong, &number);
        }
        y += TILE.1 * of.len().div_ceil(across) as f64 + 4.0;
    }
    y += 16.0;
    if let Some(range) = range {
        y = legend(&mut drawing, y, range, words.number, width);
    }
    for line in lines(&words.about, ((width - 2.0 * EDGE) / 6.9) as usize) {
        drawing.text((EDGE, y), Anchor::Start, Class::SmallFaint, &line);
        y += 16.0;
    }
    drawing.grow(y + 2.0);
    let numbers: Vec<String> =
        tiles.iter().map(|tile| format!("{} {}", tile.name, (words.number)(tile.value))).collect();
    let (finding, about) = (words.finding.clone(), words.about.clone());
    drawing.describe(&finding, &format!("{finding} {about} {}.", numbers.join(", ")));
    Picture { key: words.key, finding, about, drawing }
}

/// The class of a value, from 0.
pub(super) fn class(value: f64, low: f64, high: f64) -> usize {
    if high <= low {
        return 0;
    }
    (((value - low) / (high - low) * CLASSES as f64) as usize).min(CLASSES - 1)
}

pub(super) fn shade(class: usize) -> f64 {
    LIGHT + (DARK - LIGHT) * class as f64 / (CLASSES - 1) as f64
}

fn legend(
    drawing: &mut Drawing,
    y: f64,
    (low, high): (f64, f64),
    number: &dyn Fn(f64) -> String,
    width: f64,
) -> f64 {
    let step = (high - low) / CLASSES as f64;
    let (mut x, mut y) = (EDGE, y);
    for class in 0..CLASSES {
        let (from, to) = (low + step * class as f64, low + step * (class + 1) as f64);
        let words = format!("{} to {}", number(from), number(to));
        let wide = 34.0 + 7.0 * words.len() as f64;
        if x + wide > width - EDGE {
            (x, y) = (EDGE, y + 20.0);
        }
        drawing.shade((x, y - 11.0), (18.0, 14.0), shade(class));
        drawing.text((x + 24.0, y), Anchor::Start, Class::Small, &words);
        x += wide;
    }
    y + 24.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_cover_the_range_and_equal_values_have_one() {
        let of = |value| class(value, 10.0, 20.0);
        assert_eq!([10.0, 11.9, 12.1, 19.9, 20.0].map(of), [0, 0, 1, 4, 4]);
        assert_eq!(class(3.0, 3.0, 3.0), 0);
        assert!(shade(0) < shade(4) && shade(4) <= DARK);
    }
}
