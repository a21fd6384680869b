//! CASEFLOW: the reference model, as a plain loop.
//!
//! It models one authority with two hundred practitioners. Referrals arrive, cases move from state
//! to state faster where caseloads are low, and staff leave where morale is low. It is the program
//! that a careful person writes in an afternoon: vectors of structs, one sequential generator, a
//! pass over every case every week, no framework and no tuning. Other programs are compared with
//! it, so it must stay that way. `check.rs` compares its figures with the published ones.

mod random;

use random::Random;
use std::collections::VecDeque;

/// Weeks of a full run.
pub(crate) const WEEKS: u32 = 520;

const SEATS: usize = 200;
const TEAM_SIZE: usize = 10;
const TEAMS: usize = SEATS / TEAM_SIZE;
/// A practitioner with this many cases is given no more.
const MOST_CASES: u32 = 25;
const REFERRALS_A_WEEK: f64 = 78.0;
const NEW_MORALE: f64 = 0.7;
const WEEKS_VACANT: u32 = 8;

/// State of an open case, in the order of [`Week::open`].
#[derive(Clone, Copy)]
pub(crate) enum State {
    /// Referred, not yet examined.
    Referral,
    /// Being assessed.
    Assessment,
    /// Under a child protection enquiry.
    Enquiry,
    /// Under a protection plan.
    Plan,
    /// Looked after.
    LookedAfter,
}

/// All states, in the order of [`Week::open`].
#[allow(dead_code, reason = "the check reads it, the benchmark does not, or the other way round")]
pub(crate) const STATES: [State; 5] =
    [State::Referral, State::Assessment, State::Enquiry, State::Plan, State::LookedAfter];

impl State {
    /// Probability per week of leaving the state, with an empty caseload.
    fn hazard(self) -> f64 {
        match self {
            State::Referral => 0.9,
            State::Assessment => 0.18,
            State::Enquiry => 0.5,
            State::Plan => 0.025,
            State::LookedAfter => 0.008,
        }
    }

    /// The next state of a case with this risk, or `None` if it closes; `v` is uniform on 0 to 1.
    fn next(self, risk: f64, v: f64) -> Option<State> {
        match self {
            State::Referral => (v < 0.7).then_some(State::Assessment),
            State::Assessment => {
                let enquiry = 0.25 + 0.3 * risk;
                if v < enquiry {
                    Some(State::Enquiry)
                } else if v < enquiry + 0.45 {
                    None
                } else {
                    Some(State::Plan)
                }
            }
            State::Enquiry if v < 0.5 => Some(State::Plan),
            State::Enquiry if v < 0.65 => Some(State::LookedAfter),
            State::Enquiry => None,
            State::Plan => (v < 0.1).then_some(State::LookedAfter),
            State::LookedAfter => None,
        }
    }
}

/// A case that a practitioner holds, or that waits in the queue (then `seat` has no meaning).
struct Case {
    state: State,
    risk: f64,
    /// Weeks in this state.
    age: u32,
    seat: usize,
}

/// The post of a practitioner.
struct Seat {
    /// The week in which it is filled again; `None` while somebody holds it.
    filled_again: Option<u32>,
    morale: f64,
    cases: u32,
    /// Cases at the start of this week's work, from which the hazards are computed.
    cases_at_start: u32,
}

/// Record of one week.
#[derive(Clone, Copy, Default)]
pub(crate) struct Week {
    /// Open cases by state, including those in the queue.
    pub(crate) open: [u32; 5],
    /// Cases closed since the first week.
    pub(crate) closed: u32,
    /// Mean morale of the posts that are held.
    pub(crate) morale: f64,
    /// Number of practitioners who left.
    pub(crate) leavers: u32,
}

/// One authority and its generator of random numbers.
struct Office {
    random: Random,
    week: u32,
    seats: Vec<Seat>,
    held: Vec<Case>,
    queue: VecDeque<Case>,
    closed: u32,
    case_weeks: u64,
}

/// A whole run: a record for each week, and the case-weeks simulated.
pub(crate) struct Run {
    /// The weeks in order.
    pub(crate) weeks: Vec<Week>,
    /// Open cases summed over weeks.
    pub(crate) case_weeks: u64,
}

/// Runs an authority that starts without cases.
pub(crate) fn run(seed: u64, weeks: u32) -> Run {
    let mut place = Office::new(seed);
    let weeks = (0..weeks).map(|_| place.step()).collect();
    Run { weeks, case_weeks: place.case_weeks }
}

