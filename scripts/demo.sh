#!/usr/bin/env bash
# Runs the demos in fixtures/systems: prints each command, then its real output.
#
#   scripts/demo.sh SYSTEM...     plugin, plugin1, plugin2, plugin3, plugin4, plugin5, isolation or host
#
# `make demo` and similar targets call this, after they have built the tool.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
cd "$project/fixtures/systems"
mkdir -p output

gorename-plugin() { node "$project/bin/gorename-plugin.js" "$@"; }

# Colours only on a terminal.
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' reset=$'\e[0m'; else bold='' reset=''; fi

say() { printf '\n%s# %s%s\n' "$bold" "$*" "$reset"; }

# Prints a command line and runs it; ends the demo when it fails.
show() {
  printf '%s$ %s%s\n' "$bold" "$1" "$reset"
  eval "$1" 2>&1
}

# The same for one that must fail.
show_failing() {
  if show "$1"; then
    echo "demo: this should have failed" >&2
    exit 1
  fi
}

build_host() {
  say 'The host uses gjson v1.11.0.'
  show '(cd golang && go build -o ../output/golang .)'
}

demo_plugin() {
  build_host
  say 'plugin has no dependencies, so it loads without renaming too.'
  show 'gorename-plugin build ./plugin -o output/plugin.so'
  show 'output/golang output/plugin.so Add'
}

demo_plugin1() {
  build_host
  say 'plugin1 uses gjson v1.14.0. Built with plain go, the host refuses it:'
  show '(cd plugin1 && go build -buildmode=plugin -o ../output/plugin1.so .)'
  show_failing 'output/golang output/plugin1.so'
  say 'The same sources, built with gorename-plugin:'
  show 'gorename-plugin build ./plugin1 -o plugin1/output/plugin.so'
  show 'output/golang plugin1/output/plugin.so'
  show 'gorename-plugin verify plugin1/output/plugin.so'
}

demo_plugin2() {
  [ -x output/golang ] || build_host
  say 'plugin2 also exports a function that returns a gjson.Result. The build warns about it:'
  show 'gorename-plugin build ./plugin2 -o output/plugin2.so'
  show 'output/golang output/plugin2.so'
  say "Its gjson is linked under the plugin's prefix, next to the host's copy:"
  show "objdump -x output/plugin2.so | grep -o 'local.t_.*gjson.Type.String'"
  say 'The host cannot use that function, as the warning says:'
  show_failing 'output/golang output/plugin2.so GetJsonPath'
}

demo_plugin3() {
  build_host
  say 'plugin3 answers HTTP requests. Host and plugin share interfaces, but no package.'
  show 'gorename-plugin build ./plugin3 -o output/plugin3.so'
  # A free port, which the host prints; the trap ends the host if the demo ends early.
  local log=output/plugin3.log
  printf '%s$ output/golang -addr localhost:0 output/plugin3.so NewPlugin &%s\n' "$bold" "$reset"
  output/golang -addr localhost:0 output/plugin3.so NewPlugin >"$log" 2>&1 &
  local host=$!
  # shellcheck disable=SC2064 # the process id of now
  trap "kill $host 2>/dev/null || true" EXIT
  while ! grep -q listening "$log"; do
    kill -0 "$host" 2>/dev/null || { cat "$log"; exit 1; }
    sleep 0.1
  done
  cat "$log"
  local url
  url=http://$(sed -n 's/^listening on //p' "$log")
  show "curl -s '$url/json?path=rows.1' -d '{\"rows\": [1, {\"renamed\": true}]}'"
  show "kill $host"
  wait "$host"
  tail -n +3 "$log"
}

# $1: the plugin's folder, $2: -buildmode, $3: the library's file extension.
demo_c_library() {
  say "$1 is a C library (-buildmode=$2), called from C++."
  show "gorename-plugin build ./$1 --buildmode $2 -o output/$1.$3"
  show "g++ -Ioutput -o output/$1 $1/cpp/main.cpp output/$1.$3 -lpthread"
  show "output/$1"
}

demo_isolation() {
  say 'The host uses go-sqlite3 v1.14.16, which contains SQLite 3.39.4; the plugin v1.14.22, which contains SQLite 3.45.1.'
  show '(cd sqlite/host && go build -o ../../output/sqlite .)'
  say 'Renaming alone: both register a driver with the same name, and the host crashes.'
  show 'gorename-plugin build ./sqlite/plugin --no-isolate -o output/naive.so'
  show_failing 'output/sqlite output/naive.so 2>&1 | head -2'
  say "With a private driver, but shared C symbols, the plugin runs the host's SQLite:"
  show 'gorename-plugin build ./sqlite/plugin --no-isolate=c -o output/shared-c.so'
  show 'output/sqlite output/shared-c.so'
  say 'With isolation, the default: host and plugin run their own SQLite.'
  show 'gorename-plugin build ./sqlite/plugin -o output/isolated.so'
  show 'output/sqlite output/isolated.so'
}

demo_host() {
  say 'This host uses gjson v1.11.0 and is built with -trimpath. Its author publishes a manifest for plugin authors.'
  show '(cd golang && go build -trimpath -o ../output/server .)'
  show 'gorename-plugin host output/server -o output/server.host.json'
  say 'plugin1 uses gjson v1.14.0. Built with plain go, it will be refused. verify shows all reasons, from the manifest alone:'
  show '(cd plugin1 && go build -buildmode=plugin -o ../output/plain.so .)'
  show_failing 'gorename-plugin verify output/plain.so --host output/server.host.json'
  say 'plugin.Open names one package and no reason:'
  show_failing 'output/server output/plain.so'
  say "The fix: rename gjson, and use the host's flags."
  show 'gorename-plugin build ./plugin1 --host output/server.host.json -o output/fixed.so'
  show 'gorename-plugin verify output/fixed.so --host output/server.host.json'
  show 'output/server output/fixed.so'
}

for system in "$@"; do
  case $system in
    plugin | plugin1 | plugin2 | plugin3) "demo_$system" ;;
    isolation | host) "demo_$system" ;;
    plugin4) demo_c_library plugin4 c-shared so ;;
    plugin5) demo_c_library plugin5 c-archive a ;;
    *) echo "demo: no system is called $system" >&2; exit 2 ;;
  esac
done
