//! One child, two lives, as a page: who the child is, the drawing, one timeline of the weeks in
//! which the lives differ, what it comes to.

use super::html::{Drawings, finish, lines, list, page, part, scroll, subpart};
use super::{LICENCE, NARROW, WIDE};
use crate::charts::lives::{Lane, NeedWeek, lives};
use crate::charts::{DrawnChart, network, timeline};
use crate::summary::{clean, many, small};
use crate::trace::LifeStory;
use crate::trace::tell::{Story, by_week, day, paragraph, parting};
use balcony_drawing::{Drawing, Ink, LOOKS, looks_of};
use balcony_engine::calendar::Week;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// A heading with its name to link to: of a page, or of a part of one.
type Heading = fn(&str, &str) -> Markup;

/// A story for a page of one's own with the style of [`super::STYLE`], under a heading of the
/// second rank.
pub fn story_part(story: &Story<'_>) -> String {
    finish(html! { (who(story)) (lived(story, subpart)) })
}

/// The page of a story.
pub fn story(story: &Story<'_>) -> String {
    let what = match story.known_as() {
        Some(name) => format!("{name}: {}", small(story.heading())),
        None => story.heading().to_owned(),
    };
    let contents = html! {
        header { h1 { (what) } (who(story)) }
        main id="main" { (lived(story, part)) }
        footer { p class="quiet" { "Made by Balcony " (env!("CARGO_PKG_VERSION")) ". " (LICENCE) } }
    };
    page(&format!("{what}: {}", clean(story.title)), None, contents)
}

/// Whose story it is, of which run, and how it was chosen.
fn who(story: &Story<'_>) -> Markup {
    html! {
        p { (clean(story.title)) ", " (clean(story.authority)) "." }
        p class="quiet" { (story.nobody_is_real()) }
        details {
            summary { "Which run this is" }
            p class="quiet" {
                @if story.child { "Child " (story.whose) ", replicate" } @else { "Replicate" }
                " " (story.replicate) " of seed " (story.seed) ", " (story.weeks) " weeks from "
                (day(Week(story.first).monday())) "."
            }
            @if let Some(rule) = story.chosen { p class="quiet" { "Chosen by rule: " (rule) "." } }
        }
    }
}

/// The lives themselves.
fn lived(story: &Story<'_>, heading: Heading) -> Markup {
    html! {
        @if !story.same.is_empty() {
            (heading("same", if story.lives.len() > 1 { "The same in both lives" } else { "At the start" }))
            p { (clean(&story.same.join(" "))) }
        }
        (drawing(story, heading))
        (heading("weeks", "Week by week"))
        @match &story.lives[..] {
            [one] => (alone(one)),
            [a, b, ..] => (together(a, b)),
            [] => {}
        }
        (heading("sum", "What it comes to"))
        (list(story.lives.iter().map(|life| clean(&format!("{}: {}", life.strategy, life.sum)))))
        p { (story.caution()) }
        (lines(&story.compare))
    }
}

/// The pathway of a child above its risk; of a post its years, and the trust of partners.
fn drawing(story: &Story<'_>, heading: Heading) -> Markup {
    let dates = dates(story);
    let weeks: Vec<Vec<Option<NeedWeek>>> = story.lives.iter().map(|life| life.course.clone()).collect();
    let courses: Vec<Lane<'_>> =
        story.lives.iter().zip(&weeks).map(|(life, weeks)| Lane { name: &life.strategy, weeks }).collect();
    let years = || story.lives.iter().filter_map(|life| Some((&*life.strategy, life.years.as_ref()?)));
    let posts: Vec<timeline::Lane<'_>> = years()
        .map(|(name, years)| timeline::Lane { name, weeks: &years.weeks, marks: &years.marks })
        .collect();
    let trust: Vec<network::Lane<'_>> =
        years().map(|(name, years)| network::Lane { name, trust: &years.trust }).collect();
    // For wide and for narrow pages, if there is something to draw.
    let both = |chart: &dyn Fn(f64) -> Option<DrawnChart>| chart(WIDE).zip(chart(NARROW));
    let drawn = [
        ("course", both(&|width| lives(&courses, &dates, width, false))),
        ("years", both(&|width| timeline::timeline(&posts, &dates, width, false))),
        ("trust", both(&|width| network::network(&trust, width, false))),
    ];
    let mut drawings = Drawings::default();
    html! {
        @for (id, charts) in &drawn {
            @if let Some((wide, narrow)) = charts {
                (heading(id, &wide.finding))
                (drawings.chart(wide, Some(narrow), true))
            }
        }
    }
}

