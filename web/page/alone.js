// A team that plays without a server. It uses the script of the server's pages unchanged; a worker
// with the engine answers the requests that the script would send to the network.
import { begin } from "../../crates/exercise/src/team_view/assets/app.js";
import { engine, startWorker } from "./worker-pool.js";

const by = (id) => document.getElementById(id);
const KEPT = "balcony-alone";
/** Local storage; a browser may refuse to store anything. */
const stored = {
  get() { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } },
  set(what) { try { localStorage.setItem(KEPT, JSON.stringify(what)); return true; } catch { return false; } },
  clear() { try { localStorage.removeItem(KEPT); } catch { /* then there is nothing */ } },
};

const module = engine();
let desk;
const ask = (request) => desk.call("play", request);
/** The current game: name, text of an own exercise, team, and the log so far. */
let way = null;
const keep = (log) => { way.log = log; stored.set(way); };
const fault = (words) => { by("fault").textContent = words; by("fault").hidden = !words; };

// --- replaces the network ---
let listeners = [], handed = false;
const ring = () => listeners.forEach((listener) => listener.change?.({ lastEventId: "1" }));
setInterval(() => listeners.forEach((listener) => listener.hb?.({ lastEventId: "1" })), 1000);
function stream() {
  const listener = {};
  listeners.push(listener);
  return { addEventListener: (name, what) => { listener[name] = what; }, close: () => { listeners = listeners.filter((other) => other !== listener); } };
}
const answer = (what, text) => (what.fault ? new Response(what.fault, { status: 409 }) : new Response(text ?? null, { status: text === undefined ? 204 : 200 }));
async function local(address, { body } = {}) {
  const path = address.split("?")[0];
  const fields = () => [...body];
  if (path === "/team/part") {
    const what = await ask({ ask: "part" });
    // Scroll to the code of the decision that was just submitted.
    if (handed) { handed = false; setTimeout(() => by("own-code")?.scrollIntoView({ block: "center" }), 60); }
    return answer(what, what.part);
  }
  if (path.startsWith("/team/way/")) { const what = await ask({ ask: "way", tile: Number(path.split("/").at(-1)) }); return answer(what, what.part); }
  if (path === "/draft") { const what = await ask({ ask: "draft", fields: fields() }); return answer(what, what.preview); }
  if (path === "/team") {
    const what = await ask({ ask: "submit", fields: fields() });
    if (what.log) { keep(what.log); handed = true; }
    return answer(what);
  }
  return new Response(null, { status: 204 });
}

// --- Monte Carlo runs of the figures, in a second worker ---
let beside = null, following = 0;
async function follow() {
  const mine = (following += 1);
  try {
    beside ??= module.then(startWorker);
    const other = await beside;
    const { name, text, team, log = [] } = way;
    let what = await other.call("play", { ask: "follow", name, text, team, log });
    while (mine === following && !what.idle) {
      if (what.fault) throw new Error(what.fault);
      what = await other.call("play", { ask: "step" });
      if (!what.figures || mine !== following) continue;
      const { taken } = await ask({ ask: "luck", round: what.round, figures: what.figures });
      if (taken) ring();
    }
  } catch {
    // A device with too little memory plays on without the Monte Carlo runs.
    await ask({ ask: "luck" });
    ring();
  }
}

