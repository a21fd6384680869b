//! `balcony plot`: draws charts from a folder of results.

use std::path::Path;

use balcony_engine::measure::{OUTCOMES, outcome_index};

use super::args::Plot;
use super::england;
use super::fail::Failure;
use super::load::{nearest, not_a_folder};
use super::out::{keep, note, print};
use crate::charts::{Chart, DrawnChart, DrawnFrom, OfResults, Source, all, of_results};
use crate::currency::in_currency;
use crate::england::charts::{Drawing, Kept, OF_CHILDREN, PICTURES, Picture};
use crate::picture::{pdf, png};
use crate::results::{Results, ResultsError, read};
use crate::summary::{Look, width, wrap};

/// Pixels per point that look sharp on a slide.
const CRISP: u8 = 2;

/// Runs `balcony plot`.
pub(super) fn plot(args: &Plot) -> Result<(), Failure> {
    // An unsupported file type is refused before the results are read.
    let form = args.out.as_deref().map(|file| form(file, args.scale)).transpose()?;
    if let Some(kept) = england::kept(&args.folder)? {
        return national(args, &kept, form);
    }
    if args.policy.is_some() {
        return Err(Failure::Usage("--policy is for a folder of a national scenario".to_owned()));
    }
    let results = open(&args.folder)?;
    let identity = &results.manifest.identity;
    let primary = &*identity.primary;
    let key = args.outcome.as_deref().unwrap_or(primary);
    let outcome = outcome_index(key).ok_or_else(|| unknown_outcome(key))?;
    let source = Source {
        rows: 0,
        table: &results.table,
        outcome,
        primary: key == primary,
        quarters: &results.quarters,
        beside: None,
        width: f64::from(args.width),
        titled: true,
    };
    let Some(name) = args.chart.as_deref() else {
        if args.out.is_some() {
            return Err(Failure::Usage(format!("--out is for one chart: add --chart {}", names("|"))));
        }
        let list = listed(&all(&source), &args.folder, &Look::detect());
        return print(&in_currency(list, &results.manifest.currency));
    };
    let (draw, needs) = of_that_name(name)?;
    let drawn = draw(&source).ok_or_else(|| Failure::Usage(format!("the chart `{name}` {needs}")))?;
    let currency = &results.manifest.currency;
    let drawing = drawn.drawing.reworded(|text| in_currency(text, currency));
    let finding = in_currency(drawn.finding, currency);
    let text = format!("{}\n", drawing.svg(name));
    let (Some(file), Some(form)) = (&args.out, form) else { return print(&text) };
    write(file, form, &drawing, name, args.force)?;
    note(&finding);
    Ok(())
}

/// Writes a drawing in the form of the file's ending. Ids inside an SVG begin with `id`.
fn write(file: &Path, form: Form, drawing: &Drawing, id: &str, force: bool) -> Result<(), Failure> {
    let made = match form {
        Form::Svg => return keep(file, "write the chart", format!("{}\n", drawing.svg(id)), force),
        Form::Pdf => pdf(drawing),
        Form::Png(scale) => png(drawing, scale).map_err(|error| Failure::Usage(error.to_string()))?,
    };
    keep(file, "write the chart", &made.bytes, force)?;
    if !made.boxes.is_empty() {
        note(&boxes(&made.boxes));
    }
    Ok(())
}