/// The years, for the axis: the weeks in which they begin.
fn dates(story: &Story<'_>) -> Vec<(u32, String)> {
    (0..story.weeks)
        .filter(|week| {
            let [before, now] =
                [(story.first + week).saturating_sub(1), story.first + week].map(|at| Week(at).monday().year);
            *week == 0 || before != now
        })
        .map(|week| (week, Week(story.first + week).monday().year.to_string()))
        // The first and the second year may lie too near each other to be read.
        .filter({
            let mut last: Option<u32> = None;
            move |(week, _)| {
                let far = last.is_none_or(|last| week - last > story.weeks / 8);
                if far {
                    last = Some(*week);
                }
                far
            }
        })
        .collect()
}

/// What was said in each week.
fn said(life: &LifeStory) -> BTreeMap<u32, String> {
    by_week(life).into_iter().map(|(week, events)| (week, clean(&paragraph(&events)))).collect()
}

fn date(week: u32) -> String {
    day(Week(week).monday())
}

fn alone(life: &LifeStory) -> Markup {
    let rows = html! {
        @for (week, words) in said(life) { tr { th scope="row" { (date(week)) } td { (words) } } }
    };
    weeks("Week by week", &[life], rows)
}

fn together(a: &LifeStory, b: &LifeStory) -> Markup {
    let (left, right) = (said(a), said(b));
    let told: BTreeSet<u32> = left.keys().chain(right.keys()).copied().collect();
    let parted = parting(a, b);
    let caption = match parted {
        Some(week) => format!("The two lives part in the week of {}", date(week)),
        None if a.totals == b.totals => "The two lives do not differ in anything".to_owned(),
        None => "The events told of the two lives are the same".to_owned(),
    };
    let words = |said: &BTreeMap<u32, String>, week: &u32| said.get(week).cloned().unwrap_or_default();
    let rows = html! {
        @for week in &told {
            @let (one, other) = (words(&left, week), words(&right, week));
            tr {
                th scope="row" { (date(*week)) }
                @if one == other { td colspan="2" { (one) } } @else { td { (one) } td { (other) } }
            }
        }
    };
    let table = weeks(&caption, &[a, b], rows);
    let Some(parted) = parted else { return table };
    let looks = looks_of(&[&a.strategy, &b.strategy]);
    let before: Vec<u32> = told.range(..parted).copied().collect();
    let differing: Vec<u32> =
        told.range(parted..).copied().filter(|week| left.get(week) != right.get(week)).collect();
    let (first, later) = differing.split_at(differing.len().min(FIRST));
    let cards = |weeks: &[u32]| {
        html! {
            @for week in weeks {
                @if let Some(words) = left.get(week) {
                    (lived_week("one", looks[0], &a.strategy, *week, words))
                }
                @if let Some(words) = right.get(week) {
                    (lived_week("other", looks[1], &b.strategy, *week, words))
                }
            }
        }
    };
    let more =
        many(later.len() as u64, "later week in which they differ", "later weeks in which they differ");
    html! {
        ol class="lives" {
            @for week in &before[before.len().saturating_sub(BEFORE)..] {
                li class="both" { p class="when" { (date(*week)) } p { (words(&left, week)) } }
            }
            li class="part" { (caption) }
            (cards(first))
        }
        @if !later.is_empty() {
            details {
                summary { (more) }
                ol class="lives" { (cards(later)) }
            }
        }
        details { summary { "Every week, side by side" } (table) }
    }
}

