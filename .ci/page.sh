#!/usr/bin/env bash
# Builds the pages, target/page/balcony.html and target/page/exercise.html: the engine as WebAssembly, and all else, in one HTML file
# each. Fails unless the engine in them computes the stored digests, and the files are small.
#
# The compiler is Debian's `rustc-web` with its own standard library source: rustup's targets cannot always be fetched, and
# the two must be of one version. The variables that unlock `-Z build-std` are set on that one command only. What is missing
# is installed if we are root; anything else that is wrong ends the script with a message and a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "page: $*" >&2
  exit 1
}

say() {
  echo "page: $*" >&2
}

needed=()
for package in rustc-web cargo-web rust-web-src; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || needed+=("$package")
done
command -v node >/dev/null || needed+=(nodejs)
command -v npm >/dev/null || needed+=(npm)
if ((${#needed[@]})); then
  [[ $(id -u) == 0 ]] || fail "not installed: ${needed[*]} (run once as root, or: sudo apt-get install ${needed[*]})"
  say "installing ${needed[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2 || fail "apt-get update failed"
  apt-get install -y -q --no-install-recommends "${needed[@]}" >&2 || fail "apt-get could not install ${needed[*]}"
fi

# Without Debian's security updates there is an older compiler only.
wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
there=$(/usr/bin/rustc --version | cut -d' ' -f2)
[[ $(printf '%s\n' "$wanted" "$there" | sort -V | head -n 1) == "$wanted" ]] ||
  fail "rustc-web is $there and must be $wanted or newer: add bookworm-security to apt's sources and install it again"

# rustup's linker serves both compilers. Its place is asked for before RUSTC is set.
sysroot=$(rustc --print sysroot)
host=$(rustc -vV | sed -n 's/^host: //p')
linker=$sysroot/lib/rustlib/$host/bin/rust-lld
[[ -x $linker ]] || fail "no linker at $linker"

target=${CARGO_TARGET_DIR:-target}
say "$(/usr/bin/rustc --version) for WebAssembly, $(rustc --version) natively, node $(node --version)"
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$target/web CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker \
  cargo build --quiet --release --locked --lib --manifest-path web/Cargo.toml \
  --target wasm32-unknown-unknown -Z build-std=std,panic_abort || fail "the WebAssembly build failed"
module=$target/web/wasm32-unknown-unknown/release/balcony_web.wasm
[[ -s $module ]] || fail "no module at $module"

in_node=$(node web/goldens.mjs "$module") || fail "the module failed in Node"
if ! diff tests/golden/digests.txt - <<<"$in_node" >&2; then
  fail "native (<) and WebAssembly (>) differ: the promise of same values everywhere is broken"
fi
say "$(wc -l <<<"$in_node") digests equal, natively and in WebAssembly"

(cd web && npm ci --no-fund --no-audit >&2) || fail "npm ci failed"
mkdir -p "$target/page"
node web/pack.mjs "$module" "$target/page" || fail "the pages could not be packed"
for page in balcony exercise; do
  bytes=$(stat -c %s "$target/page/$page.html")
  ((bytes < 2000000)) || fail "$page.html has $bytes bytes: 2 MB is the most"
  echo "page: $target/page/$page.html, $bytes bytes; a browser opens it, without a network"
done
