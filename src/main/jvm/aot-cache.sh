#!/usr/bin/env bash
# Makes the JVM's start-up cache of the packaged server: a start takes a third of the time. Usage: aot-cache.sh JAVA APP
# where APP is the folder that has quarkus-run.jar; the cache is put there.
# Runs the server once on ports of its own and an empty data folder, asks its pages, and stops it. The JVM
# ignores a cache that is missing, or of other jars or another JDK, so a failure here only costs time.
set -euo pipefail

java=$1
app=$(cd -- "$2" && pwd)
options=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)/server.options
cache="$app/server.aot"
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
  rm -rf -- "$work"
}
trap cleanup EXIT

# The JVM takes either a cache or the order to make one.
grep -v -- '-XX:AOTCache=' "$options" >"$work/options"

rm -f -- "$cache"
cd -- "$work"
# The launcher's own settings are not the trained server's.
env -u REWIND_JVM_OPTIONS REWIND_DATA_DIR="$work/data" REWIND_LISTEN_PORT=0 QUARKUS_HTTP_PORT=0 \
  "$java" "@$work/options" -XX:AOTCacheOutput="$work/server.aot" \
  '-Dquarkus.log.category."io.quarkus".level=INFO' -jar "$app/quarkus-run.jar" >"$work/log" 2>&1 &
server=$!

# GET of one page; prints the status line
get() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
  head -n 1 <&3
  exec 3>&-
}

port=
for _ in $(seq 600); do
  port=$(sed -n 's|.*Listening on: http://127.0.0.1:\([0-9]*\).*|\1|p' "$work/log")
  [ -z "$port" ] || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
if [ -z "$port" ]; then
  echo "No start-up cache was made, the server did not start:" >&2
  tail -n 5 -- "$work/log" >&2
  exit 1
fi
for page in /q/health/live /q/health/ready /q/health/started /q/health /q/metrics /api/v1/groups /api/v1/destinations; do
  get "$page" >/dev/null || true
done
kill -TERM "$server"
wait "$server" || true
server=
[ -s "$work/server.aot" ] || { echo "No start-up cache was made." >&2; exit 1; }
mv -f -- "$work/server.aot" "$cache"
