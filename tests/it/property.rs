//! Properties that hold for all inputs: nothing breaks at extreme values, nothing is lost, and
//! totals add up.

use crate::contract::kit::{self, KINDS, START, go, setting};
use crate::contract::recount;
use balcony_engine::advance::{advance, unaccrued, warmed_up};
use balcony_engine::calendar::Week;
use balcony_engine::context::Constants;
use balcony_engine::measure::{MEASURES, OUTCOMES, OutcomeAccumulator, ROW, Sink};
use balcony_engine::parameters::Parameters;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::{Authority, Event, Setting, Structure, Task, TaskKind};
use balcony_engine::strategy::{
    self, ACTS, Adaptive, Investment, InvestmentKind, Response, Rule, Signal, Style, Trigger,
};
use balcony_engine::world::World;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::sync::OnceLock;

/// Recounts the world every `every` weeks, and checks that measures are finite and not negative.
struct Watch {
    every: u32,
    tally: OutcomeAccumulator,
    faults: Vec<String>,
}

impl Watch {
    fn every(every: u32) -> Self {
        Self { every, tally: OutcomeAccumulator::default(), faults: Vec::new() }
    }
}

impl Sink for Watch {
    fn week(&mut self, week: Week, row: &[f64; ROW], world: &World) {
        self.tally.week(week, row, world);
        for (measure, value) in MEASURES.iter().zip(row) {
            if !(value.is_finite() && *value >= 0.0) {
                self.faults.push(format!("{} is {value}", measure.key));
            }
        }
        if week.0.is_multiple_of(self.every) && self.faults.is_empty() {
            self.faults = recount::faults(world);
            for fault in &mut self.faults {
                fault.push_str(&format!(" (week {})", week.0 - START));
            }
        }
    }
}

/// Runs a setting and returns all faults.
pub(crate) fn wrong(
    setting: &Setting,
    strategy: &strategy::Strategy,
    weeks: u32,
    rng_key: RngKey,
    every: u32,
) -> Vec<String> {
    let constants = Constants::of(setting);
    let mut world = match warmed_up(setting, &constants, rng_key) {
        Ok(world) => world,
        Err(failure) => return vec![failure.to_string()],
    };
    let mut faults = recount::faults(&world);
    let mut watch = Watch::every(every);
    if let Err(failure) = advance(&mut world, strategy, setting, &constants, Week(START + weeks), &mut watch)
    {
        faults.push(failure.to_string());
        return faults;
    }
    faults.append(&mut watch.faults);
    faults.append(&mut recount::faults(&world));
    for (outcome, value) in OUTCOMES.iter().zip(watch.tally.outcomes(&unaccrued(&world, setting, &constants)))
    {
        // Spending may be below the budget, at most by all of it.
        let least = if outcome.key == "overspend" { -100.0 } else { 0.0 };
        let missing = value.is_nan() && outcome.may_be_missing;
        if !(missing || value.is_finite() && value >= least) {
            faults.push(format!("outcome {} is {value}", outcome.key));
        }
    }
    faults
}

/// Parameters at the ends of their ranges: 0 low, 1 high, otherwise the default.
fn corner(ends: &[u8]) -> Parameters {
    let mut parameters = Parameters::default();
    for (row, end) in Parameters::registry().zip(ends.iter().cycle()) {
        *parameters.value(row.key).expect("a registered parameter") = match end {
            0 => row.low,
            1 => row.high,
            _ => row.default,
        };
    }
    parameters
}

