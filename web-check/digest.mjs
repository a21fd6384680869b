// Prints the digests of the WebAssembly build, in the format of examples/native.rs. Usage: node digest.mjs FILE.wasm
import { readFile } from "node:fs/promises";

const file = process.argv[2];
if (!file) {
  console.error("usage: node digest.mjs FILE.wasm");
  process.exit(2);
}
const { instance } = await WebAssembly.instantiate(await readFile(file), {});
const { scenarios, digest } = instance.exports;
for (let scenario = 0; scenario < scenarios(); scenario++) {
  // WebAssembly has no unsigned integers: a u64 arrives as a signed BigInt.
  console.log(scenario, BigInt.asUintN(64, digest(scenario)).toString(16).padStart(16, "0"));
}