impl Office {
    /// An authority in which every post is held and no case is open.
    fn new(seed: u64) -> Self {
        let seat = || Seat { filled_again: None, morale: NEW_MORALE, cases: 0, cases_at_start: 0 };
        Self {
            random: Random::new(seed),
            week: 0,
            seats: (0..SEATS).map(|_| seat()).collect(),
            held: Vec::new(),
            queue: VecDeque::new(),
            closed: 0,
            case_weeks: 0,
        }
    }

    /// Simulates one week.
    fn step(&mut self) -> Week {
        self.fill_seats();
        self.work_through_queue();
        self.receive_referrals();
        self.move_cases();
        let leavers = self.update_morale();
        self.reallocate(&leavers);
        self.week += 1;
        self.record(leavers.len() as u32)
    }

    fn fill_seats(&mut self) {
        for seat in &mut self.seats {
            if seat.filled_again == Some(self.week) {
                *seat = Seat { filled_again: None, morale: NEW_MORALE, cases: 0, cases_at_start: 0 };
            }
        }
    }

    fn work_through_queue(&mut self) {
        // Cases that cannot be allocated go to the back, so after one pass they are in their old
        // order.
        for _ in 0..self.queue.len() {
            if let Some(case) = self.queue.pop_front() {
                self.allocate(case);
            }
        }
    }

    fn receive_referrals(&mut self) {
        for _ in 0..self.random.poisson(REFERRALS_A_WEEK) {
            let risk = self.random.uniform();
            self.allocate(Case { state: State::Referral, risk, age: 0, seat: 0 });
        }
    }

    /// Gives a case to the member of a random team with the fewest cases, or puts it in the queue.
    fn allocate(&mut self, mut case: Case) {
        let first = self.random.below(TEAMS as u32) as usize * TEAM_SIZE;
        let least = (first..first + TEAM_SIZE)
            .filter(|&seat| self.seats[seat].filled_again.is_none())
            .min_by_key(|&seat| self.seats[seat].cases);
        match least {
            Some(seat) if self.seats[seat].cases < MOST_CASES => {
                self.seats[seat].cases += 1;
                case.seat = seat;
                self.held.push(case);
            }
            _ => self.queue.push_back(case),
        }
    }

    fn move_cases(&mut self) {
        self.case_weeks += (self.held.len() + self.queue.len()) as u64;
        for seat in &mut self.seats {
            seat.cases_at_start = seat.cases;
        }
        let Self { held, seats, random, closed, .. } = self;
        held.retain_mut(|case| {
            let burden = f64::from(seats[case.seat].cases_at_start) / 20.0;
            case.age += 1;
            if random.uniform() >= case.state.hazard() / (1.0 + burden * burden) {
                return true;
            }
            case.age = 0;
            match case.state.next(case.risk, random.uniform()) {
                Some(state) => {
                    case.state = state;
                    true
                }
                None => {
                    seats[case.seat].cases -= 1;
                    *closed += 1;
                    false
                }
            }
        });
    }

    /// Moves morale towards what the caseload allows and towards the team's mean. Returns the posts
    /// whose holders leave, in order.
    fn update_morale(&mut self) -> Vec<usize> {
        let mut leavers = Vec::new();
        for team in 0..TEAMS {
            let members = team * TEAM_SIZE..(team + 1) * TEAM_SIZE;
            let of_team = mean_morale(&self.seats[members.clone()]);
            for number in members {
                let seat = &mut self.seats[number];
                if seat.filled_again.is_some() {
                    continue;
                }
                let allowed = 1.0 - f64::from(seat.cases) / 30.0;
                seat.morale += 0.1 * (allowed - seat.morale) + 0.05 * (of_team - seat.morale);
                if self.random.uniform() < 0.0025 * (2.0 - seat.morale) {
                    seat.filled_again = Some(self.week + WEEKS_VACANT);
                    leavers.push(number);
                }
            }
        }
        leavers
    }

    /// Hands the leavers' cases to colleagues.
    fn reallocate(&mut self, leavers: &[usize]) {
        for &leaver in leavers {
            let theirs: Vec<Case> = self.held.extract_if(.., |case| case.seat == leaver).collect();
            self.seats[leaver].cases = 0;
            for case in theirs {
                self.allocate(case);
            }
        }
    }

    fn record(&self, leavers: u32) -> Week {
        let mut open = [0; 5];
        for case in self.held.iter().chain(&self.queue) {
            open[case.state as usize] += 1;
        }
        Week { open, closed: self.closed, morale: mean_morale(&self.seats), leavers }
    }
}

/// Mean morale of the posts that are held; 0 if none is.
fn mean_morale(seats: &[Seat]) -> f64 {
    let held = || seats.iter().filter(|seat| seat.filled_again.is_none());
    let n = held().count();
    if n == 0 { 0.0 } else { held().map(|seat| seat.morale).sum::<f64>() / n as f64 }
}
