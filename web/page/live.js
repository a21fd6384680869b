// What changes while one shapes a strategy: six indicators from a few pairs on the same luck, and
// the trail of what was tried.
import { fill, h } from "./dom.js";
import { bought } from "./form.js";
import { PAIRS, sketchers, startWorker } from "./worker-pool.js";

/** Steps of what matters that the scale shows to either side. It never changes. */
const EDGE = 8;
/** What neither a sketch nor a run with central parameters covers. */
const LUCK = "This is about luck alone: other parameters of the model may change it (step 4).";
/** Entries of the trail that are kept. */
const TRAIL = 24;

/** What figures depend on besides one's own strategies: only those of one frame can be compared. */
const frame = ({ question, authority, own, seed, baseline, worlds }) => JSON.stringify({ question, authority, own, seed, baseline, worlds });

/** What a sketch depends on. Two choices with the same text have the same sketch. */
export const subject = (choice) => `${frame(choice)} ${JSON.stringify(choice.ours)}`;

/** What is said of the others depends on: all but what one's own strategies are made of. */
export const around = (choice) => `${frame(choice)} ${[...choice.compared].sort().join()}`;

/** What the width of its intervals depends on besides: what else is compared. */
export const beside = (choice) => `${subject(choice)} ${[...choice.compared].sort().join()}`;

/** The compared strategies that are neither one's own nor the baseline. */
const others = ({ compared, ours, baseline }) => compared.filter((name) => name !== baseline && !ours.some((one) => one.name === name));

/**
 * Sketches choices, the last one only. The workers keep the warmed-up states of their pairs, so
 * that a change simulates the edited strategy alone. `told(what, choice)` is called after each of
 * the `looks`, and once more when the other strategies have been simulated too; `failed(words)` if
 * the choice cannot be run.
 */
export function sketching(module, looks, { told, failed }) {
  const most = looks.at(-1);
  let [round, started] = [0, null];
  const start = async () => (started ??= Promise.all(Array.from({ length: sketchers() + 1 }, () => startWorker(module))));
  async function work(choice, mine) {
    const [teller, ...makers] = await start();
    await pass(choice, mine, "own", looks, teller, makers);
    // One's own first: it is what was moved. The others are simulated once and then kept.
    if (others(choice).length > 0) await pass(choice, mine, "all", [most], teller, makers);
  }
  async function pass(choice, mine, sketch, looks, teller, makers) {
    const stale = () => mine !== round;
    if (stale()) return;
    const begun = await Promise.all([teller, ...makers].map((one) => one.ask({ ask: "begin", choice, sketch })));
    if (stale()) return;
    const fault = begun.find((one) => one.fault);
    if (fault) throw new Error(fault.fault);
    let stage = 0;
    // A pair always belongs to the same worker, which has its state.
    const make = async (one, place) => {
      for (let pair = place; pair < most; pair += makers.length) {
        const bytes = await one.call("replicate", pair);
        // A pair of another choice must not be merged.
        if (stale()) return;
        if (bytes.fault) throw new Error(bytes.fault);
        const taken = await teller.call("take", bytes, [bytes.buffer]);
        if (stale()) return;
        if (taken.fault) throw new Error(taken.fault);
        while (looks[stage] <= taken.kept) {
          const what = await teller.ask({ ask: "indicators", replicates: looks[stage++] });
          if (stale()) return;
          if (what.fault) throw new Error(what.fault);
          told(what, choice);
        }
      }
    };
    await Promise.all(makers.map(make));
  }
  return {
    /** Sketches a choice. What was under way is dropped at once. */
    sketch(choice) {
      const mine = (round += 1);
      work(choice, mine).catch((error) => mine === round && failed(error.message));
    },
    /** Drops what is under way. */
    stop: () => void (round += 1),
  };
}

/** The baseline in the scale: the incumbent is what was found. */
const found = ({ baseline }) => (baseline === "incumbent" ? "as found" : baseline);

const percent = (steps) => 50 + (50 * Math.max(-EDGE, Math.min(EDGE, steps))) / EDGE;

/** The bar and the whisker of one strategy: right is better, solid; left is worse, striped. */
function bar({ steps, interval, better, open, words }, place, rows, sketch) {
  const [from, to] = [Math.min(0, steps), Math.max(0, steps)].map(percent);
  const kind = open ? "open" : better === null && words !== "" && !open && /no difference/.test(words) ? "none" : steps >= 0 ? "better" : "worse";
  const top = ((place + 0.5) * 100) / rows;
  const high = rows > 1 ? 34 : 46;
  const box = h(`span.size.${kind}`, { style: `left:${from}%;width:max(3px,${to - from}%);top:${top}%;height:${high}%` });
  if (!interval) return [box];
  const [low, end] = interval.map(percent);
  const beyond = [interval[0] < -EDGE && "low", interval[1] > EDGE && "high"].filter(Boolean).join(" ");
  return [box, h(`span.whisker${sketch ? ".sketch" : ""}`, { style: `left:${low}%;width:max(1px,${end - low}%);top:${top}%`, "data-beyond": beyond || null })];
}

