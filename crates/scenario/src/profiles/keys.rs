//! The figures of a profile: names, units, and where each is published.

use super::facts::Code;

/// How a figure is looked up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lookup {
    /// Children aged 0-17, estimated from the panel.
    Children,
    /// A count per year or at 31 March. The first column that is published is used.
    Count(&'static [&'static str]),
    /// Share of referrals with this outcome.
    Outcome(&'static str),
    /// A number of staff: mean of 2018 to 2020.
    Staff(&'static str),
    /// A staff quantity that does not grow with the authority: mean of the years, multiplied by a
    /// factor.
    Rate(&'static str, f64),
    /// Share of referrals from the source with this index in the engine.
    Source(usize),
    /// Income deprivation affecting children.
    Deprivation,
}

/// A figure of a profile.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) how: Lookup,
}

const fn key(name: &'static str, unit: &'static str, how: Lookup) -> Key {
    Key { name, unit, how }
}

/// All figures in the order of the fields of `balcony_engine::setting::Authority`.
pub(super) const KEYS: [Key; 22] = [
    key("children", "children aged 0-17", Lookup::Children),
    key("referrals", "referrals a year", Lookup::Count(&["referrals_n", "Referrals"])),
    key("no-further-action", "share of referrals", Lookup::Outcome("referrals_nfa_n")),
    key("not-in-need", "share of referrals", Lookup::Outcome("referrals_nin_n")),
    key("in-need", "children at 31 March", Lookup::Count(&["at31_episodes"])),
    key("enquiries", "enquiries a year", Lookup::Count(&["Section47"])),
    key("plans", "children at 31 March", Lookup::Count(&["at31_cpp"])),
    key("looked-after", "children at 31 March", Lookup::Count(&["at31_cla"])),
    key("in-post", "whole-time social workers", Lookup::Staff("inpost_fte")),
    key("agency", "share of workers", Lookup::Rate("agency_rate_fte", 0.01)),
    key("vacancy", "share of posts", Lookup::Rate("vacancy_rate_fte", 0.01)),
    key("turnover", "leavers a year as a share of workers", Lookup::Rate("turnover_rate_fte", 0.01)),
    key("caseload", "cases per case holder", Lookup::Rate("caseload_fte", 1.0)),
    key("sources.schools", "share of referrals", Lookup::Source(0)),
    key("sources.health", "share of referrals", Lookup::Source(1)),
    key("sources.police", "share of referrals", Lookup::Source(2)),
    key("sources.council-services", "share of referrals", Lookup::Source(3)),
    key("sources.justice", "share of referrals", Lookup::Source(4)),
    key("sources.voluntary", "share of referrals", Lookup::Source(5)),
    key("sources.public", "share of referrals", Lookup::Source(6)),
    key("deprivation", "index from 0 to 1", Lookup::Deprivation),
    key("spending", "pounds of 2021-22 a year", Lookup::Count(&["spending"])),
];

/// Index in [`KEYS`] of the first source of referrals.
pub(super) const FIRST_SOURCE: usize = 13;

impl Key {
    /// Whether the figure grows with the number of children, so that a value of another authority
    /// must be used per child.
    pub(super) fn grows(&self) -> bool {
        matches!(self.how, Lookup::Children | Lookup::Count(_) | Lookup::Staff(_))
    }
}

/// Publication and file that a column comes from, in plain words.
pub(super) fn title(column: &str) -> String {
    let (what, file) = match column {
        "Referrals" => ("DfE referrals by source", "referral_source_2014_2019.csv"),
        "Section47" => ("DfE section 47 enquiries", "enquiries_conferences_2013_2019.csv"),
        "spending" => {
            return "section 251 gross spending per child 0-16, seven headings added, times children 0-16 \
                    (authorities_2010_2019.csv: gspend columns, 2021-22 prices)"
                .into();
        }
        "at31_cla" => ("DfE children looked after", "authorities_2010_2019.csv"),
        column if column.ends_with("_fte") => {
            ("DfE children's social work workforce", "workforce_2017_2022.csv")
        }
        _ => ("DfE children in need", "authorities_2010_2019.csv"),
    };
    format!("{what} ({file}: {column})")
}

/// How the value of a figure was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Published for this authority in the base year (workforce: 2018 to 2020), or computed from
    /// such figures.
    Published,
    /// Suppressed parts, filled with what remains of the published total.
    Remainder,
    /// Published value of the nearest year, at most three years away.
    NearestYear,
    /// Rate per child of the authority's predecessor, or of the authorities it was counted with,
    /// multiplied by its own children.
    Predecessor,
    /// Median of the five authorities in the region that are nearest in deprivation.
    Neighbours,
    /// The national value.
    National,
    /// Computed from several authorities by design: archetypes and the England average.
    Computed,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Rule::Published => "published",
            Rule::Remainder => "remainder of a published total",
            Rule::NearestYear => "nearest published year",
            Rule::Predecessor => "predecessor or joint figure",
            Rule::Neighbours => "median of five neighbours in deprivation",
            Rule::National => "national value",
            Rule::Computed => "computed",
        })
    }
}

/// A value with its rule and origin, before and after gaps are filled.
#[derive(Debug, Clone)]
pub(super) struct SourcedValue {
    pub(super) value: f64,
    pub(super) rule: Rule,
    pub(super) origin: String,
}

impl SourcedValue {
    pub(super) fn new(value: f64, rule: Rule, origin: String) -> Self {
        let gap = !matches!(rule, Rule::Published | Rule::Computed);
        Self { value, rule, origin: if gap { format!("gap, {rule}: {origin}") } else { origin } }
    }
}

/// Joins three-digit codes for messages and origins.
pub(super) fn together(codes: &[Code]) -> String {
    codes.join(" and ")
}
