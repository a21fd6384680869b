//! The tutorials of `docs/tutorials`, read as a reader follows them: files to create, lines to add
//! or to replace, commands to run and what they show.
//!
//! The sentence above a block says what to do with it. It begins with "Create `FILE` with:", "In
//! `FILE`, after the line `LINE`, add:", "In `FILE`, before the line `LINE`, add:" or "In `FILE`,
//! replace the line `LINE` with:". A block of `sh` holds commands, one a line; a block of `text`
//! behind it holds lines that the last of them shows, in this order, with `...` for what is left
//! out.

use std::collections::BTreeMap;

/// One step of a tutorial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A file changes or comes into being.
    Edit { file: String, what: Edit, text: String },
    /// A command is run, and shows these lines among others.
    Run { command: String, shows: Vec<String> },
}

/// What happens to a file. A line is the only one of its file that reads so, spaces around it
/// aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    Create,
    After(String),
    Before(String),
    Replace(String),
}

/// The steps of a tutorial, in their order; or what of it cannot be followed.
pub(crate) fn steps(tutorial: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut paragraph = String::new();
    let mut lines = tutorial.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if line.is_empty() {
                // A block stands below its sentence, with an empty line between.
                paragraph.push('\n');
            } else {
                if paragraph.ends_with('\n') {
                    paragraph.clear();
                } else if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim());
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match language {
            "sh" => steps.extend(
                block.iter().map(|command| Step::Run { command: (*command).to_owned(), shows: Vec::new() }),
            ),
            "text" => match steps.last_mut() {
                Some(Step::Run { shows, .. }) => shows.extend(block.iter().map(|line| (*line).to_owned())),
                _ => return Err(format!("nothing shows this: {block:?}")),
            },
            _ => {
                let sentence = paragraph.trim();
                let (file, what) = edit(sentence).ok_or_else(|| format!("says of no file: {sentence}"))?;
                let text = block.iter().map(|line| format!("{line}\n")).collect();
                steps.push(Step::Edit { file, what, text });
            }
        }
        paragraph.clear();
    }
    Ok(steps)
}

/// Which file a sentence speaks of, and what it does to it.
fn edit(sentence: &str) -> Option<(String, Edit)> {
    let parts: Vec<&str> = sentence.split('`').collect();
    let what = match parts[..] {
        ["Create ", _, " with:"] => Edit::Create,
        ["In ", _, ", after the line ", line, ", add:"] => Edit::After(line.to_owned()),
        ["In ", _, ", before the line ", line, ", add:"] => Edit::Before(line.to_owned()),
        ["In ", _, ", replace the line ", line, " with:"] => Edit::Replace(line.to_owned()),
        _ => return None,
    };
    Some((parts[1].to_owned(), what))
}

/// Makes an edit among files that are read as they are needed; `None` where there is no such file.
pub(crate) fn apply(
    files: &mut BTreeMap<String, String>,
    read: impl Fn(&str) -> Option<String>,
    file: &str,
    what: &Edit,
    text: &str,
) -> Result<(), String> {
    let old = files.get(file).cloned().or_else(|| read(file));
    let new = match (old, what) {
        (None, Edit::Create) => text.to_owned(),
        (Some(_), Edit::Create) => return Err(format!("{file} is there already")),
        (None, _) => return Err(format!("there is no {file}")),
        (Some(old), Edit::After(line) | Edit::Before(line) | Edit::Replace(line)) => {
            let mut at = old.match_indices('\n').map(|(end, _)| end + 1).collect::<Vec<_>>();
            at.insert(0, 0);
            let same = |window: &&[usize]| old[window[0]..window[1]].trim() == line;
            let found: Vec<&[usize]> = at.windows(2).filter(same).collect();
            let [window] = found[..] else {
                return Err(format!("{file} has {} lines that read `{line}`", found.len()));
            };
            let (from, to) = match what {
                Edit::After(_) => (window[1], window[1]),
                Edit::Before(_) => (window[0], window[0]),
                _ => (window[0], window[1]),
            };
            format!("{}{text}{}", &old[..from], &old[to..])
        }
    };
    files.insert(file.to_owned(), new);
    Ok(())
}

/// The first line that an output does not show, in the order of the lines.
pub(crate) fn missing<'s>(shows: &'s [String], output: &str) -> Option<&'s str> {
    let mut lines = output.lines();
    let missed = shows.iter().find(|wanted| {
        let wanted = wanted.trim();
        wanted != "..." && !wanted.is_empty() && !lines.any(|line| alike(wanted, line.trim()))
    });
    missed.map(String::as_str)
}

/// Is a line what was wanted, with anything in the place of each `...`?
fn alike(wanted: &str, line: &str) -> bool {
    let parts: Vec<&str> = wanted.split("...").collect();
    let [first, middle @ .., last] = &parts[..] else { return wanted == line };
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
