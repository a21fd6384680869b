//! How the constants of a setting are worked out: the one place that asks mechanisms for them.

use crate::authority;
use crate::context::{ByRisk, Constants};
use crate::mechanisms::needs;
use crate::setting::Setting;

/// Weeks of the table of decays.
const TABLE: usize = 512;

impl Constants {
    /// The constants of a setting.
    ///
    /// ```
    /// use balcony_engine::context::Constants;
    /// let constants = Constants::of(&balcony_engine::golden::setting(0));
    /// // Nothing has gone of an excess of risk after no weeks.
    /// assert_eq!(constants.left[0], 1.0);
    /// ```
    pub fn of(setting: &Setting) -> Self {
        let rate = setting.parameters.needs.reversion;
        let left = (0..TABLE).map(|n| libm::exp(-rate * n as f64) as f32).collect();
        let mut over_rate = [0.0; 5];
        for (j, over) in over_rate.iter_mut().enumerate() {
            *over = (1.0 / ((j + 1) as f64 * rate)) as f32;
        }
        let influence = &setting.parameters.influence;
        let line = libm::pow(influence.line_keep, influence.levels);
        let by_risk = ByRisk::of(setting);
        let shocks = needs::windows(&setting.parameters.needs);
        Self { left, over_rate, line, by_risk, shocks, effects: authority::effects(setting) }
    }
}
