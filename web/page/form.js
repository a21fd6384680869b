// The form: place, question, strategies. It displays a choice and reports changes to it, but stores
// nothing itself.
import { fill, h, word } from "./dom.js";
import { face } from "./look.js";

const percent = (hundredths) => `${hundredths} %`;
const halfDays = (tenths) => (tenths / 10).toFixed(1);
const number = (value) => Number(value.toPrecision(4)).toLocaleString("en-GB", { maximumFractionDigits: 3 });

/** A select box with its label above. */
function choose(id, label, value, options, change, hint) {
  const of = ([name, title]) => h("option", { value: name, selected: name === value }, title);
  const groups = options.map((one) => (Array.isArray(one) ? of(one) : h("optgroup", { label: one.label }, one.options.map(of))));
  return h("div.field", null,
    h("label", { for: id }, label),
    h("select", { id, change: (event) => change(event.target.value), "aria-describedby": hint ? `${id}-hint` : null }, groups),
    hint && h("p.quiet", { id: `${id}-hint` }, hint));
}

/** A number field with its label before it. */
function numeric(id, label, value, { min, max, step }, change, unit) {
  return h("div.number", null,
    h("label", { for: id }, label),
    h("input", { id, type: "number", inputmode: "decimal", min, max, step, value, required: true, change: (event) => {
      if (event.target.checkValidity()) change(Number(event.target.value));
      else event.target.reportValidity();
    } }),
    unit && h("span.unit", null, unit));
}

/** The fields for the authority and its own figures. */
export function where(element, { about, choice, checked }, change) {
  const question = about.questions.find((one) => one.name === choice.question);
  const own = Object.keys(choice.own).length;
  const figure = (one) => {
    const id = `own-${one.key}`;
    const fault = checked.faults.find((fault) => fault.key === `authority.${one.key}`);
    return h("div.figure", null,
      h("label", { for: id }, one.meaning),
      h("span.row", null,
        h("input", {
          id, type: "number", inputmode: "decimal", step: "any", autocomplete: "off", value: choice.own[one.key] ?? "",
          placeholder: number(one.value),
          "aria-invalid": fault ? "true" : null, "aria-describedby": `${id}-hint`,
          change: (event) => change((next) => {
            const text = event.target.value.trim();
            if (text === "") delete next.own[one.key];
            else next.own[one.key] = Number(text);
          }),
        }),
        h("span.unit", null, one.unit)),
      h("p", { id: `${id}-hint`, class: fault ? "fault" : "quiet" },
        fault ? `This ${fault.message}.${fault.allowed ? ` Allowed: ${fault.allowed.split(";")[0]}.` : ""}` : one.origin));
  };
  fill(element,
    choose("authority", "Authority", choice.authority,
      [["", `As in the question: ${question.place}`],
        { label: "A typical authority", options: about.typical.map((one) => [one.name, `${one.title} (${number(one.children)} children)`]) },
        { label: "A real authority, by its published figures of 2018-19", options: about.authorities.map((one) => [one.code, one.name]) }],
      (value) => change((next) => Object.assign(next, { authority: value, own: {} })),
      "Large authorities take longer: there are more children to follow."),
    h("details", { id: "own-figures", open: own > 0 },
      h("summary", null, own ? `Own figures: ${own} in use` : "Use figures of our own"),
      h("p.quiet", null, "They stay in this page and in the file that you save. They are never in a link, a report, or on a network. Leave a box empty to use the published figure that stands in it."),
      h("div.figures", null, checked.figures.map(figure)),
      own > 0 && h("button", { type: "button", click: () => change((next) => (next.own = {})) }, "Use the published figures again")));
}

/** How many questions have a card; all are in the list below. */
const CARDS = 6;

