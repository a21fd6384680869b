//! Tells the story of one child under one or two strategies, or that of a director.

use balcony_engine::rng::EntityId;
use balcony_engine::strategy::Strategy;

use super::Refusal;
use crate::experiment::{ModelFailure, Stop};
use crate::scenario::Scenario;
use crate::trace::child_story::{ChildStory, names, office, told, worth_telling};
use crate::trace::choose::Rule;
use crate::trace::tell::Story;
use crate::trace::{WarmReplicate, id};

/// Number of other children that are suggested if none was named.
const MORE: usize = 5;

/// Whose story to tell.
#[derive(Debug, Clone, Copy)]
pub enum StorySubject<'a> {
    /// The child with this name.
    Child(&'a str),
    /// The child that a rule chooses.
    Chosen(Rule),
    /// The director.
    Director,
}

/// A request for a story.
#[derive(Debug, Clone)]
pub struct StoryRequest<'a> {
    /// Index of the replicate, from 0.
    pub replicate: u32,
    /// Whose story to tell.
    pub whom: StorySubject<'a>,
    /// One or two strategies. If empty, the baseline and the first other strategy for a child, the
    /// baseline alone for a director.
    pub strategies: &'a [String],
    /// Command that gives evidence over many runs.
    pub compare: String,
}

/// Tells a story.
///
/// # Errors
/// If there is nothing to tell, or the model fails.
pub fn story<'a>(scenario: &'a Scenario, ask: &StoryRequest<'_>) -> Result<Story<'a>, Refusal> {
    if ask.strategies.len() > 2 {
        let given = ask.strategies.len();
        return Err(Refusal::Usage(format!("{given} strategies were given: a story is told of one or two")));
    }
    let arms = arms(ask, scenario);
    let strategies: Vec<Strategy> =
        arms.iter().map(|arm| scenario.strategy(arm)).collect::<Result<_, _>>()?;
    let ground = WarmReplicate::new(scenario, ask.replicate).map_err(failed)?;
    let mut story = Story {
        title: &scenario.title,
        authority: &scenario.authority_label,
        seed: scenario.seed,
        replicate: ask.replicate,
        first: ground.first(),
        weeks: scenario.weeks,
        whose: "director".to_owned(),
        child: !matches!(ask.whom, StorySubject::Director),
        chosen: None,
        same: Vec::new(),
        traits: Vec::new(),
        lives: Vec::new(),
        also: Vec::new(),
        compare: ask.compare.clone(),
    };
    let child = Child { ask, arms: &arms, strategies: &strategies, ground: &ground };
    match ask.whom {
        StorySubject::Director => {
            (story.lives, story.same, story.traits) = office(&ground, &arms, &strategies).map_err(failed)?;
        }
        StorySubject::Child(name) => {
            let entity_id = child.named(name)?;
            child.tell(entity_id, &mut story)?;
        }
        StorySubject::Chosen(rule) => {
            let mut found = child.telling(rule, MORE + 1)?.into_iter();
            let nobody =
                || Refusal::Usage("no child in this run has needs: there is nothing to tell".to_owned());
            let first = found.next().ok_or_else(nobody)?;
            story.chosen = Some(rule.words(arms.len()));
            story.also = names(&found.collect::<Vec<_>>());
            child.tell(first, &mut story)?;
        }
    }
    Ok(story)
}

fn failed(failure: ModelFailure) -> Refusal {
    Refusal::Stop(Stop::Model(failure), false)
}

/// The requested strategies. By default the baseline and the first other strategy for a child, the
/// baseline alone for a director.
fn arms(ask: &StoryRequest<'_>, scenario: &Scenario) -> Vec<String> {
    if !ask.strategies.is_empty() {
        return ask.strategies.to_vec();
    }
    let mut arms = vec![scenario.baseline.clone()];
    if !matches!(ask.whom, StorySubject::Director) {
        arms.extend(scenario.compared.iter().find(|name| **name != scenario.baseline).cloned());
    }
    arms
}

/// Inputs of a child's story.
struct Child<'a> {
    ask: &'a StoryRequest<'a>,
    arms: &'a [String],
    strategies: &'a [Strategy],
    ground: &'a WarmReplicate,
}

impl Child<'_> {
    /// The child with this name.
    fn named(&self, case: &str) -> Result<EntityId, Refusal> {
        if let Some(entity_id) = id::read(case, self.ground.place.setting().authority.id) {
            return Ok(entity_id);
        }
        let examples = self.examples()?;
        Err(Refusal::Usage(format!(
            "`{case}` does not name a child: a name is a Monday, who was to see the need first, the family's \
             number and the child's letter, such as {examples}"
        )))
    }

    fn tell(&self, entity_id: EntityId, story: &mut Story<'_>) -> Result<(), Refusal> {
        let told = told(self.ground, self.arms, self.strategies, entity_id).map_err(failed)?;
        let Some(ChildStory { portrait, lives, .. }) = told else {
            let examples = self.examples()?;
            let text = format!(
                "no child {} has needs in replicate {} of seed {} during these weeks; there are, for example, {examples}",
                id::text(entity_id),
                self.ask.replicate,
                story.seed
            );
            return Err(Refusal::Usage(text));
        };
        story.whose = id::text(entity_id);
        story.same = portrait.sentences();
        story.traits = portrait.numbers();
        story.lives = lives;
        Ok(())
    }

    fn telling(&self, rule: Rule, most: usize) -> Result<Vec<EntityId>, Refusal> {
        worth_telling(rule, self.ground, self.strategies, most).map_err(failed)
    }

    /// Names of three existing children, as examples.
    fn examples(&self) -> Result<String, Refusal> {
        Ok(names(&self.telling(Rule::Apart, 3)?).join(", "))
    }
}
