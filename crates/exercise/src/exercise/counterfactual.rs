//! Counterfactual decisions: the possible changes of one part of a decision, and the decision after
//! such a change.

use super::{Decision, Exercise, Inject, LEVELS, RIGHTS, SOURCES, TIMES};

/// All possible changes, in groups: a heading, then the name and the description of each change.
pub fn choices(exercise: &Exercise) -> Vec<(String, Vec<(String, String)>)> {
    let mut groups = Vec::new();
    let short = |text: &str| text.split(':').next().unwrap_or(text).to_owned();
    for inject in &exercise.injects {
        let mut all: Vec<(String, String)> = inject
            .answers
            .iter()
            .map(|answer| (format!("answer:{}:{}", inject.key, answer.key), answer.title.clone()))
            .collect();
        all.push((format!("answer:{}:", inject.key), "no action".to_owned()));
        groups.push((inject.title.clone(), all));
    }
    let week = TIMES.iter().enumerate().flat_map(|(at, name)| {
        [(1, "one half-day more"), (-1, "one half-day less")]
            .map(|(by, words)| (format!("time:{at}:{by}"), format!("{words}: {}", short(name))))
    });
    groups.push(("Its week".to_owned(), week.collect()));
    let ways = SOURCES.iter().enumerate().map(|(at, name)| (format!("source:{at}"), (*name).to_owned()));
    groups.push(("Influence".to_owned(), ways.collect()));
    for (kind, name) in RIGHTS.iter().enumerate() {
        let levels = LEVELS.iter().enumerate();
        let all = levels.map(|(level, (_, text))| (format!("right:{kind}:{level}"), (*text).to_owned()));
        groups.push((format!("Who decides: {}", short(name)), all.collect()));
    }
    let money = exercise.levers.iter().enumerate().flat_map(|(at, lever)| {
        [(2, "two points more"), (-2, "two points less")]
            .map(|(by, words)| (format!("points:{at}:{by}"), format!("{words}: {}", lever.title)))
    });
    groups.push(("Investment".to_owned(), money.collect()));
    let rules = [("-1", "some taken away"), ("0", "left as they are"), ("1", "some added")];
    groups.push((
        "Rules".to_owned(),
        rules.map(|(by, words)| (format!("rules:{by}"), words.to_owned())).to_vec(),
    ));
    groups
}

/// Returns the decision with one change applied, and a description of the change.
///
/// # Errors
/// If the change is unknown or not possible; the message says why.
pub fn otherwise(
    exercise: &Exercise,
    injects: &[&Inject],
    decision: &Decision,
    choice: &str,
) -> Result<(Decision, String), String> {
    let unknown = || "there is no such choice".to_owned();
    let groups = choices(exercise);
    let (group, words) = groups
        .iter()
        .find_map(|(group, all)| Some((group, &all.iter().find(|(name, _)| name == choice)?.1)))
        .ok_or_else(unknown)?;
    let mut other = decision.clone();
    let parts: Vec<&str> = choice.split(':').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i32>().ok()).ok_or_else(unknown);
    let moved = |value: u8, by: i32| {
        u8::try_from(i32::from(value) + by).map_err(|_| "there was not so much of it to take away".to_owned())
    };
    match parts[0] {
        "answer" => {
            let key = parts[1];
            if !injects.iter().any(|inject| inject.key == key) {
                return Err(format!("\"{group}\" did not come to this team then"));
            }
            match parts[2] {
                "" => drop(other.answers.remove(key)),
                answer => drop(other.answers.insert(key.to_owned(), answer.to_owned())),
            }
        }
        "time" => {
            let at = number(1)? as usize;
            other.time[at] = moved(other.time[at], number(2)? * 2)?;
        }
        "source" => other.source = number(1)? as u8,
        "right" => other.rights[number(1)? as usize] = number(2)? as u8,
        "points" => {
            let at = number(1)? as usize;
            let place = other.points.get_mut(at).ok_or_else(unknown)?;
            *place = moved(*place, number(2)?)?;
        }
        _ => other.rules = number(1)? as i8,
    }
    if other == *decision {
        return Err("that is what it did".to_owned());
    }
    Ok((other, format!("{group}: {words}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcony_scenario::scenario::files::Texts;
    use balcony_scenario::scenario::{England, Library};

    #[test]
    fn every_choice_changes_one_thing_or_says_why_not() {
        let files = Texts::default();
        let library = Library::new(&files, &England);
        let of = super::super::read("first-three-years", &library).unwrap();
        let injects: Vec<&Inject> = of.injects.iter().collect();
        let mut made = 0;
        for (name, _) in choices(&of).iter().flat_map(|(_, all)| all) {
            match otherwise(&of, &injects, &of.opening, name) {
                Ok((other, words)) => {
                    made += 1;
                    assert_ne!(other, of.opening, "{name}");
                    assert!(words.contains(": "));
                }
                Err(why) => {
                    assert!(why.contains("what it did") || why.contains("not so much"), "{name}: {why}")
                }
            }
        }
        assert!(made > 60, "{made}");
        assert!(otherwise(&of, &[], &of.opening, "answer:saving:give").unwrap_err().contains("did not come"));
        for bad in ["", "answer", "time:9:1", "right:0:9", "source:-1", "rules:5", "points:0:2:3"] {
            assert!(otherwise(&of, &injects, &of.opening, bad).is_err(), "{bad}");
        }
    }
}
