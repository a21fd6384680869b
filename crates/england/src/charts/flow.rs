//! The pipeline: four levels, one above the other, with who rises between them.

use super::{EDGE, Flow, Picture, Pipeline, lines, title};
use crate::watch::background;
use balcony_drawing::{Anchor, Class, Drawing, Ink};
use balcony_market::Background;
use balcony_report::summary::fixed;

/// Names of the tiers.
const TIERS: [&str; 4] = ["Directors", "Assistant directors", "Heads of service", "Team managers"];
/// Shade of each background, from dark to light.
const SHADES: [f64; Background::COUNT] = [0.78, 0.5, 0.32, 0.18, 0.08];
/// Height of a bar, and of the way between two tiers.
const BAR: f64 = 20.0;
const WAY: f64 = 46.0;
/// Width of the line of the widest way up.
const FULL: f64 = 20.0;
/// From this width on there is room for longer words.
const WIDE: f64 = 560.0;

/// The picture of a pipeline.
///
/// ```
/// use balcony_england::charts::{Flow, Pipeline, flow};
/// let mut pipeline = Pipeline::default();
/// pipeline.0[0][0] = Flow { in_post: 150.0, risen: 25.0, new: 3.0, moved: 8.0, left: 28.0 };
/// let picture = flow(&pipeline, 720.0);
/// assert!(picture.finding.starts_with("In a year 25.0 people rise to director"));
/// assert!(picture.drawing.svg("pipeline").contains("Team managers"));
/// ```
pub fn flow(pipeline: &Pipeline, width: f64) -> Picture {
    let directors = pipeline.tier(0);
    let social_care = share(pipeline, 0, Background::SocialCare);
    let finding = format!(
        "In a year {} people rise to director, {} directors go to another authority and {} leave; {} % began in social care.",
        fixed(directors.risen, 1),
        fixed(directors.moved, 1),
        fixed(directors.left, 1),
        fixed(social_care, 0)
    );
    let mut drawing = Drawing::new(width);
    let mut y = title(&mut drawing, &finding);
    let most = (0..4).map(|tier| pipeline.tier(tier).risen).fold(0.0, f64::max);
    for (tier, name) in TIERS.iter().enumerate() {
        let of = pipeline.tier(tier);
        let head = format!("{name}: {} in post", fixed(of.in_post, 0));
        drawing.text((EDGE, y + 14.0), Anchor::Start, Class::Strong, &head);
        drawing.text(
            (EDGE, y + 31.0),
            Anchor::Start,
            Class::Small,
            &said(&of, share(pipeline, tier, Background::SocialCare)),
        );
        bar(&mut drawing, pipeline, tier, (EDGE, y + 38.0), width - 2.0 * EDGE);
        y += 38.0 + BAR;
        if let Some(below) = TIERS.get(tier + 1) {
            let social_care = pipeline.0[tier][Background::SocialCare as usize].risen;
            let x = if width < WIDE { width / 3.0 } else { width / 2.0 };
            way(&mut drawing, (&of, social_care), most, (below, width >= WIDE), (x, y));
            y += WAY;
        }
    }
    y = legend(&mut drawing, y + 22.0, width);
    let about = "Bars: people in post, as shares by where their working life began. Arrows: how many rise a year. New: from outside the \
                 market, or back into it; moved: to another authority on the same level; left: retired or gone.";
    for line in lines(about, ((width - 2.0 * EDGE) / 6.9) as usize) {
        drawing.text((EDGE, y), Anchor::Start, Class::SmallFaint, &line);
        y += 16.0;
    }
    drawing.grow(y + 2.0);
    drawing.describe(&finding, &format!("{finding} {about} {}", in_words(pipeline)));
    Picture { key: "pipeline", finding, about: about.to_owned(), drawing }
}