// --- replaces the facilitator's page ---
let ended = 0;
const show = (form, words) => {
  let line = form.querySelector(".fault");
  if (!line) { line = document.createElement("p"); line.className = "fault"; line.setAttribute("role", "alert"); form.append(line); }
  line.textContent = words;
  line.hidden = !words;
};
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-alone]");
  if (!form) return;
  event.preventDefault();
  const kind = form.dataset.alone;
  const values = Object.fromEntries(new FormData(form));
  if (kind === "close") {
    // A double click could hit the button of the next round, so a second click is ignored for a
    // moment.
    if (Date.now() - ended < 1500) return;
    if (!by("own-code") && !confirm("Nothing is handed in, so what held before holds on. End it?")) return;
    ended = Date.now();
  }
  const button = form.querySelector("button");
  button.disabled = true;
  const what = await ask(kind === "close" ? { ask: "close", round: Number(values.round) } : kind === "word" ? { ask: "word", text: values.text } : { ask: "back", to: Number(values.to) });
  button.disabled = false;
  if (what.fault) { show(form, what.fault); return; }
  keep(what.log);
  if (kind !== "word") follow();
  form.reset();
  ring();
  if (kind !== "word") scrollTo(0, 0);
});
document.addEventListener("click", async (event) => {
  const kind = event.target.closest("button[data-alone]")?.dataset.alone;
  if (kind === "keep") {
    const what = await ask({ ask: "keep" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([what.text], { type: "application/json" }));
    link.download = "our-way.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } else if (kind === "leave" && confirm("Begin anew? What you decided so far is forgotten, unless you kept it as a file.")) {
    stored.clear();
    location.reload();
  }
});

// --- start of a game ---
async function play(chosen) {
  const before = stored.get();
  if (before?.log?.length > 1 && before !== chosen && JSON.stringify(before.log) !== JSON.stringify(chosen.log) && !confirm("This browser holds another way. Begin all the same, and forget it?")) return;
  const what = await ask({ ask: "begin", ...chosen });
  if (what.fault) { fault(what.fault); return; }
  way = { ...chosen };
  stored.set(way);
  document.title = what.title;
  by("page").innerHTML = what.part;
  document.body.dataset.part = "/team/part";
  document.body.dataset.team = "1";
  scrollTo(0, 0);
  begin({ fetch: local, stream, anew: (page) => { by("page").replaceChildren(...document.importNode(page.body, true).childNodes); } });
  follow();
}

async function open() {
  desk = await startWorker(await module);
  const about = await ask({ ask: "about" });
  if (about.fault) throw new Error(about.fault);
  const { exercises, teams } = about;
  const own = new Map();
  by("exercise").append(new Option("Which one does the room play?", "", true, true));
  for (const { name, title, rounds, word } of exercises) by("exercise").append(new Option(`${title} (${rounds} ${word}s)`, name));
  // A link such as exercise.html#taster, in a mail to a team, preselects the exercise.
  if (exercises.some(({ name }) => name === location.hash.slice(1))) by("exercise").value = location.hash.slice(1);
  by("which").innerHTML = teams.map(({ name, badge }, at) => `<label class="option" for="team-${at}"><input type="radio" name="team" id="team-${at}" value="${at}" required>${badge}<span class="hidden"> ${name}</span></label>`).join("");
  by("file").addEventListener("change", async () => {
    const file = by("file").files[0];
    if (!file) return;
    fault("");
    const text = await file.text();
    if (!file.name.endsWith(".json")) {
      own.set(file.name, text);
      by("exercise").append(new Option(file.name, file.name, true, true));
      return;
    }
    try {
      const { format, name, source, first = 0, log } = JSON.parse(text);
      if (format !== "balcony-exercise" || log[0].entry.teams !== 1) throw new Error();
      await play({ name, text: source, team: first, log });
    } catch { fault(`${file.name} is no way that this page kept.`); }
  });
  by("begin").addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const name = values.get("exercise");
    const button = event.target.querySelector("button.main");
    button.disabled = true;
    await play({ name, ...(own.has(name) ? { text: own.get(name) } : {}), team: Number(values.get("team")), log: [] });
    button.disabled = false;
  });
  const before = stored.get();
  if (before?.log?.length) {
    const rounds = before.log.reduce((at, { entry }) => (entry.kind === "close" ? entry.round + 1 : entry.kind === "rewind" ? entry.to : at), 0);
    by("goes-on").innerHTML = `<p class="note">This browser holds the way of team ${teams[before.team]?.name ?? ""}, ${rounds} rounds played. <button type="button" class="main" id="go-on">Go on with it</button></p>`;
    by("go-on").addEventListener("click", (event) => { event.target.disabled = true; play(before); });
  }
  by("loading").hidden = true;
  by("door").hidden = false;
}
open().catch((error) => { by("loading").textContent = `The place could not be unpacked: ${error.message ?? error}. A browser of the last three years can.`; });
