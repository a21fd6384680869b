//! Charts: the drawing, the table and the text contain the same numbers, a user's text stays text,
//! and nothing lies outside the paper.

use crate::cli::{asked, folder, narrow, small, text};
use crate::results::forged::sealed;
use crate::results::summary::table;
use balcony::charts::indices::{Bar, Indices};
use balcony::charts::lives::{self, NeedWeek};
use balcony::charts::regimes::{Axis, Mark, Mark::Best, Regimes};
use balcony::charts::rounds::{Line, RoundsOptions};
use balcony::charts::timeline::{self, Week};
use balcony::charts::{self, Chart, DrawnChart, DrawnFrom, Grid, Ink, Source, all, network, of_results};
use balcony::experiment::Table;
use balcony::experiment::stats::{mean, paired};
use balcony::picture::{pdf, png};
use balcony::summary::signed;
use balcony_engine::measure::{OUTCOMES, outcome_index};

fn source(table: &Table, width: f64) -> Source<'_> {
    Source {
        rows: 0,
        table,
        outcome: outcome_index("harm").expect("an outcome"),
        primary: true,
        quarters: &[],
        beside: None,
        titled: true,
        width,
    }
}

fn five() -> Table {
    let arms = ["authentic", "connected", "distributed", "incumbent", "personalised"];
    table(&arms, 60, 156, |name, _| match name {
        "connected" => -4.0,
        "authentic" => 4.0,
        _ => 0.0,
    })
}

/// The texts of an SVG.
fn texts(svg: &str) -> Vec<String> {
    svg.split("<text ")
        .skip(1)
        .filter_map(|part| Some(part.split_once('>')?.1.split_once('<')?.0.to_owned()))
        .collect()
}

fn attribute(svg: &str, name: &str) -> Vec<f64> {
    let start = format!(" {name}=\"");
    svg.split(&start).skip(1).filter_map(|part| part.split_once('"')?.0.parse().ok()).collect()
}

#[test]
fn drawing_table_and_text_hold_the_same_numbers() {
    let table = five();
    for chart in all(&source(&table, 720.0)) {
        let svg = chart.svg();
        let alternative = svg.split("<desc ").nth(1).expect("a description");
        let alternative = alternative.split("</desc>").next().expect("its end");
        for cell in chart.grid.rows.iter().flatten() {
            assert!(alternative.contains(&cell.replace('\'', "&#39;")), "{:?}: {cell}", chart.chart);
        }
        if ![Chart::When, Chart::Fan, Chart::Spread].contains(&chart.chart) {
            // The texts beside a strategy are in the drawing word for word.
            let drawn = texts(&svg).join(" | ");
            for row in &chart.grid.rows {
                assert!(
                    drawn.contains(&row[0]) && drawn.contains(&row[1]),
                    "{:?}: {row:?} in {drawn}",
                    chart.chart
                );
            }
        }
    }
    // They are the figures of the summary.
    let (base, outcome) = (table.outcome(3, 0), &OUTCOMES[0]);
    let pair = paired(table.outcome(1, 0), base, outcome.better, outcome.margin, table.unit());
    let drawn = charts::paired(&source(&table, 720.0)).expect("five strategies");
    assert_eq!(drawn.grid.rows[1][..2], ["connected".to_owned(), signed(pair.difference, outcome.digits)]);
    assert!((pair.difference - (mean(table.outcome(1, 0)) - mean(base))).abs() < 1e-9);
    assert_eq!(
        drawn.finding,
        "Serious harm: connected clearly better than incumbent; authentic clearly worse than incumbent."
    );
}

#[test]
fn nothing_leaves_the_paper_at_any_width() {
    let table = five();
    for width in [280.0, 360.0, 720.0, 2400.0] {
        for drawn in all(&source(&table, width)) {
            let (chart, svg) = (drawn.chart, drawn.svg());
            let height = attribute(&svg, "height")[0];
            for (names, most) in [(["x", "x1", "x2", "cx"], width), (["y", "y1", "y2", "cy"], height)] {
                for name in names {
                    for value in attribute(&svg, name) {
                        assert!(
                            (0.0..=most).contains(&value),
                            "{chart:?} at {width}: {name} {value} of {most}"
                        );
                    }
                }
            }
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{chart:?} at {width}");
        }
    }
}

