//! One career in plain sentences: from the first post to the last, with dates, places and ages.
//!
//! A person is named by the authority and tier of their first post and a number there:
//! `leeds-3-14`; somebody from outside by the vacancy that they first applied for:
//! `leeds-outside-4-0-1`. The name is the same in every run and under every policy.

use crate::report::place_names;
use crate::scenario::National;
use crate::watch::{Seen, Watched, background, post, watch};
use balcony_engine::calendar::{WEEKS_A_YEAR, Week};
use balcony_engine::rng::{EntityId, RngKey};
use balcony_market::development::Kind;
use balcony_market::level::INADEQUATE;
use balcony_market::log::{Change, Entry, InterimSource, NoLog, Origin, Reason};
use balcony_market::person::DIRECTOR;
use balcony_market::{Market, Place, advance};
use balcony_report::summary::{Look, clean, item};
use balcony_report::trace::tell::MONTH_NAMES;
use balcony_scenario::profiles;
use std::collections::BTreeMap;

/// Careers that are listed where none is asked for.
const LISTED: usize = 10;
/// Kind of thing in an identity: a leader, somebody from outside.
const LEADER: u64 = 8;

/// The name of an authority in the name of a person.
fn slug(name: &str) -> String {
    let plain = name.to_lowercase().replace('\'', "");
    let words: Vec<&str> =
        plain.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The name of a person.
///
/// ```
/// use balcony_england::career::{id_of, name_of};
/// use balcony_engine::rng::EntityId;
/// let person = EntityId::leader(1, 3, 14);
/// assert_eq!(id_of(&name_of(person)), Some(person));
/// assert_eq!(id_of("nobody-3-14"), None);
/// ```
pub fn name_of(id: EntityId) -> String {
    let authority = profiles::all().iter().find(|profile| profile.id == id.authority_id());
    let authority = authority.map_or("unknown".to_owned(), |profile| slug(profile.name));
    if id.0 >> 60 == LEADER {
        return format!("{authority}-{}-{}", id.0 >> 32 & 7, id.0 & 0xffff_ffff);
    }
    let (incumbent, failed, number) = (id.0 >> 24 & 0xffff, id.0 >> 16 & 0xff, id.0 & 0xffff);
    format!("{authority}-outside-{incumbent}-{failed}-{number}")
}

/// The person with a name.
pub fn id_of(name: &str) -> Option<EntityId> {
    let name = name.trim().to_lowercase();
    let (profile, rest) = profiles::all().iter().find_map(|profile| {
        let rest = name.strip_prefix(&slug(profile.name))?.strip_prefix('-')?;
        let number = |sign: char| sign.is_ascii_digit() || sign == '-';
        let rest_is_own = rest.strip_prefix("outside-").unwrap_or(rest).chars().all(number);
        rest_is_own.then_some((profile, rest))
    })?;
    let numbers = |text: &str| text.split('-').map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>();
    let id = match rest.strip_prefix("outside-") {
        Some(rest) => match numbers(rest)?[..] {
            [incumbent, failed, number] => EntityId::outsider(profile.id, incumbent, failed, number),
            _ => return None,
        },
        None => match numbers(rest)?[..] {
            [tier @ 1..=4, number] => EntityId::leader(profile.id, tier as u8, number),
            _ => return None,
        },
    };
    // Numbers that do not fit would name somebody else.
    (name_of(id) == name).then_some(id)
}

/// The director of a region who is longest in post at the end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Longest {
    /// The region.
    pub region: &'static str,
    /// The authority.
    pub place: &'static str,
    /// Years in post.
    pub years: f64,
    /// The name for `trace`.
    pub id: String,
}

/// For each region, who is longest in post at the end of a replicate.
pub fn longest(national: &National, policy: usize, replicate: u32) -> Vec<Longest> {
    let key = RngKey { seed: national.seed, replicate };
    let setting = &national.policies[policy].setting;
    let mut market = Market::new(&national.history, key);
    advance(&mut market, &national.history, national.first_week(), &mut NoLog);
    advance(&mut market, setting, national.first_week() + national.weeks, &mut NoLog);
    let names = short_names();
    let mut found: BTreeMap<u8, (u32, usize, EntityId)> = BTreeMap::new();
    for (at, state) in market.places.iter().enumerate() {
        let Some(slot) = state.director.holder.filter(|_| !state.director.interim) else { continue };
        let one = (state.director.since, at, market.person(slot).id);
        let best = found.entry(state.place.region).or_insert(one);
        if one.0 < best.0 {
            *best = one;
        }
    }
    let told = |(region, (since, at, id)): (u8, (u32, usize, EntityId))| Longest {
        region: crate::places::REGIONS[usize::from(region)],
        place: names[at],
        years: f64::from(market.week - since) / WEEKS_A_YEAR,
        id: name_of(id),
    };
    found.into_iter().map(told).collect()
}