/// Number of differing weeks that are shown at once; the later ones are one step deeper.
const FIRST: usize = 8;

/// Number of weeks that are shown before the lives part.
const BEFORE: usize = 2;

/// A week of one of two lives, in the look of its strategy.
fn lived_week(side: &str, look: usize, strategy: &str, week: u32, words: &str) -> Markup {
    let mut mark = Drawing::new(18.0);
    mark.grow(18.0);
    mark.shape((9.0, 9.0), 6.0, LOOKS[look].shape, Ink::rgb(LOOKS[look].light));
    html! {
        li class={ (side) " look-" (look) } {
            p class="when" { (PreEscaped(mark.bare_svg())) (date(week)) " \u{b7} " (clean(strategy)) }
            p { (words) }
        }
    }
}

/// The table of lives, week by week.
fn weeks(caption: &str, lives: &[&LifeStory], rows: Markup) -> Markup {
    let table = html! {
        table class="story" {
            caption { (caption) }
            thead {
                tr {
                    th scope="col" { "week of" }
                    @for life in lives { th scope="col" { (clean(&life.strategy)) } }
                }
            }
            tbody { (rows) }
        }
    };
    scroll("Week by week", table)
}

#[cfg(test)]
mod tests {
    use super::super::STYLE;
    use super::*;
    use crate::trace::Event;

    // The style sheet repeats the colours of looks: once by the number of a look, and once for
    // drawings on a dark ground, which are drawn in the light colours.
    #[test]
    fn the_style_sheet_has_every_look_in_light_and_dark() {
        for (at, look) in LOOKS.iter().enumerate() {
            let [light, dark] = [look.light, look.dark].map(|colour| Ink::rgb(colour).to_string());
            for rule in [
                format!(".look-{at}{{--look:{light}}}"),
                format!(".look-{at}{{--look:{dark}}}"),
                format!("svg [fill=\"{light}\"]{{fill:{dark}}}"),
                format!("svg [stroke=\"{light}\"]{{stroke:{dark}}}"),
            ] {
                assert!(STYLE.contains(&rule), "style.css needs {rule}");
            }
        }
    }

    // A preset that is renamed must not lose its look.
    #[test]
    fn every_strategy_that_all_questions_have_has_its_look() {
        for (name, _) in balcony_scenario::presets::PLAIN {
            assert_eq!(LOOKS[looks_of(&[name])[0]].name, name);
        }
    }

    fn life(strategy: &str, weeks: &[(u32, &str)]) -> LifeStory {
        let event = |(week, words): &(u32, &str)| Event {
            week: *week,
            key: "risk",
            sentence: (*words).to_owned(),
            numbers: Vec::new(),
        };
        LifeStory {
            strategy: strategy.to_owned(),
            events: weeks.iter().map(event).collect(),
            sum: String::new(),
            totals: Vec::new(),
            course: Vec::new(),
            years: None,
        }
    }

    #[test]
    fn the_timeline_has_the_weeks_that_differ_and_a_little_before() {
        let same = [(1500, "One."), (1501, "Two."), (1502, "Three."), (1503, "Four.")];
        let one = life("connected", &[&same[..], &[(1510, "Left."), (1511, "Both.")]].concat());
        let other = life("incumbent", &[&same[..], &[(1511, "Both."), (1512, "Right.")]].concat());
        let markup = together(&one, &other).into_string();
        let (line, table) = markup.split_once("<details>").expect("every week is one step deeper");
        for (words, shown) in
            [("Two.", false), ("Three.", true), ("Left.", true), ("Right.", true), ("Both.", false)]
        {
            assert_eq!(line.contains(words), shown, "{words}: {line}");
            assert!(table.contains(words), "{words}: {table}");
        }
        let looks = looks_of(&["connected", "incumbent"]);
        assert!(
            line.contains(&format!("one look-{}", looks[0]))
                && line.contains(&format!("other look-{}", looks[1]))
        );
    }
}
