//! The registry of outcomes: what a run is judged by, its definition, unit, better direction,
//! published counterpart, and the smallest difference that matters.

use crate::calendar::WEEKS_A_YEAR;
use crate::measure::{Run, WeeklyMeasure as W, percent, ratio};
use crate::registry::{Better, Concerns, Margin, Outcome};

/// A margin and where it comes from.
type Rule = (Margin, &'static str);

/// A margin that grows with the place: a share of the baseline's mean, and a floor in the outcome's
/// unit below which nothing is called a difference, however small the place.
const fn share(share: f64, floor: f64) -> Rule {
    (
        Margin { share, floor },
        "assumption: what is counted grows with a place, so a share of it means the same everywhere",
    )
}

/// A margin in the outcome's own unit: percentages, scores, figures of one child or one worker do
/// not grow with the place.
const fn points(floor: f64) -> Rule {
    (
        Margin { share: 0.0, floor },
        "assumption: the figure does not grow with a place, so neither does what matters",
    )
}

/// Whom it concerns, key and title, definition, unit and digits, better direction, published
/// counterpart, smallest difference that matters.
const fn outcome(
    concerns: Concerns,
    (key, title): (&'static str, &'static str),
    definition: &'static str,
    (unit, digits): (&'static str, u8),
    better: Better,
    published: &'static str,
    (margin, margin_source): Rule,
) -> Outcome {
    Outcome {
        key,
        title,
        concerns,
        definition,
        unit,
        better,
        published,
        margin,
        margin_source,
        seen_after: 13,
        digits,
        may_be_missing: false,
        accrues: false,
        on_the_way: false,
    }
}

/// One row an outcome: what it is, and its value of a run. Nothing else lists outcomes.
macro_rules! outcomes {
    ($run:ident { $($outcome:expr => $value:expr;)* }) => {
        /// Every outcome of a run, over the weeks from week 0 to the horizon. Rates are a year.
        pub static OUTCOMES: &[Outcome] = &[$($outcome,)*];

        pub(crate) fn values($run: &Run<'_>) -> Vec<f64> {
            vec![$($value,)*]
        }
    };
}

outcomes! { run {
    outcome(
        Concerns::Children,
        ("harm", "Serious harm"),
        "Summed hazard of serious harm to children with needs, open or not, a year.",
        ("serious incidents a year", 3),
        Better::Lower,
        "serious case reviews initiated (a review follows an incident that becomes known)",
        share(0.05, 0.001),
    ).accrues()
        => run.harm_open + run.harm_unserved;
    outcome(
        Concerns::Children,
        ("harm-open", "Serious harm to children we hold"),
        "The part of `harm` that falls on open cases.",
        ("serious incidents a year", 3),
        Better::Lower,
        "none",
        share(0.05, 0.001),
    ).accrues()
        => run.harm_open;
    outcome(
        Concerns::Children,
        ("harm-unserved", "Serious harm to children nobody holds"),
        "The part of `harm` that falls on children with needs and no open case.",
        ("serious incidents a year", 3),
        Better::Lower,
        "none",
        share(0.05, 0.001),
    ).accrues()
        => run.harm_unserved;
    outcome(
        Concerns::Children,
        ("re-referrals", "Re-referrals within twelve months"),
        "Referrals of a child whose last referral was within 12 months, of all referrals.",
        ("% of referrals", 1),
        Better::Lower,
        "Re-referrals within 12 months (DfE, children in need)",
        points(1.0),
    ).may_be_missing()
        => percent(run.sum(W::ReReferrals), run.sum(W::Referrals));
    outcome(
        Concerns::Children,
        ("timely-assessments", "Assessments within 45 working days"),
        "Assessments completed within 45 working days of the referral, of all completed.",
        ("% of assessments", 1),
        Better::Higher,
        "Assessments completed within 45 working days (DfE)",
        points(2.0),
    ).may_be_missing()
        => percent(run.sum(W::AssessmentsTimely), run.sum(W::Assessments));
    outcome(
        Concerns::Children,
        ("referrals", "Referrals"),
        "Contacts accepted as a referral while no episode is open for that child.",
        ("a year", 0),
        Better::Neither,
        "Referrals in year (DfE)",
        share(0.03, 5.0),
    )
        => run.yearly(W::Referrals);
    outcome(
        Concerns::Children,
        ("no-further-action", "Referrals closed with no further action"),
        "Referrals closed at the front door, of all referrals.",
        ("% of referrals", 1),
        Better::Neither,
        "Referrals closed with no further action (DfE)",
        points(1.0),
    ).may_be_missing()
        => percent(run.sum(W::NoFurtherAction), run.sum(W::Referrals));
    outcome(
        Concerns::Children,
        ("not-in-need", "Assessed and not in need"),
        "Referrals whose assessment found no need, of all referrals.",
        ("% of referrals", 1),
        Better::Neither,
        "Referrals assessed and found not in need (DfE)",
        points(1.0),
    ).may_be_missing()
        => percent(run.sum(W::NotInNeed), run.sum(W::Referrals));
    outcome(
        Concerns::Children,
        ("in-need", "Children in need"),
        "Mean number of open episodes of need, everything from referral to closure.",
        ("children", 0),
        Better::Neither,
        "Children in need at 31 March (DfE)",
        share(0.02, 2.0),
    )
        => run.mean(W::Open);
    outcome(
        Concerns::Children,
        ("plans", "Children with a protection plan"),
        "Mean number of children with a protection plan.",
        ("children", 0),
        Better::Neither,
        "Child protection plans at 31 March (DfE)",
        share(0.03, 1.0),
    )
        => run.mean(W::PlanStock);
    outcome(
        Concerns::Children,
        ("looked-after", "Children looked after"),
        "Mean number of children looked after.",
        ("children", 0),
        Better::Neither,
        "Children looked after at 31 March (DfE)",
        share(0.02, 1.0),
    )
        => run.mean(W::CareStock);
    outcome(
        Concerns::Children,
        ("enquiries", "Section 47 enquiries"),
        "Section 47 enquiries started.",
        ("a year", 0),
        Better::Neither,
        "Section 47 enquiries started (DfE)",
        share(0.03, 2.0),
    )
        => run.yearly(W::Enquiries);
    outcome(
        Concerns::Children,
        ("repeat-plans", "Second or later plans"),
        "Plans started for a child who ever had one before, of all plans started.",
        ("% of plans started", 1),
        Better::Lower,
        "Second or subsequent plans, ever (DfE)",
        points(1.5),
    ).may_be_missing()
        => percent(run.sum(W::PlansRepeat), run.sum(W::PlansStarted));
    outcome(
        Concerns::Children,
        ("unserved", "Children with needs and no open case"),
        "Mean number of children with a need above the floor and no open case.",
        ("children", 0),
        Better::Lower,
        "none: nobody counts them",
        share(0.05, 5.0),
    )
        => run.mean(W::Unserved);
    outcome(
        Concerns::Staff,
        ("caseload", "Cases per case holder"),
        "Open cases held by case holders over case holders in post (agency included).",
        ("cases", 1),
        Better::Lower,
        "Average caseload (DfE, children's social work workforce)",
        points(0.5),
    ).on_the_way()
        => run.mean(W::Caseload);
    outcome(
        Concerns::Staff,
        ("utilisation", "Workload against hours available"),
        "Hours due over hours there, mean of teams and weeks.",
        ("ratio", 3),
        Better::Lower,
        "none",
        points(0.02),
    ).on_the_way()
        => run.mean(W::Utilisation);
    outcome(
        Concerns::Staff,
        ("turnover", "Social workers who leave"),
        "Employed social workers who leave in a year, divided by the mean number employed in post.",
        ("% a year", 1),
        Better::Lower,
        "Turnover rate (DfE, workforce)",
        points(1.0),
    ).may_be_missing().on_the_way()
        => percent(run.yearly(W::Leavers), run.mean(W::Employed));
    outcome(
        Concerns::Staff,
        ("vacancy", "Vacant posts"),
        "Posts without an employed holder (agency-covered ones included), of all posts.",
        ("% of posts", 1),
        Better::Lower,
        "Vacancy rate (DfE, workforce)",
        points(1.5),
    ).may_be_missing().on_the_way()
        => percent(run.sum(W::Vacant), run.sum(W::Vacant) + run.sum(W::Employed));
    outcome(
        Concerns::Staff,
        ("agency", "Agency workers"),
        "Agency workers over employed and agency workers.",
        ("% of workers", 1),
        Better::Lower,
        "Agency worker rate (DfE, workforce)",
        points(1.5),
    ).may_be_missing().on_the_way()
        => percent(run.sum(W::Agency), run.sum(W::Agency) + run.sum(W::Employed));
    outcome(
        Concerns::Children,
        ("worker-changes", "Changes of worker"),
        "Changes of a child's worker, per open child and year.",
        ("a child and year", 2),
        Better::Lower,
        "Children with a change of worker in a year (Children's Commissioner)",
        points(0.1),
    ).may_be_missing().on_the_way()
        => ratio(run.sum(W::WorkerChanges), run.sum(W::Open) / WEEKS_A_YEAR);
    outcome(
        Concerns::Children,
        ("face-to-face", "Face to face with families"),
        "Hours face to face per open case and week.",
        ("hours a week", 3),
        Better::Higher,
        "Hours face to face (time studies)",
        points(0.03),
    ).may_be_missing().accrues().on_the_way()
        => ratio(run.face_hours, run.sum(W::Open));
    outcome(
        Concerns::Staff,
        ("strain", "Strain of staff"),
        "Mean strain of staff, 0 to 1.",
        ("0 to 1", 3),
        Better::Lower,
        "none",
        points(0.02),
    ).on_the_way()
        => run.mean(W::Strain);
    outcome(
        Concerns::Staff,
        ("culture", "Learning culture at the end"),
        "Mean culture of teams in the last 13 weeks: 0 compliance, 1 learning.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Culture);
    outcome(
        Concerns::Staff,
        ("prescription", "Prescription at the end"),
        "Mean prescription in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Neither,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Prescription);
    outcome(
        Concerns::Partners,
        ("trust", "Trust between agencies at the end"),
        "Mean trust between social care and its partners in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Trust);
    outcome(
        Concerns::Partners,
        ("shared", "Information shared between agencies"),
        "Pieces of the picture shared, of the pieces held by other agencies, mean over open children.",
        ("% of pieces", 1),
        Better::Higher,
        "none",
        points(2.0),
    ).may_be_missing().on_the_way()
        => run.shared();
    outcome(
        Concerns::Children,
        ("decision-wait", "Waiting for a decision"),
        "Mean weeks that an escalated decision waits in the queue of its site.",
        ("weeks", 2),
        Better::Lower,
        "none",
        points(0.25),
    ).may_be_missing().on_the_way()
        => run.decision_wait();
    outcome(
        Concerns::Children,
        ("school-missed", "School missed"),
        "School weeks missed by children with needs aged 5 to 15, per child and school year of 38 weeks.",
        ("weeks a year", 2),
        Better::Lower,
        "Absence of children in need (DfE), not fitted",
        points(0.1),
    ).may_be_missing().accrues()
        => ratio(run.school_missed, run.school_years());
    outcome(
        Concerns::Authority,
        ("cost", "Spending"),
        "Staff, agency workers, placements, early help, and what a strategy buys.",
        ("£m a year", 1),
        Better::Lower,
        "Children's services gross spending (section 251 returns)",
        share(0.01, 0.02),
    )
        => run.yearly(W::Cost);
    outcome(
        Concerns::Authority,
        ("overspend", "Overspend"),
        "Spending beyond the budget, what a strategy buys aside, over the budget; below nought less was spent.",
        ("% of the budget", 1),
        Better::Lower,
        "Overspends on children's social care (section 251 budgets and outturns)",
        points(0.5),
    ).may_be_missing()
        => run.overspend();
    outcome(
        Concerns::Authority,
        ("director-changes", "Changes of director"),
        "Changes of the person in the director's post, interims included.",
        ("a year", 2),
        Better::Neither,
        "Changes of DCS post-holder (ADCS)",
        points(0.05),
    ).on_the_way()
        => run.director_changes();
    outcome(
        Concerns::Authority,
        ("authorisation", "Authorisation at the end"),
        "The mandate from members, chief executive and public in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Authorisation);
    outcome(
        Concerns::Partners,
        ("language", "Common language at the end"),
        "Mean common language between social care and its partners in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Language);
    outcome(
        Concerns::Partners,
        ("adopted", "Joint proposals that partners keep"),
        "Partners that hold to what was proposed, of all that were asked, mean of the last 13 weeks.",
        ("% of partners", 1),
        Better::Higher,
        "none",
        points(8.0),
    ).on_the_way()
        => 100.0 * run.late(W::Adopted);
    outcome(
        Concerns::Staff,
        ("framework", "Practice framework embedded at the end"),
        "How far an announced practice framework is embedded, mean of teams in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Framework);
    outcome(
        Concerns::Authority,
        ("change-late", "Weeks late of the change programme"),
        "Mean weeks after its date at which a task of the programme took effect; one that has not counts until the end.",
        ("weeks", 1),
        Better::Lower,
        "none",
        points(4.0),
    ).on_the_way()
        => run.last(W::ChangeLate);
    outcome(
        Concerns::Authority,
        ("judgement", "Judgement at the end"),
        "The last inspection's judgement: 0 inadequate, 1 requires improvement, 2 good, 3 outstanding.",
        ("grades", 2),
        Better::Higher,
        "Overall effectiveness (Ofsted, ILACS)",
        points(0.15),
    )
        => run.last(W::Judgement);
    outcome(
        Concerns::Children,
        ("inclusion", "Inclusion of schools at the end"),
        "How far schools keep children who are hard to keep, in the last 13 weeks; .5 is usual.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Inclusion);
    outcome(
        Concerns::Children,
        ("exclusions", "Exclusions from school"),
        "Exclusions of children with needs aged 5 to 15, per 100 such children and year.",
        ("per 100 and year", 1),
        Better::Lower,
        "Suspensions of children in need (DfE), not fitted",
        points(0.5),
    ).may_be_missing()
        => percent(run.sum(W::Excluded), run.school_years());
    outcome(
        Concerns::Authority,
        ("director-strain", "Strain of the director"),
        "Mean strain of whoever holds the director's post.",
        ("0 to 1", 3),
        Better::Lower,
        "none",
        points(0.03),
    ).on_the_way()
        => run.mean(W::DirectorStrain);
    outcome(
        Concerns::Authority,
        ("deputies", "Readiness of deputies at the end"),
        "How ready those below the director are to take over, in the last 13 weeks; .3 is usual.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.05),
    ).on_the_way()
        => run.late(W::Deputies);
    outcome(
        Concerns::Authority,
        ("leader-ties", "Ties between leaders at the end"),
        "How well leaders below the director know whoever leads them, in the last 13 weeks.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.03),
    ).on_the_way()
        => run.late(W::LeaderTies);
    outcome(
        Concerns::Authority,
        ("competence", "Competence of the director at the end"),
        "Mean of self-awareness, self-management, social awareness and group management, in the last 13 weeks; .5 is usual.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.03),
    ).on_the_way()
        => run.late(W::Competence);
    outcome(
        Concerns::Children,
        ("known", "What leaders know of their service"),
        "One less the distance between what is reported of practice and what is.",
        ("0 to 1", 3),
        Better::Higher,
        "none",
        points(0.03),
    ).on_the_way()
        => run.mean(W::Known);
    outcome(
        Concerns::Staff,
        ("ready-to-learn", "Teams ready to learn at the end"),
        "Teams with cases in which it is safe enough to speak, and time enough to think, to learn from a review of a serious incident, in the last 13 weeks.",
        ("% of teams", 1),
        Better::Higher,
        "none",
        points(5.0),
    ).on_the_way()
        => 100.0 * run.late(W::ReadyToLearn);
} }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_margin_has_a_floor_a_source_and_no_share_above_one() {
        for outcome in OUTCOMES {
            let Margin { share, floor } = outcome.margin;
            assert!(floor > 0.0 && (0.0..=1.0).contains(&share), "{}", outcome.key);
            assert!(outcome.margin_source.starts_with("assumption"), "{}", outcome.key);
            // What is counted in a place is measured by a share; what is a rate of a child or
            // worker, or a score, is not.
            let grows = ["a year", "children", "incidents"].iter().any(|word| outcome.unit.contains(word));
            let of_one = ["% ", "a child", "weeks", "per "].iter().any(|word| outcome.unit.starts_with(word));
            let leaders = outcome.key == "director-changes";
            assert_eq!(share > 0.0, grows && !of_one && !leaders, "{}: {}", outcome.key, outcome.unit);
        }
    }

    #[test]
    fn a_margin_is_a_share_of_the_level_and_never_below_its_floor() {
        let margin = Margin { share: 0.05, floor: 0.01 };
        assert_eq!((margin.at(2.0), margin.at(-2.0), margin.at(0.1)), (0.1, 0.1, 0.01));
        assert_eq!((margin.at(0.0), margin.at(f64::NAN)), (0.01, 0.01));
        assert_eq!(Margin { share: 0.0, floor: 0.5 }.at(1e9), 0.5);
        assert_eq!(Margin { share: 0.07, floor: 0.001 }.to_string(), "7 % of the baseline, at least 0.001");
        assert_eq!(Margin { share: 0.0, floor: 0.5 }.to_string(), "0.5");
    }
}
