// Helpers that create elements. Text is always inserted as text. Markup comes only from the engine,
// which escapes it.

/**
 * Listeners by element and event. Each event has one fixed handler that looks here, so that an
 * element that stays can take over the listeners of the one it replaces.
 */
const listeners = new WeakMap();
function listen(element, all) {
  const known = listeners.get(element) ?? {};
  for (const type of Object.keys(all)) if (!(type in known)) element.addEventListener(type, (event) => listeners.get(element)[type]?.(event));
  listeners.set(element, { ...Object.fromEntries(Object.keys(known).map((type) => [type, null])), ...all });
}

/**
 * Creates an element: `h("p.quiet", { id: "a" }, "words", child)`. Properties that are functions
 * become listeners.
 */
export function h(tag, properties, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  const on = {};
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") on[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  listen(element, on);
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Changes an element to equal another without replacing it, so that focus, scroll position,
 * half-typed searches and open sections stay.
 */
function become(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE && fresh.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return void old.replaceWith(fresh);
  // Read before its options move to the old one.
  const { value } = fresh;
  for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const name of fresh.getAttributeNames()) if (old.getAttribute(name) !== fresh.getAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  listen(old, listeners.get(fresh) ?? {});
  children(old, [...fresh.childNodes]);
  if (old.nodeName === "INPUT") {
    if (old.type === "checkbox") old.checked = fresh.checked;
    else if (old.value !== value) old.value = value;
  }
  if (old.nodeName === "SELECT" && old.value !== value) old.value = value;
}

function children(element, fresh) {
  const old = [...element.childNodes];
  fresh.forEach((child, at) => (old[at] ? become(old[at], child) : element.append(child)));
  old.slice(fresh.length).forEach((child) => child.remove());
}

/** Replaces the children of an element. */
export function fill(element, ...fresh) {
  const nodes = fresh.flat(9).filter((child) => child !== null && child !== undefined && child !== false);
  children(element, nodes.map((child) => (child instanceof Node ? child : document.createTextNode(child))));
}

/** Puts the meaning of a word where the word is not: it stays readable with what stands around it. */
function aside({ currentTarget: button }) {
  const low = button.getBoundingClientRect().top > innerHeight / 2;
  button.nextElementSibling.style.inset = low ? "1rem 0 auto 0" : "auto 0 1rem 0";
}

/** The words of the glossary with their meanings, which `explain` inserts. */
let words = new Map();
export const teach = (all) => (words = new Map(all));
let number = 0;
export function word(name, shown = name, place = (number += 1)) {
  const meaning = words.get(name);
  if (!meaning) return document.createTextNode(shown);
  const id = `word-${place}`;
  return h("span.said", null,
    h("button.word", { type: "button", popovertarget: id, click: aside, "aria-label": `${shown}: what is this?` }, shown),
    h("span.meaning", { id, popover: "auto", role: "note" }, h("strong", null, `${name}. `), meaning));
}

/** Whether a text belongs to a citation, which is copied as it stands. */
const cited = (text) => text.parentElement.closest("p")?.textContent.startsWith("To cite");

/** Explains the first occurrence of every known word in an element. */
export function explain(element) {
  const left = new Set([...words.keys()].filter((name) => name.length > 4 && !/[,()]/.test(name)));
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("p, li, figcaption") && !walker.currentNode.parentElement.closest("svg, code, pre, cite, a, button, summary, .when") && !cited(walker.currentNode)) texts.push(walker.currentNode);
  }
  for (let text of texts) {
    for (const name of [...left]) {
      const found = text.data.match(new RegExp(`\\b${name.replace(/[-]/g, "\\-")}s?\\b`, "i"));
      if (!found) continue;
      left.delete(name);
      const after = text.splitText(found.index);
      after.data = after.data.slice(found[0].length);
      text.after(word(name, found[0]));
      text = after;
    }
  }
}

/** Offers a text as a download. */
export function save(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
