//! The page's interface to the engine. Requests are JSON texts; replicates are bytes; answers are
//! JSON texts with the report's markup.
//!
//! This crate knows nothing about browsers. The page has several desks, each in its own worker.
//! Some simulate replicates and pass on their bytes. One merges results in replicate order,
//! whatever the order in which they arrive, and summarises them. Desks with the same choice give
//! the same bytes everywhere, and they equal those of `balcony compare`.

mod about;
pub mod alone;
pub mod choice;
pub mod link;
mod luck;
mod open;
mod people;
mod qr;
mod sketch;
mod story;
mod wire;

use balcony_drawing::{Ink, LOOKS, StrategyLook, looks_of};
use balcony_engine::measure::{MEASURES, outcome_index};
use balcony_report::report;
use balcony_report::summary::so_far;
use balcony_scenario::presets;
use balcony_scenario::scenario::{FIGURES, Faults, Figure, Scenario};
use balcony_study::experiment::stats::sequence::LEAST;
use balcony_study::experiment::{Replicate, Shape, Stopping, Table, check};
use balcony_study::results;
use balcony_study::results::{Format, Results, RunRequest};
use balcony_study::simulate::{Scratch, Simulation, identity};
use choice::Choice;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Number of pairs that the page runs at most.
pub const REPLICATES: u32 = 200;

/// Bytes of warmed-up states that a desk keeps: about a dozen of a typical authority.
const KEPT: usize = 24 << 20;

const NOTHING: &str = "no comparison has been begun";

/// A request to a desk.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
enum Request {
    /// Return everything that the page needs to display itself.
    About,
    /// Check whether a choice can be run; return its description and its link.
    Check { choice: Choice },
    /// Prepare a choice, to simulate it or to merge replicates of other desks; for a sketch, only
    /// the strategies that it names.
    Begin {
        choice: Choice,
        #[serde(default)]
        sketch: Option<sketch::Sketched>,
    },
    /// The six indicators after the first `replicates` replicates.
    Indicators { replicates: u32 },
    /// Summarise the first `replicates` replicates, or fewer if the verdicts are settled earlier;
    /// never fewer than in the previous summary.
    Tell { replicates: u32 },
    /// In one line, what the first `replicates` replicates suggest, before there is a first
    /// summary.
    SoFar { replicates: u32 },
    /// Return the report as a file.
    Report,
    /// Return the brief as a file.
    Brief,
    /// Return `summary.csv`.
    Summary,
    /// Tell one child's story under two strategies, or a director's.
    Story {
        choice: Choice,
        arms: Vec<String>,
        replicate: u32,
        whom: story::StorySubject,
        child: Option<String>,
    },
    /// Open a link.
    Open { link: String },
    /// Open the text of a saved file, beside the present choice.
    OpenFile { text: String, name: String, choice: Choice },
    /// Draw a text as a QR code.
    Qr { text: String },
    /// Return a weekly measure of every strategy, by quarter.
    Course { measure: String },
}

/// One desk.
#[derive(Debug, Default)]
pub struct Desk {
    work: Option<Work>,
    /// Warmed-up states, reused when the user changes something and runs again.
    scratch: Option<Scratch>,
    /// Most bytes of them.
    room: usize,
}

/// The comparison of the current choice.
#[derive(Debug)]
struct Work {
    choice: Choice,
    arms: Vec<String>,
    baseline: usize,
    primary: usize,
    simulation: Simulation,
    shape: Shape,
    table: Table,
    /// Quarters of the primary outcome, by replicate and strategy.
    quarters: Vec<f64>,
    /// Replicates that arrived but are not yet in the table.
    waiting: BTreeMap<u32, Replicate>,
    /// Of a sketch, the number of strategies of the full run; `None` for a run.
    sketch: Option<usize>,
}

/// Parses a request and answers it. The answer is an object with the result, or with `fault`.
fn answered<A: DeserializeOwned>(request: &str, answer: impl FnOnce(A) -> Result<Value, String>) -> String {
    serde_json::from_str(request)
        .map_err(|error| format!("the page asked for something that is not known: {error}"))
        .and_then(answer)
        .unwrap_or_else(|fault| json!({ "fault": fault }))
        .to_string()
}

