// The page: the user's choices with undo and redo; running and summarising; one child's story;
// saving and sharing.
import { PAIRS, engine, startWorker, run, stages } from "./worker-pool.js";
import { explain, fill, h, save, teach, word } from "./dom.js";
import { means, shapes, vary, what, where, which } from "./form.js";
import * as keep from "./keep.js";
import { around, beside, gives, path, rivals, sketching, subject, tried } from "./live.js";
import { draw as drawLook } from "./look.js";

const at = (id) => document.getElementById(id);
/**
 * Shows a message beside Compare and, if `aloud`, in a corner of the window for a moment. What was
 * pressed stays uncovered.
 */
const say = (words, aloud = true) => {
  at("status").textContent = words;
  if (!aloud) return;
  const toast = at("toast");
  toast.textContent = words;
  toast.classList.toggle("high", say.pressed?.getBoundingClientRect().bottom > innerHeight - 150);
  clearTimeout(say.later);
  say.later = setTimeout(() => (toast.textContent = ""), 3000);
};
addEventListener("click", (event) => (say.pressed = event.target), true);

/** Puts an element at the top of the window, at once. */
const top = (id) => at(id).scrollIntoView({ behavior: "instant" });

/** Shows the results where they begin. */
function land() {
  at("results-title").focus({ preventScroll: true });
  top("results-title");
}

/** Says at the top what is open. */
function opened(...words) {
  fill(at("opened"), h("p.note", { role: "status" }, words));
  top("opened");
}

/** Says that a comparison was opened, with a button to run it. */
const arrived = (...words) => opened(words, " ", h("button.main", { id: "compare-opened", type: "button", disabled: checked.faults.length > 0, click: () => {
  compare();
  at("cancel").focus({ preventScroll: true });
  at("going").scrollIntoView({ block: "center", behavior: "instant" });
} }, "Compare"));

/** Offers a text as a download, and says so. What was pressed keeps the focus. */
function keepAs(name, text, type, pressed = document.activeElement) {
  save(name, text, type);
  pressed?.focus({ preventScroll: true });
  say(`${name} is saved.`);
}
const copy = (value) => JSON.parse(JSON.stringify(value));

const module = await engine();
const desk = await startWorker(module);
const about = await desk.ask({ ask: "about" });
teach(about.words);

let choice = copy(about.questions.find((one) => one.name === "culture-shift").opening);
let checked = await desk.ask({ ask: "check", choice });
const before = [];
/** What was undone, and can be done again. */
let after = [];
let going = null;
/** The last summary: choice, number of pairs, and the worker that can write a report of it. */
let result = null;
/** What was tried while shaping strategies, and which of them a phone shows. */
let trail = [];
let shown = 0;
/** The sketch of the choice: the last answer, whether it goes on, and why it cannot be made. */
const live = { key: "", of: "", what: null, rivals: { rows: [], of: "" }, running: false, fault: null };
const sketcher = sketching(module, about.sketch, {
  told(what, of) {
    Object.assign(live, { what, of: beside(of), running: what.pairs < about.sketch.at(-1) });
    // While one's own strategies are told, what was said of the others stays, as of the one before.
    if (what.among.length > 0) live.rivals = { rows: what.among, of: beside(of) };
    trail = tried(trail, of, what, about);
    view();
    store();
  },
  failed(words) {
    Object.assign(live, { running: false, fault: words });
    view();
  },
});
const mark = (name) => {
  const look = checked.strategies.find((one) => one.name === name)?.look;
  return look ? drawLook(look) : "";
};

/** Changes the choice. The previous choice can be restored. */
async function change(act, focus) {
  const next = copy(choice);
  act(next);
  if (JSON.stringify(next) === JSON.stringify(choice)) return;
  step();
  await choose(next);
  if (focus) at(focus)?.focus();
}

/** Notes the choice, so that one can return to it. */
function step() {
  before.push(choice);
  after = [];
  if (before.length > 200) before.shift();
}

async function choose(next) {
  choice = next;
  document.documentElement.dataset.settled = "false";
  sketch();
  const now = await desk.ask({ ask: "check", choice });
  // A faulty choice has no figures or strategies of its own, so those of the last valid one are
  // shown.
  if (choice === next) checked = { figures: checked.figures, strategies: checked.strategies, place: checked.place, ...now };
  draw();
  document.documentElement.dataset.settled = String(choice === next);
}

