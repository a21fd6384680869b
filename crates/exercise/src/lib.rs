//! Simulation exercises: their files, decisions, the game as a log of entries, codes, paper; and
//! what a team sees and sends, as pieces of a page. No clock, no network.

pub mod exercise;
pub mod team_view;

use balcony_report::{charts, report, summary};
use balcony_scenario::{currency, presets, scenario};
use balcony_study::{experiment, results};
