// Elements by hand. Text is always text: markup comes from the engine alone, which escapes it.

/** `h("p.quiet", { id: "a" }, "words", child)`; properties that are functions become listeners. */
export function h(tag, properties, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children in; whoever had the focus has it again, if it is still there by its name. */
export function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  const folds = new Set([...element.querySelectorAll("details[id]")].filter((fold) => fold.open).map((fold) => fold.id));
  element.replaceChildren(...children.flat(9).filter(Boolean));
  for (const fold of element.querySelectorAll("details[id]")) fold.open ||= folds.has(fold.id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** A word with its meaning behind it, where it stands. */
let words = new Map();
export const teach = (all) => (words = new Map(all));
let number = 0;
export function word(name, shown = name) {
  const meaning = words.get(name);
  if (!meaning) return document.createTextNode(shown);
  const id = `word-${(number += 1)}`;
  return h("span.said", null,
    h("button.word", { type: "button", popovertarget: id, "aria-label": `${shown}: what is this?` }, shown),
    h("span.meaning", { id, popover: "auto", role: "note" }, h("strong", null, `${name}. `), meaning));
}

/** Explains the first place of every known word in some markup. */
export function explain(element) {
  const left = new Set([...words.keys()].filter((name) => name.length > 4 && !/[,()]/.test(name)));
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("p, li, figcaption") && !walker.currentNode.parentElement.closest("svg, pre, a, button, summary")) texts.push(walker.currentNode);
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

/** Offers a text as a file. */
export function save(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