/// The names of places, without what stands behind a comma: `Herefordshire, County of`.
fn short_names() -> Vec<&'static str> {
    place_names().into_iter().map(|name| name.split(',').next().unwrap_or(name)).collect()
}

/// What happened to one person, in order of time.
fn steps(watched: &Watched, id: EntityId) -> Vec<&Entry> {
    watched.entries.iter().filter(|entry| entry.who == id).collect()
}

/// `March 2014`.
fn month(week: u32) -> String {
    let date = Week(week).monday();
    format!("{} {}", MONTH_NAMES[usize::from(date.month) - 1], date.year)
}

/// `4 years and 3 months`.
fn length(weeks: u32) -> String {
    let months = (f64::from(weeks) / WEEKS_A_YEAR * 12.0).round() as u32;
    let many = |count: u32, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    match (months / 12, months % 12) {
        (0, 0) => "some weeks".to_owned(),
        (0, months) => many(months, "month"),
        (years, 0) => many(years, "year"),
        (years, months) => format!("{} and {}", many(years, "year"), many(months, "month")),
    }
}

/// A career in sentences.
struct Teller<'a> {
    seen: &'a Seen,
    names: &'a [&'static str],
    places: &'a [Place],
    /// The tier and place of the post held now; 0 for none.
    now: (u8, u16),
    /// Since when.
    since: u32,
    /// Has been a director for good before.
    director: bool,
    /// The director's post that was just given up for another, and how long it was held.
    gave_up: Option<(u16, u32)>,
}

impl Teller<'_> {
    fn place(&self, place: u16) -> &'static str {
        self.names[usize::from(place)]
    }

    /// `In March 2014, aged 46,`.
    fn when(&self, week: u32) -> String {
        let age = f64::from(week as i32 - self.seen.born) / WEEKS_A_YEAR;
        format!("In {}, aged {},", month(week), age as u32)
    }

    /// `in Leeds`, or `there`, if that is where they are.
    fn there(&self, place: u16) -> String {
        let same = self.now.0 > 0 && self.now.1 == place;
        if same { "there".to_owned() } else { format!("in {}", self.place(place)) }
    }

    /// The title of a director's post: whether adults' services belong to it.
    fn twin(&self, place: u16) -> &'static str {
        if self.places[usize::from(place)].twin { ", a post that leads adults' services too" } else { "" }
    }

    fn take(&mut self, week: u32, tier: u8, place: u16) {
        self.now = (tier, place);
        self.since = week;
    }

    fn first(&mut self) -> Option<String> {
        let Seen { week, tier, place, .. } = *self.seen;
        let field = background(self.seen.background);
        if !self.seen.from_the_start {
            return None;
        }
        self.take(week, tier, place);
        self.director = tier == DIRECTOR;
        let when = self.when(week);
        Some(format!(
            "{when} when the simulation begins, they were {} in {}. Their working life had begun in {field}.",
            post(tier),
            self.place(place)
        ))
    }

    /// What a step is in words; `None` for one that another step tells.
    fn step(&mut self, entry: &Entry, next: Option<&Entry>) -> Option<String> {
        let Entry { week, place, change, .. } = *entry;
        let when = self.when(week);
        let there = self.there(place);
        let name = self.place(place);
        let text = match change {
            Change::Rose { tier, from } => {
                let held = length(week.saturating_sub(self.since));
                let text = match from {
                    0 => format!(
                        "{when} they took their first post in the market: {} in {name}, with a background in {}.",
                        post(tier),
                        background(self.seen.background)
                    ),
                    from if from == tier => {
                        format!("{when} they went to {name} as {}, after {held}.", post(tier))
                    }
                    _ => {
                        format!("{when} they became {} {there}, after {held} as {}.", post(tier), post(from))
                    }
                };
                self.take(week, tier, place);
                text
            }
            Change::Exited { tier } => {
                let held = length(week.saturating_sub(self.since));
                self.now = (0, place);
                let way = if f64::from(week as i32 - self.seen.born) / WEEKS_A_YEAR >= 60.0 {
                    "retired"
                } else {
                    "left the market"
                };
                format!("{when} they {way} as {} in {name}, after {held}.", post(tier))
            }
            Change::Interim { source } => {
                let from = match source {
                    InterimSource::Own => ", where they were assistant director",
                    InterimSource::Former => ", called back as a former director",
                    InterimSource::Neighbour => ", lent by a neighbour",
                };
                format!("{when} they stood in as interim director of {name}{from}.")
            }
            Change::InterimEnds { weeks } => {
                let stays = next.is_some_and(|next| {
                    next.week == week && next.place == place && matches!(next.change, Change::Started(_))
                });
                if stays {
                    return None;
                }
                format!("{when} after {}, that time ended.", length(weeks))
            }
            Change::Started(start) => {
                let from = match start.origin {
                    _ if start.was_interim => ", where they had stood in",
                    Origin::Inside => ", where they were assistant director",
                    Origin::Second => ", from an assistant director's post elsewhere",
                    Origin::Third => ", straight from a head of service's post",
                    Origin::Director => ", from another authority's",
                    Origin::Former => ", after some time without a post",
                    Origin::Outside => ", from outside children's services",
                };
                let twin = self.twin(place);
                if let Some((before, weeks)) = self.gave_up.take() {
                    let (before, held) = (self.place(before), length(weeks));
                    self.take(week, DIRECTOR, place);
                    return Some(format!(
                        "{when} they went from {before}, after {held}, to be director of {name}{twin}."
                    ));
                }
                let again =
                    if self.director { "director again, of" } else { "director of children's services of" };
                self.director = true;
                self.take(week, DIRECTOR, place);
                format!("{when} they became {again} {name}{from}{twin}.")
            }
            Change::Gone { reason, weeks } => {
                let held = length(weeks);
                self.now = (0, place);
                match reason {
                    Reason::Retired => format!("{when} they retired as director of {name}, after {held}."),
                    Reason::Left => format!(
                        "{when} they left the director's post in {name} after {held}: burnt out, or without a mandate."
                    ),
                    Reason::Moved => {
                        self.gave_up = Some((place, weeks));
                        return None;
                    }
                }
            }
            Change::Finished { kind } => format!("{when} they finished {}.", programme(kind)),
            Change::Panel { .. } | Change::Judged { .. } => return None,
        };
        Some(text)
    }

    /// How it stands at the end.
    fn last(&self, week: u32, there: bool) -> Option<String> {
        let age = f64::from(week as i32 - self.seen.born) / WEEKS_A_YEAR;
        let (tier, place) = self.now;
        if tier == 0 || !there {
            return None;
        }
        Some(format!(
            "At the end, in {}, they are {} and still {} in {}, for {}.",
            month(week),
            age as u32,
            post(tier),
            self.place(place),
            length(week.saturating_sub(self.since))
        ))
    }
}

