#!/usr/bin/env bash
# The shell script that gorename-plugin replaces: renames a plugin's dependencies in place, with sed, and builds it.
# Kept for comparison. It rewrites strings and comments, replaces golang.org inside google.golang.org, and gives two
# plugins that are built within one second the same prefix.
#
#   rename.sh [--no-build] [go build flag ...]      in the directory of a plugin with a go.mod
set -euo pipefail
build=yes
if [ "${1:-}" = --no-build ]; then build=no; shift; fi

prefix=t_$(date +%s)
cp go.mod go.mod.original
cp main.go main.go.original

go mod vendor
directories=$(ls -d vendor/*/ | xargs -n 1 basename)
mkdir "vendor/$prefix"
for directory in $directories; do mv "vendor/$directory" "vendor/$prefix/"; done
for directory in $directories; do
  find vendor go.mod main.go -type f -exec sed -i "s/$directory/$prefix\/$directory/g" {} \;
done

if [ $build = yes ]; then go build -mod=vendor -buildmode=plugin "$@" .; fi
mv go.mod.original go.mod
mv main.go.original main.go
