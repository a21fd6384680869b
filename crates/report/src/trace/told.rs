//! A story put together: which child, who it is, and its life under every strategy; or a post's
//! years.

use super::child::life;
use super::choose::{Rule, Survey, telling};
use super::post::PostWatch;
use super::watch::{Glimpse, Watch};
use super::{Ground, Life, Portrait, Years, director, id};
use crate::experiment::ModelFailure;
use balcony_engine::rng::EntityId;
use balcony_engine::strategy::Strategy;

/// A child in every life.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The child.
    pub entity_id: EntityId,
    /// Who the child is: what is the same in every life.
    pub portrait: Portrait,
    /// Its life under every strategy, in their order.
    pub lives: Vec<Life>,
}

/// Tells of a child; none if nobody of that name has needs in this replicate.
///
/// # Errors
/// If the model fails.
pub fn told(
    ground: &Ground,
    arms: &[String],
    strategies: &[Strategy],
    entity_id: EntityId,
) -> Result<Option<Told>, ModelFailure> {
    let watched = |strategy: &Strategy| -> Result<Vec<Glimpse>, ModelFailure> {
        let mut watch = Watch::new(ground, &[entity_id]);
        ground.live(strategy, &mut watch)?;
        Ok(watch.pasts().pop().unwrap_or_default())
    };
    let pasts = strategies.iter().map(watched).collect::<Result<Vec<_>, _>>()?;
    let portrait = pasts.iter().find_map(|past| Portrait::of(entity_id, past, ground.first()));
    let p = &ground.place.setting().parameters;
    Ok(portrait.map(|portrait| Told {
        entity_id,
        portrait,
        lives: arms.iter().zip(&pasts).map(|(arm, past)| life(arm, past, p)).collect(),
    }))
}

/// Children worth telling of, in the order of a rule, at most `most`.
///
/// # Errors
/// If the model fails.
pub fn worth_telling(
    rule: Rule,
    ground: &Ground,
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

/// A director's years under every strategy: the lives, then who the director is in words and
/// numbers.
pub type Office = (Vec<Life>, Vec<String>, Vec<(&'static str, f64)>);

/// Tells of the director's post.
///
/// # Errors
/// If the model fails.
pub fn office(ground: &Ground, arms: &[String], strategies: &[Strategy]) -> Result<Office, ModelFailure> {
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

/// Children as names.
pub fn names(children: &[EntityId]) -> Vec<String> {
    children.iter().map(|child| id::text(*child)).collect()
}