// Seen to fail with pieces left in the stock at a closure ("counted Stocks …, kept Stocks …"), with
// the cases of a leaver not given back to be allocated ("open, and nobody's"), and with shocks not
// scaled by what is left of risk ("risk is 2.23").
#[test]
fn all_parameters_low_all_high_and_by_turns_do_no_harm() {
    for ends in [&[0][..], &[1], &[0, 1], &[1, 0], &[0, 0, 1], &[1, 1, 0]] {
        let mut setting = setting();
        setting.authority = kit::authority(9000, 6_000.0);
        setting.parameters = corner(ends);
        let strategy = kit::strategy(&[(0, kit::preset("connected")), (60, kit::preset("personalised"))]);
        let faults = wrong(&setting, &strategy, 120, RngKey { seed: 3, replicate: 1 }, 1);
        assert!(faults.is_empty(), "{ends:?}: {faults:#?}");
    }
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..1.0]
}

/// One site takes all decisions of a kind, or all sites share them.
fn row() -> impl Strategy<Value = [f64; 4]> {
    prop_oneof![
        (0_usize..4).prop_map(|site| core::array::from_fn(|index| f64::from(u8::from(index == site)))),
        Just([0.25; 4]),
    ]
}

/// A week spent on one use only, on none, or on too much.
fn attention() -> impl Strategy<Value = [f64; 7]> {
    prop_oneof![
        (0_usize..7)
            .prop_map(|spent| core::array::from_fn(|index| 10.0 * f64::from(u8::from(index == spent)))),
        Just([0.0; 7]),
        Just([3.0; 7]),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    (share(), [row(), row(), row(), row(), row()], attention())
        .prop_map(|(source, rights, attention)| Style { source, rights, attention })
}

/// Authorities from a hamlet to a town, with inconsistent figures and shares of zero and one.
fn authority() -> impl Strategy<Value = Authority> {
    let size = prop_oneof![Just(300.0), Just(1.0), 300.0..8_000.0];
    (size, [share(), share(), share(), share(), share()], 0_usize..8, 0.1_f64..4.0).prop_map(
        |(children, [no_further_action, not_in_need, agency, vacancy, turnover], only, much)| {
            let mut authority = kit::authority(1, children);
            authority.in_post = if children < 301.0 { 4.0 } else { authority.in_post * much };
            authority.in_need = if children < 301.0 { 5.0 } else { authority.in_need };
            authority.referrals *= much;
            authority.caseload = 16.9 / much;
            if only < 7 {
                authority.sources = core::array::from_fn(|source| f64::from(u8::from(source == only)));
            }
            Authority { no_further_action, not_in_need, agency, vacancy, turnover, ..authority }
        },
    )
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let sizes = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0];
    let one = (0_usize..KINDS.len(), 0_u32..100, prop_oneof![Just(0_u32), 1_u32..60], sizes).prop_map(
        |(kind, week, weeks, size)| Event { week: Week(START + week), weeks, kind: KINDS[kind], size },
    );
    prop::collection::vec(one, 0..6)
}

/// Tasks with any dates that may wait for earlier tasks.
fn tasks() -> impl Strategy<Value = Vec<Task>> {
    let kinds =
        [TaskKind::RulesRemoved, TaskKind::SwitchOver, TaskKind::PracticeFramework, TaskKind::JointProposal];
    let one = (0_usize..4, 0_u32..60, 0_u32..80, prop_oneof![Just(1.0), 1.0..50.0], share(), any::<bool>());
    prop::collection::vec(one, 0..5).prop_map(move |tasks| {
        let all = tasks.into_iter().enumerate();
        all.map(|(at, (kind, from, more, effort, size, waits))| Task {
            kind: kinds[kind],
            from: Week(START + from),
            due: Week(START + from + more),
            effort,
            size,
            after: if waits && at > 0 { 1 << (at - 1) } else { 0 },
        })
        .collect()
    })
}

fn structure() -> impl Strategy<Value = Structure> {
    let boards = prop_oneof![Just(0.0), Just(2.0), Just(4.0)];
    ([share(), share(), share()], prop_oneof![Just(0.0), Just(0.5)], boards).prop_map(
        |([together, schools_led_together, residents], pooled, boards)| Structure {
            together,
            schools_led_together,
            residents,
            pooled,
            boards,
            ..Structure::default()
        },
    )
}

