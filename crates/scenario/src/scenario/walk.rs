//! Checks the tree of one text against the schema: every key must be known, and every value must
//! have the right kind and range.
//!
//! These checks need one text alone. `build` makes the checks that also need the bases.

use super::layer::{GivenValue, Layer, Leaf, Path};
use super::numbers::meant;
use super::report::{Report, short};
use super::schema::{Key, Kind, MOST_CHOSEN, Schema};
use super::tree::{Node, SourceSpan, Value};
use balcony_engine::calendar::Date;

/// Keys of a range.
pub(super) const RANGE: [&str; 3] = ["low", "high", "central"];

/// Largest number of events, strategies, or changes of one strategy in a text.
const MOST_NAMED: usize = 100;

/// State of the check of one text.
pub(super) struct Walk<'a> {
    pub(super) schema: &'a Schema,
    pub(super) report: &'a mut Report,
    pub(super) layer: Layer,
}

impl Walk<'_> {
    /// Checks the entries of a table.
    pub(super) fn table(&mut self, rows: &[(String, SourceSpan, Node)], path: &mut Path) {
        let named = self.schema.table(path) == Some(true);
        for (at, (name, place, node)) in rows.iter().enumerate() {
            if named && at == MOST_NAMED {
                let message = format!("more than {MOST_NAMED} entries in one table");
                self.report.fault(place, &path.join("."), message, None, None);
                break;
            }
            path.push(name.clone());
            if named && !is_name(name) {
                let allowed = "1 to 40 small letters, digits and hyphens, such as our-plan";
                self.report.fault(
                    place,
                    &path.join("."),
                    format!("`{}` cannot be a name", short(name)),
                    Some(allowed.to_owned()),
                    None,
                );
                self.layer.refused.insert(path.clone());
            } else if self.schema.holds_parameters(path) {
                match &node.value {
                    Value::Table(rows) => self.parameters(rows, "", path),
                    _ => self.not_a_table(place, path, node),
                }
            } else if let Some(key) = self.schema.find(path) {
                self.leaf(&key.kind, key, path, node);
            } else if self.schema.table(path).is_some() {
                match &node.value {
                    Value::Table(rows) => {
                        self.layer.tables.insert(path.clone(), place.clone());
                        self.table(rows, path);
                    }
                    _ => self.not_a_table(place, path, node),
                }
            } else {
                self.unknown(place, path);
            }
            path.pop();
        }
    }

    fn not_a_table(&mut self, place: &SourceSpan, path: &Path, node: &Node) {
        let name = path.join(".");
        let write = if self.schema.table(path) == Some(true) {
            format!("[{name}.NAME]")
        } else {
            format!("[{name}]")
        };
        let message = format!("this must be a table, and is {}", node.value.what());
        self.report.fault(
            place,
            &name,
            message,
            Some(format!("write {write} on a line of its own, and the values below it")),
            None,
        );
        self.layer.refused.insert(path.clone());
    }

    fn unknown(&mut self, place: &SourceSpan, path: &Path) {
        let Some((name, parent)) = path.split_last() else {
            return;
        };
        let names: Vec<String> =
            self.schema.names(parent).into_iter().filter(|name| *name != "*").map(str::to_owned).collect();
        let nearest = self.report.nearest(name, names.iter().map(String::as_str));
        let there =
            if parent.is_empty() { "at the top".to_owned() } else { format!("in [{}]", parent.join(".")) };
        let known = (names.len() <= 40).then(|| names.join(", "));
        self.report.fault(
            place,
            &path.join("."),
            format!("there is no key `{}` {there}", short(name)),
            known,
            nearest,
        );
    }

    fn leaf(&mut self, kind: &Kind, key: &Key, path: &Path, node: &Node) {
        match self.value(kind, &key.allowed(), &path.join("."), node) {
            Some(leaf) => {
                self.layer.leaves.insert(path.clone(), GivenValue { leaf, place: node.place.clone() });
            }
            None => {
                self.layer.refused.insert(path.clone());
            }
        }
    }

    /// Reads a value; a bad one becomes a fault and `None`.
    fn value(&mut self, kind: &Kind, allowed: &str, key: &str, node: &Node) -> Option<Leaf> {
        let refuse = |walk: &mut Self, message: String| {
            walk.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
            None
        };
        match (kind, &node.value) {
            (Kind::Margin(usual, most), _) => self.margin((*usual, *most), allowed, key, node),
            (Kind::Text(most), Value::Text(text)) => {
                let length = text.chars().count();
                if length > *most {
                    return refuse(self, format!("this text is too long: {length} characters"));
                }
                Some(Leaf::Text(text.clone()))
            }
            (Kind::Texts, Value::List(list)) => {
                let mut texts = Vec::new();
                for item in list {
                    match &item.value {
                        Value::Text(text) => texts.push(text.clone()),
                        other => {
                            let message = format!("an entry of this list is {}", other.what());
                            self.report.fault(&item.place, key, message, Some(allowed.to_owned()), None);
                            return None;
                        }
                    }
                }
                Some(Leaf::Texts(texts))
            }
            (Kind::Choice(names) | Kind::Choices(names), Value::Text(text)) => {
                self.chosen(names, text, allowed, key, node).then(|| Leaf::Text(text.clone()))
            }
            (Kind::Choices(names), Value::List(list)) => self.choices(names, list, allowed, key, node),
            (Kind::Whole(low, high), Value::Whole(whole)) => match whole {
                Some(whole) if (low..=high).contains(&whole) => Some(Leaf::Whole(*whole)),
                _ => {
                    let found = self.found(node);
                    refuse(self, format!("{found} is out of range"))
                }
            },
            (Kind::When, Value::Whole(whole)) => match whole {
                Some(whole) if (0..=5200).contains(whole) => Some(Leaf::Whole(*whole)),
                Some(whole) if *whole < 0 => refuse(self, format!("week {whole} is before the start")),
                _ => refuse(self, "this week is out of range (0 to 5200)".to_owned()),
            },
            (Kind::Number(low, high) | Kind::Ranged(low, high), Value::Whole(_) | Value::Number(_)) => {
                self.number(*low, *high, allowed, key, node).map(Leaf::Number)
            }
            (Kind::Ranged(low, high), Value::Table(rows)) => {
                self.range((*low, *high), allowed, key, node, rows)
            }
            (Kind::Date | Kind::When | Kind::Bound, Value::Date { year, month, day, timed: false }) => {
                let date = Date::new(*year, *month, *day);
                date.map(Leaf::Day).or_else(|| {
                    refuse(
                        self,
                        format!("there is no day {year:04}-{month:02}-{day:02} between 1990 and 2200"),
                    )
                })
            }
            (Kind::Date | Kind::When | Kind::Bound, Value::Date { .. }) => {
                refuse(self, "only the day, without a time".to_owned())
            }
            (Kind::Bound, Value::Whole(_) | Value::Number(_)) => {
                self.number(f64::MIN, f64::MAX, allowed, key, node).map(Leaf::Number)
            }
            (Kind::Values, Value::List(list)) => self.values(list, allowed, key),
            (_, Value::Table(_)) => refuse(self, "this cannot be a table".to_owned()),
            (kind @ (Kind::Text(_) | Kind::Choice(_) | Kind::Choices(_) | Kind::Texts | Kind::Values), _) => {
                let message = format!("{} must be {}", self.found(node), kind.what());
                refuse(self, message)
            }
            (kind, value) => {
                let message = format!("{} must be {}{}", self.found(node), kind.what(), meant(value));
                refuse(self, message)
            }
        }
    }

    /// Whether a text is one of the names to choose from; if not, that is a fault.
    fn chosen(&mut self, names: &[&'static str], text: &str, allowed: &str, key: &str, node: &Node) -> bool {
        let known = names.contains(&text);
        if !known {
            let nearest = self.report.nearest(text, names.iter().copied());
            self.report.fault(
                &node.place,
                key,
                format!("there is no `{}` to choose here", short(text)),
                Some(allowed.to_owned()),
                nearest,
            );
        }
        known
    }

    /// A list of names to choose from. A list of one name is that name.
    fn choices(
        &mut self,
        names: &[&'static str],
        list: &[Node],
        allowed: &str,
        key: &str,
        node: &Node,
    ) -> Option<Leaf> {
        let mut chosen: Vec<String> = Vec::new();
        for item in list {
            let Value::Text(text) = &item.value else {
                let message = format!("an entry of this list is {}", item.value.what());
                self.report.fault(&item.place, key, message, Some(allowed.to_owned()), None);
                return None;
            };
            if !self.chosen(names, text, allowed, key, item) {
                return None;
            }
            if chosen.contains(text) {
                let message = format!("`{text}` is in this list twice");
                self.report.fault(&item.place, key, message, None, None);
                return None;
            }
            chosen.push(text.clone());
        }
        if chosen.is_empty() || chosen.len() > MOST_CHOSEN {
            let message = format!("this list has {} names: 1 to {MOST_CHOSEN} can be", chosen.len());
            self.report.fault(&node.place, key, message, Some(allowed.to_owned()), None);
            return None;
        }
        Some(if chosen.len() == 1 { Leaf::Text(chosen.remove(0)) } else { Leaf::Texts(chosen) })
    }

    /// The entries of a list as texts. An entry that is a text loses its quotes.
    fn values(&mut self, list: &[Node], allowed: &str, key: &str) -> Option<Leaf> {
        let mut texts = Vec::new();
        for item in list {
            match &item.value {
                Value::Text(text) => texts.push(text.clone()),
                Value::Whole(Some(_)) | Value::Number(_) | Value::Date { timed: false, .. } => {
                    texts.push(self.report.text(item.place.file)[item.place.span.clone()].to_owned());
                }
                other => {
                    let message = format!("an entry of this list is {}", other.what());
                    self.report.fault(&item.place, key, message, Some(allowed.to_owned()), None);
                    return None;
                }
            }
        }
        Some(Leaf::Texts(texts))
    }

    /// Checks parameters. They have their whole key in quotes, or are in tables named by the part
    /// before the dot.
    fn parameters(&mut self, rows: &[(String, SourceSpan, Node)], before: &str, under: &Path) {
        for (name, place, node) in rows {
            let key = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
            let path: Path = under.iter().chain([&key]).cloned().collect();
            let shown = path.join(".");
            if let Some(parameter) = self.schema.parameter(&key) {
                let kind = Kind::Ranged(parameter.low, parameter.high);
                let allowed = format!(
                    "{} to {} ({}), or {{ low = ..., high = ... }} within it; {}",
                    parameter.low, parameter.high, parameter.unit, parameter.meaning
                );
                if let Some(first) = self.layer.leaves.get(&path) {
                    let message = format!(
                        "this parameter was given before, in line {}",
                        self.report.line(&first.place)
                    );
                    self.report.fault(place, &shown, message, None, None);
                } else if let Some(leaf) = self.value(&kind, &allowed, &shown, node) {
                    self.layer.leaves.insert(path, GivenValue { leaf, place: node.place.clone() });
                } else {
                    self.layer.refused.insert(path);
                }
            } else {
                match &node.value {
                    Value::Table(rows)
                        if !rows.is_empty()
                            && !rows.iter().all(|(name, ..)| RANGE.contains(&name.as_str())) =>
                    {
                        self.parameters(rows, &key, under);
                    }
                    Value::Table(rows) if rows.is_empty() => {}
                    _ => {
                        let nearest = self
                            .report
                            .nearest(&key, self.schema.parameters.iter().map(|parameter| parameter.key));
                        let help = "`balcony explain` lists the parameters".to_owned();
                        self.report.fault(
                            place,
                            &shown,
                            format!("the model has no parameter `{}`", short(&key)),
                            Some(help),
                            nearest,
                        );
                        self.layer.refused.insert(path);
                    }
                }
            }
        }
    }
}

/// Whether an author may choose this name. Names become parts of file names, links and
/// comma-separated lists.
fn is_name(name: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !name.is_empty()
        && name.len() <= 40
        && name.chars().all(letters)
        && !name.starts_with('-')
        && !name.ends_with('-')
}