#[test]
fn names_that_hurt_stay_text() {
    let names =
        ["<b>\"שינוי\" & 'culture'</b>\x1b[31m", "incumbent", "👩‍👧‍👦 \u{202e}evil <script>alert(1)</script>"];
    let mut arms = names.to_vec();
    arms.sort_unstable();
    let table = table(&arms, 20, 52, |name, _| if name == "incumbent" { 0.0 } else { 0.2 });
    for drawn in all(&source(&table, 360.0)) {
        let (chart, svg) = (drawn.chart, drawn.svg());
        for never in ["<b>", "<script", "\x1b", "\u{202e}", "alert(1)</script>"] {
            assert!(!svg.contains(never), "{chart:?}: {never:?}");
        }
        // The flow chart draws only two strategies.
        assert!(svg.contains("&lt;b&gt;") && (chart == Chart::Flow || svg.contains("שינוי")), "{chart:?}");
        assert!(chart == Chart::Flow || svg.contains("&lt;script&gt;"), "{chart:?}");
        assert_eq!(svg.matches("<svg").count(), 1);
    }
}

/// Quarterly values that go up and down, for the fan chart.
fn quarters(table: &Table) -> Vec<f64> {
    let values = table.shape().quarters * table.replicates as usize * table.arms.len();
    (0..values).map(|at| 4.0 + (at * 7 % 11) as f64 / 3.0).collect()
}

/// Every chart of results of these strategies.
fn charts(table: &Table, width: f64) -> Vec<DrawnChart> {
    all(&Source { quarters: &quarters(table), ..source(table, width) })
}

