// Prints the engine's golden digests as the WebAssembly module computes them, in the form of
// tests/golden/digests.txt. Usage: node goldens.mjs FILE.wasm
import { readFile } from "node:fs/promises";
import { openDesk } from "./page/desk.js";

const desk = await openDesk(await WebAssembly.compile(await readFile(process.argv[2])));
desk.goldens().forEach((digest, number) => console.log(number, digest));
