// Shared by the browser tests: Chromium, the accessibility checker, viewport sizes, and helpers to
// inspect a page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const SIZES = {
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  laptop: { width: 1280, height: 800 },
  projector: { width: 1920, height: 1080 },
};

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** A page in its own browser context, with lists of its requests and console messages. */
export async function visit(browser, address, options = {}) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  return { context, page, asked, complaints };
}

/**
 * A device: a browser context with lists of its requests and errors. It accepts every dialog. Pages
 * keep their security policy.
 */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: SIZES.phone, ...options });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => dialog.accept());
  return { context, page, asked, complaints };
}

/** Checks that nothing violates WCAG 2.2 AA or best practice, with all sections open. */
export async function judge(page, state) {
  // Collapsed sections are checked too, so all are opened.
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags }), TAGS);
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]), [], state);
}

/** Checks that the page does not scroll horizontally. */
export async function fits(page, state) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${state}: ${wide} wide in ${room}`);
}

/**
 * What a page on the wall takes: its height, and the size of its smallest text with its first words.
 * Texts in drawings are as large as the drawing makes them.
 */
export const onTheWall = (page) =>
  page.evaluate(() => {
    let [least, words] = [Infinity, ""];
    for (const node of document.querySelectorAll("header *, main *")) {
      if (!node.checkVisibility() || node.closest(".hidden") || ![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
      const svg = node.closest("svg");
      const size = parseFloat(getComputedStyle(node).fontSize) * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1);
      if (size < least) [least, words] = [Math.round(size * 10) / 10, node.textContent.trim().slice(0, 40)];
    }
    return { high: document.documentElement.scrollHeight, room: innerHeight, least, words };
  });

/** Checks that no text of a chart overlaps another or leaves the chart. */
export async function legible(page, state) {
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
  assert.deepEqual(faults, [], state);
}