/// Width and height of a PNG, from its header.
fn pixels(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

/// One chart of every kind: a kind without an example does not compile.
fn one_of_each(table: &Table, width: f64) -> Vec<DrawnChart> {
    let values = vec![1.0, 3.0, 2.0];
    let how = RoundsOptions {
        finding: "It rises.",
        about: "A figure.",
        word: "quarter",
        rounds: 12,
        digits: 1,
        width,
        holds: None,
    };
    let line = Line { name: "Amber".to_owned(), ink: Ink::rgb(0xb26a00), shape: 0, values: values.clone() };
    let lived = vec![Some(NeedWeek { step: 2, risk: 0.5, believed: Some(0.4) }); 60];
    let week = Week { attention: [1.5; 7], rights: [0.4, 0.1, 0.3, 0.2], outcomes: [16.0, 9.0, 0.4] };
    let trust = vec![[0.5; 6]; 60];
    let bars = [Bar { name: "trust".to_owned(), main: (0.6, 0.5, 0.7), second: Some((0.4, 0.3, 0.5)) }];
    let axis = Axis { name: "trust", words: &[] };
    let map = Regimes {
        finding: "F.",
        about: "A.",
        arms: &table.arms,
        axes: (axis, axis),
        points: &[(0.1, 0.2, Best(1)), (0.3, 0.4, Mark::CannotTell)],
        grid: &Grid::default(),
    };
    let quarters = quarters(table);
    let drawn = |chart: &Chart| match chart.drawn_from() {
        DrawnFrom::Results(draw, _) => draw(&Source { quarters: &quarters, ..source(table, width) }),
        DrawnFrom::Rounds(draw) => draw(&how, std::slice::from_ref(&line), None),
        DrawnFrom::Fields(draw) => draw(&how, &[("Balcony".to_owned(), values.clone())]),
        DrawnFrom::Lives(draw) => draw(&[lives::Lane { name: "a", weeks: &lived }], &[], width, true),
        DrawnFrom::Timeline(draw) => {
            draw(&[timeline::Lane { name: "a", weeks: &[week; 60], marks: &[] }], &[], width, true)
        }
        DrawnFrom::Network(draw) => draw(&[network::Lane { name: "a", trust: &trust }], width, true),
        DrawnFrom::Indices(draw) => {
            let heads = ("total", "alone");
            draw(
                &Indices { finding: "F.", about: "A.", heads, unit: "share", digits: 2, bars: &bars },
                width,
                true,
            )
        }
        DrawnFrom::Regimes(draw) => draw(&map, width, true),
    };
    Chart::ALL.iter().map(|chart| drawn(chart).unwrap_or_else(|| panic!("{chart:?}"))).collect()
}

// A PDF contains the finding as plain text; backslashes may precede its brackets.
#[test]
fn every_chart_of_the_table_is_drawn_and_is_a_picture_too() {
    let table = five();
    for width in [280.0, 720.0, 1200.0] {
        for (chart, drawn) in Chart::ALL.iter().zip(one_of_each(&table, width)) {
            assert_eq!(drawn.chart, *chart);
            let svg = drawn.svg();
            assert!(svg.contains(&format!("<title id=\"{}-title\">", chart.key())), "{chart:?}");
            let made = pdf(&drawn.drawing);
            let held = String::from_utf8_lossy(&made.bytes).replace('\\', "");
            let finding = &drawn.finding;
            assert!(
                held.starts_with("%PDF-1.7") && held.contains(&format!("({finding})")),
                "{chart:?}: {finding}"
            );
            let height = attribute(&svg, "height")[0];
            assert!(held.contains(&format!("/MediaBox [0 0 {width} {height}]")), "{chart:?}");
            assert!(made.boxes.is_empty(), "{chart:?}: {:?}", made.boxes);
            assert_eq!(made, pdf(&drawn.drawing), "{chart:?}: the same bytes");
            let made = png(&drawn.drawing, 1).expect("a picture");
            assert!(made.boxes.is_empty(), "{chart:?}: {:?}", made.boxes);
            assert_eq!(pixels(&made.bytes), (width as u32, height as u32), "{chart:?}");
            assert!(String::from_utf8_lossy(&made.bytes).contains(finding), "{chart:?}");
            assert_eq!(Ok(made), png(&drawn.drawing, 1), "{chart:?}: the same bytes");
        }
    }
}

#[test]
fn names_that_hurt_are_drawn_or_are_boxes() {
    let names = ["<b>\"שינוי\" & (culture)", "incumbent", "قيادة 👩‍👧‍👦"];
    let mut arms = names.to_vec();
    arms.sort_unstable();
    let table = table(&arms, 20, 52, |name, _| if name == "incumbent" { 0.0 } else { 0.2 });
    for drawn in charts(&table, 720.0) {
        let made = pdf(&drawn.drawing);
        // The font has no letters that join. The flow chart draws only two strategies.
        assert!(
            drawn.chart == Chart::Flow || made.boxes.contains(&'ق'),
            "{:?}: {:?}",
            drawn.chart,
            made.boxes
        );
        assert!(!made.boxes.contains(&'ש'), "{:?}", drawn.chart);
        assert_eq!(png(&drawn.drawing, 1).expect("a picture").boxes, made.boxes, "{:?}", drawn.chart);
    }
}

#[test]
fn what_cannot_be_drawn_is_not() {
    let one = table(&["incumbent"], 20, 52, |_, _| 0.0);
    assert!(charts::paired(&source(&one, 720.0)).is_none() && charts::when(&source(&one, 720.0)).is_none());
    assert!(charts::dots(&source(&one, 720.0)).is_some());
    let table = five();
    let other = Source { primary: false, ..source(&table, 720.0) };
    assert!(charts::when(&other).is_none() && charts::paired(&other).is_some());
}

#[test]
fn the_command_lists_draws_and_refuses() {
    let place = folder();
    small(place.path(), &["compare", "culture-shift", "--out", "results"], 0);
    let listed = asked(place.path(), &["plot", "results"], 0);
    for (chart, ..) in of_results() {
        assert!(text(&listed.stdout).contains(&chart.key().to_uppercase()), "{chart:?}");
    }
    narrow(&listed.stdout);
    asked(place.path(), &["plot", "results", "--chart", "paired", "--out", "a.svg"], 0);
    let drawn = std::fs::read_to_string(place.path().join("a.svg")).expect("a drawing");
    assert!(drawn.starts_with("<svg xmlns=") && drawn.ends_with("</svg>\n"));
    let printed = asked(place.path(), &["plot", "results", "--chart", "paired"], 0);
    assert_eq!(text(&printed.stdout), drawn, "the same bytes");
    for file in ["a.pdf", "a.png"] {
        let made = asked(place.path(), &["plot", "results", "--chart", "paired", "--out", file], 0);
        assert_eq!(text(&made.stderr).lines().count(), 1, "the finding: {}", text(&made.stderr));
    }
    let made = std::fs::read(place.path().join("a.pdf")).expect("a picture");
    assert!(made.starts_with(b"%PDF-1.7"));
    asked(
        place.path(),
        &["plot", "results", "--chart", "paired", "--out", "a.png", "--scale", "3", "--force"],
        0,
    );
    let made = std::fs::read(place.path().join("a.png")).expect("a picture");
    assert_eq!(pixels(&made).0, 3 * 720);
    let mut left: Vec<_> = std::fs::read_dir(place.path()).expect("there").flatten().collect();
    left.retain(|entry| entry.path().extension().is_some_and(|end| end == "part"));
    assert!(left.is_empty(), "{left:?}");
    for (args, code, said) in [
        (&["plot", "results", "--chart", "paired", "--out", "a.svg"][..], 4, "--force"),
        (&["plot", "results", "--chart", "paired", "--out", "a.pdf"], 4, "--force"),
        (&["plot", "results", "--chart", "paired", "--out", "a.jpg"], 2, ".svg, .pdf or .png"),
        (&["plot", "nowhere", "--chart", "paired", "--out", "chart"], 2, "has no ending"),
        (&["plot", "results", "--chart", "paired", "--out", "b.pdf", "--scale", "2"], 2, "is for .png"),
        (&["plot", "results", "--chart", "paired", "--out", "none/b.pdf"], 5, "cannot write the chart"),
        (&["plot", "results", "--chart", "pie"], 2, "paired, dots, when, fan, spread, flow"),
        (&["plot", "results", "--chart", "lives"], 2, "not of a folder of results"),
        (&["plot", "results", "--outcome", "harms"], 2, "nearest name is `harm`"),
        (&["plot", "results", "--out", "b.svg"], 2, "--chart"),
        (&["plot", "nowhere"], 4, "no such folder"),
    ] {
        let refused = asked(place.path(), args, code);
        assert!(text(&refused.stderr).contains(said), "{args:?}: {}", text(&refused.stderr));
    }
    // Results with other outcomes are refused and not drawn wrongly.
    let manifest = place.path().join("results/manifest.json");
    let ours = std::fs::read_to_string(&manifest).expect("there");
    std::fs::write(&manifest, sealed(&ours.replacen("\"harm-open\"", "\"harm-other\"", 1))).expect("written");
    let refused = asked(place.path(), &["plot", "results"], 4);
    let said = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("columns are not those expected"), "{said}");
    std::fs::write(&manifest, ours).expect("written");
    let file = place.path().join("results/outcomes.parquet");
    let mut bytes = std::fs::read(&file).expect("there");
    bytes[40] ^= 1;
    std::fs::write(&file, bytes).expect("written");
    let refused = asked(place.path(), &["plot", "results"], 4);
    let said = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("was changed after it was written"), "{said}");
}

