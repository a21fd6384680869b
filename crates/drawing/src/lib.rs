//! A drawing: a list of shapes with their styles, plus a title and a description for screen
//! readers. Charts make the list. `svg.rs` writes SVG from it; `balcony-picture` writes PDF and PNG
//! from it. So the three formats cannot differ, and the pages need the SVG writer alone.
//!
//! Coordinates are points, measured from the top left corner.

mod looks;
mod style;
mod svg;

pub use looks::{LOOKS, StrategyLook, looks_of};
pub use style::{Class, Ink, Look, Property, style};

/// A place: to the right, and down.
pub type Point = (f64, f64);

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    width: f64,
    height: f64,
    title: String,
    description: String,
    shapes: Vec<Shape>,
    /// The look of each strategy that is drawn, as an index of [`LOOKS`].
    looks: Vec<usize>,
}

/// A figure with its style.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its geometry.
    pub figure: Figure,
    /// The class that styles it.
    class: Option<Class>,
    /// Its own properties. Where the class sets the same property, the class wins, as in SVG.
    own: Vec<Property>,
}

/// The geometry of a shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Words at a point.
    Text {
        /// The point, on the line that the letters stand on.
        at: Point,
        /// Where the words stand to it.
        anchor: Anchor,
        /// The words, as [`plain`] leaves them.
        words: String,
    },
    /// A line.
    Line {
        /// One end.
        from: Point,
        /// The other.
        to: Point,
    },
    /// A rectangle.
    Rect {
        /// Its upper left corner.
        at: Point,
        /// Its width and height.
        size: (f64, f64),
    },
    /// A circle.
    Circle {
        /// Its middle.
        at: Point,
        /// Its radius.
        radius: f64,
    },
    /// Lines through points.
    Polyline(Vec<Point>),
    /// Lines through points and back to the first.
    Polygon(Vec<Point>),
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

impl Drawing {
    /// An empty drawing of a width.
    pub fn new(width: f64) -> Self {
        Self {
            width,
            height: 0.0,
            title: String::new(),
            description: String::new(),
            shapes: Vec::new(),
            looks: Vec::new(),
        }
    }

    /// Names the strategies, so that each has its own look.
    pub fn dress<N: AsRef<str>>(&mut self, names: &[N]) {
        self.looks = looks_of(names);
    }

