#!/bin/sh
# copy_program.sh PROGRAM FOLDER: puts PROGRAM into FOLDER, with the shared libraries and the loader that it needs in
# the places where it looks for them: a root file system that holds nothing else.
set -eu
program=$1
folder=$2

mkdir -p "$folder"
cp "$program" "$folder/"
# ldd prints `name => /path (address)`, and for the loader only `/path (address)`.
ldd "$program" | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | while read -r library; do
  mkdir -p "$folder$(dirname "$library")"
  cp -L "$library" "$folder$library"
done
