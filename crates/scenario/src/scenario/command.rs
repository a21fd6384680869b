//! Changes that the command line makes to a scenario: `--set key=value`, `--authority`, `--weeks`.
//! They pass the same checks as a file.

use super::Scenario;
use super::build::build;
use super::fault::Faults;
use super::file_kind::FileKind;
use super::key_tables::ARCHETYPES;
use super::layer::{GivenValue, Layer, Leaf, Path, path};
use super::moved;
use super::read::{Library, one_text, shipped, syntax_fault};
use super::report::{Report, Role, short};
use super::resolved::quote;
use super::tree::{Node, SourceSpan, Value, parse};
use super::walk::Walk;

/// Applies `key=value` settings to a scenario. All settings form one layer, so their order does not
/// matter and a key that is set twice is a fault.
pub(super) fn set(
    scenario: &Scenario,
    settings: &[String],
    library: &Library<'_>,
) -> Result<Scenario, Faults> {
    let mut layers = scenario.layers.clone();
    let mut all = Layer::default();
    for setting in settings {
        let layer = one_setting(setting, library, &mut layers.report);
        for (key, given) in &layer.leaves {
            if all.mentions(key) {
                let key = key.join(".");
                layers.report.fault(
                    &given.place,
                    &key,
                    format!("{key} is set twice"),
                    Some("one value".to_owned()),
                    None,
                );
            }
        }
        all.add(layer);
    }
    // A date in a shipped scenario or in a base is not the user's own, so it moves with the start.
    let sources = &layers.report.sources;
    moved::shift(&mut layers.layer, &all, |place| {
        let source = &sources[place.file];
        source.role == Role::Base || source.role == Role::Asked && shipped(&source.name).is_some()
    });
    layers.lay(all, "--set", library);
    build(if settings.is_empty() { &scenario.name } else { "--set" }, layers, library)
}

/// The scenario without one value or one table; `None` if the result is not a valid scenario.
pub(super) fn without(scenario: &Scenario, path: &[String], library: &Library<'_>) -> Option<Scenario> {
    let mut layers = scenario.layers.clone();
    layers.layer.forget(path);
    // A value of the file applies again where the command line had replaced it; values of the
    // authority only if the place is the same.
    if let Some(before) = &layers.before
        && (path[0] != "authority" || before.naming() == layers.layer.naming())
    {
        layers.layer.restore(before, path);
    }
    build(&scenario.name, layers, library).ok()
}

/// Replaces the authority of a scenario together with its own figures.
pub(super) fn authority(scenario: &Scenario, text: &str, library: &Library<'_>) -> Result<Scenario, Faults> {
    let key = if ARCHETYPES.contains(&text) { "archetype" } else { "name" };
    let mut layers = scenario.layers.clone();
    let number = layers.report.take("--authority", Role::Command, text.to_owned());
    let place = SourceSpan { file: number, span: 0..text.len() };
    let given = GivenValue { leaf: Leaf::Text(text.to_owned()), place };
    let mut layer = Layer::default();
    layer.leaves.insert(path(&["authority", key]), given);
    layers.lay(layer, "--authority", library);
    build("--authority", layers, library)
}

/// Changes the length of a scenario. What lies after the new end is dropped.
pub(super) fn weeks(scenario: &Scenario, weeks: u32, library: &Library<'_>) -> Result<Scenario, Faults> {
    let mut layers = scenario.layers.clone();
    let text = weeks.to_string();
    let number = layers.report.take("--weeks", Role::Command, text.clone());
    let place = SourceSpan { file: number, span: 0..text.len() };
    let key = path(&["scenario", "weeks"]);
    let node = Node { value: Value::Whole(Some(i64::from(weeks))), place: place.clone() };
    let rows = vec![(
        "scenario".to_owned(),
        place.clone(),
        Node { value: Value::Table(vec![(key[1].clone(), place.clone(), node)]), place },
    )];
    let mut walk = Walk { schema: &library.schema, report: &mut layers.report, layer: Layer::default() };
    walk.table(&rows, &mut Path::new());
    let layer = walk.layer;
    layers.lay(layer, "--weeks", library);
    layers.cut = true;
    build("--weeks", layers, library)
}

