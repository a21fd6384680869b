//! Finds a figure of one authority in its own published rows, or in those of its predecessor.

use super::facts::{BASE_YEAR, CHILDREN_PER_0_16, Code, ENGLAND, FIRST_YEAR, Facts, REFERRAL_SOURCES, Today};
use super::keys::{Key, Lookup, Rule, SourcedValue, title, together};

/// How far from the base year a figure may be. For an earlier year it may be any: enquiries and
/// sources of referrals were not published by authority before 2013 and 2014.
const REACH: u16 = 3;
/// The workforce is the mean of these Septembers; none was published by authority before 2017.
const WORKFORCE_YEARS: [u16; 3] = [2018, 2019, 2020];
/// Septembers to use if none of those has the figure, nearest first.
const OTHER_WORKFORCE_YEARS: [u16; 3] = [2017, 2021, 2022];

impl Facts {
    /// The published figure of an authority, or else of its predecessors. `None` is a gap that must
    /// be filled from other authorities.
    pub(super) fn find(&self, today: &Today, key: &Key) -> Option<SourcedValue> {
        match key.how {
            Lookup::Children => self.population(today),
            Lookup::Count(columns) => columns.iter().find_map(|column| self.count(today, column)),
            Lookup::Outcome(column) => self.outcome(today, column),
            Lookup::Staff(column) => self.staff(today, column, None),
            Lookup::Rate(column, factor) => self.staff(today, column, Some(factor)),
            Lookup::Source(group) => self.source(today, group),
            Lookup::Deprivation => self.deprivation(today),
        }
    }

    /// The years of the panel in which a figure is looked for: that of these facts first, then the
    /// nearest, the earlier of two that are as near.
    fn years(&self) -> Vec<u16> {
        let reach = if self.year == BASE_YEAR { REACH } else { u16::MAX };
        let away = |year: &u16| year.abs_diff(self.year);
        let mut years: Vec<u16> = (FIRST_YEAR..=BASE_YEAR).filter(|year| away(year) <= reach).collect();
        years.sort_by_key(|year| (away(year), *year));
        years
    }

    /// Three-digit codes of an authority's predecessors.
    fn codes_before(&self, today: &Today) -> Vec<Code> {
        self.before(today).iter().map(|former| former.code).collect()
    }

    /// Children aged 0-17 in the year of these facts. Successors divide the children of a former
    /// authority in proportion to their own in mid-2024.
    fn population(&self, today: &Today) -> Option<SourcedValue> {
        if let Some(people) = self.get(today.code, self.year, "population_0_16") {
            let origin = format!(
                "ONS, children 0-16 in {} times {CHILDREN_PER_0_16} (authorities_2010_2019.csv: population_0_16)",
                self.year
            );
            return Some(SourcedValue::new(people * CHILDREN_PER_0_16, Rule::Published, origin));
        }
        let former = self.before(today).into_iter().next()?;
        let all: f64 = self
            .today
            .iter()
            .filter(|one| former.successors.contains(&one.ons))
            .map(|one| one.mid_2024)
            .sum();
        let value = self.children(former.code, self.year)? * today.mid_2024 / all;
        let origin = format!(
            "children of {} in {}, shared as in mid-2024 (authorities_static.csv: children_0_17_mid2024)",
            former.name, self.year
        );
        Some(SourcedValue::new(value, Rule::Predecessor, origin))
    }

    /// A count: the rate per child of the published rows, multiplied by the authority's children.
    fn count(&self, today: &Today, column: &'static str) -> Option<SourcedValue> {
        let children = self.population(today)?.value;
        let before = self.codes_before(today);
        for (codes, own) in [(vec![today.code], true), (before.clone(), false)] {
            for year in self.years() {
                let Some((count, base)) = self.sum(&codes, year, column).filter(|(count, _)| *count > 0.0)
                else {
                    continue;
                };
                let moved = !own || !before.is_empty();
                let rule = match (moved, year == self.year) {
                    (_, false) => Rule::NearestYear,
                    (true, true) => Rule::Predecessor,
                    (false, true) => Rule::Published,
                };
                let whose =
                    if moved { format!(", of {} per child", self.names(today)) } else { String::new() };
                let origin = format!("{}, year ending March {year}{whose}", title(column));
                let value = if rule == Rule::Published { count } else { count / base * children };
                return Some(SourcedValue::new(value, rule, origin));
            }
        }
        None
    }

