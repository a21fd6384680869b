//! The registry of outcomes and weekly measures, and how they are counted. Measuring draws nothing.

use crate::registry::{Better, Measure, Outcome};

const fn outcome(
    key: &'static str,
    title: &'static str,
    definition: &'static str,
    unit: &'static str,
    better: Better,
    published: &'static str,
    matters: f64,
    digits: u8,
) -> Outcome {
    Outcome { key, title, definition, unit, better, published, matters, matters_source: "assumption", seen_after: 13, digits }
}

/// Every outcome of a run, over the weeks from week 0 to the horizon. Rates are a year.
pub static OUTCOMES: &[Outcome] = &[
    outcome("harm", "Serious harm", "Summed hazard of serious harm to children with needs, open or not, a year.", "serious incidents a year", Better::Lower, "serious case reviews initiated (a review follows an incident that becomes known)", 0.05, 3),
    outcome("harm-open", "Serious harm to children we hold", "The part of `harm` that falls on open cases.", "serious incidents a year", Better::Lower, "none", 0.03, 3),
    outcome("harm-unserved", "Serious harm to children nobody holds", "The part of `harm` that falls on children with needs and no open case.", "serious incidents a year", Better::Lower, "none", 0.03, 3),
    outcome("re-referrals", "Re-referrals within twelve months", "Referrals of a child whose last referral was within 12 months, of all referrals.", "% of referrals", Better::Lower, "Re-referrals within 12 months (DfE, children in need)", 1.0, 1),
    outcome("timely-assessments", "Assessments within 45 working days", "Assessments completed within 45 working days of the referral, of all completed.", "% of assessments", Better::Higher, "Assessments completed within 45 working days (DfE)", 2.0, 1),
    outcome("referrals", "Referrals", "Contacts accepted as a referral while no episode is open for that child.", "a year", Better::Neither, "Referrals in year (DfE)", 50.0, 0),
    outcome("no-further-action", "Referrals closed with no further action", "Referrals closed at the front door, of all referrals.", "% of referrals", Better::Neither, "Referrals closed with no further action (DfE)", 1.0, 1),
    outcome("not-in-need", "Assessed and not in need", "Referrals whose assessment found no need, of all referrals.", "% of referrals", Better::Neither, "Referrals assessed and found not in need (DfE)", 1.0, 1),
    outcome("in-need", "Children in need", "Mean number of open episodes of need, everything from referral to closure.", "children", Better::Neither, "Children in need at 31 March (DfE)", 40.0, 0),
    outcome("plans", "Children with a protection plan", "Mean number of children with a protection plan.", "children", Better::Neither, "Child protection plans at 31 March (DfE)", 10.0, 0),
    outcome("looked-after", "Children looked after", "Mean number of children looked after.", "children", Better::Neither, "Children looked after at 31 March (DfE)", 10.0, 0),
    outcome("enquiries", "Section 47 enquiries", "Section 47 enquiries started.", "a year", Better::Neither, "Section 47 enquiries started (DfE)", 25.0, 0),
    outcome("repeat-plans", "Second or later plans", "Plans started for a child who ever had one before, of all plans started.", "% of plans started", Better::Lower, "Second or subsequent plans, ever (DfE)", 1.5, 1),
    outcome("unserved", "Children with needs and no open case", "Mean number of children with a need above the floor and no open case.", "children", Better::Lower, "none: nobody counts them", 150.0, 0),
    outcome("caseload", "Cases per case holder", "Open cases held by case holders over case holders in post (agency included).", "cases", Better::Lower, "Average caseload (DfE, children's social work workforce)", 0.5, 1),
    outcome("utilisation", "Work due over hours there", "Hours due over hours there, mean of teams and weeks.", "ratio", Better::Lower, "none", 0.02, 3),
    outcome("turnover", "Social workers who leave", "Employed leavers a year over employed in post.", "% a year", Better::Lower, "Turnover rate (DfE, workforce)", 1.0, 1),
    outcome("vacancy", "Vacant posts", "Posts without an employed holder (agency-covered ones included), of all posts.", "% of posts", Better::Lower, "Vacancy rate (DfE, workforce)", 1.5, 1),
    outcome("agency", "Agency workers", "Agency workers over employed and agency workers.", "% of workers", Better::Lower, "Agency worker rate (DfE, workforce)", 1.5, 1),
    outcome("worker-changes", "Changes of worker", "Changes of a child's worker, per open child and year.", "a child and year", Better::Lower, "Children with a change of worker in a year (Children's Commissioner)", 0.1, 2),
    outcome("face-to-face", "Face to face with families", "Hours face to face per open case and week.", "hours a week", Better::Higher, "Hours face to face (time studies)", 0.03, 3),
    outcome("strain", "Strain of staff", "Mean strain of staff, 0 to 1.", "0 to 1", Better::Lower, "none", 0.02, 3),
    outcome("culture", "Learning culture at the end", "Mean culture of teams in the last 13 weeks: 0 compliance, 1 learning.", "0 to 1", Better::Higher, "none", 0.05, 3),
    outcome("prescription", "Prescription at the end", "Mean prescription in the last 13 weeks.", "0 to 1", Better::Neither, "none", 0.05, 3),
    outcome("trust", "Trust between agencies at the end", "Mean trust between social care and its partners in the last 13 weeks.", "0 to 1", Better::Higher, "none", 0.05, 3),
    outcome("shared", "What is known, of what there is to know", "Pieces of the picture shared, of the pieces held by other agencies, mean over open children.", "% of pieces", Better::Higher, "none", 2.0, 1),
    outcome("decision-wait", "Waiting for a decision", "Mean weeks that an escalated decision waits in the queue of its site.", "weeks", Better::Lower, "none", 0.25, 2),
    outcome("school-missed", "School missed", "School weeks missed by children with needs aged 5 to 15, per child and school year of 38 weeks.", "weeks a year", Better::Lower, "Absence of children in need (DfE), not fitted", 0.1, 2),
    outcome("cost", "Spending", "Staff, agency premium, placements, early help and meetings.", "£m a year", Better::Lower, "Children's services gross spending (section 251 returns)", 0.5, 1),
    outcome("director-changes", "Changes of director", "Changes of the person in the director's post, interims included.", "a year", Better::Neither, "Changes of DCS post-holder (ADCS)", 0.05, 2),
    outcome("authorisation", "Authorisation at the end", "The mandate from members, chief executive and public in the last 13 weeks.", "0 to 1", Better::Higher, "none", 0.05, 3),
];

