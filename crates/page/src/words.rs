//! Texts for the elements of a strategy on the page: title and meaning.
//!
//! Titles and meanings follow the mechanisms. A test checks that every name of the engine has a
//! text.

use balcony_engine::strategy::{INVESTMENTS, KINDS, SIGNALS, SITES, TRIGGERS, USES};

/// A name of the engine, with title and meaning.
pub(super) type Words = (&'static str, &'static str, &'static str);

/// Uses of a director's time.
pub(super) const OF_USES: [Words; USES.len()] = [
    ("balcony", "The balcony", "Figures, thinking, seeing the pattern: trends are seen sooner."),
    (
        "dance-floor",
        "The dance floor",
        "Being where the work happens: what is reported comes closer to what is so, and people are met.",
    ),
    (
        "partners",
        "Partners",
        "Schools, health, police and others: time in which trust and a common language can grow.",
    ),
    (
        "politics",
        "Politics",
        "Members, chief executive, public: keeps the mandate on which budget and tenure rest.",
    ),
    ("programme", "The programme", "The dated changes: without it they come late."),
    ("developing", "Developing others", "Deputies become ready; good routines take hold."),
    ("resilience", "Own resilience", "What keeps the director from wearing out."),
];

/// Kinds of decision.
pub(super) const OF_KINDS: [Words; KINDS.len()] = [
    ("steps", "Steps with a family", "Whether to assess, plan, step down, close."),
    ("placements", "Placements", "Where a child in care lives, and whether a child comes into care."),
    ("allocation", "Allocation", "Who takes which case."),
    ("recording", "Recording", "How much is written down, and how."),
    ("sharing", "Sharing", "Whether a piece of the picture goes to another agency."),
];

/// Sites of decision.
pub(super) const OF_SITES: [Words; SITES.len()] = [
    ("director", "Director", "Knows the pattern, not the child; there is one, so cases wait."),
    ("panel", "Panel", "Meets now and then; sees many cases briefly."),
    ("manager", "Team manager", "Knows the team's cases."),
    (
        "practitioners",
        "Practitioners",
        "Those who hold the pieces: the worker and the partners who know the child.",
    ),
];

/// Kinds of investment.
pub(super) const OF_INVESTMENTS: [Words; INVESTMENTS.len()] = [
    ("early-help", "Early help", "Help for families before or instead of social care."),
    ("recruitment", "Recruitment", "More people who apply for posts."),
    ("supervision", "Supervision", "Time with somebody who helps to think a case through."),
    ("placements", "Placements near home", "More places for children in care."),
    ("joint-training", "Joint training", "A common language between agencies."),
    ("mentoring", "A mentor for the director", "Competence, slowly."),
    ("deputies", "Programmes for deputies", "People who are ready when the director leaves."),
    ("peer-support", "Peers of the director", "Relief from strain."),
];

/// Events that trigger a response.
pub(super) const OF_TRIGGERS: [Words; TRIGGERS.len()] = [
    ("serious-incident", "a serious incident here", "A child is seriously harmed, and it becomes known."),
    ("scandal-elsewhere", "a scandal elsewhere", "Another council is in the news."),
    ("budget-cut", "a cut of the budget", "There is less to spend."),
    ("needs-surge", "a surge of need", "More families come into difficulties."),
    ("inspection", "an inspection", "The inspectorate is here."),
    (
        "inadequate-judgement",
        "an inadequate judgement",
        "The inspectorate has judged the service inadequate.",
    ),
];

/// Signals that leaders see: title with unit, and meaning.
pub(super) const OF_SIGNALS: [Words; SIGNALS.len()] = [
    ("vacancy", "vacancies (share of posts, 0 to 1)", "Counted; seen late."),
    ("timeliness", "assessments in time (share, 0 to 1)", "Counted; seen late."),
    ("caseload", "cases per social worker", "Counted; seen late."),
    ("overspend", "overspending (share of the budget)", "Counted; seen late."),
    ("referrals", "referrals (times the usual)", "Counted; seen late."),
    ("strain", "strain (0 to 1)", "Looks lower than it is to a leader who never visits the teams."),
    (
        "culture",
        "culture (0 compliance, 1 learning)",
        "Reported as better than it is to somebody who never goes and looks.",
    ),
    (
        "trust",
        "trust between agencies (0 to 1)",
        "Reported as better than it is to somebody who never goes and looks.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_engine_has_its_words_in_its_place() {
        let same = |words: &[Words], names: &[&str]| {
            assert_eq!(words.iter().map(|words| words.0).collect::<Vec<_>>(), names);
        };
        same(&OF_USES, &USES);
        same(&OF_KINDS, &KINDS);
        same(&OF_SITES, &SITES);
        same(&OF_INVESTMENTS, &INVESTMENTS);
        same(&OF_TRIGGERS, &TRIGGERS);
        same(&OF_SIGNALS, &SIGNALS);
    }
}
