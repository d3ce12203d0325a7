# Sourced by ./run and ./test: installs what is missing, configures and builds. POSIX shell.

build_packages="g++ cmake ninja-build pkg-config libcpp-httplib-dev nlohmann-json3-dev libcli11-dev libre2-dev node-llhttp libssl-dev zlib1g-dev"
test_packages="catch2 libbenchmark-dev libxml2-utils curl openssl prometheus valgrind python3 apache2-bin libpcre2-8-0"
browser_packages="chromium nodejs"
command -v npm >/dev/null 2>&1 || browser_packages="$browser_packages npm"  # Node from elsewhere brings its own

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
  for package in "$@"; do
    case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
      *"ok installed") ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

# apt_update PACKAGES: refreshes apt's lists; sets as_root to what makes a command run as root.
apt_update() {
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || { say "Install as root: apt-get install $1"; exit 2; }
    as_root=sudo
  fi
  say "Installing with apt-get: $1"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed, trying with the lists that are here"
}

# ensure_packages PACKAGE...: installs those that are missing; with install=no, or where there is no apt, says which.
ensure_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    [ "$install" = no ] && return 0
    say "This is not Debian or Ubuntu. Install the equivalents of these packages, then use --no-install:"
    say "  $*"
    exit 2
  fi
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  if [ "$install" = no ]; then
    say "Missing packages (not installed because of --no-install): $missing"
    exit 2
  fi
  apt_update "$missing"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 || {
    say "apt-get could not install: $missing"
    exit 2
  }
}

# ensure_browser: the same for what only the test of the web page needs; where apt does not have it, that test is skipped.
ensure_browser() {
  if ! command -v apt-cache >/dev/null 2>&1; then
    [ "$install" = no ] || say "The test of the web page needs a Chromium (or one named in SELLSIGN_BROWSER), Node 18 and npm; without them it is skipped."
    return 0
  fi
  # shellcheck disable=SC2086
  missing=$(missing_packages $browser_packages)
  [ -z "$missing" ] && return 0
  if [ "$install" = no ]; then
    say "Without these packages the test of the web page is skipped: $missing"
    return 0
  fi
  apt_update "$missing"  # a bare machine has no lists to look into
  for package in $missing; do
    case "$(apt-cache policy "$package" 2>/dev/null)" in
      *"Candidate: (none)"* | "") say "There is no package $package here: the test of the web page is skipped"; return 0 ;;
    esac
  done
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 || {
    say "apt-get could not install: $missing"
    exit 2
  }
}

fetch_nginx() {
  (cd "$root/build/tools" && apt-get download -qq nginx >/dev/null 2>&1 && dpkg -x nginx_*.deb nginx && rm nginx_*.deb)
}

# ensure_nginx: nginx for the tests, taken out of its package: installed, it would be started, now and at each boot.
ensure_nginx() {
  command -v nginx >/dev/null 2>&1 && return 0
  [ -x "$root/build/tools/nginx/usr/sbin/nginx" ] && return 0
  if [ "$install" = no ] || ! command -v apt-get >/dev/null 2>&1; then
    say "There is no nginx (not installed because of --no-install, or for want of apt): the test of proxies is skipped"
    return 0
  fi
  mkdir -p "$root/build/tools"
  say "Fetching nginx for the tests"
  fetch_nginx || { apt_update nginx && fetch_nginx; } ||
    say "nginx could not be fetched: the test of proxies is skipped"
}

# configure PRESET [OPTION...]: once.
configure() {
  preset=$1
  shift
  [ -f "$root/build/$preset/build.ninja" ] && [ $# = 0 ] && return 0
  say "Configuring $preset"
  (cd "$root" && cmake --preset "$preset" "$@" >"$root/build/$preset.log" 2>&1) || { cat "$root/build/$preset.log" >&2; exit 2; }
}

# show_progress LOG NAME: how far ninja has come: a line that moves, or one every 10 s where nobody looks at a terminal.
show_progress() {
  step=$(sed -n 's/^\[\([0-9]*\)\/\([0-9]*\)\].*/\1 of \2/p' "$1" | tail -n 1)
  if [ -t 2 ]; then
    printf '\r\033[KBuilding %s: %s' "$2" "${step:-reading what changed}" >&2
  elif [ $((seconds % 10)) = 0 ]; then
    say "Building $2: ${step:-reading what changed}"
  fi
}

# build PRESET [TARGET...]: builds what changed; shows how far it is, and what the compiler says only when it fails.
build() {
  preset=$1
  shift
  configure "$preset"
  log=$root/build/$preset.log
  seconds=0
  (cd "$root" && exec cmake --build "build/$preset" -- "$@") >"$log" 2>&1 &
  building=$!
  trap 'kill $building 2>/dev/null; exit 130' INT TERM
  while sleep 0.2 && kill -0 $building 2>/dev/null; do
    [ $seconds = 0 ] || show_progress "$log" "$preset"
    kill -0 $building 2>/dev/null && sleep 0.8
    seconds=$((seconds + 1))
  done
  status=0
  wait $building || status=$?
  trap - INT TERM
  [ -t 2 ] && [ $seconds -gt 1 ] && printf '\r\033[K' >&2
  [ $status = 0 ] || { cat "$log" >&2; exit 2; }
}

# run_tests FOLDER STATUS [CTEST ARGUMENT...]: ctest over a build folder. With SELLSIGN_NO_SKIP=1, a test that was skipped
# fails unless the file STATUS has a line "* Skipped in CI: NAME: reason" for it.
run_tests() {
  tests=$1
  listed=$2
  shift 2
  results=$(mktemp)
  status=0
  ctest --test-dir "$tests" --output-on-failure --output-junit "$results" "$@" || status=$?
  skipped=
  [ "${SELLSIGN_NO_SKIP:-}" != 1 ] || skipped=$(sed -n 's/.*<testcase name="\([^"]*\)".* status="notrun".*/\1/p' "$results")
  rm -f "$results"
  for name in $skipped; do
    grep -q "^\* Skipped in CI: $name: ." "$listed" && continue
    say "$name was skipped; with SELLSIGN_NO_SKIP=1 that is a failure. Make it run, or give the reason in docs/status.md: * Skipped in CI: $name: reason"
    status=1
  done
  return $status
}
