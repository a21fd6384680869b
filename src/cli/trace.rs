//! `trace`: one child's story under one strategy or two, or a director's.

use balcony_engine::draws::Lineage;
use balcony_engine::plan::Plan;

use super::args::{By, Post, Trace};
use super::fail::Failure;
use super::load::place;
use super::out::{keep, note, print};
use super::work::{known, with_files};
use crate::experiment::{ModelFailure, Stop};
use crate::report;
use crate::scenario::Scenario;
use crate::summary::Look;
use crate::trace::choose::Rule;
use crate::trace::tell::{Story, line, text};
use crate::trace::told::{Told, names, office, told, worth_telling};
use crate::trace::{Ground, id};

/// Children named for trying when none is asked for.
const MORE: usize = 5;

/// `balcony trace`.
pub(super) fn trace(args: &Trace) -> Result<(), Failure> {
    if args.strategies.len() > 2 {
        let text = format!("{} strategies were given: a story is told of one or two", args.strategies.len());
        return Err(Failure::Usage(text));
    }
    let scenario = place(&args.place, None)?;
    let (scenario, named) = with_files(scenario, &args.strategies)?;
    for name in &named {
        known(&scenario, name)?;
    }
    scenario.warnings.iter().for_each(|warning| note(&format!("warning: {warning}")));
    let arms = arms(args, &named, &scenario);
    let plans: Vec<Plan> = arms
        .iter()
        .map(|arm| scenario.plan(arm).map_err(|unknown| Failure::Usage(unknown.to_string())))
        .collect::<Result<_, _>>()?;
    let ground = Ground::new(&scenario, args.replicate).map_err(failed)?;
    let mut story = Story {
        title: &scenario.title,
        authority: &scenario.authority_label,
        seed: scenario.seed,
        replicate: args.replicate,
        first: ground.first(),
        weeks: scenario.weeks,
        whose: "director".to_owned(),
        child: args.post.is_none(),
        chosen: None,
        same: Vec::new(),
        traits: Vec::new(),
        lives: Vec::new(),
        also: Vec::new(),
        compare: evidence(args),
    };
    match args.post {
        Some(Post::Director) => {
            (story.lives, story.same, story.traits) = office(&ground, &arms, &plans).map_err(failed)?;
        }
        None => Child { args, arms: &arms, plans: &plans, ground: &ground }.tell(&mut story)?,
    }
    if let Some(file) = &args.out {
        keep(file, "write the story", report::story(&story), args.force)?;
        note(&format!("{} is written; a browser opens it, without a network.", file.display()));
        return Ok(());
    }
    print(&if args.json { line(&story) } else { text(&story, &Look::detect()) })
}

fn failed(failure: ModelFailure) -> Failure {
    Failure::Stop(Stop::Model(failure), false)
}

/// The strategies asked for; the baseline and the first other one for a child, the baseline alone for a post.
fn arms(args: &Trace, named: &[String], scenario: &Scenario) -> Vec<String> {
    if !named.is_empty() {
        return named.to_vec();
    }
    let mut arms = vec![scenario.baseline.clone()];
    if args.post.is_none() {
        arms.extend(scenario.compared.iter().find(|name| **name != scenario.baseline).cloned());
    }
    arms
}

/// The command that compares over many runs what is told of here.
fn evidence(args: &Trace) -> String {
    let quoted = |word: &str| {
        if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() }
    };
    let mut parts = vec![format!("balcony compare {}", quoted(&args.place.scenario))];
    parts.extend(args.place.authority.iter().map(|authority| format!("--authority {}", quoted(authority))));
    parts.extend(args.place.set.iter().map(|set| format!("--set {}", quoted(set))));
    if args.strategies.len() == 2 && args.strategies[0] != args.strategies[1] {
        parts.push(format!("--strategies {}", args.strategies.join(",")));
    }
    // A command that is too long for a line goes on with a backslash, as shells want it.
    let mut command = String::new();
    let mut column = 2;
    for part in parts {
        let width = part.chars().count();
        if column > 2 && column + 1 + width > 78 {
            command.push_str(" \\\n    ");
            column = 4;
        } else if column > 2 {
            command.push(' ');
            column += 1;
        }
        command.push_str(&part);
        column += width;
    }
    command
}

/// What a child's story is made from.
struct Child<'a> {
    args: &'a Trace,
    arms: &'a [String],
    plans: &'a [Plan],
    ground: &'a Ground,
}

impl Child<'_> {
    fn tell(&self, story: &mut Story<'_>) -> Result<(), Failure> {
        let lineage = match &self.args.case {
            Some(case) => match id::read(case, self.ground.setting.authority.id) {
                Some(lineage) => lineage,
                None => {
                    let examples = self.examples()?;
                    let text = format!(
                        "`{case}` does not name a child: a name is a Monday, who was to see the need first, the family's \
                         number and the child's letter, such as {examples}"
                    );
                    return Err(Failure::Usage(text));
                }
            },
            None => {
                let mut found = self.telling(MORE + 1)?.into_iter();
                let Some(first) = found.next() else {
                    return Err(Failure::Usage(
                        "no child in this run has needs: there is nothing to tell".to_owned(),
                    ));
                };
                story.chosen = Some(self.rule().words(self.arms.len()));
                story.also = names(&found.collect::<Vec<_>>());
                first
            }
        };
        let told = told(self.ground, self.arms, self.plans, lineage).map_err(failed)?;
        let Some(Told { portrait, lives, .. }) = told else {
            let examples = self.examples()?;
            let text = format!(
                "no child {} has needs in replicate {} of seed {} during these weeks; there are, for example, {examples}",
                id::text(lineage),
                self.args.replicate,
                story.seed
            );
            return Err(Failure::Usage(text));
        };
        story.whose = id::text(lineage);
        story.same = portrait.sentences();
        story.traits = portrait.numbers();
        story.lives = lives;
        Ok(())
    }

    fn telling(&self, most: usize) -> Result<Vec<Lineage>, Failure> {
        worth_telling(self.rule(), self.ground, self.plans, most).map_err(failed)
    }

    fn rule(&self) -> Rule {
        match self.args.by {
            None | Some(By::Apart) => Rule::Apart,
            Some(By::Changes) => Rule::Changes,
        }
    }

    /// Three children that there are.
    fn examples(&self) -> Result<String, Failure> {
        Ok(names(&self.telling(3)?).join(", "))
    }
}
