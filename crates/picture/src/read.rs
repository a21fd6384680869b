//! Reads what `svg.rs` writes: its elements, its attributes, its style. Everything else is an error
//! that names it.

use super::{Figure, Picture, Shape, Style};
use std::str::FromStr;

/// What is not known.
type Unknown = String;

/// A rule of the style: an element or a class, and what it sets.
type Rule<'a> = (&'a str, Vec<(&'a str, &'a str)>);

/// What `currentColor` is on paper.
const BLACK: [u8; 3] = [0, 0, 0];

/// What holds where nothing is said.
const PLAIN: Style = Style {
    fill: Some(BLACK),
    stroke: None,
    fill_opacity: 1.0,
    stroke_opacity: 1.0,
    opacity: 1.0,
    width: 1.0,
    round_ends: false,
    round_joins: false,
    dashes: Vec::new(),
    size: 16.0,
    strong: false,
};

pub(super) fn picture(svg: &str) -> Result<Picture, Unknown> {
    let mut picture =
        Picture { width: 0.0, height: 0.0, title: String::new(), about: String::new(), shapes: Vec::new() };
    let mut rules = Vec::new();
    let mut rest = svg.trim();
    while !rest.is_empty() && rest != "</svg>" {
        let (tag, after) = tag(rest)?;
        rest = after;
        let mut within = || -> Result<&str, Unknown> {
            let end = format!("</{}>", tag.name);
            let (text, after) = rest.split_once(&*end).ok_or(format!("no {end}"))?;
            rest = after;
            Ok(text)
        };
        match tag.name {
            "svg" => {
                tag.only(&["xmlns", "viewBox", "width", "height", "role", "aria-labelledby"])?;
                (picture.width, picture.height) = (tag.number("width")?, tag.number("height")?);
            }
            "title" => picture.title = plain(within()?)?,
            "desc" => picture.about = plain(within()?)?,
            "style" => rules = style(within()?)?,
            _ => {
                let words = if tag.name == "text" { plain(within()?)? } else { String::new() };
                picture.shapes.push(shape(&tag, &rules, words)?);
            }
        }
    }
    Ok(picture)
}

/// The beginning of an element.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

/// The element that a text begins with, and what follows.
fn tag(text: &str) -> Result<(Tag<'_>, &str), Unknown> {
    let stray = || format!("`{}`", text.chars().take(20).collect::<String>());
    let (inner, after) = text.strip_prefix('<').and_then(|rest| rest.split_once('>')).ok_or_else(stray)?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let (name, mut list) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while !list.trim().is_empty() {
        let (key, value) = list.split_once("=\"").ok_or_else(stray)?;
        let (value, next) = value.split_once('"').ok_or_else(stray)?;
        attributes.push((key.trim(), value));
        list = next;
    }
    Ok((Tag { name, attributes }, after))
}

impl Tag<'_> {
    fn get(&self, key: &str) -> Result<&str, Unknown> {
        let found = self.attributes.iter().find(|(known, _)| *known == key);
        found.map(|(_, value)| *value).ok_or_else(|| format!("a `{}` without `{key}`", self.name))
    }

    fn number(&self, key: &str) -> Result<f32, Unknown> {
        number(self.get(key)?)
    }

    fn pair(&self, x: &str, y: &str) -> Result<(f32, f32), Unknown> {
        Ok((self.number(x)?, self.number(y)?))
    }

    fn only(&self, known: &[&str]) -> Result<(), Unknown> {
        match self.attributes.iter().find(|(key, _)| !known.contains(key)) {
            Some((key, _)) => Err(format!("`{key}` of `{}`", self.name)),
            None => Ok(()),
        }
    }
}

/// A shape with its style: attributes, then the rules of its element, then those of its classes, as
/// SVG has it.
fn shape(tag: &Tag<'_>, rules: &[Rule<'_>], words: String) -> Result<Shape, Unknown> {
    let (figure, own): (Figure, &[&str]) = match tag.name {
        "text" => {
            let before = match tag.get("text-anchor")? {
                "start" => 0.0,
                "middle" => 0.5,
                "end" => 1.0,
                other => return Err(format!("text-anchor `{other}`")),
            };
            (Figure::Text { at: tag.pair("x", "y")?, before, words }, &["x", "y", "text-anchor"])
        }
        "line" => {
            let points = vec![tag.pair("x1", "y1")?, tag.pair("x2", "y2")?];
            (Figure::Lines { points, closed: false }, &["x1", "y1", "x2", "y2"])
        }
        "rect" => {
            let ((x, y), (width, height)) = (tag.pair("x", "y")?, tag.pair("width", "height")?);
            let points = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
            (Figure::Lines { points, closed: true }, &["x", "y", "width", "height"])
        }
        "circle" => {
            (Figure::Circle { at: tag.pair("cx", "cy")?, radius: tag.number("r")? }, &["cx", "cy", "r"])
        }
        "polyline" | "polygon" => {
            let closed = tag.name == "polygon";
            let point = |pair: &str| {
                let (x, y) = pair.split_once(',').ok_or_else(|| format!("the point `{pair}`"))?;
                Ok((number(x)?, number(y)?))
            };
            let points = tag.get("points")?.split_whitespace().map(point).collect::<Result<_, Unknown>>()?;
            (Figure::Lines { points, closed }, &["points"])
        }
        other => return Err(format!("`{other}`")),
    };
    let mut style = PLAIN;
    for (key, value) in tag.attributes.iter().filter(|(key, _)| *key != "class" && !own.contains(key)) {
        set(&mut style, key, value)?;
    }
    let classes: Vec<String> = tag
        .get("class")
        .map_or(Vec::new(), |classes| classes.split_whitespace().map(|class| format!(".{class}")).collect());
    if let Some(class) = classes.iter().find(|class| !rules.iter().any(|(rule, _)| rule == class)) {
        return Err(format!("the class `{class}`"));
    }
    let element = rules.iter().filter(|(rule, _)| *rule == tag.name);
    let classed = rules.iter().filter(|(rule, _)| classes.iter().any(|class| class == rule));
    for (key, value) in element.chain(classed).flat_map(|(_, set)| set) {
        set(&mut style, key, value)?;
    }
    if tag.name == "line" {
        style.fill = None;
    }
    Ok(Shape { figure, style })
}