/** The questions: some as cards with the person who asks, all of them in a list. */
export function what(element, { about, choice }, change, pick) {
  const question = about.questions.find((one) => one.name === choice.question);
  const card = ({ question: name, name: person, role, says }, at) => {
    const asked = about.questions.find((one) => one.name === name);
    return h("li", null, h("button.card", { id: `card-${name}`, type: "button", "aria-pressed": String(name === choice.question), click: () => pick(name, "where-title") },
      h("span.whose", null, face(at), h("span", null, h("b", null, person), h("span.quiet", null, role))),
      h("span.says", null, `\u201c${says}\u201d`),
      h("span.asks", null, asked.title)));
  };
  fill(element,
    h("ul.cards", { "aria-label": "Questions" }, about.people.slice(0, CARDS).map(card)),
    choose("question", `All ${about.questions.length} questions`, choice.question, about.questions.map((one) => [one.name, one.title]), pick),
    h("p.question", null, question.question),
    h("details", { id: "story-behind" },
      h("summary", null, "The story behind it"),
      question.story.trim().split(/\n\s*\n/).map((paragraph) => h("p", null, paragraph.replace(/\s+/g, " "))),
      h("p.quiet", null, `Decided by ${question.decides.title.toLowerCase()} (${question.decides.unit}), over ${number(question.years)} years.`),
      h("p.quiet", null, `Sources: ${question.sources.join("; ")}.`)));
}

/** The fields for the strategies and the baseline. */
export function which(element, state, change) {
  const { about, choice, checked } = state;
  const pick = (one) => {
    const id = `pick-${one.name}`;
    const base = one.name === choice.baseline;
    return h("li", null,
      h("input", { id, type: "checkbox", checked: base || choice.compared.includes(one.name), disabled: base, "aria-describedby": `${id}-what`,
        change: (event) => change((next) => {
          next.compared = next.compared.filter((name) => name !== one.name);
          if (event.target.checked) next.compared.push(one.name);
          next.compared.sort();
        }) }),
      h("span", null,
        h("label", { for: id }, one.name),
        plain(about, one.name) && h("span.plain", null, ` ${plain(about, one.name)}`),
        h("span.quiet", { id: `${id}-what` }, base ? `${one.what} (the one that the others are compared with)` : one.what)));
  };
  fill(element,
    h("fieldset", null,
      h("legend", null, "Compare these strategies on the ", word("common random numbers", "same luck", "luck")),
      h("ul.picks", null, checked.strategies.map(pick))),
    choose("baseline", "Compared with", choice.baseline, checked.strategies.map((one) => [one.name, one.name]),
      (value) => change((next) => Object.assign(next, { baseline: value, compared: [...new Set([...next.compared, value])].sort() }))),
    choice.ours.length < 3 && h("p", null,
      h("button", { id: "add-ours", type: "button", click: () => change((next) => add(next, fresh(about)), `shape-${choice.ours.length}-name`) },
        choice.ours.length ? "Make another strategy" : "Make a strategy of our own")));
}

/** What a strategy is in plain words, if they are known. */
export const plain = (about, name) => about.plain.find((one) => one.name === name)?.words;

/** What is bought: by title, the amounts and their weeks. */
export const bought = (all, about) => new Map(about.investments.map(({ name, title }) => [title.toLowerCase(),
  all.filter((one) => one.kind === name).map(({ size, from, weeks }) => `\u00a3${size / 100}m a year${from ? ` from week ${from}` : ""}${weeks ? ` for ${weeks} weeks` : ""}`).join(" and ")]));

/** A strategy in plain words: of one's own, what it is made of. */
export function means(about, all, name) {
  const ours = all.find((one) => one.name === name);
  if (!ours) return plain(about, name) ?? "";
  const near = about.presets.find((one) => one.source === ours.source && one.impact === ours.impact);
  return ["shaped here", near && plain(about, near.name), ...[...bought(ours.investments, about)].filter(([, much]) => much).map((one) => one.join(" "))].filter(Boolean).join("; ");
}

const fresh = (about) => ({ source: 50, impact: 50, attention: [...about.attention], rights: null, investments: [], responses: [], rules: [], changes: [] });

/** Adds a strategy of the user under the first free name. */
function add(next, ours) {
  const name = ["ours", "ours-2", "ours-3"].find((free) => !next.ours.some((one) => one.name === free));
  next.ours.push({ ...ours, name });
  next.compared = [...next.compared, name].sort();
}

