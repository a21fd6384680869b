// Measures how soon the page answers a move of a slider. Usage: node measure-live.mjs PAGE.html
// [quick]. Prints one JSON object.
//
// From releasing a slider to updated indicators, for 50 moves (10 if quick) in a typical place, in
// Chromium at full speed and at a quarter (kit/slow.mjs) and in Firefox at full speed; and from
// making a strategy to the first indicators, for three places.
import { pathToFileURL } from "node:url";
import { browserOf, slow } from "./kit/slow.mjs";
import { launch, visit } from "./kit/browser.mjs";
import { firefox } from "./kit/firefox.mjs";

const [file, quick] = process.argv.slice(2);
const MOVES = quick ? 10 : 50;
const address = pathToFileURL(file).href;
const TYPICAL = { place: "a typical metropolitan district", authority: "" };
const RUTLAND = { place: "Rutland", authority: "E06000017" };
const LEEDS = { place: "Leeds", authority: "E08000035" };

/** In the page: waits for an element. */
const FOUND = `
  const found = (selector) => new Promise((done) => {
    const look = () => document.querySelector(selector) ? done() : setTimeout(look, 20);
    look();
  });`;

/** In the page: opens the place. */
const PLACE = `${FOUND}
  await found("html[data-ready=true]");
  const list = document.getElementById("authority");
  list.value = AUTHORITY;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  await found("html[data-settled=true]");`;

/**
 * In the page: makes a strategy, then moves its sliders. A time is on the page's own clock, from the
 * event to the frame with the first indicators of the strategy that it gives; the trail names the
 * strategy whose indicators are shown. Every second move is made while twenty pairs of the one
 * before are under way. No move returns to a strategy that was sketched before, because its runs
 * would come from the store.
 */
const WORK = `${FOUND}
  const timed = (act) => new Promise((done) => {
    const current = () => document.querySelector(".trail button[aria-current]")?.id;
    const before = current();
    const began = performance.now();
    const watch = new MutationObserver(() => {
      if (!current() || current() === before) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    watch.observe(document.getElementById("trail"), { childList: true, subtree: true, attributes: true });
    act();
  });
  const full = () => found('#gives-badge[data-pairs="20"]');
  const began = performance.now();
  const first = await timed(() => document.getElementById("add-ours").click());
  await full();
  const twenty = performance.now() - began;
  const times = [];
  for (let move = 0; move < MOVES; move += 1) {
    const step = Math.floor(move / 2);
    const slider = document.getElementById(move % 2 === 0 ? "shape-0-source" : "shape-0-impact");
    times.push(await timed(() => {
      slider.value = 5 * (move % 2 === 0 ? (8 * step + 3) % 21 : (5 * step + 7 + Math.floor(step / 21)) % 21);
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    }));
    if (move % 2 === 0) await full();
  }
  return { first, twenty, times };`;

const given = (script, { authority }, moves) => script.replace("AUTHORITY", JSON.stringify(authority)).replace("MOVES", moves);

async function inChromium(place, moves, throttled) {
  const browser = await launch();
  let release = () => {};
  try {
    const { page } = await visit(browser, address);
    page.setDefaultTimeout(1_800_000);
    const run = (script) => page.evaluate(`(async () => { ${given(script, place, moves)} })()`);
    await run(PLACE);
    if (throttled) release = slow(browserOf());
    return await run(WORK);
  } finally {
    release();
    await browser.close();
  }
}

async function inFirefox(place, moves) {
  const fox = await firefox();
  try {
    await fox.go(address);
    await fox.run(given(PLACE, place, moves));
    return await fox.run(given(WORK, place, moves));
  } finally {
    await fox.close();
  }
}

const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * times.length) - 1)];
const rows = [];
async function measure(browser, place, moves, throttled = false) {
  const { first, twenty, times } = await (browser === "Firefox" ? inFirefox(place, moves) : inChromium(place, moves, throttled));
  const of = (share) => (times.length ? quantile(times, share) : null);
  rows.push({ place: place.place, browser, throttled, first, twenty, moves: times.length, median: of(0.5), p95: of(0.95), worst: of(1) });
  console.error(JSON.stringify(rows.at(-1)));
}

await measure("Chromium", TYPICAL, MOVES);
await measure("Firefox", TYPICAL, MOVES);
await measure("Chromium", TYPICAL, MOVES, true);
await measure("Chromium", RUTLAND, 0);
if (!quick) await measure("Chromium", LEEDS, 0);
console.log(JSON.stringify({ rows }));