/// A programme in words.
fn programme(kind: Kind) -> &'static str {
    match kind {
        Kind::Aspirants => "a programme for aspirant directors",
        Kind::Mentors => "a time with a mentor",
        Kind::Executive => "an executive programme",
        Kind::Accelerated => "an accelerated programme for heads of service",
        Kind::Succession => "a succession scheme",
        Kind::Interdisciplinary => "interdisciplinary training",
        Kind::Lent => "a year with a director lent to them",
    }
}

/// The career of one person as sentences, in order of time.
fn sentences(watched: &Watched, national: &National, id: EntityId, seen: &Seen) -> Vec<String> {
    let names = short_names();
    let (places, now) = (&national.history.places, (0, seen.place));
    let mut teller =
        Teller { seen, names: &names, places, now, since: seen.week, director: false, gave_up: None };
    let mut told: Vec<String> = teller.first().into_iter().collect();
    let steps = steps(watched, id);
    for (at, entry) in steps.iter().enumerate() {
        // Judgements of the place that somebody leads belong to the story.
        told.extend(teller.step(entry, steps.get(at + 1).copied()));
        let until = steps.get(at + 1).map_or(watched.market.week, |next| next.week);
        if teller.now.0 == DIRECTOR {
            let place = teller.now.1;
            let inadequate = watched.entries.iter().filter(|judged| {
                judged.place == place
                    && (entry.week..until).contains(&judged.week)
                    && matches!(judged.change, Change::Judged { judgement: INADEQUATE })
            });
            for judged in inadequate {
                let when = teller.when(judged.week);
                told.push(format!("{when} they saw {} judged inadequate.", teller.place(place)));
            }
        }
    }
    let there = watched.market.everybody().any(|(_, person)| person.id == id);
    told.extend(teller.last(watched.market.week, there));
    told
}

/// The story of one person under a policy, at 80 columns.
///
/// # Errors
/// A sentence, if nobody has this name in that run.
pub fn story(
    national: &National,
    policy: usize,
    replicate: u32,
    name: &str,
    look: &Look,
) -> Result<String, String> {
    let unknown = || {
        format!(
            "nobody is called `{}` in run {replicate} of {}: balcony trace {} lists some",
            clean(name),
            national.name,
            national.name
        )
    };
    let id = id_of(name).ok_or_else(unknown)?;
    let watched = watch(national, policy, replicate);
    let seen = watched.people.get(&id).ok_or_else(unknown)?;
    let mut text = String::new();
    text.push_str(&item("", &look.strong(&format!("{}: a career", name_of(id))), look));
    let title = &national.policies[policy].title;
    let what =
        format!("{}; policy: {title}; run {replicate}, seed {}", clean(&national.title), national.seed);
    text.push_str(&item("", &what, look));
    text.push_str(&format!("{}\n", look.rule()));
    for sentence in sentences(&watched, national, id, seen) {
        text.push_str(&item("", &sentence, look));
    }
    text.push('\n');
    let caution = "One career is no evidence: luck made most of it. balcony compare gives that.";
    text.push_str(&item("", caution, look));
    Ok(text)
}

