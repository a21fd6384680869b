//! Fonts of the machine, by the names of their files in the usual folders, and words as outlines.
//! The widths of most are those of Helvetica, which come first, so that PDF and PNG look alike. A
//! sign is taken from the first font that has it.

use super::Made;
use balcony_files::{self as files, Links};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use unicode_bidi::{BidiInfo, Level};

/// The most bytes of a font's file: collections of whole scripts have 30 MiB.
const MOST_OF_A_FONT: u64 = 128 << 20;

/// Files of a font and of its bold face (in small letters), best first. A `#1` is the second face
/// of a collection.
const NAMES: [(&str, &str); 19] = [
    ("liberationsans-regular.ttf", "liberationsans-bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("arial.ttf", "arial bold.ttf"),
    ("arimo-regular.ttf", "arimo-bold.ttf"),
    ("helvetica.ttc", "helvetica.ttc#1"),
    ("nimbussans-regular.otf", "nimbussans-bold.otf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("notosans-regular.ttf", "notosans-bold.ttf"),
    ("dejavusans.ttf", "dejavusans-bold.ttf"),
    ("ubuntu-r.ttf", "ubuntu-b.ttf"),
    ("roboto-regular.ttf", "roboto-bold.ttf"),
    ("freesans.ttf", "freesansbold.ttf"),
    ("notosanshebrew-regular.ttf", "notosanshebrew-bold.ttf"),
    ("notosanscjk-regular.ttc", "notosanscjk-bold.ttc"),
    ("arial unicode.ttf", ""),
    ("notosanssymbols2-regular.ttf", ""),
    ("seguisym.ttf", ""),
    ("notoemoji-regular.ttf", ""),
    ("symbola.ttf", ""),
];

/// Folders within folders are looked into so far.
const DEEP: usize = 5;

/// Fonts, plain and bold, best first.
#[derive(Debug, Default)]
pub struct Fonts {
    plain: Vec<Font>,
    strong: Vec<Font>,
}

/// A font that is read when it is needed.
#[derive(Debug)]
struct Font {
    file: PathBuf,
    face: u32,
    bytes: OnceCell<Vec<u8>>,
}

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

impl Fonts {
    /// The fonts of this machine.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self::within(&folders())
    }

    /// No fonts at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    fn within(folders: &[PathBuf]) -> Self {
        let mut found = BTreeMap::new();
        folders.iter().for_each(|folder| search(folder, DEEP, &mut found));
        let font = |name: &str| {
            let (name, face) = name.strip_suffix("#1").map_or((name, 0), |name| (name, 1));
            let file: &PathBuf = found.get(name)?;
            Some(Font { file: file.clone(), face, bytes: OnceCell::new() })
        };
        let plain: Vec<Font> = NAMES.iter().filter_map(|(plain, _)| font(plain)).collect();
        let bold = NAMES.iter().filter_map(|(plain, strong)| font(plain).and(font(strong).or(font(plain))));
        Self { strong: bold.collect(), plain }
    }

    /// Whether there is a font whose letters can be read.
    pub(super) fn any(&self) -> bool {
        self.plain.iter().any(|font| font.open().is_some())
    }

    /// Words that stand from left to right as `text` has them. What no font has is a box, and is
    /// put into `boxes`.
    pub(super) fn outlines(
        &self,
        text: &str,
        strong: bool,
        size: f32,
        boxes: &mut BTreeSet<char>,
    ) -> Outlines {
        let mut out = Outlines::default();
        let chain = if strong { &self.strong } else { &self.plain };
        for sign in text.chars().filter(|sign| !is_silent(*sign)) {
            let drawn = !joins(sign) && chain.iter().any(|font| font.draw(sign, size, &mut out));
            if !drawn {
                boxes.insert(sign);
                out.hollow(size);
            }
        }
        out
    }
}

impl Font {
    fn open(&self) -> Option<FontRef<'_>> {
        let bytes = self
            .bytes
            .get_or_init(|| files::bytes(&self.file, Links::Followed, MOST_OF_A_FONT).unwrap_or_default());
        FontRef::from_index(bytes, self.face).ok()
    }

    /// Draws a sign if the font has it.
    fn draw(&self, sign: char, size: f32, out: &mut Outlines) -> bool {
        let Some(face) = self.open() else { return false };
        let Some(glyph) = face.charmap().map(sign) else { return false };
        let (own, usual) = (Size::unscaled(), LocationRef::default());
        let scale = size / f32::from(face.metrics(own, usual).units_per_em.max(1));
        let before = out.steps.len();
        let mut pen = Pen { scale, left: out.width, steps: &mut out.steps };
        let outline = face.outline_glyphs().get(glyph);
        let drawn =
            outline.is_some_and(|shape| shape.draw(DrawSettings::unhinted(own, usual), &mut pen).is_ok());
        // A picture of colours has no outline; a space needs none.
        if (!drawn || out.steps.len() == before) && !sign.is_whitespace() {
            out.steps.truncate(before);
            return false;
        }
        out.width += face.glyph_metrics(own, usual).advance_width(glyph).unwrap_or(0.0) * scale;
        true
    }
}

