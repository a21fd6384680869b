// The page in a real browser: from opening it to a saved comparison, with mouse and keyboard,
// without a network.
//
// PAGE names the file, BALCONY the program. The authority is Rutland, because its pairs take little
// time.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";
import { SIZES, fits, judge, launch, legible, visit } from "../kit/browser.mjs";

const RUTLAND = "E06000017";
const PRIVATE = "317.625";
const address = pathToFileURL(process.env.PAGE).href;
const folder = mkdtempSync(join(tmpdir(), "balcony-page-"));
let browser;

before(async () => (browser = await launch()));
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page and waits until it is ready. */
async function open(options = {}, end = "") {
  const visited = await visit(browser, address + end, { viewport: SIZES.laptop, acceptDownloads: true, ...options });
  await visited.page.locator("html[data-ready=true]").waitFor({ timeout: 60_000 });
  return visited;
}

/** Waits until the last change has been checked and drawn. */
const settled = (page) => page.locator("html[data-settled=true]").waitFor();
const answered = (page) => page.locator("#from[data-replicates]").waitFor({ state: "visible", timeout: 120_000 });
const stopped = (page) => page.locator("#compare").waitFor({ state: "visible", timeout: 240_000 });
const digest = (page) => page.locator("#from").getAttribute("data-digest");
const pairs = async (page) => Number(await page.locator("#from").getAttribute("data-replicates"));

/** Compares and stops after the first answer; returns the digest of exactly twenty pairs. */
async function first(page) {
  await settled(page);
  await page.evaluate(() => {
    const from = document.getElementById("from");
    new MutationObserver(() => {
      if (from.dataset.replicates === "20" && !from.dataset.first) from.dataset.first = from.dataset.digest;
    }).observe(from, { attributes: true });
  });
  await page.click("#compare");
  await answered(page);
  if (await page.locator("#cancel").isVisible()) await page.click("#cancel").catch(() => {});
  await stopped(page);
  return page.locator("#from").getAttribute("data-first");
}

/** The file that a button offers as a download. */
async function saved(page, id) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(id)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** A strategy of the user with one entry of every kind. */
async function shape(page) {
  await page.click("#add-ours");
  await page.fill("#shape-0-name", "Our Plan");
  await page.locator("#shape-0-name").blur();
  await page.click("#shape-0-from-connected");
  await page.click("#shape-0-use-developing-more");
  await page.click("#shape-0-use-politics-less");
  for (const kind of ["investments", "responses", "rules", "changes"]) {
    await page.click(`#shape-0-${kind} > summary`);
    await page.click(`#shape-0-${kind}-add`);
  }
  await page.selectOption("#shape-0-investments-0-kind", "deputies");
  await page.click("#shape-0-rights > summary");
  await page.click("#shape-0-rights-own");
}

