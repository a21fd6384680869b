//! Leaving: how long directors stay, and why they go.
//!
//! *Question.* When does a director's post become vacant? *Equations.* The hazard of a permanent
//! director is retiring + leaving; moving emerges from applying ([`crate::campaign`]). Retiring:
//! `retires` logistic((age - `age`) / `years`), for everybody. Leaving: `level` (1 - e^(-tenure /
//! `wears_in`)) exp(`climate.leaving` C + `results` Q + `inadequate` if judged so within a year +
//! `readiness` (readiness - .65) + `twin`). Who retires gives 24 weeks' notice; of those who leave,
//! `sudden` go at once, the others after 12 weeks. *Sources.* EVIDENCE.md section 1, fitted
//! (MARKET.md): a constant hazard cannot give both 31 exits a year and 37 months in post.

use crate::development;
use crate::log::{Change, Entry, Log, Reason};
use crate::market::{Market, Setting, TICK};
use crate::person::Person;
use balcony_engine::calendar::WEEKS_A_YEAR;
use balcony_engine::parameters;
use balcony_engine::rng::Tag;
use balcony_engine::samplers::{exp, logistic};

parameters! {
    /// Leaving of directors.
    Leaving "leaving" {
        retires: 0.5, 0.2 .. 0.8, "a year", "fitted: mean age of directors 53", "Retiring of somebody far beyond the usual age.";
        age: 60.5, 57.0 .. 63.0, "years", "fitted: mean age of directors 53", "Age at which half of that is reached.";
        years: 1.5, 0.5 .. 4.0, "years", "assumption", "How fast retiring rises around that age.";
        level: 0.225, 0.08 .. 0.3, "a year", "fitted: 47 to 52 changes a year", "Leaving of a director long in post, in a calm climate.";
        wears_in: 3.5, 0.5 .. 6.0, "years", "fitted: 32 to 37 months in post", "How long a new director is safe.";
        results: -0.42, -1.0 .. 0.0, "log per standard deviation", "fitted: 2.9 holders where inadequate, 2.2 where outstanding", "How far good results keep a director.";
        inadequate: 0.4, 0.0 .. 1.2, "log", "fitted with `results`: one of many pairs", "How far an inadequate judgement drives a director out within a year.";
        readiness: -1.5, -3.0 .. 0.0, "log per unit of readiness", "assumption", "How far readiness keeps a director.";
        twin: 0.1, -0.3 .. 0.5, "log", "unknown, sign included", "How far leading adults' services too drives a director out.";
        notice_retiring: 24.0, 8.0 .. 52.0, "weeks", "usual contracts: six months", "Notice of a director who retires.";
        notice_leaving: 12.0, 4.0 .. 26.0, "weeks", "usual contracts: three months", "Notice of a director who leaves, but not at once.";
        sudden: 0.95, 0.4 .. 1.0, "share", "fitted: 15 to 18 interims in post", "Of those who leave, the share that goes at once.";
        comes_back: 0.35, 0.1 .. 0.6, "share", "fitted: about a third of interims are former directors", "Of leavers under 64, those who may come back.";
        retired_comes_back: 0.25, 0.0 .. 0.6, "share", "fitted, as `comes_back`", "Of those who retire, those who may come back as interims.";
    }
}

/// Age below which a leaver may come back (assumption).
const TOO_OLD: f64 = 64.0;
/// Weeks for which a leaver, or somebody who retired, may come back (assumption).
const COMES_BACK: [u32; 2] = [209, 157];
/// Mean readiness, with which `readiness` is compared.
const USUAL_READINESS: f64 = 0.65;

/// Probability that something with a yearly hazard happens within a tick.
pub(crate) fn within_tick(hazard: f64) -> f64 {
    1.0 - exp(-hazard * f64::from(TICK) / WEEKS_A_YEAR)
}

/// Retiring, a year.
pub(crate) fn retiring(setting: &Setting, person: &Person, week: u32) -> f64 {
    let p = &setting.parameters.leaving;
    p.retires * logistic((person.age(week) - p.age) / p.years)
}

