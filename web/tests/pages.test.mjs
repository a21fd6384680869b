// The report and the brief in a real browser: accessible, no network requests, nothing wider than
// the page.
//
// BALCONY names the program, which makes small results once. Requires Debian's Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";
import { SIZES, fits, judge, launch, legible, visit } from "../kit/browser.mjs";

const program = process.env.BALCONY ?? "balcony";
const folder = mkdtempSync(join(tmpdir(), "balcony-pages-"));
const file = (name) => pathToFileURL(join(folder, name)).href;
let browser;

const balcony = (...args) => execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

// The title contains markup; one word has the greatest length that a column may have.
function experiment(design, arms) {
  return `
title = "What <moves> culture & trust"
scenario = "culture-shift"
authority = "Rutland"
weeks = 26
set = ["scenario.warm-up=26"]
strategies = ${arms ? '["personalised", "authentic", "distributed", "connected", "incumbent"]' : '["connected", "incumbent"]'}
[design]
${design}
[replicates]
count = 4
[factors.start-trust]
key = "start.trust"
low = 0.2
high = 0.8
[factors.how-many-children-have-needs-each-week]
key = "needs.rate"
[responses]
outcomes = ["culture", "trust"]
`;
}

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
  for (const [name, design, arms] of [["indices", 'kind = "saltelli"\npoints = 8', ""], ["regimes", 'kind = "latin-hypercube"\npoints = 30', "5"]]) {
    writeFileSync(join(folder, `${name}.toml`), experiment(design, arms));
    balcony("sweep", `${name}.toml`, "--out", name, "--quiet");
    balcony("analyse", name, "--out", `${name}.html`, "--resamples", "100", "--quiet");
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (name, options) => visit(browser, file(name), options);

const PAGES = ["all.html", "all-brief.html", "drawn.html", "drawn-brief.html", "one.html", "one-brief.html", "story.html", "post.html", "indices.html", "regimes.html"];

for (const name of PAGES) {
  describe(name, () => {
    // Every size and both colour schemes, but not every combination; axe, which takes longest, at the
    // least size in light and at the largest in dark.
    for (const [size, colorScheme] of [["small", "light"], ["phone", "dark"], ["laptop", "light"], ["projector", "dark"]]) {
      const judged = size === "small" || size === "projector";
      it(`${size}, ${colorScheme}: ${judged ? "no violation, " : ""}nothing asked, nothing runs off the page`, async () => {
        const { context, page, asked, complaints } = await open(name, { viewport: SIZES[size], colorScheme, reducedMotion: "reduce" });
        if (judged) await judge(page);
        assert.deepEqual(asked, [file(name)]);
        assert.deepEqual(complaints, []);
        await fits(page, size);
        await context.close();
      });
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

  it("strategies are told apart without colour: by the shape of their marks and their names", async () => {
    const { context, page } = await open("all.html", { viewport: SIZES.laptop });
    const shapes = await page.evaluate(() => {
      // The shape of a mark without position and colour: its element, and the relative positions of
      // its points.
      const shape = (mark) => {
        const numbers = (mark.getAttribute("points") ?? mark.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
        const from = [numbers[0] ?? 0, numbers[1] ?? 0];
        return (mark.getAttribute("fill") === "none" ? "open " : "") + mark.tagName + numbers.map((number, at) => (number - from[at % 2]).toFixed(1)).join(",") + (mark.tagName === "rect" ? "square" : "");
      };
      // Open marks have a wide line in place of the class.
      const marks = '.mark, [stroke-width="2.60"]';
      const svg = [...document.querySelectorAll(".wide svg")].find((one) => one.querySelector(marks));
      return [...svg.querySelectorAll(marks)].map(shape);
    });
    // Four strategies beside the baseline, one mark each.
    assert.equal(shapes.length, 4);
    assert.equal(new Set(shapes).size, shapes.length, shapes.join(" | "));
    await context.close();
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
    await fits(page, "200 %");
    await context.close();
  });

  it("no text of a drawing lies on another or leaves its drawing", async () => {
    for (const [name, size] of ["all.html", "story.html"].flatMap((name) => [[name, "phone"], [name, "laptop"]])) {
      const { context, page } = await open(name, { viewport: SIZES[size] });
      await legible(page, `${name}, ${size}`);
      await context.close();
    }
  });
});