/** Begins the sketch of the choice, unless it is the one that is shown. */
function sketch() {
  const key = beside(choice);
  if (key === live.key) return;
  Object.assign(live, { key, running: choice.ours.length > 0, fault: null });
  if (choice.ours.length === 0) {
    live.what = null;
    sketcher.stop();
  } else {
    // Other strategies, or another one to compare with: the old bars would say nothing of them.
    const same = live.what?.baseline === choice.baseline && live.what.gists.map((one) => one.strategy).join() === choice.ours.map((one) => one.name).filter((name) => name !== choice.baseline).sort().join();
    if (!same) live.what = null;
    // Of another question, place or list of strategies, what was said of the others says nothing.
    if (!same || live.frame !== around(choice)) live.rivals = { rows: [], of: "" };
    live.frame = around(choice);
    sketcher.sketch(copy(choice));
  }
}

/** Draws the indicators and the trail. */
function view() {
  at("live").hidden = choice.ours.length === 0;
  if (choice.ours.length === 0) return;
  const sure = result?.indicators && beside(result.choice) === live.key ? result.indicators : null;
  const broken = checked.faults.length > 0 ? "Something must be put right first: see below." : live.fault;
  const among = sure?.among ?? live.rivals.rows;
  const old = !sure && live.rivals.of !== live.key;
  gives(at("gives"), { among: old ? [] : among, worlds: Boolean(sure && choice.worlds), what: sure ?? live.what, old: !sure && live.of !== live.key, running: live.running, fault: broken, making: !at("going").hidden, most: about.sketch.at(-1) }, {
    sure() {
      const missing = choice.ours.map((one) => one.name).filter((name) => !choice.compared.includes(name));
      return missing.length ? change((next) => (next.compared = [...next.compared, ...missing].sort())).then(() => compare(true)) : compare(true);
    },
  }, mark);
  rivals(at("rivals"), choice, { rows: among, old, broken }, mark);
  path(at("trail"), trail, choice, (entry) => change((next) => {
    const gone = next.ours.map((one) => one.name);
    next.ours = copy(entry.ours);
    const names = next.ours.map((one) => one.name);
    next.compared = [...new Set([...next.compared.filter((name) => !gone.includes(name)), ...names])].sort();
    if (gone.includes(next.baseline) && !names.includes(next.baseline)) next.baseline = "incumbent";
  }), before.length > 0, about.sketch.at(-1));
  for (const id of ["undo-live", "redo-live"]) at(id).disabled = (id === "undo-live" ? before : after).length === 0;
}

/** Keeps the state for a reload, in the browser's store and in the address. */
function store() {
  // A comparison without a link, such as one that is too long, must not leave an earlier one's there.
  const link = checked.link ?? (at(hash().slice(1)) ? location.hash : "");
  if (location.hash !== link) history.replaceState(null, "", link || location.href.split("#")[0]);
  // Writing takes time, and moves come quickly.
  store.later ??= setTimeout(write, 400);
}
function write() {
  clearTimeout(store.later);
  store.later = null;
  keep.write({ choice, link: checked.link ?? "", trail, result, shown });
}
addEventListener("pagehide", () => store.later && write());

const PARTS = { question: "the question", authority: "the authority", own: "own figures", worlds: "uncertainty about parameters", compared: "which strategies", baseline: "what they are compared with", ours: "a strategy of your own" };

/** Returns to the last choice of a list, and puts the present one on the other. */
async function turn(from, to, word) {
  const last = from.pop();
  if (!last) return;
  to.push(choice);
  const turned = Object.keys(PARTS).filter((key) => JSON.stringify(last[key]) !== JSON.stringify(choice[key]));
  await choose(last);
  say(`${word}: ${turned.map((key) => PARTS[key]).join(", ")}.`);
}
const undo = () => turn(before, after, "Undone");
const redo = () => turn(after, before, "Done again");

function draw() {
  const state = { about, choice, checked };
  where(at("where"), state, change);
  what(at("what"), state, change, (name, focus) => change((next) => {
    const opening = about.questions.find((one) => one.name === name).opening;
    const kept = next.ours.map((one) => one.name);
    Object.assign(next, copy(opening), { authority: next.authority, own: next.own, ours: next.ours });
    next.compared = [...new Set([...next.compared, ...kept])].sort();
  }, focus).then(() => focus && at(focus).focus()));
  which(at("which"), state, change);
  shown = Math.min(shown, Math.max(0, choice.ours.length - 1));
  shapes(at("shapes"), state, change, shown, (place) => {
    shown = place;
    draw();
  });
  view();
  vary(at("vary"), state, change);
  const elsewhere = checked.faults.filter((fault) => !/^(authority|strategies)\./.test(fault.key ?? ""));
  fill(at("faults"),
    checked.faults.length > 0 && h("p.fault", null, checked.faults.length === 1 ? "One thing must be put right first." : `${checked.faults.length} things must be put right first.`),
    elsewhere.map((fault) => h("p.fault", null, fault.message)),
    (checked.warnings ?? []).map((warning) => h("p.quiet", null, `Note: ${warning}`)));
  at("undo").disabled = before.length === 0;
  at("redo").disabled = after.length === 0;
  at("compare").disabled = checked.faults.length > 0;
  at("stale").hidden = !result || JSON.stringify(result.choice) === JSON.stringify(choice);
  keeping();
  store();
}