    /// Sum over codes of a column and of the children behind it. `None` if there is no code or a
    /// value is missing.
    fn sum(&self, codes: &[Code], year: u16, column: &'static str) -> Option<(f64, f64)> {
        let mut total = (0.0, 0.0);
        for code in codes {
            total.0 += self.get(code, year, column)?;
            total.1 += self.children(code, year)?;
        }
        (!codes.is_empty()).then_some(total)
    }

    /// Names of an authority's predecessors, for the text that gives a figure's origin.
    fn names(&self, today: &Today) -> String {
        let names: Vec<&str> = self.before(today).iter().map(|former| former.name).collect();
        format!("{} (within its former borders)", together(&names))
    }

    /// Share of referrals that had an outcome.
    fn outcome(&self, today: &Today, column: &'static str) -> Option<SourcedValue> {
        let before = self.codes_before(today);
        for codes in [vec![today.code], before] {
            let [code] = codes[..] else { continue };
            for year in self.years() {
                let Some((share, left)) = self.outcome_in(code, year, column) else {
                    continue;
                };
                let moved = code != today.code;
                let (rule, how) = match (year == self.year, moved, left) {
                    (false, ..) => (Rule::NearestYear, ""),
                    (true, true, _) => (Rule::Predecessor, ""),
                    (true, false, true) => {
                        (Rule::Remainder, "; kept back: referrals less other outcomes and episodes started")
                    }
                    (true, false, false) if share == 0.0 => {
                        (Rule::Published, "; none, as other outcomes and episodes started add up to all")
                    }
                    (true, false, false) => (Rule::Published, ""),
                };
                let whose = if moved { format!(", of {}", self.names(today)) } else { String::new() };
                let origin =
                    format!("{}, year ending March {year}, over referrals_n{whose}{how}", title(column));
                return Some(SourcedValue::new(share, rule, origin));
            }
        }
        None
    }

    /// The share in one row, and whether it was computed as a remainder. Every referral ends with
    /// no further action, as not in need, or with an episode. So a zero is accepted only where the
    /// three add up to all referrals, and a suppressed count is the remainder.
    fn outcome_in(&self, code: Code, year: u16, column: &'static str) -> Option<(f64, bool)> {
        let other = if column == "referrals_nfa_n" { "referrals_nin_n" } else { "referrals_nfa_n" };
        let referrals = self.get(code, year, "referrals_n").filter(|count| *count > 0.0)?;
        let count = self.get(code, year, column);
        if let Some(count) = count.filter(|count| *count > 0.0) {
            return (count <= referrals).then_some((count / referrals, false));
        }
        let left = referrals - self.get(code, year, other)? - self.get(code, year, "started_episodes")?;
        let close = left.abs() <= (referrals * 0.01).max(5.0);
        match count {
            Some(zero) => close.then_some((zero, false)),
            None => (left >= 0.0 || close).then_some((left.max(0.0) / referrals, true)),
        }
    }

    /// Mean of workforce figures. With `factor` it is a quantity that does not grow with the
    /// authority; without, a number of workers.
    fn staff(&self, today: &Today, column: &'static str, factor: Option<f64>) -> Option<SourcedValue> {
        let children = self.population(today)?.value;
        let joint = self.joint.iter().copied().find(|code| code.split(" / ").any(|part| part == today.code));
        for code in [today.code].into_iter().chain(self.codes_before(today)).chain(joint) {
            for (years, rule) in
                [(&WORKFORCE_YEARS[..], Rule::Published), (&OTHER_WORKFORCE_YEARS, Rule::NearestYear)]
            {
                let mut found: Vec<(u16, f64)> =
                    years.iter().filter_map(|year| Some((*year, self.get(code, *year, column)?))).collect();
                if rule == Rule::NearestYear {
                    found.truncate(1);
                }
                if found.is_empty() {
                    continue;
                }
                let mean = found.iter().map(|(_, value)| value).sum::<f64>() / found.len() as f64;
                let own = code == today.code;
                let base = if own { children } else { self.members(code)? };
                let value = factor.map_or(mean / base * children, |factor| mean * factor);
                let when: Vec<String> = found.iter().map(|(year, _)| year.to_string()).collect();
                let whose = self.whose(code, own, factor.is_none());
                let origin = format!("{}, mean of September {}{whose}", title(column), when.join(", "));
                let rule = if own || rule == Rule::NearestYear { rule } else { Rule::Predecessor };
                return Some(SourcedValue::new(
                    if own && factor.is_none() { mean } else { value },
                    rule,
                    origin,
                ));
            }
        }
        None
    }

