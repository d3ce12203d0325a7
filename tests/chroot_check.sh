#!/bin/sh
# chroot_check.sh PROGRAM SOURCE: runs PROGRAM as the container image does (Dockerfile): in a root file system that holds
# its libraries and nothing else, as nobody in particular. Exit code 77 where that cannot be tried.
set -eu
program=$1
source=$2

skip() {
  echo "skipped: $*" >&2
  exit 77
}

[ "$(uname -s)" = Linux ] || skip "needs Linux"
[ "$(id -u)" = 0 ] || skip "needs root, for chroot"
command -v curl >/dev/null || skip "needs curl"
chroot=$(command -v chroot) || skip "needs chroot"

work=$(mktemp -d)
root=$work/root
mock=
finish() {
  if [ -n "$mock" ]; then kill "$mock" 2>/dev/null || :; fi
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "FAILED: $*" >&2
  for file in out err; do
    if [ -f "$work/$file" ]; then sed "s/^/  $file: /" "$work/$file" >&2; fi
  done
  exit 1
}
inside() { env -i "$chroot" --userspec=65532:65532 --groups= "$root" "$@"; }

mkdir "$root"
sh "$source/cmake/copy_program.sh" "$program" "$root"
mkdir -m 1777 "$root/tmp"
chmod 755 "$work" "$root"
"$chroot" "$root" /sellsign version >"$work/out" 2>"$work/err" || {
  grep -q 'Operation not permitted' "$work/err" && skip "chroot is not allowed here"
  fail "the program does not start with the libraries that ldd names"
}

# As ENTRYPOINT, but on a free port; `env` and `chroot` become the mock, so that $! is its process.
env -i "$chroot" --userspec=65532:65532 --groups= "$root" /sellsign mock --host 0.0.0.0 --port 0 \
  --port-file /tmp/port --tls-auto --tls-ca-file /tmp/ca.pem >"$work/out" 2>"$work/err" &
mock=$!
until [ -s "$root/tmp/port" ]; do
  kill -0 "$mock" 2>/dev/null || fail "the mock ended at once"
done
port=$(cat "$root/tmp/port")

owner=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$mock/status")
[ "$owner" = 65532 ] || fail "the mock runs as user $owner"
inside /sellsign wait --for "$port" --timeout 5s 2>>"$work/err" || fail "wait --for $port gave $?"

read='calinda/hub/selling/model/customer/read?action=getCustomer&number=AM1&j_token=made-up'
curl -sf --max-time 10 "http://127.0.0.1:$port/$read" >"$work/out" || fail "no answer over http"
curl -sf --max-time 10 --cacert "$root/tmp/ca.pem" "https://localhost:$port/$read" >"$work/out" || fail "no answer over https"

# HEALTHCHECK
inside /sellsign wait --port "$port" --for readyz --timeout 2s 2>>"$work/err" || fail "wait --for readyz gave $?"

kill -TERM "$mock"
wait "$mock" || fail "the mock ended with $? after SIGTERM"
mock=
if inside /sellsign wait --port "$port" --timeout 50ms 2>"$work/err"; then fail "wait gave 0 though nothing runs"; fi
grep -q 'was not ready within' "$work/err" || fail "wait does not say what it saw"
echo "the program runs as user 65532 with $(find "$root" -type f -name '*.so*' | wc -l) libraries and nothing else"
