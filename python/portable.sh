#!/usr/bin/env bash
# A wheel and a program for Linux with glibc 2.28 or newer (RHEL 8, Debian 10, Ubuntu 20.04 and later), made on any Linux: Zig links against
# the old symbols. Fails if either needs a newer one. Leaves them in target/portable.
set -euo pipefail
cd "$(dirname "$0")/.."

GLIBC=2.28

fail() {
  echo "portable: $*" >&2
  exit 1
}

say() {
  echo "portable: $*, ${SECONDS} s so far" >&2
}

command -v objdump >/dev/null || fail "objdump is not installed (binutils)"
target=${CARGO_TARGET_DIR:-$PWD/target}
out=$target/portable
rm -rf "$out"
mkdir -p "$out"
"${PYTHON:-python3}" -m venv "$out/env"
"$out/env/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r python/requirements-portable.txt >&2 ||
  fail "pip could not install python/requirements-portable.txt"
export PATH=$out/env/bin:$PATH
machine=$(uname -m)
# Kept apart from what is linked here: the same packages, linked by another linker.
build=$target/portable-build

cargo-zigbuild zigbuild --quiet --release --locked --bin balcony --target "$machine-unknown-linux-gnu.$GLIBC" --target-dir "$build" >&2 ||
  fail "the program could not be built"
cp "$build/$machine-unknown-linux-gnu/release/balcony" "$out/balcony"
say "the program, $(stat -c %s "$out/balcony") bytes"

maturin build --quiet --manifest-path python/Cargo.toml --release --locked --zig --compatibility "manylinux_${GLIBC/./_}" \
  --target "$machine-unknown-linux-gnu" --target-dir "$build" --out "$out" >&2 || fail "the wheel could not be built"
wheels=("$out"/*.whl)
[[ -s ${wheels[0]} ]] || fail "no wheel in $out"
say "$(basename "${wheels[0]}"), $(stat -c %s "${wheels[0]}") bytes"
"$out/env/bin/python" -m zipfile -e "${wheels[0]}" "$out/unpacked"

for file in "$out/balcony" "$out"/unpacked/balcony/*.so; do
  needed=$(objdump -T "$file" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
  newest=$(printf '%s\n' "${needed#GLIBC_}" "$GLIBC" | sort -V | tail -n 1)
  [[ $newest == "$GLIBC" ]] || fail "$(basename "$file") needs $needed"
  printf '%s\t%s\t%s\n' "$(basename "$file")" "$(stat -c %s "$file")" "$needed"
done
printf '%s\t%s\t-\n' "$(basename "${wheels[0]}")" "$(stat -c %s "${wheels[0]}")"

# What was made works, and both give the same.
"$out/env/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: "${wheels[0]}" >&2 || fail "the wheel cannot be installed"
program=$("$out/balcony" compare culture-shift --authority Rutland --replicates 10 --json --quiet | grep -o '"digest":"[0-9a-f]*"' | cut -d '"' -f 4)
wheel=$(cd "$out" && env/bin/python -c 'import balcony; print(balcony.compare("culture-shift", authority="Rutland", replicates=10).digest)')
[[ -n $program && $program == "$wheel" ]] || fail "the digests differ: $program, $wheel"
printf 'digest\t-\t%s\n' "${program:0:16}"