/// The rules of a style; each is of one element or one class, and all that they set is known.
fn style(text: &str) -> Result<Vec<Rule<'_>>, Unknown> {
    let mut rules = Vec::new();
    for rule in text.split('}').filter(|rule| !rule.trim().is_empty()) {
        let (name, body) = rule.split_once('{').ok_or_else(|| format!("the rule `{rule}`"))?;
        let simple = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !name.strip_prefix('.').unwrap_or(name).chars().all(simple) {
            return Err(format!("the rule of `{name}`"));
        }
        let mut sets = Vec::new();
        for part in body.split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once(':').ok_or_else(|| format!("the style `{part}`"))?;
            set(&mut PLAIN.clone(), key, value)?;
            sets.push((key, value));
        }
        rules.push((name, sets));
    }
    Ok(rules)
}

/// Sets one thing of a style.
fn set(style: &mut Style, key: &str, value: &str) -> Result<(), Unknown> {
    let unknown = || Err(format!("`{key}` as `{value}`"));
    match (key, value) {
        ("fill", _) => style.fill = colour(value)?,
        ("stroke", _) => style.stroke = colour(value)?,
        ("fill-opacity", _) => style.fill_opacity = number(value)?,
        ("stroke-opacity", _) => style.stroke_opacity = number(value)?,
        ("opacity", _) => style.opacity = number(value)?,
        ("stroke-width", _) => style.width = number(value)?,
        ("stroke-linecap", "round") => style.round_ends = true,
        ("stroke-linejoin", "round") => style.round_joins = true,
        ("stroke-dasharray", _) => {
            style.dashes = value.split_whitespace().map(number).collect::<Result<_, _>>()?;
        }
        ("font", _) => match value.split_once("px ") {
            Some((size, "system-ui,sans-serif")) => style.size = number(size)?,
            _ => return unknown(),
        },
        ("font-size", _) => match value.strip_suffix("px") {
            Some(size) => style.size = number(size)?,
            None => return unknown(),
        },
        ("font-weight", "600") => style.strong = true,
        _ => return unknown(),
    }
    Ok(())
}

fn colour(value: &str) -> Result<Option<[u8; 3]>, Unknown> {
    let unknown = || format!("the colour `{value}`");
    match value {
        "none" => Ok(None),
        "currentColor" => Ok(Some(BLACK)),
        _ => {
            let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(unknown)?;
            let all = u32::from_str_radix(digits, 16).map_err(|_| unknown())?;
            Ok(Some([(all >> 16) as u8, (all >> 8) as u8, all as u8]))
        }
    }
}

fn number(text: &str) -> Result<f32, Unknown> {
    let number = f32::from_str(text).ok().filter(|number| number.is_finite());
    number.ok_or_else(|| format!("the number `{text}`"))
}

/// What `charts::escape` was given.
fn plain(text: &str) -> Result<String, Unknown> {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once(';').ok_or("a stray `&`")?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => return Err(format!("`&{other};`")),
        });
        out.push_str(rest);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_as_it_was() {
        let text = "<b>\"it's\" &amp; so</b> ילדים 👧";
        assert_eq!(
            plain("&lt;b&gt;&quot;it&#39;s&quot; &amp;amp; so&lt;/b&gt; ילדים 👧").as_deref(),
            Ok(text)
        );
        assert!(plain("a & b").is_err());
    }

    // A class says more than an attribute, and of two rules the later one.
    #[test]
    fn styles_are_laid_over_each_other() {
        let svg = "<svg width=\"10\" height=\"5\"><style>text{font:14px system-ui,sans-serif}.small{font-size:12px}\
                   .mark{stroke:currentColor;opacity:.5}</style>\
                   <circle cx=\"1\" cy=\"2\" r=\"3\" class=\"mark\" fill=\"#102030\" stroke=\"none\" fill-opacity=\".5\"/>\
                   <text x=\"1\" y=\"2\" text-anchor=\"end\" class=\"small\">a</text></svg>\n";
        let picture = picture(svg).expect("a drawing");
        let mark = &picture.shapes[0].style;
        let ink = |rgb, alpha| Some(super::super::Ink { rgb, alpha });
        assert_eq!((mark.filled(), mark.stroked()), (ink([16, 32, 48], 0.25), ink(BLACK, 0.5)));
        assert_eq!(picture.shapes[1].style.size, 12.0);
    }
}