impl Desk {
    /// Answers a request. The answer is an object with the result, or with `fault`.
    pub fn ask(&mut self, request: &str) -> String {
        answered(request, |ask| self.answer(ask))
    }

    fn answer(&mut self, ask: Request) -> Result<Value, String> {
        match ask {
            Request::About => Ok(about::about()),
            Request::Check { choice } => Ok(checked(&choice)),
            Request::Begin { choice, sketch } => {
                self.room = if sketch.is_some() { sketch::KEPT } else { KEPT };
                self.work = Some(match sketch {
                    Some(which) => Work::sketch(&choice, which)?,
                    None => Work::new(choice)?,
                });
                Ok(json!({ "begun": true }))
            }
            Request::Indicators { replicates } => {
                let work = self.work.as_mut().ok_or(NOTHING)?;
                work.add(replicates)?;
                Ok(sketch::told(work))
            }
            Request::Tell { replicates } => {
                let work = self.work.as_mut().ok_or(NOTHING)?;
                work.add(replicates)?;
                work.tell()
            }
            Request::SoFar { replicates } => {
                let work = self.work.as_mut().ok_or(NOTHING)?;
                work.add(replicates.min(LEAST - 1))?;
                Ok(json!({ "words": so_far(&work.table, work.primary) }))
            }
            Request::Report => Ok(json!({ "text": report::report(&self.work()?.results()?) })),
            Request::Brief => Ok(json!({ "text": report::brief(&self.work()?.results()?) })),
            Request::Summary => Ok(json!({ "text": results::summary(&self.work()?.results()?) })),
            Request::Story { choice, arms, replicate, whom, child } => {
                story::story(&choice, &arms, replicate, whom, child.as_deref())
            }
            Request::Open { link } => link::open(&link)
                .map(|opened| {
                    json!({ "choice": opened.choice, "had_own": opened.had_own, "changed": opened.changed })
                })
                .map_err(|no| no.to_string()),
            Request::OpenFile { text, name, choice } => {
                open::opened(&text, &name, &choice).map(|choice| json!({ "choice": choice }))
            }
            Request::Qr { text } => match qr::qr(&text) {
                Some(markup) => Ok(json!({ "markup": markup.into_string() })),
                None => Err("this link is too long for a QR code".to_owned()),
            },
            Request::Course { measure } => self.work()?.course(&measure),
        }
    }

    fn work(&self) -> Result<&Work, String> {
        self.work.as_ref().ok_or_else(|| NOTHING.to_owned())
    }

    /// Simulates one replicate under every strategy. Its bytes are for [`Self::take`] of any desk
    /// with the same choice.
    pub fn replicate(&mut self, number: u32) -> Vec<u8> {
        let Some(work) = &mut self.work else {
            return wire::fault(NOTHING);
        };
        let room = self.room;
        let scratch = self.scratch.get_or_insert_with(|| Scratch::keeping(room));
        match work.simulation.replicate(number, scratch) {
            Ok(replicate) => wire::wrap(&replicate),
            Err(failure) => {
                // After a failure the state may be inconsistent.
                self.scratch = None;
                wire::fault(&failure.to_string())
            }
        }
    }

    /// Accepts the bytes of a replicate. The answer has the number of consecutive replicates from
    /// the first one.
    pub fn take(&mut self, bytes: &[u8]) -> String {
        let taken = match &mut self.work {
            Some(work) => work.take(bytes),
            None => Err(NOTHING.to_owned()),
        };
        taken.map_or_else(|fault| json!({ "fault": fault }), |kept| json!({ "kept": kept })).to_string()
    }
}

