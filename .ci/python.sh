#!/usr/bin/env bash
# The Python package: builds its wheel in the profile of the tests, installs it in an environment of its own with the packages that
# researchers use, and runs its tests, the notebook among them, beside the program. Fails if none passed or one was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "python: $*" >&2
  exit 1
}

say() {
  echo "python: $*, ${SECONDS} s so far" >&2
}

python=${PYTHON:-python3}
if ! "$python" -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  [[ $(id -u) == 0 ]] || fail "not installed: Python 3.10 or newer with venv (run once as root, or: sudo apt-get install python3-venv)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2 || fail "apt-get update failed"
  apt-get install -y -q --no-install-recommends python3 python3-venv >&2 || fail "apt-get could not install python3-venv"
fi

target=${CARGO_TARGET_DIR:-$PWD/target}
bin=$target/python/env/bin
wanted=python/requirements-test.txt
if ! cmp -s "$wanted" "$target/python/env/installed.txt"; then
  rm -rf "$target/python"
  mkdir -p "$target/python"
  "$python" -m venv "$target/python/env"
  "$bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$wanted" >&2 ||
    fail "pip could not install $wanted"
  cp "$wanted" "$target/python/env/installed.txt"
fi
say "$("$bin/python" --version) with the packages of the tests"
# `python.sh prepare` is what the test command does while other steps compute.
[[ ${1:-} != prepare ]] || exit 0
rm -rf "$target"/python/{*.whl,tests,notebooks,README.md,report.xml}
"$bin/pip" uninstall --quiet --yes balcony >&2 || true

# As the tests build it, so that it is built once.
cargo test --quiet --locked --no-run >&2
export BALCONY=$target/debug/balcony
[[ -x $BALCONY ]] || fail "no program at $BALCONY"
say "the program"
"$bin/maturin" build --quiet --manifest-path python/Cargo.toml --profile dev --locked --target-dir "$target" \
  --interpreter "$bin/python" --compatibility linux --out "$target/python" >&2 || fail "the wheel could not be built"
wheels=("$target"/python/*.whl)
[[ -s ${wheels[0]} ]] || fail "no wheel in $target/python"
"$bin/pip" install --quiet --disable-pip-version-check --no-deps "${wheels[0]}" >&2 || fail "the wheel could not be installed"
say "$(basename "${wheels[0]}"), $(stat -c %s "${wheels[0]}") bytes"

# Where the folder balcony/ is not, so that it is the wheel that is tested.
cp -r python/tests python/notebooks python/README.md "$target/python/"
cd "$target/python"
report=$target/python/report.xml
"$bin/python" -m pytest tests -q -p no:cacheprovider --durations=5 --junitxml="$report" ||
  fail "the tests failed"
"$bin/python" - "$report" <<'PY'
import sys
import xml.etree.ElementTree as tree

suite = tree.parse(sys.argv[1]).getroot().find("testsuite").attrib
if int(suite["tests"]) == 0 or int(suite["skipped"]) > 0:
    sys.exit(f"python: {suite['tests']} tests, {suite['skipped']} skipped: none may be left out")
print(f"python: {suite['tests']} tests passed, none was skipped")
PY
say "the tests"
