// The exercise as a stage: the phone in three steps, the wall that the last row reads, the desk that
// shows the game. Every wait is for a state, never for a time.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { SIZES, fits, judge, launch, onTheWall, visitor } from "../kit/browser.mjs";
import { comes, fields, goTo, post, room, seat } from "../kit/room.mjs";

const PHONE = { width: 375, height: 800 };
const LAPTOP = { width: 1366, height: 768 };
const TEAMS = 6;

let browser, here, phone, desk, wall;
before(async () => {
  browser = await launch();
  here = await room({ teams: TEAMS, begun: false });
  wall = await visitor(browser, { viewport: SIZES.projector, bypassCSP: true });
  await wall.page.goto(`${here.lan}/j/${here.code}`);
  await wall.page.goto(`${here.lan}/screen`);
  desk = await visitor(browser, { viewport: LAPTOP, bypassCSP: true });
  await desk.page.goto(here.console);
});
after(async () => {
  await browser?.close();
  await here?.end();
});

const text = (page, place) => page.locator(place).innerText();

/** Whether a condition comes true; the page's policy forbids eval, so Playwright cannot wait for it. */
async function until(asks, what, most = 15_000) {
  const end = Date.now() + most;
  while (!(await asks())) {
    assert.ok(Date.now() < end, what);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The wall holds everything at once, and nothing on it is smaller than 26 px. */
async function readable(state, page = wall.page) {
  const { high, room, least, words } = await onTheWall(page);
  assert.ok(least >= 26, `${state}: ${least} px: ${words}`);
  assert.ok(high <= room, `${state}: ${high} px high on a wall of ${room}`);
  await fits(page, state);
  assert.equal(await page.locator("form, button").count(), 0, `${state}: no controls`);
}

describe("the exercise as a stage", () => {
  it("fills the wall with the way in and a tile for each team", async () => {
    const { page } = wall;
    assert.equal(await page.locator(".team-tiles li").count(), TEAMS);
    assert.equal(await page.locator(".team-tiles .out").count(), TEAMS);
    await readable("joining");
    const code = page.locator(".address.code");
    assert.equal(await code.innerText(), here.code);
    assert.ok((await page.locator(".qr").boundingBox()).width > 350, "the drawing is read from afar");
    assert.ok((await code.evaluate((node) => parseFloat(getComputedStyle(node).fontSize))) > 70);
    await judge(page, "the wall: joining");
    phone = await visitor(browser, { viewport: PHONE, bypassCSP: true });
    await phone.page.goto(`${here.lan}/j/${here.code}`);
    await phone.page.getByRole("button", { name: "Amber" }).click();
    await phone.page.getByText("The facilitator begins in a moment").waitFor();
    await page.locator(".team-tiles .in", { hasText: "1 here" }).waitFor();
  });

  it("begins with the card on the phone, and goes on in three steps", async () => {
    await desk.page.getByRole("button", { name: "Begin" }).click();
    const { page } = phone;
    await comes(here, page);
    await page.locator("#step-card h2").first().waitFor();
    const title = await page.locator("#step-card h2").first().boundingBox();
    assert.ok(title.y < 300, `the card begins at ${title.y} px`);
    assert.ok((await page.locator("#head").boundingBox()).height < 60, "a bar of one line");
    const answer = await page.locator("#step-card .answer").first().boundingBox();
    assert.ok(answer.y + answer.height < PHONE.height, "an answer is in the first view");
    for (const hidden of ["#step-decide", "#report", "#submit"]) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
    await fits(page, "the card");
    await judge(page, "the card");
    await page.locator("#next").click();
    await page.locator("#step-decide").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Your decision");
    await fits(page, "the decision");
    // By keyboard, too.
    await page.locator('#steps [data-go="figures"]').focus();
    await page.keyboard.press("Enter");
    await page.locator("#report").waitFor();
    assert.equal(await page.locator('#steps [aria-current="step"]').innerText(), "3 Figures");
    assert.ok(!(await page.locator("#step-decide").isVisible()));
    await judge(page, "the figures");
    await page.setViewportSize(SIZES.small);
    for (const step of ["card", "decide", "figures"]) {
      await goTo(page, step);
      await fits(page, `${step} at 320 px`);
    }
    await page.setViewportSize(PHONE);
  });

  it("stops the steppers at the last half-day, and says beside the control what is over", async () => {
    const { page } = phone;
    await goTo(page, "decide");
    const fold = page.locator("#fold-week");
    if (!(await fold.evaluate((node) => node.open))) await fold.locator("> summary").click();
    const more = page.getByRole("button", { name: "more: Partners" });
    for (let press = 0; press < 4; press += 1) await more.click();
    assert.equal(await more.getAttribute("aria-disabled"), "true");
    const full = await page.locator("#time-2").inputValue();
    await more.click({ force: true });
    assert.equal(await page.locator("#time-2").inputValue(), full, "the thirteenth does not come");
    await until(async () => (await text(page, "#live")).includes("12 half-days are the most"), "and it is said");
    await until(async () => (await text(page, "#sums")).startsWith("12 of 10 half-days"), "the sum follows");
    // What is typed may be more.
    await page.locator("#time-2").fill(String(Number(full) + 1));
    await page.getByText("Over by 1: take away 1 half-day before you hand in. If time runs out, it goes from your largest use,").waitFor();
    await desk.page.locator("#game .state.bad", { hasText: "over by 1" }).waitFor();
    assert.match(await text(desk.page, "#head .in-line"), /Amber is over by 1/);
    await judge(page, "over by one");
    await fits(page, "over by one");
  });

  it("confirms what was handed in across the screen, and keeps the focus", async () => {
    const { page } = phone;
    await page.locator("#submit").click();
    await page.locator("#refused").waitFor();
    await page.locator("#time-2").fill("2");
    await until(async () => (await text(page, "#over-week")) === "", "nothing is over");
    await page.locator("#submit").focus();
    await page.keyboard.press("Enter");
    const done = page.locator("#handed .done");
    await done.waitFor();
    assert.match(await done.innerText(), /Handed in\. You can change it until the half-year ends\./);
    assert.ok((await done.boundingBox()).width >= PHONE.width - 1, "as wide as the screen");
    assert.equal(await page.evaluate(() => document.activeElement.id), "submit");
    await until(async () => (await text(page, "#live")).startsWith("Handed in."), "it is announced");
    await wall.page.locator(".hand .in", { hasText: "Amber" }).waitFor();
    await judge(page, "handed in");
  });

  it("announces a letter that comes while a team decides", async () => {
    const { page } = phone;
    assert.equal((await here.press("/send", { round: "0", inject: "headline", command: "headline0001" })).status, 204);
    const banner = page.locator('#banner[role="alert"]');
    await banner.getByText("New letter: ").waitFor();
    await fits(page, "a new letter");
    await judge(page, "a new letter");
    await banner.getByRole("button", { name: "Read it" }).click();
    await page.locator("#step-card").waitFor();
    assert.equal(await banner.locator("p").count(), 0);
    assert.equal(await page.locator("#step-card .inject").count(), 2);
    await wall.page.locator(".letters.n2").waitFor();
    await readable("two letters");
    await judge(wall.page, "the wall: a round");
    assert.equal((await here.press("/pause", { on: "yes", command: "pauses000001" })).status, 204);
    await wall.page.locator(".round-name .paused", { hasText: "paused" }).waitFor();
    await readable("paused");
    assert.equal((await here.press("/pause", { on: "no", command: "pauses000002" })).status, 204);
    await wall.page.locator(".round-name .paused").waitFor({ state: "detached" });
    const clock = await wall.page.locator(".clock > :first-child").evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
    assert.ok(clock > 140, `a clock of ${clock} px`);
  });

  it("cuts a draft that cannot be done, and tells the team, the desk and the log", async () => {
    const cookie = await seat(here, 1);
    const form = await fields(here, cookie);
    const whole = { ...form, tab: "a", number: "1", prediction: "rise", "time-4": String(Number(form["time-4"]) + 3) };
    assert.equal((await post(here.lan, "/draft", whole, cookie)).status, 200);
    await desk.page.locator("#game tr", { hasText: "Blue" }).getByText("it would be cut").waitFor();
    const button = desk.page.locator('form[action="/close"] button');
    const place = async () => ((box) => [Math.round(box.y), Math.round(box.x + box.width)])(await button.boundingBox());
    const before = await place();
    // A second press falls on the next round's button as soon as that is there. It is not ignored in silence.
    const said = await desk.page.evaluate(() => new Promise((done) => {
      const press = () => document.querySelector('form[action="/close"] button');
      const watch = new MutationObserver(() => {
        if (document.querySelector(".round-name").textContent.includes("Half-year 1")) return;
        watch.disconnect();
        press().click();
        setTimeout(() => done([press().textContent, press().getAttribute("aria-disabled"), document.getElementById("live").textContent]));
      });
      watch.observe(document.body, { childList: true, subtree: true });
      press().click();
    }));
    const ready = /^End half-year 2: ready in \d seconds?$/;
    assert.match(said[0], ready);
    assert.equal(said[1], "true");
    assert.match(said[2], ready);
    assert.deepEqual(await place(), before, "it stands where the last one stood");
    await until(async () => (await button.innerText()) === "End half-year 2", "and it is ready");
    // While it is not, it can be read with the pointer on it.
    await button.hover();
    assert.equal(await button.evaluate((node) => {
      node.setAttribute("aria-disabled", "true");
      const ground = getComputedStyle(node).backgroundColor;
      node.removeAttribute("aria-disabled");
      return ground;
    }), "rgba(0, 0, 0, 0)");
    assert.match(await text(desk.page, ".round-name"), /Half-year 2/);
    await desk.page.locator("#game tr", { hasText: "Blue" }).getByText("draft cut to what can be done: change programme 6 to 5 half-days").waitFor();
    const blue = await visitor(browser, { viewport: PHONE });
    await blue.context.addCookies([{ name: cookie.split("=")[0], value: cookie.split("=")[1], url: here.lan }]);
    await blue.page.goto(`${here.lan}/team`);
    await blue.page.locator("#became", { hasText: "draft cut to what can be done. Change programme 6 to 5 half-days. All else is as you drafted it." }).waitFor();
    await blue.context.close();
    const close = JSON.parse((await here.see("/export.json")).body).log.at(-1).entry;
    assert.equal(close.decisions[1].how, "cut");
    assert.equal(close.decisions[1].drafted.time[4] - close.decisions[1].decision.time[4], 2);
    assert.equal(close.decisions[1].decision.prediction, "rise", "all else is kept");
    // The phone is at the card of the new round.
    await phone.page.locator('body[data-step="card"] #decide[data-round="1"]').waitFor();
  });

  it("shows the game on the desk, and what to ask next", async () => {
    const { page } = desk;
    assert.equal(await page.locator("#game tbody tr").count(), TEAMS);
    assert.equal(await page.locator("#game .spark").count(), TEAMS);
    assert.ok((await page.locator("#ask li").count()) > 0);
    assert.match(await page.locator("#ask blockquote").first().innerText(), /\?”$/);
    await fits(page, "desk");
    await judge(page, "desk");
    // Ticks and crosses for the last prediction on the wall.
    await wall.page.locator(".hand .guess", { hasText: /[✓✕]/ }).first().waitFor();
    await readable("the second round");
  });

  it("brings a decision that is lived again to the wall by itself, from a short list", async () => {
    const { page } = desk;
    await page.getByLabel("Whose decision").selectOption({ label: "Blue" });
    await until(async () => (await page.locator('#changed [name="team"][type="hidden"]').inputValue()) === "1", "its own list");
    const options = await page.locator("#instead option").count();
    assert.ok(options >= 4 && options <= 30, `${options} choices`);
    assert.ok((await page.locator("#instead optgroup").count()) >= 2, "in groups");
    await page.getByLabel("decides instead").selectOption({ label: "through relationships" });
    await page.getByRole("button", { name: "Live it again, on the wall" }).click();
    await wall.page.locator("#debrief-counterfactual", { hasText: "Blue: in half-year 1 it decides otherwise" }).waitFor();
    await readable("one decision lived again");
    await judge(wall.page, "the wall: lived again");
  });

  it("opens the debrief with all teams in one picture, and every part fits the wall", async () => {
    for (let round = 1; round < 4; round += 1) assert.equal((await here.press("/close", { round: String(round), command: `stageclose${round}` })).status, 204);
    await wall.page.locator("div.out").waitFor();
    await readable("the rounds are over");
    await desk.page.getByRole("button", { name: "Open the debrief" }).click();
    await wall.page.locator(".multiples svg").nth(TEAMS - 1).waitFor();
    await readable("told and real");
    assert.match(await wall.page.locator(".multiples svg").first().getAttribute("aria-label"), /^told \d+ in the last half-year, really \d+$/);
    await judge(wall.page, "the wall: told and real");
    for (const part of ["attention", "predictions", "wrong", "reported/1", "decisions/1"]) {
      assert.equal((await here.press("/reveal", { part, command: `show${part.replace("/", "")}00000` })).status, 204);
      await wall.page.locator(`#debrief-${part.split("/")[0]}`).waitFor();
      await readable(part);
    }
    const phones = phone.complaints.concat(desk.complaints, wall.complaints);
    assert.deepEqual(phones.filter((words) => !/status of 409/.test(words)), []);
  });
});

describe("the most teams that a room can have", () => {
  it("fit the wall", async () => {
    const many = await room({ teams: 12 });
    const { page, context } = await visitor(browser, { viewport: SIZES.projector });
    await page.goto(`${many.lan}/j/${many.code}`);
    await page.goto(`${many.lan}/screen`);
    await page.locator(".hand li").nth(11).waitFor();
    await readable("twelve teams decide", page);
    for (let round = 0; round < 2; round += 1) assert.equal((await many.press("/close", { round: String(round), command: `manyclose${round}00` })).status, 204);
    for (const part of ["reported", "attention", "predictions"]) {
      assert.equal((await many.press("/reveal", { part, command: `many${part}` })).status, 204);
      await page.locator(`#debrief-${part}`).waitFor();
      await readable(`twelve teams: ${part}`, page);
      assert.equal(await page.locator(".multiples figure, .guesses thead .badge").count(), 12);
    }
    await context.close();
    await many.end();
  });
});

describe("the paper", () => {
  it("has the debrief on one page, with the lines to write on beside their part", async () => {
    const folder = mkdtempSync(join(tmpdir(), "balcony-stage-"));
    try {
      execFileSync(process.env.BALCONY, ["exercise", "paper", "first-three-years", join(folder, "paper"), "--teams", "1"], { stdio: "pipe" });
      const file = join(folder, "paper", "day.html");
      const { page, context } = await visitor(browser);
      await page.goto(`file://${file}`);
      const pages = async () => ((await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
      const all = await pages();
      await page.evaluate(() => document.querySelectorAll(".page:not(.talks)").forEach((part) => part.remove()));
      assert.equal(await pages(), 1, "no page holds only the line for what was heard");
      assert.equal(await page.locator(".part .line").count(), 10, "each of five parts has its lines");
      assert.ok(all < 24, `${all} pages`);
      await context.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("keeps the headings of the printed debrief with their rows, without stray lines", async () => {
    const { page, context } = await visitor(browser, { viewport: { width: 680, height: 1000 } });
    await page.goto(here.console);
    await page.goto(`http://127.0.0.1:${here.desk}/export.html`);
    await page.emulateMedia({ media: "print" });
    const styles = await page.evaluate(() => {
      const of = (place, key) => [...new Set([...document.querySelectorAll(place)].map((node) => getComputedStyle(node)[key]))];
      return { lines: of(".scroll", "backgroundImage"), cut: of(".scroll", "overflowX"), heads: of("thead", "breakAfter"), titles: of("h2, h3", "breakAfter"), first: of("tbody tr:first-child", "breakBefore") };
    });
    assert.deepEqual(styles, { lines: ["none"], cut: ["visible"], heads: ["avoid"], titles: ["avoid"], first: ["avoid"] });
    await context.close();
  });
});
