// Slows a browser down: every process of it, workers included, is stopped for three quarters of the
// time. The browser's own throttle slows only the page's main thread, but the workers do the work.
import { readFileSync, readdirSync } from "node:fs";

/** All descendants of a process. */
function family(root) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // The process ended meanwhile.
    }
  }
  const below = (pid) => pid === root || (parents.has(pid) && parents.get(pid) > 1 && below(parents.get(pid)));
  return [...parents.keys()].filter(below);
}

/** Stops the browser's processes for three out of four intervals of ten milliseconds. */
export function slow(root) {
  let beat = 0;
  let all = family(root);
  const signal = (name) => {
    for (const pid of all) {
      try {
        process.kill(pid, name);
      } catch {
        // The process ended meanwhile.
      }
    }
  };
  const timer = setInterval(() => {
    beat += 1;
    if (beat % 100 === 0) all = family(root);
    if (beat % 4 === 0) signal("SIGCONT");
    if (beat % 4 === 1) signal("SIGSTOP");
  }, 10);
  return () => (clearInterval(timer), signal("SIGCONT"));
}

/** The browser that this process started. */
export const browserOf = () => family(process.pid).find((pid) => pid !== process.pid && /chrom/.test(readFileSync(`/proc/${pid}/comm`, "utf8")));
