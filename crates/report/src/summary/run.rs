//! The text of `run`: the outcomes of each strategy beside published figures, and measures over
//! time.

use balcony_engine::measure::{MEASURES, OUTCOMES, measure_index};

use super::number::{fixed, range};
use super::other::label;
use super::picture::{extent, line, thinned};
use super::text::{item, left, list, right};
use super::{About, Look, foot, head, heading, unknown};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{mean, quantile_sorted, sorted, standard_error, variance_components};

/// Measures shown as pictures, with their labels and digits.
const SHOWN: [(&str, &str, u8); 6] = [
    ("open", "Open cases", 0),
    ("unserved", "Needs nobody serves", 0),
    ("caseload", "Cases per case holder", 1),
    ("utilisation", "Workload to hours", 2),
    ("strain", "Strain of staff", 2),
    ("culture", "Learning culture", 2),
];

/// Smallest deviation from the user's own figure that is reported, as a share of that figure.
const FAR: f64 = 0.25;

/// Returns the complete text, with one block per strategy.
pub fn run(about: &About<'_>, table: &Table, look: &Look) -> String {
    let mut out = String::new();
    head(about, table, false, look, &mut out);
    for (arm, name) in table.arms.iter().enumerate() {
        outcomes(about, table, arm, name, look, &mut out);
        unknown::figures(about, table, arm, look, &mut out);
        pictures(table, arm, look, &mut out);
    }
    out.push('\n');
    let luck = match table.replicates {
        1 => "One run is one throw of the dice: it has no standard error and shows no spread.".to_owned(),
        many => format!(
            "Luck: s.e. is the standard error of a mean of {many} runs; 10 to 90 % is how far single runs spread."
        ),
    };
    let words = match table.draws {
        0 => format!("{luck} Not known: how true the model and its parameters are."),
        _ => unknown::caution_of_run(about, table),
    };
    out.push_str(&item("", &words, look));
    foot(about, &mut out);
    out
}

fn outcomes(about: &About<'_>, table: &Table, arm: usize, name: &str, look: &Look, out: &mut String) {
    heading("OUTCOMES", &format!("under {}", super::clean(name)), look, out);
    let row = |label: &str, cells: [&str; 4]| {
        let [mean, error, spread, published] = cells;
        let row = format!(
            "{label} {} {} {} {}",
            right(mean, 7, look),
            right(error, 6, look),
            right(spread, 16, look),
            right(published, 8, look)
        );
        format!("{}\n", row.trim_end())
    };
    // With parameter samples, the share of the spread that they cause is more useful than the
    // standard error of a mean over samples, so it takes that column.
    let drawn = table.draws > 0;
    let second = if drawn { "unkn." } else { "s.e." };
    out.push_str(&row(&" ".repeat(38), ["mean", second, "10 to 90 %", "publ."]));
    for (at, outcome) in OUTCOMES.iter().enumerate() {
        let values = table.outcome(arm, at);
        let ascending = sorted(values);
        let digits = outcome.digits;
        let published = about.published.get(at).copied().flatten();
        let label = label(outcome, 38, look);
        let second = if drawn {
            unknown::short_share(variance_components(values, table.draws as usize).as_ref())
        } else {
            fixed(standard_error(values), digits)
        };
        let cells = [
            &fixed(mean(values), digits)[..],
            &second,
            &range(quantile_sorted(&ascending, 0.1), quantile_sorted(&ascending, 0.9), digits),
            &published.map_or("-".to_owned(), |figure| {
                format!("{}{}", fixed(figure.value, digits), if figure.own { "*" } else { "" })
            }),
        ];
        let line = row(&label, cells);
        out.push_str(&if at == about.primary { format!("{}\n", look.strong(line.trim_end())) } else { line });
    }
    own_figures(about, table, arm, look, out);
    if let Some(words) = super::without_value(table, 0..OUTCOMES.len()) {
        out.push_str(&item("", &words, look));
    }
}

/// Explains the mark beside the user's own figures, and names those that the model misses by far.
fn own_figures(about: &About<'_>, table: &Table, arm: usize, look: &Look, out: &mut String) {
    let own = |at: usize| about.published.get(at).copied().flatten().filter(|figure| figure.own);
    let rows: Vec<usize> = (0..OUTCOMES.len()).filter(|at| own(*at).is_some()).collect();
    if rows.is_empty() {
        return;
    }
    let far = |at: &usize| {
        let (outcome, wanted) = (&OUTCOMES[*at], own(*at)?.value);
        let found = mean(table.outcome(arm, *at));
        let off = (found - wanted).abs();
        (off > FAR * wanted.abs() && off > outcome.margin.floor).then(|| {
            let figure = |value| fixed(value, outcome.digits);
            format!("{} {} where yours is {}", outcome.title, figure(found), figure(wanted))
        })
    };
    let far: Vec<String> = rows.iter().filter_map(far).collect();
    let mut words = "* Your own figure in the place of the published one.".to_owned();
    if !far.is_empty() {
        words.push_str(&format!(
            " The model is more than a quarter away from some of them, so that it is not yet a picture of your place: {}.",
            list(&far)
        ));
    }
    out.push_str(&item("", &words, look));
}

fn pictures(table: &Table, arm: usize, look: &Look, out: &mut String) {
    if table.shape().weeks == 0 {
        return;
    }
    heading("OVER TIME", "means by quarter, a gap after each year; first and last quarter", look, out);
    for (key, words, digits) in SHOWN {
        let Some(at) = measure_index(key).filter(|at| *at < MEASURES.len()) else {
            continue;
        };
        let quarters = table.measure(arm, at);
        let (Some(first), Some(last)) = (quarters.first(), quarters.last()) else {
            continue;
        };
        let by_year = quarters.len() <= 28;
        let thin = if by_year { quarters.clone() } else { thinned(&quarters, 36).0 };
        let extent = extent(thin.iter().copied()).unwrap_or((0.0, 0.0));
        let picture = line(&thin, extent, look);
        let signs: Vec<char> = picture.chars().collect();
        let picture = if by_year {
            signs.chunks(4).map(|year| year.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
        } else {
            picture
        };
        out.push_str(&format!(
            "{} {}  {}  {}\n",
            left(words, 22, look),
            right(&fixed(*first, digits), 8, look),
            picture,
            fixed(*last, digits)
        ));
    }
}