    /// Explains, for a figure's origin, which authorities a code belongs to if it is not the
    /// authority's own.
    fn whose(&self, code: Code, own: bool, grows: bool) -> String {
        if own {
            return String::new();
        }
        let name = |part| {
            let today = self.today.iter().find(|one| one.code == part).map(|one| one.name);
            today
                .or_else(|| self.formers.iter().find(|one| one.code == part).map(|one| one.name))
                .unwrap_or(part)
        };
        let names: Vec<&str> = code.split(" / ").map(name).collect();
        format!(", of {}{}", together(&names), if grows { " per child" } else { "" })
    }

    /// Children of a code; for a joint row, of all its members together.
    fn members(&self, code: Code) -> Option<f64> {
        code.split(" / ").map(|part| self.children(part, BASE_YEAR)).sum()
    }

    /// Share of referrals from one group of sources.
    fn source(&self, today: &Today, group: usize) -> Option<SourcedValue> {
        for codes in [vec![today.code], self.codes_before(today)] {
            for year in self.years() {
                let parts: Option<Vec<_>> = codes.iter().map(|code| self.sources_in(code, year)).collect();
                let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
                    continue;
                };
                let sum = |group: usize| parts.iter().map(|(counts, _)| counts[group]).sum::<f64>();
                let total: f64 = (0..7).map(sum).sum();
                let own = codes == [today.code];
                let (rule, how) = match (year == self.year, own, parts.iter().any(|(_, kept)| kept[group])) {
                    (false, ..) => (Rule::NearestYear, String::new()),
                    (true, false, _) => (Rule::Predecessor, format!(", of {}", self.names(today))),
                    (true, true, true) => (
                        Rule::Remainder,
                        "; parts kept back: the rest of the total, shared as in England".into(),
                    ),
                    (true, true, false) => (Rule::Published, String::new()),
                };
                let origin = format!(
                    "DfE referrals by source, unknown sources left out, year ending March {year} (referral_source_2014_2019.csv){how}"
                );
                return Some(SourcedValue::new(sum(group) / total, rule, origin));
            }
        }
        None
    }

    /// Referrals by group of sources in one row, and which groups contain a suppressed part.
    pub(super) fn sources_in(&self, code: Code, year: u16) -> Option<([f64; 7], [bool; 7])> {
        let total = self.get(code, year, "Referrals")?;
        let known: f64 = REFERRAL_SOURCES.iter().filter_map(|(column, _)| self.get(code, year, column)).sum();
        let kept_back = |column| self.get(code, year, column).is_none();
        let usual = |column| self.get(ENGLAND, year, column).unwrap_or(0.0);
        let weight: f64 = REFERRAL_SOURCES
            .iter()
            .map(|(column, _)| *column)
            .filter(|column| kept_back(*column))
            .map(usual)
            .sum();
        let rest = (total - known).max(0.0);
        let mut counts = [0.0; 7];
        let mut kept = [false; 7];
        for (column, group) in REFERRAL_SOURCES {
            let Some(group) = group else { continue };
            kept[group] |= kept_back(column);
            let share = if weight > 0.0 { usual(column) / weight } else { 0.0 };
            counts[group] += self.get(code, year, column).unwrap_or(rest * share);
        }
        (counts.iter().sum::<f64>() > 0.0).then_some((counts, kept))
    }

    /// Income deprivation affecting children, index of 2019.
    fn deprivation(&self, today: &Today) -> Option<SourcedValue> {
        let title = "MHCLG income deprivation affecting children index 2019";
        if let Some(value) = today.idaci {
            return Some(SourcedValue::new(
                value,
                Rule::Published,
                format!("{title} (authorities_static.csv: imd19_idaci)"),
            ));
        }
        let former = self.before(today).into_iter().next()?;
        let value = self.get(former.code, BASE_YEAR, "imd19_idaci")?;
        let origin = format!("{title}, of {} (authorities_2010_2019.csv: imd19_idaci)", former.name);
        Some(SourcedValue::new(value, Rule::Predecessor, origin))
    }

    /// Mean over the workforce years for England, in the units of the file.
    pub(super) fn workforce_england(&self, column: &'static str) -> f64 {
        WORKFORCE_YEARS.iter().filter_map(|year| self.get(ENGLAND, *year, column)).sum::<f64>() / 3.0
    }
}
