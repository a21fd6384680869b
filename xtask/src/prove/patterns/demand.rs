//! Patterns of demand and work: re-referral, deprivation, direct time, deadlines, and the effect of
//! a scandal elsewhere.

use super::super::Options;
use super::lab::{Arm, Bound, Test, batches, correlated, differences, forks, pearson, runs, score, test};
use super::staff::times;
use crate::model::{Measured, each, ordinary, set, whole, with_event};
use anyhow::Result;
use balcony::experiment::stats::mean;
use balcony::profiles;
use balcony_engine::fork_point::ForkPoint;
use balcony_engine::setting::{Authority, EventKind, Setting};

fn re_referrals(ran: &Measured, from: usize, to: usize) -> f64 {
    100.0 * ran.mean("re_referrals", from, to) / ran.mean("referrals", from, to)
}

/// Pattern 8: re-referral in the usual situation, with half as many more contacts for a year, and
/// with a quarter more work per case.
pub(super) fn re_referral(options: &Options) -> Result<Vec<Test>> {
    let setting = options.average()?;
    let contacts = with_event(&setting, EventKind::ContactsSurge, 0.5, 52);
    let work = with_event(&setting, EventKind::WorkSurge, 0.25, 156);
    let arms = [Arm::new(&setting), Arm::new(&contacts), Arm::new(&work)];
    let ran = forks(options, options.size(64, 8), &arms, 156)?;
    let level: Vec<f64> = ran.iter().map(|arms| re_referrals(&arms[0], 0, 156)).collect();
    let during = differences(&ran, |ran| re_referrals(ran, 0, 52));
    let back = differences(&ran, |ran| re_referrals(ran, 104, 156));
    let loaded: Vec<f64> =
        ran.iter().map(|arms| re_referrals(&arms[2], 52, 156) - re_referrals(&arms[0], 52, 156)).collect();
    Ok(vec![
        test("re-referrals within twelve months, % (replicates)", &level, Bound::Between(20.0, 25.0)),
        test("in the year of more contacts, less none, points (pairs)", &during, Bound::Reported),
        test(
            "a year after a year of more contacts, less none, points (pairs)",
            &back,
            Bound::Between(-1.0, 1.0),
        ),
        test(
            "in years 2-3 under 25 % more work a case, less none, points (pairs)",
            &loaded,
            Bound::Above(0.0),
        ),
    ])
}

/// Pattern 13: all authorities of England, one year each, two replicates. Volumes, turnover and
/// spending are scaled to each authority's own published figures; timeliness and re-referral are
/// not.
pub(super) fn deprivation(options: &Options) -> Result<Vec<Test>> {
    let profiles: Vec<_> = profiles::all().iter().step_by(if options.quick { 10 } else { 1 }).collect();
    let base = options.average()?;
    let ran = each(profiles.len() as u32, |at| {
        let authority = profiles[at as usize].authority();
        let mut setting = ordinary(authority.clone());
        setting.warm_up = 208;
        setting.parameters = base.parameters.clone();
        let place = ForkPoint::new(setting.clone());
        let runs =
            (0..2).map(|replicate| whole(&place, options.luck(replicate), 52)).collect::<Result<Vec<_>>>()?;
        Ok((authority, runs))
    })?;
    let poor: Vec<f64> = ran.iter().map(|(authority, _)| authority.deprivation).collect();
    type Figure = fn(&Measured, &Authority) -> f64;
    let figures: [(&str, Figure, Bound); 8] = [
        ("referrals a child (input)", |m, a| m.tally.mean("referrals") / a.children, Bound::Above(0.0)),
        ("in need a child (input)", |m, a| m.tally.mean("open") / a.children, Bound::Above(0.0)),
        ("plans a child (input)", |m, a| m.tally.mean("plan_stock") / a.children, Bound::Above(0.0)),
        ("looked after a child (input)", |m, a| m.tally.mean("care_stock") / a.children, Bound::Above(0.0)),
        ("re-referrals", |m, _| m.outcome("re-referrals"), Bound::Between(-0.4, 0.4)),
        ("timeliness", |m, _| m.outcome("timely-assessments"), Bound::Between(-0.4, 0.4)),
        ("turnover (input)", |m, _| m.outcome("turnover"), Bound::Between(-0.4, 0.4)),
        ("performance", |m, _| score(m, 0, 52), Bound::Between(-0.4, 0.4)),
    ];
    let value = |figure: Figure| -> Vec<f64> {
        let both = |(authority, runs): &(Authority, Vec<Measured>)| {
            (figure(&runs[0], authority) + figure(&runs[1], authority)) / 2.0
        };
        ran.iter().map(both).collect()
    };
    let mut tests = Vec::new();
    let made_of = |name: &str| if name.ends_with("(input)") { "input" } else { "emergent" };
    for (name, figure, bound) in figures {
        let found = value(figure);
        if name == "performance" {
            let spending: Vec<f64> =
                ran.iter().map(|(authority, _)| authority.spending / authority.children).collect();
            let what = "spending a child with performance: correlation (authorities)";
            tests.push(correlated(what, pearson(&spending, &found), found.len(), bound));
        } else {
            let what = format!("deprivation with {name}: correlation (authorities)");
            tests.push(correlated(what, pearson(&poor, &found), found.len(), bound).made_of(made_of(name)));
        }
    }
    Ok(tests)
}

