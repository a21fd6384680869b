// Packs the page into one HTML file: node web/pack.mjs MODULE.wasm OUT.html
//
// Scripts are joined by esbuild; the engine goes in as base64 of gzip. The page's policy names
// its script by its digest, so that nothing else can run in it.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const [module, out] = process.argv.slice(2);
if (!module || !out) {
  console.error("usage: node web/pack.mjs MODULE.wasm OUT.html");
  process.exit(2);
}
const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), "utf8");
/** A script and all that it imports, as one. */
const joined = (name, format) =>
  buildSync({ entryPoints: [fileURLToPath(here(`page/${name}`))], bundle: true, minify: true, format, target: "es2022", write: false, charset: "utf8" }).outputFiles[0].text.trim();
const page = joined("page.js", "esm");
const worker = joined("worker.js", "iife");
for (const script of [page, worker]) if (/<\/script|<!--/i.test(script)) throw new Error("a script must not hold the end of a script");
const fields = {
  style: text("../src/report/style.css") + text("page/page.css"),
  worker,
  page,
  engine: gzipSync(readFileSync(module), { level: 9 }).toString("base64"),
  policy: `'sha256-${createHash("sha256").update(page).digest("base64")}'`,
};
const html = text("page/index.html").replace(/\{\{([a-z]+)\}\}/g, (_, field) => fields[field]);
writeFileSync(`${out}.unfinished`, html);
renameSync(`${out}.unfinished`, out);
console.error(`${out}: ${(html.length / 1e6).toFixed(2)} MB`);