/// The parts of a strategy besides its changes, each at extreme values.
fn acts() -> impl Strategy<Value = strategy::Strategy> {
    let sizes = prop_oneof![Just(0.0), Just(0.1), Just(100.0)];
    let bought = (
        prop::sample::select(&InvestmentKind::ALL[..]),
        0_u32..60,
        prop_oneof![Just(0_u32), 1_u32..60],
        sizes,
    )
        .prop_map(|(kind, week, weeks, size)| Investment { from: Week(START + week), weeks, kind, size });
    let response = (prop::sample::select(&Trigger::ALL[..]), 1_u32..60, style())
        .prop_map(|(to, weeks, style)| Response { to, weeks, style });
    let rule = (
        prop::sample::select(&Signal::ALL[..]),
        any::<bool>(),
        prop_oneof![Just(-10.0), Just(0.2), Just(100.0)],
        1_u32..60,
        style(),
    )
        .prop_map(|(signal, above, level, weeks, style)| Rule { signal, above, level, weeks, style });
    let adaptive = (prop::collection::vec(style(), 0..4), 0_u32..30)
        .prop_map(|(styles, every)| Adaptive { styles, every });
    (
        prop::collection::vec(bought, 0..4),
        prop::collection::vec(response, 0..3),
        prop::collection::vec(rule, 0..3),
        prop::collection::vec(
            (0_usize..5, 0_u32..300, prop_oneof![Just(0_u32), 1_u32..60], 0.0_f64..0.9),
            0..3,
        ),
        prop::option::of(adaptive),
    )
        .prop_map(|(investments, responses, rules, acts, adaptive)| strategy::Strategy {
            acts: acts
                .into_iter()
                .map(|(kind, week, weeks, size)| Event {
                    week: Week(START + week),
                    weeks,
                    kind: ACTS[kind],
                    size,
                })
                .collect(),
            changes: Vec::new(),
            investments,
            responses,
            rules,
            adaptive,
            treatments: Vec::new(),
        })
}

prop_compose! {
    fn settings()(
        authority in authority(),
        ends in prop::collection::vec(0_u8..3, 300),
        states in prop::collection::vec(share(), 9),
        judgement in prop_oneof![Just(0.0), Just(1.0), Just(3.0)],
        tasks in tasks(),
        structure in structure(),
        tenure in prop_oneof![Just(0.0), Just(2000.0)],
        incumbent in style(),
        mut events in events(),
        warm_up in prop_oneof![Just(0_u32), Just(1), Just(60)],
    ) -> Setting {
        events.sort_by_key(|event| event.week);
        let mut setting = Setting { authority, parameters: corner(&ends), events, warm_up, tasks, structure, ..setting() };
        let start = &mut setting.start;
        start.tenure = tenure;
        start.judgement = judgement;
        start.incumbent = incumbent;
        for (state, value) in [
            &mut start.culture, &mut start.prescription, &mut start.trust, &mut start.language, &mut start.routine,
            &mut start.credibility, &mut start.authorisation, &mut start.authority, &mut start.salience,
        ].into_iter().zip(states) {
            *state = value;
        }
        setting
    }
}

