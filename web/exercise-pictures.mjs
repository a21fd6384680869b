// Plays one exercise of twelve quarters with six teams, and takes pictures of a phone, the desk and
// the wall in every round: to be looked at. One line of JSON a picture of the wall: whether it has to
// be scrolled, and its smallest text.
//
//   node exercise-pictures.mjs OUT   (BALCONY names the program)
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SIZES, launch, onTheWall, visitor } from "./kit/browser.mjs";
import { goTo, room } from "./kit/room.mjs";

const OUT = process.argv[2];
const ROUNDS = 12;
const PHONE = { width: 360, height: 640 };
/** The most that a week holds. */
const MOST = 12;

/**
 * What each team does, so that the game has something to see: `answer` by its place among those of
 * the card (-1: no action), `week` in half-days (none: as it is), `fields` of the form by round, `idle`
 * rounds in which it hands in nothing, `over` rounds that end while its draft is over the limit,
 * `leaves` whether it goes when it is offered another place.
 */
const TEAMS = [
  { name: "Amber", answer: 1, week: [0.5, 3, 1, 1, 1, 1, 0.5], predicts: "stay", fields: { 0: { source: "4" } } },
  { name: "Blue", answer: 0, predicts: null, fields: { 0: { "points-1": "0", "points-2": "0", "points-3": "0", "points-4": "0", "points-5": "0", "points-0": "20" }, 6: { "points-0": "0", "points-1": "20" } } },
  { name: "Coral", answer: 2, week: [3, 1, 1.5, 1, 2, 0.5, 0.5], predicts: "rise", fields: { 0: { rules: "-1" }, 1: { rules: "0" }, 5: { rules: "-1" }, 6: { rules: "0" } } },
  { name: "Fern", answer: 1, predicts: "fall", idle: [2, 5, 8], fields: { 0: { "right-0": "3", "right-3": "3" }, 1: { "right-1": "3", "right-2": "3" } } },
  { name: "Indigo", answer: 0, predicts: "fall", over: [3, 9], fields: { 4: { source: "2" }, 7: { "points-5": "4" } } },
  { name: "Jade", answer: -1, week: [0.5, 0, 1, 3, 4, 0, 1], predicts: "rise", leaves: true, fields: { 0: { "right-0": "0", "right-1": "0", rules: "1", source: "0" }, 1: { "right-2": "0", rules: "0" } } },
];
/** The round in which each is offered another place; the first answer is to go, the second to stay. */
const OFFER = 10;

const browser = await launch();
const here = await room({ exercise: "first-three-years", teams: TEAMS.length, begun: false });
mkdirSync(OUT, { recursive: true });
const device = async (viewport, address, more = {}) => {
  const { page } = await visitor(browser, { viewport, ...more });
  await page.goto(address);
  return page;
};

const take = async (page, name) => {
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  if (page === wall) console.log(JSON.stringify({ picture: name, ...(await onTheWall(page)) }));
};
const shown = async (name, phone) => {
  await take(desk, `${name}-desk`);
  await take(wall, `${name}-wall`);
  if (phone) await take(phone, `${name}-phone`);
};

/** Reads the card, answers, and sets what the team decides; nothing is handed in yet. */
async function draft(page, team, round) {
  await goTo(page, "card");
  for (const letter of await page.locator("#step-card .inject").all()) {
    const answers = letter.locator(".answer input");
    const real = (await answers.count()) - 1;
    const usual = team.answer < 0 ? real : Math.min(team.answer, real - 1);
    await answers.nth(round === OFFER ? Number(!team.leaves) : usual).check();
  }
  await goTo(page, "decide");
  const folded = page.locator("#step-decide details:not([open]) > summary");
  while (await folded.count()) await folded.first().click();
  if (team.predicts) await page.check(`#prediction-${team.predicts}`);
  const taken = await page.$$eval(".answer:has(:checked)", (all) => all.reduce((sum, one) => sum + Number(one.dataset.time), 0));
  const room = MOST - taken - Number(await page.getAttribute("#decide", "data-bound"));
  const week = team.week ? [...team.week] : await page.$$eval('[name^="time-"]', (all) => all.map((one) => Number(one.value)));
  const sum = () => week.reduce((sum, days) => sum + days, 0);
  while (sum() > room) week[week.indexOf(Math.max(...week))] -= 0.5;
  if (team.over?.includes(round)) week[4] += room - sum() + 1.5;
  for (const [at, days] of week.entries()) await page.fill(`#time-${at}`, String(days));
  for (const [name, value] of Object.entries(team.fields[round] ?? {})) {
    const field = page.locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((field) => field.type);
    if (kind === "radio") await page.check(`[name="${name}"][value="${value}"]`);
    else if (kind === "number") await field.fill(value);
    else await field.selectOption(value);
  }
  const sums = team.over?.includes(round) ? /Over by/ : new RegExp(`^${sum() + MOST - room} of 10 half-days`);
  await page.locator("#sums", { hasText: sums }).waitFor();
}

async function handIn(page) {
  await goTo(page, "decide");
  await page.click("#submit");
  await page.locator("#handed .done").waitFor({ timeout: 8000 }).catch(async (error) => {
    await page.screenshot({ path: join(OUT, "refused.png") });
    throw new Error(`${await page.locator(".bar").innerText()} ${error}`);
  });
}

