//! The drawing as SVG: text that is always text, a title and a description. Numbers are written
//! with two digits, so that the same figures give the same bytes.

use crate::{Anchor, Drawing, Figure, Point, Shape, style};
use std::fmt::Write as _;

impl Drawing {
    /// The drawing as an `svg` element. Ids inside it begin with `id`.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let (width, height) = self.size();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-text\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-text\">{}</desc><style>{}</style>",
            escape(self.title()),
            escape(self.description()),
            style()
        );
        self.shapes().iter().for_each(|shape| shape.write(&mut out));
        out + "</svg>"
    }

    /// The drawing as an `svg` element that says nothing by itself: a mark beside words.
    #[must_use]
    pub fn bare_svg(&self) -> String {
        let (width, height) = self.size();
        let mut out = format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">");
        self.shapes().iter().for_each(|shape| shape.write(&mut out));
        out + "</svg>"
    }
}

impl Shape {
    fn write(&self, out: &mut String) {
        // Writing into a text cannot fail.
        let _ = match &self.figure {
            Figure::Text { at: (x, y), anchor, .. } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                write!(out, "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\"")
            }
            Figure::Line { from: (x1, y1), to: (x2, y2) } => {
                write!(out, "<line x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\"")
            }
            Figure::Rect { at: (x, y), size: (width, height) } => {
                write!(out, "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"")
            }
            Figure::Circle { at: (x, y), radius } => {
                write!(out, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\"")
            }
            Figure::Polyline(points) => write!(out, "<polyline points=\"{}\"", listed(points)),
            Figure::Polygon(points) => write!(out, "<polygon points=\"{}\"", listed(points)),
        };
        if let Some(class) = self.class {
            let _ = write!(out, " class=\"{}\"", class.names());
        }
        for (key, value) in self.own.iter().map(|set| set.said()) {
            let _ = write!(out, " {key}=\"{value}\"");
        }
        let _ = match &self.figure {
            Figure::Text { words, .. } => write!(out, ">{}</text>", escape(words)),
            _ => write!(out, "/>"),
        };
    }
}

fn listed(points: &[Point]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
    points.join(" ")
}

/// Text in a drawing, that no markup can break out of.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in crate::plain(text).chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Class, Ink};

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escape("<b>\"it's\" & so\u{202e}on\u{0}</b>"),
            "&lt;b&gt;&quot;it&#39;s&quot; &amp; soon&lt;/b&gt;"
        );
        assert_eq!(escape("ילדים 👧\n\ta"), "ילדים 👧  a");
    }

    #[test]
    fn a_drawing_says_what_it_shows() {
        let mut drawing = Drawing::new(100.0);
        drawing.grow(40.5);
        drawing.describe("T & t", "D");
        drawing.text((1.0, 2.0), Anchor::End, Class::Small, "a < b");
        let svg = drawing.svg("k");
        assert!(svg.contains("viewBox=\"0 0 100 40\"") && svg.contains("a &lt; b"));
        assert!(svg.contains("<title id=\"k-title\">T &amp; t</title><desc id=\"k-text\">D</desc>"));
    }

    #[test]
    fn every_kind_of_shape_is_written() {
        let mut drawing = Drawing::new(10.0);
        let (a, b, ink) = ((1.0, 2.0), (3.0, 4.005), Ink::rgb(0x0072b2));
        drawing.text(a, Anchor::Middle, Class::Plain, "w");
        drawing.line(a, b, Class::Bar, Some(ink));
        drawing.tie(a, b, 2.5, ink);
        drawing.shade(a, (-1.0, 5.0), 0.4);
        drawing.bar(a, b, ink);
        drawing.ring(a, 5.0);
        drawing.shape(a, 4.0, 5, Ink::Text);
        drawing.dotted(&[a, b]);
        drawing.between(&[a], &[b], ink);
        let svg = drawing.svg("k");
        let shapes = svg.split_once("</style>").expect("a style").1;
        assert_eq!(
            shapes,
            "<text x=\"1.00\" y=\"2.00\" text-anchor=\"middle\" class=\"\">w</text>\
             <line x1=\"1.00\" y1=\"2.00\" x2=\"3.00\" y2=\"4.00\" class=\"bar\" stroke=\"#0072b2\"/>\
             <line x1=\"1.00\" y1=\"2.00\" x2=\"3.00\" y2=\"4.00\" stroke=\"#0072b2\" stroke-width=\"2.50\"/>\
             <rect x=\"1.00\" y=\"2.00\" width=\"0.00\" height=\"5.00\" fill=\"currentColor\" fill-opacity=\"0.40\"/>\
             <rect x=\"1.00\" y=\"2.00\" width=\"3.00\" height=\"4.00\" fill=\"#0072b2\" fill-opacity=\".75\"/>\
             <circle cx=\"1.00\" cy=\"2.00\" r=\"5.00\" class=\"mark\" fill=\"none\"/>\
             <circle cx=\"1.00\" cy=\"2.00\" r=\"3.20\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.60\"/>\
             <polyline points=\"1.00,2.00 3.00,4.00\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\"/>\
             <polygon points=\"1.00,2.00 3.00,4.00\" fill=\"#0072b2\" fill-opacity=\".22\"/></svg>"
        );
    }
}
