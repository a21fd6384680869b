//! An SVG drawing: a few shapes, text that is always text, a title and a description for those who
//! do not see it.
//!
//! Colours follow the reader's light or dark mode; nothing is told by colour alone. Numbers are
//! written with two digits, so that the same figures give the same bytes.

use crate::summary::{apart, width};
use std::fmt::Write as _;

/// How a strategy is drawn: colour and mark, by its place among the strategies.
const INKS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];

/// What every drawing looks like. `currentColor` is the colour of the text around it.
pub const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:currentColor}.small{font-size:12px}.strong{font-weight:600}\
    .faint{opacity:.72}.axis{stroke:currentColor;stroke-width:1}.grid{stroke:currentColor;stroke-opacity:.18}\
    .zero{stroke:currentColor;stroke-width:1.5}.band{fill:currentColor;fill-opacity:.1}.mark{stroke:currentColor;stroke-width:1}\
    .bar{stroke-width:3;stroke-linecap:round}.curve{fill:none;stroke-width:2.5;stroke-linejoin:round}.cloud{fill-opacity:.35}";

/// A drawing under way.
#[derive(Debug)]
pub(super) struct Drawing {
    width: f64,
    height: f64,
    body: String,
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The colour of a strategy.
pub(super) fn ink(arm: usize) -> &'static str {
    INKS[arm % INKS.len()]
}

impl Drawing {
    pub(super) fn new(width: f64) -> Self {
        Self { width, height: 0.0, body: String::new() }
    }

    /// Makes room down to a height.
    pub(super) fn grow(&mut self, to: f64) {
        self.height = self.height.max(to);
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.body,
            "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" class=\"{class}\">{}</text>",
            escape(text)
        );
    }

    /// The finding, in as many lines as it takes; gives the place below it. A page that says it
    /// above the drawing leaves it out.
    pub(super) fn heading(&mut self, left: f64, finding: &str, titled: bool) -> f64 {
        if !titled {
            return 6.0;
        }
        // A sign of the heading is about so wide at most.
        let lines = wrapped(finding, ((self.width - 2.0 * left) / 8.4) as usize);
        let last = lines.len().saturating_sub(1) as f64;
        for (at, line) in lines.iter().enumerate() {
            self.text((left, 24.0 + 20.0 * at as f64), Anchor::Start, "strong", line);
        }
        let y = 24.0 + 20.0 * last;
        y + 16.0
    }

    pub(super) fn line(
        &mut self,
        (x1, y1): (f64, f64),
        (x2, y2): (f64, f64),
        class: &str,
        ink: Option<&str>,
    ) {
        let ink = ink.map_or(String::new(), |ink| format!(" stroke=\"{ink}\""));
        let _ = write!(
            self.body,
            "<line x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\" class=\"{class}\"{ink}/>"
        );
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{height:.2}\" class=\"{class}\"/>",
            width.max(0.0)
        );
    }

    /// A bar in the colour of a strategy.
    pub(super) fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), ink: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{height:.2}\" fill=\"{ink}\" fill-opacity=\".75\"/>",
            width.max(0.0)
        );
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), radius: f64, class: &str, ink: &str) {
        let _ = write!(
            self.body,
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" class=\"{class}\" fill=\"{ink}\"/>"
        );
    }

    /// A strategy's mark: its shape tells it apart without colour.
    pub(super) fn mark(&mut self, at: (f64, f64), arm: usize) {
        self.shape(at, 6.0, arm, ink(arm));
    }

    /// One of twelve shapes: circle, square, triangle, diamond, triangle on its head; the same
    /// hollow; a cross standing and lying.
    pub(super) fn shape(&mut self, (x, y): (f64, f64), r: f64, shape: usize, ink: &str) {
        let hollow = (5..10).contains(&(shape % 12));
        let drawn = if hollow {
            format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"2.60\"")
        } else {
            format!("class=\"mark\" fill=\"{ink}\"")
        };
        let (r, shape) = if hollow { (r - 0.8, shape % 12 - 5) } else { (r, shape % 12) };
        let points: Vec<(f64, f64)> = match shape {
            0 => {
                let _ = write!(self.body, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{r:.2}\" {drawn}/>");
                return;
            }
            10 | 11 => {
                // A cross by its twelve corners; lying, it is turned by an eighth.
                let (long, thin) = (r * 1.25, r * 0.4);
                let turn = |(a, b): (f64, f64)| {
                    let half = std::f64::consts::FRAC_1_SQRT_2;
                    if shape == 10 { (x + a, y + b) } else { (x + half * (a - b), y + half * (a + b)) }
                };
                let quarter = [(thin, -thin), (long, -thin), (long, thin)];
                let turned = |(a, b), times| (0..times).fold((a, b), |(a, b): (f64, f64), _| (-b, a));
                (0..4).flat_map(|times| quarter.map(|corner| turn(turned(corner, times)))).collect()
            }
            1 => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            2 => vec![(x, y - r * 1.3), (x + r * 1.2, y + r), (x - r * 1.2, y + r)],
            3 => vec![(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)],
            _ => vec![(x, y + r * 1.3), (x + r * 1.2, y - r), (x - r * 1.2, y - r)],
        };
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ = write!(self.body, "<polygon points=\"{}\" {drawn}/>", points.join(" "));
    }

    /// A field in a shade of the text's colour, 0 to 1.
    pub(super) fn shade(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), shade: f64) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"currentColor\" fill-opacity=\"{shade:.2}\"/>",
            width.max(0.0),
            height.max(0.0)
        );
    }

    /// A line whose width says something.
    pub(super) fn tie(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), width: f64, ink: &str) {
        let _ = write!(
            self.body,
            "<line x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\" stroke=\"{ink}\" stroke-width=\"{width:.2}\"/>"
        );
    }

    /// A ring in the text's colour, empty inside.
    pub(super) fn ring(&mut self, (x, y): (f64, f64), radius: f64) {
        let _ = write!(
            self.body,
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" class=\"mark\" fill=\"none\"/>"
        );
    }

    /// A fine curve, for weeks that go up and down.
    pub(super) fn fine(&mut self, points: &[(f64, f64)], ink: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ = write!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.7\" stroke-linejoin=\"round\"/>",
            points.join(" ")
        );
    }

    /// A curve of dots, to stand behind another.
    pub(super) fn dotted(&mut self, points: &[(f64, f64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ = write!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\"/>",
            points.join(" ")
        );
    }

    /// A curve through points.
    pub(super) fn curve(&mut self, points: &[(f64, f64)], ink: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ =
            write!(self.body, "<polyline points=\"{}\" class=\"curve\" stroke=\"{ink}\"/>", points.join(" "));
    }

    /// The region between two curves.
    pub(super) fn between(&mut self, upper: &[(f64, f64)], lower: &[(f64, f64)], ink: &str) {
        let points: Vec<String> =
            upper.iter().chain(lower.iter().rev()).map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ = write!(
            self.body,
            "<polygon points=\"{}\" fill=\"{ink}\" fill-opacity=\".22\"/>",
            points.join(" ")
        );
    }

    /// The whole element. `key` makes the names inside it its own.
    pub(super) fn finish(self, key: &str, title: &str, description: &str) -> String {
        let Self { width, height, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
             role=\"img\" aria-labelledby=\"{key}-title {key}-text\"><title id=\"{key}-title\">{}</title>\
             <desc id=\"{key}-text\">{}</desc><style>{STYLE}</style>{body}</svg>",
            escape(title),
            escape(description)
        )
    }
}

