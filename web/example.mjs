// The example of the first screen, computed when the page is made: its answer, and the drawing at
// the top.
import { openEngine } from "./page/engine.js";

/** A small authority, so that making the page takes little time. */
const PLACE = { code: "E06000017", name: "Rutland" };
const QUESTION = "culture-shift";
/** The measure of the drawing, and the strategy that is drawn beside the one as found. */
const MEASURE = "culture";
const OTHER = "connected";
const MOST = 200;
/** Width of the drawing's curves; to their right is room for words. */
const RIGHT = 200;

/** Runs the example until it is settled. */
export async function worked(bytes) {
  const engine = await openEngine(await WebAssembly.compile(bytes));
  const answer = (request) => {
    const found = engine.ask(request);
    if (found.fault) throw new Error(found.fault);
    return found;
  };
  const choice = { ...answer({ ask: "about" }).questions.find((one) => one.name === QUESTION).opening, authority: PLACE.code };
  answer({ ask: "begin", choice });
  let what;
  for (let pair = 0; pair < MOST && !what?.settled; pair += 1) {
    engine.take(engine.replicate(pair));
    if (pair >= 19 && pair % 10 === 9) what = answer({ ask: "tell", replicates: pair + 1 });
  }
  return { choice, what, fork: answer({ ask: "course", measure: MEASURE }) };
}

/** Draws the measure under both strategies, quarter by quarter. */
export function hero({ what, fork }) {
  const [found, other] = [fork.strategies.find((one) => one.name === fork.baseline), fork.strategies.find((one) => one.name === OTHER)];
  const all = [...found.values, ...other.values];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const at = (value, quarter) => [12 + (quarter * RIGHT) / (found.values.length - 1), 200 - ((value - low) / (high - low)) * 150];
  const line = (values) => values.map((value, quarter) => at(value, quarter).map((number) => number.toFixed(1)).join(" ")).join("L");
  const end = (values) => at(values.at(-1), values.length - 1);
  const hundredth = (values) => values.at(-1).toFixed(2);
  const years = Array.from({ length: Math.round(found.values.length / 4) }, (_, year) => `<text x="${(12 + ((year * 4 + 1.5) * RIGHT) / (found.values.length - 1)).toFixed(0)}" y="238" text-anchor="middle" class="t2">year ${year + 1}</text>`).join("");
  const [fx, fy] = end(found.values);
  const [ox, oy] = end(other.values);
  const label = (x, y, value, words, name) => `<text x="${x + 18}" y="${y + 8}" class="big ${name}">${value}</text><text x="${x + 104}" y="${y + 8}">${words}</text>`;
  return `<figure>
<svg viewBox="0 0 500 250" role="img" aria-labelledby="hero-title">
<title id="hero-title">Learning culture of the teams over three years: on a scale from 0 to 1, ${hundredth(found.values)} at the end carried on as found, ${hundredth(other.values)} where teams decide</title>
<text x="12" y="22" class="strong">Learning culture of teams, from 0 to 1</text>
<path d="M12 215H${12 + RIGHT}" class="base"/>${years}
<path d="M${line(found.values)}" class="line found-line"/>
<path d="M${line(other.values)}" class="line other-line"/>
<path d="M${fx} ${fy - 8}l8 8-8 8-8-8z" class="found-mark"/>
<circle cx="${ox}" cy="${oy}" r="7" class="other-mark"/>
${label(ox, oy, hundredth(other.values), "where teams decide", "other")}
${label(fx, fy, hundredth(found.values), "carried on as found", "found-words")}
</svg>
<figcaption class="quiet">A scale: 0 is compliance, 1 is learning. The same children and the same luck: ${PLACE.name}, mean of ${what.replicates} pairs of runs. A model, not a forecast.</figcaption>
</figure>`;
}
