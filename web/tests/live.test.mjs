// Shaping a strategy beside what it gives: sketches, undo and redo, the trail, making sure; the
// first screen; what survives a reload; files and codes.
//
// PAGE names the file, BALCONY the program. The authority is Rutland, because its pairs take little
// time.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";
import { SIZES, fits, judge, launch, visit } from "../kit/browser.mjs";
import { badge, changed } from "../page/live.js";

const RUTLAND = "E06000017";
const PHONE = { width: 375, height: 800 };
const address = pathToFileURL(process.env.PAGE).href;
const folder = mkdtempSync(join(tmpdir(), "balcony-live-"));
let browser;

before(async () => (browser = await launch()));
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ready = (page) => page.locator("html[data-ready=true]").waitFor({ timeout: 120_000 });
const settled = (page) => page.locator("html[data-settled=true]").waitFor({ timeout: 60_000 });
const sketched = (page, pairs = 20) => page.locator(`#gives-badge[data-pairs="${pairs}"][data-sketch=true]`).waitFor({ timeout: 240_000 });
const stopped = (page) => page.locator("#compare").waitFor({ state: "visible", timeout: 300_000 });

async function open(options = {}, end = "") {
  const visited = await visit(browser, address + end, { viewport: SIZES.laptop, acceptDownloads: true, ...options });
  await ready(visited.page);
  return visited;
}

/** Opens the page with a strategy of one's own in Rutland, fully sketched. */
async function shaping(options) {
  const visited = await open(options);
  await visited.page.selectOption("#authority", RUTLAND);
  await settled(visited.page);
  await visited.page.click("#add-ours");
  await sketched(visited.page);
  return visited;
}

/** Releases a slider at a value. */
const slide = (page, id, value) => page.locator(id).evaluate((input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}, value);

/** Marks what is shown; `moved` waits until the sketch of another strategy stands there in full. */
const tried = (page) => page.locator(".trail button[aria-current]").getAttribute("id");
async function moved(page, entry) {
  await page.locator(`#tried-${entry}[aria-current]`).waitFor({ timeout: 240_000 });
  await sketched(page);
}

/** How far below the top of the window an element begins. */
const below = (page, id) => page.locator(id).evaluate((element) => element.getBoundingClientRect().top);

/** What the indicators say, as a screen reader hears them. */
const said = (page) => page.locator(".gives-list .track").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));

async function saved(page, id) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 240_000 }), page.click(id)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

const compared = (name, ...more) => {
  const out = `${name}-out`;
  execFileSync(process.env.BALCONY ?? "balcony", ["compare", name, "--out", out, "--quiet", ...more], { cwd: folder });
  return JSON.parse(readFileSync(join(folder, out, "manifest.json"), "utf8"));
};

