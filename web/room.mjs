// The slow measurements of a session, for `cargo xtask prove room`. Each part prints its figures as
// one line of JSON.
//
//   node room.mjs first | join | response | close | drop | away | crash | hostile | soak   (BALCONY names the program, N and SECONDS sizes, SEED the luck)
import { readFileSync } from "node:fs";
import net from "node:net";
import { ask, comes, fields, free, goTo, post, proxy, room, seat } from "./kit/room.mjs";
import { launch } from "./kit/browser.mjs";

const N = (usual) => Number(process.env.N ?? usual);
const SECONDS = Number(process.env.SECONDS ?? 3600);
const TEAMS = ["Amber", "Blue", "Coral", "Fern", "Indigo", "Jade"];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** A random number generator; the same seed gives the same numbers. */
let state = Number(process.env.SEED ?? 1) >>> 0;
const chance = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
const any = (list) => list[Math.floor(chance() * list.length)];
const at = (values, p) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))];
const told = (values) => ({ n: values.length, median: Math.round(at(values, 0.5)), p95: Math.round(at(values, 0.95)), most: Math.round(Math.max(...values)) });
const say = (part, figures) => console.log(JSON.stringify({ part, ...figures }));
let commands = 0;
const command = () => `measure${String((commands += 1)).padStart(8, "0")}${Math.floor(Math.random() * 1e9)}`;

async function phone(browser, here, team, base = here.lan, complaints = []) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const begun = Date.now();
  await page.goto(`${base}/j/${here.code}`);
  await page.getByRole("button", { name: TEAMS[team] }).click();
  await comes(here, page);
  return { context, page, team, complaints, took: Date.now() - begun };
}

async function crowd(browser, here, count, base) {
  const all = [];
  for (let device = 0; device < count; device += 1) all.push(await phone(browser, here, device % 6, base));
  return all;
}

/** Waits until the device's team may edit its form, and takes the edit lock if necessary. */
async function writes(page) {
  const take = page.getByRole("button", { name: "Take the pen" });
  const mine = page.locator('#decide[data-mine="1"]');
  await mine.or(take).first().waitFor();
  if (await take.isVisible()) await take.click();
  await mine.waitFor();
}

/** Resolves with the time at which a page meets a condition, measured inside the page. */
const when = (page, condition) =>
  page.evaluate((condition) => {
    const holds = { round: ([round]) => document.querySelector("#decide")?.dataset.round === round, band: ([round]) => document.querySelector("#decide")?.dataset.round === round && document.querySelector("#report .luck") !== null && (document.querySelector("#report").dataset.lived === round), handed: ([count]) => (document.querySelector("#head .in-line")?.textContent ?? "").startsWith(`${count} of`) }[condition[0]];
    return new Promise((done) => {
      const look = () => holds(condition.slice(1)) && (observer.disconnect(), done(Date.now()));
      const observer = new MutationObserver(look);
      observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
      look();
    });
  }, condition);

