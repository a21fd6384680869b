//! Slow proofs. They take too long to run after every change, so they are run manually and their
//! results are stored in `proofs/`.

mod arms;
mod balance;
mod behaviours;
mod budgets;
mod contrasts;
mod england;
mod experiments;
mod figures;
mod full_disk;
mod fuzz;
mod kills;
mod links;
mod live;
mod market;
mod memory;
mod page;
mod pairing;
mod patterns;
mod peers;
mod phases;
mod policies;
mod portable;
mod room;
mod rows;
mod sanity;
mod sensitivity;
mod settling;
mod stopping;
mod succession;
mod sweep;
mod trials;
mod tutorial;
mod verdicts;
mod worlds;

use crate::model;
use crate::report::Report;
use anyhow::{Result, bail};
use balcony::scenario::Scenario;
use balcony_engine::rng::RngKey;
use balcony_engine::setting::Setting;
use clap::Args;
use std::path::{Path, PathBuf};

/// What a proof may be told; each uses what concerns it.
#[derive(Args)]
pub(crate) struct Options {
    /// Which proof; without one they are listed
    name: Option<String>,
    /// The `balcony` to examine (default: this workspace's, built first)
    #[arg(long)]
    program: Option<PathBuf>,
    /// The scenario to run
    #[arg(long, default_value = "culture-shift")]
    scenario: String,
    /// Seed of the runs, and of the moments of kills
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Replicates a run (kills, full-disk)
    #[arg(long, default_value_t = 400)]
    replicates: u32,
    /// Replicates or pairs of a proof about the model (default: its own full size)
    #[arg(long)]
    n: Option<u32>,
    /// A small size, to see that it works (proofs about the model)
    #[arg(long)]
    quick: bool,
    /// One part only, by its number (fuzz, market, patterns, room)
    #[arg(long)]
    only: Option<u32>,
    /// A parameter's value in a proof about the model, KEY=VALUE; may be given again
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// How many kills (kills)
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// How long to look for crashes (fuzz)
    #[arg(long, default_value_t = 600)]
    seconds: u32,
    /// The folder of peers that `performance/peers.sh` built (peers)
    #[arg(long)]
    peers: Option<PathBuf>,
    /// Interleaved rounds (peers)
    #[arg(long, default_value_t = 7)]
    rounds: u32,
    /// Where the result is written
    #[arg(long, default_value = "proofs")]
    out: PathBuf,
}

impl Options {
    /// Number of replicates: the requested number, or the proof's full or small size.
    fn size(&self, full: u32, small: u32) -> u32 {
        self.n.unwrap_or(if self.quick { small } else { full }).max(2)
    }

    /// Applies the settings of `--set`.
    fn adjust(&self, setting: &mut Setting) -> Result<()> {
        self.sets.iter().try_for_each(|text| model::set_text(setting, text))
    }

    /// The setting of a shipped scenario, with the settings of `--set`.
    fn setting_of(&self, scenario: &Scenario) -> Result<Setting> {
        let mut setting = scenario.setting();
        self.adjust(&mut setting)?;
        Ok(setting)
    }

    /// The average authority, with the settings of `--set`.
    fn average(&self) -> Result<Setting> {
        let mut setting = model::average()?;
        self.adjust(&mut setting)?;
        Ok(setting)
    }

    fn luck(&self, replicate: u32) -> RngKey {
        RngKey { seed: self.seed as u32, replicate }
    }
}

struct Proof {
    name: &'static str,
    about: &'static str,
    run: fn(&Options) -> Result<Report>,
}