/// Percent of a tier with a background.
fn share(pipeline: &Pipeline, tier: usize, background: Background) -> f64 {
    let all = pipeline.tier(tier).in_post;
    if all > 0.0 { 100.0 * pipeline.0[tier][background as usize].in_post / all } else { 0.0 }
}

fn said(of: &Flow, social_care: f64) -> String {
    format!(
        "a year: {} new, {} moved, {} left; {} % from social care",
        fixed(of.new, 1),
        fixed(of.moved, 1),
        fixed(of.left, 1),
        fixed(social_care, 0)
    )
}

/// A tier as shares by background.
fn bar(drawing: &mut Drawing, pipeline: &Pipeline, tier: usize, (x, y): (f64, f64), wide: f64) {
    let mut at = x;
    for (background, shade) in Background::ALL.iter().zip(SHADES) {
        let part = wide * share(pipeline, tier, *background) / 100.0;
        drawing.shade((at, y), (part, BAR), shade);
        drawing.line((at, y), (at, y + BAR), Class::Axis, None);
        at += part;
    }
    for (from, to) in [((x, y), (x + wide, y)), ((x, y + BAR), (x + wide, y + BAR)), ((at, y), (at, y + BAR))]
    {
        drawing.line(from, to, Class::Axis, None);
    }
}

/// An arrow up from the tier below: the more rise, the wider.
fn way(
    drawing: &mut Drawing,
    (of, social_care): (&Flow, f64),
    most: f64,
    (from, roomy): (&str, bool),
    (x, y): (f64, f64),
) {
    let wide = if most > 0.0 { (FULL * of.risen / most).max(1.5) } else { 1.5 };
    let head = 5.0 + wide / 2.4;
    drawing.tie((x, y + WAY - 2.0), (x, y + 2.0 + 2.3 * head), wide, Ink::rgb(0x7f7f7f));
    drawing.shape((x, y + 2.0 + 1.3 * head), head, 2, Ink::rgb(0x7f7f7f));
    let mut words = format!("{} {} rise", fixed(of.risen, 1), from.to_lowercase());
    if roomy && of.risen > 0.0 {
        words.push_str(&format!(", {} % from social care", fixed(100.0 * social_care / of.risen, 0)));
    }
    drawing.text((x + FULL / 2.0 + 12.0, y + 28.0), Anchor::Start, Class::Small, &words);
}

fn legend(drawing: &mut Drawing, y: f64, width: f64) -> f64 {
    let (mut x, mut y) = (EDGE, y);
    for (which, shade) in Background::ALL.iter().zip(SHADES) {
        let name = background(*which);
        let wide = 28.0 + 7.0 * name.len() as f64;
        if x + wide > width - EDGE {
            (x, y) = (EDGE, y + 20.0);
        }
        drawing.shade((x, y - 11.0), (14.0, 14.0), shade);
        for (from, to) in [((x, y - 11.0), (x + 14.0, y - 11.0)), ((x, y + 3.0), (x + 14.0, y + 3.0))] {
            drawing.line(from, to, Class::Axis, None);
        }
        drawing.text((x + 20.0, y), Anchor::Start, Class::Small, name);
        x += wide;
    }
    y + 24.0
}

/// Every number, for those who do not see the picture.
fn in_words(pipeline: &Pipeline) -> String {
    let tier = |tier: usize| {
        let of = pipeline.tier(tier);
        let backgrounds: Vec<String> = Background::ALL
            .iter()
            .map(|which| format!("{} % {}", fixed(share(pipeline, tier, *which), 0), background(*which)))
            .collect();
        format!(
            "{}: {} in post ({}), {} risen, {} new, {} moved, {} left.",
            TIERS[tier],
            fixed(of.in_post, 0),
            backgrounds.join(", "),
            fixed(of.risen, 1),
            fixed(of.new, 1),
            fixed(of.moved, 1),
            fixed(of.left, 1)
        )
    };
    (0..TIERS.len()).map(tier).collect::<Vec<_>>().join(" ")
}
