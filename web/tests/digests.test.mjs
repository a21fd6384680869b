// Compares the page's engine with the program: every shipped question must give the same digest and
// the same numbers, bit by bit.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openEngine } from "../page/engine.js";

const folder = mkdtempSync(join(tmpdir(), "balcony-digests-"));
let module;
let about;

before(async () => {
  module = await WebAssembly.compile(readFileSync(process.env.MODULE));
  about = (await openEngine(module)).ask({ ask: "about" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program on a file; returns its manifest and its numbers. */
function natively(name, text, replicates) {
  writeFileSync(join(folder, `${name}.toml`), text);
  const words = ["compare", `${name}.toml`, "--replicates", String(replicates), "--out", name, "--quiet"];
  execFileSync(process.env.BALCONY ?? "balcony", words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const read = (file) => readFileSync(join(folder, name, file), "utf8");
  return { manifest: JSON.parse(read("manifest.json")), summary: read("summary.csv") };
}

/**
 * Runs the page's engine on a choice, with two desks and their replicates merged in the wrong
 * order.
 */
async function inPage(choice, replicates) {
  const desks = await Promise.all([openEngine(module), openEngine(module)]);
  for (const desk of desks) assert.deepEqual(desk.ask({ ask: "begin", choice }), { begun: true });
  for (let number = replicates - 1; number >= 0; number -= 1) {
    const taken = desks[0].take(desks[number % 2].replicate(number));
    assert.equal(taken.kept, number === 0 ? replicates : 0);
  }
  return { told: desks[0].ask({ ask: "tell", replicates }), summary: desks[0].ask({ ask: "summary" }).text, desk: desks[0] };
}

describe("the same digest in the page and in a terminal", () => {
  it("there are as many questions as the program ships", () => {
    const listed = execFileSync(process.env.BALCONY ?? "balcony", ["list"], { encoding: "utf8" });
    // National scenarios are the program's alone.
    const national = readFileSync(new URL("../../crates/england/src/scenario/shipped.rs", import.meta.url), "utf8").match(/(?<=")[a-z0-9-]+(?=",)/g) ?? [];
    assert.ok(national.length >= 7);
    const names = listed.split("\n").flatMap((line) => line.match(/^[a-z0-9-]+(?=: )/) ?? []);
    assert.equal(about.questions.length, names.filter((name) => !national.includes(name)).length);
    assert.ok(about.questions.length >= 14);
  });

  // The names of the questions are read from the source before the module is loaded, so that the
  // test fails if one is missing.
  for (const name of readFileSync(new URL("../../crates/scenario/src/scenario/shipped.rs", import.meta.url), "utf8").match(/(?<=\(")[a-z-]+(?=",)/g)) {
    it(name, async () => {
      const choice = about.questions.find((one) => one.name === name).opening;
      const { file, faults } = (await openEngine(module)).ask({ ask: "check", choice });
      assert.deepEqual(faults, []);
      const { manifest, summary } = natively(name, file, 1);
      const page = await inPage(choice, 1);
      assert.equal(page.told.digest, manifest.outcomes_digest);
      assert.equal(page.told.hash, manifest.identity.scenario_hash);
      assert.equal(page.summary, summary);
    });
  }

  it("a strategy of one's own, own figures and another authority", async () => {
    const choice = {
      ...about.questions.find((one) => one.name === "high-profile-case").opening,
      authority: "E06000017",
      own: { "in-need": 300.5, "looked-after": 40 },
      seed: 77,
      compared: ["incumbent", "ours"],
      ours: [{
        name: "ours", source: 60, impact: 85, attention: [20, 15, 20, 10, 5, 25, 5],
        rights: Array.from({ length: 5 }, () => [10, 20, 30, 40]),
        investments: [{ kind: "deputies", from: 13, weeks: 0, size: 25 }],
        responses: [{ to: "serious-incident", weeks: 26, preset: "authentic" }],
        rules: [{ when: "vacancy", above: true, level: 5, weeks: 13, preset: "connected" }],
        changes: [{ week: 52, preset: "distributed" }],
      }],
    };
    const { file, faults, link } = (await openEngine(module)).ask({ ask: "check", choice });
    assert.deepEqual(faults, []);
    const { manifest, summary } = natively("own", file, 4);
    const page = await inPage(choice, 4);
    assert.equal(page.told.digest, manifest.outcomes_digest);
    assert.equal(page.summary, summary);
    assert.ok(link.length < 140 && !link.includes("300"));
  });

  it("twenty worlds that fit the published figures", async () => {
    const choice = { ...about.questions.find((one) => one.name === "new-director").opening, authority: "E06000017", worlds: true };
    const { file, faults } = (await openEngine(module)).ask({ ask: "check", choice });
    assert.deepEqual(faults, []);
    const { manifest, summary } = natively("drawn", file, 40);
    const page = await inPage(choice, 40);
    assert.equal(page.told.digest, manifest.outcomes_digest);
    assert.equal(page.told.hash, manifest.identity.scenario_hash);
    assert.equal(page.summary, summary);
  });

  it("what a desk cannot do it says", async () => {
    const desk = await openEngine(module);
    assert.match(desk.ask({ ask: "tell", replicates: 1 }).fault, /no comparison has been begun/);
    assert.match(desk.ask({ ask: "dance" }).fault, /not known/);
    assert.match(new TextDecoder().decode(desk.replicate(0).slice(1)), /no comparison/);
    const choice = about.questions[0].opening;
    assert.equal(desk.ask({ ask: "check", choice: { ...choice, compared: ["incumbent"] } }).faults.length, 1);
    const wrong = desk.ask({ ask: "check", choice: { ...choice, own: { "in-need": -1, vacancy: 7 } } });
    assert.deepEqual(wrong.faults.map(({ key }) => key), ["authority.in-need", "authority.vacancy"]);
    assert.match(desk.ask({ ask: "begin", choice: { ...choice, question: "nothing" } }).fault, /nothing/);
    desk.ask({ ask: "begin", choice });
    assert.match(desk.take(new Uint8Array([0, 1, 2])).fault, /not a run of this comparison/);
    assert.match(desk.ask({ ask: "tell", replicates: 1 }).fault, /pair 1 is not finished/);
  });
});
