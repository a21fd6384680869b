// A pool of workers, each with an engine. Some simulate, one merges and summarises, one tells
// stories. All of them can be stopped at once.

/** Compiles the engine, which the page contains as base64 of gzip. */
export async function engine() {
  const packed = Uint8Array.from(atob(document.getElementById("engine").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** Starts a worker; `call` answers in order. */
async function startWorker(module) {
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
  // Not earlier: a worker whose address is revoked too early sometimes never starts.
  URL.revokeObjectURL(address);
  if (opened.fault) throw new Error(opened.fault);
  return { call, ask: (request) => call("ask", request), terminate: () => (worker.terminate(), fail("stopped")) };
}

/** Number of simulating workers: one per core, but not more than a phone's memory allows. */
const workerCount = () => Math.max(1, Math.min(navigator.hardwareConcurrency || 2, navigator.deviceMemory || 8, 8));

/** Number of workers that sketch. Each keeps states of its own, so there are few. */
export const sketchers = () => Math.min(4, workerCount());

/** Number of pairs from which on a first hint is shown. */
const SHOWN = 8;
/** Largest number of pairs. */
export const PAIRS = 200;
/**
 * The numbers of pairs after which results are summarised: first twenty, then every ten, because a
 * comparison that is settled ends at one of them. With parameter uncertainty all pairs are run, and
 * the first summary is after two pairs in each of twenty ensemble members.
 */
export const stages = (choice) => (choice.worlds ? [40, 100, PAIRS] : Array.from({ length: 19 }, (_, at) => 20 + 10 * at));

/** Idle workers, kept for the next comparison together with their stored states. */
const idle = [];
/** For each pair, the worker that simulated it last and may still have its state. */
const owners = new Map();

/**
 * Runs a choice until its verdicts are settled, or up to 200 pairs. Calls `told(what)` at every
 * stage, `step(done)` after every pair, and `hint(words)` from eight pairs on until there is a first
 * answer. Returns functions that stop the run, and a promise.
 */
export function run(module, choice, { step, hint, told }) {
  const workers = [];
  const goals = stages(choice);
  const left = new Set(Array.from({ length: PAIRS }, (_, pair) => pair));
  let [stopped, settled] = [false, false];
  let [kept, stage, last, hinted] = [0, 0, 0, 0];
  let teller = null;
  const begin = async (one) => {
    workers.push(one);
    if (stopped) {
      one.terminate();
      throw new Error("stopped");
    }
    const begun = await one.ask({ ask: "begin", choice });
    if (begun.fault) throw new Error(begun.fault);
    return one;
  };
  /**
   * The next pair for a worker: the first one whose state no other worker has, or else the first.
   */
  const next = (one) => {
    let first = null;
    for (const pair of left) {
      first ??= pair;
      const owner = owners.get(pair);
      // A worker that has stopped has no stored states.
      if (!workers.includes(owner) || owner === one) {
        first = pair;
        break;
      }
    }
    left.delete(first);
    owners.set(first, one);
    return first;
  };
  /**
   * The first pair in which the model failed. It counts only when all pairs before it are finished,
   * because the comparison may be settled earlier.
   */
  let failed = { pair: Infinity, words: "" };
  const over = () => stopped || settled || left.size === 0 || kept >= failed.pair;
  const work = async () => {
    teller = await begin(await startWorker(module));
    const simulate = async () => {
      const one = await begin(idle.pop() ?? (await startWorker(module)));
      while (!over()) {
        const pair = next(one);
        const bytes = await one.call("replicate", pair);
        if (stopped || settled) return;
        if (bytes.fault) {
          if (pair < failed.pair) failed = { pair, words: bytes.fault };
          continue;
        }
        const taken = await teller.call("take", bytes, [bytes.buffer]);
        if (stopped || settled) return;
        if (taken.fault) throw new Error(taken.fault);
        kept = Math.max(kept, taken.kept);
        step(kept);
        if (!choice.worlds && kept >= SHOWN && kept < goals[0] && kept > hinted) {
          hinted = kept;
          const { words } = await teller.ask({ ask: "so-far", replicates: kept });
          if (stopped) return;
          if (words && stage === 0) hint?.(words);
        }
        while (goals[stage] <= kept) {
          // If a later stage is reached already, the earlier one is skipped.
          while (goals[stage + 1] <= kept) stage += 1;
          const what = await teller.ask({ ask: "tell", replicates: goals[stage++] });
          if (stopped || settled) return;
          if (what.fault) throw new Error(what.fault);
          last = what.replicates;
          settled = what.settled;
          told(what, teller);
          if (settled) return;
        }
      }
    };
    await Promise.all(Array.from({ length: workerCount() }, simulate));
    if (!stopped && !settled && failed.words) throw new Error(failed.words);
  };
  const terminate = (spare) => workers.filter((one) => one !== spare).forEach((one) => one.terminate());
  const done = work().then(
    () => {
      if (!stopped) idle.push(...workers.filter((one) => one !== teller));
    },
    (error) => {
      const asked = stopped;
      stopped = true;
      terminate();
      if (!asked) throw error;
    },
  );
  return {
    done,
    /** Stops the run. Summarises the finished pairs if there are at least two. */
    async stop() {
      stopped = true;
      terminate(teller);
      const what = kept >= (choice.worlds ? 40 : 2) && kept > last ? await teller.ask({ ask: "tell", replicates: kept }) : null;
      if (what && !what.fault) told(what, teller);
    },
    /** Stops all workers that do not wait for the next comparison. */
    dismiss() {
      stopped = true;
      workers.filter((one) => !idle.includes(one)).forEach((one) => one.terminate());
    },
  };
}

/** Starts one worker for requests. */
export { startWorker };