/// Adds the strategy of a strategy file under the name of the file. It replaces a strategy of the
/// same name.
pub(super) fn strategy_file(
    scenario: &Scenario,
    file: &str,
    library: &Library<'_>,
) -> Result<(Scenario, String), Faults> {
    let mut layers = scenario.layers.clone();
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = stem.strip_suffix(".toml").unwrap_or(stem).to_lowercase().replace(['_', ' '], "-");
    match library.files.text(file) {
        Ok(text) => {
            if let Some((message, allowed)) = FileKind::Strategy.another(&text, file) {
                layers.report.unread_but(file, message, Some(allowed), None);
                return build(file, layers, library).map(|scenario| (scenario, name));
            }
            let number = layers.report.take(file, Role::Command, text.clone());
            let (tree, errors) = parse(number, &text);
            for (span, message) in &errors {
                let place = SourceSpan { file: number, span: span.clone() };
                syntax_fault(&text, place, message, &mut layers.report);
            }
            let place = SourceSpan { file: number, span: 0..0 };
            let own = vec![(name.clone(), place.clone(), tree)];
            let all = Node { value: Value::Table(own), place: place.clone() };
            let mut walk = Walk {
                schema: &library.schema,
                report: &mut layers.report,
                layer: Layer { broken: !errors.is_empty(), ..Layer::default() },
            };
            walk.table(&[("strategies".to_owned(), place, all)], &mut Path::new());
            let layer = walk.layer;
            layers.layer.forget(&path(&["strategies", &name]));
            layers.lay(layer, file, library);
        }
        Err(why) => match FileKind::Strategy.folder(&why, file, library.files) {
            Some((message, allowed)) => layers.report.unread_but(file, message, Some(allowed), None),
            None => layers.report.unread(file, format!("{} cannot be read: {why}", short(file)), None),
        },
    }
    build(file, layers, library).map(|scenario| (scenario, name))
}

fn one_setting(setting: &str, library: &Library<'_>, report: &mut Report) -> Layer {
    let Some((key, value)) = setting.split_once('=') else {
        let file = report.take("--set", Role::Command, setting.to_owned());
        let place = SourceSpan { file, span: 0..setting.len() };
        report.fault(
            &place,
            "",
            format!("`{}` is not of the form key=value", short(setting)),
            Some("such as scenario.weeks=52".to_owned()),
            None,
        );
        return Layer::default();
    };
    let (key, value) = (key.trim(), value.trim());
    let names =
        setting_key(setting).unwrap_or_else(|| key.split('.').map(|name| name.trim().to_owned()).collect());
    let typed = names.join(".");
    let parameter = library.schema.parameter(&typed).is_some()
        || names.first().is_some_and(|first| !library.schema.names(&[]).contains(&first.as_str()));
    let key = if parameter && key.contains('.') { format!("parameters.{key}") } else { key.to_owned() };
    let mut text = format!("{key} = {value}");
    if !parse(0, &text).1.is_empty() {
        // A value that is no TOML is taken as text, because a shell removes quotes.
        text = format!("{key} = {}", quote(value));
    }
    let length = text.len();
    let file = report.take("--set", Role::Command, text);
    let before = report.faults.len();
    let layer = one_text(file, library, report).0;
    // A part of a value that counts as one (such as a margin's floor) is recorded at the whole
    // value's key.
    let within = |path: &Path| {
        let path = path.join(".");
        let under = |one: &str, of: &str| {
            one.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let typed = typed.strip_prefix("parameters.").unwrap_or(&typed);
        let path = path.strip_prefix("parameters.").unwrap_or(&path);
        under(path, typed) || under(typed, path)
    };
    if report.faults.len() > before || layer.leaves.keys().chain(&layer.refused).all(within) {
        return layer;
    }
    // A second line would be a second setting that nobody sees.
    let message = format!("this sets more than `{}`", short(&typed));
    report.fault(
        &SourceSpan { file, span: 0..length },
        &typed,
        message,
        Some("one --set for each key".to_owned()),
        None,
    );
    Layer::default()
}

/// The dotted key of a `key=value` setting as TOML reads it; `None` if it is not a key.
///
/// ```
/// use balcony_scenario::scenario::setting_key;
/// assert_eq!(setting_key("\"authority\" . plans = 3").unwrap(), ["authority", "plans"]);
/// assert_eq!(setting_key("nonsense"), None);
/// ```
pub fn setting_key(setting: &str) -> Option<Vec<String>> {
    let (key, _) = setting.split_once('=')?;
    let (tree, errors) = parse(0, &format!("{} = 0", key.trim()));
    let mut names = Vec::new();
    let mut value = &tree.value;
    while let Value::Table(rows) = value {
        let [(name, _, under)] = rows.as_slice() else { return None };
        names.push(name.clone());
        value = &under.value;
    }
    (errors.is_empty() && !names.is_empty()).then_some(names)
}
