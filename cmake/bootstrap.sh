# Sourced by ./run and ./test: installs what is missing, configures and builds. POSIX shell.

build_packages="g++ cmake ninja-build pkg-config libcpp-httplib-dev nlohmann-json3-dev libcli11-dev node-llhttp libssl-dev"
test_packages="catch2 libbenchmark-dev libxml2-utils curl openssl"

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
  for package in "$@"; do
    case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
      *"ok installed") ;;
      *) printf '%s ' "$package" ;;
    esac
  done
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
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || { say "Install as root: apt-get install $missing"; exit 2; }
    as_root=sudo
  fi
  say "Installing with apt-get: $missing"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed, trying with the lists that are here"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 || {
    say "apt-get could not install: $missing"
    exit 2
  }
}

# build PRESET [TARGET...]: configures once and builds what changed; prints only what goes wrong, and how long it takes.
build() {
  preset=$1
  shift
  if [ ! -f "$root/build/$preset/build.ninja" ]; then
    say "Configuring $preset (once)"
    (cd "$root" && cmake --preset "$preset" >"$root/build/$preset.log" 2>&1) || { cat "$root/build/$preset.log" >&2; exit 2; }
  fi
  if ! (cd "$root" && cmake --build "build/$preset" -- -n "$@" 2>/dev/null | grep -q 'no work to do'); then
    say "Building $preset (the first time takes a few minutes)"
    (cd "$root" && cmake --build "build/$preset" -- "$@" >"$root/build/$preset.log" 2>&1) || { cat "$root/build/$preset.log" >&2; exit 2; }
  fi
}