/** The strategies of the user side by side; `shown` is the one that a phone shows. */
export function shapes(element, state, change, shown, show) {
  const { choice } = state;
  const tab = (ours, at) => h("button", { id: `tab-${at}`, type: "button", "aria-pressed": String(at === shown), click: () => show(at) }, ours.name);
  fill(element,
    choice.ours.length > 1 && h("div.tabs", { role: "group", "aria-label": "Which of your strategies" }, choice.ours.map(tab)),
    h("div.shapes", null, choice.ours.map((ours, at) => h(at === shown ? "div.one.shown" : "div.one", null, shape(state, at, change)))));
}

/** The field for parameter uncertainty. */
export function vary(element, { choice }, change) {
  fill(element, h("div.pick", null,
    h("input", { id: "worlds", type: "checkbox", checked: choice.worlds, "aria-describedby": "worlds-what", change: (event) => change((next) => (next.worlds = event.target.checked)) }),
    h("span", null,
      h("label", { for: "worlds" }, "Include uncertainty about the model's parameters"),
      h("span.quiet", { id: "worlds-what" }, "Twenty worlds that fit the published figures as well as ours does, instead of one. Answers get less sure, and more honest; the first comes after forty pairs."))));
}

/**
 * The fields of a strategy of the user: a point of the square, attention, decision rights, and
 * acts.
 */
