//! What a leader can decide, lowered: how influence travels, who holds which decision right, how a week is spent.
//!
//! The engine knows no model of leadership. A preset is lowered to a [`Style`] by the faces; nothing here says which.

use crate::calendar::Week;

/// The seven uses of a leader's week, in the order of [`Style::attention`].
pub const USES: [&str; 7] =
    ["balcony", "dance-floor", "partners", "politics", "programme", "developing", "resilience"];

/// The five kinds of decision, in the order of [`Style::rights`].
pub const KINDS: [&str; 5] = ["steps", "placements", "allocation", "recording", "sharing"];

/// The four sites of decision, the columns of [`Style::rights`].
pub const SITES: [&str; 4] = ["director", "panel", "manager", "practitioners"];

/// One way of leading, as the engine sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// 0: influence travels along the line; 1: along relationships; between: a mixture.
    pub source: f64,
    /// Share of occasions that each site decides, a row per kind; each row sums to 1.
    pub rights: [[f64; 4]; 5],
    /// Half-days a week, by use; ten is a full week, more drains.
    pub attention: [f64; 7],
}

/// One arm: the style in force from each of some weeks on. Before the first change the incumbent's style is in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Changes of style, by week, ascending.
    pub changes: Vec<(Week, Style)>,
}

impl Plan {
    /// The style decided for a week, or none while the incumbent's is in force.
    pub fn at(&self, week: Week) -> Option<&Style> {
        self.changes.iter().take_while(|(from, _)| *from <= week).last().map(|(_, style)| style)
    }
}
