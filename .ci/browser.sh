#!/usr/bin/env bash
# The page, the report and the brief in a real browser: playwright-core and axe-core drive Debian's Chromium over the page that
# .ci/page.sh builds and the pages that the program writes. What is missing is installed if we are root; anything that is wrong ends the script with a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "browser: $*" >&2
  exit 1
}

needed=()
command -v chromium >/dev/null || needed+=(chromium)
command -v node >/dev/null || needed+=(nodejs)
command -v npm >/dev/null || needed+=(npm)
# Without a font there is nothing to look at.
fc-list 2>/dev/null | grep -q . || needed+=(fontconfig fonts-dejavu-core)
if ((${#needed[@]})); then
  [[ $(id -u) == 0 ]] || fail "not installed: ${needed[*]} (run once as root, or: sudo apt-get install ${needed[*]})"
  echo "browser: installing ${needed[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2 || fail "apt-get update failed"
  apt-get install -y -q --no-install-recommends "${needed[@]}" >&2 || fail "apt-get could not install ${needed[*]}"
fi

# shellcheck source=.ci/node.sh
. .ci/node.sh
# As the tests build it, so that it is built once.
cargo test --quiet --locked --no-run >&2
BALCONY=${CARGO_TARGET_DIR:-$PWD/target}/debug/balcony
[[ -x $BALCONY ]] || fail "no program at $BALCONY"
PAGE=${CARGO_TARGET_DIR:-$PWD/target}/page/balcony.html
EXERCISE=${CARGO_TARGET_DIR:-$PWD/target}/page/exercise.html
MODULE=${CARGO_TARGET_DIR:-$PWD/target}/web/wasm32-unknown-unknown/release/balcony_web.wasm
[[ -s $PAGE ]] || fail "no page at $PAGE: .ci/page.sh builds it"
export BALCONY PAGE EXERCISE MODULE CHROMIUM=${CHROMIUM:-$(command -v chromium)}
cd web
npm ci --no-fund --no-audit >&2 || fail "npm ci failed"
echo "browser: $("$CHROMIUM" --version), node $(node --version)" >&2
report=$(mktemp)
trap 'rm -f "$report"' EXIT
node --test --test-concurrency=2 --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$report" tests/*.test.mjs
# None may be left out.
grep -qE '^# pass [1-9]' "$report" || fail "no test passed"
grep -qE '^# skipped 0$' "$report" || fail "a test was skipped"
