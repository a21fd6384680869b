//! Reads a checked scenario from a name or a path: it merges the file, its bases and the command
//! line.
//!
//! One pass finds all faults of all texts. This module does not run the model, and only `files`
//! reads from disk.

use super::build::build;
use super::fault::Faults;
use super::file_kind::FileKind;
use super::files::{Files, MOST_BYTES, NoText, join};
use super::layer::{Layer, Leaf, Path, path};
use super::report::{Report, Role, short};
use super::schema::Schema;
use super::shipped::SHIPPED;
use super::tree::{GIVEN_BEFORE, SourceSpan, Value, parse};
use super::walk::Walk;
use super::{Authorities, Published, Scenario};
use super::{hints, moved};
use balcony_engine::parameters::Parameters;
use balcony_engine::registry::Parameter;

/// Longest chain of bases that is followed.
const LONGEST_CHAIN: usize = 16;

/// What the reader needs from outside.
#[derive(Clone)]
pub struct Library<'a> {
    /// Source of the texts.
    pub files: &'a dyn Files,
    /// Source of the published figures.
    pub authorities: &'a dyn Authorities,
    /// The table of keys, and the parameters that `[parameters]` accepts.
    pub schema: Schema,
}

impl<'a> Library<'a> {
    /// A library with the engine's registry of parameters.
    pub fn new(files: &'a dyn Files, authorities: &'a dyn Authorities) -> Self {
        Self::with_parameters(files, authorities, Parameters::registry().copied().collect())
    }

    /// A library with another registry of parameters, for tests.
    pub fn with_parameters(
        files: &'a dyn Files,
        authorities: &'a dyn Authorities,
        parameters: Vec<Parameter>,
    ) -> Self {
        Self { files, authorities, schema: Schema::new(parameters) }
    }

    /// The authority that a key of `[authority]` names, or the nearest names.
    pub(super) fn named(&self, key: &str, text: &str) -> Result<Published, Vec<String>> {
        if key == "archetype" { self.authorities.archetype(text) } else { self.authorities.find(text) }
    }
}

/// All layers of a scenario after merging, with their origin.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layers {
    pub(super) layer: Layer,
    pub(super) report: Report,
    /// Whether what lies after the last week is dropped instead of being a fault.
    pub(super) cut: bool,
    /// The merged layer before the first option of the command line; `None` without options.
    pub(super) before: Option<Box<Layer>>,
    /// One sentence for each given value that is dropped.
    pub(super) left_out: Vec<String>,
}

impl Layers {
    /// Merges another layer on top. `by` is the option that gave it.
    pub(super) fn lay(&mut self, over: Layer, by: &str, library: &Library<'_>) {
        if self.before.is_none() {
            self.before = Some(Box::new(self.layer.clone()));
        }
        self.left_out.extend(lay(&mut self.layer, over, by, library));
    }
}

/// Merges the layer `over`, which `by` gave, into `under`. Returns a sentence about an authority's
/// own figures that this removed.
fn lay(under: &mut Layer, over: Layer, by: &str, library: &Library<'_>) -> Option<String> {
    let gone = under.lay(over, |one, other| {
        let id = |(key, text): (&str, &str)| library.named(key, text).ok().map(|found| found.authority.id);
        one == other || id(one).is_some_and(|one| Some(one) == id(other))
    });
    (!gone.is_empty()).then(|| {
        format!(
            "{by} names another authority, so that the own figures of the one below it are left out: {}",
            gone.join(", ")
        )
    })
}

/// Reads a shipped scenario by name, or a file by path, with its bases.
///
/// # Errors
/// All faults of the file and its bases.
pub fn read(name: &str, library: &Library<'_>) -> Result<Scenario, Faults> {
    let mut layers = Layers::default();
    let mut chain = Vec::new();
    if let Some((known, text)) = find(name, "", library, None, &mut layers.report) {
        chain.push((known, name.to_owned()));
        layers.layer = file(name, text, Role::Asked, &mut chain, library, &mut layers);
    }
    build(name, layers, library)
}

/// Reads a scenario from a text. Paths of its bases are relative to `name`.
///
/// # Errors
/// All faults of the text and its bases.
pub fn read_text(name: &str, text: &str, library: &Library<'_>) -> Result<Scenario, Faults> {
    let mut layers = Layers::default();
    if text.len() > MOST_BYTES {
        layers.report.unread(name, NoText::TooLarge.to_string(), None);
    } else {
        let mut chain = vec![(library.files.identity(name), name.to_owned())];
        layers.layer = file(name, text.to_owned(), Role::Asked, &mut chain, library, &mut layers);
    }
    build(name, layers, library)
}

