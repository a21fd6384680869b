// The report and the brief in a real browser: nobody is kept out, nothing is asked of the network, nothing runs off the page.
//
// BALCONY names the program; results are made small, once. Needs Debian's Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = {
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  laptop: { width: 1280, height: 800 },
  projector: { width: 1920, height: 1080 },
};

const program = process.env.BALCONY ?? "balcony";
const folder = mkdtempSync(join(tmpdir(), "balcony-pages-"));
const file = (name) => pathToFileURL(join(folder, name)).href;
let browser;

const balcony = (...args) => execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

before(async () => {
  const small = ["--weeks", "52", "--replicates", "6", "--set", "scenario.warm-up=52", "--quiet"];
  balcony("compare", "culture-shift", "--out", "all", ...small);
  balcony("compare", "new-director", "--parameters", "worlds", "--strategies", "connected", "--out", "drawn", ...small);
  balcony("run", "tight-budgets", "--out", "one", ...small);
  for (const name of ["all", "drawn", "one"]) {
    balcony("report", name);
    balcony("report", name, "--brief");
  }
  const story = ["trace", "culture-shift", "--weeks", "104", "--set", "scenario.warm-up=104"];
  balcony(...story, "--out", "story.html");
  balcony(...story, "--post", "director", "--out", "post.html");
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of its own, with everything that it asked for and complained of. */
async function open(name, options = {}) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(file(name));
  return { context, page, asked, complaints };
}

const PAGES = ["all.html", "all-brief.html", "drawn.html", "drawn-brief.html", "one.html", "one-brief.html", "story.html", "post.html"];

for (const name of PAGES) {
  describe(name, () => {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ["light", "dark"]) {
        it(`${size}, ${colorScheme}: no violation, nothing asked, nothing runs off the page`, async () => {
          const { context, page, asked, complaints } = await open(name, { viewport, colorScheme, reducedMotion: "reduce" });
          // Folds open: what they hide is judged too.
          await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
          await page.evaluate(axe);
          const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags }), TAGS);
          assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]), []);
          assert.deepEqual(asked, [file(name)]);
          assert.deepEqual(complaints, []);
          const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          assert.ok(wide <= room, `${wide} wide in ${room}`);
          await context.close();
        });
      }
    }
  });
}

describe("without a mouse, a script, colour, or large paper", () => {
  it("every link and every fold is reached by keyboard, in the order of the page", async () => {
    const { context, page } = await open("all.html", { viewport: SIZES.laptop });
    const wanted = await page.evaluate(
      () => [...document.querySelectorAll("a, summary")].filter((one) => one.checkVisibility()).length,
    );
    const seen = [];
    for (let step = 0; step < 200; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        const ring = getComputedStyle(one).outlineStyle;
        return { tag: one.tagName, top: one.getBoundingClientRect().top + scrollY, ring };
      });
      if (at.tag === "BODY") break;
      if (at.tag === "A" || at.tag === "SUMMARY") seen.push(at);
    }
    assert.equal(seen.length, wanted);
    assert.ok(seen.every(({ ring }) => ring !== "none"), "one sees where one is");
    const tops = seen.filter(({ tag }) => tag === "SUMMARY").map(({ top }) => top);
    assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
    await page.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.querySelector("details").open));
    await context.close();
  });

  it("is complete without a script", async () => {
    const { context, page } = await open("all.html", { javaScriptEnabled: false });
    assert.equal(await page.locator("h2").count(), 8);
    assert.ok((await page.locator("svg:visible").count()) >= 6);
    await context.close();
  });

  it("shows one drawing of each pair at every size", async () => {
    for (const [size, shown, hidden] of [["phone", "narrow", "wide"], ["laptop", "wide", "narrow"]]) {
      const { context, page } = await open("all.html", { viewport: SIZES[size] });
      assert.equal(await page.locator(`.${hidden}:visible`).count(), 0);
      assert.ok((await page.locator(`.${shown}:visible`).count()) >= 6);
      await context.close();
    }
  });

  it("the brief is two pages of A4 and the report prints", async () => {
    for (const [name, most] of [["all-brief.html", 2], ["drawn-brief.html", 2], ["one-brief.html", 2], ["all.html", 20]]) {
      const { context, page } = await open(name);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
      assert.ok(pages >= 1 && pages <= most, `${name}: ${pages} pages`);
      await context.close();
    }
  });

  it("at 200 per cent nothing is lost", async () => {
    const { context, page } = await open("all.html", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= room, `${wide} wide in ${room}`);
    await context.close();
  });

  it("no text of a drawing lies on another or leaves its drawing", async () => {
    for (const [name, size] of ["all.html", "story.html"].flatMap((name) => [[name, "phone"], [name, "laptop"]])) {
      const { context, page } = await open(name, { viewport: SIZES[size] });
      const faults = await page.evaluate(() => {
        const found = [];
        for (const svg of document.querySelectorAll("svg")) {
          if (!svg.checkVisibility()) continue;
          const paper = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll("text")].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
          for (const [at, { words, box }] of texts.entries()) {
            if (box.left < paper.left - 1 || box.right > paper.right + 1 || box.bottom > paper.bottom + 1) found.push(`${words} leaves`);
            for (const other of texts.slice(at + 1)) {
              const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
              const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
              if (wide > 1 && high > 3) found.push(`${words} on ${other.words}`);
            }
          }
        }
        return found;
      });
      assert.deepEqual(faults, [], `${name}, ${size}`);
      await context.close();
    }
  });
});
