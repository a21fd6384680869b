//! One child, two lives, for the page.

use super::choice::Choice;
use super::{REPLICATES, choice};
use crate::report;
use crate::trace::choose::rule;
use crate::trace::tell::Story;
use crate::trace::told::{names, told, worth_telling};
use crate::trace::{Ground, id};
use serde_json::{Value, json};

/// Children offered beside the first.
const MORE: usize = 6;

/// The story of a child, or of the one whom the rule chooses, as markup.
pub(super) fn story(
    choice: &Choice,
    arms: &[String],
    replicate: u32,
    child: Option<&str>,
) -> Result<Value, String> {
    let scenario = choice.scenario(REPLICATES).map_err(|faults| faults.draw(false))?;
    let plans = arms.iter().take(2).map(|arm| scenario.plan(arm).map_err(|unknown| unknown.to_string()));
    let plans = plans.collect::<Result<Vec<_>, _>>()?;
    let ground = Ground::new(&scenario, replicate).map_err(|failure| failure.to_string())?;
    let mut also = Vec::new();
    let lineage = match child {
        Some(name) => id::read(name, ground.setting.authority.id)
            .ok_or_else(|| format!("`{name}` does not name a child"))?,
        None => {
            let found = worth_telling(&ground, &plans, MORE).map_err(|failure| failure.to_string())?;
            also = names(&found);
            *found.first().ok_or("no child in this run has needs: there is nothing to tell")?
        }
    };
    let told = told(&ground, arms, &plans, lineage).map_err(|failure| failure.to_string())?;
    let told = told.ok_or_else(|| format!("no child {} has needs in this run", id::text(lineage)))?;
    let story = Story {
        title: &scenario.title,
        authority: &scenario.authority_label,
        seed: scenario.seed,
        replicate,
        first: ground.first(),
        weeks: scenario.weeks,
        whose: id::text(lineage),
        child: true,
        chosen: child.is_none().then(|| rule(arms.len())),
        same: told.portrait.sentences(),
        traits: told.portrait.numbers(),
        lives: told.lives,
        also: also.clone(),
        compare: format!("balcony compare {}", choice::FILE),
    };
    Ok(json!({
        "child": story.whose,
        "also": also,
        "markup": report::story_part(&story),
        "page": report::story(&story),
    }))
}
