// Packs each page into one HTML file. Usage: node web/pack.mjs MODULE.wasm FOLDER
//
// balcony.html compares strategies; exercise.html plays a team without a server. esbuild bundles
// the scripts; the engine is embedded as base64 of gzip. The page's security policy names its
// script by digest, so that no other script can run.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync, transformSync } from "esbuild";
import { hero, worked } from "./example.mjs";

const [module, folder] = process.argv.slice(2);
if (!module || !folder) {
  console.error("usage: node web/pack.mjs MODULE.wasm FOLDER");
  process.exit(2);
}
const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), "utf8");
/** Bundles a script with all its imports. */
const joined = (name, format) =>
  buildSync({ entryPoints: [fileURLToPath(here(`page/${name}`))], bundle: true, minify: true, format, target: "es2022", write: false, charset: "utf8" }).outputFiles[0].text.trim();
const worker = joined("worker.js", "iife");
const packed = (bytes) => gzipSync(bytes, { level: 9 }).toString("base64");
const engine = packed(readFileSync(module));
const example = await worked(readFileSync(module));

function pack(out, html, script, styles) {
  const page = joined(script, "esm");
  for (const one of [page, worker]) if (/<\/script|<!--/i.test(one)) throw new Error("a script must not hold the end of a script");
  const fields = {
    // Comments and blanks alone are left out: a second value of a property may be for newer browsers.
    style: transformSync(styles.map(text).join(""), { loader: "css", minifyWhitespace: true, charset: "utf8" }).code,
    worker,
    page,
    engine,
    example: packed(JSON.stringify({ choice: example.choice, what: example.what })),
    hero: hero(example),
    policy: `'sha256-${createHash("sha256").update(page).digest("base64")}'`,
  };
  const whole = text(html).replace(/\{\{([a-z]+)\}\}/g, (_, field) => fields[field]);
  const path = join(folder, out);
  writeFileSync(`${path}.unfinished`, whole);
  renameSync(`${path}.unfinished`, path);
  console.error(`${path}: ${(whole.length / 1e6).toFixed(2)} MB`);
}

pack("balcony.html", "page/index.html", "page.js", ["../crates/report/src/report/style.css", "page/page.css"]);
pack("exercise.html", "page/alone.html", "alone.js", ["../crates/report/src/report/style.css", "../crates/exercise/src/team_view/assets/app.css", "page/alone.css"]);
