//! Published values by authority, year and column. Nothing is estimated here.
//!
//! The key of an authority is its three-digit code, because ONS codes change with borders and names
//! (Gateshead, Buckinghamshire and North Yorkshire have two each). The panel files the figures of
//! former authorities under their successor, so `839` (Bournemouth, Christchurch and Poole) holds
//! Bournemouth and Poole, and `838` holds Dorset with Christchurch.

use super::csv::{ENQUIRIES, IDS, PANEL, REFERRAL_SOURCE, Row, STATIC, SUCCESSORS, Table, WORKFORCE};
use std::collections::BTreeMap;

/// A three-digit code, `314 / 318` for a joint row, or [`ENGLAND`].
pub(super) type Code = &'static str;

/// The code of national rows.
pub(super) const ENGLAND: Code = "England";

/// The base year: 2018-19. The panel ends with it.
pub(super) const BASE_YEAR: u16 = 2019;
/// The first year of the panel: 2009-10.
pub(super) const FIRST_YEAR: u16 = 2010;

/// Children aged 0-17 per child aged 0-16. England's ratio was 1.058 on the bases that were revised
/// after the census of 2021. It was 1.076 if the revised panel is compared with what was published
/// at the time. The value used for all authorities lies between the two.
pub(super) const CHILDREN_PER_0_16: f64 = 1.07;

/// Spending headings per child aged 0-16 that together are all gross spending.
/// `gspend_noncla_nonsg_pc` is left out because it is a subtotal (family support, other, young
/// people, under-fives); the two `per` columns are left out because they are ratios.
pub(super) const SPENDING: [&str; 7] = [
    "gspend_cla_pc",
    "gspend_saf_pc",
    "gspend_fss_pc",
    "gspend_oth_pc",
    "gspend_yps_pc",
    "gspend_ss5_pc",
    "gspend_yjs_pc",
];

/// Columns of the panel that are stored unchanged.
const PANEL_COLUMNS: [&str; 9] = [
    "population_0_16",
    "referrals_n",
    "referrals_nfa_n",
    "referrals_nin_n",
    "started_episodes",
    "at31_episodes",
    "at31_cpp",
    "at31_cla",
    "imd19_idaci",
];

/// Columns of who made a referral, with the index of their group in
/// `balcony_engine::parameters::SOURCES`. Referrals of unknown source belong to no group.
pub(super) const REFERRAL_SOURCES: [(&str, Option<usize>); 11] = [
    ("Schools", Some(0)),
    ("Education_Services", Some(0)),
    ("Health_Services", Some(1)),
    ("Police", Some(2)),
    ("LA_Services", Some(3)),
    ("Housing", Some(3)),
    ("Other_legal_agency", Some(4)),
    ("Other", Some(5)),
    ("Individual", Some(6)),
    ("Anonymous", Some(6)),
    ("Unknown", None),
];

/// Columns of the workforce file that are stored.
const WORKFORCE_COLUMNS: [&str; 5] =
    ["inpost_fte", "agency_rate_fte", "vacancy_rate_fte", "turnover_rate_fte", "caseload_fte"];

/// A present-day authority.
pub(super) struct Today {
    pub(super) id: u16,
    pub(super) ons: &'static str,
    pub(super) code: Code,
    pub(super) name: &'static str,
    pub(super) region: &'static str,
    pub(super) mid_2024: f64,
    pub(super) idaci: Option<f64>,
}

/// An authority that was abolished, or whose ONS code has changed.
pub(super) struct Former {
    pub(super) ons: &'static str,
    pub(super) code: Code,
    pub(super) name: &'static str,
    /// ONS codes of its successors.
    pub(super) successors: Vec<&'static str>,
    pub(super) year: &'static str,
}

