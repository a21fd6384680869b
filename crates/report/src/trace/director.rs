//! The story of the director's post in sentences: who holds it, what happens to the service, and a
//! yearly account.

use balcony_engine::setting::{Event as Happening, EventKind, Setting};
use balcony_engine::strategy::{SITES, Style};

use super::marks::Mark;
use super::post::Sight;
use super::words::{capital, count, list, span, thousands};
use super::{Event, LifeStory};

/// Weeks of a yearly account.
const YEAR: usize = 52;

/// Describes the post at week 0 in sentences and in numbers. It is the same under every strategy.
pub fn portrait(start: &Sight) -> (Vec<String>, Vec<(&'static str, f64)>) {
    let director = &start.director;
    let tenure = (start.week + 1).saturating_sub(director.since);
    let mut said = vec![
        format!(
            "The director has been in post for {}, with credibility {:.2} among staff and {:.2} among members, and a \
             mandate of {:.2} (of 1).",
            span(tenure),
            director.credibility[0],
            director.credibility[7],
            director.authorisation
        ),
        format!(
            "Culture of teams {:.2} (0 compliance, 1 learning), prescription {:.2}, trust between agencies {:.2}.",
            start.measure("culture"),
            start.measure("prescription"),
            start.measure("trust")
        ),
        format!(
            "{:.0} % of posts have no employed holder; {:.1} cases per case holder; work due is {:.2} of the hours there.",
            100.0 * start.vacancy(),
            start.measure("caseload"),
            start.measure("utilisation")
        ),
        format!("The way of leading so far: {}", style(&start.style)),
        week(&start.style),
        super::below::portrait(start),
    ];
    if start.waiting >= 10 {
        said.push(format!("{} decisions wait on the director's desk.", thousands(f64::from(start.waiting))));
    }
    let traits = vec![
        ("tenure", f64::from(tenure)),
        ("credibility with staff", director.credibility[0]),
        ("authorisation", director.authorisation),
        ("culture", start.measure("culture")),
        ("prescription", start.measure("prescription")),
        ("trust", start.measure("trust")),
        ("vacancy", start.vacancy()),
    ];
    (said, traits)
}

/// Describes a style: how influence travels, and who decides on a child's next step.
fn style(style: &Style) -> String {
    let source = match style.source {
        s if s < 0.2 => format!("influence travels down the line, by formal authority (source {s:.1})"),
        s if s > 0.8 => format!("influence travels by credibility and relationships (source {s:.1})"),
        s => format!("influence travels partly down the line, partly by relationships (source {s:.1})"),
    };
    let sites: Vec<String> = SITES
        .iter()
        .zip(style.rights[0])
        .filter(|(_, share)| *share >= 0.05)
        .map(|(site, share)| format!("{site} {:.0} %", 100.0 * share))
        .collect();
    let sites = list(&sites.iter().map(String::as_str).collect::<Vec<_>>());
    format!("{source}; the right to decide a child's next step: {sites}.")
}

/// Describes the director's week: the four uses with the most half-days.
fn week(style: &Style) -> String {
    let uses = [
        "looking at the whole",
        "among staff",
        "with partners",
        "with members",
        "on the programme of change",
        "developing others",
        "on rest and reflection",
    ];
    let mut spent: Vec<(usize, f64)> = style.attention.iter().copied().enumerate().collect();
    spent.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let most: Vec<String> =
        spent[..4].iter().map(|(use_, half)| format!("{half:.1} {}", uses[*use_])).collect();
    let most = list(&most.iter().map(String::as_str).collect::<Vec<_>>());
    format!("Of {:.0} half-days a week the director spends {most}.", style.attention.iter().sum::<f64>())
}

/// Builds the post's history under one strategy; the first observation is the state at week 0.
pub fn life(strategy: &str, past: &[Sight], setting: &Setting) -> LifeStory {
    let mut events = Vec::new();
    let Some(start) = past.first() else {
        return LifeStory {
            strategy: strategy.to_owned(),
            events,
            sum: String::new(),
            totals: Vec::new(),
            course: Vec::new(),
            years: None,
        };
    };
    let mut marks = Mark::all(start);
    let first = start.week + 1;
    let mut year = Vec::with_capacity(YEAR);
    for pair in past.windows(2) {
        let (before, now) = (&pair[0], &pair[1]);
        let mut told = Telling { before, now, setting, events: &mut events };
        told.holder(strategy);
        told.style(strategy);
        for happening in setting.events.iter().filter(|event| event.week.0 == now.week) {
            told.happening(happening);
        }
        told.incidents();
        told.reviews();
        super::below::tell(told.before, told.now, told.setting, told.events);
        super::system::tell(told.before, told.now, told.setting, told.events);
        let anew = before.director.incumbent != now.director.incumbent;
        for mark in &mut marks {
            if anew {
                mark.begin_anew(now);
            }
            mark.tell(now, &mut events);
        }
        year.push(*now);
        if year.len() == YEAR {
            account((now.week - first) / YEAR as u32 + 1, &year, &mut events);
            year.clear();
        }
    }
    if year.len() >= 4 {
        account(0, &year, &mut events);
    }
    let totals = totals(past);
    let value = |key: &str| totals.iter().find(|(name, _)| *name == key).map_or(0.0, |(_, value)| *value);
    let sum = format!(
        "{}; {}; at the end culture {:.2}, prescription {:.2}, trust {:.2}, mandate {:.2}; {:.0} % of posts without \
         an employed holder.",
        count(value("changes of director") as u32, "change of director", "changes of director"),
        incidents(value("serious incidents") as u32, scripted(past, setting)),
        value("culture"),
        value("prescription"),
        value("trust"),
        value("authorisation"),
        100.0 * value("vacancy")
    );
    LifeStory { strategy: strategy.to_owned(), events, sum, totals, course: Vec::new(), years: None }
}

/// Number of serious incidents that the scenario's own events cause in the observed weeks.
fn scripted(past: &[Sight], setting: &Setting) -> usize {
    let told =
        |week: u32| past.first().zip(past.last()).is_some_and(|(a, b)| a.week < week && week <= b.week);
    let case = |event: &&balcony_engine::setting::Event| {
        event.kind == EventKind::SeriousIncident && event.size > 0.0 && told(event.week.0)
    };
    setting.events.iter().filter(case).count()
}

fn incidents(by_luck: u32, scripted: usize) -> String {
    let by_luck = count(by_luck, "serious incident", "serious incidents");
    match scripted {
        0 => by_luck,
        1 => format!("{by_luck} besides the scenario's own"),
        more => format!("{by_luck} besides the scenario's {more}"),
    }
}

fn totals(past: &[Sight]) -> Vec<(&'static str, f64)> {
    let (Some(first), Some(last)) = (past.first(), past.last()) else { return Vec::new() };
    let sum = |key: &str| past[1..].iter().map(|sight| sight.measure(key)).sum::<f64>();
    vec![
        ("changes of director", f64::from(last.director.incumbent - first.director.incumbent)),
        ("serious incidents", sum("incidents")),
        ("referrals", sum("referrals")),
        ("re-referrals", sum("re_referrals")),
        ("leavers", sum("leavers")),
        ("culture", last.measure("culture")),
        ("prescription", last.measure("prescription")),
        ("trust", last.measure("trust")),
        ("authorisation", last.director.authorisation),
        ("vacancy", last.vacancy()),
    ]
}

/// Writes the events of one week.
struct Telling<'a> {
    before: &'a Sight,
    now: &'a Sight,
    setting: &'a Setting,
    events: &'a mut Vec<Event>,
}