function shape({ about, choice, checked }, at, change) {
  const ours = choice.ours[at];
  const edit = (act) => change((next) => act(next.ours[at]));
  const id = (what) => `shape-${at}-${what}`;
  const sum = ours.attention.reduce((sum, tenths) => sum + tenths, 0);
  const near = about.presets.find((one) => one.source === ours.source && one.impact === ours.impact);
  const faults = checked.faults.filter((fault) => fault.key?.startsWith(`strategies.${ours.name}`));
  const slide = (key, label, low, high) => h("div.slide", null,
    h("label", { for: id(key) }, label, " ", h("output", null, percent(ours[key]))),
    h("input", { id: id(key), type: "range", min: 0, max: 100, step: 5, value: ours[key], change: (event) => edit((one) => (one[key] = Number(event.target.value))) }),
    h("span.ends.quiet", { "aria-hidden": "true" }, h("span", null, low), h("span", null, high)));
  const use = (one, place) => {
    const name = id(`use-${one.name}`);
    const by = (step) => () => edit((mine) => (mine.attention[place] = Math.min(200, Math.max(0, mine.attention[place] + step))));
    return h("li.use", null,
      h("label", { for: name }, one.title),
      h("span.stepper", null,
        h("button", { id: `${name}-less`, type: "button", click: by(-5), "aria-label": `Half a half-day less for ${one.title}` }, "\u2212"),
        h("input", { id: name, type: "number", min: 0, max: 20, step: 0.1, value: halfDays(ours.attention[place]), "aria-describedby": `${name}-what`,
          change: (event) => edit((mine) => (mine.attention[place] = Math.round(10 * Math.min(20, Math.max(0, Number(event.target.value) || 0))))) }),
        h("button", { id: `${name}-more`, type: "button", click: by(5), "aria-label": `Half a half-day more for ${one.title}` }, "+")),
      h("span.quiet", { id: `${name}-what` }, one.meaning));
  };
  return h("section.shape", { "aria-labelledby": id("title") },
    h("h3", { id: id("title") }, `Your strategy: ${ours.name}`),
    h("div.field", null,
      h("label", { for: id("name") }, "Its name"),
      h("input", { id: id("name"), value: ours.name, maxlength: 16, pattern: "[a-z0-9\\-]+", autocomplete: "off", "aria-describedby": id("name-hint"),
        change: (event) => {
          const name = event.target.value.trim().toLowerCase().replace(/[\s_]+/g, "-").replace(/[^a-z0-9-]/g, "").replace(/^-+/, "");
          const taken = !name || checked.strategies.some((one) => one.name === name && name !== ours.name);
          if (taken) return void (event.target.value = ours.name);
          change((next) => {
            next.compared = next.compared.map((one) => (one === ours.name ? name : one)).sort();
            if (next.baseline === ours.name) next.baseline = name;
            next.ours[at].name = name;
          });
        } }),
      h("p.quiet", { id: id("name-hint") }, "Small letters, digits and hyphens. It stands in the report, so do not name a person.")),
    h("fieldset", null,
      h("legend", null, "How you lead"),
      h("p.presets", null, h("span.quiet", null, "Begin from "), about.presets.map((one) =>
        h("button", { id: id(`from-${one.name}`), type: "button", "aria-pressed": String(near === one), title: one.what,
          click: () => edit((mine) => Object.assign(mine, { source: one.source, impact: one.impact, rights: null })) }, one.name))),
      slide("source", "Source of influence: moral", "formal: along the line", "moral: along relationships"),
      slide("impact", "Nature of impact: social", "formal: the top decides", "social: those who do the work decide"),
      h("p.quiet", null, near ? `This is ${near.name}: ${near.what}.` : "A point between the four models.")),
    h("fieldset", null,
      h("legend", null, "Your week: ten half-days of ", word("attention", "attention", id("attention"))),
      h("p", { class: sum > 100 ? "fault" : "", role: "status" },
        `${halfDays(sum)} of 10 half-days. `, sum > 100 ? `${halfDays(sum - 100)} too many: more than ten drains you.` : sum < 100 ? `${halfDays(100 - sum)} not used.` : "A full week."),
      h("ul.uses", null, about.uses.map(use))),
    h("details", { id: id("rights") },
      h("summary", null, ours.rights ? "Who decides: by your own table" : "Who decides: as the impact says"),
      rights(about, ours, id, edit)),
    h("details", { id: id("investments") },
      h("summary", null, `What you buy (${ours.investments.length})`, ours.investments.length === 0 && h("span.quiet", null, `: ${about.investments.slice(0, 3).map((one) => one.title.toLowerCase()).join(", ")}\u2026`)),
      rows("investment", ours.investments, id, edit, "investments", { kind: about.investments[0].name, from: 0, weeks: 0, size: 50 }, (one, set, name) => [
        choose(name("kind"), "What", one.kind, about.investments.map((known) => [known.name, known.title]), (value) => set("kind", value), about.investments.find((known) => known.name === one.kind)?.meaning),
        numeric(name("size"), "How much", one.size / 100, { min: 0, max: 100, step: 0.01 }, (value) => set("size", Math.round(100 * value)), "£m a year"),
        numeric(name("from"), "From week", one.from, { min: 0, max: 5199, step: 1 }, (value) => set("from", value)),
        numeric(name("weeks"), "For", one.weeks, { min: 0, max: 5200, step: 1 }, (value) => set("weeks", value), "weeks; 0 is for good")])),
    h("details", { id: id("responses") },
      h("summary", null, `What you do when something happens (${ours.responses.length})`),
      rows("response", ours.responses, id, edit, "responses", { to: about.triggers[0].name, weeks: 13, preset: about.presets.at(-1).name }, (one, set, name) => [
        choose(name("to"), "After", one.to, about.triggers.map((known) => [known.name, known.title]), (value) => set("to", value)),
        led(about, one, set, name),
        numeric(name("weeks"), "For", one.weeks, { min: 1, max: 5200, step: 1 }, (value) => set("weeks", value), "weeks")])),
    h("details", { id: id("rules") },
      h("summary", null, `What you do when you see something (${ours.rules.length})`),
      rows("rule", ours.rules, id, edit, "rules", { when: "vacancy", above: true, level: 25, weeks: 13, preset: about.presets.at(-1).name }, (one, set, name) => [
        choose(name("when"), "When you see", one.when, about.signals.map((known) => [known.name, known.title]), (value) => set("when", value), about.signals.find((known) => known.name === one.when)?.meaning),
        choose(name("above"), "Above or below", one.above ? "above" : "below", [["above", "above"], ["below", "below"]], (value) => set("above", value === "above")),
        numeric(name("level"), "Level", one.level / 100, { min: 0, max: 100, step: 0.01 }, (value) => set("level", Math.round(100 * value))),
        led(about, one, set, name),
        numeric(name("weeks"), "For at least", one.weeks, { min: 1, max: 5200, step: 1 }, (value) => set("weeks", value), "weeks")])),
    h("details", { id: id("changes") },
      h("summary", null, `When you change the way you lead (${ours.changes.length})`),
      rows("change", ours.changes, id, edit, "changes", { week: 52, preset: about.presets.at(-1).name }, (one, set, name) => [
        numeric(name("week"), "From week", one.week, { min: 1, max: 5199, step: 1 }, (value) => set("week", value)),
        led(about, one, set, name)])),
    faults.map((fault) => h("p.fault", { role: "alert" }, `${fault.key.split(".").slice(2).join(" ")}: ${fault.message}.${fault.allowed ? ` Allowed: ${fault.allowed}.` : ""}`)),
    h("p.buttons", null, choice.ours.length < 3 && h("button", { id: id("vary"), type: "button", click: () => change((next) => add(next, JSON.parse(JSON.stringify(next.ours[at]))), `shape-${choice.ours.length}-name`) }, "Try a variation beside it"),
    h("button", { id: id("remove"), type: "button", click: () => change((next) => {
      next.ours.splice(at, 1);
      next.compared = next.compared.filter((name) => name !== ours.name);
      if (next.baseline === ours.name) next.baseline = "incumbent";
    }, "add-ours") }, `Remove ${ours.name}`)));
}

