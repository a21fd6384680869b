//! Parts of a summary about parameter uncertainty: how much of a spread comes from the sampled
//! parameters and how much from random numbers.

use balcony_engine::registry::Outcome;

use super::compare::name_columns;
use super::number::interval;
use super::text::{arm as arm_label, clean, item, left, right, small, wrap};
use super::{About, Look, heading};
use balcony_study::experiment::Table;
use balcony_study::experiment::stats::{Paired, VarianceComponents};

/// Formats a share in per cent; shares close to 0 or 1 become `under 1 %` or `over 99 %`.
pub fn hundredths(share: f64) -> String {
    match share {
        share if share > 0.995 && share < 1.0 => "over 99 %".to_owned(),
        share if share > 0.0 && share < 0.005 => "under 1 %".to_owned(),
        share => format!("{:.0} %", 100.0 * share),
    }
}

/// Share of a spread that parameter uncertainty causes, such as `62 %`.
pub(super) fn share(split: Option<&VarianceComponents>) -> String {
    split.and_then(|split| split.share).map_or("-".to_owned(), hundredths)
}

/// The same in few columns, such as `>99 %`.
pub(super) fn short_share(split: Option<&VarianceComponents>) -> String {
    share(split).replace("over ", ">").replace("under ", "<")
}

/// Describes the two parts of a spread.
fn made_of(split: &VarianceComponents) -> Option<String> {
    let share = split.share?;
    // Rounded first, so that the two shares add up to 100 %.
    let rounded = if (0.005..=0.995).contains(&share) { libm::round(100.0 * share) / 100.0 } else { share };
    let (unknown, luck) = (hundredths(rounded), hundredths(1.0 - rounded));
    Some(format!("{unknown} is what we do not know (parameters), {luck} is luck"))
}

/// Describes the parameter samples: `20 draws of 176 numbers from ranges, 5 to 6 runs each`.
fn dealt(about: &About<'_>, table: &Table) -> String {
    let (least, rest) = (table.replicates / table.draws, table.replicates % table.draws);
    let runs = if rest == 0 { least.to_string() } else { format!("{least} to {}", least + 1) };
    let from = if about.worlds { "in worlds that fit" } else { "from ranges" };
    format!("{} draws of {} numbers {from}, {runs} runs each", table.draws, about.drawn)
}

/// Writes the section of `compare` that splits the spread of each strategy's difference.
pub(super) fn differences(
    about: &About<'_>,
    table: &Table,
    pairs: &[(usize, Paired)],
    look: &Look,
    out: &mut String,
) {
    if table.draws == 0 {
        return;
    }
    let outcome = about.outcome();
    heading("PARAMETER UNCERTAINTY", &dealt(about, table), look, out);
    let names = name_columns(table);
    let row = |cells: [&str; 5]| {
        let [name, unknown, agree, luck, world] = cells;
        let row = format!(
            "{} {} {} {} {}",
            left(&arm_label(name, table, names, look), names, look),
            right(unknown, 10, look),
            right(agree, 12, look),
            right(luck, 19, look),
            right(world, 20, look)
        );
        format!("{}\n", row.trim_end())
    };
    out.push_str(&row(["", "not known", "same sign", "luck alone, 95 %", "one world, 95 %"]));
    for (arm, pair) in pairs {
        let Some(split) = &pair.split else { continue };
        out.push_str(&row([
            &table.arms[*arm],
            &share(Some(split)),
            &format!("{} of {}", split.agree, split.draws),
            &interval(Some(split.by_luck), outcome.digits),
            &interval(Some(split.world), outcome.digits),
        ]));
    }
    let words = "not known: share of the spread between runs that comes from the drawn numbers; the rest is luck. same sign: draws in \
        which the difference has the sign of the mean. luck alone: interval of the mean if only luck varied. one world: where the \
        difference of a single further draw may lie; more draws do not narrow it.";
    wrap(words, look.width, look).iter().for_each(|line| out.push_str(&format!("{}\n", look.faint(line))));
}

/// The sentence of `compare` that splits the spread of a difference and counts the samples in which
/// the difference has the same sign.
pub(super) fn sentence(table: &Table, outcome: &Outcome, (arm, pair): &(usize, Paired)) -> Option<String> {
    let split = pair.split.as_ref()?;
    let (name, base) = (clean(&table.arms[*arm]), clean(&table.arms[table.baseline]));
    let made_of = made_of(split)?;
    let (more, most, fewer, rest) = if split.below >= split.above {
        ("lower", split.below, "higher", split.above)
    } else {
        ("higher", split.above, "lower", split.below)
    };
    let rest = match rest {
        0 => String::new(),
        rest => format!(", in {rest} {fewer}"),
    };
    Some(format!(
        "Of the spread of this difference, {made_of}. In {most} of {} draws of the uncertain parameters {} was {more} under {name} than \
         under {base}{rest}.",
        split.draws,
        small(outcome.title),
    ))
}

/// The closing caution of `compare`.
pub(super) fn caution(about: &About<'_>, table: &Table, pairing: &str) -> String {
    format!(
        "Luck and parameter uncertainty: the intervals and verdicts rest on {} draws, each of them one possible world, and are about \
         the mean over all such worlds{pairing}. {} Still not known: how true the model and the ranges are; no interval here covers that. \
         A difference in the model is a reason to look, not a proof.",
        table.draws,
        fits(about)
    )
}

/// Writes the section of `run`: the spread of the primary outcome and how certain its mean is.
pub(super) fn figures(about: &About<'_>, table: &Table, arm: usize, look: &Look, out: &mut String) {
    let outcome = about.outcome();
    let values = table.outcome(arm, about.primary);
    let Some(split) = balcony_study::experiment::stats::variance_components(values, table.draws as usize)
    else {
        return;
    };
    heading("PARAMETER UNCERTAINTY", &dealt(about, table), look, out);
    if let Some(made_of) = made_of(&split) {
        let words = format!(
            "Of the spread of {} between runs, {made_of}. Its mean has a 95 % interval of {} by luck alone and of {} with what is not \
             known; a single further world may lie from {}.",
            small(outcome.title),
            super::number::range(split.by_luck.low, split.by_luck.high, outcome.digits),
            table.unit().estimate(values).interval.map_or("-".to_owned(), |interval| {
                super::number::range(interval.low, interval.high, outcome.digits)
            }),
            super::number::range(split.world.low.max(0.0), split.world.high, outcome.digits),
        );
        out.push_str(&item("", &words, look));
    }
}

/// The closing caution of `run`.
pub(super) fn caution_of_run(about: &About<'_>, table: &Table) -> String {
    format!(
        "10 to 90 % is how far single runs spread, over {} draws of the uncertain parameters; unkn. is the share of that spread which comes from \
         the drawn numbers, the rest is luck. {} Still not known: how true the model and the ranges are.",
        table.draws,
        fits(about)
    )
}

/// Says how parameter samples relate to the published figures.
fn fits(about: &About<'_>) -> &'static str {
    if about.worlds {
        "Each world takes what is not published from its range, and was fitted again to the figures of England's average authority; worlds \
         that did not come near them are left out. What the scenario fixes or gives a range of its own takes no part in that."
    } else {
        "A draw takes every number from its range by itself and is not fitted again: some of these worlds do not match the published \
         figures; --parameters worlds leaves those out."
    }
}
