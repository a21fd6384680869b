// Who is admitted to a team: its first device at once, a later one with the team's permission.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { judge, launch, visitor } from "../kit/browser.mjs";
import { ask, comes, room } from "../kit/room.mjs";

describe("the door of a team", () => {
  let browser, here;
  before(async () => {
    browser = await launch();
    here = await room({ teams: 2 });
  });
  after(async () => {
    await browser?.close();
    await here?.end();
  });

  const chooses = async (options) => {
    const phone = await visitor(browser, options);
    await phone.page.goto(`${here.lan}/j/${here.code}`);
    await phone.page.getByRole("button", { name: "Blue" }).click();
    return phone;
  };

  it("has a later device wait, with a number, until the first lets it in", async () => {
    const one = await chooses();
    await one.page.locator("#decide").waitFor();
    const other = await chooses();
    const sign = await other.page.locator("#wait .address").innerText();
    await judge(other.page, "waiting to be let in");
    await other.page.goto(`${here.lan}/team`);
    assert.equal(other.page.url(), `${here.lan}/`, "the team's page is the team's alone");
    await other.page.goto(`${here.lan}/wait`);
    const press = one.page.getByRole("button", { name: `Let ${sign} in` });
    await press.waitFor();
    await judge(one.page, "somebody waits");
    await press.click();
    await other.page.locator("#decide").waitFor();
    await press.waitFor({ state: "detached" });
    // Another device is turned away and asks again.
    const third = await chooses();
    await third.page.locator("#wait").waitFor();
    await other.page.getByRole("button", { name: /^Turn \d{4} away$/ }).click();
    await third.page.locator(".teams").waitFor();
    assert.deepEqual([...one.complaints, ...other.complaints].filter((said) => !said.includes("401")), []);
    for (const { context } of [one, other, third]) await context.close();
  });

  it("is opened by the desk, and without scripts too", async () => {
    const plain = await chooses({ javaScriptEnabled: false });
    await plain.page.locator("#wait").waitFor();
    assert.match((await here.see("/part")).body, /A device waits to come in/);
    await comes(here, plain.page, false);
    assert.equal((await ask(here.lan, "/wait")).headers.location, "/", "who never asked is at the door");
    await plain.context.close();
  });
});
