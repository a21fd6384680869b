//! Those who lead below the director: who holds the posts of the second tier, and how all of them
//! lead.

use balcony_engine::rng::EntityId;
use balcony_engine::setting::Setting;
use balcony_engine::world::{Way, World};

use super::Event;
use super::post::Sight;
use super::words::{capital, number, span};

/// Most posts of the second tier that are followed.
const SEATS: usize = 8;

/// A post of the second tier.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seat {
    /// Who holds it, or held it last.
    person: EntityId,
    /// How many people became leaders in it: whoever rose from below does not count.
    began: u16,
    /// Does anybody hold it?
    held: bool,
    /// Since when.
    since: u32,
    /// How he or she would lead: by it whoever rose is known again as director.
    own: Way,
}

/// The leaders below the director after one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Below {
    /// Posts of tiers 2, 3 and 4.
    posts: [u32; 3],
    /// Posts of the second tier.
    second: [Option<Seat>; SEATS],
    /// Mean source of influence in the way of leading of all of them.
    source: f64,
}

impl Below {
    /// Observes the leaders after a week.
    pub fn of(week: u32, world: &World) -> Self {
        let below = &world.service.leadership.below;
        let of = |tier: u8| below.posts.iter().filter(|leader| leader.tier == tier).count() as u32;
        let mut second = [None; SEATS];
        for (seat, leader) in second.iter_mut().zip(below.assistants()) {
            let held = leader.vacant_until <= week;
            *seat = Some(Seat {
                person: leader.person,
                began: leader.began,
                held,
                since: leader.since,
                own: leader.own,
            });
        }
        let source = below.posts.iter().map(|leader| leader.way.source).sum::<f64>();
        Self { posts: [of(2), of(3), of(4)], second, source: source / below.posts.len().max(1) as f64 }
    }
}

/// Describes the leaders below at week 0.
pub(super) fn portrait(start: &Sight) -> String {
    let [second, third, fourth] = start.below.posts;
    let some = |posts: u32, one: &str, more: &str| {
        format!("{} {}", number(posts), if posts == 1 { one } else { more })
    };
    format!(
        "{}, {} and {} lead below the director. Readiness to take over is {:.2} in the second tier; ties with whoever \
         leads them are {:.2} (of 1).",
        capital(&some(second, "assistant director", "assistant directors")),
        some(third, "head of service", "heads of service"),
        some(fourth, "team manager", "team managers"),
        start.measure("deputies"),
        start.measure("leader_ties"),
    )
}

/// Adds this week's events.
pub(super) fn tell(before: &Sight, now: &Sight, setting: &Setting, events: &mut Vec<Event>) {
    let mut say = |sentence: String, numbers: Vec<(&'static str, f64)>| {
        events.push(Event { week: now.week, key: "leaders", sentence, numbers });
    };
    let changed = before.director.incumbent != now.director.incumbent;
    for (was, is) in before.below.second.iter().zip(&now.below.second) {
        let (Some(was), Some(is)) = (was, is) else { continue };
        if was.held && !is.held {
            let weeks = now.week.saturating_sub(was.since);
            let numbers = vec![("weeks in post", f64::from(weeks))];
            let sentence = if changed && now.inside && was.own == now.director.own {
                format!(
                    "The successor had been an assistant director here for {}, and leaves a gap.",
                    span(weeks)
                )
            } else {
                format!("An assistant director left after {} in post.", span(weeks))
            };
            say(sentence, numbers);
        } else if !was.held && is.held {
            let from =
                if is.began == was.began { "rose from head of service" } else { "came from elsewhere" };
            say(format!("A new assistant director {from}."), vec![]);
        }
    }
    if changed && !before.director.interim {
        let (usual, decided, source) =
            (setting.start.incumbent.source, before.style.source, before.below.source);
        let numbers = vec![("source below", source), ("source usual", usual), ("source decided", decided)];
        if (decided - usual).abs() > 0.05 {
            say(
                format!(
                    "Those below led at source {source:.2} when the director went, who led at {decided:.2}; usual is \
                     {usual:.2}."
                ),
                numbers,
            );
        }
    }
}
