#!/usr/bin/env bash
# Shows what users could notice has changed since a revision: .ci/unchanged.sh REVISION
#
# Golden digests, tags of draws, snapshots, messages of faults, every key of scenarios, experiments and
# exercises with what it moves, the Python package, and stored logs, manifests and parts. Tests hold each of
# these files against the program, so that an unchanged file means unchanged behaviour. Fails if one changed.
set -euo pipefail
cd "$(dirname "$0")/.."
git diff --stat --exit-code "${1:?usage: .ci/unchanged.sh REVISION}" HEAD -- \
  tests/golden tests/snapshots tests/it/faulty tests/it/faulty-experiments fuzz/seeds \
  docs/SETTINGS.md docs/EXPERIMENTS.md docs/EXERCISES.md docs/GLOSSARY.md \
  python/balcony scenarios exercises experiments &&
  echo "unchanged since $1"
