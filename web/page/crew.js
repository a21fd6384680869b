// The crew: workers with a desk each. Some simulate, one takes and tells, one tells stories. Everybody can be sent home at once.

/** The engine as it lies in the page: base64 of gzip. */
export async function engine() {
  const packed = Uint8Array.from(atob(document.getElementById("engine").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** One worker; `call` answers in order. */
async function hire(module) {
  const source = document.getElementById("worker").textContent;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  const open = new Map();
  let count = 0;
  const fail = (words) => {
    for (const answer of open.values()) answer({ fault: words });
    open.clear();
  };
  worker.onmessage = ({ data }) => {
    open.get(data.number)?.(data.answer);
    open.delete(data.number);
  };
  worker.onerror = (event) => fail(`A worker stopped: ${event.message}`);
  const call = (kind, what, transfer = []) =>
    new Promise((answer) => {
      open.set((count += 1), answer);
      worker.postMessage({ number: count, kind, what }, transfer);
    });
  const opened = await call("open", module);
  // Not before: a worker whose address is gone too early never begins, now and then.
  URL.revokeObjectURL(address);
  if (opened.fault) throw new Error(opened.fault);
  return { call, ask: (request) => call("ask", request), home: () => (worker.terminate(), fail("stopped")) };
}

/** How many simulate at once: cores, but not more than a phone's memory bears. */
const hands = () => Math.max(1, Math.min(navigator.hardwareConcurrency || 2, navigator.deviceMemory || 8, 8));

/** How many pairs in all. */
export const PAIRS = 200;
/** The stages at which what has come out is told: twenty pairs first; two in each of twenty worlds where those are drawn. */
export const stages = (choice) => (choice.worlds ? [40, 100, PAIRS] : [20, 50, 100, 150, PAIRS]);

/**
 * Runs a choice to 200 pairs. `told(what)` at every stage; `step(done)` after every pair. Returns what can stop it, and a promise.
 */
export function run(module, choice, { step, told }) {
  const crew = [];
  const goals = stages(choice);
  let stopped = false;
  const begin = async () => {
    const one = await hire(module);
    if (stopped) one.home();
    crew.push(one);
    const begun = await one.ask({ ask: "begin", choice });
    if (begun.fault) throw new Error(begun.fault);
    return one;
  };
  let [next, kept, stage, last] = [0, 0, 0, 0];
  const work = async () => {
    const teller = await begin();
    const simulate = async () => {
      const one = await begin();
      while (!stopped && next < PAIRS) {
        const bytes = await one.call("replicate", next++);
        if (stopped) return;
        if (bytes.fault) throw new Error(bytes.fault);
        const taken = await teller.call("take", bytes, [bytes.buffer]);
        if (stopped) return;
        if (taken.fault) throw new Error(taken.fault);
        kept = Math.max(kept, taken.kept);
        step(kept);
        while (goals[stage] <= kept) {
          // A later stage that is reached already makes the earlier one needless.
          while (goals[stage + 1] <= kept) stage += 1;
          const what = await teller.ask({ ask: "tell", replicates: goals[stage++] });
          if (stopped) return;
          if (what.fault) throw new Error(what.fault);
          last = what.replicates;
          told(what, teller);
        }
      }
    };
    await Promise.all(Array.from({ length: hands() }, simulate));
  };
  const home = (spare) => crew.filter((one) => one !== spare).forEach((one) => one.home());
  const done = work().then(
    () => home(crew[0]),
    (error) => {
      home();
      if (!stopped) throw error;
    },
  );
  return {
    done,
    /** Stops; what is finished is told of, if it is two pairs at least. */
    async stop() {
      stopped = true;
      home(crew[0]);
      const what = kept >= (choice.worlds ? 40 : 2) && kept > last ? await crew[0].ask({ ask: "tell", replicates: kept }) : null;
      if (what && !what.fault) told(what, crew[0]);
    },
    /** Sends everybody home. */
    dismiss: () => ((stopped = true), home()),
  };
}

/** One desk for questions. */
export { hire };
