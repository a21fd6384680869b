//! Tests whether the model shows those patterns of docs/MECHANISMS.md section 4 that concern a
//! single authority.
//!
//! These are all patterns except 1-3, 14, 23 and 24 (the market of leaders, and many authorities at
//! once). Each pattern has one or more tests. Statistic, bound and experiment of each test were
//! written down before the first run; notes describe later changes. Each test says what its figure
//! is: an *input*, *fitted*, an *equation* that implies it, or *emergent*. A test *holds* if its
//! figure is on the right side of its bound by more than the critical value times its standard
//! error. It *fails* if the figure is on the wrong side by as much; otherwise it is *undecided*. A
//! pattern holds if all its tests hold, and fails if one fails. Failing patterns stay in the list.
//! Bounds are directions where MECHANISMS.md gives directions; where it gives a word ("about",
//! "small", "weakly"), the table has the number that was chosen for it.
//!
//! *Performance* in these tests is what a scorecard of published figures would show: assessments in
//! time in per cent, minus re-referrals in per cent.

mod demand;
mod lab;
mod leaders;
mod staff;
mod ties;

use super::Options;
use super::sanity::digits;
use crate::report::Report;
use anyhow::Result;
use balcony::experiment::stats::t_quantile;
use lab::{Bound, Test};

const CLAIM: &str = "Every pattern of MECHANISMS.md section 4 that concerns one authority was put to the tests that were written down \
                     before the first run; what fails stays in the list.";

/// Number of tests with a bound over all patterns, for the critical value.
const TESTS: usize = 46;

/// A pattern and its tests.
struct Pattern {
    number: u32,
    says: &'static str,
    run: fn(&Options) -> Result<Vec<Test>>,
}

const PATTERNS: [Pattern; 18] = [
    Pattern {
        number: 4,
        says: "A change of leader: a dip; recovery better where the prior state was bad, worse where good",
        run: leaders::change_of_leader,
    },
    Pattern {
        number: 5,
        says: "Agency and vacancy higher where judged inadequate; re-referral hardly differs",
        run: staff::judged,
    },
    Pattern {
        number: 6,
        says: "Counts of workers per child overdispersed; quits alone a small part of changes",
        run: staff::workers_per_child,
    },
    Pattern {
        number: 7,
        says: "Vacancies: roughly eighteen months of leavers",
        run: staff::vacancy_in_leavers,
    },
    Pattern {
        number: 8,
        says: "Re-referral an attractor in the low twenties; rises under overload",
        run: demand::re_referral,
    },
    Pattern { number: 9, says: "Caseload works on quits through strain", run: staff::through_strain },
    Pattern { number: 10, says: "A better climate cuts quits, by at most two thirds", run: staff::climate },
    Pattern {
        number: 11,
        says: "Quits against performance: weakly negative",
        run: staff::quits_and_performance,
    },
    Pattern {
        number: 12,
        says: "Inspection raises interventions, worse judgements more",
        run: leaders::inspected,
    },
    Pattern { number: 13, says: "Deprivation goes with volume, not with process", run: demand::deprivation },
    Pattern {
        number: 15,
        says: "An announced reorganisation lowers performance before go-live",
        run: leaders::announced,
    },
    Pattern {
        number: 16,
        says: "Directive and empowered, early and late: either way",
        run: leaders::early_and_late,
    },
    Pattern {
        number: 17,
        says: "Shared leadership goes with team states more than with performance",
        run: leaders::states_and_performance,
    },
    Pattern {
        number: 18,
        says: "Ties help cases that need many agencies, not those that need one",
        run: ties::many_and_one,
    },
    Pattern {
        number: 19,
        says: "Culture: threshold, S-curve, hysteresis; slippage by overload and exits, not by the calendar",
        run: ties::culture,
    },
    Pattern {
        number: 20,
        says: "Direct time falls with prescription; recovery slows sharply near .95",
        run: demand::direct_time,
    },
    Pattern { number: 21, says: "Work clusters at the deadline and moves with it", run: demand::deadline },
    Pattern { number: 22, says: "Stable mouth, swelling throat under fear", run: demand::throat },
];

