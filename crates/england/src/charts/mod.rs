//! Pictures of the national market: the pipeline by tier and background, and a map of tiles. Both
//! work in greyscale, and each carries its numbers in words.

mod children;
mod flow;
mod kept;
mod map;

pub use flow::flow;
pub use kept::{Kept, read};
pub use map::{Measure, Tile, map};

use crate::scenario::{National, YEAR};
use crate::watch::{Watched, watch_all};
pub use balcony_drawing::Drawing;
use balcony_drawing::{Anchor, Class};
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_market::Background;
use balcony_market::log::{Change, Origin, Reason};
use balcony_report::summary::width;
use rayon::prelude::*;

/// Pictures of a folder with children: key and what each shows.
pub const OF_CHILDREN: [(&str, &str); 2] = [
    ("children", "a map of tiles: the level of an outcome (--outcome) in each authority"),
    ("difference", "a map of tiles: what a policy (--policy) changes of it in each authority"),
];

/// The pictures: key and what each shows.
pub const PICTURES: [(&str, &str); 3] = [
    ("pipeline", "people in post at four levels, by background, and who rises, moves and leaves in a year"),
    ("weeks", "a map of tiles: weeks without a permanent director in each authority"),
    ("directors", "a map of tiles: how many permanent directors each authority has had"),
];

/// A picture with everything that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its key.
    pub key: &'static str,
    /// What was found: the title.
    pub finding: String,
    /// What is shown and how to read it.
    pub about: String,
    /// The drawing, with its title and its text.
    pub drawing: Drawing,
}

/// People of one tier and background, a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Flow {
    /// In post.
    pub in_post: f64,
    /// Rose into the tier from below.
    pub risen: f64,
    /// Came into the tier from outside the market, or back into it.
    pub new: f64,
    /// Went to another authority on the same tier.
    pub moved: f64,
    /// Left the market.
    pub left: f64,
}

impl Flow {
    fn add(&mut self, other: &Self) {
        self.in_post += other.in_post;
        self.risen += other.risen;
        self.new += other.new;
        self.moved += other.moved;
        self.left += other.left;
    }

    fn divided(self, runs: f64, years: f64) -> Self {
        let each = runs * years;
        Self {
            in_post: self.in_post / runs,
            risen: self.risen / each,
            new: self.new / each,
            moved: self.moved / each,
            left: self.left / each,
        }
    }
}

/// The pipeline: by tier 1 to 4 and by background.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pipeline(pub [[Flow; Background::COUNT]; 4]);

impl Pipeline {
    /// Names of the columns of [`Pipeline::rows`].
    pub const HEADS: &'static str = "tier,background,in_post,risen,new,moved,left";

    /// All of a tier.
    pub fn tier(&self, tier: usize) -> Flow {
        let mut sum = Flow::default();
        self.0[tier].iter().for_each(|flow| sum.add(flow));
        sum
    }

    /// A row of a table for each tier and background.
    pub fn rows(&self) -> impl Iterator<Item = String> {
        let one = |tier: usize, background: Background| {
            let flow = &self.0[tier][background as usize];
            format!(
                "{},{},{},{},{},{},{}",
                tier + 1,
                background.key(),
                flow.in_post,
                flow.risen,
                flow.new,
                flow.moved,
                flow.left
            )
        };
        let tiers = (0..4).flat_map(|tier| Background::ALL.map(|background| (tier, background)));
        tiers.map(|(tier, background)| one(tier, background)).collect::<Vec<_>>().into_iter()
    }
}

/// The pipeline of every policy: the mean over the first so many runs, a year.
///
/// ```
/// use balcony_england::{charts::pipelines, scenario::read};
/// use balcony_scenario::scenario::{England, Library, files::Texts};
/// let files = Texts::default();
/// let library = Library::new(&files, &England);
/// let national = read("england", &["england.weeks=52".to_owned()], &library).unwrap();
/// let heads_of_service = pipelines(&national, 1)[0].tier(2).in_post;
/// assert!((1100.0..1220.0).contains(&heads_of_service));
/// ```
pub fn pipelines(national: &National, runs: u32) -> Vec<Pipeline> {
    let of = |run: u32| -> Vec<Pipeline> { watch_all(national, run).iter().map(of_run).collect() };
    let each: Vec<Vec<Pipeline>> = (0..runs).into_par_iter().map(of).collect();
    let mut sums = vec![Pipeline::default(); national.policies.len()];
    for of in &each {
        for (sum, pipeline) in sums.iter_mut().zip(of) {
            for (flow, more) in sum.0.iter_mut().flatten().zip(pipeline.0.iter().flatten()) {
                flow.add(more);
            }
        }
    }
    let years = f64::from(national.years()) * f64::from(YEAR) / WEEKS_A_YEAR;
    for flow in sums.iter_mut().flat_map(|sum| sum.0.iter_mut().flatten()) {
        *flow = flow.divided(f64::from(runs.max(1)), years);
    }
    sums
}

fn of_run(watched: &Watched) -> Pipeline {
    let mut pipeline = Pipeline::default();
    for (flows, sums) in pipeline.0.iter_mut().zip(&watched.in_post) {
        for (flow, sum) in flows.iter_mut().zip(sums) {
            flow.in_post = sum / f64::from(watched.ticks.max(1));
        }
    }
    for entry in watched.entries.iter().filter(|entry| entry.week >= watched.start) {
        let Some(seen) = watched.people.get(&entry.who) else { continue };
        let none = Flow::default();
        let (tier, step) = match entry.change {
            Change::Rose { tier, from: 0 } => (tier, Flow { new: 1.0, ..none }),
            Change::Rose { tier, from } if from == tier => (tier, Flow { moved: 1.0, ..none }),
            Change::Rose { tier, .. } => (tier, Flow { risen: 1.0, ..none }),
            Change::Exited { tier } => (tier, Flow { left: 1.0, ..none }),
            Change::Gone { reason: Reason::Left | Reason::Retired, .. } => (1, Flow { left: 1.0, ..none }),
            Change::Started(start) => match start.origin {
                Origin::Inside | Origin::Second | Origin::Third => (1, Flow { risen: 1.0, ..none }),
                Origin::Director => (1, Flow { moved: 1.0, ..none }),
                Origin::Former | Origin::Outside => (1, Flow { new: 1.0, ..none }),
            },
            _ => continue,
        };
        pipeline.0[usize::from(tier) - 1][seen.background as usize].add(&step);
    }
    pipeline
}

/// Space at the sides of a picture.
const EDGE: f64 = 12.0;

/// The finding above a drawing, in as many lines as it takes; gives the place below it.
fn title(drawing: &mut Drawing, finding: &str) -> f64 {
    let room = ((drawing.width() - 2.0 * EDGE) / 8.4) as usize;
    let mut y = 24.0;
    for line in lines(finding, room) {
        drawing.text((EDGE, y), Anchor::Start, Class::Strong, &line);
        y += 20.0;
    }
    y
}

/// A text in lines of at most so many columns.
fn lines(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if !line.is_empty() && width(line) + 1 + width(word) > room => {
                lines.push(word.to_owned());
            }
            Some(line) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            None => {}
        }
    }
    lines
}

/// A text of at most so many columns.
fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
