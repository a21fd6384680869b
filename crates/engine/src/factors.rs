//! Factors: how one authority differs from the average one, so that its stationary state is the
//! published one.
//!
//! Factors are solved jointly for every authority (`cargo xtask factors`) and kept as data with
//! their residuals. All are relative: 0 is the average authority, or what the rule in
//! [`crate::authority`] makes of the published figures. They carry what deprivation, practice and
//! history leave, and are inputs: what is published and solved for is reproduced by construction,
//! not predicted.

/// One factor: its name in data files, its unit, the average authority's value, what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// Name, as in data files.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Value that stands for the average authority.
    pub neutral: f64,
    /// Meaning, one sentence.
    pub meaning: &'static str,
}

/// The list of factors, once: field, unit, neutral value, meaning.
macro_rules! factors {
    ($($field:ident: $unit:literal, $neutral:literal, $meaning:literal;)*) => {
        /// How one authority differs from the average one.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Factors { $(#[doc = $meaning] pub $field: f64,)* }

        impl Factors {
            /// The average authority.
            pub const NEUTRAL: Self = Self { $($field: $neutral),* };

            /// Every factor, in the order of [`Factors::values`].
            pub const LIST: &'static [Factor] = &[$(Factor {
                name: stringify!($field), unit: $unit, neutral: $neutral, meaning: $meaning,
            }),*];

            /// All values, in the order of [`Factors::LIST`].
            ///
            /// ```
            /// use balcony_engine::factors::Factors;
            /// assert_eq!(Factors::NEUTRAL.values().len(), Factors::LIST.len());
            /// ```
            pub fn values(&self) -> Vec<f64> {
                vec![$(self.$field),*]
            }

            /// From values in the order of [`Factors::LIST`]; none if their number is another.
            ///
            /// ```
            /// use balcony_engine::factors::Factors;
            /// let values = Factors::NEUTRAL.values();
            /// assert_eq!(Factors::from_values(&values), Some(Factors::NEUTRAL));
            /// assert_eq!(Factors::from_values(&values[1..]), None);
            /// ```
            pub fn from_values(values: &[f64]) -> Option<Self> {
                let [$($field),*] = values else { return None };
                Some(Self { $($field: *$field),* })
            }
        }

        impl Default for Factors {
            /// The average authority.
            fn default() -> Self {
                Self::NEUTRAL
            }
        }
    };
}

factors! {
    needs: "log", 0.0, "Log of new needs a child over the average authority's.";
    no_further_action: "risk", 0.0, "Added to the threshold below which a referral is closed with no further action.";
    need: "risk", 0.0, "Added to the threshold of need.";
    enquiry: "risk", 0.0, "Added to the threshold of an enquiry.";
    plan: "risk", 0.0, "Added to the thresholds of conference and plan.";
    care: "risk", 0.0, "Added to the threshold of care, and half of it to that of going home.";
    close: "risk", 0.0, "Added to the thresholds of closing a case and of ending a plan.";
    hours: "log", 0.0, "Log of hours due for a case over what the published caseload and mix of cases imply.";
    case_posts: "log", 0.0, "Log of posts that hold cases over what the published caseload implies.";
    quits: "log", 0.0, "Log of resignations over what the published turnover implies.";
    fill: "log", 0.0, "Log of the pace of filling vacancies over what published turnover and vacancies imply.";
    agency: "log", 0.0, "Log of agency workers wanted over what the published number implies.";
    earlier_needs: "log", 0.0, "Log of new needs a week in the eighteen years before the warm-up over those since.";
    care_entries: "log", 0.0, "Log of the share of episodes that came to care before the warm-up over what published stocks imply.";
    due: "log", 0.0, "Log of hours due a week in the stationary state over what the published figures imply.";
    spending: "log", 0.0, "Log of spending a week in the stationary state over what the published figures imply.";
    strain: "0 to 1", 0.22, "Strain of staff in the stationary state.";
    culture: "0 to 1", 0.35, "Culture of teams under the incumbent.";
    bond: "0 to 1", 0.55, "Bond of teams with the director under the incumbent.";
    routine: "0 to 1", 0.7, "Routine of teams under the incumbent.";
    credibility: "0 to 1", 0.6, "Credibility of the director with staff under the incumbent, over all tenures.";
    partner_credibility: "0 to 1", 0.6, "Credibility of the director with partners under the incumbent, over all tenures.";
    member_credibility: "0 to 1", 0.6, "Credibility of the director with members under the incumbent, over all tenures.";
    trust: "0 to 1", 0.5, "Trust between social care and its partners under the incumbent.";
    language: "0 to 1", 0.55, "Common language of social care and its partners under the incumbent.";
    experience: "-1 to 1", 0.0, "Partners' bad experience with referring under the incumbent.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_there_and_back() {
        let factors = Factors { needs: 0.3, language: 0.7, ..Factors::default() };
        assert_eq!(Factors::from_values(&factors.values()), Some(factors));
        assert_eq!(Factors::LIST.len(), factors.values().len());
        assert_eq!(Factors::from_values(&[1.0]), None);
        for (factor, value) in Factors::LIST.iter().zip(Factors::default().values()) {
            assert_eq!(factor.neutral, value, "{}", factor.name);
        }
    }
}