/// Tests all patterns.
pub(super) fn prove(options: &Options) -> Result<Report> {
    let heads = ["pattern", "what it says", "tests", "verdict"];
    let mut report = Report::new("patterns", CLAIM, &heads);
    report.only_shows();
    let mut found = Vec::new();
    for pattern in PATTERNS.iter().filter(|one| options.only.is_none_or(|only| one.number == only)) {
        eprintln!("patterns: {}: {}", pattern.number, pattern.says);
        let tests = (pattern.run)(options)?;
        for test in &tests {
            eprintln!("patterns:   {}: {} ({})", test.what, digits(test.value), digits(test.error));
        }
        found.push((pattern, tests));
    }
    let judged = found.iter().flat_map(|(_, tests)| tests);
    let all = judged.filter(|test| test.bound != Bound::Reported).count();
    report.expect(options.only.is_some() || all == TESTS, || format!("{all} tests, not {TESTS}"));
    // Two-sided 5 % over all tests together (Bonferroni).
    let critical = |n: u32| t_quantile(1.0 - 0.025 / TESTS as f64, f64::from(n) - 1.0);
    let mut counts = [0; 3];
    for (pattern, tests) in &found {
        let verdicts: Vec<Verdict> = tests.iter().map(|test| verdict(test, critical(test.n))).collect();
        let all = together(&verdicts);
        match all {
            Verdict::Holds => counts[0] += 1,
            Verdict::Fails => counts[1] += 1,
            Verdict::Undecided => counts[2] += 1,
            Verdict::Reported => {}
        }
        report.row([
            pattern.number.to_string(),
            pattern.says.to_owned(),
            tests.len().to_string(),
            all.word().to_owned(),
        ]);
    }
    let heads = ["pattern", "test", "made of", "asked", "found", "s.e.", "n", "critical value", "verdict"];
    report.table("The tests", &heads);
    for (pattern, tests) in &found {
        for test in tests {
            report.row([
                pattern.number.to_string(),
                test.what.clone(),
                test.made_of.to_owned(),
                test.bound.words(),
                digits(test.value),
                digits(test.error),
                test.n.to_string(),
                format!("{:.2}", critical(test.n)),
                verdict(test, critical(test.n)).word().to_owned(),
            ]);
            report.expect(test.value.is_finite() && test.error.is_finite(), || {
                format!("pattern {}: {}: not a number", pattern.number, test.what)
            });
        }
    }
    report.note(format!(
        "Of {} patterns {} hold, {} fail, {} are undecided; the others only report.",
        found.len(),
        counts[0],
        counts[1],
        counts[2]
    ));
    report.note(format!(
        "Critical values: Student's, 5 % two-sided over all {TESTS} tests together (Bonferroni), n - 1 degrees of freedom; n counts \
         replicates, pairs of replicates, batches of replicates or authorities, as the test says."
    ));
    report.note(
        "Changed after a first small run (8 replicates) and a first full one: pattern 20's recovery was read from quarterly utilisation, then from \
         open cases, and both came out as nought in the less busy service, since thresholds give way under load; it is now read from strain. \
         Pattern 19's threshold failed twice (-.18 and -.04, as the gap of two services that began .2 apart): first culture was held by a \
         term that made every start a point from which it ran away, then teams that began above the threshold could not rise. Both times the \
         model was changed (CHANGELOG), the test was not; its three tests are called equations for that reason. The quits of its \
         slippage now rise at week 0 (before: for ever). A row of pattern 8 was added that shows the year of more contacts."
            .to_owned(),
    );
    report.note(
        "The experiments are on the average authority of 60,000 children unless a test says otherwise; the usual warm-up. \
         Patterns 1-3, 14, 23 and 24 concern the market of directors or many authorities at once, and wait for it."
            .to_owned(),
    );
    Ok(report)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Fails,
    Undecided,
    Reported,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "FAILS",
            Self::Undecided => "undecided",
            Self::Reported => "reported",
        }
    }
}

/// Verdict on a test.
fn verdict(test: &Test, critical: f64) -> Verdict {
    let Some(inside) = test.bound.inside(test.value) else {
        return Verdict::Reported;
    };
    if inside > critical * test.error {
        Verdict::Holds
    } else if inside < -critical * test.error {
        Verdict::Fails
    } else {
        Verdict::Undecided
    }
}

/// Verdict on a pattern.
fn together(verdicts: &[Verdict]) -> Verdict {
    let judged = || verdicts.iter().filter(|verdict| **verdict != Verdict::Reported);
    if judged().any(|verdict| *verdict == Verdict::Fails) {
        Verdict::Fails
    } else if judged().any(|verdict| *verdict == Verdict::Undecided) {
        Verdict::Undecided
    } else if judged().next().is_none() {
        Verdict::Reported
    } else {
        Verdict::Holds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(value: f64, error: f64, bound: Bound) -> Test {
        Test { what: String::new(), value, error, n: 20, bound, made_of: "emergent" }
    }

    #[test]
    fn verdicts_need_more_than_the_critical_value_either_way() {
        for (value, bound, expected) in [
            (3.1, Bound::Above(0.0), Verdict::Holds),
            (2.9, Bound::Above(0.0), Verdict::Undecided),
            (-3.1, Bound::Above(0.0), Verdict::Fails),
            (-3.1, Bound::Below(0.0), Verdict::Holds),
            (5.0, Bound::Between(1.0, 9.0), Verdict::Holds),
            (5.0, Bound::Between(4.0, 9.0), Verdict::Undecided),
            (5.0, Bound::Between(9.0, 19.0), Verdict::Fails),
            (5.0, Bound::Reported, Verdict::Reported),
        ] {
            assert_eq!(verdict(&test(value, 1.0, bound), 3.0), expected, "{value} {bound:?}");
        }
        assert_eq!(verdict(&test(f64::NAN, 1.0, Bound::Above(0.0)), 3.0), Verdict::Undecided);
    }

    #[test]
    fn a_pattern_holds_only_with_all_its_tests() {
        use Verdict::{Fails, Holds, Reported, Undecided};
        assert_eq!(together(&[Holds, Reported]), Holds);
        assert_eq!(together(&[Holds, Undecided]), Undecided);
        assert_eq!(together(&[Fails, Undecided]), Fails);
        assert_eq!(together(&[Reported]), Reported);
    }
}
