// A desk: one instance of the engine. Texts and bytes pass through one buffer; see web/src/lib.rs.
export async function openDesk(module) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const hand = (bytes) => {
    // Call this first, because making room may move the memory.
    const room = exports.room(bytes.length);
    new Uint8Array(exports.memory.buffer, room, bytes.length).set(bytes);
  };
  const read = (length) => new Uint8Array(exports.memory.buffer, exports.answer(), length).slice();
  const text = (length) => JSON.parse(new TextDecoder().decode(read(length)));
  return {
    /** Asks an object, gives an object. */
    ask(request) {
      hand(new TextEncoder().encode(JSON.stringify(request)));
      return text(exports.ask());
    },
    /** The same to a team's game without a room. */
    play(request) {
      hand(new TextEncoder().encode(JSON.stringify(request)));
      return text(exports.play());
    },
    /** The bytes of a replicate. */
    replicate: (number) => read(exports.replicate(number)),
    /** Hands the bytes of a replicate over; says how many are there. */
    take(bytes) {
      hand(bytes);
      return text(exports.take());
    },
    /** The engine's golden digests, for the tests. */
    goldens: () => Array.from({ length: exports.goldens() }, (_, at) => BigInt.asUintN(64, exports.golden(at)).toString(16).padStart(16, "0")),
  };
}