/// Pictures of a folder of a national scenario.
fn national(args: &Plot, kept: &Kept, form: Option<Form>) -> Result<(), Failure> {
    let of_children = |key: &str| OF_CHILDREN.iter().any(|(known, _)| *known == key);
    if let Some(outcome) = &args.outcome
        && !args.chart.as_deref().is_some_and(of_children)
    {
        let names = OF_CHILDREN.map(|(key, _)| key).join(" or ");
        let text =
            format!("--outcome {outcome} is for --chart {names}: the others show what their name says");
        return Err(Failure::Usage(text));
    }
    let policy = args.policy.as_deref().unwrap_or(&kept.base);
    if !kept.policies.iter().any(|known| known == policy) {
        let near = nearest(policy, kept.policies.iter().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        let text = format!("there is no policy `{policy}`; there are {}{near}", kept.policies.join(", "));
        return Err(Failure::Usage(text));
    }
    let width = f64::from(args.width);
    let Some(key) = args.chart.as_deref() else {
        if args.out.is_some() {
            let names = keys(kept).join("|");
            return Err(Failure::Usage(format!("--out is for one picture: add --chart {names}")));
        }
        let look = Look::detect();
        let mut text = String::new();
        for (key, _) in PICTURES {
            if let Some(picture) = kept.picture(key, policy, width) {
                say(&picture, &look, &mut text);
            }
        }
        for (key, _) in OF_CHILDREN.iter().filter(|_| kept.has_children()) {
            // The base has no difference from itself.
            if policy == kept.base && *key == "difference" {
                continue;
            }
            let picture = kept.of_children(key, None, policy, width).map_err(Failure::Usage)?;
            say(&picture, &look, &mut text);
        }
        let folder = args.folder.display();
        return print(&format!(
            "{text}To keep one:\n  balcony plot {folder} --chart pipeline --out picture.svg (or .pdf, .png)\n"
        ));
    };
    let picture = if of_children(key) {
        kept.of_children(key, args.outcome.as_deref(), policy, width).map_err(Failure::Usage)?
    } else {
        kept.picture(key, policy, width).ok_or_else(|| {
            let names = keys(kept).join(", ");
            Failure::Usage(format!("no picture of a national scenario is called `{key}`; there are {names}"))
        })?
    };
    let (Some(file), Some(form)) = (&args.out, form) else {
        return print(&format!("{}\n", picture.drawing.svg(picture.key)));
    };
    write(file, form, &picture.drawing, picture.key, args.force)?;
    note(&picture.finding);
    Ok(())
}

/// Keys of the pictures of a folder.
fn keys(kept: &Kept) -> Vec<&'static str> {
    let of_children = OF_CHILDREN.iter().filter(|_| kept.has_children());
    PICTURES.iter().chain(of_children).map(|(key, _)| *key).collect()
}

/// A picture in words.
fn say(picture: &Picture, look: &Look, text: &mut String) {
    text.push_str(&format!("{}\n", picture.key.to_uppercase()));
    let said = [&picture.finding, &picture.about];
    for line in said.into_iter().flat_map(|said| wrap(said, look.width, look)) {
        text.push_str(&format!("{line}\n"));
    }
    text.push('\n');
}

/// File type of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Pdf,
    /// With this many pixels per point.
    Png(u8),
}

/// The file type, from the extension.
fn form(file: &Path, scale: Option<u8>) -> Result<Form, Failure> {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    let form = match &*ending.to_lowercase() {
        "svg" => Form::Svg,
        "pdf" => Form::Pdf,
        "png" => Form::Png(scale.unwrap_or(CRISP)),
        _ => {
            let said =
                if ending.is_empty() { "has no ending".to_owned() } else { format!("ends in .{ending}") };
            let text = "a chart is kept as .svg, .pdf or .png";
            return Err(Failure::Usage(format!("{} {said}; {text}, as the ending says", file.display())));
        }
    };
    match (form, scale) {
        (Form::Svg | Form::Pdf, Some(_)) => {
            Err(Failure::Usage(format!("--scale is for .png; a .{ending} is sharp at any size")))
        }
        _ => Ok(form),
    }
}

/// Warning about characters that the font cannot show.
fn boxes(signs: &[char]) -> String {
    let named = |sign: &char| format!("{sign} (U+{:04X})", u32::from(*sign));
    let first: Vec<String> = signs.iter().take(5).map(named).collect();
    let more = if signs.len() > first.len() { " and others" } else { "" };
    format!(
        "The font of pictures lacks {}{more}: a box stands there instead. An .svg keeps the text.",
        first.join(", ")
    )
}

/// Reads results whose columns match this program's registry.
pub(super) fn open(folder: &Path) -> Result<Results, Failure> {
    if let Some(refused) = not_a_folder(folder, "a folder of results") {
        return Err(refused);
    }
    if england::is_folder(folder) {
        let folder = folder.display();
        let text = format!("{folder} is a folder of a national scenario: balcony plot {folder} draws it");
        return Err(Failure::Usage(text));
    }
    let results = read(folder)?;
    let identity = &results.manifest.identity;
    if are_ours(&identity.outcomes) {
        return Ok(results);
    }
    let what = format!("its outcomes are not those of this program (it was made by {})", identity.version);
    Err(ResultsError::NotOurs { path: folder.to_owned(), what }.into())
}

/// A column is found by its index in the registry, so another registry would give a wrong chart.
fn are_ours(outcomes: &[String]) -> bool {
    outcomes.iter().map(String::as_str).eq(OUTCOMES.iter().map(|outcome| outcome.key))
}

