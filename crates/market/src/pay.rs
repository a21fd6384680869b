//! Pay: what an authority offers for a director's post, over the mean.
//!
//! *Question.* Does a better offer draw applicants, and at whose cost? *Equations.* Each authority
//! has an offer for good: normal with mean 0 and spread `spread`, as a share of the mean offer. The
//! rate at which people from elsewhere apply is multiplied by e^(`draws` x offer); an authority's
//! own people apply in any case. *Sources.* None: pay by authority was not found. Both are
//! assumptions, and with the default spread of 0 nothing moves, to the last bit.

use crate::market::{Market, Setting};
use balcony_engine::parameters;
use balcony_engine::rng::{EntityId, Tag};
use balcony_engine::samplers::normal;

parameters! {
    /// Pay of directors.
    Pay "pay" {
        spread: 0.0, 0.0 .. 0.2, "share of the mean offer", "assumption: no offers by authority were found", "Spread of offers between authorities.";
        draws: 3.0, 0.0 .. 8.0, "log per share", "assumption", "How far an offer above the mean draws applicants from elsewhere.";
    }
}

/// The offer of a place over the mean, as a share.
pub(crate) fn offer(market: &Market, setting: &Setting, index: usize) -> f64 {
    let who = EntityId::authority(market.places[index].place.id);
    setting.parameters.pay.spread * normal(market.rng_key.uniform(who, Tag::LeaderTraits, 0, 1))
}

/// What the offer adds to the logarithm of the rate at which people from elsewhere apply.
pub(crate) fn pulls(market: &Market, setting: &Setting, index: usize) -> f64 {
    // Without spread there is nothing to draw.
    if setting.parameters.pay.spread == 0.0 {
        return 0.0;
    }
    setting.parameters.pay.draws * offer(market, setting, index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Change;
    use crate::{Entry, Place, advance};
    use balcony_engine::rng::RngKey;

    #[test]
    fn a_better_offer_draws_applicants() {
        let place = |id| Place { id, region: (id % 9) as u8, twin: false, posts: [3, 8, 17] };
        let mut setting = Setting::closed((1..=60).map(place).collect());
        setting.parameters.pay.spread = 0.15;
        let mut market = Market::new(&setting, RngKey { seed: 1, replicate: 0 });
        advance(&mut market, &setting, 520, &mut crate::log::NoLog);
        let mut log: Vec<Entry> = Vec::new();
        advance(&mut market, &setting, 1560, &mut log);
        // Applicants and panels where the offer is above the mean, and below.
        let mut sums = [[0.0; 2]; 2];
        for entry in &log {
            if let Change::Panel { applicants, .. } = entry.change {
                let below = usize::from(offer(&market, &setting, usize::from(entry.place)) < 0.0);
                sums[below][0] += f64::from(applicants);
                sums[below][1] += 1.0;
            }
        }
        let [above, below] = sums.map(|[applicants, panels]| applicants / panels);
        assert!(sums[0][1] > 50.0 && sums[1][1] > 50.0 && above > 1.15 * below, "{above} {below} {sums:?}");
    }
}
