//! One child, two lives, as a page: who the child is, the drawing, the weeks side by side, what it
//! comes to.

use super::html::{Drawings, finish, lines, list, page, part, scroll, subpart};
use super::{LICENCE, NARROW, WIDE};
use crate::charts::lives::{Lane, NeedWeek, lives};
use crate::charts::{DrawnChart, network, timeline};
use crate::summary::clean;
use crate::trace::LifeStory;
use crate::trace::tell::{Story, by_week, day, paragraph, parting};
use balcony_engine::calendar::Week;
use maud::{Markup, html};
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
    let what = story.heading();
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
        p class="quiet" {
            @if story.child { "Child " (story.whose) ", replicate" } @else { "Replicate" }
            " " (story.replicate) " of seed " (story.seed) ", " (story.weeks) " weeks from "
            (day(Week(story.first).monday())) ". " (story.nobody_is_real())
        }
        @if let Some(rule) = story.chosen { p class="quiet" { "Chosen by rule: " (rule) "." } }
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
    let caption = match parting(a, b) {
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
    weeks(&caption, &[a, b], rows)
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