/// Checks one text and returns its layer and the name of its base.
pub(super) fn one_text(
    file: usize,
    library: &Library<'_>,
    report: &mut Report,
) -> (Layer, Option<super::layer::GivenValue>) {
    let text = report.text(file).to_owned();
    let (tree, errors) = parse(file, &text);
    let before = report.faults.len();
    let mut lines = Vec::new();
    for (span, message) in &errors {
        let place = SourceSpan { file, span: span.clone() };
        let line = report.line(&place);
        // After the first error in a line, further errors of the parser are of no help.
        if lines.last() == Some(&line) {
            continue;
        }
        lines.push(line);
        syntax_fault(&text, place, message, report);
    }
    let syntax = report.faults.len();
    let mut walk = Walk {
        schema: &library.schema,
        report,
        layer: Layer { broken: !errors.is_empty(), ..Layer::default() },
    };
    if let Value::Table(rows) = &tree.value {
        walk.table(rows, &mut Path::new());
    }
    let mut layer = walk.layer;
    // A value in a line with a syntax error gets no second fault.
    if syntax > before {
        lines.sort_unstable();
        let tail = report.faults.split_off(syntax);
        report.faults.extend(tail.into_iter().filter(|fault| lines.binary_search(&fault.line).is_err()));
    }
    let base = layer.leaves.remove(&path(&["base"]));
    if base.is_some() && report.sources[file].role == Role::Command {
        let place = SourceSpan { file, span: 0..text.len() };
        report.fault(
            &place,
            "base",
            "the base cannot be changed here",
            Some("write it into a file of your own".to_owned()),
            None,
        );
    }
    (layer, base)
}

/// Adds a syntax fault. If the line shows what was meant, the fault says that instead of the
/// parser's message.
pub(super) fn syntax_fault(text: &str, mut place: SourceSpan, message: &str, report: &mut Report) {
    let at = place.span.start.min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let of_margins = || {
        let before = text.get(..start).unwrap_or_default();
        let table = before.lines().rev().map(str::trim).find(|line| line.starts_with('['));
        table == Some("[margins]")
    };
    if message == GIVEN_BEFORE {
        let key = text.get(place.span.clone()).unwrap_or("").to_owned();
        report.fault(&place, &key, message, None, None);
    } else if let Some((span, said)) = hints::line(line, of_margins) {
        place.span = start + span.start..start + span.end;
        report.fault(&place, "", said, None, None);
    } else {
        report.fault(&place, "", message, None, None);
    }
}

/// Reads a text and its bases. `chain` holds the identities and names of the texts that lead here.
fn file(
    name: &str,
    text: String,
    role: Role,
    chain: &mut Vec<(String, String)>,
    library: &Library<'_>,
    layers: &mut Layers,
) -> Layer {
    let report = &mut layers.report;
    if shipped(name).is_none()
        && let Some((message, allowed)) = FileKind::Scenario.another(&text, name)
    {
        report.unread_but(name, message, Some(allowed), None);
        return Layer { broken: true, ..Layer::default() };
    }
    let number = report.take(name, role, text);
    let (layer, base) = one_text(number, library, report);
    let Some(super::layer::GivenValue { leaf: Leaf::Text(wanted), place }) = base else {
        return layer;
    };
    let Some((known, text)) = find(&wanted, name, library, Some(&place), report) else {
        return Layer { broken: true, ..layer };
    };
    if let Some(at) = chain.iter().position(|(seen, _)| *seen == known) {
        let circle: Vec<&str> =
            chain[at..].iter().map(|(_, name)| name.as_str()).chain([chain[at].1.as_str()]).collect();
        report.fault(
            &place,
            "base",
            format!("the bases run in a circle: {}", circle.join(" -> ")),
            None,
            None,
        );
        return Layer { broken: true, ..layer };
    }
    if chain.len() >= LONGEST_CHAIN {
        report.fault(
            &place,
            "base",
            format!("more than {LONGEST_CHAIN} bases on top of each other"),
            None,
            None,
        );
        return Layer { broken: true, ..layer };
    }
    let name = if shipped(&wanted).is_some() { wanted } else { join(name, &wanted) };
    chain.push((known, name.clone()));
    let mut under = file(&name, text, Role::Base, chain, library, layers);
    chain.pop();
    moved::shift(&mut under, &layer, |_| true);
    let by = layers.report.sources[number].name.clone();
    let left_out = lay(&mut under, layer, &by, library);
    layers.left_out.extend(left_out);
    under
}

/// The text of a shipped scenario.
pub(super) fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Identity and text of a shipped scenario or a file. If there is none, adds a fault at the place
/// that names it.
fn find(
    wanted: &str,
    from: &str,
    library: &Library<'_>,
    place: Option<&SourceSpan>,
    report: &mut Report,
) -> Option<(String, String)> {
    if let Some(text) = shipped(wanted) {
        return Some((format!("shipped {wanted}"), text.to_owned()));
    }
    let path = join(from, wanted);
    match library.files.text(&path) {
        Ok(text) => Some((library.files.identity(&path), text)),
        Err(why) => {
            if let Some((message, allowed)) = FileKind::Scenario.folder(&why, &path, library.files) {
                match place {
                    Some(place) => report.fault(place, "base", message, Some(allowed), None),
                    None => report.unread_but(wanted, message, Some(allowed), None),
                }
                return None;
            }
            let nearest = if why == NoText::Missing {
                report.nearest(wanted, SHIPPED.iter().map(|(name, _)| *name))
            } else {
                None
            };
            match place {
                Some(place) => {
                    let allowed = format!(
                        "a path as seen from this file, or one of {}",
                        SHIPPED.map(|(name, _)| name).join(", ")
                    );
                    report.fault(
                        place,
                        "base",
                        format!("the base `{}` cannot be read: {why}", short(wanted)),
                        Some(allowed),
                        nearest,
                    );
                }
                None => report.unread(wanted, format!("{} cannot be read: {why}", short(wanted)), nearest),
            }
            None
        }
    }
}
