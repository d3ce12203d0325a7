#!/bin/sh
# Feeds each fuzz target for some seconds, beginning with its seeds and with what earlier runs found worth keeping.
#   tests/fuzz/run.sh SOURCE SECONDS [TARGET...]
# What breaks a target is kept in build/fuzz/findings and ends with exit code 1.
set -eu
root=$1
time=${2:?"how many seconds for each target?"}
shift 2
. "$root/cmake/bootstrap.sh"
mkdir -p "$root/build"
build fuzz sellsign_fuzz
fuzz=$root/build/fuzz/tests/sellsign_fuzz
findings=$root/build/fuzz/findings
mkdir -p "$findings"
[ $# -gt 0 ] || set -- $("$fuzz" --list)
broken=0
for target in "$@"; do
  corpus=$root/build/fuzz/corpus/$target
  log=$root/build/fuzz/$target.log
  "$fuzz" --target="$target" --seeds="$corpus"
  if "$fuzz" --target="$target" -max_total_time="$time" -max_len=16384 -timeout=10 -rss_limit_mb=1500 \
    -artifact_prefix="$findings/$target-" -print_final_stats=1 "$corpus" >"$log" 2>&1; then
    verdict=held
  else
    verdict="BROKEN, see build/fuzz/$target.log"
    broken=1
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  printf '%-12s %10s inputs %8s edges  %s\n' "$target" "${runs:-?}" "${edges:-?}" "$verdict"
done
exit $broken
