// A session in real browsers with the real server: joining, deciding, the facilitator, the
// projector, the debrief; bad networks, crashes, intruders; by mouse, by keyboard, without scripts.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import { after, before, describe, it } from "node:test";
import { SIZES, fits, judge, launch, legible, visitor } from "../kit/browser.mjs";
import { ask, comes, fields, free, goTo, post, proxy, room, seat } from "../kit/room.mjs";

let browser;
/**
 * A session with an event stream whose device sends nothing more, and the time after which the
 * server closes it. It takes half a minute, so it is checked last.
 */
let still, silent;
before(async () => {
  browser = await launch();
  still = await room({ teams: 2 });
  const cookie = await seat(still, 1);
  const begun = Date.now();
  silent = new Promise((done) => {
    http.get(`${still.lan}/events`, { headers: { cookie } }, (answer) => answer.resume().on("close", () => done(Date.now() - begun)));
  });
});
after(async () => {
  await browser?.close();
  await still?.end();
});

const device = (options) => visitor(browser, options);

async function join(here, team, options = {}, base = here.lan) {
  const phone = await device(options);
  await phone.page.goto(`${base}/j/${here.code}`);
  await phone.page.getByRole("button", { name: team }).click();
  await comes(here, phone.page, options.javaScriptEnabled !== false);
  return phone;
}

/**
 * Polls a condition. The page's policy forbids eval, so Playwright cannot wait for a function. A busy
 * machine may be slow: how long it waits matters only to a test that fails.
 */