    /// The look of a strategy.
    fn look(&self, arm: usize) -> &'static StrategyLook {
        &LOOKS[self.looks.get(arm).copied().unwrap_or(arm % LOOKS.len())]
    }

    /// The colour of a strategy.
    pub fn ink(&self, arm: usize) -> Ink {
        Ink::rgb(self.look(arm).light)
    }

    /// Makes room down to a height.
    pub fn grow(&mut self, to: f64) {
        self.height = self.height.max(to);
    }

    /// Sets the title and the description.
    pub fn describe(&mut self, title: &str, description: &str) {
        (self.title, self.description) = (plain(title), plain(description));
    }

    /// Its width.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Its width and height, in whole points.
    pub fn size(&self) -> (f64, f64) {
        (self.width.round_ties_even(), self.height.round_ties_even())
    }

    /// The title: the finding of the chart.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The text for screen readers.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Its shapes, the lowest first.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The same drawing, with every text changed.
    #[must_use]
    pub fn reworded(mut self, change: impl Fn(String) -> String) -> Self {
        let texts = self.shapes.iter_mut().filter_map(|shape| match &mut shape.figure {
            Figure::Text { words, .. } => Some(words),
            _ => None,
        });
        for text in texts.chain([&mut self.title, &mut self.description]) {
            *text = change(std::mem::take(text));
        }
        self
    }

    fn put(&mut self, figure: Figure, class: Option<Class>, own: &[Property]) {
        self.shapes.push(Shape { figure, class, own: own.to_vec() });
    }

    /// Words.
    pub fn text(&mut self, at: Point, anchor: Anchor, class: Class, words: &str) {
        self.put(Figure::Text { at, anchor, words: plain(words) }, Some(class), &[]);
    }

    /// A line, in a colour of its own or of its class.
    pub fn line(&mut self, from: Point, to: Point, class: Class, ink: Option<Ink>) {
        let ink = ink.map(Property::Stroke);
        self.put(Figure::Line { from, to }, Some(class), ink.as_slice());
    }

    /// A rectangle.
    pub fn rect(&mut self, at: Point, (width, height): (f64, f64), class: Class) {
        self.put(Figure::Rect { at, size: (width.max(0.0), height) }, Some(class), &[]);
    }

    /// A bar in the colour of a strategy.
    pub fn bar(&mut self, at: Point, (width, height): (f64, f64), ink: Ink) {
        let own = [Property::Fill(Some(ink)), Property::FillOpacity(0.75)];
        self.put(Figure::Rect { at, size: (width.max(0.0), height) }, None, &own);
    }

    /// A dot.
    pub fn dot(&mut self, at: Point, radius: f64, class: Class, ink: Ink) {
        self.put(Figure::Circle { at, radius }, Some(class), &[Property::Fill(Some(ink))]);
    }

    /// A strategy's mark: its shape tells it apart without colour.
    pub fn mark(&mut self, at: Point, arm: usize) {
        self.mark_sized(at, 6.0, arm);
    }

    /// A strategy's mark of a size.
    pub fn mark_sized(&mut self, at: Point, r: f64, arm: usize) {
        self.shape(at, r, self.look(arm).shape, self.ink(arm));
    }

    /// One of twelve shapes: circle, square, triangle, diamond, triangle on its head; the same
    /// hollow; a cross; a star of four points, because a cross that lies says "wrong".
    pub fn shape(&mut self, (x, y): Point, r: f64, shape: usize, ink: Ink) {
        let hollow = (5..10).contains(&(shape % 12));
        let (r, shape) = if hollow { (r - 0.8, shape % 12 - 5) } else { (r, shape % 12) };
        let figure = match shape {
            0 => Figure::Circle { at: (x, y), radius: r },
            10 | 11 => {
                // A cross by its twelve corners, a star by its eight: a quarter, turned four times.
                let (long, thin) = (r * 1.25, r * 0.4);
                let cross = [(thin, -thin), (long, -thin), (long, thin)];
                let star = [(0.0, -r * 1.4), (thin, -thin)];
                let quarter: &[Point] = if shape == 10 { &cross } else { &star };
                let turned = |(a, b), times| (0..times).fold((a, b), |(a, b): Point, _| (-b, a));
                let corners =
                    (0..4).flat_map(|times| quarter.iter().map(move |corner| turned(*corner, times)));
                Figure::Polygon(corners.map(|(a, b)| (x + a, y + b)).collect())
            }
            1 => Figure::Polygon(vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]),
            2 => Figure::Polygon(vec![(x, y - r * 1.3), (x + r * 1.2, y + r), (x - r * 1.2, y + r)]),
            3 => {
                let far = r * 1.3;
                Figure::Polygon(vec![(x, y - far), (x + far, y), (x, y + far), (x - far, y)])
            }
            _ => Figure::Polygon(vec![(x, y + r * 1.3), (x + r * 1.2, y - r), (x - r * 1.2, y - r)]),
        };
        if hollow {
            self.put(figure, None, &[Property::Fill(None), Property::Stroke(ink), Property::Width(2.6)]);
        } else {
            self.put(figure, Some(Class::Mark), &[Property::Fill(Some(ink))]);
        }
    }

    /// A field in a shade of the text's colour, 0 to 1.
    pub fn shade(&mut self, at: Point, (width, height): (f64, f64), shade: f64) {
        let own = [Property::Fill(Some(Ink::Text)), Property::Shade(shade)];
        self.put(Figure::Rect { at, size: (width.max(0.0), height.max(0.0)) }, None, &own);
    }

    /// A line whose width says something.
    pub fn tie(&mut self, from: Point, to: Point, width: f64, ink: Ink) {
        self.put(Figure::Line { from, to }, None, &[Property::Stroke(ink), Property::Width(width)]);
    }

    /// A ring in the text's colour, empty inside.
    pub fn ring(&mut self, at: Point, radius: f64) {
        self.put(Figure::Circle { at, radius }, Some(Class::Mark), &[Property::Fill(None)]);
    }

    /// A fine curve, for weeks that go up and down.
    pub fn fine(&mut self, points: &[Point], ink: Ink) {
        let own =
            [Property::Fill(None), Property::Stroke(ink), Property::StrokeWidth(1.7), Property::RoundJoins];
        self.put(Figure::Polyline(points.to_vec()), None, &own);
    }

    /// A curve of dots, to stand behind another.
    pub fn dotted(&mut self, points: &[Point]) {
        let own = [
            Property::Fill(None),
            Property::Stroke(Ink::Text),
            Property::StrokeWidth(1.2),
            Property::Dashes([1.5, 3.0]),
        ];
        self.put(Figure::Polyline(points.to_vec()), None, &own);
    }

    /// A curve through points.
    pub fn curve(&mut self, points: &[Point], ink: Ink) {
        self.put(Figure::Polyline(points.to_vec()), Some(Class::Curve), &[Property::Stroke(ink)]);
    }

    /// A strategy's curve, with its dash.
    pub fn course(&mut self, points: &[Point], arm: usize) {
        let mut own = vec![Property::Stroke(self.ink(arm))];
        own.extend(self.look(arm).dashes.map(Property::Dashes));
        self.put(Figure::Polyline(points.to_vec()), Some(Class::Curve), &own);
    }

    /// The region between two curves.
    pub fn between(&mut self, upper: &[Point], lower: &[Point], ink: Ink) {
        let points = upper.iter().chain(lower.iter().rev()).copied().collect();
        self.put(Figure::Polygon(points), None, &[Property::Fill(Some(ink)), Property::FillOpacity(0.22)]);
    }
}

/// A text on one line, without control characters and without marks that change the direction of
/// the text around it.
pub fn plain(text: &str) -> String {
    let kept = text.chars().filter_map(|sign| match sign {
        '\n' | '\t' => Some(' '),
        sign => (!steers(sign)).then_some(sign),
    });
    kept.collect()
}

/// Whether a sign reaches beyond the text that it stands in: it steers a device, or the direction
/// of writing.
pub fn steers(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
