//! Assembles stories: chooses the child, describes it, and follows it under every strategy; or
//! follows the director's post.

use super::child::life;
use super::choose::{Rule, Survey, telling};
use super::post::PostWatch;
use super::watch::{Glimpse, Watch};
use super::{LifeStory, Portrait, WarmReplicate, Years, director, id};
use balcony_engine::rng::EntityId;
use balcony_engine::strategy::Strategy;
use balcony_study::experiment::ModelFailure;

/// A child's story under all strategies.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildStory {
    /// The child.
    pub entity_id: EntityId,
    /// Description of the child, the same under every strategy.
    pub portrait: Portrait,
    /// History under each strategy, in the order of the strategies.
    pub lives: Vec<LifeStory>,
}

/// Follows a child under every strategy; `None` if no such child has needs in this replicate.
///
/// # Errors
/// If the model fails.
pub fn told(
    ground: &WarmReplicate,
    arms: &[String],
    strategies: &[Strategy],
    entity_id: EntityId,
) -> Result<Option<ChildStory>, ModelFailure> {
    let watched = |strategy: &Strategy| -> Result<Vec<Glimpse>, ModelFailure> {
        let mut watch = Watch::new(ground, &[entity_id]);
        ground.live(strategy, &mut watch)?;
        Ok(watch.pasts().pop().unwrap_or_default())
    };
    let pasts = strategies.iter().map(watched).collect::<Result<Vec<_>, _>>()?;
    let portrait = pasts.iter().find_map(|past| Portrait::of(entity_id, past, ground.first()));
    let p = &ground.place.setting().parameters;
    Ok(portrait.map(|portrait| ChildStory {
        entity_id,
        portrait,
        lives: arms.iter().zip(&pasts).map(|(arm, past)| life(arm, past, p)).collect(),
    }))
}

/// Children with an interesting story, in the order of a rule, at most `most`.
///
/// # Errors
/// If the model fails.
pub fn worth_telling(
    rule: Rule,
    ground: &WarmReplicate,
    strategies: &[Strategy],
    most: usize,
) -> Result<Vec<EntityId>, ModelFailure> {
    let surveyed = |strategy: &Strategy| {
        let mut survey = Survey::default();
        ground.live(strategy, &mut survey)?;
        Ok(survey)
    };
    let surveys = strategies.iter().map(surveyed).collect::<Result<Vec<Survey>, ModelFailure>>()?;
    Ok(telling(rule, &surveys, ground.first(), most))
}

/// The story of the director's post: histories by strategy, then the state at week 0 in sentences
/// and in numbers.
pub type Office = (Vec<LifeStory>, Vec<String>, Vec<(&'static str, f64)>);

/// Follows the director's post under every strategy.
///
/// # Errors
/// If the model fails.
pub fn office(
    ground: &WarmReplicate,
    arms: &[String],
    strategies: &[Strategy],
) -> Result<Office, ModelFailure> {
    let mut office: Office = Default::default();
    for (arm, strategy) in arms.iter().zip(strategies) {
        let mut watch = PostWatch::new(&ground.start);
        ground.live(strategy, &mut watch)?;
        let mut life = director::life(arm, &watch.past, ground.place.setting());
        life.years = Some(Years::of(&watch.past, ground.place.setting(), &ground.names));
        office.0.push(life);
        (office.1, office.2) = director::portrait(&watch.past[0]);
    }
    Ok(office)
}

/// Names of children.
pub fn names(children: &[EntityId]) -> Vec<String> {
    children.iter().map(|child| id::text(*child)).collect()
}