impl Outlines {
    /// The box of a sign that nobody has: its inner edge runs the other way, and is a hole.
    fn hollow(&mut self, size: f32) {
        let mut edge = |low: f32, high: f32, turned: bool| {
            let (x0, x1) = (self.width + low * size, self.width + (0.7 - low) * size);
            let (y0, y1) = (-low * size, -high * size);
            let corners = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)];
            self.steps.push(Step::Move(x0, y0));
            for at in if turned { [3, 2, 1] } else { [1, 2, 3] } {
                self.steps.push(Step::Line(corners[at].0, corners[at].1));
            }
            self.steps.push(Step::Close);
        };
        edge(0.05, 0.7, false);
        edge(0.12, 0.63, true);
        self.width += 0.7 * size;
    }
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

impl Made {
    pub(super) fn new(bytes: Vec<u8>, boxes: BTreeSet<char>) -> Self {
        Self { bytes, boxes: boxes.into_iter().collect() }
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

/// Scripts whose letters change with their neighbours: a letter by itself would be wrong.
fn joins(sign: char) -> bool {
    matches!(sign, '\u{600}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1cff}'
        | '\u{a800}'..='\u{abff}')
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let from = |name: &str, below: &str| {
        let folder = std::env::var_os(name).filter(|folder| !folder.is_empty())?;
        Some(Path::new(&folder).join(below))
    };
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/run/current-system/sw/share/X11/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ];
    let own = [
        from("WINDIR", "Fonts"),
        from("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        from("XDG_DATA_HOME", "fonts"),
        from("HOME", ".local/share/fonts"),
        from("HOME", ".fonts"),
        from("HOME", "Library/Fonts"),
    ];
    fixed.map(PathBuf::from).into_iter().chain(own.into_iter().flatten()).collect()
}

/// Puts the fonts of a folder that are known by name into `found`; the first of a name stays.
fn search(folder: &Path, deep: usize, found: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let known = |wanted: &str| wanted.trim_end_matches("#1") == name;
        if NAMES.iter().any(|(plain, strong)| known(plain) || known(strong)) {
            found.entry(name).or_insert(path);
        } else if deep > 0 && path.is_dir() {
            search(&path, deep - 1, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_from_right_to_left_stand_so() {
        let seen = |text| stretches(text).into_iter().map(|stretch| stretch.seen).collect::<String>();
        assert_eq!(seen("better than (incumbent)"), "better than (incumbent)");
        assert_eq!(seen("than אב (ג) better"), "than (ג) בא better");
        assert_eq!(seen(""), "");
        let said: Vec<String> = stretches("a אב c").into_iter().map(|stretch| stretch.said).collect();
        assert_eq!(said, ["a ", "אב", " c"]);
    }

    #[test]
    fn what_no_font_has_is_a_box() {
        let mut boxes = BTreeSet::new();
        let out = Fonts::none().outlines("a\u{fe0f}b", false, 10.0, &mut boxes);
        assert_eq!((boxes.len(), out.steps.len(), out.width), (2, 20, 14.0));
        boxes.clear();
        // Letters that join are boxes whatever the fonts.
        Fonts::of_this_machine().outlines("س", true, 10.0, &mut boxes);
        assert!(boxes.contains(&'س'));
    }

    #[test]
    fn fonts_are_found_by_name_in_folders_of_folders() {
        let place = tempfile::tempdir().expect("a folder");
        let deep = place.path().join("truetype/some");
        std::fs::create_dir_all(&deep).expect("made");
        for name in ["DejaVuSans.ttf", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "Other.ttf"] {
            std::fs::write(deep.join(name), "no font").expect("written");
        }
        let fonts = Fonts::within(&[place.path().join("none"), place.path().to_owned()]);
        let names = |fonts: &[Font]| -> Vec<String> {
            fonts
                .iter()
                .map(|font| font.file.file_name().unwrap_or_default().to_string_lossy().into())
                .collect()
        };
        assert_eq!(names(&fonts.plain), ["LiberationSans-Regular.ttf", "DejaVuSans.ttf"]);
        assert_eq!(names(&fonts.strong), ["LiberationSans-Bold.ttf", "DejaVuSans.ttf"]);
        assert!(!fonts.any(), "what cannot be read is no font");
    }
}