/// All proofs, in the order of the list.
const PROOFS: [Proof; 34] = [
    Proof { name: "sanity", about: "the average authority beside the published figures", run: sanity::prove },
    Proof {
        name: "behaviours",
        about: "surges, sustained load, vacancies, prescription, trust: beside the prototype",
        run: behaviours::prove,
    },
    Proof {
        name: "figures",
        about: "forty published figures beside a mixture of twelve authorities, with intervals",
        run: figures::prove,
    },
    Proof {
        name: "balance",
        about: "every authority left alone for ten years: where it stands, and whether it stays",
        run: balance::prove,
    },
    Proof {
        name: "contrasts",
        about: "a bad and a good state of a service beside published contrasts by judgement",
        run: contrasts::prove,
    },
    Proof {
        name: "links",
        about: "what every state, lever and uncertain link is worth, one at a time",
        run: links::prove,
    },
    Proof {
        name: "market",
        about: "the market of directors beside published figures; rules and programmes over ten years",
        run: market::prove,
    },
    Proof {
        name: "policies",
        about: "rules and programmes for directors: what they come to for children, over ten years",
        run: policies::prove,
    },
    Proof {
        name: "settling",
        about: "intervals that hold at every look, and the rule that ends a comparison, where the truth is known",
        run: settling::prove,
    },
    Proof {
        name: "stopping",
        about: "the shipped scenarios in six authorities: when they are settled, and what all pairs say",
        run: stopping::prove,
    },
    Proof {
        name: "succession",
        about: "what is left of a way of leading after its director has gone, in five contexts",
        run: succession::prove,
    },
    Proof {
        name: "budgets",
        about: "cuts of 5 to 40 % in five authorities: what they reach",
        run: budgets::prove,
    },
    Proof {
        name: "verdicts",
        about: "every sentence that states a verdict, beside its numbers: none claims more",
        run: verdicts::prove,
    },
    Proof {
        name: "trials",
        about: "published studies lived again: published effect beside simulated effect",
        run: trials::prove,
    },
    Proof {
        name: "worlds",
        about: "the shipped scenarios in every registered world: luck, parameter uncertainty, signs",
        run: worlds::prove,
    },
    Proof {
        name: "live",
        about: "the live page in a browser: from a move of a slider to the indicators",
        run: live::prove,
    },
    Proof {
        name: "page",
        about: "the page in a browser: size, time to an answer, digests beside the program's",
        run: page::prove,
    },
    Proof {
        name: "room",
        about: "the room of an exercise: forty devices, bad networks, kills, strangers, an hour",
        run: room::prove,
    },
    Proof {
        name: "pairing",
        about: "the same luck takes variance out of differences: how much",
        run: pairing::prove,
    },
    Proof {
        name: "arms",
        about: "what the arms do in the shipped scenarios, and what rankings hang on",
        run: arms::prove,
    },
    Proof {
        name: "rows",
        about: "each mechanism, flipped, moves its outcome as written down beforehand",
        run: rows::prove,
    },
    Proof {
        name: "patterns",
        about: "the patterns of MECHANISMS.md section 4 that concern one authority",
        run: patterns::prove,
    },
    Proof {
        name: "sensitivity",
        about: "indices beside SALib's on the same points; how often intervals cover what is known",
        run: sensitivity::prove,
    },
    Proof { name: "phases", about: "share of time by step of the week", run: phases::prove },
    Proof {
        name: "kills",
        about: "`kill -9` at any moment, then --resume, gives the same bytes",
        run: kills::prove,
    },
    Proof {
        name: "full-disk",
        about: "a full disk ends a run with code 5; --resume gives the same bytes (needs root)",
        run: full_disk::prove,
    },
    Proof {
        name: "england",
        about: "all authorities, coupled: time beside Mesa, memory, growth, threads, kills",
        run: england::prove,
    },
    Proof {
        name: "memory",
        about: "peak memory stays within its limits and flat as replicates grow",
        run: memory::prove,
    },
    Proof {
        name: "experiments",
        about: "the shipped experiments, swept and analysed at full size",
        run: experiments::prove,
    },
    Proof {
        name: "sweep",
        about: "a sweep: kills, shares, threads, a full disk, memory as points grow (needs root)",
        run: sweep::prove,
    },
    Proof {
        name: "peers",
        about: "case-weeks a CPU second against Mesa, ixa and plain Rust, in interleaved rounds",
        run: peers::prove,
    },
    Proof {
        name: "portable",
        about: "a wheel and a program that need no newer glibc than 2.28",
        run: portable::prove,
    },
    Proof {
        name: "tutorial",
        about: "the tutorials, followed to the letter in a copy of the sources",
        run: tutorial::prove,
    },
    Proof { name: "fuzz", about: "no text from outside makes a parser panic", run: fuzz::prove },
];

/// Proofs whose parts are stored, so that a single part can be measured.
const BY_PARTS: [&str; 2] = ["fuzz", "room"];

/// Runs a proof and writes its file; fails if the claim does not hold.
pub(crate) fn run(options: &Options) -> Result<()> {
    let list = || PROOFS.map(|proof| format!("  {:10} {}", proof.name, proof.about)).join("\n");
    let Some(name) = &options.name else {
        println!("Proofs, for `cargo xtask prove NAME`:\n{}", list());
        return Ok(());
    };
    let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
        bail!("no proof is called `{name}`; there are:\n{}", list());
    };
    let kept = options.out == Path::new("proofs");
    // A part of these proofs is reported together with the stored other parts.
    let part = options.only.is_some() && !BY_PARTS.contains(&name.as_str());
    if kept && (options.quick || part || options.n.is_some()) {
        bail!("a part or a small size is not what is kept in proofs/: name another folder with --out");
    }
    let mut report = (proof.run)(options)?;
    if let Some(program) = &options.program {
        // Only the name, because the folder says something about the machine and nothing about the
        // program.
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        report.note(format!("The program examined was given as `{name}`."));
    }
    if !options.sets.is_empty() {
        report.note(format!("With {}.", options.sets.join(", ")));
    }
    let path = report.write(&options.out)?;
    println!("{}", path.display());
    if !report.failures.is_empty() {
        bail!("{name} failed:\n{}", report.failures.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::PROOFS;

    #[test]
    fn names_are_unique() {
        let mut names = PROOFS.map(|proof| proof.name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