async function eventually(asks, what, most = 60_000) {
  const until = Date.now() + most;
  for (;;) {
    if (await asks()) return;
    assert.ok(Date.now() < until, what);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Waits until the device may edit, and goes to the decision: it takes the edit lock, or has it already. */
async function ready(page) {
  const mine = page.locator('#decide[data-mine="1"]');
  await goTo(page, "decide");
  const take = page.getByRole("button", { name: "Take the pen" });
  await mine.or(take).first().waitFor();
  // The button may disappear meanwhile, because the page refreshes itself.
  if (await take.isVisible()) await take.click({ timeout: 1500 }).catch(() => {});
  await mine.waitFor();
  await goTo(page, "decide");
}
const preview = (page) => page.locator("#sums").innerText();

describe("a room", () => {
  let here;
  before(async () => (here = await room({ teams: 3 })));
  after(async () => here.end());

  it("is entered in three actions on a small phone, without a name", async () => {
    const { page, context, asked } = await device({ viewport: { width: 360, height: 640 } });
    await page.goto(here.lan);
    await fits(page, "door");
    await page.getByLabel("Code on the screen").fill(here.code.toLowerCase());
    await page.getByRole("button", { name: "Come in" }).click();
    await page.getByRole("button", { name: "Amber" }).click();
    await page.locator("#decide").waitFor();
    await fits(page, "team");
    assert.equal(await page.locator('input[type="text"], input[type="email"], input:not([type])').count(), 0, "nothing is asked that could be a name");
    assert.deepEqual([...new Set(asked.map((url) => new URL(url).origin))], [here.lan]);
    await context.close();
  });

  it("shares a draft, tells what it comes to, and takes it once", async () => {
    const one = await join(here, "Amber");
    await ready(one.page);
    const other = await join(here, "Amber");
    await other.page.locator("#pen-note").waitFor();
    await one.page.locator("#fold-week > summary").click();
    await one.page.getByRole("button", { name: "more: Partners" }).click();
    await one.page.getByRole("button", { name: "more: Partners" }).click();
    await eventually(async () => (await preview(one.page)).includes("11 of 10 half-days"), "the preview");
    await other.page.locator('input[name="time-2"][value="2.5"]').waitFor({ state: "attached" });
    await one.page.locator("label", { hasText: "rise" }).first().click();
    await one.page.locator("#submit").click();
    await one.page.getByText("Handed in.", { exact: false }).first().waitFor();
    const log = JSON.parse((await here.see("/export.json")).body).log;
    assert.equal(log.filter((row) => row.entry.kind === "submit").length, 1);
    // The edit lock passes to the device that takes it, and the first device sees that.
    await other.page.getByRole("button", { name: "Take the pen" }).click();
    await ready(other.page);
    await one.page.locator("#pen-note").waitFor();
    await one.context.close();
    await other.context.close();
    assert.deepEqual(one.complaints, []);
  });

  it("refuses what is too much and says what would do", async () => {
    const { page, context } = await join(here, "Blue");
    await ready(page);
    await page.locator("#fold-money > summary").click();
    await page.locator("#points-0").fill("20");
    await eventually(async () => /Over by \d+: take away \d+ points? before you hand in/.test(await page.locator("#over-money").innerText()), "the page says why beside the control");
    await page.locator("#submit").click();
    await page.locator("#refused").waitFor();
    assert.match(await page.locator("#refused").innerText(), /Take \d+ away/);
    await context.close();
  });

  it("is closed by the desk with a team that says nothing, and every device sees its results", async () => {
    const phone = await join(here, "Coral");
    const desk = await device({ viewport: SIZES.laptop });
    await desk.page.goto(here.console);
    await desk.page.getByRole("button", { name: /^End half-year 1/ }).click();
    await phone.page.locator(".round-name", { hasText: "Half-year 2 of 4" }).waitFor();
    await desk.page.getByText("carried forward").first().waitFor();
    assert.match(await desk.page.locator("#game").innerText(), /draft cut to what can be done/);
    await phone.page.locator("#decide[data-round='1']").waitFor();
    await goTo(phone.page, "figures");
    await phone.page.locator(".tile dd strong").first().waitFor();
    await phone.context.close();
    await desk.context.close();
    assert.deepEqual([...phone.complaints, ...desk.complaints], []);
  });

  it("works without scripts: read, decide, hand in, be told what is wrong", async () => {
    const { page, context } = await join(here, "Coral", { javaScriptEnabled: false });
    await ready(page);
    await page.locator("#fold-week > summary").click();
    await page.locator("#time-0").fill("9");
    await page.locator("#submit").click();
    assert.match(await page.getByRole("alert").innerText(), /half-days a week are more than there are/);
    await page.locator("#fold-week > summary").click();
    assert.equal(await page.locator("#time-0").inputValue(), "9", "what was entered is still there");
    await page.locator("#time-0").fill("1");
    await page.locator("#submit").click();
    await page.locator("#handed .done").waitFor();
    await context.close();
  });

  it("gives two tabs of one device one pen: the newest writes, the other says so, and neither fights", async () => {
    const { page, context } = await join(here, "Blue");
    await ready(page);
    const second = await context.newPage();
    await second.goto(`${here.lan}/team`);
    await ready(second);
    await page.locator("#pen-note", { hasText: "Another tab" }).waitFor();
    const changes = await page.evaluate(() => new Promise((done) => {
      let seen = 0;
      new MutationObserver(() => (seen += 1)).observe(document.querySelector("main"), { childList: true, subtree: true });
      setTimeout(() => done(seen), 3000);
    }));
    assert.ok(changes < 10, `${changes} changes in three quiet seconds`);
    await context.close();
  });

  it("keeps a seat and a draft through a cut, a silent link and a reload", async () => {
    const port = await free();
    const bad = await proxy(here.port, port);
    await here.kill();
    // The server must know the name under which phones reach it.
    const through = await room({ teams: 3, folder: here.folder, port: here.port, desk: here.desk, names: [`127.0.0.1:${port}`] });
    Object.assign(here, { child: through.child, key: through.key, code: through.code });
    const { page, context } = await join(here, "Amber", {}, bad.address);
    await ready(page);
    await page.locator("#fold-week > summary").click();
    await page.locator("#time-3").fill("2.5");
    const stands = async () => {
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
      return (await ask(here.lan, "/team/part?tab=", { cookie })).body.match(/name="time-3" value="([\d.]+)"/)?.[1];
    };
    await eventually(async () => (await stands()) === "2.5", "the draft is in the room");
    bad.cut();
    await page.locator("#time-3").fill("1.5");
    await eventually(async () => (await stands()) === "1.5", "the draft is in the room after a cut");
    // A black hole: bytes vanish and no connection closes.
    bad.state.hole = true;
    await page.locator("#time-3").fill("3");
    await eventually(async () => /kept here and sent when it is back/.test(await page.locator("#link").textContent()), "the page says so");
    // A team without connection reads its decision out, and the facilitator enters it.
    await eventually(async () => /code to the facilitator: [0-9A-Z-]{12,}/.test(await page.locator("#link").textContent()), "a code");
    const read = (await page.locator("#link").textContent()).match(/facilitator: ([0-9A-Z-]+)/)[1];
    const wrong = read.replace(/^./, (sign) => (sign === "5" ? "6" : "5"));
    assert.equal((await here.press("/code", { team: "0", code: wrong, command: "wrongcode01" })).status, 409);
    assert.equal((await here.press("/code", { team: "1", code: read, command: "wrongteam01" })).status, 409);
    assert.equal((await here.press("/code", { team: "0", code: read.toLowerCase(), command: "readcode001" })).status, 204);
    const given = JSON.parse((await here.see("/export.json")).body).log.at(-1).entry.decision;
    assert.equal(given.time[3], 6, "three half-days, as entered without a link");
    bad.state.hole = false;
    await eventually(async () => (await page.locator("#link").textContent()) === "", "the link is back");
    await eventually(async () => (await stands()) === "3", "what was kept is sent");
    await page.reload();
    await ready(page);
    assert.equal(await page.locator("#time-3").inputValue(), "3");
    await context.close();
    await bad.close();
  });

  it("survives a crash: what was acknowledged is there once, devices come back unaided", async () => {
    const { page, context } = await join(here, "Blue");
    await ready(page);
    await page.locator("#submit").click();
    await page.getByText("Handed in.", { exact: false }).first().waitFor();
    await here.kill();
    await here.again();
    await eventually(async () => (await page.locator("#link").textContent()) === "", "back unaided");
    const log = JSON.parse((await here.see("/export.json")).body).log;
    const submits = log.filter((row) => row.entry.kind === "submit" && row.entry.team === 1 && row.entry.round === 1);
    assert.equal(submits.length, 1);
    await context.close();
  });

  it("keeps strangers out: the desk, other names, other pages, other teams, guesses", async () => {
    for (const path of ["/close", "/send", "/rewind", "/pause", "/message", "/reveal", "/code1", "/delete", "/export.json", "/part"]) {
      const got = await ask(here.lan, path, { cookie: `balcony-desk-${here.desk}=${here.key}` });
      assert.equal(got.status, 404, path);
      assert.equal((await post(here.lan, path, { round: "1" }, `balcony-desk-${here.desk}=${here.key}`)).status, 404, path);
    }
    assert.equal((await ask(here.lan, "/", { host: "evil.example" })).status, 403);
    assert.equal((await ask(`http://127.0.0.1:${here.desk}`, "/part")).status, 403, "no key");
    assert.equal((await ask(`http://127.0.0.1:${here.desk}`, "/part", { host: "evil.example", cookie: `balcony-desk-${here.desk}=${here.key}` })).status, 403);
    const mine = await seat(here, 2);
    const form = await fields(here, mine);
    assert.equal((await post(here.lan, "/team", form, mine, { origin: "http://evil.example" })).status, 403);
    assert.equal((await post(here.lan, "/team", form, `balcony-seat=${"0".repeat(32)}`)).status, 303, "no seat: to the door");
    assert.equal((await ask(here.lan, "/observe/0/part", { cookie: mine })).status, 401, "another team's");
    assert.equal((await ask(here.lan, "/team/part", {})).status, 401);
    const big = await ask(here.lan, "/draft", { origin: here.lan, cookie: mine, "content-type": "application/x-www-form-urlencoded" }, "POST", "a=".padEnd(40_000, "x"));
    assert.equal(big.status, 413);
    let last;
    for (let guess = 0; guess < 90; guess += 1) last = await post(here.lan, "/code", { code: "AAAAAA" });
    assert.equal(last.status, 429);
    assert.equal((await ask(here.lan, "/team/part?tab=", { cookie: mine })).status, 200, "the room goes on");
  });

  it("shows what it is told as text, and keeps nothing personal", async () => {
    await here.press("/message", { team: "", text: "<img src=x onerror=alert(1)>", command: "markup000001" });
    const phone = await device();
    const cookie = await seat({ ...here }, 0).catch(() => null);
    if (cookie) {
      const { body } = await ask(here.lan, "/team/part?tab=", { cookie });
      assert.ok(body.includes("&lt;img") && !body.includes("<img src=x"));
    }
    const log = (await here.see("/export.json")).body;
    const file = readFileSync(here.file).toString("latin1");
    for (const text of [log, file]) assert.doesNotMatch(text, /Mozilla|HeadlessChrome|user-agent|127\.0\.0\.1/i);
    await phone.context.close();
  });
});

describe("a whole exercise", () => {
  let here;
  before(async () => (here = await room({ teams: 3, bots: 3 })));
  after(async () => here.end());

  /** Waits until a half-year stands and the robots have handed in; the first of them never does. */
  const handed = (at) =>
    eventually(async () => {
      const { body } = await here.see("/part");
      return body.includes(`End half-year ${at + 1}`) && body.includes("2 of 3 handed in");
    }, "the robots hand in");

  it("is played to its end, rewound to the same states, and debriefed", async () => {
    for (let at = 0; at < 4; at += 1) {
      await handed(at);
      assert.equal((await here.press("/close", { round: String(at), command: `close000000${at}` })).status, 204);
      assert.equal((await here.press("/close", { round: String(at), command: `close000000${at}` })).status, 204, "the same press counts once");
    }
    const first = JSON.parse((await here.see("/export.json")).body);
    assert.deepEqual(first.digests.map((team) => team.length), [4, 4, 4]);
    await here.press("/rewind", { to: "1", command: "rewind00001" });
    const rewound = JSON.parse((await here.see("/export.json")).body);
    assert.deepEqual(rewound.digests, first.digests.map((team) => team.slice(0, 1)));
    for (let at = 1; at < 4; at += 1) {
      await handed(at);
      await here.press("/close", { round: String(at), command: `again000000${at}` });
    }
    const last = JSON.parse((await here.see("/export.json")).body);
    assert.deepEqual(last.digests, first.digests, "robots decide alike: the same states again");
    // Every part of the debrief on the projector: large, legible, without buttons.
    const desk = await device({ viewport: SIZES.laptop });
    await desk.page.goto(here.console);
    await desk.page.getByRole("button", { name: "Live it again" }).click();
    const screen = await device({ viewport: SIZES.projector, bypassCSP: true });
    await screen.page.goto(`${here.lan}/j/${here.code}`);
    await screen.page.goto(`${here.lan}/screen`);
    const workedOut = async () => !(await here.see("/export.html")).body.includes("being worked out");
    await eventually(workedOut, "what luck does is worked out", 300_000);
    for (const part of ["attention", "decisions", "predictions", "reported", "luck", "references", "counterfactual", "wrong"]) {
      assert.equal((await here.press("/reveal", { part, command: `reveal-${part}` })).status, 204);
      await screen.page.locator(`#debrief-${part}`).waitFor();
      const faults = await screen.page.evaluate(() => {
        const small = [];
        for (const node of document.querySelectorAll("main *")) {
          if (!node.checkVisibility() || ![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
          const svg = node.closest("svg");
          const size = parseFloat(getComputedStyle(node).fontSize) * (svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1);
          if (size < 23.5 && !node.matches("title, desc, style")) small.push(`${node.tagName} ${size.toFixed(1)}: ${node.textContent.slice(0, 40)}`);
        }
        return small;
      });
      assert.deepEqual(faults, [], `${part}: text below 24 px`);
      assert.equal(await screen.page.locator("form, button").count(), 0);
      await judge(screen.page, `projector: ${part}`);
      await fits(screen.page, `projector: ${part}`);
    }
    // On a small screen, content that is taller is scrolled from the facilitator's page; on a
    // projector all fits.
    assert.equal((await here.press("/reveal", { part: "reported", command: "revealagain1" })).status, 204);
    await screen.page.locator("#debrief-reported").waitFor();
    await screen.page.setViewportSize({ width: 800, height: 600 });
    await desk.page.getByRole("button", { name: "Further down" }).click();
    await eventually(() => screen.page.evaluate(() => scrollY > 300), "the wall goes down");
    await desk.page.getByRole("button", { name: "Up again" }).click();
    await eventually(() => screen.page.evaluate(() => scrollY === 0), "and up");
    await screen.page.setViewportSize(SIZES.projector);
    for (const [part, count] of [["decisions/2", 1], ["luck/1", 1], ["references/4", 1], ["reported/1", 1]]) {
      assert.equal((await here.press("/reveal", { part, command: `one${part.replace("/", "")}000` })).status, 204);
      await eventually(async () => (await screen.page.locator("main table:not(details table)").count()) === count, part);
      const below = await screen.page.evaluate(() => [...document.querySelectorAll("main table:not(details table) tr")].at(-1).getBoundingClientRect().bottom - innerHeight);
      assert.ok(below <= 0, `${part}: ${below} px below the edge`);
    }
    assert.equal((await here.press("/reveal", { part: "luck/9", command: "revealnothing" })).status, 400);
    await desk.context.close();
    await screen.context.close();
  });

  it("has no violation of WCAG 2.2 AA on any page, light and dark, and fits from 320 px on", async () => {
    const team = await seat(here, 0);
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [SIZES.small, SIZES.laptop]) {
        const { page, context } = await device({ colorScheme, viewport, bypassCSP: true });
        const say = (what) => `${what}, ${colorScheme}, ${viewport.width}`;
        await page.goto(here.lan);
        await judge(page, say("door"));
        await fits(page, say("door"));
        await context.addCookies([{ name: team.split("=")[0], value: team.split("=")[1], url: here.lan }]);
        await page.goto(`${here.lan}/`);
        await judge(page, say("choose"));
        await page.goto(`${here.lan}/team`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
        await page.waitForTimeout(600);
        await judge(page, say("team"));
        await fits(page, say("team"));
        await page.goto(`${here.lan}/observe/0`);
        await judge(page, say("observer"));
        await page.goto(here.console);
        await page.locator("#game").waitFor();
        await judge(page, say("desk"));
        await fits(page, say("desk"));
        await context.close();
      }
    }
  });

  it("prints its debrief on A4 without a row cut off", async () => {
    // A4 minus margins of 1.5 cm, at 96 dots per inch.
    const { page, context } = await device({ viewport: { width: 680, height: 1000 } });
    await page.goto(here.console);
    await page.goto(`http://127.0.0.1:${here.desk}/export.html`);
    await page.emulateMedia({ media: "print" });
    await fits(page, "the debrief on paper");
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll("main table, main svg, main .scroll")].filter((node) => node.scrollWidth > node.clientWidth + 1 || node.getBoundingClientRect().right > 681).map((node) => node.outerHTML.slice(0, 100)),
    );
    assert.deepEqual(cut, []);
    const rows = await page.locator("main tr").count();
    const pdf = await page.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
    assert.ok(pages >= 3 && pages < 60, `${pages} pages for ${rows} rows`);
    await context.close();
  });

  it("goes on on another laptop from its exported log", async () => {
    const text = (await here.see("/export.json")).body;
    const file = `${here.folder}/export.json`;
    writeFileSync(file, text);
    const other = await room({ teams: 3, extra: ["--import", file] });
    const theirs = JSON.parse((await other.see("/export.json")).body);
    assert.deepEqual(theirs.digests, JSON.parse(text).digests);
    await other.end();
  });
});

describe("before and after", () => {
  it("waits until the facilitator begins: nothing is decided, and no card is on the wall", async () => {
    const here = await room({ teams: 2, begun: false });
    const phone = await device();
    await phone.page.goto(`${here.lan}/j/${here.code}`);
    await phone.page.getByRole("button", { name: "Amber" }).click();
    await phone.page.getByText("The facilitator begins in a moment").waitFor();
    await judge(phone.page, "waiting");
    const wall = await device({ viewport: SIZES.projector });
    await wall.page.goto(`${here.lan}/j/${here.code}`);
    await wall.page.goto(`${here.lan}/screen`);
    assert.match(await wall.page.locator("main").innerText(), /Amber\s+1 here\s+Blue\s+come in/);
    assert.equal(await wall.page.locator(".letters").count(), 0);
    const cookie = await seat(here, 1);
    const whole = { round: "0", tab: "a", number: "1", command: "tooearly0002", source: "1", rules: "0" };
    for (let at = 0; at < 7; at += 1) whole[`time-${at}`] = "1";
    for (let at = 0; at < 5; at += 1) whole[`right-${at}`] = "0";
    for (let at = 0; at < 9; at += 1) whole[`points-${at}`] = "0";
    for (const path of ["/draft", "/team"]) {
      const said = await post(here.lan, path, whole, cookie);
      assert.deepEqual([said.status, said.body], [409, "the facilitator has not begun yet"], path);
    }
    assert.equal((await here.press("/close", { round: "0", command: "tooearly0001" })).status, 409);
    const desk = await device({ viewport: SIZES.laptop });
    await desk.page.goto(here.console);
    await desk.page.getByText("1 of 2 teams are in").or(desk.page.getByText("2 of 2 teams are in")).waitFor();
    await desk.page.getByRole("button", { name: "Begin" }).click();
    await phone.page.locator("#decide").waitFor();
    await wall.page.locator(".letters h2").first().waitFor();
    // A latecomer can still join after the first round.
    await here.press("/close", { round: "0", command: "endofround01" });
    await wall.page.locator(".late", { hasText: here.code }).waitFor();
    await phone.page.getByText("Half-year 1: nothing was handed in.").waitFor();
    for (const one of [phone, wall, desk]) await one.context.close();
    assert.deepEqual(phone.complaints, []);
    await here.end();
  });

  it("lives one decision again with one thing done otherwise", async () => {
    const here = await room({ teams: 2 });
    await here.press("/close", { round: "0", command: "endofround01" });
    const desk = await device({ viewport: SIZES.laptop });
    await desk.page.goto(here.console);
    await desk.page.getByLabel("decides instead").selectOption({ label: "through relationships" });
    await desk.page.getByRole("button", { name: "Live it again" }).click();
    await eventually(async () => (await here.see("/part")).body.includes("decides otherwise (Influence: through relationships)"), "the decision is lived again");
    const same = await here.press("/counterfactual", { team: "0", round: "0", instead: "rules:0" });
    assert.deepEqual([same.status, same.body], [409, "that is what it did"]);
    const never = await here.press("/counterfactual", { team: "0", round: "0", instead: "answer:nothing:at-all" });
    assert.equal(never.status, 409);
    await desk.context.close();
    await here.end();
  });

  it("is deleted with one button, and nothing of it is left", async () => {
    const here = await room({ teams: 2 });
    await seat(here, 0);
    const phone = await join(here, "Blue");
    await phone.page.evaluate(() => sessionStorage.setItem("balcony-draft-of-a-test", "1"));
    const plain = await device({ javaScriptEnabled: false });
    await plain.page.goto(`${here.lan}/j/${here.code}`);
    const desk = await device({ viewport: SIZES.laptop });
    await desk.page.goto(here.console);
    await desk.page.getByText("Delete the room").click();
    const gone = new Promise((done) => here.child.once("exit", done));
    await desk.page.getByRole("button", { name: "Delete everything now" }).click();
    await desk.page.getByText("The room is deleted").waitFor();
    // Phones stop showing the game too, and a phone that asks is told, as long as the server
    // answers.
    await phone.page.getByText("The facilitator has deleted the room").waitFor();
    assert.deepEqual(await phone.page.evaluate(() => [sessionStorage.length, document.getElementById("decide"), document.body.innerText.includes("Blue"), document.title]), [0, null, false, "The exercise is over"]);
    const told = await plain.page.goto(here.lan);
    assert.equal(told.status(), 410);
    await plain.page.getByText("The facilitator has deleted the room").waitFor();
    assert.equal(await gone, 0);
    for (const { context } of [phone, plain]) await context.close();
    assert.deepEqual(readdirSync(here.folder), []);
    await desk.context.close();
    await here.end();
  });
});

describe("the open round", () => {
  let here;
  before(async () => (here = await room({ teams: 2 })));
  after(async () => here.end());

  it("is played by keyboard alone: join, decide, hand in, read", async () => {
    const { page, context } = await device({ viewport: SIZES.laptop });
    await page.goto(here.lan);
    let keys = 0;
    const press = async (key) => ((keys += 1), page.keyboard.press(key));
    const until = async (matches, most = 40) => {
      for (let tries = 0; tries < most; tries += 1) {
        if (await page.evaluate((matches) => document.activeElement?.matches(matches), matches)) return;
        await press("Tab");
        const seen = await page.evaluate(() => {
          const { activeElement } = document;
          if (!activeElement || activeElement === document.body) return true;
          const box = activeElement.getBoundingClientRect();
          const middle = [box.left + box.width / 2, box.top + box.height / 2];
          const top = document.elementFromPoint(...middle);
          return !top || activeElement === top || activeElement.contains(top) || top.contains(activeElement) || Boolean(activeElement.labels?.[0]?.contains(top)) || activeElement.matches(".skip");
        });
        assert.ok(seen, `the focus is hidden at ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`);
      }
      assert.fail(`${matches} was not reached`);
    };
    await until("#code");
    await page.keyboard.type(here.code);
    await press("Enter");
    await page.locator(".teams").waitFor();
    await until(".pick-team");
    await press("Enter");
    await comes(here, page);
    await ready(page);
    await until("[name=prediction]");
    await press("Space");
    await until("#fold-week > summary");
    await press("Enter");
    await until("#time-0");
    await page.keyboard.press("ArrowUp");
    await until("#submit", 60);
    await press("Enter");
    await page.getByText("Handed in.", { exact: false }).first().waitFor();
    assert.ok(keys <= 60, `${keys} keys`);
    await context.close();
  });

  it("reads at twice the size of text", async () => {
    for (const [path, viewport] of [["/team", SIZES.laptop], ["/screen", SIZES.projector], ["", SIZES.laptop]]) {
      const { page, context } = await device({ viewport, bypassCSP: true });
      if (path) {
        await page.goto(`${here.lan}/j/${here.code}`);
        await page.getByRole("button", { name: "Blue" }).click();
        await comes(here, page);
        await page.goto(here.lan + path);
      } else await page.goto(here.console);
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      await fits(page, `${path} at 200 %`);
      await judge(page, `${path} at 200 %`);
      // Text must not be clipped: no box of fixed height hides its content.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll("main *")]
          .filter((node) => node.checkVisibility() && getComputedStyle(node).overflowY === "hidden" && node.scrollHeight > node.clientHeight + 2 && !node.matches("svg, svg *, .hidden"))
          .map((node) => node.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(cut, [], path);
      await context.close();
    }
  });

  it("ends the oldest streams of a device that begins one after the other: silent links leave them behind", async () => {
    const cookie = await seat(here, 0);
    const open = [];
    const ended = [];
    for (let at = 0; at < 6; at += 1) {
      await new Promise((done) => open.push(http.get(`${here.lan}/events`, { headers: { cookie }, agent: false }, (answer) => { answer.on("close", () => ended.push(at)).on("error", () => {}).resume(); done(); })));
    }
    await eventually(async () => { await ask(here.lan, "/pulse", { cookie }); return ended.length === 2; }, "two of six end");
    await new Promise((done) => setTimeout(done, 1500));
    assert.deepEqual(ended.sort(), [0, 1]);
    open.forEach((request) => request.destroy());
  });

  it("ends a stream whose device is not heard of any more: dead links do not fill the room", async () => {
    const took = await Promise.race([silent, new Promise((done) => setTimeout(done, 90_000, Infinity))]);
    assert.ok(took > 28_000 && took < 90_000, `${took} ms`);
  });

  it("has targets of 24 px at least, and 44 for what matters most", async () => {
    const { page, context } = await join(here, "Blue");
    await goTo(page, "decide");
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
    const small = await page.evaluate(() => {
      const found = [];
      for (const node of document.querySelectorAll("button, input:not([type=hidden]), select, summary, a")) {
        if (!node.checkVisibility() || node.matches(".skip") || (node.matches("a") && node.closest("p"))) continue;
        const box = (node.matches("[type=radio]") ? node.labels[0] : node).getBoundingClientRect();
        const least = node.matches(".main, select, [type=number], [type=radio]") ? 43.5 : 24;
        if (box.height < least || box.width < 24) found.push(`${node.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
      }
      return found;
    });
    assert.deepEqual(small, []);
    await context.close();
  });

  it("draws legibly and says the same numbers in its tables", async () => {
    await here.press("/close", { round: "0", command: "closes00001" });
    await here.press("/close", { round: "1", command: "closes00002" });
    const { page, context } = await device({ viewport: SIZES.phone });
    const cookie = await seat(here, 0);
    await context.addCookies([{ name: cookie.split("=")[0], value: cookie.split("=")[1], url: here.lan }]);
    await page.goto(`${here.lan}/team`);
    await goTo(page, "figures");
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
    await eventually(async () => (await page.locator("figure svg").count()) > 5, "drawings come when folds are opened");
    await legible(page, "tiles");
    const unlike = await page.evaluate(() => {
      const found = [];
      for (const figure of document.querySelectorAll("figure")) {
        const told = figure.querySelector("desc").textContent;
        for (const cell of figure.querySelectorAll("td")) if (!told.includes(cell.textContent)) found.push(cell.textContent);
      }
      return found;
    });
    assert.deepEqual(unlike, []);
    await context.close();
  });
});
