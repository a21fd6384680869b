//! Tests of the whole market, of the size of England.

mod chain;
mod invariants;
mod levers;
mod same;

use crate::log::NoLog;
use crate::{Entry, Market, POSTS, Place, Setting, advance};
use balcony_engine::rng::RngKey;

/// Authorities in each of nine regions, as in England.
const REGIONS: [usize; 9] = [12, 24, 15, 10, 14, 11, 33, 19, 14];

/// 152 places, of which 46 have a director who leads adults' services too, and one is small.
fn england() -> Vec<Place> {
    let regions = REGIONS.iter().enumerate().flat_map(|(region, places)| vec![region as u8; *places]);
    (1..)
        .zip(regions)
        .map(|(id, region)| Place {
            id,
            region,
            twin: id % 33 < 10,
            posts: if id == 100 { [1, 1, 1] } else { POSTS },
        })
        .collect()
}

fn key(replicate: u32) -> RngKey {
    RngKey { seed: 1, replicate }
}

/// A market as it is in a week.
fn at(setting: &Setting, replicate: u32, week: u32) -> Market {
    let mut market = Market::new(setting, key(replicate));
    advance(&mut market, setting, week, &mut NoLog);
    market
}

/// Moves a market on, and says what happened.
fn onward(market: &mut Market, setting: &Setting, until: u32) -> Vec<Entry> {
    let mut log = Vec::new();
    advance(market, setting, until, &mut log);
    log
}
