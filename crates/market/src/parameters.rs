//! All parameters of the market, gathered from its mechanisms.

use crate::{
    campaign, climate, coupling, development, growth, interims, ladder, leaving, level, pay, reputation,
};
use balcony_engine::sections;

sections! {
    /// Every parameter of the market.
    climate: climate::Climate, "climate";
    leaving: leaving::Leaving, "leaving";
    campaign: campaign::Campaign, "campaign";
    interims: interims::Interims, "interims";
    growth: growth::Growth, "growth";
    ladder: ladder::Ladder, "ladder";
    level: level::Level, "level";
    development: development::Development, "development";
    coupling: coupling::Coupling, "coupling";
    pay: pay::Pay, "pay";
    reputation: reputation::Reputation, "reputation";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_a_key_of_its_own_a_range_around_its_default_and_a_source() {
        let mut parameters = Parameters::default();
        let mut keys = std::collections::BTreeSet::new();
        for row in Parameters::registry() {
            assert!(keys.insert(row.key), "{} twice", row.key);
            assert!(row.low <= row.default && row.default <= row.high, "{}", row.key);
            assert!(!row.meaning.is_empty() && !row.unit.is_empty() && !row.source.is_empty(), "{}", row.key);
            assert_eq!(parameters.value(row.key).copied(), Some(row.default), "{}", row.key);
        }
        assert!(keys.len() > 50, "{}", keys.len());
        assert!(parameters.value("leaving.nothing").is_none() && parameters.value("nothing").is_none());
    }
}
