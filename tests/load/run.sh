#!/bin/sh
# run.sh SOURCE_DIR BUILD_DIR TOOL: installs the packages of package-lock.json once, then runs hdr_check.mjs. Exit code 77 where that
# cannot be tried.
set -eu
source=$1
build=$2
tool=$3
command -v npm >/dev/null 2>&1 || { echo "skipped: there is no npm (apt-get install nodejs npm)"; exit 77; }
mkdir -p "$build"
cp "$source"/*.mjs "$source/package.json" "$build/"
if ! cmp -s "$source/package-lock.json" "$build/node_modules/.installed"; then
  cp "$source/package-lock.json" "$build/"
  (cd "$build" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || { echo "skipped: npm could not install"; exit 77; }
  cp "$source/package-lock.json" "$build/node_modules/.installed"
fi
exec node "$build/hdr_check.mjs" "$tool"