impl Telling<'_> {
    fn say(&mut self, key: &'static str, sentence: String, numbers: Vec<(&'static str, f64)>) {
        self.events.push(Event { week: self.now.week, key, sentence, numbers });
    }

    /// Adds a change of director.
    fn holder(&mut self, strategy: &str) {
        let (was, is) = (&self.before.director, &self.now.director);
        if was.incumbent == is.incumbent {
            return;
        }
        let weeks = self.now.week.saturating_sub(was.since);
        let numbers = vec![("weeks in post", f64::from(weeks)), ("interim", f64::from(u8::from(is.interim)))];
        if was.interim {
            let sentence = format!(
                "After {} the interim left, and a new director started, to lead in the {strategy} way.",
                span(weeks)
            );
            self.say("director", sentence, numbers);
        } else {
            let next = if is.interim { "an interim took over" } else { "a successor started at once" };
            self.say(
                "director",
                format!("The director left after {} in post; {next}.", span(weeks)),
                numbers,
            );
            let bonds = (self.before.bond, self.now.bond);
            let sentence = format!(
                "What had been built in person went too: bonds with teams fell from {:.2} to {:.2}.",
                bonds.0, bonds.1
            );
            self.say("bonds", sentence, vec![("before", bonds.0), ("after", bonds.1)]);
        }
        let start = is.credibility[0];
        self.say(
            "credibility-anew",
            format!("Credibility among staff begins at {start:.2}."),
            vec![("credibility", start)],
        );
    }

    /// Adds a change of the style in force.
    fn style(&mut self, strategy: &str) {
        let (was, is) = (&self.before.style, &self.now.style);
        if was == is {
            return;
        }
        if *is == self.setting.start.incumbent {
            let why =
                if self.now.director.interim { "An interim keeps things as they were: the" } else { "The" };
            self.say(
                "style",
                format!("{why} incumbent way of leading is in force again."),
                vec![("source", is.source)],
            );
            return;
        }
        let again = self.events.iter().any(|event| event.key == "style");
        let sentence = if again {
            format!("The {strategy} way of leading is in force (source {:.1}).", is.source)
        } else {
            format!("The {strategy} way of leading begins: {}", style(is))
        };
        self.say("style", sentence, vec![("source", is.source)]);
        if was.attention != is.attention {
            self.say("attention", week(is), vec![]);
        }
    }

    /// Adds an event of the scenario.
    fn happening(&mut self, event: &Happening) {
        if event.size == 0.0 {
            return;
        }
        let percent = 100.0 * event.size;
        let lasting =
            if event.weeks == 0 { "for good".to_owned() } else { format!("for {}", span(event.weeks)) };
        let heard = format!(
            "public attention rose from {:.2} to {:.2}",
            self.before.around.salience, self.now.around.salience
        );
        let rules = (self.before.measure("prescription"), self.now.measure("prescription"));
        let sentence = match event.kind {
            EventKind::SeriousIncident => {
                format!("A child known to the authority was seriously harmed, and {heard}.")
            }
            EventKind::ScandalElsewhere => format!("A scandal broke elsewhere in England, and {heard}."),
            EventKind::NeedsSurge => {
                format!("More children came to have needs, {percent:.0} % more than usual, {lasting}.")
            }
            EventKind::ContactsSurge => {
                format!(
                    "The front door got {percent:.0} % more contacts about children without needs, {lasting}."
                )
            }
            EventKind::WorkSurge => format!("Every case took {percent:.0} % more hours, {lasting}."),
            EventKind::BudgetCut => format!("The budget fell by {percent:.0} %, {lasting}."),
            EventKind::DirectorLeaves if self.before.director.incumbent == self.now.director.incumbent => {
                format!("The director might have left ({percent:.0} % likely), and did not.")
            }
            EventKind::DirectorLeaves => return,
            EventKind::RulesRemoved => {
                format!(
                    "The council decided to take away {percent:.0} % of its rules, as fast as the change can be made."
                )
            }
            EventKind::RulesAdded => {
                format!("Rules were added: prescription went from {:.2} to {:.2}.", rules.0, rules.1)
            }
            EventKind::PrescriptionHeld => format!("Prescription was held at {:.2}, {lasting}.", event.size),
            EventKind::TrustHeld => {
                format!("Trust between agencies was held at {:.2}, {lasting}.", event.size)
            }
            EventKind::RecruitmentDrive => {
                format!("A recruitment drive: vacancies fill {percent:.0} % faster, {lasting}.")
            }
            EventKind::PartnerCut => format!("Partners' budgets fell by {percent:.0} %, {lasting}."),
            // `system::tell` reports the result when the inspectors have come.
            EventKind::Inspection => return,
        };
        self.say("event", sentence, vec![("size", event.size), ("weeks", f64::from(event.weeks))]);
    }

    /// Adds serious incidents. A rise of public attention shows that the public heard.
    fn incidents(&mut self) {
        let incidents = self.now.measure("incidents") as u32;
        if incidents == 0 {
            return;
        }
        let (was, is) = (self.before.around.salience, self.now.around.salience);
        let scripted = self.setting.events.iter().any(|event| {
            let public = matches!(event.kind, EventKind::SeriousIncident | EventKind::ScandalElsewhere);
            public && event.week.0 == self.now.week
        });
        let who = if incidents == 1 {
            "A child".to_owned()
        } else {
            capital(&format!("{} children", super::words::number(incidents)))
        };
        let heard = match (scripted, is > was) {
            (true, _) => String::new(),
            (_, true) => format!(" The public heard: its attention rose from {was:.2} to {is:.2}."),
            (_, false) => " The public did not hear of it.".to_owned(),
        };
        let sentence = format!("{who} with needs came to serious harm.{heard}");
        self.say("incident", sentence, vec![("incidents", f64::from(incidents)), ("salience", is)]);
    }

    /// Adds reviews of serious incidents that report this week.
    fn reviews(&mut self) {
        if self.now.measure("reviews") <= self.before.measure("reviews") {
            return;
        }
        let ready = 100.0 * self.now.measure("ready_to_learn");
        let sentence = match ready {
            0.0..=20.0 => format!(
                "A serious incident's review reported. It was read as blame: {ready:.0} % of teams could learn from it."
            ),
            ..80.0 => format!(
                "A serious incident's review reported. {ready:.0} % of teams could learn from it; the others heard blame."
            ),
            _ => format!(
                "A serious incident's review reported, and {ready:.0} % of teams could learn from it."
            ),
        };
        self.say("review", sentence, vec![("teams that learn, %", ready)]);
    }
}

