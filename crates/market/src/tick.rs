//! Four weeks of the market, in their order.

use crate::log::Log;
use crate::market::{Market, Setting, TICK};
use crate::{campaign, development, growth, interims, ladder, leaving, level, reputation};

/// One line of the tick: its name, what it does.
pub type Step = (&'static str, fn(&mut Market, &Setting, &mut dyn Log));

/// The tick, in its order.
pub static STEPS: &[Step] = &[
    ("levels and inspections", level::move_on),
    ("readiness grows", |market, setting, _| growth::ripen(market, setting)),
    ("reputation spreads", |market, setting, _| reputation::spread(market, setting)),
    ("programmes", development::run),
    ("notice ends", leaving::end_notice),
    ("successors start", campaign::start),
    ("directors leave", leaving::leave),
    ("panels meet", campaign::meet),
    ("interims stand in", interims::stand_in),
    ("people below leave", ladder::leave),
    ("posts below are filled", ladder::fill),
    ("former directors are forgotten", |market, _, _| leaving::forget(market)),
];

/// Moves a market on until (not including) a week, and passes what happens to the log. The same
/// market and setting give the same bytes whether the weeks are passed in one call or in several.
///
/// ```
/// use balcony_market::{Market, Place, Setting, advance, log::NoLog};
/// use balcony_engine::rng::RngKey;
/// let place = |id| Place { id, region: 0, twin: false, posts: [3, 8, 17] };
/// let setting = Setting::closed((1..=10).map(place).collect());
/// let mut market = Market::new(&setting, RngKey { seed: 1, replicate: 0 });
/// advance(&mut market, &setting, setting.start_week + 104, &mut NoLog);
/// assert_eq!(market.week, setting.start_week + 104);
/// ```
pub fn advance(market: &mut Market, setting: &Setting, until: u32, log: &mut dyn Log) {
    while market.week < until {
        if setting.all_new.is_some_and(|week| (market.week..market.week + TICK).contains(&week)) {
            leaving::begin_anew(market);
        }
        for (_, step) in STEPS {
            step(market, setting, log);
        }
        market.week += TICK;
    }
}
