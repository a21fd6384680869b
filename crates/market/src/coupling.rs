//! Parameters of what simulated authorities share, beside the market. They do something only where
//! authorities are simulated with their children; the equations stand where that is done.

use balcony_engine::parameters;

parameters! {
    /// What authorities share.
    Coupling "coupling" {
        echo: 1.0, 0.0 .. 3.0, "climate per unit of salience", "unknown: no published value", "How far the mean public salience above that of week 0 adds to the national climate of directors; only with children.";
        strained: 1.0, 0.0 .. 3.0, "log per unit of strain", "assumption, as `posts.strained` of an authority by itself", "How strain drives leaders below the director out; only with children.";
        elastic: 0.5, 0.0 .. 1.0, "elasticity", "unknown: no published value", "How far the supply of agency workers follows the posts that stand vacant in the country: 1 wholly, 0 not at all; only with children.";
    }
}