/// Pattern 20: held prescription, and a surge of work with and without spare capacity.
pub(super) fn direct_time(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(64, 8);
    let setting = options.average()?;
    let held = |size: f64| Arm::new(&with_event(&setting, EventKind::PrescriptionHeld, size, 104));
    let ran = forks(options, n, &[held(0.2), held(0.8)], 104)?;
    let face = differences(&ran, |ran| ran.outcome("face-to-face"));
    let (free, room) = back(options, n, 0.92)?;
    let (full, none) = back(options, n, 1.05)?;
    let apart: Vec<f64> = full.iter().zip(&free).map(|(full, free)| full - 2.0 * free).collect();
    Ok(vec![
        test("hours face to face, prescription .8 less .2 (pairs)", &face, Bound::Below(0.0))
            .made_of("equation"),
        test(
            "weeks until a surge is absorbed, busy less twice those of the other (batches)",
            &apart,
            Bound::Above(0.0),
        ),
        test("utilisation of the busy one (replicates)", &none, Bound::Reported),
        test("utilisation of the other (replicates)", &room, Bound::Reported),
        test("weeks until absorbed, busy (batches)", &full, Bound::Reported),
        test("weeks until absorbed, the other (batches)", &free, Bound::Reported),
    ])
}

/// Weeks from the end of a surge of work (30 % for 26 weeks) until the mean difference of strain
/// stays below a quarter of its peak, by batch, for a multiple of the hours per case; also the
/// utilisation without the surge.
fn back(options: &Options, n: u32, hours: f64) -> Result<(Vec<f64>, Vec<f64>)> {
    const SURGE: usize = 26;
    const WINDOW: usize = 4;
    let mut setting = options.average()?;
    for kind in ["assessment", "enquiry", "need", "plan", "care"] {
        times(&mut setting, &format!("work.{kind}"), hours)?;
    }
    let surge = with_event(&setting, EventKind::WorkSurge, 0.3, SURGE as u32);
    let ran = forks(options, n, &[Arm::new(&setting), Arm::new(&surge)], 234)?;
    let weeks = batches(&ran, |batch| {
        let strain = |from: usize| mean(&differences(batch, |ran| ran.mean("strain", from, from + WINDOW)));
        let curve: Vec<f64> = (0..=234 - WINDOW).map(strain).collect();
        let peak = curve.iter().copied().fold(f64::MIN, f64::max);
        let last = curve.iter().rposition(|difference| *difference >= peak / 4.0).unwrap_or(0);
        (last + WINDOW).saturating_sub(SURGE) as f64
    });
    Ok((weeks, ran.iter().map(|arms| arms[0].outcome("utilisation")).collect()))
}

/// Pattern 21: assessments per day at the deadline divided by those per day in the ten days before,
/// for deadlines of 45 and 35 days.
pub(super) fn deadline(options: &Options) -> Result<Vec<Test>> {
    let n = options.size(32, 8);
    let run = |days: f64| {
        let mut setting = options.average()?;
        set(&mut setting, "pathway.deadline", days)?;
        runs(options, n, &setting, 104)
    };
    let days = |ran: &Measured, bin: usize, width: f64| ran.tally.counts.assessment_days[bin] as f64 / width;
    let (usual, early) = (run(45.0)?, run(35.0)?);
    let at: Vec<f64> = usual.iter().map(|ran| days(ran, 4, 5.0) / days(ran, 3, 10.0)).collect();
    // With the deadline at 35, days 31 to 35 are in the class of 31 to 40.
    let moved: Vec<f64> = early
        .iter()
        .map(|ran| {
            let there = ran.tally.counts.at_deadline as f64;
            there / 5.0 / ((ran.tally.counts.assessment_days[3] as f64 - there) / 5.0).max(1e-9)
        })
        .collect();
    let gone: Vec<f64> = early.iter().map(|ran| days(ran, 4, 5.0) / days(ran, 3, 10.0)).collect();
    Ok(vec![
        test("days 41-45 over days 31-40, a day, deadline 45 (replicates)", &at, Bound::Above(1.0))
            .made_of("fitted"),
        test("days 31-35 over days 36-40, deadline 35 (replicates)", &moved, Bound::Above(1.0)),
        test("days 41-45 over days 31-40, a day, deadline 35 (replicates)", &gone, Bound::Below(1.0)),
    ])
}

/// Pattern 22: two years after a scandal elsewhere, compared with no scandal.
pub(super) fn throat(options: &Options) -> Result<Vec<Test>> {
    let setting: Setting = options.average()?;
    let scandal = with_event(&setting, EventKind::ScandalElsewhere, 0.5, 0);
    let ran = forks(options, options.size(64, 8), &[Arm::new(&setting), Arm::new(&scandal)], 104)?;
    let referrals: Vec<f64> = ran
        .iter()
        .map(|arms| 100.0 * (arms[1].mean("referrals", 0, 104) / arms[0].mean("referrals", 0, 104) - 1.0))
        .collect();
    let per = |part: &'static str, whole: &'static str| {
        differences(&ran, |ran| ran.mean(part, 0, 104) / ran.mean(whole, 0, 104))
    };
    Ok(vec![
        test("referrals after a scandal elsewhere, % (pairs)", &referrals, Bound::Between(-10.0, 10.0)),
        test("enquiries a referral, less none (pairs)", &per("enquiries", "referrals"), Bound::Above(0.0))
            .made_of("equation"),
        test(
            "conferences an enquiry, less none (pairs)",
            &per("conferences", "enquiries"),
            Bound::Below(0.0),
        ),
    ])
}