/// A text in lines of at most so many columns; a word that is longer than a line is cut.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let word = cut(word, room);
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() {
            line.push_str(&word);
        } else if width(line) + 1 + width(&word) > room {
            lines.push(word);
        } else {
            line.push(' ');
            line.push_str(&word);
        }
    }
    lines
}

/// A text of at most so many columns, with a sign that something is missing.
pub(super) fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sign in text.chars() {
        kept.push(sign);
        if width(&kept) + 1 > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// The same, other than what any of `among` is cut to.
pub(super) fn cut_apart(text: &str, among: &[&str], room: usize) -> String {
    apart(text, among, room, "…", |text| cut(text, room))
}

/// Text in a drawing, that no markup can break out of.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            sign if !steers(sign) => out.push(sign),
            _ => {}
        }
    }
    out
}

/// Whether a sign reaches beyond the text that it stands in: it steers a device, or the direction of
/// writing.
pub(crate) fn steers(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escape("<b>\"it's\" & so\u{202e}on\u{0}</b>"),
            "&lt;b&gt;&quot;it&#39;s&quot; &amp; soon&lt;/b&gt;"
        );
        assert_eq!(escape("ילדים 👧"), "ילדים 👧");
    }

    #[test]
    fn lines_are_no_longer_than_their_room() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a pneumonoultramicroscopic b", 9), ["a", "pneumono…", "b"]);
        assert_eq!(
            (cut("שלום עולם", 20), cut("abc", 3), cut("abcd", 3)),
            ("שלום עולם".into(), "abc".into(), "ab…".into())
        );
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn a_drawing_says_what_it_shows() {
        let mut drawing = Drawing::new(100.0);
        drawing.grow(40.0);
        drawing.text((1.0, 2.0), Anchor::End, "small", "a < b");
        let svg = drawing.finish("k", "T & t", "D");
        assert!(svg.contains("viewBox=\"0 0 100 40\"") && svg.contains("a &lt; b"));
        assert!(svg.contains("<title id=\"k-title\">T &amp; t</title><desc id=\"k-text\">D</desc>"));
    }
}
