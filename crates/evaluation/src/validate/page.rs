//! The results as one self-contained HTML page.

use super::ValidationFindings;
use super::across::Across;
use super::authority_runs::YEARS;
use super::drift::{LOOKED, Line};
use super::headline::{KINDS, compared, headline, relative_spread};
use super::output::reasons;
use super::rows::Compared;
use super::text::{better, number, percent, silent_rows, span, two};
use balcony_report::charts::Grid;
use balcony_report::report::html as pieces;
use balcony_report::summary::clean;
use maud::{Markup, html};

fn grid(heads: &[&str]) -> Grid {
    Grid { heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows: Vec::new() }
}

/// The page of a validation.
pub fn page(findings: &ValidationFindings) -> String {
    let title = format!("Validation of Balcony {}", findings.version);
    let contents = html! {
        header {
            h1 { (title) }
            p class="quiet" {
                "Engine " (findings.engine) ". " (clean(&findings.from)) "; " (findings.which) ". Seed "
                (findings.seed) ", " (findings.replicates) " replicates of the average authority, parameters "
                @if findings.worlds { "drawn from registered worlds" } @else { "central" }
                "."
            }
        }
        main id="main" {
            (pieces::list(headline(findings)))
            (pieces::part("rows", "Every row that the model speaks to"))
            p {
                "In the unit of the row; England's counts are those of the average authority carried to \
                 England's children. If the model were right, the published figure would lie in the 90 % \
                 interval in nine of ten cases. CRPS is a score of the whole forecast in the unit of the \
                 row; less is better."
            }
            @for (kind, caption) in KINDS {
                @let rows = rows(findings, kind);
                @if !rows.rows.is_empty() { (pieces::table(caption, &rows, &[1, 2, 3, 8, 9])) }
            }
            @if let Some(across) = &findings.across {
                (pieces::part("across", "Across authorities"))
                p {
                    (across.replicates) " replicates of each of: " (across.authorities.join(", "))
                    ". Rates are per 10,000 children aged 0-16. What is said of the model is worked out \
                     in each replicate and averaged."
                }
                (tables(across))
            }
            (pieces::part("drift", "Ten quiet years"))
            p { "The incumbent, no event: what moves here moves by itself." }
            (drift(findings))
            (pieces::part("silent", "Rows that the model does not speak to"))
            (pieces::table("By reason", &silent(findings), &[2]))
            p class="quiet" { (balcony_scenario::profiles::attribution()) }
        }
    };
    pieces::page(&title, None, contents)
}

/// Rows that the model does not speak to, by reason.
fn silent(findings: &ValidationFindings) -> Grid {
    let mut table = grid(&["reason", "rows", "which"]);
    for (reason, count) in reasons(findings) {
        let mut which = Vec::new();
        for ((_, why), ids) in silent_rows(findings).iter().filter(|((known, _), _)| *known == reason) {
            let ids = ids.join(" ");
            which.push(if why.is_empty() { ids } else { format!("{}: {ids}", clean(why)) });
        }
        table.rows.push(vec![reason.words().to_owned(), count.to_string(), which.join("; ")]);
    }
    table
}

fn rows(findings: &ValidationFindings, kind: &str) -> Grid {
    let mut table = grid(&[
        "row",
        "figure",
        "year",
        "place",
        "published",
        "model",
        "off",
        "90 % interval",
        "inside",
        "better than",
        "CRPS",
        "CRPS, last year",
        "CRPS, trend",
    ]);
    for (row, published, found) in compared(findings).filter(|(.., row)| row.kind == kind) {
        let inside =
            match (Compared::within(found.half, published), Compared::within(found.ninety, published)) {
                (Some(true), _) => "50 %",
                (_, Some(true)) => "90 %",
                (_, Some(false)) => "outside",
                _ => "no interval",
            };
        let named = [("last year", &found.last), ("trend", &found.trend)];
        let better: Vec<&str> = named
            .iter()
            .filter(|(_, baseline)| baseline.as_ref().is_some_and(|baseline| found.error < baseline.error))
            .map(|(name, _)| *name)
            .collect();
        let score = |baseline: &Option<super::rows::Baseline>| {
            baseline.as_ref().map_or("-".to_owned(), |baseline| number(baseline.crps))
        };
        table.rows.push(vec![
            row.observed.id.to_string(),
            found.title.to_owned(),
            clean(&row.observed.year),
            clean(&row.observed.geography),
            number(published),
            number(found.mean),
            percent(found.relative),
            span(found.ninety),
            inside.to_owned(),
            if better.is_empty() { "-".to_owned() } else { better.join(", ") },
            number(found.crps),
            score(&found.last),
            score(&found.trend),
        ]);
    }
    table
}

