//! Whatever a drawing can hold, a picture of it holds too.

use super::svg::{Anchor, Drawing};
use balcony_picture::{Fonts, NoPicture, Picture};

/// A drawing with everything that a drawing can hold.
fn everything() -> String {
    let mut drawing = Drawing::new(300.0);
    drawing.grow(200.0);
    let (a, b) = ((10.0, 20.0), (60.0, 70.0));
    for class in ["", "small", "strong", "small faint"] {
        drawing.text(a, Anchor::Start, class, "a < b & \"c\" − שלום 👧");
    }
    drawing.text(a, Anchor::Middle, "", "b");
    drawing.text(a, Anchor::End, "", "c");
    drawing.heading(10.0, "What was found", true);
    for class in ["axis", "grid", "zero", "bar"] {
        drawing.line(a, b, class, Some("#0072b2"));
    }
    drawing.rect(a, b, "band");
    drawing.bar(a, b, "#0072b2");
    drawing.dot(a, 3.0, "cloud", "#0072b2");
    (0..12).for_each(|arm| drawing.mark(b, arm));
    drawing.shape(a, 4.0, 2, "currentColor");
    drawing.shade(a, b, 0.4);
    drawing.tie(a, b, 2.5, "#0072b2");
    drawing.ring(a, 5.0);
    drawing.fine(&[a, b], "#0072b2");
    drawing.dotted(&[a, b]);
    drawing.curve(&[a, b], "#0072b2");
    drawing.between(&[a, b], &[b, a], "#0072b2");
    drawing.finish("all", "What was found", "All there is")
}

// Seen to fail with a method of `Drawing` that `everything` did not call.
#[test]
fn pictures_know_every_primitive() {
    let source = include_str!("svg.rs").split("#[cfg(test)]").next().expect("the code");
    let body = source.split_once("impl Drawing {").expect("the drawing").1;
    let body = body.split_once("\n}\n").expect("its end").0;
    let here = include_str!("pictured.rs");
    let mut known = 0;
    for name in body.split("pub(super) fn ").skip(1).filter_map(|rest| rest.split('(').next()) {
        let called = here.contains(&format!("drawing.{name}(")) || name == "new";
        assert!(called, "`everything` does not draw `{name}`: do pictures know it?");
        known += 1;
    }
    assert!(known > 15);
    let picture = Picture::read(&everything()).expect("all of it is known");
    assert_eq!(picture.size(), (300.0, 200.0));
    assert_eq!((picture.title(), picture.about()), ("What was found", "All there is"));
}

#[test]
fn what_is_not_known_is_an_error() {
    let svg = everything();
    for (from, to, said) in [
        ("<circle ", "<ellipse ", "ellipse"),
        ("class=\"band\"", "class=\"bond\"", "bond"),
        ("class=\"band\"", "class=\"band\" rx=\"3\"", "rx"),
        (".band{", ".band{filter:blur(2px);", "filter"),
        (".band{", "g .band{", "g .band"),
        ("stroke-linecap:round", "stroke-linecap:square", "square"),
        ("fill=\"#0072b2\"", "fill=\"teal\"", "teal"),
        ("&amp;", "&nbsp;", "&nbsp;"),
    ] {
        assert!(svg.contains(from), "{from}");
        let error = Picture::read(&svg.replacen(from, to, 1)).expect_err(to);
        assert!(error.to_string().contains(said), "{to}: {error}");
    }
}

#[test]
fn without_a_font_a_pdf_has_boxes_and_there_is_no_png() {
    let picture = Picture::read(&everything()).expect("a drawing");
    let none = Fonts::none();
    assert_eq!(picture.png(&none, 1), Err(NoPicture::NoFont));
    let made = picture.pdf(&none);
    assert!(made.bytes.starts_with(b"%PDF"));
    assert_eq!(made.boxes, ['ו', 'ל', 'ם', 'ש', '👧']);
    assert_eq!(made, picture.pdf(&none), "the same bytes");
}