/**
 * One's own strategies beside the others that are compared: `rows`, of which `old` says that they
 * are still those of the strategy before; `broken` says that none will come.
 */
export function rivals(element, choice, { rows, old, broken }, mark) {
  const names = broken ? [] : others(choice);
  fill(element, names.length > 0 && [
    h("h3", { id: "rivals-title" }, `Beside ${names.join(", ").replace(/, ([^,]*)$/, " and $1")}`),
    rows.length > 0
      ? h(`ul.rivals-list${old ? ".old" : ""}`, { "aria-labelledby": "rivals-title" }, rows.map((one) => h("li", { "data-clear": one.clear ? (one.better ? "better" : "worse") : null },
        mark(one.strategy), ` ${one.strategy} against `, mark(one.other), ` ${one.other}. `, h("b", null, one.words))))
      : h("p.quiet", null, "Said when the sketch is complete.")]);
}

/** The badge: how many pairs, and whether the verdicts are settled. */
export function badge(what, running, old) {
  if (!what || old) return running ? "Sketch: begun" : "";
  if (what.sketch) return `Sketch: ${what.pairs} pairs`;
  return what.settled ? `Settled: ${what.pairs} pairs` : `${what.pairs} pairs${what.pairs < PAIRS ? ", " : ", the most: "}not settled`;
}

/**
 * The six indicators in one scale. `state` has `what` (the last answer), `old` (whether it is still
 * that of the strategy before), `among` (what is said of the others, nothing while it is old),
 * `worlds` (whether parameters vary), `running`, `fault`,
 * `making` (whether the ordinary comparison is under way), `most`; `acts` what the buttons do;
 * `mark(name)` draws a strategy's mark.
 */
export function gives(element, state, acts, mark) {
  const { what, old, running, fault, making } = state;
  const several = what && what.indicators[0].readings.length > 1;
  const row = (one) => h("li", { id: `gives-${one.key}` },
    h("span.name", null, h("b", null, one.name), h("b.phone", { "aria-hidden": "true" }, one.short),
      h("span.level", null, `${one.found} \u2192 `, one.readings.map((reading, at) => [at > 0 && " | ", h("strong", null, reading.level)]), " ", h("span.unit", null, one.unit))),
    h("span.track", { role: "img", "aria-label": one.readings.map((reading) => `${one.name}, ${reading.strategy}: ${reading.level}, ${found(what)} ${one.found}; ${reading.told}`).join(". ") },
      h("span.matters", { style: `left:${percent(-1)}%;width:${percent(1) - percent(-1)}%` }),
      one.readings.map((reading, at) => bar(reading, at, one.readings.length, what.sketch)),
      h("span.found")),
    h("span.verdicts", null, one.readings.map((reading) => h("span.verdict", { "data-clear": reading.clear ? (reading.better ? "better" : "worse") : null },
      several && mark(reading.strategy), h("span.long", null, reading.words), h("span.short", { "aria-hidden": "true" }, several ? reading.short : reading.words)))));
  fill(element,
    h("div.gives-head", null,
      h("h3", { id: "gives-title" }, "What changes"),
      h("span.quiet", { id: "gives-against" }, what ? ["against ", mark(what.baseline), ` ${what.baseline}`] : ""),
      h("b", { id: "gives-badge", class: what && !what.sketch ? "sure" : "sketch", "data-pairs": old ? 0 : (what?.pairs ?? 0), "data-sketch": what ? String(what.sketch) : "none", "data-running": String(running) }, badge(what, running, old)),
      h("button.main", { id: "sure", type: "button", disabled: making || Boolean(fault) || Boolean(what && !what.sketch && (what.settled || what.pairs >= PAIRS)), click: acts.sure }, making ? "Running\u2026" : "Run in full")),
    fault ? h("p.fault", { id: "gives-fault" }, fault) : null,
    what && h("div.axis", { "aria-hidden": "true" }, h("span", null, "\u2190 worse"), h("b", null, found(what)), h("span", null, "better \u2192")),
    what && h(`ul.gives-list${old ? ".old" : ""}`, { "aria-labelledby": "gives-title" }, what.indicators.map(row)),
    h("div.gists", { role: "status" },
      what ? what.gists.map((gist) => h("p", null, mark(gist.strategy), " ", several && h("b", null, `${gist.strategy}: `), gist.words))
        : h("p", null, running ? "The first four pairs are being lived. Once they are, each move is answered at once." : "")),
    !several && state.among.length > 0 && h("p.among", null, h("b", null, `${what.indicators[0].short}: `), state.among.map((one, at) =>
      [at > 0 && "; ", mark(one.other), " ", h("span", { "data-clear": one.clear ? (one.better ? "better" : "worse") : null }, one.said)])),
    h("p.quiet.how", null, what && !what.sketch
      ? ["The whole answer is ", h("a", { href: "#results-title" }, "below"), ". ", !state.worlds && LUCK]
      : `A sketch lives up to ${state.most} pairs again after each move, on the same luck. The grey band is too small to matter. Run in full compares all that you chose, with at most ${PAIRS} pairs. ${LUCK}`));
  // Of a panel taller than the window the end sticks, so that none of it is out of reach.
  element.style.top = `${Math.min(0, innerHeight - element.offsetHeight)}px`;
}

