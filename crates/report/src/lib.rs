//! What results say: summaries in words, charts as drawings, reports as pages, and the stories of
//! one child or one director.

pub mod charts;
pub mod glossary;
pub mod report;
pub mod summary;
pub mod trace;