fn tables(across: &Across) -> Markup {
    let mut distribution =
        grid(&["figure", "of", "p10", "p25", "p50", "p75", "p90", "spread", "rank", "median error"]);
    for spread in &across.spreads {
        for (name, quantiles) in [
            ("all, published", &spread.all),
            ("simulated, published", &spread.published),
            ("model", &spread.model),
        ] {
            let mut cells = vec![spread.title.to_owned(), name.to_owned()];
            cells.extend(quantiles.iter().map(|value| number(*value)));
            cells.push(number(relative_spread(quantiles)));
            let model = name == "model";
            cells.push(if model { two(spread.rank) } else { String::new() });
            cells.push(if model {
                percent(spread.level).trim_start_matches('+').to_owned()
            } else {
                String::new()
            });
            distribution.rows.push(cells);
        }
    }
    let mut persistence = grid(&[
        "figure",
        "1 year, published",
        "model",
        "3 years, published",
        "model",
        "5 years, published",
        "model",
        "sd of the log within, published",
        "model",
        "gradient, all",
        "gradient, simulated",
        "model",
    ]);
    for spread in &across.spreads {
        let mut cells = vec![spread.title.to_owned()];
        cells.extend(spread.persistence.iter().flat_map(|(published, model)| [two(*published), two(*model)]));
        let (all, own, model) = spread.gradient;
        cells.extend([spread.within.0, spread.within.1, all, own, model].map(two));
        persistence.rows.push(cells);
    }
    let mut judgement = grid(&[
        "figure",
        "of",
        "inadequate",
        "requires improvement",
        "good",
        "outstanding",
        "one grade better, % (95 %)",
    ]);
    for spread in &across.spreads {
        let judged = &spread.judged;
        for (name, means, effect) in [
            ("published", &judged.published, judged.better_published),
            ("model", &judged.model, judged.better_model),
        ] {
            let mut cells = vec![spread.title.to_owned(), name.to_owned()];
            cells.extend(
                means.iter().map(
                    |(mean, n)| if *n == 0 { "-".to_owned() } else { format!("{} ({n})", number(*mean)) },
                ),
            );
            cells.push(better(effect));
            judgement.rows.push(cells);
        }
    }
    let mut ties = grid(&["figures", "all, published", "simulated, published", "model"]);
    for tie in &across.ties {
        let name = format!("{} and {}", tie.figures.0, tie.figures.1);
        ties.rows.push(vec![name, two(tie.all), two(tie.published), two(tie.model)]);
    }
    let mut worst = grid(&["authority", "figure", "published", "model"]);
    for miss in &across.worst {
        worst.rows.push(vec![
            miss.authority.to_owned(),
            miss.title.to_owned(),
            number(miss.published),
            number(miss.model),
        ]);
    }
    html! {
        (pieces::table(
            "Distribution in the first year; spread is p90 less p10 over the middle",
            &distribution,
            &[1],
        ))
        (pieces::table(
            "Persistence (rank correlation with earlier years) and gradient with deprivation",
            &persistence,
            &[],
        ))
        (pieces::table(
            "By judgement, with numbers of authorities (model: of lives); an association, not an effect",
            &judgement,
            &[1],
        ))
        (pieces::table("Ties between figures: rank correlation across authorities", &ties, &[]))
        (pieces::table("The ten worst misses in the first year", &worst, &[1]))
    }
}

fn drift(findings: &ValidationFindings) -> Markup {
    let drift = &findings.drift;
    let mut heads = vec!["year".to_owned()];
    heads.extend((1..=YEARS).map(|year| year.to_string()));
    let years = |line: &Line| {
        let row = |(at, (_, title, _)): (usize, &(&str, &str, bool))| {
            let mut cells = vec![(*title).to_owned()];
            cells.extend(line.years[at].iter().map(|value| number(*value)));
            cells
        };
        Grid { heads: heads.clone(), rows: LOOKED.iter().enumerate().map(row).collect() }
    };
    let mut table = grid(&[
        "authority",
        "load, year 1",
        "year 10",
        "open, 5 years",
        "10 years",
        "looked after, 5 years",
        "10 years",
        "vacancy %, year 1",
        "year 10",
    ]);
    for line in &drift.each {
        table.rows.push(vec![
            line.place.to_owned(),
            two(line.years[1][0]),
            two(line.years[1][YEARS - 1]),
            percent(line.change(0, 4)),
            percent(line.change(0, YEARS - 1)),
            percent(line.change(3, 4)),
            percent(line.change(3, YEARS - 1)),
            number(line.years[2][0]),
            number(line.years[2][YEARS - 1]),
        ]);
    }
    html! {
        @if !drift.each.is_empty() {
            (pieces::table("All simulated authorities together", &years(&drift.all), &[]))
        }
        (pieces::table("The average authority of 60,000 children", &years(&drift.england), &[]))
        @if !drift.each.is_empty() { (pieces::table("Each authority", &table, &[])) }
    }
}