const fn measure(key: &'static str, definition: &'static str, unit: &'static str) -> Measure {
    Measure { key, definition, unit }
}

/// What is written for every week of every arm.
pub static MEASURES: &[Measure] = &[
    measure("contacts", "Contacts received.", "children"),
    measure("referrals", "Referrals received.", "children"),
    measure("re_referrals", "Referrals of a child referred within 12 months before.", "children"),
    measure("no_further_action", "Referrals closed at the front door.", "children"),
    measure("not_in_need", "Assessments that found no need.", "children"),
    measure("assessments", "Assessments completed.", "assessments"),
    measure("assessments_timely", "Of them within 45 working days.", "assessments"),
    measure("started", "Episodes of need that stood up: referrals found in need.", "children"),
    measure("ended", "Episodes of need ended.", "children"),
    measure("enquiries", "Section 47 enquiries started.", "children"),
    measure("conferences", "Initial child protection conferences.", "children"),
    measure("plans_started", "Protection plans started.", "children"),
    measure("plans_repeat", "Of them for a child who had one before.", "children"),
    measure("plans_ended", "Protection plans ended.", "children"),
    measure("care_started", "Children who started to be looked after.", "children"),
    measure("care_ceased", "Children who ceased to be looked after.", "children"),
    measure("open", "Open cases, referral to closure.", "children"),
    measure("plan_stock", "Children with a protection plan.", "children"),
    measure("care_stock", "Children looked after.", "children"),
    measure("assessments_open", "Assessments open.", "assessments"),
    measure("unserved", "Children with needs and no open case.", "children"),
    measure("harm_open", "Hazard of serious harm to open cases.", "incidents"),
    measure("harm_unserved", "Hazard of serious harm to children with needs and no open case.", "incidents"),
    measure("incidents", "Serious incidents that happened.", "incidents"),
    measure("employed", "Employed social workers in post.", "workers"),
    measure("agency", "Agency workers.", "workers"),
    measure("vacant", "Posts without an employed holder.", "posts"),
    measure("leavers", "Employed leavers.", "workers"),
    measure("starters", "Employed starters.", "workers"),
    measure("caseload", "Open cases per case holder.", "cases"),
    measure("utilisation", "Hours due over hours there, mean of teams.", "ratio"),
    measure("strain", "Mean strain of staff.", "0 to 1"),
    measure("expertise", "Mean expertise of staff.", "0 to 1"),
    measure("culture", "Mean culture of teams.", "0 to 1"),
    measure("prescription", "Mean prescription.", "0 to 1"),
    measure("trust", "Mean trust between social care and its partners.", "0 to 1"),
    measure("language", "Mean common language between social care and its partners.", "0 to 1"),
    measure("routine", "Mean routine of teams.", "0 to 1"),
    measure("credibility", "Mean credibility of the director.", "0 to 1"),
    measure("authorisation", "Authorisation.", "0 to 1"),
    measure("salience", "Public salience.", "0 to 1"),
    measure("waiting", "Decisions waiting in the queues of their sites.", "decisions"),
    measure("worker_changes", "Changes of a child's worker.", "changes"),
    measure("cost", "Spending.", "£m"),
];

/// Position of a measure in a week's row, by key.
pub fn measure_index(key: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.key == key)
}

/// Position of an outcome in a run's row, by key.
pub fn outcome_index(key: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.key == key)
}
