//! One child, two lives, as a page: who the child is, the drawing, the weeks side by side, what it
//! comes to.

use super::html::Html;
use super::{LICENCE, NARROW, WIDE};
use crate::charts::lives::{Lane, Lived, lives};
use crate::charts::{Chart, network, timeline};
use crate::summary::clean;
use crate::trace::Life;
use crate::trace::tell::{Story, by_week, day, paragraph, parting};
use balcony_engine::calendar::Week;
use std::collections::BTreeMap;

/// A story for a page of one's own with the style of [`super::STYLE`], under a heading of the
/// second rank.
pub fn story_part(story: &Story<'_>) -> String {
    let mut html = Html::default();
    who(story, &mut html);
    lived(story, &mut html);
    html.take().replace("<h2 ", "<h3 ").replace("</h2>", "</h3>")
}

/// The page of a story.
pub fn story(story: &Story<'_>) -> String {
    let mut html = Html::default();
    let what = story.heading();
    html.raw("<header>\n").element("h1", what);
    who(story, &mut html);
    html.raw("</header>\n<main id=\"main\">\n");
    lived(story, &mut html);
    html.raw("</main>\n<footer>\n");
    html.element("p class=\"quiet\"", &format!("Made by Balcony {}. {LICENCE}", env!("CARGO_PKG_VERSION")));
    html.raw("</footer>\n");
    html.page(&format!("{what}: {}", clean(story.title)), "")
}

/// Whose story it is, of which run, and how it was chosen.
fn who(story: &Story<'_>, html: &mut Html) {
    let who = if story.child { format!("Child {}, replicate", story.whose) } else { "Replicate".to_owned() };
    let real = story.nobody_is_real();
    html.element("p", &format!("{}, {}.", clean(story.title), clean(story.authority)));
    html.element(
        "p class=\"quiet\"",
        &format!(
            "{who} {} of seed {}, {} weeks from {}. {real}",
            story.replicate,
            story.seed,
            story.weeks,
            day(Week(story.first).monday())
        ),
    );
    if let Some(rule) = story.chosen {
        html.element("p class=\"quiet\"", &format!("Chosen by rule: {rule}."));
    }
}

/// The lives themselves.
fn lived(story: &Story<'_>, html: &mut Html) {
    if !story.same.is_empty() {
        html.part("same", if story.lives.len() > 1 { "The same in both lives" } else { "At the start" });
        html.element("p", &clean(&story.same.join(" ")));
    }
    drawing(story, html);
    html.part("weeks", "Week by week");
    match &story.lives[..] {
        [one] => alone(one, html),
        [a, b, ..] => together(a, b, html),
        [] => {}
    }
    html.part("sum", "What it comes to");
    html.list("ul", story.lives.iter().map(|life| clean(&format!("{}: {}", life.strategy, life.sum))));
    html.element("p", &story.caution());
    html.raw("<pre tabindex=\"0\">")
        .raw(&story.compare.lines().map(crate::charts::escape).collect::<Vec<_>>().join("\n"));
    html.raw("</pre>\n");
}

/// The pathway of a child above its risk; of a post its years, and the trust of partners.
fn drawing(story: &Story<'_>, html: &mut Html) {
    let dates = dates(story);
    let weeks: Vec<Vec<Option<Lived>>> = story.lives.iter().map(|life| life.course.clone()).collect();
    let lanes: Vec<Lane<'_>> =
        story.lives.iter().zip(&weeks).map(|(life, weeks)| Lane { name: &life.strategy, weeks }).collect();
    draw(html, "course", |width| lives(&lanes, &dates, width, false));
    let years = || story.lives.iter().filter_map(|life| Some((&*life.strategy, life.years.as_ref()?)));
    let lanes: Vec<timeline::Lane<'_>> = years()
        .map(|(name, years)| timeline::Lane { name, weeks: &years.weeks, marks: &years.marks })
        .collect();
    draw(html, "years", |width| timeline::timeline(&lanes, &dates, width, false));
    let lanes: Vec<network::Lane<'_>> =
        years().map(|(name, years)| network::Lane { name, trust: &years.trust }).collect();
    draw(html, "trust", |width| network::network(&lanes, width, false));
}

/// A drawing for wide and for narrow pages, under its finding, if there is something to draw.
fn draw(html: &mut Html, id: &str, chart: impl Fn(f64) -> Option<Chart>) {
    if let Some((wide, narrow)) = chart(WIDE).zip(chart(NARROW)) {
        html.part(id, &wide.finding).chart(&wide, Some(&narrow), true);
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
fn said(life: &Life) -> BTreeMap<u32, String> {
    by_week(life).into_iter().map(|(week, events)| (week, clean(&paragraph(&events)))).collect()
}

fn date(week: u32) -> String {
    day(Week(week).monday())
}

fn alone(life: &Life, html: &mut Html) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Week by week\"><table class=\"story\"><caption>Week by week</caption>\n<thead><tr><th scope=\"col\">week of</th>");
    html.element("th scope=\"col\"", &clean(&life.strategy)).raw("</tr></thead>\n<tbody>\n");
    for (week, words) in said(life) {
        html.raw("<tr>").element("th scope=\"row\"", &date(week)).element("td", &words).raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

fn together(a: &Life, b: &Life, html: &mut Html) {
    let part = parting(a, b);
    let (left, right) = (said(a), said(b));
    let mut weeks: Vec<u32> = left.keys().chain(right.keys()).copied().collect();
    weeks.sort_unstable();
    weeks.dedup();
    let caption = match part {
        Some(week) => format!("The two lives part in the week of {}", date(week)),
        None if a.totals == b.totals => "The two lives do not differ in anything".to_owned(),
        None => "Nothing that is told differs between the two lives".to_owned(),
    };
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Week by week\"><table class=\"story\">");
    html.element("caption", &caption).raw("<thead><tr><th scope=\"col\">week of</th>");
    for life in [a, b] {
        html.element("th scope=\"col\"", &clean(&life.strategy));
    }
    html.raw("</tr></thead>\n<tbody>\n");
    let nothing = String::new();
    for week in weeks {
        let (one, other) = (left.get(&week).unwrap_or(&nothing), right.get(&week).unwrap_or(&nothing));
        html.raw("<tr>").element("th scope=\"row\"", &date(week));
        if one == other {
            html.element("td colspan=\"2\"", one);
        } else {
            html.element("td", one).element("td", other);
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}
