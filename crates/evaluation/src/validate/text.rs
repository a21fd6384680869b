//! The results as text of 80 columns: the most important first, and failing rows beside passing
//! ones.

use super::ValidationFindings;
use super::across::{Across, GRADES};
use super::authority_runs::YEARS;
use super::drift::{Drift, LOOKED, Line};
use super::headline::{KINDS, authorities, compared, headline, plural, relative_spread};
use super::reason::{REASONS, Reason};
use super::rows::Compared;
use balcony_report::summary::{Look, clean, signed, width, wrap};
use std::collections::BTreeMap;

/// A number in few characters.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if !value.is_finite() => "-".to_owned(),
        100_000.0.. => format!("{:.1}k", value / 1e3),
        10_000.0.. => format!("{:.2}k", value / 1e3),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ if size < 5e-4 => "0".to_owned(),
        _ => format!("{value:.3}"),
    }
}

pub(super) fn percent(share: f64) -> String {
    if share.is_finite() { format!("{}%", signed(100.0 * share, 0)) } else { "-".to_owned() }
}

pub(super) fn span(interval: Option<(f64, f64)>) -> String {
    interval.map_or("-".to_owned(), |(low, high)| format!("{} to {}", number(low), number(high)))
}

/// The text of a validation.
pub fn text(findings: &ValidationFindings, look: &Look) -> String {
    let mut out = Text { text: String::new(), look: *look };
    let parameters = if findings.worlds { "drawn from registered worlds" } else { "central" };
    out.title(&format!("Validation of Balcony {}, engine {}", findings.version, findings.engine));
    out.say(&format!(
        "{} of {}; {}. Seed {}, {} replicates of the average authority, parameters {parameters}. Ten quiet years under the incumbent; the first stands beside 2018-19.",
        plural(findings.rows.len(), "published figure"),
        clean(&findings.from),
        findings.which,
        findings.seed,
        findings.replicates,
    ));
    out.line("");
    for line in headline(findings) {
        out.item(&line);
    }
    rows(findings, &mut out);
    if let Some(across) = &findings.across {
        tables(across, &mut out);
    } else {
        out.part("Across authorities");
        out.say("Fewer than three authorities were simulated: nothing is said of how they are spread.");
    }
    drift(&findings.drift, &mut out);
    silent(findings, &mut out);
    out.text
}

struct Text {
    text: String,
    look: Look,
}

impl Text {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn title(&mut self, text: &str) {
        let title = self.look.strong(text);
        self.line(&title);
    }

    fn part(&mut self, text: &str) {
        self.line("");
        let rule = self.look.rule();
        self.line(&rule);
        self.title(text);
        self.line("");
    }

    fn say(&mut self, text: &str) {
        for line in wrap(text, self.look.width, &self.look) {
            self.line(&line);
        }
    }

    fn item(&mut self, text: &str) {
        for (at, line) in wrap(text, self.look.width - 2, &self.look).iter().enumerate() {
            self.line(&format!("{}{line}", if at == 0 { "- " } else { "  " }));
        }
    }

    /// Cells in columns. A width is negative for left-aligned text.
    fn cells(&mut self, widths: &[i32], cells: &[String]) {
        let mut line = String::new();
        for (cell, wide) in cells.iter().zip(widths) {
            let room = wide.unsigned_abs() as usize;
            let mut cell = cell.clone();
            while width(&cell) > room && cell.pop().is_some() {}
            let gap = " ".repeat(room - width(&cell));
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&if *wide < 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") });
        }
        self.line(&line);
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

const ROW: [i32; 9] = [-6, -24, 7, 7, 5, 18, -2, -2, -1];

fn rows(findings: &ValidationFindings, out: &mut Text) {
    out.part("Every row that the model speaks to");
    out.say(
        "In the unit of the row, England's counts carried to its children. 90 %: where the published figure would lie in nine of ten cases if the model were right. In: + inside the 50 % interval, o inside the 90 %, x outside. LT: the model's error against the last published year and against own mean and trend: + smaller, - greater, . no earlier year. Last column: years between the row and 2018-19. mid: the middle authority; grad.: rank correlation with deprivation.",
    );
    for (kind, title) in KINDS {
        let mut first = true;
        for (row, published, compared) in compared(findings).filter(|(.., row)| row.kind == kind) {
            if std::mem::take(&mut first) {
                out.line("");
                out.say(title);
                out.cells(&ROW, &words(&["row", "figure", "publ.", "model", "off", "90 %", "in", "LT", ""]));
            }
            let place = &*row.observed.geography;
            let name = match place {
                "England" => compared.title.to_owned(),
                "English LAs" if row.observed.unit == "rank correlation" => {
                    format!("{}, grad.", compared.title)
                }
                "English LAs" => format!("{}, mid", compared.title),
                place => format!("{}: {}", clean(place), compared.title),
            };
            out.cells(
                &ROW,
                &[
                    row.observed.id.to_string(),
                    name,
                    number(published),
                    number(compared.mean),
                    percent(compared.relative),
                    span(compared.ninety),
                    inside(compared, published).to_owned(),
                    [&compared.last, &compared.trend]
                        .map(|baseline| beats(compared, baseline.as_ref()))
                        .concat(),
                    match compared.years_away {
                        0 => String::new(),
                        years => years.to_string(),
                    },
                ],
            );
        }
    }
}

pub(super) fn inside(row: &Compared, published: f64) -> &'static str {
    match (Compared::within(row.half, published), Compared::within(row.ninety, published)) {
        (Some(true), _) => "+",
        (_, Some(true)) => "o",
        (_, Some(false)) => "x",
        _ => "-",
    }
}

fn beats(row: &Compared, baseline: Option<&super::rows::Baseline>) -> &'static str {
    match baseline {
        None => ".",
        Some(baseline) if row.error < baseline.error => "+",
        Some(_) => "-",
    }
}

