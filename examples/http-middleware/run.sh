#!/usr/bin/env bash
# Prints each command and its real output: requests to a server whose plugins are replaced while it runs.
set -euo pipefail
cd "$(dirname "$0")"
GORENAME_PLUGIN=${GORENAME_PLUGIN:-gorename-plugin}

show() {
  printf '+ %s\n' "$*"
  eval "$*"
}

# Builds a plugin into a new file: never write over a file that a process has opened.
build() {
  show "$GORENAME_PLUGIN build ./$1 --host out/server -o out/plugins/$1-$2.so"
}

rm -rf out/plugins
build requestid 001
build limit 001
show "$GORENAME_PLUGIN verify out/plugins/*.so --host out/server"

# The file is there before the server has started.
: >out/server.log
out/server -addr localhost:0 out/plugins >>out/server.log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT

# Waits until the server has printed a line.
wait_for() {
  until grep -q "$1" out/server.log; do
    kill -0 $server 2>/dev/null || { cat out/server.log; exit 1; }
    sleep 0.1
  done
}
wait_for 'listening on'
url=http://$(sed -n 's/.*listening on //p' out/server.log)

request() {
  printf '+ curl -i %s\n' "/hello/$1"
  curl -s -i "$url/hello/$1" | tr -d '\r' | sed -n '/^HTTP\|^X-Request\|^[a-z]/p'
}
request ada
request grace
request linus

printf 'A new build of limit with another burst, in a new file. The server loads it on SIGHUP:\n'
rm -rf out/limit && cp -r limit out/limit
show "sed -i 's/burst = 2/burst = 5/' out/limit/main.go"
show "$GORENAME_PLUGIN build ./out/limit --host out/server -o out/plugins/limit-002.so"
# shellcheck disable=SC2016 # it is printed like this, and expanded by show
show 'kill -HUP $server'
wait_for 'limit-002'
request linus

printf 'What the server has printed:\n'
cat out/server.log
