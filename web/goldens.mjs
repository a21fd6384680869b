// Prints the engine's golden digests as the WebAssembly module computes them, in the form of
// tests/golden/digests.txt. Usage: node goldens.mjs FILE.wasm
import { readFile } from "node:fs/promises";
import { openEngine } from "./page/engine.js";

const desk = await openEngine(await WebAssembly.compile(await readFile(process.argv[2])));
desk.goldens().forEach((digest, number) => console.log(number, digest));
