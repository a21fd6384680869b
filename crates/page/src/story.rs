//! The story of one child under two strategies, or of a director, for the page.

use super::choice::Choice;
use super::{REPLICATES, choice};
use balcony_report::report;
use balcony_report::trace::child_story::{names, office, told, worth_telling};
use balcony_report::trace::choose::Rule;
use balcony_report::trace::first_name::first_name;
use balcony_report::trace::tell::Story;
use balcony_report::trace::{WarmReplicate, id};
use balcony_study::experiment::ModelFailure;
use serde_json::{Value, json};

/// Number of further children that are offered.
const MORE: usize = 6;

/// Whose story to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StorySubject {
    /// The child whose courses under the two strategies differ most.
    Apart,
    /// The child with most changes of worker.
    Changes,
    /// The director.
    Director,
}

/// The story of the person whom the rule chooses, or of a named child: as markup, and as a separate
/// page.
pub(super) fn story(
    choice: &Choice,
    arms: &[String],
    replicate: u32,
    whom: StorySubject,
    child: Option<&str>,
) -> Result<Value, String> {
    let failed = |failure: ModelFailure| failure.to_string();
    let scenario = choice.scenario(REPLICATES).map_err(|faults| faults.draw(false))?;
    let strategies =
        arms.iter().take(2).map(|arm| scenario.strategy(arm).map_err(|unknown| unknown.to_string()));
    let strategies = strategies.collect::<Result<Vec<_>, _>>()?;
    let ground = WarmReplicate::new(&scenario, replicate).map_err(failed)?;
    let mut story = Story {
        title: &scenario.title,
        authority: &scenario.authority_label,
        seed: scenario.seed,
        replicate,
        first: ground.first(),
        weeks: scenario.weeks,
        whose: "director".to_owned(),
        child: whom != StorySubject::Director,
        chosen: None,
        same: Vec::new(),
        traits: Vec::new(),
        lives: Vec::new(),
        also: Vec::new(),
        compare: format!("balcony compare {}", choice::FILE),
    };
    if whom == StorySubject::Director {
        (story.lives, story.same, story.traits) = office(&ground, arms, &strategies).map_err(failed)?;
    } else {
        let entity_id = match child {
            Some(name) => id::read(name, ground.place.setting().authority.id)
                .ok_or_else(|| format!("`{name}` does not name a child"))?,
            None => {
                let rule = if whom == StorySubject::Changes { Rule::Changes } else { Rule::Apart };
                let found = worth_telling(rule, &ground, &strategies, MORE).map_err(failed)?;
                story.also = names(&found);
                story.chosen = Some(rule.words(arms.len()));
                *found.first().ok_or("no child in this run has needs: there is nothing to tell")?
            }
        };
        let told = told(&ground, arms, &strategies, entity_id).map_err(failed)?;
        let told = told.ok_or_else(|| format!("no child {} has needs in this run", id::text(entity_id)))?;
        story.whose = id::text(entity_id);
        story.same = told.portrait.sentences();
        story.traits = told.portrait.numbers();
        story.lives = told.lives;
    }
    Ok(json!({
        "whose": story.whose,
        "known_as": story.known_as(),
        "also": story.also.iter().map(|id| json!({ "id": id, "name": first_name(id) })).collect::<Value>(),
        "markup": report::story_part(&story),
        "page": report::story(&story),
    }))
}
