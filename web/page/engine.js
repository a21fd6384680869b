// One instance of the engine. Texts and bytes pass through one buffer; see web/src/lib.rs.
export async function openEngine(module) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const hand = (bytes) => {
    // Call this first, because making room may move the memory.
    const start = exports.alloc(bytes.length);
    new Uint8Array(exports.memory.buffer, start, bytes.length).set(bytes);
  };
  const read = (length) => new Uint8Array(exports.memory.buffer, exports.answer(), length).slice();
  const text = (length) => JSON.parse(new TextDecoder().decode(read(length)));
  return {
    /** Sends a request object; returns the answer object. */
    ask(request) {
      hand(new TextEncoder().encode(JSON.stringify(request)));
      return text(exports.ask());
    },
    /** Sends a request to the game of a team without a server. */
    play(request) {
      hand(new TextEncoder().encode(JSON.stringify(request)));
      return text(exports.play());
    },
    /** Simulates a replicate; returns its bytes. */
    replicate: (number) => read(exports.replicate(number)),
    /** Passes the bytes of a replicate to the desk; returns how many it has. */
    take(bytes) {
      hand(bytes);
      return text(exports.take());
    },
    /** The engine's golden digests, for the tests. */
    goldens: () => Array.from({ length: exports.goldens() }, (_, at) => BigInt.asUintN(64, exports.golden(at)).toString(16).padStart(16, "0")),
  };
}