describe("shaping a strategy", () => {
  it("shows six indicators in one scale, again after each move; undo, redo and the trail give back the very same", async () => {
    const { context, page, complaints } = await shaping();
    const first = await said(page);
    assert.equal(first.length, 6);
    for (const words of first) assert.match(words, /ours: .+, as found .+; .+(clearly|a little|no difference that matters|cannot tell yet)/);
    assert.match(await page.textContent("#gives-badge"), /^Sketch: 20 pairs$/);
    assert.equal(await page.locator(".gives-list .whisker").count(), await page.locator(".gives-list .whisker.sketch").count(), "a sketch is dashed");
    assert.equal(await tried(page), "tried-1");
    await slide(page, "#shape-0-impact", 100);
    await moved(page, 2);
    const second = await said(page);
    assert.notDeepEqual(second, first);
    assert.match(await page.textContent("#tried-2"), /2\. impact 50 to 100 %/);
    await page.click("#undo-live");
    await moved(page, 1);
    assert.deepEqual(await said(page), first);
    await page.click("#redo-live");
    await moved(page, 2);
    assert.deepEqual(await said(page), second);
    assert.ok(await page.isDisabled("#redo-live"));
    await page.keyboard.press("Control+z");
    await moved(page, 1);
    await page.keyboard.press("Control+Shift+z");
    await moved(page, 2);
    await page.click("#tried-1");
    await moved(page, 1);
    assert.deepEqual(await said(page), first);
    assert.equal(await page.inputValue("#shape-0-impact"), "50");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("drops what is under way: of moves in quick succession the last one is shown, and nothing of the others", async () => {
    const { context, page } = await shaping();
    for (const value of [0, 20, 40, 60, 80, 100]) await slide(page, "#shape-0-source", value);
    await page.locator("#gives-badge[data-running=true]").waitFor({ timeout: 60_000 }).catch(() => {});
    await page.locator(".trail button[aria-current]", { hasText: "to 100 %" }).waitFor({ timeout: 240_000 });
    await sketched(page);
    const once = await said(page);
    await page.click("#undo-live");
    await page.locator(".trail button[aria-current]", { hasText: /80 %/ }).waitFor({ timeout: 240_000 });
    await page.click("#redo-live");
    await page.locator(".trail button[aria-current]", { hasText: "to 100 %" }).waitFor({ timeout: 240_000 });
    await sketched(page);
    assert.deepEqual(await said(page), once);
    await context.close();
  });

  it("makes sure: the digest is the program's for the same file, and the whiskers are solid", async () => {
    const { context, page } = await shaping();
    await page.click("#shape-0-from-connected");
    await moved(page, 2);
    await page.click("#sure");
    await page.locator("#gives-badge[data-sketch=false]").waitFor({ timeout: 300_000 });
    await stopped(page);
    const digest = await page.locator("#from").getAttribute("data-digest");
    const pairs = Number(await page.locator("#from").getAttribute("data-replicates"));
    await page.locator(`#gives-badge[data-pairs="${pairs}"][data-sketch=false]`).waitFor();
    const badge = await page.textContent("#gives-badge");
    assert.equal(await page.locator(".gives-list .whisker.sketch").count(), 0);
    assert.notEqual(await page.evaluate(() => document.activeElement.id), "results-title", "one stays with the controls");
    const { text } = await saved(page, "#save-file");
    writeFileSync(join(folder, "sure.toml"), text);
    const manifest = compared("sure.toml");
    assert.equal(manifest.outcomes_digest, digest);
    assert.equal(manifest.ran, pairs);
    assert.equal(await page.inputValue("#life-b"), "ours");
    assert.equal(badge, pairs < 200 ? `Settled: ${pairs} pairs` : badge);
    // Another move is a sketch again.
    await slide(page, "#shape-0-source", 40);
    await sketched(page);
    assert.equal(await page.isEnabled("#sure"), true);
    await context.close();
  });

  it("compares one's own strategy with the others that were chosen, and not with the baseline alone", async () => {
    const { context, page, complaints } = await shaping();
    const list = page.locator(".rivals-list:not(.old) li");
    const words = async () => (await list.allTextContents()).map((one) => one.trim());
    await list.first().waitFor({ timeout: 120_000 });
    assert.equal(await page.textContent("#rivals-title"), "Beside connected and personalised");
    const first = await words();
    assert.equal(first.length, 2);
    first.forEach((line, at) => assert.match(line, new RegExp(`ours against\\s+${["connected", "personalised"][at]}\\. .+: (clearly|a little|no difference that matters|cannot tell yet)`)));
    assert.match(await page.textContent(".among"), /^Culture: .+ (than|to|against) connected; .+ personalised$/);
    // The very strategy beside itself: nothing can differ.
    await page.click("#shape-0-from-personalised");
    await moved(page, 2);
    await page.locator(".rivals-list:not(.old) li", { hasText: /personalised\. The very same in all 20 pairs\.$/ }).waitFor({ timeout: 120_000 });
    assert.notDeepEqual(await words(), first);
    assert.match(await page.textContent(".among"), /the very same as personalised$/);
    // Made sure, the same two are compared, in the full comparison.
    await page.click("#sure");
    await page.locator("#gives-badge[data-sketch=false]").waitFor({ timeout: 300_000 });
    await stopped(page);
    assert.match((await words())[1], /ours against\s+personalised\. The very same in all \d+ pairs\.$/);
    // Of another question, or without the others, nothing stays that was said of them here.
    await page.evaluate(() => {
      window.seen = [];
      new MutationObserver(() => window.seen.push(document.getElementById("rivals").textContent)).observe(document.getElementById("rivals"), { childList: true, subtree: true, characterData: true });
    });
    await page.selectOption("#question", "tight-budgets");
    await list.first().waitFor({ timeout: 120_000 });
    const seen = await page.evaluate(() => window.seen);
    assert.match(seen[0], /Said when the sketch is complete\.$/);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  // Both lives were said to be under one's own: a field kept its value, and its options moved.
  it("tells of a life as found beside one's own, also after the example", async () => {
    const { context, page } = await open();
    await page.click("#example");
    await page.locator("#life-a").waitFor();
    await page.click("#add-ours");
    await sketched(page);
    await page.click("#sure");
    await page.locator("#gives-badge[data-sketch=false]").waitFor({ timeout: 300_000 });
    await stopped(page);
    assert.deepEqual([await page.inputValue("#life-a"), await page.inputValue("#life-b")], ["incumbent", "ours"]);
    await context.close();
  });

  // A sketch that was left after four pairs stood among the others as a finding.
  it("says of a sketch that was left no more than that it was left", async () => {
    const { context, page } = await shaping();
    // The next move is made the moment that the first four pairs are told.
    await page.evaluate(() => {
      const move = new MutationObserver(() => {
        if (document.querySelectorAll(".trail button").length < 2) return;
        move.disconnect();
        const input = document.querySelector("#shape-0-impact");
        input.value = 100;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      move.observe(document.getElementById("trail"), { childList: true, subtree: true });
    });
    await slide(page, "#shape-0-impact", 60);
    await page.locator(".trail button[aria-current]", { hasText: "to 100 %" }).waitFor({ timeout: 240_000 });
    await sketched(page);
    const left = page.locator(".trail button", { hasText: /Left after \d+ pairs\./ });
    assert.ok(await left.count() > 0, "the second sketch was begun before the first had ended");
    for (const words of await left.allTextContents()) assert.doesNotMatch(words, /better|worse|Sketch/);
    assert.doesNotMatch(await page.textContent(".trail button[aria-current]"), /Left/);
    await context.close();
  });

  it("sends the report where the device can send files, and saves it where that fails", async () => {
    const { context, page } = await open();
    assert.equal(await page.locator("#send-report").count(), 0, "this browser sends no files");
    await context.addInitScript(() => {
      navigator.canShare = () => true;
      navigator.share = async ({ files: [file] }) => {
        if (window.sent) throw new DOMException("too late", "NotAllowedError");
        window.sent = `${file.name} ${file.type} ${(await file.text()).slice(0, 15)}`;
      };
    });
    await page.reload();
    await ready(page);
    await page.click("#example");
    await page.click("#send-report");
    await page.waitForFunction(() => window.sent, null, { timeout: 120_000 });
    assert.equal(await page.evaluate(() => window.sent), "balcony-report.html text/html <!DOCTYPE html>");
    const { name, text } = await saved(page, "#send-report");
    assert.equal(name, "balcony-report.html");
    assert.match(text, /^<!DOCTYPE html>/);
    await context.close();
  });

  it("has two strategies side by side, each with its own bar, mark and words", async () => {
    const { context, page } = await shaping();
    await page.click("#shape-0-vary");
    await page.locator("#shape-1-name").waitFor();
    await sketched(page);
    await slide(page, "#shape-1-impact", 100);
    await page.locator(".trail button[aria-current]", { hasText: "ours-2: impact 50 to 100 %" }).waitFor({ timeout: 240_000 });
    await sketched(page);
    for (const words of await said(page)) assert.match(words, /ours: .+\. .+ours-2: /);
    assert.equal(await page.locator("#gives-harm .verdict").count(), 2);
    const places = await page.locator(".shapes .one").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, top, width }) => [left, top, width]));
    assert.ok(places.length === 2 && places[0][0] < places[1][0] && Math.abs(places[0][1] - places[1][1]) < 2, JSON.stringify(places));
    await judge(page, "two strategies");
    await fits(page, "two strategies");
    await page.setViewportSize(SIZES.small);
    await fits(page, "two strategies, small");
    assert.equal(await page.locator(".shapes .one:visible").count(), 1);
    await page.click("#tab-1");
    assert.ok(await page.isVisible("#shape-1-name"));
    assert.ok(await page.isHidden("#shape-0-name"));
    await context.close();
  });

  it("on a phone the six indicators stay in view while one moves a control; no violation", async () => {
    const { context, page } = await shaping({ viewport: PHONE, reducedMotion: "reduce" });
    for (const control of ["#shape-0-impact", "#shape-0-use-developing-more", "#shape-0-responses > summary"]) {
      await page.locator(control).evaluate((element) => element.scrollIntoView({ block: "center" }));
      const seen = await page.evaluate((control) => {
        const [panel, list, hand] = ["#gives", ".gives-list", control].map((one) => document.querySelector(one).getBoundingClientRect());
        return { top: panel.top, end: panel.bottom, rows: [list.top, list.bottom], hand: [hand.top, hand.bottom], high: innerHeight };
      }, control);
      assert.ok(seen.top >= -1 && seen.rows[0] >= 0 && seen.rows[1] <= seen.high, `${control}: ${JSON.stringify(seen)}`);
      assert.ok(seen.end < 0.62 * seen.high, `the panel leaves room: ${JSON.stringify(seen)}`);
      assert.ok(seen.hand[0] >= seen.end - 1 && seen.hand[1] <= seen.high, `${control} is not covered: ${JSON.stringify(seen)}`);
    }
    await judge(page, "shaping, phone");
    await fits(page, "shaping, phone");
    const name = page.locator(".scroll th[scope=row]").first();
    const [was, is] = await name.evaluate((cell) => {
      const scroll = cell.closest(".scroll");
      const places = [0, 60].map((far) => {
        scroll.scrollLeft = far;
        return cell.getBoundingClientRect().left;
      });
      return scroll.scrollLeft > 0 ? places : [];
    });
    assert.ok(Math.abs(was - is) < 1, `the names of rows stay when a table is swiped: ${was}, ${is}`);
    for (const [size, colorScheme] of [["small", "dark"], ["laptop", "light"]]) {
      await page.setViewportSize(SIZES[size]);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await judge(page, `shaping, ${size}`);
      await fits(page, `shaping, ${size}`);
    }
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await context.close();
  });
});

describe("the panel on a laptop", () => {
  it("has units, fits the window, and lets the wheel through; the trail stands outside it", async () => {
    const { context, page } = await shaping();
    assert.ok(await page.isVisible("#gives-harm .unit"));
    await page.locator("#shape-0-impact").evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    const panel = await page.locator("#gives").boundingBox();
    assert.ok(panel.y > -1 && panel.height <= SIZES.laptop.height, JSON.stringify(panel));
    const [from, goal] = await page.evaluate(() => [scrollY, scrollY + 400]);
    await page.mouse.move(panel.x + panel.width / 2, panel.y + panel.height / 2);
    await page.mouse.wheel(0, 400);
    await page.waitForFunction((goal) => scrollY > goal - 5, goal);
    assert.ok(from < goal);
    assert.equal(await page.locator("#gives #trail").count(), 0);
    // In a lower window the end of the panel sticks, and none of it is out of reach.
    await page.setViewportSize({ width: 1280, height: 420 });
    await page.waitForFunction(() => Math.abs(document.getElementById("gives").getBoundingClientRect().bottom - innerHeight) < 2);
    await page.setViewportSize(SIZES.laptop);
    await page.waitForFunction(() => document.getElementById("gives").style.top === "0px");
    await context.close();
  });

  it("says what money changed, what is not shown, and when no more pairs can be run", async () => {
    const about = { uses: [], presets: [], investments: [{ name: "early-help", title: "Early help" }] };
    const ours = { name: "ours", source: 0, impact: 0, attention: [], investments: [] };
    const bought = { ...ours, investments: [{ kind: "early-help", size: 50, from: 13, weeks: 0 }] };
    assert.equal(changed([ours], [bought], about), "early help none to \u00a30.5m a year from week 13");
    assert.equal(badge({ pairs: 200, settled: false, sketch: false }), "200 pairs, the most: not settled");
    assert.equal(badge({ pairs: 190, settled: false, sketch: false }), "190 pairs, not settled");
    const { context, page } = await shaping();
    await page.selectOption("#question", "tight-budgets");
    await page.locator("#trail-others").waitFor({ timeout: 240_000 });
    assert.match(await page.textContent("#trail-others"), /1 more was tried with another question, place or setting: Undo returns to it/);
    await context.close();
  });
});

describe("the first screen", () => {
  it("has an example one tap away that is computed already, and is the program's", async () => {
    const { context, page, asked } = await open();
    await judge(page, "first screen");
    await page.click("#example");
    await page.locator("#from[data-digest]").waitFor({ state: "visible" });
    assert.ok(await page.isHidden("#going"), "nothing is computed");
    assert.ok(Math.abs(await below(page, "#results-title")) < 2, "the results begin at the top of the window");
    assert.match(await page.textContent(".key"), /connected: teams decide, by being trusted.*incumbent: carried on as found/);
    assert.ok(await page.isHidden(".hero figure"));
    const answer = await page.textContent("#part-question .lead");
    const names = ["connected", "personalised"].sort((one, two) => answer.indexOf(one) - answer.indexOf(two));
    assert.equal(await page.inputValue("#life-b"), names[0], "the second life is the better one's");
    await judge(page, "the example");
    assert.equal(await page.locator("#part-again p", { hasText: "To cite" }).locator(".word").count(), 0, "a citation stays as it is");
    const digest = await page.locator("#from").getAttribute("data-digest");
    assert.match(await page.textContent("#from"), /^Rutland\. Settled after \d+ of at most 200 pairs: more pairs would hardly change how each strategy stands to incumbent\./);
    assert.equal(await page.textContent("#digest"), digest.slice(0, 16));
    const pairs = Number(await page.locator("#from").getAttribute("data-replicates"));
    const { name, text } = await saved(page, "#save-file");
    assert.equal(await page.textContent("#status"), `${name} is saved.`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "save-file");
    const [note, pressed] = await Promise.all(["#toast", "#save-file"].map((one) => page.locator(one).boundingBox()));
    assert.ok(note.width < SIZES.laptop.width / 3, JSON.stringify(note));
    assert.ok(note.x > pressed.x + pressed.width || note.y > pressed.y + pressed.height || note.y + note.height < pressed.y, "what was pressed is not covered");
    await page.locator("#toast").waitFor({ state: "hidden", timeout: 5000 });
    writeFileSync(join(folder, "example.toml"), text);
    const manifest = compared("example.toml");
    assert.equal(manifest.outcomes_digest, digest);
    assert.equal(manifest.ran, pairs);
    // A report of it can be written all the same: the comparison is run again for it.
    const report = await saved(page, "#save-report");
    assert.match(report.text, new RegExp(digest.slice(0, 16)));
    assert.deepEqual(asked.filter((url) => url !== address && !url.startsWith("blob:")), []);
    await context.close();
  });

  it("has a card with a person for a question, and plain words beside the names", async () => {
    const { context, page } = await open({ viewport: PHONE });
    assert.equal(await page.locator(".card").count(), 6);
    await page.click("#card-high-profile-case");
    await settled(page);
    assert.equal(await page.inputValue("#question"), "high-profile-case");
    assert.equal(await page.getAttribute("#card-high-profile-case", "aria-pressed"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "where-title");
    assert.match(await page.locator("#which").textContent(), /connected\s+teams decide/);
    await fits(page, "cards, phone");
    await context.close();
  });
});

describe("what survives", () => {
  it("a reload: strategies, authority, trail and answer; but no figures of one's own", async () => {
    const { context, page } = await shaping();
    await slide(page, "#shape-0-impact", 80);
    await moved(page, 2);
    await page.click("#sure");
    await page.locator("#gives-badge[data-sketch=false]").waitFor({ timeout: 300_000 });
    await stopped(page);
    const digest = await page.locator("#from").getAttribute("data-digest");
    const words = await said(page);
    await page.locator("#gives-badge[data-running=false]").waitFor({ timeout: 240_000 });
    await page.reload();
    await ready(page);
    assert.equal(await page.inputValue("#authority"), RUTLAND);
    assert.equal(await page.inputValue("#shape-0-impact"), "80");
    assert.equal(await page.locator("#from").getAttribute("data-digest"), digest);
    await page.locator("#gives-badge[data-sketch=false]").waitFor();
    assert.deepEqual(await said(page), words);
    assert.equal(await page.locator(".trail button").count(), 2);
    assert.ok(page.url().includes("#culture-shift."), page.url());
    await judge(page, "restored");
    // At the most pairs there is nothing more to be made sure of.
    const most = await context.newPage();
    await most.addInitScript(() => {
      const read = Storage.prototype.getItem;
      Storage.prototype.getItem = function (key) {
        const kept = JSON.parse(read.call(this, key));
        Object.assign(kept?.result?.indicators ?? {}, { pairs: 200, settled: false });
        return JSON.stringify(kept);
      };
    });
    await most.goto(page.url());
    await ready(most);
    assert.equal(await most.textContent("#gives-badge"), "200 pairs, the most: not settled");
    assert.ok(await most.isDisabled("#sure"));
    await most.close();
    // Every fold is open since it was judged.
    await page.fill("#own-in-need", "317.625");
    await page.locator("#own-in-need").blur();
    await page.locator("summary", { hasText: "1 in use" }).waitFor();
    const stored = await page.evaluate(() => localStorage.getItem("balcony-page"));
    assert.ok(stored.length > 100, stored);
    assert.ok(!stored.includes("317.625"), stored.slice(Math.max(0, stored.indexOf("317.625") - 200)).slice(0, 400));
    await page.reload();
    await ready(page);
    assert.match(await page.textContent("#opened"), /own figures were not kept/);
    await page.click("#fresh");
    await page.waitForURL(address);
    await ready(page);
    assert.ok(await page.isHidden("#live"));
    assert.equal(await page.inputValue("#authority"), "");
    await context.close();
  });

  it("a file: a comparison and a strategy are opened, and what is neither is named", async () => {
    const { context, page } = await shaping();
    await page.click("#shape-0-use-developing-more");
    await slide(page, "#shape-0-source", 30);
    await settled(page);
    const link = await page.inputValue("#link");
    const { text } = await saved(page, "#save-file");
    await context.close();
    const other = await open();
    const give = (name, text) => other.page.setInputFiles("#open-file", { name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await give("plan.toml", text);
    await other.page.locator("#opened .note", { hasText: "plan.toml is open" }).waitFor();
    await settled(other.page);
    assert.equal(await other.page.inputValue("#link"), link);
    assert.ok(Math.abs(await below(other.page, "#opened")) < 2, "the note is at the top");
    assert.ok(await other.page.isEnabled("#compare-opened"));
    assert.ok(await other.page.isHidden(".hero figure"), "no picture of another comparison above it");
    await give("Team Plan.toml", "source = 0.25\nimpact = 1.0\n");
    await other.page.locator("#opened .note", { hasText: "Team Plan.toml is open" }).waitFor();
    assert.equal(await other.page.inputValue("#shape-1-name"), "team-plan");
    for (const [name, wrong, words] of [["report.html", "<html></html>", /neither a comparison/], ["more.toml", text.replace("[scenario]\n", "[scenario]\nweeks = 52\n"), /more than this page can show/]]) {
      await give(name, wrong);
      await other.page.locator("#opened .fault", { hasText: words }).waitFor();
    }
    await judge(other.page, "a file that is not opened");
    assert.equal(await other.page.inputValue("#shape-1-name"), "team-plan", "nothing was taken over");
    await other.context.close();
  });

  it("a link of a page on a web server has a code for a telephone; of a page from a file the page says how to get there", async () => {
    const local = await open();
    assert.match(await local.page.textContent("#by-file"), /^This page is open from a file, so no link to it works on another device\./);
    assert.equal(await local.page.locator("#show-qr").count(), 0);
    await local.context.close();
    const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(readFileSync(process.env.PAGE)));
    await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
    const { context, page } = await visit(browser, `http://127.0.0.1:${server.address().port}/`, { viewport: SIZES.laptop });
    await ready(page);
    assert.equal(await page.locator("#by-file").count(), 0);
    await page.click("#show-qr");
    const code = page.locator("#qr svg.qr");
    await code.waitFor();
    assert.equal(await code.getAttribute("aria-label"), `QR code: ${await page.inputValue("#link")}`);
    await judge(page, "a QR code");
    // A code of another comparison must not stay.
    await page.check("#pick-authentic");
    await settled(page);
    assert.equal(await page.locator("#qr svg").count(), 0);
    // Whoever opens the link compares where the note says so, and lands on the answer.
    await page.selectOption("#authority", RUTLAND);
    await settled(page);
    const phone = await visit(browser, await page.inputValue("#link"), { viewport: SIZES.phone });
    await context.close();
    await ready(phone.page);
    assert.ok(Math.abs(await below(phone.page, "#opened")) < 2, "the note is at the top");
    await judge(phone.page, "a link on a phone");
    await phone.page.click("#compare-opened");
    await phone.page.locator("#cancel").waitFor({ state: "visible" });
    await phone.page.locator("#from[data-replicates]").waitFor({ state: "visible", timeout: 120_000 });
    await phone.page.locator("#status", { hasText: /Settled|Done/ }).waitFor({ timeout: 120_000 });
    await phone.page.locator("#toast").waitFor({ state: "hidden" });
    const begins = await below(phone.page, "#results-title");
    assert.ok(Math.abs(begins) < 3, `the answer stays at the top: ${begins}`);
    await phone.context.close();
    server.close();
  });
});
