#!/usr/bin/env bash
# Builds the engine for WebAssembly, runs it in Node, and fails unless it computes what the native build computes.
#
# The compiler is Debian's `rustc-web` with its own standard library source: rustup's targets cannot always be fetched, and
# the two must be of one version. The variables that unlock `-Z build-std` are set on that one command only. What is missing
# is installed if we are root; anything else that is wrong ends the script with a message and a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "wasm: $*" >&2
  exit 1
}

say() {
  echo "wasm: $*" >&2
}

needed=()
for package in rustc-web cargo-web rust-web-src; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || needed+=("$package")
done
command -v node >/dev/null || needed+=(nodejs)
if ((${#needed[@]})); then
  [[ $(id -u) == 0 ]] || fail "not installed: ${needed[*]} (run once as root, or: sudo apt-get install ${needed[*]})"
  say "installing ${needed[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2 || fail "apt-get update failed"
  apt-get install -y -q --no-install-recommends "${needed[@]}" >&2 || fail "apt-get could not install ${needed[*]}"
fi

# rustup's linker serves both compilers. Its place is asked for before RUSTC is set.
sysroot=$(rustc --print sysroot)
host=$(rustc -vV | sed -n 's/^host: //p')
linker=$sysroot/lib/rustlib/$host/bin/rust-lld
[[ -x $linker ]] || fail "no linker at $linker"

say "$(/usr/bin/rustc --version) for WebAssembly, $(rustc --version) natively, node $(node --version)"
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/web CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker \
  cargo build --quiet --release --locked --lib --manifest-path web-check/Cargo.toml \
  --target wasm32-unknown-unknown -Z build-std=std,panic_abort || fail "the WebAssembly build failed"
module=target/web/wasm32-unknown-unknown/release/balcony_web_check.wasm
[[ -s $module ]] || fail "no module at $module"

in_node=$(node web-check/digest.mjs "$module") || fail "the module failed in Node"
natively=$(CARGO_TARGET_DIR=target/web-native cargo run --quiet --release --locked \
  --manifest-path web-check/Cargo.toml --example native) || fail "the native build failed"
[[ -n $natively ]] || fail "no digests: nothing was compared"
if [[ $in_node != "$natively" ]]; then
  diff <(echo "$natively") <(echo "$in_node") >&2 || true
  fail "native (<) and WebAssembly (>) differ: the promise of same values everywhere is broken"
fi
echo "wasm: $(wc -l <<<"$natively") digests equal, natively and in WebAssembly ($(stat -c %s "$module") bytes)"