/// Describes a choice: its file, its link, all its faults, and its derived values.
fn checked(choice: &Choice) -> Value {
    let file = choice.file(REPLICATES, true);
    let mut answer = json!({ "file": file, "name": choice::FILE, "faults": [] });
    match choice.scenario(REPLICATES) {
        Err(faults) => answer["faults"] = listed(&faults),
        Ok(scenario) => {
            let (arms, _) = choice.arms();
            if let Some(missing) = arms.iter().find(|arm| scenario.strategy(arm).is_err()) {
                answer["faults"] = json!([{ "message": format!("There is no strategy `{missing}` here.") }]);
            } else if arms.len() < 2 {
                answer["faults"] =
                    json!([{ "message": "A comparison needs two strategies: pick another one." }]);
            }
            answer["place"] = json!(scenario.authority_label);
            answer["warnings"] = json!(scenario.warnings);
            // The values without the user's own figures.
            let published = Choice { own: BTreeMap::new(), ..choice.clone() };
            answer["figures"] =
                published.scenario(REPLICATES).map_or(Value::Null, |scenario| figures(&scenario));
            answer["strategies"] = strategies(&scenario, choice);
            answer["hash"] = json!(scenario.hash());
            match link::pack(choice) {
                Ok(link) => answer["link"] = json!(link),
                Err(no) => answer["no_link"] = json!(no.to_string()),
            }
        }
    }
    answer
}

fn listed(faults: &Faults) -> Value {
    let one = |fault: &balcony_scenario::scenario::Fault| json!({ "key": fault.key, "message": fault.message, "allowed": fault.allowed, "nearest": fault.nearest });
    faults.list.iter().map(one).collect()
}

/// The published figures of the authority, with their ranges.
fn figures(scenario: &Scenario) -> Value {
    let one = |&Figure { key, low, high, unit, meaning, .. }: &Figure| {
        let path = format!("authority.{key}");
        let entry = scenario.entries.iter().find(|entry| entry.key() == path)?;
        let value = match entry.leaf {
            balcony_scenario::scenario::Leaf::Number(value) => value,
            balcony_scenario::scenario::Leaf::Range { central, .. } => central,
            _ => return None,
        };
        Some(json!({
            "key": key, "low": low, "high": high, "unit": unit, "meaning": meaning, "value": value,
            "origin": entry.origin.to_string(),
        }))
    };
    FIGURES.iter().filter_map(one).collect()
}

