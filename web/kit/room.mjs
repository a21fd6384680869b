// A test session for end-to-end tests: the real server in its own process, phones, the
// facilitator's page, and a bad network between them.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = () => process.env.BALCONY;
const children = new Set();
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

/** A free port. */
export const free = () =>
  new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/**
 * Starts a session. `names` are further names of the server (of a proxy). It can be killed and
 * restarted at the same ports.
 */
export async function room({ exercise = "taster", teams = 3, bots = 0, names = [], port, desk, folder, begun = true, extra = [] } = {}) {
  const own = folder ?? mkdtempSync(join(tmpdir(), "balcony-room-"));
  port ??= await free();
  desk ??= await free();
  const file = join(own, "test.room");
  const open = async () => {
    const options = ["exercise", "host", exercise, "--teams", String(teams), "--bots", String(bots), "--room", file, "--bind", "127.0.0.1"];
    const all = [...options, "--port", String(port), "--desk", String(desk), ...names.flatMap((name) => ["--name", name]), ...extra];
    const child = spawn(program(), all, { stdio: ["ignore", "pipe", "pipe"] });
    // A test that fails before it closes its session must not block the other tests.
    child.unref();
    child.stdout.unref();
    child.stderr.unref();
    children.add(child);
    let said = "";
    let warned = "";
    child.stderr.on("data", (data) => (warned += data));
    const waits = setInterval(() => {}, 1000);
    await new Promise((done, fail) => {
      child.stdout.on("data", (data) => {
        said += data;
        if (said.includes("Ctrl-C closes")) done();
      });
      child.once("exit", (status) => fail(new Error(`the room did not open (${status}): ${said}${warned}`)));
    }).finally(() => clearInterval(waits));
    const find = (pattern) => said.match(pattern)[1];
    return { child, code: find(/the code\s+(\w+)/), key: find(/key=(\w+)/), warned: () => warned };
  };
  const here = {
    ...(await open()),
    port,
    desk,
    file,
    folder: own,
    lan: `http://127.0.0.1:${port}`,
    get console() {
      return `http://127.0.0.1:${desk}/?key=${here.key}`;
    },
    kill() {
      const { child } = here;
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
      return new Promise((done) => {
        child.ref();
        child.once("exit", done);
        child.kill("SIGKILL");
      });
    },
    async again() {
      Object.assign(here, await open());
    },
    async end() {
      await here.kill();
      if (!folder) rmSync(own, { recursive: true, force: true });
    },
    /** Presses a button of the facilitator's page, without a browser. */
    press: (path, fields = {}) => post(`http://127.0.0.1:${desk}`, path, fields, `balcony-desk-${here.desk}=${here.key}`),
    see: (path) => ask(`http://127.0.0.1:${desk}`, path, { cookie: `balcony-desk-${here.desk}=${here.key}` }),
  };
  // Most tests need a session that has begun.
  if (begun && !folder) await here.press("/begin");
  return here;
}

/** One request: status, headers, body. */
export function ask(base, path, headers = {}, method = "GET", body = "", agent) {
  return new Promise((done, fail) => {
    const request = http.request(base + path, { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent, timeout: 20_000 }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      answer.on("error", fail);
    });
    request.on("error", fail);
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.end(body);
  });
}

/** Submits a form. */
export const post = (base, path, fields, cookie = "", more = {}) =>
  ask(base, path, { origin: base, cookie, "content-type": "application/x-www-form-urlencoded", ...more }, "POST", new URLSearchParams(fields).toString());

/**
 * Joins a team; returns the device's cookie. The facilitator admits it if the team has other
 * devices.
 */
export async function seat(here, team) {
  const door = await ask(here.lan, `/j/${here.code}`);
  const code = door.headers["set-cookie"][0].split(";")[0];
  const joined = await post(here.lan, "/join", { team: String(team) }, code);
  if (joined.headers.location === "/wait") await here.press("/admit", { device: "all", in: "yes" });
  return joined.headers["set-cookie"][0].split(";")[0];
}

/**
 * Waits until a page that has chosen its team is admitted. Without scripts a person has to reload
 * the page.
 */
export async function comes(here, page, scripts = true) {
  await page.locator("#decide, #wait").first().waitFor();
  if (await page.locator("#wait").count()) {
    await here.press("/admit", { device: "all", in: "yes" });
    if (!scripts) await page.getByRole("link", { name: "Look again" }).click();
  }
  await page.locator("#decide").waitFor();
}

/** Goes to one of the three steps of a team's page: card, decide, figures. Without scripts all are there. */
export async function goTo(page, step) {
  const link = page.locator(`#steps [data-go="${step}"]`);
  if (await link.isVisible()) await link.click();
}

/** The fields of a team's form as the server sends them, to be changed and submitted. */
export async function fields(here, cookie) {
  const { body } = await ask(here.lan, "/team/part?tab=", { cookie });
  const form = body.slice(body.indexOf("<form"), body.indexOf("</form>"));
  const all = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = tag.match(/name="([^"]*)"/)?.[1];
    const value = tag.match(/value="([^"]*)"/)?.[1] ?? "";
    if (!name || (tag.includes('type="radio"') && !tag.includes(" checked"))) continue;
    all[name] = value;
  }
  for (const [, name, inside] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    all[name] = inside.match(/value="([^"]*)" selected/)?.[1] ?? "0";
  }
  return all;
}

/** A bad network in front of the server. It can delay data, cut connections, and swallow data. */
export async function proxy(target, port) {
  const open = new Set();
  const state = { delay: 0, hole: false, refuse: false };
  const server = net.createServer((phone) => {
    if (state.refuse) return phone.destroy();
    const far = net.connect(target, "127.0.0.1");
    const pair = { phone, far };
    open.add(pair);
    const pipe = (from, to) =>
      from.on("data", (data) => {
        if (state.hole) return;
        if (state.delay) setTimeout(() => to.writable && to.write(data), state.delay);
        else if (to.writable) to.write(data);
      });
    pipe(phone, far);
    pipe(far, phone);
    const end = () => {
      open.delete(pair);
      phone.destroy();
      far.destroy();
    };
    for (const one of [phone, far]) one.on("close", () => (state.hole ? open.delete(pair) : end())).on("error", end);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    state,
    port: server.address().port,
    address: `http://127.0.0.1:${server.address().port}`,
    cut() {
      for (const { phone, far } of open) {
        phone.resetAndDestroy();
        far.destroy();
      }
      open.clear();
    },
    close: () => new Promise((done) => (open.forEach(({ phone, far }) => (phone.destroy(), far.destroy())), server.close(done))),
  };
}