const clock = (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`);

/** Runs the comparison; `quietly` leaves the focus where it is. */
async function compare(quietly = false) {
  going?.dismiss();
  const asked = copy(choice);
  const { place } = checked;
  const began = performance.now();
  const bar = at("bar");
  const goals = stages(asked);
  bar.max = goals[0];
  bar.value = 0;
  at("hint").textContent = "";
  at("going").hidden = false;
  at("compare").hidden = true;
  say(`Begun. The first answer comes after ${goals[0]} pairs.`);
  result = null;
  at("results").hidden = true;
  draw();
  const mine = run(module, asked, {
    step(done) {
      const goal = goals.find((stage) => stage > done) ?? PAIRS;
      const left = done > 0 ? ((performance.now() - began) / 1000 / done) * (goal - done) : null;
      bar.max = goal;
      bar.value = done;
      at("far").textContent = `${done} of ${goal} pairs${left === null ? "" : `; about ${clock(left)} to ${goal === goals[0] ? "the first answer" : "a surer answer"}`}`;
    },
    hint(words) {
      at("hint").textContent = `${words}.`;
    },
    async told(what, teller) {
      at("hint").textContent = "";
      const first = !result;
      result = { choice: asked, place, what, teller, seconds: (performance.now() - began) / 1000 };
      show();
      if (first) stories();
      const lands = first && !quietly;
      if (lands) land();
      if (asked.ours.length > 0) sure(result);
      else store();
      if (what.settled) at("going").hidden = true;
      else say(first ? `The first answer, from ${what.replicates} pairs${lands ? "" : ", is below"}. It gets surer while you read.` : `Now from ${what.replicates} pairs.`, first);
    },
  });
  going = mine;
  const over = (words) => {
    if (going !== mine) return;
    at("going").hidden = true;
    at("compare").hidden = false;
    say(words);
    view();
  };
  at("cancel").onclick = async () => {
    await mine.stop();
    over(result ? `Stopped after ${result.what.replicates} pairs; what they say is below.` : "Stopped: too few pairs were finished to tell of.");
    at("compare").focus();
  };
  try {
    await mine.done;
    if (result?.what.settled) over(`Settled after ${result.what.replicates} of at most ${PAIRS} pairs, in ${clock(result.seconds)}.`);
    else if (result?.what.replicates === PAIRS) over(`Done: ${PAIRS} pairs in ${clock(result.seconds)}.`);
  } catch (error) {
    over(`It stopped: ${error.message}`);
  }
}

/** Shows the six indicators of a comparison instead of the sketch. */
async function sure(of) {
  const indicators = await of.teller.ask({ ask: "indicators", replicates: of.what.replicates });
  if (indicators.fault || result !== of) return;
  if (indicators.gists.length === 0) return;
  of.indicators = indicators;
  if (choice.ours.length > 0 && subject(of.choice) === subject(choice)) trail = tried(trail, of.choice, indicators, about);
  view();
  store();
}

/** Shows the results. Open sections stay open. */
function show() {
  const { what, choice: asked } = result;
  const place = result.place ? `${result.place}. ` : "";
  at("results").hidden = false;
  at("stale").hidden = JSON.stringify(asked) === JSON.stringify(choice);
  at("from").textContent = what.settled
    ? `${place}Settled after ${what.replicates} of at most ${PAIRS} pairs: more pairs would hardly change how each strategy stands to ${asked.baseline}. Other parameters of the model may (step 4).`
    : `${place}From ${what.replicates} of ${PAIRS} pairs${what.replicates === PAIRS && !asked.worlds ? ", the most: not settled" : ""}.`;
  at("from").dataset.digest = what.digest;
  at("from").dataset.replicates = what.replicates;
  for (const part of what.parts) {
    let fold = at(`part-${part.id}`);
    if (!fold) {
      const open = ["question", "differences"].includes(part.id);
      fold = h("details.part", { id: `part-${part.id}`, open }, h("summary", null, h("h3", null, part.title)), h("div"));
      at("parts").append(fold);
    }
    const body = fold.querySelector("div");
    const folds = [...body.querySelectorAll("details")].map((one) => one.open);
    body.innerHTML = part.markup.replaceAll("<h3", "<h4").replaceAll("</h3>", "</h4>");
    [...body.querySelectorAll("details")].forEach((one, place) => (one.open = folds[place] ?? false));
    explain(body);
    body.querySelector(".lead")?.after(h("ul.key", { "aria-label": "The strategies" }, arms(asked).map((name) => h("li", null, mark(name), " ", h("b", null, name), `: ${means(about, asked.ours, name)}`))));
  }
  keeping();
}

/** The strategies of a comparison: those of one's own first, the baseline last. */
const arms = ({ ours, compared, baseline }) => [...new Set([...ours.map((one) => one.name).filter((name) => compared.includes(name)), ...compared])].filter((name) => name !== baseline).concat(baseline);

/** Shows the story of one child under two strategies, or of a director. */
function stories() {
  const { ours, baseline } = result.choice;
  const all = arms(result.choice);
  // The answer names the better strategy first.
  const answer = at("parts").querySelector(".lead")?.textContent ?? "";
  const named = (name) => ` ${answer} `.search(new RegExp(`[^\\w-]${name}[^\\w-]`));
  const best = ours.some((one) => one.name === all[0]) ? all[0] : all.filter((name) => name !== baseline && named(name) >= 0).sort((one, two) => named(one) - named(two))[0] ?? all[0];
  const pick = (id, label, value, options = all.map((arm) => [arm, arm])) => h("div.field", null, h("label", { for: id }, label),
    h("select", { id }, options.map(([name, title]) => h("option", { value: name, selected: name === value }, title))));
  fill(at("child"),
    h("p.quiet", null, "A story is the luck of one run and no evidence. It shows what a difference is made of. Nobody in it is real."),
    h("div.fields", null,
      pick("whom", "Tell me of", "apart", [
        ["apart", "the child whose lives differ most"],
        ["changes", "the child with most changes of worker"],
        ["director", "the director: decisions, events, trust"]]),
      pick("life-a", "One life under", baseline),
      pick("life-b", "The other under", best),
      h("div.field", null, h("label", { for: "replicate" }, "In run number (0 is the first)"), h("input", { id: "replicate", type: "number", min: 0, max: PAIRS - 1, step: 1, value: 0 }))),
    h("button", { id: "tell", type: "button", click: () => tell(null) }, "Tell me"),
    h("div", { id: "told" }));
}

async function tell(child) {
  const { choice: asked } = result;
  const lives = [...new Set([at("life-a").value, at("life-b").value])];
  const replicate = Math.min(PAIRS - 1, Math.max(0, Math.round(Number(at("replicate").value) || 0)));
  const whom = child ? tell.whom : at("whom").value;
  at("tell").disabled = true;
  say("Living through the run once more, to tell of it.");
  tell.desk ??= await startWorker(module);
  const told = await tell.desk.ask({ ask: "story", choice: asked, arms: lives, replicate, whom, child });
  at("tell").disabled = false;
  if (told.fault) return say(told.fault);
  Object.assign(tell, { whom, also: child ? tell.also : told.also });
  const body = h("div");
  body.innerHTML = told.markup.replaceAll("<h3", "<h4").replaceAll("</h3>", "</h4>");
  const others = tell.also.filter((one) => one.id !== told.whose);
  at("told").replaceChildren(
    h("h3", { id: "told-title", tabindex: -1 }, whom === "director" ? "The director\u2019s years" : `${told.known_as}: one child, two lives`),
    body,
    others.length && whom !== "director" ? h("p", null, "Other children of this run: ", others.map(({ id, name }) => [h("button.quietly", { type: "button", title: id, click: () => tell(id) }, name), " "])) : "",
    h("button", { type: "button", click: () => keepAs("balcony-story.html", told.page, "text/html") }, "Save this story"));
  explain(body);
  say("The story is told below.");
  at("told-title").focus({ preventScroll: true });
  top("told-title");
}

/** Whether the page is open from a file: then no link of it opens on another device. */
const local = location.protocol === "file:";

/** Shows what can be saved and shared. */
function keeping() {
  const file = async (ask, name, type, sent = false) => {
    const pressed = document.activeElement;
    // An answer that was stored has no worker that could write its report.
    if (!result.teller) await again();
    if (!result?.teller) return;
    const { text, fault } = await result.teller.ask({ ask });
    if (fault) return say(fault);
    // A device sends nothing if writing took long: then it is saved.
    if (sent) return navigator.share({ files: [new File([text], name, { type })], title: "Balcony" }).catch((error) => error.name !== "AbortError" && keepAs(name, text, type, pressed));
    keepAs(name, text, type, pressed);
    if (ask === "brief") say(`${name} is saved: two pages. Open it to print it.`);
  };
  const sends = navigator.canShare?.({ files: [new File([""], "balcony-report.html", { type: "text/html" })] });
  const link = checked.link && `${location.href.split("#")[0]}${checked.link}`;
  const own = Object.keys(choice.own).length > 0;
  keeping.link = link;
  const button = (id, words, click, able = true) => h("button", { id, type: "button", disabled: !able, click }, words);
  const stale = result && JSON.stringify(result.choice) !== JSON.stringify(choice);
  const pairs = result && !stale && !result.what.settled ? result.what.replicates : PAIRS;
  fill(at("keeping"),
    h("h3", null, "The results"),
    stale && h("p.note", null, "These are of the comparison before your last change."),
    h("p.buttons", null,
      button("save-report", "The report", () => file("report", "balcony-report.html", "text/html"), result),
      sends && button("send-report", "Send the report", () => file("report", "balcony-report.html", "text/html", true), result),
      button("save-brief", "Two pages for a chief executive", () => file("brief", "balcony-brief.html", "text/html"), result),
      button("save-summary", "The numbers (CSV)", () => file("summary", "balcony-summary.csv", "text/csv"), result)),
    h("h3", null, "The comparison itself"),
    local && h("p", { id: "by-file" }, "This page is open from a file, so no link to it works on another device. Send the report, or send this page and the comparison (As a file, below): whoever has both opens the page and then the file."),
    h("p.buttons", null, h("label.button", { for: "open-file" }, "Open a saved file"), h("input.file", { id: "open-file", type: "file", accept: ".toml,text/plain", change: openFile }), button("save-file", "As a file (TOML)", () => keepAs(checked.name, checked.file, "application/toml"), checked.faults.length === 0)),
    h("p.quiet", null, "In a terminal the file gives the same numbers and the same digest",
      result && !stale && [" (", h("span", { id: "digest" }, result.what.digest.slice(0, 16)), ")"], ": ",
      h("code", null, `balcony compare ${checked.name}${pairs === PAIRS ? "" : ` --replicates ${pairs}`}`),
      own ? ". The file holds your own figures; report and brief say that there are some, not what they are." : "."),
    checked.link
      ? [h("div.field", null, h("label", { for: "link" }, local ? "A link for this computer alone" : "A link that opens this comparison again"), h("input", { id: "link", readonly: true, value: link, focus: (event) => event.target.select() })),
        !local && h("p", null, h("button", { id: "copy", type: "button", click: async () => {
          try {
            await navigator.clipboard.writeText(link);
            say("The link is copied.");
          } catch {
            at("link").focus();
            say("The link is marked: copy it from its box.");
          }
        } }, "Copy the link"), " ", h("button", { id: "show-qr", type: "button", "aria-expanded": String(keeping.shows === link), "aria-controls": "qr", click: showCode }, keeping.shows === link ? "Hide the QR code" : "Show a QR code")),
        h("div", { id: "qr" }, keeping.shows === link && keeping.code),
        own && h("p.quiet", null, "Your own figures are not in it: whoever opens it gets the published ones.")]
      : h("p.quiet", null, checked.no_link ?? ""));
}

/** Shows the link as a code for a telephone's camera, or hides it. */
async function showCode() {
  const link = keeping.link;
  if (keeping.shows === link) keeping.shows = null;
  else {
    const { markup, fault } = await desk.ask({ ask: "qr", text: link });
    if (fault) return say(fault);
    keeping.code = h("div.code");
    keeping.code.innerHTML = markup;
    keeping.shows = link;
  }
  keeping();
}

/** Opens a file that was saved: a comparison, or a strategy. */
async function openFile(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  const came = await desk.ask({ ask: "open-file", text: await file.text(), name: file.name, choice });
  if (came.fault) {
    fill(at("opened"), h("p.fault", { role: "alert" }, `${file.name}: ${came.fault}`));
    top("opened");
    return;
  }
  step();
  await choose(came.choice);
  arrived(`${file.name} is open. Undo returns to what was here before.`);
}

/** Shows the example, which was computed when the page was made. */
async function example() {
  const packed = Uint8Array.from(atob(at("worked").textContent), (letter) => letter.charCodeAt(0));
  const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  const { choice: asked, what } = JSON.parse(text);
  going?.dismiss();
  going = null;
  at("going").hidden = true;
  at("compare").hidden = false;
  at("hint").textContent = "";
  step();
  await choose(asked);
  result = { choice: asked, place: checked.place, what, teller: null, seconds: 0 };
  show();
  stories();
  view();
  store();
  opened(`An example is open: its question, its place (${checked.place}) and its answer. Change anything and compare again.`);
  land();
}

/** Runs the comparison of a stored answer again, as far as it went. */
async function again() {
  const { choice: asked, what } = result;
  say("The comparison is run once more, to write this.");
  await new Promise((ready) => {
    const once = run(module, asked, {
      step() {},
      told(now, teller) {
        // Another comparison was begun meanwhile: this one is of no use any more.
        if (result?.choice !== asked) {
          once.stop();
          return ready();
        }
        if (now.replicates < what.replicates && !now.settled) return;
        Object.assign(result, { teller, what: now });
        show();
        ready();
        if (!now.settled) once.stop();
      },
    });
    once.done.then(ready, (error) => {
      say(`It could not be run again: ${error.message}`);
      ready();
    });
  });
}

/** What the address asks for; nothing if it is no text. */
function hash() {
  try {
    return decodeURIComponent(location.hash);
  } catch {
    return "";
  }
}

async function openLink() {
  const link = hash();
  if (link.length < 2 || at(link.slice(1)) || link === checked.link) return;
  const came = await desk.ask({ ask: "open", link });
  if (came.fault) {
    fill(at("opened"), h("p.fault", { role: "alert" }, came.fault));
    return;
  }
  step();
  await choose(came.choice);
  arrived("This comparison came with the link: press Compare to run it.",
    came.had_own && " It was made with an authority's own figures, which a link never carries: the published ones stand in their place.",
    came.changed && " Something in it is not as it was when the link was made (another version of Balcony): results may differ.");
}

/** Brings back what was stored, unless the address asks for something else. */
async function restore() {
  const kept = keep.read();
  const link = hash();
  if (!kept?.choice || (link.length > 1 && !at(link.slice(1)) && link !== kept.link)) return;
  const now = await desk.ask({ ask: "check", choice: kept.choice });
  // Another version may not have everything that was chosen.
  if (now.fault || now.faults.length > 0) return keep.forget();
  trail = kept.build === keep.build() ? (kept.trail ?? []) : [];
  shown = kept.shown ?? 0;
  await choose(kept.choice);
  if (kept.result && kept.build === keep.build()) {
    result = { ...kept.result, teller: null };
    show();
    stories();
    view();
  }
  const words = [result && "Your last comparison is below.", kept.had_own && "Your own figures were not kept: open your file to have them again."].filter(Boolean).join(" ");
  if (words) opened(words, " ", h("button", { id: "fresh", type: "button", click: () => {
    clearTimeout(store.later);
    store.later = null;
    keep.forget();
    history.replaceState(null, "", location.href.split("#")[0]);
    location.reload();
  } }, "Begin afresh"));
}

at("compare").addEventListener("click", () => compare());
at("example").addEventListener("click", example);
for (const id of ["undo", "undo-live"]) at(id).addEventListener("click", undo);
for (const id of ["redo", "redo-live"]) at(id).addEventListener("click", redo);
addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input:not([type=checkbox], [type=range]), textarea");
  const key = (event.ctrlKey || event.metaKey) && !typing ? event.key.toLowerCase() : "";
  if (key === "z" || key === "y") {
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  }
});
addEventListener("hashchange", openLink);
addEventListener("resize", view);
fill(at("words"), h("dl", null, about.words.map(([name, meaning]) => [h("dt", null, name), h("dd", null, meaning)])));
at("pairs").replaceChildren(word("replicate", "runs"), ", two hundred pairs at most");
at("version").textContent = `Balcony ${about.version}`;
// What was stored may be of an older page, or not ours at all.
await restore().catch(() => keep.forget());
await openLink();
draw();
at("loading").hidden = true;
at("all").hidden = false;
at("example").disabled = false;
// What came with the link is seen first, once there is something to see.
if (at("compare-opened")) top("opened");
document.documentElement.dataset.ready = document.documentElement.dataset.settled = "true";