/// Directors give notice or go.
pub(crate) fn leave(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    let (p, campaign) = (&setting.parameters.leaving, &setting.parameters.campaign);
    let week = market.week;
    let climate = setting.parameters.climate.leaving * market.climate(setting);
    for index in 0..market.places.len() {
        let state = &market.places[index];
        let post = state.director;
        let (Some(slot), false, None) = (post.holder, post.interim, post.leaving) else { continue };
        let person = market.person(slot);
        let tenure = f64::from(week - post.since) / WEEKS_A_YEAR;
        let twin = setting.twin_at(&state.place, week);
        let drives = climate
            + p.results * state.level.level()
            + if state.level.inadequate_within(week, WEEKS_A_YEAR as u32) { p.inadequate } else { 0.0 }
            + p.readiness * (person.readiness - USUAL_READINESS)
            + if twin { p.twin } else { 0.0 }
            + development::backing(person, week)
            + state.drives;
        let leaving = p.level * (1.0 - exp(-tenure / p.wears_in)) * exp(drives);
        let retiring = retiring(setting, person, week);
        let draw = market.rng_key.block(person.id, Tag::LeaderLeaves, week, 0);
        if draw.uniform(0) >= within_tick(leaving + retiring) {
            continue;
        }
        let retires = draw.uniform(1) * (leaving + retiring) < retiring;
        let sudden = !retires && draw.uniform(2) < p.sudden;
        let reason = if retires { Reason::Retired } else { Reason::Left };
        let notice = if retires { p.notice_retiring } else { p.notice_leaving };
        if sudden {
            go_at_once(market, setting, index, log);
        } else {
            let director = &mut market.places[index].director;
            director.failed = 0;
            director.leaving = Some((week + notice as u32, reason));
            director.panel = Some(week + campaign.after_notice as u32);
        }
    }
}

/// The permanent director of a place goes at once, as an event from outside the market; `false`,
/// and nothing happens, where there is none or where they have given notice.
///
/// ```
/// use balcony_market::{Market, Place, Setting, leaving, log::NoLog};
/// use balcony_engine::rng::RngKey;
/// let place = |id| Place { id, region: 0, twin: false, posts: [3, 8, 17] };
/// let setting = Setting::closed((1..=10).map(place).collect());
/// let mut market = Market::new(&setting, RngKey { seed: 1, replicate: 0 });
/// assert!(leaving::dismiss(&mut market, &setting, 3, &mut NoLog));
/// assert!(market.places[3].director.holder.is_none());
/// assert!(!leaving::dismiss(&mut market, &setting, 3, &mut NoLog));
/// ```
pub fn dismiss(market: &mut Market, setting: &Setting, index: usize, log: &mut dyn Log) -> bool {
    let post = &market.places[index].director;
    let goes = post.holder.is_some() && !post.interim && post.leaving.is_none();
    if goes {
        go_at_once(market, setting, index, log);
    }
    goes
}

/// A director goes without notice; the panel meets later.
fn go_at_once(market: &mut Market, setting: &Setting, index: usize, log: &mut dyn Log) {
    let director = &mut market.places[index].director;
    director.failed = 0;
    director.panel = Some(market.week + setting.parameters.campaign.after_exit as u32);
    depart(market, setting, index, Reason::Left, log);
}

/// Directors whose notice has run out go.
pub(crate) fn end_notice(market: &mut Market, setting: &Setting, log: &mut dyn Log) {
    for index in 0..market.places.len() {
        if let Some((until, reason)) = market.places[index].director.leaving
            && until <= market.week
        {
            depart(market, setting, index, reason, log);
        }
    }
}

/// A permanent director goes: to another post, or out of the market, or among those who may come
/// back.
pub(crate) fn depart(
    market: &mut Market,
    setting: &Setting,
    index: usize,
    reason: Reason,
    log: &mut dyn Log,
) {
    let p = &setting.parameters.leaving;
    let week = market.week;
    let state = &mut market.places[index];
    let Some(slot) = state.director.holder.take() else { return };
    let weeks = week - state.director.since;
    state.director.leaving = None;
    state.director.since = week;
    if !market.told {
        state.level.passing -= setting.parameters.level.loses;
    }
    let rng_key = market.rng_key;
    let person = market.person_mut(slot);
    let who = person.id;
    log.entry(Entry { week, place: index as u16, who, change: Change::Gone { reason, weeks } });
    if reason == Reason::Moved {
        // Starts elsewhere in this very tick.
        return;
    }
    let share = if reason == Reason::Retired { p.retired_comes_back } else { p.comes_back };
    let may = reason == Reason::Retired || person.age(week) < TOO_OLD;
    if may && rng_key.uniform(who, Tag::LeaderLeaves, week, 1) < share {
        person.former_until = week + COMES_BACK[usize::from(reason == Reason::Retired)];
        person.tier = 0;
        person.since = week;
        person.backed = (0, 0.0);
    } else {
        market.remove(slot);
    }
}

/// Former directors who will not come back any more are forgotten.
pub(crate) fn forget(market: &mut Market) {
    let week = market.week;
    for slot in 0..market.people.len() as u32 {
        let gone = market.people[slot as usize]
            .as_ref()
            .is_some_and(|person| person.tier == 0 && !person.taken && person.former_until <= week);
        if gone {
            market.remove(slot);
        }
    }
}

/// Makes every director new, as when the post began in 2006: people stay, tenure begins again.
pub(crate) fn begin_anew(market: &mut Market) {
    let week = market.week;
    for state in &mut market.places {
        if !state.director.interim {
            state.director.since = week;
        }
    }
}
