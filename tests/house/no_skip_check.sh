#!/bin/sh
# Checks run_tests of cmake/bootstrap.sh: a skipped test fails where skipping is forbidden, unless a reason is listed.
#   no_skip_check.sh SOURCE_FOLDER WORK_FOLDER
set -eu
work=$2
. "$1/cmake/bootstrap.sh"
rm -rf "$work"
mkdir -p "$work/build"
cat >"$work/build/CTestTestfile.cmake" <<'EOF'
add_test(runs "true")
add_test(waits "sh" "-c" "exit 77")
set_tests_properties(waits PROPERTIES SKIP_RETURN_CODE 77)
EOF
echo "* Skipped in CI: waits: this machine has no browser" >"$work/reason"
echo "* Skipped in CI: waits:" >"$work/no_reason"

expect() {
  wanted=$1
  shift
  seen=0
  (run_tests "$work/build" "$@") >"$work/log" 2>&1 || seen=$?
  [ "$seen" = "$wanted" ] && return 0
  say "run_tests $* ended with $seen, not $wanted:"
  cat "$work/log" >&2
  exit 1
}

unset SELLSIGN_NO_SKIP
expect 0 "$work/no_reason"
SELLSIGN_NO_SKIP=1
expect 0 "$work/reason"
expect 1 "$work/no_reason"
expect 0 "$work/no_reason" -R runs
say "skipped tests are found"