const halves = (tenths) => (tenths / 10).toFixed(1);

/** What changed between two lists of strategies, in words. */
export function changed(before, after, about) {
  const words = [];
  for (const ours of after) {
    const was = before.find((one) => one.name === ours.name);
    const of = after.length > 1 ? `${ours.name}: ` : "";
    if (!was) {
      words.push(`${ours.name} begun`);
      continue;
    }
    const parts = [];
    const preset = about.presets.find((one) => one.source === ours.source && one.impact === ours.impact);
    if (preset && (was.source !== ours.source || was.impact !== ours.impact)) parts.push(`as ${preset.name}`);
    else {
      if (was.source !== ours.source) parts.push(`source ${was.source} to ${ours.source} %`);
      if (was.impact !== ours.impact) parts.push(`impact ${was.impact} to ${ours.impact} %`);
    }
    about.uses.forEach((use, at) => was.attention[at] !== ours.attention[at] && parts.push(`${use.title.toLowerCase()} ${halves(was.attention[at])} to ${halves(ours.attention[at])}`));
    if (JSON.stringify(was.rights) !== JSON.stringify(ours.rights)) parts.push(ours.rights ? "who decides by hand" : "who decides as the impact says");
    const now = bought(ours.investments, about);
    for (const [title, much] of bought(was.investments, about)) if (much !== now.get(title)) parts.push(`${title} ${much || "none"} to ${now.get(title) || "none"}`);
    for (const [key, title] of [["responses", "responses"], ["rules", "rules"], ["changes", "changes"]])
      if (JSON.stringify(was[key]) !== JSON.stringify(ours[key])) parts.push(title);
    if (parts.length) words.push(of + parts.join(", "));
  }
  for (const was of before) if (!after.some((one) => one.name === was.name)) words.push(`${was.name} gone`);
  return words.join("; ") || "renamed";
}

/** Adds what was sketched to the trail, or brings its entry up to date. Returns the new trail. */
export function tried(trail, choice, what, about) {
  const key = subject(choice);
  const gists = what.gists.map(({ strategy, words }) => (what.gists.length > 1 ? `${strategy}: ${words}` : words));
  const own = Object.keys(choice.own).length > 0;
  const entry = { key, frame: frame(choice), own, ours: choice.ours, gists, pairs: what.pairs, sure: !what.sketch, settled: Boolean(what.settled) };
  const known = trail.findIndex((one) => one.key === key);
  if (known >= 0) {
    // A sketch replaces neither a full run nor a sketch of more pairs.
    if (what.sketch && (trail[known].sure || trail[known].pairs > what.pairs)) return trail;
    return trail.map((one, at) => (at === known ? { ...one, ...entry } : one));
  }
  const last = trail.findLast((one) => one.frame === entry.frame);
  return [...trail, { ...entry, number: (trail.at(-1)?.number ?? 0) + 1, note: last ? changed(last.ours, choice.ours, about) : "where you began" }].slice(-TRAIL);
}

/**
 * The trail of what was tried on this question, in this place. A button returns to an entry; `undo`
 * says whether earlier choices can be returned to; `most` is the number of pairs of a whole sketch.
 */
export function path(element, all, choice, back, undo, most) {
  const key = subject(choice);
  const left = (one) => !one.sure && one.pairs < most && one.key !== key;
  const trail = all.filter((one) => one.frame === frame(choice));
  const others = all.length - trail.length;
  fill(element, all.length > 0 && [
    h("h3", { id: "trail-title" }, "What you tried"),
    h("ol.trail", { "aria-labelledby": "trail-title" }, trail.map((one) => h("li", null,
      h("button", { id: `tried-${one.number}`, type: "button", "aria-current": one.key === key ? "true" : null, click: () => back(one) },
        h("b", null, `${one.number}. ${one.note}`),
        // A sketch that was left says nothing of the strategy.
        !left(one) && h("span", null, one.gists.join(" ")),
        h("span.quiet", null, left(one) ? `Left after ${one.pairs} pairs.` : badge({ ...one, sketch: !one.sure })))))),
    others > 0 && h("p.quiet", { id: "trail-others" }, `${others} more ${others > 1 ? "were" : "was"} tried with another question, place or setting${undo ? `: Undo returns to ${others > 1 ? "them" : "it"}` : ""}.`)]);
}
