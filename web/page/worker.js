// Runs in every worker: a desk that answers requests one after the other.
import { openEngine } from "./engine.js";

let desk;
onmessage = async ({ data: { number, kind, what } }) => {
  try {
    if (kind === "open") desk = await openEngine(what);
    const answer = kind === "open" ? { open: true } : desk[kind](what);
    postMessage({ number, answer }, answer.buffer ? [answer.buffer] : []);
  } catch (error) {
    postMessage({ number, answer: { fault: `The engine stopped: ${error.message ?? error}` } });
  }
};