describe("whoever comes", () => {
  it("finds no violation in any state, at any size, in light and dark; nothing runs off", async () => {
    const { context, page, complaints } = await open({ reducedMotion: "reduce" });
    const everywhere = async (state) => {
      // Every size and both colour schemes in every state, but not every combination; axe, which takes
      // longest, at the least size in light and at the largest in dark.
      for (const [size, colorScheme] of [["small", "light"], ["phone", "dark"], ["laptop", "light"], ["projector", "dark"]]) {
        await page.setViewportSize(SIZES[size]);
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        if (size === "small" || size === "projector") await judge(page, `${state}, ${size}, ${colorScheme}`);
        await fits(page, `${state}, ${size}`);
      }
      await page.setViewportSize(SIZES.laptop);
    };
    await everywhere("opening");
    await page.selectOption("#authority", RUTLAND);
    await shape(page);
    await everywhere("a strategy of one's own");
    await page.fill("#own-in-need", "-4");
    await page.locator("#own-in-need").blur();
    await page.locator("#own-in-need[aria-invalid]").waitFor();
    await everywhere("a fault");
    await page.click("#undo");
    await page.click("#compare");
    await page.locator("#cancel").waitFor({ state: "visible" });
    await judge(page, "under way");
    await answered(page);
    await page.click("#cancel").catch(() => {});
    await stopped(page);
    await page.fill("#replicate", "1");
    await page.click("#tell");
    await page.locator("#told-title").waitFor({ timeout: 60_000 });
    await everywhere("results and a child's story");
    await page.selectOption("#whom", "director");
    await page.click("#tell");
    await page.locator("#told-title", { hasText: "director" }).waitFor({ timeout: 60_000 });
    await everywhere("a director's story");
    for (const size of ["phone", "laptop"]) {
      await page.setViewportSize(SIZES[size]);
      await legible(page, size);
    }
    await page.setViewportSize({ width: 640, height: 400 });
    await fits(page, "200 %");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("comes by keyboard from opening to a saved comparison", async () => {
    const { context, page } = await open();
    /** Presses Tab until the element has the focus. */
    const to = async (id) => {
      for (let step = 0; step < 150; step += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => ({ id: document.activeElement.id, ring: getComputedStyle(document.activeElement).outlineStyle }));
        if (at.id === id) return assert.notEqual(at.ring, "none", "one sees where one is");
      }
      assert.fail(`${id} is not reached by Tab`);
    };
    await to("question");
    await page.keyboard.type("The director leaves");
    await settled(page);
    await to("authority");
    await page.keyboard.type("Rutland");
    await settled(page);
    await to("pick-distributed");
    await page.keyboard.press("Space");
    await to("compare");
    await page.keyboard.press("Enter");
    await answered(page);
    // The focus moves to the results, which begin at the top of the window.
    assert.equal(await page.evaluate(() => document.activeElement.id), "results-title");
    const begins = await page.locator("#results-title").evaluate((title) => title.getBoundingClientRect().top);
    assert.ok(begins > -2 && begins < 60, `the results begin ${begins} below the top`);
    await to("save-file");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const text = readFileSync(await download.path(), "utf8");
    assert.match(text, /base = "new-director"/);
    assert.match(text, new RegExp(`code = "${RUTLAND}"`));
    assert.match(text, /strategies = \["connected", "distributed", "incumbent", "personalised"\]/);
    await context.close();
  });

  it("has words explained where they stand, and can undo", async () => {
    const { context, page } = await open();
    await page.click("legend .word");
    await page.locator(".meaning:popover-open").waitFor();
    assert.match(await page.locator(".meaning:popover-open").textContent(), /same luck under every strategy/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".meaning:popover-open").count(), 0);
    await page.check("#pick-authentic");
    await page.selectOption("#question", "tight-budgets");
    await settled(page);
    assert.match(await page.textContent("#what .question"), /budget/);
    await page.keyboard.press("Control+z");
    await settled(page);
    await page.click("#undo");
    await settled(page);
    assert.equal(await page.isChecked("#pick-authentic"), false);
    assert.equal(await page.inputValue("#question"), "culture-shift");
    assert.ok(await page.isDisabled("#undo"));
    await context.close();
  });
});

