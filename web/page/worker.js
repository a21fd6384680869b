// Runs in every worker: an engine that answers requests one after the other.
import { openEngine } from "./engine.js";

let instance;
onmessage = async ({ data: { number, kind, what } }) => {
  try {
    if (kind === "open") instance = await openEngine(what);
    const answer = kind === "open" ? { open: true } : instance[kind](what);
    postMessage({ number, answer }, answer.buffer ? [answer.buffer] : []);
  } catch (error) {
    postMessage({ number, answer: { fault: `The engine stopped: ${error.message ?? error}` } });
  }
};
