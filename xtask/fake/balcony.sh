#!/bin/sh
# Stands in for `balcony run` in the tests of the proofs: it keeps parts, joins them, resumes and stops when the disk is full.
# The scenario says how it behaves: `honest`, `boastful` (says complete too early), `forgetful` (resumes to other bytes).
set -u
scenario=$2
shift 2
n=1 out=. resume=no
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift ;;
    --replicates) n=$2; shift ;;
    --resume) resume=yes ;;
  esac
  shift
done

stop() {
  echo "no space" >&2
  exit 5
}

status() {
  echo "{\"status\": \"$1\"}" >"$out/.manifest" && mv "$out/.manifest" "$out/manifest.json" || stop
}

mkdir -p "$out/parts" || stop
[ "$scenario" = boastful ] && status complete || status running
i=0
while [ $i -lt "$n" ]; do
  part=$out/parts/$(printf %05d $i)
  if [ ! -e "$part" ]; then
    sleep 0.02
    [ "$scenario" = forgetful ] && [ $resume = yes ] && word=other || word=same
    { printf '%05d %s ' $i $word; head -c 5000 /dev/zero; } >"$part.tmp" 2>/dev/null || stop
    mv "$part.tmp" "$part" || stop
  fi
  i=$((i + 1))
done
for name in outcomes.parquet series.parquet summary.csv; do
  cat "$out"/parts/* >"$out/.$name" 2>/dev/null && mv "$out/.$name" "$out/$name" || stop
done
status complete
rm -r "$out/parts"
echo '{"case_weeks": 1000000, "cpu": 0.5, "wall": 0.5, "threads": 1}'
