//! Observes the director's post: after every week, who holds it and the state of the service.

use balcony_engine::calendar::Week;
use balcony_engine::measure::{ROW, Sink, measure_index, row};
use balcony_engine::strategy::Style;
use balcony_engine::world::{Director, Environment, PARTNERS, World};

use super::below::Below;

/// The post and the service after one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// The absolute week that was simulated; for the first observation, the week before week 0.
    pub week: u32,
    /// State of the director.
    pub director: Director,
    /// The style in force.
    pub style: Style,
    /// The environment of the authority.
    pub around: Environment,
    /// The week's measures, in the order of the registry.
    pub row: [f64; ROW],
    /// Mean bond of the director with the teams.
    pub bond: f64,
    /// Number of decisions that wait for the director at the end of the week.
    pub waiting: u32,
    /// Number of decisions that the director took this week.
    pub decided: u32,
    /// Number of all decisions of this week.
    pub all_decided: u32,
    /// Tasks of the change programme that have taken effect, one bit each in the setting's order.
    pub done: u64,
    /// Number of inspections this week.
    pub inspections: u32,
    /// Trust of each partner agency in social care.
    pub trust: [f64; PARTNERS],
    /// Those who lead below the director.
    pub below: Below,
    /// Did somebody from within become director this week?
    pub inside: bool,
}

impl Sight {
    /// Observes the world after a week.
    pub fn of(week: u32, world: &World) -> Self {
        let teams = world.service.workforce.teams.len().max(1) as f64;
        Self {
            week,
            director: world.service.leadership.director,
            style: world.service.leadership.style,
            around: world.service.environment,
            row: row(world),
            bond: world.service.workforce.teams.iter().map(|team| team.bond).sum::<f64>() / teams,
            waiting: world.service.leadership.queues[0].len() as u32,
            decided: world.service.counts.decided[0],
            all_decided: world.service.counts.decided.iter().sum(),
            done: world.service.programme.tasks.iter().take(64).enumerate().fold(0, |done, (at, task)| {
                done | u64::from(task.done != balcony_engine::world::NEVER) << at
            }),
            inspections: world.service.counts.inspections,
            trust: std::array::from_fn(|agency| world.service.partners[agency].trust),
            below: Below::of(week, world),
            inside: world.service.counts.director_inside > 0,
        }
    }

    /// The value of the measure with this key; 0 if there is none.
    pub fn measure(&self, key: &str) -> f64 {
        measure_index(key).map_or(0.0, |index| self.row[index])
    }

    /// Share of posts that have no employed holder.
    pub fn vacancy(&self) -> f64 {
        let vacant = self.measure("vacant");
        vacant / (vacant + self.measure("employed")).max(1.0)
    }
}

/// A sink that observes the post.
#[derive(Debug, Clone)]
pub struct PostWatch {
    /// Weekly observations; the first is the state at week 0.
    pub past: Vec<Sight>,
}

impl PostWatch {
    /// Starts with the state at week 0.
    pub fn new(start: &World) -> Self {
        Self { past: vec![Sight::of(start.week - 1, start)] }
    }
}

impl Sink for PostWatch {
    fn week(&mut self, week: Week, _row: &[f64; ROW], world: &World) {
        self.past.push(Sight::of(week.0, world));
    }
}
