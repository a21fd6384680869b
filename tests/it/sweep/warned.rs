//! Events that begin after the end of the run are named point by point, before a sweep and in its
//! dry run.

use super::SweepFolder;
use crate::cli::text;

// Regression: points of 2021-06-01 ran without the event, without any message.
#[test]
fn what_comes_after_the_end_is_named_by_point() {
    let place = SweepFolder::new("");
    place.write(
        "e.toml",
        "scenario = 'tight-budgets'\nauthority = 'Rutland'\nweeks = 12\nset = ['scenario.warm-up=4']\n\
         strategies = ['incumbent']\ndesign = { kind = 'grid' }\nreplicates = { count = 1 }\n\
         factors.size = { key = 'events.hard-times.size', values = [0.0, 0.25] }\n\
         factors.day = { key = 'events.hard-times.date', values = [2019-04-15, 2019-06-17, 2021-06-01] }\n",
    );
    let late = "points 2, 5 (2 of 6): events.hard-times comes after the last of 12 weeks and is left out";
    for words in ["sweep e.toml --dry-run", "sweep e.toml --out rows"] {
        let said = place.asked(words, 0);
        let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(late), "{words}: {said}");
    }
    assert!(text(&place.asked("sweep e.toml --out quiet --quiet", 0).stderr).is_empty());
}

#[test]
fn investments_and_acts_that_begin_after_the_end_are_named_too() {
    let place = SweepFolder::new("");
    let ours = "'strategies.ours.preset=connected', 'strategies.ours.investments.staff.kind=KIND', \
                'strategies.ours.investments.staff.size=0.5'";
    let kind = balcony_engine::strategy::INVESTMENTS[0];
    let base = super::BASE
        .replace("26']", &format!("26', {}]", ours.replace("KIND", kind)))
        .replace("'connected',", "'ours',");
    place.write(
        "e.toml",
        &format!(
            "{base}design = {{ kind = 'grid' }}\nreplicates = {{ count = 1 }}\n\
             factors.from = {{ key = 'strategies.ours.investments.staff.from', values = [4, 30, 40] }}\n"
        ),
    );
    let said = place.asked("sweep e.toml --dry-run", 0);
    let said = text(&said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    let late = "points 1, 2 (2 of 3): strategies.ours.investments.staff begins in week 30, after the last of 26 weeks";
    assert!(said.contains(late), "{said}");
}
