// Firefox beside Chromium: the same sketch to the last letter, and after making sure the same
// digest.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { it } from "node:test";
import { launch, visit } from "../kit/browser.mjs";
import { firefox } from "../kit/firefox.mjs";

const address = pathToFileURL(process.env.PAGE).href;

/** In the page: shapes a strategy in Rutland, makes sure, and returns what is shown. */
const WORK = `
  const found = (selector) => new Promise((done) => {
    const look = () => document.querySelector(selector) ? done(document.querySelector(selector)) : setTimeout(look, 50);
    look();
  });
  const set = (id, value) => {
    const input = document.getElementById(id);
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const said = () => [...document.querySelectorAll(".gives-list .track")].map((one) => one.getAttribute("aria-label"));
  await found("html[data-ready=true]");
  set("authority", "E06000017");
  await found("html[data-settled=true]");
  document.getElementById("add-ours").click();
  await found('#gives-badge[data-pairs="20"][data-sketch=true]');
  set("shape-0-impact", "80");
  await found("#tried-2[aria-current]");
  await found('#gives-badge[data-pairs="20"][data-sketch=true]');
  const sketch = said();
  document.getElementById("sure").click();
  await found("#compare:not([hidden])");
  // Looks on the way are shown too; the last one is what counts.
  await found("#gives-badge[data-sketch=false][data-running=false]");
  return { sketch, sure: said(), digest: document.getElementById("from").dataset.digest, pairs: document.getElementById("from").dataset.replicates };
`;

it("sketches and settles as Chromium does", async () => {
  const fox = await firefox();
  let theirs;
  try {
    await fox.go(address);
    theirs = await fox.run(WORK);
  } finally {
    await fox.close();
  }
  const browser = await launch();
  try {
    const { page } = await visit(browser, address);
    page.setDefaultTimeout(600_000);
    const ours = await page.evaluate(`(async () => { ${WORK} })()`);
    assert.match(ours.digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(theirs, ours);
  } finally {
    await browser.close();
  }
});
