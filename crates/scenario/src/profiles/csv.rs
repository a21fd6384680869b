//! The files under `data/`, compiled in, and a minimal CSV reader for them. It handles commas,
//! quotes, doubled quotes and both line endings. Fields borrow from the compiled text; only a field
//! with doubled quotes is copied.

use std::borrow::Cow;

/// Present-day authorities: codes, name, region, children, deprivation.
pub(super) const STATIC: &str = include_str!("../../../../data/authorities_static.csv");
/// Former authorities and those that succeeded them.
pub(super) const SUCCESSORS: &str = include_str!("../../../../data/authority_successors.csv");
/// The permanent id of each authority.
pub(super) const IDS: &str = include_str!("../../../../data/authority_ids.csv");
/// Counts of children's services by authority and year, 2010 to 2019.
pub const PANEL: &str = include_str!("../../../../data/authorities_2010_2019.csv");
/// Referrals by source, authority and year.
pub(super) const REFERRAL_SOURCE: &str = include_str!("../../../../data/referral_source_2014_2019.csv");
/// Enquiries and conferences by authority and year.
pub const ENQUIRIES: &str = include_str!("../../../../data/enquiries_conferences_2013_2019.csv");
/// Social workers by authority and year.
pub const WORKFORCE: &str = include_str!("../../../../data/workforce_2017_2022.csv");
/// Single published figures.
pub(super) const OBSERVED: &str = include_str!("../../../../data/observed.csv");

/// Factors that were solved for each profile.
pub(super) const FACTORS: &str = include_str!("../../../../data/factors.csv");
/// How the factors respond to a change of the published figures.
pub(super) const RESPONSE: &str = include_str!("../../../../data/response.csv");

/// A field of a compiled-in file.
type Field = Cow<'static, str>;

/// A file with a header line.
pub(super) struct Table {
    header: Vec<Field>,
    rows: Vec<Vec<Field>>,
}

/// One line of a [`Table`].
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    header: &'t [Field],
    fields: &'t [Field],
}

impl Table {
    /// Reads a whole file; lines without any field are skipped.
    pub(super) fn read(text: &'static str) -> Self {
        let mut rows = records(text.trim_start_matches('\u{feff}')).into_iter();
        let header = rows.next().unwrap_or_default();
        Self { header, rows: rows.collect() }
    }

    /// The lines after the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|fields| Row { header: &self.header, fields })
    }
}

impl Row<'_> {
    /// The field in the column called `column`; empty if there is none.
    pub(super) fn text(&self, column: &str) -> Field {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| self.fields.get(at)).cloned().unwrap_or_default()
    }

    /// The field with the lifetime of the compiled-in file. Empty for a field with doubled quotes,
    /// which is a copy.
    pub(super) fn still(&self, column: &str) -> &'static str {
        match self.text(column) {
            Cow::Borrowed(text) => text,
            Cow::Owned(_) => "",
        }
    }

    /// The number in the column called `column`; `None` where nothing is published (empty, `c`,
    /// `x`, `z`, `:` and similar marks).
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        number(&self.text(column))
    }
}

/// Parses a finite number. Words such as `inf` and `nan` are refused.
pub(super) fn number(text: &str) -> Option<f64> {
    let starts =
        text.trim().starts_with(|first: char| first.is_ascii_digit() || first == '-' || first == '.');
    text.trim().parse::<f64>().ok().filter(|value| starts && value.is_finite())
}

/// Splits into lines and fields.
fn records(mut rest: &'static str) -> Vec<Vec<Field>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    while !rest.is_empty() {
        let (field, after) = field(rest);
        row.push(field);
        rest = if let Some(next) = after.strip_prefix(',') {
            if next.is_empty() {
                row.push(Cow::Borrowed(""));
            }
            next
        } else {
            let next = after.strip_prefix('\r').unwrap_or(after);
            let next = next.strip_prefix('\n').unwrap_or(next);
            rows.push(std::mem::take(&mut row));
            next
        };
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|field| !field.is_empty()));
    rows
}

/// Splits off the first field. The rest begins with a comma or a line ending, or is empty.
fn field(text: &'static str) -> (Field, &'static str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', '\r', '\n']).unwrap_or(text.len());
        let (field, rest) = text.split_at(end);
        return (Cow::Borrowed(field), rest);
    };
    let mut from = 0;
    let mut doubled = false;
    loop {
        let Some(at) = quoted[from..].find('"').map(|at| at + from) else {
            return (Cow::Borrowed(quoted), "");
        };
        if quoted[at + 1..].starts_with('"') {
            doubled = true;
            from = at + 2;
            continue;
        }
        let inner = &quoted[..at];
        let rest = &quoted[at + 1..];
        let end = rest.find([',', '\r', '\n']).unwrap_or(rest.len());
        let field = if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        return (field, &rest[end..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_ends_and_gaps_are_read() {
        let table = Table::read("\u{feff}a,b,c\r\n1,\"x, y\",c\n\n\"say \"\"so\"\"\",,\n,-2.5,");
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].text("b"), "x, y");
        assert_eq!(rows[0].number("a"), Some(1.0));
        assert_eq!(rows[0].number("c"), None);
        assert_eq!(rows[1].text("a"), "say \"so\"");
        assert_eq!(rows[1].number("b"), None);
        assert_eq!(rows[2].number("b"), Some(-2.5));
        assert_eq!(rows[2].text("nowhere"), "");
        assert_eq!((number("inf"), number("nan"), number(":")), (None, None, None));
    }

    #[test]
    fn an_open_quote_ends_with_the_file() {
        assert_eq!(
            Table::read("a\n\"open").rows().next().map(|row| row.text("a").into_owned()),
            Some("open".into())
        );
    }

    #[test]
    fn every_line_of_every_file_has_every_column() {
        for text in [STATIC, SUCCESSORS, IDS, PANEL, REFERRAL_SOURCE, ENQUIRIES, WORKFORCE, OBSERVED] {
            let table = Table::read(text);
            assert!(table.rows().count() > 9);
            for row in table.rows() {
                assert_eq!(row.fields.len(), table.header.len(), "{:?}", row.fields);
            }
        }
    }
}
