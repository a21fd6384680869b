//! Simulation exercises: their files, decisions, the game as a log of entries, codes, paper; and
//! what a team sees and sends, as pieces of a page. No clock, no network.

pub mod exercise;
pub mod team_view;