fn tables(across: &Across, out: &mut Text) {
    out.part("Across authorities");
    out.say(&format!(
        "{}, {} of each: {}. Rates are per 10,000 children aged 0-16, figures of 2018-19 (staff: September 2019) beside the first year of the model. What is said of the model is worked out in each replicate and averaged.",
        authorities(across.authorities.len()),
        plural(across.replicates, "replicate"),
        across.authorities.join(", ")
    ));
    spreads(across, out);
    lasting(across, out);
    ties(across, out);
    judgements(across, out);
}

fn spreads(across: &Across, out: &mut Text) {
    out.line("");
    out.say("Distribution: all as published (all), those simulated as published (own), the model. Spread: p90 less p10, over the middle. Rank: correlation of the model with own. Level: median error in the first year.");
    let widths = [-20, -5, 6, 6, 6, 6, 6, 6, 5, 5];
    out.cells(&widths, &words(&["figure", "", "p10", "p25", "p50", "p75", "p90", "spread", "rank", "level"]));
    for spread in &across.spreads {
        for (name, quantiles) in [("all", &spread.all), ("own", &spread.published), ("model", &spread.model)]
        {
            let last = name == "model";
            let mut cells =
                vec![if name == "all" { spread.title.to_owned() } else { String::new() }, name.to_owned()];
            cells.extend(quantiles.iter().map(|value| number(*value)));
            cells.push(number(relative_spread(quantiles)));
            cells.push(if last { format!("{:.2}", spread.rank) } else { String::new() });
            cells.push(if last {
                percent(spread.level).trim_start_matches('+').to_owned()
            } else {
                String::new()
            });
            out.cells(&widths, &cells);
        }
    }
    out.line("");
    out.say("The ten worst misses in the first year");
    let widths = [-32, -24, 9, 9];
    out.cells(&widths, &words(&["authority", "figure", "publ.", "model"]));
    for miss in &across.worst {
        let cells =
            [miss.authority.to_owned(), miss.title.to_owned(), number(miss.published), number(miss.model)];
        out.cells(&widths, &cells);
    }
}

pub(super) fn two(value: f64) -> String {
    if value.is_finite() { format!("{value:.2}") } else { "-".to_owned() }
}

fn lasting(across: &Across, out: &mut Text) {
    out.line("");
    out.say("Persistence: rank correlation across authorities with the same figure 1, 3 and 5 years before, published (all, p) and model (m); sd: of the logarithm within an authority.");
    let widths = [-22, 6, 6, 6, 6, 6, 6, 6, 6];
    out.cells(&widths, &words(&["figure", "1 p", "m", "3 p", "m", "5 p", "m", "sd p", "m"]));
    for spread in &across.spreads {
        let mut cells = vec![spread.title.to_owned()];
        for (published, model) in spread.persistence {
            cells.extend([two(published), two(model)]);
        }
        cells.extend([two(spread.within.0), two(spread.within.1)]);
        out.cells(&widths, &cells);
    }
    out.line("");
    out.say("Gradient: rank correlation with deprivation");
    let widths = [-48, 9, 9, 9];
    out.cells(&widths, &words(&["figure", "all", "own", "model"]));
    for spread in &across.spreads {
        let (all, own, model) = spread.gradient;
        out.cells(&widths, &[spread.title.to_owned(), two(all), two(own), two(model)]);
    }
}

fn ties(across: &Across, out: &mut Text) {
    out.line("");
    out.say("Ties between figures across authorities: rank correlation");
    let widths = [-48, 9, 9, 9];
    out.cells(&widths, &words(&["figures", "all", "own", "model"]));
    for tie in &across.ties {
        let name = format!("{} and {}", tie.figures.0, tie.figures.1);
        out.cells(&widths, &[name, two(tie.all), two(tie.published), two(tie.model)]);
    }
}

pub(super) fn better(effect: Option<(f64, f64, f64)>) -> String {
    effect.map_or("-".to_owned(), |(middle, low, high)| {
        format!("{} ({} to {})", signed(middle, 0), signed(low, 0), signed(high, 0))
    })
}

