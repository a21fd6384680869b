// What a page does beyond its forms: it hears of changes and asks for what is new, keeps the draft, survives sleep and bad wifi.
// Without this file every page works by its buttons. Nothing is kept here that the server does not know, but a draft that could
// not be sent yet. A team that plays without a room uses it as well, with a net of its own (web/page/alone.js).

/** The code of a form, from the table that crates/exercise/src/exercise/code.rs puts into the page; empty if a field has a value that is not in the table. */
export function code({ parts, signs, check, factor, prime }, entered) {
  let number = 0n;
  for (const { field, words, steps, most } of parts) {
    const text = String(entered.get(field) ?? "");
    const place = words ? words.indexOf(text) : Math.round(Number(text.replace(",", ".")) * steps);
    if (!(place >= 0 && place < (words?.length ?? most + 1))) return "";
    number = number * BigInt(words?.length ?? most + 1) + BigInt(place);
  }
  const digits = [];
  for (; number > 0n; number /= 32n) digits.push(Number(number % 32n));
  const sum = digits.reduce((sum, digit) => (sum * factor + digit) % prime, check);
  return [...digits.reverse(), Math.floor(sum / 32), sum % 32].map((digit) => signs[digit]).join("").match(/.{1,4}/g).join("-");
}

/** Begins; `net` is how to ask, how to hear, and what to do when the page is another (none: load it anew). */
export function begin(net) {
  const body = document.body;
  const part = body.dataset.part;
  const tab = (() => {
    // A copied tab copies its session storage: the load's own number tells them apart.
    const number = crypto.getRandomValues(new Uint32Array(2));
    return number[0].toString(36) + number[1].toString(36);
  })();
  const fresh = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, "0")).join("");
  const { fetch } = net;
  // Older browsers know no time limit of their own.
  const limit = (most) => {
    if (AbortSignal.timeout) return AbortSignal.timeout(most);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), most);
    return stop.signal;
  };
  const live = document.getElementById("live");
  const say = (text) => { if (live && live.textContent !== text) live.textContent = text; };
  // New letters are announced in a place of their own, which is there before they are.
  const banner = document.createElement("div");
  banner.id = "banner";
  banner.setAttribute("role", "alert");
  if (body.dataset.team) document.getElementById("link")?.after(banner);

  // --- what is new ------------------------------------------------------------------------------------------------
  let down = 0;
  let asking = false, again = false, failures = 0, retry = null;
  const ask = async () => {
    if (gone) return;
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(part + "?tab=" + tab, { signal: limit(down ? 2500 : 8000), cache: "no-store" });
      if (shut(answer)) return;
      if (!answer.ok) throw new Error(String(answer.status));
      swap(await answer.text());
      failures = 0;
      clearTimeout(retry);
      linked(true);
    } catch {
      // One timer, however often it fails, and not all phones at the same moment.
      failures += 1;
      linked(false);
      clearTimeout(retry);
      retry = setTimeout(ask, Math.min(500 * 2 ** Math.min(failures, 2), 2000) + Math.random() * 400);
    } finally {
      asking = false;
      if (again) { again = false; ask(); }
    }
  };

  const plain = (node) => node.outerHTML.replace(/name="command" value="[^"]*"/g, "").replace(/data-clock="\d+"/g, "").replace(/<span>\d+:\d\d<\/span>/g, "");
  const shown = new Map();
  // What was picked on the desk changes a list there, though its field has the focus.
  let scrolled, picked = false;
  const remember = () => document.querySelectorAll("[data-swap]").forEach((node) => shown.set(node.id, plain(node)));
  // A page of another shape: everything anew.
  const other = (page) => {
    scrollTo(0, 0);
    if (net.anew) { net.anew(page); remember(); taken = 0; wire(); } else location.reload();
  };
  const swap = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const next of page.querySelectorAll("[data-swap]")) {
      const now = document.getElementById(next.id);
      if (!now) { other(page); return; }
      if (shown.get(next.id) === plain(next)) continue;
      if (next.id === "decide" && keeps(now, next)) continue;
      // What is open stays open, who has the focus keeps it.
      const open = [...now.querySelectorAll("details")].map((fold) => fold.open);
      const focus = now.contains(document.activeElement) ? document.activeElement.id : "";
      if (!picked && now.matches("#game, #injects, #ends, #door, #debrief, #changed") && document.activeElement && now.contains(document.activeElement) && document.activeElement.matches("input, select")) continue;
      shown.set(next.id, plain(next));
      // A new round is read from its beginning: the card.
      const anew = next.id === "decide" && (now.dataset.round !== next.dataset.round || now.dataset.branch !== next.dataset.branch);
      const typed = next.id === "decide" && same(now, next) ? entered(now) : null;
      if (next.id === "decide") announce(letters(now), letters(next), anew);
      if (next.id === "notices" && next.textContent.trim()) say(next.textContent.trim());
      now.replaceWith(document.importNode(next, true));
      if (typed) { enter(typed); save(); }
      const put = document.getElementById(next.id);
      [...put.querySelectorAll("details")].forEach((fold, at) => { if (open[at]) fold.open = true; });
      if (anew) { scrollTo(0, 0); step("card", Boolean(focus)); }
      else if (focus) document.getElementById(focus)?.focus();
      if (next.id === "decide") { taken = 0; wire(); }
      if (next.id === "head") { tick(); wait_to_end(); if (next.querySelector(".round-name")?.textContent !== now.querySelector(".round-name")?.textContent) say(put.querySelector(".round-name")?.textContent ?? ""); }
    }
    picked = false;
    // The projector's page is scrolled from the desk.
    const down = page.getElementById("shown")?.dataset.down;
    if (down !== undefined && down !== scrolled) { scrolled = down; scrollTo(0, Number(down) * innerHeight * 0.8); }
    for (const now of document.querySelectorAll("main > [data-swap]")) {
      if (!page.getElementById(now.id)) { other(page); return; }
    }
  };
  // Whoever writes keeps the form under its fingers until the round is another or the pen is another's.
  const same = (now, next) => ["room", "branch", "round"].every((key) => now.dataset[key] === next.dataset[key]) && now.dataset.mine === "1" && next.dataset.mine === "1";
  const entered = (now) => [...new FormData(now)].filter(([name]) => !["round", "command", "tab"].includes(name));
  const enter = (values) => {
    for (const [name, value] of values) {
      for (const field of form()?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? []) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }
  };
  const keeps = (now, next) => {
    if (!same(now, next) || letters(now).join("|") !== letters(next).join("|")) return false;
    const handed = now.querySelector("#handed"), told = next.querySelector("#handed");
    if (handed && told && handed.innerHTML !== told.innerHTML) handed.innerHTML = told.innerHTML;
    if (now.dataset.submitted !== next.dataset.submitted) {
      now.dataset.submitted = next.dataset.submitted;
      const button = now.querySelector("#submit");
      if (button) button.textContent = next.querySelector("#submit").textContent;
    }
    return true;
  };

  // --- the steps of a round ---------------------------------------------------------------------------------------
  const PLACES = { card: "step-card", decide: "step-decide", figures: "report" };
  const letters = (form) => [...form.querySelectorAll(".inject h2")].map((title) => title.textContent);
  // Without this script every step stands below the other.
  const step = (to, focus) => {
    body.dataset.step = to;
    for (const link of document.querySelectorAll("#steps a")) {
      if (link.dataset.go === to) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
    }
    const next = document.getElementById("next");
    if (next) next.hidden = to !== "card";
    if (focus) document.querySelector(`#${PLACES[to]} h2`)?.focus({ preventScroll: true });
  };
  // Letters that came while the team decides, until somebody goes to the card.
  let unread = [];
  const announce = (before, now, anew) => {
    const come = anew ? now : now.filter((title) => !before.includes(title));
    if (!come.length) return;
    unread = anew ? [] : [...unread, ...come];
    const words = `New letter${(anew ? come : unread).length > 1 ? "s" : ""}: ${(anew ? come : unread).join("; ")}`;
    if (anew) { banner.replaceChildren(); say(words); return; }
    const text = document.createElement("p"), read = document.createElement("button");
    text.textContent = words;
    read.type = "button";
    read.dataset.go = "card";
    read.textContent = "Read it";
    banner.replaceChildren(text, read);
  };
  document.addEventListener("click", (event) => {
    const go = event.target.closest?.("[data-go]");
    if (!go || !form()) return;
    event.preventDefault();
    const letter = banner.contains(go);
    step(go.dataset.go, true);
    // A letter that came later stands below the first.
    const first = [...document.querySelectorAll("#step-card .inject")].find((inject) => inject.querySelector("h2").textContent === unread[0]);
    if (go.dataset.go === "card") { banner.replaceChildren(); unread = []; }
    if (letter && first) first.scrollIntoView();
    else scrollTo(0, 0);
  });

  // --- the link ---------------------------------------------------------------------------------------------------
  let source = null, last = 0, heard = Date.now(), gone = false;
  // The room is deleted: what this page shows of it goes too.
  const over = () => {
    if (gone) return;
    gone = true;
    source?.close();
    try { sessionStorage.clear(); } catch { /* a browser may refuse */ }
    document.title = "The exercise is over";
    body.innerHTML = '<main id="main" class="narrow-main"><h1 tabindex="-1">The exercise is over</h1><p>The facilitator has deleted the room. You may close this page.</p></main>';
    body.querySelector("h1").focus();
  };
  // Whoever has no seat goes to the door; whoever asks a room that is deleted is told so.
  const shut = (answer) => {
    if (answer.status === 410) over();
    else if (answer.status === 401 && !gone) location.replace("/");
    return gone || answer.status === 401;
  };
  const connect = () => {
    source?.close();
    if (gone) return;
    heard = Date.now();
    source = net.stream("/events?last=" + last + (body.classList.contains("screen") ? "&all=1" : ""));
    const note = (event) => { heard = Date.now(); last = Number(event.lastEventId) || last; };
    source.addEventListener("hb", note);
    source.addEventListener("change", (event) => { note(event); ask(); });
    source.addEventListener("gone", over);
  };
  const linked = (well) => {
    const line = document.getElementById("link");
    if (!line || gone) return;
    if (well && down) for (const stop of flying) stop.abort(BACK);
    down = well ? 0 : down || Date.now();
    let text = well ? "" : "No connection just now: what you enter is kept here and sent when it is back.";
    // Whoever waits longer reads the decision out: the desk takes it as a code.
    const aloud = down && Date.now() - down > 4000 ? spoken() : "";
    if (down && pending) text += " What you handed in goes out by itself then.";
    if (aloud) text += ` Or read this code to the facilitator: ${aloud}`;
    line.textContent = text;
  };
  // The code of the decision as it stands in the form.
  const spoken = () => {
    const now = form();
    return now?.dataset.code && now.dataset.mine === "1" ? code(JSON.parse(now.dataset.code), new FormData(now)) : "";
  };
  // A stream that went silent stays "open" for ever on some wifi: who has heard nothing for four seconds begins again, and then every two.
  setInterval(() => {
    if (gone) return;
    if (Date.now() - heard > (down ? 2000 : 4000)) { linked(false); connect(); if (!failures) ask(); } else if (down) linked(false);
  }, 1000);
  // The room knows by this who is here; a stream alone may be held open by nobody.
  setInterval(() => { if (!document.hidden && !gone && body.dataset.pulse) fetch("/pulse", { signal: limit(4000), cache: "no-store" }).catch(() => {}); }, 5000);
  const back = () => { connect(); ask(); save.flush(); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) back(); });
  addEventListener("pageshow", (event) => { if (event.persisted) back(); });
  addEventListener("online", back);
  addEventListener("pagehide", () => source?.close());

  // Drawings are fetched when somebody opens their fold, and again when the tile is new.
  document.addEventListener("toggle", async (event) => {
    const fold = event.target;
    if (!fold.open || !fold.dataset?.load || fold.dataset.loaded) return;
    fold.dataset.loaded = "1";
    try {
      const answer = await fetch(fold.dataset.load + "?bare=1", { signal: limit(8000), cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      fold.lastElementChild.outerHTML = `<div>${await answer.text()}</div>`;
    } catch { delete fold.dataset.loaded; }
  }, true);

  // --- the clock --------------------------------------------------------------------------------------------------
  let base = null;
  const tick = () => { base = null; };
  setInterval(() => {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    if (!base || base.node !== clock) base = { node: clock, at: Date.now(), seconds: Number(clock.dataset.clock) };
    const seconds = base.seconds + (clock.dataset.stands === "1" ? 0 : Math.floor((Date.now() - base.at) / 1000));
    const planned = Number(clock.dataset.planned), time = Math.abs(planned - seconds);
    clock.children[0].textContent = Math.floor(time / 60) + ":" + String(time % 60).padStart(2, "0");
    clock.children[1].textContent = seconds <= planned ? "left" : "over";
    const bar = document.querySelector("progress.of-time");
    if (bar) bar.value = Math.min(seconds, planned);
  }, 1000);

  // --- the decision -----------------------------------------------------------------------------------------------
  let number = Date.now(), taken = 0, ended = 0;
  const form = () => document.getElementById("decide");
  const data = () => { const all = new URLSearchParams(new FormData(form())); all.set("tab", tab); return all; };
  const key = () => "balcony-draft-" + ["room", "team", "branch", "round"].map((name) => form()?.dataset[name]).join("-");
  const forget = () => { try { sessionStorage.removeItem(key()); } catch { /* a browser may refuse */ } };
  // What was swallowed by a silent link would wait out its time when the link is long back: it is given up then, and sent again.
  const BACK = "back";
  const flying = new Set();
  const post = (to, all) => {
    const stop = new AbortController();
    // The answer's body too must be there by then; to stop what has arrived does nothing.
    setTimeout(() => { stop.abort(); flying.delete(stop); }, 8000);
    // What nobody would send again is left to arrive.
    if (to === "/draft" || to === "/team") flying.add(stop);
    return fetch(to, { method: "POST", body: all, signal: stop.signal });
  };
  const save = (() => {
    let timer = null, dirty = false, sending = false, failed = 0;
    const soon = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
    const send = async () => {
      clearTimeout(timer);
      const now = form();
      if (!now || now.dataset.mine !== "1" || !dirty || sending) return;
      sending = true;
      dirty = false;
      number += 1;
      const all = data();
      all.set("number", String(number));
      try { sessionStorage.setItem(key(), all.toString()); } catch { /* a browser may refuse */ }
      let wait = 60;
      try {
        const answer = await post("/draft", all);
        if (shut(answer)) return;
        failed = 0;
        if (answer.ok) {
          const preview = document.getElementById("preview");
          if (preview) {
            preview.innerHTML = await answer.text();
            // The sums stand beside the button.
            const sums = preview.querySelector(".sums");
            if (sums) { document.getElementById("sums")?.replaceChildren(...sums.childNodes); sums.remove(); }
            preview.querySelectorAll("[data-stands]").forEach((stands) => {
              const told = document.querySelector(`#fold-${stands.dataset.stands} > summary > .quiet`);
              if (told) told.textContent = stands.textContent;
            });
            preview.querySelectorAll("[data-over]").forEach((over) => {
              const line = document.getElementById(`over-${over.dataset.over}`);
              if (line && line.textContent.trim() !== over.textContent) line.textContent = over.textContent;
              over.remove();
            });
          }
          if (!dirty) forget();
          linked(true);
        } else if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
          dirty = true;
          wait = 1500;
        } else {
          // Another writes, or the round is over: what was entered here does not count any more.
          forget();
          ask();
        }
      } catch (error) {
        dirty = true;
        if (error !== BACK) {
          failed += 1;
          wait = Math.min(500 * 2 ** Math.min(failed, 3), 4000);
          linked(false);
        }
      } finally {
        sending = false;
        if (dirty) soon(wait);
      }
    };
    const later = () => { dirty = true; if (!sending) soon(60); };
    later.flush = () => { if (dirty && !sending) soon(0); };
    return later;
  })();

  // One hand-in under way at a time: what is changed meanwhile goes instead, and what is of another round goes nowhere.
  let pending = null, resend = null;
  const content = (all) => { const copy = new URLSearchParams(all); copy.delete("command"); return copy.toString(); };
  const submit = (now) => {
    const all = data();
    all.set("command", fresh());
    pending = { all, room: now.dataset.room, round: now.dataset.round, branch: now.dataset.branch };
    hand();
  };
  const hand = async () => {
    clearTimeout(resend);
    const now = form(), mine = pending;
    if (!mine) return;
    if (!now || ["room", "round", "branch"].some((name) => now.dataset[name] !== mine[name]) || now.dataset.mine !== "1") { pending = null; wire(); return; }
    // Who has pressed the button keeps the focus: it is not disabled, but takes no second press.
    const button = now.querySelector("#submit");
    if (button) button.setAttribute("aria-disabled", "true");
    const all = data();
    if (content(all) !== content(mine.all)) { all.set("command", fresh()); mine.all = all; }
    try {
      const answer = await post("/team", mine.all);
      if (shut(answer)) return;
      if (answer.status === 408 || answer.status === 429 || answer.status >= 500) { resend = setTimeout(hand, 1500); return; }
      pending = null;
      const here = form(), press = here?.querySelector("#submit");
      if (press) press.removeAttribute("aria-disabled");
      if (!answer.ok) { const why = await answer.text(); say(why); if (here) fault(here, why); return; }
      if (here) fault(here, "");
      say(`Handed in. You can change it until the ${(document.querySelector(".round-name")?.textContent ?? "round").toLowerCase().replace(/ .*/, "")} ends.`);
      ask();
    } catch (error) {
      if (error !== BACK) linked(false);
      resend = setTimeout(hand, error === BACK ? 0 : 1000);
    }
  };
  const fault = (now, why) => {
    let line = now.querySelector("#refused");
    if (!line) { line = document.createElement("p"); line.id = "refused"; line.className = "fault"; line.setAttribute("role", "alert"); now.querySelector(".bar").prepend(line); }
    line.textContent = why;
    line.hidden = !why;
  };

  // A second press would fall on the button of the next round: for three seconds it says when it is ready.
  const REST = 3000;
  let said_ready = null;
  function wait_to_end(pressed) {
    const press = document.querySelector('form[action="/close"] button');
    if (!press || !ended) return;
    clearTimeout(said_ready);
    const rest = Math.ceil((ended + REST - Date.now()) / 1000);
    press.dataset.label ??= press.textContent;
    if (rest <= 0) { press.textContent = press.dataset.label; press.removeAttribute("aria-disabled"); return; }
    const words = `${press.dataset.short}: ready in ${rest} ${rest === 1 ? "second" : "seconds"}`;
    press.textContent = words;
    press.setAttribute("aria-disabled", "true");
    if (pressed) say(words);
    said_ready = setTimeout(wait_to_end, 250);
  }
  function wire() {
    const now = form();
    if (!now || taken) return;
    taken = 1;
    now.querySelector("[name=tab]").value = tab;
    const button = now.querySelector("#submit");
    if (button && pending !== null) button.setAttribute("aria-disabled", "true");
    step(body.dataset.step || "card");
    limits();
  }
  // Steppers stop where the week is full and the points are spent. What is over comes from elsewhere: a number that was
  // typed, an answer that takes time. The page says beside the control by how much.
  const sum = (now, name) => [...now.querySelectorAll(`[name^="${name}-"]`)].reduce((sum, input) => sum + (Number(input.value) || 0), 0);
  const limits = () => {
    const now = form();
    if (!now) return;
    const answers = [...now.querySelectorAll(".answer")].filter((answer) => answer.querySelector(":checked"));
    const taken = answers.reduce((sum, answer) => sum + Number(answer.dataset.time), 0) + Number(now.dataset.bound);
    const full = { time: sum(now, "time") + taken >= Number(now.dataset.most), points: sum(now, "points") >= Number(now.dataset.points) };
    for (const more of now.querySelectorAll('[data-step="1"]')) more.setAttribute("aria-disabled", String(full[more.dataset.for.split("-")[0]] ?? false));
  };
  // What is wrong with a field that is folded away must be seen.
  document.addEventListener("invalid", (event) => {
    const fold = event.target.closest?.("details");
    if (fold) fold.open = true;
    if (event.target.closest?.("#step-decide")) step("decide");
  }, true);
  // Whose decision is looked at: the list below follows at once.
  document.addEventListener("change", (event) => { if (event.target.closest?.('form[action="/which"]')) event.target.form.requestSubmit(); });
  // What is entered anew on the desk is another command.
  document.addEventListener("input", (event) => {
    const command = body.classList.contains("desk") && event.target.form?.querySelector("[name=command]");
    if (command) command.value = fresh();
  });
  document.addEventListener("input", (event) => { if (event.target.closest?.("#decide")) { limits(); save(); } });
  document.addEventListener("click", (event) => {
    const press = event.target.closest?.("button[data-step]");
    if (press) {
      if (press.getAttribute("aria-disabled") === "true") {
        say(press.dataset.for.startsWith("time") ? `${form().dataset.most} half-days are the most: take one away elsewhere first.` : `${form().dataset.points} points are the most: take one away elsewhere first.`);
        return;
      }
      const input = document.getElementById(press.dataset.for);
      Number(press.dataset.step) > 0 ? input.stepUp() : input.stepDown();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const act = event.target.closest?.("[data-act=pen]");
    if (act) {
      event.preventDefault();
      post("/pen", new URLSearchParams({ tab })).then(ask, () => linked(false));
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "decide") {
      event.preventDefault();
      if (pending) return;
      if (event.target.reportValidity()) submit(event.target);
      else event.target.querySelector(":invalid")?.closest("details")?.setAttribute("open", "");
    } else if (body.classList.contains("team") && event.target.getAttribute("action") === "/admit") {
      // The draft under the fingers stays as it is.
      event.preventDefault();
      event.target.querySelector("button").disabled = true;
      post("/admit", new URLSearchParams(new FormData(event.target))).then(ask, () => linked(false));
    } else if (body.classList.contains("desk")) {
      // The desk's buttons act in place; a failure is said beside them.
      const target = event.target;
      if (target.getAttribute("action") === "/delete") {
        if (!confirm("Delete this room for good?")) event.preventDefault();
        return;
      }
      event.preventDefault();
      // A second click falls on the button of the next round: nobody means that.
      const ends = target.getAttribute("action") === "/close";
      const ask_first = target.dataset.sure ? target.dataset.sure : target.getAttribute("action") === "/rewind" ? "Go back? What was played since is taken back for every team, and kept in the log." : "";
      if (ends && Date.now() < ended + REST) { wait_to_end(true); return; }
      if (ask_first && !confirm(ask_first)) return;
      if (ends) ended = Date.now();
      const all = new URLSearchParams(new FormData(target));
      const press = target.querySelector("button");
      press.disabled = true;
      post(target.getAttribute("action"), all).then(async (answer) => {
        press.disabled = false;
        if (ends && answer.ok) ended = Date.now();
        const command = target.querySelector("[name=command]");
        if (command) command.value = fresh();
        picked = target.getAttribute("action") === "/which";
        const why = answer.ok ? "" : await answer.text();
        let line = target.querySelector(".fault");
        if (why && !line) { line = document.createElement("p"); line.className = "fault"; line.setAttribute("role", "alert"); target.append(line); }
        if (line) line.textContent = why;
        if (answer.ok) { target.querySelectorAll("input:not([type=hidden])").forEach((input) => { input.value = ""; }); if (document.activeElement === press) press.blur(); }
        ask();
      }, () => { press.disabled = false; linked(false); });
    }
  });

  // --- the beginning ----------------------------------------------------------------------------------------------
  remember();
  wire();
  if (body.dataset.team) {
    post("/pen", new URLSearchParams({ tab, opens: "1" })).then(() => {
      // A draft that never went out is put back and sent.
      const now = form();
      let kept = null;
      try { kept = now && sessionStorage.getItem(key()); } catch { /* as above */ }
      if (kept && now.dataset.mine === "1") {
        enter([...new URLSearchParams(kept)].filter(([name]) => !["round", "command", "tab", "number"].includes(name)));
        save();
      }
      ask();
    }, () => linked(false));
  }
  connect();
}

if (document.body.dataset.part) begin({ fetch: (...what) => fetch(...what), stream: (address) => new EventSource(address) });
