// Drives Debian's Firefox by Marionette, the protocol that it speaks itself: a length, a colon and
// a JSON array for each command and each answer. So no package is needed beside Chromium's.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A port that nobody uses. */
const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Connects to a port as soon as somebody listens there. */
async function connected(port, until) {
  while (true) {
    const socket = await new Promise((done) => {
      const trial = connect(port, "127.0.0.1", () => done(trial)).on("error", () => done(null));
    });
    if (socket) return socket;
    if (Date.now() > until) throw new Error("Firefox does not answer");
    await pause(200);
  }
}

/**
 * Starts Firefox. `run(script, ...args)` runs the body of an async function in the page and returns
 * what it returns; `go(address)` opens a page; `process` is its process.
 */
export async function firefox() {
  const profile = mkdtempSync(join(tmpdir(), "balcony-firefox-"));
  const port = await freePort();
  writeFileSync(join(profile, "user.js"), [`user_pref("marionette.port", ${port});`, 'user_pref("browser.shell.checkDefaultBrowser", false);', 'user_pref("datareporting.policy.dataSubmissionEnabled", false);', 'user_pref("app.update.disabledForTesting", true);', 'user_pref("network.captive-portal-service.enabled", false);'].join("\n"));
  const child = spawn(process.env.FIREFOX ?? "/usr/bin/firefox-esr", ["--headless", "--marionette", "--no-remote", "--profile", profile, "about:blank"], { stdio: "ignore", env: { ...process.env, MOZ_DISABLE_CONTENT_SANDBOX: "1" } });
  const socket = await connected(port, Date.now() + 120_000);
  const open = new Map();
  let [count, buffer] = [0, Buffer.alloc(0)];
  socket.on("data", (bytes) => {
    buffer = Buffer.concat([buffer, bytes]);
    while (true) {
      const colon = buffer.indexOf(58);
      const length = Number(buffer.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || buffer.length < colon + 1 + length) return;
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      // What is no answer is its greeting.
      if (!Array.isArray(message)) continue;
      const [, number, error, result] = message;
      open.get(number)?.(error ? Promise.reject(new Error(`${error.error}: ${error.message}`)) : result);
      open.delete(number);
    }
  });
  const send = (name, parameters = {}) => new Promise((done) => {
    open.set((count += 1), done);
    const text = Buffer.from(JSON.stringify([0, count, name, parameters]));
    socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
  });
  await send("WebDriver:NewSession", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  await send("WebDriver:SetTimeouts", { script: 1_800_000, pageLoad: 300_000 });
  return {
    process: child,
    go: (url) => send("WebDriver:Navigate", { url }),
    async run(script, ...args) {
      const body = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1); (async (...args) => { ${script} })(...args).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value } = await send("WebDriver:ExecuteAsyncScript", { script: body, args, newSandbox: false, sandbox: null });
      if (value?.error) throw new Error(value.error);
      return value?.value;
    },
    async close() {
      await send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
      socket.destroy();
      await new Promise((done) => (child.exitCode !== null ? done() : child.once("exit", done)));
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
