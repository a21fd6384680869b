//! The ODD description of the model (Grimm and others 2020), generated from the code where
//! possible.

use balcony_engine::advance::STEPS;
use balcony_engine::measure::OUTCOMES;
use balcony_engine::parameters::{Parameters, SOURCES};
use balcony_engine::strategy::{INVESTMENTS, KINDS, SIGNALS, SITES, TRIGGERS, USES};

/// Text of the document.
pub(super) fn text() -> String {
    let mut text = super::head(
        "Balcony in the ODD form",
        "Overview, design concepts and details (Grimm and others 2020, JASSS 23(2) 7). Equations stand in the documentation of each \
         mechanism's file, `crates/engine/src/mechanisms/NAME.rs`; numbers in [PARAMETERS.md](PARAMETERS.md); words in [GLOSSARY.md](GLOSSARY.md).",
    );
    let mut section = |title: &str, body: &str| text.push_str(&format!("## {title}\n\n{}\n\n", body.trim()));
    section(
        "1 Purpose and patterns",
        "To let those who lead children's services in England try ways of leading on the same children and the same luck, and to say how \
         sure a difference is. It is judged by patterns, not by single figures: stocks and flows of the published statistics, lengths of \
         episodes, clustering at the deadline, strain between load and leaving, dips around reorganisations, thresholds of culture \
         (docs/MECHANISMS.md section 4; `proofs/`). It is not a forecast of any authority.",
    );
    section("2 Entities, state variables and scales", &entities());
    section("3 Process overview and scheduling", &schedule());
    section("4 Design concepts", &concepts());
    section(
        "5 Initialisation",
        "An authority's published figures (or own ones) set posts, vacancies and sources of referrals (`crates/engine/src/authority.rs`); its \
         factors of needs, thresholds, staff and hours are solved jointly, so that the stationary state under the incumbent is the published \
         one (`cargo xtask factors`, `data/factors.csv` with residuals). Needs that stand when the warm-up begins are those of the \
         eighteen years before that were neither outgrown nor met, each where its life has led it (`standing.rs`). The warm-up (104 weeks \
         unless the scenario says otherwise) moves everything under the incumbent's style; a state that the scenario gives is held at its \
         value until week 0, every other lives. Every strategy is a copy of the same warmed-up world.",
    );
    section(
        "6 Input data",
        "Published statistics of the Department for Education, Ofsted, the Office for National Statistics and the Ministry of Housing, \
         Communities and Local Government, compiled in with their sources (`data/`); events, programme and structure of the scenario. \
         Nothing else comes from outside while it runs.",
    );
    section("7 Submodels", &submodels());
    text.pop();
    text
}

fn entities() -> String {
    let outcomes = OUTCOMES.iter().map(|outcome| outcome.key).collect::<Vec<_>>();
    format!(
        "| Entity | States | Identity |\n|---|---|---|\n\
         | Child with needs | base level of risk, excess, fall, complexity, pieces and who holds them, belief and its variance, stage, dates | source, week, number of the family, number in it |\n\
         | Practitioner | expertise, strain, tenure, employed or agency | seat, number of the incumbent |\n\
         | Team | culture, routine, bond with the director, support, utilisation, framework | place in the authority |\n\
         | Partner agency ({}) | trust, language, priority, threshold, experience of referring | its name |\n\
         | Director | competence (four), credibility with eight audiences, strain, authorisation, settled, background, own way of leading | number of the incumbent |\n\
         | Leader below the director | way of leading and own way (source, time for practice), tie with whoever leads, credibility, readiness, ambition, strain, competence (four), age, background | tier and seat of the first post, number in it |\n\
         | Leader of a partner agency | way of leading and own way (source) | agency, number |\n\
         | Authority | prescription by five kinds, budget and spending, salience, judgement, programme, structure | its code |\n\n\
         One tick is a week, Monday to Sunday; assessments carry working days. One authority has some 100 to 400,000 children, of whom those \
         with needs are simulated one by one. A strategy is a style (source; decision rights for {} at {}; attention over {}), investments \
         ({}), responses (to {}), rules (on {}) and whether it adapts.\n\n\
         Outcomes: {}.",
        SOURCES.join(", "),
        KINDS.join(", "),
        SITES.join(", "),
        USES.join(", "),
        INVESTMENTS.join(", "),
        TRIGGERS.join(", "),
        SIGNALS.join(", "),
        outcomes.join(", ")
    )
}

fn schedule() -> String {
    let mut text = String::from(
        "Each week goes through these steps in this order; children are visited when their next event is due, in an order that decides \
         nothing. Numbers are phase and rank.\n\n| | Step |\n|---|---|\n",
    );
    for (phase, rank, name, _) in STEPS {
        text.push_str(&format!("| {phase}.{rank} | {name} |\n"));
    }
    text
}

fn concepts() -> String {
    "*Basic principles.* Influence travels along the line or along relationships; decisions are made where rights lie, with what is known \
     there. No equation for quality or outcome contains the name of a way of leading.\n\n\
     *Emergence.* Re-referrals from needs that were not met, turnover from strain, delay from queues, unserved children from thresholds.\n\n\
     *Adaptation and objectives.* Thresholds move with fear, load and the year; where significant harm is the question, what is not known counts against waiting, the more \
     the more a service fears blame. Posts follow work and money. An adaptive director changes course when what is seen goes worse.\n\n\
     *Learning.* Expertise, routine, culture, trust and language grow with use and leave with people.\n\n\
     *Prediction.* None: agents act on what they believe now.\n\n\
     *Sensing.* Agencies see a noisy piece; workers see what visits and shared pieces show; leaders see figures late and practice rosier than it \
     is.\n\n\
     *Interaction.* Through shared hours, queues, seats, placements, trust, and the family.\n\n\
     *Stochasticity.* Every draw is a pure function of seed, replicate, who, what and when (`crates/engine/src/rng.rs`), so that strategies differ by \
     what they do and not by luck.\n\n\
     *Collectives.* Families, teams, agencies, boards.\n\n\
     *Observation.* Weekly measures and outcomes of a registry, counted without drawing; every figure a distribution over replicates, every \
     comparison paired."
        .to_owned()
}

fn submodels() -> String {
    let mut sections: Vec<(&str, usize, usize)> = Vec::new();
    for row in Parameters::registry() {
        let section = row.key.split('.').next().unwrap_or(row.key);
        let assumed = usize::from(row.source.contains("assumption"));
        match sections.iter_mut().find(|known| known.0 == section) {
            Some(known) => {
                known.1 += 1;
                known.2 += assumed;
            }
            None => sections.push((section, 1, assumed)),
        }
    }
    let mut text = String::from(
        "One mechanism is one file of `crates/engine/src/mechanisms`, with its question, equations, units and sources. Parameters by section, and how many of \
         them rest on an assumption:\n\n| Section | Parameters | Assumptions |\n|---|---|---|\n",
    );
    for (section, all, assumed) in sections {
        text.push_str(&format!("| `{section}` | {all} | {assumed} |\n"));
    }
    text
}