const parts = {
  /** Test 2: forty devices join within a minute. */
  async join() {
    const here = await room({ exercise: "first-three-years", teams: 6 });
    const browser = await launch();
    const begun = Date.now();
    const running = [];
    for (let device = 0; device < N(40); device += 1) {
      running.push(phone(browser, here, device % 6));
      await wait(Math.max(0, (device + 1) * 1450 - (Date.now() - begun)));
    }
    const all = await Promise.all(running);
    say("join", { milliseconds: told(all.map(({ took }) => took)), seconds: Math.round((Date.now() - begun) / 1000), complaints: all.flatMap(({ complaints }) => complaints).length });
    await browser.close();
    await here.end();
  },

  /** Test 3: time from moving a lever to the new preview, with forty devices in the session. */
  async response() {
    const here = await room({ exercise: "first-three-years", teams: 6 });
    const browser = await launch();
    const all = await crowd(browser, here, N(40));
    const { page } = all[0];
    await writes(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
    const took = [];
    for (let turn = 0; turn < 60; turn += 1) {
      took.push(await page.evaluate((up) => new Promise((done) => {
        const preview = document.getElementById("preview");
        const begun = performance.now();
        new MutationObserver((_, observer) => (observer.disconnect(), done(performance.now() - begun))).observe(preview, { childList: true });
        document.querySelector(`[data-for="time-2"][data-step="${up ? 1 : -1}"]`).click();
      }), turn % 2 === 0));
      await wait(120);
    }
    say("response", { milliseconds: told(took), devices: all.length });
    await browser.close();
    await here.end();
  },

  /**
   * Test 4 and show 5: time from the end of a round until all devices have the results, and until
   * they have the Monte Carlo distribution.
   */
  async close() {
    const here = await room({ exercise: "first-three-years", teams: 6 });
    const browser = await launch();
    const all = await crowd(browser, here, N(40));
    for (let tries = 0; tries < 600 && (await here.see("/part")).body.includes("Preparing the runs"); tries += 1) await wait(200);
    await wait(30_000);
    const desk = await (await browser.newContext()).newPage();
    await desk.goto(here.console);
    const [results, bands, handed] = [[], [], []];
    for (let round = 0; round < 6; round += 1) {
      for (const { page, team } of all.slice(0, 6)) {
        await writes(page);
        const seen = when(desk, ["handed", String(team + 1)]);
        const begun = Date.now();
        await goTo(page, "decide");
        await page.locator("#submit").click();
        handed.push((await seen) - begun);
      }
      const shown = all.map(({ page }) => when(page, ["round", String(round + 1)]));
      const lucky = all.map(({ page }) => when(page, ["band", String(round + 1)]));
      await wait(300);
      const begun = Date.now();
      await here.press("/close", { round: String(round), command: command() });
      results.push(Math.max(...(await Promise.all(shown))) - begun);
      bands.push(Math.max(...(await Promise.all(lucky))) - begun);
      await wait(1500);
    }
    say("close", { devices: all.length, submission: told(handed), results: told(results), luck: told(bands) });
    await browser.close();
    await here.end();
  },

  /**
   * Test 6: connections are cut for five seconds. Measures who returns to the same seat with the
   * same draft, and how soon.
   */
  async drop() {
    const port = await free();
    const here = await room({ exercise: "first-three-years", teams: 6, names: [`127.0.0.1:${port}`] });
    const bad = await proxy(here.port, port);
    const browser = await launch();
    const all = await crowd(browser, here, 6, bad.address);
    for (const { page } of all) await writes(page);
    const took = [];
    let kept = 0;
    const trials = N(100);
    for (let trial = 0; took.length < trials; trial += 1) {
      const values = [];
      for (const [device, { page }] of all.entries()) {
        values.push(String((trial + device) % 5));
        await page.evaluate((value) => {
          const field = document.getElementById("time-0");
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }, values[device]);
      }
      await wait(trial % 2 ? 20 : 500);
      // Alternately: connections are reset at once, or data vanish silently.
      if (trial % 2) bad.state.hole = true;
      else (bad.state.refuse = true), bad.cut();
      await wait(5000);
      bad.state.hole = false;
      bad.state.refuse = false;
      const begun = Date.now();
      await Promise.all(all.map(async ({ page, team }, device) => {
        for (let tries = 0; tries < 300; tries += 1) {
          const link = await page.evaluate(() => document.getElementById("link").textContent);
          if (link === "") break;
          await wait(50);
        }
        took.push(Date.now() - begun);
        let there = false;
        for (let tries = 0; tries < 60 && !there; tries += 1) {
          const drafts = await page.evaluate(async () => (await fetch("/team/part?tab=")).text()).catch(() => "");
          there = drafts.includes(`name="time-0" value="${values[device]}"`) && drafts.includes(TEAMS[team]);
          if (!there) await wait(50);
        }
        kept += Number(there);
      }));
    }
    say("drop", { trials: took.length, kept, milliseconds: told(took) });
    await browser.close();
    await bad.close();
    await here.end();
  },

  /** Test 7 and show 3: the server is killed at random moments while teams draft and submit. */
  async crash() {
    const here = await room({ exercise: "first-three-years", teams: 6 });
    const seats = [];
    for (let team = 0; team < 6; team += 1) seats.push(await seat(here, team));
    const acknowledged = new Map();
    const took = [];
    let lost = 0, doubled = 0, rounds = 0;
    for (let kill = 0; kill < N(200); kill += 1) {
      let stop = false;
      const clients = seats.map(async (cookie, team) => {
        while (!stop) {
          try {
            const form = { ...(await fields(here, cookie)), command: command(), tab: "measure" };
            form["time-0"] = String(Math.floor(chance() * 3) / 2);
            await post(here.lan, "/pen", { tab: "measure" }, cookie);
            await post(here.lan, "/draft", { ...form, number: String(Date.now()) }, cookie);
            const answer = await post(here.lan, "/team", form, cookie);
            if (answer.status === 204) acknowledged.set(form.command, { team, round: form.round, time: form["time-0"] });
            // A request without a confirmed answer is sent again, as a phone does.
            if (chance() < 0.3) await post(here.lan, "/team", form, cookie);
          } catch {
            await wait(10);
          }
        }
      });
      const desk = (async () => {
        await wait(50 + chance() * 400);
        try {
          const round = Number((await here.see("/part")).body.match(/End quarter (\d+)/)?.[1] ?? 13) - 1;
          if (chance() < 0.3) {
            const closing = round < 12 ? ["/close", { round: String(round), command: command() }] : ["/rewind", { to: "0", command: command() }];
            const answer = await here.press(...closing);
            if (answer.status === 204) acknowledged.set(closing[1].command, { desk: true }), (rounds += 1);
          }
        } catch {
          /* it was killed */
        }
      })();
      await wait(40 + chance() * 700);
      await here.kill();
      stop = true;
      await Promise.all([...clients, desk]);
      const begun = Date.now();
      await here.again();
      took.push(Date.now() - begun);
      const { log } = JSON.parse((await here.see("/export.json")).body);
      const found = new Map();
      for (const row of log) {
        const name = row.command.split(":").at(-1);
        found.set(name, (found.get(name) ?? 0) + 1);
      }
      lost = [...acknowledged.keys()].filter((name) => !found.has(name)).length;
      doubled = [...found].filter(([name, count]) => count > 1 && name !== "open").length;
      if (lost || doubled) break;
    }
    say("crash", { kills: took.length, acknowledged: acknowledged.size, rounds, lost, doubled, back: told(took), warned: here.warned().length > 0 });
    await here.end();
  },

  /**
   * Test 19 and show 4: ten thousand requests that must have no effect, during a session that goes
   * on.
   */
  async hostile() {
    const here = await room({ exercise: "first-three-years", teams: 6 });
    const seats = [];
    for (let team = 0; team < 6; team += 1) seats.push(await seat(here, team));
    const mine = await fields(here, seats[0]);
    const before = JSON.parse((await here.see("/export.json")).body).log.length;
    const raw = (bytes) =>
      new Promise((done) => {
        const socket = net.connect(here.port, "127.0.0.1", () => socket.write(bytes));
        let said = "";
        const end = () => (socket.destroy(), done(Number(said.split(" ")[1] ?? 0)));
        socket.on("data", (data) => ((said += data), end())).on("error", () => done(0)).on("close", () => done(Number(said.split(" ")[1] ?? 0)));
        setTimeout(end, 300);
      });
    const noise = (length) => Buffer.from(Array.from({ length }, () => Math.floor(chance() * 256)));
    const attacks = {
      "no seat": () => post(here.lan, "/team", { ...mine, command: command() }, `balcony-seat=${Math.floor(chance() * 1e15).toString(16).padStart(32, "0")}`),
      "the desk by the network": () => post(here.lan, any(["/close", "/send", "/rewind", "/delete", "/pause", "/message", "/reveal"]), { round: "0", to: "0", sure: "yes" }, `balcony-desk-${here.desk}=${here.key}`),
      "the desk without its key": () => post(`http://127.0.0.1:${here.desk}`, any(["/close", "/delete", "/export.json"]), { round: "0", sure: "yes" }, `balcony-desk-${here.desk}=00`),
      "the desk from another page": () => post(`http://127.0.0.1:${here.desk}`, "/close", { round: "0" }, `balcony-desk-${here.desk}=${here.key}`, { origin: "http://evil.example" }),
      "another name": () => post(here.lan, "/team", { ...mine, command: command() }, seats[0], { host: "evil.example" }),
      "another page": () => post(here.lan, "/team", { ...mine, command: command() }, seats[0], { origin: any(["http://evil.example", "null", "https://127.0.0.1"]) }),
      "another team's page": () => ask(here.lan, "/observe/3/part", { cookie: seats[0] }),
      "too large": () => ask(here.lan, "/team", { origin: here.lan, cookie: seats[1], "content-type": "application/x-www-form-urlencoded" }, "POST", "x".repeat(20_000 + Math.floor(chance() * 200_000))).catch(() => ({ status: 413 })),
      "a form of rubbish": () => ask(here.lan, any(["/team", "/draft", "/join", "/pen", "/withdraw", "/code"]), { origin: here.lan, cookie: seats[1], "content-type": "application/x-www-form-urlencoded" }, "POST", noise(200).toString("latin1").replaceAll("\n", "")),
      "numbers that are none": () => post(here.lan, "/team", { ...mine, command: command(), "time-0": any(["NaN", "1e309", "-1", "99999999999", "0x10", "½"]), "points-0": any(["-1", "256", "1.5", ""]) }, seats[0]),
      "an answer to nothing": () => post(here.lan, "/team", { ...mine, command: command(), [`answer-${any(["inspection", "__proto__", "x"])}`]: "y" }, seats[0]),
      "another round": () => post(here.lan, "/team", { ...mine, command: command(), round: any(["1", "11", "4294967295"]) }, seats[0]),
      "bytes": () => raw(noise(300)).then((status) => ({ status: status || 400 })),
      "half a head": () => raw("GET / HTTP/1.1\r\nHost: ").then((status) => ({ status: status || 400 })),
      "a body that lies": () => raw(`POST /team HTTP/1.1\r\nHost: 127.0.0.1:${here.port}\r\nOrigin: ${here.lan}\r\nCookie: ${seats[0]}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${any(["-5", "99999999999999999999", "12"])}\r\n\r\n`).then((status) => ({ status: status || 400 })),
      "a path that climbs": () => ask(here.lan, any(["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/app.css/../x", "/observe/-1", "/observe/99999999999"]), { cookie: seats[0] }),
      "a guess": () => post(here.lan, "/code", { code: String(Math.floor(chance() * 1e6)).padStart(6, "0") }),
    };
    // Slow readers keep streams open and read nothing; this must not disturb the session.
    const slow = Array.from({ length: 40 }, () => {
      const socket = net.connect(here.port, "127.0.0.1", () => socket.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${here.port}\r\nCookie: ${any(seats)}\r\n\r\n`));
      socket.on("error", () => {});
      socket.pause();
      return socket;
    });
    const names = Object.keys(attacks);
    const statuses = {};
    const let_in = [];
    const delays = [];
    const total = N(10_000);
    let sent = 0, crashed = 0;
    const attack = async () => {
      while (sent < total) {
        sent += 1;
        const name = names[sent % names.length];
        try {
          const { status } = await attacks[name]();
          (statuses[name] ??= {})[status] = (statuses[name][status] ?? 0) + 1;
          if (status === 204 || (status === 200 && name !== "a path that climbs")) let_in.push(name);
        } catch (error) {
          (statuses[name] ??= {}).reset = (statuses[name].reset ?? 0) + 1;
          if (here.child.exitCode !== null || here.child.signalCode !== null) crashed += 1;
        }
      }
    };
    const goes_on = (async () => {
      while (sent < total) {
        const begun = Date.now();
        const { status } = await ask(here.lan, "/team/part?tab=", { cookie: seats[5] });
        if (status === 200) delays.push(Date.now() - begun);
        await wait(250);
      }
    })();
    await Promise.all([...Array.from({ length: 8 }, attack), goes_on]);
    const { log } = JSON.parse((await here.see("/export.json")).body);
    const replays = { sent: 0, entries: 0 };
    // Replayed and reordered requests: the same command many times, and drafts with old numbers.
    const form = { ...(await fields(here, seats[4])), command: command(), tab: "" };
    const length = log.length;
    for (let again = 0; again < 50; again += 1) {
      await post(here.lan, "/team", form, seats[4]);
      replays.sent += 1;
    }
    replays.entries = JSON.parse((await here.see("/export.json")).body).log.length - length;
    const works = (await here.press("/close", { round: "0", command: command() })).status === 204;
    say("hostile", { sent, let_in: let_in.length, which: [...new Set(let_in)], entries: log.length - before, crashed, replays, works, others: told(delays), statuses });
    slow.forEach((socket) => socket.destroy());
    await here.end();
  },

  /**
   * Tests 1, 9 and 12: from an empty folder to a running session; latecomers; one decision changed
   * after three years.
   */
  async first() {
    const begun = Date.now();
    const here = await room({ exercise: "first-three-years", teams: 6, bots: 6, begun: false });
    const opened = Date.now() - begun;
    const browser = await launch();
    const desk = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    desk.on("dialog", (dialog) => dialog.accept());
    await desk.goto(here.console);
    await desk.getByRole("button", { name: "Begin" }).click();
    await desk.getByRole("button", { name: /^End quarter 1/ }).click();
    await desk.locator(".round-name", { hasText: "Quarter 2 of 12" }).waitFor();
    const running = Date.now() - begun;
    for (let round = 1; round < 11; round += 1) {
      await wait(1500);
      await here.press("/close", { round: String(round), command: command() });
    }
    const late = [];
    for (let guest = 0; guest < 10; guest += 1) {
      const { page, context, took } = await phone(browser, here, guest % 6);
      await page.locator(`#steps [data-go="figures"]`).click();
      await page.getByText("New here? What this is about").click();
      await page.getByRole("heading", { name: "So far" }).waitFor();
      late.push(took);
      await context.close();
    }
    await here.press("/close", { round: "11", command: command() });
    const changed = [];
    for (let round = 0; round < 12; round += 1) {
      const asked = Date.now();
      const { status } = await here.press("/counterfactual", { team: "5", round: String(round), instead: "" });
      if (status === 204) changed.push(Date.now() - asked);
    }
    say("first", { commands: 1, clicks: 2, opened, running, late: told(late), changed: told(changed) });
    await browser.close();
    await here.end();
  },

  /** Test 6: a connection that is gone for ten minutes. */
  async away() {
    const port = await free();
    const here = await room({ exercise: "taster", teams: 3, names: [`127.0.0.1:${port}`] });
    const bad = await proxy(here.port, port);
    const browser = await launch();
    const all = await crowd(browser, here, 3, bad.address);
    for (const { page } of all) await writes(page);
    const change = (page, value) =>
      page.evaluate((value) => {
        const field = document.getElementById("time-0");
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    bad.state.refuse = true;
    bad.cut();
    // Input while nothing reaches the server.
    for (const [device, { page }] of all.entries()) await change(page, String(device + 1));
    await wait(Math.min(SECONDS, 600) * 1000);
    bad.state.refuse = false;
    const begun = Date.now();
    const took = await Promise.all(
      all.map(async ({ page }, device) => {
        for (;;) {
          const form = await page.evaluate(async () => (await fetch("/team/part?tab=")).text()).catch(() => "");
          if (form.includes(`name="time-0" value="${device + 1}"`)) return Date.now() - begun;
          if (Date.now() - begun > 30_000) return Infinity;
          await wait(50);
        }
      }),
    );
    const seats = await Promise.all(all.map(({ page }) => page.locator("#decide").count()));
    say("away", { seconds: Math.min(SECONDS, 600), devices: all.length, kept: took.filter(Number.isFinite).length, seats: seats.filter(Boolean).length, milliseconds: told(took) });
    await browser.close();
    await bad.close();
    await here.end();
  },

  /**
   * Test 24: forty devices for an hour, half of them with a bad network; rounds end, teams draft
   * and submit.
   */
  async soak() {
    const port = await free();
    const here = await room({ exercise: "first-three-years", teams: 6, names: [`127.0.0.1:${port}`] });
    const bad = await proxy(here.port, port);
    const browser = await launch();
    const well = [], poor = [];
    for (let device = 0; device < N(40); device += 1) {
      const behind = device >= 6 && device % 2 === 1;
      (behind ? poor : well).push(await phone(browser, here, device % 6, behind ? bad.address : here.lan));
    }
    const rss = () => Number(readFileSync(`/proc/${here.child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    const until = Date.now() + SECONDS * 1000;
    const samples = [];
    let handed = 0, closes = 0, round = 0, trouble = 0, again = 0, missed = 0;
    const network = (async () => {
      while (Date.now() < until) {
        await wait(5000 + chance() * 15_000);
        trouble += 1;
        const kind = any(["cut", "hole", "delay"]);
        if (kind === "cut") bad.cut();
        else if (kind === "hole") (bad.state.hole = true), await wait(6000), (bad.state.hole = false);
        else (bad.state.delay = 400), await wait(8000), (bad.state.delay = 0);
      }
    })();
    const acknowledged = [];
    const begun = Date.now();
    while (Date.now() < until) {
      const cycle = Date.now();
      for (const { page } of well.slice(0, 6)) {
        // After a rewind every page reloads. The edit lock may pass to another device between the
        // check and the click; then it is taken again.
        let response = null;
        for (let tries = 0; tries < 5 && !response; tries += 1) {
          await writes(page).catch(() => {});
          const answer = page.waitForResponse((response) => response.url().endsWith("/team") && response.request().method() === "POST", { timeout: 8000 }).catch(() => null);
          const pressed = await page
            .evaluate(() => {
              const field = document.getElementById("time-0");
              field.value = String((Math.floor(Date.now() / 1000) % 3) / 2);
              field.dispatchEvent(new Event("input", { bubbles: true }));
            })
            .then(() => goTo(page, "decide"))
            .then(() => page.locator("#submit").click({ timeout: 5000 }))
            .then(() => true, () => false);
          if (!pressed) again += 1;
          response = pressed ? await answer : null;
        }
        if (!response) { missed += 1; continue; }
        if (response.status() === 204) (handed += 1), acknowledged.push(new URLSearchParams(response.request().postData()).get("command"));
      }
      await wait(Math.max(0, 20_000 - (Date.now() - cycle)));
      if (round < 12) await here.press("/close", { round: String(round), command: command() }), (round += 1), (closes += 1);
      if (round === 12) await wait(3000), await here.press("/rewind", { to: "0", command: command() }), (round = 0);
      await wait(2000);
      samples.push([(Date.now() - begun) / 60_000, rss()]);
    }
    await network;
    // After the first ten minutes all kept data exist; the slope is measured from then on.
    const late = samples.filter(([minute]) => minute > Math.min(10, SECONDS / 240));
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [mx, my] = [mean(late.map(([x]) => x)), mean(late.map(([, y]) => y))];
    const slope = late.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / late.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
    const tens = [];
    for (const [minute, size] of samples) tens[Math.floor(minute / 10)] = Math.max(tens[Math.floor(minute / 10)] ?? 0, Math.round(size));
    await wait(12_000);
    const alive = [];
    for (const { page } of [...well, ...poor]) alive.push((await page.evaluate(() => document.getElementById("link").textContent)) === "");
    const { log } = JSON.parse((await here.see("/export.json")).body);
    const known = new Set(log.map((row) => row.command.split(":").at(-1)));
    say("soak", {
      minutes: Math.round((Date.now() - begun) / 60_000), devices: well.length + poor.length, handed, lost: acknowledged.filter((name) => !known.has(name)).length,
      closes, trouble, again, missed, first: Math.round(samples[0][1]), last: Math.round(samples.at(-1)[1]), "MiB an hour": Number((slope * 60).toFixed(1)), "most by ten minutes": tens,
      complaints: well.flatMap(({ complaints }) => complaints).length, which: [...new Set(well.flatMap(({ complaints }) => complaints))].slice(0, 3), linked: alive.filter(Boolean).length,
    });
    await browser.close();
    await bad.close();
    await here.end();
  },
};

for (const name of process.argv.slice(2)) await parts[name]();