fn judgements(across: &Across, out: &mut Text) {
    out.line("");
    let (with, all) = across.inspected;
    out.say(&format!(
        "By judgement: means of authorities judged {}; and what one grade better goes with, % (95 %), deprivation beside it. Published: figures of 2018-19, the latest judgement at March 2021. Model: the first inspection after week 0 ({with} of {all} lives have one) and the figures of the year before it; lives of one authority are grouped. An association on both sides, not an effect.",
        GRADES.join(", ")
    ));
    let widths = [-22, -5, 7, 7, 7, 7, 19];
    out.cells(&widths, &words(&["figure", "", "inad.", "req.", "good", "outst.", "one grade better"]));
    for spread in &across.spreads {
        let judged = &spread.judged;
        for (name, means, effect) in [
            ("publ.", &judged.published, judged.better_published),
            ("model", &judged.model, judged.better_model),
        ] {
            let mut cells =
                vec![if name == "publ." { spread.title.to_owned() } else { String::new() }, name.to_owned()];
            cells.extend(means.iter().map(|(mean, _)| number(*mean)));
            cells.push(better(effect));
            out.cells(&widths, &cells);
        }
    }
    let empty: Vec<&str> = GRADES
        .iter()
        .enumerate()
        .filter(|(at, _)| across.spreads.iter().all(|spread| spread.judged.model[*at].1 == 0))
        .map(|(_, grade)| *grade)
        .collect();
    if !empty.is_empty() {
        out.say(&format!(
            "No simulated inspection ended in {}, so nothing can be said of these.",
            empty.join(" or ")
        ));
    }
}

fn drift(drift: &Drift, out: &mut Text) {
    out.part("Ten quiet years: the incumbent, nothing happens");
    let together = |line: &Line, name: &str, out: &mut Text| {
        out.say(name);
        let widths = [-10, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6];
        let mut heads = vec!["year".to_owned()];
        heads.extend((1..=YEARS).map(|year| year.to_string()));
        out.cells(&widths, &heads);
        for (at, (_, title, _)) in LOOKED.iter().enumerate() {
            let mut cells = vec![(*title).to_owned()];
            cells.extend(line.years[at].iter().map(|value| number(*value)));
            out.cells(&widths, &cells);
        }
        out.line("");
    };
    if drift.each.is_empty() {
        together(&drift.england, "The average authority", out);
        return;
    }
    together(
        &drift.all,
        "All simulated authorities together (counts summed, others the mean of authorities)",
        out,
    );
    together(&drift.england, "The average authority of 60,000 children", out);
    out.say("Each: first year, and change over five and ten years");
    let widths = [-28, 6, 6, 6, 6, 6, 6, 6];
    out.cells(&widths, &words(&["", "load 1", "load10", "open 5", "open10", "care 5", "care10", "vac10"]));
    for line in &drift.each {
        out.cells(
            &widths,
            &[
                line.place.to_owned(),
                two(line.years[1][0]),
                two(line.years[1][YEARS - 1]),
                percent(line.change(0, 4)),
                percent(line.change(0, YEARS - 1)),
                percent(line.change(3, 4)),
                percent(line.change(3, YEARS - 1)),
                number(line.years[2][YEARS - 1]),
            ],
        );
    }
}

/// Rows that were not compared, grouped by reason and remark.
pub(super) fn silent_rows(findings: &ValidationFindings) -> BTreeMap<(Reason, &str), Vec<&str>> {
    let mut by: BTreeMap<(Reason, &str), Vec<&str>> = BTreeMap::new();
    for row in &findings.rows {
        if let Err((reason, why)) = &row.outcome {
            by.entry((*reason, why.as_str())).or_default().push(&row.observed.id);
        }
    }
    by
}

fn silent(findings: &ValidationFindings, out: &mut Text) {
    let by = silent_rows(findings);
    if by.is_empty() {
        return;
    }
    out.part("Rows that the model does not speak to");
    for (_, reason, title) in REASONS {
        let of: Vec<_> = by.iter().filter(|((known, _), _)| *known == reason).collect();
        let count: usize = of.iter().map(|(_, ids)| ids.len()).sum();
        if count == 0 {
            continue;
        }
        out.say(&format!("{}: {title}", plural(count, "row")));
        for ((_, why), ids) in of {
            let ids = ids.join(" ");
            out.item(&if why.is_empty() { ids } else { format!("{}: {ids}", clean(why)) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_little_room() {
        let texts = [650_930.0, 31_780.0, 553.7, 22.6, 1.05, 0.309, 0.0, f64::NAN].map(number);
        assert_eq!(texts, ["650.9k", "31.78k", "554", "22.6", "1.05", "0.309", "0", "-"]);
        assert_eq!([percent(0.146), percent(-0.04), percent(f64::NAN)], ["+15%", "-4%", "-"]);
    }
}
