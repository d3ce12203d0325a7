#!/bin/sh
# run.sh SOURCE_DIR BUILD_DIR PROGRAM: installs the packages of package-lock.json once, then runs page_check.mjs.
set -eu
source=$1
build=$2
program=$3
command -v npm >/dev/null 2>&1 || { echo "skipped: there is no npm (apt-get install nodejs npm)"; exit 77; }
mkdir -p "$build"
cp "$source"/*.mjs "$source/package.json" "$build/"
if ! cmp -s "$source/package-lock.json" "$build/node_modules/.installed"; then
  cp "$source/package-lock.json" "$build/"
  (cd "$build" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$source/package-lock.json" "$build/node_modules/.installed"
fi
exec node "$build/page_check.mjs" --program "$program" --shots "$build/shots"