/// Adds a yearly account; year 0 means the weeks that remain at the end.
fn account(year: u32, weeks: &[Sight], events: &mut Vec<Event>) {
    let Some(last) = weeks.last() else { return };
    let sum = |key: &str| weeks.iter().map(|sight| sight.measure(key)).sum::<f64>();
    let mean = |key: &str| sum(key) / weeks.len() as f64;
    let percent = |part: f64, whole: f64| if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    let (referrals, again) = (sum("referrals"), percent(sum("re_referrals"), sum("referrals")));
    let timely = percent(sum("assessments_timely"), sum("assessments"));
    let head = match year {
        0 => format!("The last {}", span(weeks.len() as u32)),
        year => format!("Year {year}"),
    };
    let decided: u32 = weeks.iter().map(|sight| sight.decided).sum();
    let all: u32 = weeks.iter().map(|sight| sight.all_decided).sum();
    events.push(Event {
        week: last.week,
        key: "account",
        sentence: format!(
            "{head}: {} referrals, {again:.0} % of them within a year of the last; {timely:.0} % of \
             assessments in time; {:.1} cases per case holder.",
            thousands(referrals),
            mean("caseload"),
        ),
        numbers: vec![("referrals", referrals), ("re-referrals, %", again), ("timely, %", timely)],
    });
    let leavers = sum("leavers");
    events.push(Event {
        week: last.week,
        key: "account-staff",
        sentence: format!(
            "{leavers:.0} social workers left and {:.0} started; on average {} children with needs had no open case; \
             the director took {} of {} decisions.",
            sum("starters"),
            thousands(mean("unserved")),
            thousands(f64::from(decided)),
            thousands(f64::from(all))
        ),
        numbers: vec![("leavers", leavers), ("unserved", mean("unserved")), ("decided", f64::from(decided))],
    });
}