proptest! {
    // The same cases every time, so that a failure can be investigated; PROPTEST_CASES sets a
    // larger number.
    #![proptest_config(Config { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Config::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)) })]

    #[test]
    fn nothing_breaks_and_nobody_is_lost_at_the_extremes(
        setting in settings(),
        styles in prop::collection::vec((0_u32..100, style()), 0..4),
        acts in acts(),
        weeks in prop_oneof![Just(1_u32), 1_u32..300, Just(1000)],
        seed in any::<u32>(),
    ) {
        let mut changes = styles;
        changes.sort_by_key(|change| change.0);
        let strategy = strategy::Strategy { changes: kit::strategy(&changes).changes, ..acts };
        let faults = wrong(&setting, &strategy, weeks, RngKey { seed, replicate: seed >> 7 }, 13);
        prop_assert!(faults.is_empty(), "{:#?}", &faults[..faults.len().min(12)]);
    }

    #[test]
    fn needs_at_many_times_the_usual_rate_are_all_kept(rate in 500.0_f64..3000.0, seed in any::<u32>()) {
        let mut setting = setting();
        setting.authority = kit::authority(2, 1_500.0);
        setting.warm_up = 13;
        setting.parameters.needs.rate = rate;
        setting.parameters.noticing.rate = 0.2;
        let strategy = kit::strategy(&[(0, kit::preset("connected"))]);
        let faults = wrong(&setting, &strategy, 26, RngKey { seed, replicate: 0 }, 13);
        prop_assert!(faults.is_empty(), "{:#?}", &faults[..faults.len().min(12)]);
    }
}

/// A large authority at week 0, so that all kinds of event happen in its first week.
fn large() -> (Setting, World) {
    static WORLD: OnceLock<World> = OnceLock::new();
    let setting = Setting { authority: kit::authority(9000, 200_000.0), ..setting() };
    let world = WORLD.get_or_init(|| kit::warm(&setting, 1, 0)).clone();
    (setting, world)
}

/// Measures of a week (the first is 1) after a parameter is changed at week 0, including all harm
/// that has accrued.
fn measures(key: &str, value: f64, week: u32) -> [f64; ROW] {
    let (mut setting, mut world) = large();
    *setting.parameters.value(key).expect("a parameter") = value;
    let mut past = kit::Past::default();
    go(&mut world, &setting, &strategy::Strategy::default(), week, &mut past);
    let mut row = past.rows[week as usize - 1].map(f64::from_bits);
    let passed = unaccrued(&world, &setting, &Constants::of(&setting));
    row[measure("harm_open")] += passed.harm_open as f64;
    row[measure("harm_unserved")] += passed.harm_unserved as f64;
    row
}

fn measure(key: &str) -> usize {
    MEASURES.iter().position(|row| row.key == key).expect("a measure")
}

/// Checks that a parameter, from the low end of its range to the high end, changes a measure of the
/// first week, and in one direction only.
#[track_caller]
fn moves_one_way(key: &str, measure: &str, up: bool) {
    let row = Parameters::registry().find(|row| row.key == key).expect("a parameter");
    moves(key, (row.low, row.high), measure, 1, up);
}

#[track_caller]
fn moves(key: &str, (low, high): (f64, f64), measure: &str, week: u32, up: bool) {
    let index = self::measure(measure);
    let value = |step| low + f64::from(step) / 8.0 * (high - low);
    let values: Vec<f64> = (0..=8).map(|step| measures(key, value(step), week)[index]).collect();
    for pair in values.windows(2) {
        assert!(if up { pair[0] <= pair[1] } else { pair[0] >= pair[1] }, "{key} on {measure}: {values:?}");
    }
    assert!(values[0] != values[8], "{key} does not move {measure}: {values:?}");
}

#[test]
fn more_noticing_never_lowers_contacts_or_referrals_in_the_first_week() {
    moves_one_way("noticing.rate", "contacts", true);
    moves_one_way("noticing.rate", "referrals", true);
    moves_one_way("noticing.background", "contacts", true);
    moves_one_way("noticing.contact_margin", "contacts", true);
    moves_one_way("noticing.threshold", "referrals", false);
}

// Seen to fail with the threshold of no further action turned round ("[72.0, 49.0, 22.0, …]").
#[test]
fn higher_thresholds_never_raise_what_lies_above_them_in_the_first_week() {
    moves_one_way("decisions.no_further_action", "no_further_action", true);
    moves_one_way("decisions.need", "not_in_need", true);
    moves_one_way("decisions.enquiry", "enquiries", false);
    // A conference is held the week after it is called.
    moves("decisions.conference", (0.45, 0.8), "conferences", 2, false);
    moves_one_way("decisions.plan", "plans_started", false);
    moves_one_way("decisions.care", "care_started", false);
    moves_one_way("decisions.close", "ended", true);
}

