// Measures the page as a user experiences it. Usage: node measure.mjs PAGE.html BALCONY [quick].
// Prints one JSON object.
//
// "Slow" means a quarter of the speed (kit/slow.mjs).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserOf, slow } from "./kit/slow.mjs";
import { launch, visit } from "./kit/browser.mjs";

const [file, program, quick] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "balcony-measure-"));

/**
 * Runs one comparison in the page until it is settled, or up to twenty pairs; in the first case
 * also a second one with one strategy more.
 */
async function once(authority, throttled, all) {
  const browser = await launch();
  const release = throttled ? slow(browserOf()) : () => {};
  try {
    let from = performance.now();
    const gone = () => (performance.now() - from) / 1000;
    const { page } = await visit(browser, pathToFileURL(file).href, { acceptDownloads: true });
    page.setDefaultTimeout(3_600_000);
    await page.locator("html[data-ready=true]").waitFor();
    const ready = gone();
    if (authority) await page.selectOption("#authority", authority);
    await page.locator("html[data-settled=true]").waitFor();
    await page.evaluate(() => {
      const [from, far] = ["from", "far"].map((id) => document.getElementById(id));
      new MutationObserver(() => {
        if (from.dataset.replicates === "20" && !from.dataset.first) from.dataset.first = from.dataset.digest;
      }).observe(from, { attributes: true });
      new MutationObserver(() => {
        if (parseInt(far.textContent, 10) >= 8 && !far.dataset.eight) far.dataset.eight = performance.now();
      }).observe(far, { childList: true, characterData: true, subtree: true });
      document.getElementById("compare").addEventListener("click", () => (far.dataset.began ??= performance.now()));
    });
    from = performance.now();
    await page.click("#compare");
    await page.locator("#from[data-first]").waitFor();
    const answer = gone();
    if (!all && (await page.locator("#cancel").isVisible())) await page.click("#cancel").catch(() => {});
    await page.locator("#compare").waitFor();
    const whole = all ? gone() : null;
    release();
    const eight = await page.locator("#far").evaluate(({ dataset }) => (dataset.eight - dataset.began) / 1000);
    const pairs = Number(await page.locator("#from").getAttribute("data-replicates"));
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-file")]);
    const text = readFileSync(await download.path(), "utf8");
    const [first, digest] = await page.locator("#from").evaluate(({ dataset }) => [dataset.first, dataset.digest]);
    let more = null;
    if (all) {
      await page.click("#story-behind > summary").catch(() => {});
      const another = page.locator("#which input[type=checkbox]:not(:checked)").first();
      await another.check();
      await page.locator("html[data-settled=true]").waitFor();
      from = performance.now();
      await page.click("#compare");
      await page.locator("#going").waitFor({ state: "visible" }).catch(() => {});
      await page.locator("#compare").waitFor();
      more = gone();
    }
    return { ready, eight, answer, whole, pairs, more, first, digest: all ? digest : null, text };
  } finally {
    release();
    await browser.close();
  }
}

/** Runs the program on the same file; returns the seconds of the simulation, and the digest. */
function natively(text, ...more) {
  writeFileSync(join(folder, "it.toml"), text);
  const words = ["compare", "it.toml", "--json", "--quiet", ...more];
  const { wall, digest } = JSON.parse(execFileSync(program, words, { cwd: folder, encoding: "utf8" }).trim().split("\n").at(-1));
  return { wall, digest };
}

const rutland = { place: "Rutland", authority: "E06000017", all: true };
const metropolitan = { place: "a typical metropolitan district", authority: "", all: true };
const leeds = { place: "Leeds", authority: "E08000035", all: true };
const rows = [];
for (const { place, authority, all } of quick ? [rutland] : [rutland, metropolitan, leeds]) {
  const { text, ...full } = await once(authority, false, all);
  const natives = { twenty: natively(text, "--replicates", "20"), all: all ? natively(text) : null };
  const { text: _, ...throttled } = await once(authority, true, false);
  rows.push({ place, full, throttled, natives });
}
const page = readFileSync(file, "utf8");
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ bytes: statSync(file).size, engine: page.match(/id="engine">([^<]*)/)[1].length, rows }));