// Quarterly values are ordered by strategy, replicate and quarter. The medians in the table are
// those of the values of each strategy.
#[test]
fn the_fan_holds_the_medians_of_every_quarter() {
    let table = five();
    let (quarters, replicates) = (table.shape().quarters, table.replicates as usize);
    let value = |arm: usize, replicate: usize, quarter: usize| {
        10.0 * arm as f64 + quarter as f64 + (replicate * 7 % replicates) as f64 / replicates as f64
    };
    let values: Vec<f64> = (0..table.arms.len())
        .flat_map(|arm| (0..replicates).flat_map(move |r| (0..quarters).map(move |q| (arm, r, q))))
        .map(|(arm, replicate, quarter)| value(arm, replicate, quarter))
        .collect();
    let drawn = charts::fan(&Source { quarters: &values, ..source(&table, 720.0) }).expect("quarters");
    for (arm, row) in drawn.grid.rows.iter().enumerate() {
        for quarter in 0..quarters {
            let mut runs: Vec<f64> =
                (0..replicates).map(|replicate| value(arm, replicate, quarter)).collect();
            runs.sort_by(f64::total_cmp);
            let median = (runs[replicates / 2 - 1] + runs[replicates / 2]) / 2.0;
            let shown: f64 = row[quarter + 1].parse().expect("a number");
            assert!((shown - median).abs() < 0.001, "{}: quarter {quarter}: {shown}, not {median}", row[0]);
        }
    }
    let short = &values[1..];
    assert!(charts::fan(&Source { quarters: short, ..source(&table, 720.0) }).is_none());
}