/// All values that were read from the files.
pub(super) struct Facts {
    values: BTreeMap<(Code, u16, &'static str), f64>,
    /// Pairs of ONS code and three-digit code that a file mentions together.
    pub(super) aliases: Vec<(&'static str, Code)>,
    /// Codes of rows that are published for several authorities together.
    pub(super) joint: Vec<Code>,
    pub(super) today: Vec<Today>,
    pub(super) formers: Vec<Former>,
    /// The year, ending 31 March, whose figures are looked for.
    pub(super) year: u16,
}

impl Facts {
    /// Reads the compiled-in files, for the figures of a year.
    pub(super) fn read(year: u16) -> Self {
        let today = today();
        let mut facts = Self {
            values: BTreeMap::new(),
            aliases: Vec::new(),
            joint: Vec::new(),
            today,
            formers: Vec::new(),
            year,
        };
        facts.panel();
        let sources: Vec<&str> =
            REFERRAL_SOURCES.iter().map(|(column, _)| *column).chain(["Referrals"]).collect();
        facts.file(REFERRAL_SOURCE, "year_end", &sources);
        facts.file(ENQUIRIES, "year_end", &["Section47", "Section47_rate"]);
        facts.file(WORKFORCE, "year", &WORKFORCE_COLUMNS);
        facts.former();
        facts
    }

    /// A published number.
    pub(super) fn get(&self, code: Code, year: u16, column: &'static str) -> Option<f64> {
        self.values.get(&(code, year, column)).copied()
    }

    fn put(&mut self, code: Code, year: u16, column: &'static str, value: Option<f64>) {
        if let (Some(value), false) = (value, code.is_empty()) {
            self.values.entry((code, year, column)).or_insert(value);
        }
    }

    fn alias(&mut self, ons: &'static str, code: Code) {
        if ons.len() == 9 && code.len() == 3 && !self.aliases.contains(&(ons, code)) {
            self.aliases.push((ons, code));
        }
    }

    /// Reads the panel. Converts spending to pounds a year, and sums England.
    fn panel(&mut self) {
        for row in Table::read(PANEL).rows() {
            let ons = row.still("new_la_code");
            let known = self.today.iter().find(|today| today.ons == ons).map(|today| today.code);
            let code = known.unwrap_or(row.still("old_la_code"));
            let year = year(&row, "year");
            if self.get(code, year, "population_0_16").is_some() {
                continue; // Bournemouth, Christchurch and Poole stands twice in some years
            }
            self.alias(ons, code);
            for column in PANEL_COLUMNS {
                self.put(code, year, column, row.number(column));
            }
            let population = row.number("population_0_16");
            let headings: Option<Vec<f64>> = SPENDING.iter().map(|column| row.number(column)).collect();
            let spending =
                headings.zip(population).map(|(headings, people)| headings.iter().sum::<f64>() * people);
            self.put(code, year, "spending", spending.filter(|total| *total > 0.0));
            for (column, value) in [("population_0_16", population), ("spending", spending)] {
                *self.values.entry((ENGLAND, year, column)).or_insert(0.0) += value.unwrap_or(0.0);
            }
        }
    }

    /// Reads a file with a row for each authority, region and England.
    fn file(&mut self, text: &'static str, year_column: &str, columns: &[&'static str]) {
        for row in Table::read(text).rows() {
            let code = match row.still("geographic_level") {
                "National" => ENGLAND,
                "Local authority" => row.still("old_la_code").trim_end_matches(".0"),
                _ => continue,
            };
            if code.contains('/') && !self.joint.contains(&code) {
                self.joint.push(code);
            }
            self.alias(row.still("new_la_code"), code);
            for column in columns {
                self.put(code, year(&row, year_column), column, row.number(column));
            }
        }
    }

    /// Reads the former authorities with their three-digit codes and successors.
    fn former(&mut self) {
        for row in Table::read(SUCCESSORS).rows() {
            let (ons, successor) = (row.still("old_code"), row.still("new_code"));
            if let Some(former) = self.formers.iter_mut().find(|former| former.ons == ons) {
                former.successors.push(successor);
                continue;
            }
            let code = self.aliases.iter().find(|(alias, _)| *alias == ons).map_or("", |(_, code)| *code);
            let (name, year) = (row.still("old_name"), row.still("year"));
            self.formers.push(Former { ons, code, name, successors: vec![successor], year });
        }
    }

    /// The former authorities with another code that an authority succeeded.
    pub(super) fn before(&self, today: &Today) -> Vec<&Former> {
        let followed = |former: &&Former| former.successors.contains(&today.ons) && former.code != today.code;
        self.formers.iter().filter(followed).collect()
    }

    /// Children aged 0-17 within the borders for which an authority's counts of a year are
    /// published.
    pub(super) fn children(&self, code: Code, year: u16) -> Option<f64> {
        let today = self.today.iter().find(|today| today.code == code);
        let before: Vec<_> = today.map(|today| self.before(today)).unwrap_or_default();
        let panel = self.get(code, year, "population_0_16").map(|people| people * CHILDREN_PER_0_16);
        if !before.is_empty() && panel.is_some() {
            return before.iter().map(|former| self.children(former.code, year)).sum();
        }
        panel.or_else(|| {
            let enquiries = self.get(code, year, "Section47")?;
            let rate = self.get(code, year, "Section47_rate").filter(|rate| *rate > 0.0)?;
            Some(enquiries / rate * 10_000.0)
        })
    }
}

/// The present-day authorities, ordered by id.
fn today() -> Vec<Today> {
    let (ids, table) = (Table::read(IDS), Table::read(STATIC));
    let mut today: Vec<Today> = table
        .rows()
        .filter_map(|row| {
            let ons = row.still("new_la_code");
            let id = ids.rows().find(|id| id.still("code") == ons)?.number("id")?;
            Some(Today {
                id: id as u16,
                ons,
                code: row.still("old_la_code"),
                name: row.still("la_name"),
                region: row.still("region_name"),
                mid_2024: row.number("children_0_17_mid2024")?,
                idaci: row.number("imd19_idaci"),
            })
        })
        .collect();
    today.sort_by_key(|authority| authority.id);
    today
}

fn year(row: &Row<'_>, column: &str) -> u16 {
    row.number(column).map_or(0, |year| year as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_and_headings_are_understood() {
        let facts = Facts::read(BASE_YEAR);
        assert_eq!((facts.today.len(), facts.formers.len(), facts.joint.len()), (153, 8, 2));
        assert!(facts.formers.iter().all(|former| former.code.len() == 3 && former.year.len() == 4));
        // Dorset was counted with Christchurch: about 76,700 children then, while present-day
        // Dorset has 67,000.
        let dorset = facts.children("838", BASE_YEAR).unwrap_or_default();
        assert!((76_000.0..77_500.0).contains(&dorset), "{dorset}");
        let cumbria = facts.children("909", BASE_YEAR).unwrap_or_default();
        assert!((91_000.0..94_000.0).contains(&cumbria), "{cumbria}");
        // Headings add up to the published total of 2016-17 (E040), prices having risen by about
        // 12.9 % to 2021-22.
        let spent = facts.get(ENGLAND, 2017, "spending").unwrap_or_default() / 1.129 / 1e6;
        let published = super::super::observed_value("E040").unwrap_or_default();
        assert!((spent / published - 1.0).abs() < 0.01, "{spent} {published}");
    }
}