/// The strategies with their descriptions and looks.
fn strategies(scenario: &Scenario, choice: &Choice) -> Value {
    let names = scenario.strategy_names();
    let looks = looks_of(&names);
    let one = |(name, look): (String, usize)| {
        let own = choice.ours.iter().any(|ours| ours.name == name);
        let title = scenario.entries.iter().find(|entry| entry.path == ["strategies", &name, "title"]);
        let title = title.and_then(|entry| match &entry.leaf {
            balcony_scenario::scenario::Leaf::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let what =
            presets::what(&name).or(title).unwrap_or(if own { "your own" } else { "of this question" });
        let StrategyLook { light, dark, shape, dashes, .. } = LOOKS[look];
        let [light, dark] = [light, dark].map(|colour| Ink::rgb(colour).to_string());
        let look = json!({ "light": light, "dark": dark, "shape": shape, "dashes": dashes });
        json!({ "name": name, "what": what, "own": own, "look": look })
    };
    names.into_iter().zip(looks).map(one).collect()
}

impl Work {
    fn new(choice: Choice) -> Result<Self, String> {
        Self::of(choice, None)
    }

    fn of(choice: Choice, sketch: Option<usize>) -> Result<Self, String> {
        let series = sketch.is_none();
        let scenario = choice.scenario(REPLICATES).map_err(|faults| faults.draw(false))?;
        let (arms, baseline) = choice.arms();
        let primary = outcome_index(&scenario.primary).unwrap_or(0);
        let simulation =
            Simulation::new(&scenario, &arms, primary, series).map_err(|unknown| unknown.to_string())?;
        // Detailed counts and quarters of other outcomes are dropped, because the page does not
        // show them.
        let simulation = simulation.by_quarter(false);
        let shape = Shape { details: 0, by_quarter: 0, ..Shape::new(arms.len(), scenario.weeks, series) };
        let table =
            Table::new(&arms, baseline, REPLICATES, scenario.draws, shape).measured_by(&scenario.margins);
        let stopping = Stopping::of(!series, arms.len(), REPLICATES, scenario.draws);
        let table = table.stopped_by(stopping).decided_by(&scenario.also);
        Ok(Self {
            choice,
            arms,
            baseline,
            primary,
            simulation,
            shape,
            table,
            quarters: Vec::new(),
            waiting: BTreeMap::new(),
            sketch,
        })
    }

    fn take(&mut self, bytes: &[u8]) -> Result<u32, String> {
        let replicate = wire::unwrap(bytes, &self.shape)?;
        check::check(&replicate, replicate.replicate, &self.shape, &self.arms)
            .map_err(|failure| failure.to_string())?;
        self.waiting.insert(replicate.replicate, replicate);
        let told = self.table.replicates;
        let gapless = self.waiting.range(told..).zip(told..).take_while(|((number, _), at)| *number == at);
        Ok(told + gapless.count() as u32)
    }

    /// Whether the verdicts are settled, so that no further replicate is added.
    fn enough(&self) -> bool {
        self.table.stopping.enough(&self.table, self.primary)
    }

    /// Adds waiting replicates in order, until the table has `replicates` or the verdicts are
    /// settled.
    fn add(&mut self, replicates: u32) -> Result<(), String> {
        while self.table.replicates < replicates && !self.enough() {
            let next = self.table.replicates;
            let replicate =
                self.waiting.remove(&next).ok_or_else(|| format!("pair {} is not finished", next + 1))?;
            self.quarters.extend(replicate.arms.iter().flat_map(|arm| arm.primary_by_quarter.iter()));
            self.table.add(&replicate);
        }
        Ok(())
    }

    /// The results so far, as a complete run with this number of replicates would give them.
    fn results(&self) -> Result<Results, String> {
        let replicates = self.table.replicates;
        if replicates == 0 {
            return Err("no pair is finished yet".to_owned());
        }
        // If the verdicts are settled, the run ended by its stopping rule. Otherwise the results
        // are those of a run with this number of replicates.
        let most = if self.enough() { REPLICATES } else { replicates };
        let scenario = self.choice.scenario(most).map_err(|faults| faults.draw(false))?;
        let mut command: Vec<String> = ["balcony", "compare", choice::FILE].map(str::to_owned).to_vec();
        if most != REPLICATES {
            command.extend(["--replicates".to_owned(), most.to_string()]);
        }
        let asked = RunRequest {
            identity: identity(&scenario, &self.arms, self.baseline, Format::default(), (true, false)),
            title: scenario.title.clone(),
            authority: scenario.authority_label.clone(),
            currency: scenario.currency.clone(),
            question: scenario.question.clone(),
            scenario: scenario.resolved_public(),
            command,
        };
        let of = |arm: usize, replicate: usize| {
            &self.quarters[(replicate * self.shape.arms + arm) * self.shape.quarters..][..self.shape.quarters]
        };
        let quarters = (0..self.shape.arms)
            .flat_map(|arm| (0..replicates as usize).flat_map(move |replicate| of(arm, replicate)))
            .copied()
            .collect();
        // Intervals depend on the stopping rule of a run with this maximum.
        let table = self.table.clone().stopped_by(asked.identity.stopping);
        Ok(Results::in_memory(asked, table, quarters, scenario.unknowns().values()))
    }

    /// A weekly measure of every strategy by quarter, mean of the replicates so far.
    fn course(&self, measure: &str) -> Result<Value, String> {
        let at = MEASURES.iter().position(|one| one.key == measure);
        let at = at.ok_or_else(|| format!("there is no measure `{measure}`"))?;
        let one =
            |(arm, name): (usize, &String)| json!({ "name": name, "values": self.table.measure(arm, at) });
        let strategies: Value = self.arms.iter().enumerate().map(one).collect();
        Ok(json!({ "baseline": self.arms[self.baseline], "strategies": strategies }))
    }

    fn tell(&self) -> Result<Value, String> {
        let results = self.results()?;
        let parts: Vec<Value> = report::parts(&results)
            .into_iter()
            .map(|part| json!({ "id": part.id, "title": part.title, "markup": part.markup }))
            .collect();
        Ok(json!({
            "replicates": self.table.replicates,
            "settled": self.enough(),
            "digest": results.manifest.outcomes_digest,
            "hash": results.manifest.identity.scenario_hash,
            "parts": parts,
        }))
    }
}
