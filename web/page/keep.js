// What survives a reload: the choice, the trail and the last answer, in the browser's own store.
// An authority's own figures are never stored, nor anything that was computed from them.
const KEY = "balcony-page";

/** What tells one build of the page from another: the checksum at the end of its engine. */
export const build = () => document.getElementById("engine").textContent.trim().slice(-12);

/** Reads what was stored; `null` if there is nothing, or nothing that can be read. */
export function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/**
 * Stores the state of the page. An answer that is too large for the store is left out; a browser
 * that stores nothing loses nothing but this.
 */
export function write({ choice, link, trail, result, shown }) {
  const own = Object.keys(choice.own).length > 0;
  const state = {
    build: build(), link, shown, had_own: own, choice: { ...choice, own: {} },
    trail: own ? [] : trail.filter((one) => !one.own),
    result: own || !result || Object.keys(result.choice.own).length > 0 ? null : { choice: result.choice, what: result.what, indicators: result.indicators, place: result.place },
  };
  for (const one of [state, { ...state, result: null }]) {
    try {
      localStorage.setItem(KEY, JSON.stringify(one));
      return;
    } catch {
      // There is no store, or it is full.
    }
  }
}

/** Forgets everything. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There is no store.
  }
}