#[test]
fn more_needs_more_children_and_more_hazard_more_harm_in_the_first_week() {
    moves_one_way("needs.rate", "unserved", true);
    moves_one_way("needs.harm", "harm_unserved", true);
    moves_one_way("needs.protection_need", "harm_open", false);
}

#[test]
fn more_quits_more_leavers_and_more_hours_due_more_utilisation_in_the_first_week() {
    moves("workforce.quits", (0.1, 5.0), "leavers", 1, true);
    moves_one_way("workforce.fill", "starters", true);
    moves_one_way("work.need", "utilisation", true);
    moves_one_way("work.assessment", "utilisation", true);
    moves_one_way("work.casework", "utilisation", false);
}

/// Mean of a measure over two years and three replicates.
fn mean(authority: &Authority, measure: &str, of: Option<&str>) -> f64 {
    let setting = Setting { authority: authority.clone(), ..setting() };
    let mut sums = (0.0, 0.0);
    for replicate in 0..3 {
        let mut world = kit::warm(&setting, 5, replicate);
        let mut tally = OutcomeAccumulator::default();
        advance(
            &mut world,
            &strategy::Strategy::default(),
            &setting,
            &Constants::of(&setting),
            Week(START + 104),
            &mut tally,
        )
        .expect("a sound model");
        sums.0 += tally.mean(measure);
        sums.1 += of.map_or(1.0, |of| tally.mean(of));
    }
    sums.0 / sums.1
}

/// Raises one figure of an average authority, and checks that the model follows.
#[track_caller]
fn follows(turn_up: impl Fn(&mut Authority), measure: &str, of: Option<&str>) {
    follows_from(&kit::authority(9000, 15_000.0), turn_up, measure, of);
}

#[track_caller]
fn follows_from(usual: &Authority, turn_up: impl Fn(&mut Authority), measure: &str, of: Option<&str>) {
    let mut higher = usual.clone();
    turn_up(&mut higher);
    // Factors that are fitted to an authority follow its figures by the rule of response, as for a
    // scenario's own figures.
    higher.factors = balcony::profiles::factors(higher.id, &higher);
    let usual = &Authority { factors: balcony::profiles::factors(usual.id, usual), ..usual.clone() };
    let (a, b) = (mean(usual, measure, of), mean(&higher, measure, of));
    assert!(b > 1.02 * a, "{measure}: {a} at the usual figure, {b} at a higher one");
}

#[test]
fn a_higher_published_figure_gives_a_higher_figure_of_the_model() {
    follows(|authority| authority.referrals *= 1.5, "referrals", None);
    follows(|authority| authority.not_in_need = 0.45, "not_in_need", Some("referrals"));
    follows(|authority| authority.in_need *= 1.5, "open", None);
    follows(|authority| authority.enquiries *= 2.0, "enquiries", None);
    follows(|authority| authority.plans *= 2.0, "plan_stock", None);
    follows(|authority| authority.looked_after *= 2.0, "care_stock", None);
    follows(|authority| authority.in_post *= 1.3, "employed", None);
    follows(|authority| authority.vacancy = 0.4, "vacant", None);
    // If nearly all vacant posts are covered already, there is no room for more.
    let few = Authority { agency: 0.05, ..kit::authority(9000, 15_000.0) };
    follows_from(&few, |authority| authority.agency = 0.15, "agency", None);
    follows(|authority| authority.turnover = 0.3, "leavers", Some("employed"));
    follows(|authority| authority.caseload = 25.0, "caseload", None);
}

#[test]
fn an_authority_that_closes_more_referrals_at_once_does_so_in_the_model() {
    follows(|authority| authority.no_further_action = 0.25, "no_further_action", Some("referrals"));
}