// Joining: the wall before anybody, with half of the teams, and with all.
const wall = await device(SIZES.projector, `${here.lan}/j/${here.code}`);
await wall.goto(`${here.lan}/screen`);
const desk = await device(SIZES.laptop, here.console);
await shown("00-a-nobody");
const phones = [];
for (const { name } of TEAMS) {
  const page = await device(PHONE, `${here.lan}/j/${here.code}`, { hasTouch: true, isMobile: true });
  if (!phones.length) await take(page, "00-b-door-phone");
  await page.getByRole("button", { name }).click();
  await page.locator("#waiting").waitFor();
  phones.push(page);
  await wall.locator(".team-tiles .in").nth(phones.length - 1).waitFor();
  if (phones.length === 3) await shown("00-c-half", page);
}
await shown("00-d-all");
await desk.getByRole("button", { name: "Begin" }).click();

for (let round = 0; round < ROUNDS; round += 1) {
  const at = `${String(round + 1).padStart(2, "0")}`;
  // Each team's phone in turn.
  const one = round % TEAMS.length;
  for (const page of phones) await page.locator(`#decide[data-round="${round}"]`).waitFor({ state: "attached" });
  await take(phones[one], `${at}-a-card-${TEAMS[one].name}`);
  if (round === 5) {
    for (const name of ["A hostile headline", "A care leaver writes"]) await desk.getByRole("row", { name }).getByRole("button", { name: "Send now" }).click();
    await phones[one].locator("#banner p", { hasText: "A hostile headline; A care leaver writes" }).waitFor();
    await wall.locator(".letters.n3").waitFor();
    await shown(`${at}-b-letters`, phones[one]);
  }
  if (round === 7) {
    await desk.getByLabel("What").fill("Two minutes more: say aloud what you would stop doing.");
    await desk.getByRole("button", { name: "Say it" }).click();
    await wall.locator("p.said").waitFor();
    await desk.getByRole("button", { name: "Pause" }).click();
    await phones[one].locator("p#paused.note").waitFor();
    await shown(`${at}-b-paused`, phones[one]);
    await desk.getByRole("button", { name: "Go on" }).click();
  }
  for (const [number, team] of TEAMS.entries()) {
    if (team.idle?.includes(round)) continue;
    const page = phones[number];
    await draft(page, team, round);
    if (number === one) await take(page, `${at}-c-decision-${team.name}`);
    if (team.over?.includes(round)) {
      await page.locator("#over-week", { hasText: "Over by" }).waitFor();
      await page.locator("#over-week").scrollIntoViewIfNeeded();
      await take(page, `${at}-c-over-${team.name}`);
      continue;
    }
    await handIn(page);
    if (number === one) await take(page, `${at}-d-handed-${team.name}`);
    if (number === 2) await shown(`${at}-e-deciding`);
  }
  const handed = TEAMS.filter((team) => !team.idle?.includes(round) && !team.over?.includes(round)).length;
  await desk.locator(".in-line", { hasText: `${handed} of 6 handed in` }).waitFor();
  if (handed < TEAMS.length) await shown(`${at}-f-not-all`);
  await desk.locator('form[action="/close"] button:not([aria-disabled="true"])').click();
  await (round + 1 < ROUNDS ? phones[one].locator(`body[data-step="card"] #decide[data-round="${round + 1}"]`) : phones[one].locator("#over")).waitFor();
  if (round + 1 < ROUNDS) {
    await goTo(phones[one], "figures");
    await wall.locator(".round-name", { hasText: `Quarter ${round + 2}` }).waitFor();
    await phones[one].locator("#report .luck").first().waitFor({ timeout: 120_000 });
  } else await wall.locator("div.out").waitFor();
  await take(phones[one], `${at}-g-figures-${TEAMS[one].name}`);
  await shown(`${at}-h-after`);
}

// The debrief, in the order of the desk.
while ((await here.see("/export.html")).body.includes("being worked out")) await wall.waitForTimeout(1000);
const reveal = async (part) => {
  const answer = await here.press("/reveal", { part, command: `picture-${part.replace("/", "-")}-00000` });
  if (answer.status !== 204) throw new Error(`${part}: ${answer.status} ${answer.body}`);
  await wall.locator(`[id="debrief-${part.split("/")[0]}"], [id="debrief-${part}"]`).first().waitFor();
  await take(wall, `13-${part.replace("/", "-")}-wall`);
};
for (const part of ["reported", "attention", "predictions", "decisions/1", "decisions/5", "reported/0", "reported/5", "attention/3", "luck", "luck/0", "references", "references/4", "wrong"]) await reveal(part);
await desk.getByLabel("Whose decision").selectOption({ label: "Blue" });
await desk.locator('#changed [name="team"][type="hidden"][value="1"]').waitFor({ state: "attached" });
await desk.getByLabel("in", { exact: true }).selectOption({ label: "quarter 3" });
await desk.locator('#changed [name="round"][type="hidden"][value="2"]').waitFor({ state: "attached" });
await desk.getByLabel("decides instead").selectOption({ label: "through relationships" });
await desk.getByRole("button", { name: "Live it again, on the wall" }).click();
await wall.locator("#debrief-counterfactual", { hasText: "Blue: in quarter 3" }).waitFor();
await shown("13-lived-again", phones[0]);
for (const [number, place] of [[3, "#over"], [5, "#over"]]) {
  await phones[number].locator(place).screenshot({ path: join(OUT, `13-own-${TEAMS[number].name}-phone.png`) });
}
await desk.screenshot({ path: join(OUT, "13-whole-desk.png"), fullPage: true });
await browser.close();
await here.end();