describe("a comparison", () => {
  it("with the network cut: runs until it is settled, then again with a strategy more on kept worlds; asks for nothing; the digests are the program's", async () => {
    const { context, page, asked, complaints } = await open();
    await context.setOffline(true);
    await page.selectOption("#authority", RUTLAND);
    const early = await first(page);
    assert.match(early, /^[0-9a-f]{64}$/);
    await page.click("#story-behind > summary");
    await page.check("#pick-authentic");
    await settled(page);
    await page.click("#compare");
    await answered(page);
    await stopped(page);
    const told = await page.textContent("#part-question");
    assert.ok(told.includes(`tick \u201c${await page.textContent("label[for=worlds]")}\u201d`), "the answer names the tick box by its own words");
    assert.match(told, /On the way: .+None of this shows a cause|On the way: .+(for certain|all the same)/s);
    assert.ok(told.includes("2018-19"), "the year of the figures");
    const ran = await pairs(page);
    assert.match(await page.textContent("#status"), new RegExp(`Settled after ${ran} of at most 200 pairs|Done: 200 pairs`));
    const { name, text } = await saved(page, "#save-file");
    writeFileSync(join(folder, name), text);
    const manifest = (out, ...more) => {
      execFileSync(process.env.BALCONY ?? "balcony", ["compare", name, "--out", out, "--quiet", ...more], { cwd: folder });
      return JSON.parse(readFileSync(join(folder, out, "manifest.json"), "utf8"));
    };
    const all = manifest("all");
    assert.equal(all.ran, ran);
    assert.equal(all.outcomes_digest, await digest(page));
    assert.equal((await saved(page, "#save-summary")).text, readFileSync(join(folder, "all", "summary.csv"), "utf8"));
    const report = (await saved(page, "#save-report")).text;
    const command = (text) => text.replace(/(<th scope="row">command<\/th><td>)[^<]*/, "$1");
    const again = execFileSync(process.env.BALCONY ?? "balcony", ["report", "all", "--out", "all.html"], { cwd: folder }) && readFileSync(join(folder, "all.html"), "utf8");
    assert.equal(command(report), command(again), "the report is the program's, byte for byte but for the command");
    assert.deepEqual(asked.filter((url) => url !== address && !url.startsWith("blob:")), []);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("from a web server it loads itself and asks for nothing more", async () => {
    const log = [];
    const server = createServer((request, answer) => {
      log.push(request.url);
      answer.setHeader("content-type", "text/html");
      answer.end(readFileSync(process.env.PAGE));
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const { context, page } = await visit(browser, `http://127.0.0.1:${server.address().port}/`, { viewport: SIZES.phone });
    await page.locator("html[data-ready=true]").waitFor();
    await page.selectOption("#authority", RUTLAND);
    assert.match(await first(page), /^[0-9a-f]{64}$/);
    assert.deepEqual(log, ["/"]);
    await context.close();
    server.close();
  });

  it("on a slow processor the page answers while it computes", async () => {
    const { context, page } = await open();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.selectOption("#authority", RUTLAND);
    await settled(page);
    await page.click("#compare");
    await page.locator("#cancel").waitFor({ state: "visible" });
    const from = performance.now();
    await page.click("#story-behind > summary");
    await page.check("#pick-authentic");
    await settled(page);
    const gone = performance.now() - from;
    // On a busy machine two clicks may take longer, but they are answered before the computation ends.
    const computes = await page.locator("#cancel").isVisible();
    assert.ok(gone < 3000 || computes, `${gone.toFixed(0)} ms for two clicks while it computes`);
    await answered(page);
    assert.equal(await page.locator("#from").getAttribute("data-digest").then((digest) => digest.length), 64);
    await page.locator("#stale").waitFor({ state: "visible" });
    await context.close();
  });

  it("can be stopped before the first answer, and what is finished is told", async () => {
    const { context, page } = await open();
    // A larger authority, so that there is time to stop.
    const begin = performance.now();
    await page.click("#compare");
    await page.locator("#far", { hasText: /^[5-9] of 20/ }).waitFor({ timeout: 60_000 });
    const five = performance.now() - begin;
    assert.match(await page.textContent("#hint"), /^$|After [89] pairs, on /);
    await page.click("#cancel");
    await answered(page);
    const told = await pairs(page);
    assert.ok(told >= 2 && told < 20, `${told} pairs`);
    assert.match(await page.textContent("#status"), /Stopped after \d+ pairs/);
    // After a change of the choice, the results are marked as outdated.
    assert.ok(await page.isHidden("#stale"));
    await page.check("#pick-authentic");
    await page.locator("#stale").waitFor({ state: "visible" });
    // The workers that simulated the first pairs are gone together with their stored states, but
    // those pairs still come first.
    await settled(page);
    const from = performance.now();
    await page.click("#compare");
    await page.locator("#from[data-replicates='20']").waitFor({ timeout: 120_000 });
    const twenty = performance.now() - from;
    assert.ok(twenty < 15 * five, `${twenty.toFixed(0)} ms to pair 20, ${five.toFixed(0)} to pair 5 before`);
    await context.close();
  });

  it("varies what nobody knows: two pairs in each of twenty worlds first, and says how sure that leaves it", async () => {
    const { context, page } = await open();
    await page.selectOption("#authority", RUTLAND);
    await page.check("#worlds");
    await settled(page);
    await page.click("#compare");
    await answered(page);
    const told = await pairs(page);
    assert.ok(told >= 40, `${told} pairs`);
    await page.click("#part-sure > summary");
    assert.match(await page.textContent("#part-sure"), /one world, 95 %/);
    const answer = await page.textContent("#part-question");
    assert.match(answer, /What would change the answer: Over 20 draws, .+ of 20 draws/s);
    assert.ok(!answer.includes("tick \u201c") && !answer.includes("--parameters"), "nothing is asked for that was done");
    assert.match((await saved(page, "#save-file")).text, /parameters = "worlds"\ndraws = 20/);
    await context.close();
  });

  it("a link made in one profile reopens in another to the same digest", async () => {
    const one = await open();
    await one.page.selectOption("#authority", RUTLAND);
    await shape(one.page);
    await one.page.fill("#shape-0-investments-0-size", "0.3");
    await one.page.locator("#shape-0-investments-0-size").blur();
    await settled(one.page);
    const link = await one.page.inputValue("#link");
    assert.ok(`https://balcony.example.gov.uk/page/balcony.html#${link.split("#")[1]}`.length < 200, link);
    const was = await first(one.page);
    assert.match(was, /^[0-9a-f]{64}$/);
    await one.context.close();
    const elsewhere = await launch();
    const context = await elsewhere.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.locator("#opened .note").waitFor({ timeout: 60_000 });
    assert.equal(await page.inputValue("#shape-0-name"), "our-plan");
    assert.equal(await first(page), was);
    await elsewhere.close();
  });

  it("a damaged link says so, and the page works all the same", async () => {
    const { context, page } = await open({}, "#culture-shift.E06000017.EAAAAAAAAAAAAAA");
    assert.match(await page.textContent("#opened"), /This link is damaged/);
    await judge(page, "a damaged link");
    assert.ok(await page.isEnabled("#compare"));
    await context.close();
  });

  it("private figures are found nowhere but in the user's own file", async () => {
    const { context, page, asked } = await open();
    await page.selectOption("#authority", RUTLAND);
    await page.click("#own-figures > summary");
    await page.fill("#own-in-need", PRIVATE);
    await page.locator("#own-in-need").blur();
    await page.locator("summary", { hasText: "1 in use" }).waitFor();
    await first(page);
    await page.click("#tell");
    await page.locator("#told-title").waitFor({ timeout: 60_000 });
    const outputs = { link: await page.inputValue("#link"), asked: asked.join(" ") };
    for (const id of ["#save-report", "#save-brief", "#save-summary"]) outputs[id] = (await saved(page, id)).text;
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Save this story").click()]);
    outputs.story = readFileSync(await download.path(), "utf8");
    outputs.page = await page.evaluate(() => {
      const copy = document.body.cloneNode(true);
      copy.querySelectorAll("script").forEach((script) => script.remove());
      // The field in which it was typed.
      copy.querySelector("#own-in-need").remove();
      return copy.outerHTML;
    });
    outputs.kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]).slice(0, 5000)).catch(() => "");
    for (const [where, text] of Object.entries(outputs)) {
      assert.ok(text.length > 0 || where === "kept", where);
      // Search for the number as typed and rounded, but not as part of another number.
      const trace = text.match(/.{0,60}(?<![\d.])317\.6(25|3)?(?!\d).{0,20}/);
      assert.equal(trace, null, where);
    }
    const file = (await saved(page, "#save-file")).text;
    assert.match(file, /in-need = 317\.625/);
    await context.close();
  });
});