/// The names that `--chart` takes.
fn names(between: &str) -> String {
    of_results().map(|(chart, ..)| chart.key()).collect::<Vec<_>>().join(between)
}

/// The help text of `--chart`.
pub(super) fn which() -> String {
    let names = names(", ");
    let names = names.rsplit_once(", ").map_or(names.clone(), |(most, last)| format!("{most} or {last}"));
    format!("Which chart: {names}; all are listed with their findings and numbers if not given")
}

/// The function that draws the chart of a name, and what it needs.
fn of_that_name(name: &str) -> Result<(OfResults, &'static str), Failure> {
    let Some(chart) = Chart::ALL.iter().find(|chart| chart.key() == name) else {
        return Err(Failure::Usage(format!("no chart is called `{name}`; there are {}", names(", "))));
    };
    match chart.drawn_from() {
        DrawnFrom::Results(draw, needs) => Ok((draw, needs)),
        _ => Err(Failure::Usage(format!(
            "the chart `{name}` ({}) is not of a folder of results; of these there are {}",
            chart.shows(),
            names(", ")
        ))),
    }
}

fn unknown_outcome(key: &str) -> Failure {
    let hint = nearest(key, OUTCOMES.iter().map(|outcome| outcome.key))
        .map_or(String::new(), |near| format!("; the nearest name is `{near}`"));
    Failure::Usage(format!("no outcome is called `{key}`{hint} (balcony explain lists all names)"))
}

/// All charts as text: finding and numbers.
fn listed(charts: &[DrawnChart], folder: &Path, look: &Look) -> String {
    let mut text = String::new();
    for chart in charts {
        text.push_str(&format!("{}\n", chart.chart.key().to_uppercase()));
        for line in [&chart.finding, &chart.about].into_iter().flat_map(|said| wrap(said, look.width, look)) {
            text.push_str(&format!("{line}\n"));
        }
        // A table that is too wide for the terminal is left out.
        let lines = table(chart);
        if lines.iter().all(|line| width(line) <= look.width) {
            lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        }
        text.push('\n');
    }
    let folder = folder.display();
    text + &format!(
        "To keep one ({}):\n  balcony plot {folder} --chart paired --out chart.svg (or .pdf, .png)\n",
        names(", ")
    )
}

/// The numbers of a chart in aligned columns.
fn table(chart: &DrawnChart) -> Vec<String> {
    let grid = &chart.grid;
    let all = || std::iter::once(&grid.heads).chain(&grid.rows);
    let columns: Vec<usize> =
        (0..grid.heads.len()).map(|at| all().map(|row| width(&row[at])).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let fill = " ".repeat(columns[at] - width(cell));
            line += &if at == 0 { format!("{cell}{fill}") } else { format!("  {fill}{cell}") };
        }
        line.trim_end().to_owned()
    };
    all().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_form() {
        let form = |file: &str, scale| form(Path::new(file), scale).map_err(|failure| format!("{failure:?}"));
        assert_eq!(form("a/b.svg", None), Ok(Form::Svg));
        assert_eq!(form("b.PDF", None), Ok(Form::Pdf));
        assert_eq!((form("b.png", None), form("b.png", Some(3))), (Ok(Form::Png(2)), Ok(Form::Png(3))));
        for (file, scale, said) in [
            ("b.jpg", None, "b.jpg ends in .jpg; a chart is kept as .svg, .pdf or .png"),
            ("b", None, "b has no ending"),
            ("b.pdf", Some(2), "--scale is for .png"),
        ] {
            assert!(form(file, scale).is_err_and(|error| error.contains(said)), "{file}");
        }
    }

    #[test]
    fn boxes_are_told_of() {
        assert!(boxes(&['ش', '\u{1f467}']).contains("lacks ش (U+0634), 👧 (U+1F467): a box"));
        assert!(boxes(&['ש'; 6]).contains("and others"));
    }

    #[test]
    fn outcomes_of_another_registry_are_not_drawn() {
        let ours: Vec<String> = OUTCOMES.iter().map(|outcome| outcome.key.to_owned()).collect();
        assert!(are_ours(&ours));
        assert!(!are_ours(&ours[1..]) && !are_ours(&ours[..ours.len() - 1]));
        let mut turned = ours;
        turned.swap(0, 1);
        assert!(!are_ours(&turned));
    }
}