const led = (about, one, set, name) =>
  choose(name("preset"), "Lead as", one.preset, [...about.presets.map((preset) => [preset.name, preset.name]), ["incumbent", "incumbent"]], (value) => set("preset", value));

/** A list of entries of one kind, each with its fields and a button to remove it. */
function rows(title, entries, id, edit, key, fresh, fields) {
  const entry = (one, place) => h("fieldset.entry", null,
    h("legend", null, `${title} ${place + 1}`),
    fields(one, (field, value) => edit((mine) => (mine[key][place][field] = value)), (field) => id(`${key}-${place}-${field}`)),
    h("button", { id: id(`${key}-${place}-remove`), type: "button", click: () => edit((mine) => mine[key].splice(place, 1)) }, `Remove ${title} ${place + 1}`));
  return [
    entries.map(entry),
    entries.length < 7 && h("button", { id: id(`${key}-add`), type: "button", click: () => edit((mine) => mine[key].push({ ...fresh })) }, `Add ${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`),
  ];
}

/** The table of decision rights, in hundredths; each row sums to 100. */
function rights(about, ours, id, edit) {
  const given = ours.rights;
  const impact = ours.impact / 100;
  const ends = [about.presets.find((one) => one.impact === 0), about.presets.find((one) => one.impact === 100)];
  const implied = about.kinds.map((_, row) => {
    const shares = about.sites.map((_, site) => Math.round(ends[0].rights[row][site] * (1 - impact) + ends[1].rights[row][site] * impact));
    shares[3] = 100 - shares[0] - shares[1] - shares[2];
    return shares;
  });
  const table = given ?? implied;
  const cell = (row, site) => {
    const name = id(`right-${about.kinds[row].name}-${about.sites[site].name}`);
    if (!given) return h("td.n", null, percent(table[row][site]));
    return h("td.n", null, h("input", {
      id: name, type: "number", min: 0, max: 100, step: 1, value: table[row][site], "aria-label": `${about.kinds[row].title}: ${about.sites[site].title}, per cent`,
      change: (event) => edit((mine) => (mine.rights[row][site] = Math.round(Math.min(100, Math.max(0, Number(event.target.value) || 0))))),
    }));
  };
  return [
    h("div.scroll", { tabindex: 0, role: "region", "aria-label": `Who decides: ${ours.name}` }, h("table.rights", null,
      h("caption", null, "Share of occasions that each decides, per cent; a row sums to 100"),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "what is decided"), about.sites.map((site) => h("th.n", { scope: "col", title: site.meaning }, site.title)), given && h("th.n", { scope: "col" }, "sum"))),
      h("tbody", null, about.kinds.map((kind, row) => {
        const sum = table[row].reduce((sum, share) => sum + share, 0);
        return h("tr", null, h("th", { scope: "row", title: kind.meaning }, kind.title), about.sites.map((_, site) => cell(row, site)),
          given && h("td", { class: sum === 100 ? "n" : "n fault" }, sum === 100 ? "100" : `${sum}: ${sum < 100 ? `${100 - sum} missing` : `${sum - 100} too much`}`));
      })))),
    h("button", { id: id("rights-own"), type: "button", click: () => edit((mine) => (mine.rights = given ? null : implied)) },
      given ? "Let the impact say who decides" : "Set who decides by hand"),
  ];
}