/// Ten careers in which most different things happened, of those who were directors after the
/// start.
pub fn list(national: &National, policy: usize, replicate: u32, look: &Look) -> String {
    let watched = watch(national, policy, replicate);
    let start = national.first_week();
    let names = short_names();
    let mut of: BTreeMap<EntityId, Vec<&Entry>> = BTreeMap::new();
    for entry in &watched.entries {
        if watched.people.contains_key(&entry.who) {
            of.entry(entry.who).or_default().push(entry);
        }
    }
    let kind = |entry: &Entry| match entry.change {
        Change::Gone { reason, .. } => reason as u8,
        Change::Interim { source } => 10 + source as u8,
        Change::Started(start) => 20 + start.origin as u8,
        Change::Rose { tier, from } => 30 + tier + u8::from(from == tier) * 5,
        Change::Finished { kind } => 50 + kind as u8,
        Change::Exited { .. } => 60,
        Change::InterimEnds { .. } | Change::Panel { .. } | Change::Judged { .. } => 61,
    };
    let score = |steps: &[&Entry]| {
        let mut kinds: Vec<u8> = steps.iter().map(|entry| kind(entry)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len()
    };
    let started = |steps: &[&Entry]| {
        steps.iter().any(|entry| entry.week >= start && matches!(entry.change, Change::Started(_)))
    };
    let mut best: Vec<(EntityId, Vec<&Entry>)> = of.into_iter().filter(|(_, steps)| started(steps)).collect();
    best.sort_by(|a, b| score(&b.1).cmp(&score(&a.1)).then(b.1.len().cmp(&a.1.len())).then(a.0.cmp(&b.0)));
    let mut text = String::new();
    text.push_str(&item("", &look.strong("Ten careers"), look));
    let title = &national.policies[policy].title;
    let what = format!(
        "{}; policy: {title}; run {replicate}, seed {}: of those who became director after the start, the ones to whom most different \
         things happened",
        clean(&national.title),
        national.seed
    );
    text.push_str(&item("", &what, look));
    text.push_str(&format!("{}\n", look.rule()));
    for (id, steps) in best.iter().take(LISTED) {
        let of = |wanted: fn(&Change) -> bool| {
            let mut places: Vec<String> = Vec::new();
            for entry in steps.iter().filter(|entry| wanted(&entry.change)) {
                let name = names[usize::from(entry.place)].to_owned();
                if !places.contains(&name) {
                    places.push(name);
                }
            }
            places
        };
        let directed = of(|change| matches!(change, Change::Started(_)));
        let stood_in = of(|change| matches!(change, Change::Interim { .. }));
        let mut line = format!("director in {}", balcony_report::summary::list(&directed));
        if !stood_in.is_empty() {
            line.push_str(&format!("; interim in {}", balcony_report::summary::list(&stood_in)));
        }
        let last = steps.last().map_or(0, |entry| entry.week);
        let from = watched.people[id].week;
        line.push_str(&format!("; {} to {}", Week(from).monday().year, Week(last).monday().year));
        text.push_str(&format!("{}\n", name_of(*id)));
        text.push_str(&item("  ", &line, look));
    }
    text.push('\n');
    let how = format!("One of them in sentences: balcony trace {} --leader ID", national.name);
    text.push_str(&item("", &how, look));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    // Derby and Derbyshire, Nottingham and Nottinghamshire begin alike.
    #[test]
    fn names_lead_back_to_their_people_in_every_authority() {
        for profile in profiles::all() {
            for id in [
                EntityId::leader(profile.id, 1, 0),
                EntityId::leader(profile.id, 4, 4_000_000_000),
                EntityId::outsider(profile.id, 12, 3, 1),
            ] {
                assert_eq!(id_of(&name_of(id)), Some(id), "{}", name_of(id));
            }
        }
        for wrong in ["", "leeds", "leeds-", "leeds-0-1", "leeds-2", "leeds-2-1-1", "leeds-2-x", "leeds-2-01"]
        {
            assert_eq!(id_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_are_said_in_years_and_months() {
        let said = [0, 5, 52, 57, 104, 130].map(length);
        let expected =
            ["some weeks", "1 month", "1 year", "1 year and 1 month", "2 years", "2 years and 6 months"];
        assert_eq!(said, expected);
    }
}
