// The code that a page whose link is down makes of its form: the same as Rust makes (tests/it/exercise.rs keeps it in tests/golden/codes.json).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";

// The script looks at its page once when it is loaded.
globalThis.document = { body: { dataset: {} } };
const { code } = await import("../../crates/exercise/src/team_view/assets/app.js");
const forms = JSON.parse(readFileSync(new URL("../../tests/golden/codes.json", import.meta.url)));

// Seen to fail with the digits not turned round before they are written.
it("makes the codes that Rust makes", () => {
  assert.ok(forms.length > 3);
  for (const { table, codes } of forms) {
    for (const [form, made] of codes) assert.equal(code(table, new URLSearchParams(form)), made, form);
  }
});

it("takes numbers as they are typed, and makes no code of what has no place", () => {
  const [{ table, codes }] = forms;
  const [form, made] = codes[1];
  const typed = (name, value) => {
    const entered = new URLSearchParams(form);
    entered.set(name, value);
    return code(table, entered);
  };
  const time = new URLSearchParams(form).get("time-1");
  assert.equal(typed("time-1", `${Number(time).toFixed(2)}`.replace(".", ",")), made);
  assert.equal(typed("time-1", "20.6"), "");
  assert.equal(typed("time-1", "-1"), "");
  assert.equal(typed("source", "9"), "");
  assert.match(typed("time-1", time === "1" ? "2" : "1"), /^([0-9A-Z]{4}-)+[0-9A-Z]{1,4}$/);
  assert.notEqual(typed("time-1", time === "1" ? "2" : "1"), made);
});
