// Without colour: in greyscale the marks of all twelve teams must be distinguishable, in lists and
// in charts, and every label of a chart must stand out from its background.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { SIZES, launch, visitor } from "../kit/browser.mjs";
import { room } from "../kit/room.mjs";

let browser, here, bench;
before(async () => {
  browser = await launch();
  here = await room({ teams: 12 });
  bench = await (await browser.newContext()).newPage();
});
after(async () => {
  await browser?.close();
  await here?.end();
});

/** A page in greyscale. */
async function grey(options) {
  const { page, context } = await visitor(browser, options);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  return { page, context };
}

/**
 * Grey values from 0 to 255 of parts of a page; `side` is the width and height in pixels around the
 * middle of each part.
 */
async function photographs(page, boxes, side) {
  const shots = [];
  for (const box of boxes) {
    const clip = side ? { x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2, width: side, height: side } : box;
    shots.push((await page.screenshot({ clip })).toString("base64"));
  }
  return bench.evaluate(async (shots) => {
    const all = [];
    for (const shot of shots) {
      const image = new Image();
      image.src = `data:image/png;base64,${shot}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      const greys = [];
      for (let at = 0; at < data.length; at += 4) {
        if (Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) > 2) throw new Error("a colour");
        greys.push(data[at]);
      }
      all.push(greys);
    }
    return all;
  }, shots);
}

/**
 * Number of pixels in which two marks differ, as a share of the smaller one. A mark is everything
 * that differs from its background.
 */
function unlike(one, other) {
  const ground = one[0];
  const ink = (greys) => greys.map((grey) => Math.abs(grey - ground) > 60);
  const [a, b] = [ink(one), ink(other)];
  const count = (all) => all.filter(Boolean).length;
  assert.ok(count(a) > 20 && count(b) > 20, "a mark is there");
  return count(a.map((inked, at) => inked !== b[at])) / Math.min(count(a), count(b));
}

/**
 * Checks that any two marks differ by at least a seventh of their ink. A circle and a diamond,
 * which nobody confuses, differ by a fifth.
 */
function apart(marks, what) {
  for (let one = 0; one < marks.length; one += 1) {
    for (let other = 0; other < one; other += 1) {
      const share = unlike(marks[one], marks[other]);
      assert.ok(share > 1 / 7, `${what}: the marks of teams ${other + 1} and ${one + 1} differ by ${share.toFixed(2)} only`);
    }
  }
}

const luminance = (grey) => (grey / 255 <= 0.04045 ? grey / 255 / 12.92 : ((grey / 255 + 0.055) / 1.055) ** 2.4);
const contrast = (greys) => {
  const [dark, light] = [Math.min(...greys), Math.max(...greys)].map(luminance);
  return (light + 0.05) / (dark + 0.05);
};
const boxes = (page, selector) =>
  page.evaluate((selector) => [...document.querySelectorAll(selector)].map((node) => { const { x, y, width, height } = node.getBoundingClientRect(); return { x: x + scrollX, y: y + scrollY, width, height }; }), selector);

describe("without colour", () => {
  for (const colorScheme of ["light", "dark"]) {
    it(`the teams to choose from have marks of their own (${colorScheme})`, async () => {
      const { page, context } = await grey({ viewport: { width: 800, height: 1600 }, deviceScaleFactor: 2, colorScheme });
      await page.goto(`${here.lan}/j/${here.code}`);
      const marks = await boxes(page, ".pick-team .mark");
      assert.equal(marks.length, 12);
      apart(await photographs(page, marks, 18), "list");
      await context.close();
    });
  }

  it("the lines of a drawing have marks of their own, and its labels can be read", async () => {
    await here.press("/begin", {});
    for (let at = 0; at < 4; at += 1) assert.equal((await here.press("/close", { round: String(at), command: `greyclose00${at}` })).status, 204);
    for (let tries = 0; tries < 1200 && (await here.see("/export.html")).body.includes("being worked out"); tries += 1) await new Promise((done) => setTimeout(done, 250));
    assert.ok(!(await here.see("/export.html")).body.includes("being worked out"), "the references are there");
    // The wall shows one slice of a part: here the figure of all teams, behind the outcomes.
    await here.press("/reveal", { part: "references/4", command: "greyreveal01" });
    const { page, context } = await grey({ viewport: { ...SIZES.projector, height: 6000 } });
    await page.goto(`${here.lan}/j/${here.code}`);
    await page.goto(`${here.lan}/screen`);
    await page.locator("#debrief-references figure svg").first().waitFor();
    // The legend of the chart is before its lines: one mark and one name per team.
    const drawing = "#debrief-references figure svg";
    const marks = (await boxes(page, `${drawing} > circle, ${drawing} > polygon`)).slice(0, 12);
    const scale = await page.evaluate((drawing) => { const svg = document.querySelector(drawing); return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; }, drawing);
    assert.equal(new Set(marks.map(({ x, y, width, height }) => `${Math.round((x + width / 2) / 6)} ${Math.round((y + height / 2) / 6)}`)).size, 12, "a place in the key for each");
    apart(await photographs(page, marks, Math.round(19 * scale)), "drawing");
    for (const [at, greys] of (await photographs(page, await boxes(page, `${drawing} > text`))).entries()) assert.ok(contrast(greys) >= 4.5, `label ${at}: ${contrast(greys).toFixed(1)}`);
    await context.close();
  });
});
