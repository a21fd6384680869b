//! All parameters of the model, gathered from the mechanisms.

use crate::mechanisms::{
    allocation, belief, culture, directors, environment, establishment, framework, help, influence,
    inspection, invest, lead, leaders, market, needs, noticing, partners, partnership, pathway, placement,
    posts, programme, reviews, scrutiny, signals, sites, standing, structure, variation, work, workforce,
};
use crate::sections;

/// Where referrals come from: six partner agencies and the public, in the order used everywhere.
pub const SOURCES: [&str; 7] =
    ["schools", "health", "police", "council-services", "justice", "voluntary", "public"];

sections! {
    /// Every parameter of the model.
    needs: needs::Needs, "needs";
    standing: standing::Standing, "standing";
    noticing: noticing::Noticing, "noticing";
    belief: belief::Belief, "belief";
    decisions: sites::Decisions, "decisions";
    sites: sites::Sites, "sites";
    pathway: pathway::Pathway, "pathway";
    help: help::Help, "help";
    placement: placement::Placement, "placement";
    allocation: allocation::Allocation, "allocation";
    establishment: establishment::Establishment, "establishment";
    variation: variation::Variation, "variation";
    work: work::Work, "work";
    workforce: workforce::Workforce, "workforce";
    culture: culture::Culture, "culture";
    influence: influence::Influence, "influence";
    partnership: partnership::Partnership, "partnership";
    programme: programme::Programme, "programme";
    partners: partners::Partners, "partners";
    framework: framework::Framework, "framework";
    structure: structure::Structure, "structure";
    invest: invest::Invest, "invest";
    lead: lead::Lead, "lead";
    leaders: leaders::Leaders, "leaders";
    posts: posts::Posts, "posts";
    signals: signals::Signals, "signals";
    directors: directors::Directors, "directors";
    market: market::Market, "market";
    inspection: inspection::Inspection, "inspection";
    scrutiny: scrutiny::Scrutiny, "scrutiny";
    reviews: reviews::Reviews, "reviews";
    environment: environment::Environment, "surroundings";
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
        assert!(keys.len() > 100);
        assert!(parameters.value("needs.nothing").is_none() && parameters.value("nothing").is_none());
    }
}
